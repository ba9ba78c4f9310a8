/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One argument and one result of a description, for the files named_call*.c. */
#ifndef LIB_NAMED_CALL_PARTS_H
#define LIB_NAMED_CALL_PARTS_H

#include <json-c/json.h>

#include "named_call.h"

#define NAMED_MEMORY_MAX	4096	/* bytes of one argument */

/**
 * struct named_bits - a range of bits of an argument or a result
 * @index: which argument or result, 0 to 3
 * @low: lowest bit
 * @width: how many bits
 */
struct named_bits {
	unsigned int index, low, width;
};

/**
 * struct named_argument - one line of "arguments"
 * @bits: where a number goes
 * @key: of KEY=VALUE, or NULL
 * @has_value: @value is given
 * @value: a fixed number, or the one without KEY
 * @min: smallest number
 * @max: largest number
 * @choices: words and their numbers, or NULL
 * @text: so many bytes from argument @bits.index on
 * @memory: so many bytes, pointed to
 * @security_key: the key of a BIOS password
 * @has_keep: without KEY, @keep of the call read before
 * @keep: bits of a result
 */
struct named_argument {
	struct named_bits bits;
	const char *key;
	bool has_value;
	u32 value, min, max;
	struct json_object *choices;
	size_t text, memory;
	bool security_key, has_keep;
	struct named_bits keep;
};

/**
 * struct named_result - one line of "results"
 * @name: what it is
 * @bits: which bits
 * @names: names of bits, or NULL
 * @values: names of numbers, or NULL
 * @text: so many bytes from result @bits.index on
 * @memory: the memory of an argument as text: @bits.index is that argument
 */
struct named_result {
	const char *name;
	struct named_bits bits;
	struct json_object *names, *values;
	size_t text;
	bool memory;
};

static inline u32 named_mask(const struct named_bits *bits)
{
	return bits->width == 32 ? UINT32_MAX : (1u << bits->width) - 1;
}

static inline u32 named_bits_get(const struct named_bits *bits, const u32 *words)
{
	return words[bits->index] >> bits->low & named_mask(bits);
}

/* Lines of a description; false past the last. They have been checked before. */
bool named_call_argument(const struct named_call *def, size_t n, struct named_argument *a);
bool named_call_result(const struct named_call *def, size_t n, struct named_result *r);
/* The name of the call to read first, or NULL. */
const char *named_call_read(const struct named_call *def);

#endif /* LIB_NAMED_CALL_PARTS_H */

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Phrase book: calls by name, as calls.conf describes them.
 *
 * In: a description, and KEY=VALUE words. Out: arguments of a call, and its
 * results by name. The file says what the words mean; nothing here knows a
 * class or a select. What a description lacks or has wrong is told, not
 * guessed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "options.h"
#include "output.h"
#include "password.h"
#include "platform.h"

#define FILE_NAME	"calls.conf"

static int bad(struct client *c, const char *what)
{
	return output_fail(c, CLIENT_FAILED,
			   "Correct the file; the one that comes with smi-client tells the format in its first lines.",
			   FILE_NAME ": %s", what);
}

/* A member that is a number from min to max; missing: fallback. */
static bool number_of(struct json_object *o, const char *key, s64 min,
		      s64 max, s64 fallback, s64 *number)
{
	struct json_object *v = json_object_object_get(o, key);

	*number = v ? json_object_get_int64(v) : fallback;
	return (!v || json_object_is_type(v, json_type_int)) &&
	       *number >= min && *number <= max;
}

/* A range of bits from "low" to "high", all by default. */
static bool bits_of(struct json_object *o, int *low, int *width)
{
	s64 from, to;

	if (!number_of(o, "low", 0, 31, 0, &from) ||
	    !number_of(o, "high", from, 31, 31, &to))
		return false;
	*low = from;
	*width = to - from + 1;
	return true;
}

static u32 mask(int width)
{
	return width == 32 ? 0xFFFFFFFF : (1u << width) - 1;
}

/* The array of that name; an empty place when it is no array. */
static struct json_object *list_of(struct json_object *o, const char *key)
{
	struct json_object *v = json_object_object_get(o, key);

	return json_object_is_type(v, json_type_array) ? v : NULL;
}

/**
 * calls_load() - read calls.conf
 * @c: this run
 * @calls: object of descriptions by name, to be put by the caller
 *
 * Return: CLIENT_DONE or a failure
 */
int calls_load(struct client *c, struct json_object **calls)
{
	struct json_object *config;
	int code = platform_config(c, FILE_NAME, &config);

	if (code)
		return code;
	*calls = json_object_get(json_object_object_get(config, "calls"));
	json_object_put(config);
	if (json_object_is_type(*calls, json_type_object))
		return CLIENT_DONE;
	json_object_put(*calls);
	return bad(c, "has no object 'calls'");
}

/**
 * calls_find() - description of a call
 * @c: this run
 * @calls: as from calls_load()
 * @name: of the call
 * @def: its description, part of @calls
 * @call: class and select are filled in
 *
 * Return: CLIENT_DONE, CLIENT_NOT_FOUND, or a failure of the file
 */
int calls_find(struct client *c, struct json_object *calls, const char *name,
	       struct json_object **def, struct firmware_call *call)
{
	s64 class, select;

	if (!json_object_object_get_ex(calls, name, def))
		return output_fail(c, CLIENT_NOT_FOUND,
				   "'smi-client call --list' shows those that are known.",
				   "no call is named '%s'", name);
	if (!json_object_is_type(*def, json_type_object) ||
	    !number_of(*def, "class", 0, UINT16_MAX, -1, &class) ||
	    !number_of(*def, "select", 0, UINT16_MAX, -1, &select))
		return bad(c, "a call has no class or select");
	call->ci.command_class = class;
	call->ci.command_select = select;
	return CLIENT_DONE;
}

/* VALUE of KEY=VALUE among the words, NULL when it is not there. */
static const char *word_of(int argc, char **argv, const char *key)
{
	size_t length = strlen(key);

	for (int i = 0; i < argc; i++)
		if (!strncmp(argv[i], key, length) && argv[i][length] == '=')
			return argv[i] + length + 1;
	return NULL;
}

static int choice(struct client *c, struct json_object *choices,
		  const char *key, const char *value, u64 *number)
{
	struct json_object *v;
	char all[256] = "";

	if (json_object_object_get_ex(choices, value, &v)) {
		*number = json_object_get_int64(v);
		return CLIENT_DONE;
	}
	json_object_object_foreach(choices, name, unused) {
		(void)unused;
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s",
			 *all ? ", " : "", name);
	}
	return options_usage(c, "%s is one of %s", key, all);
}

/* A text, in arguments or in memory. */
static int text_argument(struct client *c, const char *key,
			 const char *value, u8 *to, size_t room)
{
	if (strlen(value) > room)
		return options_usage(c, "%s has %zu characters at most", key,
				     room);
	memcpy(to, value, strlen(value));
	return CLIENT_DONE;
}

static int number_argument(struct client *c, struct json_object *o,
			   const char *key, const char *value,
			   struct firmware_call *call, int i)
{
	struct json_object *choices = json_object_object_get(o, "choices");
	s64 fixed, min, max;
	int low, width;
	u64 number;
	int code;

	if (!bits_of(o, &low, &width) ||
	    !number_of(o, "value", 0, UINT32_MAX, 0, &fixed) ||
	    !number_of(o, "min", 0, UINT32_MAX, 0, &min) ||
	    !number_of(o, "max", 0, UINT32_MAX, mask(width), &max))
		return bad(c, "an argument has wrong bits or bounds");
	number = fixed;
	if (value && json_object_is_type(choices, json_type_object)) {
		code = choice(c, choices, key, value, &number);
		if (code)
			return code;
	} else if (value && (!options_number(value, max, &number) ||
			     number < (u64)min)) {
		return options_usage(c, "%s is a number from %lld to %lld", key,
				     min, max);
	}
	call->ci.arg[i] |= (number & mask(width)) << low;
	return CLIENT_DONE;
}

static int one_argument(struct client *c, struct json_object *o, int argc,
			char **argv, struct firmware_call *call)
{
	const char *key = output_get_text(o, "key");
	const char *value = key ? word_of(argc, argv, key) : NULL;
	s64 i, text, size;
	u32 secret;
	int code;

	if (!json_object_is_type(o, json_type_object) ||
	    !number_of(o, "argument", 1, 4, -1, &i) ||
	    !number_of(o, "text", 0, 16 - 4 * (i - 1), 0, &text) ||
	    !number_of(o, "memory", 0, 4096, 0, &size))
		return bad(c, "an argument has no number from 1 to 4, or too much text");
	i--;
	if (key && !value && !json_object_object_get(o, "value"))
		return options_usage(c, "%s=VALUE is wanted", key);
	if (json_object_object_get(o, "security_key")) {
		code = password_key(c, &secret);
		call->ci.arg[i] = secret;
		call->secret |= secret != 0;
		explicit_bzero(&secret, sizeof(secret));
		return code;
	}
	if (size) {
		free(call->buffer[i]);
		call->buffer[i] = calloc(1, size);
		call->size[i] = size;
		if (!call->buffer[i])
			abort();
		return key && value ?
		       text_argument(c, key, value, call->buffer[i], size) :
		       CLIENT_DONE;
	}
	if (text && value)
		return text_argument(c, key, value,
				     (u8 *)&call->ci + sizeof(call->ci) -
				     sizeof(call->ci.res) -
				     sizeof(call->ci.arg) + 4 * i, text);
	return number_argument(c, o, key, value, call, i);
}

/**
 * calls_arguments() - arguments of a call, from KEY=VALUE words
 * @c: this run
 * @def: description of the call
 * @argc: number of words
 * @argv: words
 * @call: arguments and memory are filled in
 *
 * Return: CLIENT_DONE, CLIENT_USAGE, or a failure of the file
 */
int calls_arguments(struct client *c, struct json_object *def, int argc,
		    char **argv, struct firmware_call *call)
{
	struct json_object *list = list_of(def, "arguments");
	size_t count = list ? json_object_array_length(list) : 0;
	int code = CLIENT_DONE;

	for (int i = 0; i < argc; i++) {
		bool known = false;

		for (size_t k = 0; k < count && !known; k++) {
			const char *key =
				output_get_text(json_object_array_get_idx(list, k),
						"key");

			known = key && word_of(1, argv + i, key);
		}
		if (!known)
			return options_usage(c, "'%s' is not KEY=VALUE with a key of this call",
					     argv[i]);
	}
	for (size_t k = 0; k < count && !code; k++)
		code = one_argument(c, json_object_array_get_idx(list, k),
				    argc, argv, call);
	return code;
}

/* Names of the bits that are set. */
static struct json_object *bit_names(struct json_object *names, u32 number)
{
	struct json_object *list = json_object_new_array();
	char bit[8];

	for (int i = 0; i < 32; i++) {
		struct json_object *name;

		snprintf(bit, sizeof(bit), "%d", i);
		if (number >> i & 1 &&
		    json_object_object_get_ex(names, bit, &name))
			json_object_array_add(list, json_object_get(name));
	}
	return list;
}

/* Printable text, up to its end. */
static void put_text(struct json_object *fields, const char *name,
		     const u8 *bytes, size_t length)
{
	char text[4096];
	size_t n = 0;

	while (n < length && n < sizeof(text) - 1 && bytes[n] &&
	       bytes[n] != 0xFF) {
		text[n] = bytes[n] >= ' ' && bytes[n] <= '~' ? bytes[n] : '?';
		n++;
	}
	text[n] = '\0';
	output_text(fields, name, text);
}

static void one_result(struct json_object *o, const char *name,
		       const struct firmware_call *call,
		       struct json_object *fields)
{
	struct json_object *names, *v;
	s64 i, text;
	int low, width;
	char key[16];
	u32 number;

	/* Memory of an argument is a result too. */
	if (number_of(o, "memory", 1, 4, -1, &i) && i > 0) {
		if (call->buffer[i - 1])
			put_text(fields, name, call->buffer[i - 1],
				 call->size[i - 1]);
		return;
	}
	if (!number_of(o, "result", 1, 4, -1, &i) || i < 1 ||
	    !bits_of(o, &low, &width) ||
	    !number_of(o, "text", 0, 16 - 4 * (i - 1), 0, &text))
		return;
	if (text) {
		put_text(fields, name, (const u8 *)&call->ci +
			 sizeof(call->ci) - sizeof(call->ci.res) + 4 * (i - 1),
			 text);
		return;
	}
	number = (u32)call->ci.res[i - 1] >> low & mask(width);
	names = json_object_object_get(o, "bits");
	if (json_object_is_type(names, json_type_object)) {
		json_object_object_add(fields, name,
				       bit_names(names, number));
		return;
	}
	names = json_object_object_get(o, "values");
	snprintf(key, sizeof(key), "%u", number);
	if (json_object_is_type(names, json_type_object) &&
	    json_object_object_get_ex(names, key, &v))
		json_object_object_add(fields, name, json_object_get(v));
	else
		output_number(fields, name, number);
}

/**
 * calls_results() - what the results mean
 * @def: description of the call
 * @call: a call that was made
 * @fields: filled in: numbers, texts, and lists of names of bits
 */
void calls_results(struct json_object *def, const struct firmware_call *call,
		   struct json_object *fields)
{
	struct json_object *list = list_of(def, "results");

	for (size_t k = 0; list && k < json_object_array_length(list); k++) {
		struct json_object *o = json_object_array_get_idx(list, k);
		const char *name;

		if (!json_object_is_type(o, json_type_object))
			continue;
		name = output_get_text(o, "name");
		if (name)
			one_result(o, name, call, fields);
	}
}

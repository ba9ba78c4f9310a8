// SPDX-License-Identifier: GPL-2.0-or-later
/* See output.h: filling an object, one function for each kind of value. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/text.h"
#include "output.h"

static void put(struct json_object *o, const char *key, struct json_object *value)
{
	json_object_object_add(o, key, value);
}

/* What is not printable becomes '?', here as in text. */
static struct json_object *json_text(const char *value)
{
	size_t length = strlen(value), n;
	char fixed[256], *text = length < sizeof(fixed) ? fixed : malloc(length + 1);
	struct json_object *o;

	if (!text)
		output_out_of_memory();
	n = text_printable(value, length, text, length + 1);
	o = json_object_new_string_len(text, n);
	if (text != fixed)
		free(text);
	return o;
}

void put_text(struct json_object *o, const char *key, const char *value)
{
	put(o, key, value ? json_text(value) : NULL);
}

void put_format(struct json_object *o, const char *key, const char *fmt, ...)
{
	char *value;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&value, fmt, ap) < 0)
		output_out_of_memory();
	va_end(ap);
	put_text(o, key, value);
	free(value);
}

void put_number(struct json_object *o, const char *key, s64 value)
{
	put(o, key, json_object_new_int64(value));
}

void put_bool(struct json_object *o, const char *key, bool value)
{
	put(o, key, json_object_new_boolean(value));
}

void put_null(struct json_object *o, const char *key)
{
	put(o, key, NULL);
}

void put_bytes(struct json_object *o, const char *key, const void *data, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const u8 *bytes = data;
	char *hex = malloc(2 * length + 1);

	if (!hex)
		output_out_of_memory();
	for (size_t i = 0; i < length; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	put(o, key, json_object_new_string_len(hex, 2 * length));
	free(hex);
}

struct json_object *put_object(struct json_object *o, const char *key)
{
	struct json_object *value = json_object_new_object();

	put(o, key, value);
	return value;
}

struct json_object *put_array(struct json_object *o, const char *key)
{
	struct json_object *value = json_object_new_array();

	put(o, key, value);
	return value;
}

struct json_object *add_object(struct json_object *array)
{
	struct json_object *value = json_object_new_object();

	json_object_array_add(array, value);
	return value;
}

void add_text(struct json_object *array, const char *value)
{
	json_object_array_add(array, json_text(value));
}

void output_hexdump(struct output *out, const char *indent, const u8 *data, size_t length)
{
	for (size_t line = 0; line < length; line += 16) {
		char hex[16 * 3 + 1], text[17] = "", *to = hex;

		for (size_t i = line; i < line + 16; i++) {
			to += i < length ? sprintf(to, " %02x", data[i]) : sprintf(to, "   ");
			if (i < length)
				text[i - line] = data[i] >= ' ' && data[i] <= '~' ? data[i] : '.';
		}
		output_line(out, "%s%06zx %s  %s", indent, line, hex, text);
	}
}

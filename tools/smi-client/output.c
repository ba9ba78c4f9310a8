// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Teller: one result, told as text or as JSON.
 *
 * In: what the commands put into the result, and failures. Out: standard
 * output, standard error and the exit code. Text is printed from the result,
 * so that both ways say the same.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "output.h"

#define OUTPUT_SCHEMA	1

static const char *const exit_names[] = {
	[CLIENT_DONE] = "done",
	[CLIENT_FAILED] = "failed",
	[CLIENT_USAGE] = "usage",
	[CLIENT_NOT_FOUND] = "not found",
	[CLIENT_PERMISSION] = "permission",
	[CLIENT_REFUSED] = "refused",
	[CLIENT_BUSY] = "busy",
};

/*
 * The one filter. Texts of tables, files and firmware must neither reach a
 * terminal as orders nor JSON as anything but UTF-8: what is not printable
 * becomes '?', byte by byte where it is no character.
 */
static struct json_object *clean(const char *value)
{
	char *copy = strdup(value), *to = copy;
	size_t left = strlen(value);
	struct json_object *o;

	if (!copy)
		abort();
	while (left) {
		mbstate_t state = { };
		wchar_t wide;
		size_t n = mbrtowc(&wide, value, left, &state);
		bool whole = n && n <= left;

		if (!whole)
			n = 1;
		if (whole && iswprint(wide)) {
			memcpy(to, value, n);
			to += n;
		} else {
			*to++ = '?';
		}
		value += n;
		left -= n;
	}
	o = json_object_new_string_len(copy, to - copy);
	free(copy);
	return o;
}

/**
 * output_begin() - start the result of a run
 * @c: this run; @c->result is replaced
 * @command: name of the command, or "" before one is known
 */
void output_begin(struct client *c, const char *command)
{
	json_object_put(c->result);
	c->result = json_object_new_object();
	c->command = command;
	output_number(c->result, "schema", OUTPUT_SCHEMA);
	output_text(c->result, "command", command);
}

/**
 * output_end() - tell what is left to tell, and forget the result
 * @c: this run
 * @code: how the command ended
 *
 * Return: the exit code; failed when standard output did not take it all.
 */
int output_end(struct client *c, int code)
{
	struct json_object *error = json_object_object_get(c->result, "error");
	const int flags = JSON_C_TO_STRING_PRETTY |
			  JSON_C_TO_STRING_NOSLASHESCAPE;

	if (c->json) {
		puts(json_object_to_json_string_ext(c->result, flags));
	} else if (error) {
		const char *next = output_get_text(error, "next");

		fflush(stdout);
		fprintf(stderr, "smi-client%s%s: %s\n", *c->command ? " " : "",
			c->command, output_get_text(error, "message"));
		if (next)
			fprintf(stderr, "%s\n", next);
	}
	json_object_put(c->result);
	c->result = NULL;
	if ((fflush(stdout) || ferror(stdout)) && code == CLIENT_DONE) {
		fprintf(stderr, "smi-client: standard output: %s\n",
			strerror(errno));
		code = CLIENT_FAILED;
	}
	return code;
}

/**
 * output_fail() - say why the command fails, and what to do next
 * @c: this run
 * @code: enum client_exit
 * @next: what to do next, a full sentence, or NULL
 * @fmt: what failed, with file and cause, without newline
 *
 * It is told when the run ends, unless output_catch() takes it. The first
 * failure counts; later ones are its consequences.
 *
 * Return: @code, for the caller to return
 */
int output_fail(struct client *c, int code, const char *next,
		const char *fmt, ...)
{
	struct json_object *error;
	char *message;
	va_list ap;

	if (c->failed)
		return code;
	c->failed = true;
	va_start(ap, fmt);
	if (vasprintf(&message, fmt, ap) < 0)
		abort();
	va_end(ap);
	error = json_object_new_object();
	output_number(error, "exit", code);
	output_text(error, "kind", exit_names[code]);
	output_text(error, "message", message);
	if (next)
		output_text(error, "next", next);
	json_object_object_add(c->result, "error", error);
	free(message);
	return code;
}

/**
 * output_fail_errno() - as output_fail(), for a system call
 * @c: this run
 * @code: enum client_exit
 * @err: errno of the call
 * @path: file it was about
 * @next: what to do next
 * @what: what was tried: "open", "write"
 *
 * Return: @code
 */
int output_fail_errno(struct client *c, int code, int err, const char *path,
		      const char *next, const char *what)
{
	return output_fail(c, code, next, "cannot %s %s: %s", what, path,
			   strerror(err));
}

/**
 * output_catch() - take back a failure that does not end the command
 * @c: this run
 *
 * Return: "message", "next" and so on, to be put by the caller; NULL when
 * nothing has failed
 */
struct json_object *output_catch(struct client *c)
{
	struct json_object *error = NULL;

	if (json_object_object_get_ex(c->result, "error", &error))
		json_object_get(error);
	json_object_object_del(c->result, "error");
	c->failed = false;
	return error;
}

/**
 * output_warn() - say something that does not end the command
 * @c: this run
 * @fmt: one sentence without newline
 */
void output_warn(struct client *c, const char *fmt, ...)
{
	struct json_object *list, *text;
	char *message;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&message, fmt, ap) < 0)
		abort();
	va_end(ap);
	if (!json_object_object_get_ex(c->result, "warnings", &list)) {
		list = json_object_new_array();
		json_object_object_add(c->result, "warnings", list);
	}
	text = clean(message);
	json_object_array_add(list, text);
	if (!c->json) {
		fflush(stdout);
		fprintf(stderr, "smi-client%s%s: %s\n", *c->command ? " " : "",
			c->command, json_object_get_string(text));
	}
	free(message);
}

static struct json_object *step_add(struct client *c, const char *verb,
				    const char *file)
{
	struct json_object *list, *step = json_object_new_object();

	if (!json_object_object_get_ex(c->result, "dry_run", &list)) {
		list = json_object_new_array();
		json_object_object_add(c->result, "dry_run", list);
	}
	json_object_array_add(list, step);
	output_text(step, "do", verb);
	output_text(step, "file", file);
	return step;
}

/**
 * output_step() - a file is touched, or would be in a dry run
 * @c: this run
 * @verb: "lock", "read", "write"
 * @file: path
 * @text: what is written, or NULL
 *
 * A dry run shows it as its result, --verbose on standard error.
 */
void output_step(struct client *c, const char *verb, const char *file,
		 const char *text)
{
	struct json_object *step;
	FILE *to = c->dry_run ? stdout : stderr;

	if (c->dry_run) {
		step = step_add(c, verb, file);
		if (text)
			output_text(step, "text", text);
	}
	if ((c->dry_run && !c->json) || (!c->dry_run && c->verbose))
		fprintf(to, "%-6s %s%s%s%s\n", verb, file, text ? " \"" : "",
			text ? text : "", text ? "\"" : "");
}

/**
 * output_step_bytes() - as output_step(), for binary data
 * @c: this run
 * @verb: "read" or "write"
 * @file: path
 * @offset: where in the file, in bytes
 * @data: the bytes, or NULL when they are not known
 * @length: how many
 * @secret: they hold a password or a key, and are never shown
 */
void output_step_bytes(struct client *c, const char *verb, const char *file,
		       size_t offset, const u8 *data, size_t length,
		       bool secret)
{
	struct json_object *step;
	FILE *to = c->dry_run ? stdout : stderr;

	if (secret)
		data = NULL;
	if (c->dry_run) {
		step = step_add(c, verb, file);
		output_number(step, "offset", offset);
		output_number(step, "length", length);
		if (data)
			output_bytes(step, "hex", data, length);
		if (secret)
			output_bool(step, "secret", true);
	}
	if ((c->dry_run && c->json) || (!c->dry_run && !c->verbose))
		return;
	fprintf(to, "%-6s %s %zu bytes at %zu%s\n", verb, file, length, offset,
		secret ? " (secret)" : "");
	for (size_t i = 0; data && i < length; i++)
		fprintf(to, "%s%02x%s", i % 16 ? " " : "       ", data[i],
			i % 16 == 15 || i + 1 == length ? "\n" : "");
}

/* Filling: one line per kind of value. */

void output_text(struct json_object *o, const char *key, const char *value)
{
	json_object_object_add(o, key, value ? clean(value) : NULL);
}

void output_printf(struct json_object *o, const char *key,
		   const char *fmt, ...)
{
	char *value;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&value, fmt, ap) < 0)
		abort();
	va_end(ap);
	output_text(o, key, value);
	free(value);
}

void output_number(struct json_object *o, const char *key, s64 value)
{
	json_object_object_add(o, key, json_object_new_int64(value));
}

void output_bool(struct json_object *o, const char *key, bool value)
{
	json_object_object_add(o, key, json_object_new_boolean(value));
}

/* Bytes are a string of hexadecimal digits. */
void output_bytes(struct json_object *o, const char *key, const u8 *data,
		  size_t length)
{
	char *hex = calloc(length + 1, 2);

	if (!hex)
		abort();
	for (size_t i = 0; i < length; i++)
		sprintf(hex + 2 * i, "%02x", data[i]);
	output_text(o, key, hex);
	free(hex);
}

/* Reading back, for the text. */

/* NULL when there is no such text. */
const char *output_get_text(struct json_object *o, const char *key)
{
	struct json_object *v = json_object_object_get(o, key);

	return v ? json_object_get_string(v) : NULL;
}

s64 output_get_number(struct json_object *o, const char *key)
{
	return json_object_get_int64(json_object_object_get(o, key));
}

bool output_get_bool(struct json_object *o, const char *key)
{
	return json_object_get_boolean(json_object_object_get(o, key));
}

/**
 * output_hexdump() - print bytes of a result, 16 a line, with their text
 * @o: object of the result
 * @key: of a string of hexadecimal digits
 * @indent: printed first in each line
 */
void output_hexdump(struct json_object *o, const char *key,
		    const char *indent)
{
	const char *hex = output_get_text(o, key);
	size_t length = hex ? strlen(hex) / 2 : 0;

	for (size_t line = 0; line < length; line += 16) {
		char text[17] = "";

		printf("%s%06zx ", indent, line);
		for (size_t i = 0; i < 16; i++) {
			unsigned int byte;

			if (line + i >= length ||
			    sscanf(hex + 2 * (line + i), "%2x", &byte) != 1) {
				printf("   ");
				continue;
			}
			printf(" %02x", byte);
			text[i] = byte >= ' ' && byte <= '~' ? byte : '.';
		}
		printf("  %s\n", text);
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See output.h: the result of a run and its failure, as text or as one object.
 * json.c fills objects.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/text.h"
#include "hints.h"
#include "output.h"

#define OUTPUT_SCHEMA	1
#define PROGRAM		"smi-client"

/**
 * struct output - one run
 * @object: with JSON, else NULL
 * @command: "token list", "" before one is known
 * @help: "Try 'smi-client token list --help'."
 * @dry_run: recorded steps are the result
 * @verbose: steps are shown
 * @failed: a failure was told
 * @recorded: a dry run recorded a step
 * @unwritten: errno of a line that could not be written
 */
struct output {
	struct json_object *object;
	char command[64], help[128];
	bool dry_run, verbose, failed, recorded;
	int unwritten;
};

void output_out_of_memory(void)
{
	fputs(PROGRAM ": out of memory\n", stderr);
	exit(SMI_FAILED);
}

struct output *output_new(bool json, bool dry_run, bool verbose)
{
	struct output *out = calloc(1, sizeof(*out));

	if (!out)
		output_out_of_memory();
	out->dry_run = dry_run;
	out->verbose = verbose;
	if (!json)
		return out;
	out->object = json_object_new_object();
	put_number(out->object, "schema", OUTPUT_SCHEMA);
	put_text(out->object, "command", "");
	return out;
}

void output_command(struct output *out, const char *noun, const char *verb)
{
	snprintf(out->command, sizeof(out->command), "%s%s%s", noun, verb ? " " : "",
		 verb ? verb : "");
	if (out->object)
		put_text(out->object, "command", out->command);
}

void output_set_help(struct output *out, const char *noun, const char *verb)
{
	snprintf(out->help, sizeof(out->help), "Try '" PROGRAM "%s%s%s%s --help'.", noun ? " " : "",
		 noun ? noun : "", noun && verb ? " " : "", noun && verb ? verb : "");
}

bool output_is_json(const struct output *out)
{
	return out->object;
}

void output_as_text(struct output *out)
{
	json_object_put(out->object);
	out->object = NULL;
}

bool output_has_recorded(const struct output *out)
{
	return out->recorded;
}

struct json_object *output_object(struct output *out)
{
	return out->object;
}

/* A line through the filter. */
static void output_print(FILE *to, const char *fmt, va_list ap)
{
	char fixed[512], *text = fixed, *printable = NULL;
	va_list again;
	int length;

	va_copy(again, ap);
	length = vsnprintf(fixed, sizeof(fixed), fmt, ap);
	if (length >= (int)sizeof(fixed) && vasprintf(&text, fmt, again) < 0)
		output_out_of_memory();
	va_end(again);
	if (length < 0)
		return;
	printable = malloc(length + 1);
	if (!printable)
		output_out_of_memory();
	text_printable(text, length, printable, length + 1);
	fprintf(to, "%s\n", printable);
	free(printable);
	if (text != fixed)
		free(text);
}

/* The first reason counts: a later write may say another one, or none. */
static void output_check(struct output *out)
{
	if (ferror(stdout) && !out->unwritten)
		out->unwritten = errno ? errno : EIO;
}

void output_line(struct output *out, const char *fmt, ...)
{
	va_list ap;

	if (out->object)
		return;
	va_start(ap, fmt);
	output_print(stdout, fmt, ap);
	va_end(ap);
	output_check(out);
}

void output_text(struct output *out, const char *text)
{
	if (out->object)
		return;
	fputs(text, stdout);
	output_check(out);
}

/* "smi-client token set: ..." */
__printf(2, 3)
static void output_message(struct output *out, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	output_check(out);
	fprintf(stderr, PROGRAM "%s%s: ", *out->command ? " " : "", out->command);
	va_start(ap, fmt);
	output_print(stderr, fmt, ap);
	va_end(ap);
}

/* A mistake in what was typed has its help as the next step. */
static const char *output_next(const struct output *out, const struct smi_error *error)
{
	if (error->hint == HINT_HELP || (error->hint == HINT_NONE && error->code == SMI_USAGE))
		return *out->help ? out->help : NULL;
	return hint_text(error->hint);
}

static void output_fill_error(struct json_object *o, const struct smi_error *error,
			      const char *next)
{
	put_number(o, "exit", error->code);
	put_text(o, "kind", error_kind(error->code));
	put_text(o, "message", error->what);
	if (*error->path)
		put_text(o, "file", error->path);
	if (error->err)
		put_number(o, "errno", error->err);
	if (next)
		put_text(o, "next", next);
}

int output_error(struct output *out, const struct smi_error *error)
{
	const char *next = output_next(out, error);

	/* Later ones are consequences of the first. */
	if (out->failed)
		return error->code;
	out->failed = true;
	if (out->object) {
		output_fill_error(put_object(out->object, "error"), error, next);
		return error->code;
	}
	output_message(out, "%s", error->what);
	if (next)
		fprintf(stderr, "%s\n", next);
	return error->code;
}

void output_failure(struct json_object *o, const struct smi_error *error)
{
	output_fill_error(put_object(o, "failure"), error, hint_text(error->hint));
}

void output_warn(struct output *out, const char *fmt, ...)
{
	struct json_object *list;
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!out->object) {
		output_message(out, "%s", text);
		return;
	}
	if (!json_object_object_get_ex(out->object, "warnings", &list))
		list = put_array(out->object, "warnings");
	add_text(list, text);
}

/* "dry_run" of the object: what would be done. */
static void output_record(struct output *out, const struct trace_step *step)
{
	struct json_object *list, *o;

	if (!json_object_object_get_ex(out->object, "dry_run", &list))
		list = put_array(out->object, "dry_run");
	o = add_object(list);
	put_text(o, "do", step->verb);
	put_text(o, "file", step->file);
	if (step->text)
		put_text(o, "text", step->text);
	if (step->text || !step->length)
		return;
	put_number(o, "offset", step->offset);
	put_number(o, "length", step->length);
	if (step->data)
		put_bytes(o, "hex", step->data, step->length);
	if (step->secret)
		put_bool(o, "secret", true);
}

static void output_step_bytes(FILE *to, const struct trace_step *step)
{
	fprintf(to, "%-6s %s %zu bytes at %zu%s\n", step->verb, step->file, step->length,
		step->offset, step->secret ? " (secret)" : "");
	for (size_t i = 0; step->data && i < step->length; i++)
		fprintf(to, "%s%02x%s", i % 16 ? " " : "       ", step->data[i],
			i % 16 == 15 || i + 1 == step->length ? "\n" : "");
}

void output_step(void *arg, const struct trace_step *step)
{
	struct output *out = arg;
	FILE *to = step->recorded ? stdout : stderr;

	out->recorded |= step->recorded;
	if (step->recorded && out->object)
		output_record(out, step);
	if (!out->verbose || (step->recorded && out->object))
		return;
	if (step->length)
		output_step_bytes(to, step);
	else
		fprintf(to, "%-6s %s%s%s%s\n", step->verb, step->file, step->text ? " \"" : "",
			step->text ? step->text : "", step->text ? "\"" : "");
}

void output_progress(struct output *out, const char *what, size_t at, size_t count)
{
	if (out->object || out->verbose || !isatty(STDERR_FILENO))
		return;
	if (at < count)
		fprintf(stderr, "\r%s %zu of %zu", what, at, count);
	else
		fprintf(stderr, "\r\033[K");
}

int output_end(struct output *out, int code)
{
	const int flags = JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE;

	errno = 0;
	if (out->object)
		puts(json_object_to_json_string_ext(out->object, flags));
	if (fflush(stdout) || ferror(stdout) || out->unwritten) {
		int err = out->unwritten ? out->unwritten : errno;

		fprintf(stderr, PROGRAM ": standard output: %s\n", strerror(err ? err : EIO));
		if (code == SMI_OK || code == SMI_DIFFERS)
			code = SMI_FAILED;
	}
	json_object_put(out->object);
	free(out);
	return code;
}

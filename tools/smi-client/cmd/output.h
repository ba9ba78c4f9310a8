/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The result of a run, as text or as one JSON object. A printer gets the
 * structure that the library returned and either prints lines or fills the
 * object; text never comes from the object.
 */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include <json-c/json.h>
#include <stdio.h>

#include "../lib/error.h"
#include "../lib/trace.h"

struct output;

/**
 * output_new() - begin a result
 * @json: one JSON object on standard output
 * @dry_run: recorded steps are in the object ("dry_run"), or with @verbose on
 *	standard output
 * @verbose: other steps are shown on standard error
 */
struct output *output_new(bool json, bool dry_run, bool verbose);
/* "token list"; the object's "command", and the start of messages. */
void output_command(struct output *out, const char *noun, const char *verb);
/* Whose help a mistake in what was typed refers to; @noun may be NULL. */
void output_set_help(struct output *out, const char *noun, const char *verb);
bool output_is_json(const struct output *out);
/* From now on as text, also with --json: for what is a file by itself. */
void output_as_text(struct output *out);
/* The object to be filled, only with JSON. */
struct json_object *output_object(struct output *out);

/* A line of the result, only as text; printable characters pass, others are '?'. */
__printf(2, 3)
void output_line(struct output *out, const char *fmt, ...);

/* Text of several lines as it is, only as text: help, scripts. */
void output_text(struct output *out, const char *text);

/*
 * What failed: "error" in the object, or "smi-client token set: ..." and the
 * next step on standard error. The first one counts. Returns its code.
 */
int output_error(struct output *out, const struct smi_error *error);
/* The same in the middle of a list: members "failure" of @o (JSON). */
void output_failure(struct json_object *o, const struct smi_error *error);
/* Something to be known that is no failure. */
__printf(2, 3)
void output_warn(struct output *out, const char *fmt, ...);

/* For struct machine_options.trace. */
void output_step(void *out, const struct trace_step *step);

/* Whether a dry run recorded a step: something would change. */
bool output_has_recorded(const struct output *out);

/* How far it is, on a terminal and not with JSON; @at == @count ends it. */
void output_progress(struct output *out, const char *what, size_t at, size_t count);

/*
 * The end: prints the object. What could not be written is SMI_FAILED. Frees
 * @out. Returns the exit code.
 */
int output_end(struct output *out, int code);

/* Filling an object: one function for each kind of value. */
void put_text(struct json_object *o, const char *key, const char *value);	/* NULL: null */
__printf(3, 4)
void put_format(struct json_object *o, const char *key, const char *fmt, ...);
void put_number(struct json_object *o, const char *key, s64 value);
void put_bool(struct json_object *o, const char *key, bool value);
void put_null(struct json_object *o, const char *key);
/* As hexadecimal digits. */
void put_bytes(struct json_object *o, const char *key, const void *data, size_t length);
struct json_object *put_object(struct json_object *o, const char *key);
struct json_object *put_array(struct json_object *o, const char *key);
struct json_object *add_object(struct json_object *array);
void add_text(struct json_object *array, const char *value);

/* Says so and ends the program: nothing useful can be done. */
__attr(noreturn)
void output_out_of_memory(void);

/* Sixteen bytes a line, with offset and characters. */
void output_hexdump(struct output *out, const char *indent, const u8 *data, size_t length);

#endif /* CMD_OUTPUT_H */

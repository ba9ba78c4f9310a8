// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client report: one file with what a bug report needs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/file.h"
#include "../lib/report.h"
#include "commands.h"
#include "status.h"

static void report_put_system(struct json_object *o, const struct report *r,
			      const struct status *s)
{
	struct json_object *part = put_object(o, "client");

	put_text(part, "version", VERSION);
	part = put_object(o, "kernel");
	put_text(part, "release", r->system.release);
	put_text(part, "version", r->system.version);
	put_text(part, "machine", r->system.machine);
	part = put_object(o, "driver");
	put_bool(part, "loaded", s->driver);
	put_text(part, "version", *s->driver_version ? s->driver_version : NULL);
	put_text(part, "transport", r->transport);
	part = put_object(o, "status");
	put_number(part, "schema", 1);
	put_text(part, "command", "status");
	status_put(part, s, false);
}

/* Texts in an object, at any depth; whether one held what was removed elsewhere. */
static bool report_mask_texts(const struct report *r, struct json_object *o)
{
	bool any = false;
	char *text;

	if (json_object_is_type(o, json_type_object)) {
		json_object_object_foreach(o, key, value) {
			(void)key;
			any |= report_mask_texts(r, value);
		}
	} else if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(o); i++)
			any |= report_mask_texts(r, json_object_array_get_idx(o, i));
	} else if (json_object_is_type(o, json_type_string)) {
		text = strdup(json_object_get_string(o));
		if (!text)
			output_out_of_memory();
		if (report_mask_secrets(r, (u8 *)text, strlen(text))) {
			json_object_set_string(o, text);
			any = true;
		}
		free(text);
	}
	return any;
}

/* One structure a string: so a reader sees where they begin. */
static void report_put_tables(struct json_object *o, const struct report *r)
{
	struct json_object *tables = put_object(o, "tables"), *dmi, *holder, *bytes;
	const struct smbios_structure *s, *next;

	put_bytes(tables, "entry_point", r->entry, r->entry_length);
	dmi = put_array(tables, "dmi");
	for (s = smbios_next(&r->tables, NULL, -1); s; s = next) {
		const u8 *end;

		next = smbios_next(&r->tables, s, -1);
		end = next ? (const u8 *)next : r->tables.data + r->tables.length;
		holder = json_object_new_object();
		put_bytes(holder, "bytes", s, end - (const u8 *)s);
		bytes = json_object_object_get(holder, "bytes");
		json_object_array_add(dmi, json_object_get(bytes));
		json_object_put(holder);
	}
}

static void report_put_cmos(struct json_object *o, const struct report *r)
{
	struct json_object *list = put_array(o, "cmos");

	for (size_t i = 0; i < r->n_cmos; i++) {
		struct json_object *one = add_object(list);

		put_number(one, "port", r->cmos[i].port);
		put_number(one, "index", r->cmos[i].index);
		put_number(one, "value", r->cmos[i].value);
	}
	if (r->cmos_code)
		put_text(o, "cmos_error", r->cmos_error.what);
}

static void report_put_call(struct json_object *o, const struct report_call *call)
{
	struct json_object *list, *buffer;

	put_number(o, "class", call->ci.command_class);
	put_number(o, "select", call->ci.command_select);
	list = put_array(o, "args");
	for (int i = 0; i < 4; i++)
		json_object_array_add(list, json_object_new_int64(call->ci.arg[i]));
	if (!call->answered) {
		put_null(o, "results");
		if (call->error.code)
			put_text(o, "error", call->error.what);
		return;
	}
	list = put_array(o, "results");
	for (int i = 0; i < 4; i++)
		json_object_array_add(list, json_object_new_int64((u32)call->ci.res[i]));
	if (call->argument) {
		buffer = put_object(o, "buffer");
		put_number(buffer, "argument", call->argument);
		put_bool(buffer, "header", call->header);
		put_bytes(buffer, "bytes", call->bytes, call->length);
	}
	if (call->smi_ns)
		put_number(o, "smi_ns", call->smi_ns);
	if (call->call_ns)
		put_number(o, "call_ns", call->call_ns);
}

static void report_put_removed(struct json_object *o, const struct report *r)
{
	struct json_object *list = put_array(o, "removed");

	for (size_t i = 0; i < r->n_removed; i++) {
		struct json_object *one = add_object(list);

		put_text(one, "what", r->removed[i].what);
		put_text(one, "where", r->removed[i].where);
	}
}

static int report_write(const char *path, struct report *r, const struct status *s,
			struct smi_error *error)
{
	struct json_object *o = json_object_new_object(), *calls;
	const char *text;
	char *line;
	int code = SMI_OK;

	put_number(o, "schema", 1);
	put_text(o, "report", "smi-client");
	report_put_system(o, r, s);
	/* Not all of it is made from the tables. */
	if (report_mask_texts(r, json_object_object_get(o, "status")))
		code = report_add_removed(r, "copy of a removed text", "status", error);
	report_put_tables(o, r);
	report_put_cmos(o, r);
	calls = put_array(o, "calls");
	for (size_t i = 0; i < r->n_calls; i++)
		report_put_call(add_object(calls), &r->calls[i]);
	report_put_removed(o, r);
	text = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PRETTY |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (!code && asprintf(&line, "%s\n", text) < 0) {
		code = error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	} else if (!code) {
		code = file_replace(path, line, strlen(line), error);
		free(line);
	}
	json_object_put(o);
	return code;
}

static size_t report_count(const struct report *r, bool answered)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_calls; i++)
		n += r->calls[i].answered == answered;
	return n;
}

static size_t report_structures(const struct report *r)
{
	const struct smbios_structure *s = NULL;
	size_t n = 0;

	while ((s = smbios_next(&r->tables, s, -1)))
		n++;
	return n;
}

static void report_print_json(struct run *run, const struct report *r, const char *path)
{
	struct json_object *o = output_object(run->out), *calls;
	bool plan = run->options->dry_run;

	put_text(o, "file", path);
	put_bool(o, "written", !plan);
	put_number(o, "structures", report_structures(r));
	put_number(o, "cmos_bytes", r->n_cmos);
	put_number(o, "calls_answered", report_count(r, true));
	put_number(o, "calls_failed", plan ? 0 : report_count(r, false));
	report_put_removed(o, r);
	if (!plan)
		return;
	calls = put_array(o, "calls");
	for (size_t i = 0; i < r->n_calls; i++) {
		struct json_object *one = add_object(calls);

		put_number(one, "class", r->calls[i].ci.command_class);
		put_number(one, "select", r->calls[i].ci.command_select);
		put_number(one, "arg1", r->calls[i].ci.arg[0]);
	}
}

static void report_print_text(struct run *run, const struct report *r, const char *path)
{
	bool plan = run->options->dry_run;

	output_line(run->out, plan ? "%s would hold:" : "%s holds:", path);
	output_line(run->out, "  versions of client, kernel and driver; the output of status");
	output_line(run->out, "  %zu SMBIOS structures, %zu bytes of CMOS", report_structures(r),
		    r->n_cmos);
	if (r->cmos_code)
		output_line(run->out, "  no CMOS: %s", r->cmos_error.what);
	if (plan)
		output_line(run->out, "  answers to these %zu calls, which only read:", r->n_calls);
	else
		output_line(run->out, "  answers to %zu of %zu calls, which only read",
			    report_count(r, true), r->n_calls);
	for (size_t i = 0; plan && i < r->n_calls; i++)
		output_line(run->out, "    class %u select %u argument %#x",
			    r->calls[i].ci.command_class, r->calls[i].ci.command_select,
			    r->calls[i].ci.arg[0]);
	output_line(run->out, plan ? "Removed would be, also from answers:" : "Removed:");
	for (size_t i = 0; i < r->n_removed; i++)
		output_line(run->out, "  %s (%s)", r->removed[i].what, r->removed[i].where);
	if (plan)
		output_line(run->out, "  tags in the answers of classes 11 and 20");
}

/*
 * From the cleaned tables: a text that is cut, or shown without what cannot be
 * printed, is not found afterwards.
 */
static void report_read_status(struct machine *m, const struct report *r, struct status *s)
{
	const struct smbios tables = m->smbios;

	m->smbios.data = r->tables.data;
	status_read(m, s);
	m->smbios = tables;
}

static int report_run(struct run *run, int argc, char **argv)
{
	struct smi_error error;
	struct report r;
	struct status s;
	int code;

	(void)argc;
	/* Nothing is written to the machine: a dry run reads nothing from it either. */
	code = report_make(run->machine, run->options->dry_run, &r, &error);
	if (!code && !run->options->dry_run) {
		report_read_status(run->machine, &r, &s);
		code = report_write(argv[0], &r, &s, &error);
	}
	if (!code && output_is_json(run->out))
		report_print_json(run, &r, argv[0]);
	else if (!code)
		report_print_text(run, &r, argv[0]);
	report_free(&r);
	return code ? output_error(run->out, &error) : SMI_OK;
}

const struct command report_commands[] = {
	{
		.noun = "report", .arguments = "FILE",
		.summary = "write what a bug report needs into one file",
		.help = "Tables, versions, status, and the answers of all calls that only read.\n"
			"Serial numbers, tags, UUIDs and MAC addresses are taken out, and what was\n"
			"is listed. With --dry-run nothing is written and no SMI is raised.\n",
		.min_args = 1, .max_args = 1, .flags = COMMAND_NEEDS_MACHINE,
		.run = report_run,
	},
	{ }
};

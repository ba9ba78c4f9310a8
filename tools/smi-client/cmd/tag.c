// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client tag: asset, property and service tag, and where each was found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/tag.h"
#include "commands.h"
#include "log.h"
#include "table.h"

/**
 * struct tag_row - what "tag" shows of one
 * @code: SMI_OK when @value is right
 * @value: as tag_read()
 * @error: why it could not be read
 */
struct tag_row {
	int code;
	struct tag_value value;
	struct smi_error error;
};

static void tag_print_json(struct run *run, const struct tag_row *rows, u64 express)
{
	struct json_object *o = output_object(run->out);
	char source[32];

	for (enum tag tag = 0; tag < TAG_COUNT; tag++) {
		struct json_object *one = put_object(o, tag_name(tag));

		if (rows[tag].code) {
			put_null(one, "value");
			put_null(one, "source");
			output_failure(one, &rows[tag].error);
			continue;
		}
		tag_source_text(&rows[tag].value, source, sizeof(source));
		put_text(one, "value", rows[tag].value.text);
		put_text(one, "source", source);
	}
	if (express)
		put_number(o, "express_service_code", express);
	else
		put_null(o, "express_service_code");
}

static void tag_print_text(struct run *run, const struct tag_row *rows, u64 express)
{
	struct table *table = table_new(3);
	char source[32];

	for (enum tag tag = 0; tag < TAG_COUNT; tag++) {
		table_cell(table, "%s tag", tag_name(tag));
		if (rows[tag].code) {
			table_cell(table, "not known");
			table_cell(table, "%s", rows[tag].error.what);
			continue;
		}
		tag_source_text(&rows[tag].value, source, sizeof(source));
		table_cell(table, "%s", *rows[tag].value.text ? rows[tag].value.text : "none set");
		table_cell(table, "(%s)", source);
	}
	table_cell(table, "express service code");
	if (express)
		table_cell(table, "%llu", (unsigned long long)express);
	else
		table_cell(table, "-");
	table_cell(table, NULL);
	table_end(table, run->out);
}

static int tag_run_show(struct run *run, int argc, char **argv)
{
	struct tag_row rows[TAG_COUNT];
	const struct smi_error *first = NULL;
	bool any = false;
	u64 express = 0;

	(void)argc;
	(void)argv;
	for (enum tag tag = 0; tag < TAG_COUNT; tag++) {
		struct tag_row *row = &rows[tag];

		row->code = tag_read(run->machine, tag, &row->value, &row->error);
		any |= !row->code;
		/* A tag that this machine does not have is no failure. */
		if (row->code && !first && !tag_is_none(run->machine, tag, &row->error))
			first = &row->error;
	}
	if (!rows[TAG_SERVICE].code)
		express = tag_express_code(rows[TAG_SERVICE].value.text);
	if (output_is_json(run->out))
		tag_print_json(run, rows, express);
	else
		tag_print_text(run, rows, express);
	if (!any && !first)
		first = &rows[TAG_ASSET].error;
	return first ? output_error(run->out, first) : SMI_OK;
}

static int tag_show_one(struct run *run, enum tag tag)
{
	struct json_object *o = output_object(run->out);
	struct tag_value value;
	struct smi_error error;
	char source[32];

	if (tag_read(run->machine, tag, &value, &error))
		return output_error(run->out, &error);
	tag_source_text(&value, source, sizeof(source));
	if (!output_is_json(run->out)) {
		output_line(run->out, "%s", value.text);
		return SMI_OK;
	}
	put_text(o, "tag", tag_name(tag));
	put_text(o, "value", value.text);
	put_text(o, "source", source);
	return SMI_OK;
}

/* "changed" is what was seen: null when it is not known. */
static void tag_print_change(struct run *run, enum tag tag, const char *text,
			     const struct tag_change *change, int code)
{
	struct json_object *o = output_object(run->out);
	const char *old = change->old.text, *now = change->now.text;

	if (!output_is_json(run->out)) {
		if (code)
			return;
		if (change->recorded)
			output_line(run->out, "would change the %s tag: '%s' -> '%s'",
				    tag_name(tag), old, text);
		else if (change->written)
			output_line(run->out, "%s tag: '%s' -> '%s'", tag_name(tag), old, now);
		else
			output_line(run->out, "%s tag: '%s' unchanged", tag_name(tag), now);
		return;
	}
	put_text(o, "tag", tag_name(tag));
	put_text(o, "old", old);
	if (code) {
		put_null(o, "value");
		put_null(o, "changed");
		return;
	}
	put_text(o, "value", now);
	if (change->recorded)
		put_null(o, "changed");
	else
		put_bool(o, "changed", change->written);
	if (run->options->dry_run)
		put_bool(o, "would_change", change->recorded);
}

/* Firmware fills up with blanks: those at the ends are not the tag's. */
static void tag_trim(char **text)
{
	*text += strspn(*text, " ");
	for (char *end = *text + strlen(*text); end > *text && end[-1] == ' ';)
		*--end = '\0';
}

static int tag_set_one(struct run *run, enum tag tag, char *text)
{
	struct tag_change change;
	struct smi_error error;
	int code;

	tag_trim(&text);
	if (tag == TAG_SERVICE && !run->options->force) {
		error_set(&error, SMI_USAGE, HINT_FORCE,
			  "setting the service tag needs --force: it cannot be undone everywhere");
		return output_error(run->out, &error);
	}
	code = tag_write(run->machine, tag, text, run->options->replace, &change, &error);
	if (code == SMI_USAGE)
		return output_error(run->out, &error);
	if (code || change.written)
		log_write(run, code ? &error : NULL, "'%s' -> '%s'", change.old.text, text);
	tag_print_change(run, tag, text, &change, code);
	if (code)
		return output_error(run->out, &error);
	return change.recorded ? SMI_DIFFERS : SMI_OK;
}

static int tag_run(struct run *run, enum tag tag, int argc, char **argv)
{
	struct smi_error error;

	if (!argc || (argc == 1 && !strcmp(argv[0], "show")))
		return tag_show_one(run, tag);
	if (argc == 2 && !strcmp(argv[0], "set"))
		return tag_set_one(run, tag, argv[1]);
	if (argc == 1 && !strcmp(argv[0], "set"))
		error_set(&error, SMI_USAGE, HINT_NONE, "missing new %s tag", tag_name(tag));
	else
		error_set(&error, SMI_USAGE, HINT_NONE, "'%s' is neither show nor set", argv[0]);
	return output_error(run->out, &error);
}

static int tag_run_asset(struct run *run, int argc, char **argv)
{
	return tag_run(run, TAG_ASSET, argc, argv);
}

static int tag_run_property(struct run *run, int argc, char **argv)
{
	return tag_run(run, TAG_PROPERTY, argc, argv);
}

static int tag_run_service(struct run *run, int argc, char **argv)
{
	return tag_run(run, TAG_SERVICE, argc, argv);
}

#define ARGUMENTS	"[show | set VALUE]"

const struct command tag_commands[] = {
	{
		.noun = "tag", .verb = "show", .is_default = true,
		.summary = "show all tags and where each was found",
		.run = tag_run_show,
	},
	{
		.noun = "tag", .verb = "asset", .arguments = ARGUMENTS,
		.summary = "show or set the asset tag (10 characters)",
		.help = "An empty VALUE removes it. What was written is read back.\n",
		.max_args = 2, .flags = COMMAND_WRITES, .values = "show set",
		.run = tag_run_asset,
	},
	{
		.noun = "tag", .verb = "property", .arguments = ARGUMENTS,
		.summary = "show or set the property tag (80 characters)",
		.help = "An empty VALUE removes it. What was written is read back.\n",
		.max_args = 2, .flags = COMMAND_WRITES, .values = "show set",
		.run = tag_run_property,
	},
	{
		.noun = "tag", .verb = "service", .arguments = ARGUMENTS,
		.summary = "show or set the service tag (5 or 7 of 0-9, A-Z)",
		.help = "Setting it is for a board that was swapped: it needs --force, and\n"
			"--replace where one is set already.\n",
		.max_args = 2, .flags = COMMAND_WRITES, .values = "show set",
		.options = OPT(FORCE) | OPT(REPLACE),
		.run = tag_run_service,
	},
	{ }
};

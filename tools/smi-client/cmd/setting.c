// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client setting: BIOS settings by name, one at a time, several or a file. */
#include <stdlib.h>
#include <string.h>

#include "../lib/setting.h"
#include "commands.h"
#include "hints.h"
#include "setting_file_run.h"
#include "setting_print.h"
#include "table.h"

static void read_view(struct machine *m, const struct setting *s, struct setting_view *view)
{
	*view = (struct setting_view){ .setting = s };
	view->code = setting_read(m, s, &view->state, &view->error);
}

/* The value as a cell: "error" and why where it could not be read. */
static void view_text(const struct machine *m, const struct setting_view *view, char *to,
		      size_t size)
{
	int n = 0;

	if (view->code) {
		snprintf(to, size, "error: %s", view->error.what);
		return;
	}
	if (view->state.n_active > 1)
		n = snprintf(to, size, "contradictory: ");
	setting_state_text(m, view->setting, &view->state, to + n, size - n);
}

static void choices_text(const struct machine *m, const struct setting *s, char *to, size_t size)
{
	size_t n = 0;

	*to = '\0';
	for (size_t i = 0; s->kind == TOKEN_CHOICE && i < s->count && n + 3 < size; i++) {
		if (i)
			n += snprintf(to + n, size - n, ", ");
		setting_choice_text(m, s->token[i], to + n, size - n);
		n += strlen(to + n);
	}
}

static void add_row(struct table *table, const struct machine *m, const struct setting_view *view)
{
	char value[SETTING_TEXT], choices[256];

	view_text(m, view, value, sizeof(value));
	choices_text(m, view->setting, choices, sizeof(choices));
	table_cell(table, "%s", view->setting->name);
	table_cell(table, "%s", value);
	table_cell(table, "%s%s%s", choices, view->setting->dangerous ? "  dangerous: " : "",
		   view->setting->dangerous ? view->setting->dangerous : "");
}

/**
 * struct listing - a list on its way
 * @table: as text
 * @list: as JSON
 * @unread: how many could not be read
 * @general: why all others could not be read; code SMI_OK when they could
 */
struct listing {
	struct table *table;
	struct json_object *list;
	size_t unread;
	struct smi_error general;
};

static void list_setting(struct run *run, struct listing *listing, const struct setting *s)
{
	struct setting_view view;

	read_view(run->machine, s, &view);
	/* What is true of all is told once. */
	if (token_value_is_general(view.code)) {
		if (!listing->general.code)
			listing->general = view.error;
		view.code = SMI_OK;
	}
	listing->unread += view.code != SMI_OK;
	if (listing->list)
		put_setting_view(add_object(listing->list), run->machine, &view);
	else
		add_row(listing->table, run->machine, &view);
}

static int list_end(struct run *run, const struct listing *listing)
{
	struct smi_error error;

	if (listing->general.code) {
		error_set(&error, listing->general.code, listing->general.hint,
			  "not every state is known: %s", listing->general.what);
		return output_error(run->out, &error);
	}
	if (!listing->unread)
		return SMI_OK;
	error_set(&error, SMI_FAILED, HINT_NONE, "%zu settings could not be read",
		  listing->unread);
	return output_error(run->out, &error);
}

static int run_list(struct run *run, int argc, char **argv)
{
	struct json_object *o = output_object(run->out);
	const char *filter = run->options->filter;
	struct machine *m = run->machine;
	struct listing listing = { };
	struct settings settings;
	struct smi_error error;
	bool found = false;

	(void)argc;
	(void)argv;
	if (o)
		listing.list = put_array(o, "settings");
	if (load_settings(m, &settings, &error)) {
		if (error.code != SMI_NOT_FOUND || error.hint != HINT_IDRAC)
			return output_error(run->out, &error);
		output_warn(run->out, "%s. %s", error.what, hint_text(error.hint));
		if (o)
			put_number(o, "smis", 0);
		return SMI_OK;
	}
	listing.table = o ? NULL : table_new(3);
	token_value_lock(m);
	for (size_t i = 0; i < settings.count; i++) {
		output_progress(run->out, "setting", i, settings.count);
		if (settings.list[i].excluded ||
		    (filter && !strcasestr(settings.list[i].name, filter)))
			continue;
		list_setting(run, &listing, &settings.list[i]);
		found = true;
	}
	token_value_unlock(m);
	output_progress(run->out, "setting", settings.count, settings.count);
	if (o)
		put_number(o, "smis", m->smis);
	else
		table_end(listing.table, run->out);
	if (filter && !found)
		output_warn(run->out, "no setting has '%s' in its name", filter);
	settings_free(&settings);
	return list_end(run, &listing);
}

/* Why there is no one value to print alone; SMI_OK when there is. */
static int check_value(const struct machine *m, const struct setting_view *view,
		       struct smi_error *error)
{
	char text[SETTING_TEXT];

	if (!view->state.known)
		return error_set(error, SMI_USAGE, HINT_OTHER_MACHINE,
				 "what is set is not known from tables alone: '%s'",
				 view->setting->name);
	if (view->setting->kind != TOKEN_CHOICE || view->state.n_active == 1)
		return SMI_OK;
	setting_state_text(m, view->setting, &view->state, text, sizeof(text));
	if (view->state.n_active)
		return error_set(error, SMI_FAILED, HINT_CONTRADICTORY,
				 "'%s' is contradictory: %s", view->setting->name, text);
	return error_set(error, SMI_FAILED, HINT_NONE, "no choice of '%s' is active",
			 view->setting->name);
}

static int print_get(struct run *run, const struct setting_view *view)
{
	struct json_object *o = output_object(run->out);
	struct machine *m = run->machine;
	char value[SETTING_TEXT];
	struct smi_error error;
	struct table *table;

	if (o) {
		put_setting_view(o, m, view);
		put_number(o, "smis", m->smis);
	}
	if (view->code)
		return output_error(run->out, &view->error);
	if (run->options->value && check_value(m, view, &error))
		return output_error(run->out, &error);
	if (o)
		return SMI_OK;
	setting_state_text(m, view->setting, &view->state, value, sizeof(value));
	if (run->options->value) {
		output_line(run->out, "%s", value);
		return SMI_OK;
	}
	table = table_new(3);
	add_row(table, m, view);
	table_end(table, run->out);
	return SMI_OK;
}

static int run_get(struct run *run, int argc, char **argv)
{
	struct machine *m = run->machine;
	const struct setting *setting;
	const struct token *token;
	struct settings settings;
	struct setting_view view;
	struct smi_error error;
	int code = load_settings(m, &settings, &error);

	(void)argc;
	if (code)
		return output_error(run->out, &error);
	code = setting_find(m, &settings, argv[0], &setting, &token, &error);
	if (code) {
		output_error(run->out, &error);
	} else {
		token_value_lock(m);
		read_view(m, setting, &view);
		token_value_unlock(m);
		code = print_get(run, &view);
	}
	settings_free(&settings);
	return code;
}

static void print_set(struct run *run, const struct setting_plan *plan)
{
	struct json_object *o = output_object(run->out);
	struct json_object *list = o ? put_array(o, "settings") : NULL;

	for (size_t i = 0; i < plan->count; i++) {
		if (!list) {
			print_change(run, &plan->change[i], false);
			continue;
		}
		o = add_object(list);
		if (plan->change[i].setting)
			put_text(o, "name", plan->change[i].setting->name);
		put_change(o, run->machine, &plan->change[i]);
	}
	print_plan_end(run, plan);
}

static int run_set(struct run *run, int argc, char **argv)
{
	struct setting_plan plan = { .force = run->options->force };
	struct machine *m = run->machine;
	struct settings settings;
	struct smi_error error;
	int code = check_backup(run, &error) ?: load_settings(m, &settings, &error);

	if (code)
		return output_error(run->out, &error);
	plan.change = calloc(argc, sizeof(*plan.change));
	if (!plan.change)
		output_out_of_memory();
	for (int i = 0; i < argc && !code; i++) {
		code = setting_change_parse(m, &settings, argv[i], &plan.change[i], &error);
		plan.count++;
	}
	if (!code) {
		code = run_plan(run, &settings, &plan, &error);
		print_set(run, &plan);
		if (!code && run->options->dry_run && setting_plan_count(&plan, SETTING_DIFFERS))
			code = SMI_DIFFERS;
	}
	if (code && code != SMI_DIFFERS)
		output_error(run->out, &error);
	free(plan.change);
	settings_free(&settings);
	return code;
}

static int run_export(struct run *run, int argc, char **argv)
{
	return export_settings(run, argc ? argv[0] : "-");
}

static int run_compare(struct run *run, int argc, char **argv)
{
	(void)argc;
	return compare_settings(run, argv[0]);
}

static int run_apply(struct run *run, int argc, char **argv)
{
	return apply_settings(run, argv[0], argv + 1, argc - 1);
}

const struct command setting_commands[] = {
	{
		.noun = "setting", .verb = "list", .is_default = true,
		.summary = "all settings: what is set, and the choices",
		.options = OPT(FILTER),
		.run = run_list,
	}, {
		.noun = "setting", .verb = "get", .arguments = "NAME",
		.summary = "one setting; with --value its value alone",
		.min_args = 1, .max_args = 1, .options = OPT(VALUE),
		.run = run_get,
	}, {
		.noun = "setting", .verb = "set", .arguments = "NAME=VALUE...",
		.summary = "change settings, all of them or none",
		.help =
			"Each value is checked before the first is written, and read back. When one fails,\n"
			"those before it are undone.\n",
		.min_args = 1, .max_args = -1, .flags = COMMAND_WRITES,
		.options = OPT(FORCE) | OPT(BACKUP),
		.run = run_set,
	}, {
		.noun = "setting", .verb = "export", .arguments = "[FILE]",
		.summary = "write the settings to FILE as JSON; without it to standard output",
		.max_args = 1,
		.run = run_export,
	}, {
		.noun = "setting", .verb = "compare", .arguments = "FILE",
		.summary = "what differs from FILE; exit code 7 when something does",
		.min_args = 1, .max_args = 1,
		.run = run_compare,
	}, {
		.noun = "setting", .verb = "apply", .arguments = "FILE [NAME=VALUE...]",
		.summary = "change what differs from FILE, all of it or nothing",
		.help =
			"NAME=VALUE comes before what is in the file. With --backup the old values are written\n"
			"first, in the same form: applying that file is the way back. A file of another model or\n"
			"system id needs --force; then settings that this machine does not have are left out.\n",
		.min_args = 1, .max_args = -1, .flags = COMMAND_WRITES,
		.options = OPT(FORCE) | OPT(BACKUP),
		.run = run_apply,
	},
	{ },
};

// SPDX-License-Identifier: GPL-2.0-or-later
/* Export, compare and apply files of settings. See setting_file_run.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/file.h"
#include "../lib/setting_file.h"
#include "setting_file_run.h"
#include "setting_print.h"

/* What is not in the file, and how many of it because reading failed. */
static size_t print_left_out(struct run *run, const struct setting_export *export)
{
	struct json_object *o = output_object(run->out);
	struct json_object *list = o ? put_array(o, "left_out") : NULL;
	size_t unread = 0;

	for (size_t i = 0; i < export->n_left_out; i++) {
		const struct setting_left_out *left = &export->left_out[i];

		unread += left->code && left->code != SMI_DIFFERS;
		if (list) {
			o = add_object(list);
			put_text(o, "name", left->setting->name);
			put_text(o, "why", left->why);
		} else if (left->code) {
			output_warn(run->out, "'%s' is left out: %s", left->setting->name,
				    left->why);
		}
	}
	return unread;
}

static int print_export(struct run *run, const char *path, const struct setting_export *export)
{
	struct json_object *o = output_object(run->out);
	size_t unread = print_left_out(run, export);
	struct smi_error error;

	if (o) {
		put_text(o, "file", path);
		put_number(o, "exported", export->file.count);
		put_number(o, "smis", run->machine->smis);
	}
	if (strcmp(path, "-"))
		output_line(run->out, "%zu setting%s %s to %s", export->file.count,
			    export->file.count == 1 ? "" : "s",
			    run->options->dry_run ? "would be written" : "written", path);
	if (!unread)
		return SMI_OK;
	error_set(&error, SMI_FAILED, HINT_NONE, "%zu settings could not be read and are not in %s",
		  unread, path);
	return output_error(run->out, &error);
}

/* A dry run reads and does not write. */
static int write_export(struct run *run, const char *path, const struct setting_file *file,
			struct smi_error *error)
{
	char *text;
	int code = setting_file_format(file, &text, error);

	if (code)
		return code;
	if (!strcmp(path, "-")) {
		/* Standard output has one object on it: the file. */
		output_as_text(run->out);
		output_text(run->out, text);
	} else if (run->options->dry_run) {
		trace_text(&run->machine->options.trace, true, "write", path, NULL);
	} else {
		code = file_replace(path, text, strlen(text), error);
	}
	free(text);
	return code;
}

int export_settings(struct run *run, const char *path)
{
	struct setting_export export = { .progress = plan_progress, .arg = run };
	struct settings settings;
	struct smi_error error;
	int code;

	code = load_settings(run->machine, &settings, &error);
	if (code)
		return output_error(run->out, &error);
	code = setting_export(run->machine, &settings, &export, &error);
	if (!code)
		code = write_export(run, path, &export.file, &error);
	if (code)
		output_error(run->out, &error);
	else
		code = print_export(run, path, &export);
	setting_export_free(&export);
	settings_free(&settings);
	return code;
}

static void print_item(struct run *run, const struct setting_plan *plan,
		       const struct setting_change *change)
{
	char here[SETTING_TEXT], there[SETTING_TEXT];

	if (change->outcome == SETTING_UNCHANGED)
		return;
	if (!plan->compare || change->outcome != SETTING_DIFFERS) {
		print_change(run, change, false);
		return;
	}
	setting_state_text(run->machine, change->setting, &change->before, here, sizeof(here));
	setting_change_text(run->machine, change, there, sizeof(there));
	output_line(run->out, "%s: %s, in the file %s", change->setting->name, here, there);
}

/* All items with JSON, those that are not as in the file as text. */
static void print_items(struct run *run, const struct setting_plan *plan)
{
	struct json_object *o = output_object(run->out);
	struct json_object *list = o ? put_array(o, "items") : NULL;

	for (size_t i = 0; i < plan->count; i++) {
		const struct setting_change *change = &plan->change[i];

		if (!list) {
			print_item(run, plan, change);
			continue;
		}
		o = add_object(list);
		if (change->setting)
			put_text(o, "name", change->setting->name);
		if (change->is_wanted)
			put_format(o, "id", "0x%04x", change->token->id);
		put_change(o, run->machine, change);
		if (plan->compare && change->outcome == SETTING_DIFFERS)
			put_text(o, "outcome", "differs");
	}
}

/* How many could not be as in the file: compare tells the missing ones, too. */
static size_t print_counts(struct run *run, const struct setting_plan *plan)
{
	struct json_object *o = output_object(run->out);
	size_t differ = setting_plan_count(plan, SETTING_DIFFERS);
	size_t changed = setting_plan_count(plan, SETTING_CHANGED);
	size_t same = setting_plan_count(plan, SETTING_UNCHANGED);
	size_t open = setting_plan_count(plan, SETTING_OPEN);
	size_t missing = plan->skip_missing && !plan->compare ?
			 setting_plan_count(plan, SETTING_MISSING) : 0;
	size_t failed = plan->count - differ - changed - same - open - missing;
	const char *plural = plan->count == 1 ? "" : "s";
	char left_out[40] = "";

	if (missing)
		snprintf(left_out, sizeof(left_out), ", %zu left out", missing);

	if (o) {
		if (!plan->compare)
			put_number(o, "missing", missing);
		put_number(o, "settings", plan->count);
		put_number(o, "changed", changed);
		put_number(o, "differ", differ + open);
		put_number(o, "failed", failed);
	} else if (run->options->dry_run || plan->compare) {
		output_line(run->out,
			    "%zu setting%s: %zu %s, %zu as in the file, %zu not possible%s",
			    plan->count, plural, differ + open,
			    plan->compare ? "differ" : open ? "not tried" : "would change", same,
			    failed, left_out);
	} else {
		output_line(run->out,
			    "%zu setting%s: %zu changed, %zu as in the file, %zu failed, %zu not tried%s",
			    plan->count, plural, changed, same, failed, open, left_out);
	}
	return failed;
}

static int compare(struct run *run, const struct settings *settings,
		   struct setting_plan *plan, struct smi_error *error)
{
	int code;

	plan->progress = plan_progress;
	plan->arg = run;
	code = setting_plan_check(run->machine, settings, plan, error);
	print_items(run, plan);
	if (print_counts(run, plan) || setting_plan_count(plan, SETTING_DIFFERS))
		code = code ? code : SMI_DIFFERS;
	print_plan_end(run, plan);
	return code;
}

static int apply(struct run *run, const struct settings *settings,
		 struct setting_plan *plan, struct smi_error *error)
{
	struct json_object *o = output_object(run->out);
	const char *backup = run->options->backup;
	int code = run_plan(run, settings, plan, error);

	print_items(run, plan);
	print_counts(run, plan);
	print_plan_end(run, plan);
	if (backup && !code && !run->options->dry_run &&
	    setting_plan_count(plan, SETTING_CHANGED)) {
		if (o)
			put_text(o, "backup", backup);
		output_line(run->out, "The old values are in %s; applying it is the way back.",
			    backup);
	}
	/* Steps that were only recorded make the exit code of a dry run. */
	if (!code && run->options->dry_run && setting_plan_count(plan, SETTING_DIFFERS))
		code = SMI_DIFFERS;
	return code;
}

/*
 * Does with a plan what @act does: with that of the file at @path and @extra. A
 * file of another model is an error, unless the plan may skip what is missing.
 */
static int with_plan(struct run *run, const char *path, char **extra, int n_extra,
		     struct setting_plan *plan,
		     int (*act)(struct run *run, const struct settings *settings,
				struct setting_plan *plan, struct smi_error *error))
{
	struct json_object *o = output_object(run->out);
	struct setting_file file = { };
	struct settings settings;
	struct smi_error error;
	int code = load_settings(run->machine, &settings, &error);

	if (code)
		return output_error(run->out, &error);
	code = setting_file_load(path, &file, &error);
	if (!code && setting_file_fits(run->machine, path, &file, &error)) {
		if (plan->skip_missing)
			output_warn(run->out, "%s", error.what);
		else
			code = error.code;
	}
	if (!code && !*file.model && !*file.system_id)
		output_warn(run->out, "%s does not say which model it is of", path);
	if (!code)
		code = setting_file_plan(run->machine, &settings, &file, extra, n_extra, plan,
					 &error);
	if (!code) {
		if (o)
			put_text(o, "file", path);
		code = act(run, &settings, plan, &error);
	}
	if (code && code != SMI_DIFFERS)
		output_error(run->out, &error);
	free(plan->change);
	setting_file_free(&file);
	settings_free(&settings);
	return code;
}

int compare_settings(struct run *run, const char *path)
{
	struct setting_plan plan = { .compare = true, .skip_missing = true };

	return with_plan(run, path, NULL, 0, &plan, compare);
}

int apply_settings(struct run *run, const char *path, char **extra, int n_extra)
{
	struct setting_plan plan = {
		.force = run->options->force, .from_file = true,
		.skip_missing = run->options->force,
	};

	struct smi_error error;

	if (check_backup(run, &error))
		return output_error(run->out, &error);
	return with_plan(run, path, extra, n_extra, &plan, apply);
}

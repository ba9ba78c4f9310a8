// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings and plans as text or JSON. See setting_print.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/file.h"
#include "../lib/setting_file.h"
#include "hints.h"
#include "log.h"
#include "setting_print.h"

int check_any_token(struct machine *m, struct smi_error *error)
{
	int code = token_table_load(m, error);

	if (code || m->tokens->count)
		return code;
	if (!machine_is_dell(m))
		return error_set(error, SMI_NOT_FOUND, HINT_NOT_DELL,
				 "the SMBIOS tables of this machine list no BIOS settings");
	return error_set(error, SMI_NOT_FOUND, HINT_IDRAC,
			 "the BIOS settings of this machine cannot be reached by SMI: its SMBIOS tables list none");
}

int load_settings(struct machine *m, struct settings *settings, struct smi_error *error)
{
	int code = check_any_token(m, error) ?: settings_load(m, settings, error);

	if (code)
		return code;
	for (size_t i = 0; i < settings->count; i++)
		if (!settings->list[i].excluded)
			return SMI_OK;
	settings_free(settings);
	return error_set(error, SMI_NOT_FOUND, HINT_IDRAC,
			 "the BIOS settings of this machine cannot be reached by SMI: its SMBIOS tables list requests and identities alone");
}

static void put_value(struct json_object *o, const struct setting_view *view,
		      const struct machine *m)
{
	const struct setting_state *state = &view->state;
	char text[SETTING_TEXT];

	switch (view->setting->kind) {
	case TOKEN_CHOICE:
		setting_state_text(m, view->setting, state, text, sizeof(text));
		put_text(o, "value", state->n_active == 1 ? text : NULL);
		break;
	case TOKEN_NUMBER:
		put_number(o, "value", state->value.number);
		break;
	case TOKEN_STRING:
		if (setting_bytes_are_text(state->value.bytes, state->value.length, text,
					   sizeof(text)))
			put_text(o, "value", text);
		else
			put_null(o, "value");
		put_bytes(o, "hex", state->value.bytes, state->value.length);
		break;
	}
}

static void put_contradiction(struct json_object *o, const struct setting_state *state,
			      const struct machine *m)
{
	struct json_object *list = put_array(o, "contradictory");
	char text[128];

	for (size_t i = 0; i < state->n_active && i < SETTING_ACTIVE; i++) {
		setting_choice_text(m, state->active[i], text, sizeof(text));
		add_text(list, text);
	}
}

void put_setting_view(struct json_object *o, const struct machine *m,
		      const struct setting_view *view)
{
	const struct setting *s = view->setting;
	struct json_object *list;
	char text[128];

	put_text(o, "name", s->name);
	put_text(o, "kind", s->kind == TOKEN_CHOICE ? "choice" :
		 s->kind == TOKEN_NUMBER ? "number" : "string");
	if (view->code)
		output_failure(o, &view->error);
	else if (view->state.known)
		put_value(o, view, m);
	if (view->state.n_active > 1)
		put_contradiction(o, &view->state, m);
	if (s->kind == TOKEN_CHOICE) {
		list = put_array(o, "choices");
		for (size_t i = 0; i < s->count; i++) {
			setting_choice_text(m, s->token[i], text, sizeof(text));
			add_text(list, text);
		}
	}
	list = put_array(o, "tokens");
	for (size_t i = 0; i < s->count; i++) {
		snprintf(text, sizeof(text), "0x%04x", s->token[i]->id);
		add_text(list, text);
	}
	if (s->dangerous)
		put_text(o, "dangerous", s->dangerous);
}

void put_changed(struct json_object *o, int state)
{
	if (state < 0)
		put_null(o, "changed");
	else
		put_bool(o, "changed", state);
}

/* What was set before, as JSON has it. */
static void put_old(struct json_object *o, const struct machine *m,
		    const struct setting_change *change)
{
	const struct setting_state *before = &change->before;
	char text[SETTING_TEXT];

	if (!before->known) {
		put_null(o, "old");
	} else if (change->setting->kind == TOKEN_NUMBER) {
		put_number(o, "old", before->value.number);
	} else if (change->setting->kind == TOKEN_STRING) {
		put_bytes(o, "old", before->value.bytes, before->value.length);
	} else {
		setting_state_text(m, change->setting, before, text, sizeof(text));
		put_format(o, "old", "%s%s", before->n_active > 1 ? "contradictory: " : "", text);
	}
}

void put_change(struct json_object *o, const struct machine *m,
		const struct setting_change *change)
{
	char text[SETTING_TEXT];

	if (change->is_wanted) {
		put_old(o, m, change);
		setting_change_text(m, change, text, sizeof(text));
		if (change->setting->kind == TOKEN_NUMBER)
			put_number(o, "new", change->number);
		else if (change->setting->kind == TOKEN_STRING)
			put_bytes(o, "new", change->bytes, change->length);
		else
			put_text(o, "new", text);
	}
	put_text(o, "outcome", setting_outcome_text(change->outcome));
	put_changed(o, setting_change_state(change));
	if (change->why.code)
		put_text(o, "why", change->why.what);
}

void print_change(struct run *run, const struct setting_change *change, bool with_id)
{
	char old[SETTING_TEXT], new[SETTING_TEXT], id[16] = "";
	const struct setting_state *before = &change->before;
	const char *outcome = setting_outcome_text(change->outcome);

	if (!change->is_wanted) {
		output_line(run->out, "%s: %s", outcome, change->why.what);
		return;
	}
	if (with_id)
		snprintf(id, sizeof(id), "0x%04x  ", change->token->id);
	setting_state_text(run->machine, change->setting, before, old, sizeof(old));
	setting_change_text(run->machine, change, new, sizeof(new));
	if (change->outcome == SETTING_UNCHANGED)
		output_line(run->out, "%s%s: %s unchanged", id, change->setting->name, old);
	else if (change->why.code)
		output_line(run->out, "%s%s: %s%s -> %s %s (%s)", id, change->setting->name,
			    before->n_active > 1 ? "contradictory: " : "", old, new, outcome,
			    change->why.what);
	else
		output_line(run->out, "%s%s: %s%s -> %s%s%s", id, change->setting->name,
			    before->n_active > 1 ? "contradictory: " : "", old, new,
			    change->outcome == SETTING_CHANGED ? "" : "  ",
			    change->outcome == SETTING_CHANGED ? "" : outcome);
}

void plan_progress(void *arg, size_t at, size_t steps)
{
	struct run *run = arg;

	output_progress(run->out, "setting", at, steps);
}

/* Everything that was tried. */
static void log_plan(struct run *run, const struct setting_plan *plan)
{
	char old[SETTING_TEXT], new[SETTING_TEXT];

	for (size_t i = 0; i < plan->count; i++) {
		const struct setting_change *c = &plan->change[i];

		if (c->outcome != SETTING_CHANGED && c->outcome != SETTING_UNDONE &&
		    c->outcome != SETTING_FAILED)
			continue;
		setting_state_text(run->machine, c->setting, &c->before, old, sizeof(old));
		setting_change_text(run->machine, c, new, sizeof(new));
		log_write(run, c->outcome == SETTING_FAILED ? &c->why : NULL, "%s '%s' -> '%s'%s",
			  c->setting->name, old, new,
			  c->outcome == SETTING_UNDONE ? ", undone" : "");
	}
}

static int write_backup(void *arg, const struct setting_plan *plan, struct smi_error *error)
{
	struct run *run = arg;
	const char *path = run->options->backup;
	struct setting_file file;
	char *text = NULL;
	int code;

	if (!path || !setting_plan_count(plan, SETTING_DIFFERS))
		return SMI_OK;
	code = setting_backup(run->machine, plan, &file, error) ?:
	       setting_file_format(&file, &text, error);
	if (!code && !run->options->dry_run)
		code = file_create(path, text, strlen(text), error);
	free(text);
	setting_file_free(&file);
	return code;
}

/* Where all is as before, it would only be in the way of the next run. */
static void drop_backup(struct run *run, const struct setting_plan *plan, int code)
{
	const char *path = run->options->backup;

	if (path && code && plan->backed_up && !run->options->dry_run && !setting_plan_state(plan))
		unlink(path);
}

/* Also where nothing will differ: a name is good or not. */
int check_backup(const struct run *run, struct smi_error *error)
{
	const char *backup = run->options->backup;

	return backup ? file_check_new(backup, error) : SMI_OK;
}

int run_plan(struct run *run, const struct settings *settings, struct setting_plan *plan,
	     struct smi_error *error)
{
	int code;

	plan->backup = write_backup;
	plan->progress = plan_progress;
	plan->arg = run;
	code = setting_plan_run(run->machine, settings, plan, error);
	drop_backup(run, plan, code);
	log_plan(run, plan);
	if (!code && run->options->dry_run)
		code = setting_plan_smis(run->machine, plan, error);
	return code;
}

void print_plan_end(struct run *run, const struct setting_plan *plan)
{
	struct json_object *o = output_object(run->out);
	size_t changed = setting_plan_count(plan, SETTING_CHANGED);

	if (o) {
		put_bool(o, "restart_needed", changed);
		put_number(o, "smis", run->machine->smis);
	}
	if (o && plan->smis) {
		put_number(o, "would_raise", plan->smis);
		put_bool(o, "password", plan->password);
	}
	if (plan->smis)
		output_line(run->out, "This takes %u SMIs%s.", plan->smis, plan->password ?
			    ", and more to check the password that is asked for" : "");
	if (changed)
		output_line(run->out, "Restart the machine: settings take effect when it starts.");
}

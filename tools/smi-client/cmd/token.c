// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client token: BIOS settings by the ids of their tokens. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../lib/parse.h"
#include "../lib/setting.h"
#include "commands.h"
#include "hints.h"
#include "setting_file_run.h"
#include "setting_print.h"

/* Tokens and names; the table may be empty. */
static int load(struct machine *m, struct smi_error *error)
{
	return token_table_load(m, error) ?: token_names_load(m, error);
}

static bool matches(const struct machine *m, const struct token *token, const char *filter)
{
	const struct token_name *name = token_name(m, token->id);
	char id[8];

	if (!filter)
		return true;
	snprintf(id, sizeof(id), "0x%04x", token->id);
	return strcasestr(id, filter) || (name && (strcasestr(name->attribute, filter) ||
						   strcasestr(name->setting, filter)));
}

static void read_token(struct machine *m, const struct token *token, struct token_view *view)
{
	*view = (struct token_view){ .token = token };
	if (token->unused || !token_value_is_there(m, token))
		return;
	view->state = token_value_read(m, token, &view->value, &view->error) ? -1 : 1;
}

/**
 * struct listing - a list on its way
 * @tokens: with JSON where they go
 * @unread: how many could not be read
 * @general: why all others could not be read; code SMI_OK when they could
 */
struct listing {
	struct json_object *tokens;
	size_t unread;
	struct smi_error general;
};

static void list_token(struct run *run, struct listing *listing, const struct token *token,
		       bool active_only)
{
	struct token_view view;

	read_token(run->machine, token, &view);
	/* What is true of all is told once. */
	if (view.state < 0 && token_value_is_general(view.error.code)) {
		if (!listing->general.code)
			listing->general = view.error;
		view.state = 0;
	}
	listing->unread += view.state < 0;
	if (active_only && !(view.state > 0 && view.value.active))
		return;
	if (listing->tokens)
		put_token_view(add_object(listing->tokens), run->machine, &view);
	else
		print_token_view(run, &view);
}

/* A machine without settings is no failure of a list. */
static int list_nothing(struct run *run, const struct smi_error *error)
{
	const char *next = hint_text(error->hint);

	if (error->code != SMI_NOT_FOUND || error->hint != HINT_IDRAC)
		return output_error(run->out, error);
	output_warn(run->out, "%s. %s", error->what, next);
	return SMI_OK;
}

/* Tokens that are no settings are listed, and the same is said. */
static bool has_setting(const struct machine *m)
{
	const struct token_table *t = m->tokens;

	for (size_t i = 0; i < t->count; i++)
		if (!t->list[i].unused && !token_is_elsewhere(&t->list[i]) &&
		    !token_no_setting(m, t->list[i].id))
			return true;
	return false;
}

static int run_list(struct run *run, int argc, char **argv)
{
	struct json_object *o = output_object(run->out);
	struct listing listing = { .tokens = o ? put_array(o, "tokens") : NULL };
	const struct token_table *t;
	struct machine *m = run->machine;
	struct smi_error error;
	bool found = false;

	(void)argc;
	(void)argv;
	if (o)
		put_number(o, "smis", 0);
	if (check_any_token(m, &error))
		return list_nothing(run, &error);
	if (load(m, &error))
		return output_error(run->out, &error);
	t = m->tokens;
	token_value_lock(m);
	for (size_t i = 0; i < t->count; i++) {
		output_progress(run->out, "token", i, t->count);
		if (!matches(m, &t->list[i], run->options->filter))
			continue;
		list_token(run, &listing, &t->list[i], run->options->active);
		found = true;
	}
	token_value_unlock(m);
	output_progress(run->out, "token", t->count, t->count);
	if (o)
		put_number(o, "smis", m->smis);
	if (run->options->filter && !found)
		output_warn(run->out, "no token has '%s' in its id or names", run->options->filter);
	if (!has_setting(m))
		output_warn(run->out, "none of these is a setting. %s", hint_text(HINT_IDRAC));
	if (listing.general.code) {
		error_set(&error, listing.general.code, listing.general.hint,
			  "not every state is known: %s", listing.general.what);
		return output_error(run->out, &error);
	}
	if (!listing.unread)
		return SMI_OK;
	error_set(&error, SMI_FAILED, HINT_NONE, "%zu tokens could not be read", listing.unread);
	return output_error(run->out, &error);
}

static bool is_called(const struct machine *m, const struct token *token, const char *text)
{
	const struct token_name *name = token_name(m, token->id);

	return name && (!strcasecmp(name->attribute, text) ||
			(name->other_attribute && !strcasecmp(name->other_attribute, text)));
}

/* Whether a token is meant by an id, "ID@LOCATION" or a name. */
static bool is_meant(const struct machine *m, const struct token *token, const char *text)
{
	const char *at = strchr(text, '@');
	char id[16];
	u64 number, location = token->location;

	if (!setting_is_id(text))
		return is_called(m, token, text);
	snprintf(id, sizeof(id), "%.*s", at ? (int)(at - text) : 15, text);
	return parse_number(id, 0xFFFF, &number) && number == token->id &&
	       (!at || parse_number(at + 1, 0xFFFF, &location)) && location == token->location;
}

static int get_token(struct run *run, const struct token *token, bool describe,
		     struct json_object *list)
{
	const struct token_name *name = token_name(run->machine, token->id);
	struct token_view view;
	struct smi_error error;
	struct json_object *o;

	read_token(run->machine, token, &view);
	if (list) {
		o = add_object(list);
		put_token_view(o, run->machine, &view);
		put_text(o, "description", name ? name->description : NULL);
	} else if (view.state >= 0) {
		print_token_view(run, &view);
		if (name && *name->description && describe)
			output_line(run->out, "        %s", name->description);
	}
	if (view.state >= 0)
		return SMI_OK;
	error = view.error;
	error_set(&error, error.code, error.hint, "token 0x%04x: %s", token->id, view.error.what);
	return output_error(run->out, &error);
}

static int run_get(struct run *run, int argc, char **argv)
{
	struct json_object *o = output_object(run->out);
	struct json_object *list = o ? put_array(o, "tokens") : NULL;
	struct machine *m = run->machine;
	struct smi_error error;
	bool found = false;
	int code = check_any_token(m, &error) ?: load(m, &error);

	(void)argc;
	if (code)
		return output_error(run->out, &error);
	token_value_lock(m);
	for (size_t i = 0; i < m->tokens->count && !code; i++) {
		if (!is_meant(m, &m->tokens->list[i], argv[0]))
			continue;
		found = true;
		code = get_token(run, &m->tokens->list[i], setting_is_id(argv[0]), list);
	}
	token_value_unlock(m);
	if (o)
		put_number(o, "smis", m->smis);
	if (found)
		return code;
	error_set(&error, SMI_NOT_FOUND, setting_is_id(argv[0]) || token_names_are_complete(m) ?
		  HINT_TOKEN_LIST : HINT_TOKEN_NAMES, "this machine has no token '%s'", argv[0]);
	return output_error(run->out, &error);
}

static void print_set(struct run *run, const struct setting_plan *plan)
{
	struct json_object *o = output_object(run->out);
	const struct setting_change *change = plan->change;

	if (o && change->token)
		put_token(o, run->machine, change->token);
	if (o)
		put_change(o, run->machine, change);
	else if (change->outcome == SETTING_CHANGED || change->outcome == SETTING_UNCHANGED ||
		 change->outcome == SETTING_DIFFERS || change->outcome == SETTING_OPEN)
		print_change(run, change, true);
	print_plan_end(run, plan);
}

/* An id of a choice says all; a name needs the choice. */
static int parse_set(struct machine *m, const struct settings *settings, const char *key,
		     const char *value, struct setting_change *change, struct smi_error *error)
{
	int code = setting_change_to(m, settings, key, value, change, error);

	if (value && setting_is_id(key) && change->setting &&
	    change->setting->kind == TOKEN_CHOICE)
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "token %s is a choice and takes no value", key);
	return code ? setting_change_typed(change, error) : SMI_OK;
}

static int run_set(struct run *run, int argc, char **argv)
{
	struct setting_change change = { };
	struct setting_plan plan = {
		.force = run->options->force, .change = &change, .count = 1,
	};
	struct machine *m = run->machine;
	struct settings settings;
	struct smi_error error;
	int code = check_any_token(m, &error) ?: settings_load(m, &settings, &error);

	if (code)
		return output_error(run->out, &error);
	code = parse_set(m, &settings, argv[0], argc > 1 ? argv[1] : NULL, &change, &error);
	if (!code) {
		code = run_plan(run, &settings, &plan, &error);
		print_set(run, &plan);
	}
	settings_free(&settings);
	return code ? output_error(run->out, &error) : SMI_OK;
}

static int run_export(struct run *run, int argc, char **argv)
{
	return export_settings(run, argc ? argv[0] : "-");
}

static int run_import(struct run *run, int argc, char **argv)
{
	return apply_settings(run, argv[0], argv + 1, argc - 1);
}

const struct command token_commands[] = {
	{
		.noun = "token", .verb = "list",
		.summary = "all tokens of this machine, with their state",
		.help =
			"A setting has a token for each choice; the active one is what is set. Others keep a\n"
			"number or a text. 'setting list' shows the same by setting.\n",
		.options = OPT(FILTER) | OPT(ACTIVE),
		.run = run_list,
	}, {
		.noun = "token", .verb = "get", .arguments = "ID[@LOCATION]|NAME",
		.summary = "one token, or all tokens of a name",
		.min_args = 1, .max_args = 1,
		.run = run_get,
	}, {
		.noun = "token", .verb = "set", .arguments = "ID[@LOCATION]|NAME [VALUE]",
		.summary = "make a choice, or write a number, a text or hex:BYTES",
		.help =
			"By the id of a choice, or by name and choice. What was written is read back.\n",
		.min_args = 1, .max_args = 2, .flags = COMMAND_WRITES, .options = OPT(FORCE),
		.run = run_set,
	}, {
		.noun = "token", .verb = "export", .arguments = "[FILE]",
		.summary = "the same as 'setting export'",
		.max_args = 1,
		.run = run_export,
	}, {
		.noun = "token", .verb = "import", .arguments = "FILE",
		.summary = "the same as 'setting apply'",
		.min_args = 1, .max_args = 1, .flags = COMMAND_WRITES,
		.options = OPT(FORCE) | OPT(BACKUP),
		.run = run_import,
	},
	{ },
};

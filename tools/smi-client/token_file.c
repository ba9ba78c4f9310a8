// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Filing cabinet: the settings of a machine as a file.
 *
 * In: the tokens that are set, or a file of another machine. Out: a JSON file
 * with "schema" and "tokens": an "id" is a choice that is made, with "number"
 * or "hex" a value that is held; or what differed and what came of it, item by
 * item.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "password.h"
#include "platform.h"
#include "token_file.h"
#include "token_set.h"

#define FILE_MAX	(4 * 1024 * 1024)
#define FILE_SCHEMA	1
/* From here on tokens are orders and identities, not settings. */
#define SETTINGS_END	0x8000

static bool is_setting(const struct token *token)
{
	return token->id < SETTINGS_END && !token_dangerous(token->id);
}

static int write_file(struct client *c, const char *file,
		      struct json_object *o)
{
	FILE *f = strcmp(file, "-") ? fopen(file, "we") : stdout;
	const char *text = json_object_to_json_string_ext(o,
				JSON_C_TO_STRING_PRETTY |
				JSON_C_TO_STRING_NOSLASHESCAPE);
	int err = 0;

	if (!f)
		return options_file_failed(c, errno, file);
	if (fprintf(f, "%s\n", text) < 0 || fflush(f))
		err = errno;
	if (f != stdout && fclose(f) && !err)
		err = errno;
	if (err)
		return output_fail_errno(c, CLIENT_FAILED, err, file, NULL,
					 "write");
	return CLIENT_DONE;
}

/**
 * token_export() - write the settings to a file
 * @c: this run, with tokens loaded
 * @file: "-" for standard output
 *
 * Return: CLIENT_DONE, or a failure; the file has what could be read
 */
int token_export(struct client *c, const char *file)
{
	static const char *const copied[] = {
		"id", "name", "setting", "number", "hex",
	};
	struct json_object *o, *all, *machine, *value;
	char model[128];
	size_t unread = 0;
	bool written;
	int code;

	if (c->dry_run) {
		output_step(c, "write", file, NULL);
		return CLIENT_DONE;
	}
	o = json_object_new_object();
	machine = json_object_new_object();
	all = json_object_new_array();
	output_number(o, "schema", FILE_SCHEMA);
	platform_trim(tables_string(c->tables, TABLES_SYSTEM, 5), model,
		      sizeof(model));
	output_text(machine, "model", model);
	output_text(machine, "bios_version",
		    tables_string(c->tables, TABLES_BIOS, 5));
	json_object_object_add(o, "machine", machine);
	json_object_object_add(o, "tokens", all);
	for (size_t i = 0; i < c->tokens->count; i++) {
		const struct token *token = &c->tokens->list[i];
		struct json_object *state, *item;

		if (!is_setting(token))
			continue;
		state = json_object_new_object();
		code = token_state(c, token, state);
		/* Nobody could be asked: no use to go on. */
		if (code && code != CLIENT_REFUSED && code != CLIENT_FAILED) {
			value = json_object_object_get(state, "failure");
			output_fail(c, code, output_get_text(value, "next"),
				    "%s", output_get_text(value, "message"));
			json_object_put(state);
			json_object_put(o);
			return code;
		}
		unread += code || !token_state_known(state);
		if (code || !token_state_known(state) ||
		    (!token_is_data(token) &&
		     !output_get_bool(state, "active"))) {
			json_object_put(state);
			continue;
		}
		item = json_object_new_object();
		for (size_t k = 0; k < sizeof(copied) / sizeof(*copied); k++)
			if (json_object_object_get_ex(state, copied[k],
						      &value) && value)
				json_object_object_add(item, copied[k],
						       json_object_get(value));
		json_object_array_add(all, item);
		json_object_put(state);
	}
	code = write_file(c, file, o);
	written = !code;
	output_text(c->result, "file", file);
	output_number(c->result, "exported", json_object_array_length(all));
	if (!code && unread)
		code = output_fail(c, CLIENT_FAILED, NULL,
				   "%zu tokens could not be read and are not in %s",
				   unread, file);
	if (written && !c->json && strcmp(file, "-"))
		printf("%zu settings written to %s\n",
		       json_object_array_length(all), file);
	json_object_put(o);
	return code;
}

/*
 * Failure of one item, as its outcome. The failure itself is returned, to be
 * put by the caller, when it would be that of all others, too.
 */
static struct json_object *item_failed(struct client *c, int code,
				       struct json_object *o)
{
	struct json_object *error = output_catch(c);

	output_text(o, "outcome", "failed");
	output_bool(o, "changed", false);
	output_text(o, "why", error ? output_get_text(error, "message") : NULL);
	if (code == CLIENT_NOT_FOUND || code == CLIENT_PERMISSION ||
	    code == CLIENT_BUSY || password_refused(c))
		return error;
	json_object_put(error);
	return NULL;
}

/*
 * One token of the file; false when it is not as it should be now. *hindrance
 * is what stands in the way of all others, too.
 */
static bool import_item(struct client *c, struct json_object *item,
			bool force, bool compare, struct json_object *o,
			struct json_object **hindrance)
{
	const struct token *token = NULL;
	char *value = NULL;
	const char *id = NULL;
	bool changed;
	u64 number;
	int code;

	if (json_object_is_type(item, json_type_object))
		id = output_get_text(item, "id");
	output_text(o, "id", id);
	if (!id || !options_number(id, UINT16_MAX, &number)) {
		output_text(o, "outcome", "failed");
		output_text(o, "why", "the file names no token here");
		return false;
	}
	token = tokens_find(c->tokens, number);
	if (!token) {
		output_text(o, "name", output_get_text(item, "name"));
		output_text(o, "outcome", "missing");
		output_text(o, "why", "this machine has no such token");
		return false;
	}
	if (!is_setting(token) && !force) {
		token_describe(c, token, o);
		output_text(o, "outcome", "refused");
		output_text(o, "why", token_dangerous(number) ?:
			    "it is no setting");
		return false;
	}
	if (json_object_object_get(item, "number"))
		value = strdup(output_get_text(item, "number"));
	else if (json_object_object_get(item, "hex") &&
		 asprintf(&value, "hex:%s", output_get_text(item, "hex")) < 0)
		value = NULL;
	code = token_set(c, token, value, force, compare, o);
	free(value);
	if (code) {
		*hindrance = item_failed(c, code, o);
		return false;
	}
	changed = output_get_bool(o, "changed");
	output_text(o, "outcome", !changed ? "unchanged" :
		    compare ? "would change" : "changed");
	return true;
}

static void import_text(struct json_object *o)
{
	const char *outcome = output_get_text(o, "outcome");
	const char *why = output_get_text(o, "why");
	const char *name = output_get_text(o, "name");

	if (!strcmp(outcome, "unchanged"))
		return;
	if (why) {
		printf("%s  %s%s%s (%s)\n",
		       output_get_text(o, "id") ?: "?", name ? name : "",
		       name ? ": " : "", outcome, why);
		return;
	}
	token_set_text(o);
}

/**
 * token_import() - apply what differs in a file
 * @c: this run, with tokens loaded; in a dry run it is only looked at, for
 *	which settings are read
 * @file: "-" for standard input
 * @force: also tokens that are no settings
 *
 * Return: CLIENT_DONE when all are as in the file; CLIENT_FAILED when one is
 * not: which, is in the result; the failure of one that would be that of all
 * others, and then those were not tried
 */
int token_import(struct client *c, const char *file, bool force)
{
	struct json_object *o, *list, *items, *hindrance = NULL;
	bool compare = c->dry_run;
	size_t bad = 0, changed = 0, length;
	u8 *text;
	int code = options_file(c, file, FILE_MAX, &text, &length);

	if (code)
		return code;
	text[length] = '\0';
	o = json_tokener_parse((char *)text);
	free(text);
	list = json_object_is_type(o, json_type_object) &&
	       output_get_number(o, "schema") == FILE_SCHEMA ?
	       json_object_object_get(o, "tokens") : NULL;
	if (!json_object_is_type(list, json_type_array)) {
		json_object_put(o);
		return output_fail(c, CLIENT_FAILED,
				   "'smi-client token export' writes such files.",
				   "%s holds no settings of schema %d", file,
				   FILE_SCHEMA);
	}
	c->dry_run = false;
	items = json_object_new_array();
	json_object_object_add(c->result, "items", items);
	length = json_object_array_length(list);
	for (size_t i = 0; i < length && !hindrance; i++) {
		struct json_object *item = json_object_new_object();

		bad += !import_item(c, json_object_array_get_idx(list, i),
				    force, compare, item, &hindrance);
		/* The rest is not tried. */
		if (hindrance)
			bad += length - i - 1;
		changed += output_get_bool(item, "changed");
		json_object_array_add(items, item);
		if (!c->json)
			import_text(item);
	}
	json_object_put(o);
	output_number(c->result, "settings", length);
	output_number(c->result, "changed", changed);
	output_number(c->result, "failed", bad);
	output_number(c->result, "smis", c->smis);
	if (!c->json)
		printf("%zu settings: %zu %s, %zu failed\n", length, changed,
		       compare ? "would change" : "changed", bad);
	if (hindrance) {
		code = output_fail(c, output_get_number(hindrance, "exit"),
				   output_get_text(hindrance, "next"),
				   "%zu of %zu settings are not as in %s: %s",
				   bad, length, file,
				   output_get_text(hindrance, "message"));
		json_object_put(hindrance);
		return code;
	}
	if (bad)
		return output_fail(c, CLIENT_FAILED, NULL,
				   "%zu of %zu settings are not as in %s", bad,
				   length, file);
	return CLIENT_DONE;
}

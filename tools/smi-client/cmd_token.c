// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client token: BIOS settings.
 *
 * In: numbers or names of tokens, or a file of settings. Out: their state, and
 * what was changed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "options.h"
#include "output.h"
#include "token_file.h"
#include "token_names.h"
#include "token_set.h"
#include "token_values.h"

static bool matches(struct json_object *o, const char *filter)
{
	static const char *const keys[] = { "id", "name", "setting" };

	for (int i = 0; filter && i < 3; i++) {
		const char *text = output_get_text(o, keys[i]);

		if (text && strcasestr(text, filter))
			return true;
	}
	return !filter;
}

/* How far it is, for who waits at a terminal. */
static void progress(struct client *c, size_t at)
{
	static int terminal = -1;
	static time_t told;
	time_t now;

	if (terminal < 0)
		terminal = !c->json && isatty(STDERR_FILENO);
	if (!terminal)
		return;
	now = time(NULL);
	if (!told)
		told = now;	/* nothing in the first second */
	if (at < c->tokens->count && now == told)
		return;
	told = now;
	if (at < c->tokens->count)
		fprintf(stderr, "\rtoken %zu of %zu", at + 1,
			c->tokens->count);
	else
		fprintf(stderr, "\r\033[K");
}

static int list(struct client *c, const char *filter, bool active)
{
	struct json_object *all = json_object_new_array();
	size_t unread = 0;
	int code, hindrance = CLIENT_DONE;
	struct json_object *why = NULL;

	json_object_object_add(c->result, "tokens", all);
	for (size_t i = 0; i < c->tokens->count; i++) {
		const struct token *token = &c->tokens->list[i];
		struct json_object *o = json_object_new_object();

		token_describe(c, token, o);
		if (!matches(o, filter)) {
			json_object_put(o);
			continue;
		}
		progress(c, i);
		/* No driver for one is no driver for all: asked once. */
		if (hindrance && token->type == TABLES_CALLING)
			code = CLIENT_DONE;
		else
			code = token_state(c, token, o);
		if (code == CLIENT_NOT_FOUND || code == CLIENT_PERMISSION ||
		    code == CLIENT_BUSY) {
			if (!hindrance) {
				hindrance = code;
				json_object_object_get_ex(o, "failure", &why);
				json_object_get(why);
			}
			json_object_object_del(o, "failure");
		} else if (code) {
			unread++;
		}
		if (active && !output_get_bool(o, "active")) {
			json_object_put(o);
			continue;
		}
		json_object_array_add(all, o);
	}
	progress(c, c->tokens->count);
	output_number(c->result, "smis", c->smis);
	for (size_t i = 0; !c->json && i < json_object_array_length(all); i++)
		token_text(json_object_array_get_idx(all, i));
	code = CLIENT_DONE;
	if (hindrance)
		code = output_fail(c, hindrance, output_get_text(why, "next"),
				   "not every state is known: %s",
				   output_get_text(why, "message"));
	else if (unread)
		code = output_fail(c, CLIENT_FAILED, NULL,
				   "%zu tokens could not be read", unread);
	json_object_put(why);
	return code;
}

static int not_found(struct client *c, const char *what)
{
	u64 id;

	return output_fail(c, CLIENT_NOT_FOUND,
			   options_number(what, UINT16_MAX, &id) ||
			   token_names_there(c) ?
			   "'smi-client token list' shows those that are there." :
			   "Names come from the package smbios-utils; install it, or use numbers.",
			   "this machine has no token '%s'", what);
}

static int get(struct client *c, const char *what)
{
	struct json_object *all = json_object_new_array();
	int code = CLIENT_DONE;
	bool numeric;
	u64 id;

	numeric = options_number(what, UINT16_MAX, &id);
	json_object_object_add(c->result, "tokens", all);
	for (size_t i = 0; i < c->tokens->count; i++) {
		const struct token *token = &c->tokens->list[i];
		const struct token_name *name;
		struct json_object *o;

		if (numeric ? token->id != id :
		    !token_has_name(c, token, what, NULL))
			continue;
		o = json_object_new_object();
		code = token_state(c, token, o);
		name = token_name(c, token->id);
		output_text(o, "description", name ? name->description : NULL);
		json_object_array_add(all, o);
		if (!c->json && !code) {
			token_text(o);
			if (name && *name->description && numeric)
				printf("        %s\n", name->description);
		}
		if (code) {
			struct json_object *f =
				json_object_object_get(o, "failure");

			return output_fail(c, code, output_get_text(f, "next"),
					   "token 0x%04x: %s", token->id,
					   output_get_text(f, "message"));
		}
	}
	output_number(c->result, "smis", c->smis);
	if (!json_object_array_length(all))
		return not_found(c, what);
	return CLIENT_DONE;
}

static int set(struct client *c, const char *what, const char *value,
	       bool force)
{
	const struct token *token = NULL;
	bool named = false;
	u64 id;
	int code;

	if (options_number(what, UINT16_MAX, &id))
		token = tokens_find(c->tokens, id);
	/* By name: of a choice, the value is the name of the setting. */
	for (size_t i = 0; i < c->tokens->count && !token; i++) {
		const struct token *t = &c->tokens->list[i];

		if (!token_has_name(c, t, what, NULL))
			continue;
		named = true;
		if (token_is_data(t)) {
			token = t;
		} else if (value && token_has_name(c, t, what, value)) {
			token = t;
			value = NULL;
		}
	}
	if (!token && named && !value)
		return options_usage(c, "what is '%s' to be? 'token get' shows the choices",
				     what);
	if (!token && named)
		return output_fail(c, CLIENT_NOT_FOUND,
				   "'smi-client token get' shows the choices.",
				   "'%s' cannot be '%s' on this machine", what,
				   value);
	if (!token)
		return not_found(c, what);
	code = token_set(c, token, value, force, false, c->result);
	output_number(c->result, "smis", c->smis);
	if (!code && !c->json && !c->dry_run)
		token_set_text(c->result);
	return code;
}

static int run_token(struct client *c, int argc, char **argv)
{
	enum { DRY_RUN = 256 };
	static const struct option longs[] = {
		{ "filter", required_argument, NULL, 'F' },
		{ "active", no_argument, NULL, 'a' },
		{ "dry-run", no_argument, NULL, DRY_RUN },
		OPTION_FORCE, OPTION_HELP, OPTION_LAST
	};
	const char *word[3] = { }, *filter = NULL;
	bool active = false, force = false;
	int letter, code, n = 0;

	/* Options may stand between the words. */
	for (;;) {
		letter = options_next(c, &cmd_token, argc, argv, "F:af", longs,
				      &code);
		if (letter == OPTIONS_STOP)
			return code;
		if (letter == 'F')
			filter = optarg;
		else if (letter == 'a')
			active = true;
		else if (letter == 'f')
			force = true;
		else if (letter == DRY_RUN)
			c->dry_run = true;
		else if (optind == argc)
			break;
		else if (n == 3)
			return options_usage(c, "'%s' is not expected",
					     argv[optind]);
		else
			word[n++] = argv[optind++];
	}
	if (!n)
		return options_usage(c, "list, get, set, export or import is wanted");
	if ((filter || active) && strcmp(word[0], "list"))
		return options_usage(c, "--filter and --active are for list");
	/* Standard output has one object on it: the file. */
	if (!strcmp(word[0], "export") && n == 2 && !strcmp(word[1], "-") &&
	    !c->dry_run)
		c->json = false;
	if (!strcmp(word[0], "list") && n == 1)
		code = tokens_load(c) ?: list(c, filter, active);
	else if (!strcmp(word[0], "get") && n == 2)
		code = tokens_load(c) ?: get(c, word[1]);
	else if (!strcmp(word[0], "set") && n >= 2)
		code = tokens_load(c) ?: set(c, word[1], word[2], force);
	else if (!strcmp(word[0], "export") && n == 2)
		code = tokens_load(c) ?: token_export(c, word[1]);
	else if (!strcmp(word[0], "import") && n == 2)
		code = tokens_load(c) ?: token_import(c, word[1], force);
	else
		return options_usage(c, "'%s' with %d arguments is not known",
				     word[0], n - 1);
	return code;
}

const struct command cmd_token = {
	.name = "token",
	.summary = "list, read and change BIOS settings",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] token list [--filter TEXT] [--active]\n"
" smi-client [global options] token get ID|NAME\n"
" smi-client [global options] token set [--force] ID|NAME [VALUE]\n"
" smi-client [global options] token export FILE\n"
" smi-client [global options] token import [--dry-run] [--force] FILE\n"
"\n"
"List, read and change BIOS settings. A setting has a token for each choice; the\n"
"choice is made by setting its token, by number or by name and choice. Names are\n"
"known when the package smbios-utils is installed.\n"
"\n"
"Commands:\n"
" list                  all tokens of this machine\n"
" get                   one token, or all choices of a name\n"
" set                   make a choice, or write VALUE to a token that holds one\n"
"                       (a number, a text, or hex:BYTES)\n"
" export                write the settings to FILE as JSON; '-' is standard output\n"
" import                apply what differs in FILE\n"
"\n"
"Options:\n"
" -F, --filter TEXT     only tokens with TEXT in number, name or setting\n"
" -a, --active          only choices that are made\n"
" -f, --force           write tokens that are known to be dangerous, and CMOS\n"
"                       whose checksum is wrong already\n"
"     --dry-run         import: only show what differs\n"
"\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_token,
};

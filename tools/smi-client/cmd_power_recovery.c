// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client power-recovery: what the machine does when AC power returns.
 *
 * In: a word. Out: the tokens 0xA1 to 0xA3, for which the words stand.
 */
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "token_set.h"
#include "token_values.h"

static const struct {
	const char *word;
	u16 token;
} choices[] = {
	{ "off", 0x00A1 }, { "last", 0x00A2 }, { "on", 0x00A3 },
};

#define N_CHOICES	(sizeof(choices) / sizeof(*choices))

static int show(struct client *c)
{
	struct token_value value;
	const char *now = NULL;
	bool there = false;
	int code;

	for (size_t i = 0; i < N_CHOICES; i++) {
		const struct token *token = tokens_find(c->tokens,
							choices[i].token);

		if (!token)
			continue;
		there = true;
		code = token_value_read(c, token, &value);
		if (code || c->dry_run)
			return code;
		if (value.active)
			now = choices[i].word;
	}
	if (!there)
		return output_fail(c, CLIENT_NOT_FOUND, NULL,
				   "this machine has no setting for it (tokens 0x00a1 to 0x00a3)");
	output_text(c->result, "power_recovery", now);
	if (!c->json)
		printf("%s\n", now ? now : "unknown");
	return CLIENT_DONE;
}

static int set(struct client *c, const char *word)
{
	const struct token *token = NULL;
	size_t i = 0;
	int code;

	while (i < N_CHOICES && strcmp(word, choices[i].word))
		i++;
	if (i == N_CHOICES)
		return options_usage(c, "'%s' is none of off, last, on", word);
	token = tokens_find(c->tokens, choices[i].token);
	if (!token)
		return output_fail(c, CLIENT_NOT_FOUND, NULL,
				   "this machine has no token 0x%04x for '%s'",
				   choices[i].token, word);
	code = token_set(c, token, NULL, false, false, c->result);
	if (code || c->dry_run)
		return code;
	output_text(c->result, "power_recovery", word);
	if (!c->json)
		printf("%s%s\n", word, output_get_bool(c->result, "changed") ?
		       "" : " (unchanged)");
	return CLIENT_DONE;
}

static int run_power_recovery(struct client *c, int argc, char **argv)
{
	int code = options_none(c, &cmd_power_recovery, argc, argv);

	if (code >= 0)
		return code;
	argc -= optind;
	argv += optind;
	if (!argc || (argc == 1 && !strcmp(argv[0], "show")))
		return tokens_load(c) ?: show(c);
	if (argc == 2 && !strcmp(argv[0], "set"))
		return tokens_load(c) ?: set(c, argv[1]);
	return options_usage(c, "show, or set and off, last or on, is wanted");
}

const struct command cmd_power_recovery = {
	.name = "power-recovery",
	.summary = "what the machine does when AC power returns",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] power-recovery [show]\n"
" smi-client [global options] power-recovery set off|last|on\n"
"\n"
"Show or set what the machine does when AC power returns: stay off, do as\n"
"before, or switch on. These are names for the tokens 0x00a1 to 0x00a3.\n"
"\n"
"Options:\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_power_recovery,
};

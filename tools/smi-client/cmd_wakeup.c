// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client wakeup: when the machine switches itself on.
 *
 * In: days and time. Out: the tokens 0x28 to 0x2C, for which they stand. Hour
 * and minute are kept in BCD, as one byte of CMOS or as a number.
 */
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "token_set.h"
#include "token_values.h"

#define TOKEN_HOUR	0x002B
#define TOKEN_MINUTE	0x002C

static const struct {
	const char *word;
	u16 token;
} days[] = {
	{ "off", 0x0028 }, { "daily", 0x0029 }, { "weekdays", 0x002A },
};

#define N_DAYS	(sizeof(days) / sizeof(*days))

/* -1 when it is none of up to max. */
static int from_bcd(u32 bcd, int max)
{
	int number = (bcd >> 4) * 10 + (bcd & 0xF);

	return bcd > 0x99 || (bcd & 0xF) > 9 || number > max ? -1 : number;
}

static u32 to_bcd(unsigned int number)
{
	return number / 10 << 4 | number % 10;
}

static int not_there(struct client *c, u16 id)
{
	return output_fail(c, CLIENT_NOT_FOUND, NULL,
			   "this machine has no setting for it (token 0x%04x)",
			   id);
}

static int read_part(struct client *c, u16 id, int max, int *number)
{
	const struct token *token = tokens_find(c->tokens, id);
	struct token_value value;
	int code;

	if (!token)
		return not_there(c, id);
	code = token_value_read(c, token, &value);
	*number = from_bcd(token->type == TABLES_CALLING ? value.number :
							   value.bytes[0], max);
	return code;
}

static int write_part(struct client *c, u16 id, unsigned int number)
{
	const struct token *token = tokens_find(c->tokens, id);
	struct json_object *o;
	char text[16];
	int code;

	if (!token)
		return not_there(c, id);
	if (token->type == TABLES_CALLING)
		snprintf(text, sizeof(text), "0x%02x", to_bcd(number));
	else
		snprintf(text, sizeof(text), "hex:%02x", to_bcd(number));
	o = json_object_new_object();
	code = token_set(c, token, text, false, false, o);
	json_object_put(o);
	return code;
}

static int show(struct client *c)
{
	const char *now = NULL;
	struct token_value value;
	bool there = false;
	int hour, minute, code;

	for (size_t i = 0; i < N_DAYS; i++) {
		const struct token *token = tokens_find(c->tokens,
							days[i].token);

		if (!token)
			continue;
		there = true;
		code = token_value_read(c, token, &value);
		if (code)
			return code;
		if (value.active)
			now = days[i].word;
	}
	if (!there)
		return not_there(c, days[0].token);
	code = read_part(c, TOKEN_HOUR, 23, &hour) ?:
	       read_part(c, TOKEN_MINUTE, 59, &minute);
	if (code || c->dry_run)
		return code;
	output_text(c->result, "wakeup", now);
	if (hour < 0 || minute < 0)
		output_text(c->result, "time", NULL);
	else
		output_printf(c->result, "time", "%02d:%02d", hour, minute);
	if (!c->json)
		printf("%s, %s\n", now ?: "unknown",
		       output_get_text(c->result, "time") ?: "time unknown");
	return CLIENT_DONE;
}

static int set(struct client *c, const char *word, const char *time)
{
	unsigned int hour, minute;
	const struct token *token;
	struct json_object *o;
	size_t i = 0;
	int end = 0, code = CLIENT_DONE;

	while (i < N_DAYS && strcmp(word, days[i].word))
		i++;
	if (i == N_DAYS)
		return options_usage(c, "'%s' is none of off, daily, weekdays",
				     word);
	if (time && (sscanf(time, "%2u:%2u%n", &hour, &minute, &end) != 2 ||
		     time[end] || hour > 23 || minute > 59))
		return options_usage(c, "'%s' is no time from 00:00 to 23:59",
				     time);
	token = tokens_find(c->tokens, days[i].token);
	if (!token)
		return not_there(c, days[i].token);
	/* The time first: it must not wake at the old one. */
	if (time)
		code = write_part(c, TOKEN_HOUR, hour) ?:
		       write_part(c, TOKEN_MINUTE, minute);
	if (code)
		return code;
	o = json_object_new_object();
	code = token_set(c, token, NULL, false, false, o);
	json_object_put(o);
	return code || c->dry_run ? code : show(c);
}

static int run_wakeup(struct client *c, int argc, char **argv)
{
	int code = options_none(c, &cmd_wakeup, argc, argv);

	if (code >= 0)
		return code;
	argc -= optind;
	argv += optind;
	if (!argc || (argc == 1 && !strcmp(argv[0], "show")))
		return tokens_load(c) ?: show(c);
	if ((argc == 2 || argc == 3) && !strcmp(argv[0], "set"))
		return tokens_load(c) ?:
		       set(c, argv[1], argc == 3 ? argv[2] : NULL);
	return options_usage(c, "show, or set and the days, is wanted");
}

const struct command cmd_wakeup = {
	.name = "wakeup",
	.summary = "when the machine switches itself on",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] wakeup [show]\n"
" smi-client [global options] wakeup set off|daily|weekdays [HH:MM]\n"
"\n"
"Show or set when the machine switches itself on: never, every day, or Monday to\n"
"Friday, at a time of day. These are names for the tokens 0x0028 to 0x002c.\n"
"\n"
"Options:\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_wakeup,
};

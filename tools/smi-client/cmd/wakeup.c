// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client wakeup: when the machine switches itself on. Hour and minute are
 * kept in BCD, as a byte of CMOS or as a number.
 */
#include <stdio.h>

#include "../lib/parse.h"
#include "../lib/wakeup.h"
#include "commands.h"
#include "setting_print.h"
#include "shortcut.h"

#define PARTS		2

static const struct shortcut days = {
	.what = "wake-up", .key = "wakeup", .hint = HINT_IDRAC,
	.choice = { { "off", 0x0028 }, { "daily", 0x0029 }, { "weekdays", 0x002A } },
};

static const u16 parts[PARTS] = { TOKEN_WAKEUP_HOUR, TOKEN_WAKEUP_MINUTE };

/* @stored: what is kept, also when it is no time */
static int read_part(struct machine *m, size_t i, struct token_value *value, u32 *stored,
		     struct smi_error *error)
{
	const struct token *token = token_table_find(m->tokens, parts[i]);
	int code;

	if (!token)
		return error_set(error, SMI_NOT_FOUND, HINT_TOKEN_LIST,
				 "this machine has no setting for the time of wake-up (token 0x%04x)",
				 parts[i]);
	code = token_value_read(m, token, value, error);
	*stored = token_kind(token) == TOKEN_STRING ? value->bytes[0] : value->number;
	return code;
}

static int read_time(struct machine *m, int part[PARTS], struct smi_error *error)
{
	struct token_value value;
	u32 stored = 0;
	int code = SMI_OK;

	for (size_t i = 0; i < PARTS && !code; i++) {
		code = read_part(m, i, &value, &stored, error);
		if (!code)
			part[i] = wakeup_number(&value, stored, wakeup_max(parts[i]));
	}
	return code;
}

static int show(struct run *run, struct smi_error *error)
{
	struct json_object *o = output_object(run->out);
	const char *word;
	char text[96], time[32] = "time unknown";
	int part[PARTS] = { -1, -1 };
	int code;

	token_value_lock(run->machine);
	code = shortcut_read(run->machine, &days, &word, text, sizeof(text), error) ?:
	       read_time(run->machine, part, error);
	token_value_unlock(run->machine);
	if (code)
		return code;
	if (part[0] >= 0 && part[1] >= 0)
		snprintf(time, sizeof(time), "%02d:%02d", part[0], part[1]);
	if (o) {
		put_text(o, days.key, word);
		if (!word)
			put_text(o, "state", text);
		put_text(o, "time", part[0] >= 0 && part[1] >= 0 ? time : NULL);
	}
	output_line(run->out, "%s, %s", text, time);
	return SMI_OK;
}

static int run_show(struct run *run, int argc, char **argv)
{
	struct settings settings;
	struct smi_error error;
	int code = shortcut_load(run, &days, &settings, &error);

	(void)argc;
	(void)argv;
	if (!code) {
		code = show(run, &error);
		settings_free(&settings);
	}
	return code ? output_error(run->out, &error) : SMI_OK;
}

/* The time first: the machine must not wake up at the old one. */
static int plan_time(struct machine *m, const struct settings *settings, const char *text,
		     struct setting_plan *plan, struct smi_error *error)
{
	unsigned int time[PARTS];
	int code = SMI_OK;

	if (!parse_time_of_day(text, &time[0], &time[1]))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "'%s' is not a time from 00:00 to 23:59", text);
	for (size_t i = 0; i < PARTS && !code; i++) {
		struct token_value value;
		char id[8], number[16];
		u32 stored;

		code = read_part(m, i, &value, &stored, error);
		if (code)
			return code;
		stored = wakeup_stored(&value, time[i], wakeup_max(parts[i]));
		snprintf(id, sizeof(id), "0x%04x", parts[i]);
		snprintf(number, sizeof(number), value.length ? "hex:%02x" : "0x%02x", stored);
		code = setting_change_to(m, settings, id, number, &plan->change[plan->count++],
					 error);
	}
	return code;
}

static void print_changes(struct run *run, const struct setting_plan *plan)
{
	struct json_object *o = output_object(run->out), *list = NULL;
	bool dry = run->options->dry_run;

	if (o)
		list = put_array(o, "settings");
	for (size_t i = 0; i < plan->count; i++) {
		const struct setting_change *change = &plan->change[i];

		if (list) {
			o = add_object(list);
			put_text(o, "name", change->setting->name);
			put_change(o, run->machine, change);
		} else if (dry) {
			print_change(run, change, false);
		}
	}
	if (list)
		put_changed(output_object(run->out), setting_plan_state(plan));
}

static int set(struct run *run, const struct settings *settings, int argc, char **argv,
	       struct smi_error *error)
{
	struct setting_change changes[PARTS + 1];
	struct setting_plan plan = { .change = changes };
	int code = SMI_OK;

	if (argc > 1)
		code = plan_time(run->machine, settings, argv[1], &plan, error);
	if (!code)
		code = shortcut_change(run->machine, &days, settings, argv[0],
				       &changes[plan.count++], error);
	if (code)
		return code;
	code = run_plan(run, settings, &plan, error);
	print_changes(run, &plan);
	if (!code && !run->options->dry_run)
		code = show(run, error);
	print_plan_end(run, &plan);
	return code;
}

static int run_set(struct run *run, int argc, char **argv)
{
	struct settings settings;
	struct smi_error error;
	int code = shortcut_load(run, &days, &settings, &error);

	if (!code) {
		code = set(run, &settings, argc, argv, &error);
		settings_free(&settings);
	}
	return code ? output_error(run->out, &error) : SMI_OK;
}

const struct command wakeup_commands[] = {
	{
		.noun = "wakeup", .verb = "show", .is_default = true,
		.summary = "when the machine switches itself on",
		.run = run_show,
	}, {
		.noun = "wakeup", .verb = "set", .arguments = "off|daily|weekdays [HH:MM]",
		.summary = "never, every day, or Monday to Friday, at a time of day",
		.help =
			"Words for the tokens 0x0028 to 0x002c. When one of them cannot be written, the others\n"
			"are undone.\n",
		.min_args = 1, .max_args = 2, .flags = COMMAND_WRITES,
		.values = "off daily weekdays",
		.run = run_set,
	},
	{ },
};

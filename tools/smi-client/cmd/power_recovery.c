// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client power-recovery: what the machine does when AC power returns. */
#include "commands.h"
#include "setting_print.h"
#include "shortcut.h"

static const struct shortcut recovery = {
	.what = "power recovery", .key = "power_recovery", .hint = HINT_IPMI_POWER,
	.choice = { { "off", 0x00A1 }, { "last", 0x00A2 }, { "on", 0x00A3 } },
};

static int run_show(struct run *run, int argc, char **argv)
{
	struct json_object *o = output_object(run->out);
	struct settings settings;
	struct smi_error error;
	const char *word;
	char text[96];
	int code = shortcut_load(run, &recovery, &settings, &error);

	(void)argc;
	(void)argv;
	if (code)
		return output_error(run->out, &error);
	token_value_lock(run->machine);
	code = shortcut_read(run->machine, &recovery, &word, text, sizeof(text), &error);
	token_value_unlock(run->machine);
	settings_free(&settings);
	if (code)
		return output_error(run->out, &error);
	if (o)
		put_text(o, recovery.key, word);
	if (o && !word)
		put_text(o, "state", text);
	output_line(run->out, "%s", text);
	return SMI_OK;
}

static void print_set(struct run *run, const struct setting_plan *plan, const char *word)
{
	struct json_object *o = output_object(run->out);
	const struct setting_change *change = plan->change;

	if (o) {
		put_token(o, run->machine, change->token);
		put_text(o, recovery.key, change->outcome == SETTING_CHANGED ||
			 change->outcome == SETTING_UNCHANGED ? word : NULL);
		put_change(o, run->machine, change);
	} else if (!change->why.code) {
		print_change(run, change, false);
	}
	print_plan_end(run, plan);
}

static int run_set(struct run *run, int argc, char **argv)
{
	struct setting_change change;
	struct setting_plan plan = { .change = &change, .count = 1 };
	struct settings settings;
	struct smi_error error;
	int code = shortcut_load(run, &recovery, &settings, &error);

	(void)argc;
	if (code)
		return output_error(run->out, &error);
	code = shortcut_change(run->machine, &recovery, &settings, argv[0], &change, &error);
	if (!code) {
		code = run_plan(run, &settings, &plan, &error);
		print_set(run, &plan, argv[0]);
	}
	settings_free(&settings);
	return code ? output_error(run->out, &error) : SMI_OK;
}

const struct command power_recovery_commands[] = {
	{
		.noun = "power-recovery", .verb = "show", .is_default = true,
		.summary = "what the machine does when AC power returns",
		.run = run_show,
	}, {
		.noun = "power-recovery", .verb = "set", .arguments = "off|last|on",
		.summary = "stay off, do as before, or switch on",
		.help = "Words for the tokens 0x00a1 to 0x00a3.\n",
		.min_args = 1, .max_args = 1, .flags = COMMAND_WRITES, .values = "off last on",
		.run = run_set,
	},
	{ },
};

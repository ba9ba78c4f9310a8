// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client host-control: what firmware is asked to do after the next shutdown. */
#include <stdlib.h>
#include <string.h>

#include "../lib/host_control.h"
#include "commands.h"
#include "findings.h"
#include "hints.h"
#include "log.h"

static void host_control_put(struct json_object *o, const struct host_control *hc)
{
	put_bool(o, "armed", host_control_armed(hc));
	put_text(o, "action", host_control_action_name(hc->action));
	put_number(o, "action_bits", hc->action);
	put_number(o, "smi_type", hc->smi_type);
	put_bool(o, "on_shutdown", hc->on_shutdown);
}

static void host_control_print(struct run *run, const struct host_control *hc)
{
	if (output_is_json(run->out))
		host_control_put(output_object(run->out), hc);
	else if (host_control_armed(hc))
		output_line(run->out, "armed: %s at the next shutdown, SMI type %llu",
			    host_control_action_name(hc->action),
			    (unsigned long long)hc->smi_type);
	else
		output_line(run->out, "not armed");
}

static int host_control_run_show(struct run *run, int argc, char **argv)
{
	struct host_control hc;
	struct smi_error error;

	(void)argc;
	(void)argv;
	if (host_control_read(run->machine, &hc, &error))
		return output_error(run->out, &error);
	host_control_print(run, &hc);
	return SMI_OK;
}

static bool host_control_parse_action(const char *text, u64 *action)
{
	if (!strcmp(text, "power-off"))
		*action = HC_ACTION_POWER_OFF;
	else if (!strcmp(text, "power-cycle"))
		*action = HC_ACTION_POWER_CYCLE;
	else
		return false;
	return true;
}

/* Action and SMI type as typed; both stay 0 where they were not. */
static int host_control_arguments(struct run *run, int argc, char **argv, u64 *action, u64 *type)
{
	struct smi_error error;

	*action = 0;
	*type = run->options->given & OPT(SMI_TYPE) ? run->options->smi_type : 0;
	if (argc && !host_control_parse_action(argv[0], action))
		error_set(&error, SMI_USAGE, HINT_NONE, "'%s' is neither power-off nor power-cycle",
			  argv[0]);
	else if (run->options->given & OPT(SMI_TYPE) && (!*type || *type > HC_SMITYPE_TYPE3))
		error_set(&error, SMI_USAGE, HINT_NONE, "--smi-type takes 1 to 3");
	else
		return SMI_OK;
	return output_error(run->out, &error);
}

static bool host_control_same(const struct host_control *a, const struct host_control *b)
{
	return a->action == b->action && a->smi_type == b->smi_type &&
	       a->on_shutdown == b->on_shutdown;
}

/* A dry run: what would be, and whether that differs from what is. */
static int host_control_would(struct run *run, const struct host_control *before, bool known,
			      const struct host_control *hc)
{
	bool same = known && host_control_same(before, hc);

	if (output_is_json(run->out)) {
		host_control_put(output_object(run->out), known ? before : hc);
		put_bool(output_object(run->out), "would_change", !same);
	} else if (same) {
		output_line(run->out, "nothing would change");
	} else if (host_control_armed(hc)) {
		output_line(run->out, "would arm: %s at the next shutdown, SMI type %llu",
			    host_control_action_name(hc->action),
			    (unsigned long long)hc->smi_type);
	} else {
		output_line(run->out, "would disarm");
	}
	return same ? SMI_OK : SMI_DIFFERS;
}

/* What stands in the way does not keep anybody from arming. */
static void host_control_warn(struct run *run, const struct host_control_check *check)
{
	for (size_t i = 0; i < check->findings.count; i++) {
		const struct finding *one = &check->findings.list[i];
		const char *next = hint_text(one->error.hint);

		/* What is armed now, and the type, are told by arming itself. */
		if (one->state == FINDING_OK || !strcmp(one->check, "armed") ||
		    !strcmp(one->check, "SMI type"))
			continue;
		output_warn(run->out, "%s: %s%s%s", one->check, one->error.what, next ? ". " : "",
			    next ? next : "");
	}
}

static int host_control_run_arm(struct run *run, int argc, char **argv)
{
	struct host_control_check check;
	struct host_control before, hc;
	struct smi_error error;
	u64 action, type;
	bool known;
	int code = host_control_arguments(run, argc, argv, &action, &type);

	if (code)
		return code;
	known = !host_control_read(run->machine, &before, &error);
	code = host_control_arm(run->machine, action, type, &hc, &error);
	log_write(run, code ? &error : NULL, "%s at the next shutdown", argv[0]);
	if (code)
		return output_error(run->out, &error);
	host_control_check(run->machine, action, type, &check);
	host_control_warn(run, &check);
	if (run->options->dry_run)
		return host_control_would(run, &before, known, &hc);
	host_control_print(run, &hc);
	return SMI_OK;
}

static int host_control_run_disarm(struct run *run, int argc, char **argv)
{
	struct host_control before, hc;
	struct smi_error error;
	bool known;
	int code;

	(void)argc;
	(void)argv;
	known = !host_control_read(run->machine, &before, &error);
	code = host_control_disarm(run->machine, &hc, &error);
	log_write(run, code ? &error : NULL, "host control");
	if (code)
		return output_error(run->out, &error);
	if (run->options->dry_run)
		return host_control_would(run, &before, known, &hc);
	host_control_print(run, &hc);
	return SMI_OK;
}

static int host_control_run_check(struct run *run, int argc, char **argv)
{
	struct json_object *o = output_object(run->out);
	struct host_control_check check;
	u64 action, type;
	int code = host_control_arguments(run, argc, argv, &action, &type);

	if (code)
		return code;
	code = host_control_check(run->machine, action, type, &check);
	if (!output_is_json(run->out)) {
		findings_print(run->out, &check.findings);
		return code;
	}
	put_bool(o, "clear", !code);
	if (check.known) {
		host_control_put(o, &check.hc);
	} else {
		put_null(o, "armed");
		put_null(o, "action");
	}
	if (check.type)
		put_number(o, "documented_smi_type", check.type);
	else
		put_null(o, "documented_smi_type");
	findings_put(put_array(o, "findings"), &check.findings);
	return code;
}

const struct command host_control_commands[] = {
	{
		.noun = "host-control", .verb = "show", .is_default = true,
		.summary = "what happens at the next shutdown",
		.flags = COMMAND_NEEDS_MACHINE,
		.run = host_control_run_show,
	},
	{
		.noun = "host-control", .verb = "check", .arguments = "[power-off|power-cycle]",
		.summary = "what would happen, and what stands in the way",
		.help = "Exit code 0 when nothing stands in the way, 7 otherwise. No SMI is\n"
			"raised.\n",
		.max_args = 1, .flags = COMMAND_NEEDS_MACHINE, .options = OPT(SMI_TYPE),
		.values = "power-off power-cycle",
		.run = host_control_run_check,
	},
	{
		.noun = "host-control", .verb = "arm", .arguments = "power-off|power-cycle",
		.summary = "power off, or off and on again, after the next shutdown",
		.help = "Carried out by firmware after reboot, poweroff or halt, not after kexec.\n"
			"What was written is read back. What 'check' finds is told as warnings.\n",
		.min_args = 1, .max_args = 1, .flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.options = OPT(SMI_TYPE), .values = "power-off power-cycle",
		.run = host_control_run_arm,
	},
	{
		.noun = "host-control", .verb = "disarm",
		.summary = "take it back",
		.flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.run = host_control_run_disarm,
	},
	{ }
};

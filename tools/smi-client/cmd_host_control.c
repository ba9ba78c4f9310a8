// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client host-control: what the firmware is asked to do after shutdown.
 *
 * In: the action, and the SMI type of the model. Out: the three attributes of
 * the driver, set and read back; on any doubt nothing stays armed.
 */
#include <stdio.h>
#include <string.h>

#include <linux/dcdbas.h>

#include "attribute.h"
#include "options.h"
#include "output.h"
#include "platform.h"

#define ACTION		"host_control_action"
#define SMI_TYPE	"host_control_smi_type"
#define ON_SHUTDOWN	"host_control_on_shutdown"

static const char *action_name(u64 action)
{
	/* Power off wins, as in the driver. */
	if (action & HC_ACTION_POWER_OFF)
		return "power-off";
	if (action & HC_ACTION_POWER_CYCLE)
		return "power-cycle";
	return "none";
}

static int read_all(struct client *c, u64 *action, u64 *type,
		    u64 *on_shutdown)
{
	int code = attribute_get(c, ACTION, 10, action);

	if (!code)
		code = attribute_get(c, SMI_TYPE, 10, type);
	if (!code)
		code = attribute_get(c, ON_SHUTDOWN, 10, on_shutdown);
	return code;
}

static int show(struct client *c)
{
	u64 action, type, on_shutdown;
	int code = read_all(c, &action, &type, &on_shutdown);
	bool armed;

	if (code)
		return code;
	armed = on_shutdown && type && strcmp(action_name(action), "none");
	output_bool(c->result, "armed", armed);
	output_text(c->result, "action", action_name(action));
	output_number(c->result, "action_bits", action);
	output_number(c->result, "smi_type", type);
	output_bool(c->result, "on_shutdown", on_shutdown);
	if (c->json)
		return CLIENT_DONE;
	if (armed)
		printf("armed: %s at the next shutdown, SMI type %llu\n",
		       action_name(action), (unsigned long long)type);
	else
		printf("not armed\n");
	return CLIENT_DONE;
}

/* Takes back in the order that leaves nothing half armed. */
static int disarm(struct client *c)
{
	int code = attribute_set(c, ON_SHUTDOWN, 0);

	if (!code)
		code = attribute_set(c, ACTION, HC_ACTION_NONE);
	if (!code)
		code = attribute_set(c, SMI_TYPE, HC_SMITYPE_NONE);
	return code;
}

static int disarm_checked(struct client *c)
{
	u64 action, type, on_shutdown;
	int code = disarm(c);

	if (code || c->dry_run)
		return code;
	code = read_all(c, &action, &type, &on_shutdown);
	if (!code && (action || type || on_shutdown))
		return output_fail(c, CLIENT_FAILED,
				   "Look at it with 'smi-client host-control show'.",
				   "the driver did not take it: action %llu, SMI type %llu, on shutdown %llu",
				   (unsigned long long)action,
				   (unsigned long long)type,
				   (unsigned long long)on_shutdown);
	return code ? code : show(c);
}

static int arm(struct client *c, unsigned int action, unsigned int type)
{
	u64 is_action, is_type, is_on;
	int code = CLIENT_DONE;

	if (!type)
		code = platform_smi_type(c, &type);
	if (code)
		return code;
	code = attribute_set(c, SMI_TYPE, type);
	if (!code)
		code = attribute_set(c, ACTION, action);
	if (!code)
		code = attribute_set(c, ON_SHUTDOWN, 1);
	if (c->dry_run)
		return code;
	if (!code)
		code = read_all(c, &is_action, &is_type, &is_on);
	if (!code && (is_action != action || is_type != type || is_on != 1))
		code = output_fail(c, CLIENT_FAILED,
				   "Nothing is armed now; try again.",
				   "the driver did not take it: action %llu, SMI type %llu, on shutdown %llu",
				   (unsigned long long)is_action,
				   (unsigned long long)is_type,
				   (unsigned long long)is_on);
	if (code) {
		disarm(c);
		return code;
	}
	return show(c);
}

static int run_host_control(struct client *c, int argc, char **argv)
{
	enum { TYPE = 256 };
	static const struct option longs[] = {
		{ "smi-type", required_argument, NULL, TYPE },
		OPTION_HELP, OPTION_LAST
	};
	const char *what = NULL, *action = NULL;
	u64 type = 0;
	int letter, code;

	/* The option may stand before, between and after the words. */
	for (;;) {
		letter = options_next(c, &cmd_host_control, argc, argv, "",
				      longs, &code);
		if (letter == OPTIONS_STOP)
			return code;
		if (letter == TYPE) {
			if (!options_number(optarg, HC_SMITYPE_TYPE3, &type) ||
			    !type)
				return options_usage(c, "'%s' is no SMI type from 1 to 3",
						     optarg);
		} else if (optind == argc) {
			break;
		} else if (!what) {
			what = argv[optind++];
		} else if (!action) {
			action = argv[optind++];
		} else {
			return options_usage(c, "'%s' is not expected",
					     argv[optind]);
		}
	}
	if (!what)
		what = "show";
	if (!strcmp(what, "arm") && action) {
		if (!strcmp(action, "power-off"))
			return arm(c, HC_ACTION_POWER_OFF, type);
		if (!strcmp(action, "power-cycle"))
			return arm(c, HC_ACTION_POWER_CYCLE, type);
		return options_usage(c, "'%s' is neither power-off nor power-cycle",
				     action);
	}
	if (!strcmp(what, "arm"))
		return options_usage(c, "what to arm: power-off or power-cycle?");
	if (action || type)
		return options_usage(c, "'%s' takes nothing more", what);
	if (!strcmp(what, "show"))
		return show(c);
	if (!strcmp(what, "disarm"))
		return disarm_checked(c);
	return options_usage(c, "'%s' is none of show, arm, disarm", what);
}

const struct command cmd_host_control = {
	.name = "host-control",
	.summary = "have the firmware switch power off or cycle it at shutdown",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] host-control [show]\n"
" smi-client [global options] host-control arm power-off|power-cycle [options]\n"
" smi-client [global options] host-control disarm\n"
"\n"
"Have the firmware switch the power off, or off and on again, when the system\n"
"has been shut down the next time, by reboot, poweroff or halt.\n"
"\n"
"Commands:\n"
" show                  what is armed\n"
" arm                   write it to the driver, and read it back\n"
" disarm                take it back\n"
"\n"
"Options:\n"
"     --smi-type NUM    how this model takes the command, 1 to 3 (default: from\n"
"                       platforms.conf by the model's name)\n"
"\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_host_control,
};

// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client status: what is there, what is missing, what to do about it. */
#include <stdlib.h>

#include "commands.h"
#include "findings.h"
#include "status.h"

static void status_put_known(struct json_object *o, const char *key, bool known, u64 value)
{
	if (known)
		put_number(o, key, value);
	else
		put_null(o, key);
}

static void status_put_text(struct json_object *o, const char *key, const char *value)
{
	put_text(o, key, *value ? value : NULL);
}

/* What the kernel and the driver say. */
static void status_print_kernel(struct json_object *o, const struct status *s)
{
	put_bool(o, "secure_boot", s->secure_boot);
	put_text(o, "lockdown", s->lockdown);
	put_bool(o, "realtime", s->realtime);
	status_put_text(o, "isolated_cpus", s->isolated);
	status_put_text(o, "nohz_full_cpus", s->nohz_full);
	put_bool(o, "driver", s->driver);
	status_put_text(o, "driver_version", s->driver_version);
	status_put_known(o, "buffer_size", s->buffer_known, s->buffer_size);
	status_put_known(o, "buffer_address", s->buffer_known, s->buffer_address);
	status_put_known(o, "wsmt_flags", s->wsmt, s->wsmt_flags);
}

void status_put(struct json_object *o, const struct status *s, bool other)
{
	struct json_object *list;

	status_put_text(o, "vendor", s->vendor);
	status_put_text(o, "model", s->model);
	status_put_text(o, "bios_version", s->bios_version);
	if (!other)
		status_print_kernel(o, s);
	status_put_known(o, "port", s->ci_known, s->ci.port.port);
	status_put_known(o, "code", s->ci_known, s->ci.port.code);
	if (s->ci_known) {
		list = put_array(o, "classes");
		for (unsigned int i = 0; i < 32; i++)
			if (s->ci.classes & 1u << i)
				json_object_array_add(list, json_object_new_int(i));
	} else {
		put_null(o, "classes");
	}
	status_put_known(o, "setting_tokens", s->tokens_known, s->settings);
	if (s->armed_known)
		put_bool(o, "host_control_armed", s->armed);
	findings_put(put_array(o, "findings"), &s->findings);
}

static int status_run(struct run *run, int argc, char **argv)
{
	struct status s;
	const struct finding *problem;

	(void)argc;
	(void)argv;
	status_read(run->machine, &s);
	if (output_is_json(run->out))
		status_put(output_object(run->out), &s, run->options->tables);
	else
		findings_print(run->out, &s.findings);
	problem = finding_problem(&s.findings);
	return problem ? output_error(run->out, &problem->error) : SMI_OK;
}

const struct command status_commands[] = {
	{
		.noun = "status",
		.summary = "what is there, what is missing, and what to do about it",
		.help = "Nothing is written and no SMI is raised. The exit code is that of the\n"
			"first problem.\n",
		.run = status_run,
	},
	{ }
};

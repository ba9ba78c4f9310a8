// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client status: what the doctor finds.
 *
 * In: nothing. Out: one finding a line; the exit code is that of the first
 * problem.
 */
#include <stdio.h>
#include <stdlib.h>

#include "doctor.h"
#include "options.h"
#include "output.h"

static void text_status(struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		const char *next = output_get_text(o, "next");

		printf("%-12s  %-7s  %s\n", output_get_text(o, "check"),
		       output_get_text(o, "state"), output_get_text(o, "text"));
		if (next)
			printf("%-12s  %-7s  -> %s\n", "", "", next);
	}
}

static int run_status(struct client *c, int argc, char **argv)
{
	struct doctor d = { .c = c };
	int code = options_none(c, &cmd_status, argc, argv);

	if (code >= 0)
		return code;
	if (optind < argc)
		return options_usage(c, "'%s' is not expected", argv[optind]);
	doctor_examine(&d);
	if (!c->json)
		text_status(d.list);
	json_object_object_add(c->result, "findings", d.list);
	code = d.code;
	if (code)
		output_fail(c, code, d.next, "%s", d.problem);
	free(d.problem);
	free(d.next);
	return code;
}

const struct command cmd_status = {
	.name = "status",
	.summary = "what is there, what is missing, and what to do about it",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] status\n"
"\n"
"Show the state of machine, driver and firmware, and for everything that is in\n"
"the way what to do about it. Nothing is written and no SMI is raised.\n"
"\n"
"Options:\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_status,
};

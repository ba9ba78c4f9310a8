// SPDX-License-Identifier: GPL-2.0-or-later
/* Help, made from the tables of commands and options. */
#include <stdio.h>
#include <string.h>

#include "dispatch.h"

#define WIDTH	26		/* of the first column */

static void two_columns(struct output *out, const char *left, const char *right)
{
	char gap[WIDTH + 3];
	size_t length = strlen(left);

	/* A long one has the line for itself. */
	snprintf(gap, sizeof(gap), "%s%*s", length < WIDTH ? "" : "\n ",
		 (int)(length < WIDTH ? WIDTH - length : WIDTH), "");
	output_text(out, " ");
	output_text(out, left);
	output_text(out, gap);
	output_text(out, right);
	output_text(out, "\n");
}

static void help_options(struct output *out, bool global, u64 bits)
{
	const struct option_text *o;
	char left[64];

	for (size_t n = 0; (o = option_text(n)); n++) {
		if (o->global != global || (!global && !(bits >> o->bit & 1)))
			continue;
		snprintf(left, sizeof(left), "%c%c%c --%s%s%s", o->letter ? '-' : ' ',
			 o->letter ? o->letter : ' ', o->letter ? ',' : ' ', o->name,
			 o->argument ? " " : "", o->argument ? o->argument : "");
		two_columns(out, left, o->summary);
	}
}

static void usage_line(const struct command *c, char *line, size_t size)
{
	const char *verb = c->verb ? c->verb : "";

	snprintf(line, size, " smi-client [OPTION...] %s%s%s%s%s%s%s\n", c->noun,
		 c->verb ? " " : "", c->is_default ? "[" : "", verb, c->is_default ? "]" : "",
		 c->arguments && *c->arguments ? " " : "", c->arguments ? c->arguments : "");
}

static void help_end(struct output *out)
{
	output_text(out, "\n"
		    "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 permission, 5 refused by\n"
		    "firmware, 6 busy, 7 differs (compare, check, a dry run that would change\n"
		    "something).\n"
		    "\n"
		    "For more details see smi-client(8).\n");
}

void help_all(struct output *out)
{
	const struct command *c;
	char left[64];

	output_as_text(out);
	output_text(out, "\n"
		    "Usage:\n"
		    " smi-client [OPTION...] COMMAND [SUBCOMMAND] [OPTION...] [ARG...]\n"
		    "\n"
		    "Manage a Dell PowerEdge through its firmware and the driver dcdbas.\n"
		    "\n"
		    "Commands:\n");
	for (size_t n = 0; (c = command_at(n)); n++) {
		snprintf(left, sizeof(left), "%s%s%s", c->noun, c->verb ? " " : "",
			 c->verb ? c->verb : "");
		two_columns(out, left, c->summary);
	}
	output_text(out, "\nOptions of all commands; '--' ends options:\n");
	help_options(out, true, 0);
	output_text(out, "\n'smi-client COMMAND --help' prints the help of COMMAND.\n");
	help_end(out);
}

void help_noun(struct output *out, const char *noun)
{
	const struct command *c;
	char line[256];
	u64 bits = 0;

	output_as_text(out);
	output_text(out, "\nUsage:\n");
	for (size_t n = 0; (c = command_at(n)); n++) {
		if (strcmp(c->noun, noun))
			continue;
		usage_line(c, line, sizeof(line));
		output_text(out, line);
		bits |= c->options;
	}
	output_text(out, "\nSubcommands:\n");
	for (size_t n = 0; (c = command_at(n)); n++)
		if (!strcmp(c->noun, noun))
			two_columns(out, c->verb ? c->verb : c->noun, c->summary);
	output_text(out, "\nOptions:\n");
	help_options(out, false, bits);
	two_columns(out, "-h, --help", "print this help; behind a subcommand: that of it");
	help_end(out);
}

void help_command(struct output *out, const struct command *command)
{
	char line[256];

	output_as_text(out);
	output_text(out, "\nUsage:\n");
	usage_line(command, line, sizeof(line));
	output_text(out, line);
	snprintf(line, sizeof(line), "\n%s.\n", command->summary);
	if (line[1] >= 'a' && line[1] <= 'z')
		line[1] -= 'a' - 'A';
	output_text(out, line);
	if (command->help) {
		output_text(out, "\n");
		output_text(out, command->help);
	}
	output_text(out, "\nOptions:\n");
	help_options(out, false, command->options);
	two_columns(out, "-h, --help", "print this help; 'smi-client --help': options of all");
	help_end(out);
}

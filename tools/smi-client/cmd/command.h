/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a command looks. All of them stand in the one table of dispatch.c, from
 * which help, completion and the lists of the manual are made.
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include "../lib/machine.h"
#include "options.h"
#include "output.h"

/* What a command needs; one flag each in the table. */
#define COMMAND_NEEDS_MACHINE	0x01	/* asks driver or CMOS: not with --tables */
#define COMMAND_WRITES		0x02	/* may change something: logged, --dry-run */

/**
 * struct run - one run of a command
 * @command: which
 * @options: what was typed
 * @machine: the machine that it is about
 * @out: where the result goes
 */
struct run {
	const struct command *command;
	const struct options *options;
	struct machine *machine;
	struct output *out;
};

/**
 * struct command - one line of the table of commands
 * @noun: as typed: "token"
 * @verb: as typed behind it: "list"; NULL for a command of one word
 * @is_default: the verb when none is typed
 * @arguments: for the usage line: "ID|NAME [VALUE]"
 * @summary: one line, for the lists
 * @help: some lines more, or NULL
 * @min_args: fewest words behind noun and verb
 * @max_args: most, -1: any number
 * @flags: COMMAND_*
 * @options: OPT_* of its own that it takes, as bits; the global ones are not in it
 * @values: for completion: words that its first argument may be, separated by
 *	blanks; or NULL
 * @run: options into a struct, one call into the library, one printer; gives
 *	enum smi_code; what failed is told by output_error()
 */
struct command {
	const char *noun, *verb;
	bool is_default;
	const char *arguments, *summary, *help;
	int min_args, max_args;
	unsigned int flags;
	u64 options;
	const char *values;
	int (*run)(struct run *run, int argc, char **argv);
};

#endif /* CMD_COMMAND_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of commands, and the one function that runs a line of it. */
#ifndef CMD_DISPATCH_H
#define CMD_DISPATCH_H

#include "command.h"

/* Commands one after the other, nouns together; NULL past the end. */
const struct command *command_at(size_t n);

/**
 * dispatch() - find a command and run it
 * @options: what was typed
 * @words: noun, verb, arguments; ends with NULL
 * @n_words: how many
 * @machine: for the command
 * @out: where the result goes
 *
 * Return: exit code; failures have been told
 */
int dispatch(const struct options *options, char **words, int n_words, struct machine *machine,
	     struct output *out);

/* Tells a mistake in what was typed, with the way to the help. */
int dispatch_usage(struct output *out, const char *noun, const char *verb,
		   const struct smi_error *error);

/* "smi-client --help", and that of a noun or of one command. */
void help_all(struct output *out);
void help_noun(struct output *out, const char *noun);
void help_command(struct output *out, const struct command *command);

#endif /* CMD_DISPATCH_H */

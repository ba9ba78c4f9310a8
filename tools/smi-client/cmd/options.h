/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options: one table for the whole program. Each counts anywhere on the command
 * line, "--" ends them, and a command names in its table line which ones it
 * takes besides the global ones.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "../lib/error.h"

/* Bits for struct command.options. */
enum option_bit {
	OPT_FORCE,		/* --force, -f */
	OPT_FILTER,		/* --filter TEXT */
	OPT_ACTIVE,		/* --active */
	OPT_SMI_TYPE,		/* --smi-type NUM */
	OPT_LIST,		/* --list */
	OPT_EBX, OPT_ECX, OPT_PORT, OPT_CODE,	/* numbers */
	OPT_HEX, OPT_FILE, OPT_CALLING,
	OPT_VALUE,		/* --value: print the value alone */
	OPT_BACKUP,		/* --backup FILE */
	OPT_REPLACE,		/* --replace */
	OPT_COUNT,		/* --count NUM, -n */
	OPT_NEW_PASSWORD_FD,	/* --new-password-fd N */
};

#define OPT(name)	(1ull << OPT_##name)

/**
 * struct options - what was typed
 * @json: tell the result as one JSON object
 * @dry_run: change nothing, say what would change
 * @verbose: tell each step on standard error
 * @timeout_ms: longest wait for a lock
 * @pace_ms: pause between SMIs
 * @password_fd: where passwords are read from, -1: the terminal
 * @password_file: the same as a file, or NULL
 * @new_password_fd: where a new one is read from, -1: as the old one
 * @transport: "auto", "sysfs", "device"
 * @tables, @sysfs, @dev, @config: directories, or NULL
 * @given: OPT() bits that were given
 * @force, @active, @list, @calling, @value, @replace: flags of single commands
 * @filter, @hex, @file, @backup: their texts, or NULL
 * @smi_type, @ebx, @ecx, @port, @code, @count: their numbers
 */
struct options {
	bool json, dry_run, verbose, help, version;
	unsigned int timeout_ms, pace_ms;
	int password_fd, new_password_fd;
	const char *password_file;
	const char *transport, *tables, *sysfs, *dev, *config;
	u64 given;
	bool force, active, list, calling, value, replace;
	const char *filter, *hex, *file, *backup;
	u64 smi_type, ebx, ecx, port, code, count;
};

/**
 * options_parse() - sort a command line into options and words
 * @options: filled in; defaults for what was not given
 * @argc: as main() has it
 * @argv: as main() has it
 * @words: argc + 1 pointers: the words that are no options, then NULL
 * @n_words: how many
 *
 * @options->json is right also after a failure, so that the failure can be told
 * as JSON.
 *
 * Return: SMI_OK or SMI_USAGE: an unknown or ambiguous option (named, with the
 * candidates), one that needs or takes no value, a letter of a cluster, a value
 * that is none; a word that begins with '-' needs "--" before it
 */
int options_parse(struct options *options, int argc, char **argv, char **words, int *n_words,
		  struct smi_error *error);

/* Whether every option given is global or in @allowed; else SMI_USAGE. */
int options_allowed(const struct options *options, u64 allowed, struct smi_error *error);

/**
 * struct option_text - an option, for help and completion
 * @name: "force"
 * @argument: what its value is called, or NULL
 * @summary: one line
 * @letter: the short one, or 0
 * @global: taken by every command
 * @bit: of those that are not
 */
struct option_text {
	const char *name, *argument, *summary;
	char letter;
	bool global;
	enum option_bit bit;
};

/* NULL past the end. */
const struct option_text *option_text(size_t n);

#endif /* CMD_OPTIONS_H */

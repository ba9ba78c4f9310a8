/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every room of smi-client knows: the options of this run, the one
 * result it builds, and how a command looks.
 */
#ifndef SMI_CLIENT_CLIENT_H
#define SMI_CLIENT_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* u8, s32 and so on */
#include <smbios_c/compat.h>
#include <smbios_c/types.h>

#define __attr(x)	__attribute__((x))
#define __printf(a, b)	__attr(format(printf, a, b))

struct cmos;
struct json_object;
struct password;
struct tables;
struct token_names;
struct token_values;
struct tokens;
struct transport;

/* What the exit code says; data never travels in it. */
enum client_exit {
	CLIENT_DONE = 0,
	CLIENT_FAILED = 1,
	CLIENT_USAGE = 2,
	CLIENT_NOT_FOUND = 3,	/* driver, token, attribute */
	CLIENT_PERMISSION = 4,
	CLIENT_REFUSED = 5,	/* by the firmware */
	CLIENT_BUSY = 6,	/* a lock was not had in time */
};

/**
 * struct client - one run
 * @sysfs: stands for /sys
 * @tables_dir: SMBIOS tables of another machine, or NULL for this one's
 * @config_dir: the only place to look for .conf files, or NULL
 * @json: tell the result as one JSON object
 * @dry_run: say what would be written, and write nothing
 * @verbose: tell on standard error each file touched
 * @timeout_ms: longest wait for a lock, in milliseconds
 * @command: the command that runs, for messages
 * @result: what --json prints; the text is made from it too
 * @failed: result holds an error already
 * @tables: SMBIOS tables once read, see tables.h
 * @tokens: tokens once listed, see tokens.h
 * @names: names of tokens once read, see token_names.h
 * @values: locations once read, see token_values.h
 * @cmos: open CMOS, see cmos.h
 * @password: security key once had, see password.h
 * @password_fd: where passwords are read from, -1: asked for on the terminal
 * @transport: open files of the driver, see transport.h
 * @smis: SMIs raised so far
 */
struct client {
	const char *sysfs;
	const char *tables_dir;
	const char *config_dir;
	bool json;
	bool dry_run;
	bool verbose;
	unsigned int timeout_ms;
	const char *command;
	struct json_object *result;
	bool failed;
	struct tables *tables;
	struct tokens *tokens;
	struct token_names *names;
	struct token_values *values;
	struct cmos *cmos;
	struct password *password;
	int password_fd;
	struct transport *transport;
	unsigned int smis;
};

/**
 * struct command - one line of the table of commands
 * @name: as typed
 * @summary: one line for the list in smi-client --help
 * @help: all of smi-client COMMAND --help
 * @run: parses argv (argv[0] is the name), calls, fills the result; gives
 *	an enum client_exit
 */
struct command {
	const char *name;
	const char *summary;
	const char *help;
	int (*run)(struct client *c, int argc, char **argv);
};

extern const struct command cmd_status;
extern const struct command cmd_call;
extern const struct command cmd_raw;
extern const struct command cmd_buffer;
extern const struct command cmd_host_control;
extern const struct command cmd_info;
extern const struct command cmd_password;
extern const struct command cmd_power_recovery;
extern const struct command cmd_tag;
extern const struct command cmd_token;
extern const struct command cmd_wakeup;

#endif /* SMI_CLIENT_CLIENT_H */

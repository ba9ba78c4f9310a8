// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Front door: global options and the table of commands.
 *
 * In: argv. Out: the exit code of the command (enum client_exit).
 */
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmos.h"
#include "options.h"
#include "output.h"
#include "password.h"
#include "tables.h"
#include "token_names.h"
#include "token_values.h"
#include "tokens.h"
#include "transport.h"

static const struct command *const commands[] = {
	&cmd_status,
	&cmd_info,
	&cmd_token,
	&cmd_tag,
	&cmd_wakeup,
	&cmd_power_recovery,
	&cmd_password,
	&cmd_host_control,
	&cmd_call,
	&cmd_raw,
	&cmd_buffer,
};

#define N_COMMANDS	(sizeof(commands) / sizeof(*commands))

static void show_all(void)
{
	printf("\n"
"Usage:\n"
" smi-client [options] COMMAND [ARG...]\n"
"\n"
"Speak to the firmware of a Dell PowerEdge through the driver dcdbas.\n"
"\n"
"Commands:\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		printf(" %-21s %s\n", commands[i]->name, commands[i]->summary);
	printf("\n"
"Options:\n"
"     --json            tell the result, or the failure, as one JSON object\n"
"     --dry-run         show what would be written where, and write nothing\n"
" -v, --verbose         tell on standard error which files are touched\n"
"     --timeout SECONDS how long to wait for others who use the driver\n"
"                       (default 10)\n"
"     --password-fd N   read the BIOS password, when one is needed, from the open\n"
"                       descriptor N in place of the terminal\n"
"     --tables DIR      SMBIOS tables of another machine\n"
"     --sysfs DIR       use DIR in place of /sys\n"
"     --config DIR      look for .conf files only there\n"
"\n"
" -h, --help            display this help, or 'COMMAND --help' that of COMMAND\n"
" -V, --version         display version\n"
"\n"
"Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 permission, 5 refused by\n"
"firmware, 6 busy.\n"
"\n"
"For more details see smi-client(8).\n");
}

/* Global options; CLIENT_DONE with *command set to go on. */
static int parse(struct client *c, int argc, char **argv,
		 const struct command **command)
{
	enum { JSON = 256, DRY_RUN, TIMEOUT, PASSWORD, TABLES, SYSFS, CONFIG };
	static const struct option longs[] = {
		{ "json", no_argument, NULL, JSON },
		{ "dry-run", no_argument, NULL, DRY_RUN },
		{ "verbose", no_argument, NULL, 'v' },
		{ "timeout", required_argument, NULL, TIMEOUT },
		{ "password-fd", required_argument, NULL, PASSWORD },
		{ "tables", required_argument, NULL, TABLES },
		{ "sysfs", required_argument, NULL, SYSFS },
		{ "config", required_argument, NULL, CONFIG },
		{ "version", no_argument, NULL, 'V' },
		OPTION_HELP, OPTION_LAST
	};
	u64 number;
	int letter;

	opterr = 0;
	/* So that a wrong option before --json is told as JSON as well. */
	while ((letter = getopt_long(argc, argv, "+:vhV", longs, NULL)) != -1)
		c->json |= letter == JSON;
	optind = 0;
	while ((letter = getopt_long(argc, argv, "+:vhV", longs, NULL)) != -1) {
		switch (letter) {
		case JSON:
			c->json = true;
			break;
		case DRY_RUN:
			c->dry_run = true;
			break;
		case 'v':
			c->verbose = true;
			break;
		case TIMEOUT:
			if (!options_timeout(optarg, &c->timeout_ms))
				return options_usage(c, "'%s' is no time from 0 to 3600 seconds",
						     optarg);
			break;
		case PASSWORD:
			if (!options_number(optarg, INT_MAX, &number))
				return options_usage(c, "'%s' is no descriptor",
						     optarg);
			c->password_fd = number;
			break;
		case TABLES:
			c->tables_dir = optarg;
			break;
		case SYSFS:
			c->sysfs = optarg;
			break;
		case CONFIG:
			c->config_dir = optarg;
			break;
		case 'h':
			show_all();
			c->json = false;
			return CLIENT_DONE;
		case 'V':
			printf("smi-client %s\n", VERSION);
			c->json = false;
			return CLIENT_DONE;
		case ':':
			return options_usage(c, "option '%s' needs a value",
					     argv[optind - 1]);
		default:
			return options_usage(c, "unknown option '%s'",
					     argv[optind - 1]);
		}
	}
	if (optind == argc)
		return options_usage(c, "a command is wanted");
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!strcmp(argv[optind], commands[i]->name))
			*command = commands[i];
	if (!*command)
		return options_usage(c, "'%s' is no command", argv[optind]);
	return CLIENT_DONE;
}

int main(int argc, char **argv)
{
	struct client c = {
		.sysfs = "/sys", .timeout_ms = 10000, .password_fd = -1,
	};
	const struct command *command = NULL;
	int code;

	/* A reader that has gone must not end us between a byte of CMOS and its
	 * checksum; output_end() tells of it.
	 */
	signal(SIGPIPE, SIG_IGN);
	/* Which bytes are characters, for what is printed; no language. */
	setlocale(LC_CTYPE, "C.UTF-8");
	output_begin(&c, "");
	code = parse(&c, argc, argv, &command);
	if (command) {
		argc -= optind;
		argv += optind;
		optind = 0;	/* getopt_long() begins anew */
		output_begin(&c, command->name);
		code = command->run(&c, argc, argv);
	}
	code = output_end(&c, code);
	password_free(c.password);
	transport_free(c.transport);
	cmos_free(c.cmos);
	token_values_free(c.values);
	token_names_free(c.names);
	tokens_free(c.tokens);
	tables_free(c.tables);
	return code;
}

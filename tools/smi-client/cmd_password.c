// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client password: BIOS passwords.
 *
 * In: which one; the password itself from the terminal or a descriptor. Out:
 * what the firmware says of it. Passwords are not changed here.
 */
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "password.h"

static const enum password_class classes[] = {
	PASSWORD_USER, PASSWORD_ADMIN, PASSWORD_OWNER,
};

#define N_CLASSES	(sizeof(classes) / sizeof(*classes))

static int show_one(struct client *c, enum password_class class)
{
	const char *name = password_name(class);
	struct password_info info;
	struct json_object *o;
	int code = password_info(c, class, &info);

	if (code || c->dry_run)
		return code;
	o = json_object_new_object();
	output_bool(o, "supported", info.supported);
	output_bool(o, "installed", info.installed);
	if (info.properties) {
		output_number(o, "max_length", info.max);
		output_number(o, "min_length", info.min);
		output_text(o, "format", info.ascii ? "text" : "keys");
		output_bool(o, "alphanumeric_only", info.alphanumeric);
		output_bool(o, "permanent", info.permanent);
	}
	json_object_object_add(c->result, name, o);
	if (c->json)
		return CLIENT_DONE;
	printf("%-6s  %s", name, !info.supported ? "not supported" :
	       info.installed ? "installed" : "not installed");
	if (info.properties)
		printf(", %u to %u characters%s", info.min, info.max,
		       info.alphanumeric ? ", letters and digits only" : "");
	printf("\n");
	return CLIENT_DONE;
}

static int verify(struct client *c, enum password_class class)
{
	const char *name = password_name(class);
	struct password_info info;
	u32 key = 0;
	int code = password_info(c, class, &info);

	if (code || c->dry_run)
		return code;
	if (!info.installed)
		return output_fail(c, CLIENT_NOT_FOUND, NULL,
				   "the firmware has no %s password", name);
	code = password_check(c, class, &info, &key);
	explicit_bzero(&key, sizeof(key));
	output_text(c->result, "password", name);
	output_bool(c->result, "correct", !code);
	if (!code && !c->json)
		printf("the %s password is right\n", name);
	return code;
}

static int run_password(struct client *c, int argc, char **argv)
{
	int code = options_none(c, &cmd_password, argc, argv);

	if (code >= 0)
		return code;
	argc -= optind;
	argv += optind;
	if (!argc || (argc == 1 && !strcmp(argv[0], "status"))) {
		for (size_t i = 0; i < N_CLASSES && code <= 0; i++)
			code = show_one(c, classes[i]);
		return code;
	}
	if (!strcmp(argv[0], "verify") && argc <= 2) {
		for (size_t i = 0; i < N_CLASSES; i++)
			if (!strcmp(argc == 2 ? argv[1] : "admin",
				    password_name(classes[i])))
				return verify(c, classes[i]);
		return options_usage(c, "'%s' is none of user, admin, owner",
				     argv[1]);
	}
	return options_usage(c, "status, or verify and which one, is wanted");
}

const struct command cmd_password = {
	.name = "password",
	.summary = "whether BIOS passwords are set, and whether one is right",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] password [status]\n"
" smi-client [global options] password verify [user|admin|owner]\n"
"\n"
"Show which BIOS passwords are set, or ask the firmware whether one is right\n"
"(the admin password by default). It is read from the terminal without echo, or\n"
"from the descriptor given with the global option --password-fd.\n"
"\n"
"Options:\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_password,
};

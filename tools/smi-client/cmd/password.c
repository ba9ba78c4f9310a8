// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client password: which are installed; verify, set, change, remove. */
#include <stdlib.h>
#include <string.h>

#include "../lib/password.h"
#include "../lib/secret.h"
#include "commands.h"
#include "log.h"
#include "prompt.h"
#include "table.h"

static const unsigned int password_classes[] = {
	CLASS_USER_PASSWORD, CLASS_ADMIN_PASSWORD, CLASS_OWNER_PASSWORD,
};

/**
 * struct password_row - what "password" shows of one
 * @code: SMI_OK when @info is right
 * @info: as password_info()
 * @error: why it could not be asked
 */
struct password_row {
	int code;
	struct password_info info;
	struct smi_error error;
};

static void password_put(struct json_object *o, const struct password_row *row)
{
	const struct password_info *info = &row->info;

	if (row->code) {
		put_null(o, "supported");
		put_null(o, "installed");
		output_failure(o, &row->error);
		return;
	}
	put_bool(o, "supported", info->supported);
	if (info->contradictory)
		put_null(o, "installed");
	else
		put_bool(o, "installed", info->installed);
	if (!info->properties)
		return;
	put_number(o, "max_length", info->max);
	put_number(o, "min_length", info->min);
	put_text(o, "format", info->ascii ? "text" : "keys");
	put_bool(o, "alphanumeric_only", info->alphanumeric);
	put_bool(o, "permanent", info->permanent);
	put_number(o, "min_letters", info->letters);
	put_number(o, "min_digits", info->digits);
	put_number(o, "min_special", info->special);
	put_number(o, "max_repeats", info->repeats);
}

static const char *password_state(const struct password_info *info)
{
	if (!info->supported)
		return "not supported";
	if (info->contradictory)
		return "contradictory";
	return info->installed ? "installed" : "not installed";
}

static void password_line(struct table *table, unsigned int class, const struct password_row *row)
{
	const struct password_info *info = &row->info;

	table_cell(table, "%s", password_name(class));
	if (row->code) {
		table_cell(table, "not known");
		table_cell(table, "%s", row->error.what);
		return;
	}
	table_cell(table, "%s", password_state(info));
	if (info->contradictory)
		table_cell(table, "properties and 'installed' disagree");
	else if (info->properties)
		table_cell(table, "%u to %u characters, %s%s%s", info->min, info->max,
			   info->ascii ? "text" : "keys of a US keyboard",
			   info->alphanumeric ? ", letters and digits only" : "",
			   info->permanent ? ", cannot be removed" : "");
	else
		table_cell(table, NULL);
}

static int password_run_status(struct run *run, int argc, char **argv)
{
	struct password_row rows[ARRAY_SIZE(password_classes)];
	struct json_object *o = output_object(run->out);
	const struct smi_error *first = NULL;
	struct table *table = NULL;
	struct smi_error none;
	bool any = false;

	(void)argc;
	(void)argv;
	if (!output_is_json(run->out))
		table = table_new(3);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned int class = password_classes[i];
		struct password_row *row = &rows[i];

		row->code = password_info(run->machine, class, &row->info, &row->error);
		any |= !row->code;
		/* A class that is not advertised is no failure. */
		if (row->code && !first &&
		    machine_has_class(run->machine, class, &none) != SMI_NOT_FOUND)
			first = &row->error;
		if (table)
			password_line(table, class, row);
		else
			password_put(put_object(o, password_name(class)), row);
	}
	if (table)
		table_end(table, run->out);
	if (!any && !first)
		first = &rows[0].error;
	return first ? output_error(run->out, first) : SMI_OK;
}

/* "user" and so on, as a class; 0 for what is none. */
static unsigned int password_class_of(const char *name, bool owner)
{
	for (size_t i = 0; i < ARRAY_SIZE(password_classes); i++)
		if (!strcmp(name, password_name(password_classes[i])) &&
		    (owner || password_classes[i] != CLASS_OWNER_PASSWORD))
			return password_classes[i];
	return 0;
}

static int password_run_verify(struct run *run, int argc, char **argv)
{
	unsigned int class = argc ? password_class_of(argv[0], true) : CLASS_ADMIN_PASSWORD;
	struct json_object *o = output_object(run->out);
	struct password_info info;
	struct smi_error error;
	u32 key = 0;
	int code;

	if (!class) {
		error_set(&error, SMI_USAGE, HINT_NONE, "'%s' is none of user, admin, owner",
			  argv[0]);
		return output_error(run->out, &error);
	}
	code = password_info(run->machine, class, &info, &error);
	if (!code && !info.installed)
		code = error_set(&error, SMI_NOT_FOUND, HINT_NONE,
				 "the firmware has no %s password", password_name(class));
	if (code)
		return output_error(run->out, &error);
	code = password_ask(run->machine, class, &info, &key, &error);
	explicit_bzero(&key, sizeof(key));
	if (output_is_json(run->out)) {
		put_text(o, "password", password_name(class));
		if (!code || code == SMI_REFUSED)
			put_bool(o, "correct", !code);
		else
			put_null(o, "correct");
	} else if (!code) {
		output_line(run->out, "the %s password is right", password_name(class));
	}
	return code ? output_error(run->out, &error) : SMI_OK;
}

/* What is to be done with a password. */
enum password_action { PASSWORD_SET, PASSWORD_CHANGE, PASSWORD_REMOVE };

/* Whether the firmware can do it at all, as far as it says. */
static int password_possible(unsigned int class, enum password_action action,
			     const struct password_info *info, struct smi_error *error)
{
	const char *name = password_name(class);

	if (!info->supported)
		return error_set(error, SMI_REFUSED, HINT_NONE,
				 "this firmware has no %s password", name);
	if (info->contradictory)
		return error_set(error, SMI_FAILED, HINT_PASSWORD_RULES,
				 "the firmware contradicts itself on whether a %s password is there",
				 name);
	if (action == PASSWORD_SET && info->installed)
		return error_set(error, SMI_USAGE, HINT_PASSWORD_CHANGE,
				 "the %s password is installed already", name);
	if (action != PASSWORD_SET && !info->installed)
		return error_set(error, SMI_NOT_FOUND, HINT_PASSWORD_SET,
				 "no %s password is installed", name);
	if (action == PASSWORD_REMOVE && info->permanent)
		return error_set(error, SMI_REFUSED, HINT_PASSWORD_RULES,
				 "the %s password cannot be removed, the firmware says", name);
	return SMI_OK;
}

/* Both texts, in memory that does not leak. */
struct password_texts {
	char old[PASSWORD_SIZE], new[PASSWORD_SIZE];
};

static int password_get_texts(struct run *run, unsigned int class, enum password_action action,
			      const struct password_info *info, struct password_texts *t,
			      struct smi_error *error)
{
	struct prompt prompt = { .options = run->options };
	int code = SMI_OK;

	if (action != PASSWORD_SET)
		code = prompt_password(&prompt, class, t->old, sizeof(t->old), error);
	if (code || action == PASSWORD_REMOVE)
		return code;
	code = prompt_new_password(&prompt, class, t->new, sizeof(t->new), error);
	return code ? code : password_fits(class, info, t->new, error);
}

/* "changed" is what was seen: null once it was sent and not confirmed. */
static void password_print(struct run *run, unsigned int class, enum password_action action,
			   bool sent, int code)
{
	static const char *const done[] = { "is set", "is changed", "is removed" };
	static const char *const would[] = { "set", "change", "remove" };
	struct json_object *o = output_object(run->out);

	if (!output_is_json(run->out)) {
		if (run->options->dry_run)
			output_line(run->out, "would %s the %s password", would[action],
				    password_name(class));
		else if (!code)
			output_line(run->out, "the %s password %s", password_name(class),
				    done[action]);
		return;
	}
	put_text(o, "password", password_name(class));
	if (run->options->dry_run || (code && sent))
		put_null(o, "changed");
	else
		put_bool(o, "changed", !code);
	if (run->options->dry_run)
		put_bool(o, "would_change", true);
}

static int password_do(struct run *run, unsigned int class, enum password_action action,
		       const struct password_info *info)
{
	struct password_texts *t = secret_new(sizeof(*t));
	struct smi_error error;
	bool sent = false;
	int code;

	if (!t) {
		error_set(&error, SMI_FAILED, HINT_NONE, "out of memory");
		return output_error(run->out, &error);
	}
	code = password_get_texts(run, class, action, info, t, &error);
	if (!code)
		code = password_change(run->machine, class, info, t->old, t->new, &sent, &error);
	secret_free(t, sizeof(*t));
	if (sent)
		log_write(run, code ? &error : NULL, "%s password", password_name(class));
	password_print(run, class, action, sent, code);
	return code ? output_error(run->out, &error) : SMI_OK;
}

static int password_run_action(struct run *run, const char *name, enum password_action action)
{
	unsigned int class = password_class_of(name, false);
	struct password_info info;
	struct smi_error error;
	int code;

	if (!class) {
		error_set(&error, SMI_USAGE, HINT_NONE, "'%s' is neither user nor admin", name);
		return output_error(run->out, &error);
	}
	code = password_info(run->machine, class, &info, &error);
	if (!code)
		code = password_possible(class, action, &info, &error);
	if (code)
		return output_error(run->out, &error);
	if (!run->options->dry_run)
		return password_do(run, class, action, &info);
	password_print(run, class, action, false, SMI_OK);
	return SMI_DIFFERS;
}

static int password_run_set(struct run *run, int argc, char **argv)
{
	(void)argc;
	return password_run_action(run, argv[0], PASSWORD_SET);
}

static int password_run_change(struct run *run, int argc, char **argv)
{
	(void)argc;
	return password_run_action(run, argv[0], PASSWORD_CHANGE);
}

static int password_run_remove(struct run *run, int argc, char **argv)
{
	(void)argc;
	return password_run_action(run, argv[0], PASSWORD_REMOVE);
}

const struct command password_commands[] = {
	{
		.noun = "password", .verb = "status", .is_default = true,
		.summary = "which passwords are installed, and the firmware's rules for them",
		.flags = COMMAND_NEEDS_MACHINE,
		.run = password_run_status,
	},
	{
		.noun = "password", .verb = "verify", .arguments = "[user|admin|owner]",
		.summary = "ask the firmware whether a password is right (default: admin)",
		.help = "A wrong password is sent once: firmware may lock after some.\n",
		.max_args = 1, .flags = COMMAND_NEEDS_MACHINE, .values = "user admin owner",
		.run = password_run_verify,
	},
	{
		.noun = "password", .verb = "set", .arguments = "user|admin",
		.summary = "install a password where there is none",
		.help = "Asked for twice without echo. What firmware allows is checked before it\n"
			"is sent, and the new password is verified afterwards.\n",
		.min_args = 1, .max_args = 1, .flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.options = OPT(NEW_PASSWORD_FD), .values = "user admin",
		.run = password_run_set,
	},
	{
		.noun = "password", .verb = "change", .arguments = "user|admin",
		.summary = "replace a password",
		.help = "The old one first, then the new one twice. A wrong one is sent once.\n",
		.min_args = 1, .max_args = 1, .flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.options = OPT(NEW_PASSWORD_FD), .values = "user admin",
		.run = password_run_change,
	},
	{
		.noun = "password", .verb = "remove", .arguments = "user|admin",
		.summary = "remove a password",
		.min_args = 1, .max_args = 1, .flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.values = "user admin",
		.run = password_run_remove,
	},
	{ }
};

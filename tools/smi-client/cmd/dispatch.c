// SPDX-License-Identifier: GPL-2.0-or-later
/* See dispatch.h. A command is named once, in the file that defines it. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "dispatch.h"

static const struct command *const groups[] = {
	status_commands,
	info_commands,
	setting_commands,
	token_commands,
	tag_commands,
	wakeup_commands,
	power_recovery_commands,
	password_commands,
	host_control_commands,
	latency_commands,
	report_commands,
	call_commands,
	raw_commands,
	buffer_commands,
	completion_commands,
};

const struct command *command_at(size_t n)
{
	for (size_t g = 0; g < ARRAY_SIZE(groups); g++)
		for (const struct command *c = groups[g]; c->noun; c++)
			if (!n--)
				return c;
	return NULL;
}

/* The command for noun and verb; @noun_known tells which of them is wrong. */
static const struct command *find(const char *noun, const char *verb, bool *noun_known)
{
	const struct command *c, *without = NULL;

	*noun_known = false;
	for (size_t n = 0; (c = command_at(n)); n++) {
		if (strcmp(c->noun, noun))
			continue;
		*noun_known = true;
		if (c->verb && verb && !strcmp(c->verb, verb))
			return c;
		if (!c->verb || (c->is_default && !verb))
			without = c;
	}
	return without;
}

static void verbs(const char *noun, char *text, size_t size)
{
	const struct command *c;
	size_t length = 0;

	*text = '\0';
	for (size_t n = 0; (c = command_at(n)) && length < size; n++)
		if (!strcmp(c->noun, noun) && c->verb)
			length += snprintf(text + length, size - length, "%s%s",
					   length ? ", " : "", c->verb);
}

/* Whether 'set' of a noun takes a word: it was left out. */
static bool is_value(const char *noun, const char *word)
{
	size_t length = strlen(word);
	const struct command *c;

	for (size_t n = 0; (c = command_at(n)); n++) {
		if (strcmp(c->noun, noun) || !c->verb || strcmp(c->verb, "set") || !c->values)
			continue;
		for (const char *p = c->values; *p; p += strspn(p, " ")) {
			size_t here = strcspn(p, " ");

			if (here == length && !strncmp(p, word, length))
				return true;
			p += here;
		}
	}
	return false;
}

int dispatch_usage(struct output *out, const char *noun, const char *verb,
		   const struct smi_error *error)
{
	output_set_help(out, noun, verb);
	return output_error(out, error);
}

static int check_count(const struct command *c, int argc, char **argv, struct smi_error *error)
{
	if (argc < c->min_args)
		return error_set(error, SMI_USAGE, HINT_NONE, "missing argument: %s", c->arguments);
	if (c->max_args >= 0 && argc > c->max_args)
		return error_set(error, SMI_USAGE, HINT_NONE, "unexpected argument '%s'",
				 argv[c->max_args]);
	return SMI_OK;
}

static int run(const struct command *c, const struct options *options, int argc, char **argv,
	       struct machine *machine, struct output *out)
{
	struct run run = { .command = c, .options = options, .machine = machine, .out = out };
	struct smi_error error;
	int code = options_allowed(options, c->options, &error);

	output_command(out, c->noun, c->verb);
	if (!code)
		code = check_count(c, argc, argv, &error);
	if (code)
		return dispatch_usage(out, c->noun, c->verb, &error);
	if (options->tables && c->flags & COMMAND_NEEDS_MACHINE) {
		error_set(&error, SMI_USAGE, HINT_OTHER_MACHINE,
			  "'%s%s%s' needs the firmware of the running machine; %s has the tables of another one",
			  c->noun, c->verb ? " " : "", c->verb ? c->verb : "", options->tables);
		return output_error(out, &error);
	}
	output_set_help(out, c->noun, c->verb);
	code = c->run(&run, argc, argv);
	if (machine->smbios.damage)
		output_warn(out, "the SMBIOS table %s at byte %zu; used what comes before",
			    machine->smbios.damage, machine->smbios.length);
	/* A dry run tells by its exit code whether anything would change. */
	if (code == SMI_OK && options->dry_run && output_has_recorded(out))
		code = SMI_DIFFERS;
	return code;
}

int dispatch(const struct options *options, char **words, int n_words, struct machine *machine,
	     struct output *out)
{
	const char *noun = n_words ? words[0] : NULL, *verb = n_words > 1 ? words[1] : NULL;
	const struct command *c = NULL;
	struct smi_error error;
	bool noun_known = false;
	char known[256];

	if (!noun) {
		error_set(&error, SMI_USAGE, HINT_NONE, "missing command");
		return dispatch_usage(out, NULL, NULL, &error);
	}
	c = find(noun, verb, &noun_known);
	if (!noun_known) {
		error_set(&error, SMI_USAGE, HINT_NONE, "unknown command '%s'", noun);
		return dispatch_usage(out, NULL, NULL, &error);
	}
	if (options->help && (c || !verb)) {
		if (c && (c->verb || !c->is_default) && (verb || !c->verb))
			help_command(out, c);
		else
			help_noun(out, noun);
		return SMI_OK;
	}
	if (!c) {
		verbs(noun, known, sizeof(known));
		if (verb && is_value(noun, verb))
			error_set(&error, SMI_USAGE, HINT_NONE,
				  "unknown subcommand '%s' (%s): 'set %s' sets it", verb, known,
				  verb);
		else if (verb)
			error_set(&error, SMI_USAGE, HINT_NONE, "unknown subcommand '%s' (%s)",
				  verb, known);
		else
			error_set(&error, SMI_USAGE, HINT_NONE, "missing subcommand (%s)", known);
		output_command(out, noun, NULL);
		return dispatch_usage(out, noun, NULL, &error);
	}
	n_words -= c->verb && verb ? 2 : 1;
	words += c->verb && verb ? 2 : 1;
	return run(c, options, n_words, words, machine, out);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client completion: scripts for bash and zsh, made from the tables of
 * commands and options. The scripts know only words: no SMI is raised.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "dispatch.h"

#define LINE	2048

/**
 * struct shell - what differs between shells
 * @begin: before the patterns of options that take a value
 * @scan: before the table of commands
 * @end: behind it
 * @values, @files, @directories: what to do behind an option with a value
 */
struct shell {
	const char *begin, *scan, *end;
	const char *values, *files, *directories;
};

static const struct shell bash = {
	.begin =
"# bash completion of smi-client; printed by 'smi-client completion bash'.\n"
"# 'filenames': a slash behind a directory, blanks quoted.\n"
"_smi_client()\n"
"{\n"
"	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
"	local i noun='' verb='' more='' candidates='' files=''\n"
"\n"
"	COMPREPLY=()\n"
"	# '--option=value' is three words, and so is 'NAME=VALUE'.\n"
"	if [[ $cur == = ]]; then\n"
"		cur=''\n"
"		[[ $prev == -* ]] || return\n"
"	elif [[ $prev == = ]]; then\n"
"		prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
"		[[ $prev == -* ]] || return\n"
"	fi\n"
"	case $prev in\n",
	.values = "		return\n",
	.files =
"		compopt -o filenames 2>/dev/null\n"
"		mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
"		return\n",
	.directories =
"		compopt -o filenames 2>/dev/null\n"
"		mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")\n"
"		return\n",
	.scan =
"	for ((i = 1; i < COMP_CWORD; i++)); do\n"
"		if [[ ${COMP_WORDS[i]} == = ]]; then\n"
"			((i++))\n"
"			continue\n"
"		fi\n"
"		_smi_client_word \"${COMP_WORDS[i]}\" \"${COMP_WORDS[i - 1]}\" || continue\n"
"		if [[ -z $noun ]]; then\n"
"			noun=${COMP_WORDS[i]}\n"
"		elif [[ -z $verb ]]; then\n"
"			verb=${COMP_WORDS[i]}\n"
"		else\n"
"			more=y\n"
"		fi\n"
"	done\n",
	.end =
"	[[ $cur == -* ]] && candidates=\"$candidates $(_smi_client_global)\"\n"
"	if [[ $files && $cur != -* ]]; then\n"
"		compopt -o filenames 2>/dev/null\n"
"		mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
"	else\n"
"		mapfile -t COMPREPLY < <(compgen -W \"$candidates\" -- \"$cur\")\n"
"	fi\n"
"}\n"
"\n"
"complete -F _smi_client smi-client\n",
};

static const struct shell zsh = {
	.begin =
"#compdef smi-client\n"
"# zsh completion of smi-client; printed by 'smi-client completion zsh'.\n"
"_smi_client()\n"
"{\n"
"	local cur=${words[CURRENT]} prev=${words[CURRENT - 1]}\n"
"	local i noun='' verb='' more='' candidates='' files=''\n"
"\n"
"	case $prev in\n",
	.values = "		return\n",
	.files = "		_files\n		return\n",
	.directories = "		_files -/\n		return\n",
	.scan =
"	for ((i = 2; i < CURRENT; i++)); do\n"
"		_smi_client_word \"${words[i]}\" \"${words[i - 1]}\" || continue\n"
"		if [[ -z $noun ]]; then\n"
"			noun=${words[i]}\n"
"		elif [[ -z $verb ]]; then\n"
"			verb=${words[i]}\n"
"		else\n"
"			more=y\n"
"		fi\n"
"	done\n",
	.end =
"	[[ $cur == -* ]] && candidates=\"$candidates $(_smi_client_global)\"\n"
"	[[ $files && $cur != -* ]] && _files\n"
"	compadd -- ${=candidates}\n"
"}\n"
"\n"
"if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n"
"	_smi_client \"$@\"\n"
"else\n"
"	compdef _smi_client smi-client\n"
"fi\n",
};

/* Options of a kind in one pattern: "--file | --backup". @argument NULL: any. */
static size_t add_pattern(char *line, size_t size, const char *argument, bool others)
{
	const struct option_text *o;
	size_t n = 0;

	*line = '\0';
	for (size_t i = 0; (o = option_text(i)) && n < size; i++) {
		bool path = o->argument &&
			    (!strcmp(o->argument, "FILE") || !strcmp(o->argument, "DIR"));

		if (!o->argument || (argument ? strcmp(o->argument, argument) : others && path))
			continue;
		n += snprintf(line + n, size - n, "%s--%s", n ? " | " : "", o->name);
		if (o->letter && n < size)
			n += snprintf(line + n, size - n, " | -%c", o->letter);
	}
	return n;
}

static void print_pattern(struct output *out, const char *argument, const char *action)
{
	char line[LINE], text[LINE + 512];

	add_pattern(line, sizeof(line), argument, true);
	snprintf(text, sizeof(text), "	%s)\n%s		;;\n", line, action);
	output_text(out, text);
}

/* Functions that both shells understand: is it a word; the global options. */
static void print_functions(struct output *out)
{
	const struct option_text *o;
	char line[LINE], text[2 * LINE];
	size_t n = 0;

	add_pattern(line, sizeof(line), NULL, false);
	snprintf(text, sizeof(text),
		 "_smi_client_word()\n{\n"
		 "	case $2 in\n	%s)\n		return 1\n		;;\n	esac\n"
		 "	[[ $1 != -* ]]\n}\n\n", line);
	output_text(out, text);
	for (size_t i = 0; (o = option_text(i)) && n < sizeof(line); i++)
		if (o->global)
			n += snprintf(line + n, sizeof(line) - n, "%s--%s", n ? " " : "", o->name);
	snprintf(text, sizeof(text), "_smi_client_global()\n{\n	echo '%s'\n}\n\n", line);
	output_text(out, text);
}

static size_t add_options(char *line, size_t size, size_t n, u64 bits)
{
	const struct option_text *o;

	for (size_t i = 0; (o = option_text(i)) && n < size; i++)
		if (!o->global && bits >> o->bit & 1)
			n += snprintf(line + n, size - n, " --%s", o->name);
	return n;
}

static void print_case(struct output *out, const char *pattern, const char *words, bool files)
{
	char text[LINE + 128];

	snprintf(text, sizeof(text), "	%s)\n		candidates=\"%s\"%s\n		;;\n",
		 pattern, words, files ? " files=y" : "");
	output_text(out, text);
}

static bool takes_file(const struct command *c)
{
	return c->arguments && strstr(c->arguments, "FILE");
}

/* Verbs of the noun at @first, and where one is the default, its options. */
static void print_noun(struct output *out, size_t first)
{
	const struct command *c, *noun = command_at(first);
	char line[LINE] = "", pattern[64];
	bool files = false;
	size_t n = 0;

	for (size_t i = first; (c = command_at(i)) && n < sizeof(line); i++) {
		if (strcmp(c->noun, noun->noun))
			continue;
		if (c->verb)
			n += snprintf(line + n, sizeof(line) - n, "%s%s", n ? " " : "", c->verb);
		if (c->verb ? c->is_default : true)
			n = add_options(line, sizeof(line), n, c->options);
		files |= !c->verb && takes_file(c);
		if (!c->verb && c->values)
			n += snprintf(line + n, sizeof(line) - n, " %s", c->values);
	}
	snprintf(pattern, sizeof(pattern), "%s::", noun->noun);
	print_case(out, pattern, line, files);
}

static void print_command(struct output *out, const struct command *c)
{
	bool files = takes_file(c);
	char line[LINE] = "", pattern[64];
	size_t n = 0;

	if (!c->verb && !c->options)
		return;
	n = add_options(line, sizeof(line), 0, c->options);
	if (c->verb && c->values && n < sizeof(line)) {
		char first[LINE];

		snprintf(first, sizeof(first), "%s%s", c->values, line);
		snprintf(pattern, sizeof(pattern), "%s:%s:", c->noun, c->verb);
		print_case(out, pattern, first, files);
	}
	snprintf(pattern, sizeof(pattern), "%s:%s:*", c->noun, c->verb ? c->verb : "*");
	print_case(out, pattern, line + (*line == ' '), files);
}

static void print_commands(struct output *out)
{
	const struct command *c, *before = NULL;
	char nouns[LINE] = "";
	size_t n = 0;

	output_text(out, "	case $noun:$verb:$more in\n");
	for (size_t i = 0; (c = command_at(i)) && n < sizeof(nouns); i++) {
		if (!before || strcmp(before->noun, c->noun))
			n += snprintf(nouns + n, sizeof(nouns) - n, "%s%s", n ? " " : "", c->noun);
		before = c;
	}
	print_case(out, "::", nouns, false);
	before = NULL;
	for (size_t i = 0; (c = command_at(i)); i++) {
		if (!before || strcmp(before->noun, c->noun))
			print_noun(out, i);
		print_command(out, c);
		before = c;
	}
	output_text(out, "	esac\n");
}

static int print_script(struct run *run, const struct shell *shell)
{
	struct output *out = run->out;
	struct smi_error error;

	if (output_is_json(out)) {
		error_set(&error, SMI_USAGE, HINT_NONE, "a script is not printed as JSON");
		return output_error(out, &error);
	}
	/* zsh wants "#compdef" in the first line. */
	if (shell == &zsh) {
		output_text(out, "#compdef smi-client\n");
		print_functions(out);
		output_text(out, strchr(shell->begin, '\n') + 1);
	} else {
		print_functions(out);
		output_text(out, shell->begin);
	}
	print_pattern(out, "DIR", shell->directories);
	print_pattern(out, "FILE", shell->files);
	print_pattern(out, NULL, shell->values);
	output_text(out, "	esac\n");
	output_text(out, shell->scan);
	print_commands(out);
	output_text(out, shell->end);
	return SMI_OK;
}

static int run_bash(struct run *run, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return print_script(run, &bash);
}

static int run_zsh(struct run *run, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return print_script(run, &zsh);
}

const struct command completion_commands[] = {
	{
		.noun = "completion", .verb = "bash",
		.summary = "print the completion script for bash",
		.run = run_bash,
	}, {
		.noun = "completion", .verb = "zsh",
		.summary = "print the completion script for zsh",
		.run = run_zsh,
	},
	{ },
};

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client: sort the command line, make machine and output, run the command.
 * The exit code is an enum smi_code.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/file.h"
#include "../lib/lock.h"
#include "dispatch.h"
#include "prompt.h"

static int run(const struct options *options, char **words, int n_words, struct output *out)
{
	struct prompt prompt = { .options = options };
	const struct machine_options machine_options = {
		.sysfs = options->sysfs,
		.dev = options->dev,
		.tables_dir = options->tables,
		.config_dir = options->config,
		.transport = options->transport,
		.dry_run = options->dry_run,
		.timeout_ms = options->timeout_ms,
		.pace_ms = options->pace_ms,
		.trace = { .step = output_step, .arg = out },
		.password = { .ask = prompt_password, .arg = &prompt },
	};
	struct machine machine;
	int code;

	machine_init(&machine, &machine_options);
	code = dispatch(options, words, n_words, &machine, out);
	machine_free(&machine);
	return code;
}

int main(int argc, char **argv)
{
	struct smi_error error;
	struct options options;
	struct output *out;
	sigset_t signals;
	char **words;
	int n_words, code;

	/* Before anything is opened: no device may become a standard stream. */
	if (!file_secure_standard())
		return SMI_FAILED;
	/* A reader that has gone must not end the program between two writes;
	 * output_end() reports it.
	 */
	signal(SIGPIPE, SIG_IGN);
	/* A file that grows too large is an error like a full disk. */
	signal(SIGXFSZ, SIG_IGN);
	sigprocmask(SIG_BLOCK, NULL, &signals);
	words = calloc(argc + 1, sizeof(*words));
	if (!words)
		output_out_of_memory();
	code = options_parse(&options, argc, argv, words, &n_words, &error);
	/* 'help' in front is the option behind. */
	if (n_words && !strcmp(words[0], "help")) {
		options.help = true;
		memmove(words, words + 1, n_words-- * sizeof(*words));
	}
	out = output_new(options.json, options.dry_run, options.verbose);
	if (code) {
		dispatch_usage(out, NULL, NULL, &error);
	} else if (options.version) {
		output_as_text(out);
		output_line(out, "smi-client %s", VERSION);
	} else if (options.help && !n_words) {
		help_all(out);
	} else {
		code = run(&options, words, n_words, out);
	}
	free(words);
	code = output_end(out, code);
	/* One that came while something was changed: all has been told now. */
	signals_release(&signals);
	return code;
}

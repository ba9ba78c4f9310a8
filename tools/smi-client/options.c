// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reader of what was typed: options, numbers, bytes.
 *
 * In: argv, and files named there. Out: checked values, or a usage failure.
 */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"

/**
 * options_usage() - what was typed makes no sense
 * @c: this run
 * @fmt: why
 *
 * Return: CLIENT_USAGE
 */
int options_usage(struct client *c, const char *fmt, ...)
{
	char *message, *next;
	va_list ap;
	int code;

	va_start(ap, fmt);
	if (vasprintf(&message, fmt, ap) < 0)
		abort();
	va_end(ap);
	if (asprintf(&next, "Try 'smi-client %s%s--help'.", c->command,
		     *c->command ? " " : "") < 0)
		abort();
	code = output_fail(c, CLIENT_USAGE, next, "%s", message);
	free(next);
	free(message);
	return code;
}

/**
 * options_next() - next option of a command
 * @c: this run
 * @cmd: command, for its help
 * @argc: as given to the command
 * @argv: as given to the command
 * @letters: as for getopt_long(), without 'h'
 * @longs: as for getopt_long()
 * @code: set when the command is over
 *
 * Return: the letter, OPTIONS_END when there are no more, OPTIONS_STOP when
 * help was given or the option is wrong: return *@code.
 */
int options_next(struct client *c, const struct command *cmd, int argc,
		 char **argv, const char *letters, const struct option *longs,
		 int *code)
{
	char all[32];
	int letter;

	/* '+': what begins with a dash after the first word is no option. */
	snprintf(all, sizeof(all), "+:h%s", letters);
	letter = getopt_long(argc, argv, all, longs, NULL);
	switch (letter) {
	case 'h':
		fputs(cmd->help, stdout);
		c->json = false;
		*code = CLIENT_DONE;
		return OPTIONS_STOP;
	case '?':
		*code = options_usage(c, "unknown option '%s'",
				      argv[optind - 1]);
		return OPTIONS_STOP;
	case ':':
		*code = options_usage(c, "option '%s' needs a value",
				      argv[optind - 1]);
		return OPTIONS_STOP;
	}
	return letter;
}

/**
 * options_none() - options of a command that has only --help
 * @c: this run
 * @cmd: command
 * @argc: as given to the command
 * @argv: as given to the command
 *
 * Return: -1 to go on, else what the command returns
 */
int options_none(struct client *c, const struct command *cmd, int argc,
		 char **argv)
{
	static const struct option longs[] = { OPTION_HELP, OPTION_LAST };
	int code;

	if (options_next(c, cmd, argc, argv, "", longs, &code) == OPTIONS_STOP)
		return code;
	return -1;
}

/**
 * options_number() - a number, decimal or with 0x
 * @text: all of it has to be the number: no sign, no space
 * @max: largest value
 * @value: the number
 *
 * Return: whether it is one
 */
bool options_number(const char *text, u64 max, u64 *value)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	const char *digits = text + (hex ? 2 : 0);

	if (!*digits || strspn(digits, hex ? "0123456789abcdefABCDEF" :
			       "0123456789") != strlen(digits))
		return false;
	errno = 0;
	*value = strtoull(digits, NULL, hex ? 16 : 10);
	return !errno && *value <= max;
}

/* Seconds, also parts of them, up to an hour, as milliseconds. */
bool options_timeout(const char *text, unsigned int *ms)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !isfinite(seconds) || seconds < 0 ||
	    seconds > 3600)
		return false;
	*ms = seconds * 1000;
	return true;
}

/* A file that was named cannot be opened, for the reason err. */
int options_file_failed(struct client *c, int err, const char *path)
{
	return output_fail_errno(c, err == ENOENT ? CLIENT_NOT_FOUND :
				 err == EACCES || err == EPERM || err == EROFS ?
				 CLIENT_PERMISSION : CLIENT_FAILED, err, path,
				 NULL, "open");
}

/**
 * options_file() - what is in a file
 * @c: this run
 * @path: file, "-" for standard input
 * @max: largest size, in bytes
 * @data: to be freed by the caller; never NULL on success
 * @length: in bytes
 *
 * Return: CLIENT_DONE or a failure
 */
int options_file(struct client *c, const char *path, size_t max,
		 u8 **data, size_t *length)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "re") : stdin;
	u8 *bytes;
	int err;

	if (!f)
		return options_file_failed(c, errno, path);
	bytes = malloc(max + 1);
	if (!bytes)
		abort();
	*length = fread(bytes, 1, max + 1, f);
	err = ferror(f) ? errno : 0;
	if (f != stdin)
		fclose(f);
	if (err || *length > max) {
		free(bytes);
		if (err)
			return output_fail_errno(c, CLIENT_FAILED, err, path,
						 NULL, "read");
		return output_fail(c, CLIENT_USAGE, NULL,
				   "%s is larger than %zu bytes", path, max);
	}
	*data = bytes;
	return CLIENT_DONE;
}

/**
 * options_hex() - bytes typed as hexadecimal digits
 * @c: this run
 * @text: pairs of digits; blanks, colons and commas may stand between pairs
 * @max: most bytes
 * @data: to be freed by the caller
 * @length: in bytes
 *
 * Return: CLIENT_DONE or CLIENT_USAGE
 */
int options_hex(struct client *c, const char *text, size_t max,
		u8 **data, size_t *length)
{
	u8 *bytes = malloc(strlen(text) / 2 + 1);
	size_t n = 0;

	if (!bytes)
		abort();
	for (text += strspn(text, " \t\n:,"); *text;
	     text += strspn(text, " \t\n:,")) {
		if (strspn(text, "0123456789abcdefABCDEF") < 2) {
			free(bytes);
			return options_usage(c, "'%s' is not pairs of hexadecimal digits",
					     text);
		}
		bytes[n++] = strtoul((char []){ text[0], text[1], 0 }, NULL,
				     16);
		text += 2;
	}
	if (n > max) {
		free(bytes);
		return options_usage(c, "%zu bytes given, %zu at most", n, max);
	}
	*data = bytes;
	*length = n;
	return CLIENT_DONE;
}

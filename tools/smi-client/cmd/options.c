// SPDX-License-Identifier: GPL-2.0-or-later
/* See options.h: one table of options for the whole program. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../lib/parse.h"
#include "options.h"

/* So that the path of every file below fits. */
#define DIRECTORY_MAX	(PATH_MAX - 256)

enum option_kind {
	FLAG,
	TEXT,
	DIRECTORY,
	NUMBER,			/* of at most @max */
	FD,
	SECONDS,
	MILLISECONDS,
	TRANSPORT,
};

/**
 * struct option_line - one option
 * @text: name, argument, summary
 * @kind: what its value is
 * @at: offset of the member of struct options
 * @max: largest number
 */
struct option_line {
	struct option_text text;
	enum option_kind kind;
	size_t at;
	u64 max;
};

#define AT(member)	offsetof(struct options, member)
#define GLOBAL(name, letter, argument, summary, kind, member) \
	{ { name, argument, summary, letter, true, 0 }, kind, AT(member), 0 }
#define OWN(bit, name, letter, argument, summary, kind, member, max) \
	{ { name, argument, summary, letter, false, OPT_##bit }, kind, AT(member), max }

static const struct option_line option_lines[] = {
	GLOBAL("json", 0, NULL, "print the result, or the failure, as one JSON object", FLAG, json),
	GLOBAL("dry-run", 0, NULL, "change nothing, print what would change", FLAG, dry_run),
	GLOBAL("verbose", 'v', NULL, "print on standard error each file that is accessed", FLAG,
	       verbose),
	GLOBAL("timeout", 0, "SECONDS", "how long to wait for a lock (default 10)", SECONDS,
	       timeout_ms),
	GLOBAL("pace", 0, "MS", "pause between two SMIs, in milliseconds", MILLISECONDS, pace_ms),
	GLOBAL("password-fd", 0, "N", "read the BIOS password from descriptor N", FD, password_fd),
	GLOBAL("password-file", 0, "FILE", "read the BIOS password from FILE", TEXT,
	       password_file),
	GLOBAL("transport", 0, "NAME", "auto, sysfs or device (default auto)", TRANSPORT,
	       transport),
	GLOBAL("tables", 0, "DIR", "SMBIOS tables of another machine", DIRECTORY, tables),
	GLOBAL("sysfs", 0, "DIR", "use DIR instead of /sys", DIRECTORY, sysfs),
	GLOBAL("dev", 0, "DIR", "use DIR instead of /dev", DIRECTORY, dev),
	GLOBAL("config", 0, "DIR", "look for .conf files only in DIR", DIRECTORY, config),
	GLOBAL("help", 'h', NULL, "print this help", FLAG, help),
	GLOBAL("version", 'V', NULL, "print the version", FLAG, version),

	OWN(FORCE, "force", 'f', NULL, "do what is refused otherwise", FLAG, force, 0),
	OWN(FILTER, "filter", 0, "TEXT", "only what contains TEXT", TEXT, filter, 0),
	OWN(ACTIVE, "active", 0, NULL, "only what is active", FLAG, active, 0),
	OWN(SMI_TYPE, "smi-type", 0, "NUM", "SMI type of host control, 1 to 3", NUMBER, smi_type,
	    3),
	OWN(LIST, "list", 'l', NULL, "list the names", FLAG, list, 0),
	OWN(EBX, "ebx", 0, "NUM", "register EBX (default 0)", NUMBER, ebx, UINT32_MAX),
	OWN(ECX, "ecx", 0, "NUM", "register ECX (default 0)", NUMBER, ecx, UINT32_MAX),
	OWN(PORT, "port", 0, "NUM", "I/O port (default: as firmware advertises)", NUMBER, port,
	    UINT16_MAX),
	OWN(CODE, "code", 0, "NUM", "byte to write there", NUMBER, code, UINT8_MAX),
	OWN(HEX, "hex", 0, "BYTES", "data behind the header, as hexadecimal digits", TEXT, hex, 0),
	OWN(FILE, "file", 0, "FILE", "data behind the header; '-' is standard input", TEXT, file,
	    0),
	OWN(CALLING, "calling", 'c', NULL, "calling interface request: the driver fills in EBX",
	    FLAG, calling, 0),
	OWN(VALUE, "value", 0, NULL, "print the value alone", FLAG, value, 0),
	OWN(BACKUP, "backup", 0, "FILE", "write the present state to FILE first", TEXT, backup, 0),
	OWN(REPLACE, "replace", 0, NULL, "replace what is there already", FLAG, replace, 0),
	OWN(COUNT, "count", 'n', "NUM", "how many times", NUMBER, count, 1000000),
	OWN(NEW_PASSWORD_FD, "new-password-fd", 0, "N", "read the new password from descriptor N",
	    FD, new_password_fd, 0),
};

const struct option_text *option_text(size_t n)
{
	return n < ARRAY_SIZE(option_lines) ? &option_lines[n].text : NULL;
}

static int option_bad(const struct option_line *o, const char *value, const char *wanted,
		      struct smi_error *error)
{
	return error_set(error, SMI_USAGE, HINT_NONE, "--%s: '%s' is not %s", o->text.name, value,
			 wanted);
}

/* The lines of TRANSPORT. */
static int option_transport(const struct option_line *o, const char *value, const char **to,
			    struct smi_error *error)
{
	static const char *const names[] = { "auto", "sysfs", "device" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(value, names[i])) {
			*to = names[i];
			return SMI_OK;
		}
	return option_bad(o, value, "one of auto, sysfs, device", error);
}

static int option_number(const struct option_line *o, const char *value, u64 *to,
			 struct smi_error *error)
{
	char wanted[48];

	if (parse_number(value, o->max, to))
		return SMI_OK;
	snprintf(wanted, sizeof(wanted), "a number from 0 to %llu", (unsigned long long)o->max);
	return option_bad(o, value, wanted, error);
}

/* Only what was open before: later its number may be that of a file of this program. */
static int option_fd(const struct option_line *o, const char *value, int *to,
		     struct smi_error *error)
{
	u64 number;

	if (!parse_digits(value, 10, INT_MAX, &number))
		return option_bad(o, value, "a descriptor", error);
	if (fcntl(number, F_GETFD) < 0)
		return error_set(error, SMI_USAGE, HINT_NONE, "--%s: %s: %s", o->text.name, value,
				 strerror(errno));
	*to = number;
	return SMI_OK;
}

static int option_store(struct options *options, const struct option_line *o, const char *value,
			struct smi_error *error)
{
	void *to = (char *)options + o->at;
	u64 number;

	if (!o->text.global)
		options->given |= 1ull << o->text.bit;
	switch (o->kind) {
	case FLAG:
		*(bool *)to = true;
		return SMI_OK;
	case TEXT:
		*(const char **)to = value;
		return SMI_OK;
	case DIRECTORY:
		*(const char **)to = value;
		if (!*value)
			return option_bad(o, value, "a directory", error);
		if (strlen(value) <= DIRECTORY_MAX)
			return SMI_OK;
		return error_set(error, SMI_USAGE, HINT_NONE, "--%s: more than %d characters",
				 o->text.name, DIRECTORY_MAX);
	case NUMBER:
		return option_number(o, value, to, error);
	case FD:
		return option_fd(o, value, to, error);
	case SECONDS:
		if (!parse_seconds(value, to))
			return option_bad(o, value, "a time from 0 to 3600 seconds", error);
		return SMI_OK;
	case MILLISECONDS:
		if (!parse_digits(value, 10, 60000, &number))
			return option_bad(o, value, "a number of milliseconds from 0 to 60000",
					  error);
		*(unsigned int *)to = number;
		return SMI_OK;
	case TRANSPORT:
		return option_transport(o, value, to, error);
	}
	return SMI_OK;
}

/* By its name or the beginning of it; NULL with @error filled in. */
static const struct option_line *option_find(const char *name, size_t length,
					     struct smi_error *error)
{
	const struct option_line *found = NULL;
	char candidates[160] = "";
	size_t n = 0, count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(option_lines); i++) {
		const struct option_line *o = &option_lines[i];

		if (strncmp(o->text.name, name, length))
			continue;
		if (!o->text.name[length])
			return o;
		found = o;
		count++;
		if (n < sizeof(candidates))
			n += snprintf(candidates + n, sizeof(candidates) - n, "%s--%s",
				      n ? ", " : "", o->text.name);
	}
	if (count == 1)
		return found;
	if (count)
		error_set(error, SMI_USAGE, HINT_NONE, "option '--%.*s' is ambiguous: %s",
			  (int)length, name, candidates);
	else
		error_set(error, SMI_USAGE, HINT_NONE, "unknown option '--%.*s'", (int)length,
			  name);
	return NULL;
}

/**
 * struct cursor - where on the command line
 * @argc: as main() has it
 * @argv: as main() has it
 * @at: word looked at
 */
struct cursor {
	int argc, at;
	char **argv;
};

/* The word behind an option. What looks like another option is not taken. */
static const char *option_value(struct cursor *c, const char *option, struct smi_error *error)
{
	const char *value = c->at + 1 < c->argc ? c->argv[c->at + 1] : NULL;

	if (!value) {
		error_set(error, SMI_USAGE, HINT_NONE, "option '%s' needs a value", option);
		return NULL;
	}
	if (value[0] == '-' && value[1]) {
		error_set(error, SMI_USAGE, HINT_NONE,
			  "option '%s' needs a value; one that begins with '-' is given as '%s%s%s'",
			  option, option, option[1] == '-' ? "=" : "", value);
		return NULL;
	}
	c->at++;
	return value;
}

static int option_long(struct options *options, struct cursor *c, struct smi_error *error)
{
	const char *name = c->argv[c->at] + 2, *equals = strchr(name, '=');
	size_t length = equals ? (size_t)(equals - name) : strlen(name);
	const struct option_line *o = option_find(name, length, error);
	const char *value = equals ? equals + 1 : NULL;
	char option[64];

	if (!o)
		return SMI_USAGE;
	if (o->kind == FLAG && value)
		return error_set(error, SMI_USAGE, HINT_NONE, "option '--%s' takes no value",
				 o->text.name);
	snprintf(option, sizeof(option), "--%s", o->text.name);
	if (o->kind != FLAG && !value) {
		value = option_value(c, option, error);
		if (!value)
			return SMI_USAGE;
	}
	return option_store(options, o, value, error);
}

/* "-v", or a cluster "-xv"; the last letter may take a value. */
static int option_letters(struct options *options, struct cursor *c, struct smi_error *error)
{
	const char *word = c->argv[c->at];

	for (const char *p = word + 1; *p; p++) {
		const struct option_line *o = NULL;
		const char option[] = { '-', *p, '\0' };
		const char *value = NULL;
		int code;

		for (size_t i = 0; i < ARRAY_SIZE(option_lines) && !o; i++)
			if (option_lines[i].text.letter == *p)
				o = &option_lines[i];
		if (!o)
			return error_set(error, SMI_USAGE, HINT_NONE, "unknown option '%s'%s%s%s",
					 option, word[2] ? " in '" : "", word[2] ? word : "",
					 word[2] ? "'" : "");
		if (o->kind != FLAG) {
			value = p[1] ? p + 1 : option_value(c, option, error);
			if (!value)
				return SMI_USAGE;
		}
		code = option_store(options, o, value, error);
		if (code || value)
			return code;
	}
	return SMI_OK;
}

static int option_word(struct options *options, struct cursor *c, struct smi_error *error)
{
	const char *word = c->argv[c->at];

	if (word[1] >= '0' && word[1] <= '9')
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "'%s' begins with '-': put '--' before words that are no options",
				 word);
	return word[1] == '-' ? option_long(options, c, error) : option_letters(options, c, error);
}

int options_parse(struct options *options, int argc, char **argv, char **words, int *n_words,
		  struct smi_error *error)
{
	struct cursor c = { .argc = argc, .argv = argv, .at = 1 };
	struct smi_error other;
	bool ended = false;
	int code = SMI_OK;

	*options = (struct options){
		.timeout_ms = 10000, .password_fd = -1, .new_password_fd = -1, .transport = "auto",
	};
	*n_words = 0;
	/* Goes on after a failure: a --json behind it counts. */
	for (; c.at < argc; c.at++) {
		char *word = argv[c.at];

		if (!ended && !strcmp(word, "--"))
			ended = true;
		else if (ended || word[0] != '-' || !word[1])
			words[(*n_words)++] = word;
		else if (option_word(options, &c, code ? &other : error))
			code = SMI_USAGE;
	}
	words[*n_words] = NULL;
	return code;
}

int options_allowed(const struct options *options, u64 allowed, struct smi_error *error)
{
	u64 wrong = options->given & ~allowed;

	for (size_t i = 0; wrong && i < ARRAY_SIZE(option_lines); i++)
		if (!option_lines[i].text.global && wrong >> option_lines[i].text.bit & 1)
			return error_set(error, SMI_USAGE, HINT_NONE,
					 "option '--%s' is not one of this command",
					 option_lines[i].text.name);
	return SMI_OK;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client tag: asset and property tag.
 *
 * In: which one, and what it is to be. Out: what it is.
 */
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "tags.h"

static int show(struct client *c, enum tag which, const char *name)
{
	char text[TAG_SIZE];
	int code = tag_read(c, which, text);

	if (code || c->dry_run)
		return code;
	output_text(c->result, "tag", name);
	output_text(c->result, "value", text);
	if (!c->json)
		printf("%s\n", text);
	return CLIENT_DONE;
}

static int set(struct client *c, enum tag which, const char *name,
	       char *text)
{
	char old[TAG_SIZE];
	int code;

	/* Firmware fills up with blanks: they cannot be told from its own. */
	while (*text && text[strlen(text) - 1] == ' ')
		text[strlen(text) - 1] = '\0';
	if (strlen(text) > tag_max(which))
		return options_usage(c, "the %s tag has %zu characters at most",
				     name, tag_max(which));
	for (const char *p = text; *p; p++)
		if (*p < ' ' || *p > '~')
			return options_usage(c, "a tag has printable ASCII characters only");
	code = tag_read(c, which, old);
	if (!code && (c->dry_run || strcmp(old, text)))
		code = tag_write(c, which, text);
	if (code || c->dry_run)
		return code;
	output_text(c->result, "tag", name);
	output_text(c->result, "old", old);
	output_text(c->result, "value", text);
	output_bool(c->result, "changed", strcmp(old, text));
	if (c->json)
		return CLIENT_DONE;
	if (strcmp(old, text))
		printf("%s tag: '%s' -> '%s'\n", name, old, text);
	else
		printf("%s tag: '%s' unchanged\n", name, text);
	return CLIENT_DONE;
}

static int run_tag(struct client *c, int argc, char **argv)
{
	int code = options_none(c, &cmd_tag, argc, argv);
	enum tag which;

	if (code >= 0)
		return code;
	argc -= optind;
	argv += optind;
	if (!argc)
		return options_usage(c, "asset or property is wanted");
	if (!strcmp(argv[0], "asset"))
		which = TAG_ASSET;
	else if (!strcmp(argv[0], "property"))
		which = TAG_PROPERTY;
	else
		return options_usage(c, "'%s' is neither asset nor property",
				     argv[0]);
	if (argc == 1 || (argc == 2 && !strcmp(argv[1], "show")))
		return show(c, which, argv[0]);
	if (argc == 3 && !strcmp(argv[1], "set"))
		return set(c, which, argv[0], argv[2]);
	return options_usage(c, "show, or set and the new tag are wanted");
}

const struct command cmd_tag = {
	.name = "tag",
	.summary = "show or set the asset tag or the property tag",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] tag asset|property [show]\n"
" smi-client [global options] tag asset|property set VALUE\n"
"\n"
"Show or set a tag that the firmware keeps. An asset tag has 10 characters at\n"
"most, a property tag 80.\n"
"\n"
"Options:\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_tag,
};

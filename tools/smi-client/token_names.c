// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Registry of names: what tokens are called.
 *
 * In: token_list.csv of the package smbios-utils, when it is installed (or of
 * the directory given with --config). Out: attribute, setting, description of
 * a number. Without the list everything works by number.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "token_names.h"

#define LIST	"/usr/share/smbios-utils/token_list.csv"
#define LIST_MAX	(4 * 1024 * 1024)
#define FIELDS	4

/*
 * Cut the field at *p off in place: quotes are taken away, and doubled ones in
 * quotes halved. Gives false when it was the last of its line.
 */
static bool next_field(char **p, char **field)
{
	char *from = *p, *to = *p;
	bool quoted = *from == '"', more;
	size_t run;

	*field = to;
	from += quoted;
	/* A run at a time: the list is long, and read for every command. */
	while (*from) {
		run = strcspn(from, quoted ? "\"" : ",\r\n");
		memmove(to, from, run);
		to += run;
		from += run;
		if (!quoted || !*from)
			break;
		from++;
		if (*from == '"')
			*to++ = *from++;
		else
			quoted = false;
	}
	more = *from == ',';
	if (more)
		from++;
	else
		from += strspn(from, "\r\n");
	*to = '\0';
	*p = from;
	return more;
}

static int by_id(const void *a, const void *b)
{
	const struct token_name *x = a, *y = b;

	return x->id - y->id;
}

/**
 * token_names_parse() - read the list
 * @text: all of it, ended by zero; cut into pieces
 * @names: filled in; @names->text is left alone
 */
void token_names_parse(char *text, struct token_names *names)
{
	size_t lines = 1;

	for (char *p = text; (p = strchr(p, '\n')); p++)
		lines++;
	names->list = calloc(lines, sizeof(*names->list));
	if (!names->list)
		abort();
	while (*text && names->count < lines) {
		struct token_name *name = &names->list[names->count];
		char *field[FIELDS] = { "", "", "", "" }, *rest, *end;
		bool more = true;
		unsigned long id;

		for (int i = 0; i < FIELDS && more; i++)
			more = next_field(&text, &field[i]);
		while (more)
			more = next_field(&text, &rest);
		id = strtoul(field[0], &end, 16);
		if (end == field[0] || *end || id > 0xFFFF)
			continue;	/* the heading */
		name->id = id;
		name->attribute = field[1];
		name->setting = field[2];
		name->description = field[3];
		names->count++;
	}
	for (size_t i = 1; i < names->count; i++) {
		if (names->list[i - 1].id <= names->list[i].id)
			continue;
		qsort(names->list, names->count, sizeof(*names->list), by_id);
		break;
	}
}

static struct token_names *load(struct client *c)
{
	struct token_names *names = calloc(1, sizeof(*names));
	char *path = NULL;
	size_t length;
	FILE *f;

	if (!names)
		abort();
	if (c->config_dir &&
	    asprintf(&path, "%s/token_list.csv", c->config_dir) < 0)
		abort();
	f = path ? fopen(path, "re") : NULL;
	if (!f)
		f = fopen(LIST, "re");
	free(path);
	if (!f)
		return names;
	names->text = malloc(LIST_MAX + 1);
	if (!names->text)
		abort();
	length = fread(names->text, 1, LIST_MAX, f);
	fclose(f);
	names->text[length] = '\0';
	token_names_parse(names->text, names);
	return names;
}

/**
 * token_name() - what a token is called
 * @c: this run
 * @id: token
 *
 * Return: its names, NULL when they are not known
 */
const struct token_name *token_name(struct client *c, u16 id)
{
	const struct token_name key = { .id = id };

	if (!c->names)
		c->names = load(c);
	if (!c->names->count)
		return NULL;
	return bsearch(&key, c->names->list, c->names->count,
		       sizeof(*c->names->list), by_id);
}

/* Whether any name is known. */
bool token_names_there(struct client *c)
{
	token_name(c, 0);
	return c->names->count > 0;
}

void token_names_free(struct token_names *names)
{
	if (!names)
		return;
	free(names->list);
	free(names->text);
	free(names);
}

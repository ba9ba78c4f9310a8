// SPDX-License-Identifier: GPL-2.0-or-later
/* See token_name_list.h: comma-separated fields, cut in place. */
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "token_name_list.h"

#define FIELDS	4	/* id, attribute, setting, description; others follow */

/*
 * Cuts off the field at *p: quotes are taken away, doubled ones in quotes
 * halved. Returns false when it was the last of its line.
 */
static bool token_name_list_field(char **p, char **field)
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

int token_name_list_parse(char *text, struct token_name_list *names, struct smi_error *error)
{
	size_t lines = 1;

	*names = (struct token_name_list){ .text = text };
	for (char *p = text; (p = strchr(p, '\n')); p++)
		lines++;
	names->list = calloc(lines, sizeof(*names->list));
	if (!names->list) {
		token_name_list_free(names);
		return memory_failed(error);
	}
	while (*text && names->count < lines) {
		char *field[FIELDS] = { "", "", "", "" }, *rest, *end;
		bool more = true;
		unsigned long id;

		for (int i = 0; i < FIELDS && more; i++)
			more = token_name_list_field(&text, &field[i]);
		while (more)
			more = token_name_list_field(&text, &rest);
		id = strtoul(field[0], &end, 16);
		if (end == field[0] || *end || id > 0xFFFF)
			continue;	/* the heading */
		names->list[names->count++] = (struct token_name){
			.id = id, .attribute = field[1], .setting = field[2],
			.description = field[3],
		};
	}
	return SMI_OK;
}

void token_name_list_free(struct token_name_list *names)
{
	free(names->list);
	free(names->text);
	*names = (struct token_name_list){ };
}

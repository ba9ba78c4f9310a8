// SPDX-License-Identifier: GPL-2.0-or-later
/* See findings.h. */
#include "findings.h"
#include "hints.h"
#include "table.h"

void findings_print(struct output *out, const struct findings *f)
{
	struct table *table = table_new(3);

	for (size_t i = 0; i < f->count; i++) {
		const struct finding *one = &f->list[i];
		const char *next = hint_text(one->error.hint);

		table_cell(table, "%s", one->check);
		table_cell(table, "%s", finding_state_name(one->state));
		table_cell(table, "%s", one->error.what);
		if (!next)
			continue;
		table_cell(table, NULL);
		table_cell(table, NULL);
		table_cell(table, "-> %s", next);
	}
	table_end(table, out);
}

void findings_put(struct json_object *list, const struct findings *f)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct finding *one = &f->list[i];
		struct json_object *o = add_object(list);
		const char *next = hint_text(one->error.hint);

		put_text(o, "check", one->check);
		put_text(o, "state", finding_state_name(one->state));
		put_text(o, "text", one->error.what);
		if (next)
			put_text(o, "next", next);
	}
}

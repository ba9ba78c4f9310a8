// SPDX-License-Identifier: GPL-2.0-or-later
/* See report.h. Calls are made first: their texts are looked for in the tables. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cmos.h"
#include "file.h"
#include "memory.h"
#include "report.h"
#include "text.h"
#include "token_table.h"

#define ENTRY_MAX	256
#define SHORTEST_SECRET	4	/* characters; shorter ones are found by chance */

int report_add_removed(struct report *r, const char *what, const char *where,
		       struct smi_error *error)
{
	struct report_removed *list;

	for (size_t i = 0; i < r->n_removed; i++)
		if (!strcmp(r->removed[i].what, what) && !strcmp(r->removed[i].where, where))
			return SMI_OK;
	list = realloc(r->removed, (r->n_removed + 1) * sizeof(*list));
	if (!list)
		return memory_failed(error);
	r->removed = list;
	list[r->n_removed].what = what;
	snprintf(list[r->n_removed].where, sizeof(list->where), "%s", where);
	r->n_removed++;
	return SMI_OK;
}

/* The manufacturer is on each report: as a tag it stands for nothing. */
static bool report_is_dell(const char *text)
{
	static const char *const names[] = { "Dell", "Dell Inc", "Dell Inc.",
					     "Dell Computer Corporation" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcasecmp(text, names[i]))
			return true;
	return false;
}

int report_add_secret(struct report *r, const char *text, size_t length, struct smi_error *error)
{
	char **list, *raw, *trimmed;
	size_t at;

	/* A field is filled up with blanks; where the text stands elsewhere, it is not. */
	raw = strndup(text, length);
	trimmed = malloc(length + 1);
	if (!raw || !trimmed)
		goto out_of_memory;
	text_trim(raw, trimmed, length + 1);
	free(raw);
	raw = NULL;
	if (strlen(trimmed) < SHORTEST_SECRET || text_is_placeholder(trimmed) ||
	    report_is_dell(trimmed)) {
		free(trimmed);
		return SMI_OK;
	}
	list = realloc(r->secrets, (r->n_secrets + 1) * sizeof(*list));
	if (!list)
		goto out_of_memory;
	r->secrets = list;
	/* Longest first: what is in another one must not spoil its match. */
	for (at = r->n_secrets++; at && strlen(list[at - 1]) < strlen(trimmed); at--)
		list[at] = list[at - 1];
	list[at] = trimmed;
	return SMI_OK;

out_of_memory:
	free(raw);
	free(trimmed);
	return memory_failed(error);
}

bool report_mask(u8 *bytes, size_t length)
{
	bool any = false;

	for (size_t i = 0; i < length; i++) {
		bool hide = (bytes[i] >= '0' && bytes[i] <= '9') ||
			    ((bytes[i] | 0x20) >= 'a' && (bytes[i] | 0x20) <= 'z') ||
			    (bytes[i] >= 0x80 && bytes[i] < 0xFF);

		any |= hide && bytes[i] != 'X';
		if (hide)
			bytes[i] = 'X';
	}
	return any;
}

static int report_entry_point(struct machine *m, struct report *r, struct smi_error *error)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/firmware/dmi/tables/smbios_entry_point",
		 m->options.sysfs);
	return file_read(path, ENTRY_MAX, &r->entry, &r->entry_length, error);
}

/* One byte once, whatever choices are in it. */
static int report_add_byte(struct machine *m, const struct token *t, bool plan, struct report *r,
			   struct smi_error *error)
{
	struct report_byte *list;
	u8 value = 0;
	int code;

	for (size_t i = 0; i < r->n_cmos; i++)
		if (r->cmos[i].port == t->ports.index && r->cmos[i].index == t->location)
			return SMI_OK;
	code = plan ? SMI_OK : cmos_read(m, t->ports, t->location, &value, error);
	if (code)
		return code;
	list = realloc(r->cmos, (r->n_cmos + 1) * sizeof(*list));
	if (!list)
		return memory_failed(error);
	r->cmos = list;
	list[r->n_cmos++] = (struct report_byte){
		.port = t->ports.index, .index = t->location, .value = value,
	};
	return SMI_OK;
}

/* Bytes of choices; texts and sums are left out. */
static void report_cmos(struct machine *m, bool plan, struct report *r)
{
	int code = token_table_load(m, &r->cmos_error);
	bool locked = false;

	for (size_t i = 0; !code && i < m->tokens->count; i++) {
		const struct token *t = &m->tokens->list[i];

		if (t->type != SMBIOS_INDEXED_IO || token_kind(t) != TOKEN_CHOICE)
			continue;
		if (!plan && !locked)
			code = cmos_lock(m, &r->cmos_error);
		locked |= !plan && !code;
		if (!code)
			code = report_add_byte(m, t, plan, r, &r->cmos_error);
	}
	if (locked)
		cmos_unlock(m);
	r->cmos_code = code;
}

int report_make(struct machine *m, bool plan, struct report *r, struct smi_error *error)
{
	struct transport *t;
	struct smi_error none;
	u64 size;
	int code = machine_tables(m, error);

	memset(r, 0, sizeof(*r));
	if (code)
		return code;
	if (!machine_is_dell(m))
		return error_set(error, SMI_NOT_FOUND, HINT_NOT_DELL,
				 "this is no Dell machine: there is nothing to report");
	uname(&r->system);
	/* Which way there is, is known once it was gone. */
	if (!machine_transport(m, &t, &none) &&
	    !t->ops->get(t, ATTR_BUFFER_SIZE, &size, &none))
		r->transport = t->ops->name;
	code = report_entry_point(m, r, error);
	if (!code)
		code = report_collect_calls(m, plan, r, error);
	if (!code)
		report_cmos(m, plan, r);
	return code ? code : report_clean_tables(m, r, error);
}

void report_free(struct report *r)
{
	for (size_t i = 0; i < r->n_calls; i++)
		free(r->calls[i].bytes);
	for (size_t i = 0; i < r->n_secrets; i++)
		free(r->secrets[i]);
	free(r->entry);
	smbios_free(&r->tables);
	free(r->cmos);
	free(r->calls);
	free(r->removed);
	free(r->secrets);
	memset(r, 0, sizeof(*r));
}

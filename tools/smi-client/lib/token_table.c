// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Table of tokens: SMBIOS types 218 and 212 in, a list with an index by id and
 * the checked ranges of CMOS out. The length of each structure bounds the walk
 * through it: some have no terminator.
 */
#include <stdlib.h>
#include <string.h>

#include "calling_interface.h"
#include "machine.h"
#include "memory.h"
#include "token_table.h"

#define IDS		0x10000
#define ID_END		0xFFFF
#define ID_UNUSED	0x0000
#define CALLING_TOKENS	11	/* offset of the first token */
#define CALLING_SIZE	6
#define INDEXED_TOKENS	12
#define INDEXED_SIZE	5

/* One more, or NULL without memory. */
static struct token *token_table_add(struct token_table *t)
{
	struct token *list;

	/* Doubled whenever the count is a power of two. */
	if (!(t->count & (t->count - 1))) {
		list = realloc(t->list, (t->count ? 2 * t->count : 1) * sizeof(*list));
		if (!list)
			return NULL;
		t->list = list;
	}
	return &t->list[t->count++];
}

static u16 token_table_word(const u8 *p)
{
	return p[0] | p[1] << 8;
}

static bool token_table_calling(const struct smbios_structure *s, struct token_table *t)
{
	for (unsigned int at = CALLING_TOKENS; at + CALLING_SIZE <= s->length;
	     at += CALLING_SIZE) {
		const u8 *raw = (const u8 *)s + at;
		struct token *token;
		u16 id = token_table_word(raw);

		if (id == ID_END)
			break;
		if (id == ID_UNUSED)
			continue;
		token = token_table_add(t);
		if (!token)
			return false;
		*token = (struct token){
			.id = id, .type = SMBIOS_CALLING,
			.location = token_table_word(raw + 2), .value = token_table_word(raw + 4),
		};
	}
	return true;
}

/* False when there are too many. */
static bool token_table_add_check(struct token_table *t, const struct cmos_checksum *check)
{
	for (size_t i = 0; i < t->n_checks; i++) {
		const struct cmos_checksum *k = &t->checks[i];

		if (k->ports.index == check->ports.index && k->start == check->start &&
		    k->end == check->end && k->at == check->at)
			return true;
	}
	if (t->n_checks == CMOS_CHECKSUMS)
		return false;
	t->checks[t->n_checks++] = *check;
	return true;
}

/*
 * The BIOS keeps the plain sum of a tag's bytes behind them, outside of every
 * advertised range, and sees no tag without it.
 */
static bool token_table_tag_check(struct token_table *t, const struct token *token)
{
	size_t length = token_length(token);
	const struct cmos_checksum check = {
		.ports = token->ports, .type = CMOS_BYTE_SUM, .start = token->location,
		.end = token->location + length - 1, .at = token->location + length,
		.certain = true,
	};

	if ((token->id != TOKEN_ASSET_TAG && token->id != TOKEN_SERVICE_TAG) ||
	    token->and_mask || token->location + length > 0xFF)
		return true;
	return token_table_add_check(t, &check);
}

static bool token_table_indexed(const struct smbios_structure *s, struct token_table *t)
{
	const u8 *raw = (const u8 *)s;
	struct cmos_checksum check = { };
	struct cmos_ports ports;

	if (s->length < INDEXED_TOKENS)
		return true;
	ports.index = token_table_word(raw + 4);
	ports.data = token_table_word(raw + 6);
	check.ports = ports;
	check.type = raw[8];
	check.start = raw[9];
	check.end = raw[10];
	check.at = raw[11];
	/* All zero says that nothing is checked. */
	if ((check.start || check.end || check.at) && !token_table_add_check(t, &check))
		return false;
	for (unsigned int at = INDEXED_TOKENS; at + INDEXED_SIZE <= s->length;
	     at += INDEXED_SIZE) {
		struct token *token;
		u16 id;

		raw = (const u8 *)s + at;
		id = token_table_word(raw);
		if (id == ID_END)
			break;
		if (id == ID_UNUSED)
			continue;
		token = token_table_add(t);
		if (!token)
			return false;
		*token = (struct token){
			.id = id, .type = SMBIOS_INDEXED_IO, .location = raw[2],
			.ports = ports, .and_mask = raw[3], .or_value = raw[4],
		};
		if (!token_table_tag_check(t, token))
			return false;
	}
	return true;
}

/*
 * One id in both types: type 218 where a location and the classes to read and
 * write it are there, else CMOS.
 */
static void token_table_choose(struct token_table *t, u32 first, u32 classes)
{
	const u32 needed = 1u << CLASS_READ | 1u << CLASS_WRITE;
	bool calling = false, indexed = false, reachable = false;

	for (u32 i = first; i != TOKEN_NONE; i = t->list[i].next) {
		const struct token *token = &t->list[i];

		if (token->type == SMBIOS_INDEXED_IO) {
			indexed = true;
			continue;
		}
		calling = true;
		reachable |= token->location && (classes & needed) == needed;
	}
	for (u32 i = first; calling && indexed && i != TOKEN_NONE; i = t->list[i].next)
		t->list[i].unused = t->list[i].type ==
				    (reachable ? SMBIOS_INDEXED_IO : SMBIOS_CALLING);
}

static bool token_table_index(struct token_table *t, u32 classes)
{
	t->first = malloc(IDS * sizeof(*t->first));
	if (!t->first)
		return false;
	memset(t->first, 0xFF, IDS * sizeof(*t->first));
	for (size_t i = t->count; i--;) {
		struct token *token = &t->list[i];

		token->next = t->first[token->id];
		t->first[token->id] = i;
	}
	for (size_t i = 0; i < t->count; i++)
		if (t->first[t->list[i].id] == i)
			token_table_choose(t, i, classes);
	return true;
}

int token_table_parse(const struct smbios *smbios, u32 classes, struct token_table **table,
		      struct smi_error *error)
{
	struct token_table *t = calloc(1, sizeof(*t));
	const struct smbios_structure *s = NULL;
	bool done = t;

	while (done && (s = smbios_next(smbios, s, SMBIOS_CALLING)))
		done = token_table_calling(s, t);
	while (done && (s = smbios_next(smbios, s, SMBIOS_INDEXED_IO)))
		done = token_table_indexed(s, t);
	if (done && token_table_index(t, classes)) {
		*table = t;
		return SMI_OK;
	}
	if (t && t->n_checks == CMOS_CHECKSUMS)
		error_set(error, SMI_FAILED, HINT_NONE,
			  "the SMBIOS tables list more than %d checked ranges of CMOS",
			  CMOS_CHECKSUMS);
	else
		memory_failed(error);
	token_table_free(t);
	return error->code;
}

int token_table_load(struct machine *m, struct smi_error *error)
{
	struct machine_ci ci = { };
	struct smi_error none;
	int code = machine_tables(m, error);

	if (code || m->tokens)
		return code;
	/* Without type 218 no class is advertised: CMOS is what there is. */
	if (machine_ci(m, &ci, &none))
		ci.classes = 0;
	return token_table_parse(&m->smbios, ci.classes, &m->tokens, error);
}

void token_table_free(struct token_table *table)
{
	if (!table)
		return;
	free(table->list);
	free(table->first);
	free(table);
}

static const struct token *token_table_used(const struct token_table *table, u32 i)
{
	while (i != TOKEN_NONE && table->list[i].unused)
		i = table->list[i].next;
	return i == TOKEN_NONE ? NULL : &table->list[i];
}

const struct token *token_table_find(const struct token_table *table, u16 id)
{
	return token_table_used(table, table->first[id]);
}

const struct token *token_table_next(const struct token_table *table, const struct token *token)
{
	return token_table_used(table, token->next);
}

enum token_kind token_kind(const struct token *token)
{
	if (token->type == SMBIOS_INDEXED_IO)
		return token->and_mask ? TOKEN_CHOICE : TOKEN_STRING;
	if (!token->location)
		return TOKEN_STRING;
	return token->value == TOKEN_VALUE_NUMBER ? TOKEN_NUMBER : TOKEN_CHOICE;
}

size_t token_length(const struct token *token)
{
	if (token->type == SMBIOS_CALLING)
		return token->value;
	/* A length of 0 stands for one byte in some tables. */
	return token->or_value ? token->or_value : 1;
}

bool token_is_elsewhere(const struct token *token)
{
	return token->type == SMBIOS_CALLING && !token->location;
}

bool token_is_same(const struct token *a, const struct token *b)
{
	if (a->type != b->type || a->location != b->location)
		return false;
	if (a->type == SMBIOS_CALLING)
		return a->value == b->value;
	return a->ports.index == b->ports.index && a->and_mask == b->and_mask &&
	       a->or_value == b->or_value;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Index of tokens: what SMBIOS types 218 and 212 name.
 *
 * In: tables. Out: a list of tokens, and the checked ranges of CMOS. Every
 * structure's length bounds the walk through it: some have no terminator.
 */
#include <stdlib.h>

#include "output.h"
#include "tokens.h"

#define ID_END		0xFFFF
#define ID_UNUSED	0x0000

static struct token *add(struct tokens *t)
{
	/* Doubled whenever the count is a power of two. */
	if (!(t->count & (t->count - 1))) {
		size_t room = t->count ? 2 * t->count : 1;

		t->list = realloc(t->list, room * sizeof(*t->list));
		if (!t->list)
			abort();
	}
	return &t->list[t->count++];
}

static u16 word(const u8 *p)
{
	return p[0] | p[1] << 8;
}

static void parse_calling(const struct smbios_struct *s, struct tokens *t)
{
	u8 raw[6];

	for (unsigned int at = 11;
	     at + sizeof(raw) <= smbios_struct_get_length(s) &&
	     !smbios_struct_get_data(s, raw, at, sizeof(raw));
	     at += sizeof(raw)) {
		if (word(raw) == ID_END)
			break;
		if (word(raw) == ID_UNUSED)
			continue;
		*add(t) = (struct token){
			.id = word(raw), .type = TABLES_CALLING,
			.location = word(raw + 2), .value = word(raw + 4),
		};
	}
}

static void add_check(struct tokens *t, const struct cmos_check *check)
{
	/* All zero says that nothing is checked. */
	if (!check->start && !check->end && !check->at)
		return;
	for (size_t i = 0; i < t->n_checks; i++) {
		struct cmos_check *k = &t->checks[i];

		if (k->ports.index == check->ports.index &&
		    k->start == check->start && k->end == check->end &&
		    k->at == check->at)
			return;
	}
	t->checks = realloc(t->checks, (t->n_checks + 1) * sizeof(*t->checks));
	if (!t->checks)
		abort();
	t->checks[t->n_checks++] = *check;
}

static void parse_indexed_io(const struct smbios_struct *s, struct tokens *t)
{
	struct cmos_check check;
	u8 raw[8];

	if (smbios_struct_get_data(s, raw, 4, 8))
		return;
	check.ports.index = word(raw);
	check.ports.data = word(raw + 2);
	check.type = raw[4];
	check.start = raw[5];
	check.end = raw[6];
	check.at = raw[7];
	add_check(t, &check);
	for (unsigned int at = 12; at + 5 <= smbios_struct_get_length(s) &&
	     !smbios_struct_get_data(s, raw, at, 5); at += 5) {
		if (word(raw) == ID_END)
			break;
		if (word(raw) == ID_UNUSED)
			continue;
		*add(t) = (struct token){
			.id = word(raw), .type = TABLES_INDEXED_IO,
			.location = raw[2], .ports = check.ports,
			.and_mask = raw[3], .or_value = raw[4],
		};
	}
}

/**
 * tokens_parse() - list the tokens of tables
 * @tables: checked tables
 * @t: filled in
 */
void tokens_parse(const struct tables *tables, struct tokens *t)
{
	const struct smbios_struct *s = NULL;

	while ((s = tables_next(tables, s, TABLES_CALLING)))
		parse_calling(s, t);
	while ((s = tables_next(tables, s, TABLES_INDEXED_IO)))
		parse_indexed_io(s, t);
}

/**
 * tokens_load() - list the tokens of this machine, once in a run
 * @c: this run; @c->tokens is set
 *
 * Return: CLIENT_DONE or a failure
 */
int tokens_load(struct client *c)
{
	int code = tables_load(c);

	if (code || c->tokens)
		return code;
	c->tokens = calloc(1, sizeof(*c->tokens));
	if (!c->tokens)
		abort();
	tokens_parse(c->tables, c->tokens);
	return CLIENT_DONE;
}

void tokens_free(struct tokens *t)
{
	if (!t)
		return;
	free(t->list);
	free(t->checks);
	free(t);
}

/* First token of that number; type 218 comes before 212. NULL: none. */
const struct token *tokens_find(const struct tokens *t, u16 id)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->list[i].id == id)
			return &t->list[i];
	return NULL;
}

/* Whether it keeps a number or a string, and is no choice. */
bool token_is_data(const struct token *token)
{
	return token->type == TABLES_CALLING ? token->value == TOKEN_DATA :
					       !token->and_mask;
}

/**
 * token_dangerous() - why a token is not to be written without --force
 * @id: token
 *
 * Return: the reason, NULL when there is none
 */
const char *token_dangerous(u16 id)
{
	static const char power[] = "it switches the machine off at once";
	static const char once[] = "it can be written only once";
	static const char identity[] =
		"it is the service tag, and its checksum would not be kept";
	static const char driver[] = "it belongs to management drivers";
	static const char maker[] = "it is for manufacturing or the TPM";
	static const char reserved[] = "it is reserved";
	static const struct {
		u16 first, last;
		const char *reason;
	} ranges[] = {
		{ 0x0058, 0x0059, driver }, { 0x00CD, 0x00D0, maker },
		{ 0x0100, 0x0100, reserved }, { 0x013A, 0x013D, maker },
		{ 0x0175, 0x0176, once }, { 0x01DC, 0x01DD, maker },
		{ 0x01FF, 0x01FF, maker }, { 0x02E3, 0x02E3, maker },
		{ 0x02FF, 0x0302, maker }, { 0x0326, 0x0326, maker },
		{ 0x0363, 0x0363, maker }, { 0x03F6, 0x03F7, maker },
		{ 0x4026, 0x4027, maker }, { 0x8004, 0x8004, power },
		{ 0x9000, 0x9001, maker }, { 0xA002, 0xA004, maker },
		{ 0xC001, 0xC002, reserved }, { 0xC003, 0xC003, identity },
		{ 0xC004, 0xC005, reserved },
		{ 0xC007, 0xC00D, reserved }, { 0xC00F, 0xC015, reserved },
		{ 0xF000, 0xF00A, reserved },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (id >= ranges[i].first && id <= ranges[i].last)
			return ranges[i].reason;
	return NULL;
}

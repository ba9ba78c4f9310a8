// SPDX-License-Identifier: GPL-2.0-or-later
/* See setting.h: tokens in, settings with an index by name out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "machine.h"
#include "memory.h"
#include "parse.h"
#include "setting.h"

#define REPEATED	16

/* A token and what its setting is known by. */
struct setting_key {
	u64 key;
	u32 index;
};

/*
 * Tokens with equal keys are one setting. What keeps a number or a string is
 * one by itself; a name counts before the place.
 */
static u64 setting_key(const struct machine *m, const struct token *token, u32 index)
{
	const struct token_name *name = token_name(m, token->id);

	if (token_kind(token) != TOKEN_CHOICE)
		return 3ull << 62 | index;
	if (name)
		return 2ull << 62 | name->group;
	if (token->type == SMBIOS_CALLING)
		return 1ull << 62 | token->location;
	return (u64)token->ports.index << 16 | token->location << 8 | token->and_mask;
}

static int setting_key_compare(const void *a, const void *b)
{
	const struct setting_key *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static int setting_order_compare(const void *a, const void *b)
{
	const struct setting *x = a, *y = b;

	/* Tokens of one list: by their place in it. */
	return *x->token < *y->token ? -1 : *x->token > *y->token;
}

/* The second of two equal tokens of one id says nothing new. */
static bool setting_is_repeated(const struct token_table *t, const struct token *token)
{
	const struct token *k = token_table_find(t, token->id);

	/* Bounded for tables that repeat one id thousands of times. */
	for (int i = 0; i < REPEATED && k && k < token; i++, k = token_table_next(t, k))
		if (token_is_same(k, token))
			return true;
	return false;
}

static size_t setting_keys(const struct machine *m, struct setting_key *keys)
{
	const struct token_table *t = m->tokens;
	size_t n = 0;

	for (size_t i = 0; i < t->count; i++) {
		const struct token *token = &t->list[i];

		if (token->unused || token_is_elsewhere(token) || setting_is_repeated(t, token))
			continue;
		keys[n++] = (struct setting_key){ setting_key(m, token, i), i };
	}
	qsort(keys, n, sizeof(*keys), setting_key_compare);
	return n;
}

static void setting_add(const struct machine *m, struct settings *s, const struct token **token)
{
	const struct token_name *name = token_name(m, (*token)->id);
	struct setting *setting = &s->list[s->count];
	char *own = s->unnamed[s->count++];

	*setting = (struct setting){
		.name = name ? name->attribute : own, .named = name,
		.kind = token_kind(*token), .token = token,
	};
	if (setting->kind != TOKEN_CHOICE)
		snprintf(own, sizeof(*s->unnamed), "0x%04x", (*token)->id);
	else if ((*token)->type == SMBIOS_CALLING)
		snprintf(own, sizeof(*s->unnamed), "@0x%04x", (*token)->location);
	else
		snprintf(own, sizeof(*s->unnamed), "@0x%x/0x%02x/0x%02x", (*token)->ports.index,
			 (*token)->location, (*token)->and_mask);
}

static void setting_add_token(const struct machine *m, struct setting *setting,
			      const struct token *token)
{
	setting->count++;
	if (!setting->excluded)
		setting->excluded = token_no_setting(m, token->id);
	if (!setting->dangerous)
		setting->dangerous = token_dangerous(m, token->id);
}

static void setting_group(const struct machine *m, struct settings *s,
			  const struct setting_key *keys, size_t n)
{
	const struct token *tokens = m->tokens->list;

	for (size_t i = 0; i < n; i++) {
		s->token[i] = &tokens[keys[i].index];
		if (!i || keys[i].key != keys[i - 1].key)
			setting_add(m, s, &s->token[i]);
		setting_add_token(m, &s->list[s->count - 1], s->token[i]);
	}
	if (s->count)
		qsort(s->list, s->count, sizeof(*s->list), setting_order_compare);
	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; k < s->list[i].count; k++)
			s->of_token[s->list[i].token[k] - tokens] = i;
}

static int setting_name_compare(const void *a, const void *b)
{
	const struct setting_name *x = a, *y = b;

	return strcasecmp(x->name, y->name);
}

static void setting_index_names(const struct machine *m, struct settings *s)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct setting *setting = &s->list[i];
		const struct token_name *name = token_name(m, (*setting->token)->id);
		const char *other = name ? name->other_attribute : NULL;

		s->by_name[s->n_names++] = (struct setting_name){ setting->name, i };
		if (other && strcasecmp(other, name->attribute))
			s->by_name[s->n_names++] = (struct setting_name){ other, i };
	}
	qsort(s->by_name, s->n_names, sizeof(*s->by_name), setting_name_compare);
}

int settings_load(struct machine *m, struct settings *s, struct smi_error *error)
{
	int code = token_table_load(m, error) ?: token_names_load(m, error);
	struct setting_key *keys;
	size_t room;

	*s = (struct settings){ };
	if (code)
		return code;
	room = m->tokens->count + 1;
	keys = calloc(room, sizeof(*keys));
	s->list = calloc(room, sizeof(*s->list));
	s->token = calloc(room, sizeof(*s->token));
	s->unnamed = calloc(room, sizeof(*s->unnamed));
	s->of_token = malloc(room * sizeof(*s->of_token));
	s->by_name = calloc(2 * room, sizeof(*s->by_name));
	if (keys && s->list && s->token && s->unnamed && s->of_token && s->by_name) {
		memset(s->of_token, 0xFF, room * sizeof(*s->of_token));
		setting_group(m, s, keys, setting_keys(m, keys));
		setting_index_names(m, s);
	} else {
		code = memory_failed(error);
		settings_free(s);
	}
	free(keys);
	return code;
}

void settings_free(struct settings *s)
{
	free(s->list);
	free(s->token);
	free(s->unnamed);
	free(s->of_token);
	free(s->by_name);
	*s = (struct settings){ };
}

/* "0x00a1" or "0x00a1@0x006a" */
static bool setting_parse_id(const char *text, u64 *id, u64 *location)
{
	const char *at = strchr(text, '@');
	char first[16];

	*location = TOKEN_NONE;
	if (at && (at - text >= (ptrdiff_t)sizeof(first) ||
		   !parse_number(at + 1, 0xFFFF, location)))
		return false;
	snprintf(first, sizeof(first), "%.*s", at ? (int)(at - text) : 15, text);
	return (at || strlen(text) < sizeof(first)) && parse_number(first, 0xFFFF, id);
}

bool setting_is_id(const char *text)
{
	u64 id, location;

	return setting_parse_id(text, &id, &location);
}

/* Adds to a list of candidates. */
static void setting_candidate(char *list, size_t size, const struct token *token)
{
	size_t n = strlen(list);

	snprintf(list + n, size - n, "%s0x%04x@0x%04x", n ? ", " : "", token->id,
		 token->location);
}

int setting_find_token(struct machine *m, const char *text, const struct token **token,
		       struct smi_error *error)
{
	const struct token *found = NULL, *k;
	char candidates[160] = "";
	bool ambiguous = false;
	u64 id, location;

	if (!setting_parse_id(text, &id, &location))
		return error_set(error, SMI_USAGE, HINT_NONE, "'%s' is not the id of a token",
				 text);
	for (k = token_table_find(m->tokens, id); k; k = token_table_next(m->tokens, k)) {
		if (location != TOKEN_NONE && k->location != location)
			continue;
		setting_candidate(candidates, sizeof(candidates), k);
		ambiguous |= found && !token_is_same(k, found);
		if (!found)
			found = k;
	}
	if (!found)
		return error_set(error, SMI_NOT_FOUND, HINT_TOKEN_LIST,
				 "this machine has no token %s", text);
	if (ambiguous)
		return error_set(error, SMI_USAGE, HINT_CANDIDATES,
				 "'%s' is more than one token: %s", text, candidates);
	*token = found;
	return SMI_OK;
}

static int setting_find_name(const struct machine *m, const struct settings *s, const char *text,
			     const struct setting **setting, struct smi_error *error)
{
	const struct setting_name key = { .name = text };
	const struct setting_name *first, *end = s->by_name + s->n_names, *k;
	char candidates[160] = "";

	first = s->n_names ? bsearch(&key, s->by_name, s->n_names, sizeof(key),
				     setting_name_compare) : NULL;
	if (!first)
		return error_set(error, SMI_NOT_FOUND, token_names_are_complete(m) ?
				 HINT_SETTING_LIST : HINT_TOKEN_NAMES,
				 "this machine has no setting '%s'", text);
	while (first > s->by_name && !setting_name_compare(first - 1, &key))
		first--;
	*setting = &s->list[first->setting];
	for (k = first; k < end && !setting_name_compare(k, &key); k++)
		setting_candidate(candidates, sizeof(candidates), *s->list[k->setting].token);
	if (k - first > 1)
		return error_set(error, SMI_USAGE, HINT_CANDIDATES,
				 "'%s' is the name of more than one setting: %s", text,
				 candidates);
	return SMI_OK;
}

int setting_find(struct machine *m, const struct settings *s, const char *text,
		 const struct setting **setting, const struct token **token,
		 struct smi_error *error)
{
	int code;
	u32 i;

	*token = NULL;
	if (!setting_is_id(text))
		return setting_find_name(m, s, text, setting, error);
	code = setting_find_token(m, text, token, error);
	if (code)
		return code;
	i = s->of_token[*token - m->tokens->list];
	if (i == TOKEN_NONE)
		return error_set(error, SMI_NOT_FOUND, HINT_NONE,
				 "token 0x%04x is a text that is kept at no location",
				 (*token)->id);
	*setting = &s->list[i];
	return SMI_OK;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* What a file of settings means on a machine. See setting_file.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "machine.h"
#include "memory.h"
#include "parse.h"
#include "setting_file.h"

/*
 * The token of a value by the choices of the file; of choices with one name that
 * which the item names, else the first. TOKEN_NONE when no choice is called so.
 */
static u32 setting_file_chosen(const struct setting_item *item)
{
	u32 found = TOKEN_NONE;
	u64 id;

	for (size_t i = 0; item->value && i < item->n_choices; i++) {
		const struct setting_file_choice *choice = &item->choice[i];

		if (strcasecmp(choice->name, item->value))
			continue;
		if (item->token && parse_number(item->token, 0xFFFF, &id) && id == choice->id)
			return choice->id;
		if (found == TOKEN_NONE)
			found = choice->id;
	}
	return found;
}

/* By the id of a token, and by its location where the id is ambiguous. */
static int setting_file_by_id(struct machine *m, const struct settings *settings, u32 id,
			      const struct setting_item *item, const char *value,
			      struct setting_change *change, struct smi_error *error)
{
	char key[40];
	int code;

	snprintf(key, sizeof(key), "0x%04x", id);
	code = setting_change_to(m, settings, key, value, change, error);
	if (code != SMI_USAGE || !item->location || change->setting)
		return code;
	snprintf(key, sizeof(key), "0x%04x@%s", id, item->location);
	return setting_change_to(m, settings, key, value, change, error);
}

/* Token and location of an item, where they are given, are those of a token. */
static bool setting_file_is_token(const struct setting_item *item, const struct token *token)
{
	u64 n;

	/* Their form was checked with the file. */
	return (!item->token || (parse_number(item->token, 0xFFFF, &n) && token->id == n)) &&
	       (!item->location ||
		(parse_number(item->location, 0xFFFF, &n) && token->location == n));
}

/* Two choices of one setting may have the same name: the token tells which is meant. */
static void setting_file_choose(const struct machine *m, const struct setting_item *item,
				struct setting_change *change)
{
	const struct setting *s = change->setting;

	if (!change->is_wanted || s->kind != TOKEN_CHOICE || !item->token || !item->value)
		return;
	for (size_t i = 0; i < s->count; i++) {
		const struct token_name *name = token_name(m, s->token[i]->id);

		if (name && token_name_is_choice(name, item->value) &&
		    setting_file_is_token(item, s->token[i])) {
			change->token = s->token[i];
			return;
		}
	}
}

/* A choice that is called otherwise here, of a setting whose name is known. */
static void setting_file_by_choice(struct machine *m, const struct settings *settings,
				   const struct setting_item *item, struct setting_change *change)
{
	u32 id = setting_file_chosen(item);
	struct setting_change other;
	struct smi_error error;
	char value[16];

	if (change->outcome != SETTING_MISSING || id == TOKEN_NONE)
		return;
	snprintf(value, sizeof(value), "0x%04x", id);
	if (!setting_change_to(m, settings, item->name, value, &other, &error))
		*change = other;
}

/* By the token of an item: its value is a choice that is known here, or a number or text. */
static void setting_file_by_token(struct machine *m, const struct settings *settings,
				  const struct setting_item *item, struct setting_change *change)
{
	const struct setting *s;
	struct smi_error error;
	u64 id;

	/* Its form was checked with the file. */
	parse_number(item->token, 0xFFFF, &id);
	setting_file_by_id(m, settings, id, item, item->value, change, &error);
	s = change->setting;
	if (change->is_wanted || !s || s->kind != TOKEN_CHOICE || !item->value)
		return;
	/* The token tells what was set when the file was made, not what is asked for. */
	change->outcome = SETTING_REFUSED;
	error_set(&change->why, SMI_FAILED, HINT_TOKEN_NAMES,
		  "'%s': what its value '%s' means is not known here, and the file's choices do not tell",
		  item->name ? item->name : s->name, item->value);
}

/*
 * By the names that are known here; where that of the setting is not known, by
 * the choices of the file and by its token.
 */
static void setting_file_change(struct machine *m, const struct settings *settings,
				const struct setting_item *item, struct setting_change *change)
{
	u32 chosen = setting_file_chosen(item);
	struct smi_error error;

	if (item->name) {
		setting_change_to(m, settings, item->name, item->value, change, &error);
		if (change->setting)
			setting_file_by_choice(m, settings, item, change);
	}
	if (!item->name || !change->setting) {
		if (chosen != TOKEN_NONE) {
			setting_file_by_id(m, settings, chosen, item, NULL, change, &error);
			return;
		}
		if (item->token)
			setting_file_by_token(m, settings, item, change);
	}
	setting_file_choose(m, item, change);
}

/* What cannot be is a fault of the file, and not of what was typed. */
static void setting_file_fault(struct setting_change *change)
{
	if (!change->is_wanted && change->why.code == SMI_USAGE)
		change->why.code = SMI_FAILED;
}

/* Token and location of an item are those of the setting that it means. */
static bool setting_file_agrees(const struct setting_item *item, const struct setting *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (setting_file_is_token(item, s->token[i]))
			return true;
	return false;
}

/* A file of another model may name other tokens; that of this one contradicts itself. */
static void setting_file_check(const struct machine *m, const struct setting_item *item,
			       struct setting_change *change)
{
	if (!change->setting || !change->is_wanted || setting_file_agrees(item, change->setting))
		return;
	change->outcome = SETTING_REFUSED;
	/* Without names choices with locations of their own are settings of their own. */
	error_set(&change->why, SMI_FAILED,
		  token_names_are_complete(m) ? HINT_NONE : HINT_TOKEN_NAMES,
		  "'%s' has no token%s%s%s%s here", change->setting->name,
		  item->token ? " " : "", item->token ? item->token : "",
		  item->location ? " at location " : "", item->location ? item->location : "");
}

/* What is typed comes before what is in the file, however often it is there. */
static int setting_file_extra(struct machine *m, const struct settings *settings,
			      const char *text, struct setting_plan *plan,
			      struct smi_error *error)
{
	struct setting_change change;
	size_t n = 0, place = SIZE_MAX;
	int code = setting_change_parse(m, settings, text, &change, error);

	if (code)
		return code;
	change.typed = true;
	for (size_t i = 0; i < plan->count; i++) {
		bool other = plan->change[i].setting != change.setting || plan->change[i].typed;

		if (!other && place != SIZE_MAX)
			continue;
		if (!other)
			place = n;
		plan->change[n++] = other ? plan->change[i] : change;
	}
	plan->count = n;
	if (place == SIZE_MAX)
		plan->change[plan->count++] = change;
	return SMI_OK;
}

int setting_file_plan(struct machine *m, const struct settings *settings,
		      const struct setting_file *file, char *const *extra, size_t n_extra,
		      struct setting_plan *plan, struct smi_error *error)
{
	int code = SMI_OK;

	plan->change = calloc(file->count + n_extra + 1, sizeof(*plan->change));
	if (!plan->change)
		return memory_failed(error);
	for (size_t i = 0; i < file->count; i++) {
		struct setting_change *change = &plan->change[plan->count++];

		setting_file_change(m, settings, &file->item[i], change);
		setting_file_fault(change);
		if (!plan->skip_missing)
			setting_file_check(m, &file->item[i], change);
	}
	for (size_t i = 0; i < n_extra && !code; i++)
		code = setting_file_extra(m, settings, extra[i], plan, error);
	return code;
}

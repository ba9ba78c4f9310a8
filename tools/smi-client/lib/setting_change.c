// SPDX-License-Identifier: GPL-2.0-or-later
/* What is asked of a setting, in words, and what that means on this machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "machine.h"
#include "memory.h"
#include "parse.h"
#include "setting_change.h"

const char *setting_outcome_text(enum setting_outcome outcome)
{
	static const char *const texts[SETTING_OUTCOMES] = {
		[SETTING_OPEN] = "not tried",
		[SETTING_REFUSED] = "refused",
		[SETTING_MISSING] = "missing",
		[SETTING_UNKNOWN] = "unknown",
		[SETTING_UNCHANGED] = "unchanged",
		[SETTING_DIFFERS] = "would change",
		[SETTING_CHANGED] = "changed",
		[SETTING_UNDONE] = "undone",
		[SETTING_FAILED] = "failed",
	};

	return texts[outcome];
}

void setting_change_text(const struct machine *m, const struct setting_change *change, char *to,
			 size_t size)
{
	if (change->setting->kind == TOKEN_CHOICE)
		setting_choice_text(m, change->token, to, size);
	else if (change->setting->kind == TOKEN_NUMBER)
		setting_number_text(m, change->token, change->number, to, size);
	else
		setting_bytes_text(change->bytes, change->length, to, size);
}

/* The choices of a setting, for a message. */
static void setting_change_choices(const struct machine *m, const struct setting *s, char *to,
				   size_t size)
{
	size_t n = 0;

	*to = '\0';
	for (size_t i = 0; i < s->count && n + 2 < size; i++) {
		if (i)
			n += snprintf(to + n, size - n, ", ");
		setting_choice_text(m, s->token[i], to + n, size - n);
		n += strlen(to + n);
	}
}

static int setting_change_choice(struct machine *m, const char *value,
				 struct setting_change *change, struct smi_error *error)
{
	const struct setting *s = change->setting;
	char choices[160];
	u64 id;

	for (size_t i = 0; i < s->count; i++) {
		const struct token_name *name = token_name(m, s->token[i]->id);

		if ((name && token_name_is_choice(name, value)) ||
		    (parse_number(value, 0xFFFF, &id) && s->token[i]->id == id)) {
			change->token = s->token[i];
			return SMI_OK;
		}
	}
	change->outcome = SETTING_MISSING;
	setting_change_choices(m, s, choices, sizeof(choices));
	return error_set(error, SMI_NOT_FOUND, HINT_NONE, "'%s' has no choice '%s', only: %s",
			 s->name, value, choices);
}

static int setting_change_string(const char *value, struct setting_change *change,
				 struct smi_error *error)
{
	size_t room = token_length(change->token), length;
	u8 *bytes = NULL;
	int code;

	change->length = room;
	if (!strncmp(value, "hex:", 4)) {
		code = parse_hex(value + 4, TOKEN_BYTES, &bytes, &length, error);
		if (code)
			return code;
	} else {
		length = strlen(value);
	}
	if (length <= room && room <= TOKEN_BYTES)
		memcpy(change->bytes, bytes ? bytes : (const u8 *)value, length);
	free(bytes);
	if (length > room || room > TOKEN_BYTES)
		return error_set(error, SMI_USAGE, HINT_NONE, "'%s' holds %zu bytes, not %zu",
				 change->setting->name, room, length);
	return SMI_OK;
}

/* @token: as typed, or NULL */
static int setting_change_value(struct machine *m, const struct token *token, const char *value,
				struct setting_change *change, struct smi_error *error)
{
	const struct setting *s = change->setting;
	u64 number;

	change->token = token ? token : *s->token;
	if (s->kind == TOKEN_CHOICE) {
		if (value)
			return setting_change_choice(m, value, change, error);
		return token ? SMI_OK : error_set(error, SMI_USAGE, HINT_NONE,
						  "'%s' needs a value", s->name);
	}
	if (!value)
		return error_set(error, SMI_USAGE, HINT_NONE, "'%s' needs a value", s->name);
	if (s->kind == TOKEN_STRING)
		return setting_change_string(value, change, error);
	if (!parse_number(value, UINT32_MAX, &number))
		return error_set(error, SMI_USAGE, HINT_NONE, "'%s' is not a number", value);
	change->number = number;
	return SMI_OK;
}

int setting_change_to(struct machine *m, const struct settings *settings, const char *key,
		      const char *value, struct setting_change *change, struct smi_error *error)
{
	const struct token *token;
	int code;

	*change = (struct setting_change){ };
	code = setting_find(m, settings, key, &change->setting, &token, error);
	if (code)
		change->setting = NULL;
	else
		code = setting_change_value(m, token, value, change, error);
	change->is_wanted = !code;
	if (!code)
		return SMI_OK;
	change->outcome = code == SMI_NOT_FOUND ? SETTING_MISSING : SETTING_REFUSED;
	change->why = *error;
	return code;
}

int setting_change_typed(const struct setting_change *change, struct smi_error *error)
{
	if (change->outcome == SETTING_MISSING && change->setting)
		error->code = SMI_USAGE;
	return error->code;
}

int setting_change_parse(struct machine *m, const struct settings *settings, const char *text,
			 struct setting_change *change, struct smi_error *error)
{
	const char *equals = strchr(text, '=');
	struct smi_error first;
	char *key;
	int code;

	*change = (struct setting_change){ .outcome = SETTING_REFUSED };
	if (!equals || equals == text)
		return error_set(error, SMI_USAGE, HINT_NONE, "'%s' is not NAME=VALUE", text);
	first.code = SMI_OK;
	for (; equals; equals = strchr(equals + 1, '=')) {
		key = strndup(text, equals - text);
		if (!key)
			return memory_failed(error);
		code = setting_change_to(m, settings, key, equals + 1, change, error);
		free(key);
		if (!code)
			return SMI_OK;
		if (change->setting)
			return setting_change_typed(change, error);
		if (!first.code)
			first = *error;
	}
	*error = first;
	return error->code;
}

int setting_change_state(const struct setting_change *change)
{
	switch (change->outcome) {
	case SETTING_CHANGED:
		return 1;
	case SETTING_DIFFERS:
	case SETTING_UNKNOWN:
		return -1;
	case SETTING_FAILED:
		return change->is_as_before ? 0 : -1;
	default:
		return 0;
	}
}

int setting_plan_state(const struct setting_plan *plan)
{
	int state = 0;

	for (size_t i = 0; i < plan->count; i++) {
		int one = setting_change_state(&plan->change[i]);

		if (one > 0)
			return one;
		if (one)
			state = one;
	}
	return state;
}

size_t setting_plan_count(const struct setting_plan *plan, enum setting_outcome outcome)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->count; i++)
		n += plan->change[i].outcome == outcome;
	return n;
}

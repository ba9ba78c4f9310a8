// SPDX-License-Identifier: GPL-2.0-or-later
/* State of a setting, read from its tokens and in words. See setting.h. */
#include <stdio.h>
#include <string.h>

#include "machine.h"
#include "setting.h"

#define SHORTEST_TEXT	3	/* less is a number in bytes: hour, minute */

/* Two tokens that are the same choice at the same place do not contradict. */
static bool setting_is_active(const struct setting_state *state, const struct token *token)
{
	for (size_t i = 0; i < state->n_active && i < SETTING_ACTIVE; i++)
		if (token_is_same(state->active[i], token))
			return true;
	return false;
}

int setting_read(struct machine *m, const struct setting *setting, struct setting_state *state,
		 struct smi_error *error)
{
	struct token_value value;
	int code;

	*state = (struct setting_state){ };
	for (size_t i = 0; i < setting->count; i++) {
		const struct token *token = setting->token[i];

		if (!token_value_is_there(m, token))
			return SMI_OK;
		code = token_value_read(m, token, i ? &value : &state->value, error);
		if (code)
			return code;
		if (!(i ? &value : &state->value)->active || setting_is_active(state, token))
			continue;
		if (state->n_active < SETTING_ACTIVE)
			state->active[state->n_active] = token;
		state->n_active++;
	}
	state->known = true;
	return SMI_OK;
}

void setting_choice_text(const struct machine *m, const struct token *token, char *to, size_t size)
{
	const struct token_name *name = token_name(m, token->id);

	if (name && *name->setting)
		snprintf(to, size, "%s", name->setting);
	else
		snprintf(to, size, "0x%04x", token->id);
}

void setting_number_text(const struct machine *m, const struct token *token, u32 number, char *to,
			 size_t size)
{
	const struct token_name *name = token_name(m, token->id);

	snprintf(to, size, name && name->is_hex ? "0x%02x" : "%u", number);
}

bool setting_bytes_are_text(const u8 *bytes, size_t length, char *to, size_t size)
{
	size_t n = 0;

	if (length < SHORTEST_TEXT)
		return false;
	for (; n < length && n + 1 < size && bytes[n] && bytes[n] != 0xFF; n++) {
		if (bytes[n] < ' ' || bytes[n] > '~')
			return false;
		to[n] = bytes[n];
	}
	for (size_t i = n; i < length; i++)
		if (bytes[i] && bytes[i] != 0xFF)
			return false;
	while (n && to[n - 1] == ' ')
		n--;
	to[n] = '\0';
	return true;
}

void setting_bytes_text(const u8 *bytes, size_t length, char *to, size_t size)
{
	if (setting_bytes_are_text(bytes, length, to, size))
		return;
	snprintf(to, size, "hex:");
	for (size_t i = 0; i < length && 2 * i + 7 < size; i++)
		snprintf(to + 4 + 2 * i, size - 4 - 2 * i, "%02x", bytes[i]);
}

void setting_state_text(const struct machine *m, const struct setting *setting,
			const struct setting_state *state, char *to, size_t size)
{
	size_t n = 0;

	if (!state->known) {
		snprintf(to, size, "?");
	} else if (setting->kind == TOKEN_NUMBER) {
		setting_number_text(m, *setting->token, state->value.number, to, size);
	} else if (setting->kind == TOKEN_STRING) {
		setting_bytes_text(state->value.bytes, state->value.length, to, size);
	} else if (!state->n_active) {
		snprintf(to, size, "none");
	} else {
		for (size_t i = 0; i < state->n_active && i < SETTING_ACTIVE && n < size; i++) {
			if (i)
				n += snprintf(to + n, size - n, ", ");
			if (n < size)
				setting_choice_text(m, state->active[i], to + n, size - n);
			n = strlen(to);
		}
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* One token as text or JSON. See setting_print.h. */
#include <string.h>

#include "../lib/setting.h"
#include "setting_print.h"

static const char *kind_text(enum token_kind kind)
{
	return kind == TOKEN_CHOICE ? "choice" : kind == TOKEN_NUMBER ? "number" : "string";
}

void put_token(struct json_object *o, const struct machine *m, const struct token *token)
{
	const struct token_name *name = token_name(m, token->id);
	enum token_kind kind = token_kind(token);
	const char *dangerous = token_dangerous(m, token->id);
	const char *no_setting = token_no_setting(m, token->id);

	put_format(o, "id", "0x%04x", token->id);
	put_text(o, "name", name ? name->attribute : NULL);
	put_text(o, "setting", name && kind == TOKEN_CHOICE ? name->setting : NULL);
	put_number(o, "table", token->type);
	put_format(o, "location", "0x%04x", token->location);
	put_text(o, "kind", kind_text(kind));
	if (token->type == SMBIOS_CALLING && kind == TOKEN_CHOICE)
		put_number(o, "value", token->value);
	if (token->type == SMBIOS_INDEXED_IO)
		put_format(o, "port", "0x%x", token->ports.index);
	if (kind == TOKEN_STRING)
		put_number(o, "length", token_length(token));
	if (dangerous)
		put_text(o, "dangerous", dangerous);
	if (no_setting)
		put_text(o, "no_setting", no_setting);
	if (token->unused)
		put_bool(o, "unused", true);
}

void put_token_view(struct json_object *o, const struct machine *m, const struct token_view *view)
{
	const struct token *token = view->token;
	char text[TOKEN_BYTES + 1];

	put_token(o, m, token);
	if (view->state < 0)
		output_failure(o, &view->error);
	if (view->state <= 0)
		return;
	switch (token_kind(token)) {
	case TOKEN_CHOICE:
		put_bool(o, "active", view->value.active);
		break;
	case TOKEN_NUMBER:
		put_number(o, "number", view->value.number);
		break;
	case TOKEN_STRING:
		put_bytes(o, "hex", view->value.bytes, view->value.length);
		if (!view->value.no_sum &&
		    setting_bytes_are_text(view->value.bytes, view->value.length, text,
					   sizeof(text)))
			put_text(o, "text", text);
		if (view->value.no_sum)
			put_bool(o, "wrong_sum", true);
		break;
	}
}

/* "active", "= 6", ... */
static void state_text(const struct token_view *view, char *text, size_t size)
{
	if (view->state < 0) {
		snprintf(text, size, "error");
		return;
	}
	if (!view->state) {
		snprintf(text, size, "%s", view->token->unused ? "unused" : "?");
		return;
	}
	switch (token_kind(view->token)) {
	case TOKEN_CHOICE:
		snprintf(text, size, view->value.active ? "active" : "-");
		break;
	case TOKEN_NUMBER:
		snprintf(text, size, "= %u", view->value.number);
		break;
	case TOKEN_STRING:
		snprintf(text, size, "= ");
		setting_bytes_text(view->value.bytes, view->value.length, text + 2, size - 2);
		break;
	}
}

/* Why the state is not to be had, or not what it seems; "" when it is. */
static const char *note(const struct token_view *view)
{
	if (view->state < 0)
		return view->error.what;
	if (view->token->unused)
		return view->token->type == SMBIOS_CALLING ? "type 212 has it too" :
							     "type 218 has it too";
	if (token_is_elsewhere(view->token))
		return "a text that is kept at no location";
	return view->value.no_sum ? "its sum is wrong: for the BIOS there is none" : "";
}

void print_token_view(struct run *run, const struct token_view *view)
{
	const struct token *token = view->token;
	const struct token_name *name = token_name(run->machine, token->id);
	char state[SETTING_TEXT + 4], label[160], place[32];
	const char *why = note(view);

	state_text(view, state, sizeof(state));
	snprintf(place, sizeof(place), token_kind(token) == TOKEN_CHOICE &&
		 token->type == SMBIOS_CALLING ? "location 0x%04x: %u" : "location 0x%04x",
		 token->location, token->value);
	snprintf(label, sizeof(label), "%s%s%s", name ? name->attribute : place,
		 name && *name->setting && token_kind(token) == TOKEN_CHOICE ? ": " : "",
		 name && token_kind(token) == TOKEN_CHOICE ? name->setting : "");
	output_line(run->out, "0x%04x  %-8s  %s%s%s%s", token->id, state, label, *why ? "  (" : "",
		    why, *why ? ")" : "");
}

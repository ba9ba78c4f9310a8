// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Counter for tokens: each is told in one way, and set in one way.
 *
 * In: a token, and what it is to be. Out: an object with its state, or with
 * what it was and is. Everything that sets a token comes through token_set():
 * dangerous ones are refused here, and what is so already is not written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "token_names.h"
#include "token_set.h"
#include "token_values.h"

/**
 * token_describe() - what the tables and the list of names say
 * @c: this run
 * @token: token
 * @o: filled in
 */
void token_describe(struct client *c, const struct token *token,
		    struct json_object *o)
{
	const struct token_name *name = token_name(c, token->id);

	output_printf(o, "id", "0x%04x", token->id);
	output_text(o, "name", name ? name->attribute : NULL);
	output_text(o, "setting", name && !token_is_data(token) ?
		    name->setting : NULL);
	output_number(o, "table", token->type);
	output_printf(o, "location", "0x%04x", token->location);
	output_text(o, "kind", !token_is_data(token) ? "choice" :
		    token->type == TABLES_CALLING ? "number" : "string");
	if (token->type == TABLES_CALLING && !token_is_data(token))
		output_number(o, "value", token->value);
	if (token->type == TABLES_INDEXED_IO)
		output_printf(o, "port", "0x%x", token->ports.index);
}

static void put_state(const struct token *token,
		      const struct token_value *value, struct json_object *o)
{
	char text[256] = "";

	if (!token_is_data(token)) {
		output_bool(o, "active", value->active);
		return;
	}
	if (token->type == TABLES_CALLING) {
		output_number(o, "number", value->number);
		return;
	}
	output_bytes(o, "hex", value->bytes, value->length);
	for (size_t i = 0; i < value->length && value->bytes[i]; i++) {
		if (value->bytes[i] < ' ' || value->bytes[i] > '~')
			return;
		text[i] = value->bytes[i];
	}
	output_text(o, "text", text);
}

/**
 * token_state() - its state as well
 * @c: this run
 * @token: token
 * @o: filled in; "active", "number" or "hex" is missing when nothing can be
 *	known, and "failure" says why reading failed
 *
 * Return: CLIENT_DONE, also when nothing can be known, or the code of the
 * failure, which is caught
 */
int token_state(struct client *c, const struct token *token,
		struct json_object *o)
{
	struct token_value value;
	int code;

	token_describe(c, token, o);
	if (!token_value_known(c, token))
		return CLIENT_DONE;
	code = token_value_read(c, token, &value);
	if (code)
		json_object_object_add(o, "failure", output_catch(c));
	else
		put_state(token, &value, o);
	return code;
}

/* Whether an object as above says what is set. */
bool token_state_known(struct json_object *o)
{
	return json_object_object_get(o, "active") ||
	       json_object_object_get(o, "number") ||
	       json_object_object_get(o, "hex");
}

/* "active", "= 6", ... of an object as above. */
static void state_text(struct json_object *o, char *text, size_t size)
{
	struct json_object *v;

	if (json_object_object_get_ex(o, "failure", &v))
		snprintf(text, size, "error");
	else if (json_object_object_get_ex(o, "active", &v))
		snprintf(text, size, json_object_get_boolean(v) ? "active" :
								  "-");
	else if (json_object_object_get_ex(o, "number", &v))
		snprintf(text, size, "= %lld",
			 (long long)json_object_get_int64(v));
	else if (json_object_object_get_ex(o, "text", &v))
		snprintf(text, size, "= '%s'", json_object_get_string(v));
	else if (json_object_object_get_ex(o, "hex", &v))
		snprintf(text, size, "= %s", json_object_get_string(v));
	else
		snprintf(text, size, "?");
}

/* Name and setting, or what stands for them. */
static void name_text(struct json_object *o)
{
	const char *name = output_get_text(o, "name");
	const char *setting = output_get_text(o, "setting");

	if (name)
		printf("%s%s%s", name, setting && *setting ? ": " : "",
		       setting ? setting : "");
	else if (json_object_object_get(o, "value"))
		printf("location %s: %d", output_get_text(o, "location"),
		       (int)output_get_number(o, "value"));
	else
		printf("location %s", output_get_text(o, "location"));
}

/* One line. */
void token_text(struct json_object *o)
{
	struct json_object *failure = json_object_object_get(o, "failure");
	char text[TOKEN_STATE_SIZE];

	state_text(o, text, sizeof(text));
	printf("%s  %-8s  ", output_get_text(o, "id"), text);
	name_text(o);
	if (failure)
		printf("  (%s)", output_get_text(failure, "message"));
	printf("\n");
}

/* Whether two tokens are choices of one setting. */
static bool same_setting(const struct token *a, const struct token *b)
{
	if (a->type != b->type || a->location != b->location ||
	    token_is_data(a) || token_is_data(b))
		return false;
	return a->type == TABLES_CALLING ||
	       (a->ports.index == b->ports.index &&
		a->and_mask == b->and_mask);
}

/**
 * token_rival() - the choice that is active in a token's place
 * @c: this run
 * @token: a choice
 * @code: CLIENT_DONE, or the failure to read
 *
 * Return: @token itself when it is active, NULL when none is
 */
const struct token *token_rival(struct client *c, const struct token *token,
				int *code)
{
	struct token_value value;

	*code = token_value_read(c, token, &value);
	if (*code)
		return NULL;
	if (value.active)
		return token;
	for (size_t i = 0; i < c->tokens->count; i++) {
		const struct token *t = &c->tokens->list[i];

		if (same_setting(t, token) &&
		    !token_value_read(c, t, &value) && value.active)
			return t;
	}
	return NULL;
}

/**
 * token_has_name() - whether a token is called so
 * @c: this run
 * @token: token
 * @attribute: large and small letters are the same
 * @setting: NULL for any
 */
bool token_has_name(struct client *c, const struct token *token,
		    const char *attribute, const char *setting)
{
	const struct token_name *name = token_name(c, token->id);

	return name && !strcasecmp(name->attribute, attribute) &&
	       (!setting || !strcasecmp(name->setting, setting));
}

/* How a choice is called in "old" and "new": by its setting, or its number. */
static void put_choice(struct client *c, struct json_object *o,
		       const char *key, const struct token *token)
{
	const struct token_name *name = token ? token_name(c, token->id) : NULL;

	if (!token)
		output_text(o, key, "none");
	else if (name && *name->setting)
		output_text(o, key, name->setting);
	else
		output_printf(o, key, "0x%04x", token->id);
}

static int set_choice(struct client *c, const struct token *token, bool force,
		      bool compare, struct json_object *o)
{
	const struct token *old = NULL;
	int code = CLIENT_DONE;

	if (token_value_known(c, token))
		old = token_rival(c, token, &code);
	if (code)
		return code;
	if (token_value_known(c, token))
		put_choice(c, o, "old", old);
	else
		output_text(o, "old", NULL);
	put_choice(c, o, "new", token);
	output_bool(o, "changed", old != token);
	if (old == token || compare)
		return CLIENT_DONE;
	code = token_value_activate(c, token, force);
	if (code || c->dry_run)
		return code;
	if (token_rival(c, token, &code) != token && !code)
		return output_fail(c, CLIENT_FAILED, NULL,
				   "token 0x%04x was written but is not active",
				   token->id);
	return code;
}

static int set_number(struct client *c, const struct token *token,
		      const char *text, bool compare, struct json_object *o)
{
	struct token_value value = { };
	bool known = token_value_known(c, token);
	u64 number;
	int code = CLIENT_DONE;

	if (!options_number(text, UINT32_MAX, &number))
		return options_usage(c, "'%s' is no number", text);
	if (known)
		code = token_value_read(c, token, &value);
	if (code)
		return code;
	if (value.max > value.min &&
	    (number < value.min || number > value.max))
		return options_usage(c, "the firmware takes %u to %u for token 0x%04x",
				     value.min, value.max, token->id);
	if (known)
		output_number(o, "old", value.number);
	else
		output_text(o, "old", NULL);
	output_number(o, "new", number);
	output_bool(o, "changed", !known || value.number != number);
	if (compare || (known && value.number == number))
		return CLIENT_DONE;
	return token_value_write_number(c, token, number);
}

static int set_string(struct client *c, const struct token *token,
		      const char *text, bool force, bool compare,
		      struct json_object *o)
{
	struct token_value value;
	size_t room = token->or_value ? token->or_value : 1, length;
	u8 *bytes, whole[255] = { };
	bool same;
	int code;

	if (!strncmp(text, "hex:", 4)) {
		code = options_hex(c, text + 4, room, &bytes, &length);
		if (code)
			return code;
	} else {
		bytes = (u8 *)strdup(text);
		length = strlen(text);
		if (!bytes)
			abort();
		if (length > room) {
			free(bytes);
			return options_usage(c, "token 0x%04x holds %zu characters",
					     token->id, room);
		}
	}
	memcpy(whole, bytes, length);
	free(bytes);
	code = token_value_read(c, token, &value);
	if (code)
		return code;
	same = !memcmp(whole, value.bytes, room);
	output_bytes(o, "old", value.bytes, room);
	output_bytes(o, "new", whole, room);
	output_bool(o, "changed", !same);
	if (same || compare)
		return CLIENT_DONE;
	return token_value_write_bytes(c, token, whole, room, force);
}

/**
 * token_set() - set a token, unless it is set so already
 * @c: this run
 * @token: token
 * @value: number, text or "hex:" bytes; NULL for a choice
 * @force: also a dangerous one
 * @compare: only look what would change
 * @o: "id", "name", "old", "new", "changed"
 *
 * Return: CLIENT_DONE or a failure
 */
int token_set(struct client *c, const struct token *token, const char *value,
	      bool force, bool compare, struct json_object *o)
{
	const char *reason = token_dangerous(token->id);

	token_describe(c, token, o);
	if (reason && !force && !compare)
		return output_fail(c, CLIENT_FAILED,
				   "Add --force if you are sure.",
				   "token 0x%04x is dangerous: %s", token->id,
				   reason);
	if (token_is_data(token) != !!value)
		return options_usage(c, value ?
				     "token 0x%04x is a choice and takes no value" :
				     "token 0x%04x needs a value", token->id);
	if (!value)
		return set_choice(c, token, force, compare, o);
	if (token->type == TABLES_CALLING)
		return set_number(c, token, value, compare, o);
	return set_string(c, token, value, force, compare, o);
}

/* One line of an object that token_set() filled in. */
void token_set_text(struct json_object *o)
{
	const char *name = output_get_text(o, "name");

	printf("%s  %s%s%s", output_get_text(o, "id"), name ? name : "",
	       name ? ": " : "", output_get_text(o, "old") ?: "?");
	if (output_get_bool(o, "changed"))
		printf(" -> %s\n", output_get_text(o, "new"));
	else
		printf(" unchanged\n");
}

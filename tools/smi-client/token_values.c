// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Keeper of settings: the state of tokens.
 *
 * In: tokens. Out: what is set, and what is set from now on. Type 218 is kept
 * by the firmware: a location is asked for once in a run, however many tokens
 * share it, and again after it was written. Type 212 is kept in CMOS.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware.h"
#include "output.h"
#include "password.h"
#include "token_values.h"

#define CLASS_READ	0
#define CLASS_WRITE	1
#define SELECT_NV	0

/**
 * struct location - what the firmware said of one location
 * @number: location
 * @code: whether it could be read
 * @error: why not
 * @res: results of the call
 */
struct location {
	u16 number;
	int code;
	struct json_object *error;
	s32 res[4];
};

struct token_values {
	struct location *list;
	size_t count;
};

static struct location *location_find(struct client *c, u16 number)
{
	for (size_t i = 0; c->values && i < c->values->count; i++)
		if (c->values->list[i].number == number)
			return &c->values->list[i];
	return NULL;
}

static struct location *location_add(struct client *c, u16 number)
{
	struct token_values *v = c->values;

	if (!v)
		v = calloc(1, sizeof(*v));
	if (!v)
		abort();
	c->values = v;
	v->list = realloc(v->list, (v->count + 1) * sizeof(*v->list));
	if (!v->list)
		abort();
	v->list[v->count] = (struct location){ .number = number };
	return &v->list[v->count++];
}

/* Ask the firmware, unless it has been asked. */
static int location_read(struct client *c, u16 number, struct location **l)
{
	struct firmware_call call = {
		.ci.command_class = CLASS_READ,
		.ci.command_select = SELECT_NV,
		.ci.arg[0] = number,
	};

	*l = location_find(c, number);
	if (!*l) {
		*l = location_add(c, number);
		(*l)->code = firmware_call(c, &call);
		if (!(*l)->code)
			(*l)->code = firmware_result(c, &call);
		memcpy((*l)->res, call.ci.res, sizeof(call.ci.res));
		(*l)->error = output_catch(c);
	}
	if ((*l)->code)
		return output_fail(c, (*l)->code,
				   output_get_text((*l)->error, "next"), "%s",
				   output_get_text((*l)->error, "message"));
	return CLIENT_DONE;
}

static void location_forget(struct client *c, u16 number)
{
	struct token_values *v = c->values;
	struct location *l = location_find(c, number);

	if (!l)
		return;
	json_object_put(l->error);
	*l = v->list[--v->count];
}

/**
 * token_value_known() - whether reading can tell anything
 * @c: this run
 * @token: token
 *
 * Tables of another machine come without its firmware, and perhaps without
 * its CMOS; a dry run asks nobody.
 */
bool token_value_known(struct client *c, const struct token *token)
{
	char path[4096];

	if (token->type == TABLES_CALLING)
		return !c->tables_dir && !c->dry_run;
	if (!c->tables_dir)
		return true;
	snprintf(path, sizeof(path), "%s/cmos.dat", c->tables_dir);
	return !access(path, R_OK);
}

/**
 * token_value_read() - what is set
 * @c: this run
 * @token: token
 * @value: filled in
 *
 * Return: CLIENT_DONE or a failure
 */
int token_value_read(struct client *c, const struct token *token,
		     struct token_value *value)
{
	struct location *l;
	u8 byte;
	int code;

	memset(value, 0, sizeof(*value));
	if (token->type == TABLES_CALLING) {
		code = location_read(c, token->location, &l);
		if (code)
			return code;
		value->number = l->res[1];
		value->min = l->res[2];
		value->max = l->res[3];
		value->active = !token_is_data(token) &&
				value->number == token->value;
		return CLIENT_DONE;
	}
	if (!token_is_data(token)) {
		code = cmos_read(c, token->ports, token->location, &byte);
		if (code)
			return code;
		value->number = byte & ~token->and_mask;
		value->active = value->number == token->or_value;
		return CLIENT_DONE;
	}
	/* A length of 0 stands for one byte in some tables. */
	value->length = token->or_value ? token->or_value : 1;
	for (size_t i = 0; i < value->length; i++) {
		if (token->location + i > 255)
			return output_fail(c, CLIENT_FAILED, NULL,
					   "token 0x%04x reaches beyond the end of CMOS",
					   token->id);
		code = cmos_read(c, token->ports, token->location + i,
				 &value->bytes[i]);
		if (code)
			return code;
	}
	return CLIENT_DONE;
}

/**
 * token_value_write_number() - write to the location of a type 218 token
 * @c: this run
 * @token: token
 * @number: what is to be there
 *
 * Asks for a password when the firmware has one. Reads back.
 *
 * Return: CLIENT_DONE or a failure
 */
int token_value_write_number(struct client *c, const struct token *token,
			     u32 number)
{
	struct firmware_call call = {
		.ci.command_class = CLASS_WRITE,
		.ci.command_select = SELECT_NV,
		.ci.arg = { token->location, number },
	};
	struct token_value now;
	u32 key;
	int code = password_key(c, &key);

	if (code)
		return code;
	call.ci.arg[2] = key;
	call.secret = key != 0;
	code = firmware_call(c, &call);
	if (!code)
		code = firmware_result(c, &call);
	explicit_bzero(&call, sizeof(call));
	explicit_bzero(&key, sizeof(key));
	location_forget(c, token->location);
	if (code || c->dry_run)
		return code;
	code = token_value_read(c, token, &now);
	if (!code && now.number != number)
		return output_fail(c, CLIENT_FAILED,
				   "The firmware said done all the same; it may allow the change only after a restart.",
				   "token 0x%04x did not take: location 0x%04x holds %u, not %u",
				   token->id, token->location, now.number,
				   number);
	return code;
}

/**
 * token_value_write_bytes() - write a string of type 212
 * @c: this run
 * @token: token that keeps a string
 * @bytes: the string
 * @length: shorter than the token's length: filled up with zero
 * @force: also when the checksum is wrong already
 *
 * Return: CLIENT_DONE or a failure
 */
int token_value_write_bytes(struct client *c, const struct token *token,
			    const u8 *bytes, size_t length, bool force)
{
	size_t room = token->or_value ? token->or_value : 1;
	u8 whole[255] = { };
	const struct cmos_change change = {
		.ports = token->ports, .first = token->location,
		.bytes = whole, .length = room, .force = force,
	};

	if (length > room)
		return output_fail(c, CLIENT_USAGE, NULL,
				   "token 0x%04x holds %zu bytes, not %zu",
				   token->id, room, length);
	memcpy(whole, bytes, length);
	return cmos_write(c, &change, c->tokens->checks, c->tokens->n_checks);
}

/**
 * token_value_activate() - make a choice
 * @c: this run
 * @token: token that is a choice
 * @force: also when a checksum of CMOS is wrong already
 *
 * Return: CLIENT_DONE or a failure
 */
int token_value_activate(struct client *c, const struct token *token,
			 bool force)
{
	const u8 byte = token->or_value;
	const struct cmos_change change = {
		.ports = token->ports, .first = token->location,
		.keep = token->and_mask, .bytes = &byte, .length = 1,
		.force = force,
	};

	if (token->type == TABLES_CALLING)
		return token_value_write_number(c, token, token->value);
	return cmos_write(c, &change, c->tokens->checks, c->tokens->n_checks);
}

void token_values_free(struct token_values *values)
{
	if (!values)
		return;
	for (size_t i = 0; i < values->count; i++)
		json_object_put(values->list[i].error);
	free(values->list);
	free(values);
}

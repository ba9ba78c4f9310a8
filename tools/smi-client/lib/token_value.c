// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * State of tokens: those of type 218 are kept by firmware, which is asked with
 * classes 0 and 1; those of type 212 in CMOS.
 */
#include <stdlib.h>
#include <string.h>

#include "calling_interface.h"
#include "cmos.h"
#include "machine.h"
#include "memory.h"
#include "password.h"
#include "token_value.h"

#define SELECT_NV	0
#define LOCATIONS	0x10000

/**
 * struct location - what firmware said of one location
 * @error: why it could not be read, or NULL
 * @value: what is there
 * @min: smallest number
 * @max: largest
 */
struct location {
	struct smi_error *error;
	u32 value, min, max;
};

/**
 * struct token_values - what was read
 * @list: locations
 * @count: how many
 * @at: for each number of a location the index in @list plus 1, or 0
 * @general: failures of all tokens, of type 218 and of type 212
 * @cmos_known: whether @cmos_is_there was found out
 * @cmos_is_there: as cmos_is_there()
 * @locked: how often each lock was taken by token_value_lock()
 * @n_locks: how often that was called
 */
struct token_values {
	struct location *list;
	size_t count;
	u32 *at;
	struct smi_error *general[2];
	bool cmos_known, cmos_is_there;
	bool ci_locked, cmos_locked;
	unsigned int n_locks;
};

/* NULL without memory. */
static struct token_values *token_values_of(struct machine *m)
{
	struct token_values *v = m->values;

	if (v)
		return v;
	v = calloc(1, sizeof(*v));
	if (v)
		v->at = calloc(LOCATIONS, sizeof(*v->at));
	if (v && !v->at) {
		free(v);
		v = NULL;
	}
	m->values = v;
	return v;
}

bool token_value_is_there(struct machine *m, const struct token *token)
{
	struct token_values *v;

	if (token_is_elsewhere(token))
		return false;
	if (token->type == SMBIOS_CALLING)
		return !m->options.tables_dir;
	v = token_values_of(m);
	if (!v)
		return cmos_is_there(m);
	if (!v->cmos_known)
		v->cmos_is_there = cmos_is_there(m);
	v->cmos_known = true;
	return v->cmos_is_there;
}

bool token_value_is_general(enum smi_code code)
{
	return code == SMI_NOT_FOUND || code == SMI_PERMISSION || code == SMI_BUSY;
}

static struct smi_error *token_value_keep(const struct smi_error *error)
{
	struct smi_error *copy = malloc(sizeof(*copy));

	if (copy)
		*copy = *error;
	return copy;
}

static struct smi_error **token_value_general(struct token_values *v, u8 type)
{
	return &v->general[type == SMBIOS_INDEXED_IO];
}

static void token_value_set_general(struct token_values *v, u8 type,
				    const struct smi_error *error)
{
	struct smi_error **general = token_value_general(v, type);

	if (!*general && token_value_is_general(error->code))
		*general = token_value_keep(error);
}

static bool token_value_has_type(const struct machine *m, u8 type)
{
	for (size_t i = 0; i < m->tokens->count; i++)
		if (m->tokens->list[i].type == type && !m->tokens->list[i].unused)
			return true;
	return false;
}

void token_value_lock(struct machine *m)
{
	struct token_values *v = token_values_of(m);
	struct smi_error error;

	if (!v || v->n_locks++ || m->options.tables_dir)
		return;
	/* What is not had now is not waited for again by each read. */
	if (token_value_has_type(m, SMBIOS_CALLING) && !machine_has_class(m, CLASS_READ, &error)) {
		v->ci_locked = !machine_lock(m, &error);
		if (!v->ci_locked)
			token_value_set_general(v, SMBIOS_CALLING, &error);
	}
	if (token_value_has_type(m, SMBIOS_INDEXED_IO)) {
		v->cmos_locked = !cmos_lock(m, &error);
		if (!v->cmos_locked)
			token_value_set_general(v, SMBIOS_INDEXED_IO, &error);
	}
}

void token_value_unlock(struct machine *m)
{
	struct token_values *v = m->values;

	if (!v || --v->n_locks)
		return;
	if (v->cmos_locked)
		cmos_unlock(m);
	if (v->ci_locked)
		machine_unlock(m);
	v->cmos_locked = false;
	v->ci_locked = false;
}

/* A new location, or NULL without memory. */
static struct location *token_value_add(struct token_values *v, u16 number)
{
	struct location *list;

	/* Doubled whenever the count is a power of two. */
	if (!(v->count & (v->count - 1))) {
		list = realloc(v->list, (v->count ? 2 * v->count : 1) * sizeof(*list));
		if (!list)
			return NULL;
		v->list = list;
	}
	v->at[number] = v->count + 1;
	v->list[v->count] = (struct location){ };
	return &v->list[v->count++];
}

/* Asks firmware, unless it has been asked. */
static int token_value_location(struct machine *m, u16 number, struct location **l,
				struct smi_error *error)
{
	struct ci_call call = {
		.ci.command_class = CLASS_READ, .ci.command_select = SELECT_NV,
		.ci.arg = { number },
	};
	struct token_values *v = m->values;
	int code;

	if (!v->at[number]) {
		*l = token_value_add(v, number);
		if (!*l)
			return memory_failed(error);
		code = ci_do(m, &call, error);
		(*l)->value = call.ci.res[1];
		(*l)->min = call.ci.res[2];
		(*l)->max = call.ci.res[3];
		if (!code)
			return SMI_OK;
		(*l)->error = token_value_keep(error);
		if (!(*l)->error)
			v->at[number] = 0;
		return code;
	}
	*l = &v->list[v->at[number] - 1];
	if (!(*l)->error)
		return SMI_OK;
	*error = *(*l)->error;
	return error->code;
}

void token_value_forget(struct machine *m)
{
	struct token_values *v = m->values;

	if (!v)
		return;
	for (size_t i = 0; i < v->count; i++)
		free(v->list[i].error);
	free(v->list);
	v->list = NULL;
	v->count = 0;
	memset(v->at, 0, LOCATIONS * sizeof(*v->at));
}

static int token_value_read_calling(struct machine *m, const struct token *token,
				    struct token_value *value, struct smi_error *error)
{
	struct location *l;
	int code = token_value_location(m, token->location, &l, error);

	/* Firmware that does not offer settings leaves them to the iDRAC. */
	if (code == SMI_NOT_FOUND && error->hint == HINT_CLASSES)
		error_hint(error, HINT_IDRAC);
	if (code)
		return code;
	value->number = l->value;
	value->min = l->min;
	value->max = l->max;
	value->active = token_kind(token) == TOKEN_CHOICE && value->number == token->value;
	return SMI_OK;
}

/* Whether the sum behind a tag is its sum; true for what is no tag. */
static int token_value_check_sum(struct machine *m, const struct token *token,
				 struct token_value *value, struct smi_error *error)
{
	u8 sum = 0, stored;
	int code;

	if ((token->id != TOKEN_ASSET_TAG && token->id != TOKEN_SERVICE_TAG) ||
	    token->location + value->length > 0xFF)
		return SMI_OK;
	code = cmos_read(m, token->ports, token->location + value->length, &stored, error);
	for (size_t i = 0; i < value->length; i++)
		sum += value->bytes[i];
	value->no_sum = !code && stored != sum;
	return code;
}

static int token_value_read_indexed(struct machine *m, const struct token *token,
				    struct token_value *value, struct smi_error *error)
{
	int code;
	u8 byte;

	if (token_kind(token) == TOKEN_CHOICE) {
		code = cmos_read(m, token->ports, token->location, &byte, error);
		if (code)
			return code;
		value->number = byte & ~token->and_mask;
		value->active = value->number == token->or_value;
		return SMI_OK;
	}
	value->length = token_length(token);
	if (token->location + value->length > 0x100)
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "token 0x%04x reaches beyond the end of CMOS", token->id);
	for (size_t i = 0; i < value->length; i++) {
		code = cmos_read(m, token->ports, token->location + i, &value->bytes[i], error);
		if (code)
			return code;
	}
	return token_value_check_sum(m, token, value, error);
}

int token_value_read(struct machine *m, const struct token *token, struct token_value *value,
		     struct smi_error *error)
{
	struct token_values *v = token_values_of(m);
	struct smi_error **general;
	int code;

	*value = (struct token_value){ };
	if (!v)
		return memory_failed(error);
	if (token_is_elsewhere(token))
		return error_set(error, SMI_NOT_FOUND, HINT_NONE,
				 "token 0x%04x is a text that is kept at no location", token->id);
	general = token_value_general(v, token->type);
	if (*general) {
		*error = **general;
		return error->code;
	}
	if (token->type == SMBIOS_CALLING)
		code = token_value_read_calling(m, token, value, error);
	else
		code = token_value_read_indexed(m, token, value, error);
	if (code)
		token_value_set_general(v, token->type, error);
	return code;
}

int token_value_write_number(struct machine *m, const struct token *token, u32 number,
			     struct smi_error *error)
{
	struct ci_call call = {
		.ci.command_class = CLASS_WRITE, .ci.command_select = SELECT_NV,
		.ci.arg = { token->location, number },
	};
	struct token_value now;
	u32 key;
	int code = password_key(m, &key, error);

	if (code)
		return code;
	call.ci.arg[2] = key;
	call.secret = key != 0;
	code = ci_do(m, &call, error);
	explicit_bzero(&call.ci, sizeof(call.ci));
	explicit_bzero(&key, sizeof(key));
	/* Choices of one setting may have locations of their own. */
	token_value_forget(m);
	if (code || call.recorded)
		return code;
	code = token_value_read(m, token, &now, error);
	if (!code && now.number != number)
		return error_set(error, SMI_FAILED, HINT_AFTER_RESTART,
				 "location 0x%04x of token 0x%04x reads back %u, not %u",
				 token->location, token->id, now.number, number);
	return code;
}

static int token_value_change_cmos(struct machine *m, const struct token *token, const u8 *bytes,
				   size_t length, bool force, struct smi_error *error)
{
	const struct cmos_change change = {
		.ports = token->ports, .first = token->location, .keep = token->and_mask,
		.bytes = bytes, .length = length, .force = force,
	};

	return cmos_write(m, &change, m->tokens->checks, m->tokens->n_checks, error);
}

int token_value_write_bytes(struct machine *m, const struct token *token, const u8 *bytes,
			    size_t length, bool force, struct smi_error *error)
{
	size_t room = token_length(token);
	u8 whole[TOKEN_BYTES] = { };

	if (length > room || room > TOKEN_BYTES)
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "token 0x%04x holds %zu bytes, not %zu", token->id, room, length);
	memcpy(whole, bytes, length);
	return token_value_change_cmos(m, token, whole, room, force, error);
}

int token_value_activate(struct machine *m, const struct token *token, bool force,
			 struct smi_error *error)
{
	if (token->type == SMBIOS_CALLING)
		return token_value_write_number(m, token, token->value, error);
	return token_value_change_cmos(m, token, &token->or_value, 1, force, error);
}

int token_value_restore(struct machine *m, const struct token *token,
			const struct token_value *old, struct smi_error *error)
{
	const u8 byte = old->number;

	if (token->type == SMBIOS_CALLING)
		return token_value_write_number(m, token, old->number, error);
	if (token_kind(token) == TOKEN_STRING)
		return token_value_write_bytes(m, token, old->bytes, old->length, true, error);
	return token_value_change_cmos(m, token, &byte, 1, true, error);
}

void token_values_free(struct token_values *values)
{
	if (!values)
		return;
	for (size_t i = 0; i < values->count; i++)
		free(values->list[i].error);
	free(values->list);
	free(values->at);
	for (size_t i = 0; i < ARRAY_SIZE(values->general); i++)
		free(values->general[i]);
	free(values);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See named_call.h: arguments of a call from KEY=VALUE words. What the user did
 * not give of a call that sets several things at once is read first and sent
 * back as it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "named_call_parts.h"
#include "parse.h"
#include "password.h"

/**
 * struct words - KEY=VALUE as typed
 * @count: how many
 * @words: the words
 */
struct words {
	int count;
	char *const *words;
};

static bool word_has_key(const char *word, const char *key)
{
	size_t length = strlen(key);

	return !strncmp(word, key, length) && word[length] == '=';
}

static const char *word_value(const struct words *w, const char *key)
{
	for (int i = 0; key && i < w->count; i++)
		if (word_has_key(w->words[i], key))
			return strchr(w->words[i], '=') + 1;
	return NULL;
}

/* Every word has a key of this call, and no key comes twice. */
static int words_check(const struct named_call *def, const struct words *w,
		       struct smi_error *error)
{
	struct named_argument a;

	for (int i = 0; i < w->count; i++) {
		bool known = false;

		for (size_t n = 0; named_call_argument(def, n, &a) && !known; n++)
			known = a.key && word_has_key(w->words[i], a.key);
		if (!known)
			return error_set(error, SMI_USAGE, HINT_NONE,
					 "'%s' is not KEY=VALUE with a key of call '%s'",
					 w->words[i], def->name);
		for (int k = 0; k < i; k++) {
			size_t length = strcspn(w->words[i], "=") + 1;

			if (!strncmp(w->words[i], w->words[k], length))
				return error_set(error, SMI_USAGE, HINT_NONE,
						 "two values for '%.*s' of call '%s'",
						 (int)length - 1, w->words[i], def->name);
		}
	}
	return SMI_OK;
}

static int choice_number(const struct named_argument *a, const char *value, u64 *number,
			 struct smi_error *error)
{
	struct json_object *v;
	char all[200] = "";
	size_t n = 0;

	if (json_object_object_get_ex(a->choices, value, &v)) {
		*number = json_object_get_int64(v);
		return SMI_OK;
	}
	json_object_object_foreach(a->choices, name, unused) {
		(void)unused;
		if (n < sizeof(all))
			n += snprintf(all + n, sizeof(all) - n, "%s%s", n ? ", " : "", name);
	}
	return error_set(error, SMI_USAGE, HINT_NONE, "%s: '%s' is not one of %s", a->key, value,
			 all);
}

static int number_of(const struct named_argument *a, const char *value, u32 *number,
		     struct smi_error *error)
{
	u64 n = 0;
	int code = SMI_OK;

	if (a->choices)
		code = choice_number(a, value, &n, error);
	else if (!parse_number(value, UINT32_MAX, &n) || n < a->min || n > a->max)
		code = error_set(error, SMI_USAGE, HINT_NONE,
				 "%s: '%s' is not a number from %u to %u", a->key, value, a->min,
				 a->max);
	if (!code && n > named_mask(&a->bits))
		code = error_set(error, SMI_FAILED, HINT_CONFIG_FORMAT,
				 "%s: the number for '%s' does not fit into its bits", a->key,
				 value);
	*number = n;
	return code;
}

/* Bytes of a text, in arguments or in memory; the rest stays zero. */
static int put_text(const struct named_argument *a, const char *value, void *to, size_t size,
		    struct smi_error *error)
{
	if (strlen(value) > size)
		return error_set(error, SMI_USAGE, HINT_NONE, "%s: at most %zu characters", a->key,
				 size);
	memcpy(to, value, strlen(value));
	return SMI_OK;
}

static int put_memory(const struct named_argument *a, const char *value, struct ci_call *call,
		      struct smi_error *error)
{
	struct ci_buffer *b = &call->buffer[a->bits.index];

	free(b->data);
	b->data = calloc(1, a->memory);
	if (!b->data)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	b->size = a->memory;
	/* Firmware only reads what the user gives. */
	b->filled = !a->key;
	return value ? put_text(a, value, b->data, b->size, error) : SMI_OK;
}

/* What the words say; @kept gets told of arguments that need the present state. */
static int put_argument(const struct named_call *def, const struct named_argument *a,
			const char *value, struct ci_call *call, bool *kept,
			struct smi_error *error)
{
	u32 number = a->value;
	int code = SMI_OK;

	if (a->security_key)
		return SMI_OK;
	if (a->key && !value && a->has_keep) {
		*kept = true;
		return SMI_OK;
	}
	if (a->key && !value && !a->has_value)
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "missing argument: %s=VALUE of call '%s'", a->key, def->name);
	if (a->memory)
		return put_memory(a, value, call, error);
	if (a->text)
		return value ? put_text(a, value, (u8 *)&call->ci +
					offsetof(struct smi_calling_interface, arg) +
					4 * a->bits.index, a->text, error) : SMI_OK;
	if (value)
		code = number_of(a, value, &number, error);
	call->ci.arg[a->bits.index] |= (number & named_mask(&a->bits)) << a->bits.low;
	return code;
}

/* Reads the present state and fills in what was not typed. */
static int keep_state(struct machine *m, const struct named_call *def, const struct words *w,
		      struct ci_call *call, struct smi_error *error)
{
	const char *name = named_call_read(def);
	struct ci_call now = { };
	struct named_argument a;
	struct named_call read;
	u32 results[4];
	int code;

	if (!name)
		return error_set(error, SMI_FAILED, HINT_CONFIG_FORMAT,
				 "call '%s' keeps values, but names no call to read them",
				 def->name);
	code = named_call_find(def->calls, name, &read, error);
	if (!code && named_call_read(&read))
		code = error_set(error, SMI_FAILED, HINT_CONFIG_FORMAT,
				 "call '%s' is to be read first, and reads another one", name);
	if (!code) {
		now.ci.command_class = read.class;
		now.ci.command_select = read.select;
		code = named_call_arguments(m, &read, 0, NULL, &now, error);
	}
	now.unadvertised = call->unadvertised;
	if (!code)
		code = ci_do(m, &now, error);
	memcpy(results, now.ci.res, sizeof(results));
	for (size_t n = 0; !code && named_call_argument(def, n, &a); n++)
		if (a.key && a.has_keep && !word_value(w, a.key))
			call->ci.arg[a.bits.index] |= (named_bits_get(&a.keep, results) &
						       named_mask(&a.bits)) << a.bits.low;
	named_call_wipe(&now);
	return code;
}

static int put_security_key(struct machine *m, unsigned int index, struct ci_call *call,
			    struct smi_error *error)
{
	u32 key = 0;
	int code = password_key(m, &key, error);

	if (!code) {
		call->ci.arg[index] = key;
		call->secret |= key != 0;
	}
	explicit_bzero(&key, sizeof(key));
	return code;
}

int named_call_check(const struct named_call *def, int n_words, char *const *words,
		     struct smi_error *error)
{
	const struct words w = { .count = n_words, .words = words };
	struct named_argument a;
	struct ci_call scratch = { };
	bool kept = false;
	int code = words_check(def, &w, error);

	for (size_t n = 0; !code && named_call_argument(def, n, &a); n++)
		code = put_argument(def, &a, word_value(&w, a.key), &scratch, &kept, error);
	if (!code && kept && !n_words)
		code = error_set(error, SMI_USAGE, HINT_NONE,
				 "missing argument: nothing to change by call '%s'", def->name);
	named_call_wipe(&scratch);
	return code;
}

int named_call_arguments(struct machine *m, const struct named_call *def, int n_words,
			 char *const *words, struct ci_call *call, struct smi_error *error)
{
	const struct words w = { .count = n_words, .words = words };
	struct named_argument a;
	bool kept = false;
	int code = named_call_check(def, n_words, words, error);

	call->ci.command_class = def->class;
	call->ci.command_select = def->select;
	for (size_t n = 0; !code && named_call_argument(def, n, &a); n++)
		code = put_argument(def, &a, word_value(&w, a.key), call, &kept, error);
	if (!code && kept)
		code = keep_state(m, def, &w, call, error);
	for (size_t n = 0; !code && named_call_argument(def, n, &a); n++)
		if (a.security_key)
			code = put_security_key(m, a.bits.index, call, error);
	return code;
}

void named_call_wipe(struct ci_call *call)
{
	for (size_t i = 0; i < 4; i++) {
		if (!call->buffer[i].data)
			continue;
		explicit_bzero(call->buffer[i].data, call->buffer[i].size);
		free(call->buffer[i].data);
	}
	explicit_bzero(call, sizeof(*call));
}

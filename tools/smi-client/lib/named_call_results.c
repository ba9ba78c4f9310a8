// SPDX-License-Identifier: GPL-2.0-or-later
/* See named_call.h: what the results of a call mean. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "named_call_parts.h"
#include "text.h"

static bool set_text(struct named_field *f, const u8 *bytes, size_t length)
{
	f->kind = NAMED_TEXT;
	f->text = malloc(length + 1);
	if (!f->text)
		return false;
	text_from_firmware(bytes, length, f->text);
	return true;
}

/* The name of a bit or of a number; NULL when it has none. */
static const char *word_for(struct json_object *words, u32 number)
{
	struct json_object *v;
	char key[16];

	snprintf(key, sizeof(key), "%u", number);
	return json_object_object_get_ex(words, key, &v) ? json_object_get_string(v) : NULL;
}

static bool set_word(struct named_field *f, const char *word)
{
	f->kind = NAMED_TEXT;
	f->text = strdup(word);
	return f->text;
}

/* @f is all zero. False without memory; @f->name stays NULL when it is not there. */
static bool set_field(struct named_field *f, const struct named_result *r,
		      const struct ci_call *call)
{
	const struct ci_buffer *b = &call->buffer[r->bits.index];
	const u8 *results = (const u8 *)&call->ci + offsetof(struct smi_calling_interface, res);
	const char *word;
	u32 words[4];

	if (r->memory && !b->data)
		return true;
	f->name = r->name;
	if (r->memory)
		return set_text(f, b->data, b->size);
	if (r->text)
		return set_text(f, results + 4 * r->bits.index, r->text);
	memcpy(words, results, sizeof(words));
	f->number = named_bits_get(&r->bits, words);
	if (r->names) {
		f->kind = NAMED_LIST;
		for (u32 bit = 0; bit < r->bits.width; bit++) {
			word = f->number >> bit & 1 ? word_for(r->names, bit) : NULL;
			if (word)
				f->list[f->count++] = word;
		}
		return true;
	}
	word = r->values ? word_for(r->values, f->number) : NULL;
	return word ? set_word(f, word) : true;
}

int named_call_results(const struct named_call *def, const struct ci_call *call,
		       struct named_field **fields, size_t *count, struct smi_error *error)
{
	struct named_field *list;
	struct named_result r;
	size_t n = 0, filled = 0;

	while (named_call_result(def, n, &r))
		n++;
	list = calloc(n + 1, sizeof(*list));
	for (size_t i = 0; list && i < n && named_call_result(def, i, &r); i++) {
		if (!set_field(&list[filled], &r, call)) {
			named_fields_free(list, n);
			list = NULL;
		} else if (list[filled].name) {
			filled++;
		}
	}
	if (!list)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	*fields = list;
	*count = filled;
	return SMI_OK;
}

void named_fields_free(struct named_field *fields, size_t count)
{
	for (size_t i = 0; fields && i < count; i++)
		free(fields[i].text);
	free(fields);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See tag_cmos.h: tokens 0xC000 and 0xC003 of SMBIOS type 212. The byte behind
 * the string is its sum, without which the BIOS sees no tag.
 */
#include <string.h>

#include "tag_cmos.h"
#include "token_table.h"
#include "token_value.h"

static int tag_cmos_token(struct machine *m, enum tag tag, const struct token **token,
			  struct smi_error *error)
{
	const struct token *t;
	int code = token_table_load(m, error);

	if (code)
		return code;
	if (tag != TAG_PROPERTY) {
		t = token_table_find(m->tokens, tag == TAG_ASSET ? TOKEN_ASSET_TAG :
				     TOKEN_SERVICE_TAG);
		for (; t; t = token_table_next(m->tokens, t)) {
			if (t->type != SMBIOS_INDEXED_IO || token_kind(t) != TOKEN_STRING ||
			    !token_value_is_there(m, t))
				continue;
			*token = t;
			return SMI_OK;
		}
	}
	return error_set(error, SMI_NOT_FOUND, HINT_NONE,
			 "the tables name no place in CMOS for the %s tag", tag_name(tag));
}

int tag_cmos_read(struct machine *m, enum tag tag, struct tag_value *value,
		  struct smi_error *error)
{
	const struct token *token;
	struct token_value v;
	int code = tag_cmos_token(m, tag, &token, error);

	if (!code)
		code = token_value_read(m, token, &v, error);
	if (code)
		return code;
	memset(value, 0, sizeof(*value));
	value->source = TAG_FROM_CMOS;
	value->number = token->id;
	if (!v.no_sum && !tag_from_cmos(v.bytes, v.length, value->text))
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "what CMOS holds as the %s tag is no text", tag_name(tag));
	return SMI_OK;
}

int tag_cmos_write(struct machine *m, enum tag tag, const char *text, struct smi_error *error)
{
	const struct token *token;
	int code = tag_cmos_token(m, tag, &token, error);

	if (code)
		return code;
	if (tag != TAG_ASSET)
		return error_set(error, SMI_REFUSED, HINT_NONE,
				 "this machine's firmware takes no %s tag", tag_name(tag));
	if (strlen(text) > token_length(token))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "the asset tag of this machine has at most %zu characters",
				 token_length(token));
	return token_value_write_bytes(m, token, (const u8 *)text, strlen(text), false, error);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens that SMBIOS types 218 and 212 list, and where each is kept. */
#ifndef LIB_TOKEN_TABLE_H
#define LIB_TOKEN_TABLE_H

#include "cmos_checksum.h"
#include "error.h"
#include "smbios.h"

struct machine;

#define TOKEN_ASSET_TAG		0xC000
#define TOKEN_SERVICE_TAG	0xC003
/* Value of a type 218 token that is no choice but holds a number. */
#define TOKEN_VALUE_NUMBER	0xFFFF
/* From here on tokens are requests and identities, not settings. */
#define TOKEN_SETTINGS_END	0x8000

enum token_kind {
	TOKEN_CHOICE,		/* active or not */
	TOKEN_NUMBER,		/* type 218: a number at its location */
	TOKEN_STRING,		/* bytes in CMOS; type 218 at location 0: a text elsewhere */
};

/**
 * struct token - one token of the tables
 * @id: Dell's number
 * @location: for the calling interface, or index in CMOS
 * @value: type 218: at @location when the token is active, 0xFFFF for a
 *	number; at location 0 the length of a text that no location gives
 * @type: SMBIOS type, 218 or 212
 * @and_mask: type 212: bits of other tokens, 0 for a string
 * @or_value: type 212: the other bits when active, or the length of the string
 * @unused: another token of this id, of the other type, is the one to use
 * @ports: type 212: bank of CMOS
 * @next: index of the next token of this id, TOKEN_NONE at the end
 */
struct token {
	u16 id, location, value;
	u8 type, and_mask, or_value;
	bool unused;
	struct cmos_ports ports;
	u32 next;
};

#define TOKEN_NONE	0xFFFFFFFF

/**
 * struct token_table - all tokens of a machine
 * @list: in the order of the tables, those of type 218 first
 * @count: how many
 * @first: for each id the index of its first token, TOKEN_NONE without one
 * @checks: checked ranges of CMOS, the sums of tags too
 * @n_checks: how many
 */
struct token_table {
	struct token *list;
	size_t count;
	u32 *first;
	struct cmos_checksum checks[CMOS_CHECKSUMS];
	size_t n_checks;
};

/**
 * token_table_parse() - list the tokens of tables
 * @smbios: checked tables
 * @classes: advertised, bit n for class n: type 218 needs classes 0 and 1
 * @table: filled in; to be freed with token_table_free()
 *
 * Return: SMI_OK or SMI_FAILED
 */
int token_table_parse(const struct smbios *smbios, u32 classes, struct token_table **table,
		      struct smi_error *error);

/* Lists the tokens of the machine once; then m->tokens is set. As smbios_load(). */
int token_table_load(struct machine *m, struct smi_error *error);

/* Takes NULL. */
void token_table_free(struct token_table *table);

/* The first token of an id that is to be used, the next behind @token; or NULL. */
const struct token *token_table_find(const struct token_table *table, u16 id);
const struct token *token_table_next(const struct token_table *table, const struct token *token);

enum token_kind token_kind(const struct token *token);
/* Length of a string in bytes. */
size_t token_length(const struct token *token);
/* A text of firmware that has no location: read by other calls or not at all. */
bool token_is_elsewhere(const struct token *token);
/* Whether both are the same choice at the same place. */
bool token_is_same(const struct token *a, const struct token *b);

#endif /* LIB_TOKEN_TABLE_H */

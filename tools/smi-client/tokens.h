/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BIOS tokens: what the tables name, where it is kept, and its state. */
#ifndef SMI_CLIENT_TOKENS_H
#define SMI_CLIENT_TOKENS_H

#include "client.h"
#include "cmos.h"
#include "tables.h"

/* Value of a type 218 token that is no choice but holds a number. */
#define TOKEN_DATA	0xFFFF

/**
 * struct token - one token of the tables
 * @id: Dell's number
 * @type: TABLES_CALLING or TABLES_INDEXED_IO
 * @location: for the calling interface, or index in CMOS
 * @value: type 218: at @location when the token is active; TOKEN_DATA: a
 *	number is kept there
 * @ports: type 212: bank of CMOS
 * @and_mask: type 212: bits of other tokens, 0: a string is kept there
 * @or_value: type 212: the other bits when the token is active, or the length
 *	of the string
 */
struct token {
	u16 id;
	u8 type;
	u16 location;
	u16 value;
	struct cmos_ports ports;
	u8 and_mask;
	u8 or_value;
};

/**
 * struct tokens - all tokens of the tables
 * @list: in the order of the tables
 * @count: how many
 * @checks: checked ranges of CMOS
 * @n_checks: how many
 */
struct tokens {
	struct token *list;
	size_t count;
	struct cmos_check *checks;
	size_t n_checks;
};

void tokens_parse(const struct tables *tables, struct tokens *t);
int tokens_load(struct client *c);
void tokens_free(struct tokens *t);
const struct token *tokens_find(const struct tokens *t, u16 id);
bool token_is_data(const struct token *token);
const char *token_dangerous(u16 id);

#endif /* SMI_CLIENT_TOKENS_H */

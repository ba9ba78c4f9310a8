/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of tokens: read, written, read back. */
#ifndef SMI_CLIENT_TOKEN_VALUES_H
#define SMI_CLIENT_TOKEN_VALUES_H

#include "client.h"
#include "tokens.h"

/**
 * struct token_value - state of a token
 * @active: of a choice: it is the one that is set
 * @number: type 218: what is at its location; type 212: bits of its byte
 * @min: type 218: smallest number allowed, 0 with @max 0: not told
 * @max: type 218: largest
 * @bytes: of a string of type 212
 * @length: of @bytes
 */
struct token_value {
	bool active;
	u32 number, min, max;
	u8 bytes[255];
	size_t length;
};

int token_value_read(struct client *c, const struct token *token,
		     struct token_value *value);
int token_value_activate(struct client *c, const struct token *token,
			 bool force);
int token_value_write_number(struct client *c, const struct token *token,
			     u32 number);
int token_value_write_bytes(struct client *c, const struct token *token,
			    const u8 *bytes, size_t length, bool force);
bool token_value_known(struct client *c, const struct token *token);
void token_values_free(struct token_values *values);

#endif /* SMI_CLIENT_TOKEN_VALUES_H */

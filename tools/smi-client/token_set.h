/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens by name, told and set. */
#ifndef SMI_CLIENT_TOKEN_SET_H
#define SMI_CLIENT_TOKEN_SET_H

#include <json-c/json.h>

#include "client.h"
#include "tokens.h"

/* Room for "= 4294967295", or for the longest string in hexadecimal. */
#define TOKEN_STATE_SIZE	600

void token_describe(struct client *c, const struct token *token,
		    struct json_object *o);
bool token_state_known(struct json_object *o);
int token_state(struct client *c, const struct token *token,
		struct json_object *o);
void token_text(struct json_object *o);
const struct token *token_rival(struct client *c, const struct token *token,
				int *code);
bool token_has_name(struct client *c, const struct token *token,
		    const char *attribute, const char *setting);
int token_set(struct client *c, const struct token *token, const char *value,
	      bool force, bool compare, struct json_object *o);
void token_set_text(struct json_object *o);

#endif /* SMI_CLIENT_TOKEN_SET_H */

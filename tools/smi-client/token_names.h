/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of tokens, from the list of smbios-utils. */
#ifndef SMI_CLIENT_TOKEN_NAMES_H
#define SMI_CLIENT_TOKEN_NAMES_H

#include "client.h"

/**
 * struct token_name - what a token is called
 * @id: Dell's number
 * @attribute: what it sets: "AC Power Recovery Mode"
 * @setting: what it is set to: "Last"
 * @description: a sentence
 */
struct token_name {
	u16 id;
	const char *attribute, *setting, *description;
};

void token_names_parse(char *text, struct token_names *names);
const struct token_name *token_name(struct client *c, u16 id);
bool token_names_there(struct client *c);
void token_names_free(struct token_names *names);

/**
 * struct token_names - the list
 * @text: the file, cut into fields
 * @list: sorted by number
 * @count: how many
 */
struct token_names {
	char *text;
	struct token_name *list;
	size_t count;
};

#endif /* SMI_CLIENT_TOKEN_NAMES_H */

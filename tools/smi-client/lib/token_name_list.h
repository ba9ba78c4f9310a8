/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of names in token_list.csv of the package smbios-utils. */
#ifndef LIB_TOKEN_NAME_LIST_H
#define LIB_TOKEN_NAME_LIST_H

#include "token_name.h"

/**
 * struct token_name_list - names in the order of the list
 * @text: the file, cut into fields
 * @list: names; their @group is not set
 * @count: how many
 */
struct token_name_list {
	char *text;
	struct token_name *list;
	size_t count;
};

/**
 * token_name_list_parse() - cut the list into names
 * @text: all of it, ended by zero; taken over, changed in place
 * @names: filled in; to be freed with token_name_list_free()
 *
 * Lines without a number are left out.
 *
 * Return: SMI_OK or SMI_FAILED without memory
 */
int token_name_list_parse(char *text, struct token_name_list *names, struct smi_error *error);
void token_name_list_free(struct token_name_list *names);

#endif /* LIB_TOKEN_NAME_LIST_H */

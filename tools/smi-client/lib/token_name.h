/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tokens are called, and what is known of them: tokens.conf, and the list
 * of the package smbios-utils where it is installed. Names of tokens.conf come
 * first, so that they are the same on every machine; the others still find the
 * token.
 */
#ifndef LIB_TOKEN_NAME_H
#define LIB_TOKEN_NAME_H

#include "error.h"

struct machine;
struct token_names;

#define TOKEN_NO_GROUP	0xFFFFFFFF

/**
 * struct token_name - what a token is called
 * @id: Dell's number
 * @attribute: what it sets: "Power Recovery"
 * @setting: what it is set to: "Last"; "" for a number or a string
 * @description: a sentence, or ""
 * @other_attribute: another name of @attribute, or NULL
 * @other_setting: another name of @setting, or NULL
 * @is_hex: its number is shown in hexadecimal: BCD, bits
 * @group: the same number for all tokens of one attribute
 */
struct token_name {
	u16 id;
	const char *attribute, *setting, *description;
	const char *other_attribute, *other_setting;
	bool is_hex;
	u32 group;
};

/**
 * token_names_load() - read names and facts, once in a run
 * @m: machine; m->names is set
 *
 * Without the list of smbios-utils there are fewer names. Without tokens.conf
 * nothing tells what is dangerous: that is a failure.
 *
 * Return: SMI_OK, or as config_load() and file_read()
 */
int token_names_load(struct machine *m, struct smi_error *error);

/* Takes NULL. */
void token_names_free(struct token_names *names);

/* Those below need token_names_load() before. */

/* NULL for a token without a name. */
const struct token_name *token_name(const struct machine *m, u16 id);
/* Whether the list of smbios-utils was found. */
bool token_names_are_complete(const struct machine *m);
/* Why a token is not written without --force; NULL for others. */
const char *token_dangerous(const struct machine *m, u16 id);
/* Why a token is no setting of an administrator's; NULL for a setting. */
const char *token_no_setting(const struct machine *m, u16 id);
/* Whether the bounds that firmware gives for its number are bounds. */
bool token_has_bounds(const struct machine *m, u16 id);
/* Whether a choice is called so; large and small letters are the same. */
bool token_name_is_choice(const struct token_name *name, const char *setting);

#endif /* LIB_TOKEN_NAME_H */

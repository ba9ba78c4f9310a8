/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Settings as administrators think of them: an attribute with its choices, a
 * number or a text. The choices of one setting are the tokens of one attribute
 * name, wherever they are kept; without a name those of one location.
 */
#ifndef LIB_SETTING_H
#define LIB_SETTING_H

#include "token_name.h"
#include "token_table.h"
#include "token_value.h"

/* Active choices that are told apart; more than one is a contradiction. */
#define SETTING_ACTIVE	8
/* Room for a value in words: bytes of the longest string in hexadecimal. */
#define SETTING_TEXT	(2 * TOKEN_BYTES + 8)

/**
 * struct setting - one setting
 * @name: its attribute; without one "@0x0140": choices at a location,
 *	"@0x70/0x41/0xf8": bits of a byte of CMOS, "0xc000": the token that keeps a
 *	number or a string
 * @named: @name is an attribute
 * @kind: choices, number or string
 * @token: its tokens: choices, or the one that keeps the value
 * @count: how many
 * @excluded: why it is no setting of an administrator's, or NULL
 * @dangerous: why one of its tokens is not written without --force, or NULL
 */
struct setting {
	const char *name;
	bool named;
	enum token_kind kind;
	const struct token **token;
	size_t count;
	const char *excluded, *dangerous;
};

/**
 * struct settings - all settings of a machine
 * @list: in the order of the tables
 * @count: how many
 * @token: what the settings point to
 * @unnamed: names of settings without a name
 * @of_token: for each token of the table the index of its setting, TOKEN_NONE
 *	without one
 * @by_name: indexes into @list sorted by name
 * @n_names: of @by_name
 */
struct settings {
	struct setting *list;
	size_t count;
	const struct token **token;
	char (*unnamed)[24];
	u32 *of_token;
	struct setting_name *by_name;
	size_t n_names;
};

/**
 * struct setting_name - a name of a setting
 * @name: attribute, or another name of it
 * @setting: index of the setting
 */
struct setting_name {
	const char *name;
	u32 setting;
};

/**
 * struct setting_state - what is set
 * @known: false for another machine of which only the tables are here
 * @n_active: of choices: how many are active; more than SETTING_ACTIVE are
 *	counted and not kept
 * @active: these
 * @value: of a number or a string; of choices what is at the first one
 */
struct setting_state {
	bool known;
	size_t n_active;
	const struct token *active[SETTING_ACTIVE];
	struct token_value value;
};

/**
 * settings_load() - group the tokens of a machine
 * @m: machine; its tokens and names are loaded
 * @settings: filled in; to be freed with settings_free()
 *
 * Tokens that are not used and texts without a location are in no setting.
 *
 * Return: SMI_OK, or as token_table_load() and token_names_load()
 */
int settings_load(struct machine *m, struct settings *settings, struct smi_error *error);
void settings_free(struct settings *settings);

/**
 * setting_find_token() - the token meant by "ID" or "ID@LOCATION"
 * @m: machine with its tokens loaded
 * @text: numbers; anything else is SMI_USAGE
 * @token: set
 *
 * Return: SMI_OK, SMI_USAGE, SMI_NOT_FOUND; SMI_USAGE with the candidates and
 * HINT_CANDIDATES when the id is kept at more than one location
 */
int setting_find_token(struct machine *m, const char *text, const struct token **token,
		       struct smi_error *error);

/* Whether a text has the form of "ID" or "ID@LOCATION". */
bool setting_is_id(const char *text);

/**
 * setting_find() - the setting meant by a name, "ID" or "ID@LOCATION"
 * @m: machine
 * @settings: of it
 * @text: names in large or small letters
 * @setting: set
 * @token: set to the token when it was an id, else NULL
 *
 * Return: SMI_OK, SMI_NOT_FOUND; SMI_USAGE with the candidates when several
 * settings have the name, or as setting_find_token()
 */
int setting_find(struct machine *m, const struct settings *settings, const char *text,
		 const struct setting **setting, const struct token **token,
		 struct smi_error *error);

/**
 * setting_read() - what is set
 * @m: machine
 * @setting: which
 * @state: filled in
 *
 * Return: SMI_OK, contradictions included, or as token_value_read()
 */
int setting_read(struct machine *m, const struct setting *setting, struct setting_state *state,
		 struct smi_error *error);

/* The name of a choice, or its id. */
void setting_choice_text(const struct machine *m, const struct token *token, char *to, size_t size);
/*
 * The state in words: a choice, "Off, Last" for a contradiction, "none", a
 * number, a text, or "hex:..."; "?" when it is not known.
 */
void setting_state_text(const struct machine *m, const struct setting *setting,
			const struct setting_state *state, char *to, size_t size);
/* A number in words, in hexadecimal where its name says so. */
void setting_number_text(const struct machine *m, const struct token *token, u32 number, char *to,
			 size_t size);
/* A string in words: a text when all of it is printable, else "hex:...". */
void setting_bytes_text(const u8 *bytes, size_t length, char *to, size_t size);
/* The text of a string, without what fills it up; false when it is none. */
bool setting_bytes_are_text(const u8 *bytes, size_t length, char *to, size_t size);

#endif /* LIB_SETTING_H */

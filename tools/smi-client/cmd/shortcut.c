// SPDX-License-Identifier: GPL-2.0-or-later
/* See shortcut.h. */
#include <stdio.h>
#include <string.h>

#include "shortcut.h"

static int not_there(const struct shortcut *shortcut, struct smi_error *error)
{
	return error_set(error, SMI_NOT_FOUND, shortcut->hint,
			 "this machine has no setting for %s that can be reached by SMI",
			 shortcut->what);
}

int shortcut_load(struct run *run, const struct shortcut *shortcut, struct settings *settings,
		  struct smi_error *error)
{
	struct machine *m = run->machine;
	int code = settings_load(m, settings, error);

	if (code)
		return code;
	for (size_t i = 0; shortcut->choice[i].word; i++)
		if (token_table_find(m->tokens, shortcut->choice[i].token))
			return SMI_OK;
	settings_free(settings);
	if (machine_is_dell(m))
		return not_there(shortcut, error);
	return error_set(error, SMI_NOT_FOUND, HINT_NOT_DELL,
			 "this machine has no setting for %s that can be reached by SMI",
			 shortcut->what);
}

int shortcut_read(struct machine *m, const struct shortcut *shortcut, const char **word,
		  char *text, size_t size, struct smi_error *error)
{
	size_t active = 0, n = 0;
	char words[64] = "";

	*word = NULL;
	for (size_t i = 0; shortcut->choice[i].word; i++) {
		const struct token *token = token_table_find(m->tokens, shortcut->choice[i].token);
		struct token_value value;
		int code;

		if (!token)
			continue;
		if (!token_value_is_there(m, token))
			return error_set(error, SMI_USAGE, HINT_OTHER_MACHINE,
					 "what is set is not known from tables alone");
		code = token_value_read(m, token, &value, error);
		if (code)
			return code;
		if (!value.active)
			continue;
		*word = shortcut->choice[i].word;
		n += snprintf(words + n, sizeof(words) - n, "%s%s", active++ ? ", " : "", *word);
	}
	snprintf(text, size, "%s%s", active > 1 ? "contradictory: " : "",
		 active ? words : "unknown");
	if (active > 1)
		*word = NULL;
	return SMI_OK;
}

int shortcut_change(struct machine *m, const struct shortcut *shortcut,
		    const struct settings *settings, const char *word,
		    struct setting_change *change, struct smi_error *error)
{
	char words[64] = "", id[8];
	size_t i, n = 0;

	*change = (struct setting_change){ };
	for (i = 0; shortcut->choice[i].word && strcmp(shortcut->choice[i].word, word); i++)
		n += snprintf(words + n, sizeof(words) - n, "%s%s", i ? ", " : "",
			      shortcut->choice[i].word);
	if (!shortcut->choice[i].word)
		return error_set(error, SMI_USAGE, HINT_NONE, "unknown choice '%s' (%s)", word,
				 words);
	if (!token_table_find(m->tokens, shortcut->choice[i].token))
		return error_set(error, SMI_NOT_FOUND, HINT_TOKEN_LIST,
				 "this machine has no choice '%s' (token 0x%04x)", word,
				 shortcut->choice[i].token);
	snprintf(id, sizeof(id), "0x%04x", shortcut->choice[i].token);
	return setting_change_to(m, settings, id, NULL, change, error);
}

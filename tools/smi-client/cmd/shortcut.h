/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that stand for tokens: for wakeup and power-recovery. */
#ifndef CMD_SHORTCUT_H
#define CMD_SHORTCUT_H

#include "../lib/setting_change.h"
#include "command.h"

/**
 * struct shortcut - words for the choices of one setting
 * @what: for messages: "wake-up"
 * @key: member of the JSON object
 * @hint: where the setting is when this machine has none of the tokens
 * @choice: words and tokens, ended by a NULL word
 */
struct shortcut {
	const char *what, *key;
	enum smi_hint hint;
	struct {
		const char *word;
		u16 token;
	} choice[4];
};

/**
 * shortcut_load() - settings of the machine
 * @run: run
 * @settings: to be freed with settings_free() after SMI_OK
 *
 * Return: SMI_OK, SMI_NOT_FOUND when the machine has none of the tokens
 */
int shortcut_load(struct run *run, const struct shortcut *shortcut, struct settings *settings,
		  struct smi_error *error);

/**
 * shortcut_read() - which choices are active
 * @m: machine
 * @word: set to the active one, NULL when none or several are
 * @text: in words: "off", "contradictory: off, daily", "unknown"
 * @size: of @text
 */
int shortcut_read(struct machine *m, const struct shortcut *shortcut, const char **word,
		  char *text, size_t size, struct smi_error *error);

/* The choice for a word, as a change. SMI_USAGE for a word that is none. */
int shortcut_change(struct machine *m, const struct shortcut *shortcut,
		    const struct settings *settings, const char *word,
		    struct setting_change *change, struct smi_error *error);

#endif /* CMD_SHORTCUT_H */

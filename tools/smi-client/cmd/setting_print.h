/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings, tokens and plans as text or JSON; for the commands about them. */
#ifndef CMD_SETTING_PRINT_H
#define CMD_SETTING_PRINT_H

#include "../lib/setting_change.h"
#include "command.h"

/**
 * struct token_view - one token as it is shown
 * @token: which
 * @state: 1 known, 0 not known, -1 reading failed
 * @value: when known
 * @error: why reading failed
 */
struct token_view {
	const struct token *token;
	int state;
	struct token_value value;
	struct smi_error error;
};

/* Id, name, place and kind of a token. */
void put_token(struct json_object *o, const struct machine *m, const struct token *token);
/* The same with its state. */
void put_token_view(struct json_object *o, const struct machine *m, const struct token_view *view);
void print_token_view(struct run *run, const struct token_view *view);

/**
 * struct setting_view - one setting as it is shown
 * @setting: which
 * @state: what is set
 * @code: SMI_OK, or why it could not be read
 * @error: in words
 */
struct setting_view {
	const struct setting *setting;
	struct setting_state state;
	int code;
	struct smi_error error;
};

void put_setting_view(struct json_object *o, const struct machine *m,
		      const struct setting_view *view);

/* "changed" of a state as setting_change_state() gives it: null for what is not known. */
void put_changed(struct json_object *o, int state);
/* What was set before, what was asked for, and what came of it. */
void put_change(struct json_object *o, const struct machine *m,
		const struct setting_change *change);
/* "Power Recovery: Off -> Last", with the id of its token in front when @with_id. */
void print_change(struct run *run, const struct setting_change *change, bool with_id);

/* Whether --backup names a file that can be made; before anything is read. */
int check_backup(const struct run *run, struct smi_error *error);

/*
 * Checks and makes the changes of a plan, after --backup, tells the log, and in
 * a dry run how many SMIs it takes. What failed is in @error; nothing is printed.
 */
int run_plan(struct run *run, const struct settings *settings, struct setting_plan *plan,
	     struct smi_error *error);
/* SMIs, and that a restart is needed. */
void print_plan_end(struct run *run, const struct setting_plan *plan);

/* For struct setting_plan.progress. */
void plan_progress(void *run, size_t at, size_t steps);

/*
 * SMI_NOT_FOUND for a machine without any token, with where its settings are;
 * SMI_OK when there are some.
 */
int check_any_token(struct machine *m, struct smi_error *error);
/*
 * settings_load() with the same failure for a machine whose tokens are all
 * requests and identities.
 */
int load_settings(struct machine *m, struct settings *settings, struct smi_error *error);

#endif /* CMD_SETTING_PRINT_H */

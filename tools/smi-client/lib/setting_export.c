// SPDX-License-Identifier: GPL-2.0-or-later
/* From a machine to a file of settings. See setting_file.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "info.h"
#include "machine.h"
#include "memory.h"
#include "setting_file.h"
#include "text.h"

#define BIOS_VERSION	5	/* offset of its string in type 0 */

/* Printable here too, so that a file fits the machine that it was made on. */
static void setting_export_machine(const struct machine *m, struct setting_file *file)
{
	const char *version = smbios_string(&m->smbios, SMBIOS_BIOS, BIOS_VERSION);
	char text[128];
	u16 id = info_system_id(m, text, sizeof(text));

	if (id)
		snprintf(file->system_id, sizeof(file->system_id), "0x%04x", id);
	machine_vendor(m, text, sizeof(text));
	text_printable(text, strlen(text), file->vendor, sizeof(file->vendor));
	machine_model(m, text, sizeof(text));
	text_printable(text, strlen(text), file->model, sizeof(file->model));
	if (text_is_placeholder(version) || !text_trim(version, text, sizeof(text)))
		return;
	text_printable(text, strlen(text), file->bios_version, sizeof(file->bios_version));
}

static char *setting_export_format(const char *fmt, unsigned int number)
{
	char *text;

	return asprintf(&text, fmt, number) < 0 ? NULL : text;
}

/* Whether a text, which is filled up with zeros when it is written, makes these bytes. */
static bool setting_export_is_whole(const char *text, const struct token_value *value)
{
	size_t n = strlen(text);

	if (!n || n > value->length || memcmp(text, value->bytes, n))
		return false;
	for (; n < value->length; n++)
		if (value->bytes[n])
			return false;
	return true;
}

/* The value of a state; NULL for a choice without a name, which is its token. */
static char *setting_export_value(const struct machine *m, const struct setting *s,
				  const struct setting_state *state)
{
	char text[SETTING_TEXT];
	const u8 *bytes = state->value.bytes;

	setting_state_text(m, s, state, text, sizeof(text));
	/* A text that reads like bytes, or that would come back as others, is given as bytes. */
	if (s->kind == TOKEN_STRING && (!strncmp(text, "hex:", 4) ||
					!setting_export_is_whole(text, &state->value))) {
		snprintf(text, sizeof(text), "hex:");
		for (size_t i = 0; i < state->value.length; i++)
			snprintf(text + 4 + 2 * i, 3, "%02x", bytes[i]);
	}
	return s->kind == TOKEN_CHOICE && !s->named ? NULL : strdup(text);
}

/* So that the file tells what each choice is, also where the names are not known. */
static bool setting_export_choices(const struct machine *m, const struct setting *s,
				   struct setting_item *item)
{
	char text[SETTING_TEXT];

	if (s->kind != TOKEN_CHOICE || !s->named)
		return true;
	item->choice = calloc(s->count, sizeof(*item->choice));
	for (size_t i = 0; item->choice && i < s->count; i++) {
		setting_choice_text(m, s->token[i], text, sizeof(text));
		item->choice[i].id = s->token[i]->id;
		item->choice[i].name = strdup(text);
		if (!item->choice[i].name)
			return false;
		item->n_choices++;
	}
	return item->choice;
}

/* One setting whose state is one value. */
static int setting_export_item(const struct machine *m, const struct setting *s,
			       const struct setting_state *state, struct setting_file *file,
			       struct smi_error *error)
{
	const struct token *token = s->kind == TOKEN_CHOICE ? state->active[0] : *s->token;
	struct setting_item *item = &file->item[file->count++];
	bool needs_value = s->named || s->kind != TOKEN_CHOICE;

	item->name = s->named ? strdup(s->name) : NULL;
	item->token = setting_export_format("0x%04x", token->id);
	item->location = setting_export_format("0x%04x", token->location);
	item->value = setting_export_value(m, s, state);
	if (!item->token || !item->location || (s->named && !item->name) ||
	    (needs_value && !item->value) || !setting_export_choices(m, s, item))
		return memory_failed(error);
	return SMI_OK;
}

static int setting_export_leave_out(struct setting_export *export, const struct setting *s,
				    int code, const char *why, struct smi_error *error)
{
	struct setting_left_out *left = &export->left_out[export->n_left_out++];

	*left = (struct setting_left_out){ .setting = s, .code = code, .why = strdup(why) };
	return left->why ? SMI_OK : memory_failed(error);
}

static int setting_export_one(struct machine *m, const struct setting *s,
			      struct setting_export *export, struct smi_error *error)
{
	struct setting_state state;
	char text[SETTING_TEXT], why[SETTING_TEXT + 40];
	int code = setting_read(m, s, &state, error);

	if (token_value_is_general(code))
		return code;
	if (code)
		return setting_export_leave_out(export, s, code, error->what, error);
	if (!state.known)
		return setting_export_leave_out(export, s, SMI_USAGE,
						"it is not known from tables alone", error);
	if (s->kind == TOKEN_CHOICE && !state.n_active)
		return setting_export_leave_out(export, s, SMI_OK, "no choice is active", error);
	if (s->kind == TOKEN_CHOICE && state.n_active > 1) {
		setting_state_text(m, s, &state, text, sizeof(text));
		snprintf(why, sizeof(why), "contradictory: %s", text);
		return setting_export_leave_out(export, s, SMI_DIFFERS, why, error);
	}
	return setting_export_item(m, s, &state, &export->file, error);
}

int setting_export(struct machine *m, const struct settings *settings,
		   struct setting_export *export, struct smi_error *error)
{
	int code = SMI_OK;

	export->file = (struct setting_file){ };
	export->file.item = calloc(settings->count + 1, sizeof(*export->file.item));
	export->left_out = calloc(settings->count + 1, sizeof(*export->left_out));
	export->n_left_out = 0;
	if (!export->file.item || !export->left_out)
		return memory_failed(error);
	setting_export_machine(m, &export->file);
	token_value_lock(m);
	for (size_t i = 0; i < settings->count && !code; i++) {
		const struct setting *s = &settings->list[i];

		if (!s->excluded && !s->dangerous)
			code = setting_export_one(m, s, export, error);
		if (export->progress)
			export->progress(export->arg, i + 1, settings->count);
	}
	token_value_unlock(m);
	return code;
}

void setting_export_free(struct setting_export *export)
{
	for (size_t i = 0; i < export->n_left_out; i++)
		free(export->left_out[i].why);
	free(export->left_out);
	setting_file_free(&export->file);
	export->left_out = NULL;
	export->n_left_out = 0;
}

int setting_backup(struct machine *m, const struct setting_plan *plan, struct setting_file *file,
		   struct smi_error *error)
{
	int code = SMI_OK;

	*file = (struct setting_file){ };
	file->item = calloc(plan->count + 1, sizeof(*file->item));
	if (!file->item)
		return memory_failed(error);
	setting_export_machine(m, file);
	for (size_t i = 0; i < plan->count && !code; i++) {
		const struct setting_change *change = &plan->change[i];
		const struct setting *s = change->setting;

		if (change->outcome != SETTING_DIFFERS)
			continue;
		if (s->kind == TOKEN_CHOICE && change->before.n_active != 1)
			code = error_set(error, SMI_FAILED, HINT_CONTRADICTORY,
					 "'%s' is not one choice now: a backup could not bring it back",
					 s->name);
		else
			code = setting_export_item(m, s, &change->before, file, error);
	}
	return code;
}

int setting_file_fits(const struct machine *m, const char *name, const struct setting_file *file,
		      struct smi_error *error)
{
	struct setting_file here = { };

	setting_export_machine(m, &here);
	if (*file->model && strcasecmp(file->model, here.model))
		return error_set(error, SMI_FAILED, HINT_FORCE,
				 "%s is of another model: '%s', and this is '%s'", name,
				 file->model, here.model);
	if (*file->system_id && strcasecmp(file->system_id, here.system_id))
		return error_set(error, SMI_FAILED, HINT_FORCE,
				 "%s is of another system id: %s, and this is %s", name,
				 file->system_id, *here.system_id ? here.system_id : "not known");
	return SMI_OK;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Settings as a file: JSON with "schema", "machine" and "settings". Files of
 * earlier versions have "tokens" in place of "settings".
 */
#ifndef LIB_SETTING_FILE_H
#define LIB_SETTING_FILE_H

#include "setting_change.h"

/**
 * struct setting_file_choice - a choice as the machine called it that the file was made on
 * @id: of its token
 * @name: in words
 */
struct setting_file_choice {
	u16 id;
	char *name;
};

/**
 * struct setting_item - one setting in a file; NULL for what is not given
 * @name: attribute
 * @token: id: "0x00a2"; used where the name is not known
 * @location: of the token, used where the id is ambiguous
 * @value: choice, number, text, or "hex:BYTES"
 * @choice: its choices: what @value means where their names are not known
 * @n_choices: how many
 */
struct setting_item {
	char *name, *token, *location, *value;
	struct setting_file_choice *choice;
	size_t n_choices;
};

/**
 * struct setting_file - a file
 * @vendor: manufacturer of the machine it was made on, "" when not given
 * @model: model
 * @system_id: Dell's number of the model: "0x0165"
 * @bios_version: version of its BIOS
 * @item: settings
 * @count: how many
 */
struct setting_file {
	char vendor[128], model[128], system_id[16], bios_version[128];
	struct setting_item *item;
	size_t count;
};

/**
 * struct setting_left_out - a setting that is not in an export
 * @setting: which
 * @code: SMI_OK for a setting without an active choice, SMI_DIFFERS for a
 *	contradiction, SMI_USAGE when nothing can be known, else why it could not
 *	be read
 * @why: in words, to be freed with setting_export_free()
 */
struct setting_left_out {
	const struct setting *setting;
	int code;
	char *why;
};

/**
 * struct setting_export - what an export has come to
 * @file: what is in it
 * @left_out: what is not
 * @n_left_out: how many
 * @progress: called after each setting, or NULL
 * @arg: handed to @progress
 */
struct setting_export {
	struct setting_file file;
	struct setting_left_out *left_out;
	size_t n_left_out;
	void (*progress)(void *arg, size_t at, size_t steps);
	void *arg;
};

/**
 * setting_export() - the settings of a machine
 * @m: machine
 * @settings: of it
 * @export: filled in, also on failure; to be freed with setting_export_free()
 *
 * Dangerous tokens and what is no setting of an administrator's are not in it.
 *
 * Return: SMI_OK, also when some could not be read; a failure that is that of
 * all settings
 */
int setting_export(struct machine *m, const struct settings *settings,
		   struct setting_export *export, struct smi_error *error);
void setting_export_free(struct setting_export *export);

/**
 * setting_backup() - the values before the changes of a plan
 * @m: machine
 * @plan: checked; what differs goes into the file
 * @file: filled in; to be freed with setting_file_free()
 *
 * Return: SMI_OK; SMI_FAILED when an old value is no single choice, so that
 * applying the file would not bring it back
 */
int setting_backup(struct machine *m, const struct setting_plan *plan, struct setting_file *file,
		   struct smi_error *error);

/**
 * setting_file_parse() - read a file
 * @name: for messages
 * @text: its content
 * @length: in bytes
 * @file: filled in; to be freed with setting_file_free()
 *
 * Return: SMI_OK; SMI_FAILED for what is no such file, an unknown member, or
 * something behind the object
 */
int setting_file_parse(const char *name, const u8 *text, size_t length,
		       struct setting_file *file, struct smi_error *error);
/* The same for a path, "-" for standard input. */
int setting_file_load(const char *path, struct setting_file *file, struct smi_error *error);
void setting_file_free(struct setting_file *file);

/* The text of a file, to be freed by the caller. */
int setting_file_format(const struct setting_file *file, char **text, struct smi_error *error);

/*
 * SMI_FAILED with HINT_FORCE when the file is of another model or system id. A
 * file that names none fits.
 */
int setting_file_fits(const struct machine *m, const char *name, const struct setting_file *file,
		      struct smi_error *error);

/**
 * setting_file_plan() - what a file means on this machine
 * @m: machine
 * @settings: of it
 * @file: read before
 * @extra: "KEY=VALUE" that replace or add to what is in the file
 * @n_extra: how many
 * @plan: its changes are filled in, to be freed by the caller; those that mean
 *	nothing here are SETTING_MISSING or SETTING_REFUSED
 *
 * Return: SMI_OK; the failure of an @extra that means nothing
 */
int setting_file_plan(struct machine *m, const struct settings *settings,
		      const struct setting_file *file, char *const *extra, size_t n_extra,
		      struct setting_plan *plan, struct smi_error *error);

#endif /* LIB_SETTING_FILE_H */

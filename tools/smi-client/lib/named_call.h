/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls by name. calls.conf describes each: class, select, where the words of
 * the user go, what the results mean. Nothing here knows a class or a select;
 * what a description lacks or has wrong is told with file and call.
 */
#ifndef LIB_NAMED_CALL_H
#define LIB_NAMED_CALL_H

#include "calling_interface.h"
#include "error.h"

struct json_object;
struct named_calls;

/**
 * struct named_call - one description, checked
 * @name: as typed
 * @summary: one line
 * @class: class
 * @select: select
 * @description: part of @calls
 * @calls: where it is from; outlives it
 */
struct named_call {
	const char *name, *summary;
	unsigned int class, select;
	struct json_object *description;
	const struct named_calls *calls;
};

/**
 * named_calls_load() - read calls.conf
 * @config_dir: as for config_load()
 * @calls: to be freed with named_calls_free()
 *
 * Return: SMI_OK, or as config_load()
 */
int named_calls_load(const char *config_dir, struct named_calls **calls, struct smi_error *error);
void named_calls_free(struct named_calls *calls);

/* The name of the n-th description, NULL past the last. */
const char *named_calls_name(const struct named_calls *calls, size_t n);

/**
 * named_call_find() - a description, checked as a whole
 * @calls: descriptions
 * @name: as typed
 * @call: filled in
 *
 * Return: SMI_OK, SMI_NOT_FOUND, SMI_FAILED for a description that is wrong
 */
int named_call_find(const struct named_calls *calls, const char *name, struct named_call *call,
		    struct smi_error *error);

/* Whether the words fit the call; nothing is asked of firmware. SMI_OK, SMI_USAGE. */
int named_call_check(const struct named_call *def, int n_words, char *const *words,
		     struct smi_error *error);

/**
 * named_call_arguments() - arguments from KEY=VALUE words
 * @m: machine; asked for the security key, and for the present state where the
 *	call sets more than was typed
 * @def: description
 * @n_words: how many words
 * @words: "KEY=VALUE"
 * @call: arguments and memory are filled in; to be wiped with
 *	named_call_wipe(), also after a failure
 *
 * Begins with named_call_check().
 *
 * Return: SMI_OK, SMI_USAGE, or as ci_do()
 */
int named_call_arguments(struct machine *m, const struct named_call *def, int n_words,
			 char *const *words, struct ci_call *call, struct smi_error *error);
/* Wipes the call and frees the memory of its arguments. */
void named_call_wipe(struct ci_call *call);

enum named_kind {
	NAMED_NUMBER,
	NAMED_TEXT,
	NAMED_LIST,
};

/**
 * struct named_field - one result
 * @name: what it is
 * @kind: which of the members below
 * @number: its value
 * @text: a text, to be freed with the fields
 * @list: names of the bits that are set
 * @count: how many
 */
struct named_field {
	const char *name;
	enum named_kind kind;
	u32 number;
	char *text;
	const char *list[32];
	size_t count;
};

/**
 * named_call_results() - what the results mean
 * @def: description
 * @call: a call that was made
 * @fields: to be freed with named_fields_free(); valid as long as @def
 * @count: how many
 *
 * Return: SMI_OK, SMI_FAILED without memory
 */
int named_call_results(const struct named_call *def, const struct ci_call *call,
		       struct named_field **fields, size_t *count, struct smi_error *error);
void named_fields_free(struct named_field *fields, size_t count);

#endif /* LIB_NAMED_CALL_H */

// SPDX-License-Identifier: GPL-2.0-or-later
/* See setting_file.h: files of settings, read and written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "file.h"
#include "machine.h"
#include "memory.h"
#include "parse.h"
#include "setting_file.h"
#include "text.h"

#define FILE_MAX	(4 * 1024 * 1024)
#define FILE_SCHEMA	1

/* Where an error is, for its message. */
struct setting_file_place {
	const char *name;
	size_t item;		/* from 1, 0: none */
};

static int setting_file_wrong(const struct setting_file_place *place, const char *what,
			      struct smi_error *error)
{
	if (place->item)
		return error_set(error, SMI_FAILED, HINT_NONE, "%s: setting %zu: %s", place->name,
				 place->item, what);
	return error_set(error, SMI_FAILED, HINT_NONE, "%s: %s", place->name, what);
}

/* Whether all members of an object are in a list that ends with NULL. */
static int setting_file_members(const struct setting_file_place *place, struct json_object *o,
				const char *const *known, struct smi_error *error)
{
	char text[100];

	if (!json_object_is_type(o, json_type_object))
		return setting_file_wrong(place, "not an object", error);
	json_object_object_foreach(o, key, value) {
		size_t i = 0;

		(void)value;
		while (known[i] && strcmp(known[i], key))
			i++;
		if (known[i])
			continue;
		snprintf(text, sizeof(text), "unknown member '%s'", key);
		return setting_file_wrong(place, text, error);
	}
	return SMI_OK;
}

/* NULL for what is not there, and null of files of earlier versions. */
static const char *setting_file_text(struct json_object *o, const char *key)
{
	struct json_object *v = json_object_object_get(o, key);

	return json_object_is_type(v, json_type_string) ? json_object_get_string(v) : NULL;
}

/* Members of a list that ends with NULL are texts, where they are there. */
static int setting_file_texts(const struct setting_file_place *place, struct json_object *o,
			      const char *const *keys, struct smi_error *error)
{
	char text[64];

	for (; *keys; keys++) {
		struct json_object *v = json_object_object_get(o, *keys);

		if (!v || json_object_is_type(v, json_type_string))
			continue;
		snprintf(text, sizeof(text), "'%s' is not a text", *keys);
		return setting_file_wrong(place, text, error);
	}
	return SMI_OK;
}

static int setting_file_copy(const struct setting_file_place *place, struct json_object *o,
			     const char *key, char *to, size_t size, struct smi_error *error)
{
	const char *text = setting_file_text(o, key);
	char what[64];

	if (snprintf(to, size, "%s", text ? text : "") < (int)size)
		return SMI_OK;
	snprintf(what, sizeof(what), "'%s' is too long", key);
	return setting_file_wrong(place, what, error);
}

/* json-c makes the largest number of what is larger. */
static bool setting_file_is_number(struct json_object *o)
{
	return json_object_is_type(o, json_type_int) && json_object_get_int64(o) >= 0 &&
	       json_object_get_int64(o) <= UINT32_MAX;
}

/* The value, from whichever member has it; more than one is an error. */
static int setting_file_value(const struct setting_file_place *place, struct json_object *o,
			      struct setting_item *item, struct smi_error *error)
{
	struct json_object *number = json_object_object_get(o, "number");
	struct json_object *value = json_object_object_get(o, "value");
	const char *hex = setting_file_text(o, "hex");
	bool failed = false;

	if (!!number + !!value + !!hex > 1)
		return setting_file_wrong(place, "more than one of value, number and hex", error);
	if (number && !setting_file_is_number(number))
		return setting_file_wrong(place, "'number' is not a number of 32 bits", error);
	/* 115200 without quotes is meant as it is written. */
	if (json_object_object_get_ex(o, "value", &value) &&
	    !json_object_is_type(value, json_type_string) && !setting_file_is_number(value))
		return setting_file_wrong(place, "'value' is not a text or a number of 32 bits",
					  error);
	if (hex)
		failed = asprintf(&item->value, "hex:%s", hex) < 0;
	else if (number || value)
		failed = asprintf(&item->value, "%s",
				  json_object_get_string(number ? number : value)) < 0;
	return failed ? memory_failed(error) : SMI_OK;
}

/* Ids with their names, as tokens.conf has them: two may have the same name. */
static int setting_file_choices(const struct setting_file_place *place, struct json_object *o,
				struct setting_item *item, struct smi_error *error)
{
	struct json_object *choices;

	if (!json_object_object_get_ex(o, "choices", &choices))
		return SMI_OK;
	if (!json_object_is_type(choices, json_type_object))
		return setting_file_wrong(place, "'choices' is not an object", error);
	item->choice = calloc(json_object_object_length(choices) + 1, sizeof(*item->choice));
	if (!item->choice)
		return memory_failed(error);
	json_object_object_foreach(choices, key, name) {
		struct setting_file_choice *choice = &item->choice[item->n_choices];
		u64 id;

		if (!parse_number(key, 0xFFFF, &id))
			return setting_file_wrong(place, "the id of a choice is not a number",
						  error);
		if (!json_object_is_type(name, json_type_string))
			return setting_file_wrong(place, "the name of a choice is not a text",
						  error);
		choice->id = id;
		choice->name = strdup(json_object_get_string(name));
		if (!choice->name)
			return memory_failed(error);
		item->n_choices++;
	}
	return SMI_OK;
}

static int setting_file_item(const struct setting_file_place *place, struct json_object *o,
			     bool tokens, struct setting_item *item, struct smi_error *error)
{
	static const char *const now[] = { "name", "value", "number", "hex", "token", "location",
					   "choices", NULL };
	static const char *const before[] = { "id", "name", "setting", "number", "hex", NULL };
	static const char *const keys[] = { "name", "hex", "token", "location", "id", NULL };
	int code = setting_file_members(place, o, tokens ? before : now, error) ?:
		   setting_file_texts(place, o, keys, error);
	const char *const texts[] = {
		tokens ? NULL : setting_file_text(o, "name"),
		setting_file_text(o, tokens ? "id" : "token"),
		tokens ? NULL : setting_file_text(o, "location"),
	};
	char **to[] = { &item->name, &item->token, &item->location };
	u64 number;

	if (code)
		return code;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		*to[i] = texts[i] ? strdup(texts[i]) : NULL;
		if (texts[i] && !*to[i])
			return memory_failed(error);
	}
	if (item->token && !parse_number(item->token, 0xFFFF, &number))
		return setting_file_wrong(place, "the id of its token is not a number", error);
	if (item->location && !parse_number(item->location, 0xFFFF, &number))
		return setting_file_wrong(place, "the location of its token is not a number",
					  error);
	if (!item->name && !item->token)
		return setting_file_wrong(place, tokens ? "no id" : "no name and no token", error);
	return setting_file_choices(place, o, item, error) ?:
	       setting_file_value(place, o, item, error);
}

static int setting_file_items(struct setting_file_place *place, struct json_object *list,
			      bool tokens, struct setting_file *file, struct smi_error *error)
{
	size_t count = json_object_array_length(list);
	int code = SMI_OK;

	file->item = calloc(count + 1, sizeof(*file->item));
	if (!file->item)
		return memory_failed(error);
	for (size_t i = 0; i < count && !code; i++) {
		place->item = i + 1;
		code = setting_file_item(place, json_object_array_get_idx(list, i), tokens,
					 &file->item[i], error);
		file->count++;
	}
	return code;
}

static const char *const setting_file_machine[] = { "vendor", "model", "system_id", "bios_version",
						    NULL };

static int setting_file_facts(const struct setting_file_place *place, struct json_object *m,
			      struct setting_file *file, struct smi_error *error)
{
	const struct {
		char *to;
		size_t size;
	} facts[] = {
		{ file->vendor, sizeof(file->vendor) }, { file->model, sizeof(file->model) },
		{ file->system_id, sizeof(file->system_id) },
		{ file->bios_version, sizeof(file->bios_version) },
	};
	int code = SMI_OK;

	for (size_t i = 0; i < ARRAY_SIZE(facts) && !code; i++)
		code = setting_file_copy(place, m, setting_file_machine[i], facts[i].to,
					 facts[i].size, error);
	return code;
}

static int setting_file_object(const char *name, struct json_object *o, struct setting_file *file,
			       struct smi_error *error)
{
	static const char *const members[] = { "schema", "machine", "settings", "tokens", NULL };
	struct json_object *settings = json_object_object_get(o, "settings");
	struct json_object *tokens = json_object_object_get(o, "tokens");
	struct json_object *schema = json_object_object_get(o, "schema");
	struct json_object *m = json_object_object_get(o, "machine");
	struct setting_file_place place = { .name = name };
	int code;

	if (!json_object_is_type(schema, json_type_int) ||
	    json_object_get_int(schema) != FILE_SCHEMA || !settings == !tokens ||
	    !json_object_is_type(settings ? settings : tokens, json_type_array))
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "%s: not a file of settings of schema 1, as 'smi-client setting export' writes it",
				 name);
	code = setting_file_members(&place, o, members, error);
	if (!code && m)
		code = setting_file_members(&place, m, setting_file_machine, error) ?:
		       setting_file_texts(&place, m, setting_file_machine, error) ?:
		       setting_file_facts(&place, m, file, error);
	return code ? code : setting_file_items(&place, settings ? settings : tokens, tokens, file,
						error);
}

int setting_file_parse(const char *name, const u8 *text, size_t length,
		       struct setting_file *file, struct smi_error *error)
{
	struct json_object *o;
	int code;

	*file = (struct setting_file){ };
	code = config_parse(name, text, length, &o, error);
	if (!code) {
		code = setting_file_object(name, o, file, error);
		json_object_put(o);
	}
	if (!code)
		return SMI_OK;
	setting_file_free(file);
	return error_hint(error, HINT_SETTINGS_FORMAT);
}

int setting_file_load(const char *path, struct setting_file *file, struct smi_error *error)
{
	size_t length;
	u8 *text;
	int code;

	*file = (struct setting_file){ };
	code = file_named(file_read(path, FILE_MAX, &text, &length, error), error);
	if (code)
		return code;
	code = setting_file_parse(path, text, length, file, error);
	free(text);
	return code;
}

void setting_file_free(struct setting_file *file)
{
	for (size_t i = 0; i < file->count; i++) {
		free(file->item[i].name);
		free(file->item[i].token);
		free(file->item[i].location);
		free(file->item[i].value);
		for (size_t k = 0; k < file->item[i].n_choices; k++)
			free(file->item[i].choice[k].name);
		free(file->item[i].choice);
	}
	free(file->item);
	*file = (struct setting_file){ };
}

/* Names and texts may come from tables or lists of others. */
static bool setting_file_put(struct json_object *o, const char *key, const char *value)
{
	size_t length = strlen(value);
	char *text = malloc(length + 1);

	if (!text)
		return false;
	text_printable(value, length, text, length + 1);
	json_object_object_add(o, key, json_object_new_string(text));
	free(text);
	return true;
}

static bool setting_file_put_choices(struct json_object *o, const struct setting_item *item)
{
	struct json_object *choices;
	bool good = true;
	char id[8];

	if (!item->n_choices)
		return true;
	choices = json_object_new_object();
	json_object_object_add(o, "choices", choices);
	for (size_t i = 0; i < item->n_choices; i++) {
		snprintf(id, sizeof(id), "0x%04x", item->choice[i].id);
		good &= setting_file_put(choices, id, item->choice[i].name);
	}
	return good;
}

static bool setting_file_put_item(struct json_object *list, const struct setting_item *item)
{
	struct json_object *o = json_object_new_object();
	bool is_hex = item->value && !strncmp(item->value, "hex:", 4);
	bool good = true;

	json_object_array_add(list, o);
	if (item->name)
		good &= setting_file_put(o, "name", item->name);
	if (item->value)
		good &= setting_file_put(o, is_hex ? "hex" : "value",
					 item->value + (is_hex ? 4 : 0));
	if (item->token)
		good &= setting_file_put(o, "token", item->token);
	if (item->location)
		good &= setting_file_put(o, "location", item->location);
	return good & setting_file_put_choices(o, item);
}

int setting_file_format(const struct setting_file *file, char **text, struct smi_error *error)
{
	struct json_object *o = json_object_new_object(), *machine = json_object_new_object();
	struct json_object *list = json_object_new_array();
	const int flags = JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE;
	const struct {
		const char *key, *value;
	} facts[] = {
		{ "vendor", file->vendor }, { "model", file->model },
		{ "system_id", file->system_id }, { "bios_version", file->bios_version },
	};
	int length = -1;
	bool good = true;

	json_object_object_add(o, "schema", json_object_new_int(FILE_SCHEMA));
	json_object_object_add(o, "machine", machine);
	json_object_object_add(o, "settings", list);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		if (*facts[i].value)
			good &= setting_file_put(machine, facts[i].key, facts[i].value);
	for (size_t i = 0; i < file->count; i++)
		good &= setting_file_put_item(list, &file->item[i]);
	if (good)
		length = asprintf(text, "%s\n", json_object_to_json_string_ext(o, flags));
	json_object_put(o);
	return length < 0 ? memory_failed(error) : SMI_OK;
}

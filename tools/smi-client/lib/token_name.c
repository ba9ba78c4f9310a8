// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of tokens: tokens.conf and the list of smbios-utils in, one name for
 * each id out, with the same group for all tokens of one attribute.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config.h"
#include "file.h"
#include "machine.h"
#include "memory.h"
#include "parse.h"
#include "token_name.h"
#include "token_name_list.h"
#include "token_table.h"

#define LIST_DIR	"/usr/share/smbios-utils"
#define LIST_NAME	"token_list.csv"
#define LIST_MAX	(4 * 1024 * 1024)
#define IDS		0x10000

/**
 * struct token_range - what is known of ids
 * @first: first id
 * @last: last id
 * @reason: in words, owned by the configuration
 */
struct token_range {
	u16 first, last;
	const char *reason;
};

/**
 * struct token_ranges - several of them
 * @list: in the order of the file
 * @count: how many
 */
struct token_ranges {
	struct token_range *list;
	size_t count;
};

/**
 * struct token_names - all that is known
 * @config: tokens.conf; owns texts
 * @list: names of smbios-utils; owns texts
 * @name: names in use
 * @count: how many
 * @at: for each id the index in @name plus 1, or 0
 * @dangerous: not written without --force
 * @no_setting: never exported, never applied
 * @bounded: numbers whose bounds hold
 */
struct token_names {
	struct json_object *config;
	struct token_name_list list;
	struct token_name *name;
	size_t count;
	u32 *at;
	struct token_ranges dangerous, no_setting, bounded;
};

static int token_names_wrong(const char *what, struct smi_error *error)
{
	return error_set(error, SMI_FAILED, HINT_CONFIG_FORMAT, "tokens.conf: %s", what);
}

static const char *token_names_text(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && json_object_is_type(v, json_type_string) ?
	       json_object_get_string(v) : NULL;
}

/* "0x00cd" or "0x00cd-0x00d0" */
static bool token_names_range(const char *text, struct token_range *range)
{
	char first[16];
	const char *dash = text ? strchr(text, '-') : NULL;
	u64 from, to;

	if (!text || (dash && dash - text >= (ptrdiff_t)sizeof(first)))
		return false;
	snprintf(first, sizeof(first), "%.*s", dash ? (int)(dash - text) : 15, text);
	if (!parse_number(first, 0xFFFF, &from) ||
	    !parse_number(dash ? dash + 1 : first, 0xFFFF, &to) || to < from)
		return false;
	range->first = from;
	range->last = to;
	return true;
}

static int token_names_ranges(struct json_object *config, const char *key,
			      struct token_ranges *ranges, struct smi_error *error)
{
	struct json_object *list = json_object_object_get(config, key);
	size_t count;

	if (!json_object_is_type(list, json_type_array))
		return token_names_wrong("a list of ranges of tokens is missing", error);
	count = json_object_array_length(list);
	ranges->list = calloc(count + 1, sizeof(*ranges->list));
	if (!ranges->list)
		return memory_failed(error);
	for (size_t i = 0; i < count; i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		struct token_range *range = &ranges->list[i];

		range->reason = token_names_text(o, "reason");
		if (!range->reason || !token_names_range(token_names_text(o, "tokens"), range))
			return token_names_wrong("a range has no tokens or no reason", error);
		ranges->count++;
	}
	return SMI_OK;
}

static const char *token_ranges_find(const struct token_ranges *ranges, u16 id)
{
	for (size_t i = 0; i < ranges->count; i++)
		if (id >= ranges->list[i].first && id <= ranges->list[i].last)
			return ranges->list[i].reason;
	return NULL;
}

/* One name; the first one of an id counts, a later one is another name of it. */
static void token_names_add(struct token_names *n, const struct token_name *name)
{
	struct token_name *had;

	if (!n->at[name->id]) {
		n->name[n->count++] = *name;
		n->at[name->id] = n->count;
		return;
	}
	had = &n->name[n->at[name->id] - 1];
	if (!had->other_attribute) {
		had->other_attribute = name->attribute;
		had->other_setting = name->setting;
	}
}

static bool token_names_of_setting(struct token_names *n, struct json_object *o)
{
	struct token_name name = {
		.attribute = token_names_text(o, "name"), .setting = "",
		.description = token_names_text(o, "description"),
	};
	struct json_object *choices = json_object_object_get(o, "choices");
	const char *token = token_names_text(o, "token");
	u64 id;

	name.is_hex = json_object_get_boolean(json_object_object_get(o, "hex"));
	if (!name.attribute || !*name.attribute || !choices == !token)
		return false;
	if (!name.description)
		name.description = "";
	if (token) {
		if (!parse_number(token, 0xFFFF, &id))
			return false;
		name.id = id;
		token_names_add(n, &name);
		return true;
	}
	if (!json_object_is_type(choices, json_type_object))
		return false;
	json_object_object_foreach(choices, key, choice) {
		if (!parse_number(key, 0xFFFF, &id) ||
		    !json_object_is_type(choice, json_type_string))
			return false;
		name.id = id;
		name.setting = json_object_get_string(choice);
		token_names_add(n, &name);
	}
	return true;
}

/* How many names tokens.conf can hold at most; an object is counted as it is. */
static size_t token_names_room(struct json_object *settings)
{
	size_t room = 0;

	for (size_t i = 0; i < json_object_array_length(settings); i++) {
		struct json_object *o = json_object_array_get_idx(settings, i);
		struct json_object *choices = json_object_is_type(o, json_type_object) ?
					      json_object_object_get(o, "choices") : NULL;

		room += json_object_is_type(choices, json_type_object) ?
			json_object_object_length(choices) : 1;
	}
	return room;
}

static int token_names_from_config(struct token_names *n, struct smi_error *error)
{
	struct json_object *settings = json_object_object_get(n->config, "settings");
	size_t room;
	int code;

	code = token_names_ranges(n->config, "dangerous", &n->dangerous, error);
	if (!code)
		code = token_names_ranges(n->config, "no_setting", &n->no_setting, error);
	if (!code)
		code = token_names_ranges(n->config, "bounded", &n->bounded, error);
	if (code)
		return code;
	if (!json_object_is_type(settings, json_type_array))
		return token_names_wrong("the list of settings is missing", error);
	room = token_names_room(settings) + n->list.count;
	n->name = calloc(room + 1, sizeof(*n->name));
	n->at = calloc(IDS, sizeof(*n->at));
	if (!n->name || !n->at)
		return memory_failed(error);
	for (size_t i = 0; i < json_object_array_length(settings); i++)
		if (!token_names_of_setting(n, json_object_array_get_idx(settings, i)))
			return token_names_wrong("a setting has no name, or no token or choices",
						 error);
	for (size_t i = 0; i < n->list.count; i++)
		if (*n->list.list[i].attribute)
			token_names_add(n, &n->list.list[i]);
	return SMI_OK;
}

static int token_names_compare(const void *a, const void *b)
{
	const struct token_name *const *x = a, *const *y = b;

	return strcasecmp((*x)->attribute, (*y)->attribute);
}

/* The same number for the same attribute. */
static int token_names_group(struct token_names *n, struct smi_error *error)
{
	struct token_name **sorted = calloc(n->count + 1, sizeof(*sorted));
	u32 group = 0;

	if (!sorted)
		return memory_failed(error);
	for (size_t i = 0; i < n->count; i++)
		sorted[i] = &n->name[i];
	qsort(sorted, n->count, sizeof(*sorted), token_names_compare);
	for (size_t i = 0; i < n->count; i++) {
		if (i && token_names_compare(&sorted[i - 1], &sorted[i]))
			group++;
		sorted[i]->group = group;
	}
	free(sorted);
	return SMI_OK;
}

/* Where it is installed, or in the only directory to look in. */
static int token_names_list(const char *config_dir, struct token_name_list *list,
			    struct smi_error *error)
{
	size_t length;
	char *path;
	u8 *text;
	int code;

	if (asprintf(&path, "%s/%s", config_dir ? config_dir : LIST_DIR, LIST_NAME) < 0)
		return memory_failed(error);
	code = file_read(path, LIST_MAX, &text, &length, error);
	free(path);
	if (code == SMI_NOT_FOUND)
		return SMI_OK;
	return code ? code : token_name_list_parse((char *)text, list, error);
}

int token_names_load(struct machine *m, struct smi_error *error)
{
	struct token_names *n;
	int code;

	if (m->names)
		return SMI_OK;
	n = calloc(1, sizeof(*n));
	if (!n)
		return memory_failed(error);
	code = config_load(m->options.config_dir, "tokens.conf", NULL, &n->config, error);
	if (!code)
		code = token_names_list(m->options.config_dir, &n->list, error);
	if (!code)
		code = token_names_from_config(n, error);
	if (!code)
		code = token_names_group(n, error);
	if (code)
		token_names_free(n);
	else
		m->names = n;
	return code;
}

void token_names_free(struct token_names *n)
{
	if (!n)
		return;
	json_object_put(n->config);
	token_name_list_free(&n->list);
	free(n->name);
	free(n->at);
	free(n->dangerous.list);
	free(n->no_setting.list);
	free(n->bounded.list);
	free(n);
}

const struct token_name *token_name(const struct machine *m, u16 id)
{
	const struct token_names *n = m->names;

	return n->at[id] ? &n->name[n->at[id] - 1] : NULL;
}

bool token_names_are_complete(const struct machine *m)
{
	return m->names->list.count;
}

const char *token_dangerous(const struct machine *m, u16 id)
{
	return token_ranges_find(&m->names->dangerous, id);
}

const char *token_no_setting(const struct machine *m, u16 id)
{
	const char *reason = token_ranges_find(&m->names->no_setting, id);

	if (!reason && id >= TOKEN_SETTINGS_END)
		reason = "it is a request or an identity";
	return reason;
}

bool token_has_bounds(const struct machine *m, u16 id)
{
	return token_ranges_find(&m->names->bounded, id);
}

bool token_name_is_choice(const struct token_name *name, const char *setting)
{
	return !strcasecmp(name->setting, setting) ||
	       (name->other_setting && !strcasecmp(name->other_setting, setting));
}

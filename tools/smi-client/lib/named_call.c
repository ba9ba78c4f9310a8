// SPDX-License-Identifier: GPL-2.0-or-later
/* See named_call.h: reading and checking descriptions. */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "named_call.h"
#include "named_call_parts.h"

/**
 * struct named_calls - what calls.conf holds
 * @config: the whole file
 * @calls: its member "calls"
 * @path: the file
 */
struct named_calls {
	struct json_object *config, *calls;
	char *path;
};

int named_calls_load(const char *config_dir, struct named_calls **calls, struct smi_error *error)
{
	struct named_calls *c = calloc(1, sizeof(*c));
	int code;

	if (!c)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	code = config_load(config_dir, "calls.conf", &c->path, &c->config, error);
	if (!code) {
		c->calls = json_object_object_get(c->config, "calls");
		if (!json_object_is_type(c->calls, json_type_object))
			code = error_set(error, SMI_FAILED, HINT_CONFIG_FORMAT,
					 "%s: no object 'calls'", c->path);
		else if (json_object_object_length(c->config) > 1)
			code = error_set(error, SMI_FAILED, HINT_CONFIG_FORMAT,
					 "%s: something besides the object 'calls'", c->path);
	}
	if (code)
		named_calls_free(c);
	else
		*calls = c;
	return code;
}

void named_calls_free(struct named_calls *calls)
{
	if (!calls)
		return;
	json_object_put(calls->config);
	free(calls->path);
	free(calls);
}

const char *named_calls_name(const struct named_calls *calls, size_t n)
{
	json_object_object_foreach(calls->calls, name, description) {
		(void)description;
		if (!n--)
			return name;
	}
	return NULL;
}

/**
 * struct member - what a description may have
 * @name: of the member
 * @type: its type
 * @min: smallest number
 * @max: largest number
 */
struct member {
	const char *name;
	enum json_type type;
	s64 min, max;
};

static const struct member call_members[] = {
	{ "summary", json_type_string, 0, 0 },
	{ "class", json_type_int, 0, UINT16_MAX },
	{ "select", json_type_int, 0, UINT16_MAX },
	{ "read", json_type_string, 0, 0 },
	{ "arguments", json_type_array, 0, 0 },
	{ "results", json_type_array, 0, 0 },
	{ },
};

static const struct member argument_members[] = {
	{ "argument", json_type_int, 1, 4 },
	{ "low", json_type_int, 0, 31 },
	{ "high", json_type_int, 0, 31 },
	{ "value", json_type_int, 0, UINT32_MAX },
	{ "key", json_type_string, 0, 0 },
	{ "choices", json_type_object, 0, 0 },
	{ "min", json_type_int, 0, UINT32_MAX },
	{ "max", json_type_int, 0, UINT32_MAX },
	{ "text", json_type_int, 1, 16 },
	{ "memory", json_type_int, 1, NAMED_MEMORY_MAX },
	{ "security_key", json_type_boolean, 0, 0 },
	{ "keep", json_type_object, 0, 0 },
	{ },
};

static const struct member result_members[] = {
	{ "name", json_type_string, 0, 0 },
	{ "result", json_type_int, 1, 4 },
	{ "low", json_type_int, 0, 31 },
	{ "high", json_type_int, 0, 31 },
	{ "bits", json_type_object, 0, 0 },
	{ "values", json_type_object, 0, 0 },
	{ "text", json_type_int, 1, 16 },
	{ "memory", json_type_int, 1, 4 },
	{ },
};

static const struct member keep_members[] = {
	{ "result", json_type_int, 1, 4 },
	{ "low", json_type_int, 0, 31 },
	{ "high", json_type_int, 0, 31 },
	{ },
};

/**
 * struct check - a description being checked
 * @calls: where it is from
 * @name: of the call
 * @error: filled in when something is wrong
 */
struct check {
	const struct named_calls *calls;
	const char *name;
	struct smi_error *error;
};

static int check_failed(const struct check *c, const char *where, const char *what)
{
	return error_set(c->error, SMI_FAILED, HINT_CONFIG_FORMAT, "%s: call '%s': '%s' %s",
			 c->calls->path, c->name, where, what);
}

/* All members are known, have the right type and lie within bounds. */
static int check_members(const struct check *c, struct json_object *o, const char *where,
			 const struct member *members)
{
	if (!json_object_is_type(o, json_type_object))
		return check_failed(c, where, "is not an object");
	json_object_object_foreach(o, key, value) {
		const struct member *m = members;

		while (m->name && strcmp(m->name, key))
			m++;
		if (!m->name)
			return check_failed(c, key, "is not a known member");
		if (!json_object_is_type(value, m->type))
			return check_failed(c, key, "has the wrong type");
		if (m->type == json_type_int && (json_object_get_int64(value) < m->min ||
						 json_object_get_int64(value) > m->max))
			return check_failed(c, key, "is out of bounds");
	}
	return SMI_OK;
}

static s64 number_or(struct json_object *o, const char *key, s64 other)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) ? json_object_get_int64(v) : other;
}

static const char *text_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) ? json_object_get_string(v) : NULL;
}

/* Numbers for words: "choices", or words for numbers: "bits", "values". */
static int check_words(const struct check *c, struct json_object *o, const char *key,
		       enum json_type type)
{
	struct json_object *words;

	if (!json_object_object_get_ex(o, key, &words))
		return SMI_OK;
	json_object_object_foreach(words, word, value) {
		(void)word;
		if (!json_object_is_type(value, type) ||
		    (type == json_type_int && (json_object_get_int64(value) < 0 ||
					       json_object_get_int64(value) > UINT32_MAX)))
			return check_failed(c, key, "has a value of the wrong type");
	}
	return SMI_OK;
}

static int check_bits(const struct check *c, struct json_object *o, const char *where,
		      const char *index)
{
	s64 text = number_or(o, "text", 0);

	if (!json_object_object_get(o, index))
		return check_failed(c, where, "has an entry without a number from 1 to 4");
	if (number_or(o, "high", 31) < number_or(o, "low", 0))
		return check_failed(c, where, "has an entry whose bits end before they begin");
	if (4 * (number_or(o, index, 1) - 1) + text > 16)
		return check_failed(c, where, "has a text that does not fit");
	return SMI_OK;
}

static int check_argument(const struct check *c, struct json_object *o)
{
	struct json_object *keep;
	int code = check_members(c, o, "arguments", argument_members);

	if (!code)
		code = check_bits(c, o, "arguments", "argument");
	if (!code)
		code = check_words(c, o, "choices", json_type_int);
	if (!code && json_object_object_get_ex(o, "keep", &keep)) {
		code = check_members(c, keep, "keep", keep_members);
		if (!code)
			code = check_bits(c, keep, "keep", "result");
	}
	return code;
}

static int check_result(const struct check *c, struct json_object *o)
{
	int code = check_members(c, o, "results", result_members);

	if (!code && !json_object_object_get(o, "name"))
		code = check_failed(c, "results", "has an entry without a name");
	if (!code && !json_object_object_get(o, "memory"))
		code = check_bits(c, o, "results", "result");
	if (!code)
		code = check_words(c, o, "bits", json_type_string);
	if (!code)
		code = check_words(c, o, "values", json_type_string);
	return code;
}

static int check_list(const struct check *c, struct json_object *description, const char *key,
		      int (*check)(const struct check *c, struct json_object *o))
{
	struct json_object *list;
	int code = SMI_OK;

	if (!json_object_object_get_ex(description, key, &list))
		return SMI_OK;
	for (size_t i = 0; i < json_object_array_length(list) && !code; i++)
		code = check(c, json_object_array_get_idx(list, i));
	return code;
}

int named_call_find(const struct named_calls *calls, const char *name, struct named_call *call,
		    struct smi_error *error)
{
	const struct check c = { .calls = calls, .name = name, .error = error };
	struct json_object *o;
	int code;

	if (!json_object_object_get_ex(calls->calls, name, &o))
		return error_set(error, SMI_NOT_FOUND, HINT_CALL_LIST, "unknown call '%s' (%s)",
				 name, calls->path);
	code = check_members(&c, o, name, call_members);
	if (!code && (!json_object_object_get(o, "class") || !json_object_object_get(o, "select")))
		code = check_failed(&c, name, "has no class or no select");
	if (!code)
		code = check_list(&c, o, "arguments", check_argument);
	if (!code)
		code = check_list(&c, o, "results", check_result);
	if (code)
		return code;
	*call = (struct named_call){
		.name = name, .summary = text_of(o, "summary"),
		.class = number_or(o, "class", 0), .select = number_or(o, "select", 0),
		.description = o, .calls = calls,
	};
	return SMI_OK;
}

static struct named_bits bits_of(struct json_object *o, const char *index)
{
	s64 low = number_or(o, "low", 0);

	return (struct named_bits){
		.index = number_or(o, index, 1) - 1, .low = low,
		.width = number_or(o, "high", 31) - low + 1,
	};
}

static struct json_object *line_of(const struct named_call *def, const char *key, size_t n)
{
	struct json_object *list = json_object_object_get(def->description, key);

	return list && n < json_object_array_length(list) ? json_object_array_get_idx(list, n) :
	       NULL;
}

bool named_call_argument(const struct named_call *def, size_t n, struct named_argument *a)
{
	struct json_object *o = line_of(def, "arguments", n), *keep;

	if (!o)
		return false;
	*a = (struct named_argument){
		.bits = bits_of(o, "argument"), .key = text_of(o, "key"),
		.has_value = json_object_object_get(o, "value"),
		.value = number_or(o, "value", 0), .min = number_or(o, "min", 0),
		.choices = json_object_object_get(o, "choices"),
		.text = number_or(o, "text", 0), .memory = number_or(o, "memory", 0),
		.security_key = json_object_get_boolean(json_object_object_get(o, "security_key")),
	};
	a->max = number_or(o, "max", named_mask(&a->bits));
	a->has_keep = json_object_object_get_ex(o, "keep", &keep);
	if (a->has_keep)
		a->keep = bits_of(keep, "result");
	return true;
}

bool named_call_result(const struct named_call *def, size_t n, struct named_result *r)
{
	struct json_object *o = line_of(def, "results", n);

	if (!o)
		return false;
	*r = (struct named_result){
		.name = text_of(o, "name"), .memory = json_object_object_get(o, "memory"),
		.names = json_object_object_get(o, "bits"),
		.values = json_object_object_get(o, "values"), .text = number_or(o, "text", 0),
	};
	r->bits = bits_of(o, r->memory ? "memory" : "result");
	return true;
}

const char *named_call_read(const struct named_call *def)
{
	return text_of(def->description, "read");
}

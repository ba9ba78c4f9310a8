// SPDX-License-Identifier: GPL-2.0-or-later
/* See config.h: .conf files are JSON in which comments may stand. */
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "file.h"

#define CONFIG_MAX	(256 * 1024)

/* First of the places that has the file, to be freed; "" when none has. */
static char *config_find(const char *only, const char *name)
{
	char exe[PATH_MAX] = "", *path;
	ssize_t length = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	const char *dir = length > 0 ? dirname(exe) : ".";
	const struct {
		const char *dir, *below;
	} places[] = {
		{ only ? only : "/etc/smi-client", "" },
		{ dir, "" },			/* run where it was built */
		{ dir, "/../share/smi-client" },
		{ DATADIR, "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (asprintf(&path, "%s%s/%s", places[i].dir, places[i].below, name) < 0)
			return NULL;
		if (only || !access(path, R_OK))
			return path;
		free(path);
	}
	return strdup("");
}

/* What is wrong, and where; NULL when @o is all that there is. */
static const char *config_wrong(struct json_tokener *tok, struct json_object *o, size_t length,
				size_t end)
{
	if (!length)
		return "the file is empty";
	if (json_tokener_get_error(tok) != json_tokener_success)
		return json_tokener_error_desc(json_tokener_get_error(tok));
	if (end < length)
		return "something follows the object";
	return json_object_is_type(o, json_type_object) ? NULL : "not an object";
}

/* Blanks may follow the object; json-c stops behind it. */
static size_t config_skip_blanks(const u8 *text, size_t length, size_t at)
{
	while (at < length && strchr(" \t\r\n", text[at]) && text[at])
		at++;
	return at;
}

/* Behind the string or comment that begins at @at; @at when none does. */
static size_t config_skip_quoted(const u8 *text, size_t length, size_t at)
{
	const u8 quote = text[at];
	const void *end;

	if (quote == '/' && at + 1 < length && text[at + 1] == '*') {
		end = memmem(text + at + 2, length - at - 2, "*/", 2);
		return end ? (const u8 *)end - text + 2 : (ptrdiff_t)length;
	}
	if (quote == '/' && at + 1 < length && text[at + 1] == '/') {
		end = memchr(text + at, '\n', length - at);
		return end ? (const u8 *)end - text : (ptrdiff_t)length;
	}
	if (quote != '"' && quote != '\'')
		return at;
	for (at++; at < length && text[at] != quote; at++)
		at += text[at] == '\\';
	return at + 1;
}

/* Members as they are written: each has a colon outside of strings and comments. */
static size_t config_count_written(const u8 *text, size_t length)
{
	size_t n = 0, next;

	for (size_t at = 0; at < length; at = next) {
		next = config_skip_quoted(text, length, at);
		n += next == at && text[at] == ':';
		next += next == at;
	}
	return n;
}

static size_t config_count_members(struct json_object *o)
{
	size_t n = 0;

	if (json_object_is_type(o, json_type_array))
		for (size_t i = 0; i < json_object_array_length(o); i++)
			n += config_count_members(json_object_array_get_idx(o, i));
	if (!json_object_is_type(o, json_type_object))
		return n;
	json_object_object_foreach(o, key, value) {
		(void)key;
		n += 1 + config_count_members(value);
	}
	return n;
}

/* Where a text has a zero byte, at which json-c cuts names; @length without one. */
static size_t config_find_zero(const u8 *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!text[i])
			return i;
		if (text[i] != '\\')
			continue;
		if (length - i >= 6 && !memcmp(text + i + 1, "u0000", 5))
			return i;
		i++;
	}
	return length;
}

/* What json-c takes without a word; @end is moved to where it is, if that is known. */
static const char *config_wrong_text(struct json_object *o, const u8 *text, size_t length,
				     size_t *end)
{
	size_t zero = config_find_zero(text, length);

	if (zero < length) {
		*end = zero;
		return "a zero byte in a text";
	}
	return config_count_written(text, length) == config_count_members(o) ? NULL :
	       "an object has a member twice";
}

int config_parse(const char *name, const u8 *text, size_t length, struct json_object **config,
		 struct smi_error *error)
{
	struct json_tokener *tok = json_tokener_new();
	struct json_object *o = NULL;
	const char *wrong;
	size_t end = 0, line = 1;

	if (!tok)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	if (length) {
		o = json_tokener_parse_ex(tok, (const char *)text, length);
		end = json_tokener_get_parse_end(tok);
		/* A zero byte lets the parser see that nothing is open. */
		if (json_tokener_get_error(tok) == json_tokener_continue)
			o = json_tokener_parse_ex(tok, "", 1);
		if (json_tokener_get_error(tok) == json_tokener_success)
			end = config_skip_blanks(text, length, end);
	}
	wrong = config_wrong(tok, o, length, end) ?: config_wrong_text(o, text, length, &end);
	for (size_t i = 0; wrong && i < end && i < length; i++)
		line += text[i] == '\n';
	if (wrong) {
		error_set(error, SMI_FAILED, HINT_CONFIG_FORMAT, "%s:%zu: %s", name, line, wrong);
		json_object_put(o);
	} else {
		*config = o;
	}
	json_tokener_free(tok);
	return wrong ? SMI_FAILED : SMI_OK;
}

int config_load(const char *dir, const char *name, char **path, struct json_object **config,
		struct smi_error *error)
{
	char *file = config_find(dir, name);
	size_t length;
	u8 *text;
	int code;

	if (!file)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	if (!*file) {
		free(file);
		return error_set(error, SMI_NOT_FOUND, HINT_CONFIG_DIR,
				 "no %s in /etc/smi-client or %s", name, DATADIR);
	}
	code = file_read(file, CONFIG_MAX, &text, &length, error);
	if (!code) {
		code = config_parse(file, text, length, config, error);
		free(text);
	}
	if (code || !path)
		free(file);
	else
		*path = file;
	return code;
}

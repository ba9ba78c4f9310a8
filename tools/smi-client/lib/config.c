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
	wrong = config_wrong(tok, o, length, end);
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

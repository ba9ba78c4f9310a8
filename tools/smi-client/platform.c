// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Land register: what machine this is, and what is known about its model.
 *
 * In: SMBIOS tables, and the .conf files. Out: Dell or not, the way to the
 * calling interface, the SMI type of host control. .conf files are JSON in
 * which // comments may stand.
 */
#include <errno.h>
#include <fnmatch.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "output.h"
#include "platform.h"
#include "tables.h"

#define CONFIG_MAX	(256 * 1024)

/*
 * Text of the tables without blanks around it; whether any is left. SMBIOS
 * knows ASCII: all else becomes '?'.
 */
bool platform_trim(const char *text, char *to, size_t size)
{
	size_t length;

	text = text ? text + strspn(text, " ") : "";
	length = strnlen(text, size - 1);
	while (length && text[length - 1] == ' ')
		length--;
	for (size_t i = 0; i < length; i++)
		to[i] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
	to[length] = '\0';
	return length > 0;
}

/**
 * platform_is_dell() - whether Dell made this machine
 * @c: this run, with tables loaded
 */
bool platform_is_dell(struct client *c)
{
	const struct smbios_struct *s = NULL;
	const char *text;

	text = tables_string(c->tables, TABLES_SYSTEM, 4);
	if (text && strcasestr(text, "dell"))
		return true;
	text = tables_string(c->tables, TABLES_BIOS, 4);
	if (text && strcasestr(text, "dell"))
		return true;
	while ((s = tables_next(c->tables, s, TABLES_OEM_STRINGS))) {
		u8 count = 0;

		smbios_struct_get_data(s, &count, 4, 1);
		for (int i = 1; i <= count; i++) {
			text = smbios_struct_get_string_number(s, i);
			if (text && !strncmp(text, "Dell System", 11))
				return true;
		}
	}
	return false;
}

/**
 * platform_calling() - the way to the calling interface, from SMBIOS type 218
 * @c: this run
 * @calling: filled in
 *
 * A machine may have several such structures: they only split the tokens.
 *
 * Return: CLIENT_DONE, CLIENT_NOT_FOUND when there is none
 */
int platform_calling(struct client *c, struct platform_calling *calling)
{
	const struct smbios_struct *s = NULL;
	int code = tables_load(c);

	if (code)
		return code;
	while ((s = tables_next(c->tables, s, TABLES_CALLING))) {
		if (smbios_struct_get_data(s, &calling->port, 4, 2) ||
		    smbios_struct_get_data(s, &calling->code, 6, 1) ||
		    smbios_struct_get_data(s, &calling->classes, 7, 4))
			continue;
		return CLIENT_DONE;
	}
	return output_fail(c, CLIENT_NOT_FOUND, platform_is_dell(c) ?
			   "If you know port and code, use 'smi-client raw' with them." :
			   "This is not a Dell machine; smi-client is of no use here.",
			   "this machine's firmware announces no calling interface (SMBIOS type 218)");
}

/* First of the places that has the file; NULL when none has. */
static char *config_find(struct client *c, const char *name)
{
	char exe[PATH_MAX] = "", *path;
	ssize_t length = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	const char *dir = length > 0 ? dirname(exe) : ".";
	const struct {
		const char *dir, *below;
	} places[] = {
		{ c->config_dir ? c->config_dir : "/etc/smi-client", "" },
		{ dir, "" },			/* run where it was built */
		{ dir, "/../share/smi-client" },
		{ DATADIR, "" },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		if (asprintf(&path, "%s%s/%s", places[i].dir, places[i].below,
			     name) < 0)
			abort();
		if (!access(path, R_OK) || c->config_dir)
			return path;
		free(path);
	}
	return NULL;
}

/**
 * platform_config() - read a .conf file
 * @c: this run
 * @name: "platforms.conf", "calls.conf"
 * @config: an object, to be put by the caller
 *
 * Return: CLIENT_DONE or a failure
 */
int platform_config(struct client *c, const char *name,
		    struct json_object **config)
{
	char *path = config_find(c, name);
	struct json_tokener *tok;
	struct json_object *o = NULL;
	size_t length, end = 0;
	u8 *text;
	int code;

	if (!path)
		return output_fail(c, CLIENT_NOT_FOUND,
				   "Install it, or name its directory with --config.",
				   "no %s in /etc/smi-client or %s", name,
				   DATADIR);
	code = options_file(c, path, CONFIG_MAX, &text, &length);
	if (code) {
		free(path);
		return code;
	}
	tok = json_tokener_new();
	if (!tok)
		abort();
	/* A final newline lets the parser see that nothing is open. */
	if (length) {
		o = json_tokener_parse_ex(tok, (char *)text, length);
		end = json_tokener_get_parse_end(tok);
		if (json_tokener_get_error(tok) == json_tokener_continue)
			o = json_tokener_parse_ex(tok, "", 1);
	}
	if (json_tokener_get_error(tok) != json_tokener_success ||
	    !json_object_is_type(o, json_type_object) || end < length) {
		size_t line = 1;
		const char *why = json_object_is_type(o, json_type_object) ?
			"something follows the object" :
			o ? "not an object" : !length ? "the file is empty" :
			json_tokener_error_desc(json_tokener_get_error(tok));

		for (size_t i = 0; i < end && i < length; i++)
			line += text[i] == '\n';
		code = output_fail(c, CLIENT_FAILED, NULL, "%s:%zu: %s", path,
				   line, why);
		json_object_put(o);
		o = NULL;
	}
	json_tokener_free(tok);
	free(text);
	free(path);
	*config = o;
	return code;
}

/**
 * platform_smi_type() - SMI type of host control for this model
 * @c: this run
 * @type: 1 to 3
 *
 * Return: CLIENT_DONE, CLIENT_NOT_FOUND when nothing is known of this model
 */
int platform_smi_type(struct client *c, unsigned int *type)
{
	static const char next[] =
		"Try --smi-type 1, 2 and 3 (a wrong one does nothing); "
		"then add the model to /etc/smi-client/platforms.conf.";
	struct json_object *config, *list, *found = NULL;
	char model[128];
	int code = tables_load(c);

	if (code)
		return code;
	if (!platform_trim(tables_string(c->tables, TABLES_SYSTEM, 5), model,
			   sizeof(model)))
		return output_fail(c, CLIENT_NOT_FOUND,
				   "Give the SMI type with --smi-type.",
				   "the SMBIOS tables name no model");
	code = platform_config(c, "platforms.conf", &config);
	if (code)
		return code;
	list = json_object_object_get(config, "platforms");
	if (!json_object_is_type(list, json_type_array))
		list = NULL;
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *o = json_object_array_get_idx(list, i);
		const char *pattern;

		if (!json_object_is_type(o, json_type_object))
			continue;
		pattern = output_get_text(o, "model");
		if (pattern && !fnmatch(pattern, model, FNM_CASEFOLD)) {
			found = o;
			break;
		}
	}
	if (!found) {
		code = output_fail(c, CLIENT_NOT_FOUND, next,
				   "no SMI type of host control is known for '%s'",
				   model);
	} else {
		s64 value = output_get_number(found, "smi_type");
		const char *note = output_get_text(found, "note");

		*type = value;
		if (value < 1 || value > 3)
			code = output_fail(c, CLIENT_NOT_FOUND, next,
					   "no SMI type of host control is known for '%s'%s%s",
					   model, note ? ": " : "",
					   note ? note : "");
	}
	json_object_put(config);
	return code;
}

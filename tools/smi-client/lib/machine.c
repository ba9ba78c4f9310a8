// SPDX-License-Identifier: GPL-2.0-or-later
/* See machine.h: what machine this is, and the way to its driver. */
#include <ctype.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cmos.h"
#include "config.h"
#include "machine.h"
#include "password.h"
#include "text.h"
#include "token_name.h"
#include "token_value.h"

#define MANUFACTURER	4	/* offset in types 0 and 1 */
#define MODEL		5	/* offset in type 1 */

void machine_init(struct machine *m, const struct machine_options *options)
{
	*m = (struct machine){ .options = *options };
	if (!m->options.sysfs)
		m->options.sysfs = "/sys";
	if (!m->options.dev)
		m->options.dev = "/dev";
	if (!m->options.transport)
		m->options.transport = "auto";
}

void machine_free(struct machine *m)
{
	if (m->transport)
		m->transport->ops->free(m->transport);
	password_forget(m);
	cmos_free(m->cmos);
	token_values_free(m->values);
	token_names_free(m->names);
	token_table_free(m->tokens);
	smbios_free(&m->smbios);
	*m = (struct machine){ };
}

int machine_tables(struct machine *m, struct smi_error *error)
{
	const char *given = m->options.tables_dir;
	char *dir = NULL;
	int code;

	if (m->smbios.data)
		return SMI_OK;
	if (!given && asprintf(&dir, "%s/firmware/dmi/tables", m->options.sysfs) < 0)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	code = smbios_load(given ? given : dir, &m->smbios, error);
	/* A file can be made anew; the running machine's firmware cannot. */
	if (!code && given && m->smbios.damage) {
		code = error_set(error, SMI_FAILED, HINT_NONE, "%s: the table %s at byte %zu",
				 given, m->smbios.damage, m->smbios.length);
		smbios_free(&m->smbios);
	}
	if (code == SMI_NOT_FOUND)
		error_hint(error, given ? HINT_TABLES_FORMAT : HINT_NO_TABLES);
	free(dir);
	return code;
}

int machine_transport(struct machine *m, struct transport **transport, struct smi_error *error)
{
	const struct transport_options options = {
		.sysfs = m->options.sysfs, .dev = m->options.dev,
		.timeout_ms = m->options.timeout_ms, .trace = &m->options.trace,
	};
	const char *name = m->options.transport;
	struct transport *t, *outer;
	bool device;

	if (m->options.tables_dir)
		return error_set(error, SMI_USAGE, HINT_OTHER_MACHINE,
				 "%s has the tables of another machine, whose firmware is not here",
				 m->options.tables_dir);
	if (m->transport)
		goto out;
	device = !strcmp(name, "device") || (!strcmp(name, "auto") && chardev_is_there(&options));
	t = sysfs_new(&options);
	if (t && device) {
		outer = chardev_new(&options, t);
		if (!outer)
			t->ops->free(t);
		t = outer;
	}
	if (t && m->options.dry_run) {
		outer = recorder_new(&options, t);
		if (!outer)
			t->ops->free(t);
		t = outer;
	}
	if (!t)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	m->transport = t;
out:
	*transport = m->transport;
	return SMI_OK;
}

int machine_hold(struct machine *m, struct smi_error *error)
{
	struct transport *t = NULL;
	int code = machine_transport(m, &t, error);

	return code ? code : t->ops->lock(t, error);
}

void machine_let_go(struct machine *m)
{
	m->transport->ops->unlock(m->transport);
}

/* With a pause between SMIs, others get their turn in it. */
int machine_lock(struct machine *m, struct smi_error *error)
{
	struct transport *t = NULL;

	return m->options.pace_ms ? machine_transport(m, &t, error) : machine_hold(m, error);
}

void machine_unlock(struct machine *m)
{
	if (m->transport && !m->options.pace_ms)
		machine_let_go(m);
}

/* Major version of Dell's part of the tables, 0 when they do not say. */
static u32 machine_dell_version(const struct machine *m)
{
	const struct smbios_structure *s = smbios_next(&m->smbios, NULL, SMBIOS_DELL_REVISIONS);
	u32 version = 0;

	return s && smbios_number(s, 4, 1, &version) ? version : 0;
}

/* A machine may have several such structures: they only split the tokens. */
int machine_ci(struct machine *m, struct machine_ci *ci, struct smi_error *error)
{
	const struct smbios_structure *s = NULL;
	int code = machine_tables(m, error);
	u32 port, byte;

	if (code)
		return code;
	while ((s = smbios_next(&m->smbios, s, SMBIOS_CALLING))) {
		if (!smbios_number(s, 4, 2, &port) || !smbios_number(s, 6, 1, &byte) ||
		    !smbios_number(s, 7, 4, &ci->classes))
			continue;
		ci->port.port = port;
		ci->port.code = byte;
		ci->dsci = machine_dell_version(m) >= 2;
		return SMI_OK;
	}
	return error_set(error, SMI_NOT_FOUND, machine_is_dell(m) ? HINT_RAW_PORT : HINT_NOT_DELL,
			 "this machine's firmware advertises no calling interface (SMBIOS type 218)");
}

int machine_has_class(struct machine *m, unsigned int class, struct smi_error *error)
{
	struct machine_ci ci;
	char list[128] = "";
	size_t n = 0;
	int code = machine_ci(m, &ci, error);

	if (code || (class < 32 && ci.classes >> class & 1))
		return code;
	for (unsigned int i = 0; i < 32; i++)
		if (ci.classes >> i & 1)
			n += snprintf(list + n, sizeof(list) - n, "%s%u", n ? ", " : "", i);
	return error_set(error, SMI_NOT_FOUND, HINT_CLASSES,
			 "this machine's firmware advertises no class %u, only %s", class,
			 n ? list : "none at all");
}

/* "Dell" between what is no letter or digit. */
static bool machine_says_dell(const char *text)
{
	for (const char *p = text; p && (p = strcasestr(p, "dell")); p++)
		if ((p == text || !isalnum((unsigned char)p[-1])) && !isalnum((unsigned char)p[4]))
			return true;
	return false;
}

bool machine_is_dell(const struct machine *m)
{
	const struct smbios_structure *s = NULL;
	const char *text;
	u32 count;

	if (machine_says_dell(smbios_string(&m->smbios, SMBIOS_SYSTEM, MANUFACTURER)) ||
	    machine_says_dell(smbios_string(&m->smbios, SMBIOS_BIOS, MANUFACTURER)))
		return true;
	while ((s = smbios_next(&m->smbios, s, SMBIOS_OEM_STRINGS))) {
		if (!smbios_number(s, 4, 1, &count))
			continue;
		for (u32 i = 1; i <= count; i++) {
			text = smbios_string_number(&m->smbios, s, i);
			if (text && !strncmp(text, "Dell System", 11))
				return true;
		}
	}
	return false;
}

static void machine_system_text(const struct machine *m, size_t offset, char *to, size_t size)
{
	const char *text = smbios_string(&m->smbios, SMBIOS_SYSTEM, offset);

	if (!size)
		return;
	if (text_is_placeholder(text))
		to[0] = '\0';
	else
		text_trim(text, to, size);
}

void machine_vendor(const struct machine *m, char *to, size_t size)
{
	machine_system_text(m, MANUFACTURER, to, size);
}

void machine_model(const struct machine *m, char *to, size_t size)
{
	machine_system_text(m, MODEL, to, size);
}

/* The first line of platforms.conf that fits; NULL when none does. */
static struct json_object *machine_platform(struct json_object *config, const char *model)
{
	struct json_object *list = json_object_object_get(config, "platforms");
	size_t count = json_object_is_type(list, json_type_array) ?
		       json_object_array_length(list) : 0;

	for (size_t i = 0; i < count; i++) {
		struct json_object *o = json_object_array_get_idx(list, i), *pattern;

		if (json_object_is_type(o, json_type_object) &&
		    json_object_object_get_ex(o, "model", &pattern) &&
		    json_object_is_type(pattern, json_type_string) &&
		    !fnmatch(json_object_get_string(pattern), model, FNM_CASEFOLD))
			return o;
	}
	return NULL;
}

int machine_smi_type(struct machine *m, unsigned int *type, struct smi_error *error)
{
	struct json_object *config, *found, *note = NULL;
	char model[128];
	s64 value = 0;
	int code = machine_tables(m, error);

	if (code)
		return code;
	machine_model(m, model, sizeof(model));
	if (!*model)
		return error_set(error, SMI_NOT_FOUND, HINT_SMI_TYPE,
				 "the SMBIOS tables name no model");
	code = config_load(m->options.config_dir, "platforms.conf", NULL, &config, error);
	if (code)
		return code;
	found = machine_platform(config, model);
	if (found) {
		value = json_object_get_int64(json_object_object_get(found, "smi_type"));
		note = json_object_object_get(found, "note");
	}
	if (value >= 1 && value <= 3)
		*type = value;
	else
		code = error_set(error, SMI_NOT_FOUND, HINT_SMI_TYPE,
				 "no SMI type of host control is documented for '%s'%s%s", model,
				 note ? ": " : "", note ? json_object_get_string(note) : "");
	json_object_put(config);
	return code;
}

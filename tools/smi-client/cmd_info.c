// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client info: what machine this is.
 *
 * In: SMBIOS tables, CMOS, and the firmware for what they do not tell. Out:
 * each item with where it came from.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "platform.h"
#include "tables.h"
#include "tags.h"
#include "token_values.h"

#define ASSET_TAG_TOKEN		0xC000
#define SERVICE_TAG_TOKEN	0xC003

/* Puts an item; a text that is empty or NULL does not count. */
static bool item(struct client *c, const char *key, const char *text,
		 const char *source)
{
	struct json_object *o;
	char trimmed[256];

	if (!platform_trim(text, trimmed, sizeof(trimmed)))
		return false;
	o = json_object_new_object();
	output_text(o, "value", trimmed);
	output_text(o, "source", source);
	json_object_object_add(c->result, key, o);
	return true;
}

static bool from_tables(struct client *c, const char *key, int type,
			u8 offset)
{
	char source[32];

	snprintf(source, sizeof(source), "SMBIOS type %d", type);
	return item(c, key, tables_string(c->tables, type, offset), source);
}

/*
 * A tag from the firmware; why it could not be had is told when nothing else
 * knows it.
 */
static bool from_firmware(struct client *c, const char *key, enum tag which)
{
	char text[TAG_SIZE];

	if (c->tables_dir || tag_read(c, which, text)) {
		json_object_put(output_catch(c));
		return false;
	}
	return item(c, key, text, "firmware");
}

/* A tag that is a string in CMOS. */
static bool from_cmos(struct client *c, const char *key, u16 id)
{
	const struct token *token;
	struct token_value value;
	char text[TAG_SIZE], source[32];

	if (tokens_load(c))
		return false;
	token = tokens_find(c->tokens, id);
	if (!token || !token_is_data(token) || !token_value_known(c, token))
		return false;
	if (token_value_read(c, token, &value)) {
		json_object_put(output_catch(c));
		return false;
	}
	snprintf(source, sizeof(source), "CMOS token 0x%04x", id);
	return tag_from_cmos(value.bytes, value.length, text) &&
	       item(c, key, text, source);
}

/* Second OEM string of a "Dell System" is "1[NNNN]"; else type 208. */
static void system_id(struct client *c)
{
	const struct smbios_struct *s = NULL;
	u8 byte;
	u16 id = 0;
	char text[16];

	while ((s = tables_next(c->tables, s, TABLES_OEM_STRINGS))) {
		const char *first = smbios_struct_get_string_number(s, 1);
		const char *second = smbios_struct_get_string_number(s, 2);
		unsigned int value;

		if (!first || !second || strncmp(first, "Dell System", 11) ||
		    sscanf(second, "1[%4x]", &value) != 1)
			continue;
		snprintf(text, sizeof(text), "0x%04x", value);
		item(c, "system_id", text, "SMBIOS type 11");
		return;
	}
	s = tables_next(c->tables, NULL, TABLES_DELL_REVISIONS);
	if (!s || smbios_struct_get_data(s, &byte, 6, 1))
		return;
	id = byte;
	/* 0xFE: it does not fit one byte. */
	if (byte == 0xFE && smbios_struct_get_data(s, &id, 8, 2))
		return;
	snprintf(text, sizeof(text), "0x%04x", id);
	item(c, "system_id", text, "SMBIOS type 208");
}

/* Without root: what the kernel shows everybody. */
static bool from_dmi(struct client *c, const char *key, const char *name)
{
	char *path, text[128] = "";
	FILE *f;

	if (c->tables_dir)
		return false;
	if (asprintf(&path, "%s/class/dmi/id/%s", c->sysfs, name) < 0)
		abort();
	f = fopen(path, "re");
	free(path);
	if (!f)
		return false;
	if (fgets(text, sizeof(text), f))
		text[strcspn(text, "\n")] = '\0';
	fclose(f);
	return item(c, key, text, "kernel");
}

static const struct {
	const char *key, *label;
} labels[] = {
	{ "vendor", "Maker" }, { "model", "Model" },
	{ "system_id", "System ID" }, { "service_tag", "Service tag" },
	{ "asset_tag", "Asset tag" }, { "property_tag", "Property tag" },
	{ "bios_version", "BIOS version" }, { "bios_date", "BIOS date" },
};

static void text_info(struct json_object *result)
{
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		struct json_object *o;

		if (!json_object_object_get_ex(result, labels[i].key, &o))
			continue;
		if (o)
			printf("%-12s  %-28s  (%s)\n", labels[i].label,
			       output_get_text(o, "value"),
			       output_get_text(o, "source"));
		else
			printf("%-12s  -\n", labels[i].label);
	}
}

static int run_info(struct client *c, int argc, char **argv)
{
	int code = options_none(c, &cmd_info, argc, argv);

	if (code >= 0)
		return code;
	if (optind < argc)
		return options_usage(c, "'%s' is not expected", argv[optind]);
	code = tables_load(c);
	if (code) {
		from_dmi(c, "vendor", "sys_vendor");
		from_dmi(c, "model", "product_name");
		from_dmi(c, "bios_version", "bios_version");
		from_dmi(c, "bios_date", "bios_date");
		if (!c->json)
			text_info(c->result);
		return code;
	}
	/* What nobody knows is null. */
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		output_text(c->result, labels[i].key, NULL);
	from_tables(c, "vendor", TABLES_SYSTEM, 4);
	from_tables(c, "model", TABLES_SYSTEM, 5);
	system_id(c);
	if (!from_tables(c, "service_tag", TABLES_SYSTEM, 7) &&
	    !from_tables(c, "service_tag", TABLES_CHASSIS, 7) &&
	    !from_cmos(c, "service_tag", SERVICE_TAG_TOKEN))
		from_firmware(c, "service_tag", TAG_SERVICE);
	/* The tables are as they were when the machine started. */
	if (!from_firmware(c, "asset_tag", TAG_ASSET) &&
	    !from_cmos(c, "asset_tag", ASSET_TAG_TOKEN))
		from_tables(c, "asset_tag", TABLES_CHASSIS, 8);
	from_firmware(c, "property_tag", TAG_PROPERTY);
	from_tables(c, "bios_version", TABLES_BIOS, 5);
	from_tables(c, "bios_date", TABLES_BIOS, 8);
	if (!c->json && !c->dry_run)
		text_info(c->result);
	return CLIENT_DONE;
}

const struct command cmd_info = {
	.name = "info",
	.summary = "maker, model, tags and BIOS of this machine",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] info\n"
"\n"
"Show maker, model, system ID, tags and BIOS, and where each was learned: from\n"
"the SMBIOS tables, or from the firmware.\n"
"\n"
"Options:\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_info,
};

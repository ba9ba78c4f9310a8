// SPDX-License-Identifier: GPL-2.0-or-later
/* See info.h. */
#include <stdio.h>
#include <string.h>

#include "file.h"
#include "info.h"
#include "tag.h"
#include "text.h"

u16 info_system_id(const struct machine *m, char *source, size_t size)
{
	const struct smbios_structure *s = NULL;
	unsigned int id;
	u32 number = 0;

	/* The second OEM string of a "Dell System" is "1[NNNN]". */
	while ((s = smbios_next(&m->smbios, s, SMBIOS_OEM_STRINGS))) {
		const char *first = smbios_string_number(&m->smbios, s, 1);
		const char *second = smbios_string_number(&m->smbios, s, 2);

		if (!first || !second || strncmp(first, "Dell System", 11) ||
		    sscanf(second, "1[%4x]", &id) != 1)
			continue;
		snprintf(source, size, "SMBIOS type %u", SMBIOS_OEM_STRINGS);
		return id;
	}
	s = smbios_next(&m->smbios, NULL, SMBIOS_DELL_REVISIONS);
	if (!s || !smbios_number(s, 6, 1, &number))
		return 0;
	/* 0xFE: it does not fit one byte. */
	if (number == 0xFE)
		smbios_number(s, 8, 2, &number);
	snprintf(source, size, "SMBIOS type %u", SMBIOS_DELL_REVISIONS);
	return number;
}

static void info_set(struct info_value *value, const char *text, const char *source)
{
	value->known = true;
	text_printable(text, strlen(text), value->text, sizeof(value->text));
	snprintf(value->source, sizeof(value->source), "%s", source);
}

/* Strings of the tables; a placeholder is none. */
static void info_from_tables(struct machine *m, struct info *info)
{
	static const struct {
		enum info_item item;
		u16 type, offset;
	} places[] = {
		{ INFO_VENDOR, SMBIOS_SYSTEM, 4 },
		{ INFO_MODEL, SMBIOS_SYSTEM, 5 },
		{ INFO_BIOS_VERSION, SMBIOS_BIOS, 5 },
		{ INFO_BIOS_DATE, SMBIOS_BIOS, 8 },
	};
	char trimmed[128], source[32];
	u16 id;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const char *text = smbios_string(&m->smbios, places[i].type, places[i].offset);

		if (!text || text_is_placeholder(text) ||
		    !text_trim(text, trimmed, sizeof(trimmed)))
			continue;
		snprintf(source, sizeof(source), "SMBIOS type %u", places[i].type);
		info_set(&info->item[places[i].item], trimmed, source);
	}
	id = info_system_id(m, source, sizeof(source));
	if (!id)
		return;
	snprintf(trimmed, sizeof(trimmed), "0x%04x", id);
	info_set(&info->item[INFO_SYSTEM_ID], trimmed, source);
}

/* Without root: what the kernel shows everybody. */
static void info_from_kernel(struct machine *m, struct info *info)
{
	static const struct {
		enum info_item item;
		const char *name;
	} files[] = {
		{ INFO_VENDOR, "class/dmi/id/sys_vendor" },
		{ INFO_MODEL, "class/dmi/id/product_name" },
		{ INFO_BIOS_VERSION, "class/dmi/id/bios_version" },
		{ INFO_BIOS_DATE, "class/dmi/id/bios_date" },
	};
	char text[128];

	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (file_line(m->options.sysfs, files[i].name, text, sizeof(text)) &&
		    !text_is_placeholder(text))
			info_set(&info->item[files[i].item], text, "kernel");
}

static int info_tag(struct machine *m, enum tag tag, struct info_value *value)
{
	struct tag_value found;
	char source[32];
	int code = tag_read(m, tag, &found, &value->error);

	if (code)
		return code;
	tag_source_text(&found, source, sizeof(source));
	info_set(value, found.text, source);
	return SMI_OK;
}

int info_read(struct machine *m, struct info *info, struct smi_error *error)
{
	static const struct {
		enum info_item item;
		enum tag tag;
	} tags[] = {
		{ INFO_SERVICE_TAG, TAG_SERVICE }, { INFO_ASSET_TAG, TAG_ASSET },
		{ INFO_PROPERTY_TAG, TAG_PROPERTY },
	};
	int first = SMI_OK;
	int code;

	memset(info, 0, sizeof(*info));
	code = machine_tables(m, error);
	if (code && !m->options.tables_dir)
		info_from_kernel(m, info);
	if (code)
		return code;
	info_from_tables(m, info);
	for (size_t i = 0; i < ARRAY_SIZE(tags); i++) {
		struct info_value *value = &info->item[tags[i].item];

		code = info_tag(m, tags[i].tag, value);
		if (!code || first || tag_is_none(m, tags[i].tag, &value->error))
			continue;
		first = code;
		*error = value->error;
	}
	return first;
}

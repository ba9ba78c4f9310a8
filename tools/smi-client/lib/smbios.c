// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See smbios.h. The frame of each structure is checked once, when the table is
 * loaded; what lies behind damage is left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "smbios.h"

#define ENTRY_DUMP	32		/* entry point in smbios.dat, in bytes */
#define ENTRY_MAX	256
#define TABLE_MAX	(1024 * 1024)

static u32 smbios_get_le(const u8 *p, size_t bytes)
{
	u32 value = 0;

	while (bytes--)
		value = value << 8 | p[bytes];
	return value;
}

bool smbios_entry_point(const u8 *entry, size_t length, size_t *table)
{
	u8 sum = 0, size;

	if (length >= 0x18 && !memcmp(entry, "_SM3_", 5)) {
		size = entry[6];
		*table = smbios_get_le(entry + 0xC, 4);
		if (size < 0x18)
			return false;
	} else if (length >= 0x1E && !memcmp(entry, "_SM_", 4)) {
		size = entry[5];
		*table = smbios_get_le(entry + 0x16, 2);
		/* SMBIOS 2.1 said 0x1E for the 0x1F bytes that are there. */
		if (size < 0x1E)
			return false;
	} else {
		return false;
	}
	if (size > length)
		return false;
	for (int i = 0; i < size; i++)
		sum += entry[i];
	return !sum;
}

/* Length of the structure at data with its strings, 0 when it is damaged. */
static size_t smbios_frame(const u8 *data, size_t left, const char **damage)
{
	const struct smbios_structure *s = (const struct smbios_structure *)data;
	const u8 *end, *p;

	if (left < sizeof(*s)) {
		*damage = "ends in the header of a structure";
		return 0;
	}
	if (s->length < sizeof(*s)) {
		*damage = "has a structure shorter than its header";
		return 0;
	}
	/* Strings end with an empty one. */
	for (p = data + s->length, end = data + left; p + 2 <= end; p++) {
		p = memchr(p, 0, end - p - 1);
		if (!p)
			break;
		if (!p[1])
			return p + 2 - data;
	}
	*damage = "ends in the middle of a structure";
	return 0;
}

size_t smbios_check(const u8 *data, size_t length, const char **damage)
{
	size_t at = 0, size;

	*damage = NULL;
	while (at < length) {
		size = smbios_frame(data + at, length - at, damage);
		if (!size)
			break;
		at += size;
		if (data[at - size] == SMBIOS_END)
			break;
	}
	return at;
}

const struct smbios_structure *smbios_next(const struct smbios *smbios,
					   const struct smbios_structure *s, int type)
{
	const u8 *p = s ? (const u8 *)s : smbios->data;
	const u8 *end = smbios->data + smbios->length;
	const char *damage;
	size_t size;

	if (!p)
		return NULL;
	if (s)
		p += smbios_frame(p, end - p, &damage);
	for (; p < end; p += size) {
		s = (const struct smbios_structure *)p;
		if (type < 0 || s->type == type)
			return s;
		size = smbios_frame(p, end - p, &damage);
		if (!size)
			break;
	}
	return NULL;
}

bool smbios_number(const struct smbios_structure *s, size_t offset, size_t size, u32 *number)
{
	if (size > sizeof(*number) || offset + size > s->length)
		return false;
	*number = smbios_get_le((const u8 *)s + offset, size);
	return true;
}

const char *smbios_string_number(const struct smbios *smbios, const struct smbios_structure *s,
				 unsigned int number)
{
	const char *text = (const char *)s + s->length;
	const char *end = (const char *)smbios->data + smbios->length;

	if (!number)
		return NULL;
	/* Every structure is whole: an empty string ends them. */
	while (--number && text < end && *text)
		text += strlen(text) + 1;
	return text < end && *text ? text : NULL;
}

const char *smbios_string(const struct smbios *smbios, int type, size_t offset)
{
	const struct smbios_structure *s = smbios_next(smbios, NULL, type);
	u32 number;

	if (!s || !smbios_number(s, offset, 1, &number))
		return NULL;
	return smbios_string_number(smbios, s, number);
}

/**
 * struct smbios_files - what a directory of tables holds
 * @entry: entry point
 * @entry_length: in bytes
 * @table: structures
 * @length: in bytes
 */
struct smbios_files {
	u8 *entry, *table;
	size_t entry_length, length;
};

static int smbios_read(const char *dir, const char *name, size_t max, u8 **data, size_t *length,
		       struct smi_error *error)
{
	char *path;
	int code;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	code = file_read(path, max, data, length, error);
	free(path);
	return code;
}

/* smbios.dat, where there is one: entry point in 32 bytes, then the table. */
static int smbios_read_dump(const char *dir, struct smbios_files *files, struct smi_error *error)
{
	size_t length;
	u8 *dump;
	int code = smbios_read(dir, "smbios.dat", TABLE_MAX, &dump, &length, error);

	if (code)
		return code;
	if (length <= ENTRY_DUMP) {
		free(dump);
		return error_set(error, SMI_FAILED, HINT_NONE, "%s/smbios.dat: no table in it",
				 dir);
	}
	files->entry = malloc(ENTRY_DUMP);
	if (!files->entry) {
		free(dump);
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	}
	memcpy(files->entry, dump, ENTRY_DUMP);
	files->entry_length = ENTRY_DUMP;
	files->length = length - ENTRY_DUMP;
	memmove(dump, dump + ENTRY_DUMP, files->length);
	files->table = dump;
	return SMI_OK;
}

/* The kernel's two files first: the running machine has no smbios.dat. */
static int smbios_read_files(const char *dir, struct smbios_files *files, struct smi_error *error)
{
	struct smi_error other;
	int code = smbios_read(dir, "smbios_entry_point", ENTRY_MAX, &files->entry,
			       &files->entry_length, error);

	if (code == SMI_NOT_FOUND) {
		code = smbios_read_dump(dir, files, &other);
		if (code && code != SMI_NOT_FOUND)
			*error = other;
		return code;
	}
	if (!code)
		code = smbios_read(dir, "DMI", TABLE_MAX, &files->table, &files->length, error);
	return code;
}

int smbios_load(const char *dir, struct smbios *smbios, struct smi_error *error)
{
	struct smbios_files files = { };
	size_t advertised, length;
	int code = smbios_read_files(dir, &files, error);

	if (code)
		goto out;
	if (!smbios_entry_point(files.entry, files.entry_length, &advertised)) {
		code = error_set(error, SMI_FAILED, HINT_NONE, "%s: no valid SMBIOS entry point",
				 dir);
		goto out;
	}
	if (!files.length) {
		code = error_set(error, SMI_NOT_FOUND, HINT_NONE, "%s: the SMBIOS table is empty",
				 dir);
		goto out;
	}
	length = files.length < advertised ? files.length : advertised;
	smbios->length = smbios_check(files.table, length, &smbios->damage);
	/* Of an SMBIOS 3 entry point the length is only the upper limit. */
	if (files.length < advertised && memcmp(files.entry, "_SM3_", 5))
		smbios->damage = "is shorter than its entry point says";
	smbios->data = files.table;
	files.table = NULL;
out:
	free(files.entry);
	free(files.table);
	return code;
}

void smbios_free(struct smbios *smbios)
{
	free(smbios->data);
	*smbios = (struct smbios){ };
}

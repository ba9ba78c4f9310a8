// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Table reader: SMBIOS structures, of this machine or from files.
 *
 * In: smbios_entry_point and DMI as the kernel shows them, or smbios.dat
 * (entry point in 32 bytes, then the table). Out: structures that libsmbios'
 * getters can be used on. libsmbios' own walk knows no other place than this
 * machine and trusts lengths and strings to end in time, so the frame of each
 * structure is checked here, once, and what lies behind damage is left out.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "tables.h"

#define HEADER		4		/* type, length, handle */
#define ENTRY_DUMP	32		/* entry point in smbios.dat */
#define ENTRY_MAX	256
#define TABLE_MAX	(1024 * 1024)

static unsigned int get_le(const u8 *p, int bytes)
{
	unsigned int value = 0;

	while (bytes--)
		value = value << 8 | p[bytes];
	return value;
}

/**
 * tables_entry_point() - length of the table that an entry point announces
 * @entry: "_SM_" or "_SM3_" structure
 * @length: bytes there
 * @table: length of the table in bytes, for "_SM3_" the largest it can be
 *
 * Return: whether anchor, lengths and checksum are right
 */
bool tables_entry_point(const u8 *entry, size_t length, size_t *table)
{
	u8 sum = 0, size;

	if (length >= 0x18 && !memcmp(entry, "_SM3_", 5)) {
		size = entry[6];
		*table = get_le(entry + 0xC, 4);
		if (size < 0x18)
			return false;
	} else if (length >= 0x1E && !memcmp(entry, "_SM_", 4)) {
		size = entry[5];
		*table = get_le(entry + 0x16, 2);
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
static size_t frame(const u8 *data, size_t left, const char **damage)
{
	size_t end;

	if (left < HEADER) {
		*damage = "ends in the header of a structure";
		return 0;
	}
	if (data[1] < HEADER) {
		*damage = "has a structure shorter than its header";
		return 0;
	}
	for (end = data[1]; end + 2 <= left; end++)
		if (!data[end] && !data[end + 1])
			return end + 2;
	*damage = "ends in the middle of a structure";
	return 0;
}

/**
 * tables_check() - how much of a table is sound
 * @data: table
 * @length: in bytes
 * @damage: what is wrong behind that, or NULL
 *
 * Return: bytes up to the end of the last sound structure; what comes after
 * the structure that ends the table does not count
 */
size_t tables_check(const u8 *data, size_t length, const char **damage)
{
	size_t at = 0, size;

	*damage = NULL;
	while (at < length) {
		size = frame(data + at, length - at, damage);
		if (!size)
			break;
		at += size;
		if (data[at - size] == TABLES_END)
			break;
	}
	return at;
}

/**
 * tables_next() - next structure of a type
 * @t: tables
 * @s: structure before, NULL for the first
 * @type: SMBIOS type, -1 for any
 *
 * Return: structure for libsmbios' getters, NULL when there are no more
 */
const struct smbios_struct *
tables_next(const struct tables *t, const struct smbios_struct *s, int type)
{
	const u8 *p = s ? (const u8 *)s : t->data;
	const u8 *end = t->data + t->length;
	const char *damage;

	if (s)
		p += frame(p, end - p, &damage);
	for (; p < end; p += frame(p, end - p, &damage)) {
		s = (const struct smbios_struct *)p;
		if (type < 0 || smbios_struct_get_type(s) == type)
			return s;
	}
	return NULL;
}

/**
 * tables_string() - a string of the first structure of a type
 * @t: tables
 * @type: SMBIOS type
 * @offset: where in the structure the number of the string is
 *
 * Return: the string, NULL when there is none
 */
const char *tables_string(const struct tables *t, int type, u8 offset)
{
	const struct smbios_struct *s = tables_next(t, NULL, type);

	return s ? smbios_struct_get_string_from_offset(s, offset) : NULL;
}

/* Whole file DIR/NAME; -ENOENT and the like when there is none. */
static int read_whole(const char *dir, const char *name, size_t max,
		      u8 **data, size_t *length, char **path)
{
	FILE *f;
	int err;

	if (asprintf(path, "%s/%s", dir, name) < 0)
		abort();
	f = fopen(*path, "re");
	if (!f)
		return -errno;
	*data = malloc(max);
	if (!*data)
		abort();
	errno = 0;
	*length = fread(*data, 1, max, f);
	err = ferror(f) ? -errno : 0;
	fclose(f);
	if (err) {
		free(*data);
		*data = NULL;
	}
	return err;
}

static int open_failed(struct client *c, int err, const char *path)
{
	if (err == -ENOENT || err == -ENOTDIR)
		return output_fail(c, CLIENT_NOT_FOUND, c->tables_dir ?
				   "It has to hold smbios_entry_point and DMI, or smbios.dat." :
				   "This machine has no SMBIOS tables; it is not a Dell server, or a container hides them.",
				   "cannot open %s: %s", path, strerror(-err));
	if (err == -EACCES || err == -EPERM)
		return output_fail_errno(c, CLIENT_PERMISSION, -err, path,
					 "Run smi-client as root.", "open");
	return output_fail_errno(c, CLIENT_FAILED, -err, path, NULL, "read");
}

/**
 * tables_load() - read the tables, once in a run
 * @c: this run; @c->tables is set
 *
 * Tables from files have to be sound. Of this machine's, what is sound is
 * used with a warning, for its firmware cannot be helped.
 *
 * Return: CLIENT_DONE or a failure
 */
int tables_load(struct client *c)
{
	u8 *entry = NULL, *data = NULL;
	size_t entry_length = 0, length = 0, announced;
	char *dir, *path = NULL;
	struct tables *t;
	int err, code = CLIENT_DONE;

	if (c->tables)
		return CLIENT_DONE;
	if (c->tables_dir)
		dir = strdup(c->tables_dir);
	else if (asprintf(&dir, "%s/firmware/dmi/tables", c->sysfs) < 0)
		dir = NULL;
	if (!dir)
		abort();
	t = calloc(1, sizeof(*t));
	if (!t)
		abort();

	err = c->tables_dir ? read_whole(dir, "smbios.dat", TABLE_MAX, &entry,
					 &entry_length, &path) : -ENOENT;
	if (!err && entry_length > ENTRY_DUMP) {
		length = entry_length - ENTRY_DUMP;
		entry_length = ENTRY_DUMP;
		data = malloc(length);
		if (!data)
			abort();
		memcpy(data, entry + ENTRY_DUMP, length);
	} else if (err == -ENOENT) {
		free(path);
		err = read_whole(dir, "smbios_entry_point", ENTRY_MAX, &entry,
				 &entry_length, &path);
		if (!err) {
			free(path);
			err = read_whole(dir, "DMI", TABLE_MAX, &data, &length,
					 &path);
		}
	}
	if (err) {
		code = open_failed(c, err, path);
		goto out;
	}
	if (!tables_entry_point(entry, entry_length, &announced)) {
		code = output_fail(c, CLIENT_FAILED, NULL,
				   "%s: no sound SMBIOS entry point", dir);
		goto out;
	}
	/* Of an SMBIOS 3 entry point it is only the upper limit. */
	if (length < announced && memcmp(entry, "_SM3_", 5))
		t->damage = "is shorter than its entry point says";
	if (length > announced)
		length = announced;
	t->data = data;
	data = NULL;
	t->length = tables_check(t->data, length,
				 t->damage ? &(const char *){ NULL } :
				 &t->damage);
	if (t->damage && c->tables_dir)
		code = output_fail(c, CLIENT_FAILED, NULL,
				   "%s: the table %s at byte %zu", path,
				   t->damage, t->length);
	else if (t->damage)
		output_warn(c, "%s: the table %s at byte %zu; using what comes before",
			    path, t->damage, t->length);
out:
	if (code == CLIENT_DONE)
		c->tables = t;
	else
		tables_free(t);
	free(data);
	free(entry);
	free(path);
	free(dir);
	return code;
}

/* Nothing of it may be used afterwards, strings included. */
void tables_free(struct tables *t)
{
	if (!t)
		return;
	free(t->data);
	free(t);
}

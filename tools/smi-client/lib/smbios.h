/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMBIOS tables, of this machine or from files, checked before use. */
#ifndef LIB_SMBIOS_H
#define LIB_SMBIOS_H

#include "error.h"

/* SMBIOS types */
#define SMBIOS_BIOS		0
#define SMBIOS_SYSTEM		1
#define SMBIOS_BOARD		2
#define SMBIOS_CHASSIS		3
#define SMBIOS_OEM_STRINGS	11
#define SMBIOS_END		127
#define SMBIOS_DELL_REVISIONS	208
#define SMBIOS_INDEXED_IO	212
#define SMBIOS_CALLING		218

/**
 * struct smbios_structure - header of one structure
 * @type: SMBIOS type
 * @length: of the formatted part, with this header, in bytes
 * @handle: its number
 */
struct smbios_structure {
	u8 type, length;
	u16 handle;
} __attr(packed);

/**
 * struct smbios - structures in memory
 * @data: one after the other, each whole and with terminated strings
 * @length: of @data in bytes
 * @damage: why the rest of the table was left out, or NULL
 */
struct smbios {
	u8 *data;
	size_t length;
	const char *damage;
};

/**
 * smbios_load() - read and check tables
 * @dir: with smbios_entry_point and DMI, or with smbios.dat
 * @smbios: to be freed with smbios_free()
 *
 * Return: SMI_OK (also for a damaged table, up to the damage), SMI_NOT_FOUND,
 * SMI_PERMISSION, SMI_FAILED when there is no valid entry point
 */
int smbios_load(const char *dir, struct smbios *smbios, struct smi_error *error);
void smbios_free(struct smbios *smbios);

/*
 * Whether anchor, lengths and checksum of an entry point are right; @table is
 * the length of the table in bytes, for "_SM3_" the largest it can be.
 */
bool smbios_entry_point(const u8 *entry, size_t length, size_t *table);
/* Length of the first structures that are whole; @damage as in struct smbios. */
size_t smbios_check(const u8 *data, size_t length, const char **damage);

/* The structure of a type (-1: any) behind @s, the first for NULL; or NULL. */
const struct smbios_structure *smbios_next(const struct smbios *smbios,
					   const struct smbios_structure *s, int type);

/* @size bytes (1, 2 or 4) of the formatted part; false past its end. */
bool smbios_number(const struct smbios_structure *s, size_t offset, size_t size, u32 *number);
/* The string with a number, 1 for the first; NULL when it is not there. */
const char *smbios_string_number(const struct smbios *smbios, const struct smbios_structure *s,
				 unsigned int number);
/* The string named at an offset of the first structure of a type; or NULL. */
const char *smbios_string(const struct smbios *smbios, int type, size_t offset);

#endif /* LIB_SMBIOS_H */

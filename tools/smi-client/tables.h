/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMBIOS tables, of this machine or from files, checked before use. */
#ifndef SMI_CLIENT_TABLES_H
#define SMI_CLIENT_TABLES_H

#include <smbios_c/smbios.h>

#include "client.h"

/* SMBIOS types */
#define TABLES_BIOS		0
#define TABLES_SYSTEM		1
#define TABLES_CHASSIS		3
#define TABLES_OEM_STRINGS	11
#define TABLES_END		127
#define TABLES_DELL_REVISIONS	208
#define TABLES_INDEXED_IO	212
#define TABLES_CALLING		218

/**
 * struct tables - SMBIOS structures in memory
 * @data: structures one after the other, each whole and with terminated
 *	strings
 * @length: of @data in bytes
 * @damage: why the rest of the table is left out, or NULL
 */
struct tables {
	u8 *data;
	size_t length;
	const char *damage;
};

bool tables_entry_point(const u8 *entry, size_t length, size_t *table);
size_t tables_check(const u8 *data, size_t length, const char **damage);
const struct smbios_struct *
tables_next(const struct tables *t, const struct smbios_struct *s, int type);
const char *tables_string(const struct tables *t, int type, u8 offset);
int tables_load(struct client *c);
void tables_free(struct tables *t);

#endif /* SMI_CLIENT_TABLES_H */

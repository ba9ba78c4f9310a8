/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine's SMBIOS structures, for programs that have no library there. */
#ifndef _TABLES_H
#define _TABLES_H

#include <stdint.h>

#include "files.h"

#define TABLES_FILE	"/sys/firmware/dmi/tables/DMI"

/* Behind @s and its strings, which two NULs end. */
static inline const uint8_t *behind_structure(const uint8_t *s,
					      const uint8_t *end)
{
	for (s += s[1]; end - s >= 2 && (s[0] || s[1]); s++)
		;
	return s + 2;
}

/*
 * The structure of a type behind @s, the first for NULL; or NULL. Its length is
 * in its second byte, and all of it is there.
 */
static inline const uint8_t *next_structure(const uint8_t *s, uint8_t type)
{
	static uint8_t tables[256 * 1024];
	static size_t length;
	const uint8_t *end;
	ssize_t n = length ? 0 : 1;

	/* sysfs gives a page at a time. */
	for (; n > 0 && length < sizeof(tables); length += n) {
		n = get(TABLES_FILE, tables + length, sizeof(tables) - length,
			length);
		if (n < 0)
			return NULL;
	}
	end = tables + length;
	s = s ? behind_structure(s, end) : tables;
	for (; end - s >= 4 && s[1] >= 4 && s[1] <= end - s;
	     s = behind_structure(s, end))
		if (s[0] == type)
			return s;
	return NULL;
}

#endif /* _TABLES_H */

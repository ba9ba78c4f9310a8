// SPDX-License-Identifier: GPL-2.0-or-later
/* See scancode.h. */
#include <string.h>

#include "scancode.h"

/* Each row of keys, from the code of its first key on. */
static const struct {
	u8 first;
	const char *plain, *shifted;
} rows[] = {
	{ 0x02, "1234567890-=", "!@#$%^&*()_+" },
	{ 0x10, "qwertyuiop[]", "QWERTYUIOP{}" },
	{ 0x1E, "asdfghjkl;'`", "ASDFGHJKL:\"~" },
	{ 0x2B, "\\zxcvbnm,./", "|ZXCVBNM<>?" },
	{ 0x39, " ", "" },
};

/* Row and column of the key that a character is on; false when it has none. */
static bool scancode_find(char c, size_t *row, size_t *column)
{
	for (size_t i = 0; c && i < ARRAY_SIZE(rows); i++) {
		const char *key = strchr(rows[i].plain, c);
		const char *shifted = strchr(rows[i].shifted, c);

		if (!key && !shifted)
			continue;
		*row = i;
		*column = key ? key - rows[i].plain : shifted - rows[i].shifted;
		return true;
	}
	return false;
}

char scancode_unshifted(char c)
{
	size_t row, column;

	return scancode_find(c, &row, &column) ? rows[row].plain[column] : '\0';
}

bool scancode_from_text(const char *text, u8 *codes, size_t size)
{
	size_t length = strlen(text), row, column;

	memset(codes, 0, size);
	if (length > size)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!scancode_find(text[i], &row, &column)) {
			explicit_bzero(codes, size);
			return false;
		}
		codes[i] = rows[row].first + column;
	}
	return true;
}

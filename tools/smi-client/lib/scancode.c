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

/* Code of the key that a character is on, 0 when it has none. */
static u8 scancode_of(char c)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *key = strchr(rows[i].plain, c);
		const char *shifted = strchr(rows[i].shifted, c);

		if (key)
			return rows[i].first + (key - rows[i].plain);
		if (shifted)
			return rows[i].first + (shifted - rows[i].shifted);
	}
	return 0;
}

bool scancode_from_text(const char *text, u8 *codes, size_t size)
{
	size_t length = strlen(text);

	memset(codes, 0, size);
	if (length > size)
		return false;
	for (size_t i = 0; i < length; i++) {
		codes[i] = scancode_of(text[i]);
		if (!codes[i]) {
			explicit_bzero(codes, size);
			return false;
		}
	}
	return true;
}

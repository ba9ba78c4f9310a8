// SPDX-License-Identifier: GPL-2.0-or-later
/* See text.h: text that comes from firmware or from files, fit to be shown. */
#include <string.h>
#include <strings.h>

#include "text.h"

/*
 * Decodes one character of UTF-8. Returns how many bytes it has, 0 when there
 * is none: damaged, longer than needed, a surrogate, past U+10FFFF.
 */
static size_t text_decode(const u8 *from, size_t length, u32 *character)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = from[0] < 0x80 ? 1 : from[0] < 0xC0 ? 0 : from[0] < 0xE0 ? 2 :
		   from[0] < 0xF0 ? 3 : from[0] < 0xF8 ? 4 : 0;

	if (!n || n > length)
		return 0;
	*character = n == 1 ? from[0] : from[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((from[i] & 0xC0) != 0x80)
			return 0;
		*character = *character << 6 | (from[i] & 0x3F);
	}
	if (*character < least[n] || *character > 0x10FFFF ||
	    (*character >= 0xD800 && *character <= 0xDFFF))
		return 0;
	return n;
}

/* Controls, and characters that change the direction or the line of others. */
static bool text_is_printable(u32 c)
{
	return !(c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C ||
		 (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
		 (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
		 (c & 0xFFFE) == 0xFFFE || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000);
}

size_t text_printable(const char *from, size_t length, char *to, size_t size)
{
	size_t at = 0;

	if (!size)
		return 0;
	for (size_t i = 0; i < length;) {
		size_t n, run = 0;
		bool printable;
		u32 c = 0;

		/* Nearly all of it is plain. */
		while (i + run < length && from[i + run] >= ' ' && from[i + run] <= '~' &&
		       at + run + 1 < size)
			run++;
		memcpy(to + at, from + i, run);
		at += run;
		i += run;
		if (i == length)
			break;
		n = text_decode((const u8 *)from + i, length - i, &c);
		printable = n && text_is_printable(c);
		if (at + (printable ? n : 1) >= size)
			break;
		if (printable)
			memcpy(to + at, from + i, n);
		else
			to[at] = '?';
		at += printable ? n : 1;
		i += n ? n : 1;
	}
	to[at] = '\0';
	return at;
}

bool text_trim(const char *from, char *to, size_t size)
{
	size_t length;

	if (!size)
		return false;
	from = from ? from + strspn(from, " \t") : "";
	length = strnlen(from, size - 1);
	while (length && (from[length - 1] == ' ' || from[length - 1] == '\t'))
		length--;
	memcpy(to, from, length);
	to[length] = '\0';
	return length > 0;
}

bool text_is_placeholder(const char *text)
{
	static const char *const known[] = {
		"not specified", "not available", "not applicable", "none", "n/a", "unknown",
		"to be filled by o.e.m.", "to be filled by oem", "default string", "o.e.m.", "oem",
		"system manufacturer", "system product name", "system name", "system version",
		"system serial number", "base board serial number", "chassis serial number",
		"asset tag", "asset-1234567890", "no asset tag", "no asset information",
		"invalid", "undefined", "empty",
	};
	char trimmed[64];

	if (!text_trim(text, trimmed, sizeof(trimmed)))
		return true;
	if (strspn(trimmed, ".") == strlen(trimmed) || strspn(trimmed, "0") == strlen(trimmed) ||
	    strspn(trimmed, "\xFF") == strlen(trimmed))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcasecmp(trimmed, known[i]))
			return true;
	return false;
}

void text_from_firmware(const u8 *bytes, size_t length, char *to)
{
	size_t n = 0, skip = 0;

	while (n < length && bytes[n] && bytes[n] != 0xFF)
		n++;
	while (n && bytes[n - 1] == ' ')
		n--;
	while (skip < n && bytes[skip] == ' ')
		skip++;
	n -= skip;
	/* Firmware knows ASCII. */
	for (size_t i = 0; i < n; i++)
		to[i] = bytes[skip + i] >= ' ' && bytes[skip + i] <= '~' ? bytes[skip + i] : '?';
	to[n] = '\0';
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* See parse.h: numbers and bytes from text. */
#include <stdlib.h>
#include <string.h>

#include "parse.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

bool parse_digits(const char *text, int base, u64 max, u64 *value)
{
	u64 number = 0;

	if (!*text)
		return false;
	for (; *text; text++) {
		int d = digit(*text);

		if (d >= base || number > (UINT64_MAX - d) / base)
			return false;
		number = number * base + d;
	}
	if (number > max)
		return false;
	*value = number;
	return true;
}

bool parse_number(const char *text, u64 max, u64 *value)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');

	return parse_digits(text + (hex ? 2 : 0), hex ? 16 : 10, max, value);
}

bool parse_seconds(const char *text, unsigned int *ms)
{
	unsigned int whole = 0, fraction = 0, unit = 100;

	if (digit(*text) > 9)
		return false;
	for (; digit(*text) <= 9; text++) {
		whole = whole * 10 + digit(*text);
		if (whole > 3600)
			return false;
	}
	if (*text == '.') {
		if (digit(*++text) > 9)
			return false;
		for (; digit(*text) <= 9; text++, unit /= 10)
			fraction += digit(*text) * unit;
	}
	if (*text || (whole == 3600 && fraction))
		return false;
	*ms = whole * 1000 + fraction;
	return true;
}

bool parse_time_of_day(const char *text, unsigned int *hour, unsigned int *minute)
{
	unsigned int h, m;

	if (strlen(text) != 5 || text[2] != ':')
		return false;
	for (int i = 0; i < 5; i++)
		if (i != 2 && digit(text[i]) > 9)
			return false;
	h = digit(text[0]) * 10 + digit(text[1]);
	m = digit(text[3]) * 10 + digit(text[4]);
	if (h > 23 || m > 59)
		return false;
	*hour = h;
	*minute = m;
	return true;
}

int parse_hex(const char *text, size_t max, u8 **data, size_t *length, struct smi_error *error)
{
	static const char between[] = " \t\r\n:,";
	u8 *bytes = malloc(strlen(text) / 2 + 1);
	size_t n = 0;

	if (!bytes)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		if (digit(text[0]) > 15 || digit(text[1]) > 15) {
			free(bytes);
			return error_set(error, SMI_USAGE, HINT_NONE,
					 "'%.20s' is not pairs of hexadecimal digits", text);
		}
		bytes[n++] = digit(text[0]) << 4 | digit(text[1]);
		text += 2;
	}
	if (n > max) {
		free(bytes);
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "%zu bytes given, at most %zu allowed", n, max);
	}
	*data = bytes;
	*length = n;
	return SMI_OK;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Forms of a service tag: the express service code, and as CMOS keeps it. */
#include <string.h>

#include "tag.h"
#include "text.h"

u64 tag_express_code(const char *service_tag)
{
	u64 code = 0;

	if (strlen(service_tag) > 7)
		return 0;
	for (const char *p = service_tag; *p; p++) {
		if (*p >= '0' && *p <= '9')
			code = code * 36 + (*p - '0');
		else if (*p >= 'A' && *p <= 'Z')
			code = code * 36 + 10 + (*p - 'A');
		else
			return 0;
	}
	return code;
}

/* One of the 31 characters of a service tag: digits, and no vowels. */
static char tag_character(unsigned int code)
{
	static const char all[] = "0123456789BCDFGHJKLMNPQRSTVWXYZ";

	return code < sizeof(all) - 1 ? all[code] : '?';
}

bool tag_from_cmos(const u8 *bytes, size_t length, char text[TAG_SIZE])
{
	u32 bits = 0;

	if (length < 5 || !(bytes[0] & 0x80) || bytes[0] == 0xFF) {
		text_from_firmware(bytes, length < TAG_SIZE ? length : TAG_SIZE - 1, text);
		return !strchr(text, '?');
	}
	/* Characters 1 to 6 are the low 30 bits, the last one lowest. */
	for (int i = 1; i < 5; i++)
		bits = bits << 8 | bytes[i];
	text[0] = bytes[0] & 0x7F;
	for (int i = 1; i < 7; i++)
		text[i] = tag_character(bits >> 5 * (6 - i) & 0x1F);
	text[7] = '\0';
	return text[0] > ' ' && !strchr(text, '?');
}

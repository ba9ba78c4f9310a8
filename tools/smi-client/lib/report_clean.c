// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tables without what identifies a machine or its owner: serial numbers, tags,
 * UUIDs, addresses. Lengths and forms stay, so that a reader of the report
 * walks the same structures.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "memory.h"
#include "report.h"
#include "text.h"

#define UUID_OFFSET	8	/* in type 1 */
#define UUID_LENGTH	16
#define UUID_TEXT	36	/* with dashes */
#define MAC_LENGTH	17	/* as text */
#define PROCESSOR_LENGTH 16	/* as text */
#define HEX_DIGITS	"0123456789ABCDEFabcdef"
#define BATTERY		22
#define BATTERY_SERIAL	0x10	/* as a number of two bytes */
#define HOST_INTERFACE	42	/* names, addresses and UUIDs of a management controller */

static const struct {
	u8 type, offset;
	const char *what;
} report_strings[] = {
	{ 1, 7, "serial number" },	{ 2, 7, "serial number" },
	{ 2, 8, "asset tag" },		{ 3, 7, "serial number" },
	{ 3, 8, "asset tag" },		{ 4, 0x20, "serial number" },
	{ 4, 0x21, "asset tag" },	{ 17, 0x18, "serial number" },
	{ 17, 0x19, "asset tag" },	{ 22, 7, "serial number" },
	{ 39, 8, "serial number" },	{ 39, 9, "asset tag" },
};

/* The same place in the copy, to be written. */
static u8 *report_writable(const void *p)
{
	return (u8 *)(uintptr_t)p;
}

static int report_note(struct report *r, const struct smbios_structure *s, const char *what,
		       struct smi_error *error)
{
	char where[32];

	snprintf(where, sizeof(where), "SMBIOS type %u", s->type);
	return report_add_removed(r, what, where, error);
}

static int report_clean_strings(struct report *r, struct smi_error *error)
{
	const struct smbios_structure *s = NULL;
	int code = SMI_OK;

	while (!code && (s = smbios_next(&r->tables, s, -1))) {
		for (size_t i = 0; !code && i < ARRAY_SIZE(report_strings); i++) {
			const char *text;
			u32 number;

			if (s->type != report_strings[i].type ||
			    !smbios_number(s, report_strings[i].offset, 1, &number))
				continue;
			text = smbios_string_number(&r->tables, s, number);
			if (!text || text_is_placeholder(text))
				continue;
			code = report_add_secret(r, text, strlen(text), error);
			if (!code && report_mask(report_writable(text), strlen(text)))
				code = report_note(r, s, report_strings[i].what, error);
		}
	}
	return code;
}

/* Zeroes bytes of the formatted part; whether any of them was something else. */
static bool report_zero(const struct smbios_structure *s, size_t offset, size_t length)
{
	u8 *bytes = report_writable(s) + offset;
	bool any = false;

	for (size_t i = 0; i < length && offset + i < s->length; i++) {
		any |= bytes[i] && bytes[i] != 0xFF;
		bytes[i] = 0;
	}
	return any;
}

/*
 * The UUID of the machine as digits without dashes, in both orders of the bytes
 * of its first three parts. With dashes it is known by its form.
 */
static int report_uuid_secrets(struct report *r, const struct smbios_structure *s,
			       struct smi_error *error)
{
	static const u8 orders[][UUID_LENGTH] = {
		{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
		{ 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 },
	};
	const u8 *uuid = (const u8 *)s + UUID_OFFSET;
	char text[2 * UUID_LENGTH + 1];
	int code = SMI_OK;

	if (s->length < UUID_OFFSET + UUID_LENGTH)
		return SMI_OK;
	for (size_t order = 0; !code && order < ARRAY_SIZE(orders); order++) {
		for (size_t i = 0; i < UUID_LENGTH; i++)
			snprintf(text + 2 * i, 3, "%02x", uuid[orders[order][i]]);
		if (strspn(text, "0") < 2 * UUID_LENGTH && strspn(text, "f") < 2 * UUID_LENGTH)
			code = report_add_secret(r, text, 2 * UUID_LENGTH, error);
	}
	return code;
}

static int report_clean_numbers(struct report *r, struct smi_error *error)
{
	const struct smbios_structure *s = NULL;
	int code = SMI_OK;

	while (!code && (s = smbios_next(&r->tables, s, -1))) {
		if (s->type == SMBIOS_SYSTEM)
			code = report_uuid_secrets(r, s, error);
		if (!code && s->type == SMBIOS_SYSTEM && report_zero(s, UUID_OFFSET, UUID_LENGTH))
			code = report_note(r, s, "UUID", error);
		if (!code && s->type == BATTERY && report_zero(s, BATTERY_SERIAL, 2))
			code = report_note(r, s, "serial number", error);
		if (!code && s->type == HOST_INTERFACE && report_zero(s, 5, s->length))
			code = report_note(r, s, "addresses of the management controller", error);
	}
	return code;
}

/*
 * Length of the number that Dell gives each part, 0 when there is none: country,
 * part (which begins with 0), maker, date, sequence, and revision on newer ones.
 * They stand in fields of Dell's own too, such as the last ones of a battery.
 */
static size_t report_part_number(const char *text, const char *p)
{
	size_t length = 0;

	while (isupper((unsigned char)p[length]) || isdigit((unsigned char)p[length]))
		length++;
	if ((length != 20 && length != 23) || (p > text && isalnum((unsigned char)p[-1])))
		return 0;
	return isupper((unsigned char)p[0]) && isupper((unsigned char)p[1]) && p[2] == '0' ?
	       length : 0;
}

/* Length of six pairs of hexadecimal digits between the same colons or dashes, or 0. */
static size_t report_mac(const char *text, const char *p)
{
	char between = p[0] && p[1] ? p[2] : '\0';

	(void)text;
	if (between != ':' && between != '-')
		return 0;
	for (int i = 0; i < 6; i++, p += 3)
		if (!isxdigit((unsigned char)p[0]) || !isxdigit((unsigned char)p[1]) ||
		    (i < 5 && p[2] != between))
			return 0;
	return isxdigit((unsigned char)p[-1]) ? 0 : MAC_LENGTH;
}

/*
 * Length of a UUID as text, or 0: any, as what it stands for is not known. One
 * of nothing but zeros or F is none.
 */
static size_t report_uuid(const char *text, const char *p)
{
	if (p > text && isxdigit((unsigned char)p[-1]))
		return 0;
	for (size_t i = 0; i < UUID_TEXT; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? p[i] != '-' : !isxdigit((unsigned char)p[i]))
			return 0;
	}
	return isxdigit((unsigned char)p[UUID_TEXT]) || strspn(p, "0-") >= UUID_TEXT ||
	       strspn(p, "Ff-") >= UUID_TEXT ? 0 : UUID_TEXT;
}

/* Length of the unique number of a processor in an OEM string of Dell's, "17[...]", or 0. */
static size_t report_processor(const char *text, const char *p)
{
	size_t length = strspn(p, HEX_DIGITS);

	if (p - text != 3 || strncmp(text, "17[", 3) || length != PROCESSOR_LENGTH ||
	    p[length] != ']')
		return 0;
	/* Of a socket without a processor it is FFFFFFFFFFFFFFFF. */
	return strspn(p, "Ff") < length ? length : 0;
}

/* What is known by its form, wherever it stands in a text. */
static const struct {
	const char *what;
	size_t (*length)(const char *text, const char *p);
	bool secret;			/* also looked for elsewhere */
} forms[] = {
	{ "serial number", report_part_number, true },
	{ "MAC address", report_mac, false },
	{ "UUID", report_uuid, true },
	{ "unique number of a processor", report_processor, true },
};

static int report_clean_form(struct report *r, size_t form, const struct smbios_structure *s,
			     const char *text, struct smi_error *error)
{
	int code = SMI_OK;

	for (const char *p = text; !code && *p; p++) {
		size_t length = forms[form].length(text, p);

		if (!length)
			continue;
		if (forms[form].secret)
			code = report_add_secret(r, p, length, error);
		report_mask(report_writable(p), length);
		if (!code)
			code = report_note(r, s, forms[form].what, error);
	}
	return code;
}

static int report_clean_forms(struct report *r, struct smi_error *error)
{
	const struct smbios_structure *s;
	const char *text;
	int code = SMI_OK;

	for (size_t form = 0; form < ARRAY_SIZE(forms); form++)
		for (s = NULL; !code && (s = smbios_next(&r->tables, s, -1));)
			for (unsigned int n = 1; !code &&
			     (text = smbios_string_number(&r->tables, s, n)); n++)
				code = report_clean_form(r, form, s, text, error);
	return code;
}

bool report_mask_secrets(const struct report *r, u8 *bytes, size_t length)
{
	bool any = false;

	for (size_t i = 0; i < r->n_secrets; i++) {
		size_t secret = strlen(r->secrets[i]), at = 0;

		while (at + secret <= length) {
			if (strncasecmp((char *)bytes + at, r->secrets[i], secret)) {
				at++;
				continue;
			}
			any |= report_mask(bytes + at, secret);
			at += secret;
		}
	}
	return any;
}

/* Texts that were removed elsewhere, wherever they stand: strings and bytes. */
static int report_clean_copies(struct report *r, struct smi_error *error)
{
	const struct smbios_structure *s = NULL, *next;
	int code = SMI_OK;

	for (s = smbios_next(&r->tables, NULL, -1); !code && s; s = next) {
		const u8 *end, *begin = (const u8 *)s + sizeof(*s);

		next = smbios_next(&r->tables, s, -1);
		end = next ? (const u8 *)next : r->tables.data + r->tables.length;
		if (report_mask_secrets(r, report_writable(begin), end - begin))
			code = report_note(r, s, "copy of a removed text", error);
	}
	return code;
}

int report_clean_tables(struct machine *m, struct report *r, struct smi_error *error)
{
	int code = SMI_OK;

	r->tables.data = malloc(m->smbios.length);
	if (!r->tables.data)
		return memory_failed(error);
	memcpy(r->tables.data, m->smbios.data, m->smbios.length);
	r->tables.length = m->smbios.length;
	/* What cannot be walked cannot be cleaned: it is not in the copy. */
	if (m->smbios.damage)
		code = report_add_removed(r, "what lies behind the damage", "SMBIOS", error);
	if (!code)
		code = report_clean_strings(r, error);
	if (!code)
		code = report_clean_numbers(r, error);
	if (!code)
		code = report_clean_forms(r, error);
	return code ? code : report_clean_copies(r, error);
}

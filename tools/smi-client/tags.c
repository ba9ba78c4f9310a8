// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Label printer: tags that the firmware keeps.
 *
 * In: which tag, and its text to write. Out: its text, read back after a
 * write. Asset and service tag travel in the results and arguments themselves,
 * the property tag in memory that is pointed to.
 */
#include <string.h>

#include "firmware.h"
#include "output.h"
#include "password.h"
#include "tags.h"

#define IN_RESULTS	12	/* three results, or three arguments */
#define PROPERTY	80

static const struct {
	const char *name;
	u16 class, read, write;
	size_t max;
} tags[] = {
	[TAG_ASSET] = { "asset tag", 11, 0, 1, 10 },
	[TAG_SERVICE] = { "service tag", 11, 2, 3, 7 },
	[TAG_PROPERTY] = { "property tag", 20, 0, 1, PROPERTY },
};

/* Longest text, in characters. */
size_t tag_max(enum tag which)
{
	return tags[which].max;
}

/* Firmware fills up with zero, 0xFF or blanks; none of it is the tag's. */
static void take(const void *from, size_t length, char *text)
{
	const u8 *bytes = from;
	size_t n = 0;

	while (n < length && bytes[n] && bytes[n] != 0xFF) {
		text[n] = bytes[n] >= ' ' && bytes[n] <= '~' ? bytes[n] : '?';
		n++;
	}
	while (n && text[n - 1] == ' ')
		n--;
	text[n] = '\0';
}

/**
 * tag_read() - ask the firmware for a tag
 * @c: this run
 * @which: tag
 * @text: the tag; empty when none is set
 *
 * Return: CLIENT_DONE or a failure
 */
int tag_read(struct client *c, enum tag which, char text[TAG_SIZE])
{
	u8 memory[TAG_SIZE] = { };
	struct firmware_call call = {
		.ci.command_class = tags[which].class,
		.ci.command_select = tags[which].read,
	};
	int code;

	if (which == TAG_PROPERTY) {
		call.buffer[0] = memory;
		call.size[0] = PROPERTY;
	}
	text[0] = '\0';
	code = firmware_call(c, &call);
	if (!code)
		code = firmware_result(c, &call);
	if (code || c->dry_run)
		return code;
	if (which == TAG_PROPERTY)
		take(memory, PROPERTY, text);
	else
		take(call.ci.res + 1, IN_RESULTS, text);
	return CLIENT_DONE;
}

/**
 * tag_write() - have the firmware keep a tag
 * @c: this run
 * @which: tag, not the service tag
 * @text: what to keep
 *
 * Return: CLIENT_DONE or a failure, also when it reads back otherwise
 */
int tag_write(struct client *c, enum tag which, const char *text)
{
	u8 memory[TAG_SIZE] = { };
	struct firmware_call call = {
		.ci.command_class = tags[which].class,
		.ci.command_select = tags[which].write,
	};
	char now[TAG_SIZE];
	u32 key;
	int code = password_key(c, &key);

	if (code)
		return code;
	if (which == TAG_PROPERTY) {
		memcpy(memory, text, strlen(text));
		call.buffer[0] = memory;
		call.size[0] = PROPERTY;
		call.ci.arg[1] = key;
	} else {
		memcpy(call.ci.arg, text, strlen(text));
		call.ci.arg[3] = key;
	}
	call.secret = key != 0;
	code = firmware_call(c, &call);
	if (!code)
		code = firmware_result(c, &call);
	explicit_bzero(&call, sizeof(call));
	explicit_bzero(&key, sizeof(key));
	if (!code)
		code = tag_read(c, which, now);
	if (!code && !c->dry_run && strcmp(now, text))
		code = output_fail(c, CLIENT_FAILED,
				   "The firmware said done all the same; it may have a lock on it.",
				   "the %s did not take: it is '%s'",
				   tags[which].name, now);
	return code;
}

/* One of the 31 characters of a service tag: digits, and no vowels. */
static char character(unsigned int code)
{
	static const char all[] = "0123456789BCDFGHJKLMNPQRSTVWXYZ";

	return code < sizeof(all) - 1 ? all[code] : '?';
}

/**
 * tag_from_cmos() - a tag as CMOS keeps it
 * @bytes: text; or, five bytes with bit 7 of the first set, a service tag of
 *	seven characters of which all but the first have five bits
 * @length: bytes there
 * @text: the tag
 *
 * Return: whether it is one
 */
bool tag_from_cmos(const u8 *bytes, size_t length, char text[TAG_SIZE])
{
	u32 bits = 0;

	if (!length)
		return false;
	if (length < 5 || !(bytes[0] & 0x80)) {
		take(bytes, length < TAG_SIZE ? length : TAG_SIZE - 1, text);
		return *text && !strchr(text, '?');
	}
	/* Characters 1 to 6 are the low 30 bits, the last one lowest. */
	for (int i = 1; i < 5; i++)
		bits = bits << 8 | bytes[i];
	text[0] = bytes[0] & 0x7F;
	for (int i = 1; i < 7; i++)
		text[i] = character(bits >> 5 * (6 - i) & 0x1F);
	text[7] = '\0';
	return text[0] > ' ' && !strchr(text, '?');
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tags: read from firmware, from CMOS or from the tables; written to firmware
 * or CMOS and read back. Asset and service tag travel in results and arguments
 * themselves, the property tag in memory that is pointed to.
 */
#include <stdio.h>
#include <string.h>

#include "calling_interface.h"
#include "password.h"
#include "tag.h"
#include "tag_cmos.h"
#include "text.h"

#define IN_RESULTS	12	/* bytes in three results, or in three arguments */
#define PROPERTY_WRITE	80	/* bytes that firmware takes */
#define PROPERTY_READ	81	/* bytes that it is given room for */
#define PROPERTY_LARGE	1024	/* more than it may ask for */
#define UNTOUCHED	0x01	/* in no tag: firmware has left the byte as it was */

static const struct {
	const char *name;
	u16 class, read, write;
	size_t max;
} tags[] = {
	[TAG_ASSET] = { "asset", CLASS_TAG, 0, 1, 10 },
	[TAG_PROPERTY] = { "property", CLASS_PROPERTY_TAG, 0, 1, PROPERTY_WRITE },
	[TAG_SERVICE] = { "service", CLASS_TAG, 2, 3, 7 },
};

const char *tag_name(enum tag tag)
{
	return tags[tag].name;
}

size_t tag_max(enum tag tag)
{
	return tags[tag].max;
}

void tag_source_text(const struct tag_value *value, char *to, size_t size)
{
	if (value->source == TAG_FROM_FIRMWARE)
		snprintf(to, size, "firmware");
	else if (value->source == TAG_FROM_CMOS)
		snprintf(to, size, "CMOS token 0x%04x", value->number);
	else
		snprintf(to, size, "SMBIOS type %u", value->number);
}

/*
 * Whether firmware has left memory as it was; else what it has not filled at
 * its end becomes zeros.
 */
static bool tag_is_untouched(u8 *bytes, size_t length)
{
	bool pattern = true;

	/* The DSCI pattern, which begins again behind its length. */
	for (size_t i = 0; i < length; i++)
		pattern &= bytes[i] == (u8)"DSCI"[i % 4];
	while (length && bytes[length - 1] == UNTOUCHED)
		bytes[--length] = 0;
	return pattern || !length;
}

static int tag_nothing_given(enum tag tag, struct smi_error *error)
{
	return error_set(error, SMI_FAILED, HINT_NO_ANSWER,
			 "the firmware said done, but gave no %s tag", tags[tag].name);
}

static int tag_read_property(struct machine *m, size_t size, char text[TAG_SIZE], s32 *needed,
			     struct smi_error *error)
{
	u8 memory[PROPERTY_LARGE];
	char all[PROPERTY_LARGE + 1];
	struct ci_call call = {
		.ci.command_class = tags[TAG_PROPERTY].class,
		.ci.command_select = tags[TAG_PROPERTY].read,
		.buffer[0] = { .data = memory, .size = size, .filled = true },
	};
	int code;

	memset(memory, UNTOUCHED, sizeof(memory));
	code = ci_do(m, &call, error);
	*needed = code == SMI_REFUSED && call.ci.res[0] == SMI_RESULT_BUFFER_TOO_SMALL ?
		  call.ci.res[1] : 0;
	if (code)
		return code;
	if (tag_is_untouched(memory, size))
		return tag_nothing_given(TAG_PROPERTY, error);
	text_from_firmware(memory, size, all);
	if (strlen(all) > PROPERTY_WRITE)
		return error_set(error, SMI_FAILED, HINT_BUFFER_SIZE,
				 "the firmware's property tag has %zu characters, more than %u",
				 strlen(all), PROPERTY_WRITE);
	strcpy(text, all);
	return SMI_OK;
}

static int tag_read_firmware(struct machine *m, enum tag tag, char text[TAG_SIZE],
			     struct smi_error *error)
{
	struct ci_call call = {
		.ci.command_class = tags[tag].class, .ci.command_select = tags[tag].read,
	};
	u8 bytes[IN_RESULTS];
	s32 needed;
	int code;

	if (tag == TAG_PROPERTY) {
		code = tag_read_property(m, PROPERTY_READ, text, &needed, error);
		/* It says how many it wants. */
		if (code && needed > PROPERTY_READ && needed <= PROPERTY_LARGE)
			code = tag_read_property(m, needed, text, &needed, error);
		return code;
	}
	memset(&call.ci.res[1], UNTOUCHED, IN_RESULTS);
	code = ci_do(m, &call, error);
	if (code)
		return code;
	memcpy(bytes, &call.ci.res[1], IN_RESULTS);
	if (tag_is_untouched(bytes, IN_RESULTS))
		return tag_nothing_given(tag, error);
	text_from_firmware(bytes, IN_RESULTS, text);
	return SMI_OK;
}

int tag_read_now(struct machine *m, enum tag tag, struct tag_value *value, struct smi_error *error)
{
	int code = machine_has_class(m, tags[tag].class, error);
	struct smi_error cmos;

	memset(value, 0, sizeof(*value));
	if (code && code != SMI_NOT_FOUND)
		return code;
	if (!code && !m->options.tables_dir) {
		code = tag_read_firmware(m, tag, value->text, error);
		/* Silence is no answer: only a refusal leads to CMOS. */
		if (code != SMI_REFUSED)
			return code;
	}
	/* There is no such call here, or the machine is another one. */
	if (!tag_cmos_read(m, tag, value, &cmos))
		return SMI_OK;
	if (m->options.tables_dir && cmos.code == SMI_NOT_FOUND)
		return error_set(error, SMI_NOT_FOUND, HINT_OTHER_MACHINE,
				 "only the firmware of that machine knows its %s tag",
				 tags[tag].name);
	if (!code || cmos.code != SMI_NOT_FOUND)
		*error = cmos;
	return error->code;
}

bool tag_is_none(struct machine *m, enum tag tag, const struct smi_error *error)
{
	/* ci_result() says so of "not supported". */
	return !tag_should_be_there(m, tag) ||
	       (error->code == SMI_REFUSED && error->hint == HINT_CLASSES);
}

bool tag_should_be_there(struct machine *m, enum tag tag)
{
	struct smi_error none;

	return !m->options.tables_dir &&
	       machine_has_class(m, tags[tag].class, &none) != SMI_NOT_FOUND;
}

static bool tag_read_tables(struct machine *m, enum tag tag, struct tag_value *value)
{
	static const struct {
		enum tag tag;
		u16 type, offset;
	} places[] = {
		{ TAG_SERVICE, SMBIOS_SYSTEM, 7 },
		{ TAG_SERVICE, SMBIOS_CHASSIS, 7 },
		{ TAG_ASSET, SMBIOS_CHASSIS, 8 },
	};
	char trimmed[TAG_SIZE];
	struct smi_error none;

	if (machine_tables(m, &none))
		return false;
	memset(value, 0, sizeof(*value));
	value->source = TAG_FROM_SMBIOS;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		const char *text = smbios_string(&m->smbios, places[i].type, places[i].offset);

		if (places[i].tag != tag || !text || text_is_placeholder(text) ||
		    !text_trim(text, trimmed, sizeof(trimmed)))
			continue;
		text_printable(trimmed, strlen(trimmed), value->text, sizeof(value->text));
		value->number = places[i].type;
		return true;
	}
	return false;
}

int tag_read(struct machine *m, enum tag tag, struct tag_value *value, struct smi_error *error)
{
	int code;

	if (tag == TAG_SERVICE && tag_read_tables(m, tag, value))
		return SMI_OK;
	code = tag_read_now(m, tag, value, error);
	/* The tables may be out of date: only where firmware cannot say it. */
	if (code && tag == TAG_ASSET && (code == SMI_REFUSED || !tag_should_be_there(m, tag)) &&
	    tag_read_tables(m, tag, value))
		return SMI_OK;
	return code;
}

static int tag_service_fits(const char *text, struct smi_error *error)
{
	size_t length = strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	if (text[length] || (length != 5 && length != 7))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "a service tag has 5 or 7 characters of 0-9 and A-Z, unlike '%s'",
				 text);
	return SMI_OK;
}

int tag_fits(enum tag tag, const char *text, struct smi_error *error)
{
	size_t length = strlen(text);

	if (tag == TAG_SERVICE)
		return tag_service_fits(text, error);
	if (length > tags[tag].max)
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "the %s tag has at most %zu characters", tags[tag].name,
				 tags[tag].max);
	for (const char *p = text; *p; p++)
		if (*p < ' ' || *p > '~')
			return error_set(error, SMI_USAGE, HINT_NONE,
					 "a tag has printable ASCII characters only");
	/* Firmware fills up with blanks: they cannot be told from its own. */
	if (length && (text[0] == ' ' || text[length - 1] == ' '))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "a tag neither begins nor ends with a blank");
	return SMI_OK;
}

static int tag_write_firmware(struct machine *m, enum tag tag, const char *text, bool *recorded,
			      struct smi_error *error)
{
	u8 memory[PROPERTY_WRITE] = { };
	struct ci_call call = {
		.ci.command_class = tags[tag].class, .ci.command_select = tags[tag].write,
	};
	u32 key;
	int code = password_key(m, &key, error);

	if (code)
		return code;
	if (tag == TAG_PROPERTY) {
		memcpy(memory, text, strlen(text));
		call.buffer[0].data = memory;
		call.buffer[0].size = sizeof(memory);
		call.ci.arg[1] = key;
	} else {
		memcpy(call.ci.arg, text, strlen(text));
		call.ci.arg[3] = key;
	}
	call.secret = key != 0;
	code = ci_do(m, &call, error);
	*recorded = call.recorded;
	explicit_bzero(&call, sizeof(call));
	explicit_bzero(&key, sizeof(key));
	return code;
}

/* Reads back what was written. */
static int tag_confirm(struct machine *m, enum tag tag, const char *text,
		       struct tag_change *change, struct smi_error *error)
{
	struct smi_error why;

	if (tag_read_now(m, tag, &change->now, &why))
		return error_set(error, why.code, why.hint,
				 "the %s tag was written, but cannot be read back: %s",
				 tags[tag].name, why.what);
	if (strcmp(change->now.text, text))
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "the %s tag read back is '%s', not '%s'", tags[tag].name,
				 change->now.text, text);
	return SMI_OK;
}

int tag_write(struct machine *m, enum tag tag, const char *text, bool replace,
	      struct tag_change *change, struct smi_error *error)
{
	int code = tag_fits(tag, text, error);

	memset(change, 0, sizeof(*change));
	if (!code)
		code = tag_read_now(m, tag, &change->old, error);
	if (code)
		return code;
	change->now = change->old;
	if (!strcmp(change->old.text, text))
		return SMI_OK;
	if (tag == TAG_SERVICE && *change->old.text && !replace)
		return error_set(error, SMI_USAGE, HINT_REPLACE, "the service tag is '%s' already",
				 change->old.text);
	if (change->old.source == TAG_FROM_CMOS) {
		code = tag_cmos_write(m, tag, text, error);
		change->recorded = m->options.dry_run;
	} else {
		code = tag_write_firmware(m, tag, text, &change->recorded, error);
	}
	if (code)
		return code;
	if (change->recorded) {
		strcpy(change->now.text, text);
		return SMI_OK;
	}
	change->written = true;
	return tag_confirm(m, tag, text, change, error);
}

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

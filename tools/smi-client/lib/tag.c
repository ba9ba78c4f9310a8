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

/* What cannot be locked for another reason than time is told by the first read. */
static int tag_hold(struct machine *m, enum tag tag, bool *held, struct smi_error *error)
{
	int code = tag_should_be_there(m, tag) ? machine_hold(m, error) : SMI_FAILED;

	*held = !code;
	return code == SMI_BUSY ? code : SMI_OK;
}

/* Whether a change of a tag is one that is made at all; SMI_OK also for none. */
static int tag_may_change(enum tag tag, const struct tag_value *old, bool replace,
			  struct smi_error *error)
{
	if (tag != TAG_SERVICE || !*old->text || replace)
		return SMI_OK;
	return error_set(error, SMI_USAGE, HINT_REPLACE, "the service tag is '%s' already",
			 old->text);
}

/*
 * What there is, under a lock that stays: what is told as the old tag is what was
 * overwritten. Nobody is kept waiting while somebody thinks of a password.
 */
static int tag_begin(struct machine *m, enum tag tag, const char *text, bool replace,
		     struct tag_value *old, bool *held, struct smi_error *error)
{
	int code = tag_hold(m, tag, held, error) ?: tag_read_now(m, tag, old, error);
	bool needed = false;
	u32 key;

	if (code || !strcmp(old->text, text))
		return code;
	code = tag_may_change(tag, old, replace, error);
	if (!code && old->source == TAG_FROM_FIRMWARE)
		code = password_is_needed(m, &needed, error);
	if (code || !needed)
		return code;
	if (*held)
		machine_let_go(m);
	*held = false;
	code = password_key(m, &key, error);
	explicit_bzero(&key, sizeof(key));
	return code ?: tag_hold(m, tag, held, error) ?: tag_read_now(m, tag, old, error) ?:
	       tag_may_change(tag, old, replace, error);
}

/* @change->old is read; the lock is held. */
static int tag_write_held(struct machine *m, enum tag tag, const char *text,
			  struct tag_change *change, struct smi_error *error)
{
	int code;

	change->now = change->old;
	if (!strcmp(change->old.text, text))
		return SMI_OK;
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

int tag_write(struct machine *m, enum tag tag, const char *text, bool replace,
	      struct tag_change *change, struct smi_error *error)
{
	int code = tag_fits(tag, text, error);
	bool held = false;

	memset(change, 0, sizeof(*change));
	if (!code)
		code = tag_begin(m, tag, text, replace, &change->old, &held, error);
	if (!code)
		code = tag_write_held(m, tag, text, change, error);
	if (held)
		machine_let_go(m);
	return code;
}

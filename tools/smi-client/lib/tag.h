/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tags that firmware keeps: asset, property and service tag. */
#ifndef LIB_TAG_H
#define LIB_TAG_H

#include "error.h"
#include "machine.h"

enum tag {
	TAG_ASSET,
	TAG_PROPERTY,
	TAG_SERVICE,
	TAG_COUNT
};

#define TAG_SIZE	81	/* of the longest, with its end, in bytes */

enum tag_source {
	TAG_FROM_FIRMWARE,	/* a call: as it is now */
	TAG_FROM_CMOS,		/* a string token: as it is now */
	TAG_FROM_SMBIOS,	/* the tables: as it was when the machine started */
};

/**
 * struct tag_value - a tag and where it was found
 * @text: printable ASCII; "" when none is set
 * @source: who said so
 * @number: SMBIOS type or token id, by @source
 */
struct tag_value {
	char text[TAG_SIZE];
	enum tag_source source;
	u16 number;
};

/* "asset", "property", "service". */
const char *tag_name(enum tag tag);
/* Longest text, in characters. */
size_t tag_max(enum tag tag);
/* "firmware", "CMOS token 0xc000", "SMBIOS type 1". */
void tag_source_text(const struct tag_value *value, char *to, size_t size);

/**
 * tag_read() - a tag from wherever it can be had
 * @m: machine
 * @tag: which
 * @value: filled in on success
 *
 * Asset and property tag: firmware, and the tables only where it cannot tell,
 * because they are as they were when the machine started. Service tag: the
 * tables first. Placeholders do not count. With tables_dir only tables and CMOS
 * dump are asked.
 *
 * Return: SMI_OK; SMI_NOT_FOUND when nothing that this machine has holds it; or
 * why the first one that should have it could not be asked
 */
int tag_read(struct machine *m, enum tag tag, struct tag_value *value, struct smi_error *error);

/* As it is now: firmware, or CMOS where there is no such call; never the tables. */
int tag_read_now(struct machine *m, enum tag tag, struct tag_value *value,
		 struct smi_error *error);

/*
 * Whether a failure to read it is one: false where firmware does not advertise
 * the class, and for the tables of another machine.
 */
bool tag_should_be_there(struct machine *m, enum tag tag);
/* Whether tag_read() failed because there is no such tag: also "not supported". */
bool tag_is_none(struct machine *m, enum tag tag, const struct smi_error *error);

/**
 * tag_fits() - whether a text can be this tag
 * @tag: which
 * @text: for the service tag 5 or 7 characters of 0-9 and A-Z; else printable
 *	ASCII up to tag_max(), without blanks at its ends
 *
 * Return: SMI_OK or SMI_USAGE
 */
int tag_fits(enum tag tag, const char *text, struct smi_error *error);

/**
 * struct tag_change - what tag_write() saw
 * @old: before
 * @now: read back afterwards; as @old when nothing was written
 * @written: firmware was asked to change it
 * @recorded: a dry run: @now is what it would be
 */
struct tag_change {
	struct tag_value old, now;
	bool written, recorded;
};

/**
 * tag_write() - have a tag kept, and read it back
 * @m: machine
 * @tag: which
 * @text: checked by tag_fits()
 * @replace: also where a service tag is set already
 * @change: filled in as far as it went, on failure too
 *
 * What is set already is not written again.
 *
 * Return: SMI_OK; SMI_USAGE by tag_fits() or for a service tag without
 * @replace; SMI_FAILED when it reads back otherwise; or a failure
 */
int tag_write(struct machine *m, enum tag tag, const char *text, bool replace,
	      struct tag_change *change, struct smi_error *error);

/* The service tag as a number of base 36; 0 when it is none. */
u64 tag_express_code(const char *service_tag);

/**
 * tag_from_cmos() - a tag as CMOS keeps it
 * @bytes: text; or, five bytes with bit 7 of the first set, a service tag of
 *	seven characters, of which all but the first have five bits
 * @length: of @bytes
 * @text: filled in; "" when there is none
 *
 * Return: false when the bytes are neither a tag nor empty
 */
bool tag_from_cmos(const u8 *bytes, size_t length, char text[TAG_SIZE]);

#endif /* LIB_TAG_H */

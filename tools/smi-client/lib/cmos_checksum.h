/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checksums over ranges of a CMOS bank. No hardware is touched here. */
#ifndef LIB_CMOS_CHECKSUM_H
#define LIB_CMOS_CHECKSUM_H

#include "types.h"

#define CMOS_CLOCK_PORT	0x70
#define CMOS_CHECKSUMS	64	/* most ranges of a machine; four are usual */
#define CMOS_CLOCK_END	0x0E	/* time and control registers of the clock */

/* How a range is checked, as SMBIOS type 212 numbers them. */
enum cmos_checksum_type {
	CMOS_WORD_SUM,
	CMOS_BYTE_SUM,
	CMOS_WORD_CRC,
	CMOS_NEGATED_WORD_SUM,
	CMOS_CHECKSUM_TYPES,
};

/**
 * struct cmos_ports - what chooses one bank of CMOS
 * @index: port that takes the index
 * @data: port that gives and takes the byte
 */
struct cmos_ports {
	u16 index, data;
};

/**
 * struct cmos_checksum - a checked range of one bank
 * @ports: the bank
 * @type: enum cmos_checksum_type
 * @start: first index
 * @end: last index
 * @at: index of the checksum; a word has its high byte first
 * @certain: the type is a fact and not what the tables say: no other type is
 *	tried, and a wrong sum is made right with the bytes it counts. The sum
 *	of a tag is one: without it the BIOS sees no tag
 */
struct cmos_checksum {
	struct cmos_ports ports;
	u8 type, start, end, at;
	bool certain;
};

/* Sum of the bytes @start to @end of 256; 0 for an unknown type. */
u16 cmos_checksum_of(const u8 *bank, u8 type, u8 start, u8 end);
/* Bytes of a bank: bit 7 of port 0x70 masks the NMI. */
unsigned int cmos_bank_size(struct cmos_ports ports);
/* Whether the checksum takes two bytes. */
bool cmos_checksum_is_word(const struct cmos_checksum *check);
/* Whether its type is known, and its place in the bank and not the clock's. */
bool cmos_checksum_is_possible(const struct cmos_checksum *check);
/* Whether what is stored is the sum of the range. */
bool cmos_checksum_fits(const u8 *bank, const struct cmos_checksum *check);

/*
 * Finds the type that fits what is stored, changing that of @check, or leaves
 * it: several PowerEdges advertise another type than their firmware uses. False
 * when none fits and the type is not certain.
 */
bool cmos_checksum_settle(const u8 *bank, struct cmos_checksum *check);
/* Whether a changed byte of 256 is counted, or is the checksum itself. */
bool cmos_checksum_is_concerned(const struct cmos_checksum *check, const bool *changed);

/**
 * cmos_checksum_repair() - make all checksums of a bank right
 * @bank: 256 bytes, changed
 * @checks: those of this bank
 * @count: how many
 *
 * A checksum may lie in the range of another, so it takes as many rounds as
 * there are checksums at most.
 *
 * Return: false when they contradict each other
 */
bool cmos_checksum_repair(u8 *bank, const struct cmos_checksum *checks, size_t count);

#endif /* LIB_CMOS_CHECKSUM_H */

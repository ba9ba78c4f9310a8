/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Indexed CMOS: bytes behind an index and a data port, and their checksums. */
#ifndef SMI_CLIENT_CMOS_H
#define SMI_CLIENT_CMOS_H

#include "client.h"

#define CMOS_CLOCK_PORT	0x70
#define CMOS_CLOCK_END	0x0E	/* time and control registers of the clock */

/* How a range is checked, as SMBIOS type 212 numbers them. */
enum cmos_check_type {
	CMOS_WORD_SUM,
	CMOS_BYTE_SUM,
	CMOS_WORD_CRC,
	CMOS_NEGATED_WORD_SUM,
	CMOS_CHECK_TYPES,
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
 * struct cmos_check - a checked range of one bank
 * @ports: the bank
 * @type: enum cmos_check_type
 * @start: first index
 * @end: last index
 * @at: index of the checksum; a word has its high byte first
 */
struct cmos_check {
	struct cmos_ports ports;
	u8 type, start, end, at;
};

/**
 * struct cmos_bank - the 256 bytes behind a pair of ports
 * @ports: the bank
 * @byte: what is there, as far as it was read
 * @had: which ones were read
 */
struct cmos_bank {
	struct cmos_ports ports;
	u8 byte[256];
	bool had[256];
};

/**
 * struct cmos_change - what is to be in a bank
 * @ports: the bank
 * @first: index of the first byte
 * @keep: bits of each byte that stay as they are
 * @bytes: the other bits
 * @length: how many bytes
 * @force: also when a checksum is wrong already
 */
struct cmos_change {
	struct cmos_ports ports;
	u8 first, keep;
	const u8 *bytes;
	size_t length;
	bool force;
};

u16 cmos_sum(const u8 *bank, u8 type, u8 start, u8 end);
unsigned int cmos_bank_size(struct cmos_ports ports);
bool cmos_check_is_word(const struct cmos_check *check);
bool cmos_check_is_possible(const struct cmos_check *check);
bool cmos_check_is_right(const u8 *bank, const struct cmos_check *check);
bool cmos_check_repair(u8 *bank, const struct cmos_check *checks,
		       size_t count);

int cmos_read(struct client *c, struct cmos_ports ports, u8 index, u8 *byte);
int cmos_write(struct client *c, const struct cmos_change *change,
	       struct cmos_check *checks, size_t count);
void cmos_free(struct cmos *cmos);

#endif /* SMI_CLIENT_CMOS_H */

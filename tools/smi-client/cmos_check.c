// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Auditor of CMOS: checksums over ranges of a bank.
 *
 * In: the 256 bytes of a bank and what is checked in it. Out: sums, and a bank
 * in which they are right. No hardware is touched.
 */
#include "cmos.h"

/**
 * cmos_sum() - checksum of a range
 * @bank: 256 bytes
 * @type: enum cmos_check_type; any other gives 0
 * @start: first index
 * @end: last index, counted in
 */
u16 cmos_sum(const u8 *bank, u8 type, u8 start, u8 end)
{
	u16 sum = 0;

	for (unsigned int i = start; i <= end; i++) {
		if (type != CMOS_WORD_CRC) {
			sum += bank[i];
			continue;
		}
		/* Seven shifts for eight bits: so the firmware counts. */
		sum ^= bank[i];
		for (int bit = 0; bit < 7; bit++)
			sum = sum & 1 ? ((sum >> 1) | 0x8000) ^ 0xA001 :
					sum >> 1;
	}
	switch (type) {
	case CMOS_WORD_SUM:
	case CMOS_WORD_CRC:
		return sum;
	case CMOS_BYTE_SUM:
		return sum & 0xFF;
	case CMOS_NEGATED_WORD_SUM:
		return -sum;
	default:
		return 0;
	}
}

/* Bytes of a bank: bit 7 of port 0x70 masks the NMI. */
unsigned int cmos_bank_size(struct cmos_ports ports)
{
	return ports.index == CMOS_CLOCK_PORT ? 0x80 : 0x100;
}

bool cmos_check_is_word(const struct cmos_check *check)
{
	return check->type != CMOS_BYTE_SUM;
}

/* Whether its kind is known, and its place in the bank and not the clock's. */
bool cmos_check_is_possible(const struct cmos_check *check)
{
	bool clock = check->ports.index == CMOS_CLOCK_PORT &&
		     check->at < CMOS_CLOCK_END;
	unsigned int last = check->at + cmos_check_is_word(check);

	return check->type < CMOS_CHECK_TYPES && !clock &&
	       last < cmos_bank_size(check->ports);
}

/* Whether what is stored is what the range sums up to. */
bool cmos_check_is_right(const u8 *bank, const struct cmos_check *check)
{
	u16 stored = bank[check->at];

	if (!cmos_check_is_possible(check))
		return false;
	if (cmos_check_is_word(check))
		stored = stored << 8 | bank[check->at + 1];
	return stored == cmos_sum(bank, check->type, check->start, check->end);
}

static void store(u8 *bank, const struct cmos_check *check)
{
	u16 sum = cmos_sum(bank, check->type, check->start, check->end);

	if (!cmos_check_is_possible(check))
		return;
	if (cmos_check_is_word(check)) {
		bank[check->at] = sum >> 8;
		bank[check->at + 1] = sum;
	} else {
		bank[check->at] = sum;
	}
}

/**
 * cmos_check_repair() - make all checksums of a bank right
 * @bank: 256 bytes, changed
 * @checks: those of this bank
 * @count: how many
 *
 * A checksum may lie in another's range, so it takes as many rounds as there
 * are checksums at most.
 *
 * Return: false when they contradict each other
 */
bool cmos_check_repair(u8 *bank, const struct cmos_check *checks,
		       size_t count)
{
	bool right = !count;

	for (size_t round = 0; round <= count && !right; round++) {
		right = true;
		for (size_t i = 0; i < count; i++) {
			if (cmos_check_is_right(bank, &checks[i]))
				continue;
			store(bank, &checks[i]);
			right = false;
		}
	}
	return right;
}

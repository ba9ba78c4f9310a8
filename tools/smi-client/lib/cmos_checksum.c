// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checksums of CMOS: the 256 bytes of a bank and its checked ranges in, sums
 * and a bank in which they are right out.
 */
#include "cmos_checksum.h"

u16 cmos_checksum_of(const u8 *bank, u8 type, u8 start, u8 end)
{
	u16 sum = 0;

	for (unsigned int i = start; i <= end; i++) {
		if (type != CMOS_WORD_CRC) {
			sum += bank[i];
			continue;
		}
		/* Seven shifts for eight bits: the firmware counts so. */
		sum ^= bank[i];
		for (int bit = 0; bit < 7; bit++)
			sum = sum & 1 ? ((sum >> 1) | 0x8000) ^ 0xA001 : sum >> 1;
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

unsigned int cmos_bank_size(struct cmos_ports ports)
{
	return ports.index == CMOS_CLOCK_PORT ? 0x80 : 0x100;
}

bool cmos_checksum_is_word(const struct cmos_checksum *check)
{
	return check->type != CMOS_BYTE_SUM;
}

bool cmos_checksum_is_possible(const struct cmos_checksum *check)
{
	bool clock = check->ports.index == CMOS_CLOCK_PORT && check->at < CMOS_CLOCK_END;
	unsigned int last = check->at + cmos_checksum_is_word(check);

	return check->type < CMOS_CHECKSUM_TYPES && !clock && last < cmos_bank_size(check->ports);
}

bool cmos_checksum_fits(const u8 *bank, const struct cmos_checksum *check)
{
	u16 stored = bank[check->at];

	if (!cmos_checksum_is_possible(check))
		return false;
	if (cmos_checksum_is_word(check))
		stored = stored << 8 | bank[check->at + 1];
	return stored == cmos_checksum_of(bank, check->type, check->start, check->end);
}

bool cmos_checksum_settle(const u8 *bank, struct cmos_checksum *check)
{
	u8 type = check->type;

	if (check->certain)
		return cmos_checksum_is_possible(check);
	if (cmos_checksum_fits(bank, check))
		return true;
	for (check->type = 0; check->type < CMOS_CHECKSUM_TYPES; check->type++)
		if (cmos_checksum_fits(bank, check))
			return true;
	check->type = type;
	return false;
}

bool cmos_checksum_is_concerned(const struct cmos_checksum *check, const bool *changed)
{
	if (check->start > check->end)
		return false;
	for (unsigned int i = check->start; i <= check->end; i++)
		if (changed[i])
			return true;
	return changed[check->at] ||
	       (cmos_checksum_is_word(check) && check->at < 0xFF && changed[check->at + 1]);
}

static void cmos_checksum_store(u8 *bank, const struct cmos_checksum *check)
{
	u16 sum = cmos_checksum_of(bank, check->type, check->start, check->end);

	if (!cmos_checksum_is_possible(check))
		return;
	if (cmos_checksum_is_word(check)) {
		bank[check->at] = sum >> 8;
		bank[check->at + 1] = sum;
	} else {
		bank[check->at] = sum;
	}
}

bool cmos_checksum_repair(u8 *bank, const struct cmos_checksum *checks, size_t count)
{
	bool right = !count;

	for (size_t round = 0; round <= count && !right; round++) {
		right = true;
		for (size_t i = 0; i < count; i++) {
			if (cmos_checksum_fits(bank, &checks[i]))
				continue;
			cmos_checksum_store(bank, &checks[i]);
			right = false;
		}
	}
	return right;
}

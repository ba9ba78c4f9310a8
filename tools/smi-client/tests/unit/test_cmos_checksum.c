// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checksums of CMOS. A failure means that a BIOS would find its settings broken
 * and load the defaults.
 */
#include "fixture.h"

#include "../../lib/cmos_checksum.h"

/* The numbers were worked out by hand. */
static void each_type_sums_up_as_firmware_does(void **state)
{
	u8 bank[256] = { };

	(void)state;
	bank[0x10] = 0xFF;
	bank[0x11] = 0x02;
	bank[0x12] = 0x80;
	assert_int_equal(cmos_checksum_of(bank, CMOS_WORD_SUM, 0x10, 0x12), 0x0181);
	assert_int_equal(cmos_checksum_of(bank, CMOS_BYTE_SUM, 0x10, 0x12), 0x81);
	assert_int_equal(cmos_checksum_of(bank, CMOS_NEGATED_WORD_SUM, 0x10, 0x12), 0xFE7F);
	/* One byte 0x80: seven shifts to the right leave its bit alone. */
	assert_int_equal(cmos_checksum_of(bank, CMOS_WORD_CRC, 0x12, 0x12), 0x0001);
	/* Then 0: 0x2001, 0x3001, 0x3801, 0x3C01, 0x3E01, 0x3F01, 0x3F81. */
	assert_int_equal(cmos_checksum_of(bank, CMOS_WORD_CRC, 0x12, 0x13), 0x3F81);
}

static void each_type_is_repaired_and_then_fits(void **state)
{
	u8 bank[256];

	(void)state;
	for (int i = 0; i < 256; i++)
		bank[i] = i * 7;
	for (u8 type = 0; type < CMOS_CHECKSUM_TYPES; type++) {
		const struct cmos_checksum check = {
			.type = type, .start = 0x20, .end = 0x3F, .at = 0x50,
		};

		bank[0x20] ^= 0x5A;
		assert_false(cmos_checksum_fits(bank, &check));
		assert_true(cmos_checksum_repair(bank, &check, 1));
		assert_true(cmos_checksum_fits(bank, &check));
	}
}

static void a_word_has_its_high_byte_first(void **state)
{
	const struct cmos_checksum check = { .start = 0x20, .end = 0x21, .at = 0x30 };
	u8 bank[256] = { [0x20] = 0xFF, [0x21] = 0x05 };

	(void)state;
	assert_true(cmos_checksum_repair(bank, &check, 1));
	assert_int_equal(bank[0x30], 0x01);
	assert_int_equal(bank[0x31], 0x04);
}

static void a_checksum_in_the_range_of_another_is_repaired_too(void **state)
{
	const struct cmos_checksum checks[] = {
		/* the outer one first: it has to be done again */
		{ .start = 0x10, .end = 0x40, .at = 0x50 },
		{ .type = CMOS_BYTE_SUM, .start = 0x20, .end = 0x2F, .at = 0x30 },
	};
	u8 bank[256] = { [0x20] = 1 };

	(void)state;
	assert_true(cmos_checksum_repair(bank, checks, 2));
	assert_true(cmos_checksum_fits(bank, &checks[0]));
	assert_true(cmos_checksum_fits(bank, &checks[1]));
}

static void checksums_that_contradict_each_other_are_noticed(void **state)
{
	const struct cmos_checksum checks[] = {
		{ .start = 0x10, .end = 0x1F, .at = 0x30 },
		{ .start = 0x20, .end = 0x2F, .at = 0x30 },
	};
	u8 bank[256] = { [0x10] = 1, [0x20] = 2 };

	(void)state;
	assert_false(cmos_checksum_repair(bank, checks, 2));
}

static void an_unknown_type_never_fits(void **state)
{
	const struct cmos_checksum check = { .type = CMOS_CHECKSUM_TYPES };
	u8 bank[256] = { };

	(void)state;
	assert_false(cmos_checksum_fits(bank, &check));
	assert_false(cmos_checksum_repair(bank, &check, 1));
}

/* Several PowerEdges advertise another type than their BIOS uses. */
static void the_type_that_fits_is_found(void **state)
{
	u8 bank[256] = { [0x20] = 1, [0x31] = 1 };
	struct cmos_checksum check = {
		.type = CMOS_NEGATED_WORD_SUM, .start = 0x20, .end = 0x2F, .at = 0x30,
	};

	(void)state;
	assert_true(cmos_checksum_settle(bank, &check));
	assert_int_equal(check.type, CMOS_WORD_SUM);
	bank[0x31] = 0x77;
	check.type = CMOS_NEGATED_WORD_SUM;
	assert_false(cmos_checksum_settle(bank, &check));
	assert_int_equal(check.type, CMOS_NEGATED_WORD_SUM);
	/* The type of a tag's sum is a fact. */
	check.type = CMOS_BYTE_SUM;
	check.certain = true;
	assert_true(cmos_checksum_settle(bank, &check));
	assert_int_equal(check.type, CMOS_BYTE_SUM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_sums_up_as_firmware_does),
		cmocka_unit_test(each_type_is_repaired_and_then_fits),
		cmocka_unit_test(a_word_has_its_high_byte_first),
		cmocka_unit_test(a_checksum_in_the_range_of_another_is_repaired_too),
		cmocka_unit_test(checksums_that_contradict_each_other_are_noticed),
		cmocka_unit_test(an_unknown_type_never_fits),
		cmocka_unit_test(the_type_that_fits_is_found),
	};

	return cmocka_run_group_tests_name("cmos_checksum", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * CMOS of a dump, and ports that are never touched. A failure means that a dump
 * is read wrongly, or that tables of a machine could make the client write to
 * its clock or to another device.
 */
#include "fixture.h"

#include "../../lib/cmos.h"

static const struct cmos_ports first_ports = { 0x70, 0x71 };
static const struct cmos_ports second_ports = { 0x72, 0x73 };

/* Text of the recorded writes. */
static char steps[1024];

static void keep_step(void *arg, const struct trace_step *step)
{
	(void)arg;
	assert_true(step->recorded);
	strncat(steps, step->text, sizeof(steps) - strlen(steps) - 1);
	strncat(steps, "\n", sizeof(steps) - strlen(steps) - 1);
}

/* A machine of which there is @dump alone. */
static struct fixture *begin(void **state, const u8 *dump, size_t length, bool dry_run)
{
	struct fixture *f = *state;

	steps[0] = '\0';
	fixture_file(f, "cmos.dat", dump, length);
	f->options.tables_dir = f->dir;
	f->options.dry_run = dry_run;
	f->options.trace.step = keep_step;
	machine_init(&f->machine, &f->options);
	return f;
}

static int write_one(struct fixture *f, struct cmos_ports ports, u8 index, u8 byte,
		     struct cmos_checksum *check, bool force)
{
	const struct cmos_change change = {
		.ports = ports, .first = index, .bytes = &byte, .length = 1, .force = force,
	};

	return cmos_write(&f->machine, &change, check, check ? 1 : 0, &f->error);
}

static void a_dump_is_read_and_never_written(void **state)
{
	u8 dump[0x71 * 256] = { [0x70 * 256 + 0x42] = 0x5A }, byte = 0;
	struct fixture *f = begin(state, dump, sizeof(dump), false);

	assert_true(cmos_is_there(&f->machine));
	assert_int_equal(cmos_read(&f->machine, first_ports, 0x42, &byte, &f->error), SMI_OK);
	assert_int_equal(byte, 0x5A);
	assert_int_equal(write_one(f, first_ports, 0x42, byte, NULL, false), SMI_USAGE);
	assert_int_equal(f->error.hint, HINT_OTHER_MACHINE);
}

static void a_dump_that_is_too_short_is_a_failure(void **state)
{
	u8 dump[0x71 * 256] = { }, byte;
	struct fixture *f = begin(state, dump, sizeof(dump), false);

	assert_int_equal(cmos_read(&f->machine, second_ports, 0x42, &byte, &f->error),
			 SMI_FAILED);
}

static void a_directory_without_dump_has_no_cmos(void **state)
{
	struct fixture *f = *state;
	u8 byte;

	f->options.tables_dir = f->dir;
	machine_init(&f->machine, &f->options);
	assert_false(cmos_is_there(&f->machine));
	assert_int_equal(cmos_read(&f->machine, first_ports, 0x42, &byte, &f->error),
			 SMI_NOT_FOUND);
}

static void ports_that_are_not_cmos_are_not_touched(void **state)
{
	static const struct {
		struct cmos_ports ports;
		u8 index;
	} bad[] = {
		{ { 0xCF8, 0xCFC }, 0 }, { { 0xB2, 0xB3 }, 0 }, { { 0x70, 0x72 }, 0x20 },
		{ { 0x71, 0x72 }, 0x20 }, { { 0x70, 0x71 }, 0x80 },	/* masks the NMI */
		{ { 0, 1 }, 0 }, { { 0x60, 0x61 }, 0 }, { { 0x78, 0x79 }, 0 },
	};
	/* There is a dump to read from: the ports are what fails. */
	u8 dump[0x80 * 256] = { }, byte;
	struct fixture *f = begin(state, dump, sizeof(dump), true);

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(cmos_read(&f->machine, bad[i].ports, bad[i].index, &byte,
					   &f->error), SMI_FAILED);
		assert_int_equal(write_one(f, bad[i].ports, bad[i].index, 1, NULL, true),
				 SMI_FAILED);
	}
	assert_string_equal(steps, "");
}

static void the_clock_is_never_written(void **state)
{
	u8 dump[0x71 * 256] = { };
	struct fixture *f = begin(state, dump, sizeof(dump), true);

	for (u8 index = 0; index < 0x0E; index++)
		assert_int_equal(write_one(f, first_ports, index, 1, NULL, true), SMI_FAILED);
	assert_string_equal(steps, "");
	assert_int_equal(write_one(f, first_ports, 0x0E, 1, NULL, true), SMI_OK);
	assert_string_not_equal(steps, "");
}

static void a_write_takes_its_checksum_with_it(void **state)
{
	static const struct {
		u8 type;
		const char *expected;
	} rows[] = {
		{ CMOS_WORD_SUM, "index 0x31, 0x08" },
		{ CMOS_BYTE_SUM, "index 0x30, 0x08" },
		{ CMOS_NEGATED_WORD_SUM, "index 0x31, 0xf8" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmos_checksum check = {
			.ports = first_ports, .type = rows[i].type, .start = 0x20, .end = 0x2F,
			.at = 0x30,
		};
		u8 dump[0x71 * 256] = { }, *bank = dump + 0x7000;
		struct fixture *f;

		bank[0x20] = 1;
		assert_true(cmos_checksum_repair(bank, &check, 1));
		f = begin(state, dump, sizeof(dump), true);
		assert_int_equal(write_one(f, first_ports, 0x22, 7, &check, false), SMI_OK);
		assert_non_null(strstr(steps, "index 0x22, 0x07"));
		assert_non_null(strstr(steps, rows[i].expected));
		machine_free(&f->machine);
	}
}

static void a_wrong_checksum_needs_force_unless_another_type_fits(void **state)
{
	struct cmos_checksum check = {
		.ports = first_ports, .type = CMOS_NEGATED_WORD_SUM, .start = 0x20, .end = 0x2F,
		.at = 0x30,
	};
	u8 dump[0x71 * 256] = { }, *bank = dump + 0x7000;
	struct fixture *f;

	bank[0x20] = 1;
	bank[0x31] = 1;		/* it is a plain sum */
	f = begin(state, dump, sizeof(dump), true);
	assert_int_equal(write_one(f, first_ports, 0x22, 7, &check, false), SMI_OK);
	assert_int_equal(check.type, CMOS_WORD_SUM);
	machine_free(&f->machine);
	bank[0x31] = 0x77;	/* it is nothing */
	f = begin(state, dump, sizeof(dump), true);
	assert_int_equal(write_one(f, first_ports, 0x22, 7, &check, false), SMI_FAILED);
	assert_int_equal(f->error.hint, HINT_CMOS_CHECKSUM);
	assert_int_equal(write_one(f, first_ports, 0x22, 7, &check, true), SMI_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_dump_is_read_and_never_written),
		UNIT_TEST(a_dump_that_is_too_short_is_a_failure),
		UNIT_TEST(a_directory_without_dump_has_no_cmos),
		UNIT_TEST(ports_that_are_not_cmos_are_not_touched),
		UNIT_TEST(the_clock_is_never_written),
		UNIT_TEST(a_write_takes_its_checksum_with_it),
		UNIT_TEST(a_wrong_checksum_needs_force_unless_another_type_fits),
	};

	return cmocka_run_group_tests_name("cmos_dump", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* CMOS: the four kinds of checksums, and what of it is never touched. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmos.h"
#include "fixture.h"
#include "lock.h"
#include "output.h"

/* The numbers were worked out by hand. */
static void the_four_kinds_of_checksums(void **state)
{
	u8 bank[256] = { };

	(void)state;
	bank[0x10] = 0xFF;
	bank[0x11] = 0x02;
	bank[0x12] = 0x80;
	assert_int_equal(cmos_sum(bank, CMOS_WORD_SUM, 0x10, 0x12), 0x0181);
	assert_int_equal(cmos_sum(bank, CMOS_BYTE_SUM, 0x10, 0x12), 0x81);
	assert_int_equal(cmos_sum(bank, CMOS_NEGATED_WORD_SUM, 0x10, 0x12),
			 0xFE7F);
	/* One byte 0x80: seven shifts to the right leave its bit alone. */
	assert_int_equal(cmos_sum(bank, CMOS_WORD_CRC, 0x12, 0x12), 0x0001);
	/* Then 0: 0x2001, 0x3001, 0x3801, 0x3C01, 0x3E01, 0x3F01, 0x3F81. */
	assert_int_equal(cmos_sum(bank, CMOS_WORD_CRC, 0x12, 0x13), 0x3F81);
}

static void every_kind_is_repaired_and_then_right(void **state)
{
	u8 bank[256];

	(void)state;
	for (int i = 0; i < 256; i++)
		bank[i] = i * 7;
	for (u8 type = 0; type < CMOS_CHECK_TYPES; type++) {
		const struct cmos_check check = {
			.type = type, .start = 0x20, .end = 0x3F, .at = 0x50,
		};

		bank[0x20] ^= 0x5A;
		assert_false(cmos_check_is_right(bank, &check));
		assert_true(cmos_check_repair(bank, &check, 1));
		assert_true(cmos_check_is_right(bank, &check));
	}
}

static void a_word_has_its_high_byte_first(void **state)
{
	const struct cmos_check check = { .start = 0x20, .end = 0x21,
					  .at = 0x30 };
	u8 bank[256] = { [0x20] = 0xFF, [0x21] = 0x05 };

	(void)state;
	assert_true(cmos_check_repair(bank, &check, 1));
	assert_int_equal(bank[0x30], 0x01);
	assert_int_equal(bank[0x31], 0x04);
}

static void a_checksum_in_another_range_is_repaired_too(void **state)
{
	const struct cmos_check checks[] = {
		/* the outer one first: it has to be done again */
		{ .start = 0x10, .end = 0x40, .at = 0x50 },
		{ .type = CMOS_BYTE_SUM, .start = 0x20, .end = 0x2F,
		  .at = 0x30 },
	};
	u8 bank[256] = { [0x20] = 1 };

	(void)state;
	assert_true(cmos_check_repair(bank, checks, 2));
	assert_true(cmos_check_is_right(bank, &checks[0]));
	assert_true(cmos_check_is_right(bank, &checks[1]));
}

static void checksums_that_contradict_each_other_are_noticed(void **state)
{
	const struct cmos_check checks[] = {
		{ .start = 0x10, .end = 0x1F, .at = 0x30 },
		{ .start = 0x20, .end = 0x2F, .at = 0x30 },
	};
	u8 bank[256] = { [0x10] = 1, [0x20] = 2 };

	(void)state;
	assert_false(cmos_check_repair(bank, checks, 2));
}

static void an_unknown_kind_is_never_right(void **state)
{
	const struct cmos_check check = { .type = CMOS_CHECK_TYPES };
	u8 bank[256] = { };

	(void)state;
	assert_false(cmos_check_is_right(bank, &check));
	assert_false(cmos_check_repair(bank, &check, 1));
}

/* One byte to a bank with one check, or none. */
static int write_one(struct fixture *f, struct cmos_ports ports, u8 index,
		     u8 byte, struct cmos_check *check, bool force)
{
	const struct cmos_change change = {
		.ports = ports, .first = index, .bytes = &byte, .length = 1,
		.force = force,
	};

	return cmos_write(&f->client, &change, check, check ? 1 : 0);
}

static void a_dump_is_read_and_never_written(void **state)
{
	const struct cmos_ports clock = { 0x70, 0x71 };
	struct fixture *f = *state;
	u8 dump[0x71 * 256] = { }, byte = 0;

	dump[0x70 * 256 + 0x42] = 0x5A;
	fixture_write(f, "cmos.dat", dump, sizeof(dump));
	f->client.tables_dir = f->dir;
	assert_int_equal(cmos_read(&f->client, clock, 0x42, &byte),
			 CLIENT_DONE);
	assert_int_equal(byte, 0x5A);
	assert_int_equal(write_one(f, clock, 0x42, byte, NULL, false),
			 CLIENT_FAILED);
	cmos_free(f->client.cmos);
}

static void a_dump_that_is_too_short_is_a_failure(void **state)
{
	const struct cmos_ports second = { 0x72, 0x73 };
	struct fixture *f = *state;
	u8 dump[0x71 * 256] = { }, byte;

	fixture_write(f, "cmos.dat", dump, sizeof(dump));
	f->client.tables_dir = f->dir;
	assert_int_equal(cmos_read(&f->client, second, 0x42, &byte),
			 CLIENT_FAILED);
	cmos_free(f->client.cmos);
}

static void ports_that_are_not_cmos_are_not_touched(void **state)
{
	static const struct {
		struct cmos_ports ports;
		u8 index;
	} bad[] = {
		{ { 0xCF8, 0xCFC }, 0 }, { { 0xB2, 0xB3 }, 0 },
		{ { 0x70, 0x72 }, 0x20 }, { { 0x71, 0x72 }, 0x20 },
		{ { 0x70, 0x71 }, 0x80 },	/* masks the NMI */
		{ { 0, 1 }, 0 }, { { 0x60, 0x61 }, 0 },
	};
	struct fixture *f = *state;
	u8 byte;

	/* There is a dump to read from, lest it fail for want of one. */
	fixture_write(f, "cmos.dat", f->table, sizeof(f->table));
	f->client.tables_dir = f->dir;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(cmos_read(&f->client, bad[i].ports,
					   bad[i].index, &byte),
				 CLIENT_FAILED);
		json_object_put(output_catch(&f->client));
	}
}

static void the_clock_is_never_written(void **state)
{
	const struct cmos_ports clock = { 0x70, 0x71 };
	struct fixture *f = *state;
	u8 byte = 0;

	f->client.dry_run = true;
	for (u8 index = 0; index < 0x0E; index++) {
		assert_int_equal(write_one(f, clock, index, byte, NULL, true),
				 CLIENT_FAILED);
		json_object_put(output_catch(&f->client));
	}
}

/* What a write would be, on a dump: bytes and checksum in one plan. */
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
	const struct cmos_ports clock = { 0x70, 0x71 };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct cmos_check check = {
			.ports = clock, .type = rows[i].type, .start = 0x20,
			.end = 0x2F, .at = 0x30,
		};
		u8 dump[0x71 * 256] = { }, byte = 7, *bank = dump + 0x7000;
		const char *told;

		bank[0x20] = 1;
		assert_true(cmos_check_repair(bank, &check, 1));
		fixture_write(f, "cmos.dat", dump, sizeof(dump));
		f->client.tables_dir = f->dir;
		f->client.dry_run = true;
		f->client.json = true;
		assert_int_equal(write_one(f, clock, 0x22, byte, &check, false),
				 CLIENT_DONE);
		told = json_object_to_json_string(f->client.result);
		assert_non_null(strstr(told, "index 0x22, 0x07"));
		assert_non_null(strstr(told, rows[i].expected));
		cmos_free(f->client.cmos);
		f->client.cmos = NULL;
		output_begin(&f->client, "test");
	}
}

static void a_wrong_checksum_needs_force_unless_another_kind_fits(void **state)
{
	const struct cmos_ports clock = { 0x70, 0x71 };
	struct fixture *f = *state;
	struct cmos_check check = {
		.ports = clock, .type = CMOS_NEGATED_WORD_SUM, .start = 0x20,
		.end = 0x2F, .at = 0x30,
	};
	u8 dump[0x71 * 256] = { }, byte = 7, *bank = dump + 0x7000;

	f->client.tables_dir = f->dir;
	f->client.dry_run = true;
	f->client.json = true;
	bank[0x20] = 1;
	bank[0x31] = 1;		/* it is a plain sum */
	fixture_write(f, "cmos.dat", dump, sizeof(dump));
	assert_int_equal(write_one(f, clock, 0x22, byte, &check, false),
			 CLIENT_DONE);
	assert_int_equal(check.type, CMOS_WORD_SUM);
	cmos_free(f->client.cmos);
	f->client.cmos = NULL;
	bank[0x31] = 0x77;	/* it is nothing */
	fixture_write(f, "cmos.dat", dump, sizeof(dump));
	assert_int_equal(write_one(f, clock, 0x22, byte, &check, false),
			 CLIENT_FAILED);
	json_object_put(output_catch(&f->client));
	assert_int_equal(write_one(f, clock, 0x22, byte, &check, true),
			 CLIENT_DONE);
	cmos_free(f->client.cmos);
}

/* What is done as a whole goes on when nobody reads what is told. */
static void a_reader_that_has_gone_kills_nobody(void **state)
{
	const char *program = fixture_program();
	struct fixture *f = *state;
	int status, ends[2];
	pid_t child;

	if (!program)
		skip();
	fixture_driver(f);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	child = fork();
	if (!child) {
		signal(SIGPIPE, SIG_DFL);
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		execl(program, program, "-v", "--sysfs", f->dir, "status",
		      NULL);
		_exit(99);
	}
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_not_equal(WEXITSTATUS(status), 99);
	assert_int_not_equal(WEXITSTATUS(status), CLIENT_DONE);
}

static void a_lock_is_not_waited_for_when_alarms_were_blocked(void **state)
{
	struct fixture *f = *state;
	sigset_t set, now;
	char path[128];
	int holder, fd;

	fixture_text(f, "port", "");
	snprintf(path, sizeof(path), "%s/port", f->dir);
	holder = open(path, O_RDWR | O_CLOEXEC);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(holder, LOCK_EX), 0);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	assert_int_equal(lock_take(&f->client, fd, path,
				   lock_deadline(&f->client)), CLIENT_BUSY);
	sigprocmask(SIG_UNBLOCK, &set, &now);
	assert_true(sigismember(&now, SIGALRM));
	close(holder);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_four_kinds_of_checksums),
		cmocka_unit_test(every_kind_is_repaired_and_then_right),
		cmocka_unit_test(a_word_has_its_high_byte_first),
		cmocka_unit_test(a_checksum_in_another_range_is_repaired_too),
		cmocka_unit_test(checksums_that_contradict_each_other_are_noticed),
		cmocka_unit_test(an_unknown_kind_is_never_right),
		FIXTURE_TEST(a_dump_is_read_and_never_written),
		FIXTURE_TEST(a_dump_that_is_too_short_is_a_failure),
		FIXTURE_TEST(ports_that_are_not_cmos_are_not_touched),
		FIXTURE_TEST(the_clock_is_never_written),
		FIXTURE_TEST(a_write_takes_its_checksum_with_it),
		FIXTURE_TEST(a_wrong_checksum_needs_force_unless_another_kind_fits),
		FIXTURE_TEST(a_reader_that_has_gone_kills_nobody),
		FIXTURE_TEST(a_lock_is_not_waited_for_when_alarms_were_blocked),
	};

	return cmocka_run_group_tests_name("cmos", tests, NULL, NULL);
}

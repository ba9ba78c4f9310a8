// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * CMOS of this machine, as it is written: a file stands for /dev/port, and
 * the calls that reach it are answered here, from a bank of 256 bytes.
 */
#undef _FORTIFY_SOURCE	/* its inline open() and pread() hide those below */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cmos.h"
#include "fixture.h"
#include "output.h"

static const struct cmos_ports clock_ports = { 0x70, 0x71 };
static const struct cmos_ports second_ports = { 0x72, 0x73 };

static struct {
	char path[128];
	int fd;
	u8 bank[256];
	u8 index;
	int stuck;	/* index that takes nothing, or -1 */
	int fail_after;	/* so many bytes are written, then none; or -1 */
	unsigned int unlocked;	/* calls without the lock */
} port;

/* Whether the lock is free, asked through an open file of our own. */
static bool is_free(void)
{
	int fd = syscall(SYS_openat, AT_FDCWD, port.path, O_RDWR | O_CLOEXEC);
	bool got = !flock(fd, LOCK_EX | LOCK_NB);

	close(fd);
	return got;
}

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	if (port.path[0] && !strcmp(path, "/dev/port")) {
		port.fd = syscall(SYS_openat, AT_FDCWD, port.path, flags);
		return port.fd;
	}
	if (flags & O_CREAT) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at)
{
	const u8 *bytes = data;

	assert_int_equal(fd, port.fd);
	assert_true(at == 0x70 || at == 0x72);
	port.unlocked += is_free();
	port.index = bytes[0];
	if (length == 1)
		return 1;
	assert_int_equal(length, 2);
	if (port.fail_after >= 0 && !port.fail_after--) {
		port.fail_after = 0;
		errno = EIO;
		return -1;
	}
	if (port.index != port.stuck)
		port.bank[port.index] = bytes[1];
	return 2;
}

ssize_t pread(int fd, void *data, size_t length, off_t at)
{
	assert_int_equal(fd, port.fd);
	assert_true(at == 0x71 || at == 0x73);
	assert_int_equal(length, 1);
	port.unlocked += is_free();
	*(u8 *)data = port.bank[port.index];
	return 1;
}

static int setup(void **state)
{
	struct fixture *f;

	assert_int_equal(fixture_setup(state), 0);
	f = *state;
	memset(&port, 0, sizeof(port));
	port.stuck = -1;
	port.fail_after = -1;
	fixture_text(f, "port", "");
	snprintf(port.path, sizeof(port.path), "%s/port", f->dir);
	f->client.sysfs = "/sys";
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	cmos_free(f->client.cmos);
	f->client.cmos = NULL;
	port.path[0] = '\0';
	return fixture_teardown(state);
}

static int change(struct fixture *f, struct cmos_ports ports, u8 index,
		  u8 keep, u8 byte, struct cmos_check *checks, size_t count,
		  bool force)
{
	const struct cmos_change change = {
		.ports = ports, .first = index, .keep = keep, .bytes = &byte,
		.length = 1, .force = force,
	};

	return cmos_write(&f->client, &change, checks, count);
}

static void a_change_is_made_from_what_is_there_under_the_lock(void **state)
{
	struct cmos_check check = {
		.ports = clock_ports, .start = 0x20, .end = 0x2F, .at = 0x30,
	};
	struct fixture *f = *state;
	u8 byte;

	assert_int_equal(cmos_read(&f->client, clock_ports, 0x22, &byte),
			 CLIENT_DONE);
	assert_int_equal(change(f, clock_ports, 0x22, 0, 0x81, &check, 1,
				false), CLIENT_DONE);
	/* Another program's change in between, and its checksum. */
	port.bank[0x21] = 0x40;
	port.bank[0x22] = 0xC1;
	assert_true(cmos_check_repair(port.bank, &check, 1));
	assert_int_equal(change(f, clock_ports, 0x22, 0xF0, 0x05, &check, 1,
				false), CLIENT_DONE);
	assert_int_equal(port.bank[0x22], 0xC5);
	assert_int_equal(port.bank[0x21], 0x40);
	assert_true(cmos_check_is_right(port.bank, &check));
	assert_int_equal(port.unlocked, 0);
	assert_true(is_free());
	assert_int_equal(cmos_read(&f->client, clock_ports, 0x22, &byte),
			 CLIENT_DONE);
	assert_int_equal(byte, 0xC5);
}

static void a_lock_that_is_not_had_leaves_all_as_it_was(void **state)
{
	struct fixture *f = *state;
	int fd = open(port.path, O_RDWR | O_CLOEXEC);

	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(change(f, clock_ports, 0x22, 0, 1, NULL, 0, false),
			 CLIENT_BUSY);
	close(fd);
	assert_int_equal(port.bank[0x22], 0);
}

static void what_fails_half_way_is_undone(void **state)
{
	struct cmos_check check = {
		.ports = clock_ports, .start = 0x20, .end = 0x2F, .at = 0x30,
	};
	struct fixture *f = *state;
	struct json_object *error;
	u8 before[256], byte;

	port.bank[0x22] = 0x11;
	assert_true(cmos_check_repair(port.bank, &check, 1));
	memcpy(before, port.bank, sizeof(before));
	port.stuck = 0x31;
	assert_int_equal(change(f, clock_ports, 0x22, 0, 0x33, &check, 1,
				false), CLIENT_FAILED);
	assert_memory_equal(port.bank, before, sizeof(before));
	assert_null(json_object_object_get(f->client.result, "warnings"));
	error = output_catch(&f->client);
	assert_non_null(strstr(output_get_text(error, "message"),
			       "index 0x31 of port 0x70 did not take"));
	json_object_put(error);
	assert_int_equal(cmos_read(&f->client, clock_ports, 0x22, &byte),
			 CLIENT_DONE);
	assert_int_equal(byte, 0x11);
	assert_int_equal(port.unlocked, 0);
	assert_true(is_free());
}

static void what_cannot_be_undone_is_said(void **state)
{
	struct cmos_check check = {
		.ports = clock_ports, .start = 0x20, .end = 0x2F, .at = 0x30,
	};
	struct fixture *f = *state;
	struct json_object *warnings;

	f->client.json = true;
	port.fail_after = 1;
	assert_int_equal(change(f, clock_ports, 0x22, 0, 0x33, &check, 1,
				false), CLIENT_FAILED);
	warnings = json_object_object_get(f->client.result, "warnings");
	assert_non_null(warnings);
	assert_non_null(strstr(json_object_to_json_string(warnings),
			       "index 0x22 of port 0x70 could not be set back"));
}

static void a_wrong_check_of_other_bytes_stays_as_it_is(void **state)
{
	struct cmos_check checks[] = {
		{ .ports = clock_ports, .start = 0x20, .end = 0x2F,
		  .at = 0x30 },
		{ .ports = clock_ports, .start = 0x40, .end = 0x4F,
		  .at = 0x50 },
		{ .ports = clock_ports, .type = CMOS_CHECK_TYPES,
		  .start = 0x51, .end = 0x52, .at = 0x53 },
	};
	struct fixture *f = *state;

	port.bank[0x50] = 0x77;
	assert_int_equal(change(f, clock_ports, 0x22, 0, 1, checks, 3, false),
			 CLIENT_DONE);
	assert_int_equal(change(f, clock_ports, 0x22, 0, 2, checks, 3, true),
			 CLIENT_DONE);
	assert_int_equal(port.bank[0x50], 0x77);
	assert_int_equal(port.bank[0x31], 2);
}

static void a_checksum_that_is_counted_takes_the_outer_one_with_it(void **state)
{
	struct cmos_check checks[] = {
		{ .ports = clock_ports, .start = 0x30, .end = 0x3F,
		  .at = 0x50 },
		{ .ports = clock_ports, .start = 0x20, .end = 0x2F,
		  .at = 0x30 },
	};
	struct fixture *f = *state;

	assert_int_equal(change(f, clock_ports, 0x22, 0, 9, checks, 2, false),
			 CLIENT_DONE);
	assert_int_equal(port.bank[0x31], 9);
	assert_int_equal(port.bank[0x51], 9);
	/* The outer one counts, however far away. */
	port.bank[0x50] = 0x77;
	assert_int_equal(change(f, clock_ports, 0x22, 0, 8, checks, 2, false),
			 CLIENT_FAILED);
	assert_int_equal(port.bank[0x22], 9);
}

static void the_last_byte_keeps_the_sum_of_bytes(void **state)
{
	struct cmos_check clock = {
		.ports = clock_ports, .type = CMOS_BYTE_SUM, .start = 0x20,
		.end = 0x2F, .at = 0x7F,
	}, second = {
		.ports = second_ports, .type = CMOS_BYTE_SUM, .start = 0x20,
		.end = 0x2F, .at = 0xFF,
	};
	struct fixture *f = *state;

	assert_int_equal(change(f, clock_ports, 0x22, 0, 5, &clock, 1, false),
			 CLIENT_DONE);
	assert_int_equal(port.bank[0x7F], 5);
	memset(port.bank, 0, sizeof(port.bank));
	assert_int_equal(change(f, second_ports, 0x22, 0, 6, &second, 1,
				false), CLIENT_DONE);
	assert_int_equal(port.bank[0xFF], 6);
}

static void a_checksum_that_cannot_be_kept_refuses(void **state)
{
	static const struct {
		u8 type, at;
	} bad[] = {
		{ CMOS_WORD_SUM, 0x7F }, { CMOS_BYTE_SUM, 0x80 },
		{ CMOS_BYTE_SUM, 0xFF }, { CMOS_BYTE_SUM, 0x0D },
		{ CMOS_CHECK_TYPES, 0x30 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct cmos_check check = {
			.ports = clock_ports, .type = bad[i].type,
			.start = 0x20, .end = 0x2F, .at = bad[i].at,
		};

		port.bank[0x20] = 0x11;
		assert_int_equal(change(f, clock_ports, 0x22, 0, 5, &check, 1,
					true), CLIENT_FAILED);
		json_object_put(output_catch(&f->client));
		assert_int_equal(port.bank[0x22], 0);
	}
}

#define PORT_TEST(test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PORT_TEST(a_change_is_made_from_what_is_there_under_the_lock),
		PORT_TEST(a_lock_that_is_not_had_leaves_all_as_it_was),
		PORT_TEST(what_fails_half_way_is_undone),
		PORT_TEST(what_cannot_be_undone_is_said),
		PORT_TEST(a_wrong_check_of_other_bytes_stays_as_it_is),
		PORT_TEST(a_checksum_that_is_counted_takes_the_outer_one_with_it),
		PORT_TEST(the_last_byte_keeps_the_sum_of_bytes),
		PORT_TEST(a_checksum_that_cannot_be_kept_refuses),
	};

	return cmocka_run_group_tests_name("cmos_port", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * CMOS of a running machine, as it is written: a file stands for /dev/port, and
 * the calls that reach it are answered here, from a bank of 256 bytes. A failure
 * means that a setting could be left without its checksum, or the kernel's
 * clock at another register.
 */
#undef _FORTIFY_SOURCE	/* its inline open() and pread() hide those below */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fixture.h"

#include "../../lib/cmos.h"

static const struct cmos_ports first_ports = { 0x70, 0x71 };
static const struct cmos_ports second_ports = { 0x72, 0x73 };

/**
 * struct port - what stands for the hardware
 * @path: of the file
 * @fd: of the client
 * @bank: bytes
 * @index: chosen byte
 * @stuck: index that does not change, or -1
 * @fail_after: so many bytes are written, then none; or -1
 * @unlocked: calls without the lock
 * @flocks: how often the lock was taken
 */
static struct port {
	char path[128];
	int fd;
	u8 bank[256];
	u8 index;
	int stuck, fail_after;
	unsigned int unlocked, flocks;
} port;

/* Whether the lock is free, asked through an open file of our own. */
static bool is_free(void)
{
	int fd = syscall(SYS_openat, AT_FDCWD, port.path, O_RDWR | O_CLOEXEC);
	bool got = !syscall(SYS_flock, fd, LOCK_EX | LOCK_NB);

	close(fd);
	return got;
}

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;
	int fd;

	if (flags & O_CREAT) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (port.path[0] && !strcmp(path, port.path))
		port.fd = fd;
	return fd;
}

int flock(int fd, int operation)
{
	int result = syscall(SYS_flock, fd, operation);

	port.flocks += fd == port.fd && !result && operation & LOCK_EX;
	return result;
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
	machine_init(&f->machine, &f->options);
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	machine_free(&f->machine);
	port.path[0] = '\0';
	return fixture_teardown(state);
}

static int change(struct fixture *f, struct cmos_ports ports, u8 index, u8 keep, u8 byte,
		  struct cmos_checksum *checks, size_t count, bool force)
{
	const struct cmos_change change = {
		.ports = ports, .first = index, .keep = keep, .bytes = &byte, .length = 1,
		.force = force,
	};

	return cmos_write(&f->machine, &change, checks, count, &f->error);
}

static void a_change_is_made_under_the_lock_from_what_is_there(void **state)
{
	struct cmos_checksum check = {
		.ports = first_ports, .start = 0x20, .end = 0x2F, .at = 0x30,
	};
	struct fixture *f = *state;
	u8 byte;

	assert_int_equal(cmos_read(&f->machine, first_ports, 0x22, &byte, &f->error), SMI_OK);
	assert_int_equal(change(f, first_ports, 0x22, 0, 0x81, &check, 1, false), SMI_OK);
	/* Another program's change in between, and its checksum. */
	port.bank[0x21] = 0x40;
	port.bank[0x22] = 0xC1;
	assert_true(cmos_checksum_repair(port.bank, &check, 1));
	assert_int_equal(change(f, first_ports, 0x22, 0xF0, 0x05, &check, 1, false), SMI_OK);
	assert_int_equal(port.bank[0x22], 0xC5);
	assert_int_equal(port.bank[0x21], 0x40);
	assert_true(cmos_checksum_fits(port.bank, &check));
	assert_int_equal(port.unlocked, 0);
	assert_true(is_free());
	assert_int_equal(cmos_read(&f->machine, first_ports, 0x22, &byte, &f->error), SMI_OK);
	assert_int_equal(byte, 0xC5);
}

/* Where the kernel leaves it: the next access of another program counts on it. */
static void the_index_is_left_at_register_d(void **state)
{
	struct fixture *f = *state;
	u8 byte;

	assert_int_equal(cmos_read(&f->machine, first_ports, 0x22, &byte, &f->error), SMI_OK);
	assert_int_equal(port.index, 0x0D);
	assert_int_equal(change(f, first_ports, 0x22, 0, 1, NULL, 0, false), SMI_OK);
	assert_int_equal(port.index, 0x0D);
	port.stuck = 0x23;
	assert_int_equal(change(f, first_ports, 0x23, 0, 1, NULL, 0, false), SMI_FAILED);
	assert_int_equal(port.index, 0x0D);
	/* The second bank has an index of its own. */
	assert_int_equal(cmos_read(&f->machine, second_ports, 0x22, &byte, &f->error), SMI_OK);
	assert_int_equal(port.index, 0x22);
}

static void one_lock_serves_a_batch(void **state)
{
	struct fixture *f = *state;
	u8 byte;

	assert_int_equal(cmos_lock(&f->machine, &f->error), SMI_OK);
	for (u8 i = 0x20; i < 0x40; i++)
		assert_int_equal(cmos_read(&f->machine, first_ports, i, &byte, &f->error),
				 SMI_OK);
	assert_int_equal(change(f, first_ports, 0x22, 0, 1, NULL, 0, false), SMI_OK);
	cmos_unlock(&f->machine);
	assert_int_equal(port.flocks, 1);
	assert_int_equal(port.unlocked, 0);
	assert_true(is_free());
}

static void a_lock_that_is_not_had_leaves_all_as_it_was(void **state)
{
	struct fixture *f = *state;
	int fd = syscall(SYS_openat, AT_FDCWD, port.path, O_RDWR | O_CLOEXEC);

	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(change(f, first_ports, 0x22, 0, 1, NULL, 0, false), SMI_BUSY);
	close(fd);
	assert_int_equal(port.bank[0x22], 0);
}

static void what_fails_half_way_is_undone(void **state)
{
	struct cmos_checksum check = {
		.ports = first_ports, .start = 0x20, .end = 0x2F, .at = 0x30,
	};
	struct fixture *f = *state;
	u8 before[256], byte;

	port.bank[0x22] = 0x11;
	assert_true(cmos_checksum_repair(port.bank, &check, 1));
	memcpy(before, port.bank, sizeof(before));
	port.stuck = 0x31;
	assert_int_equal(change(f, first_ports, 0x22, 0, 0x33, &check, 1, false), SMI_FAILED);
	assert_memory_equal(port.bank, before, sizeof(before));
	assert_non_null(strstr(f->error.what, "index 0x31 of port 0x70 reads back"));
	assert_null(strstr(f->error.what, "could not be set back"));
	assert_int_equal(f->error.hint, HINT_CMOS_LOCKED);
	assert_int_equal(cmos_read(&f->machine, first_ports, 0x22, &byte, &f->error), SMI_OK);
	assert_int_equal(byte, 0x11);
	assert_int_equal(port.unlocked, 0);
	assert_true(is_free());
}

static void what_cannot_be_undone_is_in_the_error(void **state)
{
	struct cmos_checksum check = {
		.ports = first_ports, .start = 0x20, .end = 0x2F, .at = 0x30,
	};
	struct fixture *f = *state;

	port.fail_after = 1;
	assert_int_equal(change(f, first_ports, 0x22, 0, 0x33, &check, 1, false), SMI_FAILED);
	assert_non_null(strstr(f->error.what, "index 0x22 of port 0x70 could not be set back"));
}

static void a_wrong_checksum_of_other_bytes_stays_as_it_is(void **state)
{
	struct cmos_checksum checks[] = {
		{ .ports = first_ports, .start = 0x20, .end = 0x2F, .at = 0x30 },
		{ .ports = first_ports, .start = 0x40, .end = 0x4F, .at = 0x50 },
		{ .ports = first_ports, .type = CMOS_CHECKSUM_TYPES, .start = 0x51, .end = 0x52,
		  .at = 0x53 },
	};
	struct fixture *f = *state;

	port.bank[0x50] = 0x77;
	assert_int_equal(change(f, first_ports, 0x22, 0, 1, checks, 3, false), SMI_OK);
	assert_int_equal(change(f, first_ports, 0x22, 0, 2, checks, 3, true), SMI_OK);
	assert_int_equal(port.bank[0x50], 0x77);
	assert_int_equal(port.bank[0x31], 2);
}

static void a_checksum_that_is_counted_takes_the_outer_one_with_it(void **state)
{
	struct cmos_checksum checks[] = {
		{ .ports = first_ports, .start = 0x30, .end = 0x3F, .at = 0x50 },
		{ .ports = first_ports, .start = 0x20, .end = 0x2F, .at = 0x30 },
	};
	struct fixture *f = *state;

	assert_int_equal(change(f, first_ports, 0x22, 0, 9, checks, 2, false), SMI_OK);
	assert_int_equal(port.bank[0x31], 9);
	assert_int_equal(port.bank[0x51], 9);
	/* The outer one counts, however far away. */
	port.bank[0x50] = 0x77;
	assert_int_equal(change(f, first_ports, 0x22, 0, 8, checks, 2, false), SMI_FAILED);
	assert_int_equal(port.bank[0x22], 9);
}

static void the_last_byte_can_hold_the_sum_of_bytes(void **state)
{
	struct cmos_checksum first = {
		.ports = first_ports, .type = CMOS_BYTE_SUM, .start = 0x20, .end = 0x2F,
		.at = 0x7F,
	}, second = {
		.ports = second_ports, .type = CMOS_BYTE_SUM, .start = 0x20, .end = 0x2F,
		.at = 0xFF,
	};
	struct fixture *f = *state;

	assert_int_equal(change(f, first_ports, 0x22, 0, 5, &first, 1, false), SMI_OK);
	assert_int_equal(port.bank[0x7F], 5);
	memset(port.bank, 0, sizeof(port.bank));
	assert_int_equal(change(f, second_ports, 0x22, 0, 6, &second, 1, false), SMI_OK);
	assert_int_equal(port.bank[0xFF], 6);
}

static void a_checksum_that_cannot_be_kept_refuses_the_write(void **state)
{
	static const struct {
		u8 type, at;
	} bad[] = {
		{ CMOS_WORD_SUM, 0x7F }, { CMOS_BYTE_SUM, 0x80 }, { CMOS_BYTE_SUM, 0xFF },
		{ CMOS_BYTE_SUM, 0x0D }, { CMOS_CHECKSUM_TYPES, 0x30 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct cmos_checksum check = {
			.ports = first_ports, .type = bad[i].type, .start = 0x20, .end = 0x2F,
			.at = bad[i].at,
		};

		port.bank[0x20] = 0x11;
		assert_int_equal(change(f, first_ports, 0x22, 0, 5, &check, 1, true),
				 SMI_FAILED);
		assert_int_equal(port.bank[0x22], 0);
	}
}

#define PORT_TEST(test)	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PORT_TEST(a_change_is_made_under_the_lock_from_what_is_there),
		PORT_TEST(the_index_is_left_at_register_d),
		PORT_TEST(one_lock_serves_a_batch),
		PORT_TEST(a_lock_that_is_not_had_leaves_all_as_it_was),
		PORT_TEST(what_fails_half_way_is_undone),
		PORT_TEST(what_cannot_be_undone_is_in_the_error),
		PORT_TEST(a_wrong_checksum_of_other_bytes_stays_as_it_is),
		PORT_TEST(a_checksum_that_is_counted_takes_the_outer_one_with_it),
		PORT_TEST(the_last_byte_can_hold_the_sum_of_bytes),
		PORT_TEST(a_checksum_that_cannot_be_kept_refuses_the_write),
	};

	return cmocka_run_group_tests_name("cmos", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Clerk of CMOS: bytes behind an index and a data port.
 *
 * In: ports and index from SMBIOS type 212. Out: bytes, of this machine
 * through /dev/port, or of a dump's cmos.dat (256 bytes for each number of the
 * index port). What is written is read back. A lock on /dev/port, held from
 * the first read of a change to its last write, keeps two of us apart; the
 * kernel's own users of the clock chip cannot be kept out, so index and value
 * go out in one system call, and a byte counts when it was read twice alike.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmos.h"
#include "lock.h"
#include "options.h"
#include "output.h"

#define DUMP_MAX	(1024 * 1024)
#define ATTEMPTS	10

/**
 * struct cmos - where the bytes are
 * @fd: /dev/port, or -1
 * @locked: a change is under way
 * @dump: cmos.dat, or NULL
 * @length: of @dump in bytes
 * @banks: what was read already
 * @count: of @banks
 */
struct cmos {
	int fd;
	bool locked;
	u8 *dump;
	size_t length;
	struct cmos_bank *banks;
	size_t count;
};

static int open_dump(struct client *c, struct cmos *cmos)
{
	char *path;
	int code;

	if (asprintf(&path, "%s/cmos.dat", c->tables_dir) < 0)
		abort();
	code = options_file(c, path, DUMP_MAX, &cmos->dump, &cmos->length);
	free(path);
	return code;
}

static int open_port(struct client *c, struct cmos *cmos)
{
	const char *path = "/dev/port";

	/* A directory in place of /sys has no CMOS; the machine's own is not
	 * what was asked for.
	 */
	if (strcmp(c->sysfs, "/sys"))
		return output_fail(c, CLIENT_NOT_FOUND, NULL,
				   "there is no CMOS in %s", c->sysfs);
	cmos->fd = open(path, O_RDWR | O_CLOEXEC);
	if (cmos->fd >= 0)
		return CLIENT_DONE;
	if (errno == EPERM)
		return output_fail_errno(c, CLIENT_PERMISSION, errno, path,
					 "Kernel lockdown closes it; CMOS tokens can be used without lockdown only.",
					 "open");
	if (errno == EACCES)
		return output_fail_errno(c, CLIENT_PERMISSION, errno, path,
					 "Run smi-client as root.", "open");
	return output_fail_errno(c, CLIENT_NOT_FOUND, errno, path,
				 "CMOS tokens need a kernel with CONFIG_DEVPORT.",
				 "open");
}

static int cmos_open(struct client *c)
{
	struct cmos *cmos = c->cmos;
	int code;

	if (cmos)
		return CLIENT_DONE;
	cmos = calloc(1, sizeof(*cmos));
	if (!cmos)
		abort();
	cmos->fd = -1;
	code = c->tables_dir ? open_dump(c, cmos) : open_port(c, cmos);
	if (code)
		cmos_free(cmos);
	else
		c->cmos = cmos;
	return code;
}

/* The tables name ports: none but those of CMOS are touched for them. */
static int check_ports(struct client *c, struct cmos_ports ports, u8 index)
{
	bool good = ports.index >= CMOS_CLOCK_PORT && ports.index < 0x78 &&
		    !(ports.index & 1) && ports.data == ports.index + 1;

	if (good && index < cmos_bank_size(ports))
		return CLIENT_DONE;
	return output_fail(c, CLIENT_FAILED, NULL,
			   "ports 0x%x and 0x%x, index 0x%x, are not CMOS",
			   ports.index, ports.data, index);
}

/* One byte from the ports, when it was read twice alike. */
static bool port_read(int fd, struct cmos_ports ports, u8 index, u8 *byte)
{
	u8 before;

	for (int i = 0; i < ATTEMPTS; i++) {
		u8 now;

		if (pwrite(fd, &index, 1, ports.index) != 1 ||
		    pread(fd, &now, 1, ports.data) != 1)
			return false;
		if (i && now == before) {
			*byte = now;
			return true;
		}
		before = now;
	}
	errno = EBUSY;
	return false;
}

static struct cmos_bank *bank_of(struct cmos *cmos, struct cmos_ports ports)
{
	struct cmos_bank *bank;

	for (size_t i = 0; i < cmos->count; i++)
		if (cmos->banks[i].ports.index == ports.index)
			return &cmos->banks[i];
	cmos->banks = realloc(cmos->banks,
			      (cmos->count + 1) * sizeof(*cmos->banks));
	if (!cmos->banks)
		abort();
	bank = &cmos->banks[cmos->count++];
	memset(bank, 0, sizeof(*bank));
	bank->ports = ports;
	return bank;
}

static int bank_read(struct client *c, struct cmos_bank *bank, u8 index)
{
	struct cmos *cmos = c->cmos;
	size_t at = bank->ports.index * 256 + index;
	int code;

	if (bank->had[index])
		return CLIENT_DONE;
	if (cmos->dump) {
		if (at >= cmos->length)
			return output_fail(c, CLIENT_FAILED, NULL,
					   "%s/cmos.dat ends before index 0x%x of port 0x%x",
					   c->tables_dir, index,
					   bank->ports.index);
		bank->byte[index] = cmos->dump[at];
	} else {
		bool done;

		code = cmos->locked ? CLIENT_DONE :
		       lock_take(c, cmos->fd, "/dev/port", lock_deadline(c));
		if (code)
			return code;
		done = port_read(cmos->fd, bank->ports, index,
				 &bank->byte[index]);
		if (!cmos->locked)
			lock_give(cmos->fd);
		if (!done)
			return output_fail_errno(c, CLIENT_FAILED, errno,
						 "/dev/port", NULL, "read");
	}
	bank->had[index] = true;
	return CLIENT_DONE;
}

/**
 * cmos_read() - one byte, read from the hardware once in a run
 * @c: this run
 * @ports: the bank
 * @index: of the byte
 * @byte: the byte
 *
 * Return: CLIENT_DONE or a failure
 */
int cmos_read(struct client *c, struct cmos_ports ports, u8 index, u8 *byte)
{
	struct cmos_bank *bank;
	int code = check_ports(c, ports, index);

	if (!code)
		code = cmos_open(c);
	if (code)
		return code;
	bank = bank_of(c->cmos, ports);
	code = bank_read(c, bank, index);
	*byte = bank->byte[index];
	return code;
}

/*
 * A check that is wrong before anything was changed: several PowerEdges
 * announce another type than their firmware uses, so the one that fits is
 * looked for.
 */
static int settle_check(struct client *c, const u8 *bank,
			struct cmos_check *check, bool force)
{
	u8 type = check->type;
	bool possible = cmos_check_is_possible(check);

	if (cmos_check_is_right(bank, check))
		return CLIENT_DONE;
	for (u8 i = 0; i < CMOS_CHECK_TYPES; i++) {
		check->type = i;
		if (cmos_check_is_right(bank, check))
			return CLIENT_DONE;
	}
	check->type = type;
	if (force && possible)
		return CLIENT_DONE;
	return output_fail(c, CLIENT_FAILED, possible ?
			   "Add --force to write it, with the checksum made right." :
			   NULL,
			   "the checksum of CMOS at index 0x%02x of port 0x%x is wrong already, or of a kind or place that is not known",
			   check->at, check->ports.index);
}

/* Whether a byte that changes is counted, or is the checksum itself. */
static bool is_concerned(const struct cmos_check *check, const bool *changed)
{
	if (check->start > check->end)
		return false;
	for (unsigned int i = check->start; i <= check->end; i++)
		if (changed[i])
			return true;
	return changed[check->at] ||
	       (cmos_check_is_word(check) && check->at < 0xFF &&
		changed[check->at + 1]);
}

/* Read what a check counts and where it is kept, and find its type. */
static int prepare_check(struct client *c, struct cmos_bank *bank,
			 struct cmos_check *check, bool force)
{
	unsigned int end = cmos_bank_size(bank->ports);
	int code = CLIENT_DONE;
	u8 byte;

	for (unsigned int i = check->start; i <= check->end && !code; i++)
		code = cmos_read(c, bank->ports, i, &byte);
	for (unsigned int i = check->at;
	     i <= check->at + 1U && i < end && !code; i++)
		code = cmos_read(c, bank->ports, i, &byte);
	return code ? code : settle_check(c, bank->byte, check, force);
}

/*
 * The checks that a change concerns: a checksum that changes may lie in the
 * range of another. Those that have nothing to do with it, right or wrong,
 * stay as they are.
 */
static int choose_checks(struct client *c, struct cmos_bank *bank,
			 const struct cmos_change *change,
			 struct cmos_check *checks, size_t count,
			 struct cmos_check *mine, size_t *n_mine)
{
	bool changed[256] = { }, taken[count + 1], more;

	memset(taken, 0, sizeof(taken));
	memset(changed + change->first, true, change->length);
	*n_mine = 0;
	do {
		more = false;
		for (size_t i = 0; i < count; i++) {
			struct cmos_check *k = &checks[i];
			int code;

			if (taken[i] || k->ports.index != bank->ports.index ||
			    !is_concerned(k, changed))
				continue;
			code = prepare_check(c, bank, k, change->force);
			if (code)
				return code;
			changed[k->at] = true;
			if (cmos_check_is_word(k))
				changed[k->at + 1] = true;
			mine[(*n_mine)++] = *k;
			taken[i] = true;
			more = true;
		}
	} while (more);
	return CLIENT_DONE;
}

/* One byte, and what is there afterwards; false with errno. */
static bool port_write(int fd, struct cmos_ports ports, u8 index, u8 byte,
		       u8 *back)
{
	const u8 pair[2] = { index, byte };

	return pwrite(fd, pair, 2, ports.index) == 2 &&
	       port_read(fd, ports, index, back);
}

static int write_byte(struct client *c, struct cmos_ports ports, u8 index,
		      u8 byte)
{
	struct cmos *cmos = c->cmos;
	char text[64];
	u8 back;

	snprintf(text, sizeof(text), "port 0x%x: index 0x%02x, 0x%02x",
		 ports.index, index, byte);
	output_step(c, "write", "/dev/port", text);
	if (c->dry_run)
		return CLIENT_DONE;
	if (!port_write(cmos->fd, ports, index, byte, &back))
		return output_fail_errno(c, CLIENT_FAILED, errno, "/dev/port",
					 NULL, "write");
	if (back != byte)
		return output_fail(c, CLIENT_FAILED,
				   "The firmware or the chipset locks it.",
				   "CMOS index 0x%02x of port 0x%x did not take 0x%02x, it is 0x%02x",
				   index, ports.index, byte, back);
	return CLIENT_DONE;
}

/* What a change that failed at index @last has left is as it was. */
static void undo(struct client *c, struct cmos_bank *bank, const u8 *wanted,
		 unsigned int last)
{
	struct cmos *cmos = c->cmos;

	for (unsigned int i = 0; i <= last; i++) {
		u8 old = bank->byte[i], back;

		if (!bank->had[i] || old == wanted[i])
			continue;
		if (!port_write(cmos->fd, bank->ports, i, old, &back) ||
		    back != old)
			output_warn(c, "CMOS index 0x%02x of port 0x%x could not be set back to 0x%02x; its checksum may be wrong now",
				    i, bank->ports.index, old);
	}
	/* Whatever is read next is read anew. */
	memset(bank->had, 0, sizeof(bank->had));
}

/* Bytes that differ, lowest first, and back; all or none. */
static int write_out(struct client *c, struct cmos_bank *bank,
		     const u8 *wanted)
{
	int code = CLIENT_DONE;
	sigset_t signals;

	/* A setting without its checksum would be worse than none. */
	lock_hold_signals(&signals);
	for (unsigned int i = 0; i < 256 && !code; i++) {
		if (!bank->had[i] || bank->byte[i] == wanted[i])
			continue;
		code = write_byte(c, bank->ports, i, wanted[i]);
		if (code)
			undo(c, bank, wanted, i);
	}
	if (!code && !c->dry_run)
		memcpy(bank->byte, wanted, sizeof(bank->byte));
	lock_release_signals(&signals);
	return code;
}

/* Read, change, make right, write: under the lock when there is one. */
static int change_bank(struct client *c, struct cmos_bank *bank,
		       const struct cmos_change *change,
		       struct cmos_check *checks, size_t count)
{
	struct cmos_check mine[count + 1];
	u8 wanted[256], asked[256];
	int code = CLIENT_DONE;
	size_t n_mine;

	for (size_t i = 0; i < change->length && !code; i++)
		code = cmos_read(c, change->ports, change->first + i,
				 &wanted[0]);
	if (!code)
		code = choose_checks(c, bank, change, checks, count, mine,
				     &n_mine);
	if (code)
		return code;
	memcpy(wanted, bank->byte, sizeof(wanted));
	for (size_t i = 0; i < change->length; i++) {
		u8 *byte = &wanted[change->first + i];

		*byte = (*byte & change->keep) | change->bytes[i];
	}
	memcpy(asked, wanted, sizeof(asked));
	if (!cmos_check_repair(wanted, mine, n_mine) ||
	    memcmp(asked + change->first, wanted + change->first,
		   change->length))
		return output_fail(c, CLIENT_FAILED, NULL,
				   "the checksums of CMOS contradict each other, or what is to be written");
	return write_out(c, bank, wanted);
}

/**
 * cmos_write() - bytes, with every checksum that they count in
 * @c: this run
 * @change: what is to be there
 * @checks: of all banks; the type of one is changed when another fits
 * @count: of @checks
 *
 * The bank is read anew under the lock that it is written under. When it
 * fails, what was written already is set back, or a warning says what could
 * not be.
 *
 * Return: CLIENT_DONE or a failure
 */
int cmos_write(struct client *c, const struct cmos_change *change,
	       struct cmos_check *checks, size_t count)
{
	struct cmos_bank *bank;
	struct cmos *cmos;
	int code;

	if (c->tables_dir && !c->dry_run)
		return output_fail(c, CLIENT_FAILED, NULL,
				   "%s is another machine's, and is not changed",
				   c->tables_dir);
	if (change->first + change->length > 256 ||
	    (change->ports.index == CMOS_CLOCK_PORT &&
	     change->first < CMOS_CLOCK_END))
		return output_fail(c, CLIENT_FAILED, NULL,
				   "index 0x%02x of port 0x%x belongs to the clock, or is out of bounds",
				   change->first, change->ports.index);
	code = check_ports(c, change->ports, change->first);
	if (!code)
		code = cmos_open(c);
	if (code)
		return code;
	cmos = c->cmos;
	bank = bank_of(cmos, change->ports);
	if (c->dry_run)
		return change_bank(c, bank, change, checks, count);
	code = lock_take(c, cmos->fd, "/dev/port", lock_deadline(c));
	if (code)
		return code;
	cmos->locked = true;
	memset(bank->had, 0, sizeof(bank->had));
	code = change_bank(c, bank, change, checks, count);
	cmos->locked = false;
	lock_give(cmos->fd);
	return code;
}

void cmos_free(struct cmos *cmos)
{
	if (!cmos)
		return;
	if (cmos->fd >= 0)
		close(cmos->fd);
	free(cmos->dump);
	free(cmos->banks);
	free(cmos);
}

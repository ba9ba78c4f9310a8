// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Clerk of CMOS: bytes behind an index and a data port.
 *
 * In: ports and index from SMBIOS type 212. Out: bytes, of this machine
 * through /dev/port, or of a dump's cmos.dat (256 bytes for each number of the
 * index port). What is written is read back. A lock on /dev/port keeps two of
 * us apart; the kernel's own users of the clock chip cannot be kept out, so
 * index and value go out in one system call, and a byte counts when it was
 * read twice alike.
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
#define CLOCK_PORT	0x70
#define CLOCK_END	0x0E	/* time and control registers of the clock */
#define BANK_BYTES	0x80	/* bit 7 of port 0x70 masks the NMI */
#define ATTEMPTS	10

/**
 * struct cmos - where the bytes are
 * @fd: /dev/port, or -1
 * @dump: cmos.dat, or NULL
 * @length: of @dump in bytes
 * @banks: what was read already
 * @count: of @banks
 */
struct cmos {
	int fd;
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
	bool good = ports.index >= CLOCK_PORT && ports.index < 0x78 &&
		    !(ports.index & 1) && ports.data == ports.index + 1;

	if (good && (ports.index != CLOCK_PORT || index < BANK_BYTES))
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
		code = lock_take(c, cmos->fd, "/dev/port", lock_deadline(c));
		if (code)
			return code;
		code = port_read(cmos->fd, bank->ports, index,
				 &bank->byte[index]);
		lock_give(cmos->fd);
		if (!code)
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

	if (cmos_check_is_right(bank, check))
		return CLIENT_DONE;
	for (u8 i = 0; i < CMOS_CHECK_TYPES; i++) {
		check->type = i;
		if (cmos_check_is_right(bank, check))
			return CLIENT_DONE;
	}
	check->type = type;
	if (force && type < CMOS_CHECK_TYPES)
		return CLIENT_DONE;
	return output_fail(c, CLIENT_FAILED, type < CMOS_CHECK_TYPES ?
			   "Add --force to write it, with the checksum made right." :
			   NULL,
			   "the checksum of CMOS at index 0x%02x of port 0x%x is wrong already, or of a kind that is not known",
			   check->at, check->ports.index);
}

/* Bytes that differ, lowest first, and back. */
static int write_out(struct client *c, struct cmos_bank *bank,
		     const u8 *wanted)
{
	struct cmos *cmos = c->cmos;
	char text[64];
	sigset_t signals;
	int code = CLIENT_DONE;

	if (!c->dry_run)
		code = lock_take(c, cmos->fd, "/dev/port", lock_deadline(c));
	if (code)
		return code;
	/* A setting without its checksum would be worse than none. */
	lock_hold_signals(&signals);
	for (unsigned int i = 0; i < 256; i++) {
		u8 pair[2] = { i, wanted[i] }, back;

		if (!bank->had[i] || bank->byte[i] == wanted[i])
			continue;
		snprintf(text, sizeof(text), "port 0x%x: index 0x%02x, 0x%02x",
			 bank->ports.index, i, wanted[i]);
		output_step(c, "write", "/dev/port", text);
		if (c->dry_run)
			continue;
		if (pwrite(cmos->fd, pair, 2, bank->ports.index) != 2 ||
		    !port_read(cmos->fd, bank->ports, i, &back)) {
			code = output_fail_errno(c, CLIENT_FAILED, errno,
						 "/dev/port", NULL, "write");
			break;
		}
		bank->byte[i] = back;
		if (back != wanted[i]) {
			code = output_fail(c, CLIENT_FAILED,
					   "The firmware or the chipset locks it.",
					   "CMOS index 0x%02x of port 0x%x did not take 0x%02x, it is 0x%02x",
					   i, bank->ports.index, wanted[i],
					   back);
			break;
		}
	}
	if (!c->dry_run)
		lock_give(cmos->fd);
	lock_release_signals(&signals);
	return code;
}

/**
 * cmos_write() - bytes, with every checksum that they count in
 * @c: this run
 * @ports: the bank
 * @first: index of the first byte
 * @bytes: what is to be there
 * @length: how many
 * @checks: of all banks; the type of one is changed when another fits
 * @count: of @checks
 * @force: also when a checksum is wrong already
 *
 * Return: CLIENT_DONE or a failure
 */
int cmos_write(struct client *c, struct cmos_ports ports, u8 first,
	       const u8 *bytes, size_t length, struct cmos_check *checks,
	       size_t count, bool force)
{
	struct cmos_check mine[count + 1];
	struct cmos_bank *bank;
	size_t n_mine = 0;
	u8 wanted[256];
	int code = CLIENT_DONE;

	if (c->tables_dir && !c->dry_run)
		return output_fail(c, CLIENT_FAILED, NULL,
				   "%s is another machine's, and is not changed",
				   c->tables_dir);
	if (first + length > 256 ||
	    (ports.index == CLOCK_PORT && first < CLOCK_END))
		return output_fail(c, CLIENT_FAILED, NULL,
				   "index 0x%02x of port 0x%x belongs to the clock, or is out of bounds",
				   first, ports.index);
	for (size_t i = 0; i < length && !code; i++)
		code = cmos_read(c, ports, first + i, &wanted[0]);
	if (code)
		return code;
	bank = bank_of(c->cmos, ports);
	for (size_t i = 0; i < count; i++) {
		struct cmos_check *k = &checks[i];

		if (k->ports.index != ports.index)
			continue;
		if (k->start > k->end || k->at == 0xFF ||
		    (ports.index == CLOCK_PORT && k->at < CLOCK_END))
			continue;
		for (unsigned int j = k->start; j <= k->end && !code; j++)
			code = cmos_read(c, ports, j, &wanted[0]);
		for (int j = 0; j < 2 && !code; j++)
			code = cmos_read(c, ports, k->at + j, &wanted[0]);
		if (!code)
			code = settle_check(c, bank->byte, k, force);
		if (code)
			return code;
		mine[n_mine++] = *k;
	}
	memcpy(wanted, bank->byte, sizeof(wanted));
	memcpy(wanted + first, bytes, length);
	if (!cmos_check_repair(wanted, mine, n_mine))
		return output_fail(c, CLIENT_FAILED, NULL,
				   "the checksums of CMOS contradict each other");
	return write_out(c, bank, wanted);
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

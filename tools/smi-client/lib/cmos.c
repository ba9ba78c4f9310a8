// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * CMOS of this machine or of a dump: banks of bytes with their checksums.
 *
 * Ports and index come from SMBIOS type 212 and are checked before use. A lock
 * on /dev/port, held from the first read of a change to its last write, keeps
 * two runs of this program apart.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmos.h"
#include "cmos_port.h"
#include "file.h"
#include "lock.h"
#include "machine.h"
#include "memory.h"

#define DUMP_MAX	(1024 * 1024)
#define FIRST_PORT	CMOS_CLOCK_PORT
#define END_PORT	0x78
#define BANKS		((END_PORT - FIRST_PORT) / 2)

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
 * struct cmos - where the bytes are
 * @fd: /dev/port, or -1
 * @locked: how often cmos_lock() was called
 * @path: of the file
 * @dump: cmos.dat, or NULL
 * @length: of @dump in bytes
 * @bank: what was read already
 */
struct cmos {
	int fd;
	unsigned int locked;
	char *path;
	u8 *dump;
	size_t length;
	struct cmos_bank bank[BANKS];
};

bool cmos_is_there(const struct machine *m)
{
	char path[PATH_MAX];

	if (!m->options.tables_dir)
		return true;
	snprintf(path, sizeof(path), "%s/cmos.dat", m->options.tables_dir);
	return !access(path, R_OK);
}

static int cmos_open_port(struct machine *m, struct cmos *cmos, struct smi_error *error)
{
	const struct machine_options *o = &m->options;

	/* With another directory for /sys, this machine's ports are not meant. */
	if (strcmp(o->sysfs, "/sys") && !strcmp(o->dev, "/dev"))
		return error_set(error, SMI_NOT_FOUND, HINT_NONE, "there is no CMOS in %s",
				 o->sysfs);
	return cmos_port_open(cmos->path, &cmos->fd, error);
}

static int cmos_open(struct machine *m, struct smi_error *error)
{
	const char *dir = m->options.tables_dir;
	struct cmos *cmos = m->cmos;
	int code;

	if (cmos)
		return SMI_OK;
	cmos = calloc(1, sizeof(*cmos));
	if (!cmos)
		return memory_failed(error);
	cmos->fd = -1;
	for (unsigned int i = 0; i < BANKS; i++)
		cmos->bank[i].ports = (struct cmos_ports){ FIRST_PORT + 2 * i,
							   FIRST_PORT + 2 * i + 1 };
	if (asprintf(&cmos->path, "%s/%s", dir ? dir : m->options.dev,
		     dir ? "cmos.dat" : "port") < 0) {
		free(cmos);
		return memory_failed(error);
	}
	if (dir)
		code = file_read(cmos->path, DUMP_MAX, &cmos->dump, &cmos->length, error);
	else
		code = cmos_open_port(m, cmos, error);
	if (code)
		cmos_free(cmos);
	else
		m->cmos = cmos;
	return code;
}

static void cmos_forget(struct cmos *cmos)
{
	for (unsigned int i = 0; i < BANKS; i++)
		memset(cmos->bank[i].had, 0, sizeof(cmos->bank[i].had));
}

int cmos_lock(struct machine *m, struct smi_error *error)
{
	int code = cmos_open(m, error);
	struct cmos *cmos = m->cmos;

	if (code)
		return code;
	if (!cmos->locked && cmos->fd >= 0) {
		code = lock_take(cmos->fd, cmos->path, lock_deadline(m->options.timeout_ms),
				 error);
		if (code)
			return code;
		cmos_forget(cmos);
	}
	cmos->locked++;
	return SMI_OK;
}

void cmos_unlock(struct machine *m)
{
	struct cmos *cmos = m->cmos;

	if (!--cmos->locked && cmos->fd >= 0)
		lock_release(cmos->fd);
}

/* The tables name ports: none but those of CMOS are used. */
static int cmos_check_ports(struct cmos_ports ports, size_t index, struct smi_error *error)
{
	bool good = ports.index >= FIRST_PORT && ports.index < END_PORT && !(ports.index & 1) &&
		    ports.data == ports.index + 1;

	if (good && index < cmos_bank_size(ports))
		return SMI_OK;
	return error_set(error, SMI_FAILED, HINT_NONE,
			 "ports 0x%x and 0x%x, index 0x%zx, are not CMOS", ports.index,
			 ports.data, index);
}

static struct cmos_bank *cmos_bank_of(struct cmos *cmos, struct cmos_ports ports)
{
	return &cmos->bank[(ports.index - FIRST_PORT) / 2];
}

/* One byte that was not read yet; the lock is held. */
static int cmos_fetch(struct cmos *cmos, struct cmos_bank *bank, u8 index,
		      struct smi_error *error)
{
	size_t at = bank->ports.index * 256 + index;

	if (cmos->dump) {
		if (at >= cmos->length)
			return error_set(error, SMI_FAILED, HINT_NONE,
					 "%s ends before index 0x%x of port 0x%x", cmos->path,
					 index, bank->ports.index);
		bank->byte[index] = cmos->dump[at];
	} else if (!cmos_port_read(cmos->fd, bank->ports, index, &bank->byte[index])) {
		return error_errno(error, errno, "read", cmos->path);
	}
	bank->had[index] = true;
	return SMI_OK;
}

int cmos_read(struct machine *m, struct cmos_ports ports, u8 index, u8 *byte,
	      struct smi_error *error)
{
	int code = cmos_check_ports(ports, index, error);
	struct cmos_bank *bank;

	if (!code)
		code = cmos_open(m, error);
	if (code)
		return code;
	bank = cmos_bank_of(m->cmos, ports);
	if (!bank->had[index]) {
		code = cmos_lock(m, error);
		if (code)
			return code;
		code = cmos_fetch(m->cmos, bank, index, error);
		cmos_unlock(m);
	}
	*byte = bank->byte[index];
	return code;
}

static int cmos_settle(const u8 *bank, struct cmos_checksum *check, bool force,
		       struct smi_error *error)
{
	bool possible = cmos_checksum_is_possible(check);

	if (cmos_checksum_settle(bank, check) || (force && possible))
		return SMI_OK;
	return error_set(error, SMI_FAILED, possible ? HINT_CMOS_CHECKSUM : HINT_NONE,
			 "the checksum of CMOS at index 0x%02x of port 0x%x is wrong before any change, or its type or place is unknown",
			 check->at, check->ports.index);
}

/* Read what a checksum counts and where it is kept, and find its type. */
static int cmos_prepare(struct machine *m, struct cmos_bank *bank, struct cmos_checksum *check,
			bool force, struct smi_error *error)
{
	unsigned int end = cmos_bank_size(bank->ports);
	int code = SMI_OK;
	u8 byte;

	for (unsigned int i = check->start; i <= check->end && !code; i++)
		code = cmos_read(m, bank->ports, i, &byte, error);
	for (unsigned int i = check->at; i <= check->at + 1U && i < end && !code; i++)
		code = cmos_read(m, bank->ports, i, &byte, error);
	return code ? code : cmos_settle(bank->byte, check, force, error);
}

/*
 * The checksums that a change concerns: one that changes may lie in the range
 * of another. Others, right or wrong, stay as they are.
 */
static int cmos_choose(struct machine *m, struct cmos_bank *bank,
		       const struct cmos_change *change, struct cmos_checksum *checks,
		       size_t count, struct cmos_checksum *mine, size_t *n_mine,
		       struct smi_error *error)
{
	bool changed[256] = { }, taken[CMOS_CHECKSUMS] = { }, more;

	memset(changed + change->first, true, change->length);
	*n_mine = 0;
	do {
		more = false;
		for (size_t i = 0; i < count; i++) {
			struct cmos_checksum *k = &checks[i];
			int code;

			if (taken[i] || k->ports.index != bank->ports.index ||
			    !cmos_checksum_is_concerned(k, changed))
				continue;
			code = cmos_prepare(m, bank, k, change->force, error);
			if (code)
				return code;
			changed[k->at] = true;
			if (cmos_checksum_is_word(k))
				changed[k->at + 1] = true;
			mine[(*n_mine)++] = *k;
			taken[i] = true;
			more = true;
		}
	} while (more);
	return SMI_OK;
}

static int cmos_write_byte(struct machine *m, struct cmos_bank *bank, u8 index, u8 byte,
			   struct smi_error *error)
{
	struct cmos *cmos = m->cmos;
	char text[64];
	u8 back;

	snprintf(text, sizeof(text), "port 0x%x: index 0x%02x, 0x%02x", bank->ports.index, index,
		 byte);
	trace_text(&m->options.trace, m->options.dry_run, "write", cmos->path, text);
	if (m->options.dry_run)
		return SMI_OK;
	if (!cmos_port_write(cmos->fd, bank->ports, index, byte, &back))
		return error_errno(error, errno, "write", cmos->path);
	if (back != byte)
		return error_set(error, SMI_FAILED, HINT_CMOS_LOCKED,
				 "CMOS index 0x%02x of port 0x%x reads back 0x%02x, not 0x%02x",
				 index, bank->ports.index, back, byte);
	return SMI_OK;
}

/* Sets back what a change that failed at index @last has written. */
static void cmos_undo(struct cmos *cmos, struct cmos_bank *bank, const u8 *wanted,
		      unsigned int last, struct smi_error *error)
{
	enum smi_hint hint = error->hint;

	for (unsigned int i = 0; i <= last; i++) {
		u8 old = bank->byte[i], back;

		if (!bank->had[i] || old == wanted[i])
			continue;
		if (!cmos_port_write(cmos->fd, bank->ports, i, old, &back) || back != old)
			error_set(error, error->code, hint,
				  "%s; CMOS index 0x%02x of port 0x%x could not be set back to 0x%02x, its checksum may be wrong now",
				  error->what, i, bank->ports.index, old);
	}
	memset(bank->had, 0, sizeof(bank->had));
}

/* Bytes that differ, lowest first, and back; all or none. */
static int cmos_write_out(struct machine *m, struct cmos_bank *bank, const u8 *wanted,
			  struct smi_error *error)
{
	int code = SMI_OK;

	/* A setting without its checksum is worse than none. */
	if (!m->options.dry_run)
		signals_hold(NULL);
	for (unsigned int i = 0; i < 256 && !code; i++) {
		if (!bank->had[i] || bank->byte[i] == wanted[i])
			continue;
		code = cmos_write_byte(m, bank, i, wanted[i], error);
		if (code)
			cmos_undo(m->cmos, bank, wanted, i, error);
	}
	if (!code && !m->options.dry_run)
		memcpy(bank->byte, wanted, sizeof(bank->byte));
	return code;
}

/* Read, change, make right, write; the lock is held. */
static int cmos_change_bank(struct machine *m, struct cmos_bank *bank,
			    const struct cmos_change *change, struct cmos_checksum *checks,
			    size_t count, struct smi_error *error)
{
	struct cmos_checksum mine[CMOS_CHECKSUMS];
	u8 wanted[256], asked[256], byte;
	int code = SMI_OK;
	size_t n_mine;

	for (size_t i = 0; i < change->length && !code; i++)
		code = cmos_read(m, change->ports, change->first + i, &byte, error);
	if (!code)
		code = cmos_choose(m, bank, change, checks, count, mine, &n_mine, error);
	if (code)
		return code;
	memcpy(wanted, bank->byte, sizeof(wanted));
	for (size_t i = 0; i < change->length; i++) {
		u8 *to = &wanted[change->first + i];

		*to = (*to & change->keep) | change->bytes[i];
	}
	memcpy(asked, wanted, sizeof(asked));
	if (!cmos_checksum_repair(wanted, mine, n_mine) ||
	    memcmp(asked + change->first, wanted + change->first, change->length))
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "the checksums of CMOS contradict each other, or the value to be written");
	return cmos_write_out(m, bank, wanted, error);
}

int cmos_write(struct machine *m, const struct cmos_change *change,
	       struct cmos_checksum *checks, size_t count, struct smi_error *error)
{
	size_t end = change->first + change->length;
	int code;

	if (m->options.tables_dir && !m->options.dry_run)
		return error_set(error, SMI_USAGE, HINT_OTHER_MACHINE,
				 "%s is a dump of another machine and is not changed",
				 m->options.tables_dir);
	if (count > CMOS_CHECKSUMS)
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "more than %d checked ranges of CMOS", CMOS_CHECKSUMS);
	if (change->ports.index == CMOS_CLOCK_PORT && change->first < CMOS_CLOCK_END)
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "index 0x%02x of port 0x%x belongs to the clock", change->first,
				 change->ports.index);
	code = cmos_check_ports(change->ports, end ? end - 1 : 0, error);
	if (!code)
		code = cmos_lock(m, error);
	if (code)
		return code;
	code = cmos_change_bank(m, cmos_bank_of(m->cmos, change->ports), change, checks, count,
				error);
	cmos_unlock(m);
	return code;
}

void cmos_free(struct cmos *cmos)
{
	if (!cmos)
		return;
	if (cmos->fd >= 0)
		close(cmos->fd);
	free(cmos->path);
	free(cmos->dump);
	free(cmos);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CMOS: bytes behind an index and a data port, of this machine through
 * /dev/port, or of a dump's cmos.dat (256 bytes for each number of the index
 * port). Ports other than those of CMOS and the registers of the clock are
 * never written, whatever the tables say.
 */
#ifndef LIB_CMOS_H
#define LIB_CMOS_H

#include "cmos_checksum.h"
#include "error.h"

struct cmos;
struct machine;

/**
 * struct cmos_change - what is to be in a bank
 * @ports: the bank
 * @first: index of the first byte
 * @keep: bits of each byte that stay as they are
 * @bytes: the other bits
 * @length: how many bytes
 * @force: also when a checksum is wrong before
 */
struct cmos_change {
	struct cmos_ports ports;
	u8 first, keep;
	const u8 *bytes;
	size_t length;
	bool force;
};

/*
 * Whether there is a CMOS to read: false for a directory of tables without
 * cmos.dat. Of this machine it is only known after an attempt.
 */
bool cmos_is_there(const struct machine *m);

/**
 * cmos_lock() - keep other runs of this program away
 * @m: machine
 *
 * One lock for a batch; may be nested. The outermost forgets what was read
 * before it. Nothing to do for a dump. The kernel's own users of the clock
 * cannot be kept away.
 *
 * Return: SMI_OK, SMI_BUSY, SMI_PERMISSION, SMI_NOT_FOUND without /dev/port
 */
int cmos_lock(struct machine *m, struct smi_error *error);
void cmos_unlock(struct machine *m);

/**
 * cmos_read() - one byte, read from the hardware once in a run
 * @m: machine
 * @ports: the bank
 * @index: of the byte
 * @byte: the byte
 *
 * Return: SMI_OK, as cmos_lock(), SMI_FAILED for ports that are not CMOS, an
 * index past the bank or past the dump, or a byte that does not stay the same
 */
int cmos_read(struct machine *m, struct cmos_ports ports, u8 index, u8 *byte,
	      struct smi_error *error);

/**
 * cmos_write() - bytes, with every checksum that counts them
 * @m: machine
 * @change: what is to be there
 * @checks: of all banks; the type of one is changed when only another fits
 * @count: of @checks
 *
 * The bank is read, changed, written and read back under one lock. When that
 * fails, the bytes that were written are set back, and the error names those
 * that could not be. In a dry run each write is a recorded step.
 *
 * Return: SMI_OK or as cmos_read(); SMI_USAGE with the tables of another
 * machine; SMI_FAILED with HINT_CMOS_CHECKSUM for a checksum that is wrong
 * before, HINT_CMOS_LOCKED for a byte that does not change
 */
int cmos_write(struct machine *m, const struct cmos_change *change,
	       struct cmos_checksum *checks, size_t count, struct smi_error *error);

/* Takes NULL. */
void cmos_free(struct cmos *cmos);

#endif /* LIB_CMOS_H */

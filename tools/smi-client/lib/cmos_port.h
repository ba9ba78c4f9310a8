/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One byte of CMOS at a time, through /dev/port. */
#ifndef LIB_CMOS_PORT_H
#define LIB_CMOS_PORT_H

#include "cmos_checksum.h"
#include "error.h"

/* Opens @path; SMI_PERMISSION under lockdown, SMI_NOT_FOUND without the file. */
int cmos_port_open(const char *path, int *fd, struct smi_error *error);

/*
 * Each leaves the index of the clock's ports where the kernel leaves it. Both
 * return false with errno; EBUSY when the byte does not stay the same.
 */
bool cmos_port_read(int fd, struct cmos_ports ports, u8 index, u8 *byte);
/* @back: what is there afterwards. */
bool cmos_port_write(int fd, struct cmos_ports ports, u8 index, u8 byte, u8 *back);

#endif /* LIB_CMOS_PORT_H */

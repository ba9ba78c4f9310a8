// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One byte of CMOS: index to one port, value through the next.
 *
 * The kernel's own users of the clock chip cannot be kept out from here: its
 * rtc_lock is not to be had in user space. So index and value are written in
 * one system call, and a byte counts when it was read twice alike.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "cmos_port.h"
#include "file.h"

#define ATTEMPTS	10
#define KERNEL_INDEX	0x0D	/* register D, where the kernel leaves it */

int cmos_port_open(const char *path, int *fd, struct smi_error *error)
{
	int code = file_open(path, O_RDWR, fd, error);

	if (code && error->err == EPERM)
		return error_hint(error, HINT_LOCKDOWN_CMOS);
	if (code == SMI_NOT_FOUND)
		return error_hint(error, HINT_RUN_ON_HOST);
	return code;
}

static void cmos_port_restore(int fd, struct cmos_ports ports)
{
	const u8 index = KERNEL_INDEX;
	int err = errno;

	/* When this write fails, the next access says so. */
	if (ports.index == CMOS_CLOCK_PORT)
		(void)!pwrite(fd, &index, 1, ports.index);
	errno = err;
}

static bool cmos_port_get(int fd, struct cmos_ports ports, u8 index, u8 *byte)
{
	return pwrite(fd, &index, 1, ports.index) == 1 && pread(fd, byte, 1, ports.data) == 1;
}

static bool cmos_port_read_twice(int fd, struct cmos_ports ports, u8 index, u8 *byte)
{
	u8 before, now;

	if (!cmos_port_get(fd, ports, index, &before))
		return false;
	for (int i = 1; i < ATTEMPTS; i++) {
		if (!cmos_port_get(fd, ports, index, &now))
			return false;
		if (now == before) {
			*byte = now;
			return true;
		}
		before = now;
	}
	errno = EBUSY;
	return false;
}

bool cmos_port_read(int fd, struct cmos_ports ports, u8 index, u8 *byte)
{
	bool done = cmos_port_read_twice(fd, ports, index, byte);

	cmos_port_restore(fd, ports);
	return done;
}

bool cmos_port_write(int fd, struct cmos_ports ports, u8 index, u8 byte, u8 *back)
{
	const u8 pair[2] = { index, byte };
	bool done = pwrite(fd, pair, 2, ports.index) == 2 &&
		    cmos_port_read_twice(fd, ports, index, back);

	cmos_port_restore(fd, ports);
	return done;
}

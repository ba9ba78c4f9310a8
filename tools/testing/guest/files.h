/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's files, for the programs that disturb the driver: each function
 * opens one, does one thing and closes it, and returns bytes (0 for numbers
 * read) or a negative errno.
 */
#ifndef _FILES_H
#define _FILES_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define DCDBAS_DIR	"/sys/devices/platform/dcdbas/"
#define DRIVER_DIR	"/sys/bus/platform/drivers/dcdbas/"

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

static inline ssize_t put(const char *path, const void *data, size_t len,
			  off_t pos)
{
	int fd = open(path, O_WRONLY);
	ssize_t ret = fd < 0 ? -errno : 0;

	if (fd >= 0) {
		/* Some files of other drivers take no offset. */
		ret = pos ? pwrite(fd, data, len, pos) : write(fd, data, len);
		ret = ret < 0 ? -errno : ret;
		close(fd);
	}
	return ret;
}

static inline ssize_t get(const char *path, void *data, size_t len, off_t pos)
{
	int fd = open(path, O_RDONLY);
	ssize_t ret = fd < 0 ? -errno : 0;

	if (fd >= 0) {
		ret = pread(fd, data, len, pos);
		ret = ret < 0 ? -errno : ret;
		close(fd);
	}
	return ret;
}

/* With the newline of echo, or the NUL of libsmbios; returns the length. */
static inline size_t format_number(char *text, size_t size,
				   unsigned int number)
{
	return snprintf(text, size, "%u%c", number, number % 2 ? '\n' : 0);
}

/* -EPROTO for anything but digits and a newline. */
static inline ssize_t parse_number(const char *text, int base,
				   unsigned long *number)
{
	char *end;

	*number = strtoul(text, &end, base);
	return end > text && !strcmp(end, "\n") ? 0 : -EPROTO;
}

static inline ssize_t put_number(const char *path, unsigned int number)
{
	char text[16];

	return put(path, text, format_number(text, sizeof(text), number), 0);
}

static inline ssize_t get_number(const char *path, int base,
				 unsigned long *number)
{
	char text[32] = "";
	ssize_t ret = get(path, text, sizeof(text) - 1, 0);

	return ret < 0 ? ret : parse_number(text, base, number);
}

static inline ssize_t bind_driver(void)
{
	return put(DRIVER_DIR "bind", "dcdbas", strlen("dcdbas"), 0);
}

static inline ssize_t unbind_driver(void)
{
	return put(DRIVER_DIR "unbind", "dcdbas", strlen("dcdbas"), 0);
}

#endif /* _FILES_H */

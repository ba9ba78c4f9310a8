/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the driver's error numbers mean, for all ways to it. */
#ifndef LIB_DRIVER_ERROR_H
#define LIB_DRIVER_ERROR_H

#include "error.h"

/**
 * driver_error() - a system call on a file of the driver failed
 * @error: filled in
 * @err: errno
 * @verb: "open", "read", "write", "ioctl"
 * @path: the file
 * @request: it was a request to raise an SMI
 *
 * Return: the code
 */
int driver_error(struct smi_error *error, int err, const char *verb, const char *path,
		 bool request);

#endif /* LIB_DRIVER_ERROR_H */

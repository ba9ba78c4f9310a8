/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files: the one reader of whole files, devices, and files that are replaced. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include "error.h"

/*
 * Occupies each of descriptors 0 to 2 that is closed, so that no device is ever
 * opened as one of them; reading and writing there still fails with EBADF.
 * Called before anything else. Returns false when that is not possible.
 */
bool file_secure_standard(void);

/**
 * file_open() - open a device or an attribute
 * @path: file
 * @flags: as for open(2); O_CLOEXEC is added
 * @fd: a descriptor that is not 0, 1 or 2
 *
 * Return: SMI_OK, or as error_errno()
 */
int file_open(const char *path, int flags, int *fd, struct smi_error *error);

/**
 * file_read() - all of a file
 * @path: file, "-" for standard input
 * @max: largest size, in bytes; a larger file is SMI_FAILED
 * @data: to be freed by the caller; never NULL on success; a zero byte follows
 * @length: in bytes, without that zero
 *
 * A pipe that has a name is SMI_FAILED: there may be nobody at its other end.
 *
 * Return: SMI_OK, or as error_errno()
 */
int file_read(const char *path, size_t max, u8 **data, size_t *length, struct smi_error *error);

/*
 * @code and @error of a file that somebody named: one that is not there is
 * SMI_FAILED, since SMI_NOT_FOUND is said of machine and driver. To be root is
 * no advice for one that cannot be opened: another name may be meant.
 */
int file_named(int code, struct smi_error *error);

/**
 * file_replace() - write a file whole or not at all
 * @path: file; what was there stays when anything fails
 * @data: content
 * @length: in bytes
 *
 * Writes a temporary file in the same directory, syncs it and renames it. Owner
 * and mode of what was there stay, and so does a link of this user; one that
 * leads nowhere is SMI_FAILED.
 *
 * Return: SMI_OK, or as error_errno() and file_named()
 */
int file_replace(const char *path, const void *data, size_t length, struct smi_error *error);

/**
 * file_create() - write a new file whole or not at all
 * @path: file that is not there yet
 * @data: content
 * @length: in bytes
 *
 * As file_replace(), but nothing that is there is ever replaced.
 *
 * Return: SMI_OK, SMI_FAILED with HINT_NEW_FILE when there is something, or as
 * error_errno() and file_named()
 */
int file_create(const char *path, const void *data, size_t length, struct smi_error *error);

/* What can be known of this before: nothing is there, the directory can be written. */
int file_check_new(const char *path, struct smi_error *error);

/*
 * The first line of a small file below a directory, without its newline, cut to
 * @size; false when there is none.
 */
bool file_line(const char *dir, const char *name, char *to, size_t size);

#endif /* LIB_FILE_H */

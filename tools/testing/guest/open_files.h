/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's files, kept open by a thread for a while, so that some are open
 * when the driver goes. As in files.h, what comes back is bytes or a negative
 * errno.
 */
#ifndef _OPEN_FILES_H
#define _OPEN_FILES_H

#include <stdbool.h>

#include "files.h"

#define MAX_USES	16

enum attribute {
	DATA, ADDRESS, SIZE, REQUEST, ACTION, TYPE, ON_SHUTDOWN, ATTRIBUTES
};

static const char *const paths[ATTRIBUTES] = {
	[DATA] = DCDBAS_DIR "smi_data",
	[ADDRESS] = DCDBAS_DIR "smi_data_buf_phys_addr",
	[SIZE] = DCDBAS_DIR "smi_data_buf_size",
	[REQUEST] = DCDBAS_DIR "smi_request",
	[ACTION] = DCDBAS_DIR "host_control_action",
	[TYPE] = DCDBAS_DIR "host_control_smi_type",
	[ON_SHUTDOWN] = DCDBAS_DIR "host_control_on_shutdown",
};

struct open_files {
	int reader[ATTRIBUTES], writer[ATTRIBUTES];	/* plus 1, while open */
	unsigned int uses;
};

/* What came of using a file, which is closed when it is dead. */
static inline ssize_t use_open_file(struct open_files *files, int *fd,
				    ssize_t ret)
{
	ret = ret < 0 ? -errno : ret;
	if (*fd && (ret == -ENODEV || !(++files->uses % MAX_USES))) {
		close(*fd - 1);
		*fd = 0;
	}
	return ret;
}

static inline ssize_t write_open_file(struct open_files *files,
				      enum attribute which, const void *data,
				      size_t len, off_t pos)
{
	int *fd = &files->writer[which];

	if (!*fd)
		*fd = open(paths[which], O_WRONLY) + 1;
	return use_open_file(files, fd,
			     *fd ? pwrite(*fd - 1, data, len, pos) : -1);
}

static inline ssize_t read_open_file(struct open_files *files,
				     enum attribute which, void *data,
				     size_t len, off_t pos)
{
	int *fd = &files->reader[which];

	if (!*fd)
		*fd = open(paths[which], O_RDONLY) + 1;
	return use_open_file(files, fd,
			     *fd ? pread(*fd - 1, data, len, pos) : -1);
}

static inline ssize_t write_number(struct open_files *files,
				   enum attribute which, unsigned int number)
{
	char text[16];

	return write_open_file(files, which, text,
			       format_number(text, sizeof(text), number), 0);
}

static inline ssize_t read_number(struct open_files *files,
				  enum attribute which, int base,
				  unsigned long *number)
{
	char text[32] = "";
	ssize_t ret = read_open_file(files, which, text, sizeof(text) - 1, 0);

	return ret < 0 ? ret : parse_number(text, base, number);
}

static inline void close_open_files(struct open_files *files)
{
	for (size_t i = 0; i < ATTRIBUTES; i++) {
		if (files->reader[i])
			close(files->reader[i] - 1);
		if (files->writer[i])
			close(files->writer[i] - 1);
	}
}

#endif /* _OPEN_FILES_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The driver's files, kept open by a thread for a while, so that some are open
 * when the driver goes. As in files.h, what comes back is bytes or a negative
 * errno.
 */
#ifndef _KEPT_H
#define _KEPT_H

#include <stdbool.h>

#include "files.h"

#define KEPT_USES	16

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

struct kept {
	int reader[ATTRIBUTES], writer[ATTRIBUTES];	/* plus 1, while open */
	unsigned int uses;
};

/* What came of using a file, which is closed when it is dead. */
static inline ssize_t use_kept(struct kept *kept, int *fd, ssize_t ret)
{
	ret = ret < 0 ? -errno : ret;
	if (*fd && (ret == -ENODEV || !(++kept->uses % KEPT_USES))) {
		close(*fd - 1);
		*fd = 0;
	}
	return ret;
}

static inline ssize_t write_kept(struct kept *kept, enum attribute which,
				 const void *data, size_t len, off_t pos)
{
	int *fd = &kept->writer[which];

	if (!*fd)
		*fd = open(paths[which], O_WRONLY) + 1;
	return use_kept(kept, fd, *fd ? pwrite(*fd - 1, data, len, pos) : -1);
}

static inline ssize_t read_kept(struct kept *kept, enum attribute which,
				void *data, size_t len, off_t pos)
{
	int *fd = &kept->reader[which];

	if (!*fd)
		*fd = open(paths[which], O_RDONLY) + 1;
	return use_kept(kept, fd, *fd ? pread(*fd - 1, data, len, pos) : -1);
}

static inline ssize_t write_number(struct kept *kept, enum attribute which,
				   unsigned int number)
{
	char text[16];

	return write_kept(kept, which, text,
			  format_number(text, sizeof(text), number), 0);
}

static inline ssize_t read_number(struct kept *kept, enum attribute which,
				  int base, unsigned long *number)
{
	char text[32] = "";
	ssize_t ret = read_kept(kept, which, text, sizeof(text) - 1, 0);

	return ret < 0 ? ret : parse_number(text, base, number);
}

static inline void close_kept(struct kept *kept)
{
	for (size_t i = 0; i < ATTRIBUTES; i++) {
		if (kept->reader[i])
			close(kept->reader[i] - 1);
		if (kept->writer[i])
			close(kept->writer[i] - 1);
	}
}

#endif /* _KEPT_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between sysfs.c (accesses) and sysfs_request.c (requests made of them). */
#ifndef LIB_SYSFS_H
#define LIB_SYSFS_H

#include "transport.h"

/**
 * struct sysfs - open files
 * @t: functions; first member
 * @sysfs: stands for /sys
 * @timeout_ms: longest wait for a lock
 * @data: smi_data
 * @request: smi_request
 * @data_path: of @data
 * @request_path: of @request
 * @depth: how often the lock was taken
 * @size: of the buffer, at least, while the lock is held
 * @address: physical address of the buffer while the lock is held, else 0
 */
struct sysfs {
	struct transport t;
	const char *sysfs;
	unsigned int timeout_ms;
	int data, request;
	char *data_path, *request_path;
	unsigned int depth;
	size_t size;
	u32 address;
};

static inline struct sysfs *sysfs_of(struct transport *t)
{
	return (struct sysfs *)t;
}

/* Members of struct transport_ops. */
int sysfs_lock(struct transport *t, struct smi_error *error);
void sysfs_unlock(struct transport *t);
int sysfs_call(struct transport *t, const struct smi_port *port, struct ci_call *call,
	       struct smi_error *error);
int sysfs_raw(struct transport *t, struct smi_cmd *cmd, u8 *data, size_t length, bool calling,
	      struct smi_error *error);

/*
 * With the lock held: bytes of smi_data, a request, the physical address of at
 * least @size bytes. Errors as driver_error().
 */
int sysfs_pwrite(struct sysfs *s, size_t offset, const void *data, size_t length, bool secret,
		 struct smi_error *error);
int sysfs_pread(struct sysfs *s, size_t offset, void *data, size_t length, bool secret,
		struct smi_error *error);
int sysfs_trigger(struct sysfs *s, unsigned int request, struct smi_error *error);
int sysfs_address(struct sysfs *s, size_t size, u32 *address, struct smi_error *error);

#endif /* LIB_SYSFS_H */

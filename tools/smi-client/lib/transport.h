/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a request reaches the driver: a struct of functions. sysfs.c uses the
 * driver's files, chardev.c /dev/dcdbas for calls (and the files for the rest),
 * recorder.c is the dry run: it lets through what only reads and reports the
 * other steps instead of doing them.
 */
#ifndef LIB_TRANSPORT_H
#define LIB_TRANSPORT_H

#include <linux/dcdbas.h>

#include "calling_interface.h"
#include "error.h"
#include "trace.h"

struct transport;

/* Numbers that the driver shows in files of sysfs. */
enum attribute {
	ATTR_BUFFER_ADDRESS,		/* smi_data_buf_phys_addr */
	ATTR_BUFFER_SIZE,		/* smi_data_buf_size */
	ATTR_HC_ACTION,			/* host_control_action */
	ATTR_HC_SMI_TYPE,
	ATTR_HC_ON_SHUTDOWN,
};

/**
 * struct smi_port - how this machine's firmware is reached (SMBIOS type 218)
 * @port: I/O port
 * @code: byte to write there
 */
struct smi_port {
	u16 port;
	u8 code;
};

/**
 * struct transport_ops - one way to the driver
 * @name: "sysfs", "device", "recorder"
 * @lock: others are kept out until @unlock; may be nested: one lock for a
 *	batch of calls
 * @unlock: end of the batch
 * @call: one call of the calling interface. Buffers of @call are sent as they
 *	are; secret ones are wiped from the driver's buffer, whatever happens
 * @raw: request 1 (@calling) or 2: header and @length bytes of data, replaced
 *	by what comes back
 * @clear: zero the buffer
 * @read: @length bytes of the buffer from @offset on
 * @write: the same; grows the buffer
 * @get: a number from a file
 * @set: write one
 * @free: close and free
 *
 * Each returns SMI_OK or the code of @error: SMI_NOT_FOUND without the driver,
 * SMI_PERMISSION, SMI_BUSY, SMI_FAILED.
 */
struct transport_ops {
	const char *name;
	int (*lock)(struct transport *t, struct smi_error *error);
	void (*unlock)(struct transport *t);
	int (*call)(struct transport *t, const struct smi_port *port, struct ci_call *call,
		    struct smi_error *error);
	int (*raw)(struct transport *t, struct smi_cmd *cmd, u8 *data, size_t length, bool calling,
		   struct smi_error *error);
	int (*clear)(struct transport *t, struct smi_error *error);
	int (*read)(struct transport *t, size_t offset, void *data, size_t length,
		    struct smi_error *error);
	int (*write)(struct transport *t, size_t offset, const void *data, size_t length,
		     struct smi_error *error);
	int (*get)(struct transport *t, enum attribute attribute, u64 *value,
		   struct smi_error *error);
	int (*set)(struct transport *t, enum attribute attribute, u64 value,
		   struct smi_error *error);
	void (*free)(struct transport *t);
};

/**
 * struct transport - an open way to the driver; the first member of each kind
 * @ops: its functions
 * @trace: who is told of each step
 */
struct transport {
	const struct transport_ops *ops;
	const struct trace *trace;
};

/**
 * struct transport_options - what a transport is made of
 * @sysfs: stands for /sys
 * @dev: stands for /dev
 * @timeout_ms: longest wait for a lock
 * @trace: who is told of each step; outlives the transport
 */
struct transport_options {
	const char *sysfs, *dev;
	unsigned int timeout_ms;
	const struct trace *trace;
};

/* Files are opened when first needed: making a transport does not fail. */
struct transport *sysfs_new(const struct transport_options *options);
/* Takes over @files, which serves everything but calls; not when it returns NULL. */
struct transport *chardev_new(const struct transport_options *options, struct transport *files);
/* Whether the node is there and can be opened. */
bool chardev_is_there(const struct transport_options *options);
/* Takes over @inner. */
struct transport *recorder_new(const struct transport_options *options, struct transport *inner);

/* "host_control_action" and the like. */
const char *sysfs_attribute_name(enum attribute attribute);
/* Path of an attribute below @sysfs, to be freed by the caller. */
char *sysfs_path(const char *sysfs, const char *attribute);

#endif /* LIB_TRANSPORT_H */

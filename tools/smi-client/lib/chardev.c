// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /dev/dcdbas: one call by one ioctl, in the format of linux/wmi.h. The driver
 * makes offsets into addresses, serialises callers and wipes its copy. The
 * files of sysfs serve everything that is no call.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver_error.h"
#include "file.h"
#include "lock.h"
#include "transport.h"

/* Defines names that calling_interface.h has too. */
#include <linux/wmi.h>

/* Offsets are counted from the call on: what lies before the first buffer. */
#define DATA_OFFSET	(sizeof(struct dell_wmi_smbios_buffer) - sizeof(__u64))
#define LENGTH_MAX	(1024 * 1024)

/**
 * struct chardev - the open node
 * @t: functions; first member
 * @files: serves everything but calls
 * @path: of the node
 * @fd: the node, -1 before it is needed
 * @timeout_ms: longest wait for the lock
 * @depth: how often the lock was taken
 * @message: memory for one call
 * @length: of @message in bytes, as the driver wants it
 */
struct chardev {
	struct transport t;
	struct transport *files;
	char *path;
	int fd;
	unsigned int timeout_ms, depth;
	struct dell_wmi_smbios_buffer *message;
	u64 length;
};

static struct chardev *chardev_of(struct transport *t)
{
	return (struct chardev *)t;
}

static struct transport *files_of(struct transport *t)
{
	return chardev_of(t)->files;
}

static char *chardev_path(const struct transport_options *options)
{
	char *path;

	return asprintf(&path, "%s/dcdbas", options->dev) < 0 ? NULL : path;
}

bool chardev_is_there(const struct transport_options *options)
{
	char *path = chardev_path(options);
	struct stat st;
	bool there = path && !stat(path, &st) && S_ISCHR(st.st_mode) &&
		     !faccessat(AT_FDCWD, path, R_OK, AT_EACCESS);

	free(path);
	return there;
}

static int chardev_failed(struct chardev *c, int err, const char *verb, struct smi_error *error)
{
	bool request = !strcmp(verb, "ioctl");

	if (!request && (err == ENOENT || err == ENXIO))
		return error_set(error, SMI_NOT_FOUND, HINT_LOAD_DRIVER,
				 "cannot open %s: the driver is not loaded, or has no device node",
				 c->path);
	/* The node survives the driver, and needs no buffer in smi_data. */
	return driver_error(error, err, verb, c->path, request && err != ENODEV);
}

static int chardev_open(struct chardev *c, struct smi_error *error)
{
	u64 length = 0;

	if (c->message)
		return SMI_OK;
	if (c->fd < 0 && file_open(c->path, O_RDONLY | O_NONBLOCK | O_NOCTTY, &c->fd, error)) {
		c->fd = -1;
		return chardev_failed(c, error->err, "open", error);
	}
	errno = 0;
	if (read(c->fd, &length, sizeof(length)) != sizeof(length))
		return chardev_failed(c, errno ? errno : EIO, "read", error);
	if (length < sizeof(*c->message) || length > LENGTH_MAX)
		return error_set(error, SMI_FAILED, HINT_DRIVER_LOG,
				 "%s: %llu bytes are no size of a call", c->path,
				 (unsigned long long)length);
	c->length = length;
	c->message = calloc(1, length);
	return c->message ? SMI_OK : error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
}

/* Calls of others are kept out by the driver; a batch of calls by this. */
static int chardev_lock(struct transport *t, struct smi_error *error)
{
	struct chardev *c = chardev_of(t);
	int code;

	if (c->depth) {
		c->depth++;
		return SMI_OK;
	}
	code = chardev_open(c, error);
	if (code)
		return code;
	trace_text(t->trace, false, "lock", c->path, NULL);
	code = lock_take(c->fd, c->path, lock_deadline(c->timeout_ms), error);
	if (!code)
		c->depth = 1;
	return code;
}

static void chardev_unlock(struct transport *t)
{
	struct chardev *c = chardev_of(t);

	if (c->depth && !--c->depth)
		lock_release(c->fd);
}

/* The call and its buffers, one after the other; @used is how much of @message. */
static int chardev_compose(struct chardev *c, const struct ci_call *call, size_t *used,
			   struct smi_error *error)
{
	struct dell_wmi_smbios_buffer *m = c->message;
	size_t at = 0, room = c->length - sizeof(*m);
	struct smi_calling_interface ci = call->ci;
	u32 attributes = 0;

	for (size_t i = 0; i < 4; i++) {
		const struct ci_buffer *b = &call->buffer[i];

		if (!b->data)
			continue;
		if (b->size > room - at)
			return error_set(error, SMI_USAGE, HINT_BUFFER_SIZE,
					 "the buffers of the call do not fit into %zu bytes", room);
		ci.arg[i] = DATA_OFFSET + at;
		attributes |= 1u << 8 * i;
		memcpy(m->ext.data + at, b->data, b->size);
		at += b->size;
	}
	m->length = c->length;
	memcpy(&m->std, &ci, sizeof(ci));
	m->ext.argattrib = attributes;
	m->ext.blength = at;
	*used = sizeof(*m) + at;
	return SMI_OK;
}

static void chardev_take_answer(const struct chardev *c, struct ci_call *call)
{
	size_t at = 0;

	memcpy(call->ci.res, (const u8 *)&c->message->std +
	       offsetof(struct smi_calling_interface, res), sizeof(call->ci.res));
	for (size_t i = 0; i < 4; i++) {
		struct ci_buffer *b = &call->buffer[i];

		if (!b->data)
			continue;
		memcpy(b->data, c->message->ext.data + at, b->size);
		at += b->size;
	}
}

static int chardev_call(struct transport *t, const struct smi_port *port, struct ci_call *call,
			struct smi_error *error)
{
	struct chardev *c = chardev_of(t);
	size_t used = 0;
	int code = chardev_lock(t, error);

	/* The driver knows the port. */
	(void)port;
	if (code)
		return code;
	if (!ci_is_read(&call->ci))
		signals_hold(NULL);
	code = chardev_compose(c, call, &used, error);
	if (!code) {
		trace_bytes(t->trace, false, "ioctl", c->path, 0, c->message, used, call->secret);
		if (ioctl(c->fd, DELL_WMI_SMBIOS_CMD, c->message))
			code = chardev_failed(c, errno, "ioctl", error);
	}
	if (!code) {
		chardev_take_answer(c, call);
		trace_bytes(t->trace, false, "answer", c->path, 0, c->message, used, call->secret);
	}
	explicit_bzero(c->message, used);
	chardev_unlock(t);
	return code;
}

static int chardev_raw(struct transport *t, struct smi_cmd *cmd, u8 *data, size_t length,
		       bool calling, struct smi_error *error)
{
	return files_of(t)->ops->raw(files_of(t), cmd, data, length, calling, error);
}

static int chardev_clear(struct transport *t, struct smi_error *error)
{
	return files_of(t)->ops->clear(files_of(t), error);
}

static int chardev_read(struct transport *t, size_t offset, void *data, size_t length,
			struct smi_error *error)
{
	return files_of(t)->ops->read(files_of(t), offset, data, length, error);
}

static int chardev_write(struct transport *t, size_t offset, const void *data, size_t length,
			 struct smi_error *error)
{
	return files_of(t)->ops->write(files_of(t), offset, data, length, error);
}

static int chardev_get(struct transport *t, enum attribute attribute, u64 *value,
		       struct smi_error *error)
{
	return files_of(t)->ops->get(files_of(t), attribute, value, error);
}

static int chardev_set(struct transport *t, enum attribute attribute, u64 value,
		       struct smi_error *error)
{
	return files_of(t)->ops->set(files_of(t), attribute, value, error);
}

static void chardev_free(struct transport *t)
{
	struct chardev *c = chardev_of(t);

	c->files->ops->free(c->files);
	if (c->fd >= 0)
		close(c->fd);
	free(c->message);
	free(c->path);
	free(c);
}

static const struct transport_ops chardev_ops = {
	.name = "device",
	.lock = chardev_lock,
	.unlock = chardev_unlock,
	.call = chardev_call,
	.raw = chardev_raw,
	.clear = chardev_clear,
	.read = chardev_read,
	.write = chardev_write,
	.get = chardev_get,
	.set = chardev_set,
	.free = chardev_free,
};

struct transport *chardev_new(const struct transport_options *options, struct transport *files)
{
	struct chardev *c = calloc(1, sizeof(*c));
	char *path = chardev_path(options);

	if (!c || !path) {
		free(path);
		free(c);
		return NULL;
	}
	*c = (struct chardev){
		.t = { .ops = &chardev_ops, .trace = options->trace },
		.files = files, .path = path, .fd = -1, .timeout_ms = options->timeout_ms,
	};
	return &c->t;
}

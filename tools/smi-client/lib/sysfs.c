// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The driver's files in sysfs: accesses to each. A request takes several accesses, so both locks
 * are held: the kernel's document says to lock smi_data, libsmbios locks
 * smi_request. Always in this order.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver_error.h"
#include "file.h"
#include "lock.h"
#include "parse.h"
#include "sysfs.h"

static const struct {
	const char *name;
	int base;
} sysfs_attributes[] = {
	[ATTR_BUFFER_ADDRESS] = { "smi_data_buf_phys_addr", 16 },
	[ATTR_BUFFER_SIZE] = { "smi_data_buf_size", 10 },
	[ATTR_HC_ACTION] = { "host_control_action", 10 },
	[ATTR_HC_SMI_TYPE] = { "host_control_smi_type", 10 },
	[ATTR_HC_ON_SHUTDOWN] = { "host_control_on_shutdown", 10 },
};

const char *sysfs_attribute_name(enum attribute attribute)
{
	return sysfs_attributes[attribute].name;
}

char *sysfs_path(const char *sysfs, const char *attribute)
{
	char *path;

	return asprintf(&path, "%s/devices/platform/dcdbas/%s", sysfs, attribute) < 0 ? NULL : path;
}

static int sysfs_open(const char *path, int flags, int *fd, struct smi_error *error)
{
	int code;

	if (*fd >= 0)
		return SMI_OK;
	code = file_open(path, flags, fd, error);
	return code ? driver_error(error, error->err, "open", path, false) : SMI_OK;
}

int sysfs_lock(struct transport *t, struct smi_error *error)
{
	struct sysfs *s = sysfs_of(t);
	u64 deadline;
	int code;

	if (s->depth) {
		s->depth++;
		return SMI_OK;
	}
	code = sysfs_open(s->data_path, O_RDWR, &s->data, error);
	if (!code)
		code = sysfs_open(s->request_path, O_WRONLY, &s->request, error);
	if (code)
		return code;
	deadline = lock_deadline(s->timeout_ms);
	trace_text(t->trace, false, "lock", s->data_path, NULL);
	code = lock_take(s->data, s->data_path, deadline, error);
	if (code)
		return code;
	trace_text(t->trace, false, "lock", s->request_path, NULL);
	code = lock_take(s->request, s->request_path, deadline, error);
	if (code) {
		lock_release(s->data);
		return code;
	}
	s->depth = 1;
	s->size = 0;
	s->address = 0;
	return SMI_OK;
}

void sysfs_unlock(struct transport *t)
{
	struct sysfs *s = sysfs_of(t);

	if (!s->depth || --s->depth)
		return;
	lock_release(s->request);
	lock_release(s->data);
}

static int sysfs_get(struct transport *t, enum attribute attribute, u64 *value,
		     struct smi_error *error)
{
	struct sysfs *s = sysfs_of(t);
	char *path = sysfs_path(s->sysfs, sysfs_attributes[attribute].name), text[32] = "";
	int fd = -1, code;
	ssize_t n;

	if (!path)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	code = sysfs_open(path, O_RDONLY, &fd, error);
	if (code)
		goto out;
	n = read(fd, text, sizeof(text) - 1);
	if (n < 0) {
		code = driver_error(error, errno, "read", path, false);
	} else {
		text[strcspn(text, "\n")] = '\0';
		if (parse_digits(text, sysfs_attributes[attribute].base, UINT32_MAX, value))
			trace_text(t->trace, false, "read", path, text);
		else
			code = error_set(error, SMI_FAILED, HINT_NONE,
					 "%s: '%.20s' is not a number of 32 bits", path, text);
	}
	close(fd);
out:
	free(path);
	return code;
}

static int sysfs_set(struct transport *t, enum attribute attribute, u64 value,
		     struct smi_error *error)
{
	struct sysfs *s = sysfs_of(t);
	char *path = sysfs_path(s->sysfs, sysfs_attributes[attribute].name), text[32];
	int length = snprintf(text, sizeof(text), "%" PRIu64, value);
	int fd = -1, code;

	if (!path)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	code = sysfs_open(path, O_WRONLY, &fd, error);
	if (!code) {
		trace_text(t->trace, false, "write", path, text);
		if (write(fd, text, length) != length)
			code = driver_error(error, errno, "write", path, false);
		close(fd);
	}
	free(path);
	return code;
}

/* sysfs moves a page at a time, whatever is asked for. */
int sysfs_pwrite(struct sysfs *s, size_t offset, const void *data, size_t length, bool secret,
		 struct smi_error *error)
{
	trace_bytes(s->t.trace, false, "write", s->data_path, offset, data, length, secret);
	for (size_t at = 0; at < length;) {
		ssize_t n = pwrite(s->data, (const u8 *)data + at, length - at, offset + at);

		if (n <= 0)
			return driver_error(error, n ? errno : ENOSPC, "write", s->data_path,
					    false);
		at += n;
	}
	return SMI_OK;
}

int sysfs_pread(struct sysfs *s, size_t offset, void *data, size_t length, bool secret,
		struct smi_error *error)
{
	for (size_t at = 0; at < length;) {
		ssize_t n = pread(s->data, (u8 *)data + at, length - at, offset + at);

		if (n < 0)
			return driver_error(error, errno, "read", s->data_path, false);
		if (!n)
			return error_set(error, SMI_FAILED, HINT_BUFFER_SIZE,
					 "%s: ends after %zu bytes, expected %zu", s->data_path,
					 offset + at, offset + length);
		at += n;
	}
	trace_bytes(s->t.trace, false, "read", s->data_path, offset, data, length, secret);
	return SMI_OK;
}

int sysfs_trigger(struct sysfs *s, unsigned int request, struct smi_error *error)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", request);

	trace_text(s->t.trace, false, "write", s->request_path, text);
	if (pwrite(s->request, text, length, 0) == length)
		return SMI_OK;
	return driver_error(error, errno, "write", s->request_path, true);
}

/*
 * Physical address of a buffer of at least @size bytes. Read after the buffer
 * has grown: a driver may move it then. Known until the lock is released.
 */
int sysfs_address(struct sysfs *s, size_t size, u32 *address, struct smi_error *error)
{
	u64 now = 0, value = 0;
	int code = SMI_OK;

	if (!s->address || s->size < size) {
		code = sysfs_get(&s->t, ATTR_BUFFER_SIZE, &now, error);
		if (!code && now < size)
			code = sysfs_set(&s->t, ATTR_BUFFER_SIZE, size, error);
		if (!code)
			code = sysfs_get(&s->t, ATTR_BUFFER_ADDRESS, &value, error);
		if (code)
			return code;
		if (!value || value > UINT32_MAX - size)
			return error_set(error, SMI_FAILED, HINT_DRIVER_LOG,
					 "smi_data_buf_phys_addr: %#" PRIx64
					 " is not an address that firmware can use", value);
		s->address = value;
		s->size = now < size ? size : now;
	}
	*address = s->address;
	return code;
}

static int sysfs_clear(struct transport *t, struct smi_error *error)
{
	int code = sysfs_lock(t, error);

	if (!code) {
		signals_hold(NULL);
		code = sysfs_trigger(sysfs_of(t), DCDBAS_REQUEST_CLEAR, error);
		sysfs_unlock(t);
	}
	return code;
}

static int sysfs_read(struct transport *t, size_t offset, void *data, size_t length,
		      struct smi_error *error)
{
	int code = sysfs_lock(t, error);

	if (!code) {
		code = sysfs_pread(sysfs_of(t), offset, data, length, false, error);
		sysfs_unlock(t);
	}
	return code;
}

static int sysfs_write(struct transport *t, size_t offset, const void *data, size_t length,
		       struct smi_error *error)
{
	struct sysfs *s = sysfs_of(t);
	int code = sysfs_lock(t, error);

	if (code)
		return code;
	signals_hold(NULL);
	code = sysfs_pwrite(s, offset, data, length, false, error);
	sysfs_unlock(t);
	return code;
}

/* What was asked for, unlike a buffer that grows for a call. */
static int sysfs_change(struct transport *t, enum attribute attribute, u64 value,
			struct smi_error *error)
{
	signals_hold(NULL);
	return sysfs_set(t, attribute, value, error);
}

/* Closing releases locks that are held. */
static void sysfs_free(struct transport *t)
{
	struct sysfs *s = sysfs_of(t);

	if (s->data >= 0)
		close(s->data);
	if (s->request >= 0)
		close(s->request);
	free(s->data_path);
	free(s->request_path);
	free(s);
}

static const struct transport_ops sysfs_ops = {
	.name = "sysfs",
	.lock = sysfs_lock,
	.unlock = sysfs_unlock,
	.call = sysfs_call,
	.raw = sysfs_raw,
	.clear = sysfs_clear,
	.read = sysfs_read,
	.write = sysfs_write,
	.get = sysfs_get,
	.set = sysfs_change,
	.free = sysfs_free,
};

struct transport *sysfs_new(const struct transport_options *options)
{
	struct sysfs *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	*s = (struct sysfs){
		.t = { .ops = &sysfs_ops, .trace = options->trace },
		.sysfs = options->sysfs,
		.timeout_ms = options->timeout_ms,
		.data = -1,
		.request = -1,
		.data_path = sysfs_path(options->sysfs, "smi_data"),
		.request_path = sysfs_path(options->sysfs, "smi_request"),
	};
	if (!s->data_path || !s->request_path) {
		sysfs_free(&s->t);
		return NULL;
	}
	return &s->t;
}

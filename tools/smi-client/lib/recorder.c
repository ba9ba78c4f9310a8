// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The dry run: what only reads goes to the transport inside, what may change
 * something is reported as recorded steps and not done.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transport.h"

#define HEADER	offsetof(struct smi_cmd, command_buffer)

/**
 * struct recorder - steps that are not done
 * @t: functions; first member
 * @inner: does what only reads
 * @sysfs: stands for /sys
 */
struct recorder {
	struct transport t;
	struct transport *inner;
	const char *sysfs;
};

static struct recorder *recorder_of(struct transport *t)
{
	return (struct recorder *)t;
}

/* Reading locks by itself; nothing else is done that others could disturb. */
static int recorder_lock(struct transport *t, struct smi_error *error)
{
	(void)t;
	(void)error;
	return SMI_OK;
}

static void recorder_unlock(struct transport *t)
{
	(void)t;
}

static int recorder_text(struct recorder *r, const char *attribute, u64 value,
			 struct smi_error *error)
{
	char *path = sysfs_path(r->sysfs, attribute), text[32];

	if (!path)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	snprintf(text, sizeof(text), "%" PRIu64, value);
	trace_text(r->t.trace, true, "write", path, text);
	free(path);
	return SMI_OK;
}

static int recorder_bytes(struct recorder *r, size_t offset, const void *data, size_t length,
			  bool secret, struct smi_error *error)
{
	char *path = sysfs_path(r->sysfs, "smi_data");

	if (!path)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	trace_bytes(r->t.trace, true, "write", path, offset, data, length, secret);
	free(path);
	return SMI_OK;
}

/* Pointers are not known; the bytes behind them are shown one after the other. */
static int recorder_call(struct transport *t, const struct smi_port *port, struct ci_call *call,
			 struct smi_error *error)
{
	const struct smi_cmd cmd = {
		.magic = SMI_CMD_MAGIC, .ecx = SMI_CALLING_INTERFACE_ECX,
		.command_address = port->port, .command_code = port->code,
	};
	struct recorder *r = recorder_of(t);
	u8 bytes[HEADER + sizeof(call->ci)];
	size_t at = sizeof(bytes);
	int code;

	if (ci_is_read(&call->ci))
		return r->inner->ops->call(r->inner, port, call, error);
	memcpy(bytes, &cmd, HEADER);
	memcpy(bytes + HEADER, &call->ci, sizeof(call->ci));
	code = recorder_bytes(r, 0, bytes, sizeof(bytes), call->secret, error);
	explicit_bzero(bytes, sizeof(bytes));
	for (size_t i = 0; i < 4 && !code; i++) {
		const struct ci_buffer *b = &call->buffer[i];

		if (!b->data)
			continue;
		code = recorder_bytes(r, at, b->data, b->size, call->secret, error);
		at += b->size;
	}
	if (!code)
		code = recorder_text(r, "smi_request", DCDBAS_REQUEST_CALLING_INTERFACE, error);
	call->recorded = true;
	return code;
}

static int recorder_raw(struct transport *t, struct smi_cmd *cmd, u8 *data, size_t length,
			bool calling, struct smi_error *error)
{
	struct recorder *r = recorder_of(t);
	bool secret = ci_raw_is_secret(cmd, data, length, calling);
	int code = recorder_bytes(r, 0, cmd, HEADER, false, error);

	if (!code && length)
		code = recorder_bytes(r, HEADER, data, length, secret, error);
	return code ? code : recorder_text(r, "smi_request", calling ?
					   DCDBAS_REQUEST_CALLING_INTERFACE : DCDBAS_REQUEST_RAW,
					   error);
}

static int recorder_clear(struct transport *t, struct smi_error *error)
{
	return recorder_text(recorder_of(t), "smi_request", DCDBAS_REQUEST_CLEAR, error);
}

static int recorder_read(struct transport *t, size_t offset, void *data, size_t length,
			 struct smi_error *error)
{
	struct transport *inner = recorder_of(t)->inner;

	return inner->ops->read(inner, offset, data, length, error);
}

static int recorder_write(struct transport *t, size_t offset, const void *data, size_t length,
			  struct smi_error *error)
{
	return recorder_bytes(recorder_of(t), offset, data, length, false, error);
}

static int recorder_get(struct transport *t, enum attribute attribute, u64 *value,
			struct smi_error *error)
{
	struct transport *inner = recorder_of(t)->inner;

	return inner->ops->get(inner, attribute, value, error);
}

static int recorder_set(struct transport *t, enum attribute attribute, u64 value,
			struct smi_error *error)
{
	return recorder_text(recorder_of(t), sysfs_attribute_name(attribute), value, error);
}

static void recorder_free(struct transport *t)
{
	struct recorder *r = recorder_of(t);

	r->inner->ops->free(r->inner);
	free(r);
}

static const struct transport_ops recorder_ops = {
	.name = "recorder",
	.lock = recorder_lock,
	.unlock = recorder_unlock,
	.call = recorder_call,
	.raw = recorder_raw,
	.clear = recorder_clear,
	.read = recorder_read,
	.write = recorder_write,
	.get = recorder_get,
	.set = recorder_set,
	.free = recorder_free,
};

struct transport *recorder_new(const struct transport_options *options, struct transport *inner)
{
	struct recorder *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	*r = (struct recorder){
		.t = { .ops = &recorder_ops, .trace = options->trace },
		.inner = inner,
		.sysfs = options->sysfs,
	};
	return &r->t;
}

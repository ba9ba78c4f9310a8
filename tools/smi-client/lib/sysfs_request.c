// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Requests through the driver's files: calls of the calling interface and raw
 * ones. Signals that would end the program wait from the first write of a
 * request to the last read, and longer when it changes something.
 */
#include <stdlib.h>
#include <string.h>

#include "lock.h"
#include "sysfs.h"

#define HEADER	offsetof(struct smi_cmd, command_buffer)

/* Header, call and buffers in one piece, as firmware sees them. */
struct sysfs_message {
	u8 *bytes;
	size_t length;
};

static int sysfs_compose(struct sysfs *s, const struct smi_port *port, struct ci_call *call,
			 struct sysfs_message *message, struct smi_error *error)
{
	const struct smi_cmd cmd = {
		.magic = SMI_CMD_MAGIC, .ecx = SMI_CALLING_INTERFACE_ECX,
		.command_address = port->port, .command_code = port->code,
	};
	size_t at = HEADER + sizeof(call->ci), total = at;
	u32 address = 0;
	int code = SMI_OK;

	for (size_t i = 0; i < 4; i++)
		total += call->buffer[i].data ? call->buffer[i].size : 0;
	if (total > DCDBAS_MAX_BUFFER_SIZE)
		return error_set(error, SMI_USAGE, HINT_BUFFER_SIZE,
				 "the call has %zu bytes, at most %d fit into the driver's buffer",
				 total, DCDBAS_MAX_BUFFER_SIZE);
	if (total > at)
		code = sysfs_address(s, total, &address, error);
	if (code)
		return code;
	message->length = total;
	message->bytes = calloc(1, total);
	if (!message->bytes)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	for (size_t i = 0; i < 4; i++) {
		if (!call->buffer[i].data)
			continue;
		call->ci.arg[i] = address + at;
		memcpy(message->bytes + at, call->buffer[i].data, call->buffer[i].size);
		at += call->buffer[i].size;
	}
	memcpy(message->bytes, &cmd, HEADER);
	memcpy(message->bytes + HEADER, &call->ci, sizeof(call->ci));
	return SMI_OK;
}

static void sysfs_take_answer(const struct sysfs_message *message, struct ci_call *call)
{
	size_t at = HEADER + sizeof(call->ci);

	memcpy(call->ci.res, message->bytes + HEADER + offsetof(struct smi_calling_interface, res),
	       sizeof(call->ci.res));
	for (size_t i = 0; i < 4; i++) {
		if (!call->buffer[i].data)
			continue;
		memcpy(call->buffer[i].data, message->bytes + at, call->buffer[i].size);
		at += call->buffer[i].size;
	}
}

int sysfs_call(struct transport *t, const struct smi_port *port, struct ci_call *call,
	       struct smi_error *error)
{
	struct sysfs *s = sysfs_of(t);
	struct sysfs_message message = { };
	struct smi_error other;
	bool reads = ci_is_read(&call->ci);
	sigset_t signals;
	int code = sysfs_lock(t, error);

	if (code)
		return code;
	signals_hold(reads ? &signals : NULL);
	code = sysfs_compose(s, port, call, &message, error);
	if (code)
		goto out;
	code = sysfs_pwrite(s, 0, message.bytes, message.length, call->secret, error);
	if (!code)
		code = sysfs_trigger(s, DCDBAS_REQUEST_CALLING_INTERFACE, error);
	if (!code)
		code = sysfs_pread(s, 0, message.bytes, message.length, call->secret, error);
	/* Also after a failure: what was written is there. */
	if (call->secret && sysfs_trigger(s, DCDBAS_REQUEST_CLEAR, code ? &other : error))
		code = code ? code : (int)error->code;
	if (!code)
		sysfs_take_answer(&message, call);
	explicit_bzero(message.bytes, message.length);
	free(message.bytes);
out:
	if (reads)
		signals_release(&signals);
	sysfs_unlock(t);
	return code;
}

int sysfs_raw(struct transport *t, struct smi_cmd *cmd, u8 *data, size_t length, bool calling,
	      struct smi_error *error)
{
	struct sysfs *s = sysfs_of(t);
	/* The driver wants a whole struct smi_cmd, with one byte of data. */
	size_t total = HEADER + (length ? length : 1);
	u8 *bytes = calloc(1, total);
	struct smi_error other;
	bool secret = ci_raw_is_secret(cmd, data, length, calling);
	int code;

	if (!bytes)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	memcpy(bytes, cmd, HEADER);
	memcpy(bytes + HEADER, data ? data : (u8 *)"", length);
	code = sysfs_lock(t, error);
	if (code)
		goto out;
	signals_hold(NULL);
	code = sysfs_pwrite(s, 0, bytes, total, secret, error);
	if (!code)
		code = sysfs_trigger(s, calling ? DCDBAS_REQUEST_CALLING_INTERFACE :
				     DCDBAS_REQUEST_RAW, error);
	if (!code)
		code = sysfs_pread(s, 0, bytes, total, secret, error);
	if (secret && sysfs_trigger(s, DCDBAS_REQUEST_CLEAR, code ? &other : error))
		code = code ? code : (int)error->code;
	if (!code) {
		memcpy(cmd, bytes, HEADER);
		memcpy(data ? data : bytes, bytes + HEADER, length);
	}
	sysfs_unlock(t);
out:
	explicit_bzero(bytes, total);
	free(bytes);
	return code;
}

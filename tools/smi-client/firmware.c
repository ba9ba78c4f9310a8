// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Interpreter: the calling interface of the firmware, over the driver.
 *
 * In: class, select, arguments, memory for pointers. Out: results, and what
 * they mean: the one place that turns a firmware result into an exit code and
 * a sentence. No lock is held between two calls.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware.h"
#include "output.h"
#include "platform.h"
#include "transport.h"

#define HEADER	offsetof(struct smi_cmd, command_buffer)

/**
 * firmware_dangerous() - why a call is not to be made without --force
 * @class: class
 * @select: select
 *
 * Return: the reason, NULL when there is none
 */
const char *firmware_dangerous(unsigned int class, unsigned int select)
{
	static const struct {
		unsigned int class;
		int select;		/* -1: all */
		const char *reason;
	} calls[] = {
		{ 1, 7, "it is for manufacturing" },
		{ 6, 5, "it is for manufacturing" },
		{ 11, 3, "it writes the service tag, which can be done only once" },
		{ 11, 7, "it writes what can be written only once" },
		{ 11, 11, "it writes what can be written only once" },
		{ 19, -1, "it is for diagnostics" },
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (calls[i].class == class &&
		    (calls[i].select < 0 ||
		     (unsigned int)calls[i].select == select))
			return calls[i].reason;
	return NULL;
}

static bool is_password_class(unsigned int class)
{
	return class == 9 || class == 10 || class == 12;
}

/**
 * firmware_meaning() - the first result in words
 * @result: as the firmware left it
 * @class: of the call
 */
const char *firmware_meaning(s32 result, unsigned int class)
{
	switch (result) {
	case SMI_RESULT_DONE:
		return "done";
	case SMI_RESULT_ERROR:
		return "completed with error";
	case SMI_RESULT_NOT_SUPPORTED:
		return "not supported";
	case SMI_RESULT_NOT_HANDLED:
		return "not handled";
	case SMI_RESULT_BAD_BUFFER:
		return "buffer format not known";
	case SMI_RESULT_BUFFER_TOO_SMALL:
		return "buffer too small";
	case 1:
		return is_password_class(class) ? "no password installed" :
						  "1";
	case 2:
		return is_password_class(class) ? "password incorrect" : "2";
	default:
		return result < 0 ? "unknown error" : "unknown";
	}
}

/**
 * firmware_result() - turn the first result into an exit code
 * @c: this run
 * @call: a call that was made
 *
 * Return: CLIENT_DONE, CLIENT_REFUSED, or CLIENT_FAILED when nobody answered
 */
int firmware_result(struct client *c, const struct firmware_call *call)
{
	unsigned int class = call->ci.command_class;
	unsigned int select = call->ci.command_select;
	s32 result = call->ci.res[0];
	const char *next = NULL;

	if (c->dry_run || result == SMI_RESULT_DONE)
		return CLIENT_DONE;
	switch (result) {
	case SMI_RESULT_NOT_HANDLED:
		return output_fail(c, CLIENT_FAILED,
				   "Port or code may be wrong, or SMIs are switched off; 'smi-client status' shows what the firmware announces.",
				   "the firmware did not answer call %u/%u",
				   class, select);
	case SMI_RESULT_NOT_SUPPORTED:
		next = "'smi-client status' shows the classes that this firmware has.";
		break;
	case SMI_RESULT_ERROR:
		next = "Check the arguments; under a BIOS password a write needs the key.";
		break;
	case SMI_RESULT_BAD_BUFFER:
		next = "Check which argument has to be a buffer, and what has to be in it.";
		break;
	case SMI_RESULT_BUFFER_TOO_SMALL:
		next = "Give it a larger buffer.";
		break;
	case 2:
		if (is_password_class(class))
			break;
		return CLIENT_DONE;
	default:
		if (result > 0)
			return CLIENT_DONE;
		next = "Dell's documents do not tell this code.";
	}
	return output_fail(c, CLIENT_REFUSED, next,
			   "the firmware refused call %u/%u: %s (%d)", class,
			   select, firmware_meaning(result, class), result);
}

/**
 * firmware_output() - put a call's results into the result of the run
 * @o: object to fill
 * @call: a call that was made
 */
void firmware_output(struct json_object *o, const struct firmware_call *call)
{
	struct json_object *list = json_object_new_array();

	output_number(o, "class", call->ci.command_class);
	output_number(o, "select", call->ci.command_select);
	for (int i = 0; i < 4; i++)
		json_object_array_add(list,
				      json_object_new_int(call->ci.res[i]));
	json_object_object_add(o, "results", list);
	output_text(o, "meaning", firmware_meaning(call->ci.res[0],
						   call->ci.command_class));
}

/**
 * firmware_raw() - one request as it is: header, data, SMI, data back
 * @c: this run
 * @cmd: header; its command_buffer is not used
 * @data: command, replaced by what the firmware left
 * @length: of @data in bytes
 * @calling: calling interface request: the driver fills in EBX
 *
 * Return: CLIENT_DONE or a failure
 */
int firmware_raw(struct client *c, struct smi_cmd *cmd, u8 *data,
		 size_t length, bool calling)
{
	int code = transport_lock(c);

	if (!code)
		code = transport_write(c, 0, cmd, HEADER, false);
	if (!code && length)
		code = transport_write(c, HEADER, data, length, false);
	/* The driver wants a whole struct smi_cmd. */
	if (!code && !length)
		code = transport_write(c, HEADER, "", 1, false);
	if (!code)
		code = transport_trigger(c, calling ?
					 DCDBAS_REQUEST_CALLING_INTERFACE :
					 DCDBAS_REQUEST_RAW);
	if (!code)
		code = transport_read(c, 0, cmd, HEADER, false);
	if (!code && length)
		code = transport_read(c, HEADER, data, length, false);
	transport_unlock(c);
	return code;
}

/**
 * firmware_call() - make one call
 * @c: this run
 * @call: its results are filled in, and its buffers replaced; in a dry run
 *	they are left as they are
 *
 * Memory for pointers lies right behind the call, one after the other.
 *
 * Return: CLIENT_DONE when the firmware was asked, whatever it answered (see
 * firmware_result()), or a failure
 */
int firmware_call(struct client *c, struct firmware_call *call)
{
	struct platform_calling calling;
	size_t at = sizeof(call->ci), total = HEADER + at;
	struct smi_cmd *cmd;
	u32 address = 0;
	u8 *bytes;
	int code = platform_calling(c, &calling);

	if (code)
		return code;
	for (int i = 0; i < 4; i++)
		if (call->buffer[i])
			total += call->size[i];
	bytes = calloc(1, total);
	if (!bytes)
		abort();
	cmd = (struct smi_cmd *)bytes;
	cmd->magic = SMI_CMD_MAGIC;
	cmd->ecx = SMI_CALLING_INTERFACE_ECX;
	cmd->command_address = calling.port;
	cmd->command_code = calling.code;
	call->ci.res[0] = SMI_RESULT_NOT_HANDLED;

	code = transport_lock(c);
	if (!code && total > HEADER + at)
		code = transport_address(c, total, &address);
	if (code)
		goto out;
	for (int i = 0; i < 4; i++) {
		if (!call->buffer[i])
			continue;
		call->ci.arg[i] = address + HEADER + at;
		memcpy(bytes + HEADER + at, call->buffer[i], call->size[i]);
		at += call->size[i];
	}
	memcpy(bytes + HEADER, &call->ci, sizeof(call->ci));
	code = transport_write(c, 0, bytes, total, call->secret);
	if (!code)
		code = transport_trigger(c, DCDBAS_REQUEST_CALLING_INTERFACE);
	if (!code)
		code = transport_read(c, 0, bytes, total, call->secret);
	if (call->secret) {
		/* Also after a failure: what was written is there. */
		int wiped = transport_trigger(c, DCDBAS_REQUEST_CLEAR);

		code = code ? code : wiped;
	}
	if (code || c->dry_run)
		goto out;
	memcpy(&call->ci, bytes + HEADER, sizeof(call->ci));
	at = sizeof(call->ci);
	for (int i = 0; i < 4; i++) {
		if (!call->buffer[i])
			continue;
		memcpy(call->buffer[i], bytes + HEADER + at, call->size[i]);
		at += call->size[i];
	}
out:
	transport_unlock(c);
	explicit_bzero(bytes, total);
	free(bytes);
	return code;
}

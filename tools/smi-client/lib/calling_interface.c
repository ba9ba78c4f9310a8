// SPDX-License-Identifier: GPL-2.0-or-later
/* See calling_interface.h: calls, and what their results mean. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "calling_interface.h"
#include "machine.h"

#define DSCI_HEADER	4	/* length of what follows, in bytes */

const char *ci_dangerous(unsigned int class, unsigned int select)
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

	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (calls[i].class == class &&
		    (calls[i].select < 0 || (unsigned int)calls[i].select == select))
			return calls[i].reason;
	return NULL;
}

bool ci_is_secret(unsigned int class)
{
	return class == CLASS_USER_PASSWORD || class == CLASS_ADMIN_PASSWORD ||
	       class == CLASS_OWNER_PASSWORD;
}

/* Whether an argument is the key that a BIOS password gives. */
static bool ci_has_key(const struct smi_calling_interface *ci)
{
	static const struct {
		unsigned int class;
		int select;		/* -1: all */
		unsigned int arg;
	} keys[] = {
		{ CLASS_WRITE, -1, 2 }, { CLASS_TAG, 1, 3 }, { CLASS_TAG, 3, 3 },
		{ CLASS_PROPERTY_TAG, 1, 1 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].class == ci->command_class &&
		    (keys[i].select < 0 || keys[i].select == ci->command_select))
			return ci->arg[keys[i].arg];
	return false;
}

bool ci_raw_is_secret(const struct smi_cmd *cmd, const u8 *data, size_t length, bool calling)
{
	struct smi_calling_interface ci = { };
	bool secret;

	if (length < sizeof(ci.command_class) ||
	    (!calling && cmd->ecx != SMI_CALLING_INTERFACE_ECX))
		return false;
	memcpy(&ci, data, length < sizeof(ci) ? length : sizeof(ci));
	secret = ci_is_secret(ci.command_class) || ci_has_key(&ci);
	explicit_bzero(&ci, sizeof(ci));
	return secret;
}

/* What is not known to only read is taken for a write. */
bool ci_is_read(const struct smi_calling_interface *ci)
{
	unsigned int select = ci->command_select;
	/* An argument that is not 0 or not 1 sets. */
	u32 what = ci->arg[0] & 0xFFFF;

	switch (ci->command_class) {
	case CLASS_READ:
		return select <= 2;
	case CLASS_USER_PASSWORD:
	case CLASS_ADMIN_PASSWORD:
	case CLASS_OWNER_PASSWORD:
		/* Firmware counts wrong passwords: verifying is more than reading. */
		return select == 0 || select == 3;
	case CLASS_TAG:
		return select == 0 || select == 2;
	case CLASS_PROPERTY_TAG:
		return select == 0;
	case 4:
		return (select == 11 && what <= 1) || (select == 12 && !what);
	case CLASS_INFO:
		return select == 10 || (select == 11 && !what) || (select == 19 && !what);
	default:
		return false;
	}
}

static const struct {
	s32 result;
	const char *meaning;
	enum smi_hint hint;
} ci_meanings[] = {
	{ SMI_RESULT_DONE, "done", HINT_NONE },
	{ SMI_RESULT_ERROR, "completed with error", HINT_ARGUMENTS },
	{ SMI_RESULT_NOT_SUPPORTED, "not supported", HINT_CLASSES },
	{ SMI_RESULT_NOT_HANDLED, "not handled", HINT_NO_ANSWER },
	{ SMI_RESULT_BAD_BUFFER, "buffer format not known", HINT_BUFFER_FORMAT },
	{ SMI_RESULT_BUFFER_TOO_SMALL, "buffer too small", HINT_BUFFER_SIZE },
};

const char *ci_meaning(s32 result, unsigned int class)
{
	if (ci_is_secret(class) && result == 1)
		return "no password installed";
	if (ci_is_secret(class) && result == 2)
		return "password incorrect";
	for (size_t i = 0; i < ARRAY_SIZE(ci_meanings); i++)
		if (ci_meanings[i].result == result)
			return ci_meanings[i].meaning;
	return result < 0 ? "unknown error" : "unknown";
}

int ci_result(const struct ci_call *call, struct smi_error *error)
{
	unsigned int class = call->ci.command_class, select = call->ci.command_select;
	s32 result = call->ci.res[0];
	enum smi_hint hint = HINT_UNDOCUMENTED;

	if (call->recorded || result == SMI_RESULT_DONE)
		return SMI_OK;
	if (result == SMI_RESULT_NOT_HANDLED)
		return error_set(error, SMI_FAILED, HINT_NO_ANSWER,
				 "the firmware did not answer call %u/%u", class, select);
	/* Only a wrong password is a refusal among results above 0. */
	if (result > 0 && !(ci_is_secret(class) && result == 2))
		return SMI_OK;
	for (size_t i = 0; i < ARRAY_SIZE(ci_meanings); i++)
		if (ci_meanings[i].result == result)
			hint = ci_meanings[i].hint;
	return error_set(error, SMI_REFUSED, result > 0 ? HINT_NONE : hint,
			 "the firmware refused call %u/%u: %s (%d)", class, select,
			 ci_meaning(result, class), result);
}

/* A pause between two SMIs, for machines that do real-time work. */
static void ci_pace(const struct machine *m)
{
	struct timespec pause = {
		.tv_sec = m->options.pace_ms / 1000,
		.tv_nsec = m->options.pace_ms % 1000 * 1000000,
	};

	if (m->smis && m->options.pace_ms)
		while (nanosleep(&pause, &pause))
			;
}

/* From Dell's SMBIOS 2 on, firmware wants to see that the buffer is meant. */
static bool ci_add_header(struct ci_buffer *buffer)
{
	size_t size = buffer->size + DSCI_HEADER;
	u8 *data = malloc(size);

	if (!data)
		return false;
	for (size_t i = 0; i < DSCI_HEADER; i++)
		data[i] = buffer->size >> 8 * i;
	for (size_t i = DSCI_HEADER; i < size; i++)
		data[i] = "DSCI"[i % 4];
	buffer->data = data;
	buffer->size = size;
	return true;
}

static u64 ci_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

/* @sent: the call as firmware gets it, its headers in place. */
static int ci_transport(struct machine *m, const struct smi_port *port, struct ci_call *sent,
			struct smi_error *error)
{
	struct transport *t;
	int code = machine_transport(m, &t, error);
	u64 begin;

	if (code)
		return code;
	ci_pace(m);
	begin = ci_now();
	code = t->ops->call(t, port, sent, error);
	sent->call_ns = ci_now() - begin;
	if (!code && !sent->recorded)
		m->smis++;
	return code;
}

int ci_send(struct machine *m, struct ci_call *call, struct smi_error *error)
{
	struct machine_ci ci;
	struct ci_call sent;
	int code = call->unadvertised ? machine_ci(m, &ci, error) :
		   machine_has_class(m, call->ci.command_class, error);

	if (!code)
		code = machine_ci(m, &ci, error);
	if (code)
		return code;
	call->secret |= ci_is_secret(call->ci.command_class) || ci_has_key(&call->ci);
	call->ci.res[0] = SMI_RESULT_NOT_HANDLED;
	sent = *call;
	for (size_t i = 0; i < 4; i++) {
		const struct ci_buffer *b = &call->buffer[i];

		if (!code && b->data && b->filled && ci.dsci && !ci_add_header(&sent.buffer[i]))
			code = error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	}
	if (!code)
		code = ci_transport(m, &ci.port, &sent, error);
	for (size_t i = 0; i < 4; i++) {
		struct ci_buffer *b = &sent.buffer[i];

		if (b->data == call->buffer[i].data)
			continue;
		if (!code && !sent.recorded)
			memcpy(call->buffer[i].data, b->data + DSCI_HEADER, call->buffer[i].size);
		explicit_bzero(b->data, b->size);
		free(b->data);
	}
	if (!code) {
		/* What was asked for stays what it was, whatever firmware wrote there. */
		memcpy(call->ci.res, sent.ci.res, sizeof(call->ci.res));
		call->recorded = sent.recorded;
		call->smi_ns = sent.smi_ns;
		call->call_ns = sent.call_ns;
	}
	explicit_bzero(&sent, sizeof(sent));
	return code;
}

int ci_do(struct machine *m, struct ci_call *call, struct smi_error *error)
{
	int code = ci_send(m, call, error);

	return code ? code : ci_result(call, error);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The calls of a report: every documented one that only reads, of the classes
 * that are advertised. Never a password; texts of tags are masked.
 */
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "report.h"
#include "text.h"
#include "token_table.h"

#define PROPERTY_READ	81	/* bytes that firmware fills */
#define IN_RESULTS	12

static const struct smi_calling_interface report_reads[] = {
	{ .command_class = 4, .command_select = 11, .arg = { 0 } },
	{ .command_class = 4, .command_select = 11, .arg = { 1 } },
	{ .command_class = 4, .command_select = 12, .arg = { 0 } },
	{ .command_class = CLASS_USER_PASSWORD, .command_select = 0, .arg = { 1 } },
	{ .command_class = CLASS_USER_PASSWORD, .command_select = 3 },
	{ .command_class = CLASS_ADMIN_PASSWORD, .command_select = 0, .arg = { 1 } },
	{ .command_class = CLASS_ADMIN_PASSWORD, .command_select = 3 },
	{ .command_class = CLASS_TAG, .command_select = 0 },
	{ .command_class = CLASS_TAG, .command_select = 2 },
	{ .command_class = CLASS_OWNER_PASSWORD, .command_select = 0, .arg = { 1 } },
	{ .command_class = CLASS_OWNER_PASSWORD, .command_select = 3 },
	{ .command_class = CLASS_INFO, .command_select = 10 },
	{ .command_class = CLASS_INFO, .command_select = 11, .arg = { 0 } },
	{ .command_class = CLASS_INFO, .command_select = 19, .arg = { 0 } },
	{ .command_class = CLASS_PROPERTY_TAG, .command_select = 0 },
};

static int report_add_call(struct machine *m, const struct smi_calling_interface *ci, bool plan,
			   struct report *r, struct smi_error *error)
{
	struct report_call *list, *one;
	struct ci_call call = { .ci = *ci };
	struct smi_error none;
	struct machine_ci have;

	/* Nothing else is ever sent, whatever the table above says. */
	if (!ci_is_read(ci) || machine_has_class(m, ci->command_class, &none))
		return SMI_OK;
	list = realloc(r->calls, (r->n_calls + 1) * sizeof(*list));
	if (!list)
		return memory_failed(error);
	r->calls = list;
	one = &list[r->n_calls];
	memset(one, 0, sizeof(*one));
	if (ci->command_class == CLASS_PROPERTY_TAG) {
		one->bytes = calloc(1, PROPERTY_READ);
		if (!one->bytes)
			return memory_failed(error);
		one->length = PROPERTY_READ;
		one->argument = 1;
		one->header = !machine_ci(m, &have, &none) && have.dsci;
		call.buffer[0] = (struct ci_buffer){
			.data = one->bytes, .size = one->length, .filled = true,
		};
	}
	r->n_calls++;
	one->answered = !plan && !ci_send(m, &call, &one->error);
	one->ci = call.ci;
	if (one->argument)
		one->ci.arg[one->argument - 1] = 0;
	one->smi_ns = call.smi_ns;
	one->call_ns = call.call_ns;
	return SMI_OK;
}

/* Each location of settings once, by all three selects of class 0. */
static int report_locations(struct machine *m, bool plan, struct report *r,
			    struct smi_error *error)
{
	u8 *seen = calloc(1, 0x10000 / 8);
	struct smi_calling_interface ci = { .command_class = CLASS_READ };
	int code = SMI_OK;

	if (!seen)
		return memory_failed(error);
	for (size_t i = 0; !code && i < m->tokens->count; i++) {
		const struct token *t = &m->tokens->list[i];

		if (t->type != SMBIOS_CALLING || !t->location ||
		    seen[t->location / 8] >> t->location % 8 & 1)
			continue;
		seen[t->location / 8] |= 1 << t->location % 8;
		ci.arg[0] = t->location;
		for (ci.command_select = 0; !code && ci.command_select <= 2; ci.command_select++)
			code = report_add_call(m, &ci, plan, r, error);
	}
	free(seen);
	return code;
}

/* A tag in an answer: kept as a secret, and masked. */
static int report_hide(struct report *r, u8 *bytes, size_t length, const char *what,
		       const char *where, struct smi_error *error)
{
	char text[PROPERTY_READ + 1];
	int code = SMI_OK;

	text_from_firmware(bytes, length, text);
	if (*text)
		code = report_add_secret(r, text, strlen(text), error);
	if (!code && report_mask(bytes, length))
		code = report_add_removed(r, what, where, error);
	return code;
}

/* The pattern of the header as it was sent: firmware has put no text there. */
static bool report_is_pattern(const struct report_call *one)
{
	if (!one->header)
		return false;
	for (size_t i = 0; i < one->length; i++)
		if (one->bytes[i] != (u8)"DSCI"[i % 4])
			return false;
	return true;
}

/* Whatever the result is: firmware that refuses may have filled in the text all the same. */
static int report_hide_texts(struct report *r, struct smi_error *error)
{
	int code = SMI_OK;

	for (size_t i = 0; !code && i < r->n_calls; i++) {
		struct report_call *one = &r->calls[i];

		if (!one->answered)
			continue;
		if (one->ci.command_class == CLASS_PROPERTY_TAG && !report_is_pattern(one))
			code = report_hide(r, one->bytes, one->length, "property tag", "call 20/0",
					   error);
		else if (one->ci.command_class == CLASS_TAG)
			code = report_hide(r, (u8 *)&one->ci.res[1], IN_RESULTS,
					   one->ci.command_select ? "service tag" : "asset tag",
					   one->ci.command_select ? "call 11/2" : "call 11/0",
					   error);
	}
	return code;
}

int report_collect_calls(struct machine *m, bool plan, struct report *r, struct smi_error *error)
{
	int code = token_table_load(m, error);

	if (!code)
		code = report_locations(m, plan, r, error);
	for (size_t i = 0; !code && i < ARRAY_SIZE(report_reads); i++)
		code = report_add_call(m, &report_reads[i], plan, r, error);
	return code ? code : report_hide_texts(r, error);
}

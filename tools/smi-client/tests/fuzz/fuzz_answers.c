// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: whatever firmware answers and whatever the driver's files say,
 * the library neither reads nor writes past its memory, and comes to an end.
 *
 * In: bytes that firmware gives away one after the other, zeros when they are
 * used up. The first says what machine it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/host_control.h"
#include "../../lib/info.h"
#include "../../lib/machine.h"
#include "../../lib/password.h"
#include "../../lib/setting.h"
#include "../../lib/tag.h"
#include "../../lib/token_value.h"
#include "fuzz.h"

/**
 * struct answers - a transport made of bytes
 * @t: first member
 * @data: bytes left
 * @size: how many
 * @calls: made so far
 */
struct answers {
	struct transport t;
	const u8 *data;
	size_t size;
	unsigned int calls;
};

static void take(struct answers *a, void *to, size_t length)
{
	size_t n = length < a->size ? length : a->size;

	memset(to, 0, length);
	memcpy(to, a->data, n);
	a->data += n;
	a->size -= n;
}

static int answer_lock(struct transport *t, struct smi_error *error)
{
	(void)t;
	(void)error;
	return SMI_OK;
}

static void answer_unlock(struct transport *t)
{
	(void)t;
}

static int answer_call(struct transport *t, const struct smi_port *port, struct ci_call *call,
		       struct smi_error *error)
{
	struct answers *a = (struct answers *)t;
	u8 kind;

	(void)port;
	/* One that never comes to an end would go unnoticed. */
	if (++a->calls > 5000)
		abort();
	take(a, &kind, 1);
	if (kind == 0xFF)
		return error_set(error, SMI_FAILED, HINT_NONE, "driver has gone");
	if (kind & 1)
		take(a, &call->ci, sizeof(call->ci));
	else
		take(a, call->ci.res, sizeof(call->ci.res));
	for (size_t i = 0; i < 4 && kind & 2; i++)
		if (call->buffer[i].data)
			take(a, call->buffer[i].data, call->buffer[i].size);
	return SMI_OK;
}

static int answer_get(struct transport *t, enum attribute attribute, u64 *value,
		      struct smi_error *error)
{
	u32 number;

	(void)attribute;
	(void)error;
	take((struct answers *)t, &number, sizeof(number));
	*value = number;
	return SMI_OK;
}

static int answer_set(struct transport *t, enum attribute attribute, u64 value,
		      struct smi_error *error)
{
	(void)t;
	(void)attribute;
	(void)value;
	(void)error;
	return SMI_OK;
}

static void answer_free(struct transport *t)
{
	free(t);
}

static const struct transport_ops answer_ops = {
	.name = "answers",
	.lock = answer_lock,
	.unlock = answer_unlock,
	.call = answer_call,
	.get = answer_get,
	.set = answer_set,
	.free = answer_free,
};

static int answer_password(void *arg, unsigned int class, char *text, size_t size,
			   struct smi_error *error)
{
	(void)arg;
	(void)class;
	(void)error;
	snprintf(text, size, "password");
	return SMI_OK;
}

/* Every class, choices at locations of their own and at one, a number. */
static const u8 tables[] = {
	208, 8, 0, 0, 2, 0, 0, 0, 0, 0,
	1, 8, 1, 0, 1, 2, 0, 3, 'D', 'e', 'l', 'l', 0, 'R', '7', '5', '0', 0, 'T', 0, 0,
	218, 53, 2, 0, 0xB2, 0, 0x17, 0xFF, 0xFF, 0xFF, 0xFF,
	0xA1, 0, 0xA1, 0, 0, 0, 0xA2, 0, 0xA2, 0, 2, 0, 0xA3, 0, 0xA3, 0, 1, 0,
	0x2B, 0, 0x2B, 0, 0xFF, 0xFF, 0x00, 0x50, 1, 0, 0, 0, 0x01, 0x50, 1, 0, 1, 0,
	0xFF, 0xFF, 0, 0, 0, 0, 0, 0,
	127, 4, 3, 0, 0, 0,
};

static void ask_settings(struct machine *m)
{
	char text[SETTING_TEXT];
	struct settings settings;
	struct smi_error error;

	if (settings_load(m, &settings, &error))
		return;
	for (size_t i = 0; i < settings.count; i++) {
		const struct setting *s = &settings.list[i];
		struct setting_state state;

		if (!setting_read(m, s, &state, &error))
			setting_state_text(m, s, &state, text, sizeof(text));
		token_value_activate(m, s->token[0], true, &error);
		token_value_forget(m);
	}
	settings_free(&settings);
}

static void ask_passwords(struct machine *m)
{
	static const unsigned int classes[] = {
		CLASS_USER_PASSWORD, CLASS_ADMIN_PASSWORD, CLASS_OWNER_PASSWORD,
	};
	struct password_info info;
	struct smi_error error;
	bool sent;
	u32 key;

	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		if (password_info(m, classes[i], &info, &error))
			continue;
		password_fits(classes[i], &info, "new", &error);
		password_verify(m, classes[i], &info, "old", &key, &error);
		password_change(m, classes[i], &info, "old", "new", &sent, &error);
	}
	password_key(m, &key, &error);
}

static void ask_tags(struct machine *m)
{
	struct tag_change change;
	struct tag_value value;
	struct smi_error error;
	char text[64];

	for (int i = 0; i < TAG_COUNT; i++) {
		if (!tag_read(m, i, &value, &error))
			tag_source_text(&value, text, sizeof(text));
		tag_write(m, i, "ABCDE", true, &change, &error);
	}
}

int fuzz_answers(const u8 *data, size_t size)
{
	const struct machine_options options = {
		.sysfs = "/nonexistent", .dev = "/nonexistent", .config_dir = "/nonexistent",
		.password = { .ask = answer_password },
	};
	struct answers *a = calloc(1, sizeof(*a));
	struct host_control hc;
	struct smi_error error;
	struct machine m;
	struct info info;
	u8 version;

	if (!a)
		return 0;
	*a = (struct answers){ .t = { .ops = &answer_ops }, .data = data, .size = size };
	take(a, &version, 1);
	machine_init(&m, &options);
	m.transport = &a->t;
	m.smbios.data = malloc(sizeof(tables));
	if (!m.smbios.data) {
		machine_free(&m);
		return 0;
	}
	memcpy(m.smbios.data, tables, sizeof(tables));
	m.smbios.data[4] = version & 3;
	m.smbios.length = sizeof(tables);
	ask_tags(&m);
	ask_passwords(&m);
	ask_settings(&m);
	host_control_read(&m, &hc, &error);
	host_control_arm(&m, 2, 1, &hc, &error);
	info_read(&m, &info, &error);
	machine_free(&m);
	return 0;
}

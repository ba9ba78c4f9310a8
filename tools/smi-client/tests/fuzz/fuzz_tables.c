// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: whatever bytes are taken for tables, for a list of names, for a
 * configuration file or for CMOS, nothing is read that is not there.
 *
 * In: 32 bytes of entry point, then a table; the same bytes stand for the
 * others.
 */
#include <stdlib.h>
#include <string.h>

#include "../../lib/cmos_checksum.h"
#include "../../lib/config.h"
#include "../../lib/info.h"
#include "../../lib/machine.h"
#include "../../lib/setting.h"
#include "../../lib/setting_file.h"
#include "../../lib/tag.h"
#include "../../lib/text.h"
#include "../../lib/token_name_list.h"
#include "fuzz.h"

#define ENTRY	32

static void fuzz_structures(const struct smbios *smbios)
{
	const struct smbios_structure *s = NULL;
	u32 number;

	while ((s = smbios_next(smbios, s, -1))) {
		for (unsigned int i = 0; i < 256; i++) {
			const char *text = smbios_string_number(smbios, s, i);

			if (text && (u8 *)text + strlen(text) >= smbios->data + smbios->length)
				abort();
			text_is_placeholder(text);
		}
		for (size_t i = 0; i < 260; i++)
			smbios_number(s, i, 4, &number);
	}
}

static void fuzz_settings(struct machine *m)
{
	char text[SETTING_TEXT];
	struct settings settings;
	struct smi_error error;

	if (settings_load(m, &settings, &error))
		return;
	for (size_t i = 0; i < settings.count; i++) {
		const struct setting *s = &settings.list[i];

		for (size_t k = 0; k < s->count; k++) {
			token_kind(s->token[k]);
			token_length(s->token[k]);
			setting_choice_text(m, s->token[k], text, sizeof(text));
			token_table_find(m->tokens, s->token[k]->id);
		}
	}
	if (settings.count) {
		const struct token *token;
		const struct setting *found;

		setting_find(m, &settings, settings.list[0].name, &found, &token, &error);
	}
	settings_free(&settings);
}

static void fuzz_machine(const u8 *data, size_t size)
{
	const struct machine_options options = {
		.sysfs = "/nonexistent", .dev = "/nonexistent", .tables_dir = "/nonexistent",
		.config_dir = "/nonexistent",
	};
	struct machine_ci ci;
	struct smi_error error;
	struct machine m;
	struct info info;
	const char *damage;
	char text[128];

	machine_init(&m, &options);
	m.smbios.data = malloc(size + !size);
	if (!m.smbios.data)
		return;
	memcpy(m.smbios.data, data, size);
	m.smbios.length = smbios_check(m.smbios.data, size, &damage);
	fuzz_structures(&m.smbios);
	machine_is_dell(&m);
	machine_ci(&m, &ci, &error);
	machine_has_class(&m, 11, &error);
	machine_vendor(&m, text, sizeof(text));
	machine_model(&m, text, sizeof(text));
	info_read(&m, &info, &error);
	fuzz_settings(&m);
	if (m.tokens && size >= 256) {
		u8 bank[256];

		memcpy(bank, data, sizeof(bank));
		cmos_checksum_repair(bank, m.tokens->checks, m.tokens->n_checks);
	}
	machine_free(&m);
}

/* What is read as a file of settings can be written as one. */
static void fuzz_file(const u8 *data, size_t size)
{
	struct setting_file file;
	struct smi_error error;
	char *text;

	if (setting_file_parse("fuzz", data, size, &file, &error))
		return;
	if (!setting_file_format(&file, &text, &error)) {
		struct setting_file again;

		if (setting_file_parse("fuzz", (const u8 *)text, strlen(text), &again, &error) ||
		    again.count != file.count)
			abort();
		setting_file_free(&again);
		free(text);
	}
	setting_file_free(&file);
}

static void fuzz_texts(const u8 *data, size_t size)
{
	struct token_name_list names = { };
	struct json_object *config;
	struct smi_error error;
	char tag[TAG_SIZE], *text = malloc(size + 1);

	if (!text)
		return;
	memcpy(text, data, size);
	text[size] = '\0';
	error_set(&error, SMI_FAILED, HINT_NONE, "%s", text);
	if (text_printable((const char *)data, size, text, size + 1) > size)
		abort();
	if (!config_parse("fuzz", data, size, &config, &error))
		json_object_put(config);
	fuzz_file(data, size);
	memcpy(text, data, size);
	/* Takes over the text. */
	if (!token_name_list_parse(text, &names, &error))
		token_name_list_free(&names);
	tag_from_cmos(data, size < 255 ? size : 255, tag);
}

int fuzz_tables(const u8 *data, size_t size)
{
	size_t advertised;

	fuzz_texts(data, size);
	smbios_entry_point(data, size < ENTRY ? size : ENTRY, &advertised);
	if (size > ENTRY)
		fuzz_machine(data + ENTRY, size - ENTRY);
	return 0;
}

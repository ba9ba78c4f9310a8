// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target: whatever bytes are taken for tables, nothing is read that is
 * not there, by the rooms for tables, tokens, names, CMOS and identity.
 *
 * In: 32 bytes of entry point, then a table; the same bytes stand for a list of
 * names and for a bank of CMOS.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmos.h"
#include "fuzz_tables.h"
#include "output.h"
#include "platform.h"
#include "tables.h"
#include "tags.h"
#include "token_names.h"
#include "token_set.h"

#define ENTRY	32

static void examine_tables(const u8 *data, size_t size)
{
	char name[] = "info", *words[2] = { name };
	struct client c = {
		.sysfs = "/nonexistent", .tables_dir = "/nonexistent",
		.config_dir = "/nonexistent", .json = true, .password_fd = -1,
	};
	const struct smbios_struct *s = NULL;
	struct platform_calling calling;
	const char *damage;

	output_begin(&c, "fuzz");
	c.tables = calloc(1, sizeof(*c.tables));
	c.tables->data = malloc(size + !size);
	memcpy(c.tables->data, data, size);
	c.tables->length = tables_check(c.tables->data, size, &damage);
	while ((s = tables_next(c.tables, s, -1)))
		for (int i = 0; i < 256; i++) {
			const char *text =
				smbios_struct_get_string_number(s, i);

			if (text && (u8 *)text + strlen(text) >=
			    c.tables->data + c.tables->length)
				abort();
		}
	platform_is_dell(&c);
	platform_calling(&c, &calling);
	json_object_put(output_catch(&c));
	c.names = calloc(1, sizeof(*c.names));
	tokens_load(&c);
	for (size_t i = 0; i < c.tokens->count; i++) {
		struct json_object *o = json_object_new_object();

		token_state(&c, &c.tokens->list[i], o);
		tokens_find(c.tokens, c.tokens->list[i].id);
		token_dangerous(c.tokens->list[i].id);
		json_object_put(o);
	}
	if (size >= 256) {
		u8 bank[256];

		memcpy(bank, data, sizeof(bank));
		cmos_check_repair(bank, c.tokens->checks, c.tokens->n_checks);
	}
	optind = 0;
	cmd_info.run(&c, 1, words);
	tokens_free(c.tokens);
	tables_free(c.tables);
	token_names_free(c.names);
	json_object_put(c.result);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct token_names names = { .text = malloc(size + 1) };
	char tag[TAG_SIZE];
	size_t announced;

	memcpy(names.text, data, size);
	names.text[size] = '\0';
	token_names_parse(names.text, &names);
	free(names.list);
	free(names.text);
	tag_from_cmos(data, size < 255 ? size : 255, tag);
	tables_entry_point(data, size < ENTRY ? size : ENTRY, &announced);
	if (size > ENTRY)
		examine_tables(data + ENTRY, size - ENTRY);
	return 0;
}

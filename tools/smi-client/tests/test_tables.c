// SPDX-License-Identifier: GPL-2.0-or-later
/* SMBIOS tables: sound ones are read, damaged ones never past their end. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "output.h"
#include "tables.h"

/* A buffer without a byte to spare, for valgrind and sanitizers to guard. */
static u8 *exact(const u8 *data, size_t length)
{
	u8 *copy = malloc(length ? length : 1);

	assert_non_null(copy);
	memcpy(copy, data, length);
	return copy;
}

static void structures_and_strings_are_found(void **state)
{
	struct fixture *f = *state;
	struct tables *t;

	fixture_machine(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_tables(f);
	assert_int_equal(tables_load(&f->client), CLIENT_DONE);
	t = f->client.tables;
	assert_string_equal(tables_string(t, TABLES_SYSTEM, 5),
			    "PowerEdge 750");
	assert_string_equal(tables_string(t, TABLES_BIOS, 8), "02/03/2004");
	assert_null(tables_string(t, TABLES_SYSTEM, 6));
	assert_null(tables_string(t, TABLES_CHASSIS, 5));
	assert_non_null(tables_next(t, NULL, TABLES_CALLING));
	assert_null(tables_next(t, tables_next(t, NULL, TABLES_CALLING),
				TABLES_CALLING));
}

static void a_table_cut_anywhere_ends_before_the_cut(void **state)
{
	struct fixture *f = *state;
	const char *damage;

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	for (size_t cut = 0; cut < f->length; cut++) {
		u8 *data = exact(f->table, cut);
		struct tables t = { .data = data };
		const struct smbios_struct *s = NULL;

		t.length = tables_check(data, cut, &damage);
		assert_true(t.length <= cut);
		assert_true(t.length == cut || damage);
		while ((s = tables_next(&t, s, -1)))
			for (int i = 0; i < 256; i++) {
				const char *text =
					smbios_struct_get_string_number(s, i);

				if (text)
					assert_true((u8 *)text +
						    strlen(text) <
						    data + t.length);
			}
		free(data);
	}
}

static void a_structure_shorter_than_its_header_is_damage(void **state)
{
	const u8 data[] = { 1, 3, 0, 0, 0, 0 };
	const char *damage;

	(void)state;
	assert_int_equal(tables_check(data, sizeof(data), &damage), 0);
	assert_non_null(damage);
}

static void what_follows_the_end_of_the_table_is_not_looked_at(void **state)
{
	const u8 data[] = { TABLES_END, 4, 0, 0, 0, 0, 1, 0, 0, 0xFF };
	const char *damage;

	(void)state;
	assert_int_equal(tables_check(data, sizeof(data), &damage), 6);
	assert_null(damage);
}

static void an_entry_point_needs_anchor_length_and_checksum(void **state)
{
	u8 entry[24] = "_SM3_";
	size_t table;

	(void)state;
	entry[6] = sizeof(entry);
	entry[12] = 42;
	for (size_t i = 0; i < sizeof(entry); i++)
		if (i != 5)
			entry[5] -= entry[i];
	assert_true(tables_entry_point(entry, sizeof(entry), &table));
	assert_int_equal(table, 42);
	for (size_t i = 0; i < sizeof(entry); i++)
		assert_false(tables_entry_point(entry, i, &table));
	for (size_t i = 0; i < sizeof(entry); i++) {
		entry[i] ^= 0x40;
		assert_false(tables_entry_point(entry, sizeof(entry), &table));
		entry[i] ^= 0x40;
	}
}

static void damage_in_files_is_a_failure(void **state)
{
	struct fixture *f = *state;
	char dir[128];

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	f->length -= 1;
	fixture_tables(f);
	snprintf(dir, sizeof(dir), "%s/firmware/dmi/tables", f->dir);
	f->client.tables_dir = dir;
	assert_int_equal(tables_load(&f->client), CLIENT_FAILED);
}

static void damage_in_this_machine_is_a_warning(void **state)
{
	struct fixture *f = *state;

	f->client.json = true;
	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	f->length -= 1;
	fixture_tables(f);
	assert_int_equal(tables_load(&f->client), CLIENT_DONE);
	assert_string_equal(tables_string(f->client.tables, TABLES_SYSTEM, 5),
			    "PowerEdge 750");
	assert_null(tables_next(f->client.tables, NULL, TABLES_CALLING));
	assert_non_null(json_object_object_get(f->client.result, "warnings"));
}

static void no_tables_are_not_found(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(tables_load(&f->client), CLIENT_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(structures_and_strings_are_found),
		FIXTURE_TEST(a_table_cut_anywhere_ends_before_the_cut),
		cmocka_unit_test(a_structure_shorter_than_its_header_is_damage),
		cmocka_unit_test(what_follows_the_end_of_the_table_is_not_looked_at),
		cmocka_unit_test(an_entry_point_needs_anchor_length_and_checksum),
		FIXTURE_TEST(damage_in_files_is_a_failure),
		FIXTURE_TEST(damage_in_this_machine_is_a_warning),
		FIXTURE_TEST(no_tables_are_not_found),
	};

	return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}

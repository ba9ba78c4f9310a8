// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SMBIOS tables. A failure means that a damaged table is read past its end, or
 * that a sound one loses structures.
 */
#include "../../lib/smbios.h"
#include "fixture.h"
#include "program.h"

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
	struct smbios s = { };
	const struct smbios_structure *system;
	u32 number;

	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_calling(f, 3, NULL, 0);
	fixture_tables(f);
	assert_int_equal(smbios_load(fixture_path(f, "firmware/dmi/tables"), &s, &f->error),
			 SMI_OK);
	assert_null(s.damage);
	assert_string_equal(smbios_string(&s, SMBIOS_SYSTEM, 5), "PowerEdge 750");
	assert_string_equal(smbios_string(&s, SMBIOS_BIOS, 8), "01/02/2003");
	assert_null(smbios_string(&s, SMBIOS_SYSTEM, 8));
	assert_null(smbios_string(&s, SMBIOS_SYSTEM, 200));
	assert_null(smbios_string(&s, SMBIOS_CHASSIS, 5));
	system = smbios_next(&s, NULL, SMBIOS_SYSTEM);
	assert_non_null(system);
	assert_null(smbios_string_number(&s, system, 0));
	assert_null(smbios_string_number(&s, system, 5));
	assert_true(smbios_number(system, 2, 2, &number));
	assert_int_equal(number, 2);
	assert_false(smbios_number(system, 26, 2, &number));
	assert_null(smbios_next(&s, smbios_next(&s, NULL, SMBIOS_CALLING), SMBIOS_CALLING));
	smbios_free(&s);
}

static void a_table_cut_anywhere_ends_before_the_cut(void **state)
{
	struct fixture *f = *state;
	const char *damage;

	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_calling(f, 3, NULL, 0);
	for (size_t cut = 0; cut < f->length; cut++) {
		u8 *data = exact(f->table, cut);
		struct smbios t = { .data = data };
		const struct smbios_structure *s = NULL;

		t.length = smbios_check(data, cut, &damage);
		assert_true(t.length <= cut);
		assert_true(t.length == cut || damage);
		while ((s = smbios_next(&t, s, -1)))
			for (int i = 0; i < 256; i++) {
				const char *text = smbios_string_number(&t, s, i);

				if (text)
					assert_true((u8 *)text + strlen(text) < data + t.length);
			}
		free(data);
	}
}

static void a_structure_shorter_than_its_header_is_damage(void **state)
{
	const u8 data[] = { 1, 3, 0, 0, 0, 0 };
	const char *damage;

	(void)state;
	assert_int_equal(smbios_check(data, sizeof(data), &damage), 0);
	assert_non_null(damage);
}

static void what_follows_the_end_of_the_table_is_not_read(void **state)
{
	const u8 data[] = { SMBIOS_END, 4, 0, 0, 0, 0, 1, 0, 0, 0xFF };
	const char *damage;

	(void)state;
	assert_int_equal(smbios_check(data, sizeof(data), &damage), 6);
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
	assert_true(smbios_entry_point(entry, sizeof(entry), &table));
	assert_int_equal(table, 42);
	for (size_t i = 0; i < sizeof(entry); i++)
		assert_false(smbios_entry_point(entry, i, &table));
	for (size_t i = 0; i < sizeof(entry); i++) {
		entry[i] ^= 0x40;
		assert_false(smbios_entry_point(entry, sizeof(entry), &table));
		entry[i] ^= 0x40;
	}
}

static void damage_in_files_is_a_failure_in_this_machine_a_warning(void **state)
{
	struct fixture *f = *state;
	struct machine_ci ci;
	char tables[256];

	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_calling(f, 3, NULL, 0);
	fixture_tables(f);
	/* Without the structure that ends it and the last byte of type 218. */
	fixture_file(f, "firmware/dmi/tables/DMI", f->table, f->length - 7);
	snprintf(tables, sizeof(tables), "%s", fixture_path(f, "firmware/dmi/tables"));
	machine_init(&f->machine, &f->options);
	assert_int_equal(machine_tables(&f->machine, &f->error), SMI_OK);
	assert_non_null(f->machine.smbios.damage);
	assert_string_equal(smbios_string(&f->machine.smbios, SMBIOS_SYSTEM, 5), "PowerEdge 750");
	assert_int_equal(machine_ci(&f->machine, &ci, &f->error), SMI_NOT_FOUND);
	machine_free(&f->machine);

	f->options.tables_dir = tables;
	machine_init(&f->machine, &f->options);
	assert_int_equal(machine_tables(&f->machine, &f->error), SMI_FAILED);
	assert_non_null(strstr(f->error.what, "middle of a structure"));
}

static void no_tables_are_not_found(void **state)
{
	struct fixture *f = *state;
	struct smbios s = { };

	assert_int_equal(smbios_load(f->dir, &s, &f->error), SMI_NOT_FOUND);
	fixture_text(f, "smbios.dat", "short");
	assert_int_equal(smbios_load(f->dir, &s, &f->error), SMI_FAILED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(structures_and_strings_are_found),
		UNIT_TEST(a_table_cut_anywhere_ends_before_the_cut),
		cmocka_unit_test(a_structure_shorter_than_its_header_is_damage),
		cmocka_unit_test(what_follows_the_end_of_the_table_is_not_read),
		cmocka_unit_test(an_entry_point_needs_anchor_length_and_checksum),
		UNIT_TEST(damage_in_files_is_a_failure_in_this_machine_a_warning),
		UNIT_TEST(no_tables_are_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

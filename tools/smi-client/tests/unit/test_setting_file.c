// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files of settings: written, read, refused. A failure means that a file does
 * not bring back what it was made from, or that a damaged one is applied.
 */
#include "settings_file.h"

static char *export(struct fixture *f, struct setting_export *export)
{
	char *text;

	*export = (struct setting_export){ };
	token_value_forget(&f->machine);
	assert_int_equal(setting_export(&f->machine, &settings, export, &f->error), SMI_OK);
	assert_int_equal(setting_file_format(&export->file, &text, &f->error), SMI_OK);
	return text;
}

static void what_was_exported_is_brought_back(void **state)
{
	struct fixture *f = begin(state);
	struct setting_export e;
	char *text;

	firmware.value[0x120] = 1;
	firmware.value[0x122] = 0x17;
	firmware.value[0x500] = 1;
	text = export(f, &e);
	/* Requests, dangerous tokens and identities are not in it. */
	assert_int_equal(e.file.count, 4);
	assert_int_equal(e.n_left_out, 0);
	assert_non_null(strstr(text, "\"PowerEdge 750\""));
	assert_null(strstr(text, "0x00d3"));
	assert_null(strstr(text, "0x8004"));
	assert_null(strstr(text, "0x0058"));
	assert_int_equal(apply(f, text), 0);
	firmware.value[0x120] = 0;
	firmware.value[0x122] = 1;
	firmware.value[0x500] = 0;
	firmware.value[0xA1] = 1;
	token_value_forget(&f->machine);
	assert_int_equal(apply(f, text), 4);
	assert_int_equal(firmware.value[0x120], 1);
	assert_int_equal(firmware.value[0x122], 0x17);
	assert_int_equal(firmware.value[0x500], 1);
	assert_int_equal(firmware.value[0xA1], 0);
	free(text);
	setting_export_free(&e);
}

static void what_is_not_printable_in_tables_is_not_in_a_file(void **state)
{
	struct fixture *f = firmware_begin(state, tokens, ARRAY_SIZE(tokens));
	struct setting_export e;
	struct setting_file file;
	char *text;

	f->length = 0;
	fixture_identity(f, "Dell Inc.", "PowerEdge \xFF\x01");
	fixture_calling(f, SETTINGS_CLASSES, tokens, ARRAY_SIZE(tokens));
	firmware_settings(f);
	text = export(f, &e);
	assert_non_null(strstr(text, "\"PowerEdge ??\""));
	/* And it fits where it was made. */
	assert_int_equal(parse(f, text, &file), SMI_OK);
	assert_int_equal(setting_file_fits(&f->machine, "FILE", &file, &f->error), SMI_OK);
	setting_file_free(&file);
	free(text);
	setting_export_free(&e);
}

static void a_contradictory_setting_is_left_out_and_told(void **state)
{
	struct fixture *f = begin(state);
	struct setting_export e;
	char *text;

	firmware.master[0xA2] = 0;
	firmware.value[0xA2] = 1;
	text = export(f, &e);
	assert_int_equal(e.n_left_out, 1);
	assert_int_equal(e.left_out[0].code, SMI_DIFFERS);
	assert_string_equal(e.left_out[0].why, "contradictory: Off, Last");
	assert_null(strstr(text, "Power Recovery"));
	free(text);
	setting_export_free(&e);
}

static void a_setting_that_cannot_be_read_is_left_out_and_told(void **state)
{
	struct fixture *f = begin(state);
	struct setting_export e;

	firmware.refused = 0x500;
	free(export(f, &e));
	assert_int_equal(e.n_left_out, 1);
	assert_int_equal(e.left_out[0].code, SMI_REFUSED);
	assert_int_equal(e.file.count, 3);
	setting_export_free(&e);
}

static void files_of_earlier_versions_are_applied(void **state)
{
	static const char *const before[] = {
		"{ \"schema\": 1, \"machine\": { \"model\": \"PowerEdge 750\", \"bios_version\": null }, \"tokens\": [ { \"id\": \"0x00a2\", \"name\": \"AC Thing\", \"setting\": \"Last\" }, { \"id\": \"0x002b\", \"name\": null, \"number\": 8 }, { \"id\": \"0x7011\" } ] }",
	};
	struct fixture *f = begin(state);

	assert_int_equal(apply(f, before[0]), 3);
	assert_int_equal(firmware.value[0xA1], 1);
	assert_int_equal(firmware.value[0x122], 8);
	assert_int_equal(firmware.value[0x500], 1);
}

static void what_is_no_file_of_settings_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "x", "[]", "{}", "{ \"schema\": 2, \"settings\": [] }",
		"{ \"schema\": 1 }", "{ \"schema\": 1, \"settings\": {} }",
		"{ \"schema\": 1, \"settings\": [], \"tokens\": [] }",
		"{ \"schema\": 1, \"settings\": [] } garbage",
		"{ \"schema\": 1, \"settings\": [] } {}",
		"{ \"schema\": 1, \"settings\": [], \"more\": 1 }",
		"{ \"schema\": 1, \"machine\": { \"colour\": \"red\" }, \"settings\": [] }",
		"{ \"schema\": 1, \"machine\": 7, \"settings\": [] }",
		"{ \"schema\": 1, \"settings\": [ 1 ] }",
		"{ \"schema\": 1, \"settings\": [ { } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"value\": \"x\" } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"x\", \"setting\": \"y\" } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"x\", \"value\": \"y\", \"number\": 1 } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"x\", \"value\": [] } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"x\", \"number\": \"1\" } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"token\": \"fish\" } ] }",
		"{ \"schema\": 1, \"tokens\": [ { \"name\": \"x\" } ] }",
		ITEM("\"token\": \"0x0028\", \"location\": 288"),
		ITEM("\"token\": \"0x0028\", \"location\": \"fish\""),
		ITEM("\"token\": \"0x0028\", \"location\": \"0x120@0x120\""),
		ITEM("\"token\": \"0x0028@0x0120\""),
		ITEM("\"token\": \"0x10028\""),
		ITEM("\"name\": [ \"wake-up hour\" ], \"token\": \"0x0028\""),
		ITEM("\"name\": \"x\", \"hex\": 12"),
		ITEM("\"name\": \"x\", \"value\": \"Off\\u0000garbage\""),
		ITEM("\"name\": \"x\\u0000y\", \"value\": \"Off\""),
		ITEM("\"name\": \"x\", \"value\\u0000x\": \"Off\""),
		ITEM("\"name\": \"x\", \"number\": 12345678901234567890123"),
		ITEM("\"name\": \"x\", \"value\": 4294967296"),
		ITEM("\"name\": \"x\", \"value\": -1"),
		ITEM("\"token\": \"0x7011\", \"value\": null"),
		ITEM("\"name\": \"x\", \"value\": \"y\", \"choices\": [ \"y\" ]"),
		ITEM("\"name\": \"x\", \"value\": \"y\", \"choices\": null"),
		ITEM("\"name\": \"x\", \"value\": \"y\", \"choices\": { \"y\": \"0x1\" }"),
		ITEM("\"name\": \"x\", \"value\": \"y\", \"choices\": { \"0x1\": 1 }"),
		ITEM("\"name\": \"x\", \"value\": \"Weekdays\", \"value\": \"Daily\""),
		"{ \"schema\": 1, \"settings\": [], \"settings\": [] }",
		"{ \"schema\": 1, \"machine\": { \"model\": 5 }, \"settings\": [] }",
		"{ \"schema\": 1, \"machine\": { \"system_id\": \"0x00000000000000165\" }, \"settings\": [] }",
		"{ \"schema\": 1, \"tokens\": [ { \"id\": \"0xa1\", \"value\": \"y\" } ] }",
	};
	struct setting_file file;
	struct fixture *f = begin(state);

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		if (parse(f, bad[i], &file) != SMI_FAILED)
			fail_msg("taken: %s", bad[i]);
		assert_non_null(strstr(f->error.what, "FILE"));
		assert_int_equal(f->error.hint, HINT_SETTINGS_FORMAT);
		assert_null(file.item);
	}
}

static void a_backup_brings_the_old_values_back(void **state)
{
	struct fixture *f = begin(state);
	struct setting_plan plan = { };
	struct setting_change change;
	struct setting_file backup;
	char *text;

	plan.change = &change;
	plan.count = 1;
	assert_int_equal(setting_change_parse(&f->machine, &settings, "wake-up=daily", &change,
					      &f->error), SMI_OK);
	assert_int_equal(setting_plan_check(&f->machine, &settings, &plan, &f->error), SMI_OK);
	assert_int_equal(setting_backup(&f->machine, &plan, &backup, &f->error), SMI_OK);
	assert_int_equal(setting_file_format(&backup, &text, &f->error), SMI_OK);
	assert_int_equal(setting_plan_apply(&f->machine, &plan, &f->error), SMI_OK);
	assert_int_equal(firmware.value[0x120], 1);
	assert_int_equal(apply(f, text), 1);
	assert_int_equal(firmware.value[0x120], 0);
	free(text);
	setting_file_free(&backup);
	/* Without one old choice there is no way back. */
	firmware.value[0x120] = 9;
	token_value_forget(&f->machine);
	change.outcome = SETTING_OPEN;
	assert_int_equal(setting_plan_check(&f->machine, &settings, &plan, &f->error), SMI_OK);
	assert_int_equal(setting_backup(&f->machine, &plan, &backup, &f->error), SMI_FAILED);
	setting_file_free(&backup);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(what_was_exported_is_brought_back),
		FILE_TEST(what_is_not_printable_in_tables_is_not_in_a_file),
		FILE_TEST(a_contradictory_setting_is_left_out_and_told),
		FILE_TEST(a_setting_that_cannot_be_read_is_left_out_and_told),
		FILE_TEST(files_of_earlier_versions_are_applied),
		FILE_TEST(what_is_no_file_of_settings_is_refused),
		FILE_TEST(a_backup_brings_the_old_values_back),
	};

	return cmocka_run_group_tests_name("setting_file", tests, NULL, NULL);
}

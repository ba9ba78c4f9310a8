// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files of settings: written, read, refused. A failure means that a file does
 * not bring back what it was made from, or that a damaged one is applied.
 */
#include "settings_firmware.h"

#include "../../lib/setting_file.h"

static const u16 tokens[][3] = {
	{ 0x0028, 0x120, 0 }, { 0x0029, 0x120, 1 }, { 0x002B, 0x122, 0xFFFF },
	{ 0x00A1, 0x00A1, 0 }, { 0x00A2, 0x00A2, 1 },
	{ 0x7010, 0x500, 0 }, { 0x7011, 0x500, 1 },
	{ 0x00D3, 0x601, 0 }, { 0x8004, 0x600, 0 }, { 0x0058, 0x602, 0 },
};

static struct fixture *begin(void **state)
{
	struct fixture *f = firmware_begin(state, tokens, ARRAY_SIZE(tokens));

	firmware.master[0xA2] = 0xA1;
	firmware_settings(f);
	return f;
}

static int parse(struct fixture *f, const char *text, struct setting_file *file)
{
	return setting_file_parse("FILE", (const u8 *)text, strlen(text), file, &f->error);
}

/* As apply does it; the number of changes, or -1 with f->error. */
static int apply(struct fixture *f, const char *text)
{
	struct setting_plan plan = { .from_file = true };
	struct setting_file file;
	int n;

	assert_int_equal(parse(f, text, &file), SMI_OK);
	assert_int_equal(setting_file_plan(&f->machine, &settings, &file, NULL, 0, &plan,
					   &f->error), SMI_OK);
	n = setting_plan_check(&f->machine, &settings, &plan, &f->error) ||
	    setting_plan_apply(&f->machine, &plan, &f->error) ? -1 :
	    (int)setting_plan_count(&plan, SETTING_CHANGED);
	free(plan.change);
	setting_file_free(&file);
	return n;
}

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

/* Names may be unknown where the list of smbios-utils is not installed. */
static void a_name_that_is_not_known_here_is_found_by_its_token(void **state)
{
	static const char *const files[] = {
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Fancy\", \"value\": \"0x7011\", \"token\": \"0x7011\" } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Power Recovery\", \"value\": \"Last\", \"token\": \"0x00a1\" } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Power Recovery\", \"value\": \"Lost\", \"token\": \"0x00a1\" } ] }",
	};
	struct fixture *f = begin(state);

	assert_int_equal(apply(f, files[0]), 1);
	assert_int_equal(firmware.value[0x500], 1);
	/* An edited value comes before the token that was exported with it. */
	assert_int_equal(apply(f, files[1]), 1);
	assert_int_equal(firmware.value[0xA1], 1);
	assert_int_equal(apply(f, files[2]), -1);
	assert_int_equal(f->error.code, SMI_NOT_FOUND);
}

/* A file of a setting with names that are not known here, @value and @token filled in. */
static const char *fancy(const char *value, const char *token)
{
	static char text[400];

	snprintf(text, sizeof(text),
		 "{ \"schema\": 1, \"settings\": [ { \"name\": \"Fancy\", \"value\": \"%s\", \"token\": \"%s\", \"location\": \"0x0500\", \"choices\": { \"0x7010\": \"Disabled\", \"0x7011\": \"Enabled\" } } ] }",
		 value, token);
	return text;
}

static void choices_of_the_file_tell_what_an_edited_value_means(void **state)
{
	static const struct {
		const char *value, *token;
		unsigned int is;
	} rows[] = {
		{ "Enabled", "0x7010", 1 }, { "Disabled", "0x7010", 0 },
		{ "enabled", "0x7011", 1 }, { "Disabled", "0x7011", 0 },
		{ "0x7011", "0x7010", 1 },
	};
	struct fixture *f = begin(state);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		firmware.value[0x500] = !rows[i].is;
		token_value_forget(&f->machine);
		assert_int_equal(apply(f, fancy(rows[i].value, rows[i].token)), 1);
		assert_int_equal(firmware.value[0x500], rows[i].is);
	}
}

/* The name of the setting is known here, that of the choice is not. */
static void choices_of_the_file_are_other_names_of_known_ones(void **state)
{
	static const char *const file[] = {
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Power Recovery\", \"value\": \"As it was\", \"token\": \"0x00a1\", \"choices\": { \"0x00a1\": \"Stay off\", \"0x00a2\": \"As it was\" } } ] }",
	};
	struct fixture *f = begin(state);

	assert_int_equal(apply(f, file[0]), 1);
	assert_int_equal(firmware.value[0xA1], 1);
}

/* Otherwise what was set when the file was made is set, whatever it says now. */
static void a_value_that_nothing_tells_is_refused_and_not_replaced_by_the_token(void **state)
{
	static const char *const values[] = { "Enable", "0x7012", "0x00a2" };
	static const char *const files[] = {
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Fancy\", \"value\": \"Enabled\", \"token\": \"0x7011\" } ] }",
		"{ \"schema\": 1, \"settings\": [ { \"value\": \"Enabled\", \"token\": \"0x7011\" } ] }",
	};
	struct fixture *f = begin(state);

	for (size_t i = 0; i < ARRAY_SIZE(values) + ARRAY_SIZE(files); i++) {
		assert_int_equal(apply(f, i < ARRAY_SIZE(files) ? files[i] :
				       fancy(values[i - ARRAY_SIZE(files)], "0x7011")), -1);
		assert_int_equal(f->error.code, SMI_FAILED);
		assert_int_equal(f->error.hint, HINT_TOKEN_NAMES);
		assert_non_null(strstr(f->error.what, i == 1 ? "'@0x0500'" : "'Fancy'"));
		assert_int_equal(firmware.writes, 0);
	}
}

#define ITEM(members)	"{ \"schema\": 1, \"settings\": [ { " members " } ] }"

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

static void nothing_is_written_when_one_item_cannot_be_applied(void **state)
{
	static const char *const bad[] = {
		"{ \"token\": \"0x7777\" }",				/* missing */
		"{ \"name\": \"Wake-up Hour\", \"value\": \"x\" }",
		"{ \"token\": \"0x8004\" }", "{ \"token\": \"0x00d3\" }",
		"{ \"token\": \"0x0058\" }",
		"{ \"name\": \"Wake-up\", \"value\": \"Off\" }",	/* twice */
		"{ \"token\": \"0x7011\", \"location\": \"0x9999\" }",
		"{ \"name\": \"Power Recovery\", \"value\": \"Last\", \"token\": \"0x1234\" }",
		"{ \"name\": \"Power Recovery\", \"value\": \"Last\", \"location\": \"0x120\" }",
		"{ \"name\": \"Power Recovery\", \"value\": \"Last\", \"token\": \"0x7011\" }",
	};
	struct fixture *f = begin(state);

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char text[400];

		snprintf(text, sizeof(text),
			 "{ \"schema\": 1, \"settings\": [ { \"name\": \"Wake-up\", \"value\": \"Daily\" }, %s ] }",
			 bad[i]);
		assert_int_equal(apply(f, text), -1);
		assert_int_equal(firmware.writes, 0);
	}
}

static void a_message_names_what_the_file_gives(void **state)
{
	static const struct {
		const char *file, *says;
	} rows[] = {
		{ ITEM("\"name\": \"Wake-up\", \"value\": \"Off\", \"location\": \"0x6b\""),
		  "'Wake-up' has no token at location 0x6b here" },
		{ ITEM("\"name\": \"Wake-up\", \"value\": \"Off\", \"token\": \"0x1\""),
		  "'Wake-up' has no token 0x1 here" },
	};
	struct fixture *f = begin(state);

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(apply(f, rows[i].file), -1);
		assert_string_equal(f->error.what, rows[i].says);
	}
}

/* 2 is for what was typed. */
static void a_value_of_a_file_that_cannot_be_is_no_mistake_of_usage(void **state)
{
	static const char *const bad[] = {
		ITEM("\"name\": \"Wake-up\""),
		ITEM("\"name\": \"Wake-up Hour\", \"value\": \"x\""),
		ITEM("\"name\": \"Wake-up Hour\", \"value\": 99"),
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Wake-up\", \"value\": \"Off\" }, { \"name\": \"wake-up\", \"value\": \"Daily\" } ] }",
	};
	struct fixture *f = begin(state);

	firmware.max[0x122] = 0x23;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(apply(f, bad[i]), -1);
		assert_int_equal(f->error.code, SMI_FAILED);
		assert_int_equal(firmware.writes, 0);
	}
}

static void another_model_or_system_id_does_not_fit(void **state)
{
	static const struct {
		const char *machine;
		int code;
	} rows[] = {
		{ "{ \"model\": \"PowerEdge 750\", \"system_id\": \"0x004e\" }", SMI_OK },
		{ "{ \"model\": \"PowerEdge 750\" }", SMI_OK },
		{ "{ }", SMI_OK },
		{ "{ \"model\": \"PowerEdge 1750\" }", SMI_FAILED },
		{ "{ \"model\": \"PowerEdge 750\", \"system_id\": \"0x0165\" }", SMI_FAILED },
	};
	struct fixture *f = begin(state);
	struct setting_file file;
	char text[200];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(text, sizeof(text), "{ \"schema\": 1, \"machine\": %s, \"settings\": [] }",
			 rows[i].machine);
		assert_int_equal(parse(f, text, &file), SMI_OK);
		assert_int_equal(setting_file_fits(&f->machine, "FILE", &file, &f->error),
				 rows[i].code);
		if (rows[i].code)
			assert_int_equal(f->error.hint, HINT_FORCE);
		setting_file_free(&file);
	}
}

static void what_is_typed_comes_before_the_file(void **state)
{
	static char *const extra[] = { "Wake-up=Daily", "Power Recovery=Last" };
	static const char *const text[] = {
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Wake-up\", \"value\": \"Off\" } ] }",
	};
	struct fixture *f = begin(state);
	struct setting_plan plan = { };
	struct setting_file file;

	assert_int_equal(parse(f, text[0], &file), SMI_OK);
	assert_int_equal(setting_file_plan(&f->machine, &settings, &file, extra, 2, &plan,
					   &f->error), SMI_OK);
	assert_int_equal(plan.count, 2);
	assert_int_equal(plan.change[0].token->id, 0x29);
	assert_int_equal(plan.change[1].token->id, 0xA2);
	free(plan.change);
	setting_file_free(&file);
}

/* One setting of the file is given twice there, and then typed. */
static void what_is_typed_twice_differently_is_refused(void **state)
{
	static char *const once[] = { "Wake-up=Daily" };
	static char *const twice[] = { "Wake-up=Daily", "0x0028=Off" };
	static const char *const text[] = {
		"{ \"schema\": 1, \"settings\": [ { \"name\": \"Wake-up\", \"value\": \"Off\" }, { \"token\": \"0x0028\" }, { \"name\": \"Power Recovery\", \"value\": \"Off\" } ] }",
	};
	struct fixture *f = begin(state);
	struct setting_plan plan = { };
	struct setting_file file;

	assert_int_equal(parse(f, text[0], &file), SMI_OK);
	assert_int_equal(setting_file_plan(&f->machine, &settings, &file, once, 1, &plan,
					   &f->error), SMI_OK);
	assert_int_equal(plan.count, 2);
	assert_int_equal(plan.change[0].token->id, 0x29);
	assert_int_equal(plan.change[1].token->id, 0xA1);
	assert_int_equal(setting_plan_check(&f->machine, &settings, &plan, &f->error), SMI_OK);
	free(plan.change);
	plan = (struct setting_plan){ };
	assert_int_equal(setting_file_plan(&f->machine, &settings, &file, twice, 2, &plan,
					   &f->error), SMI_OK);
	assert_int_equal(setting_plan_check(&f->machine, &settings, &plan, &f->error), SMI_USAGE);
	assert_non_null(strstr(f->error.what, "given twice"));
	free(plan.change);
	setting_file_free(&file);
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

#define FILE_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, firmware_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(what_was_exported_is_brought_back),
		FILE_TEST(what_is_not_printable_in_tables_is_not_in_a_file),
		FILE_TEST(a_contradictory_setting_is_left_out_and_told),
		FILE_TEST(a_setting_that_cannot_be_read_is_left_out_and_told),
		FILE_TEST(files_of_earlier_versions_are_applied),
		FILE_TEST(a_name_that_is_not_known_here_is_found_by_its_token),
		FILE_TEST(choices_of_the_file_tell_what_an_edited_value_means),
		FILE_TEST(choices_of_the_file_are_other_names_of_known_ones),
		FILE_TEST(a_value_that_nothing_tells_is_refused_and_not_replaced_by_the_token),
		FILE_TEST(what_is_no_file_of_settings_is_refused),
		FILE_TEST(nothing_is_written_when_one_item_cannot_be_applied),
		FILE_TEST(a_message_names_what_the_file_gives),
		FILE_TEST(a_value_of_a_file_that_cannot_be_is_no_mistake_of_usage),
		FILE_TEST(another_model_or_system_id_does_not_fit),
		FILE_TEST(what_is_typed_comes_before_the_file),
		FILE_TEST(what_is_typed_twice_differently_is_refused),
		FILE_TEST(a_backup_brings_the_old_values_back),
	};

	return cmocka_run_group_tests_name("setting_file", tests, NULL, NULL);
}

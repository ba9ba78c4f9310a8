// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a file of settings means on a machine. A failure means that another value
 * is set than the file says, or half of what it says.
 */
#include "settings_file.h"

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

	make_plan(f, text[0], extra, 2, &plan);
	assert_int_equal(plan.count, 2);
	assert_int_equal(plan.change[0].token->id, 0x29);
	assert_int_equal(plan.change[1].token->id, 0xA2);
	free(plan.change);
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

	make_plan(f, text[0], once, 1, &plan);
	assert_int_equal(plan.count, 2);
	assert_int_equal(plan.change[0].token->id, 0x29);
	assert_int_equal(plan.change[1].token->id, 0xA1);
	assert_int_equal(setting_plan_check(&f->machine, &settings, &plan, &f->error), SMI_OK);
	free(plan.change);
	plan = (struct setting_plan){ };
	make_plan(f, text[0], twice, 2, &plan);
	assert_int_equal(setting_plan_check(&f->machine, &settings, &plan, &f->error), SMI_USAGE);
	assert_non_null(strstr(f->error.what, "given twice"));
	free(plan.change);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(a_name_that_is_not_known_here_is_found_by_its_token),
		FILE_TEST(choices_of_the_file_tell_what_an_edited_value_means),
		FILE_TEST(choices_of_the_file_are_other_names_of_known_ones),
		FILE_TEST(a_value_that_nothing_tells_is_refused_and_not_replaced_by_the_token),
		FILE_TEST(nothing_is_written_when_one_item_cannot_be_applied),
		FILE_TEST(a_message_names_what_the_file_gives),
		FILE_TEST(a_value_of_a_file_that_cannot_be_is_no_mistake_of_usage),
		FILE_TEST(another_model_or_system_id_does_not_fit),
		FILE_TEST(what_is_typed_comes_before_the_file),
		FILE_TEST(what_is_typed_twice_differently_is_refused),
	};

	return cmocka_run_group_tests_name("setting_file_plan", tests, NULL, NULL);
}

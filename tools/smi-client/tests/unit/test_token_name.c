// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names of tokens and what is known of them. A failure means that a dangerous
 * token is written like any other, or that a name stands for another token.
 */
#include "settings_firmware.h"

#include "../../lib/token_name.h"
#include "../../lib/token_name_list.h"

static struct token_name_list parse(struct fixture *f, const char *text)
{
	struct token_name_list names;

	assert_int_equal(token_name_list_parse(strdup(text), &names, &f->error), SMI_OK);
	return names;
}

static void names_are_read_from_quoted_fields(void **state)
{
	struct token_name_list names = parse(*state,
		"\"Token Value\",Name,Setting,Description,Spec\r\n"
		"00a2,\"AC Power\",Last,\"As it \"\"was\"\", then\",,\n"
		"00A1,\"AC Power\",Off,\"Two\nlines\"\n"
		"nonsense,a,b,c\n"
		"12345,too,large,\n"
		",,,\n"
		"0003");

	assert_int_equal(names.count, 3);
	assert_int_equal(names.list[0].id, 0x00A2);
	assert_string_equal(names.list[0].attribute, "AC Power");
	assert_string_equal(names.list[0].setting, "Last");
	assert_string_equal(names.list[0].description, "As it \"was\", then");
	assert_string_equal(names.list[1].description, "Two\nlines");
	assert_int_equal(names.list[2].id, 0x0003);
	assert_string_equal(names.list[2].attribute, "");
	token_name_list_free(&names);
}

static void a_broken_list_of_names_is_read_to_its_end(void **state)
{
	static const char *const broken[] = {
		"", "\"", "\"\"\"", "0001,\"open", ",", "\n\n", "0001,\"a\"b,c",
	};

	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		struct token_name_list names = parse(*state, broken[i]);

		token_name_list_free(&names);
	}
}

/* The project's tokens.conf, and a list beside it. */
static struct fixture *begin(void **state, const char *list)
{
	struct fixture *f = firmware_begin(state, NULL, 0);
	static char dir[64];
	char *text = NULL;
	size_t size = 0;
	FILE *file, *from;
	char path[600];
	int c;

	snprintf(path, sizeof(path), "%s/tokens.conf", f->options.config_dir);
	from = fopen(path, "r");
	assert_non_null(from);
	file = open_memstream(&text, &size);
	while ((c = getc(from)) != EOF)
		putc(c, file);
	fclose(from);
	fclose(file);
	fixture_file(f, "tokens.conf", text, size);
	free(text);
	fixture_text(f, "token_list.csv", list);
	snprintf(dir, sizeof(dir), "%s", f->dir);
	f->options.config_dir = dir;
	fixture_machine(f, firmware_answer);
	return f;
}

static void dangerous_tokens_are_known(void **state)
{
	static const u16 dangerous[] = {
		0x8004, 0x0175, 0x0176, 0x0058, 0x0059, 0x00CD, 0x00D0, 0x013A, 0x013D, 0x01FF,
		0x01DC, 0x01DD, 0x02E3, 0x02FF, 0x0302, 0x0326, 0x0363, 0x03F6, 0x03F7, 0x4026,
		0x4027, 0x9000, 0x9001, 0xA002, 0xA004, 0x0100, 0xC001, 0xC002, 0xC004, 0xC005,
		0xC007, 0xC00D, 0xC00F, 0xC015, 0xF000, 0xF00A,
		/* one way */
		0x0325, 0x0367, 0x043E,
	};
	static const u16 others[] = { 0x00A1, 0x0174, 0x0177, 0x0324, 0x4025, 0xC000, 0xC00E };
	struct fixture *f = begin(state, "");

	assert_int_equal(token_names_load(&f->machine, &f->error), SMI_OK);
	for (size_t i = 0; i < ARRAY_SIZE(dangerous); i++)
		assert_non_null(token_dangerous(&f->machine, dangerous[i]));
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		assert_null(token_dangerous(&f->machine, others[i]));
}

static void what_is_no_setting_of_an_administrator_is_known(void **state)
{
	static const u16 none[] = {
		0x0083, 0x0084, 0x00D3, 0x00D6, 0x005C, 0x005D, 0x00D8, 0x00D9, 0x4028, 0x4029,
		0x02D8, 0x02DF, 0x8000, 0xC000, 0xFFFE,
	};
	static const u16 settings[] = { 0x00A1, 0x0082, 0x0085, 0x00D7, 0x02D7, 0x02E0, 0x7FFF };
	struct fixture *f = begin(state, "");

	assert_int_equal(token_names_load(&f->machine, &f->error), SMI_OK);
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		assert_non_null(token_no_setting(&f->machine, none[i]));
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		assert_null(token_no_setting(&f->machine, settings[i]));
	for (u16 id = 0x28; id <= 0x2C; id++)
		assert_true(token_has_bounds(&f->machine, id));
	assert_false(token_has_bounds(&f->machine, 0x2D));
}

static void names_of_the_project_come_first_and_others_still_find_the_token(void **state)
{
	static const char list[] = "00A1,AC Thing,Remain,\n0003,Disk,Auto,\n0004,disk,Off,\n";
	struct fixture *f = begin(state, list);
	const struct token_name *name;

	assert_int_equal(token_names_load(&f->machine, &f->error), SMI_OK);
	assert_true(token_names_are_complete(&f->machine));
	name = token_name(&f->machine, 0xA1);
	assert_string_equal(name->attribute, "Power Recovery");
	assert_string_equal(name->other_attribute, "AC Thing");
	assert_true(token_name_is_choice(name, "off"));
	assert_true(token_name_is_choice(name, "REMAIN"));
	assert_false(token_name_is_choice(name, "On"));
	assert_int_equal(name->group, token_name(&f->machine, 0xA3)->group);
	/* Large and small letters are the same. */
	assert_int_equal(token_name(&f->machine, 3)->group, token_name(&f->machine, 4)->group);
	assert_int_not_equal(token_name(&f->machine, 3)->group, name->group);
	assert_null(token_name(&f->machine, 5));
}

static void without_a_good_tokens_conf_nothing_goes_on(void **state)
{
	static const char *const bad[] = {
		"{", "{}", "[]",
		"{ \"settings\": [], \"dangerous\": [], \"no_setting\": [] }",
		"{ \"settings\": {}, \"dangerous\": [], \"no_setting\": [], \"bounded\": [] }",
		"{ \"settings\": [ 1 ], \"dangerous\": [], \"no_setting\": [], \"bounded\": [] }",
		"{ \"settings\": [ { \"name\": \"x\" } ], \"dangerous\": [], \"no_setting\": [], \"bounded\": [] }",
		"{ \"settings\": [ { \"name\": \"x\", \"token\": \"no\" } ], \"dangerous\": [], \"no_setting\": [], \"bounded\": [] }",
		"{ \"settings\": [ { \"name\": \"x\", \"choices\": { \"1\": 2 } } ], \"dangerous\": [], \"no_setting\": [], \"bounded\": [] }",
		"{ \"settings\": [], \"dangerous\": [ { \"tokens\": \"5\" } ], \"no_setting\": [], \"bounded\": [] }",
		"{ \"settings\": [], \"dangerous\": [ { \"tokens\": \"5-4\", \"reason\": \"x\" } ], \"no_setting\": [], \"bounded\": [] }",
		"{ \"settings\": [], \"dangerous\": [ 7 ], \"no_setting\": [], \"bounded\": [] }",
	};
	struct fixture *f = begin(state, "");

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		fixture_text(f, "tokens.conf", bad[i]);
		assert_int_equal(token_names_load(&f->machine, &f->error), SMI_FAILED);
		assert_int_equal(f->error.hint, HINT_CONFIG_FORMAT);
		assert_null(f->machine.names);
	}
	assert_int_equal(remove(fixture_path(f, "tokens.conf")), 0);
	assert_int_equal(token_names_load(&f->machine, &f->error), SMI_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(names_are_read_from_quoted_fields),
		UNIT_TEST(a_broken_list_of_names_is_read_to_its_end),
		UNIT_TEST(dangerous_tokens_are_known),
		UNIT_TEST(what_is_no_setting_of_an_administrator_is_known),
		UNIT_TEST(names_of_the_project_come_first_and_others_still_find_the_token),
		UNIT_TEST(without_a_good_tokens_conf_nothing_goes_on),
	};

	return cmocka_run_group_tests_name("token_name", tests, NULL, NULL);
}

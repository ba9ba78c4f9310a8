// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Exports of settings whose choices share a name, as lists of smbios-utils have
 * them. A failure means that a file sets another choice than the one it was made
 * from.
 */
#include "settings_firmware.h"

#include "../../lib/setting_file.h"

static const u16 tokens[][3] = {
	{ 0x0510, 0x200, 0 }, { 0x0511, 0x200, 1 }, { 0x0512, 0x200, 2 },
};

static const char *const names[] = {
	"{ \"settings\": [ { \"name\": \"Fan\", \"choices\": { \"0x0510\": \"Off\", \"0x0511\": \"On\", \"0x0512\": \"On\" } } ], \"dangerous\": [], \"no_setting\": [], \"bounded\": [] }",
	"{ \"settings\": [], \"dangerous\": [], \"no_setting\": [], \"bounded\": [] }",
};

static struct fixture *begin(void **state)
{
	struct fixture *f = *state;

	fixture_text(f, "tokens.conf", names[0]);
	f->options.config_dir = f->dir;
	f = firmware_begin(state, tokens, ARRAY_SIZE(tokens));
	firmware_settings(f);
	return f;
}

/* The token that a file of one item wants. */
static unsigned int wanted(struct fixture *f, const char *item)
{
	struct setting_plan plan = { .from_file = true };
	struct setting_file file;
	unsigned int id;
	char text[400];

	snprintf(text, sizeof(text), "{ \"schema\": 1, \"settings\": [ { %s } ] }", item);
	assert_int_equal(setting_file_parse("FILE", (const u8 *)text, strlen(text), &file,
					    &f->error), SMI_OK);
	assert_int_equal(setting_file_plan(&f->machine, &settings, &file, NULL, 0, &plan,
					   &f->error), SMI_OK);
	assert_true(plan.change[0].is_wanted);
	id = plan.change[0].token->id;
	free(plan.change);
	setting_file_free(&file);
	return id;
}

static void an_export_fits_its_machine_where_choices_share_a_name(void **state)
{
	struct fixture *f = begin(state);

	for (u32 value = 0; value <= 2; value++) {
		struct setting_plan plan = { .compare = true };
		struct setting_export e = { };

		firmware.value[0x200] = value;
		token_value_forget(&f->machine);
		assert_int_equal(setting_export(&f->machine, &settings, &e, &f->error), SMI_OK);
		assert_int_equal(e.file.count, 1);
		assert_int_equal(setting_file_plan(&f->machine, &settings, &e.file, NULL, 0, &plan,
						   &f->error), SMI_OK);
		assert_int_equal(setting_plan_check(&f->machine, &settings, &plan, &f->error),
				 SMI_OK);
		assert_int_equal(plan.change[0].outcome, SETTING_UNCHANGED);
		free(plan.change);
		setting_export_free(&e);
	}
}

static void the_token_of_an_item_decides_between_choices_of_one_name(void **state)
{
	struct fixture *f = begin(state);

	assert_int_equal(wanted(f, "\"name\": \"fan\", \"value\": \"on\", \"token\": \"0x0512\""),
			 0x512);
	assert_int_equal(wanted(f, "\"name\": \"Fan\", \"value\": \"On\", \"token\": \"0x0511\""),
			 0x511);
	/* Also where only the token is known here. */
	assert_int_equal(wanted(f, "\"name\": \"Air\", \"value\": \"On\", \"token\": \"0x0512\""),
			 0x512);
	/* An edited value comes before the token that was exported with it. */
	assert_int_equal(wanted(f, "\"name\": \"Fan\", \"value\": \"Off\", \"token\": \"0x0512\""),
			 0x510);
	assert_int_equal(wanted(f, "\"name\": \"Fan\", \"value\": \"On\", \"token\": \"0x0510\""),
			 0x511);
	assert_int_equal(wanted(f, "\"name\": \"Fan\", \"value\": \"On\""), 0x511);
}

/* Names that are known here count for settings that are known by name here. */
static void choices_of_a_file_count_where_its_setting_is_not_known(void **state)
{
	static const struct {
		const char *name, *value, *token;
		unsigned int wanted;
	} rows[] = {
		{ "Air", "On", "\"token\": \"0x0512\",", 0x510 },
		{ "Air", "Off", "\"token\": \"0x0512\",", 0x512 },
		{ "Air", "Off", "\"token\": \"0x0510\",", 0x511 },
		{ "Air", "Off", "", 0x511 },
		{ "Fan", "Off", "\"token\": \"0x0512\",", 0x510 },
	};
	struct fixture *f = begin(state);
	char item[300];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		snprintf(item, sizeof(item),
			 "\"name\": \"%s\", \"value\": \"%s\", %s \"choices\": { \"0x0510\": \"On\", \"0x0511\": \"Off\", \"0x0512\": \"Off\" }",
			 rows[i].name, rows[i].value, rows[i].token);
		assert_int_equal(wanted(f, item), rows[i].wanted);
	}
}

/* Exported where names are known, edited, applied where they are not. */
static void an_export_tells_its_choices_by_itself(void **state)
{
	static const struct {
		const char *from, *to;
		unsigned int is;
	} edits[] = {
		{ "\"value\":\"Off\"", "\"value\":\"Off\"", 0x510 },
		{ "\"value\":\"Off\"", "\"value\":\"On\"", 0x511 },
	};
	struct fixture *f = begin(state);
	struct setting_export e = { };
	char edited[1000], *text, *at;

	assert_int_equal(setting_export(&f->machine, &settings, &e, &f->error), SMI_OK);
	assert_int_equal(setting_file_format(&e.file, &text, &f->error), SMI_OK);
	setting_export_free(&e);
	/* The same tokens without names. */
	settings_free(&settings);
	token_names_free(f->machine.names);
	f->machine.names = NULL;
	fixture_text(f, "tokens.conf", names[1]);
	assert_int_equal(settings_load(&f->machine, &settings, &f->error), SMI_OK);
	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		struct setting_plan plan = { .from_file = true };
		struct setting_file file;

		at = strstr(text, edits[i].from);
		assert_non_null(at);
		snprintf(edited, sizeof(edited), "%.*s%s%s", (int)(at - text), text, edits[i].to,
			 at + strlen(edits[i].from));
		assert_int_equal(setting_file_parse("FILE", (const u8 *)edited, strlen(edited),
						    &file, &f->error), SMI_OK);
		assert_int_equal(setting_file_plan(&f->machine, &settings, &file, NULL, 0, &plan,
						   &f->error), SMI_OK);
		assert_true(plan.change[0].is_wanted);
		assert_int_equal(plan.change[0].token->id, edits[i].is);
		free(plan.change);
		setting_file_free(&file);
	}
	free(text);
}

#define EXPORT_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, firmware_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EXPORT_TEST(an_export_fits_its_machine_where_choices_share_a_name),
		EXPORT_TEST(the_token_of_an_item_decides_between_choices_of_one_name),
		EXPORT_TEST(choices_of_a_file_count_where_its_setting_is_not_known),
		EXPORT_TEST(an_export_tells_its_choices_by_itself),
	};

	return cmocka_run_group_tests_name("setting_export", tests, NULL, NULL);
}

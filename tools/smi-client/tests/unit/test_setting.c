// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tokens as settings: what belongs together, what is set, what a name means. A
 * failure means that an administrator is told another value than the BIOS has.
 */
#include "settings_firmware.h"

#include "../../lib/setting.h"

/* Real machines: each choice of power recovery has a location of its own. */
static const u16 tokens[][3] = {
	{ 0x00A1, 0x00A1, 0 }, { 0x00A3, 0x00A3, 2 }, { 0x00A2, 0x00A2, 1 },
	{ 0x7010, 0x0500, 0 }, { 0x7011, 0x0500, 1 },		/* without a name */
	{ 0x7020, 0x0501, 0xFFFF },				/* a number */
	{ 0x007D, 0, 10 },					/* a text elsewhere */
	{ 0x7030, 0x0502, 0 }, { 0x7030, 0x0503, 0 },		/* one id twice */
	{ 0x7010, 0x0500, 0 },					/* the same once more */
};

static struct fixture *begin(void **state)
{
	struct fixture *f = firmware_begin(state, tokens, ARRAY_SIZE(tokens));

	firmware.master[0xA2] = 0xA1;
	firmware.master[0xA3] = 0xA1;
	firmware_settings(f);
	return f;
}

static const struct setting *find(struct fixture *f, const char *text)
{
	const struct setting *setting;
	const struct token *token;

	if (setting_find(&f->machine, &settings, text, &setting, &token, &f->error))
		return NULL;
	return setting;
}

static const char *state_of(struct fixture *f, const char *name)
{
	static char text[SETTING_TEXT];
	const struct setting *setting = find(f, name);
	struct setting_state state;

	assert_non_null(setting);
	token_value_forget(&f->machine);
	assert_int_equal(setting_read(&f->machine, setting, &state, &f->error), SMI_OK);
	setting_state_text(&f->machine, setting, &state, text, sizeof(text));
	return text;
}

static void choices_with_locations_of_their_own_are_one_setting(void **state)
{
	struct fixture *f = begin(state);
	const struct setting *setting = find(f, "power recovery");

	assert_non_null(setting);
	assert_int_equal(setting->count, 3);
	assert_true(setting->named);
	firmware.value[0xA1] = 1;
	assert_string_equal(state_of(f, "Power Recovery"), "Last");
	firmware.value[0xA1] = 2;
	assert_string_equal(state_of(f, "Power Recovery"), "On");
	firmware.value[0xA1] = 7;
	assert_string_equal(state_of(f, "Power Recovery"), "none");
}

static void two_active_choices_are_both_told(void **state)
{
	struct fixture *f = begin(state);

	firmware.master[0xA2] = 0;
	firmware.value[0xA2] = 1;
	assert_string_equal(state_of(f, "Power Recovery"), "Off, Last");
}

static void without_a_name_the_location_makes_the_setting(void **state)
{
	struct fixture *f = begin(state);
	const struct setting *setting = find(f, "@0x0500");

	assert_non_null(setting);
	assert_false(setting->named);
	/* The token that is listed twice is there once. */
	assert_int_equal(setting->count, 2);
	firmware.value[0x500] = 1;
	assert_string_equal(state_of(f, "@0x0500"), "0x7011");
	assert_ptr_equal(find(f, "0x7010"), setting);
	assert_ptr_equal(find(f, "0x7011"), setting);
}

static void a_number_is_a_setting_of_its_own(void **state)
{
	struct fixture *f = begin(state);

	firmware.value[0x501] = 4711;
	assert_string_equal(state_of(f, "0x7020"), "4711");
}

static void a_text_at_no_location_is_no_setting_and_costs_no_call(void **state)
{
	struct fixture *f = begin(state);

	assert_null(find(f, "0x007d"));
	assert_int_equal(f->error.code, SMI_NOT_FOUND);
	assert_int_equal(f->calls, 0);
}

static void an_ambiguous_id_is_refused_with_its_candidates(void **state)
{
	struct fixture *f = begin(state);

	assert_null(find(f, "0x7030"));
	assert_int_equal(f->error.code, SMI_USAGE);
	assert_int_equal(f->error.hint, HINT_CANDIDATES);
	assert_non_null(strstr(f->error.what, "0x7030@0x0502, 0x7030@0x0503"));
	assert_non_null(find(f, "0x7030@0x0503"));
	assert_null(find(f, "0x7030@0x0504"));
	assert_int_equal(f->error.code, SMI_NOT_FOUND);
	/* A token that is only listed twice is not ambiguous. */
	assert_non_null(find(f, "0x7010"));
}

static void one_location_is_read_once(void **state)
{
	struct fixture *f = begin(state);
	struct setting_state now;

	token_value_lock(&f->machine);
	for (int i = 0; i < 3; i++)
		for (size_t k = 0; k < settings.count; k++)
			assert_int_equal(setting_read(&f->machine, &settings.list[k], &now,
						      &f->error), SMI_OK);
	token_value_unlock(&f->machine);
	assert_int_equal(firmware.reads[0x500], 1);
	assert_int_equal(firmware.reads[0xA1], 1);
	assert_int_equal(f->locks, 1);
}

static void a_refusal_of_one_location_leaves_the_others(void **state)
{
	struct fixture *f = begin(state);
	struct setting_state now;

	firmware.refused = 0x500;
	assert_int_equal(setting_read(&f->machine, find(f, "0x7010"), &now, &f->error),
			 SMI_REFUSED);
	assert_int_equal(setting_read(&f->machine, find(f, "0x7020"), &now, &f->error), SMI_OK);
}

static void a_class_that_is_not_advertised_is_not_called(void **state)
{
	static const u16 one[][3] = { { 0x7010, 0x0500, 0 }, { 0x7011, 0x0501, 0 } };
	struct fixture *f = firmware_begin(state, NULL, 0);
	struct setting_state now;

	/* The same tables without classes 0 and 1. */
	f->length = 0;
	fixture_identity(f, "Dell Inc.", "PowerEdge C6100");
	fixture_calling(f, 1 << 9 | 1 << 10 | 1 << 11, one, 2);
	firmware_settings(f);
	for (size_t i = 0; i < settings.count; i++)
		assert_int_equal(setting_read(&f->machine, &settings.list[i], &now, &f->error),
				 SMI_NOT_FOUND);
	assert_int_equal(f->calls, 0);
}

static void bytes_are_shown_as_text_only_when_they_are_one(void **state)
{
	static const struct {
		const char *bytes, *text;
		size_t length;
	} rows[] = {
		{ "RACK-07\0\0\0", "RACK-07", 10 }, { "RACK-07\xFF\xFF\xFF", "RACK-07", 10 },
		{ "RACK-07   ", "RACK-07", 10 }, { "\0\0\0\0", "", 4 },
		{ "AB\0C", "hex:41420043", 4 }, { "A\x01ZC", "hex:41015a43", 4 },
		{ "E", "hex:45", 1 },
	};
	char text[SETTING_TEXT];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		setting_bytes_text((const u8 *)rows[i].bytes, rows[i].length, text, sizeof(text));
		assert_string_equal(text, rows[i].text);
	}
}

#define SETTING_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, firmware_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SETTING_TEST(choices_with_locations_of_their_own_are_one_setting),
		SETTING_TEST(two_active_choices_are_both_told),
		SETTING_TEST(without_a_name_the_location_makes_the_setting),
		SETTING_TEST(a_number_is_a_setting_of_its_own),
		SETTING_TEST(a_text_at_no_location_is_no_setting_and_costs_no_call),
		SETTING_TEST(an_ambiguous_id_is_refused_with_its_candidates),
		SETTING_TEST(one_location_is_read_once),
		SETTING_TEST(a_refusal_of_one_location_leaves_the_others),
		SETTING_TEST(a_class_that_is_not_advertised_is_not_called),
		cmocka_unit_test(bytes_are_shown_as_text_only_when_they_are_one),
	};

	return cmocka_run_group_tests_name("setting", tests, NULL, NULL);
}

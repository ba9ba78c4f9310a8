// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Changes of settings, several at a time, against firmware that fails at each
 * step. A failure means that a machine is left half changed, or that something
 * is called changed that is not.
 */
#include "settings_plan.h"

static void what_differs_is_written_and_read_back(void **state)
{
	struct fixture *f = begin(state, false);
	struct setting_plan plan = PLAN(f, "Wake-up Hour=8", "wake-up=daily",
					"Power Recovery=off");

	assert_int_equal(run(f, &plan), SMI_OK);
	assert_int_equal(firmware.value[0x122], 8);
	assert_int_equal(firmware.value[0x120], 1);
	assert_int_equal(changes[0].outcome, SETTING_CHANGED);
	assert_int_equal(changes[1].outcome, SETTING_CHANGED);
	assert_int_equal(changes[2].outcome, SETTING_UNCHANGED);
	assert_int_equal(firmware.writes, 2);
	/* Not counting calls that ask for passwords, one lock for each batch. */
	assert_int_equal(f->depth, 0);
}

static void nothing_is_written_when_one_value_cannot_be(void **state)
{
	static const struct {
		const char *text;
		int code;
	} bad[] = {
		{ "Wake-up Hour=0x24", SMI_USAGE },	/* past its bounds */
		{ "0x8004=0x8004", SMI_FAILED },	/* dangerous */
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct fixture *f = begin(state, false);
		struct setting_plan plan = PLAN(f, "wake-up=daily", bad[i].text);

		assert_int_equal(run(f, &plan), bad[i].code);
		assert_int_equal(firmware.writes, 0);
		assert_int_equal(changes[1].outcome, SETTING_REFUSED);
		settings_free(&settings);
		machine_free(&f->machine);
		f->length = 0;
	}
}

static void an_earlier_change_is_undone_when_a_later_one_fails(void **state)
{
	struct fixture *f = begin(state, false);
	struct setting_plan plan = PLAN(f, "Wake-up Hour=8", "Power Recovery=On",
					"Wake-up=Daily");

	firmware.value[0xA1] = 1;
	firmware.stuck = 0x120;
	assert_int_equal(run(f, &plan), SMI_FAILED);
	assert_int_equal(firmware.value[0x122], 6);
	assert_int_equal(firmware.value[0xA1], 1);
	assert_int_equal(changes[0].outcome, SETTING_UNDONE);
	assert_int_equal(changes[1].outcome, SETTING_UNDONE);
	assert_int_equal(changes[2].outcome, SETTING_FAILED);
	assert_true(changes[2].is_as_before);
	assert_non_null(strstr(f->error.what, "2 changed before it were undone"));
	assert_null(strstr(f->error.what, "not known"));
}

static void what_cannot_be_undone_is_named(void **state)
{
	struct fixture *f = begin(state, false);
	struct setting_plan plan = PLAN(f, "Wake-up Hour=8", "Wake-up=Daily");

	firmware.good_writes = 1;
	assert_int_equal(run(f, &plan), SMI_REFUSED);
	assert_int_equal(firmware.value[0x122], 8);
	assert_int_equal(changes[0].outcome, SETTING_CHANGED);
	assert_non_null(strstr(f->error.what, "could not be undone: 'Wake-up Hour'"));
}

static void a_setting_twice_with_two_values_is_refused(void **state)
{
	struct fixture *f = begin(state, false);
	struct setting_plan plan = PLAN(f, "wake-up=daily", "0x0028=off");

	assert_int_equal(run(f, &plan), SMI_USAGE);
	assert_non_null(strstr(f->error.what, "given twice"));
	assert_int_equal(firmware.writes, 0);
	/* The same value twice is one change. */
	plan = PLAN(f, "wake-up=daily", "0x0028=0x0029");
	assert_int_equal(run(f, &plan), SMI_OK);
	assert_int_equal(firmware.writes, 1);
}

static void bounds_that_may_be_none_are_refused_without_force(void **state)
{
	struct fixture *f = begin(state, false);
	struct setting_plan plan = PLAN(f, "0x7020=100");

	firmware.max[0x501] = 50;
	assert_int_equal(run(f, &plan), SMI_USAGE);
	assert_int_equal(f->error.hint, HINT_FORCE);
	plan = PLAN(f, "0x7020=100");
	plan.force = true;
	assert_int_equal(run(f, &plan), SMI_OK);
	assert_true(changes[0].beyond);
	assert_int_equal(firmware.value[0x501], 100);
	/* Where bounds are bounds, force does not help. */
	plan = PLAN(f, "Wake-up Minute=0x60");
	plan.force = true;
	assert_int_equal(run(f, &plan), SMI_USAGE);
}

/* Also where firmware gives no bounds. */
static void an_hour_that_is_none_is_refused_without_force(void **state)
{
	static const struct {
		const char *text;
		unsigned int max;
		int code;
	} rows[] = {
		{ "Wake-up Hour=99", 0, SMI_USAGE }, { "Wake-up Hour=0x1a", 0x23, SMI_USAGE },
		{ "Wake-up Hour=24", 23, SMI_USAGE }, { "Wake-up Hour=0x24", 0xFF, SMI_USAGE },
		{ "Wake-up Hour=255", 0, SMI_USAGE }, { "Wake-up Hour=17", 23, SMI_OK },
		{ "Wake-up Hour=0x23", 0, SMI_OK }, { "Wake-up Hour=9", 0, SMI_OK },
	};
	struct fixture *f = begin(state, false);
	struct setting_plan plan;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		firmware.max[0x122] = rows[i].max;
		token_value_forget(&f->machine);
		plan = PLAN(f, rows[i].text);
		assert_int_equal(run(f, &plan), rows[i].code);
	}
	assert_int_equal(firmware.writes, 3);
	firmware.max[0x123] = 0;
	plan = PLAN(f, "Wake-up Minute=0x60");
	assert_int_equal(run(f, &plan), SMI_USAGE);
	assert_int_equal(f->error.hint, HINT_FORCE);
	plan = PLAN(f, "Wake-up Minute=0x60");
	plan.force = true;
	assert_int_equal(run(f, &plan), SMI_OK);
	/* What a machine has had since it was made may come from a file. */
	plan = PLAN(f, "Wake-up Minute=0xff");
	plan.from_file = true;
	assert_int_equal(run(f, &plan), SMI_OK);
}

static void a_file_writes_nothing_dangerous_and_no_requests_whatever_is_forced(void **state)
{
	static const char *const texts[] = { "0x8004=0x8004", "0x00d3=0x00d4" };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct fixture *f = begin(state, false);
		struct setting_plan plan = PLAN(f, texts[i]);

		plan.force = true;
		plan.from_file = true;
		assert_int_equal(run(f, &plan), SMI_FAILED);
		assert_int_equal(firmware.writes, 0);
		plan = PLAN(f, texts[i]);
		plan.force = true;
		assert_int_equal(run(f, &plan), SMI_OK);
		settings_free(&settings);
		machine_free(&f->machine);
		f->length = 0;
	}
}

static void a_contradiction_ends_when_one_choice_is_made(void **state)
{
	struct fixture *f = begin(state, false);
	struct setting_plan plan = PLAN(f, "Power Recovery=Last");

	/* Off and Last seem active: writing Last does not help, and is told. */
	firmware.master[0xA2] = 0;
	firmware.value[0xA2] = 1;
	assert_int_equal(run(f, &plan), SMI_FAILED);
	assert_int_equal(changes[0].before.n_active, 2);
	assert_int_equal(changes[0].outcome, SETTING_FAILED);
	assert_non_null(strstr(f->error.what, "Off, Last"));
	firmware.master[0xA2] = 0xA1;
	plan = PLAN(f, "Power Recovery=Last");
	token_value_forget(&f->machine);
	assert_int_equal(run(f, &plan), SMI_OK);
	assert_int_equal(changes[0].outcome, SETTING_CHANGED);
}

/* "changed" of the manual: null for what would change, false for what is so. */
static void a_dry_run_reads_and_writes_nothing(void **state)
{
	struct fixture *f = begin(state, true);
	struct setting_plan plan = PLAN(f, "wake-up=daily", "Power Recovery=off");

	assert_int_equal(run(f, &plan), SMI_OK);
	assert_int_equal(changes[0].outcome, SETTING_DIFFERS);
	assert_int_equal(changes[1].outcome, SETTING_UNCHANGED);
	assert_int_equal(firmware.writes, 0);
	assert_int_equal(f->recorded > 0, 1);
}

static void a_dry_run_tells_how_many_smis_the_run_takes(void **state)
{
	static const char *const texts[] = { "wake-up=daily", "Power Recovery=on", NULL };
	struct fixture *f = begin(state, true);
	struct setting_plan plan = plan_of(f, texts);
	unsigned int told;

	assert_int_equal(run(f, &plan), SMI_OK);
	assert_int_equal(setting_plan_smis(&f->machine, &plan, &f->error), SMI_OK);
	assert_false(plan.password);
	told = plan.smis;
	settings_free(&settings);
	machine_free(&f->machine);
	f->length = 0;
	f = begin(state, false);
	plan = plan_of(f, texts);
	assert_int_equal(run(f, &plan), SMI_OK);
	assert_int_equal(f->machine.smis, told);
}

static void a_class_that_is_not_advertised_is_not_written(void **state)
{
	struct fixture *f = firmware_begin(state, NULL, 0);
	struct setting_plan plan;

	f->length = 0;
	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_calling(f, 1 << 0, tokens, 3);
	firmware_settings(f);
	plan = PLAN(f, "wake-up=daily");
	assert_int_equal(run(f, &plan), SMI_NOT_FOUND);
	assert_int_equal(firmware.writes, 0);
}

static void a_missing_choice_is_told_with_those_that_are_there(void **state)
{
	struct fixture *f = begin(state, false);

	assert_int_equal(setting_change_parse(&f->machine, &settings, "wake-up=never",
					      &changes[0], &f->error), SMI_USAGE);
	assert_int_equal(changes[0].outcome, SETTING_MISSING);
	assert_false(changes[0].is_wanted);
	assert_non_null(strstr(f->error.what, "Off, Daily, Weekdays"));
	assert_int_equal(setting_change_parse(&f->machine, &settings, "wake-up", &changes[0],
					      &f->error), SMI_USAGE);
	assert_int_equal(setting_change_parse(&f->machine, &settings, "=x", &changes[0],
					      &f->error), SMI_USAGE);
	assert_int_equal(setting_change_parse(&f->machine, &settings, "0x7020=x", &changes[0],
					      &f->error), SMI_USAGE);
	assert_int_equal(setting_change_parse(&f->machine, &settings, "0x7020=", &changes[0],
					      &f->error), SMI_USAGE);
	assert_int_equal(f->calls, 0);
}

#define CHANGE_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, firmware_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CHANGE_TEST(what_differs_is_written_and_read_back),
		CHANGE_TEST(nothing_is_written_when_one_value_cannot_be),
		CHANGE_TEST(an_earlier_change_is_undone_when_a_later_one_fails),
		CHANGE_TEST(what_cannot_be_undone_is_named),
		CHANGE_TEST(a_setting_twice_with_two_values_is_refused),
		CHANGE_TEST(bounds_that_may_be_none_are_refused_without_force),
		CHANGE_TEST(an_hour_that_is_none_is_refused_without_force),
		CHANGE_TEST(a_file_writes_nothing_dangerous_and_no_requests_whatever_is_forced),
		CHANGE_TEST(a_contradiction_ends_when_one_choice_is_made),
		CHANGE_TEST(a_dry_run_reads_and_writes_nothing),
		CHANGE_TEST(a_dry_run_tells_how_many_smis_the_run_takes),
		CHANGE_TEST(a_class_that_is_not_advertised_is_not_written),
		CHANGE_TEST(a_missing_choice_is_told_with_those_that_are_there),
	};

	return cmocka_run_group_tests_name("setting_change", tests, NULL, NULL);
}

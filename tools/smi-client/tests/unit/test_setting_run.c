// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plans from the first read to the last write. A failure means that another
 * program comes in between, that a backup holds what nobody has seen, or that a
 * change is neither finished nor told.
 */
#include <signal.h>

#include "settings_firmware.h"

#include "../../lib/setting_change.h"

static const u16 tokens[][3] = {
	{ 0x0028, 0x120, 0 }, { 0x0029, 0x120, 1 }, { 0x002A, 0x120, 2 },
	{ 0x002B, 0x122, 0xFFFF }, { 0x002C, 0x123, 0xFFFF },
	{ 0x00A1, 0x00A1, 0 }, { 0x00A2, 0x00A2, 1 }, { 0x00A3, 0x00A3, 2 },
	{ 0x7020, 0x501, 0xFFFF },
	{ 0x8004, 0x600, 1 }, { 0x00D3, 0x601, 0 }, { 0x00D4, 0x601, 1 },
};

static struct settings settings;
static struct setting_change changes[8];

/* What the backup has seen, and whether it cannot be made. */
static u32 kept;
static bool no_backup;

static struct fixture *begin(void **state)
{
	struct fixture *f = firmware_begin(state, tokens, ARRAY_SIZE(tokens));

	firmware.master[0xA2] = 0xA1;
	firmware.master[0xA3] = 0xA1;
	no_backup = false;
	firmware.value[0x122] = 0x06;
	firmware.value[0x123] = 0x30;
	firmware.max[0x122] = 0x23;
	firmware.max[0x123] = 0x59;
	fixture_machine(f, firmware_answer);
	assert_int_equal(settings_load(&f->machine, &settings, &f->error), SMI_OK);
	return f;
}

static int end(void **state)
{
	settings_free(&settings);
	return fixture_teardown(state);
}

/* A plan of "KEY=VALUE" texts that end with NULL. */
static struct setting_plan plan_of(struct fixture *f, const char *const *texts)
{
	struct setting_plan plan = { .change = changes };

	for (; texts[plan.count]; plan.count++)
		assert_int_equal(setting_change_parse(&f->machine, &settings, texts[plan.count],
						      &changes[plan.count], &f->error), SMI_OK);
	return plan;
}

static int run(struct fixture *f, struct setting_plan *plan)
{
	return setting_plan_run(&f->machine, &settings, plan, &f->error);
}

#define PLAN(f, ...)	plan_of(f, (const char *const []){ __VA_ARGS__, NULL })

/* For struct setting_plan.backup. */
static int keep_old(void *arg, const struct setting_plan *plan, struct smi_error *error)
{
	struct fixture *f = arg;

	assert_int_equal(firmware.writes, 0);
	assert_int_equal(f->depth > 0, 1);
	kept = plan->change[0].before.value.number;
	return no_backup ? error_set(error, SMI_FAILED, HINT_NONE, "no backup") : SMI_OK;
}

/* Also when SMIs are kept apart: others would write between. */
static void one_lock_is_held_from_the_first_read_to_the_last_write(void **state)
{
	for (unsigned int pace = 0; pace <= 1; pace++) {
		struct fixture *f = begin(state);
		struct setting_plan plan = PLAN(f, "Wake-up Hour=8", "wake-up=daily");

		f->machine.options.pace_ms = pace;
		f->locks = 0;
		plan.backup = keep_old;
		plan.arg = f;
		assert_int_equal(run(f, &plan), SMI_OK);
		assert_int_equal(f->locks, 1);
		assert_int_equal(f->depth, 0);
		assert_int_equal(kept, 6);
		settings_free(&settings);
		machine_free(&f->machine);
		f->length = 0;
	}
}

/* Another program changes the hour while the password is typed. */
static int ask_slowly(void *arg, unsigned int class, char *text, size_t size,
		      struct smi_error *error)
{
	struct fixture *f = arg;

	(void)class;
	(void)error;
	assert_int_equal(f->depth, 0);
	firmware.value[0x122] = 0x21;
	snprintf(text, size, "secret");
	return SMI_OK;
}

static void what_is_set_is_read_again_after_a_password_was_asked_for(void **state)
{
	struct fixture *f = begin(state);
	struct setting_plan plan = PLAN(f, "Wake-up Hour=8");

	firmware.password = true;
	f->machine.options.password = (struct password_source){ .ask = ask_slowly, .arg = f };
	plan.backup = keep_old;
	plan.arg = f;
	assert_int_equal(run(f, &plan), SMI_OK);
	assert_int_equal(kept, 0x21);
	assert_int_equal(changes[0].before.value.number, 0x21);
	assert_int_equal(f->depth, 0);
}

static void what_was_not_tried_is_called_so(void **state)
{
	struct fixture *f = begin(state);
	struct setting_plan plan = PLAN(f, "wake-up=daily", "Wake-up Hour=0x24");

	assert_int_equal(run(f, &plan), SMI_USAGE);
	assert_int_equal(changes[0].outcome, SETTING_OPEN);
	assert_string_equal(setting_outcome_text(changes[0].outcome), "not tried");
	plan = PLAN(f, "Wake-up Hour=8", "wake-up=daily", "Power Recovery=On");
	firmware.stuck = 0x120;
	assert_int_equal(run(f, &plan), SMI_FAILED);
	assert_int_equal(changes[2].outcome, SETTING_OPEN);
	plan = PLAN(f, "Wake-up Hour=8");
	plan.backup = keep_old;
	plan.arg = f;
	no_backup = true;
	firmware.writes = 0;
	assert_int_equal(run(f, &plan), SMI_FAILED);
	assert_int_equal(changes[0].outcome, SETTING_OPEN);
	assert_int_equal(firmware.writes, 0);
}

static bool is_blocked(int signal)
{
	sigset_t now;

	assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &now), 0);
	return sigismember(&now, signal);
}

static void signals_wait_from_the_first_write_to_the_end_of_the_program(void **state)
{
	struct fixture *f = begin(state);
	struct setting_plan plan = PLAN(f, "wake-up=off");

	assert_int_equal(run(f, &plan), SMI_OK);
	assert_false(is_blocked(SIGTERM));
	plan = PLAN(f, "wake-up=daily");
	assert_int_equal(run(f, &plan), SMI_OK);
	assert_true(is_blocked(SIGTERM) && is_blocked(SIGINT) && is_blocked(SIGHUP));
}

#define RUN_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(one_lock_is_held_from_the_first_read_to_the_last_write),
		RUN_TEST(what_is_set_is_read_again_after_a_password_was_asked_for),
		RUN_TEST(what_was_not_tried_is_called_so),
		RUN_TEST(signals_wait_from_the_first_write_to_the_end_of_the_program),
	};

	return cmocka_run_group_tests_name("setting_run", tests, NULL, NULL);
}

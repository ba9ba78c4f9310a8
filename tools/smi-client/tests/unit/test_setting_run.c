// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Plans from the first read to the last write. A failure means that another
 * program comes in between, that a backup holds what nobody has seen, or that a
 * change is neither finished nor told.
 */
#include <signal.h>

#include "settings_plan.h"

/* What the backup has seen, and whether it cannot be made. */
static u32 kept;
static bool no_backup;

static struct fixture *begin_run(void **state)
{
	no_backup = false;
	return begin(state, false);
}

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
		struct fixture *f = begin_run(state);
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
	struct fixture *f = begin_run(state);
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
	struct fixture *f = begin_run(state);
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

static void what_has_come_of_a_plan_is_known_when_all_is_undone(void **state)
{
	struct fixture *f = begin_run(state);
	struct setting_plan plan = PLAN(f, "Wake-up Hour=8", "wake-up=daily", "Power Recovery=On");

	assert_int_equal(setting_plan_state(&plan), 0);
	firmware.stuck = 0x120;
	assert_int_equal(run(f, &plan), SMI_FAILED);
	assert_int_equal(changes[0].outcome, SETTING_UNDONE);
	assert_int_equal(changes[1].outcome, SETTING_FAILED);
	assert_int_equal(setting_plan_state(&plan), 0);
	/* What failed, and does not read as before. */
	changes[1].is_as_before = false;
	assert_int_equal(setting_plan_state(&plan), -1);
	changes[0].outcome = SETTING_CHANGED;
	assert_int_equal(setting_plan_state(&plan), 1);
	changes[0].outcome = SETTING_DIFFERS;
	assert_int_equal(setting_plan_state(&plan), -1);
}

/* The command removes a backup when nothing stays changed, if this run has made it. */
static void a_backup_of_this_run_is_told_from_that_of_another(void **state)
{
	struct fixture *f = begin_run(state);
	struct setting_plan plan = PLAN(f, "Wake-up Hour=8", "wake-up=daily");

	plan.backup = keep_old;
	plan.arg = f;
	no_backup = true;
	assert_int_equal(run(f, &plan), SMI_FAILED);
	assert_false(plan.backed_up);
	no_backup = false;
	firmware.stuck = 0x120;
	plan = PLAN(f, "Wake-up Hour=8", "wake-up=daily");
	plan.backup = keep_old;
	plan.arg = f;
	assert_int_equal(run(f, &plan), SMI_FAILED);
	assert_true(plan.backed_up);
	assert_int_equal(setting_plan_state(&plan), 0);
}

static bool is_blocked(int signal)
{
	sigset_t now;

	assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &now), 0);
	return sigismember(&now, signal);
}

static void signals_wait_from_the_first_write_to_the_end_of_the_program(void **state)
{
	struct fixture *f = begin_run(state);
	struct setting_plan plan = PLAN(f, "wake-up=off");

	assert_int_equal(run(f, &plan), SMI_OK);
	assert_false(is_blocked(SIGTERM));
	plan = PLAN(f, "wake-up=daily");
	assert_int_equal(run(f, &plan), SMI_OK);
	/* All that would end or stop it half-way, but a fault of its own. */
	for (int i = 1; i <= SIGRTMAX; i++) {
		bool never = i == SIGKILL || i == SIGSTOP || i == SIGSEGV || i == SIGBUS ||
			     i == SIGFPE || i == SIGILL || i == SIGTRAP || i == SIGABRT ||
			     i == SIGSYS;

		/* Two are the library's own. */
		if (i <= SIGSYS || i >= SIGRTMIN)
			assert_int_equal(is_blocked(i), !never);
	}
}

#define RUN_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, firmware_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(one_lock_is_held_from_the_first_read_to_the_last_write),
		RUN_TEST(what_is_set_is_read_again_after_a_password_was_asked_for),
		RUN_TEST(what_was_not_tried_is_called_so),
		RUN_TEST(what_has_come_of_a_plan_is_known_when_all_is_undone),
		RUN_TEST(a_backup_of_this_run_is_told_from_that_of_another),
		RUN_TEST(signals_wait_from_the_first_write_to_the_end_of_the_program),
	};

	return cmocka_run_group_tests_name("setting_run", tests, NULL, NULL);
}

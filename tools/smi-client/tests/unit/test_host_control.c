// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Host control through the driver's files. A failure means that a machine is
 * left armed after an error, or that somebody is told so who is not.
 */
#include "fixture.h"

#include "../../lib/host_control.h"

static int no_firmware(struct fixture *f, struct ci_call *call)
{
	(void)call;
	return error_set(&f->error, SMI_FAILED, HINT_NONE, "no SMI belongs here");
}

/* With platforms.conf beside it, and CPU 0 online. */
static struct fixture *begin(void **state, const char *model)
{
	struct fixture *f = *state;

	fixture_text(f, "platforms.conf",
		     "{\"platforms\":[{\"model\":\"*PowerEdge 750\",\"smi_type\":3}]}");
	fixture_text(f, "devices/system/cpu/online", "0-3\n");
	fixture_text(f, "kernel/kexec_loaded", "0\n");
	f->options.config_dir = f->dir;
	fixture_identity(f, "Dell Inc.", model);
	fixture_machine(f, no_firmware);
	return f;
}

static void arming_is_read_back(void **state)
{
	struct fixture *f = begin(state, "PowerEdge 750");
	struct host_control hc;

	assert_int_equal(host_control_arm(&f->machine, HC_ACTION_POWER_CYCLE, 0, &hc, &f->error),
			 SMI_OK);
	assert_true(host_control_armed(&hc));
	assert_int_equal(f->numbers[ATTR_HC_ACTION], HC_ACTION_POWER_CYCLE);
	assert_int_equal(f->numbers[ATTR_HC_SMI_TYPE], 3);
	assert_int_equal(f->numbers[ATTR_HC_ON_SHUTDOWN], 1);
	assert_int_equal(host_control_disarm(&f->machine, &hc, &f->error), SMI_OK);
	assert_false(host_control_armed(&hc));
	assert_int_equal(f->numbers[ATTR_HC_ACTION], 0);
	assert_int_equal(f->numbers[ATTR_HC_SMI_TYPE], 0);
	assert_int_equal(f->numbers[ATTR_HC_ON_SHUTDOWN], 0);
}

static void nothing_stays_armed_after_a_failure(void **state)
{
	struct fixture *f = begin(state, "PowerEdge 750");
	struct host_control hc;

	f->broken = ATTR_HC_ON_SHUTDOWN;
	assert_int_equal(host_control_arm(&f->machine, HC_ACTION_POWER_OFF, 2, &hc, &f->error),
			 SMI_FAILED);
	assert_non_null(strstr(f->error.what, "taking it back failed"));
	assert_int_equal(f->numbers[ATTR_HC_ACTION], 0);
	assert_int_equal(f->numbers[ATTR_HC_SMI_TYPE], 0);
	f->broken = 0;
	f->stuck = ATTR_HC_ACTION;
	assert_int_equal(host_control_arm(&f->machine, HC_ACTION_POWER_OFF, 2, &hc, &f->error),
			 SMI_FAILED);
	assert_non_null(strstr(f->error.what, "nothing is armed"));
	assert_int_equal(f->numbers[ATTR_HC_ON_SHUTDOWN], 0);
	assert_int_equal(f->numbers[ATTR_HC_SMI_TYPE], 0);
}

/* As in a container, where /sys is read-only: what was armed before stays. */
static void what_cannot_be_written_at_all_is_unchanged(void **state)
{
	struct fixture *f = begin(state, "PowerEdge 750");
	struct host_control hc;

	f->broken = ATTR_HC_SMI_TYPE;
	assert_int_equal(host_control_arm(&f->machine, HC_ACTION_POWER_OFF, 2, &hc, &f->error),
			 SMI_FAILED);
	assert_non_null(strstr(f->error.what, "nothing was changed"));
	assert_null(strstr(f->error.what, "armed"));
}

static void a_model_without_a_documented_type_is_not_armed_by_guess(void **state)
{
	struct fixture *f = begin(state, "PowerEdge R750");
	struct host_control hc;

	assert_int_equal(host_control_arm(&f->machine, HC_ACTION_POWER_OFF, 0, &hc, &f->error),
			 SMI_NOT_FOUND);
	assert_int_equal(f->error.hint, HINT_SMI_TYPE);
	assert_int_equal(f->numbers[ATTR_HC_ON_SHUTDOWN], 0);
	assert_int_equal(host_control_arm(&f->machine, HC_ACTION_POWER_OFF, 1, &hc, &f->error),
			 SMI_OK);
}

static void a_dry_run_arms_nothing(void **state)
{
	struct fixture *f = *state;
	struct host_control hc;

	f->options.dry_run = true;
	begin(state, "PowerEdge 750");
	assert_int_equal(host_control_arm(&f->machine, HC_ACTION_POWER_CYCLE, 0, &hc, &f->error),
			 SMI_OK);
	assert_true(host_control_armed(&hc));
	assert_int_equal(f->recorded, 3);
	assert_int_equal(f->numbers[ATTR_HC_ACTION], 0);
	assert_int_equal(f->numbers[ATTR_HC_ON_SHUTDOWN], 0);
}

/* The finding of a check; NULL when there is none. */
static const struct finding *found(const struct host_control_check *check, const char *name)
{
	for (size_t i = 0; i < check->findings.count; i++)
		if (!strcmp(check->findings.list[i].check, name))
			return &check->findings.list[i];
	return NULL;
}

static void nothing_stands_in_the_way_of_a_documented_model(void **state)
{
	struct fixture *f = begin(state, "PowerEdge 750");
	struct host_control_check check;

	assert_int_equal(host_control_check(&f->machine, 0, 0, &check), SMI_OK);
	assert_int_equal(check.type, 3);
	assert_null(found(&check, "action"));
	/* That a poweroff becomes a cold start is told, and stops nobody. */
	assert_int_equal(host_control_check(&f->machine, HC_ACTION_POWER_CYCLE, 0, &check), SMI_OK);
	assert_int_equal(found(&check, "action")->state, FINDING_NOTE);
	assert_null(found(&check, "driver"));
	fixture_text(f, "module/dcdbas/version", "5.6.0-3.4\n");
	assert_int_equal(host_control_check(&f->machine, 0, 0, &check), SMI_OK);
	assert_int_equal(found(&check, "driver")->state, FINDING_NOTE);
}

static void each_obstacle_is_found(void **state)
{
	struct fixture *f = begin(state, "PowerEdge 750");
	struct host_control_check check;

	fixture_text(f, "devices/system/cpu/online", "1-3\n");
	assert_int_equal(host_control_check(&f->machine, 0, 0, &check), SMI_DIFFERS);
	assert_int_equal(found(&check, "CPU 0")->state, FINDING_PROBLEM);
	fixture_text(f, "devices/system/cpu/online", "0-3\n");

	fixture_text(f, "kernel/kexec_loaded", "1\n");
	assert_int_equal(host_control_check(&f->machine, 0, 0, &check), SMI_DIFFERS);
	assert_int_equal(found(&check, "kexec")->state, FINDING_PROBLEM);
	fixture_text(f, "kernel/kexec_loaded", "0\n");

	f->numbers[ATTR_HC_ACTION] = HC_ACTION_POWER_OFF;
	assert_int_equal(host_control_check(&f->machine, 0, 0, &check), SMI_DIFFERS);
	assert_int_equal(found(&check, "armed")->state, FINDING_PROBLEM);
	f->numbers[ATTR_HC_ACTION] = 0;

	assert_int_equal(host_control_check(&f->machine, 0, 1, &check), SMI_DIFFERS);
	assert_int_equal(found(&check, "SMI type")->state, FINDING_PROBLEM);

	fixture_text(f, "hypervisor/type", "xen\n");
	fixture_text(f, "hypervisor/properties/features", "00000705\n");
	assert_int_equal(host_control_check(&f->machine, 0, 0, &check), SMI_DIFFERS);
	assert_int_equal(found(&check, "Xen")->state, FINDING_PROBLEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(arming_is_read_back),
		UNIT_TEST(nothing_stays_armed_after_a_failure),
		UNIT_TEST(what_cannot_be_written_at_all_is_unchanged),
		UNIT_TEST(a_model_without_a_documented_type_is_not_armed_by_guess),
		UNIT_TEST(a_dry_run_arms_nothing),
		UNIT_TEST(nothing_stands_in_the_way_of_a_documented_model),
		UNIT_TEST(each_obstacle_is_found),
	};

	return cmocka_run_group_tests_name("host control", tests, NULL, NULL);
}

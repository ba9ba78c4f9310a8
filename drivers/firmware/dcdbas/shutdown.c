// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: when Linux shuts down.
 *
 * Calls host control after device_shutdown(): at restart and power off from a
 * sys-off handler, at halt, which has none, from the system core's shutdown.
 * Never on kexec, which calls no sys-off handler and does not halt. Nor for
 * hibernation, which is refused while an action is armed: the resumed image
 * would carry it out once more.
 */

#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/reboot.h>
#include <linux/suspend.h>

#include "dcdbas.h"
#include "compat.h"

static int dcdbas_shutdown_sys_off(struct sys_off_data *data)
{
	dcdbas_host_control_run(data->cb_data, DCDBAS_WAIT_SLEEP);
	return NOTIFY_DONE;
}

/* For callbacks that get no argument. */
static struct dcdbas *dcdbas_shutdown_state;

/*
 * The state is HALT for a halt alone: a kexec says RESTART, and after a power
 * off nothing is armed any more. The system core shuts down in the reverse
 * order of registration, so timers may be gone before a built-in driver.
 */
static void dcdbas_shutdown_halt(void)
{
	if (system_state == SYSTEM_HALT || dcdbas_compat_is_shutdown())
		dcdbas_host_control_run(dcdbas_shutdown_state,
					DCDBAS_WAIT_BUSY);
}

DCDBAS_DEFINE_SYSCORE_SHUTDOWN(dcdbas_shutdown_halt)

static int dcdbas_shutdown_hibernation_begin(struct dcdbas *dd)
{
	int ret = 0;

	if (mutex_lock_killable(&dd->lock))
		return -EINTR;
	if (dd->host_control.on_shutdown)
		ret = -EBUSY;
	else
		dd->hibernating = true;
	mutex_unlock(&dd->lock);

	if (ret)
		dev_err(dd->dev, "host control: armed, hibernation refused; write 0 to host_control_on_shutdown first\n");
	return ret;
}

static void dcdbas_shutdown_hibernation_end(struct dcdbas *dd)
{
	mutex_lock(&dd->lock);
	dd->hibernating = false;
	mutex_unlock(&dd->lock);
}

static int dcdbas_shutdown_hibernation(struct notifier_block *nb,
				       unsigned long event, void *unused)
{
	int ret = 0;

	switch (event) {
	case PM_HIBERNATION_PREPARE:
		ret = dcdbas_shutdown_hibernation_begin(dcdbas_shutdown_state);
		break;
	case PM_POST_HIBERNATION:
		dcdbas_shutdown_hibernation_end(dcdbas_shutdown_state);
		break;
	}
	return notifier_from_errno(ret);
}

static struct notifier_block dcdbas_shutdown_pm = {
	.notifier_call = dcdbas_shutdown_hibernation,
};

/**
 * dcdbas_shutdown_init() - learn of hibernations, as long as the module is there
 * @dd: driver state
 *
 * Not only while the device is bound: programs run for a while after the first
 * notification, and can bind and arm the driver meanwhile.
 *
 * Return: 0, or what register_pm_notifier() returns.
 */
int __init dcdbas_shutdown_init(struct dcdbas *dd)
{
	dcdbas_shutdown_state = dd;
	return register_pm_notifier(&dcdbas_shutdown_pm);
}

/**
 * dcdbas_shutdown_exit() - the opposite
 */
void dcdbas_shutdown_exit(void)
{
	unregister_pm_notifier(&dcdbas_shutdown_pm);
}

static void dcdbas_shutdown_release(void *unused)
{
	dcdbas_syscore_unregister();
}

static int dcdbas_shutdown_register(struct dcdbas *dd)
{
	int ret;

	/*
	 * Priority: before ACPI prepares for S5, in both chains. There is one
	 * handler of this priority in the system.
	 */
	ret = devm_register_sys_off_handler(dd->dev,
					    SYS_OFF_MODE_RESTART_PREPARE,
					    SYS_OFF_PRIO_FIRMWARE + 1,
					    dcdbas_shutdown_sys_off, dd);
	if (ret)
		return ret;
	ret = devm_register_sys_off_handler(dd->dev,
					    SYS_OFF_MODE_POWER_OFF_PREPARE,
					    SYS_OFF_PRIO_FIRMWARE + 1,
					    dcdbas_shutdown_sys_off, dd);
	if (ret)
		return ret;

	ret = dcdbas_compat_shutdown_init(dd->dev);
	if (ret)
		return ret;

	dcdbas_syscore_register();
	return devm_add_action_or_reset(dd->dev, dcdbas_shutdown_release, NULL);
}

/**
 * dcdbas_shutdown_bind() - register the shutdown handlers
 * @dd: driver state, at probe, with its buffer
 *
 * Where they cannot be registered, host control is refused and requests work.
 */
void dcdbas_shutdown_bind(struct dcdbas *dd)
{
	int ret;

	if (dd->host_control_refused)
		return;

	ret = dcdbas_shutdown_register(dd);
	if (!ret)
		return;

	dd->host_control_refused = true;
	dev_err(dd->dev, "host control: cannot register for shutdown (%d): host control is refused, SMI requests work\n",
		ret);
}

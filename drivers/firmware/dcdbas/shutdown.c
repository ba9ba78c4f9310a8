// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: when Linux shuts down.
 *
 * Calls host control after device_shutdown(): at restart and power off from a
 * sys-off handler, at halt, which has none, from the system core's shutdown.
 * Never on kexec, which calls no sys-off handler and does not halt.
 */

#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/reboot.h>

#include "dcdbas.h"
#include "compat.h"

static int dcdbas_shutdown_sys_off(struct sys_off_data *data)
{
	dcdbas_host_control_run(data->cb_data);
	return NOTIFY_DONE;
}

/* For dcdbas_shutdown_halt(), which gets no argument. */
static struct dcdbas *dcdbas_halting;

/*
 * The state is HALT for a halt alone: a kexec says RESTART, and after a power
 * off nothing is armed any more.
 */
static void dcdbas_shutdown_halt(void)
{
	if (system_state == SYSTEM_HALT)
		dcdbas_host_control_run(dcdbas_halting);
}

DCDBAS_DEFINE_SYSCORE_SHUTDOWN(dcdbas_shutdown_halt)

static void dcdbas_shutdown_release(void *unused)
{
	dcdbas_syscore_unregister();
	dcdbas_halting = NULL;
}

/**
 * dcdbas_shutdown_init() - register the shutdown handlers
 * @dd: driver state, at probe, with its buffer
 *
 * Return: 0, -ENOMEM, or -EBUSY if another handler has this sys-off priority.
 */
int dcdbas_shutdown_init(struct dcdbas *dd)
{
	int ret;

	ret = devm_register_sys_off_handler(dd->dev,
					    SYS_OFF_MODE_RESTART_PREPARE,
					    SYS_OFF_PRIO_DEFAULT,
					    dcdbas_shutdown_sys_off, dd);
	if (ret)
		return ret;

	/* Before ACPI prepares for S5. */
	ret = devm_register_sys_off_handler(dd->dev,
					    SYS_OFF_MODE_POWER_OFF_PREPARE,
					    SYS_OFF_PRIO_FIRMWARE + 1,
					    dcdbas_shutdown_sys_off, dd);
	if (ret)
		return ret;

	dcdbas_halting = dd;
	dcdbas_syscore_register();
	return devm_add_action_or_reset(dd->dev, dcdbas_shutdown_release, NULL);
}

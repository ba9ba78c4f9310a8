// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes a priority in the chains of restart and power off, as another driver
 * could, and waits there. For tests of what happens next to it.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/reboot.h>

static int priority = SYS_OFF_PRIO_DEFAULT;
module_param(priority, int, 0400);

static unsigned int delay_ms;
module_param(delay_ms, uint, 0400);

static bool power_off_only;
module_param(power_off_only, bool, 0400);

static struct sys_off_handler *handlers[2];

static int sys_off_wait(struct sys_off_data *data)
{
	pr_info("sys_off: waiting for %u ms\n", delay_ms);
	msleep(delay_ms);
	return NOTIFY_DONE;
}

static int __init sys_off_init(void)
{
	if (!power_off_only) {
		handlers[0] = register_sys_off_handler(SYS_OFF_MODE_RESTART_PREPARE,
						       priority, sys_off_wait,
						       NULL);
		if (IS_ERR(handlers[0]))
			return PTR_ERR(handlers[0]);
	}
	handlers[1] = register_sys_off_handler(SYS_OFF_MODE_POWER_OFF_PREPARE,
					       priority, sys_off_wait, NULL);
	if (IS_ERR(handlers[1])) {
		unregister_sys_off_handler(handlers[0]);
		return PTR_ERR(handlers[1]);
	}
	return 0;
}

static void __exit sys_off_exit(void)
{
	unregister_sys_off_handler(handlers[1]);
	unregister_sys_off_handler(handlers[0]);
}

module_init(sys_off_init);
module_exit(sys_off_exit);
MODULE_DESCRIPTION("Test module: another handler at shutdown");
MODULE_LICENSE("GPL");

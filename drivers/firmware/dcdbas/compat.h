/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dell Systems Management Base Driver: interfaces of the kernel that differ
 * between releases.
 *
 * Kbuild looks for each of them in the kernel's headers and defines a macro for
 * what it finds. A kernel tree needs none of this: see "Into a kernel tree" in
 * Documentation/driver-api/dcdbas.rst.
 */
#ifndef _DCDBAS_COMPAT_H
#define _DCDBAS_COMPAT_H

#include <linux/device.h>
#include <linux/notifier.h>
#include <linux/reboot.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/syscore_ops.h>
#include <asm/msr.h>

#ifdef DCDBAS_CONST_BIN_ATTRIBUTE
#define DCDBAS_BIN_ATTR_CONST const
#else
#define DCDBAS_BIN_ATTR_CONST
#endif

#ifndef DCDBAS_RDMSRQ
#define rdmsrq_safe rdmsrl_safe
#endif

/*
 * DCDBAS_DEFINE_SYSCORE_SHUTDOWN() - define dcdbas_syscore_register() and
 * dcdbas_syscore_unregister() for a function void fn(void)
 */
#ifdef DCDBAS_SYSCORE_WITH_DATA
#define DCDBAS_DEFINE_SYSCORE_SHUTDOWN(fn)				\
static void dcdbas_syscore_shutdown(void *unused)			\
{									\
	fn();								\
}									\
static const struct syscore_ops dcdbas_syscore_ops = {			\
	.shutdown = dcdbas_syscore_shutdown,				\
};									\
static struct syscore dcdbas_syscore = {				\
	.ops = &dcdbas_syscore_ops,					\
};									\
static void dcdbas_syscore_register(void)				\
{									\
	register_syscore(&dcdbas_syscore);				\
}									\
static void dcdbas_syscore_unregister(void)				\
{									\
	unregister_syscore(&dcdbas_syscore);				\
}
#else
#define DCDBAS_DEFINE_SYSCORE_SHUTDOWN(fn)				\
static struct syscore_ops dcdbas_syscore_ops = {			\
	.shutdown = fn,							\
};									\
static void dcdbas_syscore_register(void)				\
{									\
	register_syscore_ops(&dcdbas_syscore_ops);			\
}									\
static void dcdbas_syscore_unregister(void)				\
{									\
	unregister_syscore_ops(&dcdbas_syscore_ops);			\
}
#endif

/*
 * dcdbas_compat_shutdown_init() - prepare for a kernel without sys-off handlers
 * dcdbas_compat_is_shutdown() - whether this is a restart or a power off, but
 *	no kexec, that calls no sys-off handler
 *
 * For the syscore shutdown, which then has to do their work. Some kernels run
 * it on kexec too, with the state of a restart.
 */
#ifdef DCDBAS_SYS_OFF
static inline int dcdbas_compat_shutdown_init(struct device *dev)
{
	return 0;
}

static inline bool dcdbas_compat_is_shutdown(void)
{
	return false;
}
#else
#define sys_off_data dcdbas_compat_sys_off_data
struct sys_off_data {
	void *cb_data;
};

/* Never looked at; kernels from 5.19 on have some of them. */
#undef SYS_OFF_PRIO_FIRMWARE
#define SYS_OFF_MODE_RESTART_PREPARE	0
#define SYS_OFF_MODE_POWER_OFF_PREPARE	1
#define SYS_OFF_PRIO_FIRMWARE		0

#define devm_register_sys_off_handler	dcdbas_compat_sys_off_handler
static inline int
dcdbas_compat_sys_off_handler(struct device *dev, int mode, int priority,
			      int (*fn)(struct sys_off_data *), void *arg)
{
	return 0;
}

static bool dcdbas_compat_kexec;

static inline int dcdbas_compat_reboot(struct notifier_block *nb,
				       unsigned long action, void *command)
{
	dcdbas_compat_kexec = command && !strcmp(command, "kexec reboot");
	return NOTIFY_DONE;
}

static struct notifier_block dcdbas_compat_reboot_nb = {
	.notifier_call = dcdbas_compat_reboot,
};

static inline int dcdbas_compat_shutdown_init(struct device *dev)
{
	return devm_register_reboot_notifier(dev, &dcdbas_compat_reboot_nb);
}

static inline bool dcdbas_compat_is_shutdown(void)
{
	return !dcdbas_compat_kexec;
}
#endif

#endif /* _DCDBAS_COMPAT_H */

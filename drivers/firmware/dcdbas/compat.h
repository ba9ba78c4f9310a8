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

#include <linux/sysfs.h>
#include <linux/syscore_ops.h>

#ifdef DCDBAS_CONST_BIN_ATTRIBUTE
#define DCDBAS_BIN_ATTR_CONST const
#else
#define DCDBAS_BIN_ATTR_CONST
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

#endif /* _DCDBAS_COMPAT_H */

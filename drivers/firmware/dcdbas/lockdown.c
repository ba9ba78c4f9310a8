// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: requests that a locked down kernel
 * refuses.
 *
 * An SMI is a byte to an I/O port, and a byte to another port resets the
 * machine or worse. Under lockdown root may not choose that port.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/printk.h>
#include <linux/security.h>

#include "dcdbas.h"

/**
 * dcdbas_lockdown_check() - may this port be written to?
 * @port: I/O port
 * @code: byte to write there
 *
 * Return: 0, or -EPERM under lockdown for a port and code that firmware does
 * not advertise.
 */
int dcdbas_lockdown_check(u16 port, u8 code)
{
	int ret;

	if (dcdbas_ports_advertised(port, code))
		return 0;

	ret = security_locked_down(LOCKDOWN_IOPORT);
	if (ret)
		pr_warn_once("lockdown: firmware does not advertise code %#04x on port %#06x: SMI refused\n",
			     code, port);
	return ret;
}

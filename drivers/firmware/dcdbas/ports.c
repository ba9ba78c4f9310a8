// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the I/O ports that firmware advertises.
 *
 * SMBIOS type 218 has a port and a code to write there. They are facts of the
 * machine, not of the device: read once, when the module starts, and constant
 * from then on.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/dmi.h>
#include <linux/init.h>
#include <linux/kernel.h>

#include "dcdbas.h"

/* SMBIOS type 218: the calling interface. */
#define DMI_ENTRY_CALLING_INTERFACE	218

struct dcdbas_dmi_calling_interface {
	struct dmi_header header;
	u16 command_address;
	u8 command_code;
} __packed;

/* Known machines have one pair, in up to a dozen structures. */
static struct dcdbas_port {
	u16 address;
	u8 code;
} dcdbas_ports[16] __ro_after_init;

static unsigned int dcdbas_num_ports __ro_after_init;

/**
 * dcdbas_ports_advertised() - does firmware advertise this port and code?
 * @port: I/O port
 * @code: byte to write there
 */
bool dcdbas_ports_advertised(u16 port, u8 code)
{
	unsigned int i;

	for (i = 0; i < dcdbas_num_ports; i++)
		if (dcdbas_ports[i].address == port &&
		    dcdbas_ports[i].code == code)
			return true;
	return false;
}

static void __init dcdbas_ports_add(const struct dmi_header *dm, void *unused)
{
	const struct dcdbas_dmi_calling_interface *ci = (const void *)dm;

	if (dm->type != DMI_ENTRY_CALLING_INTERFACE ||
	    dm->length < sizeof(*ci) ||
	    dcdbas_ports_advertised(ci->command_address, ci->command_code))
		return;
	if (dcdbas_num_ports == ARRAY_SIZE(dcdbas_ports)) {
		pr_warn_once("firmware advertises more than %u SMI ports\n",
			     dcdbas_num_ports);
		return;
	}
	dcdbas_ports[dcdbas_num_ports].address = ci->command_address;
	dcdbas_ports[dcdbas_num_ports].code = ci->command_code;
	dcdbas_num_ports++;
}

/**
 * dcdbas_ports_init() - read which ports firmware listens on
 *
 * Called once, when the module starts.
 */
void __init dcdbas_ports_init(void)
{
	dmi_walk(dcdbas_ports_add, NULL);
}

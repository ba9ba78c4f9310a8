// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: what the firmware advertises.
 *
 * SMBIOS type 218 has a port, a code to write there and a bit map of classes,
 * type 208 a version. They are facts of the machine, not of the device: read
 * once, when the module starts, and constant from then on. Other makers use
 * these types for something else.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/dmi.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "dcdbas.h"

#define DMI_ENTRY_DELL_REVISIONS	208
#define DMI_ENTRY_CALLING_INTERFACE	218

struct dcdbas_dmi_revisions {
	struct dmi_header header;
	u8 major;
} __packed;

struct dcdbas_dmi_calling_interface {
	struct dmi_header header;
	u16 command_address;
	u8 command_code;
	u32 classes;
} __packed;

static struct dcdbas_ports dcdbas_ports __ro_after_init;

/**
 * dcdbas_ports_get() - what this machine's firmware advertises
 *
 * Return: constant data; no port on a machine that is not a Dell.
 */
const struct dcdbas_ports *dcdbas_ports_get(void)
{
	return &dcdbas_ports;
}

/**
 * dcdbas_ports_advertised() - does firmware advertise this port and code?
 * @ports: what it advertises
 * @port: I/O port
 * @code: byte to write there
 */
bool dcdbas_ports_advertised(const struct dcdbas_ports *ports, u16 port,
			     u8 code)
{
	unsigned int i;

	for (i = 0; i < ports->num; i++)
		if (ports->port[i].address == port &&
		    ports->port[i].code == code)
			return true;
	return false;
}

static void __init dcdbas_ports_add(const struct dcdbas_dmi_calling_interface *ci)
{
	struct dcdbas_ports *ports = &dcdbas_ports;

	if (ci->header.length >= sizeof(*ci))
		ports->classes |= ci->classes;

	if (dcdbas_ports_advertised(ports, ci->command_address,
				    ci->command_code))
		return;
	if (ports->num == ARRAY_SIZE(ports->port)) {
		pr_warn_once("firmware advertises more than %u SMI ports\n",
			     ports->num);
		return;
	}
	ports->port[ports->num].address = ci->command_address;
	ports->port[ports->num].code = ci->command_code;
	ports->num++;
}

static void __init dcdbas_ports_decode(const struct dmi_header *dm,
				       void *unused)
{
	const struct dcdbas_dmi_revisions *rev = (const void *)dm;

	switch (dm->type) {
	case DMI_ENTRY_DELL_REVISIONS:
		if (dm->length >= sizeof(*rev))
			dcdbas_ports.major = max(dcdbas_ports.major,
						 rev->major);
		break;
	case DMI_ENTRY_CALLING_INTERFACE:
		if (dm->length >= offsetof(struct dcdbas_dmi_calling_interface,
					   classes))
			dcdbas_ports_add((const void *)dm);
		break;
	}
}

static bool __init dcdbas_ports_says_dell(int field)
{
	const char *text = dmi_get_system_info(field);

	return text && !strncasecmp(text, "Dell", strlen("Dell"));
}

/**
 * dcdbas_ports_init() - read what firmware advertises
 *
 * Called once, when the module starts.
 */
void __init dcdbas_ports_init(void)
{
	/* The OEM string marks Dells that are sold under another name. */
	if (dcdbas_ports_says_dell(DMI_SYS_VENDOR) ||
	    dcdbas_ports_says_dell(DMI_BIOS_VENDOR) ||
	    dmi_find_device(DMI_DEV_TYPE_OEM_STRING, "Dell System", NULL))
		dmi_walk(dcdbas_ports_decode, NULL);
}

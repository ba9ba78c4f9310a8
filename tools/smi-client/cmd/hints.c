// SPDX-License-Identifier: GPL-2.0-or-later
/* See hints.h: what to do next, in words. */
#include <unistd.h>

#include "hints.h"

static const char *const hints[HINT_COUNT] = {
	[HINT_RUN_AS_ROOT] = "Run smi-client as root.",
	[HINT_RUN_ON_HOST] =
		"A container does not have what is needed; run smi-client on the host.",
	[HINT_LOAD_DRIVER] = "Load the driver with 'modprobe dcdbas'.",
	[HINT_DRIVER_LOG] = "The driver says more: 'dmesg | grep dcdbas'.",
	[HINT_TRY_AGAIN] = "Try again.",
	[HINT_TIMEOUT] = "Try again when it has ended, or wait longer with --timeout.",
	[HINT_LOWER_MEMORY] =
		"The buffer has to be contiguous memory below 4 GiB; try a smaller one, or again after a restart.",
	[HINT_CPU0_ONLINE] =
		"Do 'echo 1 > /sys/devices/system/cpu/cpu0/online' first; after a kexec, restart the machine.",
	[HINT_LOCKDOWN_CALL] =
		"Under kernel lockdown the driver takes documented calls only, through the port and code that firmware advertises; 'smi-client status' shows them.",
	[HINT_LOCKDOWN_CMOS] = "Under kernel lockdown CMOS is out of reach for user space.",
	[HINT_WSMT] = "A BIOS update may help; host control works nevertheless.",
	[HINT_XEN_PVH] = "A PVH dom0 cannot raise SMIs; boot it as PV.",
	[HINT_NOT_DELL] = "This is not a Dell machine; smi-client cannot manage it.",
	[HINT_NO_TABLES] =
		"This machine has no SMBIOS tables: it is no Dell server, or a container hides them.",
	[HINT_TABLES_FORMAT] =
		"The directory has to hold smbios_entry_point and DMI, or smbios.dat.",
	[HINT_RAW_PORT] =
		"If port and code are known to you, use 'smi-client raw' with --port and --code.",
	[HINT_STATUS] = "'smi-client status' tells more.",
	[HINT_NO_ANSWER] =
		"Port or code may be wrong, or SMIs may be switched off; 'smi-client status' shows what firmware advertises.",
	[HINT_CLASSES] = "'smi-client status' shows the classes that this firmware advertises.",
	[HINT_ARGUMENTS] =
		"Check the arguments; with a BIOS password set, a write needs the security key.",
	[HINT_BUFFER_FORMAT] =
		"Check what has to be in the buffer, and which argument points to it.",
	[HINT_BUFFER_SIZE] =
		"Check the size; 'smi-client buffer show' shows the size of the driver's buffer.",
	[HINT_UNDOCUMENTED] = "This result is not documented.",
	[HINT_FORCE] = "Add --force to do it anyway.",
	[HINT_PASSWORD_FD] = "Give the password with --password-fd or --password-file.",
	[HINT_PASSWORD_KEYS] =
		"Firmware takes the keys of a US keyboard; use characters that it has.",
	[HINT_AFTER_RESTART] =
		"Some firmware takes it at the next restart only; look again then.",
	[HINT_CONTRADICTORY] = "Set one of them to make the setting unambiguous.",
	[HINT_CANDIDATES] = "Use ID@LOCATION to name one of them.",
	[HINT_TOKEN_LIST] = "'smi-client token list' shows the tokens of this machine.",
	[HINT_SETTING_LIST] = "'smi-client setting list' shows the settings of this machine.",
	[HINT_TOKEN_NAMES] =
		"More names come from token_list.csv of the package smbios-utils, where it is installed.",
	[HINT_IDRAC] =
		"The BIOS setup has them, and the iDRAC of machines that have one (racadm, Redfish).",
	[HINT_IPMI_POWER] =
		"Use 'ipmitool chassis power cycle', 'racadm serveraction powercycle' or Redfish for a power cycle, 'ipmitool chassis policy' for what happens when AC power returns.",
	[HINT_SMI_TYPE] =
		"Use the iDRAC where there is one: 'ipmitool chassis power cycle', 'racadm serveraction powercycle' or Redfish. Elsewhere try --smi-type 1, 2 and 3 (a wrong one does nothing), then add the model to /etc/smi-client/platforms.conf.",
	[HINT_CALL_LIST] = "'smi-client call --list' shows the names.",
	[HINT_CONFIG_FORMAT] =
		"Correct the file; the first lines of the one that comes with smi-client describe the format.",
	[HINT_SETTINGS_FORMAT] = "Correct the file, or make one with 'smi-client setting export'.",
	[HINT_CONFIG_DIR] = "Install it, or name its directory with --config.",
	[HINT_CMOS_CHECKSUM] = "Add --force to write it and to correct the checksum.",
	[HINT_CMOS_LOCKED] = "Firmware or the chipset does not let it change.",
	[HINT_NO_LOCK_TAKEN] =
		"Another program wrote to smi_data without taking the lock; try again.",
	[HINT_REPLACE] = "Add --replace to replace it.",
	[HINT_NEW_FILE] = "Give a name that is not taken, or move the file away.",
	[HINT_OTHER_MACHINE] = "Leave out --tables to manage this machine.",
	[HINT_PASSWORD_WRONG] =
		"It was sent once; after some wrong ones firmware takes none until the next restart.",
	[HINT_PASSWORD_RULES] = "'smi-client password' shows what firmware allows.",
	[HINT_PASSWORD_SET] = "'smi-client password set' installs one.",
	[HINT_PASSWORD_CHANGE] = "'smi-client password change' replaces it.",
	[HINT_DISARM] = "'smi-client host-control disarm' takes it back.",
	[HINT_KEXEC] = "'kexec --unload' removes it.",
	[HINT_KERNEL_DRIVER] =
		"smi-client works with it; host control that waits for the disks needs the driver of this project.",
	[HINT_BUILTIN_DRIVER] =
		"No module can replace it; that takes a kernel with CONFIG_DCDBAS=m.",
	[HINT_RELOAD_DRIVER] =
		"Exchange it: 'modprobe -r dell_smbios dcdbas; modprobe dcdbas'.",
	[HINT_SECURE_BOOT] =
		"A module built here has to be signed with an enrolled key (mokutil --import).",
	[HINT_LOCKDOWN] =
		"Only documented calls through the advertised port and code can be made, CMOS cannot be reached, and modules have to be signed.",
	[HINT_REALTIME] =
		"--pace keeps SMIs apart, and 'smi-client latency' measures how long they take.",
	[HINT_WMI] = "libsmbios prefers it; smi-client always uses dcdbas.",
	[HINT_XEN_DOM0] = "Nothing is to be done: the driver runs on physical CPU 0.",
	[HINT_XEN_GUEST] = "Run smi-client in dom0.",
	[HINT_XEN_GUESTS] =
		"Shut them down first ('xl shutdown -a -w'), or enable xendomains or libvirt-guests.",
	[HINT_XEN_CLAIM] = "Wait until it is built, or 'xl destroy' it.",
	[HINT_XEN_XL] = "'xl list' and 'xl claims' show them.",
};

const char *hint_text(enum smi_hint hint)
{
	/* Who is root already is kept off by something else. */
	if (hint == HINT_RUN_AS_ROOT && !geteuid())
		return NULL;
	return hint < HINT_COUNT ? hints[hint] : NULL;
}

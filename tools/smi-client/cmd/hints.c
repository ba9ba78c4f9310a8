// SPDX-License-Identifier: GPL-2.0-or-later
/* See hints.h: what to do next, in words. */
#include "hints.h"

static const char *const hints[HINT_COUNT] = {
	[HINT_RUN_AS_ROOT] = "Run smi-client as root.",
	[HINT_RUN_ON_HOST] = "The file system is read-only, as in a container; run smi-client on the host.",
	[HINT_LOAD_DRIVER] = "Load the driver with 'modprobe dcdbas'; 'smi-client status' tells more.",
	[HINT_DRIVER_LOG] = "The driver says more: 'dmesg | grep dcdbas'.",
	[HINT_TRY_AGAIN] = "Try again.",
	[HINT_TIMEOUT] = "Try again when it has ended, or wait longer with --timeout.",
	[HINT_LOWER_MEMORY] = "The buffer has to be contiguous memory below 4 GiB; try a smaller one, or again after a restart.",
	[HINT_CPU0_ONLINE] = "Do 'echo 1 > /sys/devices/system/cpu/cpu0/online' first; after a kexec, restart the machine.",
	[HINT_LOCKDOWN_CALL] = "Under kernel lockdown the driver takes documented calls only, through the port and code that firmware advertises; 'smi-client status' shows them.",
	[HINT_LOCKDOWN_CMOS] = "Under kernel lockdown CMOS is out of reach for user space.",
	[HINT_WSMT] = "A BIOS update may help; host control works nevertheless.",
	[HINT_XEN_PVH] = "A PVH dom0 cannot raise SMIs; boot it as PV.",
	[HINT_NOT_DELL] = "This is not a Dell machine; smi-client cannot manage it.",
	[HINT_NO_TABLES] = "This machine has no SMBIOS tables: it is no Dell server, or a container hides them.",
	[HINT_TABLES_FORMAT] = "The directory has to hold smbios_entry_point and DMI, or smbios.dat.",
	[HINT_RAW_PORT] = "If port and code are known to you, use 'smi-client raw' with --port and --code.",
	[HINT_STATUS] = "'smi-client status' tells more.",
	[HINT_NO_ANSWER] = "Port or code may be wrong, or SMIs may be switched off; 'smi-client status' shows what firmware advertises.",
	[HINT_CLASSES] = "'smi-client status' shows the classes that this firmware advertises.",
	[HINT_ARGUMENTS] = "Check the arguments; with a BIOS password set, a write needs the security key.",
	[HINT_BUFFER_FORMAT] = "Check what has to be in the buffer, and which argument points to it.",
	[HINT_BUFFER_SIZE] = "Check the size; 'smi-client buffer show' shows the size of the driver's buffer.",
	[HINT_UNDOCUMENTED] = "This result is not documented.",
	[HINT_FORCE] = "Add --force to do it anyway.",
	[HINT_PASSWORD_FD] = "Give the password with --password-fd or --password-file.",
	[HINT_PASSWORD_KEYS] = "Firmware takes the keys of a US keyboard; use characters that it has.",
	[HINT_PASSWORD_LOCKED] = "Firmware takes no password any more after too many wrong ones; restart the machine.",
	[HINT_AFTER_RESTART] = "It takes effect at the next restart.",
	[HINT_CONTRADICTORY] = "Set one of them to make the setting unambiguous.",
	[HINT_CANDIDATES] = "Use ID@LOCATION to name one of them.",
	[HINT_TOKEN_LIST] = "'smi-client token list' shows the tokens of this machine.",
	[HINT_TOKEN_NAMES] = "More names come from token_list.csv of the package smbios-utils, where it is installed.",
	[HINT_IDRAC] = "On this machine BIOS settings are reached through the iDRAC (racadm, Redfish).",
	[HINT_IPMI_POWER] = "Use 'ipmitool chassis power cycle' for a power cycle, 'ipmitool chassis policy' for what happens when AC power returns.",
	[HINT_SMI_TYPE] = "Try --smi-type 1, 2 and 3 (a wrong one does nothing); then add the model to /etc/smi-client/platforms.conf.",
	[HINT_CALL_LIST] = "'smi-client call --list' shows the names.",
	[HINT_CONFIG_FORMAT] = "Correct the file; the first lines of the one that comes with smi-client describe the format.",
	[HINT_CONFIG_DIR] = "Install it, or name its directory with --config.",
	[HINT_CMOS_CHECKSUM] = "Add --force to write it and to correct the checksum.",
	[HINT_CMOS_LOCKED] = "Try again when the other program has ended.",
	[HINT_NO_LOCK_TAKEN] = "Another program wrote to smi_data without taking the lock; try again.",
	[HINT_REPLACE] = "Add --replace to replace it.",
	[HINT_OTHER_MACHINE] = "Leave out --tables to manage this machine.",
};

const char *hint_text(enum smi_hint hint)
{
	return hint < HINT_COUNT ? hints[hint] : NULL;
}

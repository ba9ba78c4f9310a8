/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Errors as values: what kind, which file, which errno, in words, and a code
 * for what to do next. The library prints nothing; cmd/hints.c has the
 * sentence for each hint.
 *
 * Every function of the library that can fail takes a struct smi_error as its
 * last argument, never NULL, fills it in when it fails and leaves it alone
 * when it does not. It returns the code, 0 (SMI_OK) when all went well.
 */
#ifndef LIB_ERROR_H
#define LIB_ERROR_H

#include "types.h"

/* What kind of failure; also the exit code of the program. */
enum smi_code {
	SMI_OK = 0,
	SMI_FAILED = 1,
	SMI_USAGE = 2,
	SMI_NOT_FOUND = 3,	/* driver, token, class, file */
	SMI_PERMISSION = 4,
	SMI_REFUSED = 5,	/* by firmware */
	SMI_BUSY = 6,		/* a lock was not had in time */
	SMI_DIFFERS = 7,	/* compare, check, a dry run that would change something */
};

/* What to do next; one sentence each in cmd/hints.c. */
enum smi_hint {
	HINT_NONE,
	HINT_HELP,			/* smi-client COMMAND --help */
	HINT_RUN_AS_ROOT,
	HINT_RUN_ON_HOST,		/* read-only sysfs or no /dev/port: a container */
	HINT_LOAD_DRIVER,
	HINT_DRIVER_LOG,		/* dmesg | grep dcdbas */
	HINT_TRY_AGAIN,
	HINT_TIMEOUT,			/* --timeout */
	HINT_CPU0_ONLINE,
	HINT_LOWER_MEMORY,		/* contiguous memory below 4 GiB */
	HINT_LOCKDOWN_CALL,
	HINT_LOCKDOWN_CMOS,
	HINT_WSMT,
	HINT_XEN_PVH,
	HINT_NOT_DELL,
	HINT_NO_TABLES,			/* no SMBIOS tables: no Dell server, or a container */
	HINT_TABLES_FORMAT,		/* what a directory of --tables has to hold */
	HINT_RAW_PORT,			/* no type 218: raw with port and code */
	HINT_STATUS,			/* smi-client status */
	HINT_NO_ANSWER,			/* port, code, SMIs switched off */
	HINT_CLASSES,			/* status shows the classes */
	HINT_ARGUMENTS,
	HINT_BUFFER_FORMAT,
	HINT_BUFFER_SIZE,
	HINT_UNDOCUMENTED,
	HINT_FORCE,
	HINT_PASSWORD_FD,
	HINT_PASSWORD_KEYS,		/* scan codes of a US keyboard */
	HINT_AFTER_RESTART,		/* takes effect at POST */
	HINT_CONTRADICTORY,
	HINT_CANDIDATES,		/* ambiguous: ID@LOCATION */
	HINT_TOKEN_LIST,
	HINT_SETTING_LIST,
	HINT_TOKEN_NAMES,		/* names come from a list that is not installed */
	HINT_IDRAC,			/* settings are reached by iDRAC, not by SMI */
	HINT_IPMI_POWER,		/* ipmitool chassis power cycle */
	HINT_SMI_TYPE,
	HINT_CALL_LIST,
	HINT_CONFIG_FORMAT,
	HINT_CONFIG_DIR,
	HINT_SETTINGS_FORMAT,		/* setting export makes such a file */
	HINT_CMOS_CHECKSUM,		/* --force makes it right */
	HINT_CMOS_LOCKED,
	HINT_NO_LOCK_TAKEN,		/* another program writes smi_data without a lock */
	HINT_REPLACE,			/* --replace */
	HINT_NEW_FILE,			/* a name that is not taken */
	HINT_OTHER_MACHINE,		/* --tables: nothing of this machine is used */
	HINT_PASSWORD_WRONG,		/* it was sent once; firmware may lock after some */
	HINT_PASSWORD_RULES,		/* password shows what firmware allows */
	HINT_PASSWORD_SET,		/* none is installed: password set */
	HINT_PASSWORD_CHANGE,		/* one is installed: password change */
	HINT_DISARM,			/* host-control disarm */
	HINT_KEXEC,			/* a loaded kexec kernel: kexec -u */
	HINT_KERNEL_DRIVER,		/* the kernel's own driver is loaded */
	HINT_BUILTIN_DRIVER,		/* a module cannot replace it */
	HINT_RELOAD_DRIVER,		/* modprobe -r, modprobe */
	HINT_SECURE_BOOT,		/* mokutil --import */
	HINT_LOCKDOWN,			/* what is not possible under it */
	HINT_REALTIME,			/* every call stops all CPUs */
	HINT_WMI,			/* libsmbios prefers /dev/wmi/dell-smbios */
	HINT_XEN_DOM0,			/* nothing to be done: pinned to CPU 0 */
	HINT_XEN_GUEST,			/* run it in dom0 */
	HINT_XEN_GUESTS,		/* shut guests down first */
	HINT_XEN_CLAIM,			/* a guest is being built: wait */
	HINT_XEN_XL,			/* see xl list, xl claims */
	HINT_COUNT
};

#define ERROR_TEXT	320
#define ERROR_PATH	256

/**
 * struct smi_error - why something failed
 * @code: what kind
 * @err: errno, 0 when there is none
 * @what: a sentence without its full stop, printable text only
 * @path: the file concerned, "" when there is none
 * @hint: what to do next
 */
struct smi_error {
	enum smi_code code;
	int err;
	char what[ERROR_TEXT];
	char path[ERROR_PATH];
	enum smi_hint hint;
};

/**
 * error_set() - fill in an error
 * @error: filled in whole; @err and @path are emptied
 * @code: not SMI_OK
 * @hint: what to do next
 * @fmt: the sentence; what is not printable text in it is shown as '?'
 *
 * Return: @code
 */
__printf(4, 5)
int error_set(struct smi_error *error, enum smi_code code, enum smi_hint hint,
	      const char *fmt, ...);

/**
 * error_errno() - a system call on a file failed: "cannot VERB PATH: strerror"
 * @error: filled in; code and hint are chosen by errno, in one table
 * @err: errno
 * @verb: "open", "read", "write", "lock"
 * @path: the file
 *
 * Return: the code
 */
int error_errno(struct smi_error *error, int err, const char *verb, const char *path);

/**
 * error_hint() - replace what to do next
 * @error: filled in before
 * @hint: what fits better
 *
 * Return: the code of @error
 */
int error_hint(struct smi_error *error, enum smi_hint hint);

/* What the code is called in JSON: "failed", "usage", "not found", ... */
const char *error_kind(enum smi_code code);

#endif /* LIB_ERROR_H */

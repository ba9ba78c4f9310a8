// SPDX-License-Identifier: GPL-2.0-or-later
/* What the next shutdown would do, and what stands in the way. See host_control.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "host_control.h"
#include "xen.h"

/* Our driver's versions begin here; the kernel's own are older. */
#define OUR_MAJOR	6

static void check_armed(struct machine *m, struct host_control_check *check)
{
	struct findings *f = &check->findings;
	struct smi_error error;
	int code = host_control_read(m, &check->hc, &error);

	check->known = !code;
	if (code)
		finding_error(f, "driver", FINDING_PROBLEM, &error);
	else if (host_control_armed(&check->hc))
		finding_add(f, "armed", FINDING_OK, SMI_OK, HINT_DISARM,
			    "armed: %s at the next shutdown, SMI type %llu",
			    host_control_action_name(check->hc.action),
			    (unsigned long long)check->hc.smi_type);
	else if (check->hc.action || check->hc.smi_type || check->hc.on_shutdown)
		finding_add(f, "armed", FINDING_PROBLEM, SMI_DIFFERS, HINT_DISARM,
			    "half armed: action %llu, SMI type %llu, on shutdown %llu",
			    (unsigned long long)check->hc.action,
			    (unsigned long long)check->hc.smi_type,
			    (unsigned long long)check->hc.on_shutdown);
	else
		finding_add(f, "armed", FINDING_OK, SMI_OK, HINT_NONE,
			    "not armed: nothing is asked of the firmware at the next shutdown");
}

/* The kernel's own raises the SMI before the disks are told to flush. */
static void check_driver(struct machine *m, struct host_control_check *check)
{
	char version[32];

	if (!check->known ||
	    !file_line(m->options.sysfs, "module/dcdbas/version", version, sizeof(version)) ||
	    atoi(version) >= OUR_MAJOR)
		return;
	finding_add(&check->findings, "driver", FINDING_NOTE, SMI_OK, HINT_KERNEL_DRIVER,
		    "the kernel's own dcdbas %s does not wait for the disks", version);
}

static void check_type(struct machine *m, unsigned int smi_type, struct host_control_check *check)
{
	struct findings *f = &check->findings;
	struct smi_error error;
	u64 set = smi_type ? smi_type : check->hc.smi_type;

	if (!machine_smi_type(m, &check->type, &error)) {
		if (set && set != check->type)
			finding_add(f, "SMI type", FINDING_PROBLEM, SMI_DIFFERS, HINT_SMI_TYPE,
				    "SMI type %llu, but this model's is %u",
				    (unsigned long long)set, check->type);
		else
			finding_add(f, "SMI type", FINDING_OK, SMI_OK, HINT_NONE,
				    "this model takes the command by SMI type %u", check->type);
		return;
	}
	check->type = 0;
	finding_error(f, "SMI type", error.code == SMI_NOT_FOUND && set ? FINDING_UNKNOWN :
		      FINDING_PROBLEM, &error);
}

static void check_action(u64 action, struct host_control_check *check)
{
	if (action & HC_ACTION_POWER_OFF || !(action & HC_ACTION_POWER_CYCLE))
		return;
	finding_add(&check->findings, "action", FINDING_NOTE, SMI_OK, HINT_DISARM,
		    "an ordinary poweroff or halt ends in a cold start too");
}

static void check_cpu(struct machine *m, struct host_control_check *check)
{
	char online[64];

	if (!file_line(m->options.sysfs, "devices/system/cpu/online", online, sizeof(online)))
		finding_add(&check->findings, "CPU 0", FINDING_UNKNOWN, SMI_OK, HINT_NONE,
			    "which CPUs are online cannot be read");
	else if (strtoul(online, NULL, 10))
		finding_add(&check->findings, "CPU 0", FINDING_PROBLEM, SMI_DIFFERS,
			    HINT_CPU0_ONLINE,
			    "CPU 0 is offline, and SMIs can be raised only there");
	else
		finding_add(&check->findings, "CPU 0", FINDING_OK, SMI_OK, HINT_NONE, "online");
}

static void check_kexec(struct machine *m, struct host_control_check *check)
{
	char loaded[16];

	/* A kernel without kexec has no such file. */
	if (!file_line(m->options.sysfs, "kernel/kexec_loaded", loaded, sizeof(loaded)))
		finding_add(&check->findings, "kexec", FINDING_OK, SMI_OK, HINT_NONE,
			    "this kernel has no kexec");
	else if (strcmp(loaded, "0"))
		finding_add(&check->findings, "kexec", FINDING_PROBLEM, SMI_DIFFERS, HINT_KEXEC,
			    "a kernel is loaded for kexec: a reboot into it skips host control");
	else
		finding_add(&check->findings, "kexec", FINDING_OK, SMI_OK, HINT_NONE,
			    "no kernel is loaded");
}

static void check_guests(const struct xen_host *host, struct findings *f)
{
	if (!host->guests.known)
		finding_add(f, "Xen guests", FINDING_UNKNOWN, SMI_OK, HINT_XEN_XL,
			    "guests are not known: %s", host->guests.why);
	else if (!host->guests.value)
		finding_add(f, "Xen guests", FINDING_OK, SMI_OK, HINT_NONE, "none is running");
	else if (host->stops_guests.value)
		finding_add(f, "Xen guests", FINDING_NOTE, SMI_OK, HINT_XEN_XL,
			    "%llu running (%s); %s stops them at shutdown",
			    (unsigned long long)host->guests.value, host->names, host->stopper);
	else
		finding_add(f, "Xen guests", FINDING_PROBLEM, SMI_DIFFERS, HINT_XEN_GUESTS,
			    "%llu running (%s), and no service stops them at shutdown%s%s",
			    (unsigned long long)host->guests.value, host->names,
			    host->stops_guests.known ? "" : " as far as is known: ",
			    host->stops_guests.why);
}

static void check_claims(const struct xen_host *host, struct findings *f)
{
	const struct xen_fact *mib = &host->claimed_mib, *who = &host->claims;

	if (mib->value || who->value)
		finding_add(f, "Xen claims", FINDING_PROBLEM, SMI_DIFFERS, HINT_XEN_CLAIM,
			    "%llu MiB are claimed: a guest is being built",
			    (unsigned long long)mib->value);
	else if (!mib->known || !who->known)
		finding_add(f, "Xen claims", FINDING_UNKNOWN, SMI_OK, HINT_XEN_XL,
			    "memory claims are not known: %s", mib->known ? who->why : mib->why);
	else
		finding_add(f, "Xen claims", FINDING_OK, SMI_OK, HINT_NONE,
			    "no memory is claimed (a claim below 1 MiB is not shown)");
}

static void check_xen(struct machine *m, struct host_control_check *check)
{
	const struct xen_places places = { };
	struct findings *f = &check->findings;
	struct xen_host host;

	switch (xen_role(m->options.sysfs)) {
	case XEN_NONE:
		return;
	case XEN_GUEST:
		finding_add(f, "Xen", FINDING_PROBLEM, SMI_DIFFERS, HINT_XEN_GUEST,
			    "this is a guest: it does not reach the firmware");
		return;
	case XEN_DOM0_PVH:
		finding_add(f, "Xen", FINDING_PROBLEM, SMI_DIFFERS, HINT_XEN_PVH,
			    "this is a dom0 of type PVH: firmware does not see its registers");
		return;
	case XEN_DOM0:
		xen_read(&places, &host);
		check_guests(&host, f);
		check_claims(&host, f);
	}
}

int host_control_check(struct machine *m, u64 action, unsigned int smi_type,
		       struct host_control_check *check)
{
	memset(check, 0, sizeof(*check));
	check_armed(m, check);
	check_driver(m, check);
	check_type(m, smi_type, check);
	check_action(action ? action : check->hc.action, check);
	check_cpu(m, check);
	check_kexec(m, check);
	check_xen(m, check);
	for (size_t i = 0; i < check->findings.count; i++)
		if (check->findings.list[i].state >= FINDING_UNKNOWN)
			return SMI_DIFFERS;
	return SMI_OK;
}

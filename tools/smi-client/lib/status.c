// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See status.h: machine, kernel and driver. What concerns firmware, shutdown
 * and other users is status_firmware.c.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "status_checks.h"
#include "text.h"

/* Our driver's versions begin here; the kernel's own are older. */
#define OUR_MAJOR	6

ssize_t status_peek(struct machine *m, const char *name, void *to, size_t size)
{
	char path[PATH_MAX];
	ssize_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", m->options.sysfs, name);
	f = fopen(path, "re");
	if (!f)
		return -1;
	n = fread(to, 1, size, f);
	if (ferror(f))
		n = -1;
	fclose(f);
	return n;
}

bool status_peek_text(struct machine *m, const char *name, char *to, size_t size)
{
	char line[256];
	ssize_t n = status_peek(m, name, line, sizeof(line) - 1);

	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	text_printable(line, strlen(line), to, size);
	return n >= 0;
}

bool status_is_there(struct machine *m, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", m->options.sysfs, name);
	return !access(path, F_OK);
}

/* Whether a manufacturer is Dell, where the tables cannot be read. */
static bool status_is_dell(const struct machine *m, const struct status *s)
{
	size_t length = strcspn(s->vendor, " ");

	return m->smbios.data ? machine_is_dell(m) :
	       length == 4 && !strncasecmp(s->vendor, "Dell", 4);
}

/* @error: why there are no tables */
static void status_machine(struct machine *m, const struct smi_error *error, struct status *s)
{
	struct findings *f = &s->findings;
	const char *bios;

	/* Readable for everybody, while the tables are root's alone. */
	if (m->smbios.data) {
		machine_vendor(m, s->vendor, sizeof(s->vendor));
		machine_model(m, s->model, sizeof(s->model));
		bios = smbios_string(&m->smbios, SMBIOS_BIOS, 5);
		if (bios)
			text_printable(bios, strlen(bios), s->bios_version,
				       sizeof(s->bios_version));
	} else if (!m->options.tables_dir) {
		status_peek_text(m, "class/dmi/id/sys_vendor", s->vendor, sizeof(s->vendor));
		status_peek_text(m, "class/dmi/id/product_name", s->model, sizeof(s->model));
		status_peek_text(m, "class/dmi/id/bios_version", s->bios_version,
				 sizeof(s->bios_version));
	}
	if (m->options.tables_dir && !m->smbios.data)
		finding_error(f, "machine", FINDING_PROBLEM, error);
	else if (!*s->vendor && !*s->model && !m->smbios.data)
		finding_add(f, "machine", FINDING_UNKNOWN, SMI_OK,
			    geteuid() ? HINT_RUN_AS_ROOT : HINT_NO_TABLES,
			    "manufacturer and model cannot be read");
	else if (status_is_dell(m, s))
		finding_add(f, "machine", FINDING_OK, SMI_OK, HINT_NONE, "%s %s", s->vendor,
			    s->model);
	else
		finding_add(f, "machine", FINDING_PROBLEM, SMI_NOT_FOUND, HINT_NOT_DELL,
			    "%s%s%s is not a Dell machine",
			    *s->vendor || *s->model ? s->vendor : "what the tables do not name",
			    *s->model ? " " : "", s->model);
}

static void status_lockdown(struct machine *m, struct status *s)
{
	struct findings *f = &s->findings;
	u8 secure_boot[5] = { };
	char modes[96] = "", *mode;

	status_peek(m, "firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
		    secure_boot, sizeof(secure_boot));
	s->secure_boot = secure_boot[4] == 1;
	status_peek_text(m, "kernel/security/lockdown", modes, sizeof(modes));
	mode = strchr(modes, '[');
	mode = mode ? mode + 1 : "none";
	snprintf(s->lockdown, sizeof(s->lockdown), "%.*s", (int)strcspn(mode, "]"), mode);
	if (strcmp(s->lockdown, "none"))
		finding_add(f, "lockdown", FINDING_NOTE, SMI_OK, HINT_LOCKDOWN,
			    "kernel lockdown is in force: %s", s->lockdown);
	if (s->secure_boot)
		finding_add(f, "secure boot", FINDING_NOTE, SMI_OK, HINT_SECURE_BOOT,
			    "Secure Boot is on");
}

/* A module directory without init state belongs to a built-in driver. */
static bool status_is_builtin(struct machine *m)
{
	return status_is_there(m, "devices/platform/dcdbas/smi_request") &&
	       !status_is_there(m, "module/dcdbas/initstate");
}

static void status_usable_driver(struct machine *m, struct status *s)
{
	struct findings *f = &s->findings;
	const char *version = s->driver_version;

	if (status_is_builtin(m))
		finding_add(f, "driver", FINDING_NOTE, SMI_OK, HINT_BUILTIN_DRIVER,
			    "dcdbas is built into this kernel");
	else if (*version && atoi(version) < OUR_MAJOR)
		finding_add(f, "driver", FINDING_NOTE, SMI_OK, HINT_KERNEL_DRIVER,
			    "the kernel's own dcdbas %s is loaded", version);
	else
		finding_add(f, "driver", FINDING_OK, SMI_OK, HINT_NONE, "dcdbas%s%s is loaded",
			    *version ? " " : "", version);
}

static void status_driver(struct machine *m, struct status *s)
{
	struct findings *f = &s->findings;
	struct smi_error error;
	char path[PATH_MAX];

	s->driver = status_is_there(m, "devices/platform/dcdbas/smi_request");
	status_peek_text(m, "module/dcdbas/version", s->driver_version,
			 sizeof(s->driver_version));
	snprintf(path, sizeof(path), "%s/devices/platform/dcdbas/smi_data", m->options.sysfs);
	if (!s->driver && status_is_there(m, "module/dcdbas")) {
		finding_add(f, "driver", FINDING_PROBLEM, SMI_NOT_FOUND, HINT_DRIVER_LOG,
			    "the module dcdbas is loaded, but its device is not there");
	} else if (!s->driver) {
		finding_add(f, "driver", FINDING_PROBLEM, SMI_NOT_FOUND, HINT_LOAD_DRIVER,
			    "the driver dcdbas is not loaded");
	} else if (access(path, R_OK | W_OK)) {
		error_errno(&error, errno, "open", path);
		finding_error(f, "driver", FINDING_PROBLEM, &error);
	} else {
		status_usable_driver(m, s);
	}
}

static void status_buffer(struct machine *m, struct status *s)
{
	struct findings *f = &s->findings;
	struct smi_error error;
	struct transport *t;
	int code = machine_transport(m, &t, &error);

	if (!code)
		code = t->ops->get(t, ATTR_BUFFER_SIZE, &s->buffer_size, &error);
	if (!code)
		code = t->ops->get(t, ATTR_BUFFER_ADDRESS, &s->buffer_address, &error);
	s->buffer_known = !code;
	if (code)
		finding_error(f, "buffer", FINDING_PROBLEM, &error);
	else if (s->buffer_size)
		finding_add(f, "buffer", FINDING_OK, SMI_OK, HINT_NONE, "%llu bytes at 0x%08llx",
			    (unsigned long long)s->buffer_size,
			    (unsigned long long)s->buffer_address);
	else
		finding_add(f, "buffer", FINDING_OK, SMI_OK, HINT_NONE,
			    "none yet: it comes with the first request");
}

/* Real-time work: every SMI stops every CPU, isolated ones too. */
static void status_cpus(struct machine *m, struct status *s)
{
	struct findings *f = &s->findings;
	char text[64] = "0";

	status_peek_text(m, "devices/system/cpu/online", text, sizeof(text));
	if (*text && strtol(text, NULL, 10))
		finding_add(f, "cpu", FINDING_PROBLEM, SMI_FAILED, HINT_CPU0_ONLINE,
			    "CPU 0 is offline, and SMIs can be raised only there");
	status_peek_text(m, "kernel/realtime", text, sizeof(text));
	s->realtime = !strcmp(text, "1");
	status_peek_text(m, "devices/system/cpu/isolated", s->isolated, sizeof(s->isolated));
	status_peek_text(m, "devices/system/cpu/nohz_full", s->nohz_full, sizeof(s->nohz_full));
	/* The kernel writes "(null)" for an empty list on some versions. */
	if (*s->nohz_full < '0' || *s->nohz_full > '9')
		*s->nohz_full = '\0';
	if (s->realtime || *s->isolated || *s->nohz_full)
		finding_add(f, "real time", FINDING_NOTE, SMI_OK, HINT_REALTIME,
			    "this machine does real-time work:%s%s%s%s%s; every call stops all CPUs",
			    s->realtime ? " PREEMPT_RT" : "", *s->isolated ? " isolcpus " : "",
			    s->isolated, *s->nohz_full ? " nohz_full " : "", s->nohz_full);
}

int status_read(struct machine *m, struct status *s)
{
	const struct finding *problem;
	struct smi_error error;

	memset(s, 0, sizeof(*s));
	/* A failure is told by the check that cannot do without the tables. */
	machine_tables(m, &error);
	status_machine(m, &error, s);
	if (!m->options.tables_dir) {
		status_lockdown(m, s);
		status_driver(m, s);
		status_module(m, s);
		if (s->driver && !finding_problem(&s->findings))
			status_buffer(m, s);
		status_cpus(m, s);
		status_wsmt(m, s);
	}
	status_firmware(m, s);
	status_settings(m, s);
	if (!m->options.tables_dir) {
		if (s->driver && s->buffer_known)
			status_host_control(m, s);
		status_others(m, s);
	}
	problem = finding_problem(&s->findings);
	return problem ? problem->error.code : SMI_OK;
}

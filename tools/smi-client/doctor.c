// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Doctor: what is there, what is in the way, and what to do about it.
 *
 * In: sysfs and the SMBIOS tables, of another machine only the tables; no SMI
 * is raised and nothing is written.
 * Out: values for the result, and findings: "check", "state" (ok, note,
 * problem), "text" and "next".
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/dcdbas.h>

#include "attribute.h"
#include "doctor.h"
#include "output.h"
#include "platform.h"
#include "tables.h"

/* Our driver's versions begin here; the kernel's own are older. */
#define OUR_MAJOR	6

/*
 * A finding: code CLIENT_DONE when nothing is wrong; next without a problem is
 * a hint.
 */
__printf(5, 6)
static void found(struct doctor *d, const char *check, int code,
		  const char *next, const char *fmt, ...)
{
	struct json_object *o = json_object_new_object();
	char *text;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	output_text(o, "check", check);
	output_text(o, "state", code ? "problem" : next ? "note" : "ok");
	output_text(o, "text", text);
	if (next)
		output_text(o, "next", next);
	json_object_array_add(d->list, o);
	if (code && !d->code) {
		d->code = code;
		d->problem = text;
		d->next = next ? strdup(next) : NULL;
	} else {
		free(text);
	}
}

/* What a room that was asked says it failed with, as a finding. */
static void found_failure(struct doctor *d, const char *check)
{
	struct json_object *error = output_catch(d->c);
	const char *next;

	if (!error)
		return;
	next = output_get_text(error, "next");
	found(d, check, output_get_number(error, "exit"), next, "%s",
	      output_get_text(error, "message"));
	json_object_put(error);
}

/* First bytes of a file below sysfs; -1 when it cannot be read. */
static ssize_t peek(struct client *c, const char *name, void *to, size_t size)
{
	ssize_t n = -1;
	char *path;
	FILE *f;

	if (asprintf(&path, "%s/%s", c->sysfs, name) < 0)
		abort();
	f = fopen(path, "re");
	if (f) {
		n = fread(to, 1, size, f);
		if (ferror(f))
			n = -1;
		fclose(f);
	}
	free(path);
	return n;
}

static bool peek_text(struct client *c, const char *name, char *to,
		      size_t size)
{
	ssize_t n = peek(c, name, to, size - 1);

	to[n > 0 ? n : 0] = '\0';
	to[strcspn(to, "\n")] = '\0';
	return n >= 0;
}

static bool below_sysfs(struct client *c, const char *name)
{
	char *path;
	bool there;

	if (asprintf(&path, "%s/%s", c->sysfs, name) < 0)
		abort();
	there = !access(path, F_OK);
	free(path);
	return there;
}

static void check_machine(struct doctor *d)
{
	struct client *c = d->c;
	char vendor[64], model[64];

	/* Readable for everybody, while the tables are root's alone. */
	if (!c->tables_dir &&
	    peek_text(c, "class/dmi/id/sys_vendor", vendor, sizeof(vendor)) &&
	    peek_text(c, "class/dmi/id/product_name", model, sizeof(model))) {
		output_text(c->result, "vendor", vendor);
		output_text(c->result, "model", model);
	} else if (c->tables) {
		platform_trim(tables_string(c->tables, TABLES_SYSTEM, 4),
			      vendor, sizeof(vendor));
		platform_trim(tables_string(c->tables, TABLES_SYSTEM, 5),
			      model, sizeof(model));
		output_text(c->result, "vendor", vendor);
		output_text(c->result, "model", model);
	} else {
		found(d, "machine", CLIENT_DONE,
		      "Run smi-client as root, outside of containers.",
		      "maker and model cannot be read");
		return;
	}
	if (c->tables ? platform_is_dell(c) : !!strcasestr(vendor, "dell"))
		found(d, "machine", CLIENT_DONE, NULL, "%s %s", vendor, model);
	else
		found(d, "machine", CLIENT_NOT_FOUND,
		      "smi-client is of no use on other makers' machines.",
		      "%s %s is not a Dell machine", vendor, model);
}

static void check_lockdown(struct doctor *d)
{
	u8 secure_boot[5] = { };
	char modes[96], *mode = "none";
	bool on;

	peek(d->c, "firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
	     secure_boot, sizeof(secure_boot));
	on = secure_boot[4] == 1;
	output_bool(d->c->result, "secure_boot", on);
	if (peek_text(d->c, "kernel/security/lockdown", modes,
		      sizeof(modes)) && strchr(modes, '[')) {
		mode = strchr(modes, '[') + 1;
		mode[strcspn(mode, "]")] = '\0';
	}
	output_text(d->c->result, "lockdown", mode);
	if (strcmp(mode, "none"))
		found(d, "lockdown", CLIENT_DONE,
		      "Only the port and code that the firmware announces can be used, no CMOS token, and modules have to be signed.",
		      "kernel lockdown is in force: %s", mode);
	if (on)
		found(d, "secure boot", CLIENT_DONE,
		      "A module built here has to be signed with an enrolled key (mokutil --import).",
		      "Secure Boot is on");
}

static void check_driver(struct doctor *d)
{
	struct client *c = d->c;
	char version[64] = "", *path = attribute_path(c, "smi_data");
	bool there = below_sysfs(c, "devices/platform/dcdbas/smi_request");
	bool module = below_sysfs(c, "module/dcdbas");

	output_bool(c->result, "driver", there);
	peek_text(c, "module/dcdbas/version", version, sizeof(version));
	output_text(c->result, "driver_version", *version ? version : NULL);
	if (!there && module)
		found(d, "driver", CLIENT_NOT_FOUND,
		      "See 'dmesg | grep dcdbas' for the reason.",
		      "the module dcdbas is loaded, but its device is not there");
	else if (!there)
		found(d, "driver", CLIENT_NOT_FOUND,
		      "Load it with 'modprobe dcdbas'.",
		      "the driver dcdbas is not loaded");
	else if (access(path, R_OK | W_OK))
		found(d, "driver", CLIENT_PERMISSION, errno == EROFS ?
		      "sysfs is mounted read-only, as in a container; run smi-client on the host." :
		      "Run smi-client as root.",
		      "the driver dcdbas is there, but cannot be used: %s",
		      strerror(errno));
	else if (*version && atoi(version) < OUR_MAJOR)
		found(d, "driver", CLIENT_DONE,
		      "smi-client works with it; host control that waits for the disks needs the driver of this project.",
		      "the kernel's own dcdbas %s is loaded", version);
	else
		found(d, "driver", CLIENT_DONE, NULL, "dcdbas%s%s is loaded",
		      *version ? " " : "", version);
	free(path);
}

static void check_buffer(struct doctor *d)
{
	struct client *c = d->c;
	u64 size = 0, address = 0;
	char online[32] = "0";

	if (!output_get_bool(c->result, "driver") || d->code)
		return;
	if (attribute_get(c, "smi_data_buf_size", 10, &size) ||
	    attribute_get(c, "smi_data_buf_phys_addr", 16, &address)) {
		found_failure(d, "buffer");
		return;
	}
	output_number(c->result, "buffer_size", size);
	output_number(c->result, "buffer_address", address);
	if (size)
		found(d, "buffer", CLIENT_DONE, NULL, "%llu bytes at 0x%08llx",
		      (unsigned long long)size, (unsigned long long)address);
	else
		found(d, "buffer", CLIENT_DONE, NULL,
		      "none yet; it comes with the first request");
	peek_text(c, "devices/system/cpu/online", online, sizeof(online));
	if (*online && strtol(online, NULL, 10) != 0)
		found(d, "cpu", CLIENT_FAILED,
		      "Do 'echo 1 > /sys/devices/system/cpu/cpu0/online'.",
		      "CPU 0 is offline, and only there an SMI can be raised");
}

static void check_wsmt(struct doctor *d)
{
	u8 table[40];
	unsigned int flags;

	if (peek(d->c, "firmware/acpi/tables/WSMT", table, sizeof(table)) !=
	    sizeof(table)) {
		output_text(d->c->result, "wsmt_flags", NULL);
		return;
	}
	flags = table[36] | table[37] << 8 | table[38] << 16 |
		(unsigned int)table[39] << 24;
	output_number(d->c->result, "wsmt_flags", flags);
	if ((flags & 3) == 3)
		found(d, "wsmt", CLIENT_DONE,
		      "The driver uses the firmware's own buffer; when requests fail with 'operation not supported', it announces none that can be used.",
		      "the firmware reads no other buffer than its own (WSMT flags %#x)",
		      flags);
	else
		found(d, "wsmt", CLIENT_DONE, NULL,
		      "flags %#x: any buffer will do", flags);
}

static void check_firmware(struct doctor *d)
{
	struct client *c = d->c;
	struct platform_calling calling;
	struct json_object *list;
	char text[128] = "";

	if (platform_calling(c, &calling)) {
		found_failure(d, "firmware");
		return;
	}
	list = json_object_new_array();
	for (int i = 0; i < 32; i++) {
		if (!(calling.classes & 1u << i))
			continue;
		json_object_array_add(list, json_object_new_int(i));
		sprintf(text + strlen(text), " %d", i);
	}
	output_number(c->result, "port", calling.port);
	output_number(c->result, "code", calling.code);
	json_object_object_add(c->result, "classes", list);
	found(d, "firmware", CLIENT_DONE, NULL,
	      "calling interface at port 0x%04x, code 0x%02x, classes%s",
	      calling.port, calling.code, *text ? text : " none");
}

static void check_host_control(struct doctor *d)
{
	struct client *c = d->c;
	u64 action, type, on;

	if (!output_get_bool(c->result, "driver") || d->code)
		return;
	if (attribute_get(c, "host_control_action", 10, &action) ||
	    attribute_get(c, "host_control_smi_type", 10, &type) ||
	    attribute_get(c, "host_control_on_shutdown", 10, &on)) {
		found_failure(d, "host control");
		return;
	}
	output_bool(c->result, "host_control_armed", on && type && action);
	if (on && type && action)
		found(d, "host control", CLIENT_DONE,
		      "'smi-client host-control disarm' takes it back.",
		      "armed for the next shutdown: %s",
		      action & HC_ACTION_POWER_OFF ? "power off" :
						     "power cycle");
	else
		found(d, "host control", CLIENT_DONE, NULL, "not armed");
}

static void check_neighbours(struct doctor *d)
{
	char type[16] = "", features[32] = "";
	bool dom0;

	peek_text(d->c, "hypervisor/type", type, sizeof(type));
	peek_text(d->c, "hypervisor/properties/features", features,
		  sizeof(features));
	dom0 = strtoul(features, NULL, 16) & 1 << 11;	/* XENFEAT_dom0 */
	if (!strcmp(type, "xen"))
		found(d, "xen", dom0 ? CLIENT_DONE : CLIENT_FAILED, dom0 ?
		      "Nothing is to be done: the driver pins itself to physical CPU 0." :
		      "Run smi-client in dom0.",
		      dom0 ? "this is dom0 of a Xen host" :
			     "this is a guest; it does not reach the firmware");
	if (below_sysfs(d->c, "class/misc/wmi!dell-smbios"))
		found(d, "wmi", CLIENT_DONE,
		      "libsmbios prefers it; smi-client always uses dcdbas.",
		      "/dev/wmi/dell-smbios is there too");
}

/**
 * doctor_examine() - all checks
 * @d: @d->c given, the rest empty; filled in
 */
void doctor_examine(struct doctor *d)
{
	d->list = json_object_new_array();
	/* Their failure is told once, by the check that cannot do without. */
	tables_load(d->c);
	json_object_put(output_catch(d->c));
	check_machine(d);
	/* Another machine: the rest would be this one's. */
	if (d->c->tables_dir) {
		check_firmware(d);
		return;
	}
	check_lockdown(d);
	check_driver(d);
	check_buffer(d);
	check_wsmt(d);
	check_firmware(d);
	check_host_control(d);
	check_neighbours(d);
}

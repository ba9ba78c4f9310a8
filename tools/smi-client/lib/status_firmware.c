// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks of firmware, shutdown and other users. See status.h. */
#include <stdio.h>
#include <string.h>

#include "host_control.h"
#include "status_checks.h"
#include "token_table.h"
#include "xen.h"

#define WSMT_BOTH	3	/* fixed buffers, nested pointers checked */

void status_wsmt(struct machine *m, struct status *s)
{
	struct findings *f = &s->findings;
	u8 table[40];

	if (status_peek(m, "firmware/acpi/tables/WSMT", table, sizeof(table)) != sizeof(table))
		return;
	s->wsmt = true;
	s->wsmt_flags = table[36] | table[37] << 8 | table[38] << 16 | (u32)table[39] << 24;
	if ((s->wsmt_flags & WSMT_BOTH) == WSMT_BOTH)
		finding_add(f, "wsmt", FINDING_NOTE, SMI_OK, HINT_WSMT,
			    "the firmware reads no other buffer than its own (WSMT flags %#x)",
			    s->wsmt_flags);
	else
		finding_add(f, "wsmt", FINDING_OK, SMI_OK, HINT_NONE,
			    "flags %#x: any buffer will do", s->wsmt_flags);
}

/* Tokens that are settings within reach; false if there is no table of them. */
static bool status_count_settings(struct machine *m, size_t *count, struct smi_error *error)
{
	*count = 0;
	if (token_table_load(m, error))
		return false;
	for (size_t i = 0; i < m->tokens->count; i++) {
		const struct token *t = &m->tokens->list[i];

		*count += !t->unused && !token_is_elsewhere(t) && t->id < TOKEN_SETTINGS_END;
	}
	return true;
}

/* Old machines have their settings in CMOS, and do without a calling interface. */
static bool status_has_cmos_settings(struct machine *m)
{
	struct smi_error error;
	size_t count;

	return m->smbios.data && machine_is_dell(m) &&
	       status_count_settings(m, &count, &error) && count;
}

void status_firmware(struct machine *m, struct status *s)
{
	struct smi_error error;
	char text[128] = "";

	s->ci_known = !machine_ci(m, &s->ci, &error);
	if (!s->ci_known) {
		finding_error(&s->findings, "firmware",
			      status_has_cmos_settings(m) ? FINDING_NOTE : FINDING_PROBLEM, &error);
		return;
	}
	for (unsigned int i = 0; i < 32; i++)
		if (s->ci.classes & 1u << i)
			sprintf(text + strlen(text), " %u", i);
	finding_add(&s->findings, "firmware", FINDING_OK, SMI_OK, HINT_NONE,
		    "calling interface at port 0x%04x, code 0x%02x, classes%s", s->ci.port.port,
		    s->ci.port.code, *text ? text : " none");
}

void status_host_control(struct machine *m, struct status *s)
{
	struct host_control hc;
	struct smi_error error;

	s->armed_known = !host_control_read(m, &hc, &error);
	if (!s->armed_known) {
		finding_error(&s->findings, "host control", FINDING_PROBLEM, &error);
		return;
	}
	s->armed = host_control_armed(&hc);
	if (s->armed)
		finding_add(&s->findings, "host control", FINDING_NOTE, SMI_OK, HINT_DISARM,
			    "armed for the next shutdown: %s",
			    host_control_action_name(hc.action));
	else
		finding_add(&s->findings, "host control", FINDING_OK, SMI_OK, HINT_NONE,
			    "not armed");
}

void status_others(struct machine *m, struct status *s)
{
	struct findings *f = &s->findings;

	switch (xen_role(m->options.sysfs)) {
	case XEN_DOM0:
		finding_add(f, "xen", FINDING_NOTE, SMI_OK, HINT_XEN_DOM0,
			    "this is dom0 of a Xen host");
		break;
	case XEN_DOM0_PVH:
		finding_add(f, "xen", FINDING_PROBLEM, SMI_FAILED, HINT_XEN_PVH,
			    "this is a dom0 of type PVH: firmware does not see its registers");
		break;
	case XEN_GUEST:
		finding_add(f, "xen", FINDING_PROBLEM, SMI_FAILED, HINT_XEN_GUEST,
			    "this is a guest: it does not reach the firmware");
		break;
	case XEN_NONE:
		break;
	}
	if (status_is_there(m, "class/misc/wmi!dell-smbios"))
		finding_add(f, "wmi", FINDING_NOTE, SMI_OK, HINT_WMI,
			    "/dev/wmi/dell-smbios is there too");
}

/* Where nothing can be set by SMI, it is said once, and where it can. */
void status_settings(struct machine *m, struct status *s)
{
	struct smi_error error;
	unsigned int type;

	if (!m->smbios.data || !machine_is_dell(m))
		return;
	s->tokens_known = status_count_settings(m, &s->settings, &error);
	if (!s->tokens_known) {
		finding_error(&s->findings, "settings", FINDING_PROBLEM, &error);
		return;
	}
	if (s->settings)
		finding_add(&s->findings, "settings", FINDING_OK, SMI_OK, HINT_NONE,
			    "%zu tokens can be reached by SMI or CMOS", s->settings);
	else
		finding_add(&s->findings, "settings", FINDING_NOTE, SMI_OK, HINT_IDRAC,
			    "this machine's BIOS settings cannot be reached by SMI");
	if (!machine_smi_type(m, &type, &error))
		return;
	/* Not documented, or platforms.conf is missing or damaged. */
	if (error.hint == HINT_SMI_TYPE)
		error.hint = HINT_IPMI_POWER;
	finding_error(&s->findings, "power", FINDING_NOTE, &error);
}

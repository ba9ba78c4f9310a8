/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is there, what is in the way, and what to do about it. */
#ifndef LIB_STATUS_H
#define LIB_STATUS_H

#include "error.h"
#include "finding.h"
#include "machine.h"

/**
 * struct status - the state of machine, driver and firmware
 * @vendor: manufacturer, "" when not known
 * @model: model, "" when not known
 * @bios_version: "" when not known
 * @secure_boot: Secure Boot is on
 * @lockdown: "none", "integrity", "confidentiality"
 * @driver: its device is there
 * @driver_version: "" when not known
 * @buffer_known: @buffer_size and @buffer_address could be read
 * @buffer_size: in bytes, 0: none yet
 * @buffer_address: physical
 * @wsmt: there is such a table
 * @wsmt_flags: of it
 * @ci_known: @ci is right
 * @ci: port, code, classes
 * @tokens_known: @settings is right
 * @settings: tokens of settings that can be reached by SMI or CMOS
 * @armed_known: @armed is right
 * @armed: host control happens at the next shutdown
 * @realtime: a kernel with PREEMPT_RT
 * @isolated: CPUs kept free by isolcpus, as the kernel writes them; "" for none
 * @nohz_full: the same for nohz_full
 * @findings: what was looked at
 */
struct status {
	char vendor[64], model[64], bios_version[64];
	bool secure_boot;
	char lockdown[24];
	bool driver;
	char driver_version[32];
	bool buffer_known;
	u64 buffer_size, buffer_address;
	bool wsmt;
	u32 wsmt_flags;
	bool ci_known;
	struct machine_ci ci;
	bool tokens_known;
	size_t settings;
	bool armed_known, armed;
	bool realtime;
	char isolated[64], nohz_full[64];
	struct findings findings;
};

/**
 * status_read() - look at everything
 * @m: machine
 * @status: filled in
 *
 * Nothing is written and no SMI is raised. With tables_dir only the tables are
 * looked at.
 *
 * Return: the code of the first problem, SMI_OK when there is none
 */
int status_read(struct machine *m, struct status *status);

#endif /* LIB_STATUS_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine with some settings of every kind, and plans to change them, for unit
 * tests.
 */
#ifndef UNIT_SETTINGS_PLAN_H
#define UNIT_SETTINGS_PLAN_H

#include "settings_firmware.h"

#include "../../lib/setting_change.h"

static const u16 tokens[][3] = {
	{ 0x0028, 0x120, 0 }, { 0x0029, 0x120, 1 }, { 0x002A, 0x120, 2 },
	{ 0x002B, 0x122, 0xFFFF }, { 0x002C, 0x123, 0xFFFF },
	{ 0x00A1, 0x00A1, 0 }, { 0x00A2, 0x00A2, 1 }, { 0x00A3, 0x00A3, 2 },
	{ 0x7020, 0x501, 0xFFFF },
	{ 0x8004, 0x600, 1 }, { 0x00D3, 0x601, 0 }, { 0x00D4, 0x601, 1 },
};

static struct setting_change changes[8];

static inline struct fixture *begin(void **state, bool dry_run)
{
	struct fixture *f = firmware_begin(state, tokens, ARRAY_SIZE(tokens));

	firmware.master[0xA2] = 0xA1;
	firmware.master[0xA3] = 0xA1;
	firmware.value[0x122] = 0x06;
	firmware.value[0x123] = 0x30;
	firmware.max[0x122] = 0x23;
	firmware.max[0x123] = 0x59;
	f->options.dry_run = dry_run;
	firmware_settings(f);
	return f;
}

/* A plan of "KEY=VALUE" texts that end with NULL. */
static inline struct setting_plan plan_of(struct fixture *f, const char *const *texts)
{
	struct setting_plan plan = { .change = changes };

	for (; texts[plan.count]; plan.count++)
		assert_int_equal(setting_change_parse(&f->machine, &settings, texts[plan.count],
						      &changes[plan.count], &f->error), SMI_OK);
	return plan;
}

#define PLAN(f, ...)	plan_of(f, (const char *const []){ __VA_ARGS__, NULL })

static inline int run(struct fixture *f, struct setting_plan *plan)
{
	return setting_plan_run(&f->machine, &settings, plan, &f->error);
}

#endif /* UNIT_SETTINGS_PLAN_H */

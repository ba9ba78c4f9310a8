/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of settings against the firmware of settings_firmware.h, for unit tests. */
#ifndef UNIT_SETTINGS_FILE_H
#define UNIT_SETTINGS_FILE_H

#include "settings_firmware.h"

#include "../../lib/setting_file.h"

static const u16 tokens[][3] = {
	{ 0x0028, 0x120, 0 }, { 0x0029, 0x120, 1 }, { 0x002B, 0x122, 0xFFFF },
	{ 0x00A1, 0x00A1, 0 }, { 0x00A2, 0x00A2, 1 },
	{ 0x7010, 0x500, 0 }, { 0x7011, 0x500, 1 },
	{ 0x00D3, 0x601, 0 }, { 0x8004, 0x600, 0 }, { 0x0058, 0x602, 0 },
};

static inline struct fixture *begin(void **state)
{
	struct fixture *f = firmware_begin(state, tokens, ARRAY_SIZE(tokens));

	firmware.master[0xA2] = 0xA1;
	firmware_settings(f);
	return f;
}

static inline int parse(struct fixture *f, const char *text, struct setting_file *file)
{
	return setting_file_parse("FILE", (const u8 *)text, strlen(text), file, &f->error);
}

/* What a file asks for, and @n settings that are typed; plan->change is to be freed. */
static inline void make_plan(struct fixture *f, const char *text, char *const *typed, size_t n,
			     struct setting_plan *plan)
{
	struct setting_file file;

	assert_int_equal(parse(f, text, &file), SMI_OK);
	assert_int_equal(setting_file_plan(&f->machine, &settings, &file, typed, n, plan,
					   &f->error), SMI_OK);
	setting_file_free(&file);
}

/* As apply does it; the number of changes, or -1 with f->error. */
static inline int apply(struct fixture *f, const char *text)
{
	struct setting_plan plan = { .from_file = true };
	int n;

	make_plan(f, text, NULL, 0, &plan);
	n = setting_plan_check(&f->machine, &settings, &plan, &f->error) ||
	    setting_plan_apply(&f->machine, &plan, &f->error) ? -1 :
	    (int)setting_plan_count(&plan, SETTING_CHANGED);
	free(plan.change);
	return n;
}

/* A file with one setting. */
#define ITEM(members)	"{ \"schema\": 1, \"settings\": [ { " members " } ] }"

#define FILE_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, firmware_end)

#endif /* UNIT_SETTINGS_FILE_H */

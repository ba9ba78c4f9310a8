// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tokens in CMOS, read from a dump; a dry run shows what would be written. A
 * failure means that the BIOS does not see an asset tag that was written, or
 * that a tag is told that the BIOS does not see.
 */
#include "fixture.h"

#include "../../lib/token_value.h"

static char steps[2048];

static void keep_step(void *arg, const struct trace_step *step)
{
	(void)arg;
	strncat(steps, step->text, sizeof(steps) - strlen(steps) - 1);
	strncat(steps, "\n", sizeof(steps) - strlen(steps) - 1);
}

/* An asset tag at 0x5C, an hour at 0x5A, a range from 0x40 to 0x59. */
static struct fixture *begin(void **state, const char *tag, u8 sum)
{
	static const u8 indexed[] = {
		212, 27, 1, 0xD4, 0x70, 0, 0x71, 0, 3, 0x40, 0x59, 0x6D,
		0x00, 0xC0, 0x5C, 0, 10,
		0x2B, 0, 0x5A, 0, 0,
		0x28, 0, 0x50, 0x3F, 0x40,
	};
	u8 dump[0x71 * 256] = { }, *bank = dump + 0x7000;
	struct fixture *f = *state;

	steps[0] = '\0';
	memcpy(bank + 0x5C, tag, strlen(tag));
	bank[0x66] = sum;
	fixture_file(f, "cmos.dat", dump, sizeof(dump));
	f->options.tables_dir = f->dir;
	f->options.dry_run = true;
	f->options.trace.step = keep_step;
	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 2600");
	fixture_structure(f, indexed, sizeof(indexed), NULL);
	fixture_machine(f, NULL);
	assert_int_equal(token_table_load(&f->machine, &f->error), SMI_OK);
	return f;
}

static void an_asset_tag_without_its_sum_is_none(void **state)
{
	struct fixture *f = begin(state, "AB", 0x12);
	struct token_value value;
	const struct token *token = token_table_find(f->machine.tokens, TOKEN_ASSET_TAG);

	assert_int_equal(token_value_read(&f->machine, token, &value, &f->error), SMI_OK);
	assert_true(value.no_sum);
	assert_int_equal(value.bytes[0], 'A');
}

static void an_asset_tag_with_its_sum_is_one(void **state)
{
	struct fixture *f = begin(state, "AB", 'A' + 'B');
	struct token_value value;
	const struct token *token = token_table_find(f->machine.tokens, TOKEN_ASSET_TAG);

	assert_int_equal(token_value_read(&f->machine, token, &value, &f->error), SMI_OK);
	assert_false(value.no_sum);
	assert_int_equal(value.length, 10);
}

static void writing_an_asset_tag_writes_its_sum_also_when_it_was_wrong(void **state)
{
	struct fixture *f = begin(state, "AB", 0x12);
	const struct token *token = token_table_find(f->machine.tokens, TOKEN_ASSET_TAG);

	assert_int_equal(token_value_write_bytes(&f->machine, token, (const u8 *)"AC", 2, false,
						 &f->error), SMI_OK);
	assert_non_null(strstr(steps, "index 0x5d, 0x43"));
	assert_non_null(strstr(steps, "index 0x66, 0x84"));
	/* The range of the BIOS does not count it. */
	assert_null(strstr(steps, "index 0x6d"));
	assert_null(strstr(steps, "index 0x6e"));
	/* As it is already, only the sum is wrong. */
	steps[0] = '\0';
	assert_int_equal(token_value_write_bytes(&f->machine, token, (const u8 *)"AB", 2, false,
						 &f->error), SMI_OK);
	assert_string_equal(steps, "port 0x70: index 0x66, 0x83\n");
}

static void a_length_of_zero_is_one_byte(void **state)
{
	struct fixture *f = begin(state, "", 0);
	const struct token *token = token_table_find(f->machine.tokens, 0x2B);
	struct token_value value;

	assert_int_equal(token_value_read(&f->machine, token, &value, &f->error), SMI_OK);
	assert_int_equal(value.length, 1);
	assert_int_equal(token_value_write_bytes(&f->machine, token, (const u8 *)"\x08\x45", 2,
						 false, &f->error), SMI_USAGE);
}

static void a_choice_in_cmos_leaves_the_other_bits(void **state)
{
	struct fixture *f = begin(state, "", 0);
	const struct token *token = token_table_find(f->machine.tokens, 0x28);

	assert_int_equal(token_value_activate(&f->machine, token, false, &f->error), SMI_OK);
	assert_non_null(strstr(steps, "index 0x50, 0x40"));
	assert_non_null(strstr(steps, "index 0x6e, 0xc0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(an_asset_tag_without_its_sum_is_none),
		UNIT_TEST(an_asset_tag_with_its_sum_is_one),
		UNIT_TEST(writing_an_asset_tag_writes_its_sum_also_when_it_was_wrong),
		UNIT_TEST(a_length_of_zero_is_one_byte),
		UNIT_TEST(a_choice_in_cmos_leaves_the_other_bits),
	};

	return cmocka_run_group_tests_name("token_value", tests, NULL, NULL);
}

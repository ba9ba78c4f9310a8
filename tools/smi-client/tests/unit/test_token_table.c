// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tokens of the tables: which there are, which one of an id is to be used, and
 * no step past a structure. A failure means that the client writes a token to
 * another place than the BIOS reads it from, or reads past a table.
 */
#include "fixture.h"

#include "../../lib/token_table.h"

#define READ_WRITE	(1 << 0 | 1 << 1)

static struct token_table *parse(struct fixture *f, u32 classes)
{
	const struct smbios smbios = { .data = f->table, .length = f->length };
	struct token_table *t;

	assert_int_equal(token_table_parse(&smbios, classes, &t, &f->error), SMI_OK);
	return t;
}

/* Type 212: ports 0x70 and 0x71, one range, then tokens. */
static void indexed(struct fixture *f, const u8 (*tokens)[5], size_t count)
{
	u8 s[255] = { 212, 0, 1, 0xD4, 0x70, 0, 0x71, 0, 3, 0x40, 0x59, 0x6D };
	size_t length = 12;

	for (size_t i = 0; i < count; i++, length += 5)
		memcpy(s + length, tokens[i], 5);
	s[1] = length;
	fixture_structure(f, s, length, NULL);
}

static void both_types_of_tokens_are_listed(void **state)
{
	static const u16 calling[][3] = { { 0xA1, 0x140, 0 }, { 0xA2, 0x140, 1 } };
	static const u8 cmos[][5] = {
		{ 0x28, 0, 0x59, 0x3F, 0x40 },	/* id, index, masks */
		{ 0, 0, 0x58, 0x3F, 0x40 },	/* unused entry */
		{ 0x2B, 0, 0x5A, 0, 2 },	/* a string */
		{ 0xFF, 0xFF, 0, 0, 0 },
		{ 0x29, 0, 0x59, 0x3F, 0x80 },	/* behind the end */
	};
	struct fixture *f = *state;
	struct token_table *t;

	fixture_calling(f, READ_WRITE, calling, ARRAY_SIZE(calling));
	indexed(f, cmos, ARRAY_SIZE(cmos));
	t = parse(f, READ_WRITE);
	assert_int_equal(t->count, 4);
	assert_int_equal(t->list[1].id, 0xA2);
	assert_int_equal(t->list[1].location, 0x140);
	assert_int_equal(t->list[1].value, 1);
	assert_int_equal(t->list[2].id, 0x28);
	assert_int_equal(t->list[2].ports.index, 0x70);
	assert_int_equal(t->list[2].and_mask, 0x3F);
	assert_int_equal(token_kind(&t->list[2]), TOKEN_CHOICE);
	assert_int_equal(token_kind(&t->list[3]), TOKEN_STRING);
	assert_int_equal(token_length(&t->list[3]), 2);
	assert_int_equal(t->n_checks, 1);
	assert_int_equal(t->checks[0].type, CMOS_NEGATED_WORD_SUM);
	assert_int_equal(t->checks[0].at, 0x6D);
	assert_ptr_equal(token_table_find(t, 0x28), &t->list[2]);
	assert_null(token_table_find(t, 0x29));
	token_table_free(t);
}

static void a_structure_without_terminator_ends_with_its_length(void **state)
{
	u8 calling[255] = { 218, 255, 0, 0xDA, 0xB2, 0, 0x17 };
	struct fixture *f = *state;
	struct token_table *t;

	/* 40 tokens fill 251 bytes; four odd ones are left. */
	memset(calling + 11, 0x11, sizeof(calling) - 11);
	fixture_structure(f, calling, sizeof(calling), NULL);
	t = parse(f, READ_WRITE);
	assert_int_equal(t->count, 40);
	token_table_free(t);
}

static void structures_too_short_for_a_token_have_none(void **state)
{
	struct fixture *f = *state;
	struct token_table *t;

	for (int length = 4; length < 17; length++) {
		u8 calling[17] = { 218, length }, cmos[17] = { 212, length };

		memset(calling + 4, 0x11, 13);
		memset(cmos + 4, 0x11, 8);
		fixture_structure(f, calling, length, NULL);
		fixture_structure(f, cmos, length, NULL);
	}
	t = parse(f, READ_WRITE);
	assert_int_equal(t->count, 0);
	token_table_free(t);
}

static void a_range_named_twice_is_one_and_a_range_of_zeros_is_none(void **state)
{
	static const u8 none[] = { 212, 12, 1, 0, 0x72, 0, 0x73, 0, 3, 0, 0, 0 };
	static const u8 one[] = { 212, 12, 2, 0, 0x70, 0, 0x71, 0, 0, 0x10, 0x2D, 0x2E };
	struct fixture *f = *state;
	struct token_table *t;

	fixture_structure(f, none, sizeof(none), NULL);
	fixture_structure(f, one, sizeof(one), NULL);
	fixture_structure(f, one, sizeof(one), NULL);
	t = parse(f, 0);
	assert_int_equal(t->n_checks, 1);
	token_table_free(t);
}

static void more_ranges_than_any_machine_has_are_refused(void **state)
{
	u8 range[] = { 212, 12, 2, 0, 0x70, 0, 0x71, 0, 0, 0x10, 0x2D, 0 };
	struct fixture *f = *state;
	struct token_table *t;

	for (range[11] = 1; range[11] < 100; range[11]++)
		fixture_structure(f, range, sizeof(range), NULL);
	assert_int_equal(token_table_parse(&(struct smbios){ .data = f->table,
					   .length = f->length }, 0, &t, &f->error), SMI_FAILED);
	assert_non_null(strstr(f->error.what, "64"));
}

/* On C6100 and clients: the value is a length, and 1 at location 0 is no choice. */
static void location_0_of_type_218_is_a_text_and_no_choice(void **state)
{
	static const u16 tokens[][3] = { { 0x7D, 0, 1 }, { 0xC000, 0, 12 }, { 0x7E, 1, 0xFFFF } };
	struct fixture *f = *state;
	struct token_table *t;

	fixture_calling(f, READ_WRITE, tokens, ARRAY_SIZE(tokens));
	t = parse(f, READ_WRITE);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(token_kind(&t->list[i]), TOKEN_STRING);
		assert_true(token_is_elsewhere(&t->list[i]));
	}
	assert_int_equal(token_length(&t->list[1]), 12);
	assert_int_equal(token_kind(&t->list[2]), TOKEN_NUMBER);
	assert_false(token_is_elsewhere(&t->list[2]));
	token_table_free(t);
}

static void an_id_in_both_types_is_taken_from_218_only_when_it_can_be_reached(void **state)
{
	static const u16 calling[][3] = { { 0xA1, 0x140, 0 }, { 0xA2, 0, 1 } };
	static const u8 cmos[][5] = { { 0xA1, 0, 0x48, 0xF3, 0 }, { 0xA2, 0, 0x48, 0xF3, 8 } };
	static const struct {
		u32 classes;
		u8 type[2];	/* used for 0xA1 and 0xA2 */
	} rows[] = {
		{ READ_WRITE, { 218, 212 } },
		{ 1 << 0, { 212, 212 } },
		{ 1 << 1, { 212, 212 } },
		{ 0, { 212, 212 } },
	};
	struct fixture *f = *state;

	fixture_calling(f, READ_WRITE, calling, ARRAY_SIZE(calling));
	indexed(f, cmos, ARRAY_SIZE(cmos));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct token_table *t = parse(f, rows[i].classes);

		assert_int_equal(t->count, 4);
		for (u16 k = 0; k < 2; k++) {
			const struct token *token = token_table_find(t, 0xA1 + k);

			assert_non_null(token);
			assert_int_equal(token->type, rows[i].type[k]);
			assert_null(token_table_next(t, token));
		}
		token_table_free(t);
	}
}

static void an_id_of_one_type_alone_is_used_whatever_is_advertised(void **state)
{
	static const u16 calling[][3] = { { 0xA1, 0x140, 0 }, { 0xA1, 0x141, 0 } };
	struct fixture *f = *state;
	struct token_table *t;
	const struct token *token;

	fixture_calling(f, 0, calling, ARRAY_SIZE(calling));
	t = parse(f, 0);
	token = token_table_find(t, 0xA1);
	assert_non_null(token);
	token = token_table_next(t, token);
	assert_non_null(token);
	assert_int_equal(token->location, 0x141);
	token_table_free(t);
}

static void tags_in_cmos_have_a_sum_behind_them(void **state)
{
	static const u8 cmos[][5] = {
		{ 0x00, 0xC0, 0x5C, 0, 10 }, { 0x03, 0xC0, 0x67, 0, 5 }, { 0x2B, 0, 0x5A, 0, 0 },
	};
	struct fixture *f = *state;
	struct token_table *t;

	indexed(f, cmos, ARRAY_SIZE(cmos));
	t = parse(f, 0);
	assert_int_equal(t->n_checks, 3);
	assert_int_equal(t->checks[1].type, CMOS_BYTE_SUM);
	assert_true(t->checks[1].certain);
	assert_int_equal(t->checks[1].start, 0x5C);
	assert_int_equal(t->checks[1].end, 0x65);
	assert_int_equal(t->checks[1].at, 0x66);
	assert_int_equal(t->checks[2].at, 0x6C);
	token_table_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(both_types_of_tokens_are_listed),
		UNIT_TEST(a_structure_without_terminator_ends_with_its_length),
		UNIT_TEST(structures_too_short_for_a_token_have_none),
		UNIT_TEST(a_range_named_twice_is_one_and_a_range_of_zeros_is_none),
		UNIT_TEST(more_ranges_than_any_machine_has_are_refused),
		UNIT_TEST(location_0_of_type_218_is_a_text_and_no_choice),
		UNIT_TEST(an_id_in_both_types_is_taken_from_218_only_when_it_can_be_reached),
		UNIT_TEST(an_id_of_one_type_alone_is_used_whatever_is_advertised),
		UNIT_TEST(tags_in_cmos_have_a_sum_behind_them),
	};

	return cmocka_run_group_tests_name("token_table", tests, NULL, NULL);
}

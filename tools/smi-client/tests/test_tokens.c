// SPDX-License-Identifier: GPL-2.0-or-later
/* Tokens of the tables: which there are, and no step past a structure. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "token_names.h"
#include "tokens.h"

/* Tokens of the structures so far. */
static struct tokens *parse(struct fixture *f)
{
	struct tables tables = { .data = f->table, .length = f->length };
	struct tokens *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	tokens_parse(&tables, t);
	return t;
}

static void both_kinds_of_tokens_are_listed(void **state)
{
	static const u8 indexed[] = {
		212, 0, 1, 0xD4, 0x70, 0, 0x71, 0, 3, 0x40, 0x59, 0x6D,
		0x28, 0, 0x59, 0x3F, 0x40,	/* id, index, masks */
		0, 0, 0x58, 0x3F, 0x40,		/* unused */
		0x2B, 0, 0x5A, 0, 2,		/* a string */
		0xFF, 0xFF, 0, 0, 0,
		0x29, 0, 0x59, 0x3F, 0x80,	/* behind the end */
	};
	struct fixture *f = *state;
	struct tokens *t;

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_structure(f, indexed, sizeof(indexed), NULL);
	t = parse(f);
	assert_int_equal(t->count, 4);
	assert_int_equal(t->list[1].id, 0xA2);
	assert_int_equal(t->list[1].location, 0x140);
	assert_int_equal(t->list[1].value, 1);
	assert_int_equal(t->list[2].id, 0x28);
	assert_int_equal(t->list[2].ports.index, 0x70);
	assert_int_equal(t->list[2].and_mask, 0x3F);
	assert_false(token_is_data(&t->list[2]));
	assert_true(token_is_data(&t->list[3]));
	assert_int_equal(t->n_checks, 1);
	assert_int_equal(t->checks[0].type, CMOS_NEGATED_WORD_SUM);
	assert_int_equal(t->checks[0].at, 0x6D);
	assert_ptr_equal(tokens_find(t, 0x28), &t->list[2]);
	assert_null(tokens_find(t, 0x29));
	tokens_free(t);
}

static void a_structure_without_terminator_ends_with_its_length(void **state)
{
	u8 calling[255] = { 218, 0, 0, 0xDA, 0xB2, 0, 0x17 };
	struct fixture *f = *state;
	struct tokens *t;

	/* 40 tokens fill 251 bytes; four odd ones are left. */
	memset(calling + 11, 0x11, sizeof(calling) - 11);
	fixture_structure(f, calling, sizeof(calling), NULL);
	t = parse(f);
	assert_int_equal(t->count, 40);
	tokens_free(t);
}

static void structures_too_short_for_a_token_have_none(void **state)
{
	struct fixture *f = *state;
	struct tokens *t;

	for (int length = 4; length < 17; length++) {
		u8 calling[17] = { 218 }, indexed[17] = { 212 };

		memset(calling + 4, 0x11, 13);
		memset(indexed + 4, 0x11, 8);
		fixture_structure(f, calling, length, NULL);
		if (length < 17)
			fixture_structure(f, indexed, length, NULL);
	}
	t = parse(f);
	assert_int_equal(t->count, 0);
	tokens_free(t);
}

static void no_range_and_a_range_named_twice_are_one_check_less(void **state)
{
	static const u8 none[] = { 212, 0, 1, 0, 0x72, 0, 0x73, 0, 3, 0, 0, 0 };
	static const u8 one[] = {
		212, 0, 2, 0, 0x70, 0, 0x71, 0, 0, 0x10, 0x2D, 0x2E,
	};
	struct fixture *f = *state;
	struct tokens *t;

	fixture_structure(f, none, sizeof(none), NULL);
	fixture_structure(f, one, sizeof(one), NULL);
	fixture_structure(f, one, sizeof(one), NULL);
	t = parse(f);
	assert_int_equal(t->n_checks, 1);
	tokens_free(t);
}

static void dangerous_tokens_are_known(void **state)
{
	static const u16 dangerous[] = {
		0x8004, 0x0175, 0x0176, 0x0058, 0x0059, 0x00CD, 0x00D0, 0x013A,
		0x013D, 0x01FF, 0x01DC, 0x01DD, 0x02E3, 0x02FF, 0x0302, 0x0326,
		0x0363, 0x03F6, 0x03F7, 0x4026, 0x4027, 0x9000, 0x9001, 0xA002,
		0xA004, 0x0100, 0xC001, 0xC002, 0xC004, 0xC005, 0xC007, 0xC00D,
		0xC00F, 0xC015, 0xF000, 0xF00A,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(dangerous) / sizeof(*dangerous); i++)
		assert_non_null(token_dangerous(dangerous[i]));
	assert_null(token_dangerous(0x00A1));
	assert_null(token_dangerous(0x4025));
	assert_null(token_dangerous(0xC00E));
}

static void names_are_read_from_quoted_fields(void **state)
{
	char text[] =
		"\"Token Value\",Name,Setting,Description,Spec\r\n"
		"00a2,\"AC Power\",Last,\"As it \"\"was\"\", then\",,\n"
		"00A1,\"AC Power\",Off,\"Two\nlines\"\n"
		"nonsense,a,b,c\n"
		"12345,too,large,\n"
		",,,\n"
		"0003";
	struct token_names names = { };

	(void)state;
	token_names_parse(text, &names);
	assert_int_equal(names.count, 3);
	assert_int_equal(names.list[0].id, 0x0003);
	assert_string_equal(names.list[0].attribute, "");
	assert_int_equal(names.list[1].id, 0x00A1);
	assert_string_equal(names.list[1].description, "Two\nlines");
	assert_string_equal(names.list[2].attribute, "AC Power");
	assert_string_equal(names.list[2].setting, "Last");
	assert_string_equal(names.list[2].description,
			    "As it \"was\", then");
	free(names.list);
}

static void a_broken_list_of_names_is_read_to_its_end(void **state)
{
	static const char *const broken[] = {
		"", "\"", "\"\"\"", "0001,\"open", ",", "\n\n", "0001,\"a\"b,c",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		struct token_names names = { .text = strdup(broken[i]) };

		token_names_parse(names.text, &names);
		free(names.list);
		free(names.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(both_kinds_of_tokens_are_listed),
		FIXTURE_TEST(a_structure_without_terminator_ends_with_its_length),
		FIXTURE_TEST(structures_too_short_for_a_token_have_none),
		FIXTURE_TEST(no_range_and_a_range_named_twice_are_one_check_less),
		cmocka_unit_test(dangerous_tokens_are_known),
		cmocka_unit_test(names_are_read_from_quoted_fields),
		cmocka_unit_test(a_broken_list_of_names_is_read_to_its_end),
	};

	return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}

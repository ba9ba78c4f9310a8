// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Text and numbers that come from outside. A failure means that a terminal gets
 * control sequences, JSON gets broken UTF-8, a placeholder passes as a tag, or
 * a number is guessed.
 */
#include "../../lib/parse.h"
#include "../../lib/text.h"
#include "fixture.h"

static void only_printable_text_passes(void **state)
{
	static const struct {
		const char *from, *to;
	} texts[] = {
		{ "PE \033[31m 750", "PE ?[31m 750" }, { "a\tb\nc\x7F", "a?b?c?" },
		{ "\303\251\342\202\254\360\237\230\200", "\303\251\342\202\254\360\237\230\200" },
		{ "\351\302\233", "??" }, { "\xFF\xC0\x80", "???" }, { "\355\240\200", "???" },
		{ "\342\202", "??" }, { "\342\200\256x", "?x" }, { "\xF4\x90\x80\x80", "????" },
		{ "\302\205", "?" }, { "\xEF\xBB\xBF", "?" },
	};
	char to[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		text_printable(texts[i].from, strlen(texts[i].from), to, sizeof(to));
		assert_string_equal(to, texts[i].to);
	}
	assert_int_equal(text_printable("a\0b", 3, to, sizeof(to)), 3);
	assert_string_equal(to, "a?b");
	/* Cut between characters. */
	assert_int_equal(text_printable("ab\303\251", 4, to, 4), 2);
	assert_string_equal(to, "ab");
}

static void blanks_at_both_ends_are_cut(void **state)
{
	char text[8];

	(void)state;
	assert_true(text_trim("  ab c   ", text, sizeof(text)));
	assert_string_equal(text, "ab c");
	assert_true(text_trim("0123456789", text, sizeof(text)));
	assert_string_equal(text, "0123456");
	assert_false(text_trim("   ", text, sizeof(text)));
	assert_false(text_trim(NULL, text, sizeof(text)));
}

static void placeholders_are_no_values(void **state)
{
	static const char *const placeholders[] = {
		"Not Specified", "NOT SPECIFIED", "To Be Filled By O.E.M.",
		"to be filled by o.e.m. ",
		"Default string", "System Serial Number", "", " ", "...", ".", "0", "0000000",
	};
	static const char *const values[] = {
		"ABC1234", "0000001", "PowerEdge 750", "Dell Inc.", "00.", "None of them",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(placeholders); i++)
		if (!text_is_placeholder(placeholders[i]))
			fail_msg("taken for a value: '%s'", placeholders[i]);
	assert_true(text_is_placeholder(NULL));
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		if (text_is_placeholder(values[i]))
			fail_msg("taken for a placeholder: '%s'", values[i]);
}

static void text_of_firmware_ends_with_what_fills_it_up(void **state)
{
	char to[16];

	(void)state;
	text_from_firmware((const u8 *)"TAG\0xyz", 7, to);
	assert_string_equal(to, "TAG");
	text_from_firmware((const u8 *)"TAG\xFFxyz", 7, to);
	assert_string_equal(to, "TAG");
	text_from_firmware((const u8 *)" TAG   ", 7, to);
	assert_string_equal(to, "TAG");
	text_from_firmware((const u8 *)"T\x1BG", 3, to);
	assert_string_equal(to, "T?G");
	text_from_firmware((const u8 *)"", 0, to);
	assert_string_equal(to, "");
}

static void numbers_are_decimal_or_hexadecimal(void **state)
{
	static const char *const wrong[] = {
		"", " 1", "1 ", "-1", "+1", "0x", "0X", "1x", "abc", "0xg", "1e3",
		"18446744073709551616", "0x10000000000000000",
	};
	u64 v;

	(void)state;
	assert_true(parse_number("0", 10, &v) && v == 0);
	assert_true(parse_number("010", 10, &v) && v == 10);
	assert_true(parse_number("0x1F", 255, &v) && v == 31);
	assert_true(parse_number("18446744073709551615", UINT64_MAX, &v) && v == UINT64_MAX);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		if (parse_number(wrong[i], UINT64_MAX, &v))
			fail_msg("taken for a number: '%s'", wrong[i]);
	assert_false(parse_number("256", 255, &v));
	assert_true(parse_digits("7fe0000", 16, UINT32_MAX, &v) && v == 0x7fe0000);
	assert_false(parse_digits("0x7f", 16, UINT32_MAX, &v));
}

static void times_are_written_in_one_way(void **state)
{
	static const char *const wrong[] = {
		"-1", "nan", "inf", "3601", "3600.5", "1s", "", " 5", "+5", "0x10", "5.", ".5",
		"1e2", "1,5",
	};
	static const char *const clock[] = {
		"24:00", "7:05", "+7:05", "07:60", "07:5", "07:050", " 7:05", "07.05", "",
	};
	unsigned int ms, hour, minute;

	(void)state;
	assert_true(parse_seconds("1.5", &ms) && ms == 1500);
	assert_true(parse_seconds("0", &ms) && ms == 0);
	assert_true(parse_seconds("3600", &ms) && ms == 3600000);
	assert_true(parse_seconds("0.1234", &ms) && ms == 123);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		if (parse_seconds(wrong[i], &ms))
			fail_msg("taken for seconds: '%s'", wrong[i]);
	assert_true(parse_time_of_day("07:05", &hour, &minute) && hour == 7 && minute == 5);
	assert_true(parse_time_of_day("23:59", &hour, &minute) && hour == 23 && minute == 59);
	for (size_t i = 0; i < ARRAY_SIZE(clock); i++)
		if (parse_time_of_day(clock[i], &hour, &minute))
			fail_msg("taken for a time: '%s'", clock[i]);
}

static void bytes_are_pairs_of_digits(void **state)
{
	static const char *const wrong[] = { "314", "3 1", "0x31", "31-32", "g1" };
	struct fixture *f = *state;
	size_t length;
	u8 *data;

	assert_int_equal(parse_hex("31 49:4d,53ff", 5, &data, &length, &f->error), SMI_OK);
	assert_int_equal(length, 5);
	assert_memory_equal(data, "1IMS\xff", 5);
	free(data);
	assert_int_equal(parse_hex("", 5, &data, &length, &f->error), SMI_OK);
	assert_int_equal(length, 0);
	free(data);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(parse_hex(wrong[i], 5, &data, &length, &f->error), SMI_USAGE);
	assert_int_equal(parse_hex("313233", 2, &data, &length, &f->error), SMI_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_printable_text_passes),
		cmocka_unit_test(blanks_at_both_ends_are_cut),
		cmocka_unit_test(placeholders_are_no_values),
		cmocka_unit_test(text_of_firmware_ends_with_what_fills_it_up),
		cmocka_unit_test(numbers_are_decimal_or_hexadecimal),
		cmocka_unit_test(times_are_written_in_one_way),
		UNIT_TEST(bytes_are_pairs_of_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Tags and passwords: their encodings. */
#include <string.h>

#include "fixture.h"
#include "password.h"
#include "tags.h"

static void a_plain_tag_in_cmos_is_text(void **state)
{
	char text[TAG_SIZE];

	(void)state;
	assert_true(tag_from_cmos((const u8 *)"AB12C", 5, text));
	assert_string_equal(text, "AB12C");
	assert_true(tag_from_cmos((const u8 *)"RACK 7    ", 10, text));
	assert_string_equal(text, "RACK 7");
	assert_false(tag_from_cmos((const u8 *)"\0\0\0\0\0", 5, text));
	assert_false(tag_from_cmos((const u8 *)"\xFF\xFF", 2, text));
	assert_false(tag_from_cmos((const u8 *)"A\x01", 2, text));
	assert_false(tag_from_cmos((const u8 *)"", 0, text));
}

static void a_long_service_tag_has_five_bits_a_character(void **state)
{
	/* 'A', then 1 B Z 0 9 C as 1, 10, 30, 0, 9, 11 */
	static const u8 packed[] = { 0xC1, 0x02, 0xAF, 0x01, 0x2B };
	static const u8 wrong[] = { 0xC1, 0x3F, 0xFF, 0xFF, 0xFF };
	char text[TAG_SIZE];

	(void)state;
	assert_true(tag_from_cmos(packed, sizeof(packed), text));
	assert_string_equal(text, "A1BZ09C");
	/* 31 is no character of a service tag. */
	assert_false(tag_from_cmos(wrong, sizeof(wrong), text));
}

static void a_password_is_typed_on_an_american_keyboard(void **state)
{
	u8 codes[8];

	(void)state;
	assert_true(password_scancodes("qA1 /\\`", codes, sizeof(codes)));
	assert_memory_equal(codes, "\x10\x1E\x02\x39\x35\x2B\x29\x00", 8);
	assert_true(password_scancodes("", codes, sizeof(codes)));
	assert_false(password_scancodes("123456789", codes, sizeof(codes)));
	assert_false(password_scancodes("\xC3\xA4", codes, sizeof(codes)));
	assert_false(password_scancodes("a\tb", codes, sizeof(codes)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_tag_in_cmos_is_text),
		cmocka_unit_test(a_long_service_tag_has_five_bits_a_character),
		cmocka_unit_test(a_password_is_typed_on_an_american_keyboard),
	};

	return cmocka_run_group_tests_name("tags", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers and bytes as typed: what is taken, and what is not. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "options.h"
#include "output.h"

static void numbers_are_decimal_or_hexadecimal(void **state)
{
	u64 v;

	(void)state;
	assert_true(options_number("0", 10, &v) && v == 0);
	assert_true(options_number("010", 10, &v) && v == 10);
	assert_true(options_number("0x1F", 255, &v) && v == 31);
	assert_true(options_number("18446744073709551615", UINT64_MAX, &v));
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const bad[] = {
		"", " 1", "1 ", "-1", "+1", "0x", "1x", "abc", "0xg", "1e3",
		"18446744073709551616",
	};
	u64 v;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(options_number(bad[i], UINT64_MAX, &v));
	assert_false(options_number("256", 255, &v));
}

static void timeouts_are_seconds(void **state)
{
	unsigned int ms;

	(void)state;
	assert_true(options_timeout("1.5", &ms) && ms == 1500);
	assert_true(options_timeout("0", &ms) && ms == 0);
	assert_false(options_timeout("-1", &ms));
	assert_false(options_timeout("nan", &ms));
	assert_false(options_timeout("inf", &ms));
	assert_false(options_timeout("3601", &ms));
	assert_false(options_timeout("1s", &ms));
	assert_false(options_timeout("", &ms));
}

static void bytes_are_pairs_of_digits(void **state)
{
	struct fixture *f = *state;
	size_t length;
	u8 *data;

	assert_int_equal(options_hex(&f->client, "31 49:4d,53ff", 5, &data,
				     &length), CLIENT_DONE);
	assert_int_equal(length, 5);
	assert_memory_equal(data, "1IMS\xff", 5);
	free(data);
	assert_int_equal(options_hex(&f->client, "", 5, &data, &length),
			 CLIENT_DONE);
	assert_int_equal(length, 0);
	free(data);
}

static void odd_digits_and_too_many_bytes_are_usage(void **state)
{
	struct fixture *f = *state;
	size_t length;
	u8 *data;

	assert_int_equal(options_hex(&f->client, "314", 5, &data, &length),
			 CLIENT_USAGE);
	assert_int_equal(options_hex(&f->client, "3 1", 5, &data, &length),
			 CLIENT_USAGE);
	assert_int_equal(options_hex(&f->client, "313233", 2, &data, &length),
			 CLIENT_USAGE);
}

static void a_file_is_read_up_to_its_limit(void **state)
{
	struct fixture *f = *state;
	char path[128];
	size_t length;
	u8 *data;

	fixture_text(f, "file", "12345");
	snprintf(path, sizeof(path), "%s/file", f->dir);
	assert_int_equal(options_file(&f->client, path, 5, &data, &length),
			 CLIENT_DONE);
	assert_int_equal(length, 5);
	free(data);
	assert_int_equal(options_file(&f->client, path, 4, &data, &length),
			 CLIENT_USAGE);
}

static void a_file_that_is_not_there_is_not_found(void **state)
{
	struct fixture *f = *state;
	size_t length;
	u8 *data;

	assert_int_equal(options_file(&f->client, "/nonexistent/file", 5,
				      &data, &length), CLIENT_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_decimal_or_hexadecimal),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(timeouts_are_seconds),
		FIXTURE_TEST(bytes_are_pairs_of_digits),
		FIXTURE_TEST(odd_digits_and_too_many_bytes_are_usage),
		FIXTURE_TEST(a_file_is_read_up_to_its_limit),
		FIXTURE_TEST(a_file_that_is_not_there_is_not_found),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Passwords and the security key against firmware that insists on what real
 * firmware insists on. A failure means that a password is told wrongly, that a
 * write goes on without its key, or that a wrong password is sent twice and the
 * machine locks.
 */
#include "password_firmware.h"

#include "../../lib/password.h"
#include "../../lib/scancode.h"

static const char *typed;
static unsigned int asks;

static int ask(void *arg, unsigned int class, char *text, size_t size, struct smi_error *error)
{
	(void)arg;
	(void)class;
	(void)error;
	asks++;
	snprintf(text, size, "%s", typed);
	return SMI_OK;
}

/* A machine with an admin password that has properties and is kept as text. */
static struct fixture *begin(void **state)
{
	struct fixture *f = *state;

	bios = (struct bios){
		.class = CLASS_ADMIN_PASSWORD, .max = 16, .ascii = true,
		.properties_installed = -1,
	};
	asks = 0;
	typed = "secret12";
	f->options.password.ask = ask;
	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_calling(f, 1 << 9 | 1 << 10, NULL, 0);
	fixture_machine(f, bios_answer);
	return f;
}

static void install(const char *text)
{
	if (bios.ascii)
		strcpy((char *)bios.text, text);
	else
		assert_true(scancode_from_text(text, bios.text, sizeof(bios.text)));
}

static void properties_are_told(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;

	install("secret12");
	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_OK);
	assert_true(info.supported && info.installed && info.properties && info.ascii);
	assert_int_equal(info.max, 16);
	assert_int_equal(info.min, 4);
	assert_int_equal(info.digits, 1);
	assert_int_equal(info.repeats, 2);
	/* Real firmware is asked with a1 = 1. */
	assert_int_equal(bios.asked, 1);
}

static void installed_needs_both_calls_to_agree(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;

	bios.properties_installed = 0;
	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_OK);
	assert_false(info.installed);
	assert_true(info.contradictory);
}

static void properties_left_as_they_were_mean_nothing(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;

	install("secret12");
	bios.properties_silent = true;
	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_OK);
	assert_false(info.properties);
	assert_true(info.installed);
	assert_false(info.contradictory);
}

static void silence_is_a_failure_and_not_an_answer(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;
	u32 key;

	bios.silent = true;
	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_FAILED);
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_FAILED);
	assert_int_equal(asks, 0);
}

static void a_class_that_is_not_advertised_is_not_called(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;

	assert_int_equal(password_info(&f->machine, CLASS_OWNER_PASSWORD, &info, &f->error),
			 SMI_NOT_FOUND);
	assert_int_equal(f->calls, 0);
}

static void the_key_has_16_bits_and_is_asked_for_once(void **state)
{
	struct fixture *f = begin(state);
	u32 key;

	install("secret12");
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_OK);
	assert_int_equal(key, 0x1234);
	assert_int_equal(bios.sizes[4], 16);
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_OK);
	assert_int_equal(key, 0x1234);
	assert_int_equal(asks, 1);
	assert_int_equal(bios.tries, 1);
}

static void without_a_password_any_key_serves(void **state)
{
	struct fixture *f = begin(state);
	u32 key = 1;

	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_OK);
	assert_int_equal(key, 0);
	assert_int_equal(asks, 0);
}

static void the_user_password_guards_where_there_is_no_admin_password(void **state)
{
	struct fixture *f = begin(state);
	u32 key;

	bios.class = CLASS_USER_PASSWORD;
	install("secret12");
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_OK);
	assert_int_equal(key, 0x1234);
}

static void a_wrong_password_is_sent_once(void **state)
{
	struct fixture *f = begin(state);
	u32 key;

	install("other99");
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_REFUSED);
	assert_int_equal(bios.tries, 1);
	assert_true(password_was_refused(&f->machine));
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_REFUSED);
	assert_int_equal(asks, 1);
	assert_int_equal(bios.tries, 1);
	assert_null(strstr(f->error.what, "secret12"));
}

static void a_firmware_without_long_calls_gets_short_ones(void **state)
{
	static const s32 answers[] = { -2, -5, -6 };

	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		struct fixture *f = begin(state);
		u32 key;

		install("secret12");
		bios.no_long = answers[i];
		assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_OK);
		assert_int_equal(bios.tries, 1);
		machine_free(&f->machine);
		f->length = 0;
	}
}

static void keys_are_sent_where_firmware_compares_keys(void **state)
{
	struct fixture *f = begin(state);
	u32 key;

	bios.ascii = false;
	install("secret12");
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_OK);
	typed = "SECRET!@";	/* the same keys */
	password_forget(&f->machine);
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_OK);
	typed = "s\xC3\xA9";
	password_forget(&f->machine);
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_USAGE);
	assert_int_equal(bios.tries, 2);
}

static void a_password_is_set_in_one_buffer_and_verified(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;
	bool sent;

	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_OK);
	assert_int_equal(password_change(&f->machine, 10, &info, "", "newpass1", &sent, &f->error),
			 SMI_OK);
	assert_true(sent);
	assert_int_equal(bios.sizes[5], 32);
	assert_string_equal((char *)bios.text, "newpass1");
	assert_int_equal(bios.tries, 2);
	assert_int_equal(password_change(&f->machine, 10, &info, "newpass1", "", &sent, &f->error),
			 SMI_OK);
	assert_int_equal(bios.text[0], 0);
}

static void a_change_that_did_not_happen_is_told(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;
	bool sent;

	bios.stubborn = true;
	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_OK);
	assert_int_equal(password_change(&f->machine, 10, &info, "", "newpass1", &sent, &f->error),
			 SMI_FAILED);
	assert_true(sent);
	install("newpass1");
	assert_int_equal(password_change(&f->machine, 10, &info, "newpass1", "", &sent, &f->error),
			 SMI_FAILED);
	assert_non_null(strstr(f->error.what, "still installed"));
}

static void an_empty_password_is_not_sent(void **state)
{
	struct fixture *f = begin(state);
	u32 key;

	install("secret12");
	typed = "";
	assert_int_equal(password_key(&f->machine, &key, &f->error), SMI_USAGE);
	assert_int_equal(bios.tries, 0);
}

static void a_wrong_old_password_changes_nothing(void **state)
{
	struct fixture *f = begin(state);
	struct password_info info;
	bool sent;

	install("secret12");
	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_OK);
	assert_int_equal(password_change(&f->machine, 10, &info, "wrong1", "newpass1", &sent,
					 &f->error), SMI_REFUSED);
	assert_int_equal(bios.tries, 1);
	assert_string_equal((char *)bios.text, "secret12");
}

static void rules_of_the_firmware_are_checked_before(void **state)
{
	static const struct {
		const char *text, *rule;
	} bad[] = {
		{ "", "at least" }, { "ab1", "at least 4" }, { "abcdefg", "1 digits" },
		{ "abcdefghijklmnop1", "at most 16" }, { "aaab1", "in a row" },
		{ "abc1\xC3\xA4", "printable" },
	};
	struct fixture *f = begin(state);
	struct password_info info;

	assert_int_equal(password_info(&f->machine, 10, &info, &f->error), SMI_OK);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(password_fits(10, &info, bad[i].text, &f->error), SMI_USAGE);
		assert_non_null(strstr(f->error.what, bad[i].rule));
		if (*bad[i].text)
			assert_null(strstr(f->error.what, bad[i].text));
	}
	assert_int_equal(password_fits(10, &info, "aabb1", &f->error), SMI_OK);
	info.alphanumeric = true;
	assert_int_equal(password_fits(10, &info, "ab 12", &f->error), SMI_USAGE);
	/* Firmware that compares keys counts keys: '!' is on the key of 1. */
	info.alphanumeric = false;
	info.ascii = false;
	assert_int_equal(password_fits(10, &info, "abcd!", &f->error), SMI_OK);
	assert_int_equal(password_fits(10, &info, "aAa1", &f->error), SMI_USAGE);
	assert_int_equal(bios.tries, 0);
}

static void a_password_is_typed_on_a_us_keyboard(void **state)
{
	u8 codes[8];

	(void)state;
	assert_true(scancode_from_text("qA1 /\\`", codes, sizeof(codes)));
	assert_memory_equal(codes, "\x10\x1E\x02\x39\x35\x2B\x29\x00", 8);
	assert_true(scancode_from_text("", codes, sizeof(codes)));
	assert_false(scancode_from_text("123456789", codes, sizeof(codes)));
	assert_false(scancode_from_text("\xC3\xA4", codes, sizeof(codes)));
	assert_false(scancode_from_text("a\tb", codes, sizeof(codes)));
	assert_memory_equal(codes, "\0\0\0", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(properties_are_told),
		UNIT_TEST(installed_needs_both_calls_to_agree),
		UNIT_TEST(properties_left_as_they_were_mean_nothing),
		UNIT_TEST(silence_is_a_failure_and_not_an_answer),
		UNIT_TEST(a_class_that_is_not_advertised_is_not_called),
		UNIT_TEST(the_key_has_16_bits_and_is_asked_for_once),
		UNIT_TEST(without_a_password_any_key_serves),
		UNIT_TEST(the_user_password_guards_where_there_is_no_admin_password),
		UNIT_TEST(a_wrong_password_is_sent_once),
		UNIT_TEST(a_firmware_without_long_calls_gets_short_ones),
		UNIT_TEST(keys_are_sent_where_firmware_compares_keys),
		UNIT_TEST(a_password_is_set_in_one_buffer_and_verified),
		UNIT_TEST(a_change_that_did_not_happen_is_told),
		UNIT_TEST(an_empty_password_is_not_sent),
		UNIT_TEST(a_wrong_old_password_changes_nothing),
		UNIT_TEST(rules_of_the_firmware_are_checked_before),
		UNIT_TEST(a_password_is_typed_on_a_us_keyboard),
	};

	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}

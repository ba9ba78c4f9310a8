// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is typed: help and directories. A failure means that a mistake passes for
 * a request, or that another directory is looked at than the one that was given.
 */
#include "program.h"

static void help_is_not_given_for_what_is_none(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(client_run(f, "setting bogus --help"), SMI_USAGE);
	assert_non_null(strstr(client_err, "unknown subcommand 'bogus'"));
	assert_int_equal(client_run(f, "setting --help"), SMI_OK);
	assert_int_equal(client_run(f, "help setting set"), SMI_OK);
	assert_non_null(strstr(client_out, "Change settings"));
	assert_int_equal(client_run(f, "help"), SMI_OK);
	assert_non_null(strstr(client_out, "Commands:"));
	assert_int_equal(client_run(f, "help bogus"), SMI_USAGE);
	assert_int_equal(client_run(f, "power-recovery on"), SMI_USAGE);
	assert_non_null(strstr(client_err, "'set on' sets it"));
	assert_int_equal(client_run(f, "wakeup show x"), SMI_USAGE);
}

static void a_mistake_names_the_option(void **state)
{
	static const char *const said[][2] = {
		{ "--json=yes buffer", "'--json' takes no value" },
		{ "--t 1 buffer", "'--t' is ambiguous: --timeout, --transport, --tables" },
		{ "-xv buffer", "'-x' in '-xv'" }, { "-vx buffer", "'-x' in '-vx'" },
		{ "--nonsense buffer", "'--nonsense'" },
		{ "--timeout", "'--timeout' needs a value" },
		{ "--timeout -5 buffer", "is given as '--timeout=-5'" },
		{ "latency -n -5", "is given as '-n-5'" },
		{ "buffer read -1", "'-1' begins with '-'" },
		{ "buffer --force", "'--force' is not one of this command" },
		{ "--timeout 0x10 buffer", "'0x10'" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(said); i++) {
		assert_int_equal(client_run(f, "%s", said[i][0]), SMI_USAGE);
		if (!strstr(client_err, said[i][1]))
			fail_msg("%s: %s", said[i][0], client_err);
	}
}

static void a_directory_is_used_whole_or_refused(void **state)
{
	static const char *const options[] = { "tables", "sysfs", "dev", "config" };
	struct fixture *f = *state;
	char dots[601];

	fixture_poweredge(f);
	fixture_driver(f);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		json_object_put(client_json(f, SMI_USAGE, "status --%s=", options[i]));
		json_object_put(client_json(f, SMI_USAGE,
					    "status --%s $(printf /%%.0s $(seq 4000))",
					    options[i]));
	}
	for (size_t i = 0; i + 1 < sizeof(dots); i++)
		dots[i] = i % 2 ? '.' : '/';
	dots[sizeof(dots) - 1] = '\0';
	client_run(f, "--sysfs %s%s status", f->dir, dots);
	assert_null(strstr(client_out, "not loaded"));
	client_run(f, "--sysfs %s/none%s status", f->dir, dots);
	assert_non_null(strstr(client_out, "not loaded"));
}

/* The program opens files of its own: none of them has a password. */
static void a_descriptor_that_is_not_open_is_refused(void **state)
{
	static const char *const options[] = { "password-fd", "new-password-fd" };
	struct fixture *f = *state;

	fixture_poweredge(f);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		for (int fd = 3; fd <= 9; fd++) {
			struct json_object *o = client_json(f, SMI_USAGE,
							    "--%s %d password set admin %d<&-",
							    options[i], fd, fd);

			assert_non_null(strstr(json_text(o, "error.message"),
					       "Bad file descriptor"));
			assert_non_null(strstr(json_text(o, "error.message"), options[i]));
			json_object_put(o);
		}
	assert_int_equal(client_run(f, "--password-fd 7 buffer 7</dev/null"), SMI_OK);
}

/* Help and version are text; a mistake is an object all the same. */
static void a_mistake_beside_help_is_told_as_json(void **state)
{
	static const char *const wrong[] = {
		"help nosuch", "nosuch --help", "--bogus -h", "tag x --help", "--bogus --version",
		"help tag x",
	};
	static const char *const good[] = {
		"help", "--help", "help tag", "tag --help", "tag asset --help", "status -h",
		"--version",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		json_object_put(client_json(f, SMI_USAGE, "%s", wrong[i]));
		assert_string_equal(client_err, "");
	}
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(client_run(f, "--json %s", good[i]), SMI_OK);
		assert_null(strchr(client_out, '{'));
		assert_non_null(strstr(client_out, "smi-client"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(help_is_not_given_for_what_is_none),
		UNIT_TEST(a_mistake_names_the_option),
		UNIT_TEST(a_descriptor_that_is_not_open_is_refused),
		UNIT_TEST(a_mistake_beside_help_is_told_as_json),
		UNIT_TEST(a_directory_is_used_whole_or_refused),
	};

	return cmocka_run_group_tests_name("program_line", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client buffer on files that stand for the driver's. A failure means that
 * bytes are lost on the way, or that a nonsensical size is believed.
 */
#include <signal.h>
#include <sys/stat.h>

#include "program.h"

static void machine(struct fixture *f)
{
	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
}

static void the_buffer_is_written_and_read(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;
	char text[8] = "";

	machine(f);
	fixture_attribute(f, "smi_data_buf_size", "6\n");
	json_object_put(client_json(f, SMI_OK, "buffer show"));
	json_object_put(client_json(f, SMI_OK, "buffer write 2 '61 62 63 64'"));
	o = client_json(f, SMI_OK, "buffer read 2");
	assert_string_equal(json_text(o, "hex"), "61626364");
	json_object_put(o);
	assert_int_equal(client_run(f, "buffer read 2 3"), SMI_OK);
	assert_non_null(strstr(client_out, "61 62 63"));
	assert_non_null(strstr(client_out, "abc\n"));
	json_object_put(client_json(f, SMI_FAILED, "buffer read 2 5"));
	json_object_put(client_json(f, SMI_OK, "buffer read 2 3 %s/file", f->dir));
	fixture_read(f, "file", text, sizeof(text));
	assert_string_equal(text, "abc");
	json_object_put(client_json(f, SMI_FAILED, "buffer read 2 3 %s/none/file", f->dir));
	json_object_put(client_json(f, SMI_DIFFERS, "--dry-run buffer read 2 3 %s/other", f->dir));
	assert_int_not_equal(remove(fixture_path(f, "other")), 0);
	json_object_put(client_json(f, SMI_FAILED, "buffer write 0 @%s/none", f->dir));
	json_object_put(client_json(f, SMI_FAILED, "call 0 0 @%s/none", f->dir));
	json_object_put(client_json(f, SMI_FAILED, "raw --calling --file %s/none", f->dir));
	json_object_put(client_json(f, SMI_USAGE, "buffer read 2 3 -"));
	assert_int_equal(client_run(f, "buffer write 0 61"), SMI_OK);
	assert_string_equal(client_out, "1 byte written at 0\n");
	json_object_put(client_json(f, SMI_OK, "buffer clear"));
	json_object_put(client_json(f, SMI_OK, "buffer resize 100"));
}

static void a_file_that_grows_too_large_leaves_nothing(void **state)
{
	static const u8 bytes[8192];
	struct fixture *f = *state;
	char command[256];

	machine(f);
	fixture_attribute(f, "smi_data_buf_size", "8192\n");
	fixture_file(f, "devices/platform/dcdbas/smi_data", bytes, sizeof(bytes));
	setenv("SMI_CLIENT_WRAPPER", "prlimit --fsize=4096", 1);
	assert_int_equal(client_run(f, "buffer read 0 8192 %s/large", f->dir), SMI_FAILED);
	unsetenv("SMI_CLIENT_WRAPPER");
	assert_non_null(strstr(client_err, "File too large"));
	snprintf(command, sizeof(command), "ls '%s' | grep -q large", f->dir);
	assert_int_not_equal(system(command), 0);
}

static void a_hostile_size_is_refused(void **state)
{
	static const char *const bad[] = {
		"-1\n", "18446744073709551615\n", "4294967296\n", "+6\n", " 6\n", "\n", "", "6x\n",
	};
	struct fixture *f = *state;

	machine(f);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		fixture_attribute(f, "smi_data_buf_size", bad[i]);
		json_object_put(client_json(f, SMI_FAILED, "buffer read"));
		assert_int_equal(client_run(f, "buffer read"), SMI_FAILED);
		assert_non_null(strstr(client_err, "not a number"));
	}
	fixture_attribute(f, "smi_data_buf_size", "4294967295\n");
	assert_int_equal(client_run(f, "buffer read"), SMI_FAILED);
	assert_non_null(strstr(client_err, "no memory"));
}

/*
 * The steps of -v are more than a pipe holds: the program waits in the middle of
 * the write until the signal has come.
 */
static void a_signal_ends_the_program_when_the_change_was_told(void **state)
{
	static const u8 bytes[32768];
	struct fixture *f = *state;

	machine(f);
	fixture_file(f, "bytes", bytes, sizeof(bytes));
	assert_int_equal(mkfifo(fixture_path(f, "steps"), 0600), 0);
	assert_int_equal(client_run(f,
				    "-v buffer write 0 @%s/bytes 2>%s/steps & { while read -r step; do case $step in write*) kill -TERM $!; break;; esac; done; cat > /dev/null; } <%s/steps; wait $!",
				    f->dir, f->dir, f->dir), 128 + SIGTERM);
	assert_string_equal(client_out, "32768 bytes written at 0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(the_buffer_is_written_and_read),
		UNIT_TEST(a_file_that_grows_too_large_leaves_nothing),
		UNIT_TEST(a_hostile_size_is_refused),
		UNIT_TEST(a_signal_ends_the_program_when_the_change_was_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

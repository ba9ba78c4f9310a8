// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The program as a careless shell runs it. A failure means that a slip in what
 * was typed, or a descriptor that was closed, does something that nobody meant,
 * or that an exit code does not say what happened.
 */
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "program.h"

static void help_and_version_are_given(void **state)
{
	static const char *const commands[] = {
		"", "buffer", "buffer read", "call", "raw", "completion",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		assert_int_equal(client_run(f, "%s --help", commands[i]), SMI_OK);
		assert_non_null(strstr(client_out, "\nUsage:\n smi-client"));
		assert_non_null(strstr(client_out, "-h, --help"));
		assert_non_null(strstr(client_out, "smi-client(8)"));
	}
	assert_int_equal(client_run(f, "-V"), SMI_OK);
	assert_non_null(strstr(client_out, "smi-client "));
}

static void a_mistake_in_what_was_typed_ends_with_2(void **state)
{
	static const char *const wrong[] = {
		"", "nonsense", "--nonsense", "--timeout", "--timeout x buffer",
		"--json=yes buffer",
		"--timeout ' 5' buffer", "--timeout 0x10 buffer", "--timeout +5 buffer",
		"--t 1 buffer", "-xv buffer", "-vx buffer", "buffer x", "buffer write 0",
		"buffer write x 00", "buffer write 0 0", "buffer resize", "buffer resize -1",
		"buffer resize -- -1", "buffer read x", "buffer read 0 0", "buffer read 1 2 3 4",
		"buffer show x", "call", "call 1", "call --list x", "call 1 x", "call 1 1 x",
		"call 1 1 1 2 3 4 5", "call 65536 0", "call 1 1 4294967296", "call 1 1 buf:0",
		"call 1 1 hex:0", "call nv-read", "call nv-read location=1 location=2",
		"call nv-write location=0 value=1", "call nv-read loc=1", "raw", "raw x",
		"raw --port 65536", "raw --code 256", "raw --ebx", "raw --hex 00 --file x",
		"raw --port 0xb2", "--password-fd x buffer", "--password-fd -1 buffer",
		"buffer --force", "buffer --file x", "--transport x buffer", "completion",
		"--pace x buffer", "--filter --force buffer",
		/* Empty variables and files. */
		"raw --hex ''", "raw --hex ' '", "raw --calling --port 0xb2 --hex ''",
		"raw --file /dev/null", "call 1 1 hex:", "call 1 1 @/dev/null",
	};
	struct fixture *f = *state;

	fixture_poweredge(f);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct json_object *o = client_json(f, SMI_USAGE, "%s", wrong[i]);

		assert_string_equal(json_text(o, "error.kind"), "usage");
		assert_non_null(strstr(json_text(o, "error.next"), "--help'."));
		json_object_put(o);
		assert_int_equal(client_run(f, "%s", wrong[i]), SMI_USAGE);
		assert_string_equal(client_out, "");
		assert_non_null(strstr(client_err, "--help'."));
	}
	/* A --json behind the mistake counts. */
	assert_int_equal(client_run(f, "--timeout x buffer --json"), SMI_USAGE);
	assert_int_equal(*client_out, '{');
}

static void options_count_anywhere_until_two_dashes(void **state)
{
	static const char *const same[] = {
		"--json --dry-run buffer clear", "buffer --json clear --dry-run",
		"buffer clear --dry-run --json", "--dr --js buffer clear",
		"buffer clear --json --dry",
	};
	struct fixture *f = *state;
	char byte;

	fixture_poweredge(f);
	for (size_t i = 0; i < ARRAY_SIZE(same); i++) {
		assert_int_equal(client_run(f, "%s", same[i]), SMI_DIFFERS);
		assert_int_equal(*client_out, '{');
		assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_request", &byte, 1),
				 0);
	}
	assert_int_equal(client_run(f, "buffer -- clear"), SMI_OK);
	assert_int_equal(client_run(f, "buffer clear -- --dry-run"), SMI_USAGE);
	assert_non_null(strstr(client_err, "unexpected argument '--dry-run'"));
}

static void a_closed_descriptor_never_becomes_a_device(void **state)
{
	static const char *const closed[] = {
		">&-", "<&-", "<&- >&-", "<&- >&- 2>&-",
	};
	struct fixture *f = *state;
	char data[8], all[4096];

	fixture_poweredge(f);
	for (size_t i = 0; i < ARRAY_SIZE(closed); i++) {
		int code;

		fixture_attribute(f, "smi_data", "");
		fixture_attribute(f, "smi_request", "");
		/* The shell of client_run() has set standard error before. */
		code = client_run(f, "buffer write 0 '61 62 63 64' %s", closed[i]);
		assert_int_equal(code, strstr(closed[i], ">&-") ? SMI_FAILED : SMI_OK);
		assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_data", data, 8), 4);
		assert_memory_equal(data, "abcd", 4);
		code = client_run(f, "call 0 0 1 -v %s", closed[i]);
		assert_int_equal(code, SMI_FAILED);
		assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_data", all,
					      sizeof(all)), 52);
		assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_request", all,
					      sizeof(all)), 1);
	}
}

static void output_that_cannot_be_written_is_a_failure(void **state)
{
	static const char *const told[] = { "status", "info", "tag" };
	struct fixture *f = *state;

	fixture_poweredge(f);
	assert_int_equal(client_run(f, "buffer show >/dev/full"), SMI_FAILED);
	assert_non_null(strstr(client_err, "standard output: No space left"));
	assert_int_equal(client_run(f, "buffer show --json >/dev/full"), SMI_FAILED);
	/* Also when a message comes behind it. */
	for (size_t i = 0; i < ARRAY_SIZE(told); i++) {
		assert_int_not_equal(client_run(f, "%s >/dev/full", told[i]), SMI_OK);
		assert_non_null(strstr(client_err, "standard output: No space left"));
	}
	assert_int_equal(client_run(f, "--help >/dev/full"), SMI_FAILED);
	assert_int_equal(client_run(f, "buffer show >&-"), SMI_FAILED);
	assert_non_null(strstr(client_err, "standard output: Bad file descriptor"));
	/* The worse exit code stays. */
	assert_int_equal(client_run(f, "nonsense --json >/dev/full"), SMI_USAGE);
}

static const char *const driver_commands[] = {
	"call 0 0 1", "raw --code 1", "buffer show", "buffer read", "buffer write 0 00",
	"buffer clear", "buffer resize 1",
};

static void without_driver_ends_with_3(void **state)
{
	struct fixture *f = *state;

	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_calling(f, 1, NULL, 0);
	fixture_tables(f);
	for (size_t i = 0; i < ARRAY_SIZE(driver_commands); i++) {
		struct json_object *o = client_json(f, SMI_NOT_FOUND, "%s", driver_commands[i]);

		assert_non_null(strstr(json_text(o, "error.next"), "modprobe dcdbas"));
		json_object_put(o);
	}
	assert_int_equal(client_run(f, "call 0 0 1 --transport device"), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "no device node"));
}

static void without_permission_ends_with_4(void **state)
{
	struct fixture *f = *state;

	fixture_poweredge(f);
	for (size_t i = 0; i < ARRAY_SIZE(driver_commands); i++) {
		assert_int_equal(client_run_unprivileged(f, "%s", driver_commands[i]),
				 SMI_PERMISSION);
		assert_non_null(strstr(client_err, "Run smi-client as root."));
	}
}

/* A file that may be written and not read, by root neither. */
#define WRITE_ONLY	"/proc/sys/net/ipv4/route/flush"

static void root_is_not_told_to_be_root(void **state)
{
	struct fixture *f = *state;
	char path[256];

	if (geteuid() || access(WRITE_ONLY, F_OK))
		skip();
	fixture_poweredge(f);
	snprintf(path, sizeof(path), "%s",
		 fixture_path(f, "devices/platform/dcdbas/smi_data_buf_size"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink(WRITE_ONLY, path), 0);
	assert_int_equal(client_run(f, "buffer"), SMI_PERMISSION);
	assert_non_null(strstr(client_err, "Permission denied"));
	assert_null(strstr(client_err, "root"));
}

static void a_file_that_was_named_is_no_reason_to_be_root(void **state)
{
	struct fixture *f = *state;

	fixture_poweredge(f);
	fixture_text(f, "devices/mine", "00");
	assert_int_equal(client_run_unprivileged(f, "raw --file devices/mine"), SMI_PERMISSION);
	assert_non_null(strstr(client_err, "devices/mine: Permission denied"));
	assert_null(strstr(client_err, "root"));
}

static void a_held_lock_ends_with_6(void **state)
{
	struct fixture *f = *state;
	char holder[32];
	int fd;

	fixture_poweredge(f);
	fd = open(fixture_path(f, "devices/platform/dcdbas/smi_request"), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	json_object_put(client_json(f, SMI_BUSY, "--timeout 0.1 call 0 0 1"));
	assert_int_equal(client_run(f, "--timeout 0.1 call 0 0 1"), SMI_BUSY);
	assert_non_null(strstr(client_err, "smi_request is locked by"));
	snprintf(holder, sizeof(holder), "(pid %d)", getpid());
	assert_non_null(strstr(client_err, holder));
	close(fd);
}

static void dangerous_calls_need_force(void **state)
{
	struct fixture *f = *state;

	fixture_poweredge(f);
	assert_int_equal(client_run(f, "call 11 3"), SMI_FAILED);
	assert_non_null(strstr(client_err, "--force"));
	assert_int_equal(client_run(f, "--dry-run call --force 11 3"), SMI_DIFFERS);
}

static void silence_of_the_firmware_is_a_failure(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	fixture_poweredge(f);
	o = client_json(f, SMI_FAILED, "call 0 0 1");
	assert_non_null(strstr(json_text(o, "error.message"), "did not answer call 0/0"));
	assert_string_equal(json_text(o, "meaning"), "not handled");
	json_object_put(o);
}

static void a_class_that_is_not_advertised_is_not_called(void **state)
{
	struct fixture *f = *state;
	char byte;

	fixture_poweredge(f);
	json_object_put(client_json(f, SMI_NOT_FOUND, "call 20 0"));
	json_object_put(client_json(f, SMI_NOT_FOUND, "call thermal"));
	assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_request", &byte, 1), 0);
	assert_int_equal(client_run(f, "call --force 20 0"), SMI_FAILED);
	assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_request", &byte, 1), 1);
}

static void a_dry_run_says_every_byte_and_writes_none(void **state)
{
	/* header, class and select, arguments, results */
	static const char header[] = "31494d530000000031495342b2001700";
	static const char call[] =
		"0100000002000000030000000000000000000000fdffffff000000000000000000000000";
	struct fixture *f = *state;
	struct json_object *o, *steps;
	const char *bytes;
	char byte;

	fixture_poweredge(f);
	o = client_json(f, SMI_DIFFERS, "--dry-run call 1 0 2 3");
	steps = json_member(o, "dry_run");
	assert_int_equal(json_object_array_length(steps), 2);
	bytes = json_text(json_object_array_get_idx(steps, 0), "hex");
	assert_memory_equal(bytes, header, strlen(header));
	assert_string_equal(bytes + strlen(header), call);
	json_object_put(o);
	assert_int_equal(client_run(f, "--dry-run call 1 0 2 3"), SMI_DIFFERS);
	assert_string_equal(client_out, "would make call 1/0\n");
	assert_int_equal(client_run(f, "-v --dry-run call 1 0 2 3"), SMI_DIFFERS);
	assert_non_null(strstr(client_out, "31 49 4d 53"));
	json_object_put(client_json(f, SMI_DIFFERS, "--dry-run raw --code 1"));
	json_object_put(client_json(f, SMI_DIFFERS, "--dry-run buffer resize 8192"));
	json_object_put(client_json(f, SMI_OK, "--dry-run buffer resize 1"));
	json_object_put(client_json(f, SMI_DIFFERS, "--dry-run buffer write 0 00"));
	assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_data", &byte, 1), 0);
	assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_request", &byte, 1), 0);
}

static void passwords_and_keys_are_not_shown_and_are_wiped(void **state)
{
	static const char *const secret[] = {
		"call --force 9 1 0x44434241", "call 10 4 text:ABCD",
		"call --force 12 2 0x44434241",
		"raw --calling --hex '0a 00 01 00 41 42 43 44'",
		"raw --ecx 0x42534931 --hex '09 00 01 00 41 42 43 44'",
		"call 1 0 0x50 1 0x44434241", "call --force 11 1 0 0 0 0x44434241",
		"raw --calling --hex '01 00 00 00 50 00 00 00 01 00 00 00 41 42 43 44'",
	};
	struct fixture *f = *state;
	char request[2] = "";

	fixture_poweredge(f);
	for (size_t i = 0; i < ARRAY_SIZE(secret); i++) {
		client_run(f, "-v %s", secret[i]);
		assert_non_null(strstr(client_err, "(secret)"));
		assert_null(strstr(client_err, "41 42 43 44"));
		/* The plain file has the last request: zero the buffer. */
		fixture_read(f, "devices/platform/dcdbas/smi_request", request, 1);
		assert_string_equal(request, "0");
		client_run(f, "--dry-run --json %s", secret[i]);
		assert_null(strstr(client_out, "41424344"));
	}
	client_run(f, "-v call 0 0 0x44434241");
	assert_non_null(strstr(client_err, "41 42 43 44"));
}

static void a_bad_file_of_calls_is_told(void **state)
{
	static const struct {
		const char *text, *said;
	} files[] = {
		{ "{}\n", "no object 'calls'" }, { "", "is empty" },
		{ "{ \"calls\": {} }\n}\n", "conf:2: something follows" },
		{ "{ \"calls\": { \"x\": {\n", "calls.conf:" },
		{ "{ \"calls\": {}, \"cals\": {} }", "something besides" },
	};
	struct fixture *f = *state;

	fixture_poweredge(f);
	json_object_put(client_json(f, SMI_NOT_FOUND, "--config %s call --list", f->dir));
	assert_int_equal(client_run(f, "--config %s call --list", f->dir), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "calls.conf"));
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		fixture_text(f, "calls.conf", files[i].text);
		assert_int_equal(client_run(f, "--config %s call --list", f->dir), SMI_FAILED);
		if (!strstr(client_err, files[i].said))
			fail_msg("%s: %s", files[i].text, client_err);
	}
	fixture_text(f, "calls.conf", "{ \"calls\": {} } // such\n// and\n");
	assert_int_equal(client_run(f, "--config %s call --list", f->dir), SMI_OK);
	fixture_text(f, "calls.conf", "{ \"calls\": {} } // such");
	assert_int_equal(client_run(f, "--config %s call --list", f->dir), SMI_OK);
	json_object_put(client_json(f, SMI_OK, "call --list"));
	fixture_text(f, "calls.conf", "{ \"calls\": { \"x\": { \"clas\": 1 } } }");
	json_object_put(client_json(f, SMI_FAILED, "--config %s call --list", f->dir));
}

static void tables_of_another_machine_open_nothing_of_this_one(void **state)
{
	struct fixture *f = *state;

	fixture_poweredge(f);
	for (size_t i = 0; i < ARRAY_SIZE(driver_commands); i++) {
		/* Where that is not a mistake but a wish that cannot be had. */
		struct json_object *o = client_json(f, SMI_USAGE,
						     "--tables %s/firmware/dmi/tables %s", f->dir,
						     driver_commands[i]);

		assert_non_null(strstr(json_text(o, "error.message"), "another"));
		json_object_put(o);
	}
	json_object_put(client_json(f, SMI_OK, "--tables %s/firmware/dmi/tables call --list",
				    f->dir));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(help_and_version_are_given),
		UNIT_TEST(a_mistake_in_what_was_typed_ends_with_2),
		UNIT_TEST(options_count_anywhere_until_two_dashes),
		UNIT_TEST(a_closed_descriptor_never_becomes_a_device),
		UNIT_TEST(output_that_cannot_be_written_is_a_failure),
		UNIT_TEST(without_driver_ends_with_3),
		UNIT_TEST(without_permission_ends_with_4),
		UNIT_TEST(root_is_not_told_to_be_root),
		UNIT_TEST(a_file_that_was_named_is_no_reason_to_be_root),
		UNIT_TEST(a_held_lock_ends_with_6),
		UNIT_TEST(dangerous_calls_need_force),
		UNIT_TEST(silence_of_the_firmware_is_a_failure),
		UNIT_TEST(a_class_that_is_not_advertised_is_not_called),
		UNIT_TEST(a_dry_run_says_every_byte_and_writes_none),
		UNIT_TEST(passwords_and_keys_are_not_shown_and_are_wiped),
		UNIT_TEST(a_bad_file_of_calls_is_told),
		UNIT_TEST(tables_of_another_machine_open_nothing_of_this_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

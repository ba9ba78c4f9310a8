// SPDX-License-Identifier: GPL-2.0-or-later
/* The program as it is run: exit codes, text and JSON. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "output.h"

static char out[65536];

static int run(struct fixture *f, const char *args)
{
	return fixture_run(f, out, sizeof(out), args);
}

/* What --json printed; to be put by the caller. */
static struct json_object *run_json(struct fixture *f, const char *args,
				    int expected)
{
	struct json_object *o;
	char all[512];

	snprintf(all, sizeof(all), "--json %s", args);
	assert_int_equal(run(f, all), expected);
	o = json_tokener_parse(out);
	assert_true(json_object_is_type(o, json_type_object));
	/* "schema" comes first. */
	assert_string_equal(json_object_get_object(o)->head->k, "schema");
	assert_int_equal(output_get_number(o, "schema"), 1);
	return o;
}

static void machine(struct fixture *f)
{
	fixture_machine(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
}

static void help_and_version_are_given(void **state)
{
	static const char *const commands[] = {
		"", "status", "info", "token", "tag", "wakeup",
		"power-recovery", "password", "host-control", "call", "raw",
		"buffer",
	};
	struct fixture *f = *state;
	char args[64];

	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		snprintf(args, sizeof(args), "%s --help", commands[i]);
		assert_int_equal(run(f, args), CLIENT_DONE);
		assert_non_null(strstr(out, "\nUsage:\n smi-client"));
		assert_non_null(strstr(out, "-h, --help"));
		assert_non_null(strstr(out, "smi-client(8)"));
	}
	assert_int_equal(run(f, "-V"), CLIENT_DONE);
	assert_non_null(strstr(out, "smi-client "));
}

static void wrong_usage_ends_with_2(void **state)
{
	static const char *const bad[] = {
		"", "nonsense", "--nonsense", "--timeout", "--timeout x status",
		"status x", "status --x", "call", "call 1", "call --list x",
		"call 1 x", "call 1 1 x", "call 1 1 1 2 3 4 5", "call 65536 0",
		"call 1 1 4294967296", "call 1 1 buf:0", "call 1 1 hex:0",
		"raw x", "raw --port 65536", "raw --code 256", "raw --ebx",
		"buffer x", "buffer write 0", "buffer write x 00",
		"buffer resize", "buffer resize -1", "buffer read x",
		"host-control x", "host-control arm",
		"host-control arm reboot", "host-control arm power-off x",
		"host-control arm --smi-type 4 power-off",
		"host-control disarm --smi-type 1", "info x", "token",
		"token x", "token list x", "token get", "token get a b",
		"token set", "token get 1 --filter x", "token export",
		"token set 0xa1 5", "tag", "tag x", "tag asset x",
		"tag asset set", "tag asset set 12345678901",
		"tag asset set $(printf '\\001')", "wakeup x", "wakeup set",
		"wakeup set never", "wakeup set daily 24:00",
		"wakeup set daily 1:2x", "power-recovery x",
		"power-recovery set maybe", "password x", "password verify x",
		"--password-fd x status",
	};
	struct fixture *f = *state;

	machine(f);
	/* The --json behind the wrong word counts. */
	assert_int_equal(run(f, "--timeout x --json status"), CLIENT_USAGE);
	assert_int_equal(*out, '{');
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct json_object *o = run_json(f, bad[i], CLIENT_USAGE);
		struct json_object *e = json_object_object_get(o, "error");

		assert_string_equal(output_get_text(e, "kind"), "usage");
		json_object_put(o);
		assert_int_equal(run(f, bad[i]), CLIENT_USAGE);
		assert_non_null(strstr(out, "--help'."));
	}
}

static void without_driver_ends_with_3(void **state)
{
	static const char *const commands[] = {
		"status", "call 0 0 1", "raw", "buffer show", "buffer read",
		"buffer write 0 00", "buffer clear", "buffer resize 1",
		"host-control show", "host-control disarm",
		"host-control arm power-off",
	};
	struct fixture *f = *state;

	fixture_machine(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_tables(f);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		assert_int_equal(run(f, commands[i]), CLIENT_NOT_FOUND);
		assert_non_null(strstr(out, "modprobe dcdbas"));
	}
}

static void without_permission_ends_with_4(void **state)
{
	static const char *const commands[] = {
		"status", "call 0 0 1", "raw", "buffer show", "buffer read",
		"buffer write 0 00", "buffer clear", "buffer resize 1",
		"host-control show", "host-control disarm",
		"host-control arm power-off",
	};
	struct fixture *f = *state;

	machine(f);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		assert_int_equal(fixture_run_unprivileged(f, out, sizeof(out),
							  commands[i]),
				 CLIENT_PERMISSION);
		assert_non_null(strstr(out, "Run smi-client as root."));
	}
}

static void a_held_lock_ends_with_6(void **state)
{
	struct fixture *f = *state;
	char path[256], holder[32];
	int fd;

	machine(f);
	snprintf(path, sizeof(path), "%s/devices/platform/dcdbas/smi_request",
		 f->dir);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(run(f, "--timeout 0.1 call 0 0 1"), CLIENT_BUSY);
	assert_non_null(strstr(out, "smi_request is locked by"));
	snprintf(holder, sizeof(holder), "(pid %d)", getpid());
	assert_non_null(strstr(out, holder));
	close(fd);
}

static void dangerous_calls_need_force(void **state)
{
	struct fixture *f = *state;

	machine(f);
	assert_int_equal(run(f, "call 11 3"), CLIENT_FAILED);
	assert_non_null(strstr(out, "--force"));
	assert_int_equal(run(f, "--dry-run call --force 11 3"), CLIENT_DONE);
}

static void arming_is_read_back_and_taken_back(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	machine(f);
	o = run_json(f, "host-control arm power-cycle", CLIENT_DONE);
	assert_true(output_get_bool(o, "armed"));
	assert_string_equal(output_get_text(o, "action"), "power-cycle");
	assert_int_equal(output_get_number(o, "smi_type"), 3);
	json_object_put(o);
	assert_int_equal(run(f, "host-control"), CLIENT_DONE);
	assert_string_equal(out,
			    "armed: power-cycle at the next shutdown, SMI type 3\n");
	o = run_json(f, "host-control disarm", CLIENT_DONE);
	assert_false(output_get_bool(o, "armed"));
	json_object_put(o);
	o = run_json(f, "host-control arm power-off --smi-type 1",
		     CLIENT_DONE);
	assert_string_equal(output_get_text(o, "action"), "power-off");
	assert_int_equal(output_get_number(o, "smi_type"), 1);
	json_object_put(o);
}

static void an_unknown_model_arms_nothing(void **state)
{
	struct fixture *f = *state;
	char text[8] = "";

	fixture_machine(f, "Dell Computer Corporation", "PowerEdge 400SC");
	fixture_tables(f);
	fixture_driver(f);
	assert_int_equal(run(f, "host-control arm power-off"),
			 CLIENT_NOT_FOUND);
	assert_non_null(strstr(out, "--smi-type"));
	fixture_read(f, "devices/platform/dcdbas/host_control_on_shutdown",
		     text, 7);
	assert_string_equal(text, "0\n");
}

static void a_dry_run_says_every_byte_and_writes_none(void **state)
{
	char bytes[105];
	struct fixture *f = *state;
	struct json_object *o, *steps;
	char text[8] = "";

	/* header, class and select, arguments, results */
	snprintf(bytes, sizeof(bytes), "%s%s%s%s",
		 "31494d530000000031495342b2001700", "00000100",
		 "02000000000000000000000000000000",
		 "fdffffff000000000000000000000000");
	machine(f);
	o = run_json(f, "--dry-run call 0 1 2", CLIENT_DONE);
	steps = json_object_object_get(o, "dry_run");
	assert_int_equal(json_object_array_length(steps), 5);
	assert_string_equal(output_get_text(json_object_array_get_idx(steps, 2),
					    "hex"), bytes);
	json_object_put(o);
	assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_data",
				      text, 1), 0);
	assert_int_equal(run(f, "--dry-run host-control arm power-off"),
			 CLIENT_DONE);
	assert_non_null(strstr(out, "host_control_action \"2\""));
	fixture_read(f, "devices/platform/dcdbas/host_control_action", text,
		     7);
	assert_string_equal(text, "0\n");
}

static void the_buffer_is_written_and_read(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	machine(f);
	fixture_attribute(f, "smi_data_buf_size", "6\n");
	assert_int_equal(run(f, "buffer write 2 '61 62 63 64'"), CLIENT_DONE);
	o = run_json(f, "buffer read 2", CLIENT_DONE);
	assert_string_equal(output_get_text(o, "hex"), "61626364");
	json_object_put(o);
	assert_int_equal(run(f, "buffer read 2 3"), CLIENT_DONE);
	assert_non_null(strstr(out, "61 62 63"));
	assert_non_null(strstr(out, "abc\n"));
	assert_int_equal(run(f, "buffer read 2 5"), CLIENT_FAILED);
}

static void a_hostile_size_is_refused(void **state)
{
	static const char *const bad[] = {
		"-1\n", "18446744073709551615\n", "4294967296\n", "+6\n",
		" 6\n", "\n", "", "6x\n",
	};
	struct fixture *f = *state;

	machine(f);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		fixture_attribute(f, "smi_data_buf_size", bad[i]);
		assert_int_equal(run(f, "buffer read"), CLIENT_FAILED);
		assert_non_null(strstr(out, "not a number"));
	}
	fixture_attribute(f, "smi_data_buf_size", "4294967295\n");
	assert_int_equal(run(f, "buffer read"), CLIENT_FAILED);
	assert_non_null(strstr(out, "no memory"));
}

static void nothing_foreign_reaches_the_terminal(void **state)
{
	struct fixture *f = *state;
	struct json_object *o, *item;
	char args[256];

	fixture_machine(f, "Dell Inc.", "PE \033[31m\351\302\233 750");
	fixture_tables(f);
	fixture_driver(f);
	o = run_json(f, "--dry-run info", CLIENT_DONE);
	json_object_object_get_ex(o, "model", &item);
	assert_string_equal(output_get_text(item, "value"),
			    "PE ?[31m??? 750");
	json_object_put(o);
	fixture_text(f, "settings",
		     "{ \"schema\": 1, \"tokens\": [ { \"id\": \"0x\\u001b[2J\351\302\233\303\251\" } ] }");
	snprintf(args, sizeof(args), "token import %s/settings", f->dir);
	assert_int_equal(run(f, args), CLIENT_FAILED);
	assert_non_null(strstr(out, "0x?[2J??\303\251  failed"));
}

static void a_bad_file_of_calls_is_told(void **state)
{
	struct fixture *f = *state;
	char args[128];

	snprintf(args, sizeof(args), "--config %s call --list", f->dir);
	assert_int_equal(run(f, args), CLIENT_NOT_FOUND);
	assert_non_null(strstr(out, "calls.conf"));
	fixture_text(f, "calls.conf", "{}\n");
	assert_int_equal(run(f, args), CLIENT_FAILED);
	assert_non_null(strstr(out, "no object 'calls'"));
	fixture_text(f, "calls.conf", "");
	assert_int_equal(run(f, args), CLIENT_FAILED);
	assert_non_null(strstr(out, "is empty"));
	fixture_text(f, "calls.conf", "{ \"calls\": {} } // such\n// and\n");
	assert_int_equal(run(f, args), CLIENT_DONE);
	fixture_text(f, "calls.conf", "{ \"calls\": {} } // such");
	assert_int_equal(run(f, args), CLIENT_DONE);
	fixture_text(f, "calls.conf", "{ \"calls\": {} }\n}\n");
	assert_int_equal(run(f, args), CLIENT_FAILED);
	assert_non_null(strstr(out, "conf:2: something follows"));
}

static void status_names_every_hindrance(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;
	static const u8 wsmt[40] = { [36] = 3 };
	static const u8 secure[5] = { 6, 0, 0, 0, 1 };

	machine(f);
	assert_int_equal(run(f, "status"), CLIENT_DONE);
	fixture_text(f, "kernel/security/lockdown",
		     "none [integrity] confidentiality\n");
	fixture_write(f, "firmware/acpi/tables/WSMT", wsmt, sizeof(wsmt));
	fixture_write(f, "firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
		      secure, sizeof(secure));
	fixture_text(f, "module/dcdbas/version", "5.6.0-3.4\n");
	fixture_text(f, "hypervisor/type", "xen\n");
	fixture_text(f, "hypervisor/properties/features", "00000800\n");
	fixture_text(f, "class/misc/wmi!dell-smbios/dev", "10:1\n");
	o = run_json(f, "status", CLIENT_DONE);
	assert_string_equal(output_get_text(o, "lockdown"), "integrity");
	assert_true(output_get_bool(o, "secure_boot"));
	assert_int_equal(output_get_number(o, "wsmt_flags"), 3);
	json_object_put(o);
	assert_int_equal(run(f, "status"), CLIENT_DONE);
	assert_non_null(strstr(out, "kernel's own dcdbas 5.6.0-3.4"));
	assert_non_null(strstr(out, "dom0"));
	assert_non_null(strstr(out, "/dev/wmi/dell-smbios"));
	fixture_text(f, "devices/system/cpu/online", "1\n");
	assert_int_equal(run(f, "status"), CLIENT_FAILED);
	fixture_text(f, "devices/system/cpu/online", "0-1\n");
	fixture_text(f, "hypervisor/properties/features", "0\n");
	assert_int_equal(run(f, "status"), CLIENT_FAILED);
}

static void tokens_are_listed_without_driver_too(void **state)
{
	struct fixture *f = *state;
	struct json_object *o, *list;

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	o = run_json(f, "token list", CLIENT_NOT_FOUND);
	list = json_object_object_get(o, "tokens");
	assert_int_equal(json_object_array_length(list), 2);
	assert_null(json_object_object_get(json_object_array_get_idx(list, 0),
					   "active"));
	json_object_put(o);
	assert_int_equal(run(f, "token get 0xa1"), CLIENT_NOT_FOUND);
	assert_non_null(strstr(out, "modprobe"));
	assert_int_equal(run(f, "token get 0xa9"), CLIENT_NOT_FOUND);
	assert_non_null(strstr(out, "no token"));
}

static const char settings[] =
	"{\"schema\":1,\"tokens\":[{\"id\":\"0x00a1\"},{\"id\":\"0x00a2\"},{\"id\":\"0x00a1\"}]}";

static void an_import_that_cannot_go_on_ends(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;
	char args[256];

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	fixture_text(f, "settings", settings);
	snprintf(args, sizeof(args), "token import %s/settings", f->dir);
	o = run_json(f, args, CLIENT_NOT_FOUND);
	assert_int_equal(json_object_array_length(json_object_object_get(o, "items")),
			 1);
	assert_int_equal(output_get_number(o, "settings"), 3);
	assert_int_equal(output_get_number(o, "failed"), 3);
	json_object_put(o);
	assert_int_equal(run(f, args), CLIENT_NOT_FOUND);
	assert_non_null(strstr(out, "modprobe"));
}

static void what_is_not_known_is_told(void **state)
{
	struct fixture *f = *state;
	char args[256];

	machine(f);
	fixture_text(f, "settings", settings);
	snprintf(args, sizeof(args),
		 "--tables %s/firmware/dmi/tables token import --dry-run %s/settings",
		 f->dir, f->dir);
	assert_int_equal(run(f, args), CLIENT_DONE);
	assert_non_null(strstr(out, "? -> "));
	/* The file is one object, the failure is none. */
	snprintf(args, sizeof(args),
		 "--json --tables %s/firmware/dmi/tables token export -",
		 f->dir);
	assert_int_equal(run(f, args), CLIENT_FAILED);
	assert_non_null(strstr(out, "2 tokens could not be read"));
	assert_null(strstr(out, "\"error\""));
	snprintf(args, sizeof(args),
		 "--tables %s/firmware/dmi/tables token export %s/none/file",
		 f->dir, f->dir);
	assert_int_equal(run(f, args), CLIENT_NOT_FOUND);
	assert_null(strstr(out, "settings written"));
}

static void a_dump_is_read_without_asking_this_machine(void **state)
{
	static const char *const commands[] = {
		"call 0 0 1", "token set 0xa1", "tag asset",
		"host-control arm power-off", "buffer clear",
		"power-recovery show",
	};
	struct fixture *f = *state;
	struct json_object *o;
	char tables[128], args[256];

	machine(f);
	snprintf(tables, sizeof(tables), "--tables %s/firmware/dmi/tables",
		 f->dir);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		snprintf(args, sizeof(args), "%s %s", tables, commands[i]);
		assert_int_equal(run(f, args), CLIENT_FAILED);
		assert_non_null(strstr(out, "another machine's"));
	}
	snprintf(args, sizeof(args), "%s info", tables);
	o = run_json(f, args, CLIENT_DONE);
	assert_string_equal(output_get_text(json_object_object_get(o, "model"),
					    "value"), "PowerEdge 750");
	assert_null(json_object_object_get(o, "property_tag"));
	json_object_put(o);
	snprintf(args, sizeof(args), "%s status", tables);
	o = run_json(f, args, CLIENT_DONE);
	assert_null(json_object_object_get(o, "driver"));
	assert_int_equal(json_object_array_length(json_object_object_get(o, "findings")),
			 2);
	json_object_put(o);
	snprintf(args, sizeof(args), "%s token list", tables);
	o = run_json(f, args, CLIENT_DONE);
	assert_int_equal(output_get_number(o, "smis"), 0);
	json_object_put(o);
}

static void a_wakeup_at_no_time_is_unknown(void **state)
{
	static const u8 indexed[] = {
		212, 0, 1, 0xD4, 0x70, 0, 0x71, 0, 3, 0x40, 0x59, 0x6D,
		0x29, 0, 0x59, 0x3F, 0x40,
		0x2B, 0, 0x5A, 0, 1, 0x2C, 0, 0x5B, 0, 1,
		0xFF, 0xFF, 0, 0, 0,
	};
	static const struct {
		u8 hour, minute;
		const char *shown;
	} times[] = {
		{ 0x23, 0x59, "daily, 23:59\n" },
		{ 0xFF, 0xFF, "daily, time unknown\n" },
		{ 0x24, 0x00, "daily, time unknown\n" },
		{ 0x0A, 0x00, "daily, time unknown\n" },
		{ 0x00, 0x60, "daily, time unknown\n" },
	};
	struct fixture *f = *state;
	u8 dump[0x71 * 256] = { }, *cmos = dump + 0x7000;
	char args[128];

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_structure(f, indexed, sizeof(indexed), NULL);
	fixture_tables(f);
	snprintf(args, sizeof(args), "--tables %s/firmware/dmi/tables wakeup",
		 f->dir);
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		cmos[0x59] = 0x40;
		cmos[0x5A] = times[i].hour;
		cmos[0x5B] = times[i].minute;
		fixture_write(f, "firmware/dmi/tables/cmos.dat", dump,
			      sizeof(dump));
		assert_int_equal(run(f, args), CLIENT_DONE);
		assert_string_equal(out, times[i].shown);
	}
}

static void damaged_tables_are_told(void **state)
{
	struct fixture *f = *state;
	char args[256];

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	f->length--;
	fixture_tables(f);
	snprintf(args, sizeof(args), "--tables %s/firmware/dmi/tables info",
		 f->dir);
	assert_int_equal(run(f, args), CLIENT_FAILED);
	assert_non_null(strstr(out, "middle of a structure"));
	assert_int_equal(run(f, "--tables /nonexistent info"),
			 CLIENT_NOT_FOUND);
}

static void without_root_what_everybody_may_read_is_told(void **state)
{
	struct fixture *f = *state;

	machine(f);
	fixture_text(f, "class/dmi/id/sys_vendor", "Dell Inc.\n");
	fixture_text(f, "class/dmi/id/product_name", "PowerEdge 750\n");
	assert_int_equal(fixture_run_unprivileged(f, out, sizeof(out), "info"),
			 CLIENT_PERMISSION);
	assert_non_null(strstr(out, "PowerEdge 750"));
	assert_non_null(strstr(out, "Run smi-client as root."));
}

static void another_makers_machine_is_told_so(void **state)
{
	struct fixture *f = *state;

	fixture_machine(f, "Somebody Else", "Box");
	fixture_tables(f);
	assert_int_equal(run(f, "status"), CLIENT_NOT_FOUND);
	assert_non_null(strstr(out, "not a Dell"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(help_and_version_are_given),
		FIXTURE_TEST(wrong_usage_ends_with_2),
		FIXTURE_TEST(without_driver_ends_with_3),
		FIXTURE_TEST(without_permission_ends_with_4),
		FIXTURE_TEST(a_held_lock_ends_with_6),
		FIXTURE_TEST(dangerous_calls_need_force),
		FIXTURE_TEST(arming_is_read_back_and_taken_back),
		FIXTURE_TEST(an_unknown_model_arms_nothing),
		FIXTURE_TEST(a_dry_run_says_every_byte_and_writes_none),
		FIXTURE_TEST(the_buffer_is_written_and_read),
		FIXTURE_TEST(a_hostile_size_is_refused),
		FIXTURE_TEST(nothing_foreign_reaches_the_terminal),
		FIXTURE_TEST(a_bad_file_of_calls_is_told),
		FIXTURE_TEST(status_names_every_hindrance),
		FIXTURE_TEST(tokens_are_listed_without_driver_too),
		FIXTURE_TEST(an_import_that_cannot_go_on_ends),
		FIXTURE_TEST(what_is_not_known_is_told),
		FIXTURE_TEST(a_dump_is_read_without_asking_this_machine),
		FIXTURE_TEST(a_wakeup_at_no_time_is_unknown),
		FIXTURE_TEST(damaged_tables_are_told),
		FIXTURE_TEST(without_root_what_everybody_may_read_is_told),
		FIXTURE_TEST(another_makers_machine_is_told_so),
	};

	return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * status, info, tag, password, host-control and report as they are run, on a
 * driver of plain files: no firmware answers there. A failure means that an
 * administrator is told what nobody has seen, or is not told what to do.
 */
#include "program.h"

static void machine(struct fixture *f, const char *model)
{
	fixture_identity(f, "Dell Computer Corporation", model);
	fixture_calling(f, 1 << 0 | 1 << 1 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 20, NULL, 0);
	fixture_tables(f);
	fixture_driver(f);
	fixture_text(f, "module/dcdbas/initstate", "live\n");
	fixture_text(f, "module/dcdbas/version", "6.1.0\n");
	fixture_text(f, "devices/system/cpu/online", "0-3\n");
	fixture_text(f, "kernel/kexec_loaded", "0\n");
}

static void help_is_given(void **state)
{
	static const char *const commands[] = {
		"status", "info", "tag", "tag asset", "tag service", "password", "password set",
		"host-control", "host-control check", "report",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		assert_int_equal(client_run(f, "%s --help", commands[i]), SMI_OK);
		assert_non_null(strstr(client_out, "\nUsage:\n smi-client"));
	}
}

static void a_mistake_ends_with_2(void **state)
{
	static const char *const wrong[] = {
		"status x", "info x", "host-control x", "host-control arm",
		"host-control arm reboot", "host-control arm power-off x",
		"host-control arm --smi-type 4 power-off",
		"host-control arm --smi-type 0 power-off",
		"host-control disarm --smi-type 1", "host-control check reboot", "tag x",
		"tag asset x", "tag asset set", "tag asset set 12345678901",
		"tag asset set $(printf '\\001')", "tag asset set --nonsense", "tag asset show x",
		"tag service set ABC1234", "tag service set --force abc", "tag asset --replace",
		"password x", "password verify x", "password set", "password set owner",
		"password remove x", "password change admin user", "report", "report a b",
	};
	struct fixture *f = *state;

	machine(f, "PowerEdge 750");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		json_object_put(client_json(f, SMI_USAGE, "%s", wrong[i]));
}

static void without_driver_it_is_said_how_to_load_it(void **state)
{
	static const char *const commands[] = {
		"status", "host-control show", "host-control disarm", "host-control arm power-off",
		"tag", "tag asset", "tag property", "tag asset set X", "password",
		"password verify", "info",
	};
	struct fixture *f = *state;

	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_calling(f, 1 << 9 | 1 << 10 | 1 << 11 | 1 << 20, NULL, 0);
	fixture_tables(f);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		json_object_put(client_json(f, SMI_NOT_FOUND, "%s", commands[i]));
		assert_int_equal(client_run(f, "%s", commands[i]), SMI_NOT_FOUND);
		assert_non_null(strstr(client_err, "modprobe dcdbas"));
	}
}

static void without_permission_it_is_said_to_be_root(void **state)
{
	static const char *const commands[] = {
		"status", "host-control show", "host-control disarm", "host-control arm power-off",
		"tag asset", "password", "info",
	};
	struct fixture *f = *state;

	machine(f, "PowerEdge 750");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		assert_int_equal(client_run_unprivileged(f, "%s", commands[i]), SMI_PERMISSION);
		assert_non_null(strstr(client_err, "Run smi-client as root."));
	}
}

static void silence_is_a_failure_in_every_field(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	machine(f, "PowerEdge 750");
	o = client_json(f, SMI_FAILED, "tag");
	assert_int_equal(json_number(o, "asset.failure.exit"), SMI_FAILED);
	assert_null(json_member(o, "asset.value"));
	assert_string_equal(json_text(o, "service.source"), "SMBIOS type 1");
	json_object_put(o);
	o = client_json(f, SMI_FAILED, "password");
	assert_null(json_member(o, "admin.installed"));
	assert_int_equal(json_number(o, "admin.failure.exit"), SMI_FAILED);
	assert_int_equal(json_number(o, "owner.failure.exit"), SMI_NOT_FOUND);
	json_object_put(o);
	o = client_json(f, SMI_FAILED, "info");
	assert_string_equal(json_text(o, "model.value"), "PowerEdge 750");
	assert_null(json_member(o, "property_tag.value"));
	json_object_put(o);
	/* Nothing was seen to change. */
	o = client_json(f, SMI_FAILED, "tag asset set X");
	json_object_put(o);
	o = client_json(f, SMI_FAILED, "password set admin");
	json_object_put(o);
}

static void arming_is_read_back_and_taken_back(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	machine(f, "PowerEdge 750");
	o = client_json(f, SMI_OK, "host-control arm power-cycle");
	assert_true(json_object_get_boolean(json_member(o, "armed")));
	assert_string_equal(json_text(o, "action"), "power-cycle");
	assert_int_equal(json_number(o, "smi_type"), 3);
	json_object_put(o);
	assert_int_equal(client_run(f, "host-control"), SMI_OK);
	assert_string_equal(client_out, "armed: power-cycle at the next shutdown, SMI type 3\n");
	o = client_json(f, SMI_OK, "host-control disarm");
	assert_false(json_object_get_boolean(json_member(o, "armed")));
	json_object_put(o);
	o = client_json(f, SMI_OK, "host-control arm --smi-type 1 power-off");
	assert_string_equal(json_text(o, "action"), "power-off");
	assert_int_equal(json_number(o, "smi_type"), 1);
	json_object_put(o);
}

static void a_model_without_a_type_is_sent_to_the_idrac(void **state)
{
	struct fixture *f = *state;
	char text[8] = "";

	machine(f, "PowerEdge R750");
	assert_int_equal(client_run(f, "host-control arm power-off"), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "ipmitool chassis power cycle"));
	assert_non_null(strstr(client_err, "--smi-type"));
	assert_true(strstr(client_err, "ipmitool") < strstr(client_err, "--smi-type"));
	fixture_read(f, "devices/platform/dcdbas/host_control_on_shutdown", text, 7);
	assert_string_equal(text, "0\n");
	/* Settings, too, are elsewhere. */
	assert_int_equal(client_run(f, "status"), SMI_OK);
	assert_non_null(strstr(client_out, "BIOS settings cannot be reached by SMI"));
	assert_non_null(strstr(client_out, "racadm"));
	assert_non_null(strstr(client_out, "ipmitool chassis power cycle"));
}

static void a_dry_run_says_what_would_be_and_writes_nothing(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;
	char text[8] = "";

	machine(f, "PowerEdge 750");
	assert_int_equal(client_run(f, "--dry-run host-control arm power-off"), SMI_DIFFERS);
	assert_string_equal(client_out,
			    "would arm: power-off at the next shutdown, SMI type 3\n");
	fixture_read(f, "devices/platform/dcdbas/host_control_action", text, 7);
	assert_string_equal(text, "0\n");
	o = client_json(f, SMI_OK, "--dry-run host-control disarm");
	assert_false(json_object_get_boolean(json_member(o, "would_change")));
	json_object_put(o);
	assert_int_equal(client_run(f, "--dry-run report %s/report", f->dir), SMI_OK);
	assert_non_null(strstr(client_out, "class 11 select 0"));
	assert_int_equal(client_run(f, "report %s/report", f->dir), SMI_OK);
	assert_int_equal(fixture_read(f, "report", text, 1), 1);
}

/* Status is made from the same tables, also where a text is cut or not printable. */
static void a_report_has_no_serial_number_in_its_status(void **state)
{
	static const struct {
		const char *model, *shown;
	} rows[] = {
		{ "PowerEdge T999 ABC1234 abc1234", "PowerEdge T999 XXXXXXX XXXXXXX" },
		{ "PowerEdge T999 of a model with a name of 64 bytes, with ABC1234 of it",
		  "PowerEdge T999 of a model with a name of 64 bytes, with XXXXXXX" },
		{ "PowerEdge T999 of a model with a name of 67 bytes, without ABC1234",
		  "PowerEdge T999 of a model with a name of 67 bytes, without XXXX" },
		{ "PowerEdge T999 S\xFCRIAL", "PowerEdge T999 XXXXXX" },
	};
	static const u8 chassis[9] = { 3, 9, 20, 0, 0, 0, 0, 0, 1 };
	struct fixture *f = *state;
	struct json_object *o;
	char text[65536];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		f->length = 0;
		fixture_structure(f, chassis, sizeof(chassis),
				  (const char *const []){ "s\xFCrial", NULL });
		machine(f, rows[i].model);
		json_object_put(client_json(f, SMI_OK, "report %s/report", f->dir));
		text[fixture_read(f, "report", text, sizeof(text) - 1)] = '\0';
		assert_null(strcasestr(text, "ABC1"));
		assert_null(strstr(text, "RIAL"));
		o = json_tokener_parse(text);
		assert_string_equal(json_text(o, "status.model"), rows[i].shown);
		json_object_put(o);
	}
}

static void check_tells_what_is_in_the_way(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	machine(f, "PowerEdge 750");
	o = client_json(f, SMI_OK, "host-control check power-cycle");
	assert_true(json_object_get_boolean(json_member(o, "clear")));
	json_object_put(o);
	fixture_text(f, "kernel/kexec_loaded", "1\n");
	o = client_json(f, SMI_DIFFERS, "host-control check power-cycle");
	assert_false(json_object_get_boolean(json_member(o, "clear")));
	json_object_put(o);
	/* Arming goes on, and tells the same. */
	assert_int_equal(client_run(f, "host-control arm power-cycle"), SMI_OK);
	assert_non_null(strstr(client_err, "loaded for kexec"));
	assert_non_null(strstr(client_err, "cold start"));
}

static void status_names_everything_in_the_way(void **state)
{
	static const u8 wsmt[40] = { [36] = 3 };
	static const u8 secure[5] = { 6, 0, 0, 0, 1 };
	struct fixture *f = *state;
	struct json_object *o;

	machine(f, "PowerEdge 750");
	assert_int_equal(client_run(f, "status"), SMI_OK);
	assert_null(strstr(client_out, "problem"));
	fixture_text(f, "kernel/security/lockdown", "none [integrity] confidentiality\n");
	fixture_file(f, "firmware/acpi/tables/WSMT", wsmt, sizeof(wsmt));
	fixture_file(f, "firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
		     secure, sizeof(secure));
	fixture_text(f, "module/dcdbas/version", "5.6.0-3.4\n");
	fixture_text(f, "hypervisor/type", "xen\n");
	fixture_text(f, "hypervisor/properties/features", "00000800\n");
	fixture_text(f, "class/misc/wmi!dell-smbios/dev", "10:1\n");
	fixture_text(f, "kernel/realtime", "1\n");
	fixture_text(f, "devices/system/cpu/isolated", "2-3\n");
	fixture_text(f, "devices/system/cpu/nohz_full", "  (null)\n");
	o = client_json(f, SMI_OK, "status");
	assert_string_equal(json_text(o, "lockdown"), "integrity");
	assert_true(json_object_get_boolean(json_member(o, "secure_boot")));
	assert_true(json_object_get_boolean(json_member(o, "realtime")));
	assert_string_equal(json_text(o, "isolated_cpus"), "2-3");
	assert_null(json_member(o, "nohz_full_cpus"));
	assert_int_equal(json_number(o, "wsmt_flags"), 3);
	json_object_put(o);
	assert_int_equal(client_run(f, "status"), SMI_OK);
	assert_non_null(strstr(client_out, "kernel's own dcdbas 5.6.0-3.4"));
	assert_non_null(strstr(client_out, "dom0"));
	assert_non_null(strstr(client_out, "/dev/wmi/dell-smbios"));
	assert_non_null(strstr(client_out, "PREEMPT_RT"));
	assert_non_null(strstr(client_out, "every call stops all CPUs"));
	fixture_text(f, "devices/system/cpu/online", "1\n");
	assert_int_equal(client_run(f, "status"), SMI_FAILED);
	fixture_text(f, "devices/system/cpu/online", "0-1\n");
	fixture_text(f, "hypervisor/properties/features", "0\n");
	assert_int_equal(client_run(f, "status"), SMI_FAILED);
}

static void a_built_in_driver_is_told(void **state)
{
	struct fixture *f = *state;

	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
	fixture_text(f, "module/dcdbas/version", "5.6.0-3.4\n");
	client_run(f, "status");
	assert_non_null(strstr(client_out, "built into this kernel"));
}

static void nothing_foreign_reaches_the_terminal(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	machine(f, "PE \033[31m\351\302\233 750");
	o = client_json(f, SMI_FAILED, "info");
	assert_string_equal(json_text(o, "model.value"), "PE ?[31m?? 750");
	json_object_put(o);
	o = client_json(f, SMI_OK, "status");
	assert_null(strchr(json_text(o, "model"), '\033'));
	json_object_put(o);
}

static void without_root_what_everybody_may_read_is_told(void **state)
{
	struct fixture *f = *state;

	machine(f, "PowerEdge 750");
	fixture_text(f, "class/dmi/id/sys_vendor", "Dell Inc.\n");
	fixture_text(f, "class/dmi/id/product_name", "PowerEdge 750\n");
	assert_int_equal(client_run_unprivileged(f, "info"), SMI_PERMISSION);
	assert_non_null(strstr(client_out, "PowerEdge 750"));
	assert_int_equal(client_run_unprivileged(f, "status"), SMI_PERMISSION);
	assert_non_null(strstr(client_out, "Dell Inc. PowerEdge 750"));
}

static void another_manufacturer_is_told_so(void **state)
{
	struct fixture *f = *state;

	fixture_identity(f, "Udell AG", "Box");
	fixture_tables(f);
	fixture_driver(f);
	json_object_put(client_json(f, SMI_NOT_FOUND, "status"));
	assert_int_equal(client_run(f, "status"), SMI_NOT_FOUND);
	assert_non_null(strstr(client_out, "is not a Dell machine"));
	assert_int_equal(client_run(f, "report %s/report", f->dir), SMI_NOT_FOUND);
}

static void of_another_machine_only_the_tables_are_read(void **state)
{
	static const char *const commands[] = {
		"host-control show", "host-control check", "host-control arm power-off", "password",
		"report x",
	};
	struct fixture *f = *state;
	struct json_object *o;

	machine(f, "PowerEdge 750");
	o = client_json(f, SMI_OK, "--tables %s/firmware/dmi/tables info", f->dir);
	assert_string_equal(json_text(o, "service_tag.value"), "ABC1234");
	json_object_put(o);
	o = client_json(f, SMI_OK, "--tables %s/firmware/dmi/tables tag", f->dir);
	assert_int_equal(json_number(o, "asset.failure.exit"), SMI_NOT_FOUND);
	json_object_put(o);
	json_object_put(client_json(f, SMI_OK, "--tables %s/firmware/dmi/tables status", f->dir));
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		json_object_put(client_json(f, SMI_USAGE, "--tables %s/firmware/dmi/tables %s",
					    f->dir, commands[i]));
}

static void an_empty_table_is_no_table(void **state)
{
	struct fixture *f = *state;

	machine(f, "PowerEdge 750");
	fixture_file(f, "firmware/dmi/tables/DMI", "", 0);
	json_object_put(client_json(f, SMI_NOT_FOUND, "info"));
	assert_int_equal(client_run(f, "status"), SMI_NOT_FOUND);
	assert_null(strstr(client_out, "  is not a Dell"));
	/* Of a directory that was given, it is said what is wrong with it. */
	json_object_put(client_json(f, SMI_NOT_FOUND, "--tables %s/firmware/dmi/tables status",
				    f->dir));
	assert_int_equal(client_run(f, "--tables %s/firmware/dmi/tables status", f->dir),
			 SMI_NOT_FOUND);
	assert_non_null(strstr(client_out, "the SMBIOS table is empty"));
	assert_null(strstr(client_out, "This machine has no SMBIOS tables"));
}

static void without_tables_latency_says_nothing_of_classes(void **state)
{
	struct fixture *f = *state;

	json_object_put(client_json(f, SMI_NOT_FOUND, "latency -n 1"));
	assert_int_equal(client_run(f, "latency -n 1"), SMI_NOT_FOUND);
	assert_null(strstr(client_err, "class"));
	assert_non_null(strstr(client_err, "no SMBIOS tables"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(help_is_given),
		UNIT_TEST(a_mistake_ends_with_2),
		UNIT_TEST(without_driver_it_is_said_how_to_load_it),
		UNIT_TEST(without_permission_it_is_said_to_be_root),
		UNIT_TEST(silence_is_a_failure_in_every_field),
		UNIT_TEST(arming_is_read_back_and_taken_back),
		UNIT_TEST(a_model_without_a_type_is_sent_to_the_idrac),
		UNIT_TEST(a_dry_run_says_what_would_be_and_writes_nothing),
		UNIT_TEST(a_report_has_no_serial_number_in_its_status),
		UNIT_TEST(check_tells_what_is_in_the_way),
		UNIT_TEST(status_names_everything_in_the_way),
		UNIT_TEST(a_built_in_driver_is_told),
		UNIT_TEST(nothing_foreign_reaches_the_terminal),
		UNIT_TEST(without_root_what_everybody_may_read_is_told),
		UNIT_TEST(another_manufacturer_is_told_so),
		UNIT_TEST(of_another_machine_only_the_tables_are_read),
		UNIT_TEST(an_empty_table_is_no_table),
		UNIT_TEST(without_tables_latency_says_nothing_of_classes),
	};

	return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}

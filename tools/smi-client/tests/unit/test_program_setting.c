// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Commands about settings as they are typed, on tables with CMOS and without a
 * driver. A failure means that an exit code or a message does not say what
 * happened, or that text and JSON differ.
 */
#include "program.h"

/* Options for a machine of which only tables and CMOS are here. */
#define DUMP	"--tables %s/firmware/dmi/tables "

/*
 * Type 218: power recovery with a location for each choice. Type 212: wake-up,
 * its hour and minute, an asset tag, with a CMOS when @with_cmos.
 */
static void machine(struct fixture *f, u8 hour, bool with_cmos)
{
	static const u16 calling[][3] = { { 0xA1, 0xA1, 0 }, { 0xA2, 0xA2, 1 }, { 0xA3, 0xA3, 2 } };
	static const u8 indexed[] = {
		212, 42, 9, 0, 0x70, 0, 0x71, 0, 3, 0x40, 0x5B, 0x6D,
		0x28, 0, 0x59, 0x3F, 0x00, 0x29, 0, 0x59, 0x3F, 0x40, 0x2A, 0, 0x59, 0x3F, 0x80,
		0x2B, 0, 0x5A, 0, 0, 0x2C, 0, 0x5B, 0, 0, 0x00, 0xC0, 0x60, 0, 10,
	};
	u8 dump[0x71 * 256] = { }, *bank = dump + 0x7000;
	u16 sum;

	bank[0x59] = 0x40;
	bank[0x5A] = hour;
	bank[0x5B] = 0x30;
	sum = -(0x40 + hour + 0x30);
	bank[0x6D] = sum >> 8;
	bank[0x6E] = sum;
	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_calling(f, 1 << 0 | 1 << 1 | 1 << 10, calling, ARRAY_SIZE(calling));
	fixture_structure(f, indexed, sizeof(indexed), NULL);
	fixture_tables(f);
	if (with_cmos)
		fixture_file(f, "firmware/dmi/tables/cmos.dat", dump, sizeof(dump));
}

static void usage_is_checked_before_anything_is_read(void **state)
{
	static const char *const wrong[] = {
		"token", "token x", "token list x", "token get", "token get a b", "token set",
		"token get 1 --filter x", "token import", "token set 0x28 5", "token set wake-up",
		"token list --force", "setting set", "setting set wake-up", "setting set =x",
		"setting get", "setting compare", "setting apply", "setting list --value",
		"setting get x --backup y", "wakeup x", "wakeup set", "wakeup set never",
		"wakeup set daily 24:00", "wakeup set daily 1:2x", "wakeup set daily +7:05",
		"power-recovery x", "power-recovery set maybe", "token set 0x2b hex:0102",
		"token set 0x2b", "setting set wake-up=daily wake-up=off",
		"setting set wake-up=never", "token set wake-up never", "token set -5",
		"setting set --wake-up=daily",
	};
	struct fixture *f = *state;

	machine(f, 0x08, true);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		json_object_put(client_json(f, SMI_USAGE, DUMP "%s", f->dir, wrong[i]));
}

static void a_list_has_what_can_be_known(void **state)
{
	struct fixture *f = *state;
	struct json_object *o, *list;

	machine(f, 0x08, true);
	o = client_json(f, SMI_OK, DUMP "token list", f->dir);
	list = json_member(o, "tokens");
	assert_int_equal(json_object_array_length(list), 9);
	/* Of firmware that is not here, nothing is known: no member says so. */
	assert_null(json_object_object_get(json_object_array_get_idx(list, 0), "active"));
	assert_true(json_object_get_boolean(json_member(json_object_array_get_idx(list, 4),
							"active")));
	assert_int_equal(json_number(o, "smis"), 0);
	json_object_put(o);
	assert_int_equal(client_run(f, DUMP "setting list", f->dir), SMI_OK);
	assert_non_null(strstr(client_out, "Power Recovery  ?       Off, Last, On\n"));
	assert_non_null(strstr(client_out, "Wake-up         Daily   Off, Daily, Weekdays\n"));
	assert_int_equal(client_run(f, DUMP "setting list --filter bogus", f->dir), SMI_OK);
	assert_non_null(strstr(client_err, "no setting has 'bogus'"));
	assert_int_equal(client_run(f, DUMP "token list --filter bogus", f->dir), SMI_OK);
	assert_non_null(strstr(client_err, "no token has 'bogus'"));
	assert_int_equal(client_run(f, DUMP "setting get --value Wake-Up", f->dir), SMI_OK);
	assert_string_equal(client_out, "Daily\n");
	assert_int_equal(client_run(f, DUMP "wakeup", f->dir), SMI_OK);
	assert_string_equal(client_out, "daily, 08:30\n");
}

static void what_is_not_known_is_a_failure_and_no_value(void **state)
{
	static const char *const unknown[] = {
		"power-recovery", "setting get --value 'power recovery'",
		"--dry-run power-recovery set on", "--dry-run setting set 'Power Recovery=On'",
	};
	struct fixture *f = *state;

	machine(f, 0x08, true);
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		assert_int_equal(client_run(f, DUMP "%s", f->dir, unknown[i]), SMI_USAGE);
		assert_non_null(strstr(client_err, "not known from tables alone"));
	}
}

static void without_driver_every_state_is_missing_and_told_once(void **state)
{
	struct fixture *f = *state;
	struct json_object *o, *list;

	machine(f, 0x08, false);
	o = client_json(f, SMI_NOT_FOUND, "token list --filter 0x00a");
	list = json_member(o, "tokens");
	assert_int_equal(json_object_array_length(list), 3);
	for (size_t i = 0; i < 3; i++) {
		struct json_object *token = json_object_array_get_idx(list, i);

		assert_null(json_object_object_get(token, "active"));
		assert_null(json_object_object_get(token, "failure"));
	}
	json_object_put(o);
	assert_int_equal(client_run(f, "token get 0xa1"), SMI_NOT_FOUND);
	assert_int_equal(client_run(f, "power-recovery set on"), SMI_NOT_FOUND);
	assert_int_equal(client_run(f, "setting get 'Power Recovery'"), SMI_NOT_FOUND);
	assert_int_equal(client_run(f, "token get 0xa9"), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "no token"));
}

static void a_time_that_is_none_is_unknown(void **state)
{
	static const u8 none[] = { 0x1A, 0x24, 0xFF, 0xA0 };
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(none); i++) {
		f->length = 0;
		machine(f, none[i], true);
		assert_int_equal(client_run(f, DUMP "wakeup", f->dir), SMI_OK);
		assert_string_equal(client_out, "daily, time unknown\n");
		json_object_put(client_json(f, SMI_OK, DUMP "wakeup", f->dir));
	}
}

static void a_dry_run_says_what_would_change_and_exits_with_7(void **state)
{
	struct fixture *f = *state;
	struct json_object *o, *change;

	machine(f, 0x08, true);
	assert_int_equal(client_run(f, DUMP "--dry-run token set 0x2a", f->dir), SMI_DIFFERS);
	assert_non_null(strstr(client_out, "0x002a  Wake-up: Daily -> Weekdays  would change"));
	assert_int_equal(client_run(f, DUMP "--dry-run token set 0x29", f->dir), SMI_OK);
	assert_non_null(strstr(client_out, "unchanged"));
	o = client_json(f, SMI_DIFFERS, DUMP "--dry-run wakeup set daily 09:30", f->dir);
	change = json_object_array_get_idx(json_member(o, "settings"), 0);
	assert_string_equal(json_text(change, "outcome"), "would change");
	assert_true(json_object_object_get_ex(change, "changed", &change));
	assert_null(change);
	json_object_put(o);
	/* Without a dry run a dump is never changed. */
	assert_int_equal(client_run(f, DUMP "token set 0x2a", f->dir), SMI_USAGE);
	assert_int_equal(client_run(f, DUMP "wakeup", f->dir), SMI_OK);
	assert_string_equal(client_out, "daily, 08:30\n");
}

static void an_export_is_compared_and_applied(void **state)
{
	static const char *const changed[] = {
		"{\"schema\":1,\"settings\":[{\"name\":\"wake-up\",\"value\":\"Off\"},{\"token\":\"0x7777\"}]}",
	};
	struct fixture *f = *state;
	struct json_object *o;

	machine(f, 0x08, true);
	/* Power recovery is not known: the file lacks it, and that is told. */
	o = client_json(f, SMI_FAILED, DUMP "setting export %s/file", f->dir, f->dir);
	assert_int_equal(json_number(o, "exported"), 3);
	assert_int_equal(json_object_array_length(json_member(o, "left_out")), 1);
	json_object_put(o);
	assert_int_equal(client_run(f, DUMP "setting compare %s/file", f->dir, f->dir), SMI_OK);
	o = client_json(f, SMI_OK, DUMP "--dry-run setting apply %s/file", f->dir, f->dir);
	assert_int_equal(json_number(o, "differ"), 0);
	json_object_put(o);
	o = client_json(f, SMI_DIFFERS, DUMP "--dry-run setting apply %s/file wake-up=off", f->dir,
			f->dir);
	assert_int_equal(json_number(o, "differ"), 1);
	json_object_put(o);
	fixture_text(f, "changed", changed[0]);
	assert_int_equal(client_run(f, DUMP "setting compare %s/changed", f->dir, f->dir),
			 SMI_DIFFERS);
	assert_non_null(strstr(client_err, "does not say which model"));
	o = client_json(f, SMI_DIFFERS, DUMP "setting compare - < %s/changed", f->dir, f->dir);
	assert_int_equal(json_number(o, "differ"), 1);
	assert_int_equal(json_number(o, "failed"), 1);
	json_object_put(o);
	json_object_put(client_json(f, SMI_DIFFERS,
				    DUMP "--dry-run token import --force %s/changed", f->dir,
				    f->dir));
	/* What is left out as it was asked for has not failed. */
	o = client_json(f, SMI_DIFFERS, DUMP "--dry-run setting apply --force %s/changed", f->dir,
			f->dir);
	assert_int_equal(json_number(o, "failed"), 0);
	assert_int_equal(json_number(o, "missing"), 1);
	json_object_put(o);
	client_run(f, DUMP "--dry-run setting apply --force %s/changed", f->dir, f->dir);
	assert_non_null(strstr(client_out, "0 as in the file, 0 not possible, 1 left out\n"));
	o = client_json(f, SMI_NOT_FOUND, DUMP "--dry-run setting apply %s/changed", f->dir,
			f->dir);
	assert_int_equal(json_number(o, "failed"), 1);
	assert_int_equal(json_number(o, "missing"), 0);
	json_object_put(o);
	assert_int_equal(client_run(f, DUMP "--json setting export -", f->dir), SMI_FAILED);
	assert_non_null(strstr(client_out, "\"settings\""));
	assert_null(strstr(client_out, "\"command\""));
	assert_int_equal(client_run(f, DUMP "--dry-run setting export %s/other", f->dir, f->dir),
			 SMI_FAILED);
	assert_non_null(strstr(client_out, "3 settings would be written to "));
	assert_int_not_equal(remove(fixture_path(f, "other")), 0);
	json_object_put(client_json(f, SMI_NOT_FOUND, "--tables %s/none setting export", f->dir));
	assert_int_equal(client_run(f, DUMP "setting export %s/none/file", f->dir, f->dir),
			 SMI_FAILED);
	/* Exit code 3 is of driver, setting and machine: the file is none of them. */
	json_object_put(client_json(f, SMI_FAILED, DUMP "setting compare %s/none", f->dir, f->dir));
	json_object_put(client_json(f, SMI_FAILED,
				    DUMP "setting set wake-up=off --backup %s/none/x", f->dir,
				    f->dir));
}

/* Texts that are filled up with something else than zeros are given as bytes. */
static void an_export_of_any_text_fits_its_machine(void **state)
{
	static const struct {
		const char bytes[11], *member;
	} rows[] = {
		{ "ABC", "\"value\":\"ABC\"" },
		{ "ABCDEFGHIJ", "\"value\":\"ABCDEFGHIJ\"" },
		{ "ABC       ", "\"hex\":\"41424320202020202020\"" },
		{ "ABC\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "\"hex\":\"414243ffffffffffffff\"" },
		{ "ABC\0\xFF", "\"hex\":\"41424300ff0000000000\"" },
		{ "hex:41", "\"hex\":\"6865783a343100000000\"" },
		{ "", "\"hex\":\"00000000000000000000\"" },
	};
	static const char name[] = "firmware/dmi/tables/cmos.dat";
	static const u8 tag[5] = { 0x00, 0xC0, 0x60, 0, 10 };
	struct fixture *f = *state;
	u8 dump[0x71 * 256], *token;
	char text[4096];

	machine(f, 0x08, true);
	/* The text becomes a setting. */
	token = memmem(f->table, f->length, tag, sizeof(tag));
	assert_non_null(token);
	token[1] = 0x70;
	fixture_file(f, "firmware/dmi/tables/DMI", f->table, f->length);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(fixture_read(f, name, dump, sizeof(dump)), sizeof(dump));
		memcpy(dump + 0x7060, rows[i].bytes, 10);
		fixture_file(f, name, dump, sizeof(dump));
		assert_int_equal(client_run(f, DUMP "setting export %s/file", f->dir, f->dir),
				 SMI_FAILED);
		text[fixture_read(f, "file", text, sizeof(text) - 1)] = '\0';
		assert_non_null(strstr(text, rows[i].member));
		assert_int_equal(client_run(f, DUMP "setting compare %s/file", f->dir, f->dir),
				 SMI_OK);
	}
}

static void a_file_that_is_none_is_named(void **state)
{
	struct fixture *f = *state;

	machine(f, 0x08, true);
	fixture_text(f, "bad",
		     "{ \"schema\": 1, \"settings\": [ { \"name\": \"\\u001b[2J\", \"worth\": 1 } ] }");
	assert_int_equal(client_run(f, DUMP "setting apply %s/bad", f->dir, f->dir), SMI_FAILED);
	assert_non_null(strstr(client_err, "/bad: setting 1: unknown member 'worth'"));
	assert_int_equal(client_run(f, DUMP "setting apply %s/none", f->dir, f->dir),
			 SMI_FAILED);
	fixture_text(f, "bad", "{ \"schema\": 1, \"tokens\": [ { \"id\": \"0x\\u001b[2J\" } ] }");
	assert_int_equal(client_run(f, DUMP "token import %s/bad", f->dir, f->dir), SMI_FAILED);
	assert_null(strchr(client_err, 27));
}

static void a_backup_is_written_before_the_first_write(void **state)
{
	struct fixture *f = *state;

	machine(f, 0x08, true);
	/* A dry run writes none; where it cannot be written, nothing is. */
	assert_int_equal(client_run(f, DUMP "--dry-run setting set wake-up=off --backup %s/old",
				    f->dir, f->dir), SMI_DIFFERS);
	assert_int_not_equal(remove(fixture_path(f, "old")), 0);
}

static void a_backup_replaces_nothing_and_is_checked_before_anything_is_read(void **state)
{
	static const char *const taken[] = { "%s/gold", "/dev/null", "%s", "%s/none/old", "%s/" };
	static const char gold[] =
		"{\"schema\":1,\"settings\":[{\"name\":\"Wake-up\",\"value\":\"Daily\"}]}";
	struct fixture *f = *state;
	char path[128], text[sizeof(gold)];

	machine(f, 0x08, true);
	fixture_text(f, "gold", gold);
	for (size_t i = 0; i < ARRAY_SIZE(taken); i++) {
		snprintf(path, sizeof(path), taken[i], f->dir);
		/* Also where nothing differs, and for the file that is applied. */
		assert_int_not_equal(client_run(f, DUMP "setting apply --backup %s %s/gold",
						f->dir, path, f->dir), SMI_OK);
		assert_non_null(strstr(client_err, path));
		assert_string_equal(client_out, "");
		assert_int_not_equal(client_run(f, DUMP
						"--dry-run setting set --backup %s wake-up=off",
						f->dir, path), SMI_DIFFERS);
	}
	assert_int_equal(fixture_read(f, "gold", text, sizeof(text)), sizeof(gold) - 1);
	assert_memory_equal(text, gold, sizeof(gold) - 1);
}

static void a_machine_without_settings_says_where_they_are(void **state)
{
	struct fixture *f = *state;
	struct json_object *o;

	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 1 << 10 | 1 << 11, NULL, 0);
	fixture_tables(f);
	assert_int_equal(client_run(f, "token list"), SMI_OK);
	assert_string_equal(client_out, "");
	assert_non_null(strstr(client_err, "racadm"));
	o = client_json(f, SMI_OK, "setting list");
	assert_int_equal(json_object_array_length(json_member(o, "settings")), 0);
	assert_int_equal(json_object_array_length(json_member(o, "warnings")), 1);
	json_object_put(o);
	assert_int_equal(client_run(f, "setting export %s/file", f->dir), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "racadm"));
	assert_int_not_equal(remove(fixture_path(f, "file")), 0);
	assert_int_equal(client_run(f, "power-recovery"), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "ipmitool chassis"));
	assert_int_equal(client_run(f, "wakeup set daily"), SMI_NOT_FOUND);
}

static void another_makers_machine_has_no_settings_for_this_program(void **state)
{
	struct fixture *f = *state;

	fixture_identity(f, "Delling AG", "Server 1");
	fixture_tables(f);
	assert_int_equal(client_run(f, "token list"), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "not a Dell"));
	assert_int_equal(client_run(f, "power-recovery"), SMI_NOT_FOUND);
	assert_non_null(strstr(client_err, "not a Dell"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(usage_is_checked_before_anything_is_read),
		UNIT_TEST(a_list_has_what_can_be_known),
		UNIT_TEST(what_is_not_known_is_a_failure_and_no_value),
		UNIT_TEST(without_driver_every_state_is_missing_and_told_once),
		UNIT_TEST(a_time_that_is_none_is_unknown),
		UNIT_TEST(a_dry_run_says_what_would_change_and_exits_with_7),
		UNIT_TEST(an_export_is_compared_and_applied),
		UNIT_TEST(an_export_of_any_text_fits_its_machine),
		UNIT_TEST(a_file_that_is_none_is_named),
		UNIT_TEST(a_backup_is_written_before_the_first_write),
		UNIT_TEST(a_backup_replaces_nothing_and_is_checked_before_anything_is_read),
		UNIT_TEST(a_machine_without_settings_says_where_they_are),
		UNIT_TEST(another_makers_machine_has_no_settings_for_this_program),
	};

	return cmocka_run_group_tests_name("program_setting", tests, NULL, NULL);
}

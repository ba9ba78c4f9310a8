// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What machine this is, and what is known about its model. A failure means that
 * another maker's machine is taken for a Dell, or a Dell is called in a way that
 * it does not advertise.
 */
#include "fixture.h"

static void start(struct fixture *f)
{
	machine_free(&f->machine);
	fixture_machine(f, NULL);
	f->length = 0;
}

static void the_calling_interface_comes_from_type_218(void **state)
{
	struct fixture *f = *state;
	struct machine_ci ci;

	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_calling(f, 0x00180003, NULL, 0);
	start(f);
	assert_int_equal(machine_ci(&f->machine, &ci, &f->error), SMI_OK);
	assert_int_equal(ci.port.port, 0xB2);
	assert_int_equal(ci.port.code, 0x17);
	assert_int_equal(ci.classes, 0x00180003);
	assert_false(ci.dsci);
	assert_int_equal(machine_has_class(&f->machine, 20, &f->error), SMI_OK);
	assert_int_equal(machine_has_class(&f->machine, 2, &f->error), SMI_NOT_FOUND);
	assert_int_equal(machine_has_class(&f->machine, 32, &f->error), SMI_NOT_FOUND);
}

static void a_type_218_that_is_too_short_does_not_count(void **state)
{
	static const u8 stub[] = { 218, 10, 0, 0, 0xB2, 0, 0x17, 3, 0, 0 };
	struct fixture *f = *state;
	struct machine_ci ci;

	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_structure(f, stub, sizeof(stub), NULL);
	start(f);
	assert_int_equal(machine_ci(&f->machine, &ci, &f->error), SMI_NOT_FOUND);
	assert_int_equal(f->error.hint, HINT_RAW_PORT);
}

static void buffers_have_headers_from_type_208_version_2_on(void **state)
{
	static const u8 versions[] = { 0, 1, 2, 3, 17 };
	struct fixture *f = *state;
	struct machine_ci ci;

	for (size_t i = 0; i < ARRAY_SIZE(versions); i++) {
		fixture_identity(f, "Dell Inc.", "PowerEdge R750");
		fixture_dell_version(f, versions[i]);
		fixture_calling(f, 1, NULL, 0);
		start(f);
		assert_int_equal(machine_ci(&f->machine, &ci, &f->error), SMI_OK);
		assert_int_equal(ci.dsci, versions[i] >= 2);
	}
}

static void a_dell_is_told_by_a_whole_word(void **state)
{
	static const struct {
		const char *vendor;
		bool dell;
	} vendors[] = {
		{ "Dell Inc.", true }, { "Dell Computer Corporation", true }, { "DELL", true },
		{ "dell", true }, { "Modellbau GmbH", false }, { "Dellwood", false },
		{ "Somebody Else", false }, { "Wendell Dell", true },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(vendors); i++) {
		fixture_identity(f, vendors[i].vendor, "Box");
		start(f);
		if (machine_is_dell(&f->machine) != vendors[i].dell)
			fail_msg("%s", vendors[i].vendor);
	}
}

static void an_oem_string_tells_a_dell(void **state)
{
	static const u8 oem[] = { 11, 5, 0, 0, 2 };
	struct fixture *f = *state;

	fixture_identity(f, "Somebody Else", "Box");
	fixture_structure(f, oem, sizeof(oem), (const char *const []){
			  "x", "Dell System", NULL });
	start(f);
	assert_true(machine_is_dell(&f->machine));
}

static void placeholders_in_the_tables_are_no_names(void **state)
{
	struct fixture *f = *state;
	char text[64];

	fixture_identity(f, "To Be Filled By O.E.M.", "Default string");
	start(f);
	machine_vendor(&f->machine, text, sizeof(text));
	assert_string_equal(text, "");
	machine_model(&f->machine, text, sizeof(text));
	assert_string_equal(text, "");
}

static const char *data_dir(void)
{
	static char path[512] = __FILE__;
	char *slash = strrchr(path, '/');

	snprintf(slash, sizeof(path) - (slash - path), "/../../data");
	return path;
}

static int smi_type_of(struct fixture *f, const char *model, unsigned int *type)
{
	fixture_identity(f, "Dell Computer Corporation", model);
	start(f);
	return machine_smi_type(&f->machine, type, &f->error);
}

static void every_documented_model_has_its_smi_type(void **state)
{
	static const struct {
		const char *model;
		unsigned int type;
	} known[] = {
		{ "PowerEdge 300", 1 }, { "PowerEdge 1300", 1 },
		{ "PowerEdge 1300/600          ", 1 },
		{ "PowerEdge 1400", 2 }, { "PowerEdge 500SC", 2 },
		{ "PowerEdge 1500SC", 2 }, { "PowerEdge 1550", 2 },
		{ "PowerEdge 600SC", 2 }, { "PowerEdge 1600SC", 2 },
		{ "PowerEdge 650", 2 }, { "PowerEdge 1655MC", 2 },
		{ "PowerEdge 700", 3 }, { "PowerEdge 750", 3 },
		{ "Dell PowerEdge 750", 3 },
	};
	static const char *const unknown[] = {
		"PowerEdge 7500", "PowerEdge 2300", "PowerEdge 400SC", "  ", "Default string",
	};
	struct fixture *f = *state;
	unsigned int type;

	f->options.config_dir = data_dir();
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		type = 0;
		assert_int_equal(smi_type_of(f, known[i].model, &type), SMI_OK);
		assert_int_equal(type, known[i].type);
	}
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		assert_int_equal(smi_type_of(f, unknown[i], &type), SMI_NOT_FOUND);
}

static void a_broken_conf_file_is_told_with_its_line(void **state)
{
	static const char *const wrong[] = {
		"// c\n{\n\"a\": nonsense }", "// c\n\n[", "", "[]", "{", "{} {}", "{} x",
	};
	struct fixture *f = *state;
	unsigned int type;

	f->options.config_dir = f->dir;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		fixture_text(f, "platforms.conf", wrong[i]);
		assert_int_equal(smi_type_of(f, "PowerEdge 750", &type), SMI_FAILED);
		assert_int_equal(f->error.hint, HINT_CONFIG_FORMAT);
	}
	fixture_text(f, "platforms.conf", wrong[0]);
	assert_int_equal(smi_type_of(f, "PowerEdge 750", &type), SMI_FAILED);
	assert_non_null(strstr(f->error.what, "platforms.conf:3:"));
	fixture_text(f, "platforms.conf", "{ \"platforms\": [ { \"model\": 1 }, 1 ] }");
	assert_int_equal(smi_type_of(f, "PowerEdge 750", &type), SMI_NOT_FOUND);
}

static void another_machines_firmware_is_never_asked(void **state)
{
	struct fixture *f = *state;
	struct transport *t;

	f->options.tables_dir = "/nonexistent";
	fixture_driver(f);
	start(f);
	assert_int_equal(machine_transport(&f->machine, &t, &f->error), SMI_USAGE);
	assert_int_equal(machine_lock(&f->machine, &f->error), SMI_USAGE);
}

static int count_only(struct fixture *f, struct ci_call *call)
{
	(void)f;
	call->ci.res[0] = SMI_RESULT_DONE;
	return SMI_OK;
}

static void a_pause_leaves_the_driver_to_others(void **state)
{
	struct fixture *f = *state;
	struct ci_call call = { };
	struct timespec begin, end;

	f->options.pace_ms = 20;
	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_calling(f, 1, NULL, 0);
	fixture_machine(f, count_only);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	assert_int_equal(machine_lock(&f->machine, &f->error), SMI_OK);
	assert_int_equal(f->depth, 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
	machine_unlock(&f->machine);
	clock_gettime(CLOCK_MONOTONIC, &end);
	assert_int_equal(f->locks, 3);
	/* Two pauses between three calls. */
	assert_true((end.tv_sec - begin.tv_sec) * 1000 +
		    (end.tv_nsec - begin.tv_nsec) / 1000000 >= 39);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(the_calling_interface_comes_from_type_218),
		UNIT_TEST(a_type_218_that_is_too_short_does_not_count),
		UNIT_TEST(buffers_have_headers_from_type_208_version_2_on),
		UNIT_TEST(a_dell_is_told_by_a_whole_word),
		UNIT_TEST(an_oem_string_tells_a_dell),
		UNIT_TEST(placeholders_in_the_tables_are_no_names),
		UNIT_TEST(every_documented_model_has_its_smi_type),
		UNIT_TEST(a_broken_conf_file_is_told_with_its_line),
		UNIT_TEST(another_machines_firmware_is_never_asked),
		UNIT_TEST(a_pause_leaves_the_driver_to_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

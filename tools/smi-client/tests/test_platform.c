// SPDX-License-Identifier: GPL-2.0-or-later
/* What machine this is, and what is known about its model. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "output.h"
#include "platform.h"
#include "tables.h"

static void trailing_blanks_of_the_tables_are_cut(void **state)
{
	char text[8];

	(void)state;
	assert_true(platform_trim("  ab c   ", text, sizeof(text)));
	assert_string_equal(text, "ab c");
	assert_true(platform_trim("0123456789", text, sizeof(text)));
	assert_string_equal(text, "0123456");
	assert_false(platform_trim("   ", text, sizeof(text)));
	assert_false(platform_trim(NULL, text, sizeof(text)));
}

static void the_calling_interface_comes_from_type_218(void **state)
{
	struct fixture *f = *state;
	struct platform_calling calling;

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	assert_int_equal(platform_calling(&f->client, &calling), CLIENT_DONE);
	assert_int_equal(calling.port, 0xB2);
	assert_int_equal(calling.code, 0x17);
	assert_int_equal(calling.classes, 0x00180003);
}

static void a_type_218_that_is_too_short_does_not_count(void **state)
{
	static const u8 stub[] = { 218, 0, 0, 0, 0xB2, 0, 0x17, 3, 0, 0 };
	struct fixture *f = *state;
	struct platform_calling calling;

	fixture_structure(f, stub, sizeof(stub), NULL);
	fixture_tables(f);
	assert_int_equal(platform_calling(&f->client, &calling),
			 CLIENT_NOT_FOUND);
}

static void vendor_and_oem_string_tell_a_dell(void **state)
{
	static const u8 oem[] = { 11, 0, 0, 0, 2 };
	struct fixture *f = *state;

	fixture_machine(f, "Somebody Else", "Box");
	fixture_tables(f);
	assert_int_equal(tables_load(&f->client), CLIENT_DONE);
	assert_false(platform_is_dell(&f->client));
	tables_free(f->client.tables);
	f->client.tables = NULL;

	fixture_structure(f, oem, sizeof(oem), (const char *const []){
			  "x", "Dell System", NULL });
	fixture_tables(f);
	assert_int_equal(tables_load(&f->client), CLIENT_DONE);
	assert_true(platform_is_dell(&f->client));
}

static int smi_type_of(struct fixture *f, const char *model,
		       unsigned int *type)
{
	tables_free(f->client.tables);
	f->client.tables = NULL;
	json_object_put(output_catch(&f->client));
	f->length = 0;
	fixture_machine(f, "Dell Computer Corporation", model);
	fixture_tables(f);
	return platform_smi_type(&f->client, type);
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
	struct fixture *f = *state;
	unsigned int type;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		type = 0;
		assert_int_equal(smi_type_of(f, known[i].model, &type),
				 CLIENT_DONE);
		assert_int_equal(type, known[i].type);
	}
}

static void a_model_that_nobody_knows_is_not_found(void **state)
{
	struct fixture *f = *state;
	unsigned int type;

	assert_int_equal(smi_type_of(f, "PowerEdge 7500", &type),
			 CLIENT_NOT_FOUND);
	assert_int_equal(smi_type_of(f, "PowerEdge 2300", &type),
			 CLIENT_NOT_FOUND);
	assert_int_equal(smi_type_of(f, "PowerEdge 400SC", &type),
			 CLIENT_NOT_FOUND);
	assert_int_equal(smi_type_of(f, "  ", &type), CLIENT_NOT_FOUND);
}

static void a_broken_conf_file_is_told_with_its_line(void **state)
{
	static const char *const bad[] = {
		"// c\n{\n\"a\": nonsense }", "// c\n\n[", "", "[]", "{",
		"{ \"platforms\": 1 }", "{ \"platforms\": [ 1 ] }",
		"{ \"platforms\": [ { \"model\": 1 } ] }",
	};
	struct fixture *f = *state;
	char dir[128];
	unsigned int type;

	snprintf(dir, sizeof(dir), "%s/conf", f->dir);
	f->client.config_dir = dir;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		fixture_text(f, "conf/platforms.conf", bad[i]);
		assert_int_not_equal(smi_type_of(f, "PowerEdge 750", &type),
				     CLIENT_DONE);
	}
	fixture_text(f, "conf/platforms.conf", bad[0]);
	assert_int_equal(smi_type_of(f, "PowerEdge 750", &type),
			 CLIENT_FAILED);
	assert_non_null(strstr(output_get_text(json_object_object_get(f->client.result,
								      "error"),
					       "message"),
			       "platforms.conf:3:"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trailing_blanks_of_the_tables_are_cut),
		FIXTURE_TEST(the_calling_interface_comes_from_type_218),
		FIXTURE_TEST(a_type_218_that_is_too_short_does_not_count),
		FIXTURE_TEST(vendor_and_oem_string_tell_a_dell),
		FIXTURE_TEST(every_documented_model_has_its_smi_type),
		FIXTURE_TEST(a_model_that_nobody_knows_is_not_found),
		FIXTURE_TEST(a_broken_conf_file_is_told_with_its_line),
	};

	return cmocka_run_group_tests_name("platform", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The calling interface: layout of a call, meaning of a result. */
#include <stdlib.h>
#include <string.h>

#include "firmware.h"
#include "fixture.h"
#include "output.h"

#define DATA	"devices/platform/dcdbas/smi_data"

static void a_call_is_laid_out_as_firmware_expects(void **state)
{
	static const u8 expected[] = {
		0x31, 0x49, 0x4D, 0x53,			/* magic */
		0, 0, 0, 0,				/* ebx */
		0x31, 0x49, 0x53, 0x42,			/* ecx */
		0xB2, 0, 0x17, 0,			/* port, code */
		1, 0, 2, 0,				/* class, select */
		0x78, 0x56, 0x34, 0x12, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0,			/* arguments */
		0xFD, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0,			/* results */
	};
	struct fixture *f = *state;
	struct firmware_call call = {
		.ci.command_class = 1, .ci.command_select = 2,
		.ci.arg[0] = 0x12345678,
	};
	char request[2] = "";
	u8 data[256];

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
	assert_int_equal(firmware_call(&f->client, &call), CLIENT_DONE);
	assert_int_equal(fixture_read(f, DATA, data, sizeof(data)),
			 sizeof(expected));
	assert_memory_equal(data, expected, sizeof(expected));
	fixture_read(f, "devices/platform/dcdbas/smi_request", request, 1);
	assert_string_equal(request, "1");
	/* Nobody answered: the result is as preset. */
	assert_int_equal(call.ci.res[0], SMI_RESULT_NOT_HANDLED);
	assert_int_equal(firmware_result(&f->client, &call), CLIENT_FAILED);
}

static void memory_lies_behind_the_call_and_is_pointed_to(void **state)
{
	struct fixture *f = *state;
	u8 first[3] = "abc", second[4] = "defg", data[256];
	struct firmware_call call = {
		.ci.arg[1] = 5,
		.buffer = { first, NULL, second }, .size = { 3, 0, 4 },
	};
	struct smi_calling_interface ci;

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
	assert_int_equal(firmware_call(&f->client, &call), CLIENT_DONE);
	assert_int_equal(fixture_read(f, DATA, data, sizeof(data)),
			 16 + 36 + 7);
	memcpy(&ci, data + 16, sizeof(ci));
	assert_int_equal(ci.arg[0], 0x12345000 + 16 + 36);
	assert_int_equal(ci.arg[1], 5);
	assert_int_equal(ci.arg[2], 0x12345000 + 16 + 36 + 3);
	assert_memory_equal(data + 16 + 36, "abcdefg", 7);
}

static void a_secret_is_cleared_from_the_buffer(void **state)
{
	struct fixture *f = *state;
	struct firmware_call call = { .secret = true };
	char request[2] = "";

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
	assert_int_equal(firmware_call(&f->client, &call), CLIENT_DONE);
	/* The plain file holds the last request: zero the buffer. */
	fixture_read(f, "devices/platform/dcdbas/smi_request", request, 1);
	assert_string_equal(request, "0");
}

static void every_result_has_an_exit_code(void **state)
{
	static const struct {
		s32 result;
		int class, code;
	} rows[] = {
		{ 0, 0, CLIENT_DONE }, { -1, 0, CLIENT_REFUSED },
		{ -2, 0, CLIENT_REFUSED }, { -3, 0, CLIENT_FAILED },
		{ -5, 0, CLIENT_REFUSED }, { -6, 0, CLIENT_REFUSED },
		{ -77, 0, CLIENT_REFUSED }, { 7, 0, CLIENT_DONE },
		{ 1, 9, CLIENT_DONE }, { 2, 9, CLIENT_REFUSED },
		{ 2, 10, CLIENT_REFUSED }, { 2, 17, CLIENT_DONE },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct firmware_call call = {
			.ci.command_class = rows[i].class,
			.ci.res[0] = rows[i].result,
		};

		assert_int_equal(firmware_result(&f->client, &call),
				 rows[i].code);
		json_object_put(output_catch(&f->client));
	}
}

static void dangerous_calls_are_known(void **state)
{
	(void)state;
	assert_non_null(firmware_dangerous(1, 7));
	assert_non_null(firmware_dangerous(6, 5));
	assert_non_null(firmware_dangerous(11, 3));
	assert_non_null(firmware_dangerous(11, 7));
	assert_non_null(firmware_dangerous(11, 11));
	assert_non_null(firmware_dangerous(19, 0));
	assert_non_null(firmware_dangerous(19, 65535));
	assert_null(firmware_dangerous(0, 0));
	assert_null(firmware_dangerous(11, 2));
	assert_null(firmware_dangerous(17, 19));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(a_call_is_laid_out_as_firmware_expects),
		FIXTURE_TEST(memory_lies_behind_the_call_and_is_pointed_to),
		FIXTURE_TEST(a_secret_is_cleared_from_the_buffer),
		FIXTURE_TEST(every_result_has_an_exit_code),
		cmocka_unit_test(dangerous_calls_are_known),
	};

	return cmocka_run_group_tests_name("firmware", tests, NULL, NULL);
}

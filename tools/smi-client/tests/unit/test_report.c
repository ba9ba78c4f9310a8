// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reports. A failure means that somebody publishes a serial number, or that a
 * report writes to the firmware.
 */
#include "fixture.h"

#include "../../lib/report.h"

static unsigned int writes;
static s32 result;

/* Tags in answers; everything else is 0. */
static int answer(struct fixture *f, struct ci_call *call)
{
	(void)f;
	writes += !ci_is_read(&call->ci);
	call->ci.res[0] = result;
	if (call->ci.command_class == CLASS_TAG)
		memcpy(&call->ci.res[1], call->ci.command_select ? "SVC1234\0\0" : "RACK-0042", 10);
	if (call->ci.command_class == CLASS_PROPERTY_TAG)
		strcpy((char *)call->buffer[0].data + 4, "Property of Alice");
	return SMI_OK;
}

static int silent(struct fixture *f, struct ci_call *call)
{
	(void)f;
	(void)call;
	return SMI_OK;
}

static struct fixture *begin(void **state, const char *vendor,
			     int (*firmware)(struct fixture *f, struct ci_call *call))
{
	static const u8 system[27] = { 1, 27, 1, 0, 1, 2, 0, 3, 0xDE, 0xAD, 0xBE, 0xEF };
	static const u8 board[15] = { 2, 15, 2, 0, 1, 2, 0, 3, 4 };
	static const u8 memory[0x1C] = { [0] = 17, [1] = 0x1C, [2] = 17, [0x18] = 1, [0x19] = 2 };
	static const u8 battery[26] = {
		22, 26, 22, 0, 1, 2, 3, 4, 5, 2, 0xF7, 0x11, 0xB0, 0x1D, 6, 2, 0xE4, 0xC7, 0x23,
		0x4A, 6, 10, 1, 7,
	};
	static const u8 oem[5] = { 11, 5, 11, 0, 2 };
	static const u8 host[16] = { 42, 16, 42, 0, 0x40, 9, 2, 192, 168, 0, 1 };
	static const u8 own[14] = { 221, 14, 221, 0, 1, 'S', 'V', 'C', '1', '2', '3', '4', 0, 0 };
	static const u16 tokens[][3] = { { 0xA1, 0x6A, 0 }, { 0xA2, 0x6A, 1 }, { 0x7D, 0, 12 } };
	struct fixture *f = *state;

	writes = 0;
	result = SMI_RESULT_DONE;
	fixture_structure(f, system, sizeof(system),
			  (const char *const []){ vendor, "PowerEdge R750", "SVC1234", NULL });
	fixture_structure(f, board, sizeof(board),
			  (const char *const []){ vendor, "0ABC", ".SVC1234.CN7016345678.",
						  "Not Specified", NULL });
	fixture_structure(f, memory, sizeof(memory),
			  (const char *const []){ "8C5F0A11", "01204621", NULL });
	fixture_structure(f, battery, sizeof(battery),
			  (const char *const []){ "Battery Bay", "SMP", "01/03/2017", "C7E4",
						  "DELL 1", "LiP", "CN0ABCDEXYZ00714I2DDA00",
						  NULL });
	fixture_structure(f, oem, sizeof(oem),
			  (const char *const []){ "Dell System", "NIC aa:bb:cc:00:11:22, RACK-0042",
						  NULL });
	fixture_structure(f, host, sizeof(host), NULL);
	fixture_structure(f, own, sizeof(own), NULL);
	fixture_dell_version(f, 3);
	fixture_calling(f, 1 | 2 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 20, tokens, 3);
	fixture_text(f, "firmware/dmi/tables/smbios_entry_point", "_SM3_");
	f->options.sysfs = f->dir;
	fixture_machine(f, firmware);
	return f;
}

static bool has(const struct report *r, const char *text)
{
	return memmem(r->tables.data, r->tables.length, text, strlen(text));
}

static bool answers_have(const struct report *r, const char *text)
{
	for (size_t k = 0; k < r->n_calls; k++) {
		const struct report_call *one = &r->calls[k];

		if (memmem(&one->ci, sizeof(one->ci), text, strlen(text)) ||
		    (one->bytes && memmem(one->bytes, one->length, text, strlen(text))))
			return true;
	}
	return false;
}

static void what_identifies_a_machine_is_removed_everywhere(void **state)
{
	static const char *const secrets[] = {
		"SVC1234", "CN7016345678", "8C5F0A11", "01204621", "RACK-0042", "aa:bb:cc",
		"\xDE\xAD\xBE\xEF", "\xC0\xA8\x00\x01", "Alice",
		"\xE4\xC7", "C7E4", "CN0ABCDE", "I2DD",
	};
	struct fixture *f = begin(state, "Dell Inc.", answer);
	struct report r;

	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		assert_false(has(&r, secrets[i]));
		assert_false(answers_have(&r, secrets[i]));
	}
	/* Lengths and forms stay, and what is no secret. */
	assert_int_equal(r.tables.length, f->machine.smbios.length);
	assert_true(has(&r, ".XXXXXXX.XXXXXXXXXXXX."));
	assert_true(has(&r, "Battery Bay") && has(&r, "DELL 1") && has(&r, "01/03/2017"));
	assert_true(has(&r, "PowerEdge R750") && has(&r, "Not Specified"));
	assert_true(r.n_removed >= 6);
	report_free(&r);
}

/* As tables fill it up with blanks, and the default host name of an iDRAC has it. */
static void a_copy_is_found_without_blanks_and_in_any_case(void **state)
{
	static const u8 memory[0x1C] = { [0] = 17, [1] = 0x1C, [2] = 18, [0x18] = 1, [0x19] = 2 };
	static const u8 oem[5] = { 11, 5, 19, 0, 4 };
	struct fixture *f = begin(state, "Dell Inc.", answer);
	struct report r;

	f->length = 0;
	machine_free(&f->machine);
	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_structure(f, memory, sizeof(memory),
			  (const char *const []){ "  8C5F0A11  ", "AB      ", NULL });
	fixture_structure(f, oem, sizeof(oem),
			  (const char *const []){ "idrac-abc1234", "Host 8c5f0A11 rack",
						  "AB and ab", "8C5F0A1 and Abc1234", NULL });
	fixture_machine(f, answer);
	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_true(has(&r, "idrac-XXXXXXX") && has(&r, "Host XXXXXXXX rack"));
	assert_true(has(&r, "  XXXXXXXX  ") && has(&r, "8C5F0A1 and XXXXXXX"));
	/* Too short to be told from anything else. */
	assert_true(has(&r, "XX      ") && has(&r, "AB and ab"));
	report_free(&r);
}

/* A machine with its identity, and these OEM strings. */
static struct fixture *begin_strings(void **state, const char *const *strings)
{
	u8 oem[5] = { 11, 5, 19 };
	struct fixture *f = begin(state, "Dell Inc.", answer);

	f->length = 0;
	machine_free(&f->machine);
	while (strings[oem[4]])
		oem[4]++;
	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_structure(f, oem, sizeof(oem), strings);
	fixture_machine(f, answer);
	return f;
}

/* A real one, one for each socket; PowerEdges have them from the R420 on. */
static void the_unique_numbers_of_processors_are_removed(void **state)
{
	struct fixture *f = begin_strings(state, (const char *const []){
		"Dell System", "5[0000]", "14[1]", "17[36FA8AEBC2108C71]", "17[FFFFFFFFFFFFFFFF]",
		"17[36FA8AEBC2108C7]", "17[36FA8AEBC2108C7100]", "copy 36fa8aebc2108c71.", NULL });
	struct report r;

	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_true(has(&r, "17[XXXXXXXXXXXXXXXX]") && has(&r, "copy XXXXXXXXXXXXXXXX."));
	/* What has another form, or is none, stays. */
	assert_true(has(&r, "5[0000]") && has(&r, "14[1]") && has(&r, "17[FFFFFFFFFFFFFFFF]"));
	assert_true(has(&r, "17[36FA8AEBC2108C7]"));
	report_free(&r);
}

static void a_secret_that_is_in_another_one_does_not_spoil_it(void **state)
{
	static const u8 chassis[9] = { 3, 9, 20, 0, 0, 0, 0, 1, 2 };
	struct fixture *f = begin_strings(state, (const char *const []){
		"for RACK-0042 OF ALICE here", "RACK-0042", NULL });
	struct report r;

	machine_free(&f->machine);
	fixture_structure(f, chassis, sizeof(chassis),
			  (const char *const []){ "Rack-0042", "Rack-0042 of Alice", NULL });
	fixture_machine(f, answer);
	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_true(has(&r, "for XXXX-XXXX XX XXXXX here"));
	report_free(&r);
}

static void uuids_are_removed_from_texts(void **state)
{
	static const u8 system[27] = {
		1, 27, 21, 0, 1, 2, 0, 0, 0x44, 0x45, 0x4C, 0x4C, 0x32, 0x00, 0x10, 0x4B, 0x80,
		0x53, 0xC7, 0xC0, 0x4F, 0x4E, 0x33, 0x32,
	};
	static const u8 oem[5] = { 11, 5, 22, 0, 6 };
	struct fixture *f = begin(state, "Dell Inc.", answer);
	struct report r;

	f->length = 0;
	machine_free(&f->machine);
	fixture_structure(f, system, sizeof(system),
			  (const char *const []){ "Dell Inc.", "PowerEdge R750", NULL });
	fixture_structure(f, oem, sizeof(oem),
			  (const char *const []){ "own 4c4c4544-0032-4b10-8053-c7c04f4e3332",
						  "raw 44454C4C-3200-104B-8053-C7C04F4E3332",
						  "digits 4C4C454400324B108053C7C04F4E3332",
						  "digits 44454c4c3200104b8053c7c04f4e3332",
						  "other {01234567-89ab-cdef-0123-456789abcdef}",
						  "none 00000000-0000-0000-0000-000000000000",
						  NULL });
	fixture_machine(f, answer);
	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_true(has(&r, "own XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX"));
	assert_true(has(&r, "raw XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX"));
	assert_true(has(&r, "other {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}"));
	assert_true(has(&r, "none 00000000-0000-0000-0000-000000000000"));
	assert_false(has(&r, "4F4E3332") || has(&r, "4f4e3332"));
	report_free(&r);
}

/* Otherwise nothing knows the machine as Dell's that reads the report. */
static void the_manufacturer_is_no_secret(void **state)
{
	static const u8 chassis[9] = { 3, 9, 20, 0, 0, 0, 0, 0, 1 };
	struct fixture *f = begin_strings(state, (const char *const []){ "Dell System", NULL });
	struct report r;

	machine_free(&f->machine);
	fixture_structure(f, chassis, sizeof(chassis), (const char *const []){ "DELL", NULL });
	fixture_machine(f, answer);
	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_true(has(&r, "Dell Inc.") && has(&r, "Dell System"));
	assert_false(has(&r, "DELL"));
	report_free(&r);
}

static void tags_are_removed_whatever_the_result_is(void **state)
{
	static const s32 results[] = {
		SMI_RESULT_ERROR, SMI_RESULT_NOT_HANDLED, SMI_RESULT_BUFFER_TOO_SMALL, 1, 7,
	};
	static const char *const tags[] = { "SVC1234", "RACK-0042", "Alice" };
	struct fixture *f = begin(state, "Dell Inc.", answer);
	struct report r;

	for (size_t i = 0; i < ARRAY_SIZE(results); i++) {
		result = results[i];
		assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
		for (size_t k = 0; k < ARRAY_SIZE(tags); k++) {
			assert_false(has(&r, tags[k]));
			assert_false(answers_have(&r, tags[k]));
		}
		assert_int_equal(r.calls[r.n_calls - 1].ci.res[0], results[i]);
		report_free(&r);
	}
}

/* What firmware left as it was sent tells why it refused, and nothing else. */
static void a_buffer_without_an_answer_is_in_the_report_as_it_was(void **state)
{
	struct fixture *f = begin(state, "Dell Inc.", silent);
	struct report r;

	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_memory_equal(r.calls[r.n_calls - 1].bytes, "DSCIDSCI", 8);
	report_free(&r);
}

static void only_calls_that_read_are_made(void **state)
{
	struct fixture *f = begin(state, "Dell Inc.", answer);
	struct report r;

	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_int_equal(writes, 0);
	/* One location by three selects, two password classes, two tags, one property. */
	assert_int_equal(r.n_calls, 3 + 4 + 2 + 1);
	assert_int_equal(r.calls[0].ci.arg[0], 0x6A);
	for (size_t i = 0; i < r.n_calls; i++)
		assert_true(r.calls[i].answered);
	report_free(&r);
}

static void silence_is_in_the_report_as_it_was(void **state)
{
	struct fixture *f = begin(state, "Dell Inc.", silent);
	struct report r;

	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_OK);
	assert_true(r.calls[0].answered);
	assert_int_equal(r.calls[0].ci.res[0], SMI_RESULT_NOT_HANDLED);
	report_free(&r);
}

static void a_plan_raises_no_smi(void **state)
{
	struct fixture *f = begin(state, "Dell Inc.", answer);
	struct report r;

	assert_int_equal(report_make(&f->machine, true, &r, &f->error), SMI_OK);
	assert_int_equal(f->calls, 0);
	assert_int_equal(r.n_calls, 10);
	assert_false(r.calls[0].answered);
	report_free(&r);
}

static void another_manufacturer_is_refused(void **state)
{
	static const u8 system[27] = { 1, 27, 1, 0, 1, 2 };
	struct fixture *f = *state;
	struct report r;

	fixture_structure(f, system, sizeof(system), (const char *const []){ "HP", "X", NULL });
	fixture_machine(f, answer);
	assert_int_equal(report_make(&f->machine, false, &r, &f->error), SMI_NOT_FOUND);
	assert_int_equal(f->error.hint, HINT_NOT_DELL);
	report_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(what_identifies_a_machine_is_removed_everywhere),
		UNIT_TEST(a_copy_is_found_without_blanks_and_in_any_case),
		UNIT_TEST(the_unique_numbers_of_processors_are_removed),
		UNIT_TEST(a_secret_that_is_in_another_one_does_not_spoil_it),
		UNIT_TEST(uuids_are_removed_from_texts),
		UNIT_TEST(the_manufacturer_is_no_secret),
		UNIT_TEST(tags_are_removed_whatever_the_result_is),
		UNIT_TEST(a_buffer_without_an_answer_is_in_the_report_as_it_was),
		UNIT_TEST(only_calls_that_read_are_made),
		UNIT_TEST(silence_is_in_the_report_as_it_was),
		UNIT_TEST(a_plan_raises_no_smi),
		UNIT_TEST(another_manufacturer_is_refused),
	};

	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tags against firmware that insists. A failure means that a tag is told
 * wrongly, that one is called written that is not, or that silence passes for
 * an empty tag.
 */
#include "fixture.h"

#include "../../lib/password.h"
#include "../../lib/tag.h"

/**
 * struct bios - firmware with tags
 * @asset: asset tag
 * @service: service tag
 * @property: property tag
 * @dsci: class 20 wants its header
 * @wants: smallest buffer for the property tag, in bytes
 * @stubborn: says done and changes nothing
 * @silent: answers no call
 * @refuses: answers every call with -2
 * @unfilled: says done and gives nothing
 * @password: an admin password is installed
 * @writes: calls that write
 */
struct bios {
	char asset[13], service[13], property[81];
	bool dsci, stubborn, silent, refuses, unfilled, password;
	size_t wants;
	unsigned int writes;
};

static struct bios bios;

static s32 bios_property(struct ci_call *call)
{
	struct ci_buffer *b = &call->buffer[0];
	size_t at = bios.dsci ? 4 : 0;

	for (size_t i = at; bios.dsci && i < b->size; i++)
		if (b->data[i] != (u8)"DSCI"[i % 4])
			return -5;
	if (b->size - at < bios.wants) {
		call->ci.res[1] = bios.wants;
		return -6;
	}
	memset(b->data + at, 0, b->size - at);
	strcpy((char *)b->data + at, bios.property);
	return 0;
}

static int bios_answer(struct fixture *f, struct ci_call *call)
{
	struct smi_calling_interface *ci = &call->ci;
	bool writes = ci->command_select & 1;

	(void)f;
	if (bios.silent)
		return SMI_OK;
	ci->res[0] = bios.refuses ? -2 : 0;
	if (bios.refuses)
		return SMI_OK;
	if (ci->command_class == 9 || ci->command_class == 10) {
		ci->res[0] = ci->command_select == 1 ? 0 : ci->command_select ? -2 :
			     bios.password && ci->command_class == 10 ? 0 : 1;
		return SMI_OK;
	}
	if (bios.unfilled)
		return SMI_OK;
	bios.writes += writes;
	if (writes && bios.stubborn)
		return SMI_OK;
	if (ci->command_class == 20 && writes) {
		assert_int_equal(call->buffer[0].size, 80);
		memcpy(bios.property, call->buffer[0].data, 80);
	} else if (ci->command_class == 20) {
		ci->res[0] = bios_property(call);
	} else if (writes) {
		memcpy(ci->command_select == 1 ? bios.asset : bios.service, ci->arg, 12);
	} else {
		memcpy(&ci->res[1], ci->command_select == 0 ? bios.asset : bios.service, 12);
	}
	return SMI_OK;
}

/* Types 1 and 3 with these serial numbers and this asset tag. */
static struct fixture *begin(void **state, u32 classes, const char *serial, const char *asset)
{
	static const u8 system[27] = { 1, 27, 0, 1, 1, 2, 0, 3 };
	static const u8 chassis[17] = { 3, 17, 0, 3, 0, 0, 0, 1, 2 };
	const char *const system_strings[] = { "Dell Inc.", "PowerEdge R750", serial, NULL };
	const char *const chassis_strings[] = { serial, asset, NULL };
	struct fixture *f = *state;

	bios = (struct bios){
		.asset = "RACK-07", .service = "ABC1234", .property = "Property of nobody",
		.dsci = true, .wants = 81,
	};
	fixture_structure(f, system, sizeof(system), system_strings);
	fixture_structure(f, chassis, sizeof(chassis), chassis_strings);
	fixture_dell_version(f, 3);
	fixture_calling(f, classes, NULL, 0);
	fixture_machine(f, bios_answer);
	return f;
}

#define ALL	(1 << 9 | 1 << 10 | 1 << 11 | 1 << 20)

static void tags_come_from_firmware_first(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_value value;
	char source[32];

	assert_int_equal(tag_read(&f->machine, TAG_ASSET, &value, &f->error), SMI_OK);
	assert_string_equal(value.text, "RACK-07");
	tag_source_text(&value, source, sizeof(source));
	assert_string_equal(source, "firmware");
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_OK);
	assert_string_equal(value.text, "Property of nobody");
	assert_int_equal(tag_read(&f->machine, TAG_SERVICE, &value, &f->error), SMI_OK);
	assert_string_equal(value.text, "SMB1234");
	tag_source_text(&value, source, sizeof(source));
	assert_string_equal(source, "SMBIOS type 1");
}

static void a_placeholder_in_the_tables_leads_to_firmware(void **state)
{
	struct fixture *f = begin(state, ALL, "To Be Filled By O.E.M.", "Not Specified");
	struct tag_value value;

	assert_int_equal(tag_read(&f->machine, TAG_SERVICE, &value, &f->error), SMI_OK);
	assert_string_equal(value.text, "ABC1234");
	assert_int_equal(value.source, TAG_FROM_FIRMWARE);
}

static void a_larger_property_buffer_is_given_when_asked_for(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_value value;

	bios.wants = 128;
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_OK);
	assert_string_equal(value.text, "Property of nobody");
	/* Not any size. */
	bios.wants = 0x7FFFFFFF;
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_REFUSED);
}

static void silence_is_a_failure_and_no_empty_tag(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_value value;

	bios.silent = true;
	assert_int_equal(tag_read(&f->machine, TAG_ASSET, &value, &f->error), SMI_FAILED);
	assert_int_equal(f->error.hint, HINT_NO_ANSWER);
}

static void an_answer_that_holds_nothing_is_no_empty_tag(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_value value;

	bios.unfilled = true;
	assert_int_equal(tag_read(&f->machine, TAG_ASSET, &value, &f->error), SMI_FAILED);
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_FAILED);
	/* Without a DSCI header, too. */
	machine_free(&f->machine);
	f->length = 0;
	fixture_calling(f, ALL, NULL, 0);
	fixture_machine(f, bios_answer);
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_FAILED);
	bios.unfilled = false;
	bios.dsci = false;
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_OK);
	assert_string_equal(value.text, "Property of nobody");
}

static void a_class_that_is_not_advertised_is_not_called(void **state)
{
	struct fixture *f = begin(state, 1 << 11, "SMB1234", "OLD");
	struct tag_value value;

	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_NOT_FOUND);
	assert_false(tag_should_be_there(&f->machine, TAG_PROPERTY));
	assert_true(tag_is_none(&f->machine, TAG_PROPERTY, &f->error));
	assert_int_equal(f->calls, 0);
	/* What another source knows is told with that source. */
	machine_free(&f->machine);
	f->length = 0;
	f = begin(state, 1 << 20, "SMB1234", "OLD");
	assert_int_equal(tag_read(&f->machine, TAG_ASSET, &value, &f->error), SMI_OK);
	assert_string_equal(value.text, "OLD");
	assert_int_equal(value.source, TAG_FROM_SMBIOS);
	assert_int_equal(f->calls, 0);
}

static void what_firmware_does_not_support_is_no_failure(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_value value;

	bios.refuses = true;
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_REFUSED);
	assert_true(tag_should_be_there(&f->machine, TAG_PROPERTY));
	assert_true(tag_is_none(&f->machine, TAG_PROPERTY, &f->error));
	bios.refuses = false;
	bios.silent = true;
	assert_int_equal(tag_read(&f->machine, TAG_PROPERTY, &value, &f->error), SMI_FAILED);
	assert_false(tag_is_none(&f->machine, TAG_PROPERTY, &f->error));
}

static void what_was_written_is_read_back(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_change change;

	assert_int_equal(tag_write(&f->machine, TAG_ASSET, "NEW", false, &change, &f->error),
			 SMI_OK);
	assert_true(change.written);
	assert_string_equal(change.old.text, "RACK-07");
	assert_string_equal(change.now.text, "NEW");
	assert_int_equal(tag_write(&f->machine, TAG_ASSET, "NEW", false, &change, &f->error),
			 SMI_OK);
	assert_false(change.written);
	assert_int_equal(bios.writes, 1);
	assert_int_equal(tag_write(&f->machine, TAG_PROPERTY, "", false, &change, &f->error),
			 SMI_OK);
	assert_string_equal(bios.property, "");
	bios.stubborn = true;
	assert_int_equal(tag_write(&f->machine, TAG_ASSET, "OTHER", false, &change, &f->error),
			 SMI_FAILED);
	assert_string_equal(f->error.what, "the asset tag read back is 'NEW', not 'OTHER'");
}

/* Another program writes the tag while the password is typed. */
static int ask_slowly(void *arg, unsigned int class, char *text, size_t size,
		      struct smi_error *error)
{
	struct fixture *f = arg;

	(void)class;
	(void)error;
	assert_int_equal(f->depth, 0);
	strcpy(bios.asset, "OTHER-1");
	snprintf(text, size, "secret");
	return SMI_OK;
}

static void the_old_tag_is_the_one_that_was_overwritten(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_change change;

	f->locks = 0;
	f->machine.options.pace_ms = 1;
	assert_int_equal(tag_write(&f->machine, TAG_ASSET, "NEW", false, &change, &f->error),
			 SMI_OK);
	/* One lock from reading to reading back, whatever the pause. */
	assert_int_equal(f->locks, 1);
	assert_int_equal(f->depth, 0);
	assert_string_equal(change.old.text, "RACK-07");
	password_forget(&f->machine);
	bios.password = true;
	f->machine.options.password = (struct password_source){ .ask = ask_slowly, .arg = f };
	assert_int_equal(tag_write(&f->machine, TAG_ASSET, "NEWER", false, &change, &f->error),
			 SMI_OK);
	assert_string_equal(change.old.text, "OTHER-1");
	assert_int_equal(f->depth, 0);
}

static void a_service_tag_has_a_form_and_is_not_replaced_by_chance(void **state)
{
	static const char *const bad[] = { "", "ABCD", "ABCDEF", "abc1234", "ABC 123", "ABCDEFGH" };
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");
	struct tag_change change;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(tag_write(&f->machine, TAG_SERVICE, bad[i], true, &change,
					   &f->error), SMI_USAGE);
	assert_int_equal(f->calls, 0);
	assert_int_equal(tag_write(&f->machine, TAG_SERVICE, "XYZ9876", false, &change, &f->error),
			 SMI_USAGE);
	assert_int_equal(f->error.hint, HINT_REPLACE);
	assert_int_equal(bios.writes, 0);
	assert_int_equal(tag_write(&f->machine, TAG_SERVICE, "XYZ9876", true, &change, &f->error),
			 SMI_OK);
	assert_string_equal(bios.service, "XYZ9876");
	/* None is set on a new board. */
	strcpy(bios.service, "");
	assert_int_equal(tag_write(&f->machine, TAG_SERVICE, "XYZ98", false, &change, &f->error),
			 SMI_OK);
}

static void a_text_that_firmware_cannot_give_back_is_refused(void **state)
{
	struct fixture *f = begin(state, ALL, "SMB1234", "OLD");

	assert_int_equal(tag_fits(TAG_ASSET, "0123456789", &f->error), SMI_OK);
	assert_int_equal(tag_fits(TAG_ASSET, "01234567890", &f->error), SMI_USAGE);
	assert_int_equal(tag_fits(TAG_ASSET, "A\tB", &f->error), SMI_USAGE);
	assert_int_equal(tag_fits(TAG_ASSET, "A ", &f->error), SMI_USAGE);
	assert_int_equal(tag_fits(TAG_ASSET, " A", &f->error), SMI_USAGE);
	assert_int_equal(tag_fits(TAG_ASSET, "\xC3\xA4", &f->error), SMI_USAGE);
	assert_int_equal(tag_fits(TAG_ASSET, "", &f->error), SMI_OK);
}

static void the_express_service_code_is_the_tag_in_base_36(void **state)
{
	(void)state;
	assert_true(tag_express_code("ABC1234") == 22453156048ull);
	assert_true(tag_express_code("10") == 36);
	assert_true(tag_express_code("abc") == 0);
	assert_true(tag_express_code("TOOLONGTAG") == 0);
}

static void a_plain_tag_in_cmos_is_text(void **state)
{
	char text[TAG_SIZE];

	(void)state;
	assert_true(tag_from_cmos((const u8 *)"AB12C", 5, text));
	assert_string_equal(text, "AB12C");
	assert_true(tag_from_cmos((const u8 *)"RACK 7    ", 10, text));
	assert_string_equal(text, "RACK 7");
	/* Zeros, 0xFF and nothing are no tag, and known to be none. */
	assert_true(tag_from_cmos((const u8 *)"\0\0\0\0\0", 5, text));
	assert_string_equal(text, "");
	assert_true(tag_from_cmos((const u8 *)"\xFF\xFF\xFF\xFF\xFF", 5, text));
	assert_string_equal(text, "");
	assert_false(tag_from_cmos((const u8 *)"A\x01", 2, text));
}

static void a_long_service_tag_has_five_bits_a_character(void **state)
{
	/* 'A', then 1 B Z 0 9 C as 1, 10, 30, 0, 9, 11 */
	static const u8 packed[] = { 0xC1, 0x02, 0xAF, 0x01, 0x2B };
	static const u8 wrong[] = { 0xC1, 0x3F, 0xFF, 0xFF, 0xFF };
	char text[TAG_SIZE];

	(void)state;
	assert_true(tag_from_cmos(packed, sizeof(packed), text));
	assert_string_equal(text, "A1BZ09C");
	/* 31 is no character of a service tag. */
	assert_false(tag_from_cmos(wrong, sizeof(wrong), text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(tags_come_from_firmware_first),
		UNIT_TEST(a_placeholder_in_the_tables_leads_to_firmware),
		UNIT_TEST(a_larger_property_buffer_is_given_when_asked_for),
		UNIT_TEST(silence_is_a_failure_and_no_empty_tag),
		UNIT_TEST(an_answer_that_holds_nothing_is_no_empty_tag),
		UNIT_TEST(a_class_that_is_not_advertised_is_not_called),
		UNIT_TEST(what_firmware_does_not_support_is_no_failure),
		UNIT_TEST(what_was_written_is_read_back),
		UNIT_TEST(the_old_tag_is_the_one_that_was_overwritten),
		UNIT_TEST(a_service_tag_has_a_form_and_is_not_replaced_by_chance),
		UNIT_TEST(a_text_that_firmware_cannot_give_back_is_refused),
		UNIT_TEST(the_express_service_code_is_the_tag_in_base_36),
		UNIT_TEST(a_plain_tag_in_cmos_is_text),
		UNIT_TEST(a_long_service_tag_has_five_bits_a_character),
	};

	return cmocka_run_group_tests_name("tag", tests, NULL, NULL);
}

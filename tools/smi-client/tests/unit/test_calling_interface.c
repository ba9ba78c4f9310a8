// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls and their results. A failure means that firmware is asked in a way that
 * real machines refuse, that a refusal passes as an answer, or that a secret is
 * shown.
 */
#include "fixture.h"

/* As a machine with type 208 version 2 answers class 20 select 0. */
static int property_tag(struct fixture *f, struct ci_call *call)
{
	struct ci_buffer *b = &call->buffer[0];
	u32 size = 0;

	(void)f;
	call->ci.res[0] = SMI_RESULT_BAD_BUFFER;
	if (!b->data || b->size < 8)
		return SMI_OK;
	memcpy(&size, b->data, sizeof(size));
	for (size_t i = 4; i < b->size; i++)
		if (b->data[i] != (u8)"DSCI"[i % 4])
			return SMI_OK;
	if (size != b->size - 4)
		return SMI_OK;
	call->ci.res[0] = SMI_RESULT_BUFFER_TOO_SMALL;
	call->ci.res[1] = 81;
	if (size < 81)
		return SMI_OK;
	call->ci.res[0] = SMI_RESULT_DONE;
	memset(b->data + 4, 0, size);
	memcpy(b->data + 4, "TAG", 3);
	return SMI_OK;
}

static void filled_buffers_begin_with_a_dsci_header_from_version_2_on(void **state)
{
	struct fixture *f = *state;
	u8 data[81] = "old";
	struct ci_call call = {
		.ci = { .command_class = CLASS_PROPERTY_TAG },
		.buffer[0] = { .data = data, .size = sizeof(data), .filled = true },
	};

	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_dell_version(f, 2);
	fixture_calling(f, 1 << CLASS_PROPERTY_TAG, NULL, 0);
	fixture_machine(f, property_tag);
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
	assert_string_equal((char *)data, "TAG");
	assert_ptr_equal(call.buffer[0].data, data);

	call.buffer[0].size = 80;
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_REFUSED);
	assert_int_equal(f->error.hint, HINT_BUFFER_SIZE);
	assert_int_equal(call.ci.res[1], 81);
}

static int plain_buffer(struct fixture *f, struct ci_call *call)
{
	(void)f;
	assert_int_equal(call->buffer[0].size, 81);
	assert_string_equal((char *)call->buffer[0].data, "old");
	call->ci.res[0] = SMI_RESULT_DONE;
	return SMI_OK;
}

static void filled_buffers_are_plain_below_version_2(void **state)
{
	struct fixture *f = *state;
	u8 data[81] = "old";
	struct ci_call call = {
		.ci = { .command_class = CLASS_PROPERTY_TAG },
		.buffer[0] = { .data = data, .size = sizeof(data), .filled = true },
	};

	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 2850");
	fixture_dell_version(f, 1);
	fixture_calling(f, 1 << CLASS_PROPERTY_TAG, NULL, 0);
	fixture_machine(f, plain_buffer);
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
}

static int never(struct fixture *f, struct ci_call *call)
{
	(void)f;
	(void)call;
	fail_msg("firmware was asked");
	return SMI_OK;
}

static void a_class_that_is_not_advertised_is_not_called(void **state)
{
	struct fixture *f = *state;
	struct ci_call call = { .ci = { .command_class = CLASS_TAG } };

	fixture_identity(f, "Dell Inc.", "PowerEdge 1300");
	fixture_calling(f, 1 << 0 | 1 << 21, NULL, 0);
	fixture_machine(f, never);
	assert_int_equal(ci_send(&f->machine, &call, &f->error), SMI_NOT_FOUND);
	assert_non_null(strstr(f->error.what, "no class 11, only 0, 21"));
	call.ci.command_class = 40;
	assert_int_equal(ci_send(&f->machine, &call, &f->error), SMI_NOT_FOUND);
}

static int silent(struct fixture *f, struct ci_call *call)
{
	(void)f;
	assert_int_equal(call->ci.res[0], SMI_RESULT_NOT_HANDLED);
	return SMI_OK;
}

static void silence_is_a_failure_and_no_answer(void **state)
{
	struct fixture *f = *state;
	struct ci_call call = {
		.ci = { .command_class = CLASS_TAG, .res = { 0, 1, 2, 3 } }, .unadvertised = true,
	};

	fixture_identity(f, "Dell Inc.", "PowerEdge 1300");
	fixture_calling(f, 0, NULL, 0);
	fixture_machine(f, silent);
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_FAILED);
	assert_int_equal(f->error.hint, HINT_NO_ANSWER);
	assert_int_equal(f->machine.smis, 1);
}

static int with_secret(struct fixture *f, struct ci_call *call)
{
	(void)f;
	assert_true(call->secret);
	call->ci.res[0] = 2;
	return SMI_OK;
}

static void password_classes_are_secret_by_themselves(void **state)
{
	static const unsigned int classes[] = { 9, 10, 12 };
	struct fixture *f = *state;

	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 1 << 9 | 1 << 10 | 1 << 12, NULL, 0);
	fixture_machine(f, with_secret);
	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		struct ci_call call = { .ci = { .command_class = classes[i] } };

		assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_REFUSED);
		assert_non_null(strstr(f->error.what, "password incorrect"));
	}
}

static bool was_secret;

static int note_secret(struct fixture *f, struct ci_call *call)
{
	(void)f;
	was_secret = call->secret;
	call->ci.res[0] = SMI_RESULT_DONE;
	return SMI_OK;
}

/* Whoever has put it there: also what was typed as a number. */
static void a_call_with_a_security_key_is_secret(void **state)
{
	static const struct {
		struct smi_calling_interface ci;
		bool secret;
	} rows[] = {
		{ { .command_class = 1, .arg = { 0x50, 1, 0x1234 } }, true },
		{ { .command_class = 1, .command_select = 2, .arg = { 0x50, 1, 1 } }, true },
		{ { .command_class = 1, .arg = { 0x50, 1, 0, 1 } }, false },
		{ { .command_class = 0, .arg = { 0x50, 1, 0x1234 } }, false },
		{ { .command_class = 11, .command_select = 1, .arg = { 1, 1, 1, 0x12 } }, true },
		{ { .command_class = 11, .command_select = 3, .arg = { 1, 1, 1, 0x12 } }, true },
		{ { .command_class = 11, .command_select = 1, .arg = { 1, 1, 1 } }, false },
		{ { .command_class = 11, .arg = { 0, 0, 0, 0x12 } }, false },
		{ { .command_class = 20, .command_select = 1, .arg = { 0, 0x12 } }, true },
		{ { .command_class = 20, .command_select = 1, .arg = { 0, 0, 1 } }, false },
		{ { .command_class = 10, .command_select = 3 }, true },
	};
	const struct smi_cmd cmd = { .ecx = 0 };
	struct fixture *f = *state;

	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 3 | 1 << 10 | 1 << 11 | 1 << 20, NULL, 0);
	fixture_machine(f, note_secret);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ci_call call = { .ci = rows[i].ci };
		const u8 *bytes = (const u8 *)&rows[i].ci;

		assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
		assert_int_equal(was_secret, rows[i].secret);
		assert_int_equal(ci_raw_is_secret(&cmd, bytes, sizeof(rows[i].ci), true),
				 rows[i].secret);
		/* As the program that some other port starts. */
		assert_false(ci_raw_is_secret(&cmd, bytes, sizeof(rows[i].ci), false));
		assert_false(ci_raw_is_secret(&cmd, bytes, 1, true));
	}
}

static int count_only(struct fixture *f, struct ci_call *call)
{
	(void)f;
	call->ci.res[0] = SMI_RESULT_DONE;
	return SMI_OK;
}

static void a_dry_run_sends_what_reads_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	struct ci_call call = { .ci = { .command_class = CLASS_READ } };

	f->options.dry_run = true;
	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 0x3, NULL, 0);
	fixture_machine(f, count_only);
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
	assert_int_equal(f->calls, 1);
	assert_false(call.recorded);
	assert_int_equal(f->recorded, 0);

	call.ci.command_class = CLASS_WRITE;
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
	assert_int_equal(f->calls, 1);
	assert_true(call.recorded);
	assert_int_equal(f->recorded, 2);
	assert_int_equal(f->machine.smis, 1);
}

static int inverts(struct fixture *f, struct ci_call *call)
{
	(void)f;
	call->ci.command_class = ~call->ci.command_class;
	call->ci.command_select = ~call->ci.command_select;
	for (int i = 0; i < 4; i++)
		call->ci.arg[i] = ~call->ci.arg[i];
	call->ci.res[0] = SMI_RESULT_ERROR;
	return SMI_OK;
}

static void what_was_asked_for_stays_what_it_was(void **state)
{
	struct fixture *f = *state;
	struct ci_call call = { .ci = { .command_class = CLASS_READ, .arg = { 5 } } };

	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 0x3, NULL, 0);
	fixture_machine(f, inverts);
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_REFUSED);
	assert_non_null(strstr(f->error.what, "call 0/0"));
	assert_int_equal(call.ci.command_class, CLASS_READ);
	assert_int_equal(call.ci.arg[0], 5);
}

static void one_lock_serves_a_batch_of_calls(void **state)
{
	struct fixture *f = *state;
	struct ci_call call = { .ci = { .command_class = CLASS_READ } };

	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 0x3, NULL, 0);
	fixture_machine(f, count_only);
	assert_int_equal(machine_lock(&f->machine, &f->error), SMI_OK);
	for (int i = 0; i < 10; i++)
		assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
	machine_unlock(&f->machine);
	assert_int_equal(f->locks, 1);
	assert_int_equal(f->machine.smis, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(filled_buffers_begin_with_a_dsci_header_from_version_2_on),
		UNIT_TEST(filled_buffers_are_plain_below_version_2),
		UNIT_TEST(a_class_that_is_not_advertised_is_not_called),
		UNIT_TEST(silence_is_a_failure_and_no_answer),
		UNIT_TEST(password_classes_are_secret_by_themselves),
		UNIT_TEST(a_call_with_a_security_key_is_secret),
		UNIT_TEST(a_dry_run_sends_what_reads_and_nothing_else),
		UNIT_TEST(what_was_asked_for_stays_what_it_was),
		UNIT_TEST(one_lock_serves_a_batch_of_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

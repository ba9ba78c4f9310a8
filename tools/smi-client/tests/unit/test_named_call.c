// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls by name. A failure means that a word of the user or a mistake in
 * calls.conf reaches firmware as something that was not meant.
 */
#include <json-c/json.h>

#include "../../lib/config.h"
#include "../../lib/named_call.h"
#include "fixture.h"

/* The calls of the test, one of which is used. */
static struct named_calls *load(struct fixture *f, const char *text)
{
	struct named_calls *calls;

	fixture_text(f, "calls.conf", text);
	assert_int_equal(named_calls_load(f->dir, &calls, &f->error), SMI_OK);
	return calls;
}

static int answer_done(struct fixture *f, struct ci_call *call)
{
	(void)f;
	call->ci.res[0] = SMI_RESULT_DONE;
	return SMI_OK;
}

static void machine(struct fixture *f, int (*firmware)(struct fixture *f, struct ci_call *call))
{
	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 0xFFFFFFFF, NULL, 0);
	fixture_machine(f, firmware);
}

static void every_call_of_the_file_is_complete(void **state)
{
	struct fixture *f = *state;
	struct named_calls *calls;
	struct named_call def;
	const char *name;
	char directory[] = __FILE__;
	char path[512];

	*strrchr(directory, '/') = '\0';
	snprintf(path, sizeof(path), "%s/../../data", directory);
	assert_int_equal(named_calls_load(path, &calls, &f->error), SMI_OK);
	for (size_t n = 0; (name = named_calls_name(calls, n)); n++) {
		if (named_call_find(calls, name, &def, &f->error))
			fail_msg("%s", f->error.what);
		assert_non_null(def.summary);
		/* Words begin with a letter, to tell them from a class. */
		assert_true(name[0] >= 'a' && name[0] <= 'z');
		/* Tags and passwords are there once: by their commands. */
		assert_true(!ci_is_secret(def.class) && def.class != CLASS_TAG &&
			    def.class != CLASS_PROPERTY_TAG);
	}
	assert_int_equal(named_call_find(calls, "nonsense", &def, &f->error), SMI_NOT_FOUND);
	named_calls_free(calls);
}

static const char keyed[] =
"{ \"calls\": { \"x\": { \"class\": 4, \"select\": 1, \"arguments\": [\n"
"	{ \"argument\": 1, \"value\": 1 },\n"
"	{ \"argument\": 2, \"low\": 8, \"high\": 15, \"key\": \"level\", \"min\": 2, \"max\": 9 },\n"
"	{ \"argument\": 2, \"low\": 0, \"high\": 7, \"key\": \"mode\", \"value\": 4,\n"
"	  \"choices\": { \"quiet\": 3 } } ] } } }";

static int arguments(struct fixture *f, const struct named_call *def, struct ci_call *call,
		     int n, char **words)
{
	named_call_wipe(call);
	return named_call_arguments(&f->machine, def, n, words, call, &f->error);
}

static void keys_choices_and_bits_make_an_argument(void **state)
{
	static char *const wrong[][3] = {
		{ "level=10" }, { "level=1" }, { "level=" }, { "level= 5" }, { "level=+5" },
		{ "level=5", "mode=loud" }, { "level=5", "other=1" }, { "level=5", "mode" },
		{ "level=5", "level=6" }, { "mode=quiet", "mode=quiet", "level=5" }, { NULL },
	};
	struct fixture *f = *state;
	struct named_calls *calls = load(f, keyed);
	struct ci_call call = { };
	struct named_call def;

	machine(f, answer_done);
	assert_int_equal(named_call_find(calls, "x", &def, &f->error), SMI_OK);
	assert_int_equal(arguments(f, &def, &call, 2, (char *[]){ "mode=quiet", "level=5" }),
			 SMI_OK);
	assert_int_equal(call.ci.arg[0], 1);
	assert_int_equal(call.ci.arg[1], 0x0503);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "level=9" }), SMI_OK);
	assert_int_equal(call.ci.arg[1], 0x0904);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		int n = 0;

		while (n < 3 && wrong[i][n])
			n++;
		assert_int_equal(arguments(f, &def, &call, n, (char **)wrong[i]), SMI_USAGE);
	}
	assert_int_equal(f->calls, 0);
	named_call_wipe(&call);
	named_calls_free(calls);
}

static void texts_fit_or_are_refused(void **state)
{
	struct fixture *f = *state;
	struct named_calls *calls = load(f,
"{ \"calls\": { \"plain\": { \"class\": 4, \"select\": 1, \"arguments\": [\n"
"	{ \"argument\": 1, \"text\": 10, \"key\": \"tag\" } ] },\n"
"  \"memory\": { \"class\": 4, \"select\": 1, \"arguments\": [\n"
"	{ \"argument\": 1, \"memory\": 4, \"key\": \"tag\" },\n"
"	{ \"argument\": 2, \"memory\": 5 } ] } } }");
	struct ci_call call = { };
	struct named_call def;

	machine(f, answer_done);
	assert_int_equal(named_call_find(calls, "plain", &def, &f->error), SMI_OK);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "tag=ABCDEFGHIJ" }), SMI_OK);
	assert_memory_equal((u8 *)&call.ci + 4, "ABCDEFGHIJ\0\0\0\0\0\0", 16);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "tag=ABCDEFGHIJK" }), SMI_USAGE);

	assert_int_equal(named_call_find(calls, "memory", &def, &f->error), SMI_OK);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "tag=ABCD" }), SMI_OK);
	assert_int_equal(call.buffer[0].size, 4);
	assert_memory_equal(call.buffer[0].data, "ABCD", 4);
	/* Only what the user does not give is filled by firmware. */
	assert_false(call.buffer[0].filled);
	assert_true(call.buffer[1].filled);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "tag=ABCDE" }), SMI_USAGE);
	named_call_wipe(&call);
	named_calls_free(calls);
}

static void a_description_that_is_wrong_is_told_with_file_and_call(void **state)
{
	static const char *const wrong[] = {
		"1", "{}", "{ \"class\": 1 }", "{ \"class\": \"1\", \"select\": 1 }",
		"{ \"class\": 65536, \"select\": 1 }", "{ \"class\": -1, \"select\": 1 }",
		"{ \"class\": 1, \"select\": 1, \"title\": \"x\" }",
		"{ \"class\": 1, \"select\": 1, \"arguments\": {} }",
		"[ 1 ]", "[ {} ]", "[ { \"argument\": 0 } ]", "[ { \"argument\": 5 } ]",
		"[ { \"argument\": \"1\" } ]", "[ { \"argument\": 1, \"low\": 32 } ]",
		"[ { \"argument\": 1, \"low\": 8, \"high\": 7 } ]",
		"[ { \"argument\": 1, \"low\": -1 } ]",
		"[ { \"argument\": 1, \"value\": 4294967296 } ]",
		"[ { \"argument\": 4, \"text\": 5 } ]",
		"[ { \"argument\": 1, \"memory\": 1000000 } ]",
		"[ { \"argument\": 1, \"choice\": {} } ]",
		"[ { \"argument\": 1, \"choices\": { \"a\": \"b\" } } ]",
		"[ { \"argument\": 1, \"keep\": { \"low\": 1 } } ]",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		bool list = wrong[i][0] == '[';
		struct named_calls *calls;
		struct named_call def;
		char text[512];

		snprintf(text, sizeof(text), "{ \"calls\": { \"odd\": %s%s%s } }", list ?
			 "{ \"class\": 1, \"select\": 1, \"arguments\": " : "", wrong[i],
			 list ? " }" : "");
		calls = load(f, text);
		if (named_call_find(calls, "odd", &def, &f->error) != SMI_FAILED)
			fail_msg("taken: %s", wrong[i]);
		assert_non_null(strstr(f->error.what, "calls.conf"));
		assert_non_null(strstr(f->error.what, "'odd'"));
		named_calls_free(calls);
	}
}

/* Answers 17/19 as a machine with mode 2 and acoustic control 1. */
static int thermal(struct fixture *f, struct ci_call *call)
{
	u32 *set = f->arg;

	call->ci.res[0] = SMI_RESULT_DONE;
	if (call->ci.arg[0] == 1)
		*set = call->ci.arg[1];
	call->ci.res[2] = 0x010002;
	return SMI_OK;
}

static void what_was_not_given_is_read_first_and_sent_back(void **state)
{
	struct fixture *f = *state;
	struct named_calls *calls = load(f,
"{ \"calls\": { \"get\": { \"class\": 17, \"select\": 19, \"arguments\": [\n"
"	{ \"argument\": 1, \"value\": 0 } ] },\n"
"  \"set\": { \"class\": 17, \"select\": 19, \"read\": \"get\", \"arguments\": [\n"
"	{ \"argument\": 1, \"value\": 1 },\n"
"	{ \"argument\": 2, \"low\": 0, \"high\": 7, \"key\": \"mode\",\n"
"	  \"keep\": { \"result\": 3, \"low\": 0, \"high\": 7 } },\n"
"	{ \"argument\": 2, \"low\": 8, \"high\": 15, \"key\": \"acoustic\",\n"
"	  \"keep\": { \"result\": 3, \"low\": 16, \"high\": 23 } } ] } } }");
	struct ci_call call = { };
	struct named_call def;
	u32 set = 0;

	machine(f, thermal);
	f->arg = &set;
	assert_int_equal(named_call_find(calls, "set", &def, &f->error), SMI_OK);
	assert_int_equal(arguments(f, &def, &call, 0, NULL), SMI_USAGE);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "mode=8" }), SMI_OK);
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
	assert_int_equal(set, 0x0108);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "acoustic=0" }), SMI_OK);
	assert_int_equal(ci_do(&f->machine, &call, &f->error), SMI_OK);
	assert_int_equal(set, 0x0002);
	named_call_wipe(&call);
	named_calls_free(calls);
}

static int silent(struct fixture *f, struct ci_call *call)
{
	(void)f;
	(void)call;
	return SMI_OK;
}

static void a_state_that_could_not_be_read_is_not_overwritten(void **state)
{
	struct fixture *f = *state;
	struct named_calls *calls = load(f,
"{ \"calls\": { \"get\": { \"class\": 17, \"select\": 19 },\n"
"  \"set\": { \"class\": 17, \"select\": 19, \"read\": \"get\", \"arguments\": [\n"
"	{ \"argument\": 2, \"low\": 0, \"high\": 7, \"key\": \"a\" },\n"
"	{ \"argument\": 2, \"low\": 8, \"high\": 15, \"key\": \"b\",\n"
"	  \"keep\": { \"result\": 3 } } ] } } }");
	struct ci_call call = { };
	struct named_call def;

	machine(f, silent);
	assert_int_equal(named_call_find(calls, "set", &def, &f->error), SMI_OK);
	assert_int_equal(arguments(f, &def, &call, 1, (char *[]){ "a=1" }), SMI_FAILED);
	assert_int_equal(f->error.hint, HINT_NO_ANSWER);
	named_call_wipe(&call);
	named_calls_free(calls);
}

static void results_are_told_by_name(void **state)
{
	struct fixture *f = *state;
	struct named_calls *calls = load(f,
"{ \"calls\": { \"r\": { \"class\": 1, \"select\": 1, \"results\": [\n"
"	{ \"name\": \"modes\", \"result\": 2, \"low\": 4, \"high\": 7,\n"
"	  \"bits\": { \"0\": \"a\", \"1\": \"b\", \"3\": \"d\" } },\n"
"	{ \"name\": \"state\", \"result\": 2, \"low\": 0, \"high\": 3,\n"
"	  \"values\": { \"7\": \"seven\" } },\n"
"	{ \"name\": \"number\", \"result\": 3 },\n"
"	{ \"name\": \"tag\", \"result\": 3, \"text\": 8 },\n"
"	{ \"name\": \"memory\", \"memory\": 1 },\n"
"	{ \"name\": \"none\", \"memory\": 2 } ] } } }");
	u8 memory[3] = { 'x', '\x1B', 0xFF };
	struct ci_call call = {
		.ci.res = { 0, 0xB7, 0x44434241, 0 },
		.buffer[0] = { .data = memory, .size = sizeof(memory) },
	};
	struct named_field *fields;
	struct named_call def;
	size_t count;

	assert_int_equal(named_call_find(calls, "r", &def, &f->error), SMI_OK);
	assert_int_equal(named_call_results(&def, &call, &fields, &count, &f->error), SMI_OK);
	assert_int_equal(count, 5);
	assert_int_equal(fields[0].kind, NAMED_LIST);
	assert_int_equal(fields[0].count, 3);
	assert_string_equal(fields[0].list[2], "d");
	assert_string_equal(fields[1].text, "seven");
	assert_int_equal(fields[2].kind, NAMED_NUMBER);
	assert_int_equal(fields[2].number, 0x44434241);
	assert_string_equal(fields[3].text, "ABCD");
	assert_string_equal(fields[4].text, "x?");
	named_fields_free(fields, count);
	named_calls_free(calls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(every_call_of_the_file_is_complete),
		UNIT_TEST(keys_choices_and_bits_make_an_argument),
		UNIT_TEST(texts_fit_or_are_refused),
		UNIT_TEST(a_description_that_is_wrong_is_told_with_file_and_call),
		UNIT_TEST(what_was_not_given_is_read_first_and_sent_back),
		UNIT_TEST(a_state_that_could_not_be_read_is_not_overwritten),
		UNIT_TEST(results_are_told_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

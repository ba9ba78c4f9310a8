// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls by name: what calls.conf says, and what it must not make happen. */
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "fixture.h"
#include "output.h"

/* One call described by text; arguments from words. */
static int arguments(struct fixture *f, const char *description, int argc,
		     char **argv, struct firmware_call *call)
{
	struct json_object *def = json_tokener_parse(description);
	int code;

	assert_non_null(def);
	memset(call, 0, sizeof(*call));
	json_object_put(output_catch(&f->client));
	code = calls_arguments(&f->client, def, argc, argv, call);
	json_object_put(def);
	return code;
}

static void every_call_of_the_file_is_complete(void **state)
{
	struct fixture *f = *state;
	struct json_object *calls, *def;
	struct firmware_call call;

	assert_int_equal(calls_load(&f->client, &calls), CLIENT_DONE);
	json_object_object_foreach(calls, name, unused) {
		(void)unused;
		assert_int_equal(calls_find(&f->client, calls, name, &def,
					    &call), CLIENT_DONE);
		assert_non_null(output_get_text(def, "summary"));
		/* Words begin with a letter, to tell them from a class. */
		assert_true(name[0] >= 'a' && name[0] <= 'z');
	}
	json_object_put(calls);
}

static void an_unknown_name_is_not_found(void **state)
{
	struct fixture *f = *state;
	struct json_object *calls, *def;
	struct firmware_call call;

	assert_int_equal(calls_load(&f->client, &calls), CLIENT_DONE);
	assert_int_equal(calls_find(&f->client, calls, "nonsense", &def,
				    &call), CLIENT_NOT_FOUND);
	json_object_put(calls);
}

static void keys_choices_and_bits_make_an_argument(void **state)
{
	static const char def[] =
		"{\"arguments\":[{\"argument\":1,\"value\":1},{\"argument\":2,\"low\":8,\"high\":15,\"key\":\"level\",\"min\":2,\"max\":9},{\"argument\":2,\"low\":0,\"high\":7,\"key\":\"mode\",\"value\":4,\"choices\":{\"quiet\":3}}]}";
	struct fixture *f = *state;
	struct firmware_call call;

	assert_int_equal(arguments(f, def, 2, (char *[]){ "mode=quiet",
				   "level=5" }, &call), CLIENT_DONE);
	assert_int_equal(call.ci.arg[0], 1);
	assert_int_equal(call.ci.arg[1], 0x0503);
	assert_int_equal(arguments(f, def, 1, (char *[]){ "level=9" }, &call),
			 CLIENT_DONE);
	assert_int_equal(call.ci.arg[1], 0x0904);
	assert_int_equal(arguments(f, def, 1, (char *[]){ "level=10" }, &call),
			 CLIENT_USAGE);
	assert_int_equal(arguments(f, def, 1, (char *[]){ "level=1" }, &call),
			 CLIENT_USAGE);
	assert_int_equal(arguments(f, def, 0, NULL, &call), CLIENT_USAGE);
	assert_int_equal(arguments(f, def, 2, (char *[]){ "level=5",
				   "mode=loud" }, &call), CLIENT_USAGE);
	assert_int_equal(arguments(f, def, 2, (char *[]){ "level=5",
				   "other=1" }, &call), CLIENT_USAGE);
	assert_int_equal(arguments(f, def, 2, (char *[]){ "level=5", "mode" },
				   &call), CLIENT_USAGE);
}

static void texts_fit_or_are_refused(void **state)
{
	static const char plain[] =
		"{\"arguments\":[{\"argument\":1,\"text\":10,\"key\":\"tag\"}]}";
	static const char memory[] =
		"{\"arguments\":[{\"argument\":1,\"memory\":4,\"key\":\"tag\"}]}";
	struct fixture *f = *state;
	struct firmware_call call;

	assert_int_equal(arguments(f, plain, 1, (char *[]){ "tag=ABCDEFGHIJ" },
				   &call), CLIENT_DONE);
	assert_memory_equal(call.ci.arg, "ABCDEFGHIJ\0\0\0\0\0\0", 16);
	assert_int_equal(arguments(f, plain, 1,
				   (char *[]){ "tag=ABCDEFGHIJK" }, &call),
			 CLIENT_USAGE);
	assert_int_equal(arguments(f, memory, 1, (char *[]){ "tag=ABCD" },
				   &call), CLIENT_DONE);
	assert_int_equal(call.size[0], 4);
	assert_memory_equal(call.buffer[0], "ABCD", 4);
	free(call.buffer[0]);
	assert_int_equal(arguments(f, memory, 1, (char *[]){ "tag=ABCDE" },
				   &call), CLIENT_USAGE);
	free(call.buffer[0]);
}

static void what_the_file_has_wrong_is_told(void **state)
{
	static const char *const wrong[] = {
		"{\"arguments\":[1]}",
		"{\"arguments\":[{\"argument\":0}]}",
		"{\"arguments\":[{\"argument\":5}]}",
		"{\"arguments\":[{\"argument\":\"1\"}]}",
		"{\"arguments\":[{\"argument\":1,\"low\":32}]}",
		"{\"arguments\":[{\"argument\":1,\"low\":8,\"high\":7}]}",
		"{\"arguments\":[{\"argument\":1,\"low\":-1}]}",
		"{\"arguments\":[{\"argument\":1,\"value\":4294967296}]}",
		"{\"arguments\":[{\"argument\":4,\"text\":5}]}",
		"{\"arguments\":[{\"argument\":1,\"memory\":1000000}]}",
	};
	struct fixture *f = *state;
	struct firmware_call call;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(arguments(f, wrong[i], 0, NULL, &call),
				 CLIENT_FAILED);
}

static void results_are_told_by_name(void **state)
{
	static const char text[] =
		"{\"results\":[{\"name\":\"modes\",\"result\":2,\"low\":4,\"high\":7,\"bits\":{\"0\":\"a\",\"1\":\"b\",\"3\":\"d\"}},{\"name\":\"state\",\"result\":2,\"low\":0,\"high\":3,\"values\":{\"7\":\"seven\"}},{\"name\":\"number\",\"result\":3},{\"name\":\"tag\",\"result\":3,\"text\":8},{\"name\":\"memory\",\"memory\":1},{\"name\":\"none\",\"memory\":2},{\"name\":\"wrong\",\"result\":5},{\"result\":1},3]}";
	struct json_object *def = json_tokener_parse(text);
	struct json_object *fields = json_object_new_object();
	u8 memory[3] = { 'x', 'y', 0xFF };
	struct firmware_call call = {
		.ci.res = { 0, 0xB7, -1, 0 }, .buffer = { memory },
		.size = { 3 },
	};

	(void)state;
	assert_non_null(def);
	call.ci.res[2] = 0x44434241;
	calls_results(def, &call, fields);
	assert_string_equal(json_object_to_json_string_ext(fields,
						JSON_C_TO_STRING_PLAIN),
			    "{\"modes\":[\"a\",\"b\",\"d\"],\"state\":\"seven\",\"number\":1145258561,\"tag\":\"ABCD\",\"memory\":\"xy\"}");
	json_object_put(fields);
	json_object_put(def);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(every_call_of_the_file_is_complete),
		FIXTURE_TEST(an_unknown_name_is_not_found),
		FIXTURE_TEST(keys_choices_and_bits_make_an_argument),
		FIXTURE_TEST(texts_fit_or_are_refused),
		FIXTURE_TEST(what_the_file_has_wrong_is_told),
		cmocka_unit_test(results_are_told_by_name),
	};

	return cmocka_run_group_tests_name("calls", tests, NULL, NULL);
}

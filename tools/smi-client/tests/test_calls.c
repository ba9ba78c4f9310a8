// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls by name: what calls.conf says, and what it must not make happen. */
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "fixture.h"
#include "output.h"

/* test_calls.json, which lies beside this file. */
static struct json_object *descriptions;

static struct json_object *description(const char *name)
{
	char path[] = __FILE__ "-json";

	if (!descriptions) {
		memcpy(strrchr(path, '.'), ".json", sizeof(".json"));
		descriptions = json_object_from_file(path);
	}
	assert_non_null(json_object_object_get(descriptions, name));
	return json_object_object_get(descriptions, name);
}

static int forget(void **state)
{
	(void)state;
	json_object_put(descriptions);
	return 0;
}

/* One call; arguments from words. */
static int arguments(struct fixture *f, struct json_object *def, int argc,
		     char **argv, struct firmware_call *call)
{
	memset(call, 0, sizeof(*call));
	json_object_put(output_catch(&f->client));
	return calls_arguments(&f->client, def, argc, argv, call);
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
	struct json_object *def = description("arguments");
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
	struct json_object *plain = description("text");
	struct json_object *memory = description("memory");
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
	struct json_object *wrong = description("wrong");
	struct fixture *f = *state;
	struct firmware_call call;

	for (size_t i = 0; i < json_object_array_length(wrong); i++)
		assert_int_equal(arguments(f, json_object_array_get_idx(wrong, i),
					   0, NULL, &call), CLIENT_FAILED);
}

static void results_are_told_by_name(void **state)
{
	struct json_object *fields = json_object_new_object();
	u8 memory[3] = { 'x', 'y', 0xFF };
	struct firmware_call call = {
		.ci.res = { 0, 0xB7, 0x44434241, 0 }, .buffer = { memory },
		.size = { 3 },
	};

	(void)state;
	calls_results(description("results"), &call, fields);
	assert_true(json_object_equal(fields, description("fields")));
	json_object_put(fields);
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

	return cmocka_run_group_tests_name("calls", tests, NULL, forget);
}

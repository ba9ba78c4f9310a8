// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How long SMIs take. A failure means that somebody trusts figures of a
 * real-time machine that were not measured.
 */
#include <unistd.h>

#include "fixture.h"

#include "../../lib/latency.h"
#include "../../lib/latency_trace.h"

static void figures_are_those_of_the_list(void **state)
{
	struct latency_series s;
	u64 times[100], one = 7;

	(void)state;
	for (size_t i = 0; i < 100; i++)
		times[i] = (100 - i) * 2000;
	latency_series(times, 100, &s);
	assert_true(s.known);
	assert_int_equal(s.min, 2000);
	assert_int_equal(s.median, 100000);
	assert_int_equal(s.p99, 198000);
	assert_int_equal(s.max, 200000);
	assert_int_equal(s.above[0], 95);
	assert_int_equal(s.above[1], 50);
	assert_int_equal(s.above[2], 25);
	assert_int_equal(s.bucket[0], 0);
	assert_int_equal(s.bucket[1], 1);	/* 2 us */
	assert_int_equal(s.bucket[2], 1);	/* 4 us */
	assert_int_equal(s.bucket[3], 2);	/* 6 and 8 us */
	latency_series(&one, 1, &s);
	assert_int_equal(s.p99, 7);
	latency_series(&one, 0, &s);
	assert_false(s.known);
}

static void the_last_bucket_takes_the_rest(void **state)
{
	u64 times[] = { 1, 1000, 1001, UINT64_MAX };
	struct latency_series s;

	(void)state;
	latency_series(times, 4, &s);
	assert_int_equal(s.bucket[0], 2);
	assert_int_equal(s.bucket[1], 1);
	assert_int_equal(s.bucket[LATENCY_BUCKETS - 1], 1);
}

static void only_events_of_this_process_count(void **state)
{
	static const struct {
		const char *line;
		u64 ns;
	} lines[] = {
		{ " smi-client-123 [000] d..1. 1.5: smi: duration_ns=9 smi_ns=4711", 4711 },
		{ " a b-9 [x-123     [001] .....  1.5: smi: request=1 smi_ns=5 result=0", 0 },
		{ " smi-client-1234 [000] ..... 1.5: smi: duration_ns=9 smi_ns=4711", 0 },
		{ "      smi-client-123     [000] .....  1.5: host_control: smi_ns=4711", 0 },
		{ "      smi-client-123     [000] .....  1.5: smi: request=1", 0 },
		{ "CPU:0 [LOST 12 EVENTS]", 0 }, { "", 0 }, { " [", 0 }, { "-123 [", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		assert_int_equal(latency_trace_parse(lines[i].line, 123), lines[i].ns);
}

static int answer(struct fixture *f, struct ci_call *call)
{
	(void)f;
	assert_true(ci_is_read(&call->ci));
	call->ci.res[0] = 0;
	call->smi_ns = 20000;
	return SMI_OK;
}

static int no_time(struct fixture *f, struct ci_call *call)
{
	(void)f;
	call->ci.res[0] = 0;
	return SMI_OK;
}

static int silent(struct fixture *f, struct ci_call *call)
{
	(void)f;
	(void)call;
	return SMI_OK;
}

static struct fixture *begin(void **state, u32 classes,
			     int (*firmware)(struct fixture *f, struct ci_call *call))
{
	struct fixture *f = *state;

	f->options.sysfs = f->dir;
	f->options.dev = f->dir;
	fixture_identity(f, "Dell Inc.", "PowerEdge 750");
	fixture_calling(f, classes, NULL, 0);
	fixture_machine(f, firmware);
	return f;
}

static void a_harmless_call_is_made_as_often_as_asked(void **state)
{
	struct fixture *f = begin(state, 1 << 11, answer);
	struct latency l;

	assert_int_equal(latency_measure(&f->machine, 50, NULL, NULL, &l, &f->error), SMI_OK);
	assert_int_equal(f->calls, 50);
	assert_int_equal(l.calls, 50);
	assert_string_equal(l.smi_source, "device");
	assert_int_equal(l.smi.median, 20000);
	assert_true(l.round_trip.known);
}

static void what_was_not_measured_is_not_known(void **state)
{
	struct fixture *f = begin(state, 1 << 11, no_time);
	struct latency l;

	assert_int_equal(latency_measure(&f->machine, 5, NULL, NULL, &l, &f->error), SMI_OK);
	assert_false(l.smi.known);
	assert_null(l.smi_source);
	assert_non_null(strstr(l.smi_why, "no tracepoint"));
	assert_int_equal(l.counter, LATENCY_NOT_KNOWN);
	assert_non_null(strstr(l.counter_why, "modprobe msr"));
}

static void a_counter_that_stands_still_counts_nothing(void **state)
{
	struct fixture *f = begin(state, 1 << 11, no_time);
	struct latency l;
	u8 registers[0x34 + 8] = { };

	fixture_file(f, "cpu/0/msr", registers, sizeof(registers));
	assert_int_equal(latency_measure(&f->machine, 5, NULL, NULL, &l, &f->error), SMI_OK);
	assert_int_equal(l.counter, LATENCY_NOT_COUNTED);
	/* A CPU without this register. */
	fixture_file(f, "cpu/0/msr", registers, 4);
	assert_int_equal(latency_measure(&f->machine, 5, NULL, NULL, &l, &f->error), SMI_OK);
	assert_int_equal(l.counter, LATENCY_NOT_COUNTED);
}

static void without_an_answer_there_is_no_measurement(void **state)
{
	struct fixture *f = begin(state, 1 << 11, silent);
	struct latency l;

	assert_int_equal(latency_measure(&f->machine, 5, NULL, NULL, &l, &f->error), SMI_FAILED);
	assert_int_equal(f->calls, 1);
	machine_free(&f->machine);
	f->length = 0;
	f = begin(state, 1 << 1, answer);
	assert_int_equal(latency_measure(&f->machine, 5, NULL, NULL, &l, &f->error),
			 SMI_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(figures_are_those_of_the_list),
		UNIT_TEST(the_last_bucket_takes_the_rest),
		UNIT_TEST(only_events_of_this_process_count),
		UNIT_TEST(a_harmless_call_is_made_as_often_as_asked),
		UNIT_TEST(what_was_not_measured_is_not_known),
		UNIT_TEST(a_counter_that_stands_still_counts_nothing),
		UNIT_TEST(without_an_answer_there_is_no_measurement),
	};

	return cmocka_run_group_tests_name("latency", tests, NULL, NULL);
}

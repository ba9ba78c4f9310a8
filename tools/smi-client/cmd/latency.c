// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client latency: how long SMIs take, and how many were not ours. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/latency.h"
#include "commands.h"

#define CALLS_DEFAULT	100
#define BAR		40	/* characters of the longest bar */

static void latency_put_series(struct json_object *o, const char *key,
			       const struct latency_series *s)
{
	struct json_object *one, *part;
	char limit[24];

	if (!s->known) {
		put_null(o, key);
		return;
	}
	one = put_object(o, key);
	put_number(one, "min", s->min);
	put_number(one, "median", s->median);
	put_number(one, "p99", s->p99);
	put_number(one, "max", s->max);
	part = put_object(one, "above");
	for (size_t i = 0; i < LATENCY_LIMITS; i++) {
		snprintf(limit, sizeof(limit), "%llu", (unsigned long long)latency_limits[i]);
		put_number(part, limit, s->above[i]);
	}
	part = put_array(one, "histogram");
	for (size_t i = 0; i < LATENCY_BUCKETS; i++) {
		struct json_object *bucket;

		if (!s->bucket[i])
			continue;
		bucket = add_object(part);
		if (latency_bucket_end(i))
			put_number(bucket, "up_to_ns", latency_bucket_end(i));
		else
			put_null(bucket, "up_to_ns");
		put_number(bucket, "count", s->bucket[i]);
	}
}

static const char *latency_counter_name(enum latency_counter counter)
{
	return counter == LATENCY_COUNTED ? "counted" :
	       counter == LATENCY_NOT_COUNTED ? "not counted" : "not known";
}

static void latency_put(struct json_object *o, const struct latency *l)
{
	struct json_object *counter;

	put_number(o, "class", l->ci.command_class);
	put_number(o, "select", l->ci.command_select);
	put_number(o, "calls", l->calls);
	latency_put_series(o, "smi", &l->smi);
	put_text(o, "smi_source", l->smi_source);
	if (*l->smi_why)
		put_text(o, "smi_why", l->smi_why);
	latency_put_series(o, "round_trip", &l->round_trip);
	counter = put_object(o, "smi_counter");
	put_text(counter, "state", latency_counter_name(l->counter));
	if (l->counter == LATENCY_COUNTED) {
		put_number(counter, "smis", l->counted);
		put_number(counter, "others", l->others);
	} else {
		put_null(counter, "smis");
		put_null(counter, "others");
	}
	if (*l->counter_why)
		put_text(counter, "why", l->counter_why);
	put_bool(o, "emulated", l->emulated);
}

static void latency_histogram(struct output *out, const struct latency_series *s)
{
	static const char bar[BAR + 1] = "########################################";
	size_t most = 0, first = LATENCY_BUCKETS, last = 0;

	for (size_t i = 0; i < LATENCY_BUCKETS; i++) {
		most = s->bucket[i] > most ? s->bucket[i] : most;
		if (!s->bucket[i])
			continue;
		first = first < i ? first : i;
		last = i;
	}
	for (size_t i = first; i <= last; i++) {
		/* One that is not empty has a bar. */
		int length = (s->bucket[i] * BAR + most - 1) / most;

		if (latency_bucket_end(i))
			output_line(out, "  up to %7llu us  %6zu  %.*s",
				    (unsigned long long)latency_bucket_end(i) / 1000, s->bucket[i],
				    length, bar);
		else
			output_line(out, "  longer            %6zu  %.*s", s->bucket[i], length,
				    bar);
	}
}

static void latency_print_series(struct output *out, const char *what,
				 const struct latency_series *s)
{
	output_line(out, "%s in us: minimum %.1f, median %.1f, 99 %% %.1f, maximum %.1f", what,
		    s->min / 1e3, s->median / 1e3, s->p99 / 1e3, s->max / 1e3);
	output_line(out, "  above 10 us: %zu, 100 us: %zu, 150 us: %zu", s->above[0], s->above[1],
		    s->above[2]);
	latency_histogram(out, s);
}

static void latency_print(struct output *out, const struct latency *l)
{
	output_line(out, "%zu calls of class %u select %u%s", l->calls, l->ci.command_class,
		    l->ci.command_select,
		    l->emulated ? " in a virtual machine: these are no figures of hardware" : "");
	if (l->smi.known)
		latency_print_series(out, "SMI", &l->smi);
	else
		output_line(out, "SMI: not known: %s", l->smi_why);
	latency_print_series(out, "Round trip", &l->round_trip);
	if (l->counter == LATENCY_COUNTED)
		output_line(out, "SMIs counted by the CPU (MSR 0x34): %llu, %lld of others",
			    (unsigned long long)l->counted, (long long)l->others);
	else if (l->counter == LATENCY_NOT_COUNTED)
		output_line(out, "SMIs are not counted by this CPU (MSR 0x34)");
	else
		output_line(out, "SMIs counted by the CPU: not known: %s", l->counter_why);
}

/* Where the progress goes. */
struct latency_progress {
	struct output *out;
	size_t calls;
};

static void latency_tell(void *arg, size_t done)
{
	const struct latency_progress *p = arg;

	output_progress(p->out, "calls", done, p->calls);
}

static int latency_run(struct run *run, int argc, char **argv)
{
	struct latency_progress progress = { .out = run->out, .calls = CALLS_DEFAULT };
	struct smi_error error;
	struct latency l;
	int code = SMI_OK;

	(void)argc;
	(void)argv;
	if (run->options->given & OPT(COUNT))
		progress.calls = run->options->count;
	if (!progress.calls || progress.calls > LATENCY_CALLS_MAX)
		code = error_set(&error, SMI_USAGE, HINT_NONE, "--count takes 1 to %u",
				 LATENCY_CALLS_MAX);
	if (!code)
		code = latency_measure(run->machine, progress.calls, latency_tell, &progress, &l,
				       &error);
	output_progress(run->out, "calls", progress.calls, progress.calls);
	if (code)
		return output_error(run->out, &error);
	if (output_is_json(run->out))
		latency_put(output_object(run->out), &l);
	else
		latency_print(run->out, &l);
	return SMI_OK;
}

const struct command latency_commands[] = {
	{
		.noun = "latency",
		.summary = "how long SMIs take, and how many were not ours",
		.help = "A call that only reads is made again and again (100 times, or --count).\n"
			"Every SMI stops all CPUs: --pace keeps them apart.\n",
		.flags = COMMAND_NEEDS_MACHINE, .options = OPT(COUNT),
		.run = latency_run,
	},
	{ }
};

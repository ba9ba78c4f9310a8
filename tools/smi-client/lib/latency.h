/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long SMIs take. Every SMI stops all CPUs, so machines that do real-time
 * work want to know. A call that only reads is made many times.
 */
#ifndef LIB_LATENCY_H
#define LIB_LATENCY_H

#include "error.h"
#include "machine.h"

#define LATENCY_CALLS_MAX	100000
#define LATENCY_LIMITS		3
#define LATENCY_BUCKETS		20

/* Limits in nanoseconds: hwlat's default, the real-time wiki's, and BITS'. */
extern const u64 latency_limits[LATENCY_LIMITS];

/**
 * struct latency_series - one kind of time, in nanoseconds
 * @known: the rest is right
 * @min: shortest
 * @median: of all
 * @p99: 99 of 100 are not longer
 * @max: longest
 * @above: how many were longer than each of latency_limits
 * @bucket: how many up to latency_bucket_end() and longer than the one before
 */
struct latency_series {
	bool known;
	u64 min, median, p99, max;
	size_t above[LATENCY_LIMITS], bucket[LATENCY_BUCKETS];
};

enum latency_counter {
	LATENCY_NOT_KNOWN,	/* could not be read */
	LATENCY_NOT_COUNTED,	/* this CPU counts no SMIs */
	LATENCY_COUNTED,
};

/**
 * struct latency - what was measured
 * @ci: class, select and arguments of the call
 * @calls: how many were made
 * @smi: the SMI itself
 * @smi_source: "tracepoint" or "device"; NULL when it could not be measured
 * @smi_why: why not, "" otherwise
 * @round_trip: the whole call, with locks and copies
 * @counter: whether the CPU counts SMIs (MSR 0x34)
 * @counted: SMIs while measuring
 * @others: those of them that were not these calls
 * @counter_why: why it could not be read, "" otherwise
 * @emulated: a virtual machine: these are no figures of hardware
 */
struct latency {
	struct smi_calling_interface ci;
	size_t calls;
	struct latency_series smi;
	const char *smi_source;
	char smi_why[128];
	struct latency_series round_trip;
	enum latency_counter counter;
	u64 counted;
	s64 others;
	char counter_why[128];
	bool emulated;
};

/* The end of a bucket in nanoseconds; 0 for the last one, which has none. */
u64 latency_bucket_end(size_t bucket);

/**
 * latency_series() - figures of a list of times
 * @times: nanoseconds, sorted by this
 * @count: how many
 * @series: filled in; not known for none
 */
void latency_series(u64 *times, size_t count, struct latency_series *series);

/**
 * latency_measure() - make a harmless call again and again
 * @m: machine
 * @calls: how often, 1 to LATENCY_CALLS_MAX
 * @progress: called now and then with how many were made; may be NULL
 * @arg: for @progress
 * @latency: filled in
 *
 * Return: SMI_OK; SMI_NOT_FOUND when this firmware has no call that only reads;
 * or as ci_do()
 */
int latency_measure(struct machine *m, size_t calls, void (*progress)(void *arg, size_t done),
		    void *arg, struct latency *latency, struct smi_error *error);

#endif /* LIB_LATENCY_H */

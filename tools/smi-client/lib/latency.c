// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See latency.h. The SMI itself is timed by the driver: its tracepoint, or the
 * device node where it tells. The CPU's count of SMIs shows those of others.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "calling_interface.h"
#include "latency.h"
#include "latency_trace.h"
#include "memory.h"
#include "xen.h"

#if __has_include("cpuid.h")
#include <cpuid.h>
#else
#define __get_cpuid(...)	0	/* no PowerEdge: tables of others at most */
#endif

#define MSR_SMI_COUNT	0x34
#define CPUID_HYPERVISOR	(1u << 31)
#define PROGRESS_EVERY	64

const u64 latency_limits[LATENCY_LIMITS] = { 10000, 100000, 150000 };

/* Each bucket ends at double the one before: 1 us to 0.26 s. */
u64 latency_bucket_end(size_t bucket)
{
	return bucket < LATENCY_BUCKETS - 1 ? 1000ull << bucket : 0;
}

static int latency_compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

void latency_series(u64 *times, size_t count, struct latency_series *s)
{
	memset(s, 0, sizeof(*s));
	if (!count)
		return;
	qsort(times, count, sizeof(*times), latency_compare);
	s->known = true;
	s->min = times[0];
	s->median = times[(count - 1) / 2];
	s->p99 = times[(count * 99 + 99) / 100 - 1];
	s->max = times[count - 1];
	for (size_t i = 0; i < count; i++) {
		size_t bucket = 0;

		for (size_t k = 0; k < LATENCY_LIMITS; k++)
			s->above[k] += times[i] > latency_limits[k];
		while (latency_bucket_end(bucket) && times[i] > latency_bucket_end(bucket))
			bucket++;
		s->bucket[bucket]++;
	}
}

/* SMIs since power-on; fills in why it cannot be read. */
static bool latency_count(struct machine *m, struct latency *l, u64 *count)
{
	char path[PATH_MAX];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/cpu/0/msr", m->options.dev);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		snprintf(l->counter_why, sizeof(l->counter_why), "cannot open %.80s: %s%s", path,
			 strerror(errno), errno == ENOENT ? " (modprobe msr)" : "");
		return false;
	}
	n = pread(fd, count, sizeof(*count), MSR_SMI_COUNT);
	close(fd);
	if (n == sizeof(*count))
		return true;
	/* The CPU has no such register: AMD, and old ones. */
	l->counter = LATENCY_NOT_COUNTED;
	return false;
}

static bool latency_is_emulated(struct machine *m)
{
	unsigned int a, b, c = 0, d;

	return xen_role(m->options.sysfs) != XEN_DOM0 && __get_cpuid(1, &a, &b, &c, &d) &&
	       c & CPUID_HYPERVISOR;
}

/* The first call that only reads, of a class that is advertised. */
static int latency_choose(struct machine *m, struct smi_calling_interface *ci,
			  struct smi_error *error)
{
	static const struct smi_calling_interface calls[] = {
		{ .command_class = CLASS_TAG, .command_select = 0 },
		{ .command_class = CLASS_ADMIN_PASSWORD, .command_select = 0, .arg = { 1 } },
		{ .command_class = CLASS_USER_PASSWORD, .command_select = 0, .arg = { 1 } },
		{ .command_class = CLASS_INFO, .command_select = 10 },
	};

	struct machine_ci known;
	int code = machine_ci(m, &known, error);

	/* No tables, or no calling interface, is not a matter of classes. */
	if (code)
		return code;
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		if (machine_has_class(m, calls[i].command_class, error))
			continue;
		*ci = calls[i];
		return SMI_OK;
	}
	return error_set(error, SMI_NOT_FOUND, HINT_CLASSES,
			 "this machine's firmware advertises no class with a call that only reads");
}

/**
 * struct latency_run - times so far
 * @trace: the driver's tracepoint
 * @smi: times of SMIs
 * @round: times of whole calls
 * @n_smi: how many of @smi
 */
struct latency_run {
	struct latency_trace trace;
	u64 *smi, *round;
	size_t n_smi;
};

static int latency_call(struct machine *m, struct latency_run *run, struct latency *l,
			struct smi_error *error)
{
	struct ci_call call = { .ci = l->ci };
	int code = ci_send(m, &call, error);
	u64 traced;

	if (code)
		return code;
	/* That it answers at all; what it says does not matter. */
	if (call.ci.res[0] == SMI_RESULT_NOT_HANDLED)
		return ci_result(&call, error);
	traced = latency_trace_next(&run->trace);
	run->round[l->calls++] = call.call_ns;
	if (call.smi_ns || traced) {
		l->smi_source = call.smi_ns ? "device" : "tracepoint";
		run->smi[run->n_smi++] = call.smi_ns ? call.smi_ns : traced;
	}
	return SMI_OK;
}

/* SMIs that the CPU has counted meanwhile. */
static void latency_counted(struct machine *m, struct latency *l, bool before_known, u64 before)
{
	u64 after;

	if (!before_known || !latency_count(m, l, &after))
		return;
	l->counted = after - before;
	l->others = (s64)l->counted - (s64)l->calls;
	/* Under a hypervisor it may read as a constant. */
	l->counter = l->counted ? LATENCY_COUNTED : LATENCY_NOT_COUNTED;
}

int latency_measure(struct machine *m, size_t calls, void (*progress)(void *arg, size_t done),
		    void *arg, struct latency *l, struct smi_error *error)
{
	struct latency_run run = { .trace.pipe = -1 };
	u64 before = 0;
	bool counting;
	int code;

	memset(l, 0, sizeof(*l));
	code = latency_choose(m, &l->ci, error);
	if (code)
		return code;
	run.smi = calloc(calls, sizeof(*run.smi));
	run.round = calloc(calls, sizeof(*run.round));
	if (!run.smi || !run.round)
		code = memory_failed(error);
	l->emulated = latency_is_emulated(m);
	if (!latency_trace_begin(&run.trace, m->options.sysfs))
		strcpy(l->smi_why, run.trace.why);
	counting = latency_count(m, l, &before);
	while (!code && l->calls < calls) {
		code = latency_call(m, &run, l, error);
		if (!code && progress && l->calls % PROGRESS_EVERY == 0)
			progress(arg, l->calls);
	}
	if (!code) {
		latency_counted(m, l, counting, before);
		/* A trace with gaps is no measurement. */
		if (run.n_smi != l->calls && !*l->smi_why)
			snprintf(l->smi_why, sizeof(l->smi_why), "%zu of %zu SMIs are in the trace",
				 run.n_smi, l->calls);
		latency_series(run.smi, run.n_smi == l->calls ? run.n_smi : 0, &l->smi);
		latency_series(run.round, l->calls, &l->round_trip);
	}
	if (!l->smi.known)
		l->smi_source = NULL;
	else
		l->smi_why[0] = '\0';
	latency_trace_end(&run.trace);
	free(run.smi);
	free(run.round);
	return code;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The driver's tracepoint dcdbas:smi, in a trace instance of our own. */
#ifndef LIB_LATENCY_TRACE_H
#define LIB_LATENCY_TRACE_H

#include <limits.h>

#include "types.h"

/**
 * struct latency_trace - an instance that traces SMIs
 * @dir: its directory; "" when there is none
 * @pipe: trace_pipe of it, -1 when it is not open
 * @why: why it could not be had
 */
struct latency_trace {
	char dir[PATH_MAX - 128];
	int pipe;
	char why[128];
};

/* Begins to trace; false with @why when that is not possible. */
bool latency_trace_begin(struct latency_trace *trace, const char *sysfs);

/*
 * Time in nanoseconds of the last SMI of this process since the last time, without
 * the way to CPU 0; 0 when there was none.
 */
u64 latency_trace_next(struct latency_trace *trace);

/* Ends it and removes the instance. */
void latency_trace_end(struct latency_trace *trace);

/* The time of the SMI in a line of the trace, 0 when it is none of process @pid. */
u64 latency_trace_parse(const char *line, int pid);

#endif /* LIB_LATENCY_TRACE_H */

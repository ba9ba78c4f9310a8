// SPDX-License-Identifier: GPL-2.0-or-later
/* See trace.h: steps of the protocol, told to who asked for them. */
#include "trace.h"

void trace_text(const struct trace *trace, bool recorded, const char *verb, const char *file,
		const char *text)
{
	struct trace_step step = {
		.verb = verb, .file = file, .text = text, .recorded = recorded,
	};

	if (trace && trace->step)
		trace->step(trace->arg, &step);
}

void trace_bytes(const struct trace *trace, bool recorded, const char *verb, const char *file,
		 size_t offset, const void *data, size_t length, bool secret)
{
	struct trace_step step = {
		.verb = verb, .file = file, .offset = offset, .data = secret ? NULL : data,
		.length = length, .secret = secret, .recorded = recorded,
	};

	if (trace && trace->step)
		trace->step(trace->arg, &step);
}

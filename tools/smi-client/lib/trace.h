/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Steps of the protocol, for -v and for dry runs. The library reports each; who
 * called decides whether it is shown. Secret bytes never reach a step.
 */
#ifndef LIB_TRACE_H
#define LIB_TRACE_H

#include "types.h"

/**
 * struct trace_step - one access to a file
 * @verb: "lock", "write", "read", "ioctl"
 * @file: its path
 * @text: what is written, as text; NULL when it is bytes or nothing
 * @offset: in the file, in bytes
 * @data: bytes; NULL when there are none or when they are secret
 * @length: of the bytes, also when they are secret
 * @secret: they are not shown
 * @recorded: a dry run: not done
 */
struct trace_step {
	const char *verb, *file, *text;
	size_t offset;
	const u8 *data;
	size_t length;
	bool secret, recorded;
};

/**
 * struct trace - who is told of each step
 * @step: called for each; NULL: nobody
 * @arg: handed to @step
 */
struct trace {
	void (*step)(void *arg, const struct trace_step *step);
	void *arg;
};

void trace_text(const struct trace *trace, bool recorded, const char *verb, const char *file,
		const char *text);
void trace_bytes(const struct trace *trace, bool recorded, const char *verb, const char *file,
		 size_t offset, const void *data, size_t length, bool secret);

#endif /* LIB_TRACE_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other programs, run side by side and no longer than a time limit. */
#ifndef LIB_PROGRAM_H
#define LIB_PROGRAM_H

#include <sys/types.h>

#include "types.h"

enum program_end {
	PROGRAM_EXITED,		/* @status is right */
	PROGRAM_KILLED,		/* by a signal that was not ours */
	PROGRAM_TIMED_OUT,	/* ended by us */
	PROGRAM_MISSING,	/* could not be started */
};

#define PROGRAM_OUTPUT	65536

/**
 * struct program - one of them
 * @argv: name and arguments, NULL behind the last
 * @end: what became of it
 * @status: exit status
 * @output: beginning of its standard output, with a zero at the end
 * @length: of @output
 * @pid: while it runs
 * @fd: its standard output while it runs
 */
struct program {
	const char *argv[8];
	enum program_end end;
	int status;
	char output[PROGRAM_OUTPUT];
	size_t length;
	pid_t pid;
	int fd;
};

/**
 * program_run() - run them all at once
 * @programs: with @argv filled in
 * @count: how many
 * @path: directories, as in $PATH; NULL: the system's own
 * @timeout_ms: each is ended after that time, in milliseconds
 *
 * Their standard input and error output are /dev/null, their environment is
 * PATH and LC_ALL=C.
 */
void program_run(struct program *programs, size_t count, const char *path,
		 unsigned int timeout_ms);

#endif /* LIB_PROGRAM_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/* On which CPU a program runs, and what time it is there. */
#ifndef _CPU_H
#define _CPU_H

#include <sched.h>
#include <stdint.h>
#include <time.h>

/* The calling thread, from here on; 0, or -1 with errno. */
static inline int stay_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set);
}

/* In ns, since some moment. */
static inline uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * UINT64_C(1000000000) + t.tv_nsec;
}

#endif /* _CPU_H */

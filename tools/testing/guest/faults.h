/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocations of the calling thread that fail, by the kernel's failslab and
 * fail_page_alloc (see its Documentation/fault-injection). For a cmocka test,
 * which fails when this kernel can do no such thing.
 */
#ifndef _FAULTS_H
#define _FAULTS_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "files.h"

static inline void set_fail_nth(int fd, int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d", n);

	assert_int_equal(pwrite(fd, text, len, 0), len);
}

/*
 * Lets the @n-th allocation in @act fail, from 1; @failed says whether there
 * was one. Returns what @act does.
 */
static inline ssize_t fail_allocation(int n, ssize_t (*act)(void),
				      bool *failed)
{
	int fd = open("/proc/thread-self/fail-nth", O_RDWR);
	char left[16] = "";
	ssize_t ret;

	assert_true(fd >= 0);
	set_fail_nth(fd, n);
	ret = act();
	assert_true(pread(fd, left, sizeof(left) - 1, 0) > 0);
	set_fail_nth(fd, 0);
	close(fd);
	/* The kernel counts down. */
	*failed = !atoi(left);
	return ret;
}

static const char *const kinds[] = { "failslab", "fail_page_alloc" };

static inline void set_fault(const char *kind, const char *what,
			     const char *format, unsigned long value)
{
	char path[128], text[32];
	int len = snprintf(text, sizeof(text), format, value);

	snprintf(path, sizeof(path), "/sys/kernel/debug/%s/%s", kind, what);
	assert_int_equal(put(path, text, len, 0), len);
}

/* Only what a kernel function, or one that it calls, allocates. */
static inline void fail_only_within(const char *function)
{
	unsigned long start = 0, end = ULONG_MAX, address;
	char line[256], name[128];
	FILE *symbols = fopen("/proc/kallsyms", "r");

	assert_non_null(symbols);
	while (function && fgets(line, sizeof(line), symbols)) {
		if (sscanf(line, "%lx %*c %127s", &address, name) != 2)
			continue;
		if (!start && !strcmp(name, function)) {
			start = address;
		} else if (start && address > start) {
			end = address;
			break;
		}
	}
	fclose(symbols);
	assert_true(!function || start);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		set_fault(kinds[i], "require-start", "0x%lx", start);
		set_fault(kinds[i], "require-end", "0x%lx", end);
	}
}

/* Every allocation of this process fails, until it is told otherwise. */
static inline void fail_all_allocations(bool fail)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		set_fault(kinds[i], "probability", "%lu", fail ? 100 : 0);
	assert_int_equal(put("/proc/self/make-it-fail", fail ? "1" : "0", 1, 0), 1);
}

#endif /* _FAULTS_H */

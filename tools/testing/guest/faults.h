/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Allocations of the calling thread that fail, by the kernel's failslab and
 * fail_page_alloc (see its Documentation/fault-injection). For a cmocka test,
 * which fails when this kernel can do no such thing.
 */
#ifndef _FAULTS_H
#define _FAULTS_H

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

/* Only what a kernel function, or one that it calls, allocates. */
static inline void fail_only_within(const char *function)
{
	static const char *const kinds[] = { "failslab", "fail_page_alloc" };
	char line[256], start[32] = "0", end[32] = "0xffffffffffffffff";
	FILE *symbols = fopen("/proc/kallsyms", "r");

	assert_non_null(symbols);
	while (function && fgets(line, sizeof(line), symbols)) {
		char address[20], name[128];

		if (sscanf(line, "%19s %*c %127s", address, name) != 2)
			continue;
		if (!strcmp(start, "0") && !strcmp(name, function)) {
			snprintf(start, sizeof(start), "0x%s", address);
		} else if (strcmp(start, "0") && strcmp(start + 2, address)) {
			snprintf(end, sizeof(end), "0x%s", address);
			break;
		}
	}
	fclose(symbols);
	assert_true(!function || strcmp(start, "0"));
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		char path[128];

		snprintf(path, sizeof(path),
			 "/sys/kernel/debug/%s/require-start", kinds[i]);
		assert_true(put(path, start, strlen(start), 0) > 0);
		snprintf(path, sizeof(path),
			 "/sys/kernel/debug/%s/require-end", kinds[i]);
		assert_true(put(path, end, strlen(end), 0) > 0);
	}
}

#endif /* _FAULTS_H */

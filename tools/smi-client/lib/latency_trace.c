// SPDX-License-Identifier: GPL-2.0-or-later
/* See latency_trace.h. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "latency_trace.h"

static bool latency_trace_write(const struct latency_trace *trace, const char *name,
				const char *text)
{
	char path[PATH_MAX];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", trace->dir, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = write(fd, text, strlen(text));
	close(fd);
	return n == (ssize_t)strlen(text);
}

static bool latency_trace_fail(struct latency_trace *trace, const char *what)
{
	snprintf(trace->why, sizeof(trace->why), "%s: %s", what, strerror(errno));
	latency_trace_end(trace);
	return false;
}

/* Instances of runs that a signal has ended. */
static void latency_trace_clean(const char *sysfs)
{
	struct latency_trace old = { .pipe = -1 };
	char pattern[PATH_MAX];
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/kernel/tracing/instances/smi-client-*", sysfs);
	if (!glob(pattern, 0, NULL, &found)) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			int pid = atoi(strrchr(found.gl_pathv[i], '-') + 1);

			if (pid <= 0 || !kill(pid, 0) || errno != ESRCH)
				continue;
			snprintf(old.dir, sizeof(old.dir), "%s", found.gl_pathv[i]);
			latency_trace_end(&old);
		}
	}
	globfree(&found);
}

bool latency_trace_begin(struct latency_trace *trace, const char *sysfs)
{
	char path[PATH_MAX];

	memset(trace, 0, sizeof(*trace));
	trace->pipe = -1;
	snprintf(path, sizeof(path), "%s/kernel/tracing/events/dcdbas/smi", sysfs);
	if (access(path, F_OK)) {
		snprintf(trace->why, sizeof(trace->why),
			 errno == ENOENT ?
			 "no tracepoint dcdbas:smi (mount tracefs; this project's driver has it)" :
			 "tracefs cannot be read");
		return false;
	}
	latency_trace_clean(sysfs);
	snprintf(trace->dir, sizeof(trace->dir), "%s/kernel/tracing/instances/smi-client-%d", sysfs,
		 getpid());
	if (mkdir(trace->dir, 0700)) {
		trace->dir[0] = '\0';
		return latency_trace_fail(trace, "no trace instance");
	}
	if (!latency_trace_write(trace, "events/dcdbas/smi/enable", "1"))
		return latency_trace_fail(trace, "cannot enable dcdbas:smi");
	snprintf(path, sizeof(path), "%s/trace_pipe", trace->dir);
	trace->pipe = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (trace->pipe < 0)
		return latency_trace_fail(trace, "cannot open trace_pipe");
	return true;
}

/*
 * " smi-client-123     [000] .....  12.345678: smi: request=1 ... smi_ns=N ..."
 * A name may hold blanks and dashes: the process is what stands before " [".
 */
u64 latency_trace_parse(const char *line, int pid)
{
	const char *cpu = strstr(line, " ["), *event = strstr(line, ": smi: ");
	const char *smi = event ? strstr(event, " smi_ns=") : NULL;
	const char *digits;

	if (!cpu || !smi || cpu > event)
		return 0;
	while (cpu > line && cpu[-1] == ' ')
		cpu--;
	digits = cpu;
	while (digits > line && digits[-1] >= '0' && digits[-1] <= '9')
		digits--;
	if (digits == line || digits[-1] != '-' || atoi(digits) != pid)
		return 0;
	return strtoull(smi + strlen(" smi_ns="), NULL, 10);
}

u64 latency_trace_next(struct latency_trace *trace)
{
	char text[8192], *line, *next;
	u64 last = 0, ns;
	ssize_t n;

	if (trace->pipe < 0)
		return 0;
	while ((n = read(trace->pipe, text, sizeof(text) - 1)) > 0) {
		text[n] = '\0';
		for (line = text; line; line = next) {
			next = strchr(line, '\n');
			if (next)
				*next++ = '\0';
			ns = latency_trace_parse(line, getpid());
			last = ns ? ns : last;
		}
	}
	return last;
}

void latency_trace_end(struct latency_trace *trace)
{
	if (trace->pipe >= 0)
		close(trace->pipe);
	trace->pipe = -1;
	if (!*trace->dir)
		return;
	latency_trace_write(trace, "events/dcdbas/smi/enable", "0");
	rmdir(trace->dir);
	trace->dir[0] = '\0';
}

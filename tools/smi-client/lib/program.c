// SPDX-License-Identifier: GPL-2.0-or-later
/* See program.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "program.h"

#define SYSTEM_PATH	"/usr/sbin:/usr/bin:/sbin:/bin"
#define PROGRAMS_MAX	8
#define KILL_MS		250	/* longest wait for a program that was killed */

static u64 program_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

/* In the child; does not return. */
static void program_child(const struct program *p, const char *path, int output)
{
	int null = open("/dev/null", O_RDWR);
	sigset_t none;

	/* What this program holds back is not for that one. */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
	    dup2(null, STDERR_FILENO) < 0)
		_exit(127);
	setpgid(0, 0);
	clearenv();
	setenv("PATH", path, 1);
	setenv("LC_ALL", "C", 1);
	execvp(p->argv[0], (char *const *)p->argv);
	_exit(127);
}

static void program_start(struct program *p, const char *path)
{
	int ends[2];

	p->length = 0;
	p->output[0] = '\0';
	p->fd = -1;
	p->pid = -1;
	p->end = PROGRAM_MISSING;
	if (pipe2(ends, O_CLOEXEC))
		return;
	p->pid = fork();
	if (!p->pid)
		program_child(p, path, ends[1]);
	close(ends[1]);
	if (p->pid > 0)
		p->fd = ends[0];
	else
		close(ends[0]);
}

/* What it has written; past the end of @output it is read and dropped. */
static void program_read(struct program *p)
{
	char rest[512];
	size_t room = sizeof(p->output) - 1 - p->length;
	ssize_t n = read(p->fd, room ? p->output + p->length : rest,
			 room ? room : sizeof(rest));

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close(p->fd);
		p->fd = -1;
		return;
	}
	if (room)
		p->length += n;
	p->output[p->length] = '\0';
}

/* Waits for output until @deadline; false when nothing is open any more. */
static bool program_wait(struct program *programs, size_t count, u64 deadline)
{
	struct pollfd fds[PROGRAMS_MAX];
	u64 now = program_now_ms();
	bool open = false;

	for (size_t i = 0; i < count; i++) {
		fds[i] = (struct pollfd){ .fd = programs[i].fd, .events = POLLIN };
		open |= programs[i].fd >= 0;
	}
	if (!open || now >= deadline)
		return false;
	if (poll(fds, count, deadline - now) < 0)
		return errno == EINTR;
	for (size_t i = 0; i < count; i++)
		if (fds[i].revents)
			program_read(&programs[i]);
	return true;
}

/* Its end, awaited until @deadline: its pid, 0 while it runs, -1. */
static pid_t program_reap(struct program *p, int *status, u64 deadline)
{
	const struct timespec nap = { .tv_nsec = 5 * 1000 * 1000 };
	pid_t got;

	while (!(got = waitpid(p->pid, status, WNOHANG)) && program_now_ms() < deadline)
		nanosleep(&nap, NULL);
	return got;
}

/* Ends it when it has not ended by itself, and says what became of it. */
static void program_finish(struct program *p, u64 deadline)
{
	bool ours = false;
	int status;
	pid_t got;

	if (p->pid <= 0)
		return;
	/* Its output may be closed a moment before it is gone. */
	got = program_reap(p, &status, p->fd < 0 ? deadline : 0);
	if (!got) {
		ours = true;
		kill(-p->pid, SIGKILL);
		kill(p->pid, SIGKILL);
		/* One that hangs in the kernel is left to init. */
		program_reap(p, &status, program_now_ms() + KILL_MS);
	}
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
	if (ours)
		p->end = PROGRAM_TIMED_OUT;
	else if (got < 0 || WIFSIGNALED(status))
		p->end = PROGRAM_KILLED;
	else if (WEXITSTATUS(status) == 127)
		p->end = PROGRAM_MISSING;
	else
		p->end = PROGRAM_EXITED;
	p->status = p->end == PROGRAM_EXITED ? WEXITSTATUS(status) : -1;
}

void program_run(struct program *programs, size_t count, const char *path,
		 unsigned int timeout_ms)
{
	u64 deadline = program_now_ms() + timeout_ms;

	if (count > PROGRAMS_MAX)
		count = PROGRAMS_MAX;
	for (size_t i = 0; i < count; i++)
		program_start(&programs[i], path ? path : SYSTEM_PATH);
	while (program_wait(programs, count, deadline))
		;
	for (size_t i = 0; i < count; i++)
		program_finish(&programs[i], deadline);
}

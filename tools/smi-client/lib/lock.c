// SPDX-License-Identifier: GPL-2.0-or-later
/* See lock.h. The lock goes with the open file, so that an end of the program
 * cannot leave it behind.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <time.h>

#include "lock.h"

/* Interrupts flock(2), which has no timeout; nothing else to do. */
static void lock_on_alarm(int signal)
{
	(void)signal;
}

static u64 lock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000;
}

u64 lock_deadline(unsigned int timeout_ms)
{
	return lock_now() + timeout_ms;
}

/* "smbios-token-ct (pid 123)", from /proc/locks. */
static void lock_holder(int fd, char *text, size_t size)
{
	FILE *f = fopen("/proc/locks", "re");
	char line[256], path[64], name[64] = "";
	struct stat st;

	snprintf(text, size, "another program");
	if (!f)
		return;
	while (!fstat(fd, &st) && fgets(line, sizeof(line), f)) {
		unsigned int maj, min;
		unsigned long inode;
		FILE *comm;
		int pid;

		if (sscanf(line, "%*d: FLOCK %*s %*s %d %x:%x:%lu", &pid, &maj, &min,
			   &inode) != 4 ||
		    maj != major(st.st_dev) || min != minor(st.st_dev) || inode != st.st_ino)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		comm = fopen(path, "re");
		if (comm && fgets(name, sizeof(name), comm))
			name[strcspn(name, "\n")] = '\0';
		if (comm)
			fclose(comm);
		snprintf(text, size, "%s (pid %d)", *name ? name : "a program", pid);
		break;
	}
	fclose(f);
}

/*
 * Waits in flock(2) itself and not in a loop around it, so that its turn comes
 * among others who wait there. The timer expires again and again, in case an
 * alarm comes just before flock(2). Returns an errno; EINTR past the deadline.
 */
static int lock_wait(int fd, u64 deadline)
{
	struct sigaction alarm = { .sa_handler = lock_on_alarm }, before;
	struct itimerval none = { }, tick = {
		.it_interval.tv_usec = 20000, .it_value.tv_usec = 20000,
	};
	sigset_t set, mask;
	int err;

	/* The process that started this one may have blocked it. */
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigaction(SIGALRM, &alarm, &before);
	sigprocmask(SIG_UNBLOCK, &set, &mask);
	setitimer(ITIMER_REAL, &tick, NULL);
	do {
		err = flock(fd, LOCK_EX) ? errno : 0;
	} while (err == EINTR && lock_now() < deadline);
	setitimer(ITIMER_REAL, &none, NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGALRM, &before, NULL);
	return err;
}

int lock_take(int fd, const char *path, u64 deadline, struct smi_error *error)
{
	char holder[128];
	int err = 0;

	if (flock(fd, LOCK_EX | LOCK_NB))
		err = errno == EWOULDBLOCK ? lock_wait(fd, deadline) : errno;
	if (!err)
		return SMI_OK;
	if (err != EINTR)
		return error_errno(error, err, "lock", path);
	lock_holder(fd, holder, sizeof(holder));
	error_set(error, SMI_BUSY, HINT_TIMEOUT, "%s is locked by %s", path, holder);
	snprintf(error->path, sizeof(error->path), "%s", path);
	return SMI_BUSY;
}

void lock_release(int fd)
{
	flock(fd, LOCK_UN);
}

void signals_hold(sigset_t *before)
{
	/* A fault of the program itself: after it nothing can be finished. */
	static const int faults[] = {
		SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS,
	};
	sigset_t set;

	sigfillset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
		sigdelset(&set, faults[i]);
	sigprocmask(SIG_BLOCK, &set, before);
}

void signals_release(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

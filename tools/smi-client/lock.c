// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Queue at the door: a lock on a file, not waited for longer than asked.
 *
 * In: an open file. Out: the lock, or who has it. The lock goes with the open
 * file, so no way out of this program can leave it behind.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <time.h>

#include "lock.h"
#include "output.h"

/* Wakes flock(2), which knows no timeout; there is nothing else to do. */
static void on_alarm(int signal)
{
	(void)signal;
}

static unsigned long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000;
}

/* "smbios-token-ct (pid 123)", from /proc/locks. */
static void holder(int fd, char *text, size_t size)
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

		if (sscanf(line, "%*d: FLOCK %*s %*s %d %x:%x:%lu", &pid,
			   &maj, &min, &inode) != 4 ||
		    maj != major(st.st_dev) || min != minor(st.st_dev) ||
		    inode != st.st_ino)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		comm = fopen(path, "re");
		if (comm && fgets(name, sizeof(name), comm))
			name[strcspn(name, "\n")] = '\0';
		if (comm)
			fclose(comm);
		snprintf(text, size, "%s (pid %d)", *name ? name : "a program",
			 pid);
		break;
	}
	fclose(f);
}

/* When waiting that begins now is to end, for lock_take(). */
unsigned long long lock_deadline(struct client *c)
{
	return now_ms() + c->timeout_ms;
}

/**
 * lock_take() - take the lock of a file
 * @c: this run
 * @fd: open file
 * @path: its name
 * @end: when to give up, from lock_deadline()
 *
 * Waits in flock(2) itself and not in a loop around it, so that its turn
 * comes among others who wait there. The timer goes off again and again,
 * lest an alarm just before flock(2) be lost.
 *
 * Return: CLIENT_DONE, or CLIENT_BUSY with the name of the holder
 */
int lock_take(struct client *c, int fd, const char *path,
	      unsigned long long end)
{
	struct sigaction alarm = { .sa_handler = on_alarm }, before;
	struct itimerval tick = {
		.it_interval.tv_usec = 20000, .it_value.tv_usec = 20000,
	}, none = { };
	sigset_t set, mask;
	char who[128];
	int err = 0;

	if (!flock(fd, LOCK_EX | LOCK_NB))
		return CLIENT_DONE;
	if (errno == EWOULDBLOCK) {
		/* Whoever started us may have blocked it. */
		sigemptyset(&set);
		sigaddset(&set, SIGALRM);
		sigaction(SIGALRM, &alarm, &before);
		sigprocmask(SIG_UNBLOCK, &set, &mask);
		setitimer(ITIMER_REAL, &tick, NULL);
		do {
			err = flock(fd, LOCK_EX) ? errno : 0;
		} while (err == EINTR && now_ms() < end);
		setitimer(ITIMER_REAL, &none, NULL);
		sigprocmask(SIG_SETMASK, &mask, NULL);
		sigaction(SIGALRM, &before, NULL);
		if (!err)
			return CLIENT_DONE;
	} else {
		err = errno;
	}
	if (err != EINTR)
		return output_fail_errno(c, CLIENT_FAILED, err, path, NULL,
					 "lock");
	holder(fd, who, sizeof(who));
	return output_fail(c, CLIENT_BUSY,
			   "Try again when it has ended, or wait longer with --timeout.",
			   "%s is locked by %s, not had in %g seconds", path,
			   who, c->timeout_ms / 1000.0);
}

/* The file stays open. */
void lock_give(int fd)
{
	flock(fd, LOCK_UN);
}

/**
 * lock_hold_signals() - let signals that end or stop the program wait
 * @before: for lock_release_signals()
 *
 * Between the two is what has to be done as a whole or not at all.
 */
void lock_hold_signals(sigset_t *before)
{
	static const int signals[] = {
		SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP,
	};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaddset(&set, signals[i]);
	sigprocmask(SIG_BLOCK, &set, before);
}

/* Those that came in between arrive now. */
void lock_release_signals(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locks on files that are not waited for longer than asked; signals. */
#ifndef LIB_LOCK_H
#define LIB_LOCK_H

#include <signal.h>

#include "error.h"

/* Milliseconds of the monotonic clock at which a wait ends. */
u64 lock_deadline(unsigned int timeout_ms);

/**
 * lock_take() - flock(2), exclusively
 * @fd: the file
 * @path: for the error
 * @deadline: as from lock_deadline()
 *
 * Return: SMI_OK, SMI_BUSY when it was not had in time, SMI_FAILED
 */
int lock_take(int fd, const char *path, u64 deadline, struct smi_error *error);
/* The file stays open. */
void lock_release(int fd);

/**
 * signals_hold() - signals that would end or stop the program wait
 * @before: what was blocked before, for signals_release(); NULL when nothing is
 *	released
 *
 * All but SIGKILL, SIGSTOP and faults of the program. lock_take() still ends in
 * time. For what has to be done as a whole. Nests, each with its own @before. What
 * changes something releases nothing: the program ends by a signal only when it
 * has told and logged what came of it.
 */
void signals_hold(sigset_t *before);
/* Those that came in between arrive now. */
void signals_release(const sigset_t *before);

#endif /* LIB_LOCK_H */

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
void lock_release(int fd);

/*
 * Signals that would end the program wait while something is done that has to
 * be done as a whole. May be nested.
 */
void signals_hold(void);
void signals_release(void);

#endif /* LIB_LOCK_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lock on a file that is not waited for longer than asked. */
#ifndef SMI_CLIENT_LOCK_H
#define SMI_CLIENT_LOCK_H

#include <signal.h>

#include "client.h"

unsigned long long lock_deadline(struct client *c);
int lock_take(struct client *c, int fd, const char *path,
	      unsigned long long end);
void lock_give(int fd);
void lock_hold_signals(sigset_t *before);
void lock_release_signals(const sigset_t *before);

#endif /* SMI_CLIENT_LOCK_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A lock on a file that is not waited for longer than asked. */
#ifndef SMI_CLIENT_LOCK_H
#define SMI_CLIENT_LOCK_H

#include "client.h"

int lock_take(struct client *c, int fd, const char *path);
void lock_give(int fd);

#endif /* SMI_CLIENT_LOCK_H */

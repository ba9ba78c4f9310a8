/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for passwords and keys: locked, never dumped, wiped when freed. */
#ifndef LIB_SECRET_H
#define LIB_SECRET_H

#include "types.h"

/*
 * Locks all memory of the program and forbids core dumps and ptrace from then
 * on, as far as the system allows: a call on its way to the driver holds a copy.
 */
void secret_protect(void);

/**
 * secret_new() - zeroed pages for something that must not leak
 * @size: in bytes
 *
 * Does secret_protect(), too.
 *
 * Return: the memory, to be given to secret_free(); NULL when there is none
 */
void *secret_new(size_t size);

/* Wipes and frees; NULL is allowed. @size as given to secret_new(). */
void secret_free(void *secret, size_t size);

#endif /* LIB_SECRET_H */

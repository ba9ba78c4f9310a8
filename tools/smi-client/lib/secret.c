// SPDX-License-Identifier: GPL-2.0-or-later
/* See secret.h. None of the system's protections has to succeed. */
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "secret.h"

void secret_protect(void)
{
	const struct rlimit none = { };

	(void)!mlockall(MCL_CURRENT | MCL_FUTURE);
	(void)!prctl(PR_SET_DUMPABLE, 0);
	(void)!setrlimit(RLIMIT_CORE, &none);
}

void *secret_new(size_t size)
{
	void *secret = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (secret == MAP_FAILED)
		return NULL;
	secret_protect();
	(void)!mlock(secret, size);
	(void)!madvise(secret, size, MADV_DONTDUMP);
	return secret;
}

void secret_free(void *secret, size_t size)
{
	if (!secret)
		return;
	explicit_bzero(secret, size);
	munmap(secret, size);
}

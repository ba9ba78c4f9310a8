// SPDX-License-Identifier: GPL-2.0-only
/*
 * Preloaded into "xl create": stops the program right after it has claimed
 * memory for a guest, so that the claim can be looked at as long as wanted.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>

int xc_domain_claim_pages(void *xch, uint32_t domid, unsigned long nr_pages)
{
	int (*claim)(void *xch, uint32_t domid, unsigned long nr_pages) =
		dlsym(RTLD_NEXT, "xc_domain_claim_pages");
	int rc = claim ? claim(xch, domid, nr_pages) : -1;

	if (!rc && nr_pages)
		raise(SIGSTOP);
	return rc;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a Xen host says of its guests: asked with the program xl, because
 * libxenlight's interface changes with every version of Xen.
 */
#ifndef LIB_XEN_H
#define LIB_XEN_H

#include "error.h"

/* Longest time that xen_read() takes, in milliseconds. */
#define XEN_TIMEOUT_MS	5000

enum xen_role {
	XEN_NONE,		/* no Xen, or not told by the kernel */
	XEN_GUEST,
	XEN_DOM0,
	XEN_DOM0_PVH,		/* a virtual machine, from which no SMI can be raised */
};

/**
 * struct xen_fact - a number that was learned, or why it was not
 * @known: @value is right
 * @value: the number
 * @why: a sentence when it is not known
 */
struct xen_fact {
	bool known;
	u64 value;
	char why[128];
};

/**
 * struct xen_host - what is known of a Xen host
 * @guests: domains besides dom0 (xl list)
 * @names: of the first of them, separated by ", "
 * @claimed_mib: memory claimed and not yet given, in MiB (xl info); small
 *	claims show as 0
 * @claims: domains with a claim (xl claims)
 * @stops_guests: 1 when a service stops guests at shutdown
 * @stopper: its name; "" when there is none
 */
struct xen_host {
	struct xen_fact guests, claimed_mib, claims, stops_guests;
	char names[128];
	char stopper[64];
};

/**
 * struct xen_places - where to look
 * @path: directories of xl, as in $PATH; NULL: the system's
 * @etc: stands for /etc; NULL: the system's
 * @timeout_ms: longest time, 0: XEN_TIMEOUT_MS
 */
struct xen_places {
	const char *path, *etc;
	unsigned int timeout_ms;
};

/* What the kernel below @sysfs says. */
enum xen_role xen_role(const char *sysfs);

/**
 * xen_read() - ask xl
 * @places: where to look
 * @host: filled in; what had no answer in time is not known
 */
void xen_read(const struct xen_places *places, struct xen_host *host);

#endif /* LIB_XEN_H */

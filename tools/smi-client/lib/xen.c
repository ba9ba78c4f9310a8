// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See xen.h. "xl info" tells outstanding claims, "xl list" the domains, "xl
 * claims" who has a claim. Without xenstored the latter two block for ever, so
 * all three run side by side under one time limit.
 */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "parse.h"
#include "program.h"
#include "xen.h"

#define XENFEAT_DOM0	(1 << 11)
#define REAP_MS		500	/* of the time limit, to end programs in */

enum { XL_INFO, XL_LIST, XL_CLAIMS, XL_COUNT };

enum xen_role xen_role(const char *sysfs)
{
	char type[16], features[32] = "", guest[16] = "";

	if (!file_line(sysfs, "hypervisor/type", type, sizeof(type)) || strcmp(type, "xen"))
		return XEN_NONE;
	file_line(sysfs, "hypervisor/properties/features", features, sizeof(features));
	if (!(strtoul(features, NULL, 16) & XENFEAT_DOM0))
		return XEN_GUEST;
	file_line(sysfs, "hypervisor/guest_type", guest, sizeof(guest));
	return strcmp(guest, "PVH") ? XEN_DOM0 : XEN_DOM0_PVH;
}

/* Whether a program has answered; if not, why the fact is not known. */
static bool xen_answered(const struct program *p, struct xen_fact *fact)
{
	const char *what = p->argv[1];

	fact->known = false;
	fact->value = 0;
	switch (p->end) {
	case PROGRAM_EXITED:
		if (!p->status)
			return true;
		snprintf(fact->why, sizeof(fact->why), "xl %s failed with status %d", what,
			 p->status);
		return false;
	case PROGRAM_TIMED_OUT:
		snprintf(fact->why, sizeof(fact->why), "xl %s did not answer in time", what);
		return false;
	case PROGRAM_MISSING:
		snprintf(fact->why, sizeof(fact->why), "the program xl cannot be run");
		return false;
	default:
		snprintf(fact->why, sizeof(fact->why), "xl %s was killed", what);
		return false;
	}
}

/* "outstanding_claims     : 64" */
static void xen_parse_info(const struct program *p, struct xen_fact *claimed)
{
	const char *line;
	char number[24];

	if (!xen_answered(p, claimed))
		return;
	line = strstr(p->output, "\noutstanding_claims");
	if (line && sscanf(line, "\noutstanding_claims : %20s", number) == 1 &&
	    parse_digits(number, 10, UINT64_MAX, &claimed->value))
		claimed->known = true;
	else
		snprintf(claimed->why, sizeof(claimed->why), "xl info tells no claims");
}

/**
 * struct xen_domain - a line of "xl list" or "xl claims"
 * @name: of the domain
 * @id: its number
 * @last: its last column
 */
struct xen_domain {
	char name[64];
	u64 id, last;
};

/* Name, id, then columns; names have no blanks. False for what is no domain. */
static bool xen_parse_domain(const char *line, size_t length, struct xen_domain *d)
{
	char text[256], id[24], *last;

	if (length >= sizeof(text))
		return false;
	memcpy(text, line, length);
	text[length] = '\0';
	if (sscanf(text, "%63s %20s", d->name, id) != 2 ||
	    !parse_digits(id, 10, 0xFFFF, &d->id))
		return false;
	last = strrchr(text, ' ');
	if (!last || !parse_digits(last + 1, 10, UINT64_MAX, &d->last))
		d->last = 0;
	return true;
}

/* The next line behind the header; false at the end. */
static bool xen_next_line(const char **at, size_t *length)
{
	const char *line = strchr(*at, '\n');

	if (!line || !line[1])
		return false;
	*at = line + 1;
	*length = strcspn(*at, "\n");
	return true;
}

static void xen_parse_list(const struct program *p, struct xen_host *host)
{
	const char *at = p->output;
	struct xen_domain d;
	size_t length;

	if (!xen_answered(p, &host->guests))
		return;
	/* dom0 is always there: without it this is no list. */
	while (xen_next_line(&at, &length)) {
		if (!xen_parse_domain(at, length, &d))
			continue;
		if (!d.id) {
			host->guests.known = true;
			continue;
		}
		host->guests.value++;
		if (strlen(host->names) + strlen(d.name) + 3 <= sizeof(host->names))
			sprintf(host->names + strlen(host->names), "%s%s",
				*host->names ? ", " : "", d.name);
	}
	if (!host->guests.known)
		snprintf(host->guests.why, sizeof(host->guests.why), "xl list shows no dom0");
}

static void xen_parse_claims(const struct program *p, struct xen_fact *claims)
{
	const char *at = p->output;
	struct xen_domain d;
	size_t length, header = strcspn(p->output, "\n");

	if (!xen_answered(p, claims))
		return;
	claims->known = memmem(p->output, header, "Claimed", 7);
	while (claims->known && xen_next_line(&at, &length))
		if (xen_parse_domain(at, length, &d) && d.last)
			claims->value++;
	if (!claims->known)
		snprintf(claims->why, sizeof(claims->why), "xl claims has no such column");
}

static bool xen_glob(const char *etc, const char *pattern)
{
	char path[PATH_MAX];
	glob_t found;
	bool any;

	snprintf(path, sizeof(path), "%s/%s", etc, pattern);
	any = !glob(path, 0, NULL, &found) && found.gl_pathc;
	globfree(&found);
	return any;
}

/* Services that stop guests, by the links that start or stop them. */
static void xen_find_stopper(const char *etc, struct xen_host *host)
{
	static const struct {
		const char *service, *link;
	} places[] = {
		{ "xendomains", "rc6.d/K*xendomains" },
		{ "xendomains", "systemd/system/*.wants/xendomains.service" },
		{ "libvirt-guests", "systemd/system/*.wants/libvirt-guests.service" },
		{ "libvirt-guests", "rc6.d/K*libvirt-guests" },
	};

	host->stops_guests.known = !access(etc, R_OK | X_OK);
	if (!host->stops_guests.known)
		snprintf(host->stops_guests.why, sizeof(host->stops_guests.why),
			 "%s cannot be read", etc);
	for (size_t i = 0; i < ARRAY_SIZE(places) && !host->stops_guests.value; i++) {
		if (!xen_glob(etc, places[i].link))
			continue;
		host->stops_guests.value = 1;
		snprintf(host->stopper, sizeof(host->stopper), "%s", places[i].service);
	}
}

void xen_read(const struct xen_places *places, struct xen_host *host)
{
	unsigned int timeout = places->timeout_ms ? places->timeout_ms : XEN_TIMEOUT_MS - REAP_MS;
	struct program xl[XL_COUNT] = {
		[XL_INFO] = { .argv = { "xl", "info" } },
		[XL_LIST] = { .argv = { "xl", "list" } },
		[XL_CLAIMS] = { .argv = { "xl", "claims" } },
	};

	memset(host, 0, sizeof(*host));
	program_run(xl, XL_COUNT, places->path, timeout);
	xen_parse_info(&xl[XL_INFO], &host->claimed_mib);
	xen_parse_list(&xl[XL_LIST], host);
	xen_parse_claims(&xl[XL_CLAIMS], &host->claims);
	xen_find_stopper(places->etc ? places->etc : "/etc", host);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings about machine, driver and firmware. */
#ifndef SMI_CLIENT_DOCTOR_H
#define SMI_CLIENT_DOCTOR_H

#include "client.h"

/**
 * struct doctor - findings so far
 * @c: this run
 * @list: the findings
 * @code: of the first problem
 * @problem: its text
 * @next: what to do about it
 */
struct doctor {
	struct client *c;
	struct json_object *list;
	int code;
	char *problem;
	char *next;
};

void doctor_examine(struct doctor *d);

#endif /* SMI_CLIENT_DOCTOR_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The status as JSON, for status and report. */
#ifndef CMD_STATUS_H
#define CMD_STATUS_H

#include "../lib/status.h"
#include "output.h"

/* Fills @o; @other: of another machine only the tables are known. */
void status_put(struct json_object *o, const struct status *s, bool other);

#endif /* CMD_STATUS_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings of status and host-control check, one a line. */
#ifndef CMD_FINDINGS_H
#define CMD_FINDINGS_H

#include "../lib/finding.h"
#include "output.h"

/* Text: what, state, sentence, and behind an arrow what to do about it. */
void findings_print(struct output *out, const struct findings *f);
/* JSON: objects with "check", "state", "text" and "next". */
void findings_put(struct json_object *list, const struct findings *f);

#endif /* CMD_FINDINGS_H */

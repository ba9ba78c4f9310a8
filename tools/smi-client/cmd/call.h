/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between call.c (numbers) and call_name.c (names). */
#ifndef CMD_CALL_H
#define CMD_CALL_H

#include "../lib/named_call.h"
#include "command.h"

int call_list(struct run *run);
int call_by_name(struct run *run, int argc, char **argv);
/* "class", "select", "results", "meaning" of the object. */
void call_print_results(struct run *run, const struct ci_call *call);
/* Tells syslog of a call that may have changed something; @error NULL: done. */
void call_log(struct run *run, const struct ci_call *call, const struct smi_error *error);
/* SMI_FAILED for a dangerous call without @force. */
int call_check_danger(const struct ci_call *call, bool force, struct smi_error *error);

#endif /* CMD_CALL_H */

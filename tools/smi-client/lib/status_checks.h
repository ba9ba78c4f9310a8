/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks of status_firmware.c and status_module.c, and what they share with status.c. */
#ifndef LIB_STATUS_CHECKS_H
#define LIB_STATUS_CHECKS_H

#include <errno.h>
#include <sys/types.h>

#include "status.h"

/* First bytes of a file below /sys; -1 when it cannot be read. */
ssize_t status_peek(struct machine *m, const char *name, void *to, size_t size);
/* Its first line as printable text; @to is emptied when it cannot be read. */
bool status_peek_text(struct machine *m, const char *name, char *to, size_t size);
bool status_is_there(struct machine *m, const char *name);

void status_module(struct machine *m, struct status *s);
void status_wsmt(struct machine *m, struct status *s);
void status_firmware(struct machine *m, struct status *s);
void status_settings(struct machine *m, struct status *s);
void status_host_control(struct machine *m, struct status *s);
void status_others(struct machine *m, struct status *s);

#endif /* LIB_STATUS_CHECKS_H */

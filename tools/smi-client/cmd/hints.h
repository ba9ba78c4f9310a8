/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What to do next, in words. */
#ifndef CMD_HINTS_H
#define CMD_HINTS_H

#include "../lib/error.h"

/* A sentence or two; NULL for HINT_NONE. */
const char *hint_text(enum smi_hint hint);

#endif /* CMD_HINTS_H */

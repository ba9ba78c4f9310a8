/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every attempt to change something is told to syslog(3). */
#ifndef CMD_LOG_H
#define CMD_LOG_H

#include "command.h"

/**
 * log_write() - who tried to change what, and what came of it
 * @run: names the command; in a dry run nothing is logged
 * @error: why it failed; NULL: it was done and read back
 * @fmt: what: "asset tag 'A' -> 'B'"; never a password or a key
 */
__printf(3, 4)
void log_write(const struct run *run, const struct smi_error *error, const char *fmt, ...);

#endif /* CMD_LOG_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of each file of cmd/, for the table of dispatch.c. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "command.h"

/* Each ends with an entry whose noun is NULL. */
extern const struct command buffer_commands[];
extern const struct command call_commands[];
extern const struct command completion_commands[];
extern const struct command host_control_commands[];
extern const struct command info_commands[];
extern const struct command latency_commands[];
extern const struct command password_commands[];
extern const struct command power_recovery_commands[];
extern const struct command raw_commands[];
extern const struct command report_commands[];
extern const struct command setting_commands[];
extern const struct command status_commands[];
extern const struct command tag_commands[];
extern const struct command token_commands[];
extern const struct command wakeup_commands[];

#endif /* CMD_COMMANDS_H */

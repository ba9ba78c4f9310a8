/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of settings: one implementation for 'setting' and 'token'. */
#ifndef CMD_SETTING_FILE_RUN_H
#define CMD_SETTING_FILE_RUN_H

#include "command.h"

/* @path: "-" for standard output, where the file is then all that is written */
int export_settings(struct run *run, const char *path);
int compare_settings(struct run *run, const char *path);
/* @extra: "NAME=VALUE" that come before what is in the file */
int apply_settings(struct run *run, const char *path, char **extra, int n_extra);

#endif /* CMD_SETTING_FILE_RUN_H */

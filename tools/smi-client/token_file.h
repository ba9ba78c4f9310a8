/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings of a machine as a file. */
#ifndef SMI_CLIENT_TOKEN_FILE_H
#define SMI_CLIENT_TOKEN_FILE_H

#include "client.h"

int token_export(struct client *c, const char *file);
int token_import(struct client *c, const char *file, bool force);

#endif /* SMI_CLIENT_TOKEN_FILE_H */

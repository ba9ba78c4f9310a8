/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading of what was typed: options, numbers, bytes. */
#ifndef SMI_CLIENT_OPTIONS_H
#define SMI_CLIENT_OPTIONS_H

#include <getopt.h>

#include "client.h"

/* What options_next() gives besides the letters of the options. */
#define OPTIONS_END	(-1)
#define OPTIONS_STOP	(-2)

int options_next(struct client *c, const struct command *cmd, int argc,
		 char **argv, const char *letters, const struct option *longs,
		 int *code);
int options_none(struct client *c, const struct command *cmd, int argc,
		 char **argv);
__printf(2, 3)
int options_usage(struct client *c, const char *fmt, ...);
bool options_number(const char *text, u64 max, u64 *value);
bool options_timeout(const char *text, unsigned int *ms);
int options_file_failed(struct client *c, int err, const char *path);
int options_file(struct client *c, const char *path, size_t max,
		 u8 **data, size_t *length);
int options_hex(struct client *c, const char *text, size_t max,
		u8 **data, size_t *length);

#define OPTION_HELP	{ "help", no_argument, NULL, 'h' }
#define OPTION_FORCE	{ "force", no_argument, NULL, 'f' }
#define OPTION_LAST	{ NULL, 0, NULL, 0 }

#endif /* SMI_CLIENT_OPTIONS_H */

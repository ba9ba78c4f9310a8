/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the driver in sysfs: their paths, numbers in them, their errors. */
#ifndef SMI_CLIENT_ATTRIBUTE_H
#define SMI_CLIENT_ATTRIBUTE_H

#include "client.h"

char *attribute_path(struct client *c, const char *attribute);
int attribute_get(struct client *c, const char *attribute, int base,
		  u64 *value);
int attribute_set(struct client *c, const char *attribute, u64 value);
int attribute_failed(struct client *c, int err, const char *path,
		     const char *what);
int attribute_other_machine(struct client *c);

#endif /* SMI_CLIENT_ATTRIBUTE_H */

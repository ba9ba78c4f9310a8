/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What machine this is, and what is known about its model. */
#ifndef SMI_CLIENT_PLATFORM_H
#define SMI_CLIENT_PLATFORM_H

#include <json-c/json.h>

#include "client.h"

/**
 * struct platform_calling - how this machine's calling interface is reached
 * @port: I/O port
 * @code: byte to write there
 * @classes: bit n is set when class n is supported
 */
struct platform_calling {
	u16 port;
	u8 code;
	u32 classes;
};

bool platform_trim(const char *text, char *to, size_t size);
bool platform_is_dell(struct client *c);
int platform_calling(struct client *c, struct platform_calling *calling);
int platform_smi_type(struct client *c, unsigned int *type);
int platform_config(struct client *c, const char *name,
		    struct json_object **config);

#endif /* SMI_CLIENT_PLATFORM_H */

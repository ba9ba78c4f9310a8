/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The firmware's calling interface: class, select, arguments, results. */
#ifndef SMI_CLIENT_FIRMWARE_H
#define SMI_CLIENT_FIRMWARE_H

#include <json-c/json.h>
#include <linux/dcdbas.h>

#include "client.h"

/**
 * struct firmware_call - one call, before and after
 * @ci: class, select, arguments and, afterwards, results
 * @buffer: for each argument that points to memory: what is there, before
 *	and afterwards; NULL for a plain argument
 * @size: bytes in each
 * @secret: holds a password or a key: never shown, and wiped afterwards from
 *	the driver's buffer
 */
struct firmware_call {
	struct smi_calling_interface ci;
	u8 *buffer[4];
	size_t size[4];
	bool secret;
};

int firmware_call(struct client *c, struct firmware_call *call);
int firmware_raw(struct client *c, struct smi_cmd *cmd, u8 *data,
		 size_t length, bool calling);
const char *firmware_dangerous(unsigned int class, unsigned int select);
const char *firmware_meaning(s32 result, unsigned int class);
int firmware_result(struct client *c, const struct firmware_call *call);
void firmware_output(struct json_object *o, const struct firmware_call *call);

#endif /* SMI_CLIENT_FIRMWARE_H */

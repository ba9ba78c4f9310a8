/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls by name, as calls.conf describes them. */
#ifndef SMI_CLIENT_CALLS_H
#define SMI_CLIENT_CALLS_H

#include <json-c/json.h>

#include "client.h"
#include "firmware.h"

int calls_load(struct client *c, struct json_object **calls);
int calls_find(struct client *c, struct json_object *calls, const char *name,
	       struct json_object **def, struct firmware_call *call);
int calls_arguments(struct client *c, struct json_object *def, int argc,
		    char **argv, struct firmware_call *call);
void calls_results(struct json_object *def, const struct firmware_call *call,
		   struct json_object *fields);

#endif /* SMI_CLIENT_CALLS_H */

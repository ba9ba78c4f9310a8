/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One result, told as text or as JSON. */
#ifndef SMI_CLIENT_OUTPUT_H
#define SMI_CLIENT_OUTPUT_H

#include <json-c/json.h>

#include "client.h"

void output_begin(struct client *c, const char *command);
int output_end(struct client *c, int code);
__printf(4, 5)
int output_fail(struct client *c, int code, const char *next,
		const char *fmt, ...);
int output_fail_errno(struct client *c, int code, int err, const char *path,
		      const char *next, const char *what);
struct json_object *output_catch(struct client *c);
__printf(2, 3)
void output_warn(struct client *c, const char *fmt, ...);
void output_step(struct client *c, const char *verb, const char *file,
		 const char *text);
void output_step_bytes(struct client *c, const char *verb, const char *file,
		       size_t offset, const u8 *data, size_t length,
		       bool secret);

void output_text(struct json_object *o, const char *key, const char *value);
__printf(3, 4)
void output_printf(struct json_object *o, const char *key,
		   const char *fmt, ...);
void output_number(struct json_object *o, const char *key, s64 value);
void output_bool(struct json_object *o, const char *key, bool value);
void output_bytes(struct json_object *o, const char *key, const u8 *data,
		  size_t length);

const char *output_get_text(struct json_object *o, const char *key);
s64 output_get_number(struct json_object *o, const char *key);
bool output_get_bool(struct json_object *o, const char *key);
void output_hexdump(struct json_object *o, const char *key,
		    const char *indent);

#endif /* SMI_CLIENT_OUTPUT_H */

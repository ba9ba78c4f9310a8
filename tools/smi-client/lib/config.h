/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Configuration files: platforms.conf, calls.conf, tokens.conf (JSON with
 * comments, read by json-c). json-c stays inside of the library's files.
 */
#ifndef LIB_CONFIG_H
#define LIB_CONFIG_H

#include <json-c/json.h>

#include "error.h"

/**
 * config_load() - read a .conf file
 * @dir: the only place to look for it, or NULL: /etc/smi-client, beside the
 *	program, its data directory
 * @name: "platforms.conf"
 * @path: set to the file used (may be NULL), to be freed by the caller
 * @config: an object, to be put by the caller
 *
 * Return: SMI_OK, SMI_NOT_FOUND, SMI_FAILED with file and line
 */
int config_load(const char *dir, const char *name, char **path, struct json_object **config,
		struct smi_error *error);

/* The same for a text that is in memory; @name for messages. */
int config_parse(const char *name, const u8 *text, size_t length, struct json_object **config,
		 struct smi_error *error);

#endif /* LIB_CONFIG_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BIOS passwords, and the security key that a right one gives. */
#ifndef SMI_CLIENT_PASSWORD_H
#define SMI_CLIENT_PASSWORD_H

#include "client.h"

/* Classes of the calling interface */
enum password_class {
	PASSWORD_USER = 9,
	PASSWORD_ADMIN = 10,
	PASSWORD_OWNER = 12,
};

/**
 * struct password_info - what the firmware says of one password
 * @supported: the firmware knows it at all
 * @installed: it is set
 * @properties: the rest was told too, and the long calls are there
 * @max: longest, in characters
 * @min: shortest
 * @ascii: compared as text; else as codes of keys
 * @alphanumeric: letters and digits only
 * @permanent: cannot be taken away
 */
struct password_info {
	bool supported, installed, properties;
	u8 max, min;
	bool ascii, alphanumeric, permanent;
};

const char *password_name(enum password_class class);
int password_info(struct client *c, enum password_class class,
		  struct password_info *info);
int password_check(struct client *c, enum password_class class,
		   const struct password_info *info, u32 *key);
int password_key(struct client *c, u32 *key);
bool password_refused(struct client *c);
bool password_scancodes(const char *text, u8 *codes, size_t size);
void password_free(struct password *password);

#endif /* SMI_CLIENT_PASSWORD_H */

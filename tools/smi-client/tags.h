/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tags that the firmware keeps: asset, service, property. */
#ifndef SMI_CLIENT_TAGS_H
#define SMI_CLIENT_TAGS_H

#include "client.h"

enum tag {
	TAG_ASSET,
	TAG_SERVICE,
	TAG_PROPERTY,
};

#define TAG_SIZE	81	/* of the longest, with its end */

size_t tag_max(enum tag which);
int tag_read(struct client *c, enum tag which, char text[TAG_SIZE]);
int tag_write(struct client *c, enum tag which, const char *text);
bool tag_from_cmos(const u8 *bytes, size_t length, char text[TAG_SIZE]);

#endif /* SMI_CLIENT_TAGS_H */

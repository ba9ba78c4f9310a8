/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The protocol of the driver's files: lock, write, trigger, read. */
#ifndef SMI_CLIENT_TRANSPORT_H
#define SMI_CLIENT_TRANSPORT_H

#include "client.h"

int transport_lock(struct client *c);
void transport_unlock(struct client *c);
int transport_address(struct client *c, size_t size, u32 *address);
int transport_write(struct client *c, size_t offset, const void *data,
		    size_t length, bool secret);
int transport_trigger(struct client *c, unsigned int request);
int transport_read(struct client *c, size_t offset, void *data,
		   size_t length, bool secret);
void transport_free(struct transport *t);

#endif /* SMI_CLIENT_TRANSPORT_H */

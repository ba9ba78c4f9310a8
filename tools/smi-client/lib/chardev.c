// SPDX-License-Identifier: GPL-2.0-or-later
/* /dev/dcdbas: not there yet, so that everything goes through the files. */
#include "transport.h"

bool chardev_is_there(const struct transport_options *options)
{
	(void)options;
	return false;
}

struct transport *chardev_new(const struct transport_options *options, struct transport *files)
{
	(void)options;
	return files;
}

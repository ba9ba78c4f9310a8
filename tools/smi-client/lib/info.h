/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What machine this is: each item with where it was learned. */
#ifndef LIB_INFO_H
#define LIB_INFO_H

#include "error.h"
#include "machine.h"

enum info_item {
	INFO_VENDOR, INFO_MODEL, INFO_SYSTEM_ID, INFO_SERVICE_TAG, INFO_ASSET_TAG,
	INFO_PROPERTY_TAG, INFO_BIOS_VERSION, INFO_BIOS_DATE,
	INFO_COUNT
};

/**
 * struct info_value - one item
 * @known: @text is right
 * @text: printable text, "" for a tag that is not set
 * @source: "SMBIOS type 1", "firmware", ...
 * @error: why it is not known; code SMI_OK when there is nothing to ask
 */
struct info_value {
	bool known;
	char text[128], source[32];
	struct smi_error error;
};

struct info {
	struct info_value item[INFO_COUNT];
};

/**
 * info_read() - all items
 * @m: machine
 * @info: filled in, also on failure as far as it goes
 *
 * Return: SMI_OK; the first failure besides what this machine does not have;
 * when the tables cannot be read, why
 */
int info_read(struct machine *m, struct info *info, struct smi_error *error);

/**
 * info_system_id() - Dell's number of the model
 * @m: machine with tables
 * @source: filled in: "SMBIOS type 11"
 * @size: of @source in bytes
 *
 * Return: the number, 0 when there is none
 */
u16 info_system_id(const struct machine *m, char *source, size_t size);

#endif /* LIB_INFO_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tags that are string tokens in CMOS; for tag.c. */
#ifndef LIB_TAG_CMOS_H
#define LIB_TAG_CMOS_H

#include "tag.h"

/*
 * As tag_read_now() and tag_write() have it; SMI_NOT_FOUND when the tables name
 * no place in CMOS for this tag. Only the asset tag can be written.
 */
int tag_cmos_read(struct machine *m, enum tag tag, struct tag_value *value,
		  struct smi_error *error);
int tag_cmos_write(struct machine *m, enum tag tag, const char *text, struct smi_error *error);

#endif /* LIB_TAG_CMOS_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that could not be had is an error like any other. */
#ifndef LIB_MEMORY_H
#define LIB_MEMORY_H

#include "error.h"

static inline int memory_failed(struct smi_error *error)
{
	return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
}

#endif /* LIB_MEMORY_H */

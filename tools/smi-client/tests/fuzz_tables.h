/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fuzz target, also shown damaged tables by test_damage.c. */
#ifndef SMI_CLIENT_FUZZ_TABLES_H
#define SMI_CLIENT_FUZZ_TABLES_H

#include "client.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#endif /* SMI_CLIENT_FUZZ_TABLES_H */

// SPDX-License-Identifier: GPL-2.0-or-later
/* libFuzzer's entry: FUZZ_TARGET is the target that is linked. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	return FUZZ_TARGET(data, size);
}

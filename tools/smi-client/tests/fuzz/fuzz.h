/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz targets, also shown damaged input by tests/unit/test_damage.c. Each is
 * linked with fuzz_main.c for libFuzzer.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "../../lib/types.h"

/* Tables, names, configuration, files of settings and CMOS. */
int fuzz_tables(const u8 *data, size_t size);
/* Answers of firmware and of the driver's files. */
int fuzz_answers(const u8 *data, size_t size);

#endif /* TESTS_FUZZ_H */

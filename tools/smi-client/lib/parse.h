/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and bytes from text. Nothing is skipped, nothing wraps. */
#ifndef LIB_PARSE_H
#define LIB_PARSE_H

#include "error.h"

/* Decimal, or hexadecimal behind 0x; no sign, no blank; at most @max. */
bool parse_number(const char *text, u64 max, u64 *value);
/* Digits of the given base (10 or 16) without prefix, as sysfs shows them. */
bool parse_digits(const char *text, int base, u64 max, u64 *value);
/* Seconds with an optional fraction, "0" to "3600", as milliseconds. */
bool parse_seconds(const char *text, unsigned int *ms);
/* "HH:MM" of 24 hours. */
bool parse_time_of_day(const char *text, unsigned int *hour, unsigned int *minute);

/**
 * parse_hex() - bytes from pairs of hexadecimal digits
 * @text: pairs; blanks, colons and commas may stand between pairs
 * @max: most bytes
 * @data: to be freed by the caller; never NULL on success
 * @length: in bytes
 *
 * Return: SMI_OK or SMI_USAGE
 */
int parse_hex(const char *text, size_t max, u8 **data, size_t *length, struct smi_error *error);

#endif /* LIB_PARSE_H */

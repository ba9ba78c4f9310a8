/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that comes from firmware or from files, made fit to be shown. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include "types.h"

/*
 * The one filter for printable text: what is no printable character of UTF-8
 * becomes '?'. @to takes at most @size bytes with the end; returns the length.
 */
size_t text_printable(const char *from, size_t length, char *to, size_t size);

/* Without blanks at both ends; false when nothing is left. */
bool text_trim(const char *from, char *to, size_t size);

/*
 * Whether SMBIOS text stands for "not filled in": "Not Specified", "To Be
 * Filled By O.E.M.", "Default string", "System Serial Number", blanks, dots or
 * zeros, in any case.
 */
bool text_is_placeholder(const char *text);

/* Firmware fills up with zeros, 0xFF or blanks; @to needs @length + 1 bytes. */
void text_from_firmware(const u8 *bytes, size_t length, char *to);

#endif /* LIB_TEXT_H */

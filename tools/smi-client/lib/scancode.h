/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of a US keyboard, as firmware that compares keys wants them. */
#ifndef LIB_SCANCODE_H
#define LIB_SCANCODE_H

#include "types.h"

/**
 * scancode_from_text() - the keys that a text is typed with
 * @text: printable ASCII
 * @codes: one code for each character, then zeros; upper and lower case are the
 *	same key
 * @size: of @codes in bytes
 *
 * Return: false when a character has no key, or there are more than @size;
 * @codes is then zeroed
 */
bool scancode_from_text(const char *text, u8 *codes, size_t size);

/* The character that a key gives without Shift; 0 for one without a key. */
char scancode_unshifted(char c);

#endif /* LIB_SCANCODE_H */

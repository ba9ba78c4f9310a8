/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hour and minute of wake-up, as firmware keeps them: mostly in BCD. */
#ifndef LIB_WAKEUP_H
#define LIB_WAKEUP_H

#include "token_value.h"

#define TOKEN_WAKEUP_HOUR	0x002B
#define TOKEN_WAKEUP_MINUTE	0x002C

#define WAKEUP_UNSET		0xFF	/* kept where no time was ever set */

/* The largest number of a part of the time, 23 or 59; 0 for another token. */
unsigned int wakeup_max(u16 id);
/* Whether it is kept in BCD: a range that ends with @max itself says that it is not. */
bool wakeup_is_bcd(const struct token_value *value, unsigned int max);
/* The number that is meant by what is kept, -1 when it is none of 0 to @max. */
int wakeup_number(const struct token_value *value, u32 stored, unsigned int max);
/* What is kept for a number. */
u32 wakeup_stored(const struct token_value *value, unsigned int number, unsigned int max);

#endif /* LIB_WAKEUP_H */

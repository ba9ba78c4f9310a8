// SPDX-License-Identifier: GPL-2.0-or-later
/* See wakeup.h. */
#include "wakeup.h"

unsigned int wakeup_max(u16 id)
{
	return id == TOKEN_WAKEUP_HOUR ? 23 : id == TOKEN_WAKEUP_MINUTE ? 59 : 0;
}

bool wakeup_is_bcd(const struct token_value *value, unsigned int max)
{
	return value->max != max;
}

int wakeup_number(const struct token_value *value, u32 stored, unsigned int max)
{
	u32 number = (stored >> 4) * 10 + (stored & 0xF);

	if (!wakeup_is_bcd(value, max))
		return stored > max ? -1 : (int)stored;
	return stored > 0x99 || (stored & 0xF) > 9 || number > max ? -1 : (int)number;
}

u32 wakeup_stored(const struct token_value *value, unsigned int number, unsigned int max)
{
	return wakeup_is_bcd(value, max) ? number / 10 << 4 | number % 10 : number;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls of classes 9, 10 and 12; for password.c and password_change.c. */
#ifndef LIB_PASSWORD_CALLS_H
#define LIB_PASSWORD_CALLS_H

#include "password.h"

#define SELECT_INSTALLED	0
#define SELECT_VERIFY		1
#define SELECT_CHANGE		2
#define SELECT_PROPERTIES	3
#define SELECT_VERIFY_LONG	4
#define SELECT_CHANGE_LONG	5

/* First results of their own. */
#define PASSWORD_NOT_INSTALLED	1
#define PASSWORD_INCORRECT	2

#define PASSWORD_SHORT		8	/* bytes in two arguments */

/*
 * A password as firmware compares it, filled up with zeros to @size bytes;
 * SMI_USAGE when it cannot be.
 */
int password_encode(unsigned int class, const struct password_info *info, const char *text,
		    u8 *bytes, size_t size, struct smi_error *error);

/* Whether a long call has to be made as a short one: not "wrong password". */
bool password_needs_short(s32 result);

/* What came of select 1, 2, 4 or 5. */
int password_result(unsigned int class, const struct ci_call *call, struct smi_error *error);

#endif /* LIB_PASSWORD_CALLS_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Integer types as the kernel names them, and compiler attributes. */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define __attr(x)	__attribute__((x))
#define __printf(a, b)	__attr(format(printf, a, b))
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof(*(a)))

#endif /* LIB_TYPES_H */

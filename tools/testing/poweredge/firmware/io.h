/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * I/O ports of the chipset, and the instructions that access them.
 */
#ifndef POWEREDGE_IO_H
#define POWEREDGE_IO_H

#include <linux/types.h>

#define APM_CNT			0xb2	/* a write raises an SMI */
#define APM_STS			0xb3	/* a plain latch */
#define CMOS_INDEX		0x70
#define CMOS_INDEX2		0x72	/* only with the tables of some machines */
#define CMOS_BANK2		0x80	/* in an index: it is meant for 0x72 */
#define PM_BASE			0x600	/* where SeaBIOS puts it */
#define PM1_CNT			(PM_BASE + 0x04)
#define PM1_CNT_S5		0x2000
#define SMI_EN			(PM_BASE + 0x30)
#define SMI_EN_TCO_EN		0x2000
#define TCO_RLD			(PM_BASE + 0x60)
#define TCO_DAT_IN		(PM_BASE + 0x62)
#define TCO1_STS		(PM_BASE + 0x64)
#define TCO1_STS_SW_SMI		0x0002
#define TCO1_STS_TIMEOUT	0x0008
#define TCO1_CNT		(PM_BASE + 0x68)
#define TCO1_CNT_HALT		0x0800
#define TCO_MESSAGE2		(PM_BASE + 0x6d)	/* a plain latch */
#define TCO_TMR			(PM_BASE + 0x72)

static inline void outb(__u8 value, __u16 port)
{
	asm volatile("out %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline void outw(__u16 value, __u16 port)
{
	asm volatile("out %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline void outl(__u32 value, __u16 port)
{
	asm volatile("out %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline __u8 inb(__u16 port)
{
	__u8 value;

	asm volatile("in %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

static inline __u16 inw(__u16 port)
{
	__u16 value;

	asm volatile("in %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

static inline __u32 inl(__u16 port)
{
	__u32 value;

	asm volatile("in %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

/* Ports of an index, and the index there. */
static inline __u16 cmos_select(__u8 index)
{
	__u16 port = index & CMOS_BANK2 ? CMOS_INDEX2 : CMOS_INDEX;

	outb(index & ~CMOS_BANK2, port);
	return port + 1;
}

static inline __u8 cmos_read(__u8 index)
{
	return inb(cmos_select(index));
}

static inline void cmos_write(__u8 index, __u8 value)
{
	__u16 port = cmos_select(index);

	outb(value, port);
}

#endif /* POWEREDGE_IO_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the rig tells the firmware at power on: one fw_cfg file, made by
 * ../tables, read by post.c. Everything is little endian, and in such an order
 * that there are no gaps.
 */
#ifndef POWEREDGE_CONFIG_H
#define POWEREDGE_CONFIG_H

#include <linux/types.h>

#define CONFIG_FILE		"opt/poweredge/config"
#define SMBIOS_FILE		"opt/poweredge/smbios"	/* see smbios.c */
#define CONFIG_MAGIC		0x46434550	/* "PECF" */
#define CONFIG_VERSION		1

/* The port that the rig records the log from (isa-debugcon). */
#define LOG_PORT		0x4e9

/* config.flags */
#define CONFIG_SILENT		0x0001	/* host control is never answered */
#define CONFIG_FIXED_BUFFER	0x0002	/* nothing but the comm buffer is used */
#define CONFIG_TERSE		0x0004	/* calls are not logged */

/* setting.flags */
#define SETTING_READ_ONLY	0x0001	/* a write is refused */
#define SETTING_STUCK		0x0002	/* a write is answered, and lost */
#define SETTING_BOOT_CAUSE	0x0004	/* holds an enum boot_cause */
#define SETTING_BOOT_COUNT	0x0008	/* holds the number of this boot */
#define SETTING_POWER_OFF	0x0010	/* a write turns the machine off */

/* Values at a SETTING_BOOT_CAUSE location. */
enum boot_cause {
	BOOT_POWER_ON = 1,	/* the power button, or mains came */
	BOOT_RESET,		/* the operating system restarted */
	BOOT_POWER_CYCLE,	/* off and on by host control */
};

#define TAG_SIZE		12
#define PROPERTY_TAG_SIZE	80
#define PASSWORD_MAX		32

/* One location of the calling interface: NV, battery and AC value. */
struct setting {
	__u16 location;
	__u16 flags;
	__u32 value[3];
	__u32 min;
	__u32 max;
};

/* One byte of CMOS to be set at the first power on; CMOS_BANK2 is in its index. */
struct cmos_byte {
	__u8 index;
	__u8 value;
};

/* A range of CMOS under a check value, as SMBIOS type 212 names it. */
struct cmos_check {
	__u8 type;
	__u8 start;
	__u8 end;
	__u8 index;
};

struct config {
	__u32 magic;
	__u16 version;
	__u16 flags;
	__u16 port;
	__u8 code;
	__u8 host_control_type;
	__u32 buffer_address;
	__u32 buffer_size;
	char product[32];
	char service_tag[TAG_SIZE];
	char asset_tag[TAG_SIZE];
	char property_tag[PROPERTY_TAG_SIZE];
	char password[3][PASSWORD_MAX];	/* user, admin, owner; "" is none */
	__u8 password_min;
	__u8 password_max;
	__u16 settings;
	__u16 cmos_bytes;
	__u16 cmos_checks;
	__u16 scb_size;
	__u16 reserved;
	/* the arrays follow in this order, then scb_size bytes */
};

/* Does not compile when there are gaps: ../tables writes none. */
enum {
	CONFIG_HAS_NO_GAPS = 1 / (sizeof(struct setting) == 24 &&
				  sizeof(struct config) == 264),
};

#endif /* POWEREDGE_CONFIG_H */

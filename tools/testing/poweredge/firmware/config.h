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
#define ANSWERS_FILE		"opt/poweredge/answers"	/* see recorded.c */
#define SMBIOS_FILE		"opt/poweredge/smbios"	/* see smbios.c */
#define CONFIG_MAGIC		0x46434550	/* "PECF" */
#define CONFIG_VERSION		2

/* The port that the rig records the log from (isa-debugcon). */
#define LOG_PORT		0x4e9

/* config.flags */
#define CONFIG_SILENT		0x0001	/* host control is never answered */
#define CONFIG_FIXED_BUFFER	0x0002	/* nothing but the comm buffer is used */
#define CONFIG_TERSE		0x0004	/* calls are not logged */
#define CONFIG_DSCI		0x0008	/* buffers to fill have a length and pattern */
#define CONFIG_BAD_SWITCH	0x0010	/* BAD_LATCH + an enum bad in APM_STS rules */

/* setting.flags */
#define SETTING_READ_ONLY	0x0001	/* a write is refused */
#define SETTING_STUCK		0x0002	/* a write is answered, and lost */
#define SETTING_BOOT_CAUSE	0x0004	/* holds an enum boot_cause */
#define SETTING_BOOT_COUNT	0x0008	/* holds the number of this boot */
#define SETTING_POWER_OFF	0x0010	/* a write turns the machine off */
#define SETTING_ONE_WAY		0x0020	/* changes once and never back */
#define SETTING_BCD		0x0040	/* the digits of a value are decimal ones */
#define SETTING_NO_BOUNDS	0x0080	/* a read has 0 for least and greatest */

/* Values at a SETTING_BOOT_CAUSE location. */
enum boot_cause {
	BOOT_POWER_ON = 1,	/* the power button, or mains came */
	BOOT_RESET,		/* the operating system restarted */
	BOOT_POWER_CYCLE,	/* off and on by host control */
};

#define TAG_SIZE		12
#define PROPERTY_TAG_SIZE	80
#define PASSWORD_MAX		32

/* Ways in which firmware can be wrong, one at a time. */
enum bad {
	BAD_NOTHING,
	BAD_NO_ANSWER,	/* the command stays as it is */
	BAD_LATE,	/* the SMI takes LATE_MS longer */
	BAD_RANDOM,	/* random bytes in all results and buffers */
	BAD_OVERFLOW,	/* OVERFLOW_SIZE bytes more than asked for are written */
	BAD_HEADER,	/* class, select and arguments are changed */
	BAD_NO_EFFECT,	/* a write is answered with success, and not done */
	BAD_FORGETS,	/* what is written is lost at the next reset */
	BAD_WRONG_KEY,	/* a right password gives a wrong key */
	BAD_UNFILLED,	/* r1 is success, the other results stay */
	BAD_NO_STATUS,	/* host control is carried out, its status stays */
	BAD_COUNT
};

#define BAD_LATCH		0xd0
#define LATE_MS			200
#define OVERFLOW_SIZE		64
#define OVERFLOW_BYTE		0xa5

/* Any value that the setting takes may be written at this location. */
#define LOCATION_ANY		0xffffffff

/* One location of the calling interface. A setting may have several. */
struct location {
	__u16 location;
	__u16 setting;		/* index */
	__u32 only;		/* the one value that may be written there */
};

/* What a setting is, in general, on battery and on AC. */
struct setting {
	__u16 flags;
	__u16 reserved;
	__u32 value[3];
	__u32 min;
	__u32 max;
};

/* What a password has to be like, and which calls there are for it. */
struct password_rules {
	__u8 min;
	__u8 max;
	__u8 characteristics;	/* PASSWORD_ASCII */
	__u8 selects;		/* bit n: select n */
	__u8 letters;		/* at least */
	__u8 digits;
	__u8 specials;
	__u8 repeats;		/* one after the other, at most; 0: any */
};

#define PASSWORD_ASCII		0x01	/* else scan codes */

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
	__u32 classes;		/* as in SMBIOS type 218 */
	__u32 buffer_address;
	__u32 buffer_size;
	char product[32];
	char service_tag[TAG_SIZE];
	char asset_tag[TAG_SIZE];
	char property_tag[PROPERTY_TAG_SIZE];
	/* user, admin, owner; what is compared, so perhaps scan codes */
	char password[3][PASSWORD_MAX];
	struct password_rules rules;
	__u8 lockout;		/* wrong passwords until none is right; 0: never */
	__u8 bad;		/* enum bad */
	__u8 asset_tag_cmos;	/* index of the asset tag in CMOS; 0: not there */
	__u8 reserved;
	__u16 locations;
	__u16 settings;
	__u16 cmos_bytes;
	__u16 cmos_checks;
	__u16 scb_size;
	__u16 reserved2;
	/* the arrays follow in this order, then scb_size bytes */
};

/* Does not compile when there are gaps: ../tables writes none. */
enum {
	CONFIG_HAS_NO_GAPS = 1 / (sizeof(struct setting) == 24 &&
				  sizeof(struct location) == 8 &&
				  sizeof(struct config) == 280),
};

#endif /* POWEREDGE_CONFIG_H */

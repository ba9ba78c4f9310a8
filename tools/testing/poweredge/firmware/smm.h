/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the SMI handler share with each other.
 *
 * The handler runs in 32-bit protected mode, flat, without paging, with
 * interrupts and other processors out of the way for as long as it takes.
 */
#ifndef POWEREDGE_SMM_H
#define POWEREDGE_SMM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdnoreturn.h>
#include <linux/dcdbas.h>
#include "config.h"
#include "io.h"

/* Codes at APM_CNT that are not the calling interface's. */
#define CODE_POST		0xf0	/* entry.S, once after each reset */
#define CODE_HOST_CONTROL	0xa0

/* CMOS bytes between the operating system, the supervisor and the firmware. */
#define CMOS_HOST_CONTROL	0x70	/* 4 bytes: address of an apm_cmd */
#define CMOS_POWER_LATCH	0x74	/* 1: the supply was off */
#define CMOS_BOOT_COUNT		0x75
#define CMOS_BANK2_WINDOW	0x78	/* 4 bytes: bank 2, 0x38 to 0x3b */

/*
 * What nvram may grow to, and how it is known to be filled. Behind it, at 0xb8000,
 * the kernel writes to a text screen.
 */
#define STORE_SIZE		0x8000
#define LOCATIONS_MAX		1024
#define ANSWERS_SIZE		0x5800	/* between SeaBIOS's state and our stack */
#define STORE_MAGIC		0x4f545350	/* "PSTO" */

enum power_action {
	POWER_STAYS,
	POWER_OFF,
	POWER_CYCLE,
};

struct password {
	bool installed;
	__u8 wrong;		/* tries since the last right one, or boot */
	__u32 key;		/* 0: none given out since the last boot */
	char text[PASSWORD_MAX];
};

/* The non-volatile memory: SMRAM, which keeps its content over a reset. */
struct store {
	__u32 magic;
	__u32 smi_count;
	__u32 boot_count;
	__u32 boot_cause;
	enum power_action pending;
	char service_tag[TAG_SIZE];
	char asset_tag[TAG_SIZE];
	char property_tag[PROPERTY_TAG_SIZE];
	struct password password[3];
	bool forgets;		/* at the next reset all is as at first */
	__u32 locations;
	__u32 settings;
	struct location location[LOCATIONS_MAX];
	struct setting setting[];
};

extern struct store nvram;
extern __u8 answers[ANSWERS_SIZE];

/* Registers of the interrupted code, and the legacy BIOS segment. */
extern const __u32 save_state_rbx;
extern const __u32 save_state_rcx;
extern __u8 bios_segment[0x10000];

/* post.c */
extern struct config config;
extern __u32 ram_end;
void post(void);
void fw_cfg_read(void *to, size_t size);
bool fw_cfg_open(const char *name, size_t length);

/* smbios.c */
void smbios_publish(void);

/* recorded.c */
void recorded_load(void);
bool recorded_answer(struct smi_calling_interface *call);
void recorded_forget(const struct smi_calling_interface *call);

/* settings.c */
int setting_call(struct smi_calling_interface *call);
bool setting_same(__u32 location, __u32 other);

/* tags.c */
int tag_call(struct smi_calling_interface *call);
int property_tag_call(struct smi_calling_interface *call);
int dsci_check(struct smi_calling_interface *call, __u32 address, __u32 wanted);
void asset_tag_from_cmos(void);
void asset_tag_to_cmos(void);

/* devices.c */
int thermal_call(struct smi_calling_interface *call);
int keyboard_call(struct smi_calling_interface *call);

/* bad.c */
bool bad_is(enum bad bad);
bool bad_no_effect(void);
__u32 bad_random(void);
bool bad_before(void);
void bad_after(struct smi_calling_interface *buffer,
	       struct smi_calling_interface *call);

/* passwords.c */
bool password_class(unsigned int command_class);
bool password_key_fits(__u32 key);
int password_call(struct smi_calling_interface *call);

/* calling_interface.c */
void calling_interface(__u32 ebx, __u32 ecx);
int refused(int result, const char *why);

/* host_control.c */
void host_control_smi(void);
void host_control_other_port(__u8 code);
void host_control_due(void);
void host_control_timer_stop(void);
noreturn void power_off(const char *why);

/* bounds.c */
bool bounds_ok(__u32 address, __u32 size);
int bounds_result(__u32 address, __u32 size);

/* log.c */
void log_mute(void);
void log_begin(const char *kind);
void log_text(const char *key, const char *value);
void log_number(const char *key, __s32 value);
void log_hex(const char *key, __u32 value, int digits);
void log_end(void);
void console_text(const char *text);

/* gcc turns loops into calls of these, so they have to be there. */
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *one, const void *other, size_t size);

#endif /* POWEREDGE_SMM_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power on: reads what the rig says about this machine, fills the store the
 * first time, finds out why the machine starts, and completes a host control
 * action that a restart has overtaken.
 */
#include "smm.h"

#define FW_CFG_SELECTOR		0x510
#define FW_CFG_DATA		0x511
#define FW_CFG_FILE_DIR		0x19
#define FW_CFG_NAME_SIZE	56

/* CMOS: memory between 16 MiB and 4 GiB, in units of 64 KiB (QEMU) */
#define CMOS_MEMORY		0x34

/* How a "$SCB" is aligned in the segment. */
#define SCB_STEP		16

/* What the rig has said, from fw_cfg; and the first byte that is not RAM. */
struct config config;
__u32 ram_end;

void fw_cfg_read(void *to, size_t size)
{
	__u8 *byte = to;

	while (size--)
		*byte++ = inb(FW_CFG_DATA);
}

static __u32 fw_cfg_read_big_endian(int bytes)
{
	__u32 value = 0;

	while (bytes--)
		value = value << 8 | inb(FW_CFG_DATA);
	return value;
}

/* Leaves the data port at the first byte of the file. */
bool fw_cfg_open(const char *name, size_t length)
{
	char entry[FW_CFG_NAME_SIZE];
	__u16 selector;
	__u32 files;

	outw(FW_CFG_FILE_DIR, FW_CFG_SELECTOR);
	for (files = fw_cfg_read_big_endian(4); files; files--) {
		fw_cfg_read_big_endian(4);
		selector = fw_cfg_read_big_endian(2);
		fw_cfg_read_big_endian(2);
		fw_cfg_read(entry, sizeof(entry));
		if (!memcmp(entry, name, length)) {
			outw(selector, FW_CFG_SELECTOR);
			return true;
		}
	}
	return false;
}

/* The four check types of SMBIOS type 212; start and end belong to it. */
static void cmos_check_write(const struct cmos_check *check)
{
	__u16 sum = 0, crc = 0;
	__u16 value;

	for (int i = check->start; i <= check->end; i++) {
		__u8 byte = cmos_read(i);

		sum += byte;
		crc ^= byte;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xa001 : 0);
	}
	switch (check->type) {
	case 1:
		cmos_write(check->index, sum);
		return;
	case 2:
		value = crc;
		break;
	case 3:
		value = -sum;
		break;
	default:
		value = sum;
	}
	/* high byte first */
	cmos_write(check->index, value >> 8);
	cmos_write(check->index + 1, value);
}

/* What a reset loses on BAD_FORGETS. Reads on in the open fw_cfg file. */
static void store_defaults(void)
{
	memcpy(nvram.asset_tag, config.asset_tag, TAG_SIZE);
	memcpy(nvram.property_tag, config.property_tag, PROPERTY_TAG_SIZE);
	fw_cfg_read(nvram.location,
		    config.locations * sizeof(struct location));
	fw_cfg_read(nvram.setting, config.settings * sizeof(struct setting));
	nvram.forgets = false;
	if (config.asset_tag_cmos)
		asset_tag_to_cmos();
}

static bool store_fits(void)
{
	const size_t room = (STORE_SIZE - sizeof(struct store)) /
			    sizeof(struct setting);

	return config.settings <= room && config.locations <= LOCATIONS_MAX;
}

/* The store as it leaves the factory. Reads on in the open fw_cfg file. */
static bool store_fill(void)
{
	struct cmos_check check;
	struct cmos_byte byte;

	if (!store_fits())
		return false;
	memset(&nvram, 0, sizeof(struct store));
	memcpy(nvram.service_tag, config.service_tag, TAG_SIZE);
	for (int i = 0; i < 3; i++) {
		memcpy(nvram.password[i].text, config.password[i],
		       PASSWORD_MAX);
		nvram.password[i].installed = config.password[i][0];
	}
	nvram.locations = config.locations;
	nvram.settings = config.settings;
	store_defaults();
	for (int i = 0; i < config.cmos_bytes; i++) {
		fw_cfg_read(&byte, sizeof(byte));
		cmos_write(byte.index, byte.value);
	}
	for (int i = 0; i < config.cmos_checks; i++) {
		fw_cfg_read(&check, sizeof(check));
		cmos_check_write(&check);
	}
	nvram.magic = STORE_MAGIC;
	return true;
}

/*
 * SeaBIOS leaves the segment writable until it boots. A run of zeros, with
 * some more around it, is free.
 */
static void scb_write(void)
{
	const __u32 wanted = config.scb_size + 4 * SCB_STEP;
	__u32 free = 0;

	fw_cfg_open(CONFIG_FILE, sizeof(CONFIG_FILE));
	for (size_t skip = sizeof(config) +
		    config.locations * sizeof(struct location) +
		    config.settings * sizeof(struct setting) +
		    config.cmos_bytes * sizeof(struct cmos_byte) +
		    config.cmos_checks * sizeof(struct cmos_check);
	     skip; skip--)
		inb(FW_CFG_DATA);
	for (__u32 at = 0; at < sizeof(bios_segment); at++) {
		free = bios_segment[at] ? 0 : free + 1;
		if (free >= wanted) {
			at = (at - config.scb_size - SCB_STEP) &
			     ~(SCB_STEP - 1);
			fw_cfg_read(bios_segment + at, config.scb_size);
			log_begin("scb");
			log_hex("address", (__u32)bios_segment + at, 5);
			log_end();
			return;
		}
	}
}

static void boot_cause_find(bool first, bool forgot)
{
	static const char * const names[] = {
		[BOOT_POWER_ON] = "power-on",
		[BOOT_RESET] = "reset",
		[BOOT_POWER_CYCLE] = "power-cycle",
	};
	bool was_off = first || cmos_read(CMOS_POWER_LATCH) == 1;

	cmos_write(CMOS_POWER_LATCH, 0);
	if (!was_off && nvram.pending != POWER_STAYS)
		power_off("host-control-at-reset");

	if (!was_off)
		nvram.boot_cause = BOOT_RESET;
	else if (nvram.pending == POWER_CYCLE)
		nvram.boot_cause = BOOT_POWER_CYCLE;
	else
		nvram.boot_cause = BOOT_POWER_ON;
	nvram.pending = POWER_STAYS;
	nvram.boot_count++;
	cmos_write(CMOS_BOOT_COUNT, nvram.boot_count);

	for (__u32 i = 0; i < nvram.settings; i++) {
		struct setting *setting = &nvram.setting[i];

		if (setting->flags & SETTING_BOOT_CAUSE)
			setting->value[0] = nvram.boot_cause;
		if (setting->flags & SETTING_BOOT_COUNT)
			setting->value[0] = nvram.boot_count;
	}
	for (int i = 0; i < 3; i++) {
		nvram.password[i].key = 0;
		nvram.password[i].wrong = 0;
	}

	log_begin("post");
	log_text("cause", names[nvram.boot_cause]);
	if (forgot)
		log_text("bad", "forgets");
	if (config.asset_tag_cmos)
		asset_tag_from_cmos();
	log_end();
	console_text("\r\n");
	console_text(config.product);
	console_text(": start after ");
	console_text(names[nvram.boot_cause]);
	console_text("\r\n");
}

/**
 * post() - the power on work, by the first SMI after each reset
 *
 * Does not return when the machine has to be turned off.
 */
void post(void)
{
	bool first = nvram.magic != STORE_MAGIC;
	bool forgot = !first && nvram.forgets;

	host_control_timer_stop();
	ram_end = 0x1000000 +
		  ((cmos_read(CMOS_MEMORY) |
		    cmos_read(CMOS_MEMORY + 1) << 8) << 16);
	if (!fw_cfg_open(CONFIG_FILE, sizeof(CONFIG_FILE))) {
		console_text("poweredge: no configuration from the rig\r\n");
		return;
	}
	fw_cfg_read(&config, sizeof(config));
	if (config.magic != CONFIG_MAGIC || config.version != CONFIG_VERSION ||
	    config.rules.max > PASSWORD_MAX ||
	    (first && !store_fill())) {
		config.port = 0;
		console_text("poweredge: bad configuration from the rig\r\n");
		return;
	}
	if (forgot)
		store_defaults();
	config.product[sizeof(config.product) - 1] = '\0';
	boot_cause_find(first, forgot);
	if (first)
		recorded_load();
	smbios_publish();
	if (config.scb_size)
		scb_write();
}

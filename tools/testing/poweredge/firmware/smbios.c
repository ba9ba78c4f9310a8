// SPDX-License-Identifier: GPL-2.0-only
/*
 * SMBIOS tables of a real machine: published byte for byte in place of those
 * that QEMU has made. QEMU has been given a structure long enough that there
 * is room. In comes a fw_cfg file, made by the rig.
 */
#include "smm.h"

#define ANCHOR_STEP		16
#define ENTRY_MAX		31

/* An entry point: its anchor, and what a machine's place changes in it. */
struct entry_kind {
	char anchor[5];
	__u8 size;
	__u8 address;		/* offset of the table's address */
	__u8 address_size;
	__u8 length;		/* offset of its length, 16 bits */
	__u8 sum_from[2];	/* where a sum begins; it goes to the end */
	__u8 sum_at[2];
};

static const struct entry_kind kinds[] = {
	{ "_SM_", 31, 24, 4, 22, { 16, 0 }, { 21, 4 } },
	{ "_SM3_", 24, 16, 8, 12, { 0, 0 }, { 5, 5 } },
	{ "_DMI_", 15, 8, 4, 6, { 0, 0 }, { 5, 5 } },
};

static const struct entry_kind *entry_kind(const __u8 *entry)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!memcmp(entry, kinds[i].anchor, kinds[i].anchor[4] ? 5 : 4))
			return &kinds[i];
	return NULL;
}

/* QEMU's entry point: _SM_, with sums that fit. */
static __u8 *entry_find(void)
{
	for (size_t at = 0; at < sizeof(bios_segment); at += ANCHOR_STEP) {
		__u8 *entry = bios_segment + at;
		__u8 sum = 0;

		if (entry_kind(entry) != &kinds[0])
			continue;
		for (int i = 0; i < kinds[0].size; i++)
			sum += entry[i];
		if (!sum)
			return entry;
	}
	return NULL;
}

static void entry_sums(__u8 *entry, const struct entry_kind *kind)
{
	for (int i = 0; i < 2; i++) {
		__u8 sum = 0;

		entry[kind->sum_at[i]] = 0;
		for (int at = kind->sum_from[i]; at < kind->size; at++)
			sum += entry[at];
		entry[kind->sum_at[i]] = -sum;
	}
}

/**
 * smbios_publish() - put the rig's tables where the operating system looks
 *
 * Does nothing when the rig has none.
 */
void smbios_publish(void)
{
	const struct entry_kind *kind;
	__u8 entry[ENTRY_MAX + 1];
	__u32 address, size;
	__u8 *place;

	if (!fw_cfg_open(SMBIOS_FILE, sizeof(SMBIOS_FILE)))
		return;
	fw_cfg_read(&size, sizeof(size));
	fw_cfg_read(entry, sizeof(entry));
	place = entry_find();
	kind = entry_kind(entry);
	if (!place || !kind ||
	    size > *(__u16 *)(place + kinds[0].length)) {
		console_text("poweredge: no room for the tables\r\n");
		return;
	}
	address = *(__u32 *)(place + kinds[0].address);
	fw_cfg_read((void *)address, size);
	memset(entry + kind->address, 0, kind->address_size);
	memcpy(entry + kind->address, &address, sizeof(address));
	entry_sums(entry, kind);
	memset(entry + kind->size, 0, sizeof(entry) - kind->size);
	memcpy(place, entry, sizeof(entry));
	log_begin("smbios");
	log_hex("address", address, 8);
	log_hex("size", size, 4);
	log_end();
}

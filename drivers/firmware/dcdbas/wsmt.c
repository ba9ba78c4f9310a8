// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the firmware's own buffer.
 *
 * Where the ACPI table WSMT says that firmware reads no memory but its own,
 * firmware names that memory in an SMBIOS OEM string, "30[address;size]", or in
 * a structure "$SCB" in the BIOS area. What firmware tables say is
 * checked before the memory is touched.
 */

#include <linux/acpi.h>
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/dmi.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "dcdbas.h"

#define WSMT_OEM_STRING_PREFIX	"30["
/* Both numbers with all their digits, the semicolon and the bracket. */
#define WSMT_OEM_STRING_MAX	(16 + 1 + 16 + 1)

#define BIOS_AREA_START		0xF0000
#define BIOS_AREA_SIZE		SZ_64K
#define SCB_STEP		16

struct dcdbas_smm_comm_buffer {
	char signature[4];	/* "$SCB" */
	u8 length;
	u8 checksum;		/* @length bytes add up to 0 */
	u8 version;
	u64 address;
	u64 num_pages;		/* of 4 KiB */
} __packed;

/* The first bytes of the buffer are a semaphore and not for data. */
#define SEMAPHORE_SIZE		8

/* Bits that mean something; the others have to be 0. */
#define WSMT_KNOWN_FLAGS	(ACPI_WSMT_FIXED_COMM_BUFFERS | \
				 ACPI_WSMT_COMM_BUFFER_NESTED_PTR_PROTECTION | \
				 ACPI_WSMT_SYSTEM_RESOURCE_PROTECTION)
/* Firmware refuses buffers other than its own. */
#define WSMT_OWN_BUFFER_ONLY	(ACPI_WSMT_FIXED_COMM_BUFFERS | \
				 ACPI_WSMT_COMM_BUFFER_NESTED_PTR_PROTECTION)

static u32 dcdbas_wsmt_flags(struct device *dev)
{
	struct acpi_table_header *table;
	u32 flags = 0;

	if (ACPI_FAILURE(acpi_get_table(ACPI_SIG_WSMT, 0, &table)))
		return 0;
	if (table->length >= sizeof(struct acpi_table_wsmt)) {
		const struct acpi_table_wsmt *wsmt = (const void *)table;

		flags = wsmt->protection_flags;
	}
	acpi_put_table(table);

	if (flags & ~WSMT_KNOWN_FLAGS)
		dev_warn(dev, "WSMT: reserved protection flags are set: %#x\n",
			 flags);
	if ((flags & WSMT_OWN_BUFFER_ONLY) ==
	    ACPI_WSMT_COMM_BUFFER_NESTED_PTR_PROTECTION)
		dev_warn(dev, "WSMT: pointers are protected but buffers are not: %#x\n",
			 flags);
	return flags;
}

/*
 * Takes the semaphore off. Returns what is wrong with the buffer, or NULL.
 */
static const char *dcdbas_wsmt_check_buffer(u64 *addr, u64 *size)
{
	if (!*addr)
		return "its address is 0";
	/* Host control's command is larger than the least request. */
	if (*size < SEMAPHORE_SIZE + sizeof(struct apm_cmd))
		return "it is too small for a command";
	/* In this order nothing wraps. */
	if (*addr >= SZ_4G || *size > SZ_4G - *addr)
		return "it does not lie below 4 GiB";
	/* The kernel uses that memory itself. */
	if (region_intersects(*addr, *size, IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_DISJOINT)
		return "it lies in ordinary memory";

	*addr += SEMAPHORE_SIZE;
	*size -= SEMAPHORE_SIZE;
	return NULL;
}

/* Hexadecimal digits and nothing else; kstrtou64() would take "+0x". */
static int dcdbas_wsmt_parse_hex(const char *text, u64 *number)
{
	if (!isxdigit(text[0]) || tolower(text[1]) == 'x')
		return -EINVAL;
	return kstrtou64(text, 16, number);
}

/**
 * dcdbas_wsmt_parse_oem_string() - read where the buffer is from an OEM string
 * @text: a string that begins with "30["
 * @addr: set to the physical address for data
 * @size: set to the number of bytes for data
 *
 * Return: NULL, or what is wrong with it.
 */
const char *dcdbas_wsmt_parse_oem_string(const char *text, u64 *addr,
					 u64 *size)
{
	char numbers[WSMT_OEM_STRING_MAX + 1];
	char *rest = numbers, *field;

	text += strlen(WSMT_OEM_STRING_PREFIX);
	if (strscpy(numbers, text, sizeof(numbers)) < 0)
		return "its OEM string is too long";

	field = strsep(&rest, ";");
	if (!rest || dcdbas_wsmt_parse_hex(field, addr))
		return "its OEM string has no address";
	field = strsep(&rest, "]");
	if (!rest || dcdbas_wsmt_parse_hex(field, size))
		return "its OEM string has no size";
	return dcdbas_wsmt_check_buffer(addr, size);
}

/* Sets @why if there is a string that is of no use. */
static bool dcdbas_wsmt_find_in_oem_strings(u64 *addr, u64 *size,
					    const char **why)
{
	const struct dmi_device *d = NULL;

	while ((d = dmi_find_device(DMI_DEV_TYPE_OEM_STRING, NULL, d))) {
		if (!d->name || !str_has_prefix(d->name, WSMT_OEM_STRING_PREFIX))
			continue;
		*why = dcdbas_wsmt_parse_oem_string(d->name, addr, size);
		if (!*why)
			return true;
	}
	return false;
}

/**
 * dcdbas_wsmt_parse_scb() - read where the buffer is from a structure "$SCB"
 * @at: the structure, at least its fixed part
 * @left: bytes there, this part included
 * @addr: set to the physical address for data
 * @size: set to the number of bytes for data
 *
 * Return: NULL, or what is wrong with it.
 */
const char *dcdbas_wsmt_parse_scb(const u8 *at, size_t left, u64 *addr,
				  u64 *size)
{
	const struct dcdbas_smm_comm_buffer *scb = (const void *)at;
	u8 sum = 0;
	unsigned int i;

	/* A length of 0 would pass any checksum. */
	if (scb->length < sizeof(*scb) || scb->length > left)
		return "its $SCB structure has a wrong length";
	for (i = 0; i < scb->length; i++)
		sum += at[i];
	if (sum)
		return "its $SCB structure has a wrong checksum";
	if (scb->num_pages > SZ_4G / SZ_4K)
		return "it does not lie below 4 GiB";

	*addr = scb->address;
	*size = scb->num_pages * SZ_4K;
	return dcdbas_wsmt_check_buffer(addr, size);
}

static bool dcdbas_wsmt_find_in_bios_area(u64 *addr, u64 *size,
					  const char **why)
{
	const size_t last = BIOS_AREA_SIZE - sizeof(struct dcdbas_smm_comm_buffer);
	u8 *area = memremap(BIOS_AREA_START, BIOS_AREA_SIZE, MEMREMAP_WB);
	bool found = false;
	size_t at;

	if (!area) {
		*why = "the BIOS area cannot be read";
		return false;
	}
	for (at = 0; at <= last && !found; at += SCB_STEP) {
		if (memcmp(area + at, "$SCB", 4))
			continue;
		*why = dcdbas_wsmt_parse_scb(area + at, BIOS_AREA_SIZE - at,
					     addr, size);
		found = !*why;
	}
	memunmap(area);
	return found;
}

/**
 * dcdbas_wsmt_map_buffer() - find and map the firmware's own buffer
 * @dev: for messages
 * @memory: set if there is one, without its semaphore; for memunmap()
 *
 * Return: 0 if firmware reads any buffer, 1 if it reads the one in @memory,
 * -ENODEV if it reads none that could be used; the kernel log then says why.
 */
int dcdbas_wsmt_map_buffer(struct device *dev, struct smi_buffer *memory)
{
	const char *why = "it names none";
	u32 flags = dcdbas_wsmt_flags(dev);
	u64 addr, size;

	if (!(flags & ACPI_WSMT_FIXED_COMM_BUFFERS))
		return 0;
	if (dcdbas_wsmt_find_in_oem_strings(&addr, &size, &why) ||
	    dcdbas_wsmt_find_in_bios_area(&addr, &size, &why)) {
		memory->virt = memremap(addr, size, MEMREMAP_WB);
		if (memory->virt) {
			memory->dma = addr;
			memory->size = size;
			dev_info(dev, "WSMT: using the firmware's buffer, %llu bytes at %#llx\n",
				 size, addr);
			return 1;
		}
		why = "it cannot be mapped";
	}

	/* Without the second bit firmware may read any buffer, and many do. */
	if ((flags & WSMT_OWN_BUFFER_ONLY) != WSMT_OWN_BUFFER_ONLY) {
		dev_info(dev, "WSMT: firmware asks for its own buffer, but %s: using an ordinary one\n",
			 why);
		return 0;
	}
	dev_err(dev, "WSMT: firmware reads its own buffer only, but %s: SMI requests are refused, host control works\n",
		why);
	return -ENODEV;
}

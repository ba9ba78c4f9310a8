// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tags, classes 11 and 20: service and asset tag in the registers of the call,
 * the property tag in memory that it points to. An asset tag may lie in CMOS,
 * where it counts only with a right checksum.
 */
#include "smm.h"

#define ASSET_TAG_CMOS		10	/* bytes, the sum of them behind */
#define SERVICE_TAG_LENGTH	7
#define PROPERTY_TAG_WANTED	(PROPERTY_TAG_SIZE + 1)
/* A longer buffer is a mistake of the caller. */
#define DSCI_MAX		0x100000

/* A service tag has no vowels, so that it makes no words. */
static bool service_tag_ok(const char *tag)
{
	static const char all[] = "0123456789BCDFGHJKLMNPQRSTVWXYZ";
	int i, j;

	for (i = 0; i < SERVICE_TAG_LENGTH; i++) {
		for (j = 0; all[j] && all[j] != tag[i]; j++)
			;
		if (!all[j])
			return false;
	}
	return !tag[i];
}

/**
 * asset_tag_to_cmos() - put the asset tag where a machine without class 11 has it
 */
void asset_tag_to_cmos(void)
{
	__u8 sum = 0;
	bool over = false;

	for (int i = 0; i < ASSET_TAG_CMOS; i++) {
		over |= !nvram.asset_tag[i];
		cmos_write(config.asset_tag_cmos + i,
			   over ? 0 : nvram.asset_tag[i]);
		sum += over ? 0 : nvram.asset_tag[i];
	}
	cmos_write(config.asset_tag_cmos + ASSET_TAG_CMOS, sum);
}

/**
 * asset_tag_from_cmos() - take the asset tag that the operating system left
 *
 * For post(). Zero, 0xff and blanks end it. Without a right sum there is none;
 * the line in the log says which.
 */
void asset_tag_from_cmos(void)
{
	char tag[TAG_SIZE] = { 0 };
	bool over = false;
	__u8 sum = 0;

	for (int i = 0; i < ASSET_TAG_CMOS; i++) {
		__u8 byte = cmos_read(config.asset_tag_cmos + i);

		sum += byte;
		over |= !byte || byte == 0xff || byte == ' ';
		tag[i] = over ? 0 : byte;
	}
	if (sum != cmos_read(config.asset_tag_cmos + ASSET_TAG_CMOS)) {
		memset(tag, 0, sizeof(tag));
		log_text("asset-tag", "bad-sum");
	} else {
		log_text("asset-tag", tag[0] ? "good" : "none");
	}
	memcpy(nvram.asset_tag, tag, sizeof(tag));
}

static int asset_tag_write(const struct smi_calling_interface *call)
{
	if (!password_key_fits(call->arg[3]))
		return refused(SMI_RESULT_ERROR, "key");
	if (bad_no_effect())
		return SMI_RESULT_DONE;
	memcpy(nvram.asset_tag, call->arg, TAG_SIZE);
	if (config.asset_tag_cmos)
		asset_tag_to_cmos();
	return SMI_RESULT_DONE;
}

static int service_tag_write(const struct smi_calling_interface *call)
{
	char tag[TAG_SIZE];

	memcpy(tag, call->arg, TAG_SIZE);
	if (!password_key_fits(call->arg[3]))
		return refused(SMI_RESULT_ERROR, "key");
	/* written once, in the factory */
	if (nvram.service_tag[0])
		return refused(SMI_RESULT_ERROR, "written-once");
	if (!service_tag_ok(tag))
		return refused(SMI_RESULT_ERROR, "characters");
	if (!bad_no_effect())
		memcpy(nvram.service_tag, tag, TAG_SIZE);
	return SMI_RESULT_DONE;
}

/**
 * tag_call() - carry out a call of class 11
 * @call: the caller's buffer, checked; results are stored in it
 *
 * Return: SMI_RESULT_*.
 */
int tag_call(struct smi_calling_interface *call)
{
	switch (call->command_select) {
	case 0:
		memcpy(&call->res[1], nvram.asset_tag, TAG_SIZE);
		return SMI_RESULT_DONE;
	case 1:
		return asset_tag_write(call);
	case 2:
		memcpy(&call->res[1], nvram.service_tag, TAG_SIZE);
		return SMI_RESULT_DONE;
	case 3:
		return service_tag_write(call);
	}
	return refused(SMI_RESULT_NOT_SUPPORTED, "select");
}

/**
 * dsci_check() - check a buffer that firmware fills
 * @call: the caller's buffer; with SMI_RESULT_BUFFER_TOO_SMALL r2 is @wanted
 * @address: where it is, from the caller
 * @wanted: bytes behind its length that the firmware is about to fill
 *
 * From version 2 of Dell's SMBIOS on it is a u32, how many bytes follow, and in
 * them the pattern, counted from the u32's start.
 *
 * Return: SMI_RESULT_*.
 */
int dsci_check(struct smi_calling_interface *call, __u32 address, __u32 wanted)
{
	static const char pattern[4] = "DSCI";
	const char *bytes = (const char *)address;
	__u32 size;

	if (!bounds_ok(address, sizeof(size)))
		return refused(SMI_RESULT_BAD_BUFFER, "address");
	size = *(const __u32 *)address;
	if (size < sizeof(pattern) || size > DSCI_MAX || !bounds_ok(address, sizeof(size) + size))
		return refused(SMI_RESULT_BAD_BUFFER, "length");
	for (__u32 i = sizeof(size); i < sizeof(size) + size; i++)
		if (bytes[i] != pattern[i % sizeof(pattern)])
			return refused(SMI_RESULT_BAD_BUFFER, "pattern");
	if (size < wanted) {
		*(__u32 *)address = wanted;
		call->res[1] = wanted;
		return refused(SMI_RESULT_BUFFER_TOO_SMALL, "size");
	}
	return SMI_RESULT_DONE;
}

static int property_tag_read(struct smi_calling_interface *call)
{
	char *to = (char *)call->arg[0];
	int result;

	if (config.flags & CONFIG_DSCI) {
		result = dsci_check(call, call->arg[0], PROPERTY_TAG_WANTED);
		if (result == SMI_RESULT_DONE) {
			to += sizeof(__u32);
			to[PROPERTY_TAG_SIZE] = '\0';
		}
	} else {
		result = bounds_result(call->arg[0], PROPERTY_TAG_SIZE);
	}
	if (result == SMI_RESULT_DONE)
		memcpy(to, nvram.property_tag, PROPERTY_TAG_SIZE);
	return result;
}

/* Here firmware reads alone: the buffer is plain on every version. */
static int property_tag_write(const struct smi_calling_interface *call)
{
	int result = bounds_result(call->arg[0], PROPERTY_TAG_SIZE);

	if (result != SMI_RESULT_DONE)
		return result;
	if (!password_key_fits(call->arg[1]))
		return refused(SMI_RESULT_ERROR, "key");
	if (!bad_no_effect())
		memcpy(nvram.property_tag, (const void *)call->arg[0],
		       PROPERTY_TAG_SIZE);
	return SMI_RESULT_DONE;
}

/**
 * property_tag_call() - carry out a call of class 20
 * @call: the caller's buffer, checked; results are stored in it
 *
 * Return: SMI_RESULT_*.
 */
int property_tag_call(struct smi_calling_interface *call)
{
	switch (call->command_select) {
	case 0:
		return property_tag_read(call);
	case 1:
		return property_tag_write(call);
	}
	return refused(SMI_RESULT_NOT_SUPPORTED, "select");
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cupboard of BIOS settings: a location, and in it a value with the
 * range that it may have. The rig fills it at the first power on; after that
 * it keeps what was written, over resets and power cycles.
 */
#include "smm.h"

/**
 * setting_find() - the setting at a location
 * @location: number from an SMBIOS type 218 token
 *
 * Return: NULL where this machine has none.
 */
struct setting *setting_find(__u32 location)
{
	for (__u32 i = 0; i < nvram.settings; i++)
		if (nvram.setting[i].location == location)
			return &nvram.setting[i];
	return NULL;
}

/**
 * setting_read() - look a location up for classes 0/0 to 0/2
 * @location: number from an SMBIOS type 218 token
 * @source: 0 for the NV value, 1 on battery, 2 on AC
 * @found: the setting, with SMI_RESULT_DONE
 *
 * Return: SMI_RESULT_*.
 */
int setting_read(__u32 location, unsigned int source,
		 const struct setting **found)
{
	if (source > 2)
		return SMI_RESULT_NOT_SUPPORTED;
	*found = setting_find(location);
	return *found ? SMI_RESULT_DONE : SMI_RESULT_ERROR;
}

/**
 * setting_write() - put a value to a location for classes 1/0 to 1/2
 * @location: number from an SMBIOS type 218 token
 * @source: 0 for the NV value, 1 on battery, 2 on AC
 * @value: the value; outside of the setting's range it is refused
 *
 * Return: SMI_RESULT_*.
 */
int setting_write(__u32 location, unsigned int source, __u32 value)
{
	struct setting *setting;

	if (source > 2)
		return SMI_RESULT_NOT_SUPPORTED;
	setting = setting_find(location);
	if (!setting || setting->flags & SETTING_READ_ONLY ||
	    value < setting->min || value > setting->max)
		return SMI_RESULT_ERROR;
	if (setting->flags & SETTING_POWER_OFF)
		power_off("token");
	if (!(setting->flags & SETTING_STUCK))
		setting->value[source] = value;
	return SMI_RESULT_DONE;
}

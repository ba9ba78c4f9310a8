// SPDX-License-Identifier: GPL-2.0-only
/*
 * BIOS settings, classes 0 and 1: at a location a value, with the range that it
 * may have. A setting answers at each of its locations. The rig fills them at the
 * first power on; after that they keep what was written, over resets and power
 * cycles.
 */
#include "smm.h"

/* Where that is; NULL at location 0, which is none, and where there is nothing. */
static const struct location *find(__u32 location)
{
	for (__u32 i = 0; location && i < nvram.locations; i++)
		if (nvram.location[i].location == location)
			return &nvram.location[i];
	return NULL;
}

static bool is_bcd(__u32 value)
{
	for (; value; value >>= 4)
		if ((value & 0xf) > 9)
			return false;
	return true;
}

static int setting_read(struct smi_calling_interface *call,
			const struct setting *setting)
{
	bool bounds = !(setting->flags & SETTING_NO_BOUNDS);

	call->res[1] = setting->value[call->command_select];
	call->res[2] = bounds ? setting->min : 0;
	call->res[3] = bounds ? setting->max : 0;
	return SMI_RESULT_DONE;
}

static int setting_write(const struct smi_calling_interface *call,
			 const struct location *location,
			 struct setting *setting)
{
	__u32 value = call->arg[1];
	__u32 *now = &setting->value[call->command_select];

	if (!password_key_fits(call->arg[2]))
		return refused(SMI_RESULT_ERROR, "key");
	if (setting->flags & SETTING_READ_ONLY)
		return refused(SMI_RESULT_ERROR, "read-only");
	if (value < setting->min || value > setting->max)
		return refused(SMI_RESULT_ERROR, "range");
	if (location->only != LOCATION_ANY && value != location->only)
		return refused(SMI_RESULT_ERROR, "not-this-value-here");
	if (setting->flags & SETTING_BCD && !is_bcd(value))
		return refused(SMI_RESULT_ERROR, "bcd");
	if (bad_no_effect() || setting->flags & SETTING_STUCK)
		return SMI_RESULT_DONE;
	if (setting->flags & SETTING_POWER_OFF)
		power_off("token");
	if (setting->flags & SETTING_ONE_WAY && value != *now)
		setting->flags |= SETTING_READ_ONLY;
	*now = value;
	return SMI_RESULT_DONE;
}

/**
 * setting_call() - carry out a call of class 0 or 1
 * @call: the caller's buffer, checked; results are stored in it
 *
 * Return: SMI_RESULT_*.
 */
int setting_call(struct smi_calling_interface *call)
{
	const struct location *location;
	struct setting *setting;

	/* in general, on battery, on AC */
	if (call->command_select > 2)
		return refused(SMI_RESULT_NOT_SUPPORTED, "select");
	location = find(call->arg[0]);
	if (!location)
		return refused(SMI_RESULT_ERROR, "location");
	setting = &nvram.setting[location->setting];
	return call->command_class ? setting_write(call, location, setting) :
				     setting_read(call, setting);
}

/**
 * setting_same() - are two locations the same setting's?
 * @location: number from a call, any
 * @other: another one
 */
bool setting_same(__u32 location, __u32 other)
{
	const struct location *one = find(location);
	const struct location *two = find(other);

	return location == other || (one && two && one->setting == two->setting);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fans and keyboard light: both are set as a whole by one call, so that what the
 * caller leaves out is switched off.
 */
#include "smm.h"

/* 17/19: one bit for each mode, from balanced to performance. */
#define THERMAL_MODES		0xf
/* 4/11: always off, always on; a backlight with a time out in seconds */
#define KEYBOARD_MODES		0x3
#define KEYBOARD_BACKLIGHT	0x02000000
#define KEYBOARD_SECONDS	0x00000101
#define KEYBOARD_MAX_SECONDS	60

/* As set last; forgotten at a reset. */
static __u32 thermal_state = 1;
static __u32 keyboard_state[2] = { 1 };

static bool one_bit_of(__u32 value, __u32 allowed)
{
	return value && !(value & ~allowed) && !(value & (value - 1));
}

/**
 * thermal_call() - carry out call 17/19
 * @call: the caller's buffer, checked; results are stored in it
 *
 * Return: SMI_RESULT_*.
 */
int thermal_call(struct smi_calling_interface *call)
{
	__u32 mode = call->arg[1] & 0xff;
	__u32 acoustics = call->arg[1] >> 8;

	switch (call->arg[0]) {
	case 0:
		call->res[1] = THERMAL_MODES;
		call->res[2] = thermal_state;
		call->res[3] = 0;
		return SMI_RESULT_DONE;
	case 1:
		if (!one_bit_of(mode, THERMAL_MODES) || acoustics > 1)
			return refused(SMI_RESULT_ERROR, "range");
		if (!bad_no_effect())
			thermal_state = acoustics << 16 | mode;
		return SMI_RESULT_DONE;
	}
	return refused(SMI_RESULT_NOT_SUPPORTED, "argument");
}

/**
 * keyboard_call() - carry out call 4/11
 * @call: the caller's buffer, checked; results are stored in it
 *
 * Return: SMI_RESULT_*.
 */
int keyboard_call(struct smi_calling_interface *call)
{
	switch (call->arg[0]) {
	case 0:
		call->res[1] = KEYBOARD_BACKLIGHT | KEYBOARD_MODES;
		call->res[2] = KEYBOARD_SECONDS;
		call->res[3] = KEYBOARD_MAX_SECONDS;
		return SMI_RESULT_DONE;
	case 1:
		call->res[1] = keyboard_state[0];
		call->res[2] = keyboard_state[1];
		return SMI_RESULT_DONE;
	case 2:
		if (!one_bit_of(call->arg[1] & 0xffff, KEYBOARD_MODES))
			return refused(SMI_RESULT_ERROR, "range");
		if (bad_no_effect())
			return SMI_RESULT_DONE;
		keyboard_state[0] = call->arg[1];
		keyboard_state[1] = call->arg[2];
		return SMI_RESULT_DONE;
	}
	return refused(SMI_RESULT_NOT_SUPPORTED, "argument");
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Firmware that is wrong in one of the ways of enum bad, for tests of what
 * driver and clients make of it. With CONFIG_BAD_SWITCH the guest chooses at run
 * time, by a byte in APM_STS; else the configuration does, once for all.
 */
#include "smm.h"

#define PM_TIMER		(PM_BASE + 0x08)
#define PM_TIMER_MASK		0xffffff
#define PM_TIMER_PER_MS		3580

static const char * const names[BAD_COUNT] = {
	[BAD_NOTHING] = "nothing",
	[BAD_NO_ANSWER] = "no-answer",
	[BAD_LATE] = "late",
	[BAD_RANDOM] = "random",
	[BAD_OVERFLOW] = "overflow",
	[BAD_HEADER] = "header",
	[BAD_NO_EFFECT] = "no-effect",
	[BAD_FORGETS] = "forgets",
	[BAD_WRONG_KEY] = "wrong-key",
	[BAD_UNFILLED] = "unfilled",
	[BAD_NO_STATUS] = "no-status",
};

static enum bad bad_now(void)
{
	__u8 latch = inb(APM_STS) - BAD_LATCH;

	if (config.flags & CONFIG_BAD_SWITCH && latch < BAD_COUNT)
		return latch;
	return config.bad < BAD_COUNT ? config.bad : BAD_NOTHING;
}

/**
 * bad_is() - is this the way in which the firmware is wrong now?
 * @bad: the way; when it is, the line in the log gets "bad=" and its name
 */
bool bad_is(enum bad bad)
{
	if (bad_now() != bad)
		return false;
	log_text("bad", names[bad]);
	return true;
}

/**
 * bad_no_effect() - is a change to be reported as done, and not made?
 *
 * For all that changes what the firmware keeps, right before the change.
 */
bool bad_no_effect(void)
{
	if (bad_is(BAD_FORGETS))
		nvram.forgets = true;
	return bad_is(BAD_NO_EFFECT);
}

/**
 * bad_random() - a number that the caller cannot guess from the last one
 */
__u32 bad_random(void)
{
	static __u32 state;
	__u32 low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high));
	state = (state ^ low ^ high) * 0x9e3779b1;
	state ^= state >> 15;
	return state;
}

static void delay(__u32 ms)
{
	__u32 start = inl(PM_TIMER);

	while (((inl(PM_TIMER) - start) & PM_TIMER_MASK) < ms * PM_TIMER_PER_MS)
		asm volatile("pause");
}

/**
 * bad_before() - what is wrong before the command is looked at
 *
 * Return: false when it is to stay as it is.
 */
bool bad_before(void)
{
	if (bad_is(BAD_LATE))
		delay(LATE_MS);
	return !bad_is(BAD_NO_ANSWER);
}

/* How many bytes of the caller's memory at a1 the call is about. */
static __u32 pointed_to(const struct smi_calling_interface *call)
{
	__u32 address = call->arg[0];
	__u32 size = 0;

	if (call->command_class == 20 && call->command_select <= 1) {
		size = PROPERTY_TAG_SIZE;
		if (!call->command_select && config.flags & CONFIG_DSCI &&
		    bounds_ok(address, sizeof(__u32)))
			size = sizeof(__u32) + *(const __u32 *)address;
	} else if (password_class(call->command_class)) {
		if (call->command_select == 4)
			size = config.rules.max;
		else if (call->command_select == 5)
			size = 2 * config.rules.max;
	}
	return bounds_ok(address, size) ? size : 0;
}

static void overflow(struct smi_calling_interface *buffer,
		     const struct smi_calling_interface *call)
{
	__u32 size = pointed_to(call);
	__u32 end = size ? call->arg[0] + size : (__u32)(buffer + 1);

	if (bounds_ok(end, OVERFLOW_SIZE))
		memset((void *)end, OVERFLOW_BYTE, OVERFLOW_SIZE);
}

/**
 * bad_after() - hand the results over, and what is wrong with them
 * @buffer: the caller's memory
 * @call: the command in it as it came, with results
 */
void bad_after(struct smi_calling_interface *buffer,
	       struct smi_calling_interface *call)
{
	__u8 *bytes = (__u8 *)call->arg[0];

	if (bad_is(BAD_RANDOM)) {
		for (int i = 0; i < 4; i++)
			call->res[i] = bad_random();
		for (__u32 i = pointed_to(call); i; i--)
			bytes[i - 1] = bad_random();
	}
	if (bad_is(BAD_UNFILLED))
		buffer->res[0] = call->res[0];
	else
		memcpy(buffer->res, call->res, sizeof(call->res));
	if (bad_is(BAD_HEADER)) {
		buffer->command_class = ~call->command_class;
		buffer->command_select = ~call->command_select;
		for (int i = 0; i < 4; i++)
			buffer->arg[i] = ~call->arg[i];
	}
	if (bad_is(BAD_OVERFLOW))
		overflow(buffer, call);
}

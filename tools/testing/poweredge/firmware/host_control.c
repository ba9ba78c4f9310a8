// SPDX-License-Identifier: GPL-2.0-only
/*
 * Host control. In comes an apm_cmd when the operating system is about to go
 * down; out goes the answer at once, and the power some seconds later: when the
 * timer runs out, or when the operating system restarts, whichever is first.
 */
#include "smm.h"

#define TCO_TICKS	3	/* of 0.6 s */

/* The part of apm_cmd that a command with parameter bytes fills. */
#define APM_CMD_SHORT	(offsetof(struct apm_cmd, parameters) + \
			 sizeof(((struct apm_cmd *)0)->parameters.shortreq))

/* How long the supervisor may take to fill in the window, in reads. */
#define BANK2_TRIES	2000000

static const char * const action_names[] = {
	[POWER_STAYS] = "none",
	[POWER_OFF] = "power-off",
	[POWER_CYCLE] = "power-cycle",
};

/* The timer raises an SMI even on a machine that was halted. */
static void timer_start(void)
{
	outl(inl(SMI_EN) | SMI_EN_TCO_EN, SMI_EN);
	outw(TCO_TICKS, TCO_TMR);
	outw(0, TCO_RLD);
	outw(inw(TCO1_CNT) & ~TCO1_CNT_HALT, TCO1_CNT);
}

/**
 * host_control_timer_stop() - no SMI of the timer from here on
 *
 * The timer outlives a reset, and so does what it has left in the status.
 */
void host_control_timer_stop(void)
{
	outw(inw(TCO1_CNT) | TCO1_CNT_HALT, TCO1_CNT);
	outw(TCO1_STS_TIMEOUT, TCO1_STS);
	outl(inl(SMI_EN) & ~SMI_EN_TCO_EN, SMI_EN);
}

static __u32 cmos_read_address(__u8 index)
{
	__u32 address = 0;

	for (int i = 3; i >= 0; i--)
		address = address << 8 | cmos_read(index + i);
	return address;
}

/*
 * QEMU has no CMOS bank 2. What was written to 0x72 and 0x73 is with the
 * supervisor, which sees this line in the log and hands the four bytes over.
 */
static bool bank2_read_address(__u32 *address)
{
	outb(0, TCO_MESSAGE2);
	log_begin("supervisor");
	log_text("want", "bank2");
	log_end();
	for (int i = 0; i < BANK2_TRIES; i++) {
		if (inb(TCO_MESSAGE2) == 1) {
			*address = cmos_read_address(CMOS_BANK2_WINDOW);
			return true;
		}
	}
	return false;
}

static enum power_action command_action(const struct apm_cmd *command)
{
	__s16 parameter;

	if (command->command != ESM_APM_POWER_CYCLE)
		return POWER_STAYS;
	memcpy(&parameter, command->parameters.shortreq.parm,
	       sizeof(parameter));
	switch (parameter) {
	case ESM_APM_PARAM_POWER_OFF:
		return POWER_OFF;
	case ESM_APM_PARAM_POWER_CYCLE:
		return POWER_CYCLE;
	}
	return POWER_STAYS;
}

/* Returns whether the driver is to see that; the caller's line is open. */
static bool command_take(__u32 address)
{
	struct apm_cmd *command = (void *)address;
	enum power_action action;

	log_hex("address", address, 8);
	if (!bounds_ok(address, APM_CMD_SHORT)) {
		log_text("result", "bad-address");
		return false;
	}
	log_hex("command", command->command, 2);
	action = command_action(command);
	log_text("action", action_names[action]);
	if (config.flags & CONFIG_SILENT) {
		log_text("result", "silent");
		return false;
	}
	if (action == POWER_STAYS) {
		log_text("result", "unknown-command");
		return false;
	}
	if (bad_is(BAD_RANDOM))
		command->status = bad_random();
	else if (!bad_is(BAD_NO_STATUS))
		command->status = 0;
	log_number("status", command->status);
	if (bad_is(BAD_NO_EFFECT)) {
		log_text("result", "not-done");
	} else {
		nvram.pending = action;
		timer_start();
		log_text("result", "accepted");
	}
	return command->status != ESM_STATUS_CMD_UNSUCCESSFUL;
}

/**
 * host_control_smi() - code CODE_HOST_CONTROL at APM_CNT, SMI types 1 and 3
 *
 * A machine of another type finds no address where it looks, and does nothing.
 */
void host_control_smi(void)
{
	bool known = true;
	__u32 address = 0;

	if (config.host_control_type == HC_SMITYPE_TYPE1)
		known = bank2_read_address(&address);
	else if (config.host_control_type == HC_SMITYPE_TYPE3)
		address = cmos_read_address(CMOS_HOST_CONTROL);
	else
		known = false;

	log_begin("host-control");
	log_hex("port", APM_CNT, 2);
	log_hex("code", CODE_HOST_CONTROL, 2);
	log_number("type", config.host_control_type);
	if (!known)
		log_text("result", "no-address");
	else if (command_take(address) &&
		 config.host_control_type == HC_SMITYPE_TYPE1)
		outb(0, APM_STS);
	log_end();
}

/**
 * host_control_other_port() - a byte was written to port 0xb0, SMI type 2
 * @code: the byte
 *
 * QEMU has no port 0xb0 that raises SMIs; the supervisor raises one instead.
 */
void host_control_other_port(__u8 code)
{
	log_begin("host-control");
	log_hex("port", 0xb0, 2);
	log_hex("code", code, 2);
	log_number("type", config.host_control_type);
	if (code != CODE_HOST_CONTROL ||
	    config.host_control_type != HC_SMITYPE_TYPE2)
		log_text("result", "ignored");
	else
		command_take(cmos_read_address(CMOS_HOST_CONTROL));
	log_end();
}

/**
 * power_off() - ACPI S5, as the chipset does it
 * @why: who wanted it, for the log
 */
void power_off(const char *why)
{
	log_begin("power");
	log_text("state", "off");
	log_text("by", why);
	log_text("pending", action_names[nvram.pending]);
	log_end();
	outw(PM1_CNT_S5, PM1_CNT);
	for (;;)
		asm volatile("pause");
}

/**
 * host_control_due() - the timer ran out
 */
void host_control_due(void)
{
	host_control_timer_stop();
	if (nvram.pending != POWER_STAYS)
		power_off("host-control");
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the night porter.
 *
 * Once everybody has gone - file systems are unmounted, disks have flushed
 * their caches, devices are shut down - asks the firmware to turn the machine
 * off, or off and on again. Nobody can retry what goes wrong here: nothing is
 * allocated, every wait has an end, the kernel log says what was asked for and
 * what the firmware answered, and the shutdown goes on whatever that was.
 *
 * Where it comes in: at restart and power off from the sys-off handlers that
 * run behind device_shutdown(); a halt has none, there it is the system core's
 * shutdown. kexec passes by all three, as it must: a new kernel is no reason
 * to turn the machine off.
 */

#include <linux/device.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mc146818rtc.h>
#include <linux/mutex.h>
#include <linux/reboot.h>
#include <linux/syscore_ops.h>

#include "dcdbas.h"
#include "trace.h"

/* How long a request that is on its way may hold the buffer. */
#define LOCK_TIMEOUT_US		(1 * USEC_PER_SEC)
/* How long firmware may take to answer. */
#define ANSWER_TIMEOUT_US	(3 * USEC_PER_SEC)
#define POLL_US			1000

#define HC_SMI_CODE		0xA0

/* SMI type 1: PowerEdge 300, 1300 */
#define TYPE1_CMOS_INDEX	0x72	/* CMOS bank 2 */
#define TYPE1_CMOS_DATA		0x73
#define TYPE1_CMOS_ADDRESS	0x38
#define TYPE1_STATUS_PORT	0xB3
#define TYPE1_STATUS_WAITING	0xFF
#define TYPE1_SMI_PORT		0xB2

/* SMI types 2 (PowerEdge 1400 to 1655MC) and 3 (700, 750) */
#define TYPE23_CMOS_ADDRESS	0x70
#define TYPE2_SMI_PORT		0xB0
#define TYPE3_SMI_PORT		0xB2

static void tell_address_type1(u32 addr)
{
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&rtc_lock, flags);
	for (i = 0; i < sizeof(addr); i++) {
		outb(TYPE1_CMOS_ADDRESS + i, TYPE1_CMOS_INDEX);
		outb(addr >> (8 * i), TYPE1_CMOS_DATA);
	}
	/* Leave the index port where the kernel expects it. */
	CMOS_READ(RTC_REG_C);
	spin_unlock_irqrestore(&rtc_lock, flags);
}

static void tell_address_type23(u32 addr)
{
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&rtc_lock, flags);
	for (i = 0; i < sizeof(addr); i++)
		CMOS_WRITE(addr >> (8 * i), TYPE23_CMOS_ADDRESS + i);
	CMOS_READ(RTC_REG_C);
	spin_unlock_irqrestore(&rtc_lock, flags);
}

/* On CPU 0: hands the command to the firmware and does not wait. */
static int raise_host_control(void *data)
{
	struct dcdbas *dd = data;
	u32 addr = dd->buffer.dma;

	switch (dd->host_control.smi_type) {
	case HC_SMITYPE_TYPE1:
		tell_address_type1(addr);
		outb(TYPE1_STATUS_WAITING, TYPE1_STATUS_PORT);
		dcdbas_smi_raise(TYPE1_SMI_PORT, HC_SMI_CODE, 0, 0);
		return 0;
	case HC_SMITYPE_TYPE2:
		tell_address_type23(addr);
		dcdbas_smi_raise(TYPE2_SMI_PORT, HC_SMI_CODE, 0, 0);
		return 0;
	case HC_SMITYPE_TYPE3:
		tell_address_type23(addr);
		dcdbas_smi_raise(TYPE3_SMI_PORT, HC_SMI_CODE, 0, 0);
		return 0;
	default:
		return -EINVAL;
	}
}

/*
 * Any CPU will do. Returns 0 with what firmware answered, or -ETIMEDOUT: type 1
 * answers in a latch, types 2 and 3 in the command itself.
 */
static int wait_for_answer(unsigned int smi_type, const struct apm_cmd *cmd,
			   int *answer)
{
	if (smi_type == HC_SMITYPE_TYPE1)
		return read_poll_timeout(inb, *answer,
					 *answer != TYPE1_STATUS_WAITING,
					 POLL_US, ANSWER_TIMEOUT_US, false,
					 TYPE1_STATUS_PORT);

	return read_poll_timeout(READ_ONCE, *answer,
				 *answer != ESM_STATUS_CMD_UNSUCCESSFUL,
				 POLL_US, ANSWER_TIMEOUT_US, false,
				 cmd->status);
}

static void carry_out(struct dcdbas *dd)
{
	const struct dcdbas_host_control hc = dd->host_control;
	bool off = hc.action & HC_ACTION_POWER_OFF;
	const char *what = off ? "power off" : "power cycle";
	struct apm_cmd *cmd = (struct apm_cmd *)dd->buffer.virt;
	s16 parameter = off ? ESM_APM_PARAM_POWER_OFF :
			      ESM_APM_PARAM_POWER_CYCLE;
	int answer = ESM_STATUS_CMD_UNSUCCESSFUL;
	u64 start;
	int ret;

	if (hc.smi_type == HC_SMITYPE_NONE) {
		dev_err(dd->dev, "host control: no SMI type is set, %s not done\n",
			what);
		return;
	}

	/* Writing the action made sure that the buffer is large enough. */
	memset(cmd, 0, sizeof(*cmd));
	cmd->command = ESM_APM_POWER_CYCLE;
	cmd->status = ESM_STATUS_CMD_UNSUCCESSFUL;
	memcpy(cmd->parameters.shortreq.parm, &parameter, sizeof(parameter));

	dev_info(dd->dev, "host control: asking firmware for %s, SMI type %u\n",
		 what, hc.smi_type);

	start = ktime_get_ns();
	ret = dcdbas_smi_on_cpu0_at_shutdown(raise_host_control, dd);
	if (ret) {
		dev_err(dd->dev, "host control: cannot raise an SMI on CPU 0 (%d), %s not done\n",
			ret, what);
	} else {
		ret = wait_for_answer(hc.smi_type, cmd, &answer);
		if (ret)
			dev_err(dd->dev, "host control: firmware did not answer within %lu ms, going on without %s\n",
				ANSWER_TIMEOUT_US / USEC_PER_MSEC, what);
		else
			dev_info(dd->dev, "host control: firmware answered to %s with status %d\n",
				 what, answer);
	}
	trace_host_control(hc.action, hc.smi_type, answer,
			   ktime_get_ns() - start, ret);
}

static void host_control(struct dcdbas *dd)
{
	bool locked;

	/* Who armed nothing waits for nobody. */
	if (!READ_ONCE(dd->host_control.on_shutdown))
		return;

	/* A caller of the files may be stuck: do not wait for it for ever. */
	if (read_poll_timeout(mutex_trylock, locked, locked, POLL_US,
			      LOCK_TIMEOUT_US, false, &dd->lock)) {
		dev_err(dd->dev, "host control: a request does not come back, nothing done\n");
		return;
	}

	if (dd->host_control.on_shutdown &&
	    (dd->host_control.action &
	     (HC_ACTION_POWER_OFF | HC_ACTION_POWER_CYCLE)))
		carry_out(dd);
	/* One shot. */
	memset(&dd->host_control, 0, sizeof(dd->host_control));

	mutex_unlock(&dd->lock);
}

static int at_restart_or_power_off(struct sys_off_data *data)
{
	host_control(data->cb_data);
	return NOTIFY_DONE;
}

/* For at_halt(): the callback of older kernels carries no argument. */
static struct dcdbas *halting;

/*
 * The state is HALT for a halt alone: a kexec says RESTART, and a power off
 * has been dealt with by then.
 */
#ifdef DCDBAS_SYSCORE_WITH_DATA
static void at_halt(void *unused)
#else
static void at_halt(void)
#endif
{
	if (system_state == SYSTEM_HALT)
		host_control(halting);
}

#ifdef DCDBAS_SYSCORE_WITH_DATA
static const struct syscore_ops at_halt_ops = {
	.shutdown = at_halt,
};

static struct syscore at_halt_syscore = {
	.ops = &at_halt_ops,
};

#define register_at_halt()	register_syscore(&at_halt_syscore)
#define unregister_at_halt()	unregister_syscore(&at_halt_syscore)
#else
static struct syscore_ops at_halt_syscore = {
	.shutdown = at_halt,
};

#define register_at_halt()	register_syscore_ops(&at_halt_syscore)
#define unregister_at_halt()	unregister_syscore_ops(&at_halt_syscore)
#endif

static void forget_halt(void *unused)
{
	unregister_at_halt();
	halting = NULL;
}

/**
 * dcdbas_host_control_init() - be there when the machine goes down
 * @dd: driver state, at probe, with its buffer
 *
 * Return: 0, -ENOMEM, or -EBUSY if somebody else goes at the same moment of a
 * power off.
 */
int dcdbas_host_control_init(struct dcdbas *dd)
{
	int ret;

	ret = devm_register_sys_off_handler(dd->dev,
					    SYS_OFF_MODE_RESTART_PREPARE,
					    SYS_OFF_PRIO_DEFAULT,
					    at_restart_or_power_off, dd);
	if (ret)
		return ret;

	/* Before ACPI prepares for S5, while firmware is as it was all along. */
	ret = devm_register_sys_off_handler(dd->dev,
					    SYS_OFF_MODE_POWER_OFF_PREPARE,
					    SYS_OFF_PRIO_FIRMWARE + 1,
					    at_restart_or_power_off, dd);
	if (ret)
		return ret;

	halting = dd;
	register_at_halt();
	return devm_add_action_or_reset(dd->dev, forget_halt, NULL);
}

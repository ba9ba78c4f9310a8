// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: host control, what is asked of firmware.
 *
 * The setters of the action with their limits; the command; how each SMI type
 * hands it over and answers. It runs once file systems are unmounted, disks
 * have flushed their caches and devices are shut down, where nobody can retry:
 * nothing is allocated, every wait has a bound, the kernel log says what was
 * asked for and what the firmware answered, and the shutdown goes on whatever
 * that was.
 */

#include <linux/delay.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mc146818rtc.h>
#include <linux/mutex.h>

#include "dcdbas.h"
#include "trace.h"

/* How long a request that is on its way may hold the buffer. */
#define DCDBAS_LOCK_TIMEOUT_MS		1000
/* How long firmware may take to answer. */
#define DCDBAS_ANSWER_TIMEOUT_MS	3000

#define DCDBAS_HC_SMI_CODE		0xA0

/**
 * struct dcdbas_smi_type - how a model takes a host control command
 * @smi_port: I/O port that DCDBAS_HC_SMI_CODE is written to
 * @cmos_index: index port of the CMOS bank that the address goes to
 * @cmos_data: data port of that bank
 * @cmos_address: where the address goes, four bytes, low byte first
 * @status_port: port of the answer; 0 if it is in the command itself
 */
struct dcdbas_smi_type {
	u16 smi_port;
	u16 cmos_index;
	u16 cmos_data;
	u8 cmos_address;
	u16 status_port;
};

/* @status_port before the answer */
#define DCDBAS_STATUS_WAITING		0xFF

static const struct dcdbas_smi_type dcdbas_smi_types[] = {
	/* PowerEdge 300, 1300 */
	[HC_SMITYPE_TYPE1] = { 0xB2, 0x72, 0x73, 0x38, 0xB3 },
	/* PowerEdge 1400, 500SC, 1500SC, 1550, 600SC, 1600SC, 650, 1655MC */
	[HC_SMITYPE_TYPE2] = { 0xB0, RTC_PORT(0), RTC_PORT(1), 0x70, 0 },
	/* PowerEdge 700, 750 */
	[HC_SMITYPE_TYPE3] = { 0xB2, RTC_PORT(0), RTC_PORT(1), 0x70, 0 },
};

/**
 * dcdbas_host_control_set_action() - choose what to ask for
 * @dd: driver state, lock held
 * @action: HC_ACTION_*, and bits that have no effect
 *
 * Return: 0, -ERANGE past 32 bits, -EOPNOTSUPP if nobody would
 * carry it out (0 is fine), -ENOMEM without a buffer, -ESHUTDOWN once firmware has been
 * told another buffer's address.
 */
int dcdbas_host_control_set_action(struct dcdbas *dd, unsigned long action)
{
	int ret;

	lockdep_assert_held(&dd->lock);

	if (action > UINT_MAX)
		return -ERANGE;
	if (action && dd->host_control_refused)
		return -EOPNOTSUPP;

	/* Programs may set bits that mean something elsewhere: take them. */
	if (action & ~(HC_ACTION_POWER_OFF | HC_ACTION_POWER_CYCLE))
		dev_warn_once(dd->dev, "host_control_action: bits other than power off (%u) and power cycle (%u) have no effect\n",
			      HC_ACTION_POWER_OFF, HC_ACTION_POWER_CYCLE);

	/* Memory now: the shutdown path must not allocate. */
	ret = dcdbas_buffer_reserve(dd, sizeof(struct apm_cmd));
	if (ret)
		return ret;
	dd->host_control.action = action;
	return 0;
}

/**
 * dcdbas_host_control_set_smi_type() - choose how to ask
 * @dd: driver state, lock held
 * @type: HC_SMITYPE_*
 *
 * Return: 0, -ERANGE past 32 bits, -EINVAL for a type that does not exist.
 */
int dcdbas_host_control_set_smi_type(struct dcdbas *dd, unsigned long type)
{
	lockdep_assert_held(&dd->lock);

	if (type > UINT_MAX)
		return -ERANGE;
	if (type > HC_SMITYPE_TYPE3)
		return -EINVAL;
	dd->host_control.smi_type = type;
	return 0;
}

/**
 * dcdbas_host_control_arm() - arm or disarm the action
 * @dd: driver state, lock held
 * @armed: 0 disarms
 *
 * Return: 0, -ERANGE past 32 bits; when arming, -EOPNOTSUPP if nobody would
 * carry it out, -EBUSY during a hibernation, -ESHUTDOWN once firmware has been
 * asked: it may still read or write the command.
 */
int dcdbas_host_control_arm(struct dcdbas *dd, unsigned long armed)
{
	lockdep_assert_held(&dd->lock);

	if (armed > UINT_MAX)
		return -ERANGE;
	if (armed && dd->host_control_refused)
		return -EOPNOTSUPP;
	if (armed && dd->hibernating)
		return -EBUSY;
	if (armed && dd->address_told)
		return -ESHUTDOWN;
	WRITE_ONCE(dd->host_control.on_shutdown, armed);
	return 0;
}

static void dcdbas_host_control_tell_address(const struct dcdbas_smi_type *type,
					     u32 addr)
{
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&rtc_lock, flags);
	for (i = 0; i < sizeof(addr); i++) {
		u8 byte = addr >> (8 * i);

		if (type->cmos_index == RTC_PORT(0)) {
			/* This also keeps NMI handlers of 32-bit kernels out. */
			CMOS_WRITE(byte, type->cmos_address + i);
		} else {
			outb(type->cmos_address + i, type->cmos_index);
			outb(byte, type->cmos_data);
		}
	}
	/* Leave the index port where the kernel expects it. */
	CMOS_READ(RTC_REG_C);
	spin_unlock_irqrestore(&rtc_lock, flags);
}

/* On CPU 0: hands the command to the firmware and does not wait. */
static int dcdbas_host_control_raise(void *data)
{
	struct dcdbas *dd = data;
	const struct dcdbas_smi_type *type =
		&dcdbas_smi_types[dd->host_control.smi_type];
	struct dcdbas_smi smi = {
		.port.address = type->smi_port,
		.port.code = DCDBAS_HC_SMI_CODE,
	};
	unsigned long flags;

	dd->address_told = true;
	dcdbas_host_control_tell_address(type, dd->buffer.memory.dma);
	/* No SMI of a caller in the kernel in between: it could answer there. */
	local_irq_save(flags);
	if (type->status_port)
		outb(DCDBAS_STATUS_WAITING, type->status_port);
	dcdbas_smi_raise(&smi);
	local_irq_restore(flags);
	return 0;
}

/**
 * struct dcdbas_answer - where firmware answers, and what
 * @type: how this model answers
 * @cmd: the command
 * @status: the answer, once there is one
 */
struct dcdbas_answer {
	const struct dcdbas_smi_type *type;
	const struct apm_cmd *cmd;
	int status;
};

static bool dcdbas_host_control_answered(void *data)
{
	struct dcdbas_answer *answer = data;

	if (answer->type->status_port) {
		answer->status = inb(answer->type->status_port);
		return answer->status != DCDBAS_STATUS_WAITING;
	}
	answer->status = READ_ONCE(answer->cmd->status);
	return answer->status != ESM_STATUS_CMD_UNSUCCESSFUL;
}

static bool dcdbas_host_control_locked(void *data)
{
	struct dcdbas *dd = data;

	return mutex_trylock(&dd->lock);
}

/*
 * Waits until @done says so. A sleep needs a timer, and so does the clock on
 * some machines: without timers the bound is a number of rounds.
 */
static bool dcdbas_host_control_poll(bool (*done)(void *), void *arg,
				     enum dcdbas_wait wait, unsigned int ms)
{
	unsigned int i;
	bool is_done;

	if (wait == DCDBAS_WAIT_SLEEP)
		return !read_poll_timeout(done, is_done, is_done,
					  USEC_PER_MSEC, ms * USEC_PER_MSEC,
					  false, arg);

	for (i = 0; i < ms; i++) {
		if (done(arg))
			return true;
		mdelay(1);
		cond_resched();
	}
	return done(arg);
}

/* Setting the action made sure that the buffer is large enough. */
static struct apm_cmd *dcdbas_host_control_command(struct dcdbas *dd, bool off)
{
	struct smi_buffer *memory = &dd->buffer.memory;
	struct apm_cmd *cmd = (struct apm_cmd *)memory->virt;
	s16 parameter = off ? ESM_APM_PARAM_POWER_OFF :
			      ESM_APM_PARAM_POWER_CYCLE;

	/* Passwords must not outlive the system in memory. */
	memzero_explicit(memory->virt, memory->size);
	cmd->command = ESM_APM_POWER_CYCLE;
	cmd->status = ESM_STATUS_CMD_UNSUCCESSFUL;
	memcpy(cmd->parameters.shortreq.parm, &parameter, sizeof(parameter));
	return cmd;
}

static void dcdbas_host_control_execute(struct dcdbas *dd,
					enum dcdbas_wait wait)
{
	const struct dcdbas_host_control hc = dd->host_control;
	bool off = hc.action & HC_ACTION_POWER_OFF;
	const char *what = off ? "power off" : "power cycle";
	struct dcdbas_answer answer = {
		.type = &dcdbas_smi_types[hc.smi_type],
		.status = ESM_STATUS_CMD_UNSUCCESSFUL,
	};
	u64 start;
	int ret;

	if (hc.smi_type == HC_SMITYPE_NONE) {
		dev_err(dd->dev, "host control: no SMI type is set, %s not done\n",
			what);
		return;
	}

	answer.cmd = dcdbas_host_control_command(dd, off);

	dev_info(dd->dev, "host control: asking firmware for %s, SMI type %u\n",
		 what, hc.smi_type);

	start = ktime_get_ns();
	ret = dcdbas_smi_on_cpu0_at_shutdown(dcdbas_host_control_raise, dd);
	if (ret) {
		dev_err(dd->dev, "host control: cannot raise an SMI on CPU 0 (%d), %s not done\n",
			ret, what);
	} else if (dcdbas_host_control_poll(dcdbas_host_control_answered,
					    &answer, wait,
					    DCDBAS_ANSWER_TIMEOUT_MS)) {
		dev_info(dd->dev, "host control: firmware answered to %s with status %d\n",
			 what, answer.status);
	} else {
		ret = -ETIMEDOUT;
		dev_err(dd->dev, "host control: firmware did not answer within %u ms, going on without %s\n",
			DCDBAS_ANSWER_TIMEOUT_MS, what);
	}
	trace_host_control(hc.action, hc.smi_type, answer.status,
			   ktime_get_ns() - start, ret);
}

/**
 * dcdbas_host_control_run() - carry out the action if it is armed
 * @dd: driver state, lock not held
 * @wait: whether timers run
 *
 * Called when the devices are shut down; may sleep. Nothing is armed
 * afterwards, unless the lock could not be taken.
 *
 * Programs may still be there and make calls (reboot -f). They would have the
 * lock again before a look at it sees it free, so they are refused first: at
 * once who comes now, and with the lock who had queued for it before.
 */
void dcdbas_host_control_run(struct dcdbas *dd, enum dcdbas_wait wait)
{
	/* Not armed: do not wait for the lock. */
	if (!READ_ONCE(dd->host_control.on_shutdown))
		return;

	WRITE_ONCE(dd->closed, true);
	WRITE_ONCE(dd->closing, true);
	/* The holder of the lock may be stuck: do not wait for it for ever. */
	if (!dcdbas_host_control_poll(dcdbas_host_control_locked, dd, wait,
				      DCDBAS_LOCK_TIMEOUT_MS)) {
		dev_err(dd->dev, "host control: a request does not come back, nothing done\n");
		return;
	}

	if (dd->host_control.on_shutdown &&
	    (dd->host_control.action &
	     (HC_ACTION_POWER_OFF | HC_ACTION_POWER_CYCLE)))
		dcdbas_host_control_execute(dd, wait);
	memset(&dd->host_control, 0, sizeof(dd->host_control));
	WRITE_ONCE(dd->closed, dd->address_told);
	WRITE_ONCE(dd->closing, false);

	mutex_unlock(&dd->lock);
}

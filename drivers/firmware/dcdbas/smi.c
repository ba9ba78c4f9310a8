// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: the airlock.
 *
 * The one place that raises a System Management Interrupt. It sees to it that
 * this happens on CPU 0, since firmware looks nowhere else, and that a locked
 * down kernel lets user space reach no other I/O ports this way than those
 * that firmware advertises.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/dmi.h>
#include <linux/hypervisor.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/smp.h>
#include <asm/hypervisor.h>
#include <asm/msr.h>

#include "dcdbas.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* SMBIOS type 218: the calling interface. */
#define DMI_ENTRY_CALLING_INTERFACE	218

struct dmi_calling_interface {
	struct dmi_header header;
	u16 command_address;
	u8 command_code;
} __packed;

/*
 * The port and code pairs of the firmware: facts of the machine, not of the
 * device, learned before anybody can ask and constant from then on. Known
 * machines have one pair, in up to a dozen structures.
 */
static struct smi_port {
	u16 address;
	u8 code;
} advertised[16] __ro_after_init;

static unsigned int num_advertised __ro_after_init;

static bool is_advertised(u16 address, u8 code)
{
	unsigned int i;

	for (i = 0; i < num_advertised; i++)
		if (advertised[i].address == address &&
		    advertised[i].code == code)
			return true;
	return false;
}

static void __init learn_port(const struct dmi_header *dm, void *unused)
{
	const struct dmi_calling_interface *ci = (const void *)dm;

	if (dm->type != DMI_ENTRY_CALLING_INTERFACE ||
	    dm->length < sizeof(*ci) ||
	    is_advertised(ci->command_address, ci->command_code))
		return;
	if (num_advertised == ARRAY_SIZE(advertised)) {
		pr_warn_once("firmware advertises more than %u SMI ports\n",
			     num_advertised);
		return;
	}
	advertised[num_advertised].address = ci->command_address;
	advertised[num_advertised].code = ci->command_code;
	num_advertised++;
}

/**
 * dcdbas_smi_learn_ports() - find out which ports firmware listens on
 *
 * Called once, when the module starts.
 */
void __init dcdbas_smi_learn_ports(void)
{
	dmi_walk(learn_port, NULL);
}

/*
 * An SMI is a byte to an I/O port, and a byte to another port resets the
 * machine or worse. Under lockdown root may not choose that port.
 */
static int may_write_port(u16 address, u8 code)
{
	int ret;

	if (is_advertised(address, code))
		return 0;

	ret = security_locked_down(LOCKDOWN_IOPORT);
	if (ret)
		pr_warn_once("lockdown: firmware does not advertise code %#04x on port %#06x: SMI refused\n",
			     code, address);
	return ret;
}

/**
 * dcdbas_smi_raise() - write the byte that makes firmware take over
 * @port: I/O port
 * @code: byte to write there
 * @ebx: register EBX at the SMI
 * @ecx: register ECX at the SMI
 *
 * On CPU 0 only; see dcdbas_smi_on_cpu0(). Firmware may leave any value in EAX
 * to EDX, ESI and EDI; the rest comes back from its save state.
 */
void dcdbas_smi_raise(u16 port, u8 code, u32 ebx, u32 ecx)
{
	unsigned long flags;
	u32 eax = code;
	u32 edx = port;

	/*
	 * BYTE OUT, since some firmware looks for that in the save state. A
	 * chipset may post the write; the read pushes it through while EBX and
	 * ECX still stand, and no interrupt comes in between. An emulated CPU
	 * takes the SMI where a block of code ends, and OUT does not end one:
	 * the jump does, so that the SMI is taken before IN runs.
	 */
	local_irq_save(flags);
	asm volatile("outb %%al, %%dx\n\t"
		     "jmp 1f\n"
		     "1:\n\t"
		     "inb %%dx, %%al"
		     : "+a" (eax), "+b" (ebx), "+c" (ecx), "+d" (edx)
		     :
		     : "esi", "edi", "cc", "memory");
	local_irq_restore(flags);
}

/*
 * Firmware looks into the save state of the boot processor. In a kernel that
 * was started by kexec from another CPU, a crash kernel above all, CPU 0 is not
 * that one, and firmware would take an address from a CPU that sleeps.
 */
static bool is_boot_processor(void)
{
	u32 low, high;

	return !rdmsr_safe(MSR_IA32_APICBASE, &low, &high) &&
	       low & MSR_IA32_APICBASE_BSP;
}

/* Runs @fn if this is CPU 0 and for as long as it is. */
static int run_if_on_cpu0(int (*fn)(void *), void *arg)
{
	int ret = -EBUSY;

	migrate_disable();
	if (smp_processor_id() == 0)
		ret = is_boot_processor() ? fn(arg) : -ENXIO;
	migrate_enable();
	return ret;
}

struct cpu0_call {
	int (*fn)(void *arg);
	void *arg;
};

static int run_cpu0_call(void *data)
{
	struct cpu0_call *call = data;

	return run_if_on_cpu0(call->fn, call->arg);
}

/**
 * dcdbas_smi_on_cpu0() - run a function that raises an SMI where it may
 * @fn: called once or not at all, on CPU 0 and, in a Xen dom0, on physical
 *	CPU 0; may sleep if it does so without migrating
 * @arg: for @fn
 *
 * Where no hypervisor has to be asked to pin the CPU, and the caller is on CPU
 * 0 already, this costs nothing; else a worker there is woken and waited for.
 * May sleep.
 *
 * Return: what @fn returns, -ENXIO if CPU 0 is offline or is not the boot
 * processor, -EBUSY if it went away at the last moment.
 */
int dcdbas_smi_on_cpu0(int (*fn)(void *), void *arg)
{
	struct cpu0_call call = { .fn = fn, .arg = arg };
	int ret;

	if (hypervisor_is_type(X86_HYPER_NATIVE)) {
		ret = run_if_on_cpu0(fn, arg);
		if (ret != -EBUSY)
			return ret;
	}
	return smp_call_on_cpu(0, run_cpu0_call, &call, true);
}

/**
 * dcdbas_smi_on_cpu0_at_shutdown() - the same, without relying on a worker
 * @fn: as for dcdbas_smi_on_cpu0()
 * @arg: for @fn
 *
 * Workers may be stuck when a machine goes down. The calling task moves to CPU
 * 0 itself, as the kernel moves it to the CPU it reboots from, and stays there.
 *
 * Return: what @fn returns, -EINVAL if CPU 0 is offline, -ENXIO if it is not
 * the boot processor, -EBUSY if it went away at the last moment.
 */
int dcdbas_smi_on_cpu0_at_shutdown(int (*fn)(void *), void *arg)
{
	int ret = set_cpus_allowed_ptr(current, cpumask_of(0));

	if (ret)
		return ret;
	hypervisor_pin_vcpu(0);
	ret = run_if_on_cpu0(fn, arg);
	hypervisor_pin_vcpu(-1);
	return ret;
}

static int raise_smi_cmd(void *data)
{
	const struct smi_cmd *cmd = data;

	dcdbas_smi_raise(cmd->command_address, cmd->command_code, cmd->ebx,
			 cmd->ecx);
	return 0;
}

static int check_smi_cmd(const struct smi_cmd *cmd)
{
	if (cmd->magic != SMI_CMD_MAGIC)
		return -EBADR;
	return may_write_port(cmd->command_address, cmd->command_code);
}

/* @ci: the command that goes with it where that is known, for the trace */
static int execute(struct smi_cmd *cmd, unsigned long request,
		   const struct smi_calling_interface *ci)
{
	u64 start = ktime_get_ns();
	int ret = dcdbas_smi_on_cpu0(raise_smi_cmd, cmd);

	trace_smi(cmd, request, ci, ktime_get_ns() - start, ret);
	return ret;
}

/**
 * dcdbas_smi_request() - raise an SMI for another module
 * @smi_cmd: port, code and registers, passed through as they are
 *
 * May sleep. Addresses in @smi_cmd are for the firmware: physical and below
 * 4 GiB, as dcdbas_smi_alloc() gives them. Whether firmware reads memory that
 * is not its own (WSMT) is for the caller to find out.
 *
 * Return: 0 once firmware has come back, -EBADR for a wrong magic, -EPERM under
 * lockdown for a port that firmware does not advertise, -ENXIO or -EBUSY
 * without CPU 0; see dcdbas_smi_on_cpu0().
 */
int dcdbas_smi_request(struct smi_cmd *smi_cmd)
{
	struct smi_cmd cmd = *smi_cmd;
	int ret;

	ret = check_smi_cmd(&cmd);
	if (ret)
		return ret;
	return execute(&cmd, DCDBAS_REQUEST_RAW, NULL);
}
EXPORT_SYMBOL(dcdbas_smi_request);

/**
 * dcdbas_smi_submit() - do what was written to smi_request
 * @dd: driver state, lock held
 * @request: DCDBAS_REQUEST_*
 *
 * Return: 0, -ENODEV if the buffer is smaller than struct smi_cmd, -EINVAL for
 * a request that does not exist, -EOPNOTSUPP if firmware would not read the
 * buffer, else as dcdbas_smi_request(). A request that is refused changes
 * nothing; one that only lacks CPU 0 leaves ebx filled in.
 */
int dcdbas_smi_submit(struct dcdbas *dd, unsigned long request)
{
	struct smi_cmd *in_buffer = (struct smi_cmd *)dd->buffer.virt;
	const size_t head = offsetof(struct smi_cmd, command_buffer);
	const struct smi_calling_interface *ci = NULL;
	struct smi_cmd cmd;
	int ret;

	lockdep_assert_held(&dd->lock);

	if (dd->buffer.size < sizeof(cmd))
		return -ENODEV;

	switch (request) {
	case DCDBAS_REQUEST_CLEAR:
		dcdbas_buffer_clear(dd);
		return 0;
	case DCDBAS_REQUEST_CALLING_INTERFACE:
	case DCDBAS_REQUEST_RAW:
		break;
	default:
		return -EINVAL;
	}

	if (dd->requests_refused)
		return -EOPNOTSUPP;

	/* What is checked is what is used: firmware can write to the buffer. */
	cmd = *in_buffer;
	ret = check_smi_cmd(&cmd);
	if (ret)
		return ret;

	if (request == DCDBAS_REQUEST_CALLING_INTERFACE) {
		cmd.ebx = dd->buffer.dma + head;
		in_buffer->ebx = cmd.ebx;
		if (cmd.ecx == SMI_CALLING_INTERFACE_ECX &&
		    dd->buffer.size >= head + sizeof(*ci))
			ci = (const void *)in_buffer->command_buffer;
	}
	return execute(&cmd, request, ci);
}

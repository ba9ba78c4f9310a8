// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: raises the SMI.
 *
 * Firmware looks at the registers of CPU 0 only, so the OUT has to run there.
 */

#include <linux/cpumask.h>
#include <linux/hypervisor.h>
#include <linux/irqflags.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <asm/hypervisor.h>
#include <asm/msr.h>

#include "dcdbas.h"

/**
 * dcdbas_smi_raise() - write the byte that raises the SMI
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
static bool dcdbas_smi_is_boot_processor(void)
{
	u32 low, high;

	return !rdmsr_safe(MSR_IA32_APICBASE, &low, &high) &&
	       low & MSR_IA32_APICBASE_BSP;
}

/* Runs @fn if this is CPU 0 and for as long as it is. */
static int dcdbas_smi_run_if_on_cpu0(int (*fn)(void *), void *arg)
{
	int ret = -EBUSY;

	migrate_disable();
	if (smp_processor_id() == 0)
		ret = dcdbas_smi_is_boot_processor() ? fn(arg) : -ENXIO;
	migrate_enable();
	return ret;
}

struct dcdbas_cpu0_call {
	int (*fn)(void *arg);
	void *arg;
};

static int dcdbas_smi_run_cpu0_call(void *data)
{
	struct dcdbas_cpu0_call *call = data;

	return dcdbas_smi_run_if_on_cpu0(call->fn, call->arg);
}

/**
 * dcdbas_smi_on_cpu0() - run a function that raises an SMI, on CPU 0
 * @fn: called once or not at all, on CPU 0 and, in a Xen dom0, on physical
 *	CPU 0; may sleep if it does so without migrating
 * @arg: for @fn
 *
 * On bare hardware, a caller that is on CPU 0 already calls @fn itself; else a
 * worker there is woken and waited for. May sleep.
 *
 * Return: what @fn returns, -ENXIO if CPU 0 is offline or is not the boot
 * processor, -EBUSY if it is going offline.
 */
int dcdbas_smi_on_cpu0(int (*fn)(void *), void *arg)
{
	struct dcdbas_cpu0_call call = { .fn = fn, .arg = arg };
	int ret;

	if (hypervisor_is_type(X86_HYPER_NATIVE)) {
		ret = dcdbas_smi_run_if_on_cpu0(fn, arg);
		if (ret != -EBUSY)
			return ret;
	}
	return smp_call_on_cpu(0, dcdbas_smi_run_cpu0_call, &call, true);
}

/**
 * dcdbas_smi_on_cpu0_at_shutdown() - the same, without a worker
 * @fn: as for dcdbas_smi_on_cpu0()
 * @arg: for @fn
 *
 * Workers may be stuck when a machine goes down. The calling task moves to CPU
 * 0 itself, as the kernel moves it to the CPU it reboots from, and stays there.
 *
 * Return: what @fn returns, -EINVAL if CPU 0 is offline, -ENXIO if it is not
 * the boot processor, -EBUSY if it is going offline.
 */
int dcdbas_smi_on_cpu0_at_shutdown(int (*fn)(void *), void *arg)
{
	int ret = set_cpus_allowed_ptr(current, cpumask_of(0));

	if (ret)
		return ret;
	hypervisor_pin_vcpu(0);
	ret = dcdbas_smi_run_if_on_cpu0(fn, arg);
	hypervisor_pin_vcpu(-1);
	return ret;
}

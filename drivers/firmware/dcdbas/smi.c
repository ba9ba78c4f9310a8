// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: raises the SMI.
 *
 * Firmware looks at the registers of CPU 0 only, so the OUT has to run there.
 */

#include <linux/cpumask.h>
#include <linux/hypervisor.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <xen/xen.h>
#include <asm/asm.h>
#include <asm/hypervisor.h>
#include <asm/msr.h>

#include "dcdbas.h"
#include "compat.h"

/**
 * dcdbas_smi_supported() - can firmware see our registers and addresses?
 *
 * A Xen domain of type PVH or HVM runs in a virtual machine: Xen executes the
 * OUT with registers of its own, and our addresses are the guest's. One of type
 * PV has no port of the machine's, unless it is dom0.
 */
bool dcdbas_smi_supported(void)
{
	if (hypervisor_is_type(X86_HYPER_XEN_PV))
		return xen_initial_domain();
	return !hypervisor_is_type(X86_HYPER_XEN_HVM);
}

/**
 * dcdbas_smi_raise() - write the byte that raises the SMI
 * @smi: port, code and registers
 *
 * On CPU 0 only. Firmware may leave any value in EAX to EDX, ESI and EDI, the
 * port's too; the rest comes back from its save state.
 */
void dcdbas_smi_raise(struct dcdbas_smi *smi)
{
	u32 eax = smi->port.code;
	u32 edx = smi->port.address;
	u32 ebx = smi->ebx;
	u32 ecx = smi->ecx;
	unsigned long flags;
	u64 start = 0;

	/*
	 * BYTE OUT, since some firmware looks for that in the save state. A
	 * chipset may post the write; the read pushes it through while EBX and
	 * ECX still stand, and no interrupt comes in between. An emulated CPU
	 * takes the SMI where a block of code ends, and OUT does not end one:
	 * the jump does, so that the SMI is taken before IN runs.
	 */
	local_irq_save(flags);
	if (smi->timed)
		start = ktime_get_ns();
	asm volatile("push %%" _ASM_DX "\n\t"
		     "outb %%al, %%dx\n\t"
		     "jmp 1f\n"
		     "1:\n\t"
		     "pop %%" _ASM_DX "\n\t"
		     "inb %%dx, %%al"
		     : "+a" (eax), "+b" (ebx), "+c" (ecx), "+d" (edx)
		     :
		     : "esi", "edi", "cc", "memory");
	if (smi->timed)
		smi->ns = ktime_get_ns() - start;
	local_irq_restore(flags);
}

/*
 * Firmware looks into the save state of the boot processor. In a kernel that
 * was started by kexec from another CPU, a crash kernel above all, CPU 0 is not
 * that one, and firmware would take an address from a CPU that sleeps.
 */
static bool dcdbas_smi_is_boot_processor(void)
{
	u64 base;

	return !rdmsrq_safe(MSR_IA32_APICBASE, &base) &&
	       base & MSR_IA32_APICBASE_BSP;
}

struct dcdbas_smi_call {
	struct dcdbas_smi *smi;
	int ret;
};

static void dcdbas_smi_here(void *data)
{
	struct dcdbas_smi_call *call = data;

	if (smp_processor_id() != 0) {
		call->ret = -EBUSY;
	} else if (!dcdbas_smi_is_boot_processor()) {
		call->ret = -ENXIO;
	} else {
		dcdbas_smi_raise(call->smi);
		call->ret = 0;
	}
}

static int dcdbas_smi_in_worker(void *data)
{
	preempt_disable();
	dcdbas_smi_here(data);
	preempt_enable();
	return 0;
}

/**
 * dcdbas_smi_raise_on_cpu0() - raise an SMI from whatever CPU this is
 * @smi: port, code and registers
 *
 * On bare hardware by an interrupt to CPU 0, which comes through whatever runs
 * there. Under a hypervisor by a worker, since that also pins the virtual CPU
 * to physical CPU 0, as a Xen dom0 needs. May sleep.
 *
 * Return: 0 once firmware has returned, -EOPNOTSUPP where it would see other
 * registers, -ENXIO if CPU 0 is offline or is not the boot processor, -EBUSY if
 * it is going offline.
 */
int dcdbas_smi_raise_on_cpu0(struct dcdbas_smi *smi)
{
	struct dcdbas_smi_call call = { .smi = smi };
	int ret;

	/* Also where an interrupt to CPU 0 would do without. */
	might_sleep();

	if (!dcdbas_smi_supported())
		return -EOPNOTSUPP;

	if (hypervisor_is_type(X86_HYPER_NATIVE))
		ret = smp_call_function_single(0, dcdbas_smi_here, &call, 1);
	else
		ret = smp_call_on_cpu(0, dcdbas_smi_in_worker, &call, true);
	return ret ?: call.ret;
}

/**
 * dcdbas_smi_on_cpu0_at_shutdown() - run a function that raises an SMI
 * @fn: called once or not at all, on CPU 0 and, in a Xen dom0, on physical
 *	CPU 0; may sleep if it does so without migrating
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
	migrate_disable();
	if (smp_processor_id() != 0)
		ret = -EBUSY;
	else if (!dcdbas_smi_is_boot_processor())
		ret = -ENXIO;
	else
		ret = fn(arg);
	migrate_enable();
	hypervisor_pin_vcpu(-1);
	return ret;
}

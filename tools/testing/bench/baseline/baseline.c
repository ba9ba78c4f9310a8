// SPDX-License-Identifier: GPL-2.0-only
/*
 * The baseline that no driver can be faster than: the same SMI in a loop, with
 * nothing around it. In come port, code and the location to read as module parameters;
 * out goes the parameter "ns", nanoseconds for each SMI. Every answer is
 * looked at; one that is not right fails the module.
 */
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/smp.h>

#include <linux/dcdbas.h>

static ushort port = 0xb2;
module_param(port, ushort, 0444);
static u8 code = 0x17;
module_param(code, byte, 0444);
static uint location;
module_param(location, uint, 0444);
static uint loops = 100;
module_param(loops, uint, 0444);
static ulong ns;
module_param(ns, ulong, 0444);

static void raise(u32 address)
{
	u32 eax = code, ebx = address, ecx = SMI_CALLING_INTERFACE_ECX;
	u32 edx = port;

	/* The jump ends a block of an emulated CPU, which OUT does not. */
	asm volatile("outb %%al, %%dx\n\t"
		     "jmp 1f\n"
		     "1:\n\t"
		     "inb %%dx, %%al"
		     : "+a" (eax), "+b" (ebx), "+c" (ecx), "+d" (edx)
		     :
		     : "esi", "edi", "cc", "memory");
}

static int measure(void *buffer)
{
	struct smi_calling_interface *ci = buffer;
	u64 start = ktime_get_ns();
	uint i;

	for (i = 0; i < loops; i++) {
		memset(ci, 0, sizeof(*ci));
		ci->arg[0] = location;
		ci->res[0] = SMI_RESULT_NOT_HANDLED;
		raise(virt_to_phys(ci));
		/* port 0x80 has no firmware behind it */
		if (ci->res[0] != (port == 0x80 ? SMI_RESULT_NOT_HANDLED :
						  SMI_RESULT_DONE))
			return -EIO;
	}
	ns = div_u64(ktime_get_ns() - start, loops);
	return 0;
}

static int __init baseline_init(void)
{
	void *buffer = (void *)__get_free_page(GFP_KERNEL | GFP_DMA32);
	int ret;

	if (!buffer)
		return -ENOMEM;
	ret = loops ? smp_call_on_cpu(0, measure, buffer, false) : -EINVAL;
	free_page((unsigned long)buffer);
	return ret;
}

static void __exit baseline_exit(void)
{
}

module_init(baseline_init);
module_exit(baseline_exit);

MODULE_DESCRIPTION("Cost of one System Management Interrupt");
MODULE_LICENSE("GPL");

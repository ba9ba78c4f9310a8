// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: requests that a locked down kernel
 * refuses.
 *
 * Lockdown promises that root cannot write kernel memory. Firmware writes its
 * answer to whatever address it is given, and an SMI is a byte to an I/O port,
 * where another byte on another port resets the machine. So while the kernel is
 * locked down, user space may make calls that are known, with every address in
 * the buffer, and no others. Callers in the kernel are not asked.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/security.h>

#include "dcdbas.h"

/**
 * struct dcdbas_lockdown_call - calls that are known not to do harm
 * @class: class
 * @first: first select
 * @last: last select
 * @pointer: number of the argument that is an address, from 1; 0 for none
 * @length: bytes there that have to be in the buffer
 * @counted: from version 2 of Dell's SMBIOS on, a u32 in front of these bytes
 *	says how many there are
 */
struct dcdbas_lockdown_call {
	u16 class;
	u16 first;
	u16 last;
	u8 pointer;
	u8 length;
	bool counted;
};

static const struct dcdbas_lockdown_call dcdbas_lockdown_calls[] = {
	{  0,  0,  2 },			/* read a setting */
	{  1,  0,  2 },			/* write a setting */
	{  4, 11, 12 },			/* keyboard light, battery charging */
	{  9,  0,  3 },			/* user password */
	{  9,  4,  5, 1, 1 },		/* the same through a buffer, only read */
	{ 10,  0,  3 },			/* admin password */
	{ 10,  4,  5, 1, 1 },
	{ 11,  0,  2 },			/* asset tag; read the service tag */
	{ 12,  0,  3 },			/* owner password */
	{ 12,  4,  5, 1, 1 },
	{ 17, 10, 11 },			/* light sensor, wireless */
	{ 17, 19, 19 },			/* thermal mode */
	{ 20,  0,  0, 1, 81, true },	/* read the property tag */
	{ 20,  1,  1, 1, 80 },		/* write the property tag */
};

static const struct dcdbas_lockdown_call *
dcdbas_lockdown_find(u16 class, u16 select)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(dcdbas_lockdown_calls); i++) {
		const struct dcdbas_lockdown_call *call =
			&dcdbas_lockdown_calls[i];

		if (call->class == class && call->first <= select &&
		    call->last >= select)
			return call;
	}
	return NULL;
}

static bool dcdbas_lockdown_in_buffer(const struct smi_buffer *buffer,
				      u64 addr, u64 length)
{
	return addr >= buffer->dma &&
	       addr + length <= (u64)buffer->dma + buffer->size;
}

/*
 * Copies a few bytes of the buffer, which firmware can write to as well. Not all
 * of a command: its arguments may be a password, and the stack is not wiped.
 */
static void dcdbas_lockdown_fetch(const struct smi_buffer *buffer, u64 addr,
				  void *to, size_t size)
{
	memcpy(to, buffer->virt + (addr - buffer->dma), size);
	barrier();
}

/* How many bytes firmware uses at @addr, which has not been checked. */
static u64 dcdbas_lockdown_length(const struct dcdbas_ports *ports,
				  const struct dcdbas_lockdown_call *call,
				  const struct smi_buffer *buffer, u64 addr)
{
	__le32 count;

	/* An unknown version may be a new one. */
	if (!call->counted || ports->major == 1)
		return call->length;

	if (!dcdbas_lockdown_in_buffer(buffer, addr, sizeof(count)))
		return U32_MAX;
	dcdbas_lockdown_fetch(buffer, addr, &count, sizeof(count));
	return sizeof(count) + max_t(u64, le32_to_cpu(count), call->length);
}

/**
 * dcdbas_lockdown_judge() - may user space make this request under lockdown?
 * @ports: what firmware advertises
 * @cmd: the request, with the registers as they will be
 * @buffer: the buffer that user space has filled, of the size that it may use;
 *	nobody else may write to it until the SMI has been raised
 *
 * Return: DCDBAS_LOCKDOWN_ALLOWED, or the first thing that is wrong with it.
 */
enum dcdbas_lockdown dcdbas_lockdown_judge(const struct dcdbas_ports *ports,
					   const struct smi_cmd *cmd,
					   const struct smi_buffer *buffer)
{
	const size_t size = sizeof(struct smi_calling_interface);
	const struct dcdbas_lockdown_call *call;
	/* How the command begins. */
	struct {
		u16 class;
		u16 select;
	} ci;
	u64 command = cmd->ebx;
	u64 addr, length;
	u32 arg;

	if (!dcdbas_ports_advertised(ports, cmd->command_address,
				     cmd->command_code))
		return DCDBAS_LOCKDOWN_PORT;

	if (cmd->ecx != SMI_CALLING_INTERFACE_ECX ||
	    !dcdbas_lockdown_in_buffer(buffer, command, size))
		return DCDBAS_LOCKDOWN_COMMAND;

	dcdbas_lockdown_fetch(buffer, command, &ci, sizeof(ci));
	if (ci.class >= BITS_PER_TYPE(ports->classes) ||
	    !(ports->classes & BIT(ci.class)))
		return DCDBAS_LOCKDOWN_CLASS;

	call = dcdbas_lockdown_find(ci.class, ci.select);
	if (!call)
		return DCDBAS_LOCKDOWN_CALL;
	if (!call->pointer)
		return DCDBAS_LOCKDOWN_ALLOWED;

	dcdbas_lockdown_fetch(buffer, command +
			      offsetof(struct smi_calling_interface,
				       arg[call->pointer - 1]),
			      &arg, sizeof(arg));
	addr = arg;
	length = dcdbas_lockdown_length(ports, call, buffer, addr);
	if (!dcdbas_lockdown_in_buffer(buffer, addr, length))
		return DCDBAS_LOCKDOWN_POINTER;
	/* An answer on top of the command could change an argument. */
	if (addr < command + size && command < addr + length)
		return DCDBAS_LOCKDOWN_POINTER;
	return DCDBAS_LOCKDOWN_ALLOWED;
}

/* Once for each reason: what is told is for an administrator to look up. */
static void dcdbas_lockdown_log(enum dcdbas_lockdown reason,
				const struct smi_cmd *cmd)
{
	static const char * const text[] = {
		[DCDBAS_LOCKDOWN_COMMAND] = "no calling interface command in the buffer",
		[DCDBAS_LOCKDOWN_CLASS] = "firmware does not advertise the class",
		[DCDBAS_LOCKDOWN_CALL] = "class and select are not among those allowed",
		[DCDBAS_LOCKDOWN_POINTER] = "a pointer leads out of the buffer or into the command",
	};
	static unsigned long logged;

	if (test_and_set_bit(reason, &logged))
		return;
	if (reason == DCDBAS_LOCKDOWN_PORT)
		pr_warn("lockdown: firmware does not advertise code %#04x on port %#06x: SMI refused\n",
			cmd->command_code, cmd->command_address);
	else
		pr_warn("lockdown: %s: SMI refused\n", text[reason]);
}

/**
 * dcdbas_lockdown_check() - refuse what a locked down kernel does not allow
 * @cmd: as for dcdbas_lockdown_judge()
 * @buffer: likewise
 *
 * Return: 0, or -EPERM while the kernel is locked down.
 */
int dcdbas_lockdown_check(const struct smi_cmd *cmd,
			  const struct smi_buffer *buffer)
{
	enum dcdbas_lockdown reason;
	int ret;

	reason = dcdbas_lockdown_judge(dcdbas_ports_get(), cmd, buffer);
	if (reason == DCDBAS_LOCKDOWN_ALLOWED)
		return 0;

	/* In this order: the question itself is logged when it is refused. */
	ret = security_locked_down(LOCKDOWN_IOPORT);
	if (ret)
		dcdbas_lockdown_log(reason, cmd);
	return ret;
}

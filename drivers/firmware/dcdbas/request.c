// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: one request.
 *
 * Checks magic, bounds, WSMT and lockdown, then raises the SMI and traces it.
 * A request that is refused changes nothing.
 */

#include <linux/kernel.h>
#include <linux/ktime.h>

#include "dcdbas.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* @ci: the command that goes with it where that is known, for the trace */
static int dcdbas_request_execute(const struct smi_cmd *cmd,
				  unsigned long request,
				  const struct smi_calling_interface *ci)
{
	struct dcdbas_smi smi = {
		.port.address = cmd->command_address,
		.port.code = cmd->command_code,
		.ebx = cmd->ebx,
		.ecx = cmd->ecx,
		.timed = trace_smi_enabled(),
	};
	u64 start;
	int ret;

	/* Some clocks are slow to read. */
	if (!smi.timed)
		return dcdbas_smi_raise_on_cpu0(&smi);

	start = ktime_get_ns();
	ret = dcdbas_smi_raise_on_cpu0(&smi);
	trace_smi(cmd, request, ci, ktime_get_ns() - start, smi.ns, ret);
	return ret;
}

/**
 * dcdbas_request_kernel() - raise an SMI for another module
 * @smi_cmd: port, code and registers
 *
 * Return: as dcdbas_smi_request().
 */
int dcdbas_request_kernel(const struct smi_cmd *smi_cmd)
{
	const struct smi_cmd cmd = *smi_cmd;

	if (cmd.magic != SMI_CMD_MAGIC)
		return -EBADR;
	return dcdbas_request_execute(&cmd, DCDBAS_REQUEST_RAW, NULL);
}

/* An SMI with the registers of the struct smi_cmd in the buffer. */
static int dcdbas_request_smi(struct dcdbas *dd, unsigned long request)
{
	struct smi_buffer buffer = dd->buffer.memory;
	struct smi_cmd *in_buffer = (struct smi_cmd *)buffer.virt;
	const size_t head = offsetof(struct smi_cmd, command_buffer);
	const struct smi_calling_interface *ci = NULL;
	struct smi_cmd cmd;
	int ret;

	if (dd->requests_refused)
		return -EOPNOTSUPP;

	/* What is checked is what is used: firmware can write to the buffer. */
	cmd = *in_buffer;
	barrier();
	if (cmd.magic != SMI_CMD_MAGIC)
		return -EBADR;

	buffer.size = dd->buffer.size;
	if (request == DCDBAS_REQUEST_CALLING_INTERFACE) {
		cmd.ebx = buffer.dma + head;
		if (cmd.ecx == SMI_CALLING_INTERFACE_ECX &&
		    buffer.size >= head + sizeof(*ci))
			ci = (const void *)in_buffer->command_buffer;
	}
	ret = dcdbas_lockdown_check(&cmd, &buffer);
	if (ret)
		return ret;

	in_buffer->ebx = cmd.ebx;
	return dcdbas_request_execute(&cmd, request, ci);
}

/**
 * dcdbas_request_submit() - do what was written to smi_request
 * @dd: driver state, lock held
 * @request: DCDBAS_REQUEST_*
 *
 * Return: 0, -ENODEV if the buffer is smaller than struct smi_cmd, -EINVAL for
 * a request that does not exist, -ESHUTDOWN once host control wants the buffer or
 * has told firmware its address, -EOPNOTSUPP if firmware would not read the buffer,
 * -EPERM if the kernel is locked down and the request is not one of those that
 * are allowed then, else as dcdbas_smi_request(). A request that is refused
 * changes nothing; one that only lacks CPU 0 leaves ebx filled in.
 */
int dcdbas_request_submit(struct dcdbas *dd, unsigned long request)
{
	lockdep_assert_held(&dd->lock);

	if (dd->buffer.size < sizeof(struct smi_cmd))
		return -ENODEV;
	if (request > DCDBAS_REQUEST_RAW)
		return -EINVAL;
	if (READ_ONCE(dd->closed))
		return -ESHUTDOWN;

	if (request != DCDBAS_REQUEST_CLEAR)
		return dcdbas_request_smi(dd, request);
	dcdbas_buffer_clear(dd);
	return 0;
}

/**
 * dcdbas_request_call() - make a call of the calling interface
 * @dd: driver state, lock held
 * @image: struct smi_calling_interface and what its pointers lead to; holds the
 *	answer afterwards, unless firmware has not been called
 * @size: bytes of @image
 * @pointers: bit map of the arguments that are pointers, given as offsets in
 *	@image that the caller has checked
 *
 * Firmware is given addresses for the offsets; the caller sees offsets only.
 *
 * Return: 0 once firmware has returned, -EINVAL if @image is too large,
 * -EOPNOTSUPP if firmware advertises no port or would not read the buffer, else
 * as dcdbas_request_submit().
 */
int dcdbas_request_call(struct dcdbas *dd, void *image, size_t size,
			u32 pointers)
{
	const struct dcdbas_ports *ports = dcdbas_ports_get();
	struct smi_calling_interface *ci = image;
	struct smi_buffer area;
	struct smi_cmd cmd = {
		.magic = SMI_CMD_MAGIC,
		.ecx = SMI_CALLING_INTERFACE_ECX,
		.command_address = ports->port[0].address,
		.command_code = ports->port[0].code,
	};
	u32 offset[ARRAY_SIZE(ci->arg)];
	unsigned int i;
	int ret;

	lockdep_assert_held(&dd->lock);

	if (size > dcdbas_bounce_limit(dd))
		return -EINVAL;
	if (READ_ONCE(dd->closed))
		return -ESHUTDOWN;
	if (dd->requests_refused || !ports->num)
		return -EOPNOTSUPP;

	memcpy(offset, ci->arg, sizeof(offset));
	area = dcdbas_bounce_begin(dd, image, size);
	ci = (struct smi_calling_interface *)area.virt;
	for (i = 0; i < ARRAY_SIZE(offset); i++)
		if (pointers & BIT(i))
			ci->arg[i] = area.dma + offset[i];
	cmd.ebx = area.dma;

	ret = dcdbas_lockdown_check(&cmd, &area);
	if (!ret)
		ret = dcdbas_request_execute(&cmd,
					     DCDBAS_REQUEST_CALLING_INTERFACE,
					     ci);

	dcdbas_bounce_end(dd, image, size);
	ci = image;
	for (i = 0; i < ARRAY_SIZE(offset); i++)
		if (pointers & BIT(i))
			ci->arg[i] = offset[i];
	memzero_explicit(offset, sizeof(offset));
	return ret;
}

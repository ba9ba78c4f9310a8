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

static int dcdbas_request_raise(void *data)
{
	const struct smi_cmd *cmd = data;

	dcdbas_smi_raise(cmd->command_address, cmd->command_code, cmd->ebx,
			 cmd->ecx);
	return 0;
}

static int dcdbas_request_check(const struct smi_cmd *cmd)
{
	if (cmd->magic != SMI_CMD_MAGIC)
		return -EBADR;
	return dcdbas_lockdown_check(cmd->command_address, cmd->command_code);
}

/* @ci: the command that goes with it where that is known, for the trace */
static int dcdbas_request_execute(struct smi_cmd *cmd, unsigned long request,
				  const struct smi_calling_interface *ci)
{
	u64 start = ktime_get_ns();
	int ret = dcdbas_smi_on_cpu0(dcdbas_request_raise, cmd);

	trace_smi(cmd, request, ci, ktime_get_ns() - start, ret);
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
	struct smi_cmd cmd = *smi_cmd;
	int ret;

	ret = dcdbas_request_check(&cmd);
	if (ret)
		return ret;
	return dcdbas_request_execute(&cmd, DCDBAS_REQUEST_RAW, NULL);
}

/**
 * dcdbas_request_submit() - do what was written to smi_request
 * @dd: driver state, lock held
 * @request: DCDBAS_REQUEST_*
 *
 * Return: 0, -ENODEV if the buffer is smaller than struct smi_cmd, -EINVAL for
 * a request that does not exist, -EOPNOTSUPP if firmware would not read the
 * buffer, else as dcdbas_smi_request(). A request that is refused changes
 * nothing; one that only lacks CPU 0 leaves ebx filled in.
 */
int dcdbas_request_submit(struct dcdbas *dd, unsigned long request)
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
	ret = dcdbas_request_check(&cmd);
	if (ret)
		return ret;

	if (request == DCDBAS_REQUEST_CALLING_INTERFACE) {
		cmd.ebx = dd->buffer.dma + head;
		in_buffer->ebx = cmd.ebx;
		if (cmd.ecx == SMI_CALLING_INTERFACE_ECX &&
		    dd->buffer.size >= head + sizeof(*ci))
			ci = (const void *)in_buffer->command_buffer;
	}
	return dcdbas_request_execute(&cmd, request, ci);
}

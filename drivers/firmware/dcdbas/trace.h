/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dell Systems Management Base Driver: tracepoints. Never a byte of what the
 * buffer holds beyond class, select and the status of the calling interface:
 * the rest may be a password.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM dcdbas

#if !defined(_DCDBAS_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _DCDBAS_TRACE_H

#include <linux/dcdbas.h>
#include <linux/tracepoint.h>

TRACE_EVENT(smi,
	    TP_PROTO(const struct smi_cmd *cmd, unsigned long request,
		     const struct smi_calling_interface *ci, u64 duration_ns,
		     u64 smi_ns, int result),
	    TP_ARGS(cmd, request, ci, duration_ns, smi_ns, result),
	    TP_STRUCT__entry(__field(u8, request)
			     __field(u16, port)
			     __field(u8, code)
			     __field(u64, duration_ns)
			     __field(u64, smi_ns)
			     __field(int, result)
			     __field(bool, calling_interface)
			     __field(u16, class)
			     __field(u16, select)
			     __field(s32, status)
	    ),
	    TP_fast_assign(__entry->request = request;
			   __entry->port = cmd->command_address;
			   __entry->code = cmd->command_code;
			   __entry->duration_ns = duration_ns;
			   __entry->smi_ns = smi_ns;
			   __entry->result = result;
			   __entry->calling_interface = !!ci;
			   __entry->class = ci ? ci->command_class : 0;
			   __entry->select = ci ? ci->command_select : 0;
			   __entry->status = ci ? ci->res[0] : 0;
	    ),
	    TP_printk("request=%u port=%#06x code=%#04x duration_ns=%llu smi_ns=%llu result=%d calling_interface=%u class=%u select=%u status=%d",
		      __entry->request, __entry->port, __entry->code,
		      __entry->duration_ns, __entry->smi_ns, __entry->result,
		      __entry->calling_interface, __entry->class,
		      __entry->select, __entry->status)
);

TRACE_EVENT(host_control,
	    TP_PROTO(unsigned int action, unsigned int smi_type, int status,
		     u64 duration_ns, int result),
	    TP_ARGS(action, smi_type, status, duration_ns, result),
	    TP_STRUCT__entry(__field(unsigned int, action)
			     __field(unsigned int, smi_type)
			     __field(int, status)
			     __field(u64, duration_ns)
			     __field(int, result)
	    ),
	    TP_fast_assign(__entry->action = action;
			   __entry->smi_type = smi_type;
			   __entry->status = status;
			   __entry->duration_ns = duration_ns;
			   __entry->result = result;
	    ),
	    TP_printk("action=%u smi_type=%u status=%d duration_ns=%llu result=%d",
		      __entry->action, __entry->smi_type, __entry->status,
		      __entry->duration_ns, __entry->result)
);

#endif /* _DCDBAS_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>

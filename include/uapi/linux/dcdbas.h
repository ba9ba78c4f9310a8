/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * Dell Systems Management Base Driver: what user space, kernel and firmware
 * say to each other.
 *
 * Everything here is packed and little endian, as the firmware reads it.
 * Addresses given to the firmware are physical and lie below 4 GiB. The
 * protocol is told in Documentation/firmware-interface.rst, the files in
 * Documentation/ABI/testing/sysfs-platform-dcdbas.
 */
#ifndef _UAPI_LINUX_DCDBAS_H
#define _UAPI_LINUX_DCDBAS_H

#include <linux/types.h>

/* What is written to smi_request. */
#define DCDBAS_REQUEST_CLEAR			0	/* zero the buffer */
#define DCDBAS_REQUEST_CALLING_INTERFACE	1	/* driver fills in ebx */
#define DCDBAS_REQUEST_RAW			2	/* registers as they are */

/* The driver's own memory does not grow past this, in bytes. */
#define DCDBAS_MAX_BUFFER_SIZE			(256 * 1024)

/* smi_cmd.magic: "SMI1" */
#define SMI_CMD_MAGIC				0x534D4931
/* smi_cmd.ecx of a calling interface request: "BSI1" */
#define SMI_CALLING_INTERFACE_ECX		0x42534931

/**
 * struct smi_cmd - a request, at the start of smi_data
 * @magic: SMI_CMD_MAGIC; any other value is refused with EBADR
 * @ebx: register EBX at the SMI; for a calling interface request the driver
 *	fills in the physical address of @command_buffer
 * @ecx: register ECX at the SMI
 * @command_address: I/O port to write to (SMBIOS type 218)
 * @command_code: byte to write there (SMBIOS type 218)
 * @reserved: 0
 * @command_buffer: first byte of the command
 *
 * Names and types are part of the symbol versions that other modules were
 * built against.
 */
struct smi_cmd {
	__u32 magic;
	__u32 ebx;
	__u32 ecx;
	__u16 command_address;
	__u8 command_code;
	__u8 reserved;
	__u8 command_buffer[1];
} __attribute__((packed));

/**
 * struct smi_calling_interface - a command of the calling interface
 * @command_class: group of functions; SMBIOS type 218 has a map of those there
 * @command_select: function in the group
 * @arg: arguments; a pointer is a physical address
 * @res: results; @res[0] is one of SMI_RESULT_*
 */
struct smi_calling_interface {
	__u16 command_class;
	__u16 command_select;
	__u32 arg[4];
	__s32 res[4];
} __attribute__((packed));

/* smi_calling_interface.res[0] */
#define SMI_RESULT_DONE				0
#define SMI_RESULT_ERROR			(-1)	/* completed with error */
#define SMI_RESULT_NOT_SUPPORTED		(-2)
#define SMI_RESULT_NOT_HANDLED			(-3)	/* preset by the caller */
#define SMI_RESULT_BAD_BUFFER			(-5)	/* format not known */
#define SMI_RESULT_BUFFER_TOO_SMALL		(-6)

/* host_control_action: bits; power off wins. */
#define HC_ACTION_NONE				0
#define HC_ACTION_POWER_OFF			2
#define HC_ACTION_POWER_CYCLE			4

/* host_control_smi_type: how a model takes the command; the models are listed
 * in Documentation/admin-guide/dcdbas.rst.
 */
#define HC_SMITYPE_NONE				0
#define HC_SMITYPE_TYPE1			1
#define HC_SMITYPE_TYPE2			2
#define HC_SMITYPE_TYPE3			3

/* apm_cmd.command */
#define ESM_APM_POWER_CYCLE			0x10
/* apm_cmd.status before the SMI; firmware changes it once it took the command */
#define ESM_STATUS_CMD_UNSUCCESSFUL		(-1)
/* first two parameter bytes of ESM_APM_POWER_CYCLE, as __s16 */
#define ESM_APM_PARAM_POWER_OFF			0
#define ESM_APM_PARAM_POWER_CYCLE		20

#define ESM_APM_LONG_CMD_FORMAT_SG_ENTRIES	16

/**
 * struct apm_cmd - a host control command
 * @command: ESM_APM_*
 * @status: ESM_STATUS_CMD_UNSUCCESSFUL until firmware answers
 * @reserved: 0
 * @parameters: parameter bytes, or a list of buffers elsewhere; the driver
 *	sends parameter bytes only
 */
struct apm_cmd {
	__u8 command;
	__s8 status;
	__u16 reserved;
	union {
		struct {
			__u8 parm[14];
		} __attribute__((packed)) shortreq;
		struct {
			__u16 num_sg_entries;
			struct {
				__u32 size;
				__u64 addr;
			} __attribute__((packed))
				sglist[ESM_APM_LONG_CMD_FORMAT_SG_ENTRIES];
		} __attribute__((packed)) longreq;
	} __attribute__((packed)) parameters;
} __attribute__((packed));

#endif /* _UAPI_LINUX_DCDBAS_H */

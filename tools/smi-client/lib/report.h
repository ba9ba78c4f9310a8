/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a bug report needs of a machine, without what identifies it: tables,
 * CMOS choices, and the answers of all calls that only read. The file made of
 * it is described in Documentation/report.rst.
 */
#ifndef LIB_REPORT_H
#define LIB_REPORT_H

#include <sys/utsname.h>

#include "error.h"
#include "machine.h"

/**
 * struct report_call - one call and its answer
 * @ci: class, select, arguments (0 for a pointer) and results
 * @answered: the results are right; else @error
 * @error: why it could not be made
 * @argument: which argument points to @bytes, from 1; 0: none
 * @header: the buffer began with the DSCI header
 * @bytes: what lies behind it, owned by the report
 * @length: of @bytes
 * @smi_ns: time of the SMI in nanoseconds, 0: not known
 * @call_ns: time of the whole call in nanoseconds, 0: not known
 */
struct report_call {
	struct smi_calling_interface ci;
	bool answered;
	struct smi_error error;
	unsigned int argument;
	bool header;
	u8 *bytes;
	size_t length;
	u64 smi_ns, call_ns;
};

/**
 * struct report_byte - a byte of CMOS that a choice is in
 * @port: index port
 * @index: of the byte
 * @value: the byte
 */
struct report_byte {
	u16 port;
	u8 index, value;
};

/**
 * struct report_removed - something that was taken out
 * @what: "serial number"
 * @where: "SMBIOS type 1"
 */
struct report_removed {
	const char *what;
	char where[32];
};

/**
 * struct report - all of it; to be freed with report_free()
 * @system: release, version and machine of the kernel
 * @transport: "sysfs" or "device"; NULL without a driver
 * @entry: SMBIOS entry point
 * @entry_length: in bytes
 * @tables: structures, cleaned
 * @cmos: bytes of choices
 * @n_cmos: how many
 * @cmos_code: SMI_OK, or why CMOS could not be read, with @cmos_error
 * @calls: in the order in which they were made
 * @n_calls: how many
 * @removed: what was taken out
 * @n_removed: how many
 * @secrets: texts that must not be in it, zero-terminated, longest first
 * @n_secrets: how many
 */
struct report {
	struct utsname system;
	const char *transport;
	u8 *entry;
	size_t entry_length;
	struct smbios tables;
	struct report_byte *cmos;
	size_t n_cmos;
	int cmos_code;
	struct smi_error cmos_error;
	struct report_call *calls;
	size_t n_calls;
	struct report_removed *removed;
	size_t n_removed;
	char **secrets;
	size_t n_secrets;
};

/**
 * report_make() - collect everything
 * @m: a Dell machine
 * @plan: raise no SMI and read no CMOS: only list what would be asked
 * @report: filled in; to be freed also after a failure
 *
 * What a machine does not have or does not answer is in the report with its
 * error, and no failure.
 *
 * Return: SMI_OK; SMI_NOT_FOUND for a machine that is no Dell; as
 * machine_tables(); SMI_FAILED without memory
 */
int report_make(struct machine *m, bool plan, struct report *report, struct smi_error *error);
void report_free(struct report *report);

/* Makes copies of removed texts, in any case, 'X'; whether there were any. */
bool report_mask_secrets(const struct report *r, u8 *bytes, size_t length);

/* For the files of the report: lists that grow; SMI_FAILED without memory. */
int report_add_removed(struct report *r, const char *what, const char *where,
		       struct smi_error *error);
/* Without blanks at its ends; what is too short, or stands for nothing, is no secret. */
int report_add_secret(struct report *r, const char *text, size_t length, struct smi_error *error);
/* Makes each letter and digit an 'X'; whether any was something else. */
bool report_mask(u8 *bytes, size_t length);
/* The calls and their answers, their texts masked. */
int report_collect_calls(struct machine *m, bool plan, struct report *r, struct smi_error *error);
/* A copy of the machine's tables without what identifies it. */
int report_clean_tables(struct machine *m, struct report *r, struct smi_error *error);

#endif /* LIB_REPORT_H */

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The firmware's calling interface: class, select, arguments, results. What a
 * result means is said here and nowhere else.
 */
#ifndef LIB_CALLING_INTERFACE_H
#define LIB_CALLING_INTERFACE_H

#include <linux/dcdbas.h>

#include "error.h"

struct machine;

enum ci_class {
	CLASS_READ = 0,		/* select: 0 NV, 1 battery, 2 AC */
	CLASS_WRITE = 1,
	CLASS_USER_PASSWORD = 9,
	CLASS_ADMIN_PASSWORD = 10,
	CLASS_TAG = 11,
	CLASS_OWNER_PASSWORD = 12,
	CLASS_INFO = 17,
	CLASS_PROPERTY_TAG = 20,
};

/**
 * struct ci_buffer - memory that an argument points to
 * @data: bytes before and after the call, owned by the caller; NULL: the
 *	argument is a number
 * @size: in bytes, without the header that DSCI asks for
 * @filled: firmware fills it: gets the DSCI header where type 208 says version
 *	2 or later, and @data holds what lies behind the header afterwards
 */
struct ci_buffer {
	u8 *data;
	size_t size;
	bool filled;
};

/**
 * struct ci_call - one call, before and after
 * @ci: class, select, arguments and, afterwards, results
 * @buffer: one for each argument
 * @secret: holds a password or a key: not shown, wiped from the driver's buffer
 *	afterwards. Classes 9, 10 and 12, and calls with a security key among their
 *	arguments, are secret whatever this says
 * @unadvertised: call a class that type 218 does not advertise
 * @recorded: set when a dry run did not send it; the results are then those
 *	given by the caller
 * @smi_ns: time of the SMI itself in nanoseconds, 0 when not known
 * @call_ns: time of the whole round trip in nanoseconds
 */
struct ci_call {
	struct smi_calling_interface ci;
	struct ci_buffer buffer[4];
	bool secret, unadvertised, recorded;
	u64 smi_ns, call_ns;
};

/**
 * ci_send() - make a call
 * @m: machine
 * @call: results are filled in; res[0] is preset to "not handled"
 *
 * Return: SMI_OK once firmware was asked, whatever it answered; SMI_NOT_FOUND
 * for a class that is not advertised or without type 218, or as the transport
 */
int ci_send(struct machine *m, struct ci_call *call, struct smi_error *error);

/**
 * ci_result() - whether the firmware did it
 * @call: as after ci_send()
 *
 * Return: SMI_OK (a recorded call too), SMI_FAILED when it did not answer
 * (res[0] is still "not handled"), SMI_REFUSED otherwise
 */
int ci_result(const struct ci_call *call, struct smi_error *error);

/* ci_send(), then ci_result() */
int ci_do(struct machine *m, struct ci_call *call, struct smi_error *error);

/* "done", "not supported", ...; passwords have meanings of their own. */
const char *ci_meaning(s32 result, unsigned int class);
/* Why a call is not made without --force; NULL for others. */
const char *ci_dangerous(unsigned int class, unsigned int select);
/* Whether a call changes nothing: a dry run sends those and no others. */
bool ci_is_read(const struct smi_calling_interface *ci);
bool ci_is_secret(unsigned int class);
/* Whether the @length bytes behind the header of a raw request are a secret call. */
bool ci_raw_is_secret(const struct smi_cmd *cmd, const u8 *data, size_t length, bool calling);

#endif /* LIB_CALLING_INTERFACE_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of addresses that came from outside: none is touched before.
 */
#include "smm.h"

#define LOW_START	0x1000		/* below are vectors and BIOS data */
#define LOW_END		0xa0000
#define HIGH_START	0x100000

static bool inside(__u32 address, __u32 size, __u32 start, __u32 end)
{
	return address >= start && address < end && size <= end - address;
}

/**
 * bounds_ok() - may the handler read and write this memory?
 * @address: physical address, from the save state or from a caller's buffer
 * @size: bytes, at least 1
 *
 * Memory is fine when it is RAM as a whole, and not SMRAM, holes or ROM, which
 * all lie between LOW_END and HIGH_START. Firmware with the WSMT flag
 * FIXED_COMM_BUFFERS takes nothing outside its communication buffer.
 */
bool bounds_ok(__u32 address, __u32 size)
{
	if (!size)
		return false;
	if (config.flags & CONFIG_FIXED_BUFFER &&
	    !inside(address, size, config.buffer_address,
		    config.buffer_address + config.buffer_size))
		return false;
	return inside(address, size, LOW_START, LOW_END) ||
	       inside(address, size, HIGH_START, ram_end);
}

/**
 * bounds_result() - what to answer to a pointer in a caller's buffer
 * @address: physical address from the caller
 * @size: bytes that the firmware wants there, at least 1
 *
 * Return: SMI_RESULT_DONE when it can be used, SMI_RESULT_BUFFER_TOO_SMALL
 * when the memory ends before the buffer does, SMI_RESULT_BAD_BUFFER when not
 * even its first byte may be touched.
 */
int bounds_result(__u32 address, __u32 size)
{
	if (bounds_ok(address, size))
		return SMI_RESULT_DONE;
	return refused(bounds_ok(address, 1) ? SMI_RESULT_BUFFER_TOO_SMALL :
					       SMI_RESULT_BAD_BUFFER, "address");
}

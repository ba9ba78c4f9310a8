// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds out which SMI this is and hands it on. In comes whatever the processor
 * was doing; out goes one line in the log.
 */
#include "smm.h"

void smm_main(void);

void *memcpy(void *to, const void *from, size_t size)
{
	void *start = to;

	asm volatile("rep movsb"
		     : "+D"(to), "+S"(from), "+c"(size) : : "memory");
	return start;
}

void *memset(void *to, int byte, size_t size)
{
	void *start = to;

	asm volatile("rep stosb"
		     : "+D"(to), "+c"(size) : "a"(byte) : "memory");
	return start;
}

int memcmp(const void *one, const void *other, size_t size)
{
	const __u8 *a = one, *b = other;

	for (; size; size--, a++, b++)
		if (*a != *b)
			return *a - *b;
	return 0;
}

/* A timer of ours ran out, or the supervisor passes on a byte of port 0xb0. */
static void smm_tco(__u16 status)
{
	outw(status, TCO1_STS);
	if (status & TCO1_STS_SW_SMI)
		host_control_other_port(inb(TCO_DAT_IN));
	if (status & TCO1_STS_TIMEOUT)
		host_control_due();
}

/**
 * smm_main() - every SMI that is not SeaBIOS's
 *
 * Called by entry.S. The registers of the caller are in the save state; RSM
 * puts them back whatever happens here.
 */
void smm_main(void)
{
	__u16 tco = inw(TCO1_STS) & (TCO1_STS_SW_SMI | TCO1_STS_TIMEOUT);
	__u32 ebx = save_state_rbx;
	__u32 ecx = save_state_rcx;
	__u8 code = inb(APM_CNT);
	static bool post_done;

	/* The first SMI after a reset is entry.S; nobody else can run yet. */
	if (!post_done) {
		post_done = true;
		post();
		return;
	}

	nvram.smi_count++;
	if (tco) {
		smm_tco(tco);
	} else if (config.port == APM_CNT && code == config.code) {
		calling_interface(ebx, ecx);
	} else if (code == CODE_HOST_CONTROL) {
		host_control_smi();
	} else {
		log_begin("other");
		log_hex("port", APM_CNT, 2);
		log_hex("code", code, 2);
		log_hex("ebx", ebx, 8);
		log_hex("ecx", ecx, 8);
		log_text("result", "ignored");
		log_end();
	}
}

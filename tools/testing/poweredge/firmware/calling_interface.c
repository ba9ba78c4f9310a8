// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calling interface: takes a command and answers it. In comes the address in
 * EBX and the signature in ECX, both hostile until checked; out go the results,
 * in the same buffer, and a line in the log.
 */
#include "smm.h"

#define CALL(command_class, select)	((command_class) << 16 | (select))

/**
 * refused() - say in the log why a call is not done
 * @result: what the caller gets to see
 * @why: one word
 *
 * Return: @result.
 */
int refused(int result, const char *why)
{
	log_text("refused", why);
	return result;
}

static bool class_advertised(unsigned int command_class)
{
	return command_class < 32 && config.classes >> command_class & 1;
}

static int answer(struct smi_calling_interface *call)
{
	if (!class_advertised(call->command_class))
		return refused(SMI_RESULT_NOT_SUPPORTED, "class");
	if (password_class(call->command_class))
		return password_call(call);

	switch (call->command_class) {
	case 0:
	case 1:
		return setting_call(call);
	case 11:
		return tag_call(call);
	case 20:
		return property_tag_call(call);
	}
	switch (CALL(call->command_class, call->command_select)) {
	case CALL(4, 11):
		return keyboard_call(call);
	case CALL(4, 12):
	case CALL(17, 11):
		/* information alone: no battery, no radio */
		if (call->arg[0])
			return refused(SMI_RESULT_NOT_SUPPORTED, "argument");
		call->res[1] = 0;
		call->res[2] = 0;
		return SMI_RESULT_DONE;
	case CALL(17, 19):
		return thermal_call(call);
	}
	return refused(SMI_RESULT_NOT_SUPPORTED, "select");
}

/* Carries the command out; the line in the log is open. */
static void command_take(struct smi_calling_interface *buffer)
{
	/* One copy: no other processor changes it under us. */
	struct smi_calling_interface call = *buffer;

	log_number("class", call.command_class);
	log_number("select", call.command_select);
	if (call.command_class <= 1)
		log_hex("location", call.arg[0], 4);
	if (bad_before()) {
		if (!recorded_answer(&call)) {
			call.res[0] = answer(&call);
			if (call.res[0] == SMI_RESULT_DONE)
				recorded_forget(&call);
		}
		bad_after(buffer, &call);
		log_number("r1", call.res[0]);
		log_text("result", "done");
	} else {
		log_text("result", "unanswered");
	}
	memset(&call, 0, sizeof(call));
	asm volatile("" : : "r"(&call) : "memory");
}

static __u32 apic_id(void)
{
	__u32 eax = 1, ebx, ecx = 0, edx;

	asm volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
	return ebx >> 24;
}

/**
 * calling_interface() - an SMI with the port and code of SMBIOS type 218
 * @ebx: register EBX at the SMI, the physical address of the buffer
 * @ecx: register ECX at the SMI, SMI_CALLING_INTERFACE_ECX
 *
 * A buffer that is refused is not touched at all: the caller finds there what
 * it has put there.
 */
void calling_interface(__u32 ebx, __u32 ecx)
{
	struct smi_calling_interface *buffer = (void *)ebx;

	if (config.flags & CONFIG_TERSE)
		log_mute();
	log_begin("call");
	log_hex("port", config.port, 2);
	log_hex("code", config.code, 2);
	log_number("cpu", apic_id());
	log_hex("ebx", ebx, 8);
	log_hex("ecx", ecx, 8);
	if (ecx != SMI_CALLING_INTERFACE_ECX)
		log_text("result", "bad-signature");
	else if (bounds_ok(ebx, sizeof(*buffer)))
		command_take(buffer);
	else
		log_text("result", "bad-address");
	log_end();
}

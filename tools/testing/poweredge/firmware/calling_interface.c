// SPDX-License-Identifier: GPL-2.0-only
/*
 * The counter: takes a calling interface buffer and answers it. In comes the
 * address in EBX and the signature in ECX, both hostile until checked; out go
 * the results, in the same buffer, and a line in the log.
 */
#include "smm.h"

#define CALL(command_class, select)	((command_class) << 16 | (select))

/* 17/19: one bit for each mode, from balanced to performance. */
#define THERMAL_MODES		0xf
/* 4/11: always off, always on; a backlight with a time out in seconds */
#define KEYBOARD_MODES		0x3
#define KEYBOARD_BACKLIGHT	0x02000000
#define KEYBOARD_SECONDS	0x00000101
#define KEYBOARD_MAX_SECONDS	60

/* As set last; forgotten at a reset. */
static __u32 thermal_state = 1;
static __u32 keyboard_state[2] = { 1 };

/* Text of a tag in the results r2 to r4. */
static int tag_read(struct smi_calling_interface *call, const char *tag)
{
	memcpy(&call->res[1], tag, TAG_SIZE);
	return SMI_RESULT_DONE;
}

/* Text of a tag from the arguments a1 to a3, with the key in a4. */
static int tag_write(struct smi_calling_interface *call, char *tag)
{
	if (!password_key_fits(call->arg[3]))
		return SMI_RESULT_ERROR;
	memcpy(tag, call->arg, TAG_SIZE);
	return SMI_RESULT_DONE;
}

/* Text of the property tag through a buffer of 80 bytes. */
static int property_tag(struct smi_calling_interface *call, bool write)
{
	int result = bounds_result(call->arg[0], PROPERTY_TAG_SIZE);
	void *buffer = (void *)call->arg[0];

	if (result != SMI_RESULT_DONE)
		return result;
	if (!write) {
		memcpy(buffer, nvram.property_tag, PROPERTY_TAG_SIZE);
		return SMI_RESULT_DONE;
	}
	if (!password_key_fits(call->arg[1]))
		return SMI_RESULT_ERROR;
	memcpy(nvram.property_tag, buffer, PROPERTY_TAG_SIZE);
	return SMI_RESULT_DONE;
}

static int setting_call(struct smi_calling_interface *call)
{
	const struct setting *setting;
	int result;

	if (call->command_class == 1) {
		if (!password_key_fits(call->arg[2]))
			return SMI_RESULT_ERROR;
		return setting_write(call->arg[0], call->command_select,
				     call->arg[1]);
	}
	result = setting_read(call->arg[0], call->command_select, &setting);
	if (result == SMI_RESULT_DONE) {
		call->res[1] = setting->value[call->command_select];
		call->res[2] = setting->min;
		call->res[3] = setting->max;
	}
	return result;
}

static bool one_bit_of(__u32 value, __u32 allowed)
{
	return value && !(value & ~allowed) && !(value & (value - 1));
}

static int thermal(struct smi_calling_interface *call)
{
	__u32 mode = call->arg[1] & 0xff;
	__u32 acoustics = call->arg[1] >> 8;

	switch (call->arg[0]) {
	case 0:
		call->res[1] = THERMAL_MODES;
		call->res[2] = thermal_state;
		call->res[3] = 0;
		return SMI_RESULT_DONE;
	case 1:
		if (!one_bit_of(mode, THERMAL_MODES) || acoustics > 1)
			return SMI_RESULT_ERROR;
		thermal_state = acoustics << 16 | mode;
		return SMI_RESULT_DONE;
	}
	return SMI_RESULT_NOT_SUPPORTED;
}

static int keyboard(struct smi_calling_interface *call)
{
	switch (call->arg[0]) {
	case 0:
		call->res[1] = KEYBOARD_BACKLIGHT | KEYBOARD_MODES;
		call->res[2] = KEYBOARD_SECONDS;
		call->res[3] = KEYBOARD_MAX_SECONDS;
		return SMI_RESULT_DONE;
	case 1:
		call->res[1] = keyboard_state[0];
		call->res[2] = keyboard_state[1];
		return SMI_RESULT_DONE;
	case 2:
		if (!one_bit_of(call->arg[1] & 0xffff, KEYBOARD_MODES))
			return SMI_RESULT_ERROR;
		keyboard_state[0] = call->arg[1];
		keyboard_state[1] = call->arg[2];
		return SMI_RESULT_DONE;
	}
	return SMI_RESULT_NOT_SUPPORTED;
}

static int answer(struct smi_calling_interface *call)
{
	if (call->command_class <= 1)
		return setting_call(call);

	switch (CALL(call->command_class, call->command_select)) {
	case CALL(4, 11):
		return keyboard(call);
	case CALL(4, 12):
	case CALL(17, 11):
		/* information alone: no battery, no radio */
		if (call->arg[0])
			return SMI_RESULT_NOT_SUPPORTED;
		call->res[1] = 0;
		call->res[2] = 0;
		return SMI_RESULT_DONE;
	case CALL(11, 0):
		return tag_read(call, nvram.asset_tag);
	case CALL(11, 1):
		return tag_write(call, nvram.asset_tag);
	case CALL(11, 2):
		return tag_read(call, nvram.service_tag);
	case CALL(11, 3):
		/* written once, in the factory */
		if (nvram.service_tag[0])
			return SMI_RESULT_ERROR;
		return tag_write(call, nvram.service_tag);
	case CALL(17, 19):
		return thermal(call);
	case CALL(20, 0):
		return property_tag(call, false);
	case CALL(20, 1):
		return property_tag(call, true);
	}
	return SMI_RESULT_NOT_SUPPORTED;
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
	struct smi_calling_interface call;

	if (config.flags & CONFIG_TERSE)
		log_mute();
	log_begin("call");
	log_hex("port", config.port, 2);
	log_hex("code", config.code, 2);
	log_number("cpu", apic_id());
	log_hex("ebx", ebx, 8);
	log_hex("ecx", ecx, 8);
	if (ecx != SMI_CALLING_INTERFACE_ECX) {
		log_text("result", "bad-signature");
	} else if (!bounds_ok(ebx, sizeof(call))) {
		log_text("result", "bad-address");
	} else {
		/* One copy: no other processor changes it under us. */
		call = *buffer;
		log_number("class", call.command_class);
		log_number("select", call.command_select);
		if (call.command_class <= 1)
			log_hex("location", call.arg[0], 4);
		if (password_class(call.command_class))
			password_call(&call);
		else
			call.res[0] = answer(&call);
		memcpy(buffer->res, call.res, sizeof(call.res));
		log_number("r1", call.res[0]);
		log_text("result", "done");
		memset(&call, 0, sizeof(call));
		asm volatile("" : : "r"(&call) : "memory");
	}
	log_end();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Firmware with one password, for unit tests: it insists as real firmware does. */
#ifndef UNIT_PASSWORD_FIRMWARE_H
#define UNIT_PASSWORD_FIRMWARE_H

#include "fixture.h"

/**
 * struct bios - firmware with one password
 * @class: of it
 * @text: as firmware keeps it, @max bytes; empty: not installed
 * @max: longest, 0: properties are not told
 * @ascii: text instead of scan codes
 * @no_long: selects 4 and 5 are answered with this
 * @properties_silent: r1 = 0 and r2 left as it was
 * @properties_installed: byte 0 of the properties, -1: the truth
 * @silent: no call is answered
 * @stubborn: says done and changes nothing
 * @tries: passwords that were sent
 * @sizes: bytes behind a1 of selects 4 and 5
 * @asked: a1 of select 0
 */
struct bios {
	unsigned int class;
	u8 text[32];
	u8 max;
	bool ascii;
	s32 no_long;
	bool properties_silent, silent, stubborn;
	int properties_installed;
	unsigned int tries;
	size_t sizes[6];
	u32 asked;
};

static struct bios bios;

static s32 bios_verify(const u8 *text, size_t size)
{
	bios.tries++;
	if (!bios.text[0])
		return 1;
	return memcmp(text, bios.text, size) ? 2 : 0;
}

static s32 bios_change(const u8 *old, const u8 *new, size_t size)
{
	bios.tries++;
	if (bios.text[0] && memcmp(old, bios.text, size))
		return 2;
	if (!bios.stubborn) {
		memset(bios.text, 0, sizeof(bios.text));
		memcpy(bios.text, new, size);
	}
	return 0;
}

static int bios_answer(struct fixture *f, struct ci_call *call)
{
	struct smi_calling_interface *ci = &call->ci;
	u8 *memory = call->buffer[0].data;
	bool installed = bios.text[0];

	(void)f;
	if (bios.silent)
		return SMI_OK;
	if (ci->command_class != bios.class) {
		ci->res[0] = ci->command_select == 0 ? 1 : -2;
		return SMI_OK;
	}
	switch (ci->command_select) {
	case 0:
		bios.asked = ci->arg[0];
		ci->res[0] = installed ? 0 : 1;
		break;
	case 1:
		ci->res[0] = bios_verify((const u8 *)ci->arg, 8);
		break;
	case 2:
		ci->res[0] = bios_change((const u8 *)ci->arg, (const u8 *)&ci->arg[2], 8);
		break;
	case 3:
		ci->res[0] = bios.max ? 0 : -2;
		if (bios.max && !bios.properties_silent) {
			if (bios.properties_installed >= 0)
				installed = !bios.properties_installed;
			ci->res[1] = (installed ? 0 : 1) | bios.max << 8 | 4 << 16 |
				     bios.ascii << 24;
			ci->res[2] = 1 << 8 | 2u << 24;	/* a digit, two repeats */
		}
		break;
	case 4:
	case 5:
		bios.sizes[ci->command_select] = call->buffer[0].size;
		ci->res[0] = bios.no_long ? bios.no_long : ci->command_select == 4 ?
			     bios_verify(memory, bios.max) :
			     bios_change(memory, memory + bios.max, bios.max);
		break;
	}
	if (ci->res[0] == 0 && (ci->command_select == 1 || ci->command_select == 4))
		ci->res[1] = 0xABCD1234;
	return SMI_OK;
}

#endif /* UNIT_PASSWORD_FIRMWARE_H */

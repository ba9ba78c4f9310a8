/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A request of the calling interface, laid out as smi_data has it, for the
 * programs that disturb the driver. In comes what SMBIOS type 218 says of the
 * machine; out goes a packet that its firmware answers.
 */
#ifndef _PACKET_H
#define _PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <linux/dcdbas.h>
#include <smbios_c/smbios.h>

#define DCDBAS_DIR "/sys/devices/platform/dcdbas/"

struct packet {
	struct {
		uint32_t magic, ebx, ecx;
		uint16_t port;
		uint8_t code, reserved;
	} __attribute__((packed)) head;
	struct smi_calling_interface ci;
} __attribute__((packed));

_Static_assert(offsetof(struct packet, ci) ==
	       offsetof(struct smi_cmd, command_buffer), "one layout");

/* The first port and code pair, and a location that can be read. */
struct machine {
	uint16_t port;
	uint8_t code;
	uint16_t location;
};

/* Locations of these tokens do something: turn the machine off. */
static inline bool token_is_harmless(uint16_t id)
{
	return id && id != 0x8004;
}

static inline bool learn_machine(struct machine *machine)
{
	struct smbios_struct *s = NULL;

	while ((s = smbios_get_next_struct_by_type(s, 218))) {
		uint8_t raw[256] = { 0 };
		size_t length = smbios_struct_get_length(s);

		if (length < 11 + 6 || smbios_struct_get_data(s, raw, 0, length))
			continue;
		for (size_t at = 11; at + 6 <= length; at += 6) {
			uint16_t id;

			memcpy(&id, raw + at, sizeof(id));
			if (id == 0xffff)
				break;
			if (!token_is_harmless(id))
				continue;
			memcpy(&machine->port, raw + 4, 2);
			machine->code = raw[6];
			memcpy(&machine->location, raw + at + 2, 2);
			return true;
		}
	}
	return false;
}

/* A read of the machine's location: class 0, select 0. */
static inline struct packet read_packet(const struct machine *machine)
{
	return (struct packet) {
		.head = {
			.magic = SMI_CMD_MAGIC,
			.ecx = SMI_CALLING_INTERFACE_ECX,
			.port = machine->port,
			.code = machine->code,
		},
		.ci = {
			.arg = { machine->location },
			.res = { SMI_RESULT_NOT_HANDLED },
		},
	};
}

#endif /* _PACKET_H */

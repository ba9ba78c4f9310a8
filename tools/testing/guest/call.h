/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A call that the machine's firmware answers, for the programs that need
 * one. In comes what SMBIOS type 218 says of the machine; out goes a
 * packet as smi_data has it, or a whole call and whether its answer is right.
 */
#ifndef _CALL_H
#define _CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/ioctl.h>

#include <linux/dcdbas.h>
#include <linux/wmi.h>

#include "files.h"
#include "tables.h"

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

/* A port and code pair, and the location of a setting. */
struct machine {
	uint16_t port;
	uint8_t code;
	uint16_t location;
};

/* Port and code alone; there may be no setting to read. */
static inline bool learn_interface(struct machine *machine)
{
	const uint8_t *raw = next_structure(NULL, 218);

	if (!raw || raw[1] < 7)
		return false;
	memcpy(&machine->port, raw + 4, 2);
	machine->code = raw[6];
	return true;
}

static inline bool learn_machine(struct machine *machine)
{
	const uint8_t *raw = NULL;

	while ((raw = next_structure(raw, 218))) {
		for (size_t at = 11; at + 6 <= raw[1]; at += 6) {
			uint16_t id;

			memcpy(&id, raw + at, sizeof(id));
			if (id == 0xffff)
				break;
			/* unused; turns the machine off when written */
			if (!id || id == 0x8004)
				continue;
			memcpy(&machine->port, raw + 4, 2);
			machine->code = raw[6];
			memcpy(&machine->location, raw + at + 2, 2);
			return true;
		}
	}
	return false;
}

/* Below version 2 of Dell's SMBIOS the firmware wants no pattern. */
static inline bool wants_pattern(void)
{
	const uint8_t *s = next_structure(NULL, 208);

	return s && s[1] >= 5 && s[4] >= 2;
}

/* Class 0, select 0: reads the machine's location. */
static inline struct packet make_packet(const struct machine *machine)
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

/*
 * With @raw the address comes from us, and nobody may move the buffer
 * meanwhile. Returns 0 for the right answer, -EPROTO for another one.
 */
static inline ssize_t make_call(const struct machine *machine, bool raw)
{
	struct packet packet = make_packet(machine);
	unsigned long address;
	ssize_t ret;

	ret = put(DCDBAS_DIR "smi_data", &packet, sizeof(packet), 0);
	if (ret >= 0 && raw) {
		ret = get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16,
				 &address);
		packet.head.ebx = address + offsetof(struct packet, ci);
		if (ret >= 0)
			ret = put(DCDBAS_DIR "smi_data", &packet,
				  sizeof(packet), 0);
	}
	if (ret >= 0)
		ret = put_number(DCDBAS_DIR "smi_request", raw ?
				 DCDBAS_REQUEST_RAW :
				 DCDBAS_REQUEST_CALLING_INTERFACE);
	if (ret >= 0)
		ret = get(DCDBAS_DIR "smi_data", &packet, sizeof(packet), 0);
	if (ret < 0)
		return ret;
	return ret == sizeof(packet) &&
	       packet.ci.res[0] == SMI_RESULT_DONE &&
	       packet.ci.res[1] >= packet.ci.res[2] &&
	       packet.ci.res[1] <= packet.ci.res[3] ? 0 : -EPROTO;
}

#define NODE	"/dev/dcdbas"

/* The same call through the device node, opened here or before. */
static inline ssize_t make_node_call(const struct machine *machine, int fd)
{
	struct {
		uint64_t length;
		struct smi_calling_interface ci;
		uint32_t argattrib, blength;
		uint8_t data[256];
	} __attribute__((packed)) call = {
		.length = UINT64_MAX,
		.ci = make_packet(machine).ci,
		.blength = 256,
	};
	int own = fd < 0 ? open(NODE, O_RDONLY) : -1;
	ssize_t ret = 0;

	if ((fd < 0 && own < 0) ||
	    ioctl(fd < 0 ? own : fd, DELL_WMI_SMBIOS_CMD, &call))
		ret = -errno;
	if (own >= 0)
		close(own);
	if (ret)
		return ret;
	return call.ci.res[0] == SMI_RESULT_DONE &&
	       call.ci.res[1] >= call.ci.res[2] &&
	       call.ci.res[1] <= call.ci.res[3] ? 0 : -EPROTO;
}

#endif /* _CALL_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls of the firmware as a list says, with nothing in between: no client, no
 * library that would correct them. A line of standard input is
 *
 *	NAME CLASS SELECT A1 A2 A3 A4 [BYTES]
 *
 * Numbers are as in C. "@" is the address of BYTES, which are hexadecimal and
 * lie behind the command; "key" is the low half of r2 of the last call whose
 * NAME begins with "verify", "wide-key" the same with another bit. All results
 * are -3 before. For each line there is one on standard output:
 *
 *	NAME R1 R2 R3 R4 [BYTES]
 *
 * R1 in decimal, the others and BYTES, as they are then, in hexadecimal. In
 * place of the results stands the error of the driver where there is one.
 *
 * The calls go through the files, or with the argument "node" through
 * /dev/dcdbas, where "@" is an offset.
 */
#include "call.h"

#define MAX_BYTES	4096
#define DATA_OFFSET	44

static struct machine machine;
static uint32_t key;
static int node = -1;		/* open, where calls go through it */

struct request {
	struct packet packet;
	uint8_t bytes[MAX_BYTES];
};

/* @pointer is what "@" stands for. */
static uint32_t argument(const char *word, uint32_t pointer)
{
	if (!strcmp(word, "@"))
		return pointer;
	if (!strcmp(word, "key"))
		return key;
	if (!strcmp(word, "wide-key"))
		return key | 0x10000;
	return strtoul(word, NULL, 0);
}

static size_t take_bytes(const char *hex, uint8_t *bytes)
{
	size_t size = 0;
	unsigned int byte;

	for (; size < MAX_BYTES && sscanf(hex, "%2x", &byte) == 1; hex += 2)
		bytes[size++] = byte;
	return size;
}

/* A negative errno, or 0: then the answer is in @request. */
static ssize_t call_files(struct request *request, size_t count)
{
	size_t size = sizeof(request->packet) + count;
	ssize_t ret = put(DCDBAS_DIR "smi_data", request, size, 0);

	if (ret >= 0)
		ret = put_number(DCDBAS_DIR "smi_request",
				 DCDBAS_REQUEST_CALLING_INTERFACE);
	if (ret >= 0)
		ret = get(DCDBAS_DIR "smi_data", request, size, 0);
	return ret < 0 ? ret : 0;
}

/* The same; -EPROTO if the driver changes what only the caller may. */
static ssize_t call_node(struct request *request, size_t count,
			 uint32_t pointers)
{
	struct {
		uint64_t length;
		struct smi_calling_interface std;
		uint32_t argattrib, blength;
		uint8_t data[MAX_BYTES];
	} __attribute__((packed)) call = {
		.length = sizeof(call),
		.std = request->packet.ci,
		.argattrib = pointers,
		.blength = count,
	};

	memcpy(call.data, request->bytes, count);
	if (ioctl(node, DELL_WMI_SMBIOS_CMD, &call))
		return -errno;
	request->packet.ci = call.std;
	memcpy(request->bytes, call.data, count);
	return call.length == sizeof(call) && call.argattrib == pointers &&
	       call.blength == count ? 0 : -EPROTO;
}

static ssize_t call(struct request *request, size_t count, uint32_t pointers,
		    bool *header_same)
{
	struct smi_calling_interface before = request->packet.ci;
	ssize_t ret = node < 0 ? call_files(request, count) :
				 call_node(request, count, pointers);

	*header_same = !memcmp(&before, &request->packet.ci,
			       offsetof(struct smi_calling_interface, res));
	return ret;
}

/* What "@" stands for. */
static uint32_t pointer_to_bytes(void)
{
	unsigned long address = 0;

	if (node >= 0)
		return DATA_OFFSET;
	/* The address is known once there is a buffer of that size. */
	put_number(DCDBAS_DIR "smi_data_buf_size", sizeof(struct request));
	get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16, &address);
	return address + sizeof(struct packet);
}

static void carry_out(const char *name, char word[6][32], const char *hex)
{
	struct request request = { .packet = make_packet(&machine) };
	struct smi_calling_interface *ci = &request.packet.ci;
	size_t count = take_bytes(hex, request.bytes);
	uint32_t pointer = pointer_to_bytes(), pointers = 0;
	bool header_same;
	ssize_t ret;

	ci->command_class = argument(word[0], 0);
	ci->command_select = argument(word[1], 0);
	for (int i = 0; i < 4; i++) {
		ci->arg[i] = argument(word[2 + i], pointer);
		pointers |= !strcmp(word[2 + i], "@") << 8 * i;
		ci->res[i] = SMI_RESULT_NOT_HANDLED;
	}
	ret = call(&request, count, pointers, &header_same);
	if (ret < 0) {
		printf("%s %s\n", name, strerror(-ret));
		return;
	}
	if (!strncmp(name, "verify", strlen("verify")))
		key = ci->res[1] & 0xffff;
	printf("%s %d %08x %08x %08x ", name, ci->res[0], ci->res[1],
	       ci->res[2], ci->res[3]);
	for (size_t i = 0; i < count; i++)
		printf("%02x", request.bytes[i]);
	printf("%s\n", header_same ? "" : " header-changed");
}

int main(int argc, char **argv)
{
	static char line[3 * MAX_BYTES], name[64], hex[2 * MAX_BYTES + 1];
	char word[6][32];

	if (!learn_interface(&machine)) {
		fprintf(stderr, "firmware_calls: no calling interface\n");
		return 1;
	}
	if (argc > 1 && !strcmp(argv[1], "node")) {
		node = open(NODE, O_RDONLY);
		if (node < 0) {
			perror("firmware_calls: " NODE);
			return 1;
		}
	}
	while (fgets(line, sizeof(line), stdin)) {
		int words = sscanf(line, "%63s %31s %31s %31s %31s %31s %31s %8192s",
				   name, word[0], word[1], word[2], word[3],
				   word[4], word[5], hex);

		if (words < 7) {
			fprintf(stderr, "firmware_calls: cannot read %s", line);
			return 2;
		}
		carry_out(name, word, words == 8 ? hex : "");
		fflush(stdout);
	}
	return 0;
}

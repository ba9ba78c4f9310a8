// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one request costs a client, over and over, on files that stay open: by
 * files (write, trigger, read), or by the device node (one ioctl). In come which
 * of them, how often and the CPU to call from; out go nanoseconds for each round
 * trip and how many answers were right. On a machine whose firmware advertises
 * port 0x80, where nobody listens, the right answer is none.
 */
#include "call.h"
#include "cpu.h"

#define HARMLESS_PORT	0x80

static struct machine machine;
static int32_t expected = SMI_RESULT_DONE;
static int data, trigger, node;

/* These return whether the answer is right, or a negative number. */
static int by_files(const struct packet *request)
{
	struct packet packet = *request;

	if (pwrite(data, &packet, sizeof(packet), 0) != sizeof(packet) ||
	    pwrite(trigger, "1", 1, 0) != 1 ||
	    pread(data, &packet, sizeof(packet), 0) != sizeof(packet))
		return -1;
	return packet.ci.res[0] == expected;
}

static int by_node(const struct packet *request)
{
	struct {
		uint64_t length;
		struct smi_calling_interface ci;
		uint32_t argattrib, blength;
	} __attribute__((packed)) call = {
		.length = 65536,
		.ci = request->ci,
	};

	if (ioctl(node, DELL_WMI_SMBIOS_CMD, &call))
		return -1;
	return call.ci.res[0] == expected;
}

int main(int argc, char **argv)
{
	unsigned int rounds, right = 0;
	int (*trip)(const struct packet *request);
	struct packet request;
	uint64_t start;

	rounds = argc == 4 ? atoi(argv[2]) : 0;
	if (!rounds) {
		fprintf(stderr, "usage: roundtrip files|node ROUNDS CPU\n");
		return 2;
	}
	trip = strcmp(argv[1], "node") ? by_files : by_node;
	data = open(DCDBAS_DIR "smi_data", O_RDWR);
	trigger = open(DCDBAS_DIR "smi_request", O_WRONLY);
	node = trip == by_node ? open(NODE, O_RDONLY) : 0;
	if (data < 0 || trigger < 0 || node < 0 || !learn_machine(&machine) ||
	    stay_on(atoi(argv[3]))) {
		perror("roundtrip");
		return 1;
	}
	if (machine.port == HARMLESS_PORT)
		expected = SMI_RESULT_NOT_HANDLED;
	request = make_packet(&machine);

	trip(&request);
	start = now();
	for (unsigned int i = 0; i < rounds; i++) {
		int ret = trip(&request);

		if (ret < 0) {
			perror("roundtrip");
			return 1;
		}
		right += ret;
	}
	printf("%llu %u\n", (unsigned long long)(now() - start) / rounds, right);
	return 0;
}

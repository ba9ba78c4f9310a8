// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one request costs a client: write, trigger, read, over and over, on
 * files that stay open. In come where to (firmware, or port 0x80, where nobody
 * listens), how often and the CPU to call from; out go nanoseconds for each
 * round trip and how many answers were right.
 */
#include <sched.h>
#include <time.h>

#include "call.h"

#define HARMLESS_PORT	0x80

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * UINT64_C(1000000000) + t.tv_nsec;
}

int main(int argc, char **argv)
{
	unsigned int rounds, right = 0;
	int32_t expected = SMI_RESULT_DONE;
	struct machine machine;
	struct packet request, packet;
	int data, trigger;
	cpu_set_t cpus;
	uint64_t start;

	rounds = argc == 4 ? atoi(argv[2]) : 0;
	if (!rounds) {
		fprintf(stderr, "usage: roundtrip firmware|nobody ROUNDS CPU\n");
		return 2;
	}
	CPU_ZERO(&cpus);
	CPU_SET(atoi(argv[3]), &cpus);
	data = open(DCDBAS_DIR "smi_data", O_RDWR);
	trigger = open(DCDBAS_DIR "smi_request", O_WRONLY);
	if (data < 0 || trigger < 0 || !learn_machine(&machine) ||
	    sched_setaffinity(0, sizeof(cpus), &cpus)) {
		perror("roundtrip");
		return 1;
	}
	if (!strcmp(argv[1], "nobody")) {
		machine.port = HARMLESS_PORT;
		expected = SMI_RESULT_NOT_HANDLED;
	}
	request = make_packet(&machine);

	start = now();
	for (unsigned int i = 0; i < rounds; i++) {
		packet = request;
		if (pwrite(data, &packet, sizeof(packet), 0) != sizeof(packet) ||
		    pwrite(trigger, "1", 1, 0) != 1 ||
		    pread(data, &packet, sizeof(packet), 0) != sizeof(packet)) {
			perror("roundtrip");
			return 1;
		}
		if (packet.ci.res[0] == expected)
			right++;
	}
	printf("%llu %u\n", (unsigned long long)(now() - start) / rounds, right);
	return 0;
}

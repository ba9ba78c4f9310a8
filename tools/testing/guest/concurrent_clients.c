// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two kinds of programs that a client of the driver meets on a machine, at
 * the same time and without a pause: one uses libsmbios, which locks smi_request; one
 * goes by the kernel's document and locks smi_data. In come the location that
 * this one reads and its true value; out goes how many answers were not that.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <smbios_c/smi.h>

#include "call.h"

/* Time for others between two steps of a call. */
#define PAUSE_US	5000

static bool by_libsmbios(const struct machine *machine, uint32_t value)
{
	uint32_t got, min, max;

	return !dell_smi_read_nv_storage(machine->location, &got, &min, &max) &&
	       got == value;
}

static bool by_document(const struct machine *machine, uint32_t value)
{
	struct packet packet = make_packet(machine);
	int fd = open(DCDBAS_DIR "smi_data", O_RDWR);
	bool right;

	right = fd >= 0 && !flock(fd, LOCK_EX) &&
		pwrite(fd, &packet, sizeof(packet), 0) == sizeof(packet);
	/* The lock is held, so this should do no harm. */
	usleep(PAUSE_US);
	right = right &&
		put_number(DCDBAS_DIR "smi_request",
			   DCDBAS_REQUEST_CALLING_INTERFACE) > 0 &&
		pread(fd, &packet, sizeof(packet), 0) == sizeof(packet) &&
		packet.ci.res[0] == SMI_RESULT_DONE &&
		packet.ci.arg[0] == machine->location &&
		(uint32_t)packet.ci.res[1] == value;
	if (fd >= 0)
		close(fd);
	return right;
}

int main(int argc, char **argv)
{
	bool document = argc == 5 && !strcmp(argv[1], "document");
	unsigned int rounds = 0, wrong = 0;
	struct machine machine;
	uint32_t value;
	time_t end;

	if (argc != 5 || (!document && strcmp(argv[1], "libsmbios"))) {
		fprintf(stderr,
			"usage: concurrent_clients libsmbios|document LOCATION VALUE SECONDS\n");
		return 2;
	}
	if (!learn_machine(&machine)) {
		fprintf(stderr, "concurrent_clients: no calling interface\n");
		return 1;
	}
	machine.location = strtoul(argv[2], NULL, 0);
	value = strtoul(argv[3], NULL, 0);
	for (end = time(NULL) + atoi(argv[4]); time(NULL) < end; rounds++) {
		if (!(document ? by_document : by_libsmbios)(&machine, value))
			wrong++;
		/* A lock that is never free cannot be had by others. */
		usleep(PAUSE_US);
	}
	printf("%s: %u of %u wrong\n", argv[1], wrong, rounds);
	return 0;
}

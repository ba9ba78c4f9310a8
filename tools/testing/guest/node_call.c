// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call through /dev/dcdbas, without a library, so that it can be built for
 * another architecture than the guest's: node_call LOCATION prints the length
 * of a call, and first result and value of what it has read there.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/wmi.h>

int main(int argc, char **argv)
{
	union {
		struct dell_wmi_smbios_buffer call;
		char room[65536];
	} buffer = { .call.std.output = { -3 } };
	int fd = open("/dev/dcdbas", O_RDONLY);
	__u64 length = 0;

	if (argc != 2 || fd < 0 ||
	    read(fd, &length, sizeof(length)) != sizeof(length)) {
		perror("node_call");
		return 1;
	}
	buffer.call.length = length;
	buffer.call.std.input[0] = strtoul(argv[1], NULL, 0);
	buffer.call.ext.blength = 100;
	if (ioctl(fd, DELL_WMI_SMBIOS_CMD, &buffer.call)) {
		perror("node_call: ioctl");
		return 1;
	}
	printf("%zu-bit: length %llu, r1 %d, r2 %u\n", 8 * sizeof(long),
	       (unsigned long long)length, (int)buffer.call.std.output[0],
	       buffer.call.std.output[1]);
	return 0;
}

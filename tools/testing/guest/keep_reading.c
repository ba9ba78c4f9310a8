// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that do not care that the machine is going down: keep_reading COUNT.
 * So many of them read a file of the driver's over and over, whatever comes of
 * it, and somebody always wants the driver's lock.
 */
#include "files.h"

int main(int argc, char *argv[])
{
	int count = argc == 2 ? atoi(argv[1]) : 0;
	char text[32];
	int fd;

	if (count < 1)
		return 2;
	while (--count && fork() > 0)
		;
	/* After the fork: those who share an open file wait for each other. */
	fd = open(DCDBAS_DIR "smi_data_buf_size", O_RDONLY);
	if (fd < 0)
		return 1;
	for (;;) {
		if (pread(fd, text, sizeof(text), 0) < 0 && errno != ESHUTDOWN)
			return 1;
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hands secrets to the driver and keeps none: leave_secrets WAY [stay].
 *
 *	files	smi_data is written, in pieces of several sizes
 *	request	smi_data has the request to verify a password, which is made and
 *		overwritten with zeros
 *	text	verify a password that is in the arguments, through /dev/dcdbas,
 *		and fail to do so with memory that cannot be read
 *	data	verify one that is in the data of a call, of several sizes
 *
 * A secret is 16 bytes that are in no file: made at run time, others for each
 * way, which secrets.t makes as well. What this program has had of it is
 * overwritten before it says that it is done. It handles single bytes, so that
 * no register has more than one. With "stay" the processes that made the calls
 * live on, so that nothing else uses their kernel stacks; there are many, since
 * each system call starts at a random place of the stack.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "call.h"
#include "cpu.h"

#define SECRET_SIZE	16
#define DATA_OFFSET	44
#define CPUS		2
#define STAYING		8	/* on each of them */

enum way { FILES, REQUEST, TEXT, DATA };

struct call {
	uint64_t length;
	struct smi_calling_interface std;
	uint32_t argattrib;
	uint32_t blength;
	uint8_t data[4096 - DATA_OFFSET];
} __attribute__((packed));

/* For each size at which the kernel keeps memory separate. */
static const size_t sizes[] = { 4000, 2000, 1000, 448, 192, 80, 16 };

static const char * const names[] = {
	[FILES] = "files", [REQUEST] = "request", [TEXT] = "text", [DATA] = "data",
};

/* Each byte goes right where it is needed. */
static void fill(volatile uint8_t *to, size_t size, enum way way)
{
	uint32_t state = 0;

	for (size_t i = 0; i < size; i++) {
		if (i % SECRET_SIZE == 0)
			state = 0x9e3779b9 + way;
		state = state * 1664525 + 1013904223;
		to[i] = state >> 24;
	}
}

static void wipe(volatile uint8_t *at, size_t size)
{
	while (size--)
		*at++ = 0;
}

static int write_files(void)
{
	static uint8_t secrets[4000];
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(sizes) && !ret; i++) {
		fill(secrets, sizes[i], FILES);
		if (put(DCDBAS_DIR "smi_data", secrets, sizes[i], 0) < 0)
			ret = -1;
		wipe(secrets, sizeof(secrets));
	}
	return ret;
}

static int make_request(void)
{
	static struct packet packet;
	struct machine machine = { 0 };
	ssize_t ret;

	if (!learn_interface(&machine))
		return -1;
	packet = make_packet(&machine);
	packet.ci.command_class = 9;
	packet.ci.command_select = 1;
	fill((void *)packet.ci.arg, sizeof(packet.ci.arg), REQUEST);
	ret = put(DCDBAS_DIR "smi_data", &packet, sizeof(packet), 0);
	wipe((void *)&packet, sizeof(packet));
	if (ret > 0)
		ret = put_number(DCDBAS_DIR "smi_request",
				 DCDBAS_REQUEST_CALLING_INTERFACE);
	if (ret > 0)
		ret = put(DCDBAS_DIR "smi_data", &packet, sizeof(packet), 0);
	return ret > 0 ? 0 : -1;
}

/* Classes of the user's and the administrator's password, both selects. */
static int call_node(int fd, uint64_t length, enum way way, size_t size)
{
	static struct call call;
	int ret = 0;

	for (uint16_t class = 9; class <= 10 && !ret; class++) {
		call.length = length;
		call.std.command_class = class;
		call.std.res[0] = SMI_RESULT_NOT_HANDLED;
		if (way == TEXT) {
			call.std.command_select = 1;
			fill((void *)call.std.arg, sizeof(call.std.arg), way);
		} else {
			call.std.command_select = 4;
			call.std.arg[0] = DATA_OFFSET;
			call.argattrib = 1;
			call.blength = size;
			fill(call.data, size, way);
		}
		ret = ioctl(fd, DELL_WMI_SMBIOS_CMD, &call);
		if (!ret && call.std.res[0] == SMI_RESULT_NOT_HANDLED)
			ret = -1;
		wipe((void *)&call, sizeof(call));
	}
	return ret;
}

/* The data is not there, which the driver sees when it has the arguments. */
static int call_without_data(int fd, uint64_t length, size_t size)
{
	uint8_t *pages = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct call *call;
	int ret;

	if (pages == MAP_FAILED || munmap(pages + 4096, 4096))
		return -1;
	call = (struct call *)(pages + 4096 - offsetof(struct call, data));
	call->length = length;
	call->std.command_class = 9;
	call->std.command_select = 1;
	call->blength = size;
	fill((void *)call->std.arg, sizeof(call->std.arg), TEXT);
	ret = ioctl(fd, DELL_WMI_SMBIOS_CMD, call);
	wipe((void *)call, offsetof(struct call, data));
	munmap(pages, 4096);
	return ret && errno == EFAULT ? 0 : -1;
}

static int call_by_node(enum way way)
{
	int fd = open(NODE, O_RDONLY);
	uint64_t length;
	int ret = 0;

	if (fd < 0 || read(fd, &length, sizeof(length)) != sizeof(length))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(sizes) && !ret && way == TEXT; i++)
		ret = call_without_data(fd, length, sizes[i]);
	/* Last, and the file stays open: what follows uses the same stack. */
	for (size_t i = 0; i < ARRAY_SIZE(sizes) && !ret; i++)
		ret = call_node(fd, length, way, sizes[i]);
	return ret;
}

static int leave(enum way way)
{
	switch (way) {
	case FILES:
		return write_files();
	case REQUEST:
		return make_request();
	default:
		return call_by_node(way);
	}
}

static void in_child(enum way way, int cpu, volatile int *done, bool stay)
{
	if (stay_on(cpu) || leave(way)) {
		fprintf(stderr, "leave_secrets: %s\n", strerror(errno));
		_exit(1);
	}
	*done = 1;
	while (stay)
		pause();
	_exit(0);
}

static int on_cpu(enum way way, int cpu, bool stay)
{
	volatile int *done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE,
				  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child;
	int status;

	if (done == MAP_FAILED)
		return -1;
	child = fork();
	if (!child)
		in_child(way, cpu, done, stay);
	while (waitpid(child, &status, stay ? WNOHANG : 0) == 0 && !*done)
		usleep(10000);
	return *done ? 0 : -1;
}

int main(int argc, char **argv)
{
	bool stay = argc == 3 && !strcmp(argv[2], "stay");

	for (size_t way = 0; argc > 1 && way < ARRAY_SIZE(names); way++) {
		int ret = 0;

		if (strcmp(argv[1], names[way]))
			continue;
		for (int i = 0; i < CPUS * (stay ? STAYING : 1) && !ret; i++)
			ret = on_cpu(way, i % CPUS, stay);
		return ret ? 1 : 0;
	}
	fprintf(stderr, "leave_secrets files|request|text|data [stay]\n");
	return 2;
}

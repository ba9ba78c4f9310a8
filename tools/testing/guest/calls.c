// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests that firmware answers, as a client makes them: on an emulated
 * PowerEdge, or on a real one. Reads settings and writes none. To be run as
 * root with the driver loaded, on two CPUs at least.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "call.h"
#include "cpu.h"

static struct machine machine;

static int open_file(const char *file, int flags)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), DCDBAS_DIR "%s", file);
	fd = open(path, flags);
	if (fd < 0)
		fail_msg("%s: %s", path, strerror(errno));
	return fd;
}

static unsigned long read_number(const char *path, int base)
{
	unsigned long number = 0;

	assert_int_equal(get_number(path, base, &number), 0);
	return number;
}

static int know_machine(void **state)
{
	(void)state;
	return learn_machine(&machine) ? 0 : -1;
}

/* One round, under both locks; returns errno. */
static int send_packet(struct packet *packet, const char *request)
{
	int data = open_file("smi_data", O_RDWR);
	int trigger = open_file("smi_request", O_WRONLY);
	int ret = 0;

	assert_return_code(flock(data, LOCK_EX), errno);
	assert_return_code(flock(trigger, LOCK_EX), errno);
	assert_int_equal(pwrite(data, packet, sizeof(*packet), 0),
			 sizeof(*packet));
	if (write(trigger, request, strlen(request)) < 0)
		ret = errno;
	assert_int_equal(pread(data, packet, sizeof(*packet), 0),
			 sizeof(*packet));
	close(trigger);
	close(data);
	return ret;
}

static uint32_t read_setting(void)
{
	struct packet packet = make_packet(&machine);

	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_DONE);
	return packet.ci.res[1];
}

static void firmware_answers_a_call(void **state)
{
	struct packet packet = make_packet(&machine);

	(void)state;
	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_DONE);
	/* the driver has named the command's address */
	assert_int_equal(packet.head.ebx,
			 read_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16) +
			 offsetof(struct packet, ci));
}

static void a_class_that_is_not_there_is_said_to_be_unsupported(void **state)
{
	struct packet packet = make_packet(&machine);

	(void)state;
	packet.ci.command_class = 200;
	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_NOT_SUPPORTED);
}

static void a_raw_request_passes_the_registers_through(void **state)
{
	uint32_t value = read_setting();
	struct packet packet = make_packet(&machine);

	(void)state;
	packet.head.ebx = read_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16) +
			  offsetof(struct packet, ci);
	assert_int_equal(send_packet(&packet, "2"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_DONE);
	assert_int_equal(packet.ci.res[1], value);
}

static void a_raw_request_with_an_address_of_nobody_is_left_alone(void **state)
{
	struct packet packet = make_packet(&machine);

	(void)state;
	packet.head.ebx = 0xffffffff - sizeof(struct smi_calling_interface);
	assert_int_equal(send_packet(&packet, "2"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_NOT_HANDLED);
}

static void a_wrong_signature_is_left_alone(void **state)
{
	struct packet packet = make_packet(&machine);

	(void)state;
	packet.head.ecx ^= 1;
	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_NOT_HANDLED);
}

static void a_wrong_magic_raises_nothing_and_changes_nothing(void **state)
{
	struct packet packet = make_packet(&machine), sent;

	(void)state;
	packet.head.magic ^= 1;
	sent = packet;
	assert_int_equal(send_packet(&packet, "1"), EBADR);
	assert_memory_equal(&packet, &sent, sizeof(sent));
}

static void the_buffer_grows_and_does_not_move(void **state)
{
	int fd = open_file("smi_data_buf_size", O_WRONLY);
	uint32_t value = read_setting();
	unsigned long address = read_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16);
	char text[16];

	(void)state;
	for (size_t size = read_number(DCDBAS_DIR "smi_data_buf_size", 10) + 1;
	     size < DCDBAS_MAX_BUFFER_SIZE; size *= 2) {
		int len = snprintf(text, sizeof(text), "%zu", size);

		assert_int_equal(pwrite(fd, text, len, 0), len);
		assert_int_equal(read_number(DCDBAS_DIR "smi_data_buf_size", 10), size);
		assert_int_equal(read_number(DCDBAS_DIR "smi_data_buf_phys_addr",
					     16), address);
		assert_int_equal(read_setting(), value);
	}
	close(fd);
}

#define CALLS_PER_CPU	100

/*
 * Settings of different locations, or of none: an answer that belongs to
 * another call, or an SMI on the wrong CPU, shows.
 */
static void call_from(int cpu)
{
	assert_return_code(stay_on(cpu), errno);
	for (int i = 0; i < CALLS_PER_CPU; i++) {
		struct packet packet = make_packet(&machine);
		bool known = (i + cpu) % 2;

		if (!known)
			packet.ci.arg[0] = 0xfffe;
		packet.ci.arg[3] = cpu << 16 | i;
		assert_int_equal(send_packet(&packet, "1"), 0);
		assert_int_equal(packet.ci.res[0], known ? SMI_RESULT_DONE :
				 SMI_RESULT_ERROR);
		assert_int_equal(packet.ci.arg[3], cpu << 16 | i);
	}
}

static void two_hundred_calls_from_two_cpus_at_once_are_all_right(void **state)
{
	pid_t child[2];

	(void)state;
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		print_message("one CPU alone\n");
		skip();
	}
	for (int cpu = 0; cpu < 2; cpu++) {
		child[cpu] = fork();
		if (!child[cpu]) {
			/* A failed assertion ends the child with a signal. */
			setenv("CMOCKA_TEST_ABORT", "1", 1);
			call_from(cpu);
			_exit(0);
		}
	}
	for (int cpu = 0; cpu < 2; cpu++) {
		int status;

		assert_int_equal(waitpid(child[cpu], &status, 0), child[cpu]);
		assert_int_equal(status, 0);
	}
}

static void clearing_leaves_nothing_behind(void **state)
{
	struct packet packet = make_packet(&machine);
	const struct packet zero = { 0 };

	(void)state;
	memset(&packet.ci, 0x55, sizeof(packet.ci));
	assert_int_equal(send_packet(&packet, "0"), 0);
	assert_memory_equal(&packet, &zero, sizeof(zero));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(firmware_answers_a_call),
		cmocka_unit_test(a_class_that_is_not_there_is_said_to_be_unsupported),
		cmocka_unit_test(a_raw_request_passes_the_registers_through),
		cmocka_unit_test(a_raw_request_with_an_address_of_nobody_is_left_alone),
		cmocka_unit_test(a_wrong_signature_is_left_alone),
		cmocka_unit_test(a_wrong_magic_raises_nothing_and_changes_nothing),
		cmocka_unit_test(two_hundred_calls_from_two_cpus_at_once_are_all_right),
		cmocka_unit_test(the_buffer_grows_and_does_not_move),
		cmocka_unit_test(clearing_leaves_nothing_behind),
	};

	return cmocka_run_group_tests_name("calls", tests, know_machine, NULL);
}

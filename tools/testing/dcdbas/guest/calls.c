// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests that firmware answers, as a client makes them: on an emulated
 * PowerEdge, or on a real one. Reads and writes settings, whose values it puts
 * back. To be run as root with the driver loaded, on two CPUs at least.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
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
#include <linux/dcdbas.h>
#include <smbios_c/smbios.h>

#define DIR "/sys/devices/platform/dcdbas/"

#define CLASS_READ	0
#define CLASS_WRITE	1
#define SELECT_NV	0

#define MAX_LOCATIONS	64

/* What SMBIOS type 218 says of this machine. */
static struct {
	uint16_t port;
	uint8_t code;
	size_t locations;
	uint16_t location[MAX_LOCATIONS];
} machine;

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

static int open_file(const char *file, int flags)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), DIR "%s", file);
	fd = open(path, flags);
	if (fd < 0)
		fail_msg("%s: %s", path, strerror(errno));
	return fd;
}

static unsigned long read_number(const char *file, int base)
{
	int fd = open_file(file, O_RDONLY);
	char text[32] = "";

	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	return strtoul(text, NULL, base);
}

static int learn_machine(void **state)
{
	struct smbios_struct *s;

	(void)state;
	for (s = smbios_get_next_struct_by_type(NULL, 218); s;
	     s = smbios_get_next_struct_by_type(s, 218)) {
		uint8_t raw[256] = { 0 };
		size_t length = smbios_struct_get_length(s);

		if (length < 11 || smbios_struct_get_data(s, raw, 0, length))
			continue;
		memcpy(&machine.port, raw + 4, 2);
		machine.code = raw[6];
		for (size_t at = 11; at + 6 <= length; at += 6) {
			uint16_t id, location;

			memcpy(&id, raw + at, 2);
			memcpy(&location, raw + at + 2, 2);
			if (id == 0xffff)
				break;
			if (id && id != 0x8004 &&
			    machine.locations < MAX_LOCATIONS)
				machine.location[machine.locations++] = location;
		}
	}
	return machine.locations ? 0 : -1;
}

/* Fills in all that is the same in every call. */
static struct packet make_packet(unsigned int class, unsigned int select)
{
	return (struct packet) {
		.head = {
			.magic = SMI_CMD_MAGIC,
			.ecx = SMI_CALLING_INTERFACE_ECX,
			.port = machine.port,
			.code = machine.code,
		},
		.ci = {
			.command_class = class,
			.command_select = select,
			.res = { SMI_RESULT_NOT_HANDLED },
		},
	};
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

static uint32_t read_setting(uint16_t location)
{
	struct packet packet = make_packet(CLASS_READ, SELECT_NV);

	packet.ci.arg[0] = location;
	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_DONE);
	return packet.ci.res[1];
}

static void firmware_answers_a_call(void **state)
{
	struct packet packet = make_packet(CLASS_READ, SELECT_NV);

	(void)state;
	packet.ci.arg[0] = machine.location[0];
	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_DONE);
	/* the driver has named the command's address */
	assert_int_equal(packet.head.ebx,
			 read_number("smi_data_buf_phys_addr", 16) +
			 offsetof(struct packet, ci));
}

static void a_class_that_is_not_there_is_said_to_be_unsupported(void **state)
{
	struct packet packet = make_packet(200, 0);

	(void)state;
	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_NOT_SUPPORTED);
}

static void a_raw_request_passes_the_registers_through(void **state)
{
	uint32_t value = read_setting(machine.location[0]);
	struct packet packet = make_packet(CLASS_READ, SELECT_NV);

	(void)state;
	packet.ci.arg[0] = machine.location[0];
	packet.head.ebx = read_number("smi_data_buf_phys_addr", 16) +
			  offsetof(struct packet, ci);
	assert_int_equal(send_packet(&packet, "2"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_DONE);
	assert_int_equal(packet.ci.res[1], value);
}

static void a_raw_request_with_an_address_of_nobody_is_left_alone(void **state)
{
	struct packet packet = make_packet(CLASS_READ, SELECT_NV);

	(void)state;
	packet.head.ebx = 0xffffffff - sizeof(struct smi_calling_interface);
	assert_int_equal(send_packet(&packet, "2"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_NOT_HANDLED);
}

static void a_wrong_signature_is_left_alone(void **state)
{
	struct packet packet = make_packet(CLASS_READ, SELECT_NV);

	(void)state;
	packet.head.ecx ^= 1;
	assert_int_equal(send_packet(&packet, "1"), 0);
	assert_int_equal(packet.ci.res[0], SMI_RESULT_NOT_HANDLED);
}

static void a_wrong_magic_raises_nothing_and_changes_nothing(void **state)
{
	struct packet packet = make_packet(CLASS_READ, SELECT_NV), sent;

	(void)state;
	packet.head.magic ^= 1;
	sent = packet;
	assert_int_equal(send_packet(&packet, "1"), EBADR);
	assert_memory_equal(&packet, &sent, sizeof(sent));
}

static void growing_moves_no_answer(void **state)
{
	int fd = open_file("smi_data_buf_size", O_WRONLY);
	uint32_t value = read_setting(machine.location[0]);
	char text[16];

	(void)state;
	for (size_t size = read_number("smi_data_buf_size", 10) + 1;
	     size < DCDBAS_MAX_BUFFER_SIZE; size *= 2) {
		int len = snprintf(text, sizeof(text), "%zu", size);

		assert_int_equal(pwrite(fd, text, len, 0), len);
		assert_int_equal(read_number("smi_data_buf_size", 10), size);
		assert_int_equal(read_setting(machine.location[0]), value);
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
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	assert_return_code(sched_setaffinity(0, sizeof(set), &set), errno);
	for (int i = 0; i < CALLS_PER_CPU; i++) {
		struct packet packet = make_packet(CLASS_READ, SELECT_NV);
		bool known = (i + cpu) % 2;

		packet.ci.arg[0] = known ? machine.location[0] : 0xfffe;
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
	struct packet packet = make_packet(CLASS_READ, SELECT_NV);
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
		cmocka_unit_test(growing_moves_no_answer),
		cmocka_unit_test(clearing_leaves_nothing_behind),
	};

	return cmocka_run_group_tests_name("calls", tests, learn_machine, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests by which firmware would write where it is told to: over memory that
 * is not the driver's. "lockdown_probe open" expects that they are let through,
 * as they always were, and sees that this memory is written; "lockdown_probe
 * locked" expects that a locked down kernel refuses them, and that it is not.
 * The memory is a page of this program. To be run as root on an emulated
 * PowerEdge.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <linux/wmi.h>

#include <cmocka.h>

#include "call.h"

#define ROOM		85
#define PRESET		0xaa

/* Where things are in smi_data. */
#define COMMAND		offsetof(struct packet, ci)
#define BEHIND		sizeof(struct packet)

static struct machine machine;
static int refused;		/* the errno that is expected */
static uint8_t *page;
static uint32_t page_address, buffer_address;

static uint32_t physical_address(const void *memory)
{
	uint64_t entry = 0;
	off_t at = (uintptr_t)memory / 4096 * sizeof(entry);

	assert_int_equal(get("/proc/self/pagemap", &entry, sizeof(entry), at),
			 sizeof(entry));
	assert_true(entry >> 63);
	return (entry & ((1ULL << 55) - 1)) * 4096;
}

static void prepare_room(uint8_t *at)
{
	const uint32_t room = ROOM - 4;

	memset(at, PRESET, ROOM);
	if (!wants_pattern())
		return;
	memcpy(at, &room, sizeof(room));
	for (uint32_t i = sizeof(room); i < ROOM; i++)
		at[i] = "DSCI"[i % 4];
}

static int prepare(void **state)
{
	unsigned long address;

	(void)state;
	if (!learn_machine(&machine))
		return -1;
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (page == MAP_FAILED || mlock(page, 4096))
		return -1;
	memset(page, PRESET, 4096);
	page_address = physical_address(page);
	if (get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16, &address))
		return -1;
	buffer_address = address;
	return put_number(DCDBAS_DIR "smi_data_buf_size", 1024) < 0;
}

struct request {
	struct packet packet;
	uint8_t data[ROOM];
} __attribute__((packed));

static struct request setting(void)
{
	return (struct request) { .packet = make_packet(&machine) };
}

/* Reads the property tag to @address. */
static struct request property_tag(uint32_t address)
{
	struct request request = setting();

	request.packet.ci = (struct smi_calling_interface) {
		.command_class = 20,
		.arg = { address },
		.res = { SMI_RESULT_NOT_HANDLED },
	};
	prepare_room(request.data);
	return request;
}

/* Returns errno; the answer is in @request. Refused, it is as it was. */
static int submit(struct request *request, unsigned int kind)
{
	const struct request sent = *request;
	ssize_t ret;

	assert_int_equal(put(DCDBAS_DIR "smi_data", request, sizeof(*request), 0),
			 sizeof(*request));
	ret = put_number(DCDBAS_DIR "smi_request", kind);
	assert_int_equal(get(DCDBAS_DIR "smi_data", request, sizeof(*request), 0),
			 sizeof(*request));
	if (ret < 0)
		assert_memory_equal(request, &sent, sizeof(sent));
	return ret < 0 ? -ret : 0;
}

static void a_setting_is_read(void **state)
{
	struct request request = setting();

	(void)state;
	assert_int_equal(submit(&request, 1), 0);
	assert_int_equal(request.packet.ci.res[0], SMI_RESULT_DONE);
}

static void a_raw_request_in_the_buffer_is_answered(void **state)
{
	struct request request = setting();

	(void)state;
	request.packet.head.ebx = buffer_address + COMMAND;
	assert_int_equal(submit(&request, 2), 0);
	assert_int_equal(request.packet.ci.res[0], SMI_RESULT_DONE);
}

static void a_pointer_into_the_buffer_is_written_to(void **state)
{
	struct request request = property_tag(buffer_address + BEHIND), sent;

	(void)state;
	sent = request;
	assert_int_equal(submit(&request, 1), 0);
	assert_int_equal(request.packet.ci.res[0], SMI_RESULT_DONE);
	assert_memory_not_equal(request.data, sent.data, ROOM);
}

static void a_command_outside_of_the_buffer(void **state)
{
	struct smi_calling_interface *ci = (void *)(page + 64);
	struct request request = setting();

	(void)state;
	*ci = request.packet.ci;
	request.packet.head.ebx = page_address + 64;
	assert_int_equal(submit(&request, 2), refused);
	assert_int_equal(ci->res[0], refused ? SMI_RESULT_NOT_HANDLED :
			 SMI_RESULT_DONE);
}

static void a_command_that_ends_outside_of_the_buffer(void **state)
{
	struct request request = setting();
	unsigned long size = 0;

	(void)state;
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_size", 10, &size), 0);
	request.packet.head.ebx = buffer_address + size - 35;
	assert_int_equal(submit(&request, 2), refused);
}

static void another_register_than_that_of_the_calling_interface(void **state)
{
	struct request request = setting();

	(void)state;
	request.packet.head.ecx ^= 1;
	assert_int_equal(submit(&request, 1), refused);
}

static void a_pointer_out_of_the_buffer(void **state)
{
	struct request request;
	uint8_t before[ROOM];

	(void)state;
	prepare_room(page + 512);
	memcpy(before, page + 512, ROOM);
	request = property_tag(page_address + 512);
	assert_int_equal(submit(&request, 1), refused);
	if (refused)
		assert_memory_equal(page + 512, before, ROOM);
	else
		assert_memory_not_equal(page + 512, before, ROOM);
}

static void a_pointer_across_the_end_of_the_buffer(void **state)
{
	struct request request = property_tag(buffer_address + 1024 - 80);

	(void)state;
	assert_int_equal(submit(&request, 1), refused);
}

/* From version 2 on firmware writes as much as is said in front. */
static void a_count_of_one_byte_more_than_the_buffer_has(void **state)
{
	struct request request = property_tag(buffer_address + BEHIND);
	const uint32_t count = 1024 - BEHIND - sizeof(count) + 1;

	(void)state;
	memcpy(request.data, &count, sizeof(count));
	assert_int_equal(submit(&request, 1), wants_pattern() ? refused : 0);
}

/* Plain memory of the older firmware: an argument would change. */
static void an_answer_on_top_of_the_command(void **state)
{
	struct request request = property_tag(buffer_address + COMMAND + 4);

	(void)state;
	assert_int_equal(submit(&request, 1), refused);
}

static void a_class_that_is_not_advertised(void **state)
{
	const uint16_t classes[] = { 2, 31, 32, 200, 0xffff };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		struct request request = setting();

		request.packet.ci.command_class = classes[i];
		assert_int_equal(submit(&request, 1), refused);
	}
}

static void a_call_that_nobody_knows(void **state)
{
	struct request request = setting();

	(void)state;
	request.packet.ci.command_class = 20;
	request.packet.ci.command_select = 9;
	assert_int_equal(submit(&request, 1), refused);
}

/* The service tag can be written once. */
static void a_call_that_destroys(void **state)
{
	struct request request = setting();

	(void)state;
	if (!refused)
		skip();
	request.packet.ci.command_class = 11;
	request.packet.ci.command_select = 3;
	assert_int_equal(submit(&request, 1), EPERM);
}

/* The same by the device node; its own pointers are always in its buffer. */
static int by_node(struct smi_calling_interface *ci, uint32_t argattrib,
		   void *data, uint32_t blength)
{
	static struct {
		uint64_t length;
		struct smi_calling_interface std;
		uint32_t argattrib, blength;
		uint8_t data[4096];
	} __attribute__((packed)) call;
	int fd = open("/dev/dcdbas", O_RDONLY), ret;

	assert_true(fd >= 0);
	call.length = sizeof(call);
	call.std = *ci;
	call.argattrib = argattrib;
	call.blength = blength;
	memcpy(call.data, data, blength);
	ret = ioctl(fd, DELL_WMI_SMBIOS_CMD, &call) ? errno : 0;
	*ci = call.std;
	memcpy(data, call.data, blength);
	close(fd);
	return ret;
}

static void node_an_offset_is_fine(void **state)
{
	struct request request = property_tag(44);

	(void)state;
	assert_int_equal(by_node(&request.packet.ci, 1, request.data, ROOM), 0);
	assert_int_equal(request.packet.ci.res[0], SMI_RESULT_DONE);
}

static void node_too_little_room(void **state)
{
	struct request request = property_tag(44);

	(void)state;
	assert_int_equal(by_node(&request.packet.ci, 1, request.data, 80), refused);
}

static void node_an_address_as_a_value(void **state)
{
	struct request request;
	uint8_t before[ROOM];

	(void)state;
	prepare_room(page + 1024);
	memcpy(before, page + 1024, ROOM);
	request = property_tag(page_address + 1024);
	assert_int_equal(by_node(&request.packet.ci, 0, request.data, ROOM), refused);
	if (refused)
		assert_memory_equal(page + 1024, before, ROOM);
	else
		assert_memory_not_equal(page + 1024, before, ROOM);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_setting_is_read),
		cmocka_unit_test(a_raw_request_in_the_buffer_is_answered),
		cmocka_unit_test(a_pointer_into_the_buffer_is_written_to),
		cmocka_unit_test(a_command_outside_of_the_buffer),
		cmocka_unit_test(a_command_that_ends_outside_of_the_buffer),
		cmocka_unit_test(another_register_than_that_of_the_calling_interface),
		cmocka_unit_test(a_pointer_out_of_the_buffer),
		cmocka_unit_test(a_pointer_across_the_end_of_the_buffer),
		cmocka_unit_test(a_count_of_one_byte_more_than_the_buffer_has),
		cmocka_unit_test(an_answer_on_top_of_the_command),
		cmocka_unit_test(a_class_that_is_not_advertised),
		cmocka_unit_test(a_call_that_nobody_knows),
		cmocka_unit_test(a_call_that_destroys),
		cmocka_unit_test(node_an_offset_is_fine),
		cmocka_unit_test(node_too_little_room),
		cmocka_unit_test(node_an_address_as_a_value),
	};

	if (argc != 2) {
		fprintf(stderr, "usage: lockdown_probe open|locked\n");
		return 2;
	}
	refused = strcmp(argv[1], "locked") ? 0 : EPERM;
	return cmocka_run_group_tests_name(argv[1], tests, prepare, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a program can do with /dev/dcdbas, a careful one, a careless one and a
 * hostile one. To be run as root on a machine whose firmware answers, emulated
 * or real; with "unbind" as its first argument also what happens while the
 * driver goes. The second is what read() has to say. Settings are read, and
 * written only where the call must not reach the firmware.
 */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/capability.h>

#include <cmocka.h>

#include "call.h"

/* Of the argument bytes: this one is an offset. */
#define POINTER(n)	(1U << 8 * (n))
#define DATA_OFFSET	44
#define LIMIT		4096

struct call {
	uint64_t length;
	struct smi_calling_interface std;
	uint32_t argattrib;
	uint32_t blength;
	uint8_t data[LIMIT - DATA_OFFSET];
} __attribute__((packed));

_Static_assert(sizeof(struct call) == sizeof(uint64_t) + LIMIT, "one layout");

static struct machine machine;
static uint64_t length;		/* what read() says */
static uint64_t right_length;	/* 0 if we were not told */
static int node = -1;

static int open_node(void)
{
	int fd = open(NODE, O_RDONLY);

	if (fd < 0)
		fail_msg(NODE ": %s", strerror(errno));
	return fd;
}

/* errno, or 0 */
static int make(int fd, void *call)
{
	return ioctl(fd, DELL_WMI_SMBIOS_CMD, call) ? errno : 0;
}

/* Reads the machine's setting, with room for @blength bytes. */
static struct call reading(uint32_t blength)
{
	return (struct call) {
		.length = length,
		.std = make_packet(&machine).ci,
		.blength = blength,
	};
}

/* Would change that setting to something else. */
static struct call writing(uint32_t blength)
{
	struct call call = reading(blength);

	assert_int_equal(make(node, &call), 0);
	call.std.arg[1] = call.std.res[1] + 1;
	call.std.command_class = 1;
	return call;
}

static uint32_t value(void)
{
	struct call call = reading(0);

	assert_int_equal(make(node, &call), 0);
	assert_int_equal(call.std.res[0], SMI_RESULT_DONE);
	return call.std.res[1];
}

/* The property tag, at @at bytes of the data. */
static struct call property_tag(uint32_t at)
{
	struct call call = reading(at + 85);
	uint32_t room = 81;

	call.std = (struct smi_calling_interface) {
		.command_class = 20,
		.arg = { DATA_OFFSET + at },
		.res = { SMI_RESULT_NOT_HANDLED },
	};
	call.argattrib = POINTER(0);
	if (wants_pattern()) {
		memcpy(call.data + at, &room, sizeof(room));
		for (uint32_t i = sizeof(room); i < 85; i++)
			call.data[at + i] = "DSCI"[i % 4];
	}
	return call;
}

static int know_machine(void **state)
{
	(void)state;
	if (!learn_machine(&machine))
		return -1;
	node = open(NODE, O_RDONLY);
	return node < 0 || read(node, &length, sizeof(length)) != sizeof(length);
}

/* Two pages, of which the second does not exist. */
static uint8_t *page_at_the_end(void)
{
	uint8_t *pages = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(pages, MAP_FAILED);
	assert_int_equal(munmap(pages + 4096, 4096), 0);
	return pages;
}

/* ---- careful ------------------------------------------------------------- */

static void read_tells_how_large_a_call_has_to_be(void **state)
{
	uint64_t again = 0;

	(void)state;
	assert_true(length > 8 + DATA_OFFSET && length <= sizeof(struct call));
	if (right_length)
		assert_int_equal(length, right_length);
	assert_int_equal(read(node, &again, sizeof(again)), 0);
	assert_int_equal(pread(node, &again, sizeof(again), 0), sizeof(again));
	assert_int_equal(again, length);
	assert_int_equal(pread(node, &again, 3, 0), 3);
}

static void a_call_is_answered_like_one_by_files(void **state)
{
	struct call call = reading(0);
	struct packet packet;

	(void)state;
	assert_int_equal(make_call(&machine, false), 0);
	assert_int_equal(get(DCDBAS_DIR "smi_data", &packet, sizeof(packet), 0),
			 sizeof(packet));
	assert_int_equal(make(node, &call), 0);
	assert_memory_equal(&call.std, &packet.ci, sizeof(call.std));
}

static void a_pointer_is_an_offset_for_the_caller(void **state)
{
	(void)state;
	for (uint32_t at = 0; at < 8; at++) {
		struct call call = property_tag(at), sent = call;

		assert_int_equal(make(node, &call), 0);
		assert_int_equal(call.std.res[0], SMI_RESULT_DONE);
		assert_int_equal(call.std.arg[0], DATA_OFFSET + at);
		assert_memory_not_equal(call.data, sent.data, sizeof(call.data));
		assert_memory_equal(call.data, sent.data, at);
	}
}

static void a_refusal_of_the_firmware_is_no_errno(void **state)
{
	struct call call = reading(0);

	(void)state;
	call.std.command_class = 200;
	assert_int_equal(make(node, &call), 0);
	assert_int_equal(call.std.res[0], SMI_RESULT_NOT_SUPPORTED);
}

static void nonblock_is_ignored(void **state)
{
	int fd = open(NODE, O_RDONLY | O_NONBLOCK);
	struct call call = reading(0);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(make(fd, &call), 0);
	close(fd);
}

static void the_largest_call_is_answered(void **state)
{
	struct call call = reading(length - 8 - DATA_OFFSET);

	(void)state;
	memset(call.data, 0x5a, call.blength);
	assert_int_equal(make(node, &call), 0);
	assert_int_equal(call.std.res[0], SMI_RESULT_DONE);
	for (uint32_t i = 0; i < call.blength; i++)
		assert_int_equal(call.data[i], 0x5a);
}

static void the_buffer_of_the_files_is_left_alone(void **state)
{
	uint8_t before[LIMIT], after[LIMIT];
	size_t size = length - 8;

	(void)state;
	memset(before, 0x77, size);
	assert_int_equal(put(DCDBAS_DIR "smi_data", before, size, 0), size);
	for (int i = 0; i < 20; i++) {
		struct call call = i % 2 ? property_tag(i) : reading(100);

		memset(call.data + 90 + i, 0xee, 8);
		assert_int_equal(make(node, &call), 0);
	}
	assert_int_equal(get(DCDBAS_DIR "smi_data", after, size, 0), size);
	assert_memory_equal(before, after, size);
}

/* ---- careless ------------------------------------------------------------ */

static void a_short_length_is_refused(void **state)
{
	const uint64_t lengths[] = { 0, 1, 8, 52, length - 1 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		struct call call = reading(0);

		call.length = lengths[i];
		assert_int_equal(make(node, &call), EINVAL);
	}
}

static void a_long_length_is_fine(void **state)
{
	const uint64_t lengths[] = { length + 1, 1ULL << 32, UINT64_MAX };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		struct call call = reading(0);

		call.length = lengths[i];
		assert_int_equal(make(node, &call), 0);
		assert_int_equal(call.length, lengths[i]);
	}
}

static void another_ioctl_is_refused(void **state)
{
	struct call call = reading(0);

	(void)state;
	assert_int_equal(ioctl(node, 0, &call), -1);
	assert_int_equal(errno, ENOTTY);
	assert_int_equal(ioctl(node, _IOWR('W', 1, struct dell_wmi_smbios_buffer),
			       &call), -1);
	assert_int_equal(errno, ENOTTY);
	assert_int_equal(ioctl(node, _IOWR('W', 0, uint64_t), &call), -1);
	assert_int_equal(errno, ENOTTY);
}

static void it_takes_no_bytes_and_has_no_memory(void **state)
{
	int fd = open(NODE, O_RDWR);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), -1);
	assert_int_equal(errno, EINVAL);
	assert_ptr_equal(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0),
			 MAP_FAILED);
	close(fd);
}

static void a_call_need_not_be_aligned(void **state)
{
	static uint8_t memory[sizeof(struct call) + 16];

	(void)state;
	for (int shift = 0; shift < 9; shift++) {
		struct call call = reading(300);

		memcpy(memory + shift, &call, sizeof(call));
		assert_int_equal(make(node, memory + shift), 0);
		memcpy(&call, memory + shift, sizeof(call));
		assert_int_equal(call.std.res[0], SMI_RESULT_DONE);
	}
}

static void only_what_is_used_has_to_be_there(void **state)
{
	uint8_t *page = page_at_the_end();
	struct call call = reading(10);
	uint8_t *at = page + 4096 - 8 - DATA_OFFSET - 10;

	(void)state;
	memcpy(at, &call, 8 + DATA_OFFSET + 10);
	assert_int_equal(make(node, at), 0);
	munmap(page, 4096);
}

/* ---- hostile ------------------------------------------------------------- */

static void too_much_data_is_refused(void **state)
{
	const uint32_t lengths[] = {
		length - 8 - DATA_OFFSET + 1, length, 1U << 20, INT32_MAX,
		UINT32_MAX, UINT32_MAX - DATA_OFFSET, UINT32_MAX - 51,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		struct call call = writing(0);

		call.blength = lengths[i];
		assert_int_equal(make(node, &call), EINVAL);
	}
}

static void an_offset_in_front_of_the_data_is_refused(void **state)
{
	const uint32_t offsets[] = { 0, 1, 35, 36, 43 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
		struct call call = property_tag(0);

		call.std.arg[0] = offsets[i];
		assert_int_equal(make(node, &call), EINVAL);
	}
}

static void an_offset_behind_the_data_is_refused(void **state)
{
	const uint32_t offsets[] = {
		DATA_OFFSET + 85, length, 1U << 31, INT32_MAX, UINT32_MAX,
		UINT32_MAX - DATA_OFFSET,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(offsets); i++) {
		struct call call = property_tag(0);

		call.std.arg[0] = offsets[i];
		assert_int_equal(make(node, &call), EINVAL);
	}
}

static void an_offset_without_data_is_refused(void **state)
{
	struct call call = property_tag(0);

	(void)state;
	call.blength = 0;
	assert_int_equal(make(node, &call), EINVAL);
}

static void each_argument_is_checked(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		struct call call = reading(16);

		call.argattrib = 0x01010101;
		for (int j = 0; j < 4; j++)
			call.std.arg[j] = DATA_OFFSET + j;
		call.std.arg[i] = DATA_OFFSET + 16;
		assert_int_equal(make(node, &call), EINVAL);
	}
}

static void unknown_attributes_are_refused(void **state)
{
	(void)state;
	for (int bit = 0; bit < 32; bit++) {
		struct call call = reading(16);

		if (bit % 8 == 0)
			continue;
		call.argattrib = 1U << bit;
		assert_int_equal(make(node, &call), EINVAL);
	}
}

static void addresses_of_nobody_are_faults(void **state)
{
	void *const nobody[] = {
		NULL, (void *)8, (void *)(UINTPTR_MAX - 4095),
		(void *)(UINTPTR_MAX / 2 + 1), (void *)(UINTPTR_MAX - 7),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(nobody); i++)
		assert_int_equal(make(node, nobody[i]), EFAULT);
}

/* Wherever the memory ends: firmware has not been called. */
static void memory_that_ends_early_changes_nothing(void **state)
{
	uint8_t *page = page_at_the_end();
	uint32_t before = value();
	struct call call = writing(200);

	(void)state;
	for (size_t there = 0; there < 8 + DATA_OFFSET + 200; there += 7) {
		memcpy(page + 4096 - there, &call, there);
		assert_int_equal(make(node, page + 4096 - there), EFAULT);
	}
	assert_int_equal(value(), before);
	munmap(page, 4096);
}

static void memory_that_cannot_be_written_changes_nothing(void **state)
{
	uint8_t *page = page_at_the_end();
	uint32_t before = value();
	struct call call = writing(200);

	(void)state;
	memcpy(page, &call, 8 + DATA_OFFSET + 200);
	assert_int_equal(mprotect(page, 4096, PROT_READ), 0);
	assert_int_equal(make(node, page), EFAULT);
	assert_int_equal(value(), before);
	munmap(page, 4096);
}

/* ioctl() and read() in a child with one capability, or none */
static int errnos_with(int capability)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct caps[2] = { { 0 } };
	struct call call = reading(0);
	int status;
	pid_t child = fork();

	if (!child) {
		uint64_t word;

		if (capability >= 0)
			caps[0].permitted = 1U << capability;
		caps[0].effective = caps[0].permitted;
		if (syscall(SYS_capset, &header, caps))
			_exit(255);
		status = make(node, &call);
		/* 254 for two that do not say the same */
		if ((pread(node, &word, sizeof(word), 0) < 0 ? errno : 0) !=
		    status)
			status = 254;
		_exit(status);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WEXITSTATUS(status);
}

static void an_open_file_is_not_enough(void **state)
{
	(void)state;
	assert_int_equal(errnos_with(-1), EPERM);
	assert_int_equal(errnos_with(CAP_DAC_OVERRIDE), EPERM);
	assert_int_equal(errnos_with(CAP_SYS_ADMIN), 0);
	assert_int_equal(errnos_with(CAP_SYS_RAWIO), 0);
}

/* ---- several at once ------------------------------------------------------ */

#define ROUNDS	300

static atomic_bool over;
static struct call shared;

/* Changes everything that is checked, while it is checked. */
static void *change(void *data)
{
	const uint32_t words[] = {
		44, 45, 50, 60, 85, 128, 129, 3000, 43, 4096, UINT32_MAX,
	};

	(void)data;
	for (unsigned int i = 0; !over; i++) {
		volatile struct call *call = &shared;

		call->blength = words[i % 11];
		call->argattrib = i % 4 ? 0 : 0x01010101;
		call->std.arg[i % 4] = words[i / 3 % 11];
		call->length = i % 5 ? length : words[i % 11];
	}
	return NULL;
}

static void a_call_that_changes_meanwhile_does_no_harm(void **state)
{
	unsigned int answered = 0;
	pthread_t id;

	(void)state;
	over = false;
	assert_int_equal(pthread_create(&id, NULL, change, NULL), 0);
	for (int i = 0; i < ROUNDS; i++) {
		int ret;

		shared.std.command_class = 200;
		ret = make(node, &shared);
		assert_true(!ret || ret == EINVAL);
		answered += !ret;
	}
	over = true;
	pthread_join(id, NULL);
	print_message("%u of %u answered\n", answered, ROUNDS);
}

static void *take_away(void *data)
{
	for (unsigned int i = 0; !over; i++)
		mprotect(data, 4096, i % 3 ? PROT_READ | PROT_WRITE :
			 i % 2 ? PROT_READ : PROT_NONE);
	mprotect(data, 4096, PROT_READ | PROT_WRITE);
	return NULL;
}

static void memory_that_goes_meanwhile_is_a_fault(void **state)
{
	uint8_t *page = page_at_the_end();
	struct call call = reading(200);
	pthread_t id;

	(void)state;
	over = false;
	memcpy(page, &call, 8 + DATA_OFFSET + 200);
	assert_int_equal(pthread_create(&id, NULL, take_away, page), 0);
	for (int i = 0; i < ROUNDS; i++) {
		int ret = make(node, page);

		assert_true(!ret || ret == EFAULT);
	}
	over = true;
	pthread_join(id, NULL);
	munmap(page, 4096);
}

/* Each marks its data, and finds its own mark and answer. */
static void *call_often(void *data)
{
	long mark = (long)data;

	for (int i = 0; i < ROUNDS; i++) {
		struct call call = reading(512);
		bool known = (i + mark) % 2;

		if (!known)
			call.std.arg[0] = 0xfffe;
		memset(call.data, mark, 512);
		if (make(node, &call) ||
		    call.std.res[0] != (known ? SMI_RESULT_DONE : SMI_RESULT_ERROR) ||
		    call.data[0] != mark || call.data[511] != mark)
			return (void *)1;
	}
	return NULL;
}

static void *call_by_files(void *data)
{
	(void)data;
	for (int i = 0; i < ROUNDS / 3; i++)
		if (make_call(&machine, false))
			return (void *)1;
	return NULL;
}

static void everybody_gets_the_own_answer(void **state)
{
	pthread_t id[4];

	(void)state;
	for (long i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&id[i], NULL, i ? call_often :
						call_by_files,
						(void *)(0x40 + i)), 0);
	for (int i = 0; i < 4; i++) {
		void *wrong;

		pthread_join(id[i], &wrong);
		assert_null(wrong);
	}
}

static void *close_and_open(void *data)
{
	int *fd = data;

	while (!over) {
		close(*fd);
		*fd = open(NODE, O_RDONLY);
	}
	return NULL;
}

static void a_file_that_is_closed_in_a_call_does_no_harm(void **state)
{
	int fd = open_node();
	pthread_t id;

	(void)state;
	over = false;
	assert_int_equal(pthread_create(&id, NULL, close_and_open, &fd), 0);
	for (int i = 0; i < ROUNDS; i++) {
		struct call call = reading(64);
		int ret = make(*(volatile int *)&fd, &call);

		assert_true(!ret || ret == EBADF);
	}
	over = true;
	pthread_join(id, NULL);
	close(fd);
}

static void callers_can_be_killed(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		pid_t child = fork();
		int status;

		if (!child) {
			for (;;) {
				struct call call = reading(900);

				make(node, &call);
			}
		}
		usleep(1000 * (i % 7));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(WTERMSIG(status), SIGKILL);
	}
	value();
}

/* ---- while the driver goes ------------------------------------------------ */

static void a_file_outlives_the_binding(void **state)
{
	struct call call = reading(0);
	uint64_t word;

	(void)state;
	assert_true(unbind_driver() > 0);
	assert_int_equal(make(node, &call), ENODEV);
	assert_int_equal(pread(node, &word, sizeof(word), 0), -1);
	assert_int_equal(errno, ENODEV);
	assert_int_equal(access(NODE, F_OK), -1);
	assert_true(bind_driver() > 0);
	assert_int_equal(make(node, &call), 0);
	assert_int_equal(access(NODE, F_OK), 0);
}

static void an_open_file_keeps_the_module(void **state)
{
	(void)state;
	assert_int_equal(syscall(SYS_delete_module, "dcdbas", O_NONBLOCK), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	value();
}

static void *call_until_over(void *data)
{
	(void)data;
	while (!over) {
		struct call call = property_tag(0);
		int fd = open(NODE, O_RDONLY);
		int ret = make(fd < 0 ? node : fd, &call);

		if (fd >= 0)
			close(fd);
		if (ret && ret != ENODEV)
			return (void *)(long)ret;
	}
	return NULL;
}

static void unbinding_in_a_call_does_no_harm(void **state)
{
	pthread_t id[3];

	(void)state;
	over = false;
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&id[i], NULL, call_until_over,
						NULL), 0);
	for (int i = 0; i < 40; i++) {
		assert_true(unbind_driver() > 0);
		usleep(500 * (i % 4));
		assert_true(bind_driver() > 0);
		usleep(1000 * (i % 8));
	}
	over = true;
	for (int i = 0; i < 3; i++) {
		void *wrong;

		pthread_join(id[i], &wrong);
		assert_null(wrong);
	}
	value();
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_tells_how_large_a_call_has_to_be),
		cmocka_unit_test(a_call_is_answered_like_one_by_files),
		cmocka_unit_test(a_pointer_is_an_offset_for_the_caller),
		cmocka_unit_test(a_refusal_of_the_firmware_is_no_errno),
		cmocka_unit_test(nonblock_is_ignored),
		cmocka_unit_test(the_largest_call_is_answered),
		cmocka_unit_test(the_buffer_of_the_files_is_left_alone),
		cmocka_unit_test(a_short_length_is_refused),
		cmocka_unit_test(a_long_length_is_fine),
		cmocka_unit_test(another_ioctl_is_refused),
		cmocka_unit_test(it_takes_no_bytes_and_has_no_memory),
		cmocka_unit_test(a_call_need_not_be_aligned),
		cmocka_unit_test(only_what_is_used_has_to_be_there),
		cmocka_unit_test(too_much_data_is_refused),
		cmocka_unit_test(an_offset_in_front_of_the_data_is_refused),
		cmocka_unit_test(an_offset_behind_the_data_is_refused),
		cmocka_unit_test(an_offset_without_data_is_refused),
		cmocka_unit_test(each_argument_is_checked),
		cmocka_unit_test(unknown_attributes_are_refused),
		cmocka_unit_test(addresses_of_nobody_are_faults),
		cmocka_unit_test(memory_that_ends_early_changes_nothing),
		cmocka_unit_test(memory_that_cannot_be_written_changes_nothing),
		cmocka_unit_test(an_open_file_is_not_enough),
		cmocka_unit_test(a_call_that_changes_meanwhile_does_no_harm),
		cmocka_unit_test(memory_that_goes_meanwhile_is_a_fault),
		cmocka_unit_test(everybody_gets_the_own_answer),
		cmocka_unit_test(a_file_that_is_closed_in_a_call_does_no_harm),
		cmocka_unit_test(callers_can_be_killed),
		/* only where they may disturb others: see main() */
		cmocka_unit_test(an_open_file_keeps_the_module),
		cmocka_unit_test(a_file_outlives_the_binding),
		cmocka_unit_test(unbinding_in_a_call_does_no_harm),
	};
	size_t harmless = ARRAY_SIZE(tests) - 3;

	if (argc > 1 && !strcmp(argv[1], "unbind"))
		harmless = ARRAY_SIZE(tests);
	if (argc > 2)
		right_length = strtoul(argv[2], NULL, 0);
	return _cmocka_run_group_tests("node", tests, harmless, know_machine,
				       NULL);
}

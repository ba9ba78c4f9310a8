// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes the driver away and brings it back, hundreds of times, while readers
 * and writers are at its files: by unbind and bind, and as a module. Nothing
 * may be left of the time before: no armed host control, no buffer, no memory
 * that never comes back. What the kernel says is for others to look at.
 *
 *	lifetime MODULE [CYCLES]
 *
 * MODULE is the file to load; the driver is loaded before and afterwards.
 * CYCLES is how often the driver is bound, each time; it is loaded half as
 * often.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "call.h"

#define READERS		2
#define WRITERS		2
#define CALLERS		1
#define GUESTS		(READERS + WRITERS + CALLERS)
/* Between two visits: the kernel waits for a quiet moment to unload. */
#define PAUSE_US	200

/* Loading a module is so much more work than binding a driver. */
#define RELOADS		(cycles / 2)
/* Cycles until the kernel has taken what it keeps anyway. */
#define WARM_UP		(cycles / 4)
/* Bytes of each cycle that may be gone: half of the buffer used in it. */
#define NOISE		(DCDBAS_MAX_BUFFER_SIZE / 2)

static const char *module_file;
static unsigned int cycles = 200;
static struct machine machine;
/* Size of the firmware's own buffer, where it insists on it (WSMT), or 0. */
static unsigned long fixed_size;

static const char *const host_control[] = {
	DCDBAS_DIR "host_control_action",
	DCDBAS_DIR "host_control_smi_type",
	DCDBAS_DIR "host_control_on_shutdown",
};

/* ---- those who are at the files meanwhile -------------------------------- */

static struct guest {
	pthread_t id;
	atomic_ulong done;
	int error;		/* the first that nothing explains */
} guests[GUESTS];

static atomic_bool over;

/* Files may go, be dead, or come back without the packet just written. */
static void note(struct guest *guest, ssize_t ret)
{
	if (ret >= 0)
		guest->done++;
	else if (ret != -ENOENT && ret != -ENODEV && ret != -EBADR &&
		 !guest->error)
		guest->error = -ret;
}

/* Every other round on files that stay open as long as they work. */
static void *read_on(void *data)
{
	static const char *const file[] = {
		DCDBAS_DIR "smi_data",
		DCDBAS_DIR "smi_data_buf_phys_addr",
		DCDBAS_DIR "smi_data_buf_size",
		DCDBAS_DIR "host_control_on_shutdown",
	};
	struct guest *guest = data;
	char bytes[4096];

	for (unsigned int i = 0; !over; i++) {
		const char *path = file[i % 4];
		int fd;

		note(guest, get(path, bytes, sizeof(bytes), 0));
		fd = open(path, O_RDONLY);
		while (fd >= 0 && !over &&
		       pread(fd, bytes, sizeof(bytes), 0) >= 0) {
			guest->done++;
			usleep(PAUSE_US);
		}
		if (fd >= 0)
			close(fd);
		usleep(PAUSE_US);
	}
	return NULL;
}

static void *write_on(void *data)
{
	struct packet packet = make_packet(&machine);
	struct guest *guest = data;

	for (unsigned int i = 0; !over; i++) {
		note(guest, put(DCDBAS_DIR "smi_data", &packet, sizeof(packet),
				0));
		note(guest, put_number(DCDBAS_DIR "smi_request",
				       DCDBAS_REQUEST_CALLING_INTERFACE));
		note(guest, put_number(DCDBAS_DIR "smi_data_buf_size",
				       i * 4099 % (fixed_size ?:
						   DCDBAS_MAX_BUFFER_SIZE)));
		usleep(PAUSE_US);
	}
	return NULL;
}

/* Every other round on a file of the device node that stays open. */
static void *call_on(void *data)
{
	struct guest *guest = data;

	while (!over) {
		int fd = open(NODE, O_RDONLY);

		for (int i = 0; fd >= 0 && i < 4 && !over; i++) {
			note(guest, make_node_call(&machine, fd));
			usleep(PAUSE_US);
		}
		if (fd >= 0)
			close(fd);
		note(guest, make_node_call(&machine, -1));
		/* The module is only unloaded while nobody has it open. */
		usleep(50 * PAUSE_US);
	}
	return NULL;
}

static void let_guests_in(void)
{
	over = false;
	for (size_t i = 0; i < GUESTS; i++) {
		guests[i].done = 0;
		guests[i].error = 0;
		assert_int_equal(pthread_create(&guests[i].id, NULL,
						i < READERS ? read_on :
						i < READERS + WRITERS ?
						write_on : call_on,
						&guests[i]), 0);
	}
}

static void show_guests_out(unsigned long times)
{
	over = true;
	for (size_t i = 0; i < GUESTS; i++)
		pthread_join(guests[i].id, NULL);
	for (size_t i = 0; i < GUESTS; i++) {
		printf("# %s: %lu times\n", i < READERS ? "read" :
		       i < READERS + WRITERS ? "wrote" : "called",
		       guests[i].done);
		assert_int_equal(guests[i].error, 0);
		assert_true(guests[i].done >= times / 20);
	}
}

/* ---- two ways to go and come back ---------------------------------------- */

static ssize_t rebind(void)
{
	ssize_t ret = unbind_driver();

	return ret < 0 ? ret : bind_driver();
}

/* Again and again while a file of the device node is open. */
static ssize_t unload(void)
{
	ssize_t ret = -EWOULDBLOCK;

	for (int i = 0; i < 10000 && ret == -EWOULDBLOCK; i++) {
		ret = syscall(SYS_delete_module, "dcdbas", O_NONBLOCK) ?
		      -errno : 0;
		if (ret)
			usleep(PAUSE_US);
	}
	return ret;
}

static ssize_t load(void)
{
	int fd = open(module_file, O_RDONLY | O_CLOEXEC);
	ssize_t ret = fd < 0 ? -errno : 0;

	if (fd >= 0) {
		if (syscall(SYS_finit_module, fd, "", 0))
			ret = -errno;
		close(fd);
	}
	return ret;
}

static ssize_t reload(void)
{
	ssize_t ret = unload();

	return ret < 0 ? ret : load();
}

static void go_and_come_back(ssize_t (*cycle)(void), unsigned int times)
{
	let_guests_in();
	for (unsigned int i = 0; i < times; i++) {
		unsigned long value;

		for (size_t j = 0; j < 3; j++)
			assert_true(put_number(host_control[j], 2) > 0);
		assert_true(cycle() >= 0);
		for (size_t j = 0; j < 3; j++) {
			assert_int_equal(get_number(host_control[j], 10,
						    &value), 0);
			assert_int_equal(value, 0);
		}
	}
	show_guests_out(times);
	assert_int_equal(make_call(&machine, false), 0);
}

static unsigned long address(void)
{
	unsigned long value;

	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16,
				    &value), 0);
	return value;
}

/* Programs keep the address; the memory stays until the module goes. */
static void nothing_stays_armed_over_unbind_and_bind(void **state)
{
	unsigned long before = address();

	(void)state;
	go_and_come_back(rebind, cycles);
	assert_int_equal(address(), before);
}

static void nothing_stays_armed_over_rmmod_and_insmod(void **state)
{
	(void)state;
	go_and_come_back(reload, RELOADS);
}

/* ---- what is left -------------------------------------------------------- */

static long free_memory(void)
{
	char text[4096] = "", *found;

	assert_true(put("/proc/sys/vm/drop_caches", "3", 1, 0) > 0);
	/* Per-processor lists and what waits for a grace period. */
	usleep(200000);
	assert_true(get("/proc/meminfo", text, sizeof(text) - 1, 0) > 0);
	found = strstr(text, "MemFree:");
	assert_non_null(found);
	return strtol(found + strlen("MemFree:"), NULL, 10);
}

/* Physical memory and devices that the kernel has mapped. */
static unsigned int mappings(void)
{
	FILE *file = fopen("/proc/vmallocinfo", "r");
	unsigned int count = 0;
	char line[512];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		count += !!strstr(line, " phys=");
	fclose(file);
	return count;
}

static void use_and_go(ssize_t (*go)(void), ssize_t (*come)(void))
{
	assert_true(put_number(DCDBAS_DIR "smi_data_buf_size",
			       fixed_size ?: DCDBAS_MAX_BUFFER_SIZE) > 0);
	assert_int_equal(make_call(&machine, false), 0);
	assert_true(go() >= 0);
	assert_true(come() >= 0);
}

static void memory_comes_back(ssize_t (*go)(void), ssize_t (*come)(void),
			      unsigned int times)
{
	const long most = (long)times * NOISE / 1024;
	unsigned long size;
	unsigned int mapped;
	long before, after;

	for (unsigned int i = 0; i < WARM_UP; i++)
		use_and_go(go, come);
	before = free_memory();
	mapped = mappings();
	for (unsigned int i = 0; i < times; i++)
		use_and_go(go, come);
	after = free_memory();
	/* What is freed later comes back on a busy machine as well; a leak never. */
	for (unsigned int i = 0; i < 50 && before - after >= most; i++)
		after = free_memory();

	printf("# free before %ld KiB, after %ld KiB\n", before, after);
	assert_true(before - after < most);
	assert_int_equal(mappings(), mapped);
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_size", 10, &size),
			 0);
	assert_int_equal(size, fixed_size);
}

static void memory_comes_back_over_unbind_and_bind(void **state)
{
	(void)state;
	memory_comes_back(unbind_driver, bind_driver, cycles);
}

static void memory_comes_back_over_rmmod_and_insmod(void **state)
{
	(void)state;
	memory_comes_back(unload, load, RELOADS);
}

static int start_with_a_fresh_driver(void **state)
{
	(void)state;
	return rebind() < 0 ||
	       get_number(DCDBAS_DIR "smi_data_buf_size", 10, &fixed_size) < 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_stays_armed_over_unbind_and_bind),
		cmocka_unit_test(nothing_stays_armed_over_rmmod_and_insmod),
		cmocka_unit_test(memory_comes_back_over_unbind_and_bind),
		cmocka_unit_test(memory_comes_back_over_rmmod_and_insmod),
	};

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: lifetime MODULE [CYCLES]\n");
		return 2;
	}
	module_file = argv[1];
	if (argc == 3)
		cycles = strtoul(argv[2], NULL, 10);
	if (!learn_machine(&machine)) {
		fprintf(stderr, "lifetime: SMBIOS announces no calling interface\n");
		return 1;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("lifetime", tests,
					   start_with_a_fresh_driver, NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lets allocations fail one by one: the first that an operation makes, then
 * the second, until the operation gets by without a failure. Each time it has
 * to say ENOMEM and to have changed nothing, or to succeed completely. What
 * the kernel says meanwhile is for others to look at.
 *
 *	failslab MODULE [TEST]
 *
 * MODULE is the file to load; the driver is loaded before and afterwards. To
 * be run on a kernel with failslab and fail_page_alloc, both told to fail every
 * allocation that they are asked to (watched.sh).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "call.h"
#include "cpu.h"
#include "faults.h"

static const char *module_file;
static struct machine machine;
static int bind_fd, unbind_fd, module_fd;

static const char *const files[] = {
	"smi_data", "smi_data_buf_phys_addr", "smi_data_buf_size",
	"smi_request", "host_control_action", "host_control_smi_type",
	"host_control_on_shutdown",
};

static ssize_t or_errno(ssize_t ret)
{
	return ret < 0 ? -errno : ret;
}

static ssize_t do_load(void)
{
	return or_errno(syscall(SYS_finit_module, module_fd, "", 0));
}

/*
 * The driver core has EINVAL for a device whose name it had no memory for:
 * that is when the module is loaded.
 */
static bool may_say(ssize_t error, ssize_t (*act)(void))
{
	return error == -ENOMEM || (error == -EINVAL && act == do_load);
}

/*
 * @prepare is not disturbed and opens what @act needs; @act returns a negative
 * errno; @check sees that this is the whole truth.
 */
static void fail_one_by_one(void (*prepare)(void), ssize_t (*act)(void),
			    void (*check)(ssize_t ret))
{
	unsigned int refused = 0, survived = 0;
	bool failed = true;

	for (int n = 1; failed; n++) {
		ssize_t ret;

		prepare();
		ret = fail_allocation(n, act, &failed);
		if (ret < 0 && (!failed || !may_say(ret, act)))
			fail_msg("allocation %d: %s", n, strerrorname_np(-ret));
		check(ret);
		if (!failed)
			break;
		if (ret < 0)
			refused++;
		else
			survived++;
	}
	printf("# %u times refused, %u times done all the same\n", refused,
	       survived);
	assert_true(refused + survived > 0);
	assert_int_equal(make_call(&machine, false), 0);
}

/* ---- probe and remove ---------------------------------------------------- */

static bool is_bound(void)
{
	return !access(DCDBAS_DIR "driver", F_OK);
}

static void check_files(bool there)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char path[128];

		snprintf(path, sizeof(path), DCDBAS_DIR "%s", files[i]);
		assert_int_equal(!access(path, F_OK), there);
	}
}

static void unbound(void)
{
	if (is_bound())
		assert_true(unbind_driver() > 0);
}

static void bound_afresh(void)
{
	unbound();
	assert_true(bind_driver() > 0);
}

static ssize_t do_bind(void)
{
	return or_errno(pwrite(bind_fd, "dcdbas", 6, 0));
}

static void check_bind(ssize_t ret)
{
	assert_int_equal(is_bound(), ret > 0);
	check_files(ret > 0);
	if (ret < 0)
		assert_true(bind_driver() > 0);
}

/* A node that cannot be made is no reason to be without the files. */
static unsigned int nodes_missing;

static void check_bind_without_node(ssize_t ret)
{
	assert_true(ret > 0);
	check_files(true);
	assert_int_equal(make_call(&machine, false), 0);
	nodes_missing += !!access(NODE, F_OK);
}

static void binding_without_node(void **state)
{
	(void)state;
	fail_only_within("misc_register");
	fail_one_by_one(unbound, do_bind, check_bind_without_node);
	fail_only_within(NULL);
	assert_true(nodes_missing > 0);
	assert_int_equal(access(NODE, F_OK), 0);
}

static ssize_t do_unbind(void)
{
	return or_errno(pwrite(unbind_fd, "dcdbas", 6, 0));
}

static void check_unbind(ssize_t ret)
{
	assert_int_equal(is_bound(), ret < 0);
	check_files(ret < 0);
	if (ret > 0)
		assert_true(bind_driver() > 0);
}

static void binding(void **state)
{
	(void)state;
	fail_one_by_one(unbound, do_bind, check_bind);
}

static void unbinding(void **state)
{
	(void)state;
	fail_one_by_one(bound_afresh, do_unbind, check_unbind);
}

/* ---- the module ---------------------------------------------------------- */

static ssize_t do_unload(void)
{
	return or_errno(syscall(SYS_delete_module, "dcdbas", O_NONBLOCK));
}

static void unloaded(void)
{
	if (!access("/sys/module/dcdbas", F_OK))
		assert_int_equal(do_unload(), 0);
}

static void open_driver(void)
{
	bind_fd = open(DRIVER_DIR "bind", O_WRONLY);
	unbind_fd = open(DRIVER_DIR "unbind", O_WRONLY);
	assert_true(bind_fd >= 0 && unbind_fd >= 0);
}

static void loaded(void)
{
	if (access("/sys/module/dcdbas", F_OK))
		assert_int_equal(do_load(), 0);
	close(bind_fd);
	close(unbind_fd);
	open_driver();
	if (!is_bound())
		assert_true(bind_driver() > 0);
}

static void check_load(ssize_t ret)
{
	assert_int_equal(!access("/sys/module/dcdbas", F_OK), !ret);
	/*
	 * The driver core takes a driver whose device it could not bind, or
	 * which it could make no files for: to be loaded again.
	 */
	check_files(is_bound());
	unloaded();
	loaded();
	check_files(true);
}

static void check_unload(ssize_t ret)
{
	assert_int_equal(!access("/sys/module/dcdbas", F_OK), ret < 0);
	loaded();
	check_files(true);
}

/*
 * The kernel warns by itself when it cannot make the tracepoints of a module:
 * the module's own initcall and what comes of it is what counts.
 */
static void loading(void **state)
{
	(void)state;
	fail_only_within("do_one_initcall");
	fail_one_by_one(unloaded, do_load, check_load);
	fail_only_within(NULL);
}

static void unloading(void **state)
{
	(void)state;
	fail_one_by_one(loaded, do_unload, check_unload);
}

/* ---- the files ----------------------------------------------------------- */

static int fd = -1;		/* of the file that an operation is about */

static void open_file(const char *path, int flags)
{
	if (fd >= 0)
		close(fd);
	fd = open(path, flags);
	assert_true(fd >= 0);
}

/* A buffer with a mark in it, and where it lies. */
#define MARK "these bytes have to stay"

static unsigned long marked_address;

static void marked(void)
{
	bound_afresh();
	assert_int_equal(put(DCDBAS_DIR "smi_data", MARK, sizeof(MARK), 0),
			 sizeof(MARK));
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16,
				    &marked_address), 0);
}

static void check_mark(ssize_t ret, unsigned long size)
{
	char bytes[sizeof(MARK)];
	unsigned long number;

	assert_int_equal(get(DCDBAS_DIR "smi_data", bytes, sizeof(bytes), 0),
			 sizeof(bytes));
	assert_memory_equal(bytes, MARK, sizeof(bytes));
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_size", 10,
				    &number), 0);
	assert_int_equal(number, ret < 0 ? sizeof(MARK) : size);
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16,
				    &number), 0);
	if (ret < 0)
		assert_int_equal(number, marked_address);
}

static void before_growing(void)
{
	marked();
	open_file(DCDBAS_DIR "smi_data_buf_size", O_WRONLY);
}

static ssize_t do_grow(void)
{
	return or_errno(pwrite(fd, "262144", 6, 0));
}

static void check_grow(ssize_t ret)
{
	check_mark(ret, 262144);
}

static void growing(void **state)
{
	(void)state;
	fail_one_by_one(before_growing, do_grow, check_grow);
}

static void before_writing(void)
{
	marked();
	open_file(DCDBAS_DIR "smi_data", O_WRONLY);
}

static ssize_t do_write(void)
{
	return or_errno(pwrite(fd, "end", 3, 65536));
}

static void check_write(ssize_t ret)
{
	check_mark(ret, 65536 + 3);
}

static void writing_behind_the_end(void **state)
{
	(void)state;
	fail_one_by_one(before_writing, do_write, check_write);
}

/*
 * The first need of a buffer takes less if it cannot have all, and then it stays
 * where it is.
 */
static void before_needing(void)
{
	unloaded();
	loaded();
	open_file(DCDBAS_DIR "smi_data_buf_phys_addr", O_RDONLY);
}

static ssize_t do_need(void)
{
	char text[16];

	return or_errno(pread(fd, text, sizeof(text), 0));
}

static void check_need(ssize_t ret)
{
	unsigned long before, after, size;
	ssize_t grown;

	(void)ret;
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16,
				    &before), 0);
	assert_int_not_equal(before, 0);
	grown = put_number(DCDBAS_DIR "smi_data_buf_size", DCDBAS_MAX_BUFFER_SIZE);
	assert_true(grown > 0 || grown == -ENOMEM);
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_size", 10, &size), 0);
	assert_int_equal(size, grown > 0 ? DCDBAS_MAX_BUFFER_SIZE : 0);
	assert_true(put_number(DCDBAS_DIR "smi_data_buf_size", 4096) > 0);
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_phys_addr", 16,
				    &after), 0);
	assert_int_equal(before, after);
	printf("# %s\n", grown > 0 ? "all of it" : "less");
}

static void needing(void **state)
{
	(void)state;
	fail_one_by_one(before_needing, do_need, check_need);
	/* With all its memory, for the others. */
	unloaded();
	loaded();
}

static void having_nothing(void **state)
{
	unsigned long action, size;

	(void)state;
	before_needing();
	fail_only_within("dma_alloc_attrs");
	fail_all_allocations(true);
	assert_int_equal(do_need(), -ENOMEM);
	assert_int_equal(put_number(DCDBAS_DIR "smi_data_buf_size", 1), -ENOMEM);
	assert_int_equal(put(DCDBAS_DIR "smi_data", MARK, sizeof(MARK), 0),
			 -ENOMEM);
	assert_int_equal(put_number(DCDBAS_DIR "host_control_action",
				    HC_ACTION_POWER_OFF), -ENOMEM);
	fail_all_allocations(false);
	fail_only_within(NULL);

	assert_int_equal(get_number(DCDBAS_DIR "host_control_action", 10,
				    &action), 0);
	assert_int_equal(action, 0);
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_size", 10, &size), 0);
	assert_int_equal(size, 0);
	assert_true(do_need() > 0);
	assert_int_equal(make_call(&machine, false), 0);
}

static void before_arming(void)
{
	bound_afresh();
	open_file(DCDBAS_DIR "host_control_action", O_WRONLY);
}

static ssize_t do_arm(void)
{
	return or_errno(pwrite(fd, "2", 1, 0));
}

/* An action that is set has the memory that it needs. */
static void check_arm(ssize_t ret)
{
	unsigned long action, size;

	assert_int_equal(get_number(DCDBAS_DIR "host_control_action", 10,
				    &action), 0);
	assert_int_equal(get_number(DCDBAS_DIR "smi_data_buf_size", 10,
				    &size), 0);
	assert_int_equal(action, ret < 0 ? 0 : HC_ACTION_POWER_OFF);
	assert_int_equal(size, ret < 0 ? 0 : sizeof(struct apm_cmd));
}

static void arming(void **state)
{
	(void)state;
	fail_one_by_one(before_arming, do_arm, check_arm);
	/* Nothing may act at the end of this. */
	bound_afresh();
}

static void before_requesting(void)
{
	struct packet packet = make_packet(&machine);

	assert_int_equal(put(DCDBAS_DIR "smi_data", &packet, sizeof(packet),
			     0), sizeof(packet));
	open_file(DCDBAS_DIR "smi_request", O_WRONLY);
}

static ssize_t do_request(void)
{
	return or_errno(pwrite(fd, "1", 1, 0));
}

static void check_request(ssize_t ret)
{
	struct packet packet;

	assert_int_equal(get(DCDBAS_DIR "smi_data", &packet, sizeof(packet),
			     0), sizeof(packet));
	assert_int_equal(packet.ci.res[0], ret < 0 ? SMI_RESULT_NOT_HANDLED :
						     SMI_RESULT_DONE);
}

static void requesting(void **state)
{
	(void)state;
	for (int cpu = 0; cpu < sysconf(_SC_NPROCESSORS_ONLN); cpu++) {
		assert_int_equal(stay_on(cpu), 0);
		fail_one_by_one(before_requesting, do_request, check_request);
	}
}

static ssize_t called;

static void before_calling(void)
{
	open_file(NODE, O_RDONLY);
	called = -1;
}

static ssize_t do_call(void)
{
	called = make_node_call(&machine, fd);
	return called;
}

static void check_call(ssize_t ret)
{
	assert_int_equal(ret, called);
}

static void calling(void **state)
{
	(void)state;
	fail_one_by_one(before_calling, do_call, check_call);
	close(fd);
	fd = -1;
}

static void before_reading(void)
{
	open_file(DCDBAS_DIR "smi_data", O_RDONLY);
}

static ssize_t do_read(void)
{
	char bytes[100];

	return or_errno(pread(fd, bytes, sizeof(bytes), 0));
}

static void check_read(ssize_t ret)
{
	assert_true(ret < 0 || ret == sizeof(struct packet));
}

static void reading(void **state)
{
	(void)state;
	fail_one_by_one(before_reading, do_read, check_read);
}

/* ---- all of it ----------------------------------------------------------- */

static int start(void **state)
{
	(void)state;
	/* No page faults in between that would want memory, too. */
	mlockall(MCL_CURRENT | MCL_FUTURE);
	module_fd = open(module_file, O_RDONLY);
	if (module_fd < 0)
		return -1;
	bind_fd = open(DRIVER_DIR "bind", O_WRONLY);
	unbind_fd = open(DRIVER_DIR "unbind", O_WRONLY);
	return bind_fd < 0 || unbind_fd < 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(binding),
		cmocka_unit_test(binding_without_node),
		cmocka_unit_test(unbinding),
		cmocka_unit_test(growing),
		cmocka_unit_test(writing_behind_the_end),
		cmocka_unit_test(needing),
		cmocka_unit_test(having_nothing),
		cmocka_unit_test(arming),
		cmocka_unit_test(requesting),
		cmocka_unit_test(reading),
		cmocka_unit_test(calling),
		cmocka_unit_test(unloading),
		cmocka_unit_test(loading),
	};

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: failslab MODULE [TEST]\n");
		return 2;
	}
	module_file = argv[1];
	if (!learn_machine(&machine)) {
		fprintf(stderr, "failslab: SMBIOS announces no calling interface\n");
		return 1;
	}
	if (argc == 3)
		cmocka_set_test_filter(argv[2]);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("failslab", tests, start, NULL);
}

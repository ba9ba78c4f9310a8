// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stress: eight threads do to the driver's files whatever comes to mind, good
 * and bad, each from a random sequence of its own. Afterwards every answer has
 * to have been a documented one, and a normal call has to be answered as it
 * was before. What the kernel says meanwhile is for others to look at.
 *
 *	stress [-b] [-m] [-s SEED] [SECONDS]
 *
 * -b unbinds and binds the driver meanwhile, -m makes the threads those whose
 * allocations may fail (Documentation/fault-injection of the kernel).
 *
 * Nothing here can turn a machine off or spoil its memory. Commands read and
 * never write; bytes at random only land behind the command; a raw request
 * names an address that is right, and nobody moves the buffer meanwhile; host
 * control is disarmed at the end.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "call.h"
#include "cpu.h"
#include "open_files.h"

#define THREADS		8
#define HARMLESS_PORT	0x80
#define NO_LOCATION	0xfffe
#define NO_CLASS	200
#define MAX_ERRNOS	4

struct thread {
	pthread_t id;
	unsigned int seed;
	struct open_files files;
	char complaint[128];
};

static struct machine machine;
static bool with_binding, with_faults;
static unsigned int seconds = 60, first_seed;
static atomic_bool over;

/* Where the buffer is about to end: it grows in small steps. */
static atomic_uint horizon;

/*
 * Held for writing by whoever names the buffer's address himself, for reading
 * by whoever could move the buffer or let the driver fill the address in.
 */
static pthread_rwlock_t address_lock;

static unsigned int any(struct thread *t, unsigned int limit)
{
	return rand_r(&t->seed) % limit;
}

static unsigned int beyond_horizon(struct thread *t)
{
	unsigned int end = horizon += any(t, 256);

	return end < DCDBAS_MAX_BUFFER_SIZE ? end : DCDBAS_MAX_BUFFER_SIZE;
}

/* ---- what the threads do: 0 or more, or a negative errno ----------------- */

static ssize_t read_data(struct thread *t)
{
	char data[8192];
	off_t pos = any(t, 8) ? (off_t)any(t, horizon + 1) :
				(off_t)any(t, 1u << 30) << 32;
	ssize_t ret = read_open_file(&t->files, DATA, data,
				     1 + any(t, sizeof(data)), pos);

	return ret > 0 && pos >= DCDBAS_MAX_BUFFER_SIZE ? -EPROTO : ret;
}

static ssize_t write_data(struct thread *t)
{
	char data[8192];
	size_t len = 1 + any(t, any(t, 16) ? 256 : sizeof(data));
	off_t pos = sizeof(struct packet) + any(t, beyond_horizon(t) + 1);

	memset(data, any(t, 256), sizeof(data));
	return write_open_file(&t->files, DATA, data, len, pos);
}

static ssize_t write_far(struct thread *t)
{
	off_t pos = any(t, 2) ? DCDBAS_MAX_BUFFER_SIZE - 16 :
				INT64_MAX - 17;

	return write_open_file(&t->files, DATA, "seventeen letters", 17, pos);
}

static ssize_t write_packet(struct thread *t)
{
	struct packet packet = make_packet(&machine);

	switch (any(t, 8)) {
	case 0:
		packet.head.magic ^= 1 + any(t, 1000);
		break;
	case 1:
		packet.head.ecx ^= 1 + any(t, 1000);
		break;
	case 2:
		packet.head.port = HARMLESS_PORT;
		packet.head.code = any(t, 256);
		break;
	case 3:
		packet.ci.command_class = NO_CLASS;
		break;
	case 4:
		packet.ci.arg[0] = NO_LOCATION;
		break;
	case 5:
		/* the service tag */
		packet.ci.command_class = 11;
		packet.ci.command_select = 2;
		break;
	}
	return write_open_file(&t->files, DATA, &packet,
			  any(t, 4) ? sizeof(packet) : sizeof(packet.head) + 1,
			  0);
}

static ssize_t request(struct thread *t)
{
	return write_number(&t->files, REQUEST, DCDBAS_REQUEST_CALLING_INTERFACE);
}

static ssize_t clear(struct thread *t)
{
	return write_number(&t->files, REQUEST, DCDBAS_REQUEST_CLEAR);
}

static ssize_t grow(struct thread *t)
{
	return write_number(&t->files, SIZE, beyond_horizon(t));
}

static ssize_t read_size(struct thread *t)
{
	unsigned long size = 0;
	ssize_t ret = read_number(&t->files, SIZE, 10, &size);

	return size > DCDBAS_MAX_BUFFER_SIZE ? -EPROTO : ret;
}

static ssize_t read_address(struct thread *t)
{
	unsigned long address = 0;
	ssize_t ret = read_number(&t->files, ADDRESS, 16, &address);

	return address > UINT32_MAX || address % 4096 ? -EPROTO : ret;
}

static ssize_t arm(struct thread *t)
{
	return write_number(&t->files, ACTION + any(t, 3), any(t, 4));
}

static ssize_t read_armed(struct thread *t)
{
	unsigned long value = 0;
	ssize_t ret = read_number(&t->files, ACTION + any(t, 3), 10, &value);

	return value > 3 ? -EPROTO : ret;
}

static ssize_t write_nonsense(struct thread *t)
{
	static const char *const nonsense[] = {
		"-1", "+1", " 1", "0x1", "1x", "1\n\n", "abc", "\n",
		"99999999999999999999", "18446744073709551616",
	};
	const char *text = nonsense[any(t, ARRAY_SIZE(nonsense))];

	return write_open_file(&t->files, SIZE + any(t, ATTRIBUTES - SIZE), text,
			  strlen(text), 0);
}

/* A whole call that nobody disturbs has one right answer. */
static ssize_t whole_call(struct thread *t)
{
	return make_call(&machine, any(t, 2));
}

static ssize_t node_call(struct thread *t)
{
	(void)t;
	return make_node_call(&machine, -1);
}

/* Attributes that do not exist, or an offset in front of the data. */
static ssize_t node_nonsense(struct thread *t)
{
	static const uint32_t words[] = { 0, 43, 44, 4096, 1 << 31, UINT32_MAX };
	uint32_t call[2 + 11 + 1024] = { UINT32_MAX };
	int fd = open(NODE, O_RDONLY);
	ssize_t ret;

	call[2] = NO_CLASS;
	for (size_t i = 0; i < 4; i++)
		call[3 + i] = words[any(t, ARRAY_SIZE(words))];
	call[3 + any(t, 4)] = 43;
	call[11] = any(t, 2) ? 0x01010101 : any(t, 1 << 30) | 2;
	call[12] = words[any(t, ARRAY_SIZE(words))];
	ret = fd < 0 || ioctl(fd, DELL_WMI_SMBIOS_CMD, call) ? -errno : 0;
	if (fd >= 0)
		close(fd);
	return ret;
}

/* ---- all of it at once --------------------------------------------------- */

static struct operation {
	const char *name;
	ssize_t (*function)(struct thread *t);
	int refusals[MAX_ERRNOS];	/* documented for what it does */
	bool never_succeeds;
	bool alone;			/* address_lock for writing */
	atomic_ulong done, refused;
} operations[] = {
	{ .name = "read data", .function = read_data },
	{ .name = "write data", .function = write_data,
	  .refusals = { EINVAL } },
	{ .name = "write past the limit", .function = write_far,
	  .refusals = { EINVAL, EFBIG }, .never_succeeds = true },
	{ .name = "write a packet", .function = write_packet },
	{ .name = "request", .function = request,
	  .refusals = { ENODEV, EBADR } },
	{ .name = "clear", .function = clear, .refusals = { ENODEV } },
	{ .name = "grow", .function = grow },
	{ .name = "read the size", .function = read_size },
	{ .name = "read the address", .function = read_address },
	{ .name = "set host control", .function = arm },
	{ .name = "read host control", .function = read_armed },
	{ .name = "write nonsense", .function = write_nonsense,
	  .refusals = { EINVAL, ERANGE }, .never_succeeds = true },
	{ .name = "whole call", .function = whole_call, .alone = true },
	{ .name = "call by the node", .function = node_call },
	{ .name = "nonsense for the node", .function = node_nonsense,
	  .refusals = { EINVAL }, .never_succeeds = true },
};

static bool is_documented(const struct operation *op, int error)
{
	for (size_t i = 0; i < MAX_ERRNOS; i++)
		if (error == op->refusals[i])
			return true;
	return (with_binding && (error == ENOENT || error == ENODEV)) ||
	       (with_faults && error == ENOMEM);
}

static struct operation *choose(struct thread *t)
{
	struct operation *op;

	/* Who is alone disturbs nobody: not too often. */
	do
		op = &operations[any(t, ARRAY_SIZE(operations))];
	while (op->alone && any(t, 10));
	return op;
}

static void act(struct thread *t)
{
	struct operation *op = choose(t);
	ssize_t ret;

	if (op->alone)
		pthread_rwlock_wrlock(&address_lock);
	else
		pthread_rwlock_rdlock(&address_lock);
	ret = op->function(t);
	pthread_rwlock_unlock(&address_lock);

	if (ret >= 0)
		op->done++;
	else
		op->refused++;
	if (!t->complaint[0] &&
	    (ret < 0 ? !is_documented(op, -ret) : op->never_succeeds))
		snprintf(t->complaint, sizeof(t->complaint), "%s: %s",
			 op->name, ret < 0 ? strerrorname_np(-ret) :
					     "succeeded");
}

static void move_to_any_cpu(struct thread *t)
{
	stay_on(any(t, sysconf(_SC_NPROCESSORS_ONLN)));
}

static void *rage(void *data)
{
	struct thread *t = data;

	if (with_faults && put("/proc/thread-self/make-it-fail", "1", 1, 0) < 0)
		snprintf(t->complaint, sizeof(t->complaint),
			 "this kernel makes no allocations fail");
	while (!over) {
		if (!any(t, 32))
			move_to_any_cpu(t);
		act(t);
	}
	close_open_files(&t->files);
	return NULL;
}

static void *bind_and_unbind(void *data)
{
	struct thread *t = data;

	while (!over) {
		ssize_t ret;

		pthread_rwlock_rdlock(&address_lock);
		ret = unbind_driver();
		horizon = 0;
		pthread_rwlock_unlock(&address_lock);
		usleep(any(t, 10000));

		pthread_rwlock_rdlock(&address_lock);
		if (ret >= 0)
			ret = bind_driver();
		pthread_rwlock_unlock(&address_lock);
		usleep(any(t, 200000));
		if (ret < 0)
			snprintf(t->complaint, sizeof(t->complaint),
				 "bind or unbind: %s", strerrorname_np(-ret));
	}
	return NULL;
}

static void eight_threads_get_documented_answers(void **state)
{
	struct thread threads[THREADS + 1] = { 0 };
	const size_t n = with_binding ? THREADS + 1 : THREADS;
	bool complaints = false;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		threads[i].seed = first_seed + i;
		assert_int_equal(pthread_create(&threads[i].id, NULL,
						i < THREADS ? rage :
						bind_and_unbind, &threads[i]),
				 0);
	}
	sleep(seconds);
	over = true;
	for (size_t i = 0; i < n; i++) {
		pthread_join(threads[i].id, NULL);
		if (threads[i].complaint[0]) {
			printf("# thread %zu: %s\n", i, threads[i].complaint);
			complaints = true;
		}
	}
	assert_false(complaints);
}

static void no_operation_was_left_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(operations); i++)
		printf("# %s: %lu done, %lu refused\n", operations[i].name,
		       operations[i].done, operations[i].refused);
	for (size_t i = 0; i < ARRAY_SIZE(operations); i++)
		assert_true(operations[i].never_succeeds ?
			    operations[i].refused : operations[i].done);
}

static void host_control_can_be_disarmed(void **state)
{
	(void)state;
	for (enum attribute i = ACTION; i <= ON_SHUTDOWN; i++) {
		unsigned long value;

		assert_true(put_number(paths[i], 0) > 0);
		assert_int_equal(get_number(paths[i], 10, &value), 0);
		assert_int_equal(value, 0);
	}
}

static void a_call_is_answered(void **state)
{
	(void)state;
	assert_int_equal(make_call(&machine, false), 0);
	assert_int_equal(make_call(&machine, true), 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_is_answered),
		cmocka_unit_test(eight_threads_get_documented_answers),
		cmocka_unit_test(no_operation_was_left_out),
		cmocka_unit_test(host_control_can_be_disarmed),
		cmocka_unit_test(a_call_is_answered),
	};
	pthread_rwlockattr_t attr;
	int option;

	first_seed = getpid();
	while ((option = getopt(argc, argv, "bms:")) != -1) {
		switch (option) {
		case 'b':
			with_binding = true;
			break;
		case 'm':
			with_faults = true;
			break;
		case 's':
			first_seed = strtoul(optarg, NULL, 10);
			break;
		default:
			fprintf(stderr,
				"usage: stress [-b] [-m] [-s SEED] [SECONDS]\n");
			return 2;
		}
	}
	if (optind < argc)
		seconds = strtoul(argv[optind], NULL, 10);
	if (!learn_machine(&machine)) {
		fprintf(stderr, "stress: SMBIOS announces no calling interface\n");
		return 1;
	}
	printf("# seed %u, %u seconds\n", first_seed, seconds);

	/* A whole call is to have its turn. */
	pthread_rwlockattr_init(&attr);
	pthread_rwlockattr_setkind_np(&attr,
				      PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&address_lock, &attr);

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("stress", tests, NULL, NULL);
}

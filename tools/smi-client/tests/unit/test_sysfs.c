// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The protocol of the driver's files. A failure means that requests of two
 * programs can mix, that firmware gets a wrong address, or that a secret stays
 * in the buffer.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

#include "../../lib/lock.h"

#define BELOW	"devices/platform/dcdbas/"

static const struct smi_port port = { .port = 0xB2, .code = 0x17 };

static struct transport *transport(struct fixture *f, unsigned int timeout_ms)
{
	const struct transport_options options = {
		.sysfs = f->dir, .dev = f->dir, .timeout_ms = timeout_ms,
		.trace = &f->options.trace,
	};
	struct transport *t = sysfs_new(&options);

	assert_non_null(t);
	return t;
}

static int open_below(struct fixture *f, const char *name)
{
	int fd = open(fixture_path(f, name), O_RDWR | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

/* Whether another program could have the lock now. */
static bool is_free(struct fixture *f, const char *name)
{
	int fd = open_below(f, name);
	bool had = !flock(fd, LOCK_EX | LOCK_NB);

	close(fd);
	return had;
}

static void both_files_are_locked_once_and_released(void **state)
{
	struct fixture *f = *state;
	struct transport *t = transport(f, 200);

	fixture_driver(f);
	assert_int_equal(t->ops->lock(t, &f->error), SMI_OK);
	assert_int_equal(t->ops->lock(t, &f->error), SMI_OK);
	assert_int_equal(f->steps, 2);
	t->ops->unlock(t);
	assert_false(is_free(f, BELOW "smi_data"));
	assert_false(is_free(f, BELOW "smi_request"));
	t->ops->unlock(t);
	assert_true(is_free(f, BELOW "smi_data"));
	assert_true(is_free(f, BELOW "smi_request"));
	t->ops->free(t);
}

static void without_driver_is_not_found(void **state)
{
	struct fixture *f = *state;
	struct transport *t = transport(f, 200);
	u64 value;

	assert_int_equal(t->ops->lock(t, &f->error), SMI_NOT_FOUND);
	assert_int_equal(f->error.hint, HINT_LOAD_DRIVER);
	assert_int_equal(t->ops->get(t, ATTR_HC_ACTION, &value, &f->error), SMI_NOT_FOUND);
	assert_int_equal(t->ops->set(t, ATTR_HC_ACTION, 2, &f->error), SMI_NOT_FOUND);
	t->ops->free(t);
}

static void held_lock_is_busy_and_names_its_holder(struct fixture *f, const char *name)
{
	struct transport *t = transport(f, 200);
	sigset_t signals;
	char pid[32];
	int fd;

	fixture_driver(f);
	fd = open_below(f, name);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(t->ops->lock(t, &f->error), SMI_BUSY);
	assert_non_null(strstr(f->error.what, name));
	assert_non_null(strstr(f->error.path, name));
	snprintf(pid, sizeof(pid), "pid %d", getpid());
	assert_non_null(strstr(f->error.what, pid));
	/* Nor for ever where the alarm that ends the wait is held back. */
	signals_hold(&signals);
	assert_int_equal(t->ops->lock(t, &f->error), SMI_BUSY);
	signals_release(&signals);
	/* The other one is not kept. */
	if (!strstr(name, "smi_data"))
		assert_true(is_free(f, BELOW "smi_data"));
	close(fd);
	assert_int_equal(t->ops->lock(t, &f->error), SMI_OK);
	t->ops->unlock(t);
	t->ops->free(t);
}

static void a_held_smi_data_is_busy(void **state)
{
	held_lock_is_busy_and_names_its_holder(*state, BELOW "smi_data");
}

static void a_held_smi_request_is_busy(void **state)
{
	held_lock_is_busy_and_names_its_holder(*state, BELOW "smi_request");
}

static void a_lock_released_in_time_is_taken(void **state)
{
	struct fixture *f = *state;
	struct transport *t = transport(f, 5000);
	int ready[2];
	char byte;
	pid_t child;

	fixture_driver(f);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (!child) {
		int fd = open_below(f, BELOW "smi_data");

		flock(fd, LOCK_EX);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		usleep(100000);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(t->ops->lock(t, &f->error), SMI_OK);
	t->ops->unlock(t);
	assert_int_equal(waitpid(child, NULL, 0), child);
	close(ready[0]);
	close(ready[1]);
	t->ops->free(t);
}

static void signal_in_the_middle(void *arg, const struct trace_step *step)
{
	(void)arg;
	if (!strcmp(step->verb, "write") && strstr(step->file, "smi_data"))
		raise(SIGTERM);
}

/* Status of a child that is sent a signal in the middle of a call of @class. */
static int call_with_signal(struct fixture *f, u16 class)
{
	struct ci_call call = { .ci = { .command_class = class } };
	pid_t child;
	int status;

	f->options.trace.step = signal_in_the_middle;
	child = fork();
	if (!child) {
		struct transport *t = transport(f, 200);

		t->ops->call(t, &port, &call, &f->error);
		_exit(3);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void a_signal_waits_until_the_request_is_over(void **state)
{
	struct fixture *f = *state;
	char request[2] = "";
	int status;

	fixture_driver(f);
	status = call_with_signal(f, 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	/* Raised with the first byte written, the request was carried out. */
	fixture_read(f, BELOW "smi_request", request, 1);
	assert_string_equal(request, "1");
	assert_true(is_free(f, BELOW "smi_data"));
	assert_true(is_free(f, BELOW "smi_request"));
}

static void a_signal_waits_longer_when_something_was_changed(void **state)
{
	struct fixture *f = *state;
	int status;

	fixture_driver(f);
	status = call_with_signal(f, 1);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
}

static void what_is_written_is_read_back(void **state)
{
	struct fixture *f = *state;
	struct transport *t = transport(f, 200);
	char out[20000], back[20000];

	fixture_driver(f);
	memset(out, 0x5A, sizeof(out));
	assert_int_equal(t->ops->write(t, 7, out, sizeof(out), &f->error), SMI_OK);
	assert_int_equal(t->ops->read(t, 7, back, sizeof(back), &f->error), SMI_OK);
	assert_memory_equal(out, back, sizeof(out));
	assert_int_equal(t->ops->read(t, 8, back, sizeof(back), &f->error), SMI_FAILED);
	assert_non_null(strstr(f->error.what, "ends after 20007 bytes, expected 20008"));
	t->ops->free(t);
}

static void a_call_is_laid_out_as_firmware_expects(void **state)
{
	static const u8 expected[] = {
		0x31, 0x49, 0x4D, 0x53,			/* magic */
		0, 0, 0, 0,				/* ebx */
		0x31, 0x49, 0x53, 0x42,			/* ecx */
		0xB2, 0, 0x17, 0,			/* port, code */
		1, 0, 2, 0,				/* class, select */
		0x78, 0x56, 0x34, 0x12, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0,			/* arguments */
		0xFD, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0,			/* results */
	};
	struct fixture *f = *state;
	struct transport *t = transport(f, 200);
	struct ci_call call = {
		.ci = { .command_class = 1, .command_select = 2, .arg = { 0x12345678 },
			.res = { SMI_RESULT_NOT_HANDLED } },
	};
	char request[2] = "";
	u8 data[256];

	fixture_driver(f);
	assert_int_equal(t->ops->call(t, &port, &call, &f->error), SMI_OK);
	assert_int_equal(fixture_read(f, BELOW "smi_data", data, sizeof(data)), sizeof(expected));
	assert_memory_equal(data, expected, sizeof(expected));
	fixture_read(f, BELOW "smi_request", request, 1);
	assert_string_equal(request, "1");
	t->ops->free(t);
}

static void buffers_lie_behind_the_call_and_are_pointed_to(void **state)
{
	struct fixture *f = *state;
	struct transport *t = transport(f, 200);
	u8 first[3] = "abc", second[4] = "defg", data[256];
	struct ci_call call = {
		.ci = { .arg = { 0, 5 } },
		.buffer = { { first, 3, false }, { }, { second, 4, false } },
	};
	struct smi_calling_interface ci;
	char size[16] = "";

	fixture_driver(f);
	assert_int_equal(t->ops->call(t, &port, &call, &f->error), SMI_OK);
	assert_int_equal(fixture_read(f, BELOW "smi_data", data, sizeof(data)), 16 + 36 + 7);
	memcpy(&ci, data + 16, sizeof(ci));
	assert_int_equal(ci.arg[0], 0x7fe0000 + 16 + 36);
	assert_int_equal(ci.arg[1], 5);
	assert_int_equal(ci.arg[2], 0x7fe0000 + 16 + 36 + 3);
	assert_memory_equal(data + 16 + 36, "abcdefg", 7);
	/* The buffer has grown before its address was read. */
	fixture_read(f, BELOW "smi_data_buf_size", size, sizeof(size));
	assert_memory_equal(size, "59", 2);
	t->ops->free(t);
}

static void an_address_that_firmware_cannot_use_is_refused(void **state)
{
	static const char *const wrong[] = {
		"0\n", "100000000\n", "ffffffff\n", "garbage\n", "\n",
	};
	struct fixture *f = *state;
	u8 byte = 0;

	fixture_driver(f);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct transport *t = transport(f, 200);
		struct ci_call call = { .buffer[0] = { &byte, 1, false } };
		char request;

		fixture_text(f, BELOW "smi_data_buf_phys_addr", wrong[i]);
		assert_int_equal(t->ops->call(t, &port, &call, &f->error), SMI_FAILED);
		assert_int_equal(fixture_read(f, BELOW "smi_request", &request, 1), 0);
		t->ops->free(t);
	}
}

static void a_secret_is_cleared_from_the_buffer(void **state)
{
	struct fixture *f = *state;
	struct transport *t = transport(f, 200);
	struct ci_call call = { .secret = true };
	char request[2] = "";

	fixture_driver(f);
	assert_int_equal(t->ops->call(t, &port, &call, &f->error), SMI_OK);
	/* The plain file holds the last request: zero the buffer. */
	fixture_read(f, BELOW "smi_request", request, 1);
	assert_string_equal(request, "0");
	t->ops->free(t);
}

static void a_plain_file_is_not_taken_for_the_device_node(void **state)
{
	struct fixture *f = *state;
	const struct transport_options options = { .sysfs = f->dir, .dev = f->dir };

	assert_false(chardev_is_there(&options));
	fixture_text(f, "dcdbas", "");
	assert_false(chardev_is_there(&options));
}

static void a_missing_device_node_is_told(void **state)
{
	struct fixture *f = *state;
	struct ci_call call = { .unadvertised = true };

	f->options.transport = "device";
	fixture_identity(f, "Dell Inc.", "PowerEdge R750");
	fixture_calling(f, 1, NULL, 0);
	fixture_driver(f);
	fixture_machine(f, NULL);
	assert_int_equal(ci_send(&f->machine, &call, &f->error), SMI_NOT_FOUND);
	assert_non_null(strstr(f->error.what, "has no device node"));
	assert_int_equal(ci_send(&f->machine, &call, &f->error), SMI_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(both_files_are_locked_once_and_released),
		UNIT_TEST(without_driver_is_not_found),
		UNIT_TEST(a_held_smi_data_is_busy),
		UNIT_TEST(a_held_smi_request_is_busy),
		UNIT_TEST(a_lock_released_in_time_is_taken),
		UNIT_TEST(a_signal_waits_until_the_request_is_over),
		UNIT_TEST(a_signal_waits_longer_when_something_was_changed),
		UNIT_TEST(what_is_written_is_read_back),
		UNIT_TEST(a_call_is_laid_out_as_firmware_expects),
		UNIT_TEST(buffers_lie_behind_the_call_and_are_pointed_to),
		UNIT_TEST(an_address_that_firmware_cannot_use_is_refused),
		UNIT_TEST(a_secret_is_cleared_from_the_buffer),
		UNIT_TEST(a_plain_file_is_not_taken_for_the_device_node),
		UNIT_TEST(a_missing_device_node_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

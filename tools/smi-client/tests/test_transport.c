// SPDX-License-Identifier: GPL-2.0-or-later
/* The protocol of the driver's files: locks, order, what is refused. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/dcdbas.h>

#include "attribute.h"
#include "fixture.h"
#include "output.h"
#include "transport.h"

#define DATA	"devices/platform/dcdbas/smi_data"
#define REQUEST	"devices/platform/dcdbas/smi_request"

static int open_below(struct fixture *f, const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

/* Whether somebody else could have the lock now. */
static bool is_free(struct fixture *f, const char *name)
{
	int fd = open_below(f, name);
	bool had = !flock(fd, LOCK_EX | LOCK_NB);

	close(fd);
	return had;
}

static const char *message(struct fixture *f)
{
	struct json_object *error =
		json_object_object_get(f->client.result, "error");

	assert_non_null(error);
	return output_get_text(error, "message");
}

static void both_files_are_locked_and_given_back(void **state)
{
	struct fixture *f = *state;

	fixture_driver(f);
	assert_int_equal(transport_lock(&f->client), CLIENT_DONE);
	assert_false(is_free(f, DATA));
	assert_false(is_free(f, REQUEST));
	transport_unlock(&f->client);
	assert_true(is_free(f, DATA));
	assert_true(is_free(f, REQUEST));
}

static void without_driver_is_not_found(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(transport_lock(&f->client), CLIENT_NOT_FOUND);
}

static void held_lock_is_busy_and_names_its_holder(void **state, const char *name)
{
	struct fixture *f = *state;
	char pid[32];
	int fd;

	fixture_driver(f);
	fd = open_below(f, name);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(transport_lock(&f->client), CLIENT_BUSY);
	assert_non_null(strstr(message(f), name));
	snprintf(pid, sizeof(pid), "pid %d", getpid());
	assert_non_null(strstr(message(f), pid));
	/* The one that was had is not kept. */
	if (strcmp(name, DATA))
		assert_true(is_free(f, DATA));
	close(fd);
	json_object_put(output_catch(&f->client));
	assert_int_equal(transport_lock(&f->client), CLIENT_DONE);
	transport_unlock(&f->client);
}

static void a_held_smi_data_is_busy(void **state)
{
	held_lock_is_busy_and_names_its_holder(state, DATA);
}

static void a_held_smi_request_is_busy(void **state)
{
	held_lock_is_busy_and_names_its_holder(state, REQUEST);
}

static void a_lock_given_back_in_time_is_taken(void **state)
{
	struct fixture *f = *state;
	pid_t child;
	int fd, ready[2];
	char byte;

	fixture_driver(f);
	f->client.timeout_ms = 5000;
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (!child) {
		fd = open_below(f, DATA);
		flock(fd, LOCK_EX);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		usleep(100000);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(transport_lock(&f->client), CLIENT_DONE);
	transport_unlock(&f->client);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void a_signal_waits_until_the_request_is_over(void **state)
{
	struct fixture *f = *state;
	char data[4] = "";
	pid_t child;
	int status;

	fixture_driver(f);
	child = fork();
	if (!child) {
		if (transport_lock(&f->client))
			_exit(1);
		raise(SIGTERM);
		/* Still here: the request is carried out to its end. */
		if (transport_write(&f->client, 0, "done", 4, false))
			_exit(2);
		transport_unlock(&f->client);
		_exit(3);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	fixture_read(f, DATA, data, sizeof(data));
	assert_memory_equal(data, "done", 4);
	assert_true(is_free(f, DATA));
	assert_true(is_free(f, REQUEST));
}

static void what_is_written_is_read_back(void **state)
{
	struct fixture *f = *state;
	char out[20000], back[20000];

	fixture_driver(f);
	memset(out, 0x5A, sizeof(out));
	assert_int_equal(transport_lock(&f->client), CLIENT_DONE);
	assert_int_equal(transport_write(&f->client, 7, out, sizeof(out),
					 false), CLIENT_DONE);
	assert_int_equal(transport_read(&f->client, 7, back, sizeof(back),
					false), CLIENT_DONE);
	assert_memory_equal(out, back, sizeof(out));
	transport_unlock(&f->client);
}

static void a_short_read_is_a_failure(void **state)
{
	struct fixture *f = *state;
	char back[8];

	fixture_driver(f);
	fixture_attribute(f, "smi_data", "1234567");
	assert_int_equal(transport_lock(&f->client), CLIENT_DONE);
	assert_int_equal(transport_read(&f->client, 0, back, sizeof(back),
					false), CLIENT_FAILED);
	transport_unlock(&f->client);
}

static void a_small_buffer_is_grown_before_its_address_is_read(void **state)
{
	struct fixture *f = *state;
	char size[16] = "";
	u32 address;

	fixture_driver(f);
	fixture_attribute(f, "smi_data_buf_size", "16\n");
	assert_int_equal(transport_address(&f->client, 100, &address),
			 CLIENT_DONE);
	assert_int_equal(address, 0x12345000);
	fixture_read(f, "devices/platform/dcdbas/smi_data_buf_size", size,
		     sizeof(size));
	assert_memory_equal(size, "100", 3);
}

static void an_address_that_firmware_cannot_use_is_refused(void **state)
{
	static const char *const bad[] = {
		"0\n", "100000000\n", "ffffffff\n", "garbage\n", "\n",
	};
	struct fixture *f = *state;
	u32 address;

	fixture_driver(f);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		fixture_attribute(f, "smi_data_buf_phys_addr", bad[i]);
		assert_int_equal(transport_address(&f->client, 100, &address),
				 CLIENT_FAILED);
		json_object_put(output_catch(&f->client));
	}
}

static void a_dry_run_touches_no_file(void **state)
{
	struct fixture *f = *state;
	struct json_object *steps;
	u32 address;
	char byte;

	/* There is no driver at all: it would be noticed. */
	f->client.dry_run = true;
	f->client.json = true;
	assert_int_equal(transport_lock(&f->client), CLIENT_DONE);
	assert_int_equal(transport_address(&f->client, 100, &address),
			 CLIENT_DONE);
	assert_int_equal(transport_write(&f->client, 0, "x", 1, false),
			 CLIENT_DONE);
	assert_int_equal(transport_trigger(&f->client, 1), CLIENT_DONE);
	assert_int_equal(transport_read(&f->client, 0, &byte, 1, false),
			 CLIENT_DONE);
	assert_int_equal(attribute_set(&f->client, "host_control_action", 2),
			 CLIENT_DONE);
	transport_unlock(&f->client);
	steps = json_object_object_get(f->client.result, "dry_run");
	assert_int_equal(json_object_array_length(steps), 8);
}

static void secrets_are_not_told(void **state)
{
	struct fixture *f = *state;

	f->client.dry_run = true;
	f->client.json = true;
	assert_int_equal(transport_lock(&f->client), CLIENT_DONE);
	assert_int_equal(transport_write(&f->client, 0, "geheim", 6, true),
			 CLIENT_DONE);
	transport_unlock(&f->client);
	assert_null(strstr(json_object_to_json_string(f->client.result),
			   "67656865696d"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(both_files_are_locked_and_given_back),
		FIXTURE_TEST(without_driver_is_not_found),
		FIXTURE_TEST(a_held_smi_data_is_busy),
		FIXTURE_TEST(a_held_smi_request_is_busy),
		FIXTURE_TEST(a_lock_given_back_in_time_is_taken),
		FIXTURE_TEST(a_signal_waits_until_the_request_is_over),
		FIXTURE_TEST(what_is_written_is_read_back),
		FIXTURE_TEST(a_short_read_is_a_failure),
		FIXTURE_TEST(a_small_buffer_is_grown_before_its_address_is_read),
		FIXTURE_TEST(an_address_that_firmware_cannot_use_is_refused),
		FIXTURE_TEST(a_dry_run_touches_no_file),
		FIXTURE_TEST(secrets_are_not_told),
	};

	return cmocka_run_group_tests_name("transport", tests, NULL, NULL);
}

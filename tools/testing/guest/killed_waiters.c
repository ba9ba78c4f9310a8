// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kills programs that wait for the driver while somebody else's call is on its
 * way. Each has to be gone long before that call is back. For a machine whose
 * firmware takes its time, with two processors.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdnoreturn.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "call.h"
#include "cpu.h"

#define MS	1000
/* How often it may happen that all of it takes longer than half of the call. */
#define ATTEMPTS	20

static struct machine machine;

/* Of the call, in ns; 0 before. */
static struct {
	atomic_ullong begun;
	atomic_ullong back;
} *call;

/* On CPU 0, where the SMI is: nobody waits on the other. */
static noreturn void make_slow_call(void)
{
	ssize_t ret;

	if (stay_on(0))
		_exit(1);
	call->begun = now();
	ret = make_node_call(&machine, -1);
	call->back = now();
	_exit(!!ret);
}

static bool is_waiting(pid_t pid)
{
	char path[64], text[512] = "", *state;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (get(path, text, sizeof(text) - 1, 0) <= 0)
		return false;
	state = strrchr(text, ')');
	return state && state[1] && state[2] == 'D';
}

/* Whether @ask waited, and was gone when half of the call was over. */
static bool killed_in_time(void (*ask)(void))
{
	pid_t caller, waiter;
	uint64_t gone;
	bool waited;
	int status;

	call->begun = 0;
	call->back = 0;
	caller = fork();
	if (!caller)
		make_slow_call();
	while (!call->begun)
		usleep(MS / 10);
	usleep(10 * MS);

	waiter = fork();
	if (!waiter) {
		ask();
		_exit(0);
	}
	do {
		usleep(MS);
		waited = is_waiting(waiter);
	} while (!waited && !call->back);
	kill(waiter, SIGKILL);
	assert_int_equal(waitpid(waiter, &status, 0), waiter);
	gone = now();

	assert_int_equal(waitpid(caller, &status, 0), caller);
	assert_int_equal(status, 0);
	return waited && gone - call->begun < (call->back - call->begun) / 2;
}

static void is_killed_in_time(void (*ask)(void))
{
	int attempts = 1;

	while (!killed_in_time(ask) && attempts < ATTEMPTS)
		attempts++;
	printf("# attempt %d\n", attempts);
	assert_in_range(attempts, 1, ATTEMPTS - 1);
}

static void read_file(void)
{
	unsigned long value;

	get_number(DCDBAS_DIR "host_control_action", 10, &value);
}

static void a_reader_of_a_file(void **state)
{
	(void)state;
	is_killed_in_time(read_file);
}

static void read_buffer(void)
{
	char bytes[16];

	get(DCDBAS_DIR "smi_data", bytes, sizeof(bytes), 0);
}

static void a_reader_of_the_buffer(void **state)
{
	(void)state;
	is_killed_in_time(read_buffer);
}

static void request(void)
{
	put_number(DCDBAS_DIR "smi_request", DCDBAS_REQUEST_CALLING_INTERFACE);
}

static void a_writer_of_a_request(void **state)
{
	(void)state;
	is_killed_in_time(request);
}

static void call_by_node(void)
{
	make_node_call(&machine, -1);
}

static void a_caller_by_the_node(void **state)
{
	(void)state;
	is_killed_in_time(call_by_node);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_of_a_file),
		cmocka_unit_test(a_reader_of_the_buffer),
		cmocka_unit_test(a_writer_of_a_request),
		cmocka_unit_test(a_caller_by_the_node),
	};

	call = mmap(NULL, sizeof(*call), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (call == MAP_FAILED || !learn_machine(&machine) || stay_on(1)) {
		fprintf(stderr, "killed_waiters: no memory, calling interface, or CPU 1\n");
		return 1;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("killed waiters", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What xl says, and what is told when it does not answer. A failure means that
 * a check hangs, or says "none" where nobody has answered. Programs of the test
 * stand for xl; the emulated dom0 has the real one.
 */
#include <sys/stat.h>
#include <time.h>

#include "fixture.h"

#include "../../lib/lock.h"
#include "../../lib/program.h"
#include "../../lib/xen.h"

#define LIST \
	"Name                                        ID   Mem VCPUs\tState\tTime(s)\n" \
	"Domain-0                                     0   512     2     r-----      10.1\n"

/* A program "xl" that runs a shell script. */
static void xl(struct fixture *f, const char *script)
{
	char text[2048];

	snprintf(text, sizeof(text), "#!/bin/sh\nPATH=/usr/bin:/bin\ncase $1 in\n%s\nesac\n",
		 script);
	fixture_text(f, "bin/xl", text);
	assert_int_equal(chmod(fixture_path(f, "bin/xl"), 0755), 0);
}

static void ask(struct fixture *f, unsigned int timeout_ms, struct xen_host *host)
{
	char *path = strdup(fixture_path(f, "bin")), *etc = strdup(fixture_path(f, "etc"));
	const struct xen_places places = { .path = path, .etc = etc, .timeout_ms = timeout_ms };

	xen_read(&places, host);
	free(path);
	free(etc);
}

static void guests_and_claims_are_counted(void **state)
{
	struct fixture *f = *state;
	struct xen_host host;

	xl(f, "info) echo 'host : x'; echo 'outstanding_claims     : 64';;\n"
	   "list) printf '" LIST "web 1 64 1 -b---- 0.1\\ndb 2 64 1 r----- 0.2\\n';;\n"
	   "claims) printf 'Name ID Mem VCPUs State Time(s) Claimed\\n"
	   "Domain-0 0 512 2 r----- 10.1 0\\nweb 1 64 1 --p--- 0.0 64\\n';;");
	fixture_text(f, "etc/rc6.d/K01xendomains", "");
	ask(f, 5000, &host);
	assert_true(host.guests.known && host.claimed_mib.known && host.claims.known);
	assert_int_equal(host.guests.value, 2);
	assert_string_equal(host.names, "web, db");
	assert_int_equal(host.claimed_mib.value, 64);
	assert_int_equal(host.claims.value, 1);
	assert_true(host.stops_guests.known && host.stops_guests.value);
	assert_string_equal(host.stopper, "xendomains");
}

static void no_guest_is_known_to_be_none(void **state)
{
	struct fixture *f = *state;
	struct xen_host host;

	xl(f, "info) printf 'host : x\\noutstanding_claims : 0\\n';;\n"
	   "list) printf '" LIST "';;\n"
	   "claims) printf 'Name ID Mem VCPUs State Time(s) Claimed\\n"
	   "Domain-0 0 512 2 r----- 10.1 0\\n';;");
	fixture_text(f, "etc/passwd", "");
	ask(f, 5000, &host);
	assert_true(host.guests.known && host.claimed_mib.known && host.claims.known);
	assert_int_equal(host.guests.value, 0);
	assert_int_equal(host.claims.value, 0);
	assert_true(host.stops_guests.known);
	assert_false(host.stops_guests.value);
}

static u64 now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

static void one_that_hangs_is_not_known_and_does_not_take_others_along(void **state)
{
	struct fixture *f = *state;
	struct xen_host host;
	u64 begin = now_ms();

	/* As without xenstored: list and claims block, info answers. */
	xl(f, "info) printf 'host : x\\noutstanding_claims : 0\\n';;\n"
	   "list) exec sleep 60;;\n"
	   "claims) sleep 60 & sleep 60;;");
	ask(f, 2000, &host);
	assert_true(now_ms() - begin < 30000);
	assert_true(host.claimed_mib.known);
	assert_false(host.guests.known);
	assert_non_null(strstr(host.guests.why, "did not answer in time"));
	assert_false(host.claims.known);
}

static void a_failure_or_nonsense_is_not_known(void **state)
{
	static const char *const scripts[] = {
		"*) exit 1;;", "*) exit 0;;", "*) echo nonsense;;", "*) kill -9 $$;;",
		"*) head -c 200000 /dev/zero;;", "*) printf 'Name ID\\n-1 -1\\nx y\\n';;",
	};
	struct fixture *f = *state;
	struct xen_host host;

	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
		xl(f, scripts[i]);
		ask(f, 5000, &host);
		assert_false(host.guests.known || host.claimed_mib.known || host.claims.known);
		assert_true(*host.guests.why && *host.claimed_mib.why && *host.claims.why);
	}
}

static void without_xl_nothing_is_known(void **state)
{
	struct fixture *f = *state;
	struct xen_host host;

	ask(f, 5000, &host);
	assert_false(host.guests.known || host.claimed_mib.known || host.claims.known);
	assert_string_equal(host.guests.why, "the program xl cannot be run");
	assert_false(host.stops_guests.known);
}

static void the_role_comes_from_the_kernel(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(xen_role(f->dir), XEN_NONE);
	fixture_text(f, "hypervisor/type", "xen\n");
	fixture_text(f, "hypervisor/properties/features", "00002705\n");
	assert_int_equal(xen_role(f->dir), XEN_GUEST);
	fixture_text(f, "hypervisor/properties/features", "00002f05\n");
	assert_int_equal(xen_role(f->dir), XEN_DOM0);
	fixture_text(f, "hypervisor/guest_type", "PV\n");
	assert_int_equal(xen_role(f->dir), XEN_DOM0);
	fixture_text(f, "hypervisor/guest_type", "PVH\n");
	assert_int_equal(xen_role(f->dir), XEN_DOM0_PVH);
}

static void a_program_is_started_with_no_signal_held_back(void **state)
{
	struct program grep = { .argv = { "grep", "SigBlk", "/proc/self/status" } };
	sigset_t signals;

	(void)state;
	signals_hold(&signals);
	program_run(&grep, 1, NULL, 5000);
	signals_release(&signals);
	assert_int_equal(grep.end, PROGRAM_EXITED);
	assert_string_equal(grep.output, "SigBlk:\t0000000000000000\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(guests_and_claims_are_counted),
		UNIT_TEST(no_guest_is_known_to_be_none),
		UNIT_TEST(one_that_hangs_is_not_known_and_does_not_take_others_along),
		UNIT_TEST(a_failure_or_nonsense_is_not_known),
		UNIT_TEST(without_xl_nothing_is_known),
		UNIT_TEST(the_role_comes_from_the_kernel),
		UNIT_TEST(a_program_is_started_with_no_signal_held_back),
	};

	return cmocka_run_group_tests_name("xen", tests, NULL, NULL);
}

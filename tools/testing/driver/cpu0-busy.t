#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# A real-time task may keep CPU 0, and everything else waits for it; firmware
# may take its time. A failure means that a program which asks the firmware
# something on such a machine hangs and cannot be killed, and so does everybody
# who reads one of the files.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $run = boot(script => <<'EOF', with => ['--add', '/usr/bin/chrt']);
cd /sys/devices/platform/dcdbas
# A job of its own, which is killed if it hangs as long as it can be.
timeout_of_30()
{
	"$@" &
	for i in $(seq 60); do
		usleep 500000
		kill -0 $! 2>/dev/null || return
	done
	echo "hangs: $*"
	kill -9 $!
}
request() { printf 1 > smi_request && echo "request: done"; }
# By the files, for what comes below repeats it.
smi-client --transport sysfs call 0 0 0x6a | head -n 1
dmesg -n 1
echo -1 > /proc/sys/kernel/sched_rt_runtime_us
taskset -p 2 $$ > /dev/null
taskset 1 /job/chrt -f 50 sh -c 'while :; do :; done' &
busy=$!
sleep 1
timeout_of_30 request
timeout_of_30 cat host_control_action
dd if=smi_data bs=1 skip=36 count=4 2>/dev/null | hexdump -e '1/4 "r1: %d\n"'
kill -9 $busy
EOF

is($run->{output}, <<'EOF', 'a request is answered, and a file can be read');
r1            0  0x00000000  done
request: done
0
r1: 0
EOF
is(scalar(grep { ($_->{result} // '') eq 'done' } @{$run->{smi}}), 2,
   'firmware has answered twice');
is($run->{status}, 0, 'the machine lived');

$run = boot(script => 'CMOCKA_MESSAGE_OUTPUT=TAP /job/killed_waiters',
	    with => ['--bad', 'late', '--add', guest_program('killed_waiters')]);
tap_ok($run, 'who waits while a call takes long can be killed');

done_testing;

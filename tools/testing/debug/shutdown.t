#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Host control under the debug kernel: power cycle, power off, halt, a firmware
# that does not answer. A failure means that the last thing a machine does is
# something that the kernel forbids at that place, such as sleeping, and that
# sooner or later a machine hangs there.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use PowerEdge;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

sub shut_down
{
	my ($name, $action, $result, $how, @with) = @_;

	subtest $name => sub {
		my $script = <<"EOF";
[ \$BOOT = 1 ] || { report 0; poweroff; }
echo 1 > /sys/kernel/tracing/events/dcdbas/enable
cd /sys/devices/platform/dcdbas
arm $action 3 1
report 0
$how
sleep 60
EOF
		my $run = boot(script => $script,
			       with => ['--kernel', 'debug', '--disk',
					'--memory', 1024, '--timeout', 180,
					@with]);

		is($run->{status}, 0, 'the machine went off');
		is(join(' ', map { $_->{result} } grep { $_->{kind} eq 'host-control' }
			@{$run->{smi}}), $result, "firmware was asked once: $result");
		is(join(' ', map { $_->{cause} } grep { $_->{kind} eq 'post' }
			@{$run->{smi}}),
		   $action == 4 ? 'power-on power-cycle' : 'power-on',
		   'and did what it was asked for');
		log_ok($run, $how);
	};
}

shut_down('power cycle', 4, 'accepted', 'taskset 2 /usr/sbin/reboot');
shut_down('power off', 2, 'accepted', 'poweroff');
shut_down('halt', 2, 'accepted', 'halt');
shut_down('power off, and firmware does not answer', 2, 'silent', 'poweroff',
	  '--firmware', 'silent');

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver in a kernel's tree, put there as Documentation/driver-api says, and
# built in. It then starts before timers can be suspended, and is shut down
# after them. A failure means that a kernel developer cannot take the driver
# over unchanged, or that a machine with such a kernel hangs at its end.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use PowerEdge;
use Test::More;

my $missing = debug_kernel_missing('built-in');
plan skip_all => $missing if $missing;

my $functions = <<'EOF';
arm()
{
	dd if=/dev/urandom of=/dev/sda bs=4k count=8 2>/dev/null
	cd /sys/devices/platform/dcdbas || return
	echo "$1" > host_control_action
	echo 3 > host_control_smi_type
	echo 1 > host_control_on_shutdown
}
EOF

sub run_built_in
{
	my ($script, @with) = @_;

	return boot(script => $functions . $script, may_fail => 1,
		    with => ['--kernel', 'built-in', '--driver', 'none',
			     '--disk', '--memory', 1024, @with]);
}

sub host_control
{
	return join ' ', map { "$_->{action} $_->{result}" }
		grep { $_->{kind} eq 'host-control' } @{shift->{smi}};
}

my $flush = qr/Synchronizing SCSI cache/;

subtest 'attributes, calls, a caller in the kernel; power off' => sub {
	my $run = run_built_in(<<'EOF', '--timeout', 240,
[ -e /sys/module/dcdbas/initstate ] && echo a module
./attribute_probe
echo ==
CMOCKA_MESSAGE_OUTPUT=TAP ./calls
echo ==
ls /sys/devices/platform/dell-smbios.0/tokens | wc -l
arm 2
report 0
poweroff
EOF
			       map { ('--add', guest_program($_)) }
			       qw(attribute_probe calls));
	my ($attributes, $calls, $tokens) = split /^==\n/m, $run->{output};

	is($run->{status}, 0, 'the machine lived, and went off');
	is($attributes, slurp("$FindBin::Bin/../driver/attributes.answers"),
	   'the attributes answer as documented');
	tap_ok({ output => $calls // '' }, 'calls');
	cmp_ok($tokens // 0, '>', 0, 'dell-smbios, built in as well, has its tokens');
	kernel_log_order($run, 'disks flush, firmware is asked, ACPI comes last',
			 $flush, qr/host control: asking firmware for power off/,
			 qr/host control: firmware answered/,
			 qr/ACPI: PM: Preparing to enter system sleep state S5/);
	is(host_control($run), 'power-off accepted', 'once');
	log_ok($run, 'power off');
};

subtest 'power cycle at a restart; then a halt' => sub {
	my $run = run_built_in(<<'EOF');
case $BOOT in
1)	arm 4
	report 1
	taskset 2 /usr/sbin/reboot ;;
2)	arm 2
	report 0
	halt ;;
esac
EOF
	is($run->{status}, 0, 'the second boot came, and firmware turned it off');
	kernel_log_order($run, 'disks flush, then firmware is asked, twice',
			 $flush, qr/host control: asking firmware for power cycle/,
			 qr/host control: firmware answered/, qr/Linux version/,
			 $flush, qr/host control: asking firmware for power off/,
			 qr/host control: firmware answered/, qr/System halted/);
	is(host_control($run), 'power-cycle accepted power-off accepted', 'once for each');
	log_ok($run, 'restart and halt');
};

# What waits has no timers any more.
subtest 'a halt, and firmware does not answer' => sub {
	my $run = run_built_in("arm 2\nreport 0\nhalt\n", '--firmware', 'silent',
			       '--timeout', 60);

	is($run->{status}, 124, 'nobody turns the machine off');
	kernel_log_order($run, 'but it halts',
			 qr/host control: asking firmware for power off/,
			 qr/host control: firmware did not answer/,
			 qr/System halted/);
	log_ok($run, 'halt');
};

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Firmware hears an SMI on CPU 0 alone, and 6.1 can take that one offline. A
# failure means an SMI on another CPU, which ends this machine at once, or an
# administrator who is not told.
#
# Setup: build vm

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Kernels;
use PowerEdge;
use Test::More;

my $missing = kernel_missing('6.1');
plan skip_all => $missing if $missing;

my $run = boot(script => <<'EOF', with => ['--kernel', '6.1', '--append', 'cpu0_hotplug']);
cpu0=/sys/devices/system/cpu/cpu0/online
[ -e $cpu0 ] || { echo none; exit; }
cd /sys/devices/platform/dcdbas
request()
{
	# by the files, so that there is a request to repeat
	smi-client --transport sysfs call 0 0 0x6a > /dev/null 2>&1; echo "call: $?"
	echo 2 2>&1 > smi_request
	echo 0 2>&1 > smi_request
}
echo 0 > $cpu0
request
echo 1 > $cpu0
request
echo ==
# under the feet of somebody who calls all the time
while :; do smi-client call 0 0 0x6a; done > /tmp/calls 2>&1 &
for i in 1 2 3 4 5 6 7 8; do
	echo 0 > $cpu0
	usleep 300000
	echo 1 > $cpu0
	usleep 300000
done
kill $!
grep -c done /tmp/calls
grep -c 'CPU 0' /tmp/calls
grep -v -e done -e 'CPU 0' -e '^r[234]' -e 'echo 1' -e 'Try again' /tmp/calls
echo ==
echo 0 > $cpu0
arm 2 3 1
report 0
poweroff
EOF

plan skip_all => 'this kernel keeps CPU 0' if $run->{output} eq "none\n";

my ($one, $many) = split /^==\n/m, $run->{output};
is($one, <<'EOF', 'offline: ENXIO for requests, no more; online: all is well');
call: 1
sh: write error: No such device or address
call: 0
EOF
like($many, qr/\A[1-9]\d*\n[1-9]\d*\n\z/,
     'going and coming: an answer, or a word about CPU 0');
is_deeply([grep { ($_->{cpu} // 0) != 0 } @{$run->{smi}}], [],
	  'every SMI was on CPU 0');
like($run->{console}, qr/cannot raise an SMI on CPU 0 \(-22\), power off not done/,
     'host control: the kernel log says what was not done');
is(scalar(grep { $_->{kind} eq 'host-control' } @{$run->{smi}}), 0,
   'host control: firmware was not asked');
is($run->{status}, 0, 'and the machine goes off by itself');

done_testing;

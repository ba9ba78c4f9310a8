#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# smi-client latency on a real-time kernel: SMIs timed by the driver's own
# tracepoint and counted by the CPU. A failure means that somebody who does
# real-time work trusts figures that were not measured.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Kernels;
use PowerEdge;
use SmiClient;
use Test::More;

my $missing = kernel_missing('6.1-rt');
plan skip_all => $missing if $missing;

my $run = boot(script => <<'EOF',
dmesg -n 1
t status smi-client --json status
t json smi-client --json latency --count 40
t text smi-client latency -n 40
t instances ls /sys/kernel/tracing/instances
# An SMI of somebody else in between, when the client has had the times of some
# calls: the byte is no command of this firmware.
(until grep -qs 'read events: [1-9]' /sys/kernel/tracing/instances/*/per_cpu/cpu*/stats; do
	sleep 0.01
 done
 printf '\052' | dd of=/dev/port bs=1 seek=178 conv=notrunc 2>/dev/null) &
t others smi-client --json --pace 10 latency -n 500
wait
rmmod msr
t uncounted smi-client --json latency -n 5
umount /sys/kernel/tracing
umount /sys/kernel/debug
t untraced smi-client --json latency -n 5
t bad smi-client --json latency -n 0
true
EOF
	with => [qw(--kernel 6.1-rt --module msr --append), 'isolcpus=1 nohz_full=1']);

my ($status, $out) = client_results($run);
schemas_ok();

my $state = json_of('status');
ok($state->{realtime}, 'status: the kernel is a real-time one');
is($state->{isolated_cpus}, '1', 'status: an isolated CPU');
like(join("\n", map { $_->{text} } @{$state->{findings}}), qr/every call stops all CPUs/,
     'status: and what that means');

is($status->{json}, 0, 'measured') or diag($out->{json});
my $l = json_of('json');
is($l->{calls}, 40, 'as many calls as asked');
is($l->{smi_source}, 'tracepoint', 'the SMI was timed by the driver');
cmp_ok($l->{smi}{min}, '>', 0, 'an SMI takes some time');
cmp_ok($l->{smi}{min}, '<=', $l->{smi}{median}, 'the shortest is not longer than the median');
cmp_ok($l->{smi}{median}, '<=', $l->{smi}{max}, 'the median is not longer than the longest');
cmp_ok($l->{smi}{median}, '<', $l->{round_trip}{median}, 'the round trip takes longer');
my $in_histogram = 0;
$in_histogram += $_->{count} for @{$l->{smi}{histogram}};
is($in_histogram, 40, 'each is in the histogram');
is($l->{smi_counter}{state}, 'counted', 'this CPU counts SMIs');
is($l->{smi_counter}{others}, 0, 'none of them was somebody else\'s');
ok($l->{emulated}, 'labelled as figures of a virtual machine');
like($out->{text}, qr/no figures of hardware/, 'in text, too');
like($out->{text}, qr/^  up to +\d+ us +\d+  #/m, 'a histogram in text');
is($out->{instances}, '', 'no trace instance is left');
is(json_of('others')->{smi_counter}{others}, 1, 'an SMI of somebody else is told');
is(json_of('uncounted')->{smi_counter}{state}, 'not known', 'without the module msr: not known');
is(json_of('uncounted')->{smi_counter}{others}, undef, 'and not 0');
is(json_of('untraced')->{smi}, undef, 'without tracefs the SMI is not timed');
is($status->{untraced}, 0, 'the round trip is');
is($status->{bad}, 2, 'no calls are no measurement');

my @calls = grep { ($_->{class} // '') ne '' } @{$run->{smi}};
is(scalar(grep { $_->{select} % 2 } @calls), 0, 'only calls that read were made');

done_testing();

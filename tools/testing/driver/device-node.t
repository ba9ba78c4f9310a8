#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# /dev/dcdbas, one call by one ioctl: for careful programs, careless ones and
# hostile ones, as 64-bit and 32-bit programs, on a machine with an ordinary
# buffer and on one with the firmware's own. A failure means a wrong answer, a
# physical address in user space, or a way to make firmware write over the
# kernel.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Kernels;
use PowerEdge;
use Test::More;

sub calls_ok
{
	my ($run, $name) = @_;
	my @calls = grep { $_->{kind} eq 'call' } @{$run->{smi}};

	cmp_ok(scalar @calls, '>', 500, "$name: firmware was called");
	is_deeply([grep { $_->{cpu} != 0 } @calls], [],
		  "$name: on CPU 0 every time");
	is_deeply([grep { ($_->{class} // 0) == 1 } @calls], [],
		  "$name: no call that must not be made was made");
}

my $small = kernel_missing('6.1-686');
my @small = $small ? () : ('--add', guest_program('node_call', '6.1-686') .
			   ':/job/node_call32');

my $run = boot(script => <<'EOF',
echo "== mode"
ls -l /dev/dcdbas
cat /sys/class/misc/dcdbas/uevent
dd if=/dev/dcdbas bs=8 count=1 2>/dev/null | hexdump -v -e '2/4 "%d " "\n"'
echo "== 64"
CMOCKA_MESSAGE_OUTPUT=TAP ./node_probe unbind
echo "== architectures"
./node_call 0x6a
[ ! -e node_call32 ] || ./node_call32 0x6a
echo "== trace"
echo 1 > /sys/kernel/tracing/events/dcdbas/smi/enable
# an admin password is set, and another one verified
smi-client --transport device call 10 2 0 0 0x14131211 0x18171615 > /tmp/out 2>&1
smi-client --transport device call 10 1 0x24232221 0x28272625 > /tmp/out 2>&1
sed -n 's/_ns=[0-9]*/_ns=/g; s/.* smi: //p' /sys/kernel/tracing/trace
EOF
	       with => ['--timeout', 240, '--add', guest_program('node_probe'),
			'--add', guest_program('node_call'), @small]);
(undef, my %part) = split /^== (.*)\n/m, $run->{output};
like($part{mode}, qr/\Acrw------- .*DEVNAME=dcdbas\nDEVMODE=0600\n4104 0 *\n\z/s,
     'the node is for root, and says how large a call is');
tap_ok({ output => $part{64} // '' }, 'node');
SKIP: {
	skip "32-bit: $small", 1 if $small;
	my ($wide) = $part{architectures} =~ /^64-bit: (length \d+, r1 0, r2 .*)\n/m;

	ok($wide, 'node: a call is answered');
	like($part{architectures}, qr/^32-bit: \Q$wide\E$/m,
	     'node: and just so for a 32-bit program');
}
calls_ok($run, 'node');
my $smi = 'request=1 port=0x00b2 code=0x17 duration_ns= smi_ns= result=0 calling_interface=1';
is($part{trace}, "$smi class=10 select=2 status=0\n$smi class=10 select=1 status=2\n",
   'node: the trace has what firmware answered, and no password');

# Firmware that reads no memory but its own.
my @wsmt = ('--wsmt', 3, '--buffer', '0x1000000:0x10000', '--oem-string',
	    '30[0000000001000000;00010000]');
$run = boot(script => 'CMOCKA_MESSAGE_OUTPUT=TAP ./node_probe unbind',
	    with => [@wsmt, '--timeout', 240, '--add', guest_program('node_probe')]);
tap_ok($run, 'node, WSMT');
calls_ok($run, 'node, WSMT');
is_deeply([grep { $_->{kind} eq 'call' &&
		  (hex $_->{ebx} < 0x1000000 || hex $_->{ebx} >= 0x1010000) }
	   @{$run->{smi}}], [], 'node, WSMT: in the firmware\'s memory');

done_testing;

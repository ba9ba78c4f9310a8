#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Firmware that reads no memory but its own (ACPI table WSMT), and where it says
# that this memory is. Tables are input: a damaged one must neither damage the
# kernel nor take host control away. A failure means that such a machine cannot
# be managed, or that its memory is written to at random.
#
# Setup: build vm matrix

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Kernels;
use PowerEdge;
use Test::More;

# Where the firmware's buffer is, reserved by the rig; less its semaphore.
use constant {
	BUFFER => 0x1000000,
	SIZE => 0x10000,
};
my @one_cpu = ('--smp', 1, '--add', guest_program('node_call'));
my @machine = (@one_cpu, '--wsmt', 3);
my @buffer = ('--buffer', sprintf '0x%x:0x%x', BUFFER, SIZE);

# What there is to see at the files and the node. A calling interface request
# that the driver lets through is answered by the firmware.
my $functions = <<'EOF';
try() { echo "$1" 2>&1 > $2 && echo "$2 $1: fine"; }
look()
{
	cd /sys/devices/platform/dcdbas
	echo "size $(cat smi_data_buf_size) at $(cat smi_data_buf_phys_addr)"
	try 200 smi_data_buf_size
	try 0 smi_request
	try 1 smi_request
	try 2 smi_request
	smi-client --transport sysfs call 0 0 0x6a > /tmp/out 2>&1; echo "call: exit $?"
	node_call 0x6a 2>&1
	for file in action smi_type on_shutdown; do
		try 0 host_control_$file
	done
	cd /
}
EOF

# With a buffer of zeros that is used, requests 1 and 2 lack the magic.
my $used = sprintf <<'EOF', SIZE - 8, BUFFER + 8;
size %d at %x
smi_data_buf_size 200: fine
smi_request 0: fine
sh: write error: Invalid request descriptor
sh: write error: Invalid request descriptor
call: exit 0
64-bit: length 4104, r1 0, r2 1
EOF
my $refused = <<'EOF';
size 0 at memory of its own
smi_data_buf_size 200: fine
smi_request 0: fine
sh: write error: Operation not supported
sh: write error: Operation not supported
call: exit 5
node_call: ioctl: Operation not supported
EOF
my $host_control = <<'EOF';
host_control_action 0: fine
host_control_smi_type 0: fine
host_control_on_shutdown 0: fine
EOF
$_ .= $host_control for $used, $refused;

sub messages
{
	my $run = shift;

	return [$run->{console} =~ /WSMT: ([^\r\n]*)/g];
}

# An ordinary buffer, for host control, may lie anywhere.
sub ordinary
{
	return shift =~ s/^size 0 at (?!0$)[\da-f]+$/size 0 at memory of its own/mr;
}

sub oem_string
{
	my ($name, $string, $why) = @_;
	my $run = boot(script => $functions . <<'EOF',
look
cd /sys/devices/platform/dcdbas
arm 2 3 1
report 0
poweroff
EOF
		       with => [@machine, map { ('--oem-string', $_) }
				defined $string ? $string : ()]);

	is(ordinary($run->{output}), $refused, "$name: requests are refused, no more");
	is_deeply(messages($run),
		  ["firmware reads its own buffer only, but $why: " .
		   'SMI requests are refused, host control works'],
		  "$name: said once, and why");
	is((grep { $_->{kind} eq 'host-control' } @{$run->{smi}})[0]{result},
	   'accepted', "$name: host control works");
}

# Firmware that holds to it: nothing outside its buffer is answered.
my $run = boot(script => $functions . <<'EOF',
look
cd /sys/devices/platform/dcdbas
try 65528 smi_data_buf_size
try 65529 smi_data_buf_size
echo 1234 | dd of=smi_data bs=1 seek=65523 2>/dev/null
dd if=smi_data bs=1 skip=65520 2>/dev/null | hexdump -C
echo x | dd of=smi_data bs=1 seek=65528 2>&1 | grep -o 'Invalid.*'
cat smi_data_buf_size
EOF
	       with => [@machine, @buffer, '--oem-string',
			sprintf '30[%016X;%08X]', BUFFER, SIZE]);
is($run->{output} =~ s/(.*on_shutdown 0: fine\n)//sr, <<'EOF', 'its buffer ends where firmware says');
smi_data_buf_size 65528: fine
sh: write error: Invalid argument
00000000  00 00 00 31 32 33 34 0a                           |...1234.|
00000008
Invalid argument
65528
EOF
is($run->{output} =~ s/(.*on_shutdown 0: fine\n).*/$1/sr, $used,
   'OEM string: calls are answered out of the firmware\'s buffer');
my ($call) = grep { $_->{kind} eq 'call' } @{$run->{smi}};
is(hex $call->{ebx}, BUFFER + 8 + 16, 'firmware gets the address behind the semaphore');

# With the first flag alone firmware may read any buffer.
my $named = sprintf '30[%016X;%08X]', BUFFER, SIZE;
for (['bit 0 alone, a buffer is named', 1, $named, $used, qr/using the firmware's buffer/],
     ['bit 0 alone, none is named', 1, undef, undef,
      qr/firmware asks for its own buffer, but it names none: using an ordinary one/],
     ['bit 1 alone', 2, $named, undef, qr/pointers are protected but buffers are not: 0x2/],
     ['reserved bits', '0xb', $named, $used, qr/reserved protection flags are set: 0xb/]) {
	my ($name, $flags, $string, $want, $message) = @$_;
	my $flagged = boot(script => $functions . 'look',
			   with => [@one_cpu, '--wsmt', $flags,
				    $want ? @buffer : (),
				    $string ? ('--oem-string', $string) : ()]);

	if ($want) {
		is($flagged->{output}, $want, "$name: the firmware's buffer is used");
	} else {
		like(ordinary($flagged->{output}), qr/\Asize 0 at memory.*^call: exit 0$/ms,
		     "$name: an ordinary buffer is used");
	}
	like(join("\n", @{messages($flagged)}), $message, "$name: the kernel log says so");
}

# Another device would share the buffer, and wipe it when it goes.
$run = boot(script => <<'EOF', with => [@machine, @buffer, '--oem-string', $named]);
cd /sys/devices/platform/dcdbas
echo 1234 > smi_data
for device in /sys/bus/platform/devices/*; do
	[ -e $device/driver ] || break
done
echo dcdbas > $device/driver_override
echo "${device##*/}" 2>&1 > /sys/bus/platform/drivers/dcdbas/bind
ls -d $device/smi_data 2>/dev/null
head -n 1 smi_data
EOF
is($run->{output}, <<'EOF', 'a second device is refused, and the first keeps its buffer');
sh: write error: Device or resource busy
1234
EOF
like($run->{console}, qr/this driver serves its own device only/,
     'the kernel log says so');

# A kernel of 32 bits has no room to map half a gigabyte.
subtest 'a buffer that cannot be mapped' => sub {
	my $missing = kernel_missing('6.1-686');
	plan skip_all => $missing if $missing;

	for ([1, qr/\Asize 0 at memory.*^call: exit 0$/ms,
	      'firmware asks for its own buffer, but it cannot be mapped: ' .
	      'using an ordinary one'],
	     [3, qr/\A\Q$refused\E\z/,
	      'firmware reads its own buffer only, but it cannot be mapped: ' .
	      'SMI requests are refused, host control works']) {
		my ($flags, $want, $message) = @$_;
		my $unmapped = boot(script => $functions . 'look',
				    with => ['--kernel', '6.1-686', '--smp', 1, '--add',
					     guest_program('node_call', '6.1-686'),
					     '--wsmt', $flags,
					     '--oem-string', '30[C0000000;20000000]']);

		like(ordinary($unmapped->{output}), $want, "flags $flags: what works");
		is_deeply(messages($unmapped), [$message], "flags $flags: said once, and why");
	}
};

oem_string('no string', undef, 'it names none');
oem_string('size below the semaphore\'s', '30[1000000;7]',
	   'it is too small for a command');
oem_string('size zero', '30[1000000;0]', 'it is too small for a command');
oem_string('end past 2^64', '30[00000000FFFFF000;FFFFFFFF00002000]',
	   'it does not lie below 4 GiB');
oem_string('above 4 GiB', '30[0000000100000000;10000]',
	   'it does not lie below 4 GiB');
oem_string('partly above 4 GiB', '30[FFFFF000;1001]',
	   'it does not lie below 4 GiB');
oem_string('unterminated', '30[1000000;10000', 'its OEM string has no size');
oem_string('garbage', '30[0x1000000;1zz]', 'its OEM string has no address');
oem_string('ordinary memory', '30[1000000;10000]',
	   'it lies in ordinary memory');

# The other way to name it. The kernel looks there each time that the driver is
# bound, so that one boot does for all: the chipset's register 0x90 (PAM0) makes
# the BIOS area writable.
sub scb
{
	my %scb = (length => 23, address => BUFFER, pages => SIZE / 4096,
		   sum => 0, @_);
	my $bytes = pack 'a4CCCQ<Q<', '$SCB', $scb{length}, 0, 1,
		@scb{qw(address pages)};

	substr($bytes, 5, 1) = chr(($scb{sum} - unpack '%8C*', $bytes) & 0xff);
	return $bytes;
}

my $too_small = 'it is too small for a command';
my $too_high = 'it does not lie below 4 GiB';
my @variant = (
	['bad checksum', scb(sum => 1), 'its $SCB structure has a wrong checksum'],
	['length zero', scb(length => 0), 'its $SCB structure has a wrong length'],
	['length short', scb(length => 22), 'its $SCB structure has a wrong length'],
	['no pages', scb(pages => 0), $too_small],
	['more pages than 2^64 bytes', scb(pages => 1 << 52), $too_high],
	['end past 2^64', scb(pages => -1), $too_high],
	['above 4 GiB', scb(address => 1 << 32), $too_high],
	['partly above 4 GiB', scb(address => 0xfffff000, pages => 2), $too_high],
	['address zero', scb(address => 0), 'its address is 0'],
	['ordinary memory', scb(address => 2 * BUFFER), 'it lies in ordinary memory'],
);
$run = boot(script => $functions . <<'EOF' .
look
device=/sys/bus/pci/devices/0000:00:00.0
printf '\060' | dd of=$device/config bs=1 seek=144 conv=notrunc 2>/dev/null
line=$(dd if=/dev/mem bs=64k skip=15 count=1 2>/dev/null |
       hexdump -v -e '16/1 "%02x" "\n"' | grep -n '^24534342' | cut -d: -f1)
at=$((0xf0000 + (line - 1) * 16))
again()
{
	echo == "$1"
	echo dcdbas > /sys/bus/platform/drivers/dcdbas/unbind
	printf "$2" | dd of=/dev/mem bs=1 seek=$at conv=notrunc 2>/dev/null
	echo dcdbas > /sys/bus/platform/drivers/dcdbas/bind
	look
}
EOF
	join('', map { sprintf "again '%s' '%s'\n", $_->[0],
		       join '', map { sprintf '\\%03o', ord } split //, $_->[1]
	     } @variant, ['good again', scb()]),
	    with => [@machine, @buffer, '--scb', unpack 'H*', scb()]);

my ($first, %output) = split /^== (.*)\n/m, $run->{output};
is($first, $used, '$SCB: calls are answered out of the firmware\'s buffer');
is($output{'good again'}, $used, '$SCB: likewise after all that follows');
is(ordinary($output{$_->[0]}), $refused, "\$SCB, $_->[0]: requests are refused, no more")
	for @variant;
my @said = map { /but (.*): SMI requests/ ? $1 : () } @{messages($run)};
is_deeply(\@said, [map { $_->[2] } @variant], '$SCB: each is said once, and why');

done_testing;

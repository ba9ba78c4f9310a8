#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernel lockdown takes I/O ports and kernel memory away from root. A request is
# a byte to a port, and firmware writes its answer where it is told to: only
# calls that are known, with every address in the driver's buffer, may be left.
# A failure means that this driver is a way around lockdown, or that a locked
# down Dell cannot be managed.
#
# Setup: build vm

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use PowerEdge;
use Test::More;

# 0xe to port 0xcf9 resets the machine.
my $run = boot(script => <<'EOF', with => ['--smp', 1]);
[ $BOOT = 2 ] && { echo reset; exit 0; }
smi-client raw --port 0xcf9 --code 0xe
sleep 5
EOF
is($run->{output}, "reset\n", 'without lockdown any port can be written to');
is(scalar(grep { $_->{kind} eq 'post' } @{$run->{smi}}), 2,
   'the machine has been reset by it');

# Each in one boot: first open, then locked. The driver is here already: no
# unsigned module is loaded under lockdown.
my $functions = <<'EOF';
cd /sys/devices/platform/dcdbas
lock() { echo $1 > /sys/kernel/security/lockdown; }
# one request by hand, with registers that the client does not offer
ports()
{
	for pair in '0xcf9 0xe' '0xb2 0xa0' '0x80 0x17'; do
		set -- $pair
		smi-client raw --port $1 --code $2 > /dev/null 2>&1
		echo "$1 $2: $?"
		echo 2 2>&1 > smi_request
		echo 1 2>&1 > smi_request
	done
}
client()
{
	smi-client call 0 0 0x6a | head -n 1
	smi-client call 11 0 | head -n 1
	smi-client call 17 19 0 | head -n 1
	smi-client call 10 3 | head -n 1
}
EOF
my $eperm = "sh: write error: Operation not permitted\n";
my $refused = join '', map { "$_: 4\n$eperm$eperm" }
	'0xcf9 0xe', '0xb2 0xa0', '0x80 0x17';

$run = boot(script => $functions . <<'EOF',
echo "== open"
CMOCKA_MESSAGE_OUTPUT=TAP /job/lockdown_probe open
echo "== open client"
client
lock integrity
echo "== locked"
CMOCKA_MESSAGE_OUTPUT=TAP /job/lockdown_probe locked
echo "== locked client"
client
echo "== ports"
ports
lock confidentiality
echo "== confidentiality"
CMOCKA_MESSAGE_OUTPUT=TAP /job/lockdown_probe locked
echo "== confidentiality client"
client
echo "== confidentiality ports"
ports
true
EOF
	    with => ['--smp', 1, '--add', guest_program('lockdown_probe')]);
(undef, my %part) = split /^== (.*)\n/m, $run->{output};
tap_ok({ output => $part{$_} // '' }, $_) for 'open', 'locked', 'confidentiality';
like($part{'open client'}, qr/\A(r1 +0 .*done\n){4}\z/, 'the client works');
is($part{"$_ client"}, $part{'open client'}, "$_: the client works as before")
	for 'locked', 'confidentiality';
is($part{ports}, $refused, 'integrity: ports that are not advertised are refused');
is($part{'confidentiality ports'}, $refused, 'confidentiality: likewise');

my @reasons = (qr/firmware does not advertise code 0x0e on port 0x0cf9/,
	       qr/no calling interface command in the buffer/,
	       qr/firmware does not advertise the class/,
	       qr/class and select are not among those allowed/,
	       qr/a pointer leads out of the buffer or into the command/);
for my $reason (@reasons) {
	is(scalar(() = $run->{console} =~ /dcdbas: lockdown: $reason: SMI refused/g), 1,
	   "the kernel log says once: $reason");
}
is(scalar(grep { $_->{kind} eq 'post' } @{$run->{smi}}), 1,
   'the machine has not been reset');

# Firmware that writes as much as the caller says there is room for.
$run = boot(script => $functions . <<'EOF',
echo "== open"
CMOCKA_MESSAGE_OUTPUT=TAP /job/lockdown_probe open
lock integrity
echo "== locked"
CMOCKA_MESSAGE_OUTPUT=TAP /job/lockdown_probe locked
EOF
	    with => ['--smp', 1, '--profile', 'strict',
		     '--add', guest_program('lockdown_probe')]);
(undef, %part) = split /^== (.*)\n/m, $run->{output};
tap_ok({ output => $part{$_} // '' }, "version 2 of Dell's SMBIOS, $_")
	for 'open', 'locked';

# SMBIOS type 218 of another maker is another maker's.
my $dir = tempdir(CLEANUP => 1);

my $somebody = slurp("$FindBin::Bin/../poweredge/profiles/pe750") =~
	s/Dell Computer Corporation/Somebody Else/gr =~ s/^oem-string.*\n//mr;
my $profile = write_file("$dir/somebody", $somebody);
$run = boot(script => $functions . <<'EOF', with => ['--smp', 1, '--profile', $profile]);
dd if=/dev/zero of=smi_data bs=64 count=1 2>/dev/null
printf '1IMS\0\0\0\0001ISB\262\0\027\0' | dd of=smi_data conv=notrunc 2>/dev/null
echo 1 > smi_request && echo answered
lock integrity
echo 1 2>&1 > smi_request
true
EOF
is($run->{output}, "answered\n$eperm",
   'what another maker advertises is refused under lockdown, and no sooner');

# A Dell is known by any one of three texts, however it is sold. Each structure
# adds classes; this one has none, and QEMU puts it behind the profile's.
my $no_classes = write_file("$dir/type-218", pack 'CCvvCVv3xx', 218, 17, 0xdadf,
			    0xb2, 0x17, 0, 0xffff, 0, 0);
for (['a Dell by its manufacturer', $somebody =~ s/^(system.*)Somebody Else/$1DELL Inc./mr],
     ['a Dell by the vendor of its BIOS',
      $somebody =~ s/^(bios.*)Somebody Else/$1Dell Inc./mr],
     ['a Dell by an OEM string', $somebody . "oem-string Dell System\n"],
     ['a Dell with another type 218',
      slurp("$FindBin::Bin/../poweredge/profiles/pe750"),
      '--qemu', "-smbios file=$no_classes"]) {
	my ($name, $text, @more) = @$_;

	$profile = write_file("$dir/dell", $text);
	$run = boot(script => $functions . <<'EOF',
lock integrity
node_call 0x6a 2>&1
EOF
		    with => ['--smp', 1, '--profile', $profile, '--add',
			     guest_program('node_call'), @more]);
	is($run->{output}, "64-bit: length 4104, r1 0, r2 1\n",
	   "$name makes calls under lockdown");
}

# What people have. smbios-passwd asks for owner passwords, which this machine
# does not advertise, and takes the refusal as it takes the firmware's.
SKIP: {
	skip 'package smbios-utils is missing', 1
		unless -x '/usr/sbin/smbios-sys-info';
	$run = boot(script => <<'EOF', with => ['--host-root', '--timeout', 240]);
all()
{
	for command in smbios-sys-info 'smbios-passwd --info' \
		       'smbios-thermal-ctl --info'; do
		$command 2>&1 < /dev/null
	done
}
all > /tmp/open
echo integrity > /sys/kernel/security/lockdown
all > /tmp/locked
cat /tmp/open
echo ==
diff /tmp/open /tmp/locked && echo "the same"
EOF
	my ($open, $locked) = split /^==\n/m, $run->{output};
	like($open, qr/^Service Tag:/m, 'smbios-utils: answers');
	is($locked, "the same\n", 'smbios-utils: the same under lockdown');
	is(join('', $run->{console} =~ /dcdbas: lockdown: (.*)SMI refused/g),
	   'firmware does not advertise the class: ',
	   'smbios-utils: nothing else was refused');
}

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernel lockdown takes I/O ports away from root, and a request is a byte to a
# port: only those that the firmware advertises may be left. A failure means
# that this driver is a way around lockdown, or that a locked down Dell cannot
# be managed.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
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

# The driver is here already: no unsigned module is loaded after this.
$run = boot(script => <<'EOF', with => ['--smp', 1]);
request()
{
	smi-client raw $1 > /tmp/out 2>&1
	echo "$1: $?"
	echo 2 2>&1 > /sys/devices/platform/dcdbas/smi_request
	echo 1 2>&1 > /sys/devices/platform/dcdbas/smi_request
}
for mode in integrity confidentiality; do
	echo $mode > /sys/kernel/security/lockdown &&
		cut -d '[' -f 2 /sys/kernel/security/lockdown
	request '--port 0xb2 --code 0x17'
	request '--port 0xcf9 --code 0xe'
	request '--port 0xb2 --code 0xa0'
	request '--port 0x80 --code 0x17'
	smi-client call 0 0 0x6a | head -n 1
done
EOF

# Exit status 4 of the client, then both requests by hand.
sub refused
{
	my $eperm = "sh: write error: Operation not permitted\n";

	return map { "$_: 4\n$eperm$eperm" } @_;
}

my $want = join '', "--port 0xb2 --code 0x17: 0\n",
	refused('--port 0xcf9 --code 0xe', '--port 0xb2 --code 0xa0',
		'--port 0x80 --code 0x17'),
	"r1            0  0x00000000  done\n";
my ($integrity, $confidentiality) = split /^confidentiality\].*\n/m,
	$run->{output};
is($integrity, "integrity] confidentiality\n$want",
   'integrity: the advertised pair works, others are refused');
is($confidentiality, $want, 'confidentiality: likewise');
is(scalar(() = $run->{console} =~ /dcdbas: lockdown: [^\n]*SMI refused/g), 1,
   'the kernel log says it once');
is(scalar(grep { $_->{kind} eq 'other' } @{$run->{smi}}), 0,
   'firmware saw nothing of what was refused');
is(scalar(grep { $_->{kind} eq 'post' } @{$run->{smi}}), 1,
   'the machine has not been reset');

done_testing;

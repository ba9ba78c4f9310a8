#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Firmware that is wrong in ten ways, and what the driver makes of each. A failure
# means that one mistake in a firmware takes the driver or the kernel along, or
# that the emulated machine is not wrong in the way that others test with.
#
# Setup: build vm check

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $run = boot(script => '. ./bad_firmware.sh',
	       with => ['--bad', 'switch', '--add', guest_program('firmware_calls'),
			'--add', "$FindBin::Bin/../guest/bad_firmware.sh"]);

is($run->{status}, 0, 'the machine lived');

my %got;
push @{$got{$1}}, $2 while $run->{output} =~ /^([a-z -]+): (.*)$/mg;

sub got
{
	my ($way, $which, $want, $why) = @_;
	my ($line) = grep { /^\Q$which\E / } @{$got{$way} // []};

	like($line // '', qr/^\Q$which\E $want$/, "$way: $why");
}

got('no-answer', 'read', '-3 f{7}d f{7}d f{7}d 0{200}',
    'the command comes back as it went');
got('late', 'read', '0 00000001 .*', 'a right answer');
my ($took) = grep { s/^took // } @{$got{late}};
cmp_ok($took, '>=', 600, 'late: of 200 ms each');
isnt((split / /, (grep { /^read / } @{$got{random}})[0])[2], '00000001',
     'random: no right answer');
got('random', 'tag', '\S+ \S+ \S+ \S+ (?!0{160})\w{160}0{40}',
    'in the memory, too, and not behind it');
got('random', 'node-tag', '\S+ \S+ \S+ \S+ (?!0{160})\w{160}0{40}',
    'the same through the node');
got('overflow', 'read', '0 00000001 \w+ \w+ (a5){64}0{72}',
    'bytes behind the command');
got('overflow', 'size', '(\d+) \1', 'the size is as it was');
# 8 of the 64 are no data of a call through the node.
got('overflow', 'node-read', '0 00000001 \w+ \w+ (a5){56}0{88}',
    'bytes behind the command, through the node');
got('overflow', 'node-bare', '0 00000001 \w+ \w+ ', 'no data, no bytes');
got('overflow', 'node-tag', '\S+ \w+ \w+ \w+ \w{160}(a5){20}',
    'bytes behind the memory, through the node');
got('header', 'read', '0 00000001 \S+ \S+  header-changed', 'changed');
got('header', 'read-again', '0 00000001 \S+ \S+  header-changed',
    'the next request is not the changed one');
got('header', 'node-read', '0 00000001 \S+ \S+  header-changed',
    'the same through the node');
got('no-effect', 'write', '0 .*', 'success');
got('no-effect', 'read', '0 00000001 .*', 'of a setting that stays');
got('no-effect', 'tag', '0 .*', 'success');
got('no-effect', 'read-tag', '0 (?!21212121).*', 'of a tag that stays');
got('no-effect', 'install', '0 .*', 'success');
got('no-effect', 'installed', '1 .*', 'of a password that is not there');
got('wrong-key', 'verify', '0 0000\w{4} .*', 'the password is right');
got('wrong-key', 'write', '-1 .*', 'its key is not');
got('nothing', 'write', '0 .*', 'with the right key it works');
got('unfilled', 'properties', '0 f{7}d .*', 'nothing but success');
got('forgets', 'read', '0 00000002 .*', 'until the next reset');
is((grep { /^read / } @{$got{nothing}})[-1], 'read 0 00000001 00000000 00000002 ',
   'forgets: after a reset it is as at first');

for my $way (qw(no-answer late random overflow header no-effect nothing
		unfilled)) {
	got("after $way", 'read', '0 0000000[12] .*',
	    'the driver comes back and works');
}
my %bad = map { ($_->{bad} => 1) } grep { $_->{bad} } @{$run->{smi}};
is_deeply([sort keys %bad],
	  [qw(forgets header late no-answer no-effect no-status overflow random
	      unfilled wrong-key)], 'the log has all of them');

my ($host_control) = grep { $_->{kind} eq 'host-control' } @{$run->{smi}};
is($host_control->{status}, -1, 'no-status: the status stays');
is((grep { $_->{kind} eq 'post' } @{$run->{smi}})[1]{cause}, 'power-cycle',
   'no-status: the machine went off and on');

unlike($run->{console}, qr/BUG|WARNING|Oops|Call Trace|general protection/,
       'the kernel log has no complaint');

# Host control: the kernel's own restart is what is left.
$run = boot(script => <<'EOF', with => ['--bad', 'no-effect']);
[ $BOOT = 1 ] && { arm 4 3 1; report 1; reboot; sleep 60; }
cat /sys/devices/platform/dcdbas/host_control_on_shutdown
EOF
is($run->{output}, "0\n", 'host control, no-effect: the machine restarts');
is((grep { $_->{kind} eq 'host-control' } @{$run->{smi}})[0]{result}, 'not-done',
   'host control, no-effect: the firmware did nothing');
like($run->{console}, qr/answered to power cycle with status 0/,
     'host control, no-effect: the driver tells what it was told');
is((grep { $_->{kind} eq 'post' } @{$run->{smi}})[1]{cause}, 'reset',
   'host control, no-effect: it was no power cycle');

done_testing;

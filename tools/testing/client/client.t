#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# smi-client in front of a real driver and a firmware that answers: what it
# says, and what it returns to a script. A failure means that an administrator
# is told something wrong, or is told nothing.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use PowerEdge;
use Test::More;

my $run = boot(with => ['--add', '/usr/bin/flock', '--add', '/usr/bin/setpriv'],
	       script => <<'EOF');
dmesg -n 1
DCDBAS=/sys/devices/platform/dcdbas

# What a command says and returns, with a name for the test to find it by.
t()
{
	name=$1
	shift
	"$@" > /tmp/out 2> /tmp/err
	status=$?
	echo "=== $name $status"
	cat /tmp/out
	echo "--- $name"
	cat /tmp/err
}

# Holds a lock as another program would, for two seconds.
while_locked()
{
	(flock 9; exec sleep 2) 9> "$DCDBAS/$1" &
	holder=$!
	shift
	sleep 0.3
	"$@"
	wait $holder
}

t status smi-client --json status
t status-text smi-client status
t call smi-client --json call 0 0 0x006a
t write smi-client --json call 1 0 0x006a 2
t read-back smi-client --json call 0 0 0x006a
t text smi-client call 0 0 0x006a
t unsupported smi-client --json call 200 0
t dangerous smi-client call 11 3 0 0 0
t raw smi-client --json raw --calling --hex 00000000$(echo 6a000000)$(printf '%056d' 0)
t grow smi-client buffer resize 5000
t put smi-client buffer write 4990 0102030405060708
t get smi-client --json buffer read 4990 8
t past smi-client buffer write 262144 00
t clear smi-client buffer clear
t cleared smi-client --json buffer read 4990 8
t dry-run smi-client --dry-run call 1 0 0x006a 0
t unchanged smi-client --json call 0 0 0x006a
t arm smi-client --json host-control arm power-cycle
t armed cat $DCDBAS/host_control_action $DCDBAS/host_control_smi_type \
	$DCDBAS/host_control_on_shutdown
t disarm smi-client host-control disarm
t disarmed cat $DCDBAS/host_control_action $DCDBAS/host_control_smi_type \
	$DCDBAS/host_control_on_shutdown

while_locked smi_data t busy-data smi-client --timeout 0.5 call 0 0 0x006a
while_locked smi_request t busy-request smi-client --timeout 0.5 call 0 0 0x006a
while_locked smi_request t patient smi-client --json --timeout 10 call 0 0 0x006a

# A client that is killed while it waits leaves no lock behind.
(flock 9; exec sleep 2) 9> $DCDBAS/smi_request &
smi-client --timeout 30 call 0 0 0x006a > /dev/null 2>&1 &
sleep 0.5
kill -TERM $!
wait
t after-kill smi-client --json --timeout 0.5 call 0 0 0x006a

t usage smi-client call
t unknown smi-client frobnicate
t json-usage smi-client --json call 0 0 nonsense
t nobody ./setpriv --reuid 65534 --clear-groups smi-client --json call 0 0 0x006a
t nobody-status ./setpriv --reuid 65534 --clear-groups smi-client status

mount -o remount,ro /sys
t read-only smi-client --json buffer resize 6000
mount -o remount,rw /sys

rmmod dcdbas
t no-driver smi-client --json call 0 0 0x006a
t no-driver-status smi-client status
true
EOF
is($run->{status}, 0, 'the machine lived');

my (%status, %out, %err, $to);
for (split /^/, $run->{output}) {
	if (/^=== (\S+) (\d+)/) {
		$status{$1} = $2;
		$to = \$out{$1};
	} elsif (/^--- (\S+)/) {
		$to = \$err{$1};
	} elsif ($to) {
		$$to .= $_;
	}
}

sub json
{
	my $name = shift;
	my $json = eval { decode_json($out{$name} // '') };

	ok($json && $json->{schema} == 1, "$name: one JSON object") or
		diag($out{$name}, $err{$name});
	return $json // {};
}

sub returns
{
	my ($name, $want, $why) = @_;

	is($status{$name}, $want, "$name: $why") or
		diag($out{$name} // '', $err{$name} // '');
}

returns('status', 0, 'all is well');
my $status = json('status');
is($status->{port}, 0xb2, 'status: port of the tables');
is($status->{code}, 0x17, 'status: code of the tables');
like($out{'status-text'}, qr/PowerEdge 750/, 'status: the model');

returns('call', 0, 'done');
is(json('call')->{results}[1], 1, 'call: value from the factory');
returns('write', 0, 'done');
is(json('read-back')->{results}[1], 2, 'call: value that was written');
like($out{text}, qr/done/, 'call: the meaning in words');
returns('unsupported', 5, 'refused by firmware');
is(json('unsupported')->{error}{exit}, 5, 'unsupported: also in JSON');
returns('dangerous', 1, 'not done');
like($err{dangerous}, qr/--force/, 'dangerous: how it would be');
returns('raw', 0, 'done');
like(json('raw')->{hex}, qr/^000000006a000000.{24}00000000(?=02000000)/,
     'raw: the same answer');

returns('grow', 0, 'done');
returns('put', 0, 'done');
is(json('get')->{hex}, '0102030405060708', 'buffer: what was written');
returns('past', 1, 'too far');
like($err{past}, qr/smi_data/, 'buffer: which file refused');
is(json('cleared')->{hex}, '0' x 16, 'buffer: cleared');

returns('dry-run', 0, 'done');
like($out{'dry-run'}, qr/smi_data.*smi_request/s, 'dry-run: names the files');
is(json('unchanged')->{results}[1], 2, 'dry-run: wrote nothing');

returns('arm', 0, 'done');
is($out{armed}, "4\n3\n1\n", 'arm: type from the model');
returns('disarm', 0, 'done');
is($out{disarmed}, "0\n0\n0\n", 'disarm: nothing left');

for (qw(data request)) {
	returns("busy-$_", 6, 'busy');
	like($err{"busy-$_"}, qr/smi_$_/, "busy-$_: which file");
	like($err{"busy-$_"}, qr/pid \d+/, "busy-$_: who holds it");
}
returns('patient', 0, 'waited and was served');
returns('after-kill', 0, 'no lock was left');

returns('usage', 2, 'usage');
returns('unknown', 2, 'usage');
returns('json-usage', 2, 'usage');
is(json('json-usage')->{error}{kind}, 'usage', 'json-usage: also in JSON');
returns('nobody', 4, 'permission');
like(json('nobody')->{error}{next}, qr/root/, 'nobody: what to do');
returns('nobody-status', 4, 'permission');
returns('read-only', 4, 'permission');
like(json('read-only')->{error}{message}, qr/[Rr]ead-only/, 'read-only: why');
returns('no-driver', 3, 'not found');
like(json('no-driver')->{error}{next}, qr/modprobe dcdbas/,
     'no-driver: what to do');
returns('no-driver-status', 3, 'not found');

is((grep { ($_->{class} // 0) == 200 } @{$run->{smi}}), 1,
   'one call is one SMI');
is((grep { ($_->{class} // 0) == 11 } @{$run->{smi}}), 0,
   'the dangerous call never reached firmware');

done_testing;

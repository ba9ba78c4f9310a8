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
use PowerEdge;
use SmiClient;
use Test::More;

my $run = boot(with => ['--add', '/usr/bin/flock', '--add', '/usr/bin/setpriv'],
	       script => <<'EOF');
dmesg -n 1
[ ! -c /dev/dcdbas ] || echo node
DCDBAS=/sys/devices/platform/dcdbas

# Another program has the lock of a file, until let_go.
hold()
{
	rm -f /tmp/held /tmp/go
	(flock 9; : > /tmp/held; until [ -e /tmp/go ]; do sleep 0.1; done) 9> "$1" &
	until [ -e /tmp/held ]; do sleep 0.1; done
}
let_go()
{
	: > /tmp/go
	wait
}

t status smi-client --json status
t status-text smi-client status
t call smi-client --json call 0 0 0x006a
t write smi-client --json call 1 0 0x006a 2
t read-back smi-client --json call 0 0 0x006a
t text smi-client call 0 0 0x006a
t unadvertised smi-client --json call 200 0
t unsupported smi-client --json call --force 200 0
t dangerous smi-client call 11 3 0 0 0
t raw smi-client --json raw --calling --hex 00000000$(echo 6a000000)$(printf '%056d' 0)
t grow smi-client buffer resize 5000
t put smi-client buffer write 4990 0102030405060708
t get smi-client --json buffer read 4990 8
t past smi-client buffer write 262144 00
t clear smi-client buffer clear
t cleared smi-client --json buffer read 4990 8
t dry-run smi-client --dry-run call 1 0 0x006a 0
t dry-run-bytes smi-client -v --dry-run call 1 0 0x006a 0
t dry-run-json smi-client --json --dry-run call 1 0 0x006a 0
t dry-run-read smi-client --json --dry-run call 0 0 0x006a
t full sh -c 'smi-client call 0 0 0x006a > /dev/full'
t closed sh -c 'smi-client token list >&- 2>/dev/null'
t closed-all sh -c 'smi-client -v call 0 0 0x006a <&- >&- 2>&-'
t after-closed smi-client --json call 0 0 0x006a
t sysfs smi-client --json --transport sysfs -v call 0 0 0x006a
t device smi-client --json --transport device -v call 0 0 0x006a
t secret smi-client -v --json call 10 3
t unchanged smi-client --json call 0 0 0x006a
t arm smi-client --json host-control arm power-cycle
t armed cat $DCDBAS/host_control_action $DCDBAS/host_control_smi_type \
	$DCDBAS/host_control_on_shutdown
t disarm smi-client host-control disarm
t disarmed cat $DCDBAS/host_control_action $DCDBAS/host_control_smi_type \
	$DCDBAS/host_control_on_shutdown

# Through the files; the device node needs none of their locks.
files='--transport sysfs'
hold $DCDBAS/smi_data
t busy-data smi-client $files --timeout 0.5 call 0 0 0x006a
let_go
hold $DCDBAS/smi_request
t busy-request smi-client $files --timeout 0.5 call 0 0 0x006a
(sleep 1; : > /tmp/go) &
t patient smi-client --json $files --timeout 60 call 0 0 0x006a
let_go

# A client that is killed while it waits leaves no lock behind.
hold $DCDBAS/smi_request
smi-client $files --timeout 30 call 0 0 0x006a > /dev/null 2>&1 &
sleep 0.5
kill -TERM $!
let_go
t after-kill smi-client --json $files --timeout 0.5 call 0 0 0x006a

# A batch of another run keeps the node.
if [ -c /dev/dcdbas ]; then
	hold /dev/dcdbas
	t busy-node smi-client --transport device --timeout 0.5 call 0 0 0x006a
	let_go
fi

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

my (undef, $out, $err) = client_results($run);
my %out = %$out;
my %err = %$err;

returns('status', 0, 'all is well');
my $shown = json_of('status');
is($shown->{port}, 0xb2, 'status: port of the tables');
is($shown->{code}, 0x17, 'status: code of the tables');
like($out{'status-text'}, qr/PowerEdge 750/, 'status: the model');

returns('call', 0, 'done');
is(json_of('call')->{results}[1], 1, 'call: value from the factory');
returns('write', 0, 'done');
is(json_of('read-back')->{results}[1], 2, 'call: value that was written');
like($out{text}, qr/done/, 'call: the meaning in words');
returns('unadvertised', 3, 'a class that is not advertised');
like(json_of('unadvertised')->{error}{message}, qr/no class 200/,
     'unadvertised: which class');
returns('unsupported', 5, 'refused by firmware');
is(json_of('unsupported')->{error}{exit}, 5, 'unsupported: also in JSON');
returns('dangerous', 1, 'not done');
like($err{dangerous}, qr/--force/, 'dangerous: how it would be');
returns('raw', 0, 'done');
like(json_of('raw')->{hex}, qr/^000000006a000000.{24}00000000(?=02000000)/,
     'raw: the same answer');

returns('grow', 0, 'done');
returns('put', 0, 'done');
is(json_of('get')->{hex}, '0102030405060708', 'buffer: what was written');
returns('past', 1, 'too far');
like($err{past}, qr/smi_data/, 'buffer: which file refused');
is(json_of('cleared')->{hex}, '0' x 16, 'buffer: cleared');

returns('dry-run', 7, 'something would change');
is($out{'dry-run'}, "would make call 1/0\n", 'dry-run: says what');
like($out{'dry-run-bytes'}, qr/smi_data.*smi_request/s,
     'dry-run: names the files when asked');
returns('dry-run-json', 7, 'something would change');
is(scalar(@{json_of('dry-run-json')->{dry_run}}), 2, 'dry-run: two steps');
returns('dry-run-read', 0, 'nothing would change');
is(json_of('dry-run-read')->{results}[1], 2, 'dry-run: reading is done');
is(json_of('unchanged')->{results}[1], 2, 'dry-run: wrote nothing');

returns('full', 1, 'the disk is full');
returns('closed', 1, 'standard output is closed');
returns('closed-all', 1, 'all of them are closed');
returns('after-closed', 0, 'nothing was written to the driver by mistake');
is(json_of('after-closed')->{results}[1], 2, 'after-closed: the value is as it was');

is(json_of('sysfs')->{results}[1], 2, 'sysfs: the value');
like($err{sysfs}, qr/smi_request/, 'sysfs: through the files');
SKIP: {
	skip('the driver has no device node', 5) unless $run->{output} =~ /^node$/m;
	returns('device', 0, 'done');
	is(json_of('device')->{results}[1], 2, 'device: the value');
	unlike($err{device}, qr/smi_request/, 'device: not through the files');
	returns('busy-node', 6, 'another run has a batch');
	like($err{'busy-node'}, qr{dev/dcdbas is locked by .*pid \d+}, 'busy-node: by whom');
}
unlike($err{secret}, qr/^\s+[0-9a-f]{2} [0-9a-f]{2} /m,
       'secret: no bytes of a password call are shown');

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
is(json_of('json-usage')->{error}{kind}, 'usage', 'json-usage: also in JSON');
returns('nobody', 4, 'permission');
like(json_of('nobody')->{error}{next}, qr/root/, 'nobody: what to do');
returns('nobody-status', 4, 'permission');
returns('read-only', 4, 'permission');
like(json_of('read-only')->{error}{message}, qr/[Rr]ead-only/, 'read-only: why');
returns('no-driver', 3, 'not found');
like(json_of('no-driver')->{error}{next}, qr/modprobe dcdbas/,
     'no-driver: what to do');
returns('no-driver-status', 3, 'not found');

is((grep { ($_->{class} // 0) == 200 } @{$run->{smi}}), 1,
   'one call is one SMI, a class that is not advertised none');
is((grep { ($_->{class} // 0) == 11 } @{$run->{smi}}), 0,
   'the dangerous call never reached firmware');

schemas_ok();
done_testing;

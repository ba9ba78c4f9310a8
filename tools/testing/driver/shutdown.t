#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Host control: what happens between "reboot" and the machine's end, on a
# machine with SMI type 3 and a real disk. Nobody can retry a shutdown: a
# failure here means data lost in a disk's cache, a machine that stays off, or
# one that goes off when it should not.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use Kernels;
use PowerEdge;
use Test::More;

# Something for the disk to flush; many jobs want to be in that directory.
my $functions = <<'EOF';
dd if=/dev/urandom of=/dev/sda bs=4k count=8 2>/dev/null
cd /sys/devices/platform/dcdbas
EOF

my $flush = qr/Synchronizing SCSI cache/;

sub host_control
{
	return grep { $_->{kind} eq 'host-control' } @{shift->{smi}};
}

sub shut_down
{
	my ($script, @with) = @_;

	return boot(script => $functions . $script,
		    with => ['--disk', @with]);
}

subtest 'power cycle at a reboot, asked for on CPU 1' => sub {
	my $run = shut_down(<<'EOF');
case $BOOT in
1)	arm 4 3 1
	report 1
	taskset 2 /usr/sbin/reboot ;;
2)	armed
	smi-client --json call 0 0 0x0f00
	;;
esac
EOF
	is($run->{status}, 0, 'the second boot came, and worked');
	kernel_log_order($run, 'disks flush, the firmware is asked, ACPI comes ' .
			 'last, then power goes and comes',
			 $flush,
			 qr/host control: asking firmware for power cycle, SMI type 3/,
			 qr/host control: firmware answered to power cycle with status 0/,
			 qr/ACPI: PM: Preparing to enter system sleep state S5/,
			 qr/\[supervisor\].*off/, qr/\[supervisor\].*on/,
			 qr/Linux version/);
	my @hc = host_control($run);
	is(@hc, 1, 'once');
	is($hc[0]{action}, 'power-cycle', 'firmware was asked for a cycle');
	is($hc[0]{result}, 'accepted', 'and took it');
	like($run->{output}, qr/^0\n0\n0\n/, 'nothing is armed after it');
	like($run->{output}, qr/"results":\s*\[\s*0,\s*3,/,
	     'the client hears from firmware that it was a power cycle');
	is((grep { $_->{kind} eq 'post' } @{$run->{smi}})[1]{cause},
	   'power-cycle', 'firmware says so, too');
};

subtest 'power off, power cycle asked for as well' => sub {
	my $run = shut_down("arm 6 3 1\nreport 0\n/usr/sbin/poweroff\n");

	is($run->{status}, 0, 'the machine went off');
	kernel_log_order($run, 'disks flush, firmware is asked, ACPI comes last',
			 $flush,
			 qr/host control: asking firmware for power off/,
			 qr/host control: firmware answered/,
			 qr/ACPI: PM: Preparing to enter system sleep state S5/);
	my @hc = host_control($run);
	is(@hc, 1, 'once');
	is($hc[0]{action}, 'power-off', 'off wins');
	unlike($run->{console}, qr/Linux version.*Linux version/s, 'and it stays off');
};

# Before 6.1 a restart calls no sys-off handlers, before 5.19 a power off neither.
subtest 'a kernel without sys-off handlers: power cycle, then power off' => sub {
	my $missing = kernel_missing('5.10');
	plan skip_all => $missing if $missing;
	my $run = shut_down(<<'EOF', '--kernel', '5.10');
case $BOOT in
1)	arm 4 3 1
	report 1
	taskset 2 /usr/sbin/reboot ;;
2)	armed
	arm 2 3 1
	report 0
	/usr/sbin/poweroff ;;
esac
EOF
	is($run->{status}, 0, 'the second boot came, and the machine went off');
	kernel_log_order($run, 'disks flush, then firmware is asked, twice',
			 $flush,
			 qr/host control: asking firmware for power cycle/,
			 qr/host control: firmware answered to power cycle/,
			 qr/\[supervisor\].*off/, qr/Linux version/, $flush,
			 qr/ACPI: Preparing to enter system sleep state S5/,
			 qr/host control: asking firmware for power off/,
			 qr/host control: firmware answered to power off/);
	is(join(' ', map { "$_->{action} $_->{result}" } host_control($run)),
	   'power-cycle accepted power-off accepted', 'once for each');
	like($run->{output}, qr/^0\n0\n0\n/, 'nothing is armed in between');
};

# Newer kernels have another interface for what runs at a halt.
for my $kernel ('5.10', '6.1', '6.12') {
	subtest "a halted machine is turned off by its firmware, $kernel" => sub {
		my $missing = kernel_missing($kernel);
		plan skip_all => $missing if $missing;
		my $run = shut_down("arm 2 3 1\nreport 0\n/usr/sbin/halt\n",
				    '--kernel', $kernel);

		is($run->{status}, 0, 'the machine went off');
		kernel_log_order($run, 'disks flush, then the firmware is asked',
				 $flush,
				 qr/host control: asking firmware for power off/,
				 qr/host control: firmware answered/,
				 qr/System halted/);
		is(host_control($run), 1, 'once');
	};
}

subtest 'not armed, or armed for nothing' => sub {
	my $run = shut_down(<<'EOF', '--timeout', 300);
case $BOOT in
1) arm 4 3 0 ;;
2) arm 0 3 1 ;;
3) arm 4 0 1 ;;
4) arm 8 3 1 ;;
5) arm 4 3 1; echo dcdbas > driver/unbind ;;
6) arm 4 3 1; echo disk 2>&1 > /sys/power/state
   rmmod dcdbas; modprobe dcdbas; armed; report 0; /usr/sbin/poweroff ;;
esac
report 1
/usr/sbin/reboot
EOF
	is($run->{status}, 0, 'all boots came');
	is(host_control($run), 0, 'firmware was asked for nothing');
	like($run->{console},
	     qr/host control: no SMI type is set, power cycle not done/,
	     'a missing SMI type is said');
	is(scalar(() = $run->{console} =~ /host control: armed, but the driver is being unbound: the action is dropped/g),
	   2, 'an action that is dropped is said');
	like($run->{output}, qr/write error: (Device or r|R)esource busy/,
	     'an armed machine does not hibernate');
	like($run->{console}, qr/host control: armed, hibernation refused/,
	     'and the kernel log says why');
	like($run->{output}, qr/0\n0\n0\n\z/, 'a new driver is not armed');
};

# Who opens /dev/snapshot for reading begins a hibernation, and ends it when it
# is closed: programs run all the time, as in the moments before they are frozen.
subtest 'during a hibernation nothing can be armed' => sub {
	my $run = shut_down(<<'EOF');
exec 3< /dev/snapshot
t during arm 4 3 1
t disarm arm 4 3 0
echo dcdbas > driver/unbind
echo dcdbas > /sys/bus/platform/drivers/dcdbas/bind
t bound-anew arm 4 3 1
exec 3<&-
t after arm 4 3 1
t armed armed
t begin sh -c 'exec 3< /dev/snapshot'
t still-armed armed
t disarmed arm 4 3 0
t begin-again sh -c 'exec 3< /dev/snapshot'
t after-again arm 4 3 1
arm 4 3 0
EOF
	my $t = transcript($run);
	my $busy = qr/[Rr]esource busy/;

	like($t->{during}{err}, $busy, 'arming is refused');
	is($t->{disarm}{err}, '', 'disarming is not');
	like($t->{'bound-anew'}{err}, $busy, 'a driver that is bound anew knows of it');
	is($t->{after}{err}, '', 'arming works afterwards');
	is($t->{armed}{out}, "4\n1\n3\n", 'and is armed');
	like($t->{begin}{err}, $busy, 'an armed machine does not begin to hibernate');
	is($t->{'still-armed'}{out}, "4\n1\n3\n", 'and stays armed');
	is(scalar(() = $run->{console} =~ /host control: armed, hibernation refused; write 0 to host_control_on_shutdown first/g),
	   1, 'the kernel log says why, once');
	is($t->{'begin-again'}{err}, '', 'a disarmed one does');
	is($t->{'after-again'}{err}, '', 'and can be armed again afterwards');
};

# Firmware may read the command, and write its answer, at any time after it has
# been told the address. The second handler leaves time to try.
subtest 'after host control the buffer is closed' => sub {
	my $sys_off = guest_module("$FindBin::Bin/sys_off", '');
	my $run = shut_down(<<'EOF', '--firmware', 'silent', '--add', $sys_off,
insmod /job/sys_off.ko delay_ms=3000
arm 2 3 1
size=200
while :; do
	# one byte more each time
	size=$((size + 1))
	for what in '0 smi_request' '2 smi_request' "$size smi_data_buf_size" \
		    '1 smi_data' '1 host_control_on_shutdown'; do
		set -- $what
		echo "$2 $1: $(echo "$1" 2>&1 > "$2")" > /dev/kmsg
	done
	echo "call by the node: $(node_call 0x6a 2>&1)" > /dev/kmsg
	usleep 200000
done &
report 0
/usr/sbin/poweroff
EOF
			    '--add', guest_program('node_call'));
	my (undef, $after) = split /firmware did not answer within/, $run->{console};

	is(host_control($run), 1, 'firmware was asked');
	for ('smi_request 0', 'smi_request 2', 'smi_data_buf_size \d+', 'smi_data 1',
	     'host_control_on_shutdown 1', 'call by the node') {
		like($after // '', qr/$_: .*Cannot send after transport endpoint shutdown/,
		     "refused: $_");
	}
};

# They hand the lock to each other: a look at it never sees it free.
subtest 'programs that do not end, and make calls, are in nobody\'s way' => sub {
	my $run = shut_down(<<'EOF', '--bad', 'late', '--add', guest_program('roundtrip'));
arm 2 3 1
for cpu in 0 1 0 1; do
	/job/roundtrip node 100000 $cpu &
	/job/roundtrip files 100000 $cpu &
done
sleep 6
report 0
/usr/sbin/poweroff
EOF
	my @calls = grep { $_->{kind} eq 'call' } @{$run->{smi}};

	cmp_ok(scalar @calls, '>', 4, 'calls were on their way');
	is(host_control($run), 1, 'firmware was asked');
	unlike($run->{console}, qr/a request does not come back/,
	       'the lock was to be had');
};

# There a look at the lock fails while anybody is queued for it.
subtest 'nor are programs that read, on a real-time kernel' => sub {
	my $missing = kernel_missing('6.1-rt');
	plan skip_all => $missing if $missing;

	my $run = shut_down(<<'EOF', '--kernel', '6.1-rt', '--parallel', '--add',
arm 2 3 1
/job/keep_reading 8 &
sleep 2
report 0
/usr/sbin/poweroff
EOF
			    guest_program('keep_reading'));

	is(host_control($run), 1, 'firmware was asked');
	unlike($run->{console}, qr/a request does not come back/,
	       'the lock was to be had');
};

subtest 'another handler has the priority of ours' => sub {
	my $sys_off = guest_module("$FindBin::Bin/sys_off", '');
	my $run = shut_down(<<'EOF', '--add', $sys_off);
rmmod dcdbas
insmod /job/sys_off.ko priority=225
modprobe dcdbas
smi-client call 0 0 0x6a | head -n 1
arm 4 3 1 2>&1
arm 0 3 0 && armed
# The one chain was free before the other was found to be taken.
rmmod dcdbas sys_off
insmod /job/sys_off.ko priority=225 power_off_only=1
modprobe dcdbas
arm 4 3 1 2>&1
rmmod dcdbas sys_off
modprobe dcdbas
arm 0 3 1 && echo "nobody is left"
arm 0 3 0
report 0
/usr/sbin/poweroff
EOF
	like($run->{output}, qr/\Ar1 .* done\n/, 'requests work');
	is(scalar(() = $run->{output} =~ /Operation not supported/g), 4,
	   'host control cannot be armed');
	like($run->{output}, qr/^0\n0\n3\n/m, 'it can be disarmed');
	like($run->{output}, qr/^nobody is left\n\z/m,
	   'what could be registered is taken back');
	like($run->{console}, qr/host control: cannot register for shutdown \(-16\): host control is refused, SMI requests work/,
	     'the kernel log says so');
	is(host_control($run), 0, 'firmware was asked for nothing');
};

# What kexec starts in these tests: a system that loads the driver, makes one
# request, says what came of it, and goes off; with arm=ACTION on the kernel's
# command line, after it has armed host control.
sub next_kernel
{
	my $dir = tempdir(CLEANUP => 1);
	my ($where, $release) =
		split ' ', qx($FindBin::Bin/../poweredge/kernel);
	chomp(my $module = qx($FindBin::Bin/../poweredge/module $release $where));
	my ($busybox) = split ' ',
		qx($FindBin::Bin/../poweredge/package busybox-static:amd64);

	mkdir "$dir/root";
	mkdir "$dir/root/$_" for qw(bin dev sys);
	system("cp $busybox/bin/busybox $dir/root/bin/ && " .
	       "cp $module $dir/root/") == 0 or die 'cp';
	open my $init, '>', "$dir/root/init" or die "$dir/root/init: $!";
	print $init <<'EOF';
#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox mount -t sysfs sys /sys
/bin/busybox stty -F /dev/ttyS1 raw
exec > /dev/ttyS1 2>&1
echo the next kernel is here
/bin/busybox insmod /dcdbas.ko
cd /sys/devices/platform/dcdbas
# SMI1, ebx, BSI1, port 0xb2, code 0x17, and a command of class 200
printf '1IMS\0\0\0\0001ISB\262\0\027\0\310%-36s' '' > smi_data
echo 1 > smi_request && echo request: done
[ -z "$arm" ] || {
	echo $arm > host_control_action
	echo 3 > host_control_smi_type
	echo 1 > host_control_on_shutdown
	/bin/busybox cat host_control_on_shutdown
}
printf '\036result 0\n'
exec /bin/busybox poweroff -f
EOF
	close $init;
	chmod 0755, "$dir/root/init";
	system("cd $dir/root && find . | cpio -o -H newc --quiet | " .
	       "gzip -1 > $dir/next.gz") == 0 or die 'cpio';
	return ($dir, '--memory', '1024', '--add', '/sbin/kexec',
		'--add', "$where/boot/vmlinuz-$release:/job/vmlinuz",
		'--add', "$dir/next.gz:/job/next.gz");
}

my $kexec = 'kexec -c -l /job/vmlinuz --initrd=/job/next.gz --reuse-cmdline';

sub kexec_ok
{
	my ($kernel, @next) = @_;
	my $missing = kernel_missing($kernel);
	plan skip_all => $missing if $missing;
	my $run = shut_down("$kexec || exit 1\narm 4 3 1\nreport 1\nkexec -e\n",
			    '--kernel', $kernel, @next);

	is($run->{status}, 0, 'the next kernel ran');
	like($run->{output}, qr/the next kernel is here\r?\nrequest: done/,
	     'and its driver works');
	like($run->{console}, qr/kexec(_core)?: Starting new kernel/,
	     'started by kexec');
	is(host_control($run), 0, 'firmware was asked for nothing');
	unlike($run->{console}, qr/host control:/, 'the driver did not begin to');
}

SKIP: {
	skip 'no kexec: package kexec-tools', 4 unless -x '/sbin/kexec';
	my ($dir, @next) = next_kernel();

	for my $kernel ('5.10', '6.1', '6.12') {
		subtest "kexec leaves the machine on, $kernel" => sub {
			kexec_ok($kernel, @next);
		};
	}

	# As a crash kernel does that starts on the CPU that has panicked.
	subtest 'a kernel whose CPU 0 is not the boot processor' => sub {
		my $run = shut_down("$kexec --append=arm=2 || exit 1\nreport 1\n" .
				    "echo 1 > /sys/kernel/reboot/cpu\nkexec -e\n",
				    @next);

		is($run->{status}, 0, 'the next kernel ran');
		like($run->{output}, qr/write error: No such device or address/,
		     'the request is refused');
		is((grep { $_->{kind} eq 'call' } @{$run->{smi}}), 0,
		   'and no SMI is raised on the wrong CPU');
		like($run->{output}, qr/^1\r?$/m, 'host control is armed');
		like($run->{console}, qr/cannot raise an SMI on CPU 0 \(-6\), power off not done/,
		     'the kernel log says that it is not done');
		is(host_control($run), 0, 'and firmware was not asked');
	};
}

done_testing;

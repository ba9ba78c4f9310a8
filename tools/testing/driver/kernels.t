#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver on every kernel that it is for, next to the kernel's own: requests
# are answered by the firmware, the files give the same answers but for those
# that differ on purpose (deliberate-differences), and the firmware turns the
# machine off in the end. A failure means that somebody's programs stop working
# when they get this driver, or this kernel.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Kernels;
use PowerEdge;
use Test::More;

# A fresh driver for each battery of questions.
my $job = <<'EOF';
CMOCKA_MESSAGE_OUTPUT=TAP ./calls
rmmod dcdbas
modprobe dcdbas
echo "== ours $(cat /sys/module/dcdbas/version) $(nproc)"
./attribute_probe
rmmod dcdbas
insmod /lib/modules/$(uname -r)/kernel/drivers/platform/x86/dell/dcdbas.ko
echo "== theirs $(cat /sys/module/dcdbas/version)"
./attribute_probe
rmmod dcdbas
modprobe dcdbas
cd /sys/devices/platform/dcdbas
echo 2 > host_control_action
echo 3 > host_control_smi_type
echo 1 > host_control_on_shutdown
report 0
poweroff
EOF

# deliberate-differences: {place, row, question, theirs, ours, used}
sub read_differences
{
	my ($place, @difference);

	for (split /\n/, slurp("$FindBin::Bin/deliberate-differences")) {
		next if /^(#|\s*$)/;
		if (/^\t(.+) -> (.+) => (.+)$/) {
			push @difference, { place => $place, row => $_,
					    question => qr/\A(?:$1)\z/,
					    theirs => qr/\A(?:$2)\z/,
					    ours => qr/\A(?:$3)\z/ };
		} else {
			$place = $_;
		}
	}
	return @difference;
}

my @difference = read_differences();

sub is_deliberate
{
	my ($question, $theirs, $ours) = @_;

	for (@difference) {
		next unless $question =~ $_->{question} &&
			    $theirs =~ $_->{theirs} && $ours =~ $_->{ours};
		return $_->{used} = 1;
	}
	return 0;
}

sub compare
{
	my ($theirs, $ours) = map { [split /\n/] } @_;
	my ($same, $deliberate, @unknown) = (0, 0);

	is(scalar @$ours, scalar @$theirs, 'both were asked the same');
	for my $i (0 .. $#$ours) {
		my ($question, $our) = split / -> /, $ours->[$i];
		my ($asked, $their) = split / -> /, $theirs->[$i] // '';

		if ($ours->[$i] eq ($theirs->[$i] // '')) {
			$same++ if defined $our;
		} elsif ($question eq ($asked // '') &&
			 is_deliberate($question, $their, $our)) {
			$deliberate++;
		} else {
			push @unknown, "ours:   $ours->[$i]",
				'theirs: ' . ($theirs->[$i] // '');
		}
	}
	cmp_ok($same, '>', 100, "$same answers are the same");
	cmp_ok($deliberate, '>', 0, "$deliberate differ on purpose");
	is(join("\n", @unknown), '', 'and no others differ');
}

sub host_control_ok
{
	my $run = shift;
	my @command = grep { $_->{kind} eq 'host-control' } @{$run->{smi}};

	is(scalar @command, 1, 'host control: firmware was asked once');
	is("$command[0]{action} $command[0]{result}", 'power-off accepted',
	   'host control: to turn the machine off');
	like($run->{console},
	     qr/host control: firmware answered to power off with status 0/,
	     'host control: the kernel log has its answer');
	is($run->{status}, 0, 'the machine lived, and went off');
}

# What the compiler said when the rig built the driver for this kernel.
sub warnings
{
	return join '', grep { /warning:/i } split /^/,
		slurp(kernel_build($_[0]) . '/build.log');
}

for my $kernel ('5.10', '6.1', '6.1-rt', '6.1-686', '6.12-deb12', '6.12-deb13',
		'backports', 'xen') {
	subtest "kernel $kernel" => sub {
		my $missing = kernel_missing($kernel);
		plan skip_all => $missing if $missing;

		my $run = boot(script => $job,
			       with => ['--kernel', $kernel, '--timeout', 240,
					map { ('--add', guest_program($_, $kernel)) }
					qw(calls attribute_probe)]);
		my ($calls, $our_version, $cpus, $ours, $their_version, $theirs) =
			$run->{output} =~ /\A(.*)^==\ ours\ (\S+)\ (\d+)\n(.*)
					   ^==\ theirs\ (\S+)\n(.*)\z/xms;

		$run->{output} = $calls // '';
		tap_ok($run, 'calls');
		is($cpus, 2, 'on two processors');
		my @calls = grep { $_->{kind} eq 'call' } @{$run->{smi}};
		cmp_ok(scalar @calls, '>', 200, 'firmware was called');
		is_deeply([grep { $_->{cpu} != 0 } @calls], [],
			  'on physical CPU 0 every time');
		# dom0 has 512 MiB, and believes them to begin at 0.
		ok((grep { hex $_->{ebx} >= 512 << 20 &&
			   $_->{result} eq 'done' } @calls),
		   'by the machine address, not the one that dom0 sees')
			if $kernel eq 'xen';

		is(warnings($kernel), '', 'built without a warning');
		isnt($our_version, $their_version, 'the drivers are two');
		compare($theirs // '', $ours // '');
		host_control_ok($run);
	};
}

# A dom0 of type PVH is a virtual machine to Xen, which executes the OUT itself:
# firmware would see registers that are not ours.
subtest 'kernel xen-pvh: requests and host control are refused' => sub {
	my $missing = kernel_missing('xen-pvh');
	plan skip_all => $missing if $missing;

	my $run = boot(script => <<'EOF', with => ['--kernel', 'xen-pvh', '--timeout', 240]);
cat /sys/hypervisor/guest_type
cd /sys/devices/platform/dcdbas
# SMI1, ebx, BSI1, port 0xb2, code 0x17
printf '1IMS\0\0\0\0001ISB\262\0\027\0\0%-36s' '' > smi_data
for request in 1 2 0; do
	echo $request 2>&1 > smi_request
	echo "request $request: $?"
done
echo 2 2>&1 > host_control_action
echo 1 2>&1 > host_control_on_shutdown
cat host_control_on_shutdown
smi-client --json status | grep '"text.*type PVH'
EOF
	is($run->{output}, <<'EOF', 'EOPNOTSUPP for whatever needs firmware');
PVH
sh: write error: Operation not supported
request 1: 1
sh: write error: Operation not supported
request 2: 1
request 0: 0
sh: write error: Operation not supported
sh: write error: Operation not supported
0
      "text":"this is a dom0 of type PVH: firmware does not see its registers",
EOF
	is_deeply([grep { $_->{kind} =~ /call|other|host/ } @{$run->{smi}}], [],
		  'no SMI was raised');
	is(scalar(() = $run->{console} =~ /SMI requests and host control are refused/g),
	   1, 'the kernel log says why, once');
};

my $document = slurp("$FindBin::Bin/../../../Documentation/ABI/testing/" .
		     'sysfs-platform-dcdbas') =~ s/\s+/ /gr;
my %seen;
for my $place (grep { !$seen{$_}++ } map { $_->{place} } @difference) {
	ok(index($document, $place) >= 0, "documented: $place");
}

SKIP: {
	my @missing = grep { $_ } map { kernel_missing($_) } '6.1', '6.1-686';
	skip $missing[0], 1 if @missing;
	is_deeply([map { $_->{row} } grep { !$_->{used} } @difference], [],
		  'every difference that is listed is there');
}

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Passwords do not stay in memory. A program hands secrets to the driver and
# wipes its own copies; when the machine is off, its memory is searched. A failure
# means that whoever gets to read a crash dump, the memory of a machine that was
# restarted, or a page that was not cleared may find a BIOS password there.
#
# What is read from smi_data is not looked for: sysfs leaves that behind, as
# Documentation/ABI/testing/sysfs-platform-dcdbas says.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use Kernels;
use PowerEdge;
use Test::More;

my $missing = kernel_missing('6.1');
plan skip_all => $missing if $missing;

my @ways = qw(files request text data);
my $ram = tempdir(CLEANUP => 1) . '/ram';
# The largest of the pieces in which leave_secrets writes smi_data.
my $in_buffer = 4000 / 8;	# halves

# The secret of a way, made as guest/leave_secrets.c makes it.
sub secret
{
	my $state = 0x9e3779b9 + shift;

	return join '', map {
		$state = ($state * 1664525 + 1013904223) & 0xffffffff;
		chr($state >> 24);
	} 1 .. 16;
}

# How many halves of each secret are in the memory, by its way.
sub search
{
	my %count = map { ($_ => 0) } @ways;
	my $overlap = '';

	open my $fh, '<:raw', $ram or die "$ram: $!";
	while (read $fh, my $more, 1 << 24) {
		my $memory = $overlap . $more;

		for my $way (0 .. $#ways) {
			for my $half (unpack '(a8)2', secret($way)) {
				$count{$ways[$way]}++
					while $memory =~ /\Q$half\E/g;
			}
		}
		$overlap = substr $memory, -7;
	}
	close $fh;
	unlink $ram;
	return \%count;
}

# A job, how it ends (125: the kernel panics), and what is left behind then.
sub leave
{
	my ($status, $script, @with) = @_;
	my $run = boot(script => "set -e\n$script", may_fail => $status,
		       with => ['--kernel', '6.1', '--profile', 'ascii',
				'--memory', 256, '--ram', $ram, '--add',
				guest_program('leave_secrets'), @with]);

	is($run->{status}, $status, 'the machine ended, and the driver took all');
	return ($run, search());
}

# 6.1 clears what it hands out and not what it gets back. It ends with a panic,
# before which nobody can wipe anything.
my ($run, $count) = leave(125, <<'EOF');
leave_secrets request stay
leave_secrets files
leave_secrets data
leave_secrets text
leave_secrets data stay
leave_secrets text stay
echo c > /proc/sysrq-trigger
EOF
my %calls = map { ("$_->{class} $_->{select}" => 1) }
	    grep { $_->{kind} eq 'call' && $_->{result} eq 'done' &&
		   ($_->{refused} // '') !~ /class|select/ } @{$run->{smi}};
is_deeply([sort keys %calls], ['10 1', '10 4', '9 1', '9 4'],
	  'firmware was given the passwords');
is($count->{files}, $in_buffer,
   'while the driver is bound, smi_data has what was written, and nobody else');
is($count->{request}, 0, 'of a request nothing is left once it is overwritten');
is($count->{text}, 0, 'nor of a password in the arguments of a call');
is($count->{data}, 0, 'nor of one in its data');

($run, $count) = leave(0, <<'EOF');
leave_secrets files
echo dcdbas > /sys/bus/platform/drivers/dcdbas/unbind
EOF
is($count->{files}, 0, 'unbinding wipes smi_data');

($run, $count) = leave(0, <<'EOF');
arm 2 3 1
leave_secrets files
report 0
/usr/sbin/poweroff
EOF
is((grep { $_->{kind} eq 'host-control' } @{$run->{smi}})[0]{result}, 'accepted',
   'host control was carried out');
is($count->{files}, 0, 'host control wipes smi_data');

($run, $count) = leave(0, <<'EOF');
leave_secrets files
report 0
/usr/sbin/poweroff
EOF
is($count->{files}, 0, 'so does a shutdown with nothing armed');

($run, $count) = leave(0, <<'EOF', '--wsmt', 3, '--buffer', '0x1000000:0x10000',
leave_secrets files
echo dcdbas > /sys/bus/platform/drivers/dcdbas/unbind
echo dcdbas > /sys/bus/platform/drivers/dcdbas/bind
leave_secrets data
leave_secrets text
rmmod dcdbas
echo 'an earlier kernel' | dd of=/dev/mem bs=4096 seek=4097 conv=notrunc 2>/dev/null
dd if=/dev/mem bs=4096 skip=4097 count=1 2>/dev/null | tr -d '\0'
modprobe dcdbas
tr -d '\0' < /sys/devices/platform/dcdbas/smi_data | wc -c
EOF
		       '--oem-string', '30[0000000001000000;00010000]');
like($run->{console}, qr/WSMT: using the firmware's buffer/,
     'there is a buffer of the firmware');
is($count->{files}, 0, 'unbinding wipes it');
is($count->{text} + $count->{data}, 0, 'and a call leaves nothing in it');
is($run->{output}, "an earlier kernel\n0\n", 'what an earlier kernel left there is not shown');

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What a careless or hostile program can do with /dev/dcdbas, under the debug
# kernel, on a machine with an ordinary buffer, on one with the firmware's own,
# and where that one is smaller than a call may be elsewhere. A failure means
# that root can make this driver corrupt the kernel, or that it leaves memory
# behind.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use File::Temp qw(tempdir);
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

my @fast = (qw(--parallel --timeout 500 --append), 'rcupdate.rcu_expedited=1');

sub probe
{
	my ($length, @with) = @_;

	watch(programs => ['node_probe'], with => [@fast, @with],
	      commands => ["CMOCKA_MESSAGE_OUTPUT=TAP ./node_probe unbind $length"]);
}

probe(4104);

probe(4104, '--wsmt', 3, '--buffer', '0x30000000:0x10000',
      '--oem-string', '30[0000000030000000;0000000000010000]');

# The rest of that page is nobody's, and the next one is not mapped.
my $ram = tempdir(CLEANUP => 1) . '/ram';
probe(0x400, '--wsmt', 3, '--buffer', '0x30000000:0x400',
      '--oem-string', '30[0000000030000000;0000000000000400]', '--ram', $ram);

open my $fh, '<:raw', $ram or die "$ram: $!";
seek $fh, 0x30000400, 0;
read $fh, my $rest, 0xc00;
is($rest, "\0" x 0xc00, 'nothing is written behind a small buffer');
unlink $ram;

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What a careless or hostile program can do with /dev/dcdbas, under the debug
# kernel, on a machine with an ordinary buffer and on one with the firmware's
# own. A failure means that root can make this driver corrupt the kernel, or that
# it leaves memory behind.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

my @fast = ('--append', 'rcupdate.rcu_expedited=1', '--timeout', 500);
my @commands = ('CMOCKA_MESSAGE_OUTPUT=TAP ./node_probe unbind');

watch(programs => ['node_probe'], with => \@fast, commands => \@commands);

watch(programs => ['node_probe'],
      with => [@fast, '--wsmt', 3, '--buffer', '0x30000000:0x10000',
	       '--oem-string', '30[0000000030000000;0000000000010000]'],
      commands => \@commands);

done_testing;

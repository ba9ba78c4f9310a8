#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver goes and comes back hundreds of times under the debug kernel, with
# readers and writers at its files, on a machine with an ordinary buffer and on
# one with the firmware's own. A failure means that an update of the module on a
# running machine loses memory, leaves host control armed, or ends in an oops.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

# Unloading waits for grace periods, again and again.
my @fast = (qw(--parallel --timeout 900 --append), 'rcupdate.rcu_expedited=1');

watch(programs => ['lifetime'], with => \@fast,
      commands => ['./lifetime $module 200']);

watch(programs => ['lifetime'],
      with => [@fast, '--wsmt', 3,
	       '--buffer', '0x30000000:0x10000',
	       '--oem-string', '30[0000000030000000;0000000000010000]'],
      commands => ['./lifetime $module 40']);

done_testing;

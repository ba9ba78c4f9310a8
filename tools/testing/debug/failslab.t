#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# No memory, at every place where the driver or the kernel on its behalf asks
# for some. A failure means that a machine short of memory crashes, loses the
# buffer's content, or reports success for what has not happened.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

# Loading waits for grace periods, again and again.
my @fast = ('--append', 'rcupdate.rcu_expedited=1', '--timeout', 400);

watch(programs => ['failslab'], with => \@fast,
      commands => ['let_allocations_fail; ./failslab $module']);

# The firmware's own buffer has to be mapped; if it cannot be, requests are
# refused and the rest works.
watch(programs => ['failslab'],
      with => [@fast, '--wsmt', 3, '--buffer', '0x30000000:0x10000',
	       '--oem-string', '30[0000000030000000;0000000000010000]'],
      commands => ['let_allocations_fail; ./failslab $module binding']);

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver on a 32-bit debug kernel: calls by the node, good and bad, stress,
# binding and loading again and again, allocations that fail. A failure means
# that a size or an address does not fit where the CPU has 32 bits.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use Test::More;

my $missing = debug_kernel_missing('debug-686');
plan skip_all => $missing if $missing;

my $seed = $ENV{STRESS_SEED} || time;

watch(kernel => 'debug-686',
      programs => ['node_probe', 'stress', 'lifetime', 'failslab'],
      with => ['--append', 'rcupdate.rcu_expedited=1', '--timeout', 600],
      commands => ['CMOCKA_MESSAGE_OUTPUT=TAP ./node_probe unbind',
		   "./stress -b -s $seed 20", './lifetime $module 40',
		   'let_allocations_fail; ./failslab $module']);

done_testing;

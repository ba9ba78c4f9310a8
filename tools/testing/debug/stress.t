#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Stress: requests, good and bad, from eight threads under the debug kernel.
# A failure means that programs that use the driver at the same time can get it,
# or the kernel, into a state that nobody has thought of.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

my $seconds = $ENV{STRESS_SECONDS} || 60;
my $seed = $ENV{STRESS_SEED} || time;
my $trace = 'echo 1 > /sys/kernel/tracing/events/dcdbas/enable; ';

watch(programs => ['stress'],
      with => ['--parallel', '--timeout', 300 + 2 * $seconds],
      commands => [$trace . "./stress -s $seed " . int(1 + $seconds / 3),
		   "./stress -b -s $seed $seconds",
		   "let_allocations_fail 1; ./stress -b -m -s $seed " .
		   int(1 + $seconds / 4)]);

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The files and the calls of attributes.t and calls.t under the debug kernel. A
# failure means a mistake in what everybody does with the driver every day.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use PowerEdge;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

my $run = watch(programs => ['attribute_probe', 'calls'],
		plain => ['./attribute_probe'],
		commands => ['CMOCKA_MESSAGE_OUTPUT=TAP ./calls']);

is($run->{part}{'./attribute_probe'}, slurp("$FindBin::Bin/../driver/attributes.answers"),
   'the files give the answers that they give on other kernels');

done_testing;

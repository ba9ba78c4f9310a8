#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What tools/testing/setup does on a machine that is not as its author's. A
# failure means that "make check" gives up, waits for ever, or tests something
# else than it was told.
#
# Setup: build

use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin;
use Test::More;

my $top = abs_path("$FindBin::Bin/../../..");
my $setup = "$top/tools/testing/setup";

subtest 'a test that is not there is an error' => sub {
	for my $command ("$setup --groups", "make -s -C $top check") {
		my $tests = 'tools/testing/driver/no-such.t';
		my $output = $command =~ /make/ ? qx($command TESTS=$tests 2>&1) :
						  qx(cd $top && $command $tests 2>&1);

		isnt($?, 0, $command);
		like($output, qr/^setup: \Q$tests\E: no such test$/m, 'it says which');
		unlike($output, qr/^[a-z]+$/m, 'no groups');
	}
	my $unit = 'tools/smi-client/tests/unit/test_cmos';
	is(qx(cd $top && $setup --groups $unit), "check\nclient\n", 'unit tests go by their source');
};

done_testing;

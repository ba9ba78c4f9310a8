#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The driver's unit tests (dcdbas_test.c), in a module that is built with them,
# under the debug kernel: numbers, tables of WSMT firmware, the rule under
# lockdown, bounds, what other modules call. A failure means that input from user
# space, from firmware or from another module is taken which must not be.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use PowerEdge;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

my $top = "$FindBin::Bin/../../..";
my $build = "$top/build/unit";
my ($root, $release) = split ' ', qx($FindBin::Bin/../poweredge/kernel debug);

system("rm -rf $build && mkdir -p $build && cd $top && " .
       "cp -r --parents Kbuild VERSION include drivers/firmware/dcdbas/*.[ch] " .
       "drivers/firmware/dcdbas/K* $build && " .
       "rm -f $build/drivers/firmware/dcdbas/*.mod.c && " .
       "make -s -C $root/lib/modules/$release/build M=\$(realpath $build) " .
       "CONFIG_DCDBAS=m CONFIG_DCDBAS_KUNIT_TEST=y modules >$build/log 2>&1") == 0
	or die "cannot build the tests: ", slurp("$build/log");

my $run = boot(script => "insmod ./dcdbas.ko\n",
	       with => ['--kernel', 'debug', '--memory', 1024, '--driver', 'none',
			'--append', 'kunit.enable=1',
			'--add', "$build/drivers/firmware/dcdbas/dcdbas.ko"]);
my @results = $run->{console} =~ /\]\s+((?:not )?ok \d+ dcdbas_test_\w+)/g;
cmp_ok(scalar @results, '>=', 9, 'all of them ran');
for (@results) {
	my ($not, $name) = /^(not )?ok \d+ dcdbas_test_(\w+)/;
	ok(!$not, $name =~ tr/_/ /r);
}
like($run->{console}, qr/\]\s+ok \d+ dcdbas\r?$/m, 'and the suite is content') or
	diag($run->{console} =~ /(# Subtest: dcdbas.*)/s);
log_ok($run, 'unit tests');

done_testing;

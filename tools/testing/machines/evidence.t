#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What a failing test leaves behind. A failure means that one which fails once in
# a hundred runs cannot be understood afterwards.
#
# Setup: build vm

use strict;
use warnings;
use File::Basename qw(basename);
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $top = "$FindBin::Bin/../../..";
my $dir = tempdir('evidenceXXXXXX', TMPDIR => 1, CLEANUP => 1);
my $kept = "$top/build/failed/" . basename($dir) . '-job-';

# The machine is one that cannot be put together, which takes no time.
sub run_test
{
	my $checks = shift;

	open my $fh, '>', "$dir/job.t" or die "$dir/job.t: $!";
	print $fh <<"EOF_TEST";
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;
my \@machine = (script => "echo no machine\\n", may_fail => 1,
		with => ['--profile', 'of-no-machine']);
$checks
done_testing;
EOF_TEST
	close $fh;
	return scalar qx($^X $dir/job.t 2>&1);
}

my $said = run_test('boot(@machine); boot(@machine); ok(1); ok(0);');
like($said, qr{^# job, console\.log and smi\.log of the machine: (\S+)-job-2$}m,
     'a test that fails says where the machine is');
ok(-e "${kept}2/job", 'which is the last one before the failure');
ok(!-e "${kept}1", 'and no other');

$said = run_test('boot(@machine); subtest(inner => sub { ok(0) }); boot(@machine);');
ok(-e "${kept}1/job", 'the same for a failure in a subtest');
ok(!-e "${kept}2", 'what an earlier run has left is gone');

$said = run_test('$machine[3] = 0; boot(@machine);');
like($said, qr/no answer from the machine/, 'a machine without an answer fails');
ok(-e "${kept}1/job", 'and is kept as well');

remove_tree(glob "$kept*");
run_test('boot(@machine); ok(1); TODO: { local $TODO = "later"; ok(0); }');
ok(!glob("$kept*"), 'a test that passes leaves nothing');

done_testing;

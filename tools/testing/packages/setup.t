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
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge qw(slurp);
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

# Nothing is installed, root runs it, and another program has a lock twice.
subtest 'a lock is waited for, in any language' => sub {
	my $dir = tempdir(CLEANUP => 1);
	my %program = (
		'dpkg-query' => 'exit 1', 'id' => 'echo 0', 'sleep' => "echo \$1 >>$dir/slept",
		'apt-get' => <<"EOT",
echo "\$*" >>$dir/called
[ \$(wc -l <$dir/called) -ne 1 ] && [ \$(wc -l <$dir/called) -ne 3 ] && exit
case \${LC_ALL-\$LANG}\${LANGUAGE-} in
C) echo "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1 (apt)" ;;
*) echo "E: Konnte Sperre /var/lib/apt/lists/lock nicht bekommen" ;;
esac
exit 100
EOT
	);

	for (keys %program) {
		open my $out, '>', "$dir/$_" or die "$dir: $!";
		print $out "#!/bin/sh\n$program{$_}\n";
		close $out;
		chmod 0755, "$dir/$_";
	}
	local @ENV{qw(PATH LANG LANGUAGE)} = ("$dir:$ENV{PATH}", 'de_DE.UTF-8', 'de:en');
	local $ENV{LC_ALL} = 'de_DE.UTF-8';
	my $output = qx($setup gdb 2>&1);
	is($?, 0, 'it has come to its end') or diag($output);
	unlike($output, qr/failed/, 'nothing has failed');
	is((() = $output =~ /waiting for another program/g), 2, 'it says that it waits');
	is(slurp("$dir/slept"), "5\n5\n", 'and has waited twice');
	my @verbs = slurp("$dir/called") =~ /^.*?\b(update|install)\b/mg;
	is("@verbs", 'update update install install', 'for both');
};

done_testing;

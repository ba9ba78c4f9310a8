#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The machine under gdb: the firmware stops at a line of its source and goes on.
# A failure means that nobody can look into it while it works.
#
# Setup: build vm check gdb

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

plan skip_all => 'gdb is missing'
	unless grep { -x "$_/gdb" } split /:/, $ENV{PATH};

my $init = "$FindBin::Bin/../../../build/poweredge/gdbinit";
my $port = 20000 + $$ % 20000;
my @command = ('hbreak calling_interface', 'continue', 'print/x config.code',
	       'info line', 'delete', 'detach');

# It is there some seconds after boot() began.
unlink $init;
my $gdb = open(my $said, '-|') // die "fork: $!";
if (!$gdb) {
	for (1 .. 120) {
		my $out = !-e $init ? '' :
			qx(timeout 400 gdb -nx -batch -ex 'source $init' @{[
			   join ' ', map { "-ex '$_'" } @command]} 2>&1);

		if ($out =~ /Breakpoint 1,/) {
			print $out;
			last;
		}
		sleep 1;
	}
	exit;
}

my $run = boot(script => 'smi-client call 0 0 0x6a', with => ['--gdb', $port, '--timeout', 600]);
my $text = do { local $/; <$said> };

is($run->{status}, 0, 'the machine went on');
like($run->{output}, qr/^r1 +0 /m, 'and answered');
like($text, qr/Breakpoint 1, calling_interface \(/, 'the firmware stopped');
like($text, qr/^\$1 = 0x17$/m, 'at its variables one can look');
like($text, qr/of "calling_interface\.c"/, 'the line is known');

done_testing;

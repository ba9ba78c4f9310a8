#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Firmware that is wrong in ten ways, under the debug kernel. A failure means
# that the driver, misled by one of them, uses memory that is not its own.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use DebugKernel;
use PowerEdge;
use Test::More;

my $missing = debug_kernel_missing();
plan skip_all => $missing if $missing;

my $run = boot(script => '. ./bad_firmware.sh',
	       with => ['--kernel', 'debug', '--memory', 1024, '--timeout', 300,
			'--bad', 'switch', '--add', guest_program('firmware_calls'),
			'--add', "$FindBin::Bin/../guest/bad_firmware.sh"]);

is($run->{status}, 0, 'the machine lived');
my @after = $run->{output} =~ /^after ([\w-]+): read 0 0000000[12] /mg;
is_deeply(\@after, [qw(no-answer late random overflow header no-effect nothing
		       unfilled)],
	  'after each, the driver comes back and works');
like($run->{output}, qr/^overflow: node-read 0 00000001 \w+ \w+ (a5){56}0{88}$/m,
     'what is written behind a command is data to the device node');
like($run->{output}, qr/^overflow: node-bare 0 00000001 \w+ \w+ $/m,
     'and nothing where there are none');
log_ok($run, 'all of it');

done_testing;

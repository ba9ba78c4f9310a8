#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The files of the driver, good input and bad, against attributes.answers. A
# failure means that a program which has used these files for years, or an
# administrator with echo and cat, gets another answer than the one documented.
#
# Setup: build vm

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $run = boot(script => './attribute_probe',
	       with => ['--add', guest_program('attribute_probe')]);

is($run->{status}, 0, 'the machine lived');

my $section = 'attributes';
my @got = split /\n/, $run->{output};
for my $want (split /\n/, slurp("$FindBin::Bin/attributes.answers")) {
	my $got = shift @got;
	$section = $1 if $want =~ /^# (.*)/;
	is($got, $want, "$section: " . $want =~ s/ -> .*//r);
}
is_deeply(\@got, [], 'no answer is left over');

my @warnings = $run->{console} =~ /bits other than power off/g;
is(scalar @warnings, 1, 'unknown bits of host_control_action: warned of once');

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every JSON object that the unit tests have provoked fits the schema of its
# command; see validate. A failure means that a program which reads the JSON
# meets what no document describes.
use strict;
use warnings;
use FindBin;

my $o = $ENV{O} // "$FindBin::Bin/..";

unless (glob("$o/tests/json/*.json")) {
	print "1..0 # SKIP the unit tests have not run: nothing in $o/tests/json\n";
	exit;
}
exec("$FindBin::Bin/validate", $ENV{SMI_CLIENT} // "$o/smi-client", "$o/tests/json") or
	die "validate: $!\n";

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Requests reach the firmware and its answers come back. A failure means that
# a client would get a wrong answer, somebody else's, or none.
#
# Setup: build vm

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $run = boot(script => 'CMOCKA_MESSAGE_OUTPUT=TAP ./calls',
	       with => ['--add', guest_program('calls')]);

tap_ok($run, 'calls');
is($run->{status}, 0, 'the machine lived');

my @calls = grep { $_->{kind} eq 'call' } @{$run->{smi}};
is_deeply([grep { $_->{cpu} != 0 } @calls], [], 'every SMI was on CPU 0');
is(scalar(grep { $_->{result} eq 'bad-signature' } @calls), 1,
   'firmware saw the one wrong signature, and no other');

done_testing;

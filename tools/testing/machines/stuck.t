#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# A CPU of QEMU's that is stuck while the kernel starts, before anything of ours
# has run, is told from one that our driver or a job has stopped: the first is
# tried again, the second never. A failure means that tests fail at random, or
# that a hang of ours is tried again until it does not happen.
#
# Setup: build vm

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $supervisor = "$FindBin::Bin/../poweredge/supervisor";
my $dir = tempdir(CLEANUP => 1);

# In QEMU's place: says this on the console, and stays.
open my $fh, '>', "$dir/qemu" or die "$dir/qemu: $!";
print $fh <<'EOF';
my ($path) = "@ARGV" =~ /id=console,path=([^,]+)/;
open my $console, '>>', $path or die "$path: $!";
syswrite $console, "$_\r\n" for split /\|/, shift;
sleep 60;
EOF
close $fh;

sub ends_with
{
	my ($timeout, $console) = @_;

	system($supervisor, '--quiet', '--timeout', $timeout, '--out', "$dir/out", '--',
	       $^X, "$dir/qemu", $console);
	return $? >> 8;
}

my $init = '[    2.1] Run /init as init process';
my $stuck = '[   28.5] watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [kworker:51]';
my $panic = '[   23.2] Kernel panic - not syncing: Fatal exception in interrupt';
my $stall = '[   21.5] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:';

is(ends_with(60, "[    0.1] Linux version|$stuck"), 123, 'stuck before init');
is(ends_with(60, "[    0.1] Linux version|$stall"), 123, 'stalled before init');
is(ends_with(60, "[    0.1] Linux version|$panic"), 123, 'a panic before init');
is(ends_with(60, "$init|$panic"), 125, 'a panic after init: the machine died');
is(ends_with(2, "$init|$stuck"), 124, 'stuck after init: no end in time');
is(ends_with(2, '[    0.1] Linux version'), 124, 'silent: no end in time');

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# With --tables no command opens anything of the running machine: no driver, no
# device, no file of /sys or /proc. A failure means that somebody who looks at
# the tables of another machine reads, or changes, the one in front of him.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::Bin;
use RealTables;
use Test::More;

my $client = $ENV{SMI_CLIENT} // ($ENV{O} // "$FindBin::Bin/..") . '/smi-client';

plan skip_all => "$client is not built" unless -x $client;
plan skip_all => 'strace is not installed' unless grep { -x "$_/strace" } split(/:/, $ENV{PATH});

my $work = tempdir(CLEANUP => 1);
# One choice of power recovery, all classes.
my $dir = make_dump('PowerEdge X', 'Dell Inc.', 'A01', '',
		    pack('C2v vCV', 218, 29, 0, 0xB2, 0x17, 0xFFFFFFFF) .
		    pack('v9', 0xA1, 0xA1, 0, 0xA2, 0xA2, 2, 0xFFFF, 0, 0));

# What a command wants besides its name.
my %arguments = (
	'setting get' => ["'Power Recovery'"], 'setting set' => ["'Power Recovery=Off'"],
	'setting export' => ["$work/settings"], 'setting compare' => ["$work/settings"],
	'setting apply' => ["$work/settings"], 'token get' => ['0xa1'], 'token set' => ['0xa1'],
	'token export' => ["$work/tokens"], 'token import' => ["$work/tokens"],
	'tag asset' => ['', 'set X'], 'tag property' => ['', 'set X'],
	'tag service' => ['', 'set --force ABCDE'], 'wakeup set' => ['off'],
	'power-recovery set' => ['last'], 'password set' => ['admin'],
	'password change' => ['admin'], 'password remove' => ['admin'],
	'host-control arm' => ['power-cycle'], 'report' => ["$work/report"],
	'call' => ['--list', '0 0 1', 'thermal'], 'raw' => ['--code 1'],
	'buffer write' => ['0 00'], 'buffer resize' => ['1'],
);

my ($list) = qx($client --help) =~ /^Commands:\n(.*?)\n\n/ms;
my @commands = grep { !/^completion/ } $list =~ /^ (\S+(?: \S+)?)(?=  |\n|$)/gm;

cmp_ok(scalar(@commands), '>', 20, 'there are commands');
for my $command (@commands) {
	for my $arguments (@{$arguments{$command} // ['']}) {
		my $line = "$command $arguments" =~ s/ +$//r;

		system("strace -f -e trace=%file,%network,ioctl -o $work/trace " .
		       "$client --tables $dir $line >$work/out 2>$work/err </dev/null");
		my $trace = slurp("$work/trace");

		plan skip_all => 'strace may not trace here' unless $trace =~ /^\S+\s+exec/m;
		my @opened = grep { !m{^/proc/self/exe$|^/dev/null$} }
			$trace =~ m{"(/(?:sys|dev|proc)/[^"]*)"}g;

		is("@opened", '', $line =~ s/\Q$work\E/DIR/gr);
		diag(slurp("$work/err")) if $? & 127;
	}
}
done_testing();

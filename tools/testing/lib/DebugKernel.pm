# SPDX-License-Identifier: GPL-2.0-only
#
# For tests under the debug kernel: boots it, lets it watch what a job does to
# the driver, and judges what it has to report. In comes a job for the guest;
# out goes the run (PowerEdge.pm), for what else there is to look at.

package DebugKernel;

use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);
use PowerEdge;
use Test::More;

our @EXPORT = qw(debug_kernel_missing watch log_ok);

my $testing = dirname(__FILE__) . "/..";
my $module = '/lib/modules/$(uname -r)/updates/dcdbas.ko';

# Why there is no such kernel, or nothing; debug, if not told.
sub debug_kernel_missing
{
	my $kernel = shift // 'debug';
	my $why = qx($testing/debug/kernel/build --if-kept $kernel 2>&1);

	return $? ? $why =~ s/\s+\z//r : '';
}

# What no kernel says while all is well.
my $report = qr/BUG:|WARNING:|\bKASAN:|UBSAN:|ODEBUG:|DMA-API:\ (?!prealloc|debug)
	|INFO:|possible\ (?:circular|recursive|irq|deadlock)|suspicious\ RCU
	|kmemleak:\ (?!Kernel\ memory\ leak\ detector\ initialized
		     |Cannot\ allocate\ a\ scan\ area)
	|Oops|general\ protection|[Cc]orruption|refcount_t:|sleeping\ function
	|debugging\ out\ of\ memory|stalls?\ on|[Ll]ockup|blocked\ for\ more/x;

# The kernel log: the checks were on, and had nothing to say.
sub log_ok
{
	my ($run, $name) = @_;
	my @reports = grep { /$report/ } split /\n/, $run->{console};

	# There is none for 32 bits.
	like($run->{console}, qr/KernelAddressSanitizer initialized/,
	     "$name: KASAN watched")
		unless $run->{console} =~ /Linux version \S+-686 /;
	like($run->{console}, qr/kmemleak: Kernel memory leak detector init/,
	     "$name: kmemleak watched");
	ok(!@reports, "$name: the kernel log has no report") or
		diag(substr $run->{console},
		     index($run->{console}, $reports[0]), 8000);
}

# watch(commands => [...], with => [rig options], programs => [names]): every
# command prints TAP, but for those in plain => [...], which come first and
# whose output is in $run->{part}{COMMAND}. $module is the driver's file. Another
# kernel => 'debug-686'.
sub watch
{
	my %arg = @_;
	my $kernel = $arg{kernel} // 'debug';
	my @with = map { ('--add', guest_program($_, $kernel)) }
		@{$arg{programs} // []};
	my $script = ". ./watched.sh\nmodule=$module\nstatus=0\n";
	my @names = ('before', @{$arg{commands}}, 'after');

	for my $command ('before', @{$arg{plain} // []}, @names[1 .. $#names]) {
		my $call = $command eq 'before' ? 'checks_are_on' :
			   $command eq 'after' ? 'no_reports' : $command;
		$script .= "echo '== $command'\n$call || status=\$?\n";
	}
	my $run = boot(script => "$script\nexit \$status\n", may_fail => 1,
		       with => ['--kernel', $kernel, '--memory', 1024,
				'--add', "$testing/guest/watched.sh", @with,
				@{$arg{with} // []}]);

	(undef, my %part) = split /^== (.*)\n/m, $run->{output};
	$run->{part} = \%part;
	for (@names) {
		tap_ok({ output => $part{$_} // '' }, $_);
		note($part{$_} // '');
	}
	is($run->{status}, 0, 'the machine lived, and nothing failed');
	log_ok($run, 'all of it');
	return $run;
}

1;

# SPDX-License-Identifier: GPL-2.0-only
#
# For the tests: boots the emulated PowerEdge, runs a job in it, and hands back
# what is to be looked at. Nothing here decides whether that is right.

package PowerEdge;

use strict;
use warnings;
use Exporter 'import';
use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Path qw(make_path remove_tree);
use File::Temp qw(tempdir);
use TAP::Parser;
use Test2::API qw(test2_stack);
use Test::More;

our @EXPORT = qw(boot guest_program guest_module slurp write_file tap_ok
		 transcript kernel_log_order);

my $testing = abs_path(dirname(__FILE__) . '/..');
my $top = abs_path("$testing/../..");
my $poweredge = "$testing/poweredge/poweredge";

sub slurp
{
	my $file = shift;

	open my $fh, '<', $file or return '';
	local $/;
	return <$fh> // '';
}

# A file with this content; its name.
sub write_file
{
	my ($file, $content) = @_;

	open my $fh, '>:raw', $file or die "$file: $!";
	print $fh $content;
	close $fh or die "$file: $!";
	return $file;
}

sub last_lines
{
	my @lines = split /\n/, shift;

	return join "\n", splice @lines, @lines > 30 ? -30 : 0;
}

# The path of a program from guest/, built for a kernel's architecture.
sub guest_program
{
	my ($name, $kernel) = @_;
	my $small = ($kernel // '') =~ /686/;
	my $dir = "$top/build/guest" . ($small ? '-i386' : '');
	my @make = ('make', '-s', '-C', "$testing/guest", "O=$dir",
		    $small ? "CC=$testing/poweredge/cc32" : (), "$dir/$name");

	system(@make) == 0 or die "cannot build $name\n";
	return "$dir/$name";
}

# The path of a module, built from the folder of its name for a kernel.
sub guest_module
{
	my ($folder, $kernel) = @_;
	my ($name) = $folder =~ m{([^/]+)$};
	my ($root, $release) = split ' ', qx($testing/poweredge/kernel $kernel);
	my $build = "$top/build/$name/$release";
	my ($kdir) = grep { -e "$_/Makefile" }
		"/usr/src/linux-headers-$release",
		"$root/lib/modules/$release/build";

	system('mkdir', '-p', $build) == 0 &&
		system('cp', '-u', glob("$folder/*"), $build) == 0 &&
		system("make -s -C $kdir M=\$(realpath $build) " .
		       "include=\$(realpath $top/include) " .
		       "modules >$build/log 2>&1") == 0
		or die("cannot build $name.ko: " . slurp("$build/log"));
	return "$build/$name.ko";
}

# The evidence of a test that fails: build/failed/FOLDER-TEST-N has what was left of
# the N-th machine that it booted, which is the one that the failure is about.
my $test = basename(dirname(abs_path($0))) . '-' . basename($0, '.t');
my ($boots, $last) = (0, undef);

sub keep_machine
{
	my $to = "$top/build/failed/$test-$boots";

	return unless $last;
	make_path($to);
	system('cp', '-r', "$last/.", $to) == 0 or return;
	$last = undef;
	diag("job, console.log and smi.log of the machine: $to");
}

test2_stack()->top->listen(sub { keep_machine() if $_[1]->causes_fail },
			   inherit => 1);

# boot(script => TEXT, with => [rig options]) boots once. Functions of
# guest/functions.sh are there for the script. What comes back:
#   status   of the job, 123 and more when there is none: see poweredge/README.md
#   output   what the job printed
#   console  kernel log and what the supervisor said
#   smi      the firmware's log, a hash for each line
#   dir      where the files are
sub boot
{
	my %arg = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $functions = "$testing/guest/functions.sh";
	my (@smi, $output);

	remove_tree(glob "$top/build/failed/$test-*") unless $boots++;
	$last = $dir;

	open my $fh, '>', "$dir/job" or die "$dir/job: $!";
	print $fh "dmesg -n 7\n. ./functions.sh\n", $arg{script};
	close $fh;

	open my $pipe, '-|', $poweredge, @{$arg{with} // []}, '--add', $functions,
		'--out', $dir, '--run', "$dir/job" or die "$poweredge: $!";
	{
		local $/;
		$output = <$pipe> // '';
	}
	close $pipe;
	my $status = $? >> 8;

	for (split /\n/, slurp("$dir/smi.log")) {
		my %line = map { split /=/, $_, 2 } grep { /=/ } split ' ';
		push @smi, \%line;
	}
	my $run = { status => $status, output => $output, smi => \@smi,
		    console => slurp("$dir/console.log"), dir => $dir };
	if ($status && !$arg{may_fail}) {
		diag("the job ended with $status");
		diag($output);
		diag(last_lines($run->{console}));
		keep_machine();
		# Without an answer there is nothing to judge.
		die "no answer from the machine\n" if $status >= 123;
	}
	return $run;
}

# What the commands of "t NAME COMMAND..." did: name => {status, out, err}.
sub transcript
{
	my $run = shift;
	my (%t, $to);

	for (split /^/, $run->{output}) {
		if (/^=== (\S+) (\d+)$/) {
			$t{$1} = { status => $2, out => '', err => '' };
			$to = \$t{$1}{out};
		} elsif (/^--- (\S+)$/ && $t{$1}) {
			$to = \$t{$1}{err};
		} elsif ($to) {
			$$to .= $_;
		}
	}
	return \%t;
}

# Every test of a program in the guest is one here.
sub tap_ok
{
	my ($run, $name) = @_;
	my $parser = TAP::Parser->new({ tap => $run->{output} });
	my $seen = 0;

	while (my $result = $parser->next) {
		next unless $result->is_test;
		$seen++;
		if ($result->has_skip) {
			# cmocka tells the name alone, and that in place of the reason.
			SKIP: { skip "$name: " . $result->explanation =~ tr/_/ /r, 1 }
			next;
		}
		my $what = $result->description =~ s/^- //r =~ tr/_/ /r;
		ok($result->is_ok, "$name: $what");
	}
	ok($seen && !$parser->parse_errors, "$name: all of it ran") or
		diag($run->{output});
}

# Whether lines that match come in the kernel log, in this order.
sub kernel_log_order
{
	my ($run, $name, @patterns) = @_;
	my $at = 0;

	for my $pattern (@patterns) {
		pos($run->{console}) = $at;
		if ($run->{console} !~ /$pattern/g) {
			ok(0, $name);
			diag("no /$pattern/" . ($at ? ' after the line before' :
				''));
			diag(last_lines($run->{console}));
			return;
		}
		$at = pos $run->{console};
	}
	ok(1, $name);
}

1;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The house style, as far as programs can judge it. A failure means that a
# maintainer of the kernel or of a distribution would send the patch back.
#
# Setup: module style

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Path qw(make_path remove_tree);
use FindBin;
use Test::More;

my $top = abs_path("$FindBin::Bin/../../..");
my $cache = $ENV{DCDBAS_CACHE} // '/var/cache/dcdbas';
my $build = "$top/build/style";

chdir $top or die "$top: $!";
my @files = grep { -f } split /\0/, qx(git ls-files -z 2>/dev/null);
plan skip_all => 'not a git checkout' unless @files;

sub first_lines
{
	open my $fh, '<', shift or return '';
	return join '', map { scalar(<$fh>) // '' } 1 .. 3;
}

# The path of a program, if it is there.
sub program
{
	my $name = shift;

	return (grep { -x } map { "$_/$name" } split /:/, $ENV{PATH})[0];
}

# What a program has to say, or nothing when it is content.
sub silent_ok
{
	my ($name, $output) = @_;

	is($output, '', $name);
}

# What debian/copyright has under another licence than the file itself.
sub other_copyright
{
	my (@stanzas, @wrong);

	open my $fh, '<', "$top/packaging/debian/copyright" or return 'no file';
	for (split /\n\n/, join '', <$fh>) {
		my ($list, $licence) = /^Files:(.*?)^Copyright:.*^License: (\S+)/ms or next;
		push @stanzas, map { [s/\*/.*/gr, $licence] } split ' ', $list =~ s/\./\\./gr;
	}
	for my $file (@_) {
		# REUSE-IgnoreStart
		my ($own) = first_lines($file) =~ /SPDX-License-Identifier: (GPL\S+)/ or next;
		# REUSE-IgnoreEnd
		# The last stanza that matches counts.
		my ($said) = map { $_->[1] } grep { $file =~ /^$_->[0]$/ } reverse @stanzas;

		push @wrong, "$file: $own" if $own ne $said;
	}
	return @wrong;
}

subtest 'licences' => sub {
	# Prose and data say nothing of their own; .reuse/dep5 does.
	my @prose = qr{\.(md|answers|json|expected|ignore)$|^(COPYING|VERSION)$|^LICENSES/|/corpus/
		|\.gitignore$|ABI/|^\.reuse/|^packaging/debian/(?!rules$|tests/[^c])}x;

	for my $file (grep { my $f = $_; !grep { $f =~ $_ } @prose } @files) {
		# REUSE-IgnoreStart
		like(first_lines($file), qr/SPDX-License-Identifier: GPL-2\.0-/,
		     $file);
		# REUSE-IgnoreEnd
	}

	is_deeply([other_copyright(@files)], [], 'debian/copyright says the same');

	SKIP: {
		skip 'no reuse', 1 unless program('reuse');
		my $output = qx(reuse lint 2>&1);
		is($?, 0, 'reuse lint') or diag($output);
	}
};

subtest 'spelling' => sub {
	plan skip_all => 'no codespell' unless program('codespell');
	my @text = grep { !m{^LICENSES/|/corpus/} } @files;

	silent_ok('codespell', scalar qx(codespell --ignore-words=$top/tools/testing/style/codespell.ignore @text 2>&1));
};

sub checkpatch
{
	my $script = "$cache/checkpatch/scripts/checkpatch.pl";
	return $script if -e $script;

	my ($tar) = glob '/usr/src/linux-source-6.*.tar.xz' or return;
	make_path("$cache/checkpatch");
	system('tar', '-C', "$cache/checkpatch", '--strip-components=1',
	       '--wildcards', '-xf', $tar, '*/scripts/checkpatch.pl',
	       '*/scripts/spelling.txt', '*/scripts/const_structs.checkpatch');
	return -e $script ? $script : undef;
}

# It looks for a kernel tree, and leaves files, where it is run.
sub checkpatch_ok
{
	my ($script, $name, $ignore, @sources) = @_;

	make_path($build);
	my @command = ($^X, $script, qw(--no-tree --strict --terse
			--no-summary --show-types),
		       $ignore ? "--ignore=$ignore" : (), '-f',
		       map { "$top/$_" } @sources);
	my $output = qx(cd $build && @command 2>/dev/null);
	silent_ok($name, $output);
}

subtest 'checkpatch' => sub {
	my $script = checkpatch() or
		plan skip_all => 'no checkpatch.pl: package linux-source-6.12';
	my @c = grep { /\.[ch]$/ } @files;
	my $kernel = qr{^(drivers|include)/|/(baseline|sys_off)/};

	checkpatch_ok($script, 'kernel', '', grep { /$kernel/ } @c);
	# Words of the kernel's that others do not have, and one it has taken
	# the place of for itself.
	checkpatch_ok($script, 'firmware and user space',
		      'PREFER_KERNEL_TYPES,CAMELCASE,ARRAY_SIZE,BIT_MACRO,' .
		      'STRCPY,PREFER_DEFINED_ATTRIBUTE_MACRO,CONST_STRUCT,' .
		      'VOLATILE,EMBEDDED_FUNCTION_NAME,REPEATED_WORD',
		      grep { !/$kernel/ } @c);
};

subtest 'no warning from the compiler with W=1, none from sparse' => sub {
	my $sparse = program('sparse');
	plan skip_all => 'no sparse' unless $sparse;

	for my $kdir (sort glob '/lib/modules/*-amd64/build') {
		my ($release) = $kdir =~ m{modules/(.*)/build};
		my $dir = "$build/$release";

		remove_tree($dir);
		make_path($dir);
		system("cp -r --parents Kbuild Makefile VERSION include drivers $dir") == 0
			or die 'cp';
		my $output = qx(make -s -C $dir modules KDIR=$kdir W=1 C=1 2>&1);
		is($?, 0, "$release: builds") or diag($output);
		silent_ok("$release: nothing said",
			  join '', grep { /warning|error/i } split /^/, $output);
	}
};

subtest 'smi-client' => sub {
	my @c = grep { m{^tools/smi-client/.*\.[ch]$} } @files;

	for my $file (@c) {
		my ($lines, $begin, $longest) = (0, undef, 0);

		open my $fh, '<', $file or next;
		while (<$fh>) {
			$lines++;
			$begin = $lines if /^\{$/;
			next unless /^\}$/ && $begin;
			$longest = $lines - $begin - 1 if $lines - $begin - 1 > $longest;
			undef $begin;
		}
		ok($lines <= 400 && $longest < 60, $file) or
			diag("$lines lines, $longest in a function");
	}

	# The library returns values: it does not print, end the program or know
	# of the commands.
	my @lib = grep { m{/lib/} } @c;
	my $calls = qr{\b(?:printf|puts|putchar|perror|exit|abort|getopt)\(};
	my $never = qr{^#include.*cmd/|$calls|fprintf\((?:stdout|stderr)};
	my $wrong = '';
	for my $file (@lib) {
		open my $fh, '<', $file or next;
		while (<$fh>) {
			$wrong .= "$file:$.: $_" if /$never/;
		}
	}
	cmp_ok(scalar @lib, '>', 20, 'there is a library');
	silent_ok('what a library does not do', $wrong);
};

subtest 'shellcheck' => sub {
	my $shellcheck = program('shellcheck');
	plan skip_all => 'no shellcheck' unless $shellcheck;
	my @scripts = grep { first_lines($_) =~ m{^#!.*\b(ba)?sh\b} } @files;

	silent_ok($_, scalar qx(shellcheck -x $_ 2>&1)) for @scripts;
};

subtest 'documents' => sub {
	my $docutils = program('rst2html') // program('rst2html5');
	plan skip_all => 'no docutils' unless $docutils;

	for my $file (grep { /\.rst$/ } @files) {
		silent_ok($file, scalar qx($docutils --halt=5 $file 2>&1 >/dev/null));
	}
};

done_testing;

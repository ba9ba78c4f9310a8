#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Completion in bash and zsh, the lists of --help and the manual page know every
# command and every option. A failure means that a shell or the manual offers
# what is not there, or keeps quiet about what is.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $o = $ENV{O} // "$FindBin::Bin/..";
my $client = $ENV{SMI_CLIENT} // "$o/smi-client";

plan skip_all => "$client is not built" unless -x $client;

# Commands as --help lists them: [ noun, verb ].
my ($list) = qx($client --help) =~ /^Commands:\n(.*?)\n\n/ms;
my @commands = map { [split(' ', $_)] } $list =~ /^ (\S+(?: \S+)?)(?=  |\n|$)/gm;
my (%verbs, %nouns);
for (@commands) {
	$nouns{$_->[0]} = 1;
	push(@{$verbs{$_->[0]}}, $_->[1]) if $_->[1];
}
cmp_ok(scalar(@commands), '>', 20, 'there are commands');

# Options of a command, from its help.
sub options {
	my ($block) = qx($client @_ --help) =~ /^Options:\n(.*?)\n\n/ms;

	return sort(grep { $_ ne '--help' } $block =~ /^ .{3} (--[\w-]+)/gm);
}

# Markup of the manual aside.
sub manual {
	my ($noun) = @_;
	my $file = "$FindBin::Bin/../../../Documentation/man/smi-client" .
		($noun ? "/$noun.rst" : '.8.rst');

	open(my $in, '<', $file) or return '';
	local $/;
	return <$in> =~ s/[\\*|]//gr;
}

subtest 'manual page' => sub {
	my $page = manual();

	for (sort(keys(%nouns))) {
		like($page, qr{^\.\. include:: smi-client/\Q$_\E\.rst$}m, "$_ is part of it");
	}
	for (@commands) {
		my ($noun, $verb) = @$_;
		my $part = manual($noun);

		like($part, $verb ? qr/smi-client $noun.*\b$verb\b/ : qr/smi-client $noun\b/,
		     "@$_ is described");
		for my $option (options(@$_)) {
			like($part, qr/\Q$option\E\b/, "@$_: $option");
		}
	}
	my ($block) = qx($client --help) =~ /^Options of all.*?\n(.*?)\n\n/ms;
	for ($block =~ /^ .{3} (--[\w-]+)/gm) {
		like($page, qr/^.*\Q$_\E\b/m, $_);
	}
};

# The program by its name, as it is called.
my $dir = tempdir(CLEANUP => 1);
symlink($client, "$dir/smi-client") or die "$dir: $!";
$ENV{PATH} = "$dir:$ENV{PATH}";
for (qw(bash zsh)) {
	open(my $out, '>', "$dir/$_") or die;
	print {$out} qx($client completion $_);
	close($out);
}

sub bash {
	my (@words) = @_;
	my $last = $#words;
	my $quoted = join(' ', map { "'$_'" } @words);

	return split(/\n/, qx(bash -c '. $dir/bash
COMP_WORDS=(@{[$quoted =~ s/'/"/gr]}) COMP_CWORD=$last
_smi_client
printf "%s\\n" "\${COMPREPLY[\@]}"'));
}

# zsh's own functions stand in the way of a shell without a terminal.
sub zsh {
	my (@words) = @_;
	my $quoted = join(' ', map { "'$_'" } @words);
	my $current = @words;

	return sort(grep { length } split(/\n/, qx(zsh -f -c '
compdef() { :; }
compadd() { shift; print -l -- "\$\@" | grep -- "^@{[$words[-1]]}"; }
_files() { print FILES; }
. $dir/zsh
words=(@{[$quoted =~ s/'/"/gr]}) CURRENT=$current
_smi_client' 2>&1)));
}

mkdir("$dir/bad") or die "$dir: $!";

# Calls of a calls.conf that somebody else has written.
sub bad_names {
	my ($complete) = @_;

	open(my $out, '>', "$dir/bad/smi-client") or die;
	print {$out} "#!/bin/sh\ncat << 'EOF'\n\$(>$dir/expanded) 0/0 x\nnv-read 0/0 x\nEOF\n";
	close($out);
	chmod(0755, "$dir/bad/smi-client");
	local $ENV{PATH} = "$dir/bad:$ENV{PATH}";
	return grep { length && !/^-/ } &$complete('smi-client', 'call', '');
}

# What bash, in a terminal, makes of the words that it completes: the last argument.
sub bash_argument {
	my ($typed) = @_;

	open(my $out, '>', "$dir/input") or die;
	print {$out} ". $dir/bash\nsmi-client() { printf '<%s>\\n' \"\$\@\"; }\n$typed\t\nexit\n";
	close($out);
	my $said = qx(cd $dir/files && TERM=dumb INPUTRC=/dev/null script -qc \\
		'bash --norc --noprofile -i' /dev/null <$dir/input 2>&1);
	return ($said =~ /^<(.*)>\r?$/mg)[-1];
}

SKIP: {
	skip('script is not installed', 1) unless grep { -x "$_/script" } split(/:/, $ENV{PATH});
	subtest 'bash completes names of files' => sub {
		mkdir("$dir/files") && mkdir("$dir/files/a b") or die "$dir: $!";
		for ('a b/c d', 'e f') {
			open(my $out, '>', "$dir/files/$_") or die;
		}
		is(bash_argument('smi-client report e'), 'e f', 'with a blank');
		is(bash_argument('smi-client report a'), 'a b/', 'a directory');
		is(bash_argument('smi-client report a\ b/c'), 'a b/c d', 'and in it');
		is(bash_argument('smi-client --tables a'), 'a b/', 'a directory that is wanted');
	};
}

for my $shell (['bash', \&bash], ['zsh', \&zsh]) {
	my ($name, $complete) = @$shell;

SKIP: {
		skip("$name is not installed", 1) unless grep { -x "$_/$name" } split(/:/, $ENV{PATH});
		subtest $name => sub {
			is(system("$name -n $dir/$name"), 0, 'the script is valid');
			is_deeply([sort(&$complete('smi-client', ''))], [sort(keys(%nouns))],
				  'all commands');
			for my $noun (sort(keys(%verbs))) {
				my %offered = map { $_ => 1 } &$complete('smi-client', $noun, '');

				ok(!(grep { !$offered{$_} } @{$verbs{$noun}}),
				   "$noun: all subcommands") or diag(sort(keys(%offered)));
			}
			for (@commands) {
				my @words = @$_;
				my @want = options(@words);
				my %offered = map { $_ => 1 }
					&$complete('smi-client', @words, '--');

				is_deeply([grep { $offered{$_} } @want], \@want,
					  "@words: its options");
				ok($offered{'--json'}, "@words: the global options");
			}
			is_deeply([&$complete('smi-client', '--timeout', '')], [],
				  'nothing for a number');
			is_deeply([&$complete('smi-client', '--timeout', '5', 'buffer', 're')],
				  [qw(read resize)], 'values of options are not counted');
			# As bash splits it, and zsh does not.
			my @equals = $name eq 'bash' ? ('--tables', '=', '/tmp') :
						       ('--tables=/tmp');

			is_deeply([&$complete('smi-client', @equals, 'ta')], ['tag'],
				  'nor are those behind =');
			is_deeply([&$complete('smi-client', 'report', "$dir/bas")],
				  [$name eq 'bash' ? "$dir/bash" : 'FILES'], 'a file for report');
			is_deeply([&$complete('smi-client', '--config', '=', "$dir/ba")],
				  ["$dir/bad"], 'a directory behind =') if $name eq 'bash';
			is_deeply([&$complete('smi-client', 'setting', 'set', 'x', '=')], [],
				  'nothing behind NAME=') if $name eq 'bash';
			is_deeply([bad_names($complete)], ['nv-read'],
				  'names of calls, and none that a shell would run');
			ok(!-e "$dir/expanded", 'nor does it');
		};
	}
}
done_testing();

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Real machines by their tables: a sample that has every generation boots, and
# what smi-client says there is what it says of the tables on the host and what
# the record says; all others are compared without a boot. A failure means that
# the client is wrong about a real machine, or the emulated one is another.
#
# Setup: build vm

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib", "$FindBin::Bin/../poweredge/lib";
use JSON::PP;
use PowerEdge;
use Smbios qw(structures strings_of);
use Test::More;

my $top = "$FindBin::Bin/../../..";
my $record = "$FindBin::Bin/../poweredge/record";
my $client = $ENV{SMI_CLIENT} // "$top/tools/smi-client/smi-client";
my $data = $ENV{DCDBAS_DATA} // "$top/../shared/data/poweredge";

plan skip_all => "no records of real machines in $data" unless -d $data;
plan skip_all => "$client is not built" unless -x $client;

# Those that boot, and why.
my %sample = (
	PE0500 => 'port 0xb0, settings by location, SMI type 2',
	PE2600 => 'no calling interface, settings in CMOS',
	PowerEdge_R610_92D56B9D9AF9 => '11th generation: two banks of CMOS',
	PowerEdge_C8220_5BC95B2B42C7 => '12th: 304 settings, another code',
	PowerEdge_R740_388DE5F0FB73 => '14th: _SM3_',
	PowerEdge_R7625_CBD55988AD93 => '16th: today',
);

# Run in the guest and, where it can be, on the host.
my @command = ('info', 'status', 'token list', 'tag asset', 'tag property',
	       'password', 'host-control show');

# What a command may end with: done, not found, refused by firmware, nothing to
# talk to. 2 would be this test's own fault, 128 and above a crash.
my %end = map { $_ => 1 } 0, 1, 3, 5, 7;

sub number { return $_[0] =~ /^0x/ ? hex $_[0] : $_[0] }

# ---- what the record says -----------------------------------------------------

# Manufacturer, model, BIOS version of the text, read without our reader.
sub text_says
{
	my $text = shift;
	my ($bios) = $text =~ /^BIOS Information\n(.*?)\n\n/ms;
	my ($system) = $text =~ /^System Information\n(.*?)\n\n/ms;
	my ($version) = $bios =~ /^\tVersion: (.*)$/m;
	my ($vendor) = $system =~ /^\tManufacturer: (.*)$/m;
	my ($model) = $system =~ /^\tProduct Name: (.*)$/m;
	my @hex = $text =~ /type 218, .*\n.*\n\tHeader and Data:\n((?:\t\t[0-9A-F ]+\n)+)/g;

	return { vendor => $vendor, model => $model, bios_version => $version,
		 calling => [map { pack 'H*', s/\s//gr } @hex] };
}

# The same of a dump, which has nothing but the table.
sub table_says
{
	my $table = shift;
	my %says = (calling => []);

	for (structures($table)) {
		my ($type, $body, @string) = ($_->{type}, $_->{body}, '',
					      strings_of($_));
		my $text = sub { $string[ord substr $body, $_[0], 1] // '' };

		$says{bios_version} //= $text->(5) if $type == 0;
		@says{qw(vendor model)} = ($text->(4), $text->(5)) if $type == 1;
		push @{$says{calling}}, $body if $type == 218;
	}
	return \%says;
}

# [id, location] of each token of type 218.
sub tokens_218
{
	my @found;

	for my $body (@_) {
		for (my $at = 11; $at + 6 <= length $body; $at += 6) {
			my ($id, $location) = unpack 'vv', substr $body, $at;

			last if $id == 0xffff;
			push @found, sprintf '%04x@%04x', $id, $location if $id;
		}
	}
	return @found;
}

# ---- what the client says -----------------------------------------------------

sub listed
{
	my ($list, $table) = @_;

	return map { sprintf '%04x@%04x', number($_->{id}), number($_->{location}) }
		grep { $_->{table} == $table } @{$list->{tokens} // []};
}

# An object of the client and its exit status.
sub on_host
{
	my ($dir, $command) = @_;
	my $text = qx($client --json --tables '$dir' $command 2>/dev/null </dev/null);
	my $status = $? >> 8;

	return (eval { decode_json($text) }, $status);
}

sub trim { return ($_[0] // '') =~ s/\s+\z//r }

# Identity, port, code, classes and tokens of type 218, on the host.
sub compare
{
	my ($name, $dir, $says) = @_;
	my ($info, $status, $list) = map { (on_host($dir, $_))[0] }
		'info', 'status', 'token list';
	my ($port, $code, $classes) = unpack 'x4vCV',
		$says->{calling}[0] // "\0" x 11;

	for (qw(vendor model bios_version)) {
		is(trim($info->{$_}{value}), trim($says->{$_}), "$name: $_");
	}
	if ($port) {
		is_deeply([map { number($_) } @$status{qw(port code)}], [$port, $code],
			  "$name: port and code");
		is_deeply($status->{classes}, [grep { $classes >> $_ & 1 } 0 .. 31],
			  "$name: classes");
	}
	is_deeply([listed($list, 218)], [tokens_218(@{$says->{calling}})],
		  "$name: tokens of type 218");
	return ($info, $status, $list);
}

# ---- the sample, booted ---------------------------------------------------------

my $script = join '', "echo '= tables'\n",
	"hexdump -v -e '1/1 \"%02x\"' /sys/firmware/dmi/tables/DMI\necho\n",
	map { "echo '= $_'\nsmi-client --json $_ </dev/null 2>/dev/null\n" .
	      "echo\necho \"exit \$?\"\n" } @command;
# The exit status is the client's, not that of echo.
$script =~ s/2>\/dev\/null\necho\necho "exit \$\?"/2>\/dev\/null\nstatus=\$?\necho\necho "exit \$status"/g;

# What type 218 of the guest names instead: QEMU raises SMIs from there.
sub moved
{
	my $table = shift;

	for (structures($table)) {
		substr $table, $_->{at} + 4, 2, pack 'v', 0xb2
			if $_->{type} == 218;
	}
	return $table;
}

sub compare_guest
{
	my ($name, $run, $host, $table) = @_;
	my ($info, $status, $list) = @$host;
	my (undef, %part) = split /^= (.*)\n/m, $run->{output};
	my %object;

	is($part{tables} =~ s/\s+//gr, unpack('H*', moved($table)),
	   "$name: its tables, byte for byte");
	for my $command (@command) {
		my ($text, $code) = ($part{$command} // '') =~
			/\A(.*)^exit (\d+)$/ms;

		$object{$command} = eval { decode_json($text // '') };
		is($object{$command} && $object{$command}{schema}, 1,
		   "$name: $command says something");
		ok($end{$code // 255}, "$name: $command ends as it should") or
			diag('exit status ' . ($code // 'none'), $text);
	}
	is_deeply([map { $object{info}{$_}{value} } qw(vendor model bios_version)],
		  [map { $info->{$_}{value} } qw(vendor model bios_version)],
		  "$name: the same machine as on the host");
	is_deeply($object{status}{classes}, $status->{classes}, "$name: classes");
	for my $type (212, 218) {
		is_deeply([listed($object{'token list'}, $type)],
			  [listed($list, $type)], "$name: tokens of type $type");
	}
	return \%object;
}

# No call of a class that the tables do not advertise was answered.
sub unadvertised
{
	my ($name, $run, $status) = @_;
	my %advertised = map { $_ => 1 } @{$status->{classes} // []};
	my @foreign = grep { $_->{kind} eq 'call' && defined $_->{class} &&
			     !$advertised{$_->{class}} } @{$run->{smi}};

	is(scalar(grep { $_->{r1} == 0 } @foreign), 0,
	   "$name: no class is answered that type 218 lacks");
}

# Of the choices of one location exactly one is made.
sub one_choice
{
	my ($name, $list) = @_;
	my (%choices, %made);

	for (grep { $_->{table} == 218 && $_->{kind} eq 'choice' &&
		    defined $_->{active} } @{$list->{tokens}}) {
		$choices{$_->{location}}++;
		$made{$_->{location}} += $_->{active} ? 1 : 0;
	}
	my @wrong = grep { $choices{$_} > 1 && $made{$_} != 1 } sort keys %choices;
	is("@wrong", '', "$name: one choice of each setting is made");
}

sub convert
{
	my $from = shift;
	my $dir = tempdir(CLEANUP => 1);

	system($record, '--quiet', $from, $dir) == 0 or return;
	return $dir;
}

sub whole
{
	my ($name, $from) = @_;
	my $dir = convert($from);

	ok($dir, "$name: is read") or return;
	my $table = slurp("$dir/DMI");
	my $says = -f $from ? text_says(slurp($from)) : table_says($table);
	my @host = compare($name, $dir, $says);

	return unless $sample{$name};
	my $run = boot(script => $script, with => ['--tables', $from]);
	my $object = compare_guest($name, $run, \@host, $table);
	unadvertised($name, $run, $host[1]);
	one_choice($name, $object->{'token list'});
	like($run->{console}, qr/port 0xb0 of type 218 is 0xb2 here/,
	     "$name: the console says that the port is another")
		if $name eq 'PE0500';
}

my %from = map { m{([^/]+?)(?:\.txt)?$} ? ($1 => $_) : () }
	   glob("$data/../dmi/*.txt"),
	   grep { !/xps|latitude/ } map { s{/[^/]+$}{}r } glob "$data/*/smbios.dat";

is(join(' ', grep { !$from{$_} } sort keys %sample), '',
   'all machines of the sample are there');
for my $name (sort keys %from) {
	subtest $name => sub { whole($name, $from{$name}) };
}

done_testing;

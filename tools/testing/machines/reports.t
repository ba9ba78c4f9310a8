#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Reports of machines: each boots, and smi-client says there what is kept beside
# it; a report of that machine has the same tables and answers. A failure means
# that an owner of such a machine would see something else than before. When
# that is right, "make reports" keeps the new output.
#
# Setup: build vm check

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib", "$FindBin::Bin/../poweredge/lib";
use File::Temp qw(tempdir);
use JSON::PP;
use PowerEdge;
use Record qw(record_read);
use Replay qw(replay expected_file);
use Smbios qw(entry_make structure);
use Test::More;

my $top = "$FindBin::Bin/../../..";
my $dir = tempdir(CLEANUP => 1);

sub spew
{
	my ($name, $text) = @_;

	open my $out, '>:raw', "$dir/$name" or die "$dir/$name: $!\n";
	print $out $text;
	close $out;
	return "$dir/$name";
}

sub validate
{
	my ($name, $file) = @_;

SKIP: {
		skip 'package python3-jsonschema is missing', 1
			if system q(python3 -c 'import jsonschema' 2>/dev/null);
		my $said = qx(python3 -m jsonschema -i '$file' \\
			'$top/Documentation/schema/report-file.json' 2>&1);
		is($said =~ s/^.*DeprecationWarning.*\n(?:\s.*\n)*//gmr, '',
		   "$name: as the schema has it");
	}
}

# ---- the reader ---------------------------------------------------------------

# A machine that is nobody's: it has answers that no firmware of ours gives.
my $table = join '',
	structure(0, 0, pack('CCvCCa10CCCCv', 1, 2, 0xf000, 3, 0xff, '', 0, 0,
			     255, 255, 0, 16), 'Dell Inc.', '9.8.7', '01/02/2003'),
	structure(1, 0x100, pack('CCCCa16CCC', 1, 2, 0, 3, '', 6, 0, 0),
		  'Dell Inc.', 'PowerEdge X100', 'XXXXXXX'),
	structure(208, 0xd000, pack('CCCCv', 2, 0, 0xfe, 0, 0x123)),
	structure(218, 0xda00, pack('vCVv6', 0xb0, 0x17, 0x100e03,
				    0xa1, 0x40, 7, 0xffff, 0, 0)),
	structure(127, 0xfe00, '');

sub made_report
{
	return {
		schema => 1, report => 'smi-client',
		client => { version => '0' }, driver => { loaded => JSON::PP::true },
		kernel => { release => '0', version => '0', machine => '0' },
		status => { schema => 1, command => 'status' },
		tables => {
			entry_point => unpack('H*', entry_make(
				{ kind => 'SM3', version => [3, 2, 0] }, $table)),
			dmi => [unpack 'H*', $table] },
		cmos => [{ port => 0x70, index => 0x40, value => 9 }],
		calls => [
			{ class => 0, select => 0, args => [0x40, 0, 0, 0],
			  results => [0, 7, 1, 9], smi_ns => 5 },
			{ class => 11, select => 0, args => [0, 0, 0, 0],
			  results => [0, unpack 'V3', pack 'a12', 'XXX-XX'] },
			{ class => 20, select => 0, args => [0, 0, 0, 0],
			  results => [0, 0, 0, 0],
			  buffer => { argument => 1, header => JSON::PP::true,
				      bytes => unpack 'H*', 'X XX' . "\0" x 77 } },
			{ class => 9, select => 3, args => [0, 0, 0, 0],
			  results => undef, error => 'not permitted' },
			@_,
		],
		removed => [],
	};
}

my $json = JSON::PP->new->canonical->pretty->utf8;
my $made = spew('made.json', $json->encode(made_report()));

subtest 'a_report_is_read' => sub {
	my @notes;
	my $r = record_read($made, sub { push @notes, @_ });

	validate('made.json', $made);
	is($r->{table}, $table, 'the table');
	is_deeply([map { $_->{class} } @{$r->{answers}}], [0, 11, 20],
		  'calls that have an answer');
	is_deeply($r->{cmos_bytes}, { 0x7040 => 9 }, 'CMOS');
	is("@notes", '', 'nothing to say');
};

subtest 'a_damaged_report_is_refused' => sub {
	my %damage = (
		'no JSON' => ['{"schema": 1,', qr/no JSON: /],
		'another file' => ['{"schema": 1}', qr/not a report of smi-client/],
		'digits that are none' => [$json->encode(made_report()) =~
			s/("entry_point" : ")../$1xy/r, qr/tables\.entry_point is no string/],
		'no tables' => [$json->encode({ %{made_report()}, tables => [] }),
				qr/tables has to be an object/],
		'a call without arguments' => [
			$json->encode(made_report({ class => 1, select => 1,
						    results => [0, 0, 0, 0] })),
			qr/calls\[4\]\.args has to be four numbers/],
		'a number that is too large' => [
			$json->encode(made_report({ class => 0, select => 1,
				args => [1, 2, 3, 4294967296],
				results => [0, 0, 0, 0] })),
			qr/calls\[4\]\.args has to be four numbers/],
		'a buffer of no argument' => [
			$json->encode(made_report({ class => 0, select => 1,
				args => [0, 0, 0, 0], results => [0, 0, 0, 0],
				buffer => { argument => 5, bytes => '' } })),
			qr/calls\[4\]\.buffer\.argument has to be 1 to 4/],
	);

	for my $name (sort keys %damage) {
		my ($text, $why) = @{$damage{$name}};
		my $file = spew('damaged.json', $text);

		eval { record_read($file, sub {}) };
		like($@, qr/^\Q$file\E: .*$why/, $name);
		unlike($@, qr/ at \S+ line /, "$name: no trace of the program");
	}
};

# ---- replayed ---------------------------------------------------------------------

# Of a report, what a report of the same machine has, too.
sub lasting
{
	my $report = shift;
	my $table = pack 'H*', join '', @{$report->{tables}{dmi}};

	# the port is QEMU's
	$table =~ s/(\xda.{3})\xb0\x00/$1\xb2\x00/sg;
	return { table => unpack('H*', $table),
		 calls => [map { my %call = %$_;
				 delete @call{qw(smi_ns call_ns error)};
				 \%call; }
			   grep { defined $_->{results} } @{$report->{calls}}] };
}

subtest 'a_made_report_answers' => sub {
	my $run = replay($made);
	my ($call) = grep { $_->{kind} eq 'call' && $_->{class} == 11 &&
			    $_->{select} == 0 } @{$run->{smi}};

	is($call->{from}, 'report', 'an answer of the report');
	like($run->{replayed}, qr/"X XX"/, 'text in memory');
	like($run->{replayed}, qr/"XXX-XX"/, 'text in results');
	like($run->{replayed}, qr/PowerEdge X100/, 'the machine');
	like($run->{console}, qr/port 0xb0 of type 218 is 0xb2 here/,
	     'the console says that the port is another');
};

my @reports = glob "$FindBin::Bin/../reports/*.json";
for my $file (@reports) {
	my ($name) = $file =~ m{([^/]+)\.json$};

	subtest $name => sub {
		validate($name, $file);
		my $run = replay($file);
		my $report = $json->decode(slurp($file));

		is($run->{replayed}, slurp(expected_file($file)),
		   "$name: what smi-client says") or
			diag('if that is right: make reports');
		is_deeply(lasting($run->{report} // {}), lasting($report),
			  "$name: a report of it has the same tables and answers");
	};
}

done_testing;

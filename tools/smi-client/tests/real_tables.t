#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Real tables: every machine of the collection is what it is known to be, and
# every one of its tokens is listed. A failure means that a real machine would
# be told wrong. The tables are read where they are; without them all is
# skipped.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use RealTables;
use Test::More;

my $client = $ENV{SMI_CLIENT} // "$FindBin::Bin/../smi-client";

plan skip_all => "no real tables in $data" unless -d $data;
plan skip_all => "$client is not built" unless -x $client;

sub run {
	my ($dir, @words) = @_;
	open(my $out, '-|', $client, '--json', '--tables', $dir, @words)
		or die "$client: $!";
	my $text = do { local $/; <$out> };
	close($out);
	return (decode_json($text), $? >> 8);
}

# [ id, location ] of each token that a structure holds, counted on our own.
sub tokens_of {
	my ($type, $body) = @_;
	my ($at, $size, $format) = $type == 218 ? (11, 6, 'vv') : (12, 5, 'vC');
	my @tokens;
	for (; $at + $size <= length($body); $at += $size) {
		my ($id, $location) = unpack($format, substr($body, $at));
		last if $id == 0xFFFF;
		push(@tokens, sprintf('%04x@%x', $id, $location)) if $id;
	}
	return @tokens;
}

# All tokens of a table: those of type 218 first.
sub tokens_of_table {
	my ($table) = @_;
	my %found = (218 => [], 212 => []);
	while (length($table) >= 4) {
		my ($type, $length) = unpack('CC', $table);
		push(@{$found{$type}}, tokens_of($type, substr($table, 0, $length)))
			if $found{$type};
		my $end = index($table, "\0\0", $length);
		last if $end < 0 || $type == 127;
		$table = substr($table, $end + 2);
	}
	return (@{$found{218}}, @{$found{212}});
}

sub listed {
	my ($o) = @_;
	return map { sprintf('%04x@%x', hex($_->{id}), hex($_->{location})) }
		@{$o->{tokens}};
}

for my $file (sort(glob("$data/*/testInput.xml"))) {
	my ($dir, $machine) = $file =~ m{^(.*/([^/]+))/};
	my $xml = slurp($file);
	my %known = $xml =~ m{<(\w+)>([^<]*)</\1>}g;
	my ($info, $code) = run($dir, 'info');

	subtest $machine => sub {
		is($code, 0, 'info is told');
		is($info->{vendor}{value}, $known{vendorName}, 'maker');
		is($info->{model}{value}, $known{systemName}, 'model');
		is($info->{service_tag}{value}, $known{serviceTag}, 'service tag');
		# "No Asset Tag" in the tables stands for none.
		is($info->{asset_tag}{value} // '',
		   $known{assetTag} =~ s/^no asset tag$//ir, 'asset tag');
	SKIP: {
			# Its BIOS is Intel's; Dell's name and number for it stand in
			# memory at 0xFE000, of which there is no copy.
			skip('not in the tables of this machine', 2)
				if $machine eq 'PE8450';
			is($info->{bios_version}{value}, $known{biosVersion},
			   'BIOS version');
			is(hex($info->{system_id}{value} // 0), hex($known{idByte}),
			   'ID byte');
		}
		my $table = -e "$dir/DMI" ? slurp("$dir/DMI") :
			substr(slurp("$dir/smbios.dat"), 32);
		my ($list, $list_code) = run($dir, 'token', 'list');
		is($list_code, 0, 'tokens are listed');
		is_deeply([listed($list)], [tokens_of_table($table)],
			  'every token of the tables');
		is($list->{smis}, 0, 'no SMI is raised for a dump');
		my (undef, $status_code) = run($dir, 'status');
		is($status_code, 0, 'status sees no problem, calling interface or not');
		my @state = grep { $_->{table} == 212 && -e "$dir/cmos.dat" }
			@{$list->{tokens}};
		is(scalar(grep { !exists($_->{active}) && !exists($_->{hex}) } @state),
		   0, 'every token in CMOS has a state');
	};
}

subtest 'type218.tsv' => sub {
	my $count = 0;
	for (type218_lines()) {
		my ($product, $dir, @calling) = (@$_{qw(product dir)}, @{$_->{calling}});
		my ($list) = run($dir, 'token', 'list');
		my ($status) = run($dir, 'status');
		my ($port, $code, $map) = unpack('vCV', substr($calling[0], 4));
		$count++;
		is_deeply([listed($list)],
			  [map { tokens_of(218, $_) } @calling],
			  "$product: every token");
		is_deeply([@$status{qw(port code)}], [$port, $code],
			  "$product: port and code");
		is_deeply($status->{classes}, [grep { $map >> $_ & 1 } 0 .. 31],
			  "$product: classes");
	}
	is($count, 110, 'all machines of the file');
};

done_testing();

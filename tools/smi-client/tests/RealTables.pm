# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tables of real machines, for the tests that compare with them: directories as
# --tables takes them, and type218.tsv, of whose lines such directories are
# made. They are read where they are and never copied into the project.
package RealTables;
use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);
use File::Temp qw(tempdir);

our @EXPORT = qw($data slurp make_dump type218_lines);
our $data = $ENV{SMI_CLIENT_DATA} // dirname(__FILE__) . '/../../../../shared/data/poweredge';

sub slurp {
	my ($name) = @_;
	open(my $in, '<:raw', $name) or die "$name: $!";
	local $/;
	return scalar <$in>;
}

# One DMI of the structures of a line, as if the kernel showed it.
sub make_dump {
	my ($product, $vendor, $version, $oem, @calling) = @_;
	my $string = sub { length($_[0]) ? "$_[0]\0" : " \0" };
	my $table = pack('C2v C5 x15', 0, 24, 0, 1, 2, 0, 0, 0) .
		$string->($vendor) . $string->($version) . "\0" .
		pack('C2v C4 x19', 1, 27, 1, 1, 2, 0, 0) .
		$string->($vendor) . $string->($product) . "\0";
	my @strings = split(/\|/, $oem);
	$table .= pack('C2v C', 11, 5, 2, scalar(@strings)) .
		join('', map { "$_\0" } @strings) . "\0" if @strings;
	$table .= "$_\0\0" for @calling;
	$table .= pack('C2v', 127, 4, 3) . "\0\0";
	my $entry = pack('a5 C C5 x V Q', '_SM3_', 0, 24, 3, 0, 0, 1,
			 length($table), 0);
	substr($entry, 5, 1) = chr(-unpack('%8C*', $entry) & 0xFF);
	my $dir = tempdir(CLEANUP => 1);
	for ([smbios_entry_point => $entry], [DMI => $table]) {
		open(my $f, '>:raw', "$dir/$_->[0]") or die;
		print {$f} $_->[1];
		close($f);
	}
	return $dir;
}

# Product and dump of each line of type218.tsv, and its structures.
sub type218_lines {
	my @lines;
	for (split(/\n/, slurp("$data/type218.tsv"))) {
		next if /^#/;
		my ($product, $vendor, $version, $hex, $oem) = split(/\t/);
		my @calling = map { pack('H*', $_) } split(/,/, $hex);
		push(@lines, { product => $product, calling => [@calling],
			       dir => make_dump($product, $vendor, $version, $oem // '',
						@calling) });
	}
	return @lines;
}

1;

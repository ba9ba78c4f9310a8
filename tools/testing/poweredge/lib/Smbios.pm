# SPDX-License-Identifier: GPL-2.0-only
#
# SMBIOS tables as bytes: entry points and structures, put together and taken
# apart. What comes in may be damaged; every length is checked, and nothing is read past the end.

package Smbios;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT_OK = qw(entry_make entry_parse structure structures strings_of);

# Anchor of the entry point, its size, and where its sums are: [from, to, at].
my %entry = (
	SM => { size => 31, sum => [[16, 31, 21], [0, 31, 4]] },
	SM3 => { size => 24, sum => [[0, 24, 5]] },
	DMI => { size => 15, sum => [[0, 15, 5]] },
);

sub sum_ok
{
	my ($bytes, $from, $to) = @_;

	return !(unpack('%8C*', substr $bytes, $from, $to - $from) & 0xff);
}

# The kind of an entry point by its first bytes, or nothing.
sub entry_kind
{
	my $bytes = shift;

	return $bytes =~ /\A_(SM3|SM|DMI)_/ ? $1 : undef;
}

# entry_parse(BYTES): kind, size, version as [major, minor, revision], length
# of the table, count of structures (undef when the kind has none), address,
# and sum_ok. Nothing when this is no entry point.
sub entry_parse
{
	my $bytes = shift;
	my $kind = entry_kind($bytes) or return;
	my ($size, $sums) = @{$entry{$kind}}{qw(size sum)};
	my %found = (kind => $kind, size => $size);

	return if length $bytes < $size;
	if ($kind eq 'SM3') {
		my @v = unpack 'x7CCCxxVVV', $bytes;
		$found{version} = [@v[0 .. 2]];
		@found{qw(length address)} = ($v[3], $v[4] | $v[5] << 32);
	} elsif ($kind eq 'SM') {
		my @v = unpack 'x6CCx14vVv', $bytes;
		$found{version} = [@v[0, 1], undef];
		@found{qw(length address count)} = @v[2 .. 4];
	} else {
		my @v = unpack 'x6vVvC', $bytes;
		@found{qw(length address count)} = @v[0 .. 2];
		$found{version} = [$v[3] >> 4, $v[3] & 15, undef];
	}
	$found{sum_ok} = !grep { !sum_ok($bytes, @$_[0, 1]) } @$sums;
	return \%found;
}

sub sums_make
{
	my ($kind, $bytes) = @_;

	for (@{$entry{$kind}{sum}}) {
		my ($from, $to, $at) = @$_;
		substr $bytes, $at, 1, "\0";
		substr $bytes, $at, 1, chr(-unpack('%8C*', substr $bytes, $from,
						   $to - $from) & 0xff);
	}
	return $bytes;
}

# entry_make({kind, version, address}, TABLE): an entry point for the table.
sub entry_make
{
	my ($want, $table) = @_;
	my ($major, $minor, $revision) = @{$want->{version}};
	my $address = $want->{address} // 0;
	my @all = structures($table);
	my ($longest) = sort { $b <=> $a } map { length $_->{bytes} } @all;
	my $bytes;

	if ($want->{kind} eq 'SM3') {
		$bytes = pack 'a5CCCCCCCVVV', '_SM3_', 0, 24, $major, $minor,
			$revision // 0, 1, 0, length $table,
			$address & 0xffffffff, $address >> 32;
	} elsif ($want->{kind} eq 'SM') {
		$bytes = pack 'a4CCCCvCx5a5CvVvC', '_SM_', 0, 31, $major,
			$minor, $longest // 0, 0, '_DMI_', 0, length $table,
			$address, scalar @all, $major << 4 | $minor & 15;
	} else {
		$bytes = pack 'a5CvVvC', '_DMI_', 0, length $table, $address,
			scalar @all, $major << 4 | $minor & 15;
	}
	return sums_make($want->{kind}, $bytes);
}

# One structure: type, handle, the bytes behind the header, strings.
sub structure
{
	my ($type, $handle, $body, @strings) = @_;
	my $strings = @strings ? join('', map { "$_\0" } @strings) . "\0"
			       : "\0\0";

	die "SMBIOS type $type: " . length($body) . " bytes are too many\n"
		if length $body > 251;
	return pack('CCv', $type, 4 + length $body, $handle) . $body . $strings;
}

# structures(TABLE, \PROBLEM): the whole structures in their order, each with
# at, type, length, handle, body (header and data) and bytes (with strings).
# The walk ends behind type 127, at the end, or at what is no structure; then
# PROBLEM says what and where.
sub structures
{
	my ($table, $problem) = @_;
	my ($at, @found) = 0;

	while ($at < length $table) {
		my $where = sprintf 'offset 0x%x', $at;
		my ($type, $length, $handle) = unpack 'CCv', substr $table, $at;
		my $end;

		if (!defined $handle || $length < 4) {
			$$problem = "$where: no header of a structure";
			last;
		}
		$end = index $table, "\0\0", $at + $length;
		if ($at + $length > length $table || $end < 0) {
			$$problem = "$where: type $type has no end";
			last;
		}
		push @found, { at => $at, type => $type, length => $length,
			       handle => $handle,
			       body => substr($table, $at, $length),
			       bytes => substr($table, $at, $end + 2 - $at) };
		$at = $end + 2;
		last if $type == 127;
	}
	return @found;
}

# The strings of a structure; number 1 comes first.
sub strings_of
{
	my $structure = shift;
	my $strings = substr $structure->{bytes}, $structure->{length};

	$strings =~ s/\0\0\z//;
	return split /\0/, $strings;
}

1;

# SPDX-License-Identifier: GPL-2.0-only
#
# SMBIOS structures: puts one together, and takes a table of them apart. Knows
# nothing of what is in them.

package Smbios;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT_OK = qw(structure structures strings);

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

# All structures of a table up to the end mark, each with its strings.
sub structures
{
	my $table = shift;
	my @found;

	while (length $table >= 4) {
		my ($type, $length) = unpack 'CC', $table;
		my $end = $length < 4 ? -1 : index $table, "\0\0", $length;

		die "SMBIOS: the table is damaged\n" if $end < 0;
		last if $type == 127;
		push @found, substr $table, 0, $end + 2, '';
	}
	return @found;
}

# The strings of a structure; the first one has number 1, and 0 is none.
sub strings
{
	my $structure = shift;
	my $length = unpack 'xC', $structure;

	return ('', split /\0/, substr $structure, $length);
}

1;

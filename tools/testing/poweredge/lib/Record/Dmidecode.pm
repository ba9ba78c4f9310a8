# SPDX-License-Identifier: GPL-2.0-only
#
# The text of dmidecode, read back into structures: those that it shows in
# hexadecimal ("Header and Data") byte for byte, and types 0, 1, 2, 3 and 11
# from their fields (Record::Fields). The rest of the text has lost too much.
# Old and new forms of the text, tabs or blanks, LF or CR LF.

package Record::Dmidecode;

use strict;
use warnings;
use Exporter 'import';
use Record::Fields qw(structure_from_fields);

our @EXPORT_OK = qw(dmidecode_read is_dmidecode);

sub is_dmidecode
{
	my $text = shift;

	return $text =~ /^\s*Handle 0x[0-9A-Fa-f]{1,4}\b/m ||
	       $text =~ /^# dmidecode /m;
}

# What is above the first structure: version, and the kind of entry point.
sub read_head
{
	my ($text, $head) = @_;

	if ($text =~ /^\s*SMBIOS (\d+)\.(\d+)\.(\d+) present/m) {
		@$head{qw(kind version)} = ('SM3', [$1, $2, $3]);
	} elsif ($text =~ /^\s*SMBIOS (\d+)\.(\d+) present/m) {
		@$head{qw(kind version)} = ('SM', [$1, $2, undef]);
	} elsif ($text =~ /^\s*(?:Legacy )?DMI (\d+)\.(\d+) present/m) {
		@$head{qw(kind version)} = ('DMI', [$1, $2, undef]);
	}
	$head->{address} = hex $1 if $text =~ /^\s*Table at 0x([0-9A-Fa-f]{1,16})\b/m;
	$head->{count} = $1 if $text =~ /^\s*(\d+) structures occupying/m;
}

# What dmidecode says of the table, and not of a structure.
my $remark = qr/^(?:Wrong DMI|Invalid entry length|DMI table is broken|#)/;

# The lines of each structure, with where they begin.
sub split_structures
{
	my ($text, $head) = @_;
	my ($number, $above, @found) = (0, '');

	for my $line (split /\n/, $text) {
		$number++;
		$line =~ s/\r\z//;
		if ($line =~ /^\s*Handle 0x([0-9A-Fa-f]{1,4})\b[,.]?\s*(.*)/) {
			push @found, { handle => hex $1, line => $number,
				       lines => [] };
			$line = $2;
		}
		if (!@found) {
			$above .= "$line\n";
		} elsif (!defined $found[-1]{type} &&
			 $line =~ /^\s*DMI type (\d+),\s*(\d+) bytes?\.?\s*$/) {
			@{$found[-1]}{qw(type length)} = ($1, $2);
		} elsif ($line =~ /\S/ && $line !~ $remark) {
			push @{$found[-1]{lines}}, [$number, $line];
		}
	}
	read_head($above, $head);
	return @found;
}

sub is_hex { return $_[0] =~ /^\s*[0-9A-Fa-f]{2}(?:\s+[0-9A-Fa-f]{2})*\s*$/ }

sub indent { return length(($_[0] =~ /^(\s*)/)[0] =~ s/\t/        /gr) }

# The strings below "Strings:". With "dmidecode -u" each is there twice, in
# hexadecimal and as text; only the first has all its bytes.
sub read_strings
{
	my (@lines) = @_;
	my (@strings, @bytes, $dumped);

	return () unless @lines;
	# An option -u shows the zero behind each string, too.
	$dumped = is_hex($lines[0][1]) && @lines > 1 &&
		  grep { is_hex($_->[1]) && $_->[1] =~ /\b00\s*$/ } @lines;
	for (@lines) {
		my $line = $_->[1];

		if (!$dumped) {
			push @strings, $line =~ s/^\s+//r;
		} elsif (is_hex($line)) {
			push @bytes, split ' ', $line;
			if ($bytes[-1] eq '00') {
				push @strings, pack 'H*', join '', @bytes[0 .. $#bytes - 1];
				@bytes = ();
			}
		}
	}
	return @strings;
}

# A structure that is there in hexadecimal.
sub structure_from_hex
{
	my ($s, $file, $first, @rest) = @_;
	my (@hex, $bytes, @strings);

	while (@rest && is_hex($rest[0][1])) {
		push @hex, split ' ', (shift @rest)->[1];
	}
	@strings = read_strings(@rest[1 .. $#rest])
		if @rest && $rest[0][1] =~ /^\s*Strings:\s*$/;
	$bytes = pack 'H*', join '', @hex;
	die "$file:$first->[0]: type $s->{type} has $s->{length} bytes, and " .
	    scalar @hex . " are here\n" if @hex != $s->{length};
	my ($type, $length, $handle) = unpack 'CCv', $bytes;
	die sprintf "%s:%d: the bytes are of type %d, length %d, handle 0x%04X, " .
		    "not %d, %d, 0x%04X\n", $file, $first->[0], $type, $length,
		    $handle, @$s{qw(type length handle)}
		if $type != $s->{type} || $length != $s->{length} ||
		   $handle != $s->{handle};
	return $bytes . (@strings ? join('', map { "$_\0" } @strings) . "\0" :
			 "\0\0");
}

# Fields: name -> value, and name -> [lines below it].
sub read_fields
{
	my @lines = @_;
	my (%value, %below, $depth, $name);

	for (@lines) {
		my $line = $_->[1];

		if ((!defined $depth || indent($line) <= $depth) &&
		    $line =~ /^\s*([^:]+?)\s*:(?: (.*))?$/) {
			$depth //= indent($line);
			$name = $1;
			$value{$name} = $2 // '' unless exists $value{$name};
		} elsif (defined $depth) {
			push @{$below{$name}}, $line =~ s/^\s+//r =~ s/\s+$//r;
		}
	}
	return (\%value, \%below);
}

sub one_structure
{
	my ($s, $file, $version, $note) = @_;
	my @lines = @{$s->{lines}};
	my ($first) = grep { $lines[$_][1] =~ /^\s*Header and Data:\s*$/ }
		0 .. $#lines;

	die sprintf "%s:%d: handle 0x%04X has no type and length\n",
		    $file, @$s{qw(line handle)} unless defined $s->{type};
	die "$file:$s->{line}: type $s->{type} of $s->{length} bytes\n"
		if $s->{type} > 255 || $s->{length} < 4 || $s->{length} > 255;
	return structure_from_hex($s, $file, @lines[$first .. $#lines])
		if defined $first;
	# dmidecode shows nothing of these two, and of 127 there is nothing.
	return pack('CCv', 127, 4, $s->{handle}) . "\0\0" if $s->{type} == 127;
	die "$file:$s->{line}: type $s->{type} without \"Header and Data\"\n"
		if $s->{type} > 127;
	my ($value, $below) = read_fields(@lines[1 .. $#lines]);
	return structure_from_fields($s, $value, $below, $version,
				     sub { $note->("$file:$s->{line}: $_[0]") });
}

# dmidecode_read(FILE, TEXT, NOTE): {kind, version, address, table}. NOTE is
# called with what a reader should know; what cannot be read ends with die,
# "FILE:LINE: what is wrong".
sub dmidecode_read
{
	my ($file, $text, $note) = @_;
	my ($table, %without, %head) = '';

	$text =~ s/\A\xef\xbb\xbf//;
	my @found = split_structures($text, \%head);
	die "$file: no structure (\"Handle 0x....\") in this text\n" if !@found;
	if (!$head{version}) {
		$note->("$file: no version of SMBIOS; taken as 2.8");
		@head{qw(kind version)} = ('SM', [2, 8, undef]);
	}
	$note->("$file: $head{count} structures were there, " . @found .
		' are: the text is not whole')
		if defined $head{count} && $head{count} != @found;
	for (@found) {
		my $bytes = one_structure($_, $file, $head{version}, $note);

		$without{$_->{type}}++ unless defined $bytes;
		$table .= $bytes // '';
	}
	$note->('not in the table, for the text does not have their bytes: types ' .
		join ', ', sort { $a <=> $b } keys %without) if %without;
	$table .= pack('CCv', 127, 4, 0xfffe) . "\0\0"
		unless $found[-1]{type} == 127;
	return { %head, table => $table };
}

1;

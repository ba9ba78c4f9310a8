# SPDX-License-Identifier: GPL-2.0-only
#
# Types 0, 1, 2, 3 and 11 from the fields that dmidecode shows of them. What
# the text leaves out, or has had removed ("--"), is "not specified".

package Record::Fields;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT_OK = qw(structure_from_fields);

# Numbers of SMBIOS by dmidecode's words for them.
my %bit = (0 => [
	[3, 'BIOS characteristics not supported'], [4, 'ISA is supported'],
	[5, 'MCA is supported'], [6, 'EISA is supported'], [7, 'PCI is supported'],
	[8, 'PC Card (PCMCIA) is supported'], [9, 'PNP is supported'],
	[10, 'APM is supported'], [11, 'BIOS is upgradeable'],
	[12, 'BIOS shadowing is allowed'], [13, 'VLB is supported'],
	[14, 'ESCD support is available'], [15, 'Boot from CD is supported'],
	[16, 'Selectable boot is supported'], [17, 'BIOS ROM is socketed'],
	[18, 'Boot from PC Card (PCMCIA) is supported'], [19, 'EDD is supported'],
	[20, 'Japanese floppy for NEC 9800 1.2 MB is supported (int 13h)'],
	[21, 'Japanese floppy for Toshiba 1.2 MB is supported (int 13h)'],
	[22, '5.25"/360 kB floppy services are supported (int 13h)'],
	[23, '5.25"/1.2 MB floppy services are supported (int 13h)'],
	[24, '3.5"/720 kB floppy services are supported (int 13h)'],
	[25, '3.5"/2.88 MB floppy services are supported (int 13h)'],
	[26, 'Print screen service is supported (int 5h)'],
	[27, '8042 keyboard services are supported (int 9h)'],
	[28, 'Serial services are supported (int 14h)'],
	[29, 'Printer services are supported (int 17h)'],
	[30, 'CGA/mono video services are supported (int 10h)'],
	[31, 'NEC PC-98'],
	[64, 'ACPI is supported'], [65, 'USB legacy is supported'],
	[66, 'AGP is supported'], [67, 'I2O boot is supported'],
	[68, 'LS-120 boot is supported'], [69, 'ATAPI Zip drive boot is supported'],
	[70, 'IEEE 1394 boot is supported'], [71, 'Smart battery is supported'],
	[72, 'BIOS boot specification is supported'],
	[73, 'Function key-initiated network boot is supported'],
	[74, 'Targeted content distribution is supported'],
	[75, 'UEFI is supported'], [76, 'System is a virtual machine'],
	[77, 'Manufacturing mode is supported'],
	[78, 'Manufacturing mode is enabled'],
], 2 => [
	[0, 'Board is a hosting board'],
	[1, 'Board requires at least one daughter board'],
	[2, 'Board is removable'], [3, 'Board is replaceable'],
	[4, 'Board is hot swappable'],
]);

my @wakeup = ('Reserved', 'Other', 'Unknown', 'APM Timer', 'Modem Ring',
	      'LAN Remote', 'Power Switch', 'PCI PME#', 'AC Power Restored');
my @board = ('', 'Unknown', 'Other', 'Server Blade', 'Connectivity Switch',
	     'System Management Module', 'Processor Module', 'I/O Module',
	     'Memory Module', 'Daughter Board', 'Motherboard',
	     'Processor+Memory Module', 'Processor+I/O Module',
	     'Interconnect Board');
my @chassis = ('', 'Other', 'Unknown', 'Desktop', 'Low Profile Desktop',
	       'Pizza Box', 'Mini Tower', 'Tower', 'Portable', 'Laptop',
	       'Notebook', 'Hand Held', 'Docking Station', 'All In One',
	       'Sub Notebook', 'Space-saving', 'Lunch Box',
	       'Main Server Chassis', 'Expansion Chassis', 'Sub Chassis',
	       'Bus Expansion Chassis', 'Peripheral Chassis', 'RAID Chassis',
	       'Rack Mount Chassis', 'Sealed-case PC', 'Multi-system',
	       'CompactPCI', 'AdvancedTCA', 'Blade', 'Blade Enclosing',
	       'Tablet', 'Convertible', 'Detachable', 'IoT Gateway',
	       'Embedded PC', 'Mini PC', 'Stick PC');
my @state = ('', 'Other', 'Unknown', 'Safe', 'Warning', 'Critical',
	     'Non-recoverable');
my @security = ('', 'Other', 'Unknown', 'None',
		'External Interface Locked Out', 'External Interface Enabled');

# The text of the structure at hand, its strings, and whom to tell.
my ($value, $below, @strings, $note);

# The number of a new string; 0 for what is not specified or was removed.
sub text
{
	my $s = $value->{$_[0]};

	return 0 if !defined $s || $s =~ /^\s*(?:Not Specified|--|<BAD INDEX>)\s*$/;
	# A string cannot be empty: blanks at its end have been cut off.
	push @strings, length $s ? $s : ' ';
	return scalar @strings;
}

# The number of a word in a list.
sub word
{
	my ($name, $list, $otherwise) = @_;
	my $s = ($value->{$name} // return $otherwise) =~ s/^\s+|\s+$//gr;
	my ($n) = grep { $list->[$_] eq $s } 0 .. $#$list;

	$note->("$name: what is \"$s\"?") unless defined $n || $s =~ /^(?:<|--)/;
	return $n // $otherwise;
}

sub number
{
	my ($name, $otherwise) = @_;

	return $otherwise unless ($value->{$name} // '') =~ /^\s*(0x[0-9A-Fa-f]+|\d+)/;
	return $1 =~ /^(0x.*)/ ? hex $1 : int $1;
}

# All bits of a list below a field, as bytes.
sub bits
{
	my ($name, $type, $bytes) = @_;
	my %number = map { $_->[1] => $_->[0] } @{$bit{$type}};
	my $all = "\0" x $bytes;

	for (@{$below->{$name} // []}) {
		if (!defined $number{$_}) {
			$note->("$name: what is \"$_\"?");
		} elsif ($number{$_} < 8 * $bytes) {
			vec($all, $number{$_}, 1) = 1;
		}
	}
	return $all;
}

sub revision
{
	my $name = shift;

	return ($value->{$name} // '') =~ /^\s*(\d+)\.(\d+)/ ? ($1, $2) :
		(255, 255);
}

sub bios
{
	my $s = shift;
	my %unit = (kB => 1, KB => 1, MB => 1024, GB => 1024 * 1024);
	my ($n, $unit) = ($value->{'ROM Size'} // '') =~ /^\s*(\d+)\s*([kKMG]B)/;
	my $kib = ($n // 64) * $unit{$unit // 'kB'};
	my $large = $kib >= 16384;
	my $body = pack 'CCvCC', text('Vendor'), text('Version'),
		number('Address', 0) >> 4 & 0xffff, text('Release Date'),
		$large ? 255 : $kib / 64 - 1;

	$body .= bits('Characteristics', 0, 10);
	$body .= pack 'CC', revision('BIOS Revision');
	$body .= pack 'CC', revision('Firmware Revision');
	# megabytes, or with bit 14 gigabytes; only where it says more
	$body .= pack 'v', !$large ? 0 : $kib / 1024 < 0x4000 ? $kib / 1024 :
		0x4000 | $kib / 1024 / 1024;
	return $body;
}

sub uuid
{
	my $version = shift;
	my $s = ($value->{UUID} // '') =~ s/[^0-9A-Fa-f]//gr;
	my $bytes = pack 'H*', $s;

	return "\xff" x 16 if ($value->{UUID} // '') =~ /Not Present/;
	return "\0" x 16 if length $bytes != 16;
	# The first three numbers are little endian since 2.6.
	return pack('VvvA8', unpack 'NnnA8', $bytes)
		if $version->[0] > 2 || $version->[1] >= 6;
	return $bytes;
}

sub system_information
{
	my ($s, $version) = @_;

	return pack 'CCCCa16CCC', text('Manufacturer'), text('Product Name'),
		text('Version'), text('Serial Number'), uuid($version),
		word('Wake-up Type', \@wakeup, 2), text('SKU Number'),
		text('Family');
}

sub base_board
{
	my $s = shift;
	my @handles = map { /^0x([0-9A-Fa-f]{1,4})$/ ? hex $1 : () }
		@{$below->{'Contained Object Handles'} // []};

	return pack 'CCCCCaCvCCv*', text('Manufacturer'), text('Product Name'),
		text('Version'), text('Serial Number'), text('Asset Tag'),
		bits('Features', 2, 1), text('Location In Chassis'),
		number('Chassis Handle', 0), word('Type', \@board, 2),
		scalar @handles, @handles;
}

sub chassis
{
	my $s = shift;
	my $lock = ($value->{Lock} // '') =~ /^\s*Present/ ? 0x80 : 0;
	my $count = number('Contained Elements', 0);
	# what is between the count and the string behind the elements
	my $room = $s->{length} - 21;
	my ($each) = grep { $count && $_ * $count <= $room } 3, 2, 1;
	my $body = pack 'CCCCCCCCCVCCCC', text('Manufacturer'),
		word('Type', \@chassis, 2) | $lock, text('Version'),
		text('Serial Number'), text('Asset Tag'),
		map({ word($_, \@state, 2) } 'Boot-up State',
		    'Power Supply State', 'Thermal State'),
		word('Security Status', \@security, 2),
		number('OEM Information', 0), number('Height', 0),
		number('Number Of Power Cords', 0), $each ? $count : 0,
		$each // 0;

	$note->("the $count contained elements are zeros") if $each;
	return $body . "\0" x ($count * ($each // 0)) .
		pack 'C', text('SKU Number');
}

sub oem_strings
{
	my @all = map { $value->{$_} } sort { ($a =~ /(\d+)/)[0] <=> ($b =~ /(\d+)/)[0] }
		  grep { /^String \d+$/ } keys %$value;

	push @strings, map { length ? $_ : ' ' } @all;
	return pack 'C', scalar @all;
}

my %maker = (0 => \&bios, 1 => \&system_information, 2 => \&base_board,
	     3 => \&chassis, 11 => \&oem_strings);

# structure_from_fields({type, length, handle}, \%VALUE, \%BELOW, VERSION,
# NOTE): the bytes of the structure, of the length that it had; nothing for
# other types.
sub structure_from_fields
{
	(my ($s), $value, $below, my ($version), $note) = @_;
	my $make = $maker{$s->{type}} or return;
	my ($body, $length);

	@strings = ();
	$body = $make->($s, $version);
	$length = $s->{length} - 4;
	# A shorter structure is an older one, a longer one has fields that this
	# knows nothing of. A string that nobody refers to is no harm.
	$body = substr $body . "\0" x $length, 0, $length;
	return pack('CCv', @$s{qw(type length handle)}) . $body .
		(@strings ? join('', map { "$_\0" } @strings) . "\0" : "\0\0");
}

1;

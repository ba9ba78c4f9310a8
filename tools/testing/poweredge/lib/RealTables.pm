# SPDX-License-Identifier: GPL-2.0-only
#
# A real machine's tables: takes a directory with them, and fills in a Machine
# with what they say and with what the firmware needs to answer for them.

package RealTables;

use strict;
use warnings;
use Smbios ();

sub read_file
{
	my $name = shift;

	open my $file, '<:raw', $name or die "$name: $!\n";
	local $/;
	return <$file>;
}

sub table_218
{
	my ($m, $structure) = @_;
	my ($length, $port, $code, $classes) = unpack 'xCx2vCV', $structure;

	$m->{port} ||= $port;
	@$m{qw(code classes)} = ($code, $classes);
	for (my $at = 11; $at + 6 <= $length; $at += 6) {
		my ($id, $location, $value) = unpack 'vvv', substr $structure, $at;

		last if $id == 0xffff;
		$m->location($location, $value) if $id;
	}
}

# CMOS that neither QEMU, SeaBIOS nor the firmware has a use for.
sub cmos_free
{
	my $index = shift;

	return $index >= 0x40 && $index < 0x70 &&
	       !($index >= 0x5b && $index <= 0x5f);
}

sub table_212
{
	my ($m, $structure, $cmos) = @_;
	my ($index_port, undef, @rest) = unpack 'x4vvCCCC', $structure;
	my ($type, $start, $end, $index) = @rest;

	return if $index_port != 0x70 || $index >= 0x70 || $end <= $start;
	push @{$m->{check}}, [@rest]
		unless grep { "@$_" eq "@rest" } @{$m->{check}};
	for ($start .. $end) {
		$m->{cmos}{$_} = ord substr $cmos, $_, 1
			if cmos_free($_) && $_ < length $cmos;
	}
}

sub table_1
{
	my ($m, $structure) = @_;
	my @string = Smbios::strings($structure);
	my ($product, $serial) = unpack 'x5CxC', $structure;

	$m->{text}{product} = $string[$product] if $string[$product];
	$m->{text}{'service-tag'} = $string[$serial] if $string[$serial];
}

# The directory holds smbios.dat and perhaps cmos.dat of a libsmbios dump.
sub read_tables
{
	my ($m, $dir) = @_;
	my $table = substr read_file("$dir/smbios.dat"), 32;
	my $cmos = '';

	# the image has 256 bytes for each port
	$cmos = substr read_file("$dir/cmos.dat"), 0x70 << 8, 0x80
		if -e "$dir/cmos.dat";

	for my $structure (Smbios::structures($table)) {
		my $type = ord $structure;

		# QEMU insists on one for each socket that it has
		next if $type == 4;
		if ($type == 218) {
			table_218($m, $structure);
			substr $structure, 4, 2, pack 'v', $m->{port};
		}
		table_212($m, $structure, $cmos) if $type == 212;
		table_1($m, $structure) if $type == 1;
		push @{$m->{structure}}, $structure;
	}
}

1;

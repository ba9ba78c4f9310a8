# SPDX-License-Identifier: GPL-2.0-only
#
# A real machine's tables: takes a record (Record.pm), and fills in a Machine
# with the tables that the firmware publishes, and with what it needs to answer
# for them: port and code, settings with a plausible value each, CMOS.

package RealTables;

use strict;
use warnings;
use Exporter 'import';
use Smbios qw(structures strings_of);
use TokenNames qw(token_attributes);

our @EXPORT_OK = qw(firmware_buffer real_tables);

use constant {
	SMI_PORT => 0xb2,	# the one that QEMU raises an SMI from
	TYPE_CALLING => 218,
	TYPE_CMOS => 212,
	CMOS_BANK => 0x80,	# ports 0x72 and 0x73, as an index (config.h)
	STRING => 0xffff,
};

# Codes that the emulated machine uses otherwise: ACPI on and off, SeaBIOS,
# the firmware's own (firmware/smm.h).
my %taken = map { $_ => 1 } 0x02, 0x03, 0xa0, 0xb5, 0xf0;

# The one code in place of a taken one.
use constant FREE_CODE => 0x17;

# SMI type of host control by model, from public documents.
my %host_control = ((map { $_ => 1 } qw(300 1300)),
		    (map { $_ => 2 } qw(1400 500SC 1500SC 1550 600SC 1600SC 650
					1655MC)),
		    (map { $_ => 3 } qw(700 750)));

# Tokens of a structure: [id, location, ...], never read past its end.
sub tokens_of
{
	my ($body, $at, $format, $size) = @_;
	my @tokens;

	for (; $at + $size <= length $body; $at += $size) {
		my @t = unpack $format, substr $body, $at, $size;

		last if $t[0] == 0xffff;
		push @tokens, \@t if $t[0];
	}
	return @tokens;
}

# Type 218: port and code go where QEMU can raise an SMI; the rest stays.
sub calling_interface
{
	my $c = shift;
	my ($m, $table) = ($c->{m}, $c->{record}{table});
	my $first = 1;

	for (structures($table)) {
		next unless $_->{type} == TYPE_CALLING;
		if ($_->{length} < 11) {
			push @{$m->{note}}, "type 218 of $_->{length} bytes is no calling interface";
			next;
		}
		my ($port, $code, $classes) = unpack 'x4vCV', $_->{body};
		my ($our_port, $our_code) = (SMI_PORT, $taken{$code} ? FREE_CODE : $code);

		if ($first) {
			push @{$m->{note}}, map { sprintf '%s 0x%02x of type 218 is 0x%02x here', @$_ }
				grep { $_->[1] != $_->[2] } ['port', $port, $our_port],
				['code', $code, $our_code];
			@$m{qw(port code)} = ($our_port, $our_code);
			$first = 0;
		}
		substr $table, $_->{at} + 4, 3, pack 'vC', $our_port, $our_code;
		$m->{classes} |= $classes;
		push @{$c->{tokens}}, tokens_of($_->{body}, 11, 'vvv', 6);
	}
	$c->{table} = $table;
}

# One value for each setting. Tokens of one location are its choices; where
# each choice has a location of its own, they are known by the attribute's name.
sub settings
{
	my $c = shift;
	my $attribute = token_attributes();
	my (%at, %named, @groups);

	for (@{$c->{tokens}}) {
		my ($id, $location, $value) = @$_;

		# Location 0 has the length of a text as its value.
		push @{$at{$location}}, $_ if $location;
	}
	for my $location (sort { $a <=> $b } keys %at) {
		my @t = @{$at{$location}};
		my $name = @t == 1 && $t[0][2] != STRING ?
			   $attribute->{$t[0][0]} : undef;

		if (defined $name && $named{$name}) {
			push @{$named{$name}{locations}}, $location;
			push @{$named{$name}{values}}, $t[0][2];
			next;
		}
		push @groups, { locations => [$location],
				values => [map { $_->[2] } grep { $_->[2] != STRING } @t] };
		$named{$name} = $groups[-1] if defined $name;
	}
	settings_add($c->{m}, $_) for map { apart($_) } @groups;
}

# Choices that have one value at locations of their own are settings of their
# own: no location could say which of them is made. The first one is.
sub apart
{
	my $group = shift;
	my @locations = @{$group->{locations}};
	my %values = map { $_ => 1 } @{$group->{values}};

	return $group if @locations == 1 || keys %values == @locations;
	return map { my $value = $group->{values}[$_];
		     { locations => [$locations[$_]], values => [$value],
		       value => $_ ? $value ^ 1 : $value } } 0 .. $#locations;
}

# The first choice is made; one that is alone is, when its value is 0.
sub settings_add
{
	my ($m, $group) = @_;
	my @locations = @{$group->{locations}};
	my @values = @{$group->{values}};
	my ($greatest) = sort { $b <=> $a } @values;
	my $value = $group->{value} // (@values > 1 ? $values[0] : 0);
	my $setting = { value => $value, min => 0, flags => 0,
			max => $greatest // STRING };

	$setting->{max} = $value if $setting->{max} < $value;

	for my $i (0 .. $#locations) {
		next if $m->{setting}{$locations[$i]};
		$m->{setting}{$locations[$i]} = $setting;
		$m->{only}{$locations[$i]} = $values[$i] if @locations > 1;
	}
}

# What a report has seen at the locations.
sub settings_seen
{
	my $m = shift;

	for (@{$m->{answers}}) {
		my $setting = $m->{setting}{$_->{args}[0]};

		next if $_->{class} || $_->{select} || $_->{results}[0] || !$setting;
		@$setting{qw(value min max)} = @{$_->{results}}[1 .. 3];
		# some tell no bounds
		$setting->{max} = STRING if $setting->{max} < $setting->{value};
	}
}

# CMOS that neither QEMU, SeaBIOS nor the firmware has a use for. Of the second
# bank, all that is no clock.
sub cmos_free
{
	my $index = shift;

	return ($index & 0x7f) >= 0x0e if $index & CMOS_BANK;
	return $index >= 0x40 && $index < 0x70 &&
	       !($index >= 0x5b && $index <= 0x5f);
}

# A byte of a dump: 256 for each index port, of which 128 are there.
sub dumped
{
	my ($record, $index) = @_;
	my $at = ($index & CMOS_BANK ? 0x72 : 0x70) << 8 | $index & 0x7f;

	return $record->{cmos_bytes}{$at} if $record->{cmos_bytes};
	return unless defined $record->{cmos} && $at < length $record->{cmos};
	return ord substr $record->{cmos}, $at, 1;
}

sub cmos_tokens
{
	my ($c, $bank, @tokens) = @_;
	my ($record, $cmos) = ($c->{record}, $c->{m}{cmos});

	for (@tokens) {
		my (undef, $index, $and, $or) = @$_;
		# a mask of zero: a text of so many bytes, and the byte behind
		# it has their sum
		my $count = $and ? 1 : $or + 1;

		for my $i (map { $_ | $bank } $index .. $index + $count - 1) {
			next unless ($i & 0x7f) >= $index && cmos_free($i);
			my $known = dumped($record, $i);

			if (defined $known) {
				$cmos->{$i} = $known;
			} elsif (!$and) {
				$cmos->{$i} //= 0;
			} elsif (!(($c->{set}{$i} // 0) & ~$and & 0xff)) {
				$cmos->{$i} = ($cmos->{$i} // 0) | $or;
				$c->{set}{$i} |= ~$and & 0xff;
			}
		}
	}
}

# The firmware takes the asset tag from CMOS, where the tables have one there.
sub asset_tag
{
	my ($c, $bank, @tokens) = @_;
	my ($m, $record) = @$c{qw(m record)};
	my ($tag) = grep { $_->[0] == 0xc000 && !$_->[2] && $_->[3] == 10 } @tokens;
	my @bytes;

	return unless $tag;
	@bytes = map { $_ | $bank } $tag->[1] .. $tag->[1] + 10;
	return if $bytes[-1] > (0x7f | $bank) || grep { !cmos_free($_) } @bytes;
	$m->{asset_tag_cmos} = $bytes[0];
	# the firmware puts it there, where there is no dump
	delete @{$m->{cmos}}{@bytes} unless defined dumped($record, $bytes[0]);
}

# The check value of a range: as the dump has it, if all of it is ours.
sub cmos_range
{
	my ($c, $bank, @check) = @_;
	my ($record, $cmos) = ($c->{record}, $c->{m}{cmos});
	my ($type, $start, $end, $at) = @check;
	my $wide = $type == 1 ? 0 : 1;
	my @all = map { $_ | $bank } $start .. $end, $at .. $at + $wide;

	return if $end <= $start || $end > 0x7f || $at + $wide > 0x7f;
	if (!grep { !cmos_free($_) || !defined dumped($record, $_) } @all) {
		$cmos->{$_} = dumped($record, $_) for @all;
		return;
	}
	for (map { $_ | $bank } $start .. $end) {
		$cmos->{$_} //= dumped($record, $_) // 0 if cmos_free($_);
	}
	return unless $bank || $at < 0x70;
	my @own = ($type, map { $_ | $bank } $start, $end, $at);
	push @{$c->{m}{check}}, \@own
		unless grep { "@$_" eq "@own" } @{$c->{m}{check}};
}

sub cmos
{
	my $c = shift;
	my %strange;

	for (structures($c->{record}{table})) {
		next unless $_->{type} == TYPE_CMOS && $_->{length} >= 12;
		my ($index, $data, @check) = unpack 'x4vvC4', $_->{body};
		my $bank = $index == 0x72 ? CMOS_BANK : 0;

		if (($index != 0x70 && $index != 0x72) || $data != $index + 1) {
			$strange{sprintf '0x%02x and 0x%02x', $index, $data} = 1;
			next;
		}
		$c->{m}{bank2} = 1 if $bank;
		my @tokens = tokens_of($_->{body}, 12, 'vCCC', 5);
		cmos_tokens($c, $bank, @tokens);
		asset_tag($c, $bank, @tokens);
		cmos_range($c, $bank, @check);
	}
	push @{$c->{m}{note}}, map { "type 212: no CMOS at ports $_ here" }
		sort keys %strange;
}

# Text of a structure: its string of the number at an offset, or nothing.
sub string_at
{
	my ($record, $type, $offset) = @_;
	my ($s) = grep { $_->{type} == $type } structures($record->{table});
	my $number = $s && $s->{length} > $offset ?
		     ord substr $s->{body}, $offset, 1 : 0;

	return $number ? (strings_of($s))[$number - 1] // '' : '';
}

# real_tables(MACHINE, RECORD): what MACHINE already has of host control and
# texts is left as it is. What is not as on the real machine goes into
# $m->{note}.
sub real_tables
{
	my ($m, $record) = @_;
	my ($dell) = grep { $_->{type} == 208 && $_->{length} > 5 }
		     structures($record->{table});
	my %text = (product => string_at($record, 1, 5),
		    'service-tag' => string_at($record, 1, 7),
		    'asset-tag' => string_at($record, 3, 8));
	my %c = (m => $m, record => $record, tokens => []);

	calling_interface(\%c);
	settings(\%c);
	$m->{answers} = $record->{answers} // [];
	settings_seen($m);
	cmos(\%c);
	$m->{smbios_major} = ord substr $dell->{body}, 4, 1 if $dell;
	for (keys %text) {
		$m->{text}{$_} ||= $text{$_} =~ s/[^\x20-\x7e].*//sr =~ s/\s+\z//r;
	}
	$m->{host_control} ||= $host_control{$1} // 0
		if $text{product} =~ /^PowerEdge (\w+)/;
	$m->{published} = { entry => $record->{entry}, table => $c{table} };
}

# firmware_buffer(MACHINE, ADDRESS, SIZE): the OEM string of the firmware's own
# buffer says where it is on this machine.
sub firmware_buffer
{
	my ($m, $address, $size) = @_;
	my $string = sprintf '30[%016X;%08X]', $address, $size;

	if ($m->{published}{table} =~ s/30\[[0-9A-Fa-f]{16};[0-9A-Fa-f]{8}\]/$string/) {
		push @{$m->{note}}, "the firmware buffer of type 11 is $string here";
	} else {
		push @{$m->{note}},
		     'no OEM string has the address of the firmware buffer';
	}
}

1;

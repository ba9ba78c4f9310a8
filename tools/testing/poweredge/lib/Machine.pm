# SPDX-License-Identifier: GPL-2.0-only
#
# A machine on its way from text or tables to QEMU: a hash that the readers
# (Profile.pm, RealTables.pm) fill in and the writers (../tables,
# FirmwareConfig.pm) take apart.
#
#   qemu            arguments for QEMU, beyond those for structures
#   structure       SMBIOS structures as they are, in order
#   port, code, classes      the calling interface; 0 is none
#   host_control    the SMI type that the firmware takes
#   setting         location => {value, min, max, flags}; the locations of one
#                   setting have one and the same hash
#   only            location => the one value that may be written there
#   cmos            index => byte, at the first start
#   check           [type, start, end, index], which the firmware fills in
#   text            product, service-tag, asset-tag, property-tag
#   password        of user, admin and owner, as typed
#   password_rules  {min, max, ascii, selects, letters, digits, specials,
#                   repeats}; repeats 0 is any number
#   lockout         wrong passwords until none is right; 0 is never
#   asset_tag_cmos  index of the asset tag in CMOS; 0 is none
#   bad             a way to be wrong (FirmwareConfig.pm), or "switch", or ""
#   oem_string      for SMBIOS type 11
#   published       {entry, table} of a real machine, in the place of all others
#   smbios_major    version of Dell's SMBIOS, from type 208; from 2 on, buffers
#                   that the firmware fills have to say their length
#   bank2           CMOS at 0x72 and 0x73, in cmos from 0x80
#   answers         of a report (Record/Report.pm)
#   note            what is not as on the real machine

package Machine;

use strict;
use warnings;
use Smbios ();

sub new
{
	my $class = shift;

	return bless {
		qemu => [], structure => [], port => 0, code => 0,
		classes => 0, host_control => 0, setting => {}, cmos => {},
		note => [], answers => [], bank2 => 0, smbios_major => 0, published => undef,
		check => [], oem_string => [], password => ['', '', ''],
		only => {}, lockout => 3, asset_tag_cmos => 0, bad => '',
		password_rules => { min => 0, max => 8, ascii => 0,
				    selects => [0 .. 5], letters => 0,
				    digits => 0, specials => 0, repeats => 0 },
		text => { product => '', 'service-tag' => '',
			  'asset-tag' => '', 'property-tag' => '' },
		@_ }, $class;
}

# Adds a structure of our own.
sub structure
{
	my ($m, $type, $body, @strings) = @_;
	my $handle = $type << 8 | @{$m->{structure}} & 0xff;

	push @{$m->{structure}},
		Smbios::structure($type, $handle, $body, @strings);
}

# The setting at a location, which may have this value; 0xffff is any number.
sub location
{
	my ($m, $location, $value) = @_;

	die "nothing is at location 0\n" unless $location;
	my $s = $m->{setting}{$location} //=
		{ value => undef, min => 0, max => 0, flags => 0 };

	return $s if !defined $value || $value == 0xffff;
	$s->{value} //= $value;
	$s->{max} = $value if $value > $s->{max};
	return $s;
}

# Choices of one setting that have a location each: [location, value], the first
# of which is chosen. At its location nothing but that value can be written, and
# what is read there is the value of the choice that is made.
sub choices
{
	my ($m, @choice) = @_;
	my $s = $m->location(@{$choice[0]});

	for (@choice) {
		my ($location, $value) = @$_;

		die "location $location is another setting's\n"
			if ($m->{setting}{$location} // $s) != $s;
		$m->{setting}{$location} = $s;
		$m->{only}{$location} = $value;
		$m->location($location, $value);
	}
	return $s;
}

# Codes of the keys that a text is typed with, from the first key of each row.
sub scan_codes
{
	my $text = shift;
	my %key;

	for ([0x02, '1234567890-=', '!@#$%^&*()_+'],
	     [0x10, 'qwertyuiop[]', 'QWERTYUIOP{}'],
	     [0x1e, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
	     [0x2b, '\\zxcvbnm,./', '|ZXCVBNM<>?'], [0x39, ' ']) {
		my ($first, @row) = @$_;

		for my $row (@row) {
			my @text = split //, $row;
			@key{@text} = map { chr } $first .. $first + $#text;
		}
	}
	return join '', map { $key{$_} // die "no key has '$_'\n" }
		split //, $text;
}

# What the firmware compares with.
sub passwords
{
	my $m = shift;
	my $rules = $m->{password_rules};

	for (@{$m->{password}}) {
		die "a password is too long\n" if length > $rules->{max};
	}
	return @{$m->{password}} if $rules->{ascii};
	return map { scan_codes($_) } @{$m->{password}};
}

1;

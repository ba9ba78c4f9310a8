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
#   setting         location => {value, min, max, flags}
#   cmos            index => byte, at the first start
#   check           [type, start, end, index], which the firmware fills in
#   text            product, service-tag, asset-tag, property-tag
#   password        of user, admin and owner
#   password_min, password_max
#   oem_string      for SMBIOS type 11
#   published       {entry, table} of a real machine, in the place of all others
#   smbios_major    version of Dell's SMBIOS, from type 208
#   bank2           CMOS at 0x72 and 0x73, in cmos from 0x80
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
		note => [], bank2 => 0, smbios_major => 0, published => undef,
		check => [], oem_string => [], password => ['', '', ''],
		password_min => 0, password_max => 8,
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
	my $s = $m->{setting}{$location} //=
		{ value => undef, min => 0, max => 0, flags => 0 };

	return $s if !defined $value || $value == 0xffff;
	$s->{value} //= $value;
	$s->{max} = $value if $value > $s->{max};
	return $s;
}

1;

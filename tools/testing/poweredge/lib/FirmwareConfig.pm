# SPDX-License-Identifier: GPL-2.0-only
#
# The configuration of the firmware, as firmware/config.h lays it out: takes a
# Machine and what the command line adds, gives the bytes.

package FirmwareConfig;

use strict;
use warnings;

# config.flags
my %flag = (silent => 1, fixed_buffer => 2, terse => 4);

# bytes($machine, flags => [names], buffer => [address, size], scb => bytes)
sub bytes
{
	my ($m, %arg) = @_;
	my @location = sort { $a <=> $b } keys %{$m->{setting}};
	my $flags = 0;

	$m->{text}{product} ||= 'PowerEdge';

	$flags |= $flag{$_} for @{$arg{flags}};
	return pack('a4vvvCCVVa32a12a12a80a32a32a32CCvvvvv', 'PECF', 1, $flags,
		    @$m{qw(port code host_control)}, @{$arg{buffer}},
		    @{$m->{text}}{qw(product service-tag asset-tag property-tag)},
		    @{$m->{password}}, @$m{qw(password_min password_max)},
		    scalar @location, scalar keys %{$m->{cmos}},
		    scalar @{$m->{check}}, length $arg{scb}, 0) .
	       join('', map { my $s = $m->{setting}{$_};
			      my $v = $s->{value} // 0;
			      pack 'vvV5', $_, $s->{flags}, $v, $v, $v,
				   $s->{min}, $s->{max} } @location) .
	       join('', map { pack 'CC', $_, $m->{cmos}{$_} }
			sort { $a <=> $b } keys %{$m->{cmos}}) .
	       join('', map { pack 'C4', @$_ } @{$m->{check}}) .
	       $arg{scb};
}

1;

# SPDX-License-Identifier: GPL-2.0-only
#
# The configuration of the firmware, as firmware/config.h lays it out: takes a
# Machine and what the command line adds, gives the bytes.

package FirmwareConfig;

use strict;
use warnings;

use constant ANY => 0xffffffff;		# LOCATION_ANY

# config.flags
my %flag = (silent => 1, fixed_buffer => 2, terse => 4, dsci => 8,
	    bad_switch => 16);

# enum bad; "switch" has the guest choose.
my @bad = qw(nothing no-answer late random overflow header no-effect forgets
	     wrong-key unfilled no-status);
my %bad = map { ($bad[$_] => $_) } 0 .. $#bad;

# Each setting once, and which of them each location has.
sub settings
{
	my $m = shift;
	my (%index, @setting, @location);

	for my $location (sort { $a <=> $b } keys %{$m->{setting}}) {
		my $s = $m->{setting}{$location};

		$index{$s} //= push(@setting, $s) - 1;
		push @location, pack 'vvV', $location, $index{$s},
			$m->{only}{$location} // ANY;
	}
	return (\@location,
		[map { my $v = $_->{value} // 0;
		       pack 'vvV5', $_->{flags}, 0, $v, $v, $v, $_->{min},
			    $_->{max} } @setting]);
}

sub password_rules
{
	my $rules = shift;
	my $selects = 0;

	$selects |= 1 << $_ for @{$rules->{selects}};
	return pack 'C8', @$rules{qw(min max)}, $rules->{ascii} ? 1 : 0,
		    $selects, @$rules{qw(letters digits specials repeats)};
}

# answers($machine): those of a report, as firmware/recorded.c reads them
sub answers
{
	my $m = shift;
	my $all = '';

	for (@{$m->{answers}}) {
		$all .= pack 'v3CCV4V4a*', 40 + length $_->{bytes},
			@$_{qw(class select argument header)},
			@{$_->{args}}, @{$_->{results}}, $_->{bytes};
	}
	die length($all) . " bytes of answers; at most 22400\n"
		if length $all > 22400;
	return pack('V', length $all) . $all;
}

# bytes($machine, flags => [names], buffer => [address, size], scb => bytes)
sub bytes
{
	my ($m, %arg) = @_;
	my @cmos = sort { $a <=> $b } keys %{$m->{cmos}};
	my ($location, $setting) = settings($m);
	my $flags = 0;

	$m->{text}{product} ||= 'PowerEdge';
	$flags |= $flag{$_} for @{$arg{flags}}, $m->{smbios_major} >= 2 ? 'dsci' : (),
		$m->{bad} eq 'switch' ? 'bad_switch' : ();
	die "bad $m->{bad}?\n" unless $m->{bad} =~ /^(switch)?$/ ||
		exists $bad{$m->{bad}};

	return pack('a4vvvCCVVV', 'PECF', 2, $flags,
		    @$m{qw(port code host_control classes)}, @{$arg{buffer}}) .
	       pack('a32a12a12a80', map { s/\s+\z//r } @{$m->{text}}{qw(product
			service-tag asset-tag property-tag)}) .
	       pack('a32a32a32', $m->passwords()) .
	       password_rules($m->{password_rules}) .
	       pack('CCCC', $m->{lockout}, $bad{$m->{bad}} // 0,
		    $m->{asset_tag_cmos}, 0) .
	       pack('v6', scalar @$location, scalar @$setting, scalar @cmos,
		    scalar @{$m->{check}}, length $arg{scb}, 0) .
	       join('', @$location, @$setting) .
	       join('', map { pack 'CC', $_, $m->{cmos}{$_} } @cmos) .
	       join('', map { pack 'C4', @$_ } @{$m->{check}}) .
	       $arg{scb};
}

1;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# libsmbios reads the same from real tables as smi-client does: identity, every
# token, the state of those in CMOS. A failure means that one of them reads a
# machine wrong. Skipped where the distribution has libsmbios no more, or where
# there are no tables.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use RealTables;
use Test::More;

my $program = ($ENV{O} // "$FindBin::Bin/..") . '/tests/libsmbios_agrees';

plan skip_all => 'libsmbios is not installed' unless -x $program;
plan skip_all => "no real tables in $data" unless -d $data;

# What libsmbios does otherwise, and why that is no reason to follow it.
my %known = (
	# It reads past the end of a structure whose list of tokens has no end mark.
	unterminated => qr/libsmbios: token 218 /,
);

my %name = map { $_->{dir} => $_ } type218_lines();
$name{$_} = { product => $_ =~ s{.*/([^/]+)/$}{$1}r } for
	map { s{(smbios\.dat|DMI)$}{}r } glob("$data/*/{smbios.dat,DMI}");

my %said;
for (split(/\n/, qx('$program' @{[sort keys %name]} 2>/dev/null))) {
	my ($dir, $line) = /^([^:]+): (.*)/ or next;

	push(@{$said{$dir}}, $line);
}

# Whether a type 218 of this machine has no end mark.
sub unterminated {
	my ($machine) = @_;

	return grep {
		my $body = substr($_, 11);
		!grep { unpack('v', substr($body, 6 * $_)) == 0xFFFF }
			0 .. (length($body) / 6) - 1;
	} @{$machine->{calling} // []};
}

for my $dir (sort { $name{$a}{product} cmp $name{$b}{product} } keys %name) {
	my @lines = @{$said{$dir} // []};
	my $end = pop(@lines) // 'nothing';

	@lines = grep { !/$known{unterminated}/ } @lines if unterminated($name{$dir});
	ok($end =~ /^(\d+) items/ && $1 > 2 && !@lines,
	   "$name{$dir}{product}: " . ($end =~ s/,.*//r)) or
		diag(@lines ? join("\n", @lines) : $end);
}
done_testing();

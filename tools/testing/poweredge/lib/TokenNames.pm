# SPDX-License-Identifier: GPL-2.0-only
#
# Which tokens are choices of one setting: token number -> attribute. In come
# the list of package smbios-utils and the client's own, when they are there.

package TokenNames;

use strict;
use warnings;
use Exporter 'import';
use FindBin;
use Text::ParseWords qw(parse_line);

our @EXPORT_OK = qw(token_attributes);

my $list = '/usr/share/smbios-utils/token_list.csv';

sub token_attributes
{
	my %attribute;

	open my $in, '<', $list or return \%attribute;
	while (<$in>) {
		s/[\r\n]+\z//;
		my ($id, $name) = parse_line(',', 0, $_ =~ s/'/\\'/gr);

		$attribute{hex $id} = $name
			if ($id // '') =~ /^[0-9A-Fa-f]{4}$/ && length($name // '');
	}
	return \%attribute;
}

1;

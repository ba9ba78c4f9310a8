# SPDX-License-Identifier: GPL-2.0-only
#
# Which tokens are choices of one setting: token number -> attribute. In come
# the list of package smbios-utils and the client's own, when they are there.

package TokenNames;

use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);
use JSON::PP;
use Text::ParseWords qw(parse_line);

our @EXPORT_OK = qw(token_attributes);

my $list = '/usr/share/smbios-utils/token_list.csv';
my $own = dirname(__FILE__) . '/../../../smi-client/data/tokens.conf';

# Names of the client's own: JSON with lines of comments.
sub own_attributes
{
	my $attribute = shift;

	open my $in, '<', $own or return;
	my $text = join '', map { m{^\s*//} ? "\n" : $_ } <$in>;
	for my $setting (@{JSON::PP->new->utf8->decode($text)->{settings}}) {
		$attribute->{hex $_} = $setting->{name}
			for keys %{$setting->{choices} // {}};
	}
}

# token_attributes(): {token => attribute}; a name of the list comes first.
sub token_attributes
{
	my %attribute;

	own_attributes(\%attribute);
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

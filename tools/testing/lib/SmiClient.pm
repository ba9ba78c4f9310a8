# SPDX-License-Identifier: GPL-2.0-only
#
# For the tests of smi-client in the emulated machine: runs commands there under
# a name, hands back what each said and returned, and compares every JSON object
# with the schema of its command.

package SmiClient;

use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use JSON::PP;
use PowerEdge qw(transcript);
use Test::More;

our @EXPORT = qw(client_results json_of returns schemas_ok);

my $client = dirname(__FILE__) . '/../../smi-client';

my (%status, %out, %err);

# Takes the results of all t from the output of a run; returns references to
# hashes by name: status, output, errors.
sub client_results
{
	my $t = transcript(shift);

	%status = map { $_ => $t->{$_}{status} } keys %$t;
	%out = map { $_ => $t->{$_}{out} } keys %$t;
	%err = map { $_ => $t->{$_}{err} } keys %$t;
	return (\%status, \%out, \%err);
}

# The object that NAME printed; a failed test and {} when there is none.
sub json_of
{
	my ($name) = @_;
	my $json = eval { decode_json($out{$name} // '') };

	ok($json && $json->{schema} == 1, "$name: one JSON object") or
		diag($out{$name} // 'nothing', $err{$name} // '');
	return $json // {};
}

sub returns
{
	my ($name, $want, $why) = @_;

	is($status{$name}, $want, "$name: $why") or
		diag($out{$name} // 'nothing', $err{$name} // '');
}

# One test: every object that was printed fits its schema.
sub schemas_ok
{
	my $dir = tempdir(CLEANUP => 1);

	for my $name (grep { $out{$_} =~ /^\{/ } keys %out) {
		my $file = $name =~ s/\W/_/gr;

		open my $fh, '>', "$dir/$file.json" or die "$dir/$file.json: $!";
		print $fh $out{$name};
		close $fh;
	}
	my $said = qx($client/tests/validate - $dir 2>&1);
	SKIP: {
		skip($1, 1) if $said =~ /^1\.\.0 # SKIP (.*)/m;
		ok($? == 0, 'every JSON object fits the schema of its command') or
			diag(grep { !/^ok/ } split /^/, $said);
	}
}

1;

# SPDX-License-Identifier: GPL-2.0-only
#
# Reports of real machines (Documentation/report.rst) as tests: boots a machine
# from one, and says what smi-client says there. In comes the report's file.

package Replay;

use strict;
use warnings;
use Exporter 'import';
use JSON::PP;
use PowerEdge;

our @EXPORT_OK = qw(replay expected_file);

# What an owner of a machine looks at first. Nothing here writes.
my @command = ('info', 'status', 'setting list', 'token list', 'tag show',
	       'password status', 'host-control show', 'power-recovery show',
	       'wakeup show');

# Members that are another machine's, or another boot's.
my %changing = map { $_ => 1 } qw(driver_version buffer_address buffer_size
	secure_boot lockdown smis transport kernel);

# The output that is kept beside a report.
sub expected_file { return $_[0] =~ s/\.json$/.expected/r }

sub steady
{
	my $o = shift;

	if (ref $o eq 'HASH') {
		delete @$o{grep { $changing{$_} } keys %$o};
		# sentences have numbers of this boot in them
		delete $o->{text} if exists $o->{check};
		steady($_) for values %$o;
	} elsif (ref $o eq 'ARRAY') {
		steady($_) for @$o;
	}
	return $o;
}

# replay(FILE): the run (PowerEdge.pm), and in it
#   replayed    output of all commands, in a steady form
#   report      a report that smi-client made of this machine
sub replay
{
	my $file = shift;
	my $json = JSON::PP->new->canonical->pretty->utf8;
	my $script = join '', map {
		"echo '= $_'\nsmi-client --json $_ </dev/null 2>/dev/null\n" .
		"echo \"exit \$?\"\n" } @command;
	my $run = boot(with => ['--report', $file], may_fail => 1, script => $script .
		       "smi-client report /tmp/report >/dev/null\n" .
		       "echo '= report'\ncat /tmp/report\n");
	my (undef, @part) = split /^= (.*)\n/m, $run->{output};

	$run->{replayed} = '';
	while (my ($command, $text) = splice @part, 0, 2) {
		my $object = eval { $json->decode($text =~ s/^exit \d+\n\z//mr) };

		if ($command eq 'report') {
			$run->{report} = $object;
			next;
		}
		my ($end) = $text =~ /^(exit \d+)\n\z/m;
		$run->{replayed} .= "\$ smi-client --json $command\n" .
			($object ? $json->encode(steady($object)) : $text) .
			($end // 'no end') . "\n";
	}
	return $run;
}

1;

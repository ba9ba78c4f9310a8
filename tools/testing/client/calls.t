#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# smi-client call in front of firmware that insists on everything that real
# firmware insists on, and of firmware that does something wrong; through the
# device node and through the files. A failure means that a real machine refuses
# what the client asks for, that a call changes what nobody asked for, or that
# nonsense of the firmware passes as an answer.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use SmiClient;
use Test::More;

my $run = boot(with => [qw(--profile strict --bad switch)], script => <<'EOF');
dmesg -n 1
ways=sysfs
[ ! -c /dev/dcdbas ] || ways="$ways device"
echo "ways $ways"
for way in $ways; do
	call="smi-client --json --transport $way call"
	t "$way-filled" $call 20 0 buf:81
	t "$way-small" $call 20 0 buf:80
	t "$way-plain" $call 20 0 "hex:$(printf '%0162d' 0)"
	t "$way-absent" $call 12 0
	t "$way-absent-forced" $call --force 12 0
	t "$way-acoustic" $call thermal-set acoustic=1
	t "$way-mode" $call thermal-set mode=quiet
	t "$way-thermal" $call thermal
	t "$way-back" $call thermal-set mode=balanced acoustic=0

	bad no-answer
	t "$way-silent" $call thermal
	t "$way-silent-set" $call thermal-set mode=quiet
	bad overflow
	t "$way-overflow" $call 20 0 buf:81
	bad header
	t "$way-header" $call 17 19 0
	bad random
	t "$way-random" $call 20 0 buf:81
	bad
	t "$way-after" $call thermal
done
true
EOF
my ($status, $out, $err) = client_results($run);
my ($ways) = $run->{output} =~ /^ways (.*)$/m;

my @ways = split ' ', $ways // '';
ok(@ways > 0, 'there is a way to the driver');
for my $way (@ways) {
	returns("$way-filled", 0, 'done');
	like(json_of("$way-filled")->{buffers}[0]{hex},
	     qr/^@{[unpack 'H*', 'Behind a length and a pattern']}(00|20|ff)*$/,
	     "$way: the property tag, without the header that firmware wants");
	returns("$way-small", 5, 'refused');
	is_deeply([@{json_of("$way-small")->{results}}[0, 1]], [-6, 81],
		  "$way: a buffer that is too small, and what is needed");
	returns("$way-plain", 5, 'refused');
	is(json_of("$way-plain")->{results}[0], -5, "$way: a buffer without the pattern");
	returns("$way-absent", 3, 'a class that is not advertised');
	returns("$way-absent-forced", 5, 'and that firmware does not have');

	returns("$way-$_", 0, 'done') for qw(acoustic mode thermal back after);
	is_deeply([@{json_of("$way-thermal")->{fields}}{qw(mode acoustic)}], [['quiet'], 1],
		  "$way: what was not given stays as it was");
	is_deeply([@{json_of("$way-after")->{fields}}{qw(mode acoustic)}], [['balanced'], 0],
		  "$way: nothing was set by firmware that did not answer");

	for (qw(silent silent-set)) {
		returns("$way-$_", 1, 'no answer is a failure');
		like(json_of("$way-$_")->{error}{message}, qr/did not answer/, "$way-$_: which");
	}
	is((grep { $_ > 7 } map { $status->{"$way-$_"} } qw(overflow header random)), 0,
	   "$way: nonsense of the firmware ends in an exit code");
}
is((grep { ($_->{class} // -1) == 12 } @{$run->{smi}}), scalar @ways,
   'only the calls with --force went to the class that is not there');
schemas_ok();
done_testing;

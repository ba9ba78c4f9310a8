#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Three programs on one machine. One goes by the kernel's document and locks
# smi_data, one uses libsmbios, which locks smi_request: these two do not
# exclude each other, and that they get each other's answers is shown here, as
# the reason why smi-client takes both locks. If smi-client ever gets an answer
# that is not its own, an administrator changes a setting that was meant to be
# another one.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

plan skip_all => 'smi-client has not been built'
	unless -x "$FindBin::Bin/../../smi-client/smi-client";

plan skip_all => 'libsmbios-dev is not installed: this distribution has none'
	unless -e '/usr/include/smbios_c/smi.h';

# Settings of the machine, each with another value.
my @program = ('--parallel', '--add', guest_program('concurrent_clients'));
my $run = boot(script => <<'EOF', with => \@program);
concurrent_clients libsmbios 0x122 6 2
concurrent_clients document 0x123 0x30 2
echo ==
concurrent_clients libsmbios 0x122 6 15 > libsmbios &
concurrent_clients document 0x123 0x30 15 > document &
client=0 own=0
until [ -s libsmbios ] || [ -s document ]; do
	client=$((client + 1))
	smi-client --json --timeout 60 call 0 0 0x6a | tr -d ' \n' > answer &&
		grep -q '"results":\[0,1,' answer && own=$((own + 1)) ||
		{ cat answer; echo; }
done
wait
cat libsmbios document
echo "client: $((client - own)) of $client wrong"
EOF

my ($alone, $together) = split /^==\n/m, $run->{output};
like($alone, qr/^$_: 0 of [1-9]\d* wrong$/m, "$_: alone, all answers are right")
	for qw(libsmbios document);

my (%wrong, %rounds);
while ($together =~ /^(\w+): (\d+) of (\d+) wrong$/mg) {
	($wrong{$1}, $rounds{$1}) = ($2, $3);
}
for (qw(libsmbios document client)) {
	cmp_ok($rounds{$_}, '>', 10, "$_: was busy, $rounds{$_} calls");
}
cmp_ok($wrong{libsmbios} + $wrong{document}, '>', 0,
       'libsmbios and the kernel\'s document disturb each other');
is($wrong{client}, 0, 'smi-client gets its own answers') or diag($together);

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The rules of the firmware, call by call, with no client in between. A failure
# means that the emulated machine lets pass what a real one refuses, or refuses
# what it takes: then the other tests prove less than they say.
#
# Setup: build vm check

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $profiles = "$FindBin::Bin/../poweredge/profiles";
my $scratch = tempdir(CLEANUP => 1);

# Arguments that hold a text, for so many words.
sub words
{
	my ($text, $count) = @_;

	return join ' ', unpack 'V*', pack 'a' . 4 * $count, $text;
}

sub hex_of { return unpack 'H*', shift }
sub room { return hex_of(pack 'a' . $_[1], $_[0]) }

# A buffer to fill: its length, then the pattern in step with its start.
sub dsci
{
	my $size = shift;

	return hex_of(pack 'V', $size) . hex_of(substr 'DSCI' x 100, 0, $size);
}

# Two passwords one behind the other, for select 5.
sub change { return room($_[0], 32) . room($_[1], 32) }

# A table of calls, by boot of the machine: [what is proved, the call, r1,
# refused, {r2, r3, r4, bytes}]; a text is for the shell, after the calls.
sub machine
{
	my ($name, $profile, @boot) = @_;
	my $script = "\n";

	for my $boot (1 .. @boot) {
		my $after = '';

		$script .= "if [ \$BOOT = $boot ]; then\n";
		for my $i (0 .. $#{$boot[$boot - 1]}) {
			my $c = $boot[$boot - 1][$i];
			my $verify = ref $c && $c->[1] =~ /^(9|10) [14] / ?
				     'verify' : 'call';

			if (ref $c) {
				$script .= "echo '$verify-$boot-$i $c->[1]' >> calls\n";
			} else {
				$after .= "$c\n";
			}
		}
		$script .= "./firmware_calls < calls\n$after";
		$script .= "report 0\nreboot\nsleep 60\n" if $boot < @boot;
		$script .= "fi\n";
	}
	my $run = boot(script => $script, with => ['--profile', $profile,
		       '--add', guest_program('firmware_calls')]);
	my %answer = $run->{output} =~ /^(?:verify|call)-(\S+) (.*)$/mg;
	my @log = grep { $_->{kind} eq 'call' } @{$run->{smi}};

	is($run->{status}, 0, "$name: the machine lived");
	for my $boot (1 .. @boot) {
		for my $i (0 .. $#{$boot[$boot - 1]}) {
			my $c = $boot[$boot - 1][$i];

			judge($c, $answer{"$boot-$i"} // '', shift @log)
				if ref $c;
		}
	}
	return $run;
}

sub judge
{
	my ($call, $answer, $log) = @_;
	my ($name, undef, $want, $refused, $more) = @$call;
	my %got;

	@got{qw(r1 r2 r3 r4 bytes)} = split / /, $answer;
	my $good = ($got{r1} // '') eq $want &&
		   ($log->{refused} // '') eq ($refused // '') &&
		   !grep { ($got{$_} // '') !~ /^$more->{$_}$/ } keys %{$more // {}};
	ok($good, $name) or
		diag("answer: $answer\nlog: ",
		     join ' ', map { "$_=$log->{$_}" } sort keys %{$log // {}});
}

my $tag = hex_of("Behind a length and a pattern\0");

# Its service tag is still to be written.
open my $fh, '>', "$scratch/strict" or die "$scratch/strict: $!";
print $fh slurp("$profiles/strict") =~ s/^service-tag.*//mr;
close $fh;

my @settings = (
	['a class that is not advertised', '12 0 1 0 0 0', -2, 'class'],
	['a class beyond the map', '200 0 0 0 0 0', -2, 'class'],
	['a function that there is not', '0 3 0xa2 0 0 0', -2, 'select'],
	['location 0, to read', '0 0 0 0 0 0', -1, 'location'],
	['location 0, to write', '1 0 0 10 0 0', -1, 'location'],
	['a location with nothing there', '0 0 0x7000 0 0 0', -1, 'location'],
	['the choice made at first, and no bounds', '0 0 0xa2 0 0 0', 0, undef,
	 { r2 => '00000001', r3 => '00000000', r4 => '00000000' }],
	['the same at another choice', '0 0 0xa1 0 0 0', 0, undef,
	 { r2 => '00000001' }],
	['a choice is made', '1 0 0xa3 2 0 0', 0],
	['seen at the first location', '0 0 0xa1 0 0 0', 0, undef,
	 { r2 => '00000002' }],
	['and at the second', '0 0 0xa2 0 0 0', 0, undef, { r2 => '00000002' }],
	['another choice\'s value', '1 0 0xa3 1 0 0', -1, 'not-this-value-here'],
	['a value out of range', '1 0 0xa3 9 0 0', -1, 'range'],
	['a setting to be read only', '1 0 0xba 0 0 0', -1, 'read-only'],
	['one way, there', '1 0 0x325 1 0 0', 0],
	['one way, the same again', '1 0 0x325 1 0 0', -1, 'read-only'],
	['one way, back', '1 0 0x325 0 0 0', -1, 'read-only'],
	['one way, it stays', '0 0 0x325 0 0 0', 0, undef, { r2 => '00000001' }],
	['an hour that is not BCD', '1 0 0x2b 0x1a 0 0', -1, 'bcd'],
	['an hour after the last', '1 0 0x2b 0x24 0 0', -1, 'range'],
	['the last hour', '1 0 0x2b 0x23 0 0', 0],
	['a minute after the last', '1 0 0x2c 0x60 0 0', -1, 'range'],
	['the last minute', '1 0 0x2c 0x59 0 0', 0],
);

my @tags = (
	['a plain buffer', '20 0 @ 0 0 0 ' . '00' x 85, -5, 'length'],
	['a pattern out of step', '20 0 @ 0 0 0 ' .
	 hex_of(pack('V', 81) . substr 'SCID' x 21, 0, 81), -5, 'pattern'],
	['a pattern counted from behind the length\'s end but one',
	 '20 0 @ 0 0 0 ' . (dsci(81) =~ s/44(\w*)$/00$1/r), -5, 'pattern'],
	['a pattern that ends early', '20 0 @ 0 0 0 ' . (dsci(81) =~ s/..$/00/r),
	 -5, 'pattern'],
	['a length beyond all memory', '20 0 @ 0 0 0 ' .
	 (dsci(81) =~ s/^.{8}/ffffff7f/r), -5, 'length'],
	['a buffer one byte short: how much it takes', '20 0 @ 0 0 0 ' . dsci(80),
	 -6, 'size', { r2 => '00000051', bytes => '51000000\w*' }],
	['a buffer as it has to be', '20 0 @ 0 0 0 ' . dsci(81), 0, undef,
	 { bytes => "51000000$tag\\w*" }],
	['a larger one', '20 0 @ 0 0 0 ' . dsci(200), 0, undef,
	 { bytes => "c8000000$tag\\w*" }],
	['a pointer to no memory', '20 0 0xb0000 0 0 0', -5, 'address'],
	['a plain buffer to write', '20 1 @ 0 0 0 ' . room('Room 7', 80), 0],
	['reads back', '20 0 @ 0 0 0 ' . dsci(81), 0, undef,
	 { bytes => '51000000' . hex_of("Room 7\0") . '\w*' }],
	['a service tag with a vowel', '11 3 ' . words('STRAET1', 3) . ' 0', -1,
	 'characters'],
	['one too short', '11 3 ' . words('SHRT01', 3) . ' 0', -1, 'characters'],
	['the service tag', '11 3 ' . words('STRCT01', 3) . ' 0', 0],
	['it is written once', '11 3 ' . words('STRCT02', 3) . ' 0', -1,
	 'written-once'],
	['it reads back', '11 2 0 0 0 0', 0, undef,
	 { r2 => hex_of('CRTS'), r3 => hex_of("\00010T") }],
	['the asset tag', '11 1 ' . words('ROOM-7', 3) . ' 0', 0],
	['the asset tag reads back', '11 0 0 0 0 0', 0, undef,
	 { r2 => hex_of('MOOR') }],
);

my $right = room('Passw0rd', 32);
my @passwords = (
	['is one installed, asked without 1', '10 0 0 0 0 0', -1, 'argument'],
	['is one installed', '10 0 1 0 0 0', 1],
	['properties', '10 3 0 0 0 0', 0, undef,
	 { r2 => '01042001', r3 => '03000101' }],
	['a password too short', '10 5 @ 0 0 0 ' . change('', 'ab1'), -1, 'rules'],
	['one without a digit', '10 5 @ 0 0 0 ' . change('', 'abcdefgh'), -1,
	 'rules'],
	['one without a letter', '10 5 @ 0 0 0 ' . change('', '12345678'), -1,
	 'rules'],
	['one with too many repeats', '10 5 @ 0 0 0 ' . change('', 'aaaa1'), -1,
	 'rules'],
	['one that is right', '10 5 @ 0 0 0 ' . change('', 'Passw0rd'), 0],
	['it is installed', '10 0 1 0 0 0', 0],
	['as the properties say', '10 3 0 0 0 0', 0, undef, { r2 => '01042000' }],
	['a write without a key', '1 0 0xa1 0 0 0', -1, 'key'],
	['an asset tag without a key', '11 1 ' . words('ROOM-8', 3) . ' 0', -1,
	 'key'],
	['a property tag without a key', '20 1 @ 0 0 0 ' . room('8', 80), -1,
	 'key'],
	['a wrong password', '10 4 @ 0 0 0 ' . room('passw0rd', 32), 2,
	 'wrong-password'],
	['the right one gives a key', '10 4 @ 0 0 0 ' . $right, 0, undef,
	 { r2 => '0000\w{4}' }],
	['a write with the key', '1 0 0xa1 0 key 0', 0],
	['a write with more bits than the key has', '1 0 0xa1 0 wide-key 0', -1,
	 'key'],
	['an asset tag with the key', '11 1 ' . words('ROOM-8', 3) . ' key', 0],
	['a property tag with the key', '20 1 @ key 0 0 ' . room('8', 80), 0],
	['changed by arguments', '10 2 ' . words('Passw0rd', 2) . ' ' .
	 words('N3wpass', 2), 0],
	['the old key is none any more', '1 0 0xa1 0 key 0', -1, 'key'],
	['verified by arguments', '10 1 ' . words('N3wpass', 2) . ' 0 0', 0],
	['the new key', '1 0 0xa1 0 key 0', 0],
	['changed under a wrong old one', '10 5 @ 0 0 0 ' .
	 change('Passw0rd', 'An0ther'), 2, 'wrong-password'],
	['wrong for the second time', '10 1 ' . words('wr0ng', 2) . ' 0 0', 2,
	 'wrong-password'],
	['for the third', '10 1 ' . words('wr0ng', 2) . ' 0 0', 2,
	 'wrong-password'],
	['then the right one is wrong', '10 1 ' . words('N3wpass', 2) . ' 0 0', 2,
	 'locked-out'],
	['as a long one, too', '10 4 @ 0 0 0 ' . room('N3wpass', 32), 2,
	 'locked-out'],
	['a function that passwords have not', '10 6 0 0 0 0', -2, 'select'],
);

subtest 'the strict machine' => sub {
	my $run = machine('strict', "$scratch/strict",
		[@settings, @tags, @passwords,
		 # "XYZ", and a sum that is not its
		 'cmos_write 0x60 88 89 90 0 0 0 0 0 0 0 12'],
		[['an asset tag with a wrong sum is none', '11 0 0 0 0 0', 0,
		  undef, { r2 => '00000000' }],
		 ['after a restart the right password is right', '10 4 @ 0 0 0 ' .
		  room('N3wpass', 32), 0],
		 ['settings are as they were left', '0 0 0x325 0 0 0', 0, undef,
		  { r2 => '00000001' }],
		 # blanks end it as zero does
		 'cmos_write 0x60 88 89 90 32 32 32 32 32 32 32 235'],
		[['an asset tag with its sum', '11 0 0 0 0 0', 0, undef,
		  { r2 => '005a5958' }]]);

	is_deeply([map { $_->{'asset-tag'} } grep { $_->{kind} eq 'post' }
		   @{$run->{smi}}], [qw(good bad-sum good)],
		  'the log says what became of the tag in CMOS');
	unlike(join(' ', map { values %$_ } @{$run->{smi}}),
	       qr/Passw0rd|77737350/, 'no password is in the log');
};

# The client is to find the password of a profile right, as it is typed.
sub client_knows
{
	my ($run, $how) = @_;

	like($run->{output}, qr/^client right: 0\nclient wrong: 5$/m,
	     "the client knows a password $how");
}

sub client_verifies
{
	my $password = shift;

	return <<"EOF_CLIENT";
echo '$password' | smi-client --password-fd 0 password verify admin > /dev/null 2>&1
echo "client right: \$?"
echo 'Wrong-1' | smi-client --password-fd 0 password verify admin > /dev/null 2>&1
echo "client wrong: \$?"
EOF_CLIENT
}

subtest 'passwords as keys' => sub {
	my $run = machine('scan-codes', 'scan-codes', [
		['properties', '10 3 0 0 0 0', 0, undef, { r2 => '00040800' }],
		['as text it is wrong', '10 4 @ 0 0 0 ' . room('secret12', 8), 2,
		 'wrong-password'],
		['by its keys it is right',
		 '10 4 @ 0 0 0 1f122e1312140203', 0],
		['the user\'s', '9 4 @ 0 0 0 181912310c050c16', 0],
		['its key does not open what the admin locks',
		 '1 0 0x6a 2 key 0', -1, 'key'],
		['version 1: a plain buffer is filled', '20 0 @ 0 0 0 ' . '00' x 80,
		 0, undef, { bytes => hex_of('Keys') . '00\w*' }],
		client_verifies('secret12'),
	]);
	client_knows($run, 'by its keys');
};

subtest 'passwords as text' => sub {
	my $run = machine('ascii', 'ascii', [
		['properties', '10 3 0 0 0 0', 0, undef,
		 { r2 => '01042000', r3 => '02010101' }],
		['a long one', '10 4 @ 0 0 0 ' .
		 room('Secret-12 of the Administrator', 32), 0],
		['a write with its key', '1 0 0x6a 2 key 0', 0],
		['its first eight characters are another', '10 1 ' .
		 words('Secret-1', 2) . ' 0 0', 2, 'wrong-password'],
		client_verifies('Secret-12 of the Administrator'),
	]);
	client_knows($run, 'as text');
};

subtest 'a machine of today' => sub {
	machine('r740', 'r740', [
		['no settings to read', '0 0 0x6a 0 0 0', -2, 'class'],
		['none to write', '1 0 0x6a 1 0 0', -2, 'class'],
		['a tag', '11 2 0 0 0 0', 0, undef, { r2 => hex_of('T47R') }],
		['no tag', '20 0 @ 0 0 0 ' . dsci(81), 0, undef,
		 { bytes => '5100000000\w*' }],
		['version 3: not a plain buffer', '20 0 @ 0 0 0 ' . '00' x 85, -5,
		 'length'],
	]);
};

done_testing;

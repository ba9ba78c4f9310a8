#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tags, passwords and host control in front of firmware that insists on what
# real firmware insists on. A failure means that an administrator is told
# something that was not seen, that a password is sent where it should not be,
# or that syslog does not say who changed what.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use JSON::PP;
use PowerEdge;
use SmiClient;
use Test::More;

# What all scripts have.
my $prelude = <<'EOT';
dmesg -n 1
# A command that reads its passwords, one a line, from descriptor 0.
typed()
{
	lines=$1
	shift
	printf "$lines" | smi-client --json --password-fd 0 "$@"
}
EOT

my ($status, $out, $err, $run);

sub run
{
	my ($script, @with) = @_;

	$run = boot(script => $prelude . $script . "\ntrue\n", with => \@with);
	($status, $out, $err) = client_results($run);
	schemas_ok();
}

my $profiles = "$FindBin::Bin/../poweredge/profiles";
my $dir = tempdir(CLEANUP => 1);

# A profile of the emulated machine with some lines changed.
sub changed_profile
{
	my ($from, $change) = @_;
	my $text = slurp("$profiles/$from");

	$change->() for $text;
	open my $fh, '>', "$dir/$from" or die "$dir/$from: $!";
	print $fh $text;
	close $fh;
	return ('--profile', "$dir/$from");
}

# One boot for tags and host control.
run(<<'EOT');
t all smi-client --json tag
t all-text smi-client tag
t asset smi-client --json tag asset set ' A-NEW-1  '
t asset-show smi-client tag asset
t asset-again smi-client --json tag asset set A-NEW-1
t asset-would smi-client --json --dry-run tag asset set B
t asset-would-not smi-client --json --dry-run tag asset set A-NEW-1
t asset-long smi-client tag asset set 12345678901
t asset-option smi-client tag asset set --dry-run
t asset-none smi-client --json tag asset set ''
t property smi-client --json tag property set "Room 7, rack 3"
t property-show smi-client tag property show
t service-unforced smi-client tag service set XYZ9876
t service-form smi-client --force tag service set xyz
t service-taken smi-client --force tag service set XYZ9876
t service-once smi-client --json --force --replace tag service set XYZ9876
syslogd -O /tmp/log
DCDBAS=/sys/devices/platform/dcdbas
t clear smi-client --json host-control check
t would smi-client --json --dry-run host-control arm power-cycle
t would-files cat $DCDBAS/host_control_action $DCDBAS/host_control_on_shutdown
t arm smi-client --json host-control arm power-cycle
t armed cat $DCDBAS/host_control_action $DCDBAS/host_control_smi_type \
	$DCDBAS/host_control_on_shutdown
t hc-check smi-client host-control check
t status smi-client --json status
t type smi-client --json host-control check --smi-type 1
t disarm smi-client --json host-control disarm
t disarmed cat $DCDBAS/host_control_action $DCDBAS/host_control_smi_type \
	$DCDBAS/host_control_on_shutdown
echo 2 > $DCDBAS/host_control_action
t half smi-client --json host-control check
log_is_complete /tmp/log
t log cat /tmp/log
rmmod dcdbas
t gone-check smi-client --json host-control check
t gone smi-client --json tag
t gone-info smi-client --json info
EOT

subtest 'tags' => sub {
	returns('all', 0, 'done');
	is(json_of('all')->{asset}{value}, 'RACK-07', 'asset tag');
	is(json_of('all')->{asset}{source}, 'firmware', 'asset tag: as it is now');
	is(json_of('all')->{service}{source}, 'SMBIOS type 1', 'service tag: from the tables');
	is(json_of('all')->{express_service_code}, 55278076486, 'express service code');
	like($out->{'all-text'}, qr/^property tag +Property of the test bench +\(firmware\)$/m,
	     'text: each with its source');
	returns('asset', 0, 'done');
	is(json_of('asset')->{value}, 'A-NEW-1', 'asset tag: without the blanks');
	is(json_of('asset')->{old}, 'RACK-07', 'asset tag: what it was');
	ok(json_of('asset')->{changed}, 'asset tag: changed');
	is($out->{'asset-show'}, "A-NEW-1\n", 'asset tag: read back');
	ok(!json_of('asset-again')->{changed}, 'asset tag: unchanged the second time');
	returns('asset-would', 7, 'a dry run that would change something');
	ok(json_of('asset-would')->{would_change}, 'dry run: would change');
	is(json_of('asset-would')->{changed}, undef, 'dry run: changed is not known');
	returns('asset-would-not', 0, 'a dry run of what is set already');
	returns('asset-long', 2, 'usage');
	returns('asset-option', 2, 'an option is no tag');
	returns('asset-none', 0, 'done');
	is(json_of('asset-none')->{value}, '', 'asset tag: removed');
	returns('property', 0, 'done');
	is($out->{'property-show'}, "Room 7, rack 3\n", 'property tag');
	returns('service-unforced', 2, 'needs --force');
	returns('service-form', 2, 'is no service tag');
	returns('service-taken', 2, 'needs --replace');
	like($err->{'service-taken'}, qr/--replace/, 'service tag: what to do');
	returns('service-once', 5, 'refused: written once');
	is(json_of('service-once')->{changed}, undef, 'service tag: nothing was seen to change');
	is(scalar(grep { ($_->{class} // '') eq '11' && ($_->{select} // '') eq '3' }
		  @{$run->{smi}}), 1, 'service tag: one attempt reached the firmware');
	returns('gone', 3, 'the driver is not there');
	is(json_of('gone')->{asset}{value}, undef, 'no driver: the asset tag is not known');
	is(json_of('gone')->{asset}{failure}{exit}, 3, 'no driver: and it is said why');
	is(json_of('gone')->{service}{value}, 'PE750SM', 'no driver: the tables still tell');
	returns('gone-info', 3, 'silence is no answer');
	is(json_of('gone-info')->{model}{value}, 'PowerEdge 750', 'info: what is known is told');
};

subtest 'host control' => sub {
	returns('clear', 0, 'nothing in the way');
	ok(!json_of('clear')->{armed}, 'check: not armed');
	is(json_of('clear')->{documented_smi_type}, 3, 'check: the model is known');
	returns('would', 7, 'a dry run that would arm');
	is($out->{'would-files'}, "0\n0\n", 'dry run: nothing was armed');
	returns('arm', 0, 'done');
	ok(json_of('arm')->{armed}, 'armed');
	is($out->{armed}, "4\n3\n1\n", 'arm: what the driver has');
	like(join("\n", @{json_of('arm')->{warnings} // []}), qr/cold start/,
	     'arm: warns that a poweroff becomes a cold start');
	returns('hc-check', 0, 'that is told and stands in nobody\'s way');
	like($out->{'hc-check'}, qr/armed: power-cycle at the next shutdown, SMI type 3/, 'check: armed');
	ok(json_of('status')->{host_control_armed}, 'status: armed');
	returns('type', 7, 'another type than the documented one');
	returns('disarm', 0, 'done');
	is($out->{disarmed}, "0\n0\n0\n", 'disarm: what the driver has');
	returns('half', 7, 'half armed');
	returns('gone-check', 7, 'without the driver');
	like($out->{log}, qr/host-control arm: power-cycle at the next shutdown: done/, 'syslog: armed');
	like($out->{log}, qr/host-control disarm: host control: done/, 'syslog: disarmed');
};

# What a machine of today wants, in the boot of the passwords as text.
my $strict = <<'EOT';
t tags smi-client --json tag
t property smi-client --json tag property set 'Hall 3, row 12, unit 7'
t asset smi-client --json tag asset set STRICT-1
t passwords smi-client --json password
t info smi-client --json info
t plan smi-client --json --dry-run report /tmp/plan
t no-plan ls /tmp/plan
t report smi-client report /tmp/report
t report-file sed '1s/^/report: /' /tmp/report
EOT

# Passwords of both kinds: as scan codes (the default) and as text.
for my $kind ('keys', 'text') {
	subtest "passwords compared as $kind" => sub {
		my @with = $kind eq 'text' ? ('--profile', 'strict') : ();

		run((@with ? $strict : '') . <<'EOT', @with);
syslogd -O /tmp/log
t none smi-client --json password
t short typed 'ab\n' password set admin
t set typed 'Secret12\n' password set admin
t twice typed 'Secret12\n' password set admin
t status smi-client --json password status
t right typed 'Secret12\n' password verify admin
echo Secret12 > /tmp/secret
t file smi-client --json --password-file /tmp/secret password verify
CREDENTIALS_DIRECTORY=/tmp/credentials
mkdir $CREDENTIALS_DIRECTORY
export CREDENTIALS_DIRECTORY
cp /tmp/secret $CREDENTIALS_DIRECTORY/smi-client.admin
t credential smi-client -v tag asset set LOCKED
unset CREDENTIALS_DIRECTORY
t locked sh -c 'setsid smi-client --json tag asset set X < /dev/null'
t wrong typed 'wrong12\nSecret12\n' tag asset set X
t change-wrong typed 'wrong12\nNewest34\n' password change admin
t change typed 'Secret12\nNewest34\n' -v password change admin
t old typed 'Secret12\n' password verify admin
t would smi-client --json --dry-run password remove admin
printf 'Newest34\nOther567\n' > /tmp/two
t change-file smi-client --json --password-file /tmp/two password change admin
t remove typed 'Other567\n' password remove admin
t after smi-client --json password
t tag smi-client --json tag asset set OPEN
log_is_complete /tmp/log
t log cat /tmp/log
EOT
		ok(!json_of('none')->{admin}{installed}, 'no password at first');
		is(json_of('none')->{admin}{format}, $kind, 'format');
		is(json_of('none')->{owner}{failure}{exit}, 3, 'owner: its class is not advertised');
		returns('none', 0, 'a class that is not advertised is no failure');
		is(scalar(grep { ($_->{refused} // '') eq 'rules' } @{$run->{smi}}), 0,
		   'no password was sent that breaks the rules');
		returns('short', 2, 'the rules are checked before');
		returns('set', 0, 'done');
		ok(json_of('set')->{changed}, 'set: changed');
		returns('twice', 2, 'there is one already');
		ok(json_of('status')->{admin}{installed}, 'status: installed');
		ok(json_of('right')->{correct}, 'verify: right');
		returns('file', 0, 'from a file');
		returns('credential', 0, 'from a systemd credential');
		returns('locked', 4, 'no terminal to ask');
		returns('wrong', 5, 'wrong password');
		returns('change-wrong', 5, 'wrong old password');
		ok(!json_of('change-wrong')->{changed} || !defined json_of('change-wrong')->{changed},
		   'change: not changed');
		returns('change', 0, 'done');
		returns('old', 5, 'the old one is wrong now');
		returns('would', 7, 'dry run');
		returns('change-file', 0, 'old and new one from a file');
		returns('remove', 0, 'removed');
		ok(!json_of('after')->{admin}{installed}, 'not installed afterwards');
		returns('tag', 0, 'tags need no key any more');
		my @sent = grep { ($_->{class} // '') eq '10' &&
				  ($_->{select} // '') =~ /^[1245]$/ } @{$run->{smi}};
		is(scalar(grep { ($_->{r1} // '') eq '2' } @sent), 3,
		   'three wrong passwords reached the firmware, each once');
		my $told = join '', values %$out, values %$err, $run->{console};
		unlike($told, qr/Secret12|Newest34|Other567|wrong12/,
		       'no password in any output, trace or log');
		like($out->{log}, qr/smi-client\[\d+\]: uid=0 loginuid=\w+ password set: admin password: done/,
		     'syslog: password set');
		like($out->{log}, qr/tag asset: '[A-Z0-9-]+' -> 'LOCKED': done/, 'syslog: a tag and its values');
		like($out->{log}, qr/password change: admin password: the admin password is wrong/,
		     'syslog: a failure and why');
	};
}

subtest 'firmware that insists on everything' => sub {
	returns('tags', 0, 'all tags');
	is(json_of('tags')->{property}{value}, 'Behind a length and a pattern',
	   'the property tag comes in a DSCI buffer');
	returns('property', 0, 'set');
	ok(json_of('property')->{changed}, 'property tag: read back');
	returns('asset', 0, 'set');
	returns('passwords', 0, 'asked');
	is(json_of('passwords')->{admin}{min_digits}, 1, 'the rules of the firmware');
	returns('plan', 0, 'a report can be looked at before');
	isnt($status->{'no-plan'}, 0, 'and is not written then');
	returns('report', 0, 'written');
	my $report = eval { decode_json($out->{'report-file'} =~ s/^report: //r) } // {};
	my $bytes = pack 'H*', join '', @{$report->{tables}{dmi} // []},
		map { $_->{buffer}{bytes} // '' } @{$report->{calls} // []};
	like($bytes, qr/PowerEdge Strict/, 'report: the tables');
	unlike("$bytes $out->{'report-file'}", qr/STRCT01|STRICT-1|RACK-11|Hall 3/, 'report: no tag in it');
	is(scalar(grep { !defined $_->{results} } @{$report->{calls}}), 0,
	   'report: every call was answered');
	is(scalar @{$report->{calls}}, scalar @{json_of('plan')->{calls}}, 'report: as was planned');
	my @refused = map { "$_->{class}/$_->{select} $_->{refused}" }
		grep { $_->{refused} && $_->{refused} ne 'wrong-password' &&
		       $_->{class} =~ /^(?:9|10|11|20)$/ } @{$run->{smi}};
	is("@refused", '', 'no call of passwords and tags was refused');
};

subtest 'an asset tag in CMOS, where there is no call for it' => sub {
	run(<<'EOT', changed_profile('strict', sub { s/^classes.*/classes 0x00100613/m }));
if [ "$BOOT" -le 1 ]; then
	t set smi-client --json tag asset set CMOS-42
	report 0
	reboot
	sleep 60
fi
t kept smi-client --json tag asset
EOT
	returns('set', 0, 'written');
	ok(json_of('set')->{changed}, 'read back');
	is(json_of('kept')->{value}, 'CMOS-42', 'kept over a restart');
	is(json_of('kept')->{source}, 'CMOS token 0xc000', 'from CMOS');
	my ($last) = reverse grep { $_->{'asset-tag'} } @{$run->{smi}};
	is($last->{'asset-tag'}, 'good', 'the BIOS takes it: its sum fits');
};

subtest 'firmware that is wrong' => sub {
	run(<<'EOT', '--bad', 'switch');
bad no-answer
t silent-tag smi-client --json tag
t silent-password smi-client --json password
t silent-set smi-client --json tag asset set X
bad no-effect
t no-effect smi-client --json tag asset set X
t no-effect-password typed 'Secret12\n' password set admin
bad unfilled
t unfilled smi-client --json tag asset
bad
typed 'Secret12\n' password set admin > /dev/null
bad wrong-key
t wrong-key typed 'Secret12\n' tag asset set X
bad random
t random smi-client --json tag
bad
t again smi-client --json tag asset
EOT
	for my $name (qw(silent-tag silent-password silent-set)) {
		returns($name, 1, 'silence is a failure');
	}
	is(json_of('silent-password')->{admin}{supported}, undef, 'silence: not known, not "no"');
	returns('no-effect', 1, 'done was said, and not done');
	like(json_of('no-effect')->{error}{message}, qr/read back is 'RACK-07', not 'X'/,
	     'no effect: what was seen');
	is(json_of('no-effect')->{changed}, undef, 'no effect: changed is not told as true');
	returns('no-effect-password', 1, 'no password was installed');
	returns('unfilled', 1, 'an answer without a tag is no empty tag');
	returns('wrong-key', 5, 'refused with a wrong key');
	ok(exists $status->{random}, 'random answers: it ends');
	json_of('random');
	is(json_of('again')->{value}, 'RACK-07', 'none of it changed the tag');
};

done_testing();

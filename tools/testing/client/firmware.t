#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What administrators come for, in front of a firmware that answers: settings,
# tags, passwords, calls by name. A failure means that a setting would be told
# or changed wrongly, or that a write that did not happen is called done.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use PowerEdge;
use Test::More;

my $names = '/usr/share/smbios-utils/token_list.csv';
my @names = -r $names ?
	('--add', "$names:/usr/share/smbios-utils/token_list.csv") : ();

# "t NAME COMMAND..." in the guest; what it said and gave back comes by name.
my $prelude = <<'EOF';
dmesg -n 1
t()
{
	name=$1
	shift
	"$@" > /tmp/out 2> /tmp/err
	echo "=== $name $?"
	cat /tmp/out
	echo "--- $name"
	cat /tmp/err
}
# Bytes of CMOS, first to last, past any client.
cmos()
{
	i=$(($1))
	while [ $i -le $(($2)) ]; do
		printf "\\$(printf %o $i)" | dd of=/dev/port bs=1 seek=112 2> /dev/null
		dd if=/dev/port bs=1 skip=113 count=1 2> /dev/null | od -An -tx1
		i=$((i + 1))
	done | tr -d ' \n'
	echo
}
EOF

my (%status, %out, %err, $run);

sub run
{
	my ($script, @with) = @_;
	my $to;

	%status = %out = %err = ();
	$run = boot(script => $prelude . $script . "true\n",
		    with => [@names, @with]);
	for (split /^/, $run->{output}) {
		if (/^=== (\S+) (\d+)/) {
			$status{$1} = $2;
			$to = \$out{$1};
		} elsif (/^--- (\S+)/) {
			$to = \$err{$1};
		} elsif ($to) {
			$$to .= $_;
		}
	}
	is($run->{status}, 0, 'the machine lived');
}

sub returns
{
	my ($name, $want, $why) = @_;

	is($status{$name}, $want, "$name: $why") or
		diag($out{$name} // '', $err{$name} // '');
}

sub json
{
	my $name = shift;

	return eval { decode_json($out{$name} // '') } // {};
}

# Number of SMIs that the firmware counted for calls of a class.
sub smis
{
	my $class = shift;

	return scalar grep { ($_->{class} // -1) == $class } @{$run->{smi}};
}

subtest 'settings of a PowerEdge 750' => sub {
	run(<<'EOF');
t list smi-client --json token list
t list-text smi-client token list
t active smi-client --json token list --active --filter 0x00a
t get smi-client --json token get 0xa2
t set smi-client --json token set 0xa3
t again smi-client --json token set 0xa3
t after smi-client --json token get 0xa3
t recovery smi-client power-recovery show
t recovery-set smi-client power-recovery set off
t recovery-json smi-client --json power-recovery
t missing smi-client token get 0x7000
t loses smi-client token set 0xd1
t refuses smi-client token set 0xbb
t dangerous smi-client token set 0x8004
t dry-run smi-client --dry-run token set 0xa2
t still smi-client power-recovery
t range smi-client token set 0x2b 200
t number smi-client --json token set 0x2b 0x17
t wakeup smi-client --json wakeup set weekdays 07:05
t wakeup-show smi-client wakeup
t export smi-client token export /tmp/settings
t change smi-client power-recovery set on
t compare smi-client --json token import --dry-run /tmp/settings
t unchanged smi-client power-recovery
t import smi-client --json token import /tmp/settings
t imported smi-client power-recovery
sed -i 's/"tokens":\[/&{"id":"0x7000"},{"id":"0x00d1"},{"id":"0x8004"},/' /tmp/settings
t partial smi-client --json token import /tmp/settings
EOF
	returns('list', 0, 'done');
	my $list = json('list');
	my %place = map { ($_->{location} => 1) }
		grep { $_->{table} == 218 } @{$list->{tokens}};
	is($list->{smis}, scalar(keys %place), 'one SMI for each location');
	is((grep { !exists $_->{active} && !exists $_->{number} }
	    @{$list->{tokens}}), 0, 'every token has a state');
	my @lines = split(/\n/, $out{'list-text'});
	is_deeply([map { /^(\S+)/ } @lines],
		  [map { $_->{id} } @{$list->{tokens}}],
		  'text has the tokens of JSON');
	is_deeply([map { /^\S+  active / ? 1 : 0 } @lines],
		  [map { $_->{active} ? 1 : 0 } @{$list->{tokens}}],
		  'and their states');
	is_deeply([map { $_->{id} } @{json('active')->{tokens}}], ['0x00a2'],
		  'filter and active');
	ok(json('get')->{tokens}[0]{active}, 'factory choice is active');
	is(json('get')->{smis}, 1, 'get is one SMI');
	ok(json('set')->{changed}, 'set changes');
	ok(!json('again')->{changed}, 'again changes nothing');
	is(json('again')->{smis}, 1, 'and only reads');
	ok(json('after')->{tokens}[0]{active}, 'what was set is active');
	is($out{recovery}, "on\n", 'the same by name');
	is(json('recovery-json')->{power_recovery}, 'off', 'and set by name');
	returns('missing', 3, 'no such token');
	returns('loses', 1, 'a write that did not take is a failure');
	like($err{loses}, qr/did not take/, 'loses: what happened');
	returns('refuses', 5, 'refused by firmware');
	returns('dangerous', 1, 'not done');
	like($err{dangerous}, qr/off at once.*--force/s, 'dangerous: why');
	is((grep { ($_->{kind} // '') eq 'power' } @{$run->{smi}}), 0,
	   'the machine stayed on');
	returns('dry-run', 0, 'done');
	is($out{still}, "off\n", 'dry-run: wrote nothing');
	returns('range', 2, 'out of bounds');
	is(json('number')->{new}, 23, 'a number is written');
	is(json('wakeup')->{wakeup}, 'weekdays', 'wakeup: days');
	is($out{'wakeup-show'}, "weekdays, 07:05\n", 'wakeup: time');
	returns('export', 0, 'done');
	is(json('compare')->{changed}, 1, 'import: what would change');
	is($out{unchanged}, "on\n", 'import: dry run changed nothing');
	is(json('import')->{changed}, 1, 'import: what changed');
	is($out{imported}, "off\n", 'import: is as in the file');
	returns('partial', 1, 'partial failure');
	is_deeply([map { $_->{outcome} } @{json('partial')->{items}}[0 .. 3]],
		  [qw(missing failed refused unchanged)],
		  'import: item by item');
};

subtest 'tags, passwords and calls of a PowerEdge 750' => sub {
	run(<<'EOF');
t info smi-client --json info
t info-text smi-client info
t asset smi-client --json tag asset set A-NEW-1
t asset-show smi-client tag asset
t asset-long smi-client tag asset set 12345678901
t asset-none smi-client --json tag asset set ''
t property smi-client --json tag property set "Room 7, rack 3"
t property-show smi-client tag property show
t list smi-client --json call --list
t thermal smi-client --json call thermal
t thermal-set smi-client call thermal-set mode=quiet
t thermal-now smi-client --json call thermal
t no-class smi-client call owner-password
t no-class-forced smi-client call --force light-sensor
t once smi-client call service-tag-set tag=X
t no-password smi-client --json password
# "secret12" as keys, set by the short call
t install smi-client call 10 2 0 0 0x132e121f 0x03021412
t password smi-client --json password status
t right sh -c 'echo secret12 | smi-client --json --password-fd 0 password verify admin'
t wrong sh -c 'echo secret13 | smi-client --json --password-fd 0 password verify admin'
t locked smi-client token set 0xa1
t locked-wrong sh -c 'echo wrong | smi-client --password-fd 0 token set 0xa1'
# a third wrong one would lock the firmware
t right-again sh -c 'echo secret12 | smi-client --password-fd 0 password verify admin'
echo '{"schema":1,"tokens":[{"id":"0xa1"},{"id":"0xa2"},{"id":"0xa1"}]}' > /tmp/three
t locked-import sh -c 'yes wrong | smi-client --json --password-fd 0 token import /tmp/three'
t unlocked sh -c 'echo secret12 | smi-client -v --password-fd 0 token set 0xa1'
t bytes smi-client --json buffer read
t unlocked-tag sh -c 'echo secret12 | smi-client --json --password-fd 0 tag asset set LOCKED'
EOF
	my $info = json('info');
	is($info->{model}{value}, 'PowerEdge 750', 'info: model');
	is($info->{asset_tag}{source}, 'firmware', 'info: where from');
	is(scalar(grep { ref && $out{'info-text'} !~ /\Q$_->{value}\E/ }
		  values %$info), 0, 'info: text has the values of JSON');
	ok(json('asset')->{changed}, 'asset tag: changed');
	is($out{'asset-show'}, "A-NEW-1\n", 'asset tag: read back');
	returns('asset-long', 2, 'too long');
	is(json('asset-none')->{value}, '', 'asset tag: taken away');
	is($out{'property-show'}, "Room 7, rack 3\n", 'property tag');
	is_deeply(json('thermal')->{fields}{mode}, ['balanced'],
		  'call by name: bits by name');
	returns('thermal-set', 0, 'done');
	is_deeply(json('thermal-now')->{fields}{mode}, ['quiet'],
		  'call by name: a choice by name');
	returns('no-class', 3, 'not announced');
	like($err{'no-class'}, qr/this machine's firmware has no class 12/,
	     'no-class: which');
	returns('no-class-forced', 5, 'asked all the same');
	returns('once', 1, 'write once');
	ok(!json('no-password')->{admin}{installed}, 'no password at first');
	ok(json('password')->{admin}{installed}, 'password: installed');
	is(json('password')->{admin}{max_length}, 8, 'password: its length');
	returns('right', 0, 'right');
	returns('wrong', 5, 'wrong');
	ok(!json('wrong')->{correct}, 'wrong: also in JSON');
	returns('locked', 4, 'no terminal to ask on');
	like($err{locked}, qr/--password-fd/, 'locked: what to do');
	returns('locked-wrong', 5, 'wrong password');
	returns('locked-import', 5, 'wrong password');
	is(scalar(grep { $_->{outcome} eq 'failed' }
		  @{json('locked-import')->{items}}), 1,
	   'locked-import: tried once');
	returns('unlocked', 0, 'the key was taken');
	unlike($err{unlocked}, qr/13 ?2e ?12 ?1f|1f ?12 ?2e/i,
	       'no password on standard error');
	unlike(json('bytes')->{hex}, qr/1f122e13|73656372/,
	       'nothing of it is left in the buffer');
	returns('unlocked-tag', 0, 'tags too');
	is((grep { /132e121f|1f122e13/i } map { join(' ', %$_) }
	    @{$run->{smi}}), 0, 'none in the firmware\'s log');
};

my $data = $ENV{DCDBAS_DATA} // "$FindBin::Bin/../../../../shared/data/poweredge";

for my $machine (['pe1300', 'PE1300', '0x29', '0x28'],
		 ['pe400sc', 'PE0400', '0x29', '0x28'],
		 ['pe500sc', 'PE0500', '0x59', '0x58']) {
	my ($profile, $dump, $token, $back) = @$machine;

	subtest "tokens of $dump" => sub {
		plan skip_all => "no real tables in $data" unless -d "$data/$dump";
		run(<<"EOF", '--profile', $profile);
t info smi-client --json info
t list smi-client --json token list
t cmos-before cmos 0x40 0x6e
t set smi-client --json token set --force $token
t cmos-after cmos 0x40 0x6e
t get smi-client --json token get $token
t back smi-client --json token set --force $back
t cmos-back cmos 0x40 0x6e
EOF
		open(my $in, '-|', "$FindBin::Bin/../../smi-client/smi-client",
		     '--json', '--tables', "$data/$dump", 'token', 'list')
			or die;
		my $known = do { local $/; decode_json(<$in>) };
		my $list = json('list');
		is_deeply([map { $_->{id} } @{$list->{tokens}}],
			  [map { $_->{id} } @{$known->{tokens}}],
			  'the tokens of its tables');
		my %place = map { ($_->{location} => 1) }
			grep { $_->{table} == 218 } @{$list->{tokens}};
		cmp_ok($list->{smis}, '<=', scalar(keys %place),
		       'at most one SMI for each location');
		# States in CMOS are those of the dump, where QEMU and SeaBIOS
		# keep nothing of their own.
		my $state = sub {
			my $o = shift;
			return [map { [@$_{qw(id active hex)}] }
				grep { $_->{table} == 212 &&
				       $_->{port} eq '0x70' &&
				       hex($_->{location}) >= 0x40 &&
				       hex($_->{location}) <= 0x5A }
				@{$o->{tokens}}];
		};
		is_deeply($state->($list), $state->($known),
			  'states as in its CMOS');
		returns('set', 0, 'done');
		ok(json('get')->{tokens}[0]{active}, 'what was set is active');
		returns('back', 0, 'done');
		# Counted here, byte by byte: the negated sum of 0x40 to 0x59.
		for (qw(cmos-before cmos-after cmos-back)) {
			my @byte = unpack('C*', pack('H*', $out{$_} =~ s/\s//gr));
			my $sum = 0;

			is(scalar(@byte), 0x2F, "$_: all bytes") or next;
			$sum -= $_ for @byte[0 .. 0x19];
			is($byte[0x2D] << 8 | $byte[0x2E], $sum & 0xFFFF,
			   "$_: the checksum is right");
		}
		is($out{'cmos-back'}, $out{'cmos-before'},
		   'back again, byte by byte');
	};
}

subtest 'the same on 32 bits' => sub {
	my $script = <<'EOF';
t info smi-client --json info
t list smi-client --json token list
t set smi-client --json token set 0xa3
t thermal smi-client --json call thermal
t property smi-client --json tag property set "Hello"
EOF
	run($script);
	my %wide = %out;
	run($script, '--kernel', '6.1-686');
	is($out{$_}, $wide{$_}, "$_: the same") for sort keys %wide;
};

done_testing;

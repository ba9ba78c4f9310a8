#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What administrators come for, in front of a firmware that answers: tags,
# passwords, calls by name. A failure means that a tag would be told or changed
# wrongly, or that a write that did not happen is called done.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use Kernels;
use PowerEdge;
use Test::More;

my $names = '/usr/share/smbios-utils/token_list.csv';
my @names = -r $names ?
	('--add', "$names:/usr/share/smbios-utils/token_list.csv") : ();

# "t NAME COMMAND..." in the guest; what it said and gave back comes by name.
my $prelude = <<'EOF';
dmesg -n 1
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
t no-class smi-client call 12 0 1
t no-class-forced smi-client call --force light-sensor
t once smi-client call --force 11 3 0x31
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
echo '{"schema":1,"tokens":[{"id":"0xa1"},{"id":"0x29"},{"id":"0x88"}]}' > /tmp/three
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
	returns('no-class', 3, 'not advertised');
	like($err{'no-class'}, qr/no class 12/,
	     'no-class: which');
	returns('no-class-forced', 5, 'asked all the same');
	returns('once', 5, 'write once');
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
	is(json('locked-import')->{changed}, 0, 'locked-import: nothing is written');
	returns('unlocked', 0, 'the key was taken');
	unlike($err{unlocked}, qr/13 ?2e ?12 ?1f|1f ?12 ?2e/i,
	       'no password on standard error');
	unlike(json('bytes')->{hex}, qr/1f122e13|73656372/,
	       'nothing of it is left in the buffer');
	returns('unlocked-tag', 0, 'tags too');
	is((grep { /132e121f|1f122e13/i } map { join(' ', %$_) }
	    @{$run->{smi}}), 0, 'none in the firmware\'s log');
};

subtest 'the same on 32 bits' => sub {
	my $missing = kernel_missing('6.1-686');
	plan skip_all => $missing if $missing;

	my $script = <<'EOF';
t info smi-client --json info
t list smi-client --json token list
t set smi-client --json token set 0xa3
t thermal smi-client --json call thermal
t property smi-client --json tag property set "Hello"
EOF
	run($script);
	my %wide = %out;
	returns($_, 0, 'done, on 64 bits') for sort keys %wide;
	run($script, '--kernel', '6.1-686');
	is($out{$_}, $wide{$_}, "$_: the same") for sort keys %wide;
};

done_testing;

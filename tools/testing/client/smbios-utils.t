#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# smbios-utils, as Debian has them, through our driver and through the in-tree
# one: the same output, the same exit status, the same calls at the firmware. A
# failure means that the tools which administrators have now would break.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Kernels;
use PowerEdge;
use Test::More;

plan skip_all => 'package smbios-utils is missing'
	unless -x '/usr/sbin/smbios-sys-info-lite';
my $missing = kernel_missing('6.1');
plan skip_all => $missing if $missing;

# The last ones set things back to what they were at first. On today's Python
# smbios-token-ctl ends in a traceback behind the tokens, and smbios-wakeup-ctl
# in one behind "every day": the same ones, then.
my @command = split /\n/, <<'EOF';
smbios-sys-info-lite
smbios-passwd --info
smbios-wakeup-ctl
smbios-wakeup-ctl --everyday
smbios-thermal-ctl --info
smbios-thermal-ctl --set-thermal-mode=quiet
smbios-thermal-ctl --get-thermal-info
smbios-token-ctl
smbios-token-ctl --token-id=0x00a2 --is-active
smbios-thermal-ctl --set-thermal-mode=balanced
smbios-token-ctl --token-id=0x0028 --activate
smbios-wakeup-ctl
EOF

# Links libsmbios and smi-client's library, where it could be built.
my $agrees = "$FindBin::Bin/../../smi-client/tests/libsmbios_agrees";

# One processor and exact time, for the sake of the in-tree driver.
my @with = (qw(--host-root --icount --timeout 240), -x $agrees ? ('--add', $agrees) : ());
my $run = boot(script => <<"EOF" . <<'EOF', with => \@with);
commands() { cat <<'END'
@{[join "\n", @command]}
END
}
EOF
battery()
{
	echo "= $1 $(cat /sys/module/dcdbas/version)"
	commands | while read -r command; do
		echo "- $command"
		$command 2>&1 </dev/null
		echo "exit status $?"
	done
}
[ ! -x libsmbios_agrees ] || ./libsmbios_agrees 2>/dev/null
battery ours
rmmod dcdbas
insmod "/lib/modules/$(uname -r)"/kernel/drivers/platform/x86/dell/dcdbas.ko
# seen in the firmware's log
printf '\052' | dd of=/dev/port bs=1 seek=178 conv=notrunc 2>/dev/null
battery theirs
EOF

my ($ours, $our_version, $theirs, $their_version) = ('', '', '', '');
($our_version, $ours, $their_version, $theirs) =
	$run->{output} =~ /^= ours (\S+)\n(.*)^= theirs (\S+)\n(.*)/ms;
isnt($our_version, $their_version, 'both drivers were there');

my ($our, $their) = map { [split /^- /m] } $ours, $theirs;
shift @$_ for $our, $their;
is(@$our, @command, 'all programs ran');
for my $i (0 .. $#command) {
	is($our->[$i], $their->[$i] // '', "the same: $command[$i]");
}

# That they all fail in the same way would not do.
like($ours, qr/^Service Tag:\s+PE750SM$/m, 'sys-info-lite: the service tag');
like($ours, qr/Wakeup disabled.*Setting.*every day.*Wakeup disabled/s,
     'wakeup-ctl: what was set is there, and then set back');
like($ours, qr/Current Thermal Modes:\s+Quiet/, 'thermal-ctl: likewise');
like($ours, qr/Token: 0x0178.*Traceback/s, 'token-ctl: up to its traceback');

# Calls of the firmware, before and behind the byte that is no call.
my (@calls, $which);
for (@{$run->{smi}}) {
	$which = 1 if $_->{kind} eq 'other' && $_->{code} eq '0x2a';
	push @{$calls[$which // 0]}, join ' ', map { $_ // '' }
		@$_{qw(class select location r1 result)}
		if $_->{kind} eq 'call';
}
cmp_ok(scalar @{$calls[0]}, '>', 20, 'firmware was called');
is_deeply($calls[0], $calls[1], 'and called the same with both drivers');

SKIP: {
	skip 'libsmbios-dev is not installed', 1 unless -x $agrees;
	like($run->{output}, qr/^this machine: \d{2,} items, 0 differences$/m,
	     'libsmbios and smi-client read the same of this machine');
}

done_testing;

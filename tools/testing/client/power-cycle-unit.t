#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# smi-power-cycle.service under the host's systemd in the emulated machine: a
# reboot is one power cycle, a poweroff stays off, even if somebody had armed a
# power cycle. A failure means that enabling the unit surprises somebody: no
# power cycle, or a machine that starts again when it was to stay off.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

plan skip_all => 'systemd is not installed here' unless -x '/lib/systemd/systemd';

my $top = "$FindBin::Bin/../../..";
my $units = "$top/packaging/systemd";
my @units = map { ('--add', "$units/$_:/units/$_") }
	qw(smi-power-cycle.service smi-power-cycle-disarm.service);

my $run = boot(script => <<'EOT', with => [qw(--host-root --timeout 200), '--add',
files=/sys/devices/platform/dcdbas/host_control
echo "boot $BOOT: $(smi-client call 0 0 0x0f00 | tr '\n' ' ')"
cat ${files}_action ${files}_smi_type ${files}_on_shutdown
if [ "$BOOT" -le 1 ]; then
	systemctl --no-block reboot
else
	# by hand: the next shutdown would be a power cycle
	smi-client host-control arm power-cycle
	report 0
	systemctl --no-block poweroff
fi
EOT
	"$FindBin::Bin/../guest/systemd-init:/init", @units]);

is($run->{status}, 0, 'the job came to its end');
my @cycles = grep { ($_->{kind} // '') eq 'host-control' || $_->{action} } @{$run->{smi}};
is(scalar @cycles, 1, 'one power cycle was asked for') or diag(explain($run->{smi}));
is($cycles[0]{boot}, 1, 'at the reboot') if @cycles;
is($cycles[0]{result}, 'accepted', 'and the firmware took it') if @cycles;
my @causes = map { $_->{cause} } grep { $_->{cause} } @{$run->{smi}};
is_deeply(\@causes, ['power-on', 'power-cycle'], 'the machine came back by a power cycle, once');
kernel_log_order($run, 'mounts are gone, then it is armed, then the machine restarts',
		 qr/Reached target.*(?:Unmount All|umount)/, qr/Finished.*[Aa]rm a power cycle/,
		 qr/reboot: Restarting system/);
like($run->{output}, qr/boot 2:.*\n0\n0\n0\n/, 'nothing stays armed after it');

done_testing();

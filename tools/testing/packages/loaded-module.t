#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What "smi-client status" says about a module that is not the one installed, or
# that the kernel refuses. A failure means that after an update the old module
# runs on unnoticed, or that nobody learns why the new one is not loaded.
#
# Setup: build vm

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use JSON::PP;
use PowerEdge;
use Test::More;

# dell-smbios brings the kernel's own dcdbas along. BusyBox's depmod writes no
# index for kmod's modinfo.
my @with = ('--module', 'dell-smbios',
	    map { ('--add', "/bin/kmod:/usr/sbin/$_") } 'modinfo', 'depmod');
my $run = boot(with => \@with, script => <<'EOF');
rmmod dell-smbios
updates=/lib/modules/$(uname -r)/updates
t()
{
	echo "== $1"
	smi-client --json status
}

t installed
mv $updates/dcdbas.ko /tmp/
/usr/sbin/depmod
t another
mv /tmp/dcdbas.ko $updates/
/usr/sbin/depmod

rmmod dcdbas
t unloaded
echo Y > /sys/module/module/parameters/sig_enforce
insmod $updates/dcdbas.ko 2>/dev/null
[ -d /sys/module/dcdbas ] && echo "== loaded"
t refused
exit 0
EOF

(undef, my %part) = split /^== (.*)\n/m, $run->{output};

# The finding of one check, or nothing.
sub finding
{
	my ($part, $check) = @_;
	my $status = eval { decode_json($part{$part} // '') } or
		return { text => "no JSON: $part" };

	return (grep { $_->{check} eq $check } @{$status->{findings}})[0];
}

is(finding('installed', 'module'), undef, 'the module that is loaded is the one installed');
my $found = finding('another', 'module');
like($found->{text}, qr{not the one that is installed: .*/kernel/drivers/.*dcdbas},
     'another one is installed');
like($found->{next}, qr/modprobe -r .*modprobe dcdbas/, 'it says how to exchange it');
is(finding('unloaded', 'signatures'), undef, 'a kernel that loads any module');
ok(!exists $part{loaded}, 'a kernel that loads signed modules only refuses ours');
like($run->{console}, qr/Loading of unsigned module is rejected/, 'the kernel log says so');
$found = finding('refused', 'signatures');
like($found->{text}, qr/signed modules only/, 'status says so, too');
like($found->{next}, qr/mokutil --import/, 'and what to do');

done_testing;

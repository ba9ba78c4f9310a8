#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The RPM packages: built, judged by rpmlint, installed with their scripts on a
# system that has DKMS and two kernels, upgraded, and erased. That system is
# Debian's: there is no other here. A failure means that an upgrade takes the new
# module away, or that something is left behind.
#
# Setup: packages

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Chroot;
use PowerEdge qw(slurp);
use Test::More;

my $missing = chroot_missing();
plan skip_all => $missing if $missing;

my $version = slurp("$FindBin::Bin/../../../VERSION") =~ s/\s+\z//r;
my $suite = 'bookworm';
my $system = system_of($suite) or die("no system of $suite");

# build(VERSION, RELEASE, PLACE): packages in share/VERSION-RELEASE.
sub build
{
	my ($v, $release, $place) = @_;

	$system->run_ok(<<"EOT", "build $v-$release in $place");
set -e
rm -rf $place && mkdir -p $place /mnt/$v-$release
cd $place && tar xf /mnt/source.tar.gz && cd dcdbas-$version
if [ $v-$release != $version-1 ]; then
	echo $v >VERSION
	sed -i 's/^PACKAGE_VERSION=.*/PACKAGE_VERSION="$v"/' dkms.conf
	sed -i -e 's/^Version:.*/Version: $v/' -e 's/^Release:.*/Release: $release/' \\
		packaging/rpm/dcdbas.spec
fi
make rpm
cp build/rpm/RPMS/*/*.rpm build/rpm/SRPMS/*.rpm /mnt/$v-$release/
EOT
}

sub dkms_status
{
	my (undef, $output) = $system->run('dkms status -m dcdbas');

	return join ' ', sort map { m{dcdbas/([^,]*), [^,]*, \S+: installed} ? $1 : $_ }
		split /\n/, $output;
}

sub rpm_ok
{
	my ($options, $name) = @_;

	return $system->run_ok("rpm --nodeps $options", $name);
}

# rpm's DKMS builds for the kernel that runs, and none of this system's does.
sub uname
{
	my ($release) = $system->run_ok('basename /lib/modules/*[0-9]-amd64', 'a kernel')
		=~ /(\S+)/;

	$system->run_ok(<<"EOT", "a uname that says $release");
dpkg-divert --quiet --local --rename --add /bin/uname
printf '#!/bin/sh\\n[ "\$1" = -r ] && echo $release && exit\\nexec uname.distrib "\$@"\\n' >/bin/uname
chmod 755 /bin/uname
EOT
	return $release;
}

system('cp', source_archive(), $system->share . '/source.tar.gz') == 0 or die;
build('6.0.0', 1, '/var/tmp/a');
build($version, 1, '/var/tmp/a');
build($version, 2, '/var/tmp/a');

my @built = map { s{.*/}{}r } glob $system->share . "/$version-1/*.rpm";
is_deeply([sort map { s/-\d.*//r } @built], [qw(dcdbas dcdbas-dkms smi-client)],
	  'source, driver and client') or diag("@built");

my $output = $system->run_ok("cd /var/tmp/a/dcdbas-$version && rpmlint -c " .
	"packaging/rpm/rpmlint.toml /mnt/$version-1/*.rpm packaging/rpm/dcdbas.spec",
	'rpmlint');
like($output, qr/ 0 errors/, 'has no error to tell') or diag($output);
note($output);

# Into a root of its own, without scripts.
rpm_ok("-i --root /root/empty --noscripts /mnt/$version-1/smi-client*.rpm " .
       "/mnt/$version-1/dcdbas-dkms*.rpm", 'install into an empty root');
$output = $system->run_ok('cd /root/empty && find usr -type f | grep -v /rpm/', 'look');
like($output, qr{^\Q$_\E(\.gz)?$}m, $_) for 'usr/sbin/smi-client',
	'usr/share/man/man8/smi-client.8', 'usr/share/man/man4/dcdbas.4',
	'usr/share/bash-completion/completions/smi-client',
	"usr/src/dcdbas-$version/dkms.conf";
rpm_ok('-e --root /root/empty --noscripts smi-client dcdbas-dkms', 'erase');
is($system->run_ok('cd /root/empty && find usr -type f', 'look'), '', 'nothing is left');

# With its scripts.
my $release = uname();
rpm_ok('-i /mnt/6.0.0-1/dcdbas-dkms*.rpm', 'install 6.0.0');
is(dkms_status(), '6.0.0', 'DKMS has installed it');
rpm_ok("-U /mnt/$version-1/dcdbas-dkms*.rpm", "upgrade to $version");
is(dkms_status(), $version, 'DKMS has installed that, and nothing else');
rpm_ok("-U /mnt/$version-2/dcdbas-dkms*.rpm", 'upgrade to another release of it');
is(dkms_status(), $version, 'the module is still there');
like($system->run_ok("modinfo -k $release -F filename dcdbas", 'modinfo'),
     qr{/updates/dkms/}, 'and modprobe takes it');
rpm_ok('-e dcdbas-dkms', 'erase');
is(dkms_status(), '', 'DKMS has nothing');
like($system->run_ok("modinfo -k $release -F filename dcdbas", 'modinfo'),
     qr{/kernel/drivers/}, "modprobe takes the kernel's own again");
is($system->run_ok('ls -d /usr/src/dcdbas* /var/lib/dkms/dcdbas* 2>/dev/null; true',
		   'look'), '', 'nothing is left');

done_testing;

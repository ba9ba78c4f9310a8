#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What "make install" leaves on a machine, and "make uninstall" takes away. A
# failure means that modprobe loads the kernel's own driver after all, or that
# a package is incomplete.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Find;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $top = abs_path("$FindBin::Bin/../../..");
my ($kdir) = sort glob '/lib/modules/6.1.0-*-amd64/build';
plan skip_all => 'no headers of 6.1: package linux-headers-amd64' unless $kdir;

my ($release) = $kdir =~ m{modules/(.*)/build};
my $dest = tempdir(CLEANUP => 1);
# A tree of its own: nobody's build is disturbed.
my $tree = tempdir(CLEANUP => 1);
system("cd $top && git ls-files -z | xargs -0 cp --parents -t $tree") == 0
	or plan skip_all => 'not a git checkout';

sub make
{
	my $output = qx(make -s -C $tree KDIR=$kdir DESTDIR=$dest prefix=/usr @_ 2>&1);

	is($?, 0, "make @_") or diag($output);
}

sub files
{
	my @files;

	find(sub { push @files, $File::Find::name =~ s/^\Q$dest//r if -f },
	     $dest);
	return sort @files;
}

make('install');
my %there = map { $_ => 1 } files();
ok($there{$_}, $_) for "/lib/modules/$release/updates/dcdbas.ko",
	'/usr/sbin/smi-client', '/usr/share/smi-client/platforms.conf',
	'/usr/share/man/man4/dcdbas.4', '/usr/share/man/man8/smi-client.8',
	'/usr/share/bash-completion/completions/smi-client';
like(qx($dest/usr/sbin/smi-client --version), qr/smi-client/,
     'the client runs');

# With the kernel's own in its place, modprobe has a choice.
my ($root) = split ' ', qx($top/tools/testing/poweredge/kernel 6.1);
my ($own) = glob "$root/lib/modules/$release/kernel/drivers/platform/x86/dell/dcdbas.ko*";
SKIP: {
	skip "no $release among the unpacked kernels", 1 unless $own;

	my $modules = "$dest/lib/modules/$release";
	system("mkdir -p $modules/kernel && cp $own $modules/kernel/ && " .
	       "touch $modules/modules.order $modules/modules.builtin " .
	       "$modules/modules.builtin.modinfo && " .
	       "depmod -b $dest $release") == 0 or die 'depmod';
	like(qx(modprobe -d $dest -S $release --show-depends dcdbas),
	     qr{updates/dcdbas\.ko}, 'modprobe takes this one');
	system("rm -rf $modules/kernel $modules/modules.*");
}

make('uninstall');
is_deeply([files()], [], 'nothing is left');

my ($driver) = slurp("$top/drivers/firmware/dcdbas/core.c") =~
	/MODULE_VERSION\("(.*)"\)/;
my ($dkms) = slurp("$top/dkms.conf") =~ /PACKAGE_VERSION="(.*)"/;
is($dkms, $driver, 'DKMS names the version of the driver');

done_testing;

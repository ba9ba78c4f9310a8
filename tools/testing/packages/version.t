#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# One release has one version, that of the file VERSION. A failure means that
# DKMS, a package or a user is told of a release that this is not.
#
# Setup: build

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $top = abs_path("$FindBin::Bin/../../..");
my $version = slurp("$top/VERSION") =~ s/\s+\z//r;
like($version, qr/^\d+\.\d+\.\d+$/, 'VERSION');

sub same
{
	my ($what, $found) = @_;

	is($found // 'none', $version, $what);
}

sub first_match
{
	my ($file, $pattern) = @_;

	return (slurp("$top/$file") =~ $pattern)[0];
}

same('dkms.conf', first_match('dkms.conf', qr/^PACKAGE_VERSION="(.*)"/m));
same('NEWS.md', first_match('NEWS.md', qr/^## (\S+)/m));
same('packaging/debian/changelog',
     first_match('packaging/debian/changelog', qr/\A\S+ \((.*)-\d+\)/));
same('packaging/rpm/dcdbas.spec',
     first_match('packaging/rpm/dcdbas.spec', qr/^Version:\s*(\S+)/m));
same('smi-client --version',
     (qx($top/tools/smi-client/smi-client --version) =~ /(\d\S*)/)[0]);
my ($kdir) = sort glob '/lib/modules/*[0-9]-amd64/build';
SKIP: {
	skip 'no kernel headers: package linux-headers-amd64', 1 unless $kdir;

	my ($release) = $kdir =~ m{modules/(.*)/build};
	my $module = qx($top/tools/testing/poweredge/module $release);
	chomp $module;
	same('the module', qx(/sbin/modinfo -F version $module) =~ s/\n//r);
}

# Whatever installs the module names it in /usr/src and in the manual.
my $dest = tempdir(CLEANUP => 1);
system("make -s -C $top DESTDIR=$dest prefix=/usr install-dkms") == 0
	or die 'make install-dkms';
same('what DKMS is given', (slurp("$dest/usr/src/dcdbas-$version/dkms.conf") =~
			    /^PACKAGE_VERSION="(.*)"/m)[0]);
like(slurp("$dest/usr/share/man/man4/dcdbas.4"), qr/dcdbas $version/, 'dcdbas(4)');

# Text that names another one would be out of date.
my @old = grep { !/^NEWS\.md:|\/changelog:|^dkms\.conf:|\.spec:/ }
	split /\n/, qx(cd $top && git grep -nE 'dcdbas/[0-9]+\\.[0-9]+\\.[0-9]+');
is_deeply(\@old, [], 'no document names a version to install');

done_testing;

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

subtest 'another version or prefix than in the last build' => sub {
	my $tree = tempdir(CLEANUP => 1);
	my $client = "$tree/tools/smi-client";
	my $make = sub { return scalar qx(make -s -j2 -C $client install DESTDIR=$dest @_ 2>&1) };

	system("cd $top && git ls-files -z | xargs -0 cp --parents -t $tree") == 0 or die;
	$make->('prefix=/usr');
	is($?, 0, 'build');
	unlike($make->('prefix=/usr'), qr/^ +(CC|MAN) /m, 'nothing is made twice');
	$make->('prefix=/opt VERSION=9.8.7');
	is($?, 0, 'build again');
	is(qx($dest/opt/sbin/smi-client --version), "smi-client 9.8.7\n", 'the version');
	like(slurp("$dest/opt/sbin/smi-client"), qr{\0/opt/share/smi-client}, 'the directory');
	like(slurp("$dest/opt/share/man/man8/smi-client.8"),
	     qr{^\.TH .*"smi-client 9\.8\.7".*/opt/share/smi\\?-client}ms, 'the manual page');

	unlink("$tree/VERSION");
	like($make->(), qr/\*\*\* No version: the file VERSION/, 'none is an error');
	isnt($?, 0, 'and nothing is built');
};

# Text that names another one would be out of date.
my @old = grep { !/^NEWS\.md:|\/changelog:|^dkms\.conf:|\.spec:/ }
	split /\n/, qx(cd $top && git grep -nE 'dcdbas/[0-9]+\\.[0-9]+\\.[0-9]+');
is_deeply(\@old, [], 'no document names a version to install');

done_testing;

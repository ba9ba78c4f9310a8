#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The package smi-client for i386, on Debian 12 and 13 of that architecture: built
# there, which runs the unit tests, judged by lintian, installed, run and removed.
# A failure means that a 32-bit system gets no client, or one that does not run.
#
# Setup: packages

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Chroot;
use PowerEdge qw(slurp);
use Test::More;

my $missing = chroot_missing('i386') || chroot_missing();
plan skip_all => $missing if $missing;

my $version = slurp("$FindBin::Bin/../../../VERSION") =~ s/\s+\z//r;

for my $suite (suites()) {
	my $system = system_of($suite, 'i386');
	my $share = $system->share;
	system('cp', source_archive(), "$share/source.tar.gz") == 0 or die;

	my $output = $system->run_ok(<<"EOT", 'build for i386');
set -e
cd /mnt && tar xf source.tar.gz && cd dcdbas-$version
packaging/build-deb --build=any
cp build/deb/* /mnt/
EOT
	like($output, qr/^Files=\d+, Tests=\d+.*\nResult: PASS/m,
	     "$suite: its unit tests passed");
	my @debs = grep { !/dbgsym/ } map { s{.*/}{}r } glob "$share/*.deb";
	is_deeply(\@debs, ["smi-client_$version-1_i386.deb"], "$suite: one package");

	# lintian of the other system: it would be large to install twice.
	my $judge = system_of($suite);
	system("cp $share/*.deb $share/*.changes $share/*.buildinfo " . $judge->share) == 0 or die;
	$judge->run_ok('cd /mnt && lintian --allow-root --fail-on error,warning ' .
		       '--suppress-tags initial-upload-closes-no-bugs *.changes',
		       'lintian finds no error and no warning');

	$system->run_ok("dpkg -i /mnt/@debs", 'install it');
	is($system->run_ok('smi-client --version', 'it runs'), "smi-client $version\n",
	   "$suite: and says its version");
	is($system->run_ok('od -An -tu1 -j4 -N1 /usr/sbin/smi-client', 'look at it') =~
	   s/\s//gr, 1, "$suite: a 32-bit program");
	$system->run_ok("cd /mnt/dcdbas-$version && " .
			'AUTOPKGTEST_TMP=/tmp sh packaging/debian/tests/client',
			'the test of the installed client passes');
	$system->run_ok('dpkg -P smi-client', 'purge it');
}

done_testing;

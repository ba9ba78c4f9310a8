#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The Debian packages: built on Debian 12 and 13, judged by lintian, installed,
# upgraded and removed by piuparts, tested as installed by autopkgtest. A failure
# means that a distributor would not take them.
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

sub sums
{
	my ($dir) = @_;

	return [map { my ($sum) = split ' ', qx(sha256sum $_);
		      s{.*/}{}r . " $sum" } sort glob "$dir/*.deb"];
}

for my $suite (suites()) {
	my ($dir, $why) = built_packages($suite);
	ok($dir, "$suite: the packages are built") or diag($why), next;
	my $system = system_of($suite);
	system("cp $dir/* " . $system->share) == 0 or die;

	my @names = sort map { s{.*/|_.*}{}gr } grep { !/dbgsym/ } glob "$dir/*.deb";
	is_deeply(\@names, [qw(dcdbas-dkms smi-client)], "$suite: two packages");

	# Without a tag: lintian has nothing to say that is worse than information.
	my ($status, $output) = $system->run('cd /mnt && lintian --allow-root ' .
		'--fail-on error,warning --suppress-tags initial-upload-closes-no-bugs ' .
		'*.changes');
	is($status, 0, "$suite: lintian finds no error and no warning") or diag($output);
	note($output);

	# In another directory, with another user's umask and at another time.
	my ($again, $reason) = built_packages($suite, undef, 'again');
	ok($again, "$suite: built again elsewhere") or diag($reason), next;
	is_deeply(sums($again), sums($dir), "$suite: the same bytes");

	# What a package of programs has to bring.
	$output = $system->run_ok('dpkg -i /mnt/smi-client_*.deb && dpkg -L smi-client',
				  'install the client');
	like($output, qr{^$_$}m, "$suite: $_")
		for '/usr/sbin/smi-client', '/usr/share/man/man8/smi-client.8.gz',
		'/usr/share/bash-completion/completions/smi-client',
		'/usr/share/zsh/vendor-completions/_smi-client';
	like($system->run_ok('smi-client --version', 'the client runs'),
	     qr/\Q$version\E/, "$suite: and says its version");
	is($system->run_ok('for p in $(dpkg -L smi-client | grep man/man); do ' .
			   '[ -d $p ] || man --warnings -l $p 2>&1 >/dev/null; done',
			   'its manual page'), '', "$suite: without a warning");
	$system->run_ok('dpkg -P smi-client', 'purge the client');
}

done_testing;

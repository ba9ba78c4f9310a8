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
use File::Basename qw(dirname);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Chroot;
use PowerEdge qw(slurp);
use Test::More;

my $missing = chroot_missing();
plan skip_all => $missing if $missing;

my $version = slurp("$FindBin::Bin/../../../VERSION") =~ s/\s+\z//r;

sub last_lines
{
	my @lines = map { substr($_, 0, 200) } split /\n/, shift;

	return join "\n", splice @lines, @lines > 40 ? -40 : 0;
}

sub sums
{
	my ($dir) = @_;

	return [map { my ($sum) = split ' ', qx(sha256sum $_);
		      s{.*/}{}r . " $sum" } sort glob "$dir/*.deb"];
}

# What a package of programs has to bring, from installation to removal.
sub client_ok
{
	my ($suite, $system) = @_;
	my ($before, $why) = built_packages($suite, '6.0.0');

	ok($before, "$suite: build 6.0.0") or diag(last_lines($why)), return;
	system("cp $before/smi-client_*.deb " . $system->share) == 0 or die;
	$system->run_ok('dpkg -i /mnt/smi-client_6.0.0*.deb', 'install the client');
	my $output = $system->run_ok("dpkg -i /mnt/smi-client_$version*.deb && " .
				     'dpkg -L smi-client', 'upgrade it');
	like($output, qr{^$_$}m, "$suite: $_")
		for '/usr/sbin/smi-client', '/usr/share/man/man8/smi-client.8.gz',
		'/usr/share/bash-completion/completions/smi-client',
		'/usr/share/zsh/vendor-completions/_smi-client';
	is($system->run_ok('smi-client --version', 'the client runs'),
	   "smi-client $version\n", "$suite: and says its version");
	is($system->run_ok('MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z ' .
			   '/usr/share/man/man8/smi-client.8.gz 2>&1 >/dev/null',
			   'its manual page'), '', "$suite: is without a warning");
	my $find = 'find / -xdev -path /mnt -prune -o -path /proc -prune -o ';
	# The links that "systemctl enable" makes; there is no systemctl here.
	$system->run_ok(<<'EOT', 'enable the units');
cd /etc/systemd/system
for link in reboot/smi-power-cycle poweroff/smi-power-cycle-disarm \
	    halt/smi-power-cycle-disarm; do
	unit=${link#*/}.service
	file=$(readlink -e /usr/lib/systemd/system/$unit) || exit
	mkdir -p ${link%/*}.target.wants
	ln -s $file ${link%/*}.target.wants/ || exit
done
EOT
	$system->run_ok('dpkg -P smi-client', 'purge the client');
	is($system->run_ok("$find -name '*smi-power-cycle*' -print",
			   'look for units and links to them'), '', "$suite: none is left");
	is($system->run_ok("$find -name '*smi-client*' ! -path '/var/lib/*' " .
			   "! -path '/var/log/*' -print",
			   'look for the client'), '', "$suite: nothing is left");
}

# Debian's own test of what an installation changes and a purge leaves.
sub piuparts_ok
{
	my ($suite, $system, $dir) = @_;
	SKIP: {
		skip 'no piuparts', 1 unless grep { -x "$_/piuparts" } split /:/, $ENV{PATH};
		my $tmp = dirname($system->{base});
		my @debs = grep { !/dbgsym/ } glob "$dir/*.deb";
		# The key is that of DKMS, the directory debconf's.
		my @options = ("--existing-chroot=$system->{base}", '-d', $suite,
			'--no-eatmydata', '--tmpdir', $tmp,
			'--scriptsdir', "$FindBin::Bin/piuparts",
			map { ('-i', $_) } qw(/var/lib/dkms/mok.key
			/var/lib/dkms/mok.pub /var/cache/debconf/tmp.ci/));
		# DKMS 3.2 moves the kernel's own module away while ours is there;
		# that it comes back is tested in chroot-dkms.t.
		push @options, '--warn-on-debsums-errors' if $suite ne 'bookworm';
		my $output = qx(timeout 900 piuparts @options @debs 2>&1 </dev/null);
		# What is only a warning is called an error, too: all of them are shown.
		is($?, 0, "$suite: piuparts") or
			diag($output =~ /^(\d+m[\d.]+s ERROR: .*?)(?=^\d+m|\z)/msg,
			     last_lines($output));
	}
}

# debian/tests, on the packages as they are installed.
sub autopkgtest_ok
{
	my ($suite, $dir) = @_;
	SKIP: {
		skip 'no autopkgtest', 1
			unless grep { -x "$_/autopkgtest" } split /:/, $ENV{PATH};
		my $system = system_of($suite);
		system("cp $dir/* " . $system->share) == 0 or die;
		# All they depend on is there: no repository is asked.
		$system->run('rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*');
		my ($status, $output) = $system->beside('autopkgtest ' .
			'--no-built-binaries share/dcdbas_*.dsc share/*_all.deb ' .
			'share/smi-client_*.deb -- chroot root');
		is($status, 0, "$suite: autopkgtest") or diag(last_lines($output));
		like($output, qr/^$_\s+PASS/m, "$suite: its test $_ passed")
			for qw(client module);
	}
}

for my $suite (suites()) {
	my ($dir, $why) = built_packages($suite);
	ok($dir, "$suite: the packages are built") or diag(last_lines($why)), next;
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
	ok($again, "$suite: built again elsewhere") or diag(last_lines($reason)), next;
	is_deeply(sums($again), sums($dir), "$suite: the same bytes");

	client_ok($suite, $system);
	piuparts_ok($suite, $system, $dir);
	autopkgtest_ok($suite, $dir);
}

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The package dcdbas-dkms on Debian 12 and 13, with two kernels each: from the
# first installation over an upgrade to the removal. A failure means that an
# administrator gets another module than the one installed, that a kernel cannot
# be installed, or that something is left behind.
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
my $old = '6.0.0';

# What modprobe would load for each kernel: release => file.
sub modules
{
	my ($system) = @_;
	my (undef, $output) = $system->run(<<'EOT');
for build in /lib/modules/*/build; do
	release=${build#/lib/modules/}
	release=${release%/build}
	modinfo -k "$release" -F filename dcdbas | sed "s,^,$release ,"
done
EOT
	return map { split ' ' } grep { m{^\S+ /} } split /\n/, $output;
}

sub installed_ok
{
	my ($system, $version, $name) = @_;
	my (undef, $status) = $system->run('dkms status -m dcdbas');
	my %module = modules($system);
	my @installed = $status =~ m{^dcdbas/\Q$version\E, \S+, x86_64: installed}mg;

	is(scalar(@installed), 2, "$name: installed for two kernels") or diag($status);
	is(scalar(() = $status =~ /^dcdbas/mg), 2, "$name: and nothing else")
		or diag($status);
	like($module{$_}, qr{/updates/dkms/}, "$name: modprobe takes it, $_")
		for sort keys %module;
	my ($release) = sort keys %module;
	my (undef, $found) = $system->run("modinfo -k $release -F version dcdbas");
	is($found, "$version\n", "$name: the module has that version");
}

# The kernel of this release that has its own modules, not headers only.
sub whole_kernel
{
	my ($system) = @_;
	my (undef, $output) = $system->run(<<'EOT');
for file in /lib/modules/*/kernel/drivers/platform/x86/dell/dcdbas.ko*; do
	[ -e "$file" ] && echo "$file" | cut -d / -f 4
done
EOT
	my @releases = split /\n/, $output;
	return $releases[0];
}

# What the packages of kernels have to say about their files.
my $verify = 'dpkg -V $(dpkg-query -W -f "\${db:Status-Abbrev} \${Package}\n" ' .
	     '"linux-image-[0-9]*" | sed -n "s/^ii *//p")';

# DKMS installs where "make install" has: its module is the one that counts, or
# else the administrator is told. DKMS 3.2 keeps the other file for later.
sub beside_make_install
{
	my ($system, $release) = @_;
	my $output = $system->run_ok(<<"EOT", 'DKMS next to make install');
mkdir -p /lib/modules/$release/updates
cp /lib/modules/$release/updates/dkms/dcdbas.ko* /lib/modules/$release/updates/
dkms install --force dcdbas/$version -k $release
EOT
	my %module = modules($system);
	if ($module{$release} =~ m{/updates/dkms/}) {
		pass("DKMS's module is the one that modprobe takes");
	} else {
		like($output, qr{updates/dcdbas\.ko\S*, from make install, hides},
		     'it is told that the module is hidden');
	}
	$system->run_ok(<<"EOT", 'take that away again');
find /lib/modules/$release/updates -maxdepth 1 -name 'dcdbas.ko*' -delete
find /var/lib/dkms/dcdbas/original_module -path '*$release*' -name 'dcdbas.ko*' -delete
dkms install --force dcdbas/$version -k $release
EOT
}

# The package of a kernel, with the configuration of RELEASE changed by the sed
# script CHANGE: only what DKMS looks at, so nothing can be built for it. Its
# postinst is that of Debian's kernels. Gives what installing it does.
sub install_kernel
{
	my ($system, $name, $release, $change) = @_;
	my @result = $system->run(<<"EOT");
set -e
tree=/root/linux-image-$name
build=\$tree/lib/modules/$name/build
mkdir -p \$tree/DEBIAN \$build/include
sed '$change' /lib/modules/$release/build/.config >\$build/.config
cat >\$tree/DEBIAN/control <<'END'
Package: linux-image-$name
Version: 1
Architecture: all
Maintainer: nobody <nobody\@dcdbas.invalid>
Description: a kernel
END
cat >\$tree/DEBIAN/postinst <<'END'
#!/bin/sh -e
DEB_MAINT_PARAMS="\$*" run-parts --report --exit-on-error --arg=$name \\
	--arg=/boot/vmlinuz-$name /etc/kernel/postinst.d
END
chmod 755 \$tree/DEBIAN/postinst
dpkg-deb --build \$tree >/dev/null
dpkg -i \$tree.deb
EOT
	return @result;
}

# Kernels that nothing can be built for are installed nevertheless. That the last
# one is not shows that the hook of DKMS decides.
sub kernels_left_out
{
	my ($system, $release) = @_;

	for (['9.9.9-dmi', '/^CONFIG_DMI=/d', 'without DMI'],
	     ['9.9.9-acpi', '/^CONFIG_ACPI=/d', 'without ACPI'],
	     ['5.4.0-old', '', 'older than 5.10']) {
		my ($name, $change, $what) = @$_;
		my ($status, $output) = install_kernel($system, $name, $release, $change);

		is($status, 0, "a kernel $what is installed") or diag($output);
		like($output, qr/BUILD_EXCLUSIVE/, 'it is said why there is no module');
		($status, $output) = $system->run("dkms autoinstall -k $name");
		is($status, 0, 'dkms autoinstall is no failure') or diag($output);
		($status) = $system->run("dkms build dcdbas/$version -k $name");
		is($status, 77, 'dkms build is one');
	}
	my ($status, $output) = $system->run("dkms autoinstall -k $release -a aarch64");
	is($status, 0, 'neither is one of another architecture') or diag($output);
	like($output, qr/BUILD_EXCLUSIVE/, 'it is said why there is no module');

	($status) = install_kernel($system, '9.9.9-broken', $release, '');
	isnt($status, 0, 'a kernel that it should be built for, and cannot be, is not');
	$system->run_ok('dpkg -P $(dpkg-query -W -f "\${Package}\n" "linux-image-*-*" | ' .
			'grep -e 9\.9\.9 -e 5\.4\.0)', 'take them away');
}

sub life
{
	my ($suite) = @_;
	my ($before, $why) = built_packages($suite, $old);
	die($why) unless $before;
	my ($now) = built_packages($suite);
	my $system = system_of($suite);
	my $whole = whole_kernel($system);
	my $share = $system->share;
	system("cp $before/dcdbas-dkms_*.deb $now/dcdbas-dkms_*.deb $share/") == 0 or die;

	my (undef, $dkms) = $system->run('dkms --version');
	note($dkms);
	$system->run_ok("dpkg -i /mnt/dcdbas-dkms_$old-1_all.deb", "install $old");
	installed_ok($system, $old, $old);
	my (undef, $signer) = $system->run("modinfo -k $whole -F signer dcdbas");
	like($signer, qr/DKMS module signing key/, 'signed with the key of DKMS');

	$system->run_ok("dpkg -i /mnt/dcdbas-dkms_$version-1_all.deb", 'upgrade');
	installed_ok($system, $version, "$old to $version");

	beside_make_install($system, $whole);
	kernels_left_out($system, $whole);

	my $output = $system->run_ok("make -C /usr/src/dcdbas-$version modules clean " .
				  "KDIR=/lib/modules/$whole/build",
				  'the tree of DKMS builds and cleans itself');
	$output = $system->run_ok("find /usr/src/dcdbas-$version -name '*.o' -o -name '*.ko'",
				  'look at it');
	is($output, '', 'nothing built is left there');

	$system->run_ok('dpkg -r dcdbas-dkms', 'remove');
	my %module = modules($system);
	like($module{$whole}, qr{/kernel/drivers/}, "modprobe takes the kernel's own again");
	is($system->run_ok($verify, "dpkg -V of the kernel"), '', 'has nothing to say');
	$system->run_ok('dpkg -P dcdbas-dkms', 'purge');
	$output = $system->run_ok('ls -d /usr/src/dcdbas* /var/lib/dkms/dcdbas* ' .
				  '/lib/modules/*/updates 2>/dev/null; true', 'look');
	is($output, '', 'nothing is left');
}

# Without a package: what README.md tells to type.
sub by_hand
{
	my ($suite) = @_;
	my $system = system_of($suite);
	my $whole = whole_kernel($system);

	system('cp', source_archive(), $system->share . '/source.tar.gz') == 0 or die;
	$system->run_ok(<<"EOT", 'dkms add, build, install');
set -e
cd /root && tar xf /mnt/source.tar.gz && cd dcdbas-$version
make -s modules KDIR=/lib/modules/$whole/build
dkms add .
dkms build dcdbas/$version -k $whole
dkms install dcdbas/$version -k $whole
EOT
	my %module = modules($system);
	like($module{$whole}, qr{/updates/dkms/}, 'modprobe takes it');
	$system->run_ok('for k in /lib/modules/*/build; do k=${k#/lib/modules/}; ' .
			'dkms autoinstall -k ${k%/build} || exit; done', 'autoinstall');
	installed_ok($system, $version, 'autoinstall');
	$system->run_ok("dkms remove dcdbas/$version --all", 'remove --all');
	%module = modules($system);
	like($module{$whole}, qr{/kernel/drivers/}, "modprobe takes the kernel's own again");
	is($system->run_ok($verify, "dpkg -V of the kernel"), '', 'has nothing to say');
}

for my $suite (suites()) {
	subtest "$suite: from installation to removal" => sub { life($suite) };
	subtest "$suite: by hand" => sub { by_hand($suite) };
}

done_testing;

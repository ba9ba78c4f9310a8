#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Secure Boot: the module that DKMS has built and signed, on the distribution's
# kernel, under firmware that knows the key or does not. A failure means that an
# administrator who has enrolled the key of DKMS is left without the driver, or
# that a module that nobody has signed is loaded.
#
# Setup: packages vm

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Chroot;
use PowerEdge qw(slurp);
use SecureBoot;
use Test::More;

my $missing = chroot_missing() || secure_boot_missing();
plan skip_all => $missing if $missing;

my $version = slurp("$FindBin::Bin/../../../VERSION") =~ s/\s+\z//r;

# Three files in share: signed by DKMS, by somebody else, by nobody; and the
# kernel they are for.
sub modules
{
	my ($suite, $system) = @_;
	my ($dir, $why) = built_packages($suite);

	die($why) unless $dir;
	system("cp $dir/dcdbas-dkms_*.deb " . $system->share) == 0 or die;
	return $system->run_ok(<<'EOT', 'DKMS builds and signs the module');
set -e
dpkg -i /mnt/dcdbas-dkms_*.deb
release=$(basename /lib/modules/*[0-9]-amd64)
cd /mnt
file=$(modinfo -k "$release" -F filename dcdbas)
case $file in
*.xz) xz -dc "$file" >signed.ko ;;
*) cp "$file" signed.ko ;;
esac
cp /var/lib/dkms/mok.pub mok.der
objcopy --strip-debug signed.ko unsigned.ko
cp unsigned.ko foreign.ko
for key in foreign firmware; do
	openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$key" \
		-outform DER -keyout $key.key -out $key.der
done
"/lib/modules/$release/build/scripts/sign-file" sha256 foreign.key foreign.der foreign.ko
cp "/boot/vmlinuz-$release" vmlinuz
EOT
}

my $script = <<'EOT';
echo "== lockdown $(cat /sys/kernel/security/lockdown)"
echo "== enforced $(cat /sys/module/module/parameters/sig_enforce)"
for module in unsigned foreign signed; do
	insmod /$module.ko
	echo "== $module $([ -d /sys/module/dcdbas ] && cat /sys/module/dcdbas/version)"
	rmmod dcdbas 2>/dev/null
done
EOT

sub boot
{
	my ($share, @certificates) = @_;

	return secure_boot(kernel => "$share/vmlinuz", script => $script,
			   files => { map { ("$_.ko" => "$share/$_.ko") }
				      qw(signed foreign unsigned) },
			   certificates => [PK => "$share/firmware.der",
					    KEK => "$share/firmware.der", @certificates]);
}

sub loaded { return $_[0] =~ /^== $_[1] (\S*)$/m ? $1 : 'no answer' }

for my $suite (suites()) {
	subtest $suite => sub {
		my $system = system_of($suite);
		modules($suite, $system);
		my $share = $system->share;

		my $console = boot($share, db => "$share/mok.der");
		like($console, qr/^== lockdown .*\[integrity\]/m, 'the kernel is locked down');
		like($console, qr/^== enforced Y/m, 'and loads signed modules only');
		is(loaded($console, 'signed'), $version,
		   "signed by DKMS, key in firmware's db: loaded");
		is(loaded($console, 'unsigned'), '', 'unsigned: refused');
		is(loaded($console, 'foreign'), '', 'signed by another key: refused');
		like($console, qr/unavailable key/, 'the kernel says why');
		diag($console) unless loaded($console, 'signed') eq $version;

		$console = boot($share, db => "$share/firmware.der",
				MokListRT => "$share/mok.der");
		is(loaded($console, 'signed'), $version,
		   'key in the list of the shim (MOK): loaded');
		is(loaded($console, 'unsigned'), '', 'unsigned: refused');

		$console = boot($share, db => "$share/firmware.der");
		is(loaded($console, 'signed'), '', 'key not enrolled: refused');
	};
}

done_testing;

# SPDX-License-Identifier: GPL-2.0-only
#
# For tests of signed modules: a machine whose UEFI firmware, OVMF, has Secure
# Boot turned on with certificates of the test's. In comes what firmware knows
# and what is to be run; out goes what the kernel said. It is the kernel's rule
# for modules that is tested: a kernel given by -kernel is not measured.

package SecureBoot;

use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);
use File::Temp qw(tempdir);

our @EXPORT = qw(secure_boot_missing secure_boot);

my $rig = dirname(__FILE__) . '/../poweredge';
my $code = '/usr/share/OVMF/OVMF_CODE_4M.secboot.fd';
my $template = '/usr/share/OVMF/OVMF_VARS_4M.fd';

# From the UEFI specification and the shim.
my $x509 = guid('a5c059a1-94e4-4aa7-87b5-ab155c2bf072');
my $global = guid('8be4df61-93ca-11d2-aa0d-00e098032b8c');
my $image_security = guid('d719b2cb-3d3a-4596-a3bc-dad00e67656f');
my $shim_lock = guid('605dab50-e046-4300-abb6-3dd810dd8b23');
my $time_based = 0x27;	# non-volatile, boot, runtime, authenticated by time
my $plain = 0x07;	# non-volatile, boot, runtime

# name => [vendor, attributes]
my %variable = (
	PK		=> [$global, $time_based],
	KEK		=> [$global, $time_based],
	db		=> [$image_security, $time_based],
	MokListRT	=> [$shim_lock, $plain],
);

sub guid
{
	my @part = map { hex } split /-/, substr($_[0], 0, 18);

	return pack('V v v', @part) . pack('H*', substr($_[0], 19) =~ s/-//r);
}

sub secure_boot_missing
{
	return 'no UEFI firmware: package ovmf' unless -e $code && -e $template;
	return '';
}

sub slurp
{
	open my $fh, '<:raw', $_[0] or die "$_[0]: $!";
	local $/;
	return <$fh>;
}

# EFI_SIGNATURE_LIST with one certificate in DER.
sub signature_list
{
	my $body = $global . slurp($_[0]);

	return $x509 . pack('V V V', 28 + length $body, 0, length $body) . $body;
}

# AUTHENTICATED_VARIABLE_HEADER, name and data. Names are ASCII.
sub record
{
	my ($name, $data) = @_;
	my ($vendor, $attributes) = @{$variable{$name}};
	my $name16 = pack('v*', map { ord } split //, "$name\0");
	my $time = pack('v C6 V v C C', 2026, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
	my $record = pack('v C C V Q<', 0x55aa, 0x3f, 0, $attributes, 0) . $time .
		     pack('V V V', 0, length $name16, length $data) .
		     $vendor . $name16 . $data;

	return $record . "\xff" x (-length($record) % 4);
}

# A copy of the empty variable store, with these: (name => certificate, ...).
sub variable_store
{
	my ($file, @certificates) = @_;
	my $store = slurp($template);
	# Behind the volume's header lies the store's, of 28 bytes.
	my $at = unpack('v', substr $store, 48, 2) + 28;

	die "$template has variables already\n" if substr($store, $at, 2) ne "\xff\xff";
	while (my ($name, $certificate) = splice @certificates, 0, 2) {
		my $record = record($name, signature_list($certificate));
		substr($store, $at, length $record) = $record;
		$at += length $record;
	}
	open my $fh, '>:raw', $file or die "$file: $!";
	print $fh $store;
	close $fh;
}

# secure_boot(kernel => FILE, certificates => [name => FILE, ...],
# files => {NAME => FILE}, script => TEXT): boots once; the files are in the
# root directory. Returns what was said on the console.
sub secure_boot
{
	my %arg = @_;
	my $dir = tempdir(CLEANUP => 1);
	my $busybox = qx($rig/package busybox-static);
	chomp $busybox;
	my ($shell) = grep { -e } map { "$busybox/$_" } 'bin/busybox', 'usr/bin/busybox';
	die "no busybox\n" unless $shell;

	mkdir "$dir/$_" for qw(root root/bin root/dev root/proc root/sys);
	system('cp', $shell, "$dir/root/bin/busybox") == 0 or die;
	system('cp', $arg{files}{$_}, "$dir/root/$_") == 0 or die for keys %{$arg{files}};
	open my $fh, '>', "$dir/root/init" or die;
	print $fh <<"EOT";
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t securityfs sec /sys/kernel/security
$arg{script}
echo "== end"
poweroff -f
EOT
	close $fh;
	chmod 0755, "$dir/root/init";
	system("cd $dir/root && find . | cpio -o -H newc --quiet -R 0:0 | gzip -1 >$dir/initrd") == 0
		or die 'cpio';
	variable_store("$dir/vars.fd", @{$arg{certificates}});

	my @command = ('timeout', 120, 'qemu-system-x86_64', '-machine',
		'q35,smm=on,accel=tcg', '-cpu', 'Nehalem', '-m', 768, '-nodefaults',
		'-display', 'none', '-no-reboot', '-serial', "file:$dir/console",
		'-global', 'driver=cfi.pflash01,property=secure,value=on',
		'-drive', "if=pflash,unit=0,format=raw,readonly=on,file=$code",
		'-drive', "if=pflash,unit=1,format=raw,file=$dir/vars.fd",
		'-kernel', $arg{kernel}, '-initrd', "$dir/initrd",
		'-append', 'console=ttyS0 loglevel=7 panic=-1');
	system(@command);
	return slurp("$dir/console") =~ s/\r//gr;
}

1;

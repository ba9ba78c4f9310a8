# SPDX-License-Identifier: GPL-2.0-only
#
# For tests that run on more kernels than one: is a kernel there, and what is
# different about its guest. In comes the rig's name for a kernel.

package Kernels;

use strict;
use warnings;
use Exporter 'import';
use FindBin;

our @EXPORT = qw(kernel_missing);

my $rig = "$FindBin::Bin/../poweredge";

# Why there can be no guest with this kernel, or nothing.
sub kernel_missing
{
	my $name = shift;
	my ($dir, $release) = split ' ', qx($rig/kernel $name 2>&1 </dev/null);

	return "no kernel $name: package lists or network are missing" if $?;
	return "no headers: package linux-headers-$release"
		unless -e "$dir/lib/modules/$release/build/Makefile" ||
		-e "/usr/src/linux-headers-$release/Makefile";
	return '' unless $release =~ /686/;

	# Packages of libsmbios for two architectures exclude each other: take
	# the static library of the other one out of its package.
	my $libsmbios = qx($rig/package libsmbios-dev:i386 2>&1);
	return 'no 32-bit libsmbios: package libsmbios-dev:i386' if $?;
	chomp $libsmbios;
	$ENV{LIBRARY_PATH} = "$libsmbios/usr/lib/i386-linux-gnu";
	return 'no 32-bit cmocka: package libcmocka-dev:i386'
		unless -e '/usr/lib/i386-linux-gnu/libcmocka.so';
	return '';
}

1;

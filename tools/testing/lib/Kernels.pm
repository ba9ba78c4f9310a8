# SPDX-License-Identifier: GPL-2.0-only
#
# For tests that run on more kernels than one: is a kernel there, and what was
# built for it? In comes the rig's name for it.

package Kernels;

use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);

our @EXPORT = qw(kernel_missing kernel_build);

my $rig = dirname(__FILE__) . "/../poweredge";

# Why there can be no guest with this kernel, or nothing.
sub kernel_missing
{
	my $name = shift;
	my $said = qx($rig/kernel $name 2>&1 </dev/null);

	return "no kernel $name: " . ((split /\n/, $said)[-1] // 'no reason') if $?;

	my ($dir, $release) = split ' ', (split /\n/, $said)[-1];
	my $headers = "usr/src/linux-headers-$release/Makefile";
	return "no headers: package linux-headers-$release"
		unless -e "$dir/lib/modules/$release/build/Makefile" ||
		-e "$dir/$headers" || -e "/$headers";
	return '' unless $release =~ /686/;

	qx($rig/cc32 --sysroot 2>&1);
	return $? ? 'no 32-bit libraries: network is missing' : '';
}

# Where the rig has built the driver for this kernel.
sub kernel_build
{
	my ($dir, $release) = split ' ', qx($rig/kernel $_[0]);

	return dirname(qx($rig/module $release $dir)) . '/../../..';
}

1;

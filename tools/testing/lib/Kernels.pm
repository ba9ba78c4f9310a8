# SPDX-License-Identifier: GPL-2.0-only
#
# For tests that run on more kernels than one: is a kernel there? In comes the
# rig's name for it.

package Kernels;

use strict;
use warnings;
use Exporter 'import';
use File::Basename qw(dirname);

our @EXPORT = qw(kernel_missing);

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

1;

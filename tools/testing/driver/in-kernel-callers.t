#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's own modules that call this one: dell-smbios, and dell-laptop above
# it. They were built against the in-tree driver; modprobe has to load them
# against ours, symbol versions and all, and they must see the same machine and
# get the same answers. A failure means that a Dell loses its tokens, radio
# switches and keyboard lights with this driver.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use Kernels;
use PowerEdge;
use Test::More;

my $rig = "$FindBin::Bin/../poweredge";
my $dir = tempdir(CLEANUP => 1);

# dell-laptop wants a notebook of "Dell Inc.", and asks its firmware for radio
# switches (17/11) and the keyboard light (4/11).
my $notebook = write_file("$dir/type-3", pack('CCv C x17', 3, 22, 0x0300, 0) =~
			  s/\A(.{5})./$1\x0a/sr . "\0\0");
my $profile = write_file("$dir/profile", slurp("$rig/profiles/pe750") =~
			 s/^chassis.*\n//mr =~
			 s/^system\s.*/system manufacturer=Dell Inc./mr);

my $job = <<'EOF';
callers()
{
	echo "$(cat /sys/module/dcdbas/version)"
	modprobe dell-laptop && echo loaded
	cut -d ' ' -f 1,4 /proc/modules | grep '^dcdbas'
	cd /sys/devices/platform/dell-smbios.0/tokens &&
		for file in *; do
			echo "$file $(cat $file)"
		done
	cat /sys/kernel/debug/dell_laptop/rfkill 2>&1
	cd /
	rmmod dell-laptop dell-smbios dcdbas && echo gone
}
callers
echo ==
insmod /lib/modules/$(uname -r)/kernel/drivers/platform/x86/dell/dcdbas.ko
callers
EOF

for my $kernel ('5.10', '6.1', '6.12', 'backports') {
	subtest "kernel $kernel" => sub {
		my $missing = kernel_missing($kernel);
		plan skip_all => $missing if $missing;

		# One processor and exact time, for the sake of the in-tree one.
		my $run = boot(script => $job,
			       with => ['--kernel', $kernel, '--icount',
					'--profile', $profile,
					'--qemu', "-smbios file=$notebook",
					'--module', 'dell-laptop']);
		my ($ours, $theirs) = split /^==\n/m, $run->{output};

		my @version = map { s/\A(.*)\n// ? $1 : '' } $ours, $theirs;
		isnt($version[0], $version[1], 'both were there');
		like($ours, qr/^loaded$/m, 'modprobe loads them against ours');
		like($ours, qr/^dcdbas dell_smbios,$/m, 'dell-smbios uses it');
		like($ours, qr/^00a2_location 0000006a\n00a2_value 00000001$/m,
		     'and has the tokens');
		# No answer at all would be taken for success.
		like($ours, qr/^cat: .*No such device/m,
		     'a refusal of the firmware reaches the reader');
		like($ours, qr/^gone$/m, 'all are unloaded again');
		is($ours, $theirs, 'everything is as with the in-tree driver');
		unlike($run->{console}, qr/disagrees about version|no symbol version/,
		       'no symbol has another version');

		my @call = map { "$_->{class}/$_->{select}: $_->{r1}" }
			grep { $_->{kind} eq 'call' && $_->{result} eq 'done' }
			@{$run->{smi}};
		cmp_ok(scalar @call, '>=', 4, 'the SMM back end got answers');
		is(join(' ', splice @call, 0, @call / 2), join(' ', @call),
		   'the same calls and answers with both drivers');
	};
}

# Lockdown is about what user space asks for.
subtest 'under lockdown' => sub {
	my $run = boot(script => <<'EOF',
modprobe dell-laptop
rfkill() { cat /sys/kernel/debug/dell_laptop/rfkill 2>&1; }
rfkill
echo integrity > /sys/kernel/security/lockdown
# A call that no program may make then, by a program.
smi-client call 0 99 > /tmp/out 2>&1 || echo "call: exit $?"
rfkill || true
EOF
		       with => ['--profile', $profile,
				'--qemu', "-smbios file=$notebook",
				'--module', 'dell-laptop']);
	my $refusal = 'cat: .*No such device.*';

	like($run->{output}, qr/\A$refusal\ncall: exit 4\n$refusal\n\z/,
	     'a reader gets the same as before, a program is refused');
	my @radio = map { $_->{r1} } grep { $_->{kind} eq 'call' && $_->{class} == 17 }
		@{$run->{smi}};
	is("@radio", '0 -2 0 -2', 'firmware was called for it, before and after');
	is((grep { ($_->{select} // 0) == 99 } @{$run->{smi}}), 0,
	   'but not by the program');
};

# "CRC NAME FILE HOW" of what other modules may call
sub versions
{
	return join '', sort map { /^(0x\w+\s+dcdbas_\w+)\s+\S+\s+(\w+)/ ?
				   "$1 $2\n" : () } split /^/, slurp(shift);
}

for my $kernel ('5.10', '6.1', '6.1-rt', '6.1-686', '6.12-deb12', '6.12-deb13',
		'backports') {
	SKIP: {
		my $missing = kernel_missing($kernel);
		skip "symbol versions on $kernel: $missing", 1 if $missing;

		my ($where, $release) = split ' ', qx($rig/kernel $kernel);
		my $kdir = "usr/src/linux-headers-$release";
		$kdir = -e "$where/$kdir" ? "$where/$kdir" : "/$kdir";
		my $want = versions("$kdir/Module.symvers");

		# 5.10's own has one, ours the same three everywhere.
		my $ours = versions(kernel_build($kernel) . '/Module.symvers');
		is(join('', grep { index($ours, $_) < 0 } split /^/, $want), '',
		   "every symbol of the kernel's own has its version on $kernel");
		ok($want, "$kernel has such symbols");
	}
}

done_testing;

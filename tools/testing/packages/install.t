#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What "make install" leaves on a machine, and "make uninstall" takes away. A
# failure means that modprobe loads the kernel's own driver after all, that an
# administrator is left with files that nothing removes, or with an error that
# does not say what to do.
#
# Setup: build vm

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Find;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../lib";
use PowerEdge;
use Test::More;

my $top = abs_path("$FindBin::Bin/../../..");
# 6.1 on Debian 12, 6.12 on Debian 13.
my ($kdir) = sort glob '/lib/modules/*[0-9]-amd64/build';
plan skip_all => 'no kernel headers: package linux-headers-amd64' unless $kdir;

my ($release) = $kdir =~ m{modules/(.*)/build};
my $dest = tempdir(CLEANUP => 1);
my $updates = "$dest/lib/modules/$release/updates";
# A tree of its own: nobody's build is disturbed.
my $tree = tempdir(CLEANUP => 1);
system("cd $top && git ls-files -z | xargs -0 cp --parents -t $tree") == 0
	or plan skip_all => 'not a git checkout';

# What make says; its status is in $?.
sub make_says
{
	return scalar qx(make -s -C $tree DESTDIR=$dest prefix=/usr @_ 2>&1);
}

sub make
{
	my $output = make_says("KDIR=$kdir", @_);

	is($?, 0, "make @_") or diag($output);
	return $output;
}

sub files
{
	my @files;

	find(sub { push @files, $File::Find::name =~ s/^\Q$dest//r if -f },
	     $dest);
	return sort @files;
}

make('install');
my %there = map { $_ => 1 } files();
ok($there{$_}, $_) for "/lib/modules/$release/updates/dcdbas.ko",
	'/usr/sbin/smi-client', '/usr/share/smi-client/platforms.conf',
	'/usr/share/man/man4/dcdbas.4', '/usr/share/man/man8/smi-client.8',
	'/usr/share/bash-completion/completions/smi-client';
like(qx($dest/usr/sbin/smi-client --version), qr/smi-client/,
     'the client runs');

subtest 'all can read what root installs, whatever the umask' => sub {
	my $where = "$dest/umask";
	my $mask = umask 077;

	make("DESTDIR=$where", 'install install-dkms');
	umask $mask;
	is(qx(cd $where && find . -mindepth 1 ! -perm -o+r -o -type d ! -perm -o+x), '', 'none is without');
	is(qx(cd $where && find . -mindepth 1 ! -type l -perm /022), '', 'and none can be written');
	is(qx(find $where/usr/src -name '*.mod.c' -o -name '*.o' -o -name '*.ko'), '',
	   'DKMS is given nothing that was built');
	system('rm', '-rf', $where);
};

# With the kernel's own in its place, modprobe has a choice.
my ($root) = split ' ', qx($top/tools/testing/poweredge/kernel);
my ($own) = glob "$root/lib/modules/$release/kernel/drivers/platform/x86/dell/dcdbas.ko*";
SKIP: {
	skip "no $release among the unpacked kernels", 1 unless $own;

	my $modules = "$dest/lib/modules/$release";
	system("mkdir -p $modules/kernel && cp $own $modules/kernel/ && " .
	       "touch $modules/modules.order $modules/modules.builtin " .
	       "$modules/modules.builtin.modinfo && " .
	       "depmod -b $dest $release") == 0 or die 'depmod';
	like(qx(modprobe -d $dest -S $release --show-depends dcdbas),
	     qr{updates/dcdbas\.ko}, 'modprobe takes this one');
	system("rm -rf $modules/kernel $modules/modules.*");
}

subtest 'uninstall finds modules of all kernels, without headers' => sub {
	my $other = "$dest/lib/modules/6.0.0-other/updates";

	system("mkdir -p $other && cp $updates/dcdbas.ko $other/") == 0 or die;
	make_says('KDIR=/nowhere uninstall');
	is($?, 0, 'make uninstall');
	is_deeply([files()], [], 'nothing is left');
	ok(!-e $updates && !-e $other && !-e "$dest/usr/share/smi-client",
	   'the directories have gone');
};

subtest 'uninstall disables units that it takes away, and no others' => sub {
	my $usr = "$dest/usr";
	my $units = "$usr/lib/systemd/system";

	system("mkdir -p $dest/bin $units && touch $units/smi-power-cycle.service && " .
	       "printf '#!/bin/sh\necho \"\$\@\" >>$dest/said\n' >$dest/bin/systemctl && " .
	       "chmod 755 $dest/bin/systemctl") == 0 or die;
	local $ENV{PATH} = "$dest/bin:$ENV{PATH}";
	for (1, 2) {
		make_says("-C tools/smi-client uninstall DESTDIR= prefix=$usr");
		is($?, 0, $_ == 1 ? 'with units' : 'without');
	}
	is(slurp("$dest/said"), "--no-reload disable smi-power-cycle-disarm.service " .
	   "smi-power-cycle.service\n", 'disabled once');
	system("rm -rf $dest/*");
};

subtest 'uninstall leaves what is not ours, and says so' => sub {
	plan skip_all => "no $release among the unpacked kernels" unless $own;

	my ($name) = $own =~ m{([^/]+)$};

	system("mkdir -p $updates && cp $own $updates/") == 0 or die;
	system("mkdir -p $updates/../kernel && cp $own $updates/../kernel/") == 0 or die;
	my $output = make('uninstall');
	like($output, qr{^Left \S*updates/\Q$name\E}m, 'it says what it left');
	unlike($output, qr{/kernel/}, "the kernel's own in its place is not mentioned");
	ok(-e "$updates/$name", 'the file is there');
	system("rm -rf $dest/lib");
};

subtest 'the module needs no library of the client' => sub {
	local $ENV{PKG_CONFIG_LIBDIR} = '/nowhere';

	make('install-module');
	ok(-e "$updates/dcdbas.ko", 'it is installed');
	make('uninstall');

	for my $target ('install', 'all') {
		my $output = make_says("KDIR=$kdir $target");

		isnt($?, 0, "$target fails without json-c");
		like($output, qr/\AMissing: json-c$/m, 'what is missing is named, first');
		like($output, qr/^Debian: .* libjson-c-dev/m, 'so is the package for Debian');
		like($output, qr/^Fedora, RHEL: .* json-c-devel/m, 'and the one for Fedora');
	}
	is_deeply([files()], [], 'nothing has been copied');
};

subtest 'DESTDIR may have a space' => sub {
	my $where = "$dest/a b";

	mkdir "$dest/a";
	make("DESTDIR='$where'", 'install');
	ok(-e "$where/$_", "$_ is there") for "lib/modules/$release/updates/dcdbas.ko",
		'usr/sbin/smi-client', 'usr/lib/systemd/system/smi-power-cycle.service';
	make("DESTDIR='$where'", 'uninstall');
	is_deeply([files()], [], 'uninstall finds it');
	ok(-d "$dest/a", 'and nothing else');
	system('rm', '-rf', "$dest/a", $where);
};

subtest 'MODDIR says where the module goes' => sub {
	make('MODDIR=extra/dell install-module');
	ok(-e "$dest/lib/modules/$release/extra/dell/dcdbas.ko", 'it is there');
	like(make('uninstall'), qr{^Left \S*extra/dell/dcdbas\.ko: .* MODDIR='extra/dell' }m,
	     'uninstall says which MODDIR it would take');
	make('MODDIR=extra/dell uninstall');
	is_deeply([files()], [], 'uninstall with the same MODDIR');

	# Where DKMS installs into extra.
	my $dkms = "$dest/var/lib/dkms/dcdbas/6.1/$release/x86_64/module";
	system("mkdir -p $dkms $updates/../extra && " .
	       "cp $tree/drivers/firmware/dcdbas/dcdbas.ko $dkms/ && " .
	       "cp $tree/drivers/firmware/dcdbas/dcdbas.ko $updates/../extra/") == 0 or die;
	unlike(make('uninstall'), qr{^Left \S*/extra/}m, 'but not for a module of DKMS');
	system("rm -rf $dest/lib $dest/var");
};

subtest 'prefix may come from the environment' => sub {
	local $ENV{prefix} = '/opt/dell';
	my $output = qx(make -s -n -C $tree DESTDIR=$dest uninstall 2>&1);

	like($output, qr{\Q$dest/opt/dell/$_\E}, $_)
		for 'sbin/smi-client', 'share/man/man4/dcdbas.4';
	unlike($output, qr{/usr/local}, 'for all that is installed');
};

subtest 'a MODDIR that is not ours is refused' => sub {
	for my $moddir (qw(kernel kernel/drivers updates/dkms updates/dkms/x ../../x extra/..
			   /extra extra//x extra/)) {
		my @lines = split /\n/, make_says("KDIR=$kdir MODDIR=$moddir install-module");

		isnt($?, 0, $moddir);
		is(scalar(grep { /^MODDIR='\Q$moddir\E' cannot be used: / } @lines), 1,
		   'it says why') or diag("@lines");
	}
	is_deeply([files()], [], 'nothing has been copied');
	system("mkdir -p $updates/dkms && cp $tree/drivers/firmware/dcdbas/dcdbas.ko " .
	       "$updates/dkms/") == 0 or die;
	make_says('MODDIR=updates/dkms uninstall');
	isnt($?, 0, 'uninstall refuses it, too');
	ok(-e "$updates/dkms/dcdbas.ko", "and leaves DKMS's module");
	system("rm -rf $dest/lib");
};

# With a /lib/modules and a configuration of depmod of its own.
subtest 'install warns when modprobe takes another module' => sub {
	plan skip_all => 'only root can have its own /lib/modules' if $>;
	plan skip_all => 'no mounts of its own can be had here'
		if system('unshare -m true 2>/dev/null');

	my $other = "$dest/lib/modules/$release/kernel";
	my $install = <<"EOT";
mount -t tmpfs none /run && mount --bind $dest/lib/modules /lib/modules || exit
mkdir /run/depmod.d && echo "\$1" >/run/depmod.d/test.conf
exec $tree/packaging/module install $release $tree/drivers/firmware/dcdbas/dcdbas.ko
EOT
	my $says = sub { return scalar qx(unshare -m sh -c '$install' sh '@_' 2>&1) };

	system("mkdir -p $other && " .
	       "cp $tree/drivers/firmware/dcdbas/dcdbas.ko $other/ && touch " .
	       "$other/../modules.order $other/../modules.builtin") == 0 or die;
	unlike($says->('search updates built-in'), qr/Warning/, 'not otherwise');
	is($?, 0, 'it is installed');
	like($says->('search built-in updates'),
	     qr{^Warning: modprobe takes \S*/kernel/dcdbas.ko, not \S*/updates/dcdbas.ko}m,
	     'it names both');
	is($?, 0, 'it is installed');
	system("rm -rf $dest/lib");
};

subtest 'install refuses when DKMS has a module for this kernel' => sub {
	system("mkdir -p $updates/dkms && touch $updates/dkms/dcdbas.ko") == 0 or die;
	my $output = make_says("KDIR=$kdir install");
	isnt($?, 0, 'it fails');
	like($output, qr/DKMS has installed dcdbas for \Q$release\E/, 'it says why');
	like($output, qr/dkms remove/, 'and what to do');
	is_deeply([files()], ["/lib/modules/$release/updates/dkms/dcdbas.ko"],
		  'nothing has been copied');
	like(make('uninstall'), qr{Left \S*updates/dkms/dcdbas.ko}, 'uninstall leaves it');
	system("rm -rf $dest/lib");
};

subtest 'clean needs no headers' => sub {
	make('all');
	make_says('KDIR=/nowhere clean');
	is($?, 0, 'make clean');
	my %source = map { $_ => 1 } qx(cd $top && git ls-files);
	is_deeply([grep { !$source{$_} } qx(cd $tree && find . -type f -printf '%P\n')], [],
		  'only source is left');
};

subtest 'a failure says what to do' => sub {
	my $space = "$tree/with space";
	mkdir $space;
	system("cp $tree/Makefile $tree/VERSION '$space'") == 0 or die;
	my @lines = split /\n/, qx(make -s -C '$space' install 2>&1);
	isnt($?, 0, 'a tree in a path with a space');
	is(scalar(@lines), 1, 'one line') or diag("@lines");
	like($lines[0], qr/has a space in it/, 'that says so');

	# The client's Makefile alone: "rm" in it would meet what is before the space.
	mkdir "$space/$_" for 'tools', 'tools/smi-client';
	system("cp $tree/tools/smi-client/Makefile '$space/tools/smi-client'") == 0 or die;
	like(scalar qx(make -s -C '$space/tools/smi-client' clean 2>&1), qr/has a space in it/,
	     'so does the client alone');
	isnt($?, 0, 'and does nothing');

	for my $path ('DESTDIR=relative', 'prefix=relative', 'prefix=') {
		for my $where ('', '-C tools/smi-client') {
			my @lines = split /\n/, make_says("$where install $path");

			isnt($?, 0, "$where $path");
			like("@lines", qr/^\S+ \*\*\* DESTDIR and prefix are absolute paths: [^\n]*$/,
			     'one line that says so');
		}
	}

	my $output = make_says('KDIR=/nowhere install');
	isnt($?, 0, 'no headers');
	like($output, qr/install linux-headers-/, 'the package is named');

	mkdir "$tree/$_" for 'kernel tree', 'kernel';
	system('cp', "$tree/Makefile", "$tree/$_") == 0 or die for 'kernel tree', 'kernel';
	for my $target (qw(modules install)) {
		my @said = split /\n/, make_says("KDIR='$tree/kernel tree' $target");
		is(scalar(grep { /^KDIR has a space in it/ } @said), 1,
		   "$target: no space in KDIR") or diag("@said");
		unlike("@said", qr/No such file|integer/, 'and no other error');

		like(make_says("KDIR=$tree/kernel $target"),
		     qr{^The kernel tree '\Q$tree\E/kernel' .* 'make modules_prepare'}m,
		     "$target: a tree that is not prepared");
		isnt($?, 0, 'is an error');
	}
	is_deeply([files()], [], 'nothing has been copied');
};

done_testing;

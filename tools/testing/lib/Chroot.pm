# SPDX-License-Identifier: GPL-2.0-only
#
# For the tests of packages: Debian systems to build, install and remove them
# in. A system is prepared once (packages/chroot) and kept; each test gets a
# view of its own that is thrown away. Nothing here decides what is right.

package Chroot;

use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter 'import';
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;

our @EXPORT = qw(suites chroot_missing system_of source_archive built_packages);

my $testing = abs_path(dirname(__FILE__) . '/..');
my $top = abs_path("$testing/../..");
my $tool = "$testing/packages/chroot";

# All that building, DKMS and the linters need, with two kernels. What installs
# a kernel wants an initramfs: the smallest.
my @packages = qw(apt-utils build-essential debhelper dh-dkms dkms fakeroot
	kmod libcmocka-dev libjson-c-dev linux-headers-amd64
	linux-headers-rt-amd64 linux-image-amd64 lintian openssl pkg-config
	python3-docutils python3-jsonschema tiny-initramfs);
my %also = (bookworm => [qw(rpm rpmlint)]);
# On i386 only the client is built. These are what debian/control wants.
my @packages_i386 = qw(build-essential debhelper dh-dkms libcmocka-dev libjson-c-dev
	pkg-config python3-docutils python3-jsonschema);

# DCDBAS_SUITES chooses among them.
sub suites { return split ' ', $ENV{DCDBAS_SUITES} // 'bookworm trixie' }

# The directory of a release's system, made now if there is none; undef when it
# cannot be made, and why is on standard error.
sub base_of
{
	my ($suite, $arch) = @_;
	my $what = $arch eq 'i386' ? "$suite:i386 i386 @packages_i386" :
				     "$suite build @packages @{$also{$suite} // []}";
	my $dir = qx($tool make $what);

	return undef if $?;
	chomp $dir;
	return $dir;
}

# Why there can be no such systems, of amd64 unless told, or nothing.
sub chroot_missing
{
	my ($arch) = (@_, 'amd64');
	return 'only root can have a system of its own' if $>;
	return 'no mmdebstrap' unless grep { -x "$_/mmdebstrap" } split /:/, $ENV{PATH};
	for (suites()) {
		return "no system of $_, $arch: package lists or network are missing"
			unless base_of($_, $arch);
	}
	return '';
}

# A fresh system of a Debian release, of amd64 unless told; undef when it cannot
# be had. Methods:
# run(COMMAND) gives (status, output); share is a directory, /mnt inside.
sub system_of
{
	my ($suite, $arch) = (@_, 'amd64');
	my $dir = base_of($suite, $arch) or return undef;
	my $work = tempdir(CLEANUP => 1, DIR => dirname($dir));
	mkdir "$work/share";
	return bless { suite => $suite, base => $dir, work => $work }, __PACKAGE__;
}

# A test that is ended takes its systems away, too.
$SIG{$_} = sub { exit 1 } for qw(INT TERM HUP);

sub share { return "$_[0]{work}/share" }

sub run
{
	my ($self, $command) = @_;

	open my $fh, '>', "$self->{work}/share/.command" or die $!;
	print $fh $command;
	close $fh;
	my $output = qx(timeout 900 $tool run $self->{base} $self->{work} sh /mnt/.command 2>&1 </dev/null);
	return ($? >> 8, $output);
}

# beside(COMMAND): as run, but it runs outside and has the system in "root".
sub beside
{
	my ($self, $command) = @_;
	my $output = qx(timeout 900 $tool beside $self->{base} $self->{work} sh -c 'cd $self->{work} && $command' 2>&1 </dev/null);

	return ($? >> 8, $output);
}

# run_ok(COMMAND, NAME): the output; a failure shows it.
sub run_ok
{
	my ($self, $command, $name) = @_;
	my ($status, $output) = $self->run($command);

	is($status, 0, "$self->{suite}: $name") or diag(substr($output, -4000));
	return $output;
}

# The source, packed once for all tests of a run: its path.
sub source_archive
{
	my $archive = qx($top/packaging/dist 2>/dev/null);

	die "packaging/dist\n" if $?;
	chomp $archive;
	return "$top/$archive";
}

# The Debian packages of a release in build/packages/SUITE, built when the source
# has changed: their directory, or undef and what went wrong. VERSION gives the
# source another version than its own; VARIANT builds in another place, under
# another umask.
sub built_packages
{
	my ($suite, $version, $variant) = @_;
	my $archive = source_archive();
	my $own = qx(cat $top/VERSION);
	chomp $own;
	$version //= $own;
	my $dir = "$top/build/packages/$suite-$version" . ($variant ? "-$variant" : '');
	my $place = $variant ? "/var/tmp/$variant/deeper" : '/mnt';
	my $sum = qx(sha256sum <$archive);
	my $have = qx(cat $dir/.source 2>/dev/null);

	return $dir if $have eq $sum;
	my $system = system_of($suite) or return (undef, "no system of $suite");
	system("cp $archive " . $system->share . "/source.tar.gz") == 0 or die;
	my ($status, $output) = $system->run(<<"EOT");
set -e
${\($variant ? 'umask 027' : 'umask 022')}
mkdir -p $place && cd $place && tar xf /mnt/source.tar.gz && cd dcdbas-$own
echo $version >VERSION
sed -i 's/^PACKAGE_VERSION=.*/PACKAGE_VERSION="$version"/' dkms.conf
sed -i '1s/(.*)/($version-1)/' packaging/debian/changelog
make deb
mkdir /mnt/built
cp build/deb/* /mnt/built/
EOT
	return (undef, substr($output, -4000)) if $status;
	system("rm -rf $dir && mkdir -p $dir && cp " . $system->share .
	       "/built/* $dir/") == 0 or die;
	open my $fh, '>', "$dir/.source" or die;
	print $fh $sum;
	return $dir;
}

sub DESTROY
{
	my $self = shift;

	system('rm', '-rf', $self->{work});
}

1;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# The same source gives the same bytes, wherever and whenever it is built: the
# archive, the module and the client. A failure means that nobody can check that
# a package was made from this source.
#
# Setup: build

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin;
use Test::More;

my $top = abs_path("$FindBin::Bin/../../..");
plan skip_all => 'not a git checkout' unless -e "$top/.git";

my @where = map { tempdir(CLEANUP => 1) } 1 .. 2;

sub sum
{
	my $file = shift;

	return "no $file" unless -e $file;
	return (split ' ', qx(sha256sum $file))[0];
}

# The archive, then what an archive makes of itself: another place and time.
my $archive = qx($top/packaging/dist 2>/dev/null);
chomp $archive;
my $first = sum("$top/$archive");
qx(cd $top && packaging/dist 2>&1);
is(sum("$top/$archive"), $first, 'the archive, made twice');
system('tar', '-C', $_, '--strip-components=1', '-xf', "$top/$archive") == 0 or die
	for @where;
qx($where[0]/packaging/dist 2>&1);
is(sum("$where[0]/$archive"), $first, 'the archive, made from an archive');

# Two paths of different length, and another umask in the second.
mkdir "$where[1]/deeper";
system("cd $where[1] && find . -mindepth 1 -maxdepth 1 ! -name deeper -exec mv {} deeper/ ';'") == 0
	or die;
$where[1] .= '/deeper';

my ($kdir) = sort glob '/lib/modules/6.1*-amd64/build';
SKIP: {
	# pahole of some later kernels numbers types in any order.
	skip 'no headers of 6.1: package linux-headers-amd64', 1 unless $kdir;
	my $ko = 'drivers/firmware/dcdbas/dcdbas.ko';
	my $say = qx(make -s -C $where[0] modules KDIR=$kdir 2>&1;
		     umask 077; make -s -C $where[1] modules KDIR=$kdir 2>&1);
	is(sum("$where[1]/$ko"), sum("$where[0]/$ko"), 'the module') or diag($say);
}

# As distributions do: paths in debugging information are relative.
for my $dir (@where) {
	qx(umask 077; make -s -C $dir/tools/smi-client CFLAGS='-O2 -g -ffile-prefix-map=$dir=.' 2>&1);
}
is(sum("$where[1]/tools/smi-client/$_"), sum("$where[0]/tools/smi-client/$_"),
   "the client: $_") for qw(smi-client smi-client.bash smi-client.zsh);

done_testing;

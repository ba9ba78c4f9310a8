#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Setup: build vm fleet
#
# The Ansible collection: what ansible-lint says of it, and a playbook in the
# emulated machine, on the host's own Python. A failure means that a run changes
# something it was told only to check, or that a second run changes it again.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use PowerEdge;
use Test::More;

my $top = abs_path("$FindBin::Bin/../../..");
my $collection = "$top/packaging/fleet/ansible";

plan skip_all => 'ansible is not installed'
	unless -x '/usr/bin/ansible-playbook';

subtest 'ansible-lint, production profile' => sub {
	plan skip_all => 'ansible-lint is not installed' unless -x '/usr/bin/ansible-lint';
	my $dir = tempdir(CLEANUP => 1);
	my $copy = "$dir/ansible_collections/dcdbas/poweredge";

	# It wants a collection where collections are, and writes beside it.
	system('mkdir', '-p', "$dir/ansible_collections/dcdbas", "$dir/home") == 0 or die;
	system('cp', '-r', $collection, $copy) == 0 or die;
	my ($major) = `/usr/bin/ansible-lint --nocolor --version` =~ /ansible-lint (\d+)/;
	if (($major // 0) > 6) {
		# Debian 12 has ansible 2.14.
		open my $config, '>', "$copy/.ansible-lint" or die;
		print $config "supported_ansible_also: [\"2.14\"]\n";
		close $config;
	}
	local $ENV{HOME} = "$dir/home";
	local @ENV{qw(ANSIBLE_COLLECTIONS_PATH ANSIBLE_COLLECTIONS_PATHS)} = ($dir, $dir);
	my $said = `cd '$copy' && /usr/bin/ansible-lint --offline --nocolor --profile production 2>&1`;
	is($?, 0, 'nothing is found') or diag($said);
	my ($version) = slurp("$collection/galaxy.yml") =~ /^version: (\S+)$/m;
	is($version, slurp("$top/VERSION") =~ s/\s+//r, 'the version is that of the project');
};

# The guest sees the host's files, but not all of them: /tmp is its own.
my $tar = tempdir(CLEANUP => 1) . '/collection.tar';
system('tar', '-C', $collection, '-cf', $tar, '.') == 0 or die 'tar';

my $script = <<'EOF';
dmesg -n 1
# What Python's multiprocessing wants.
[ -d /dev/shm ] || { mkdir /dev/shm && mount -t tmpfs shm /dev/shm; }
export HOME=/tmp/home ANSIBLE_NOCOWS=1 ANSIBLE_RETRY_FILES_ENABLED=0
export ANSIBLE_COLLECTIONS_PATH=/tmp/c ANSIBLE_COLLECTIONS_PATHS=/tmp/c
mkdir -p /tmp/home /tmp/c/ansible_collections/dcdbas/poweredge
tar -xf /job/collection.tar -C /tmp/c/ansible_collections/dcdbas/poweredge
play()
{
	name=$1
	shift
	/usr/bin/ansible-playbook "$@" -i localhost, -c local \
		-e ansible_python_interpreter=/usr/bin/python3 /tmp/play.yml > /tmp/out 2>&1
	echo "=== $name $?"
	cat /tmp/out
	# A read that tells the runs apart in smi.log.
	smi-client call 0 0 0x0f01 > /dev/null
}
smi-client setting export /tmp/settings.json
sed -i 's/"value":"Last"/"value":"On"/' /tmp/settings.json
cat > /tmp/play.yml <<END
- name: Test
  hosts: all
  gather_facts: false
  roles:
    - role: dcdbas.poweredge.dcdbas
  vars:
    dcdbas_packages: []
    dcdbas_asset_tag: FLEET-1
    dcdbas_property_tag: Room 7, rack 3
    dcdbas_settings_file: /tmp/settings.json
    dcdbas_backup: /tmp/backup.json
END
smi-client call 0 0 0x0f01 > /dev/null
play check --check --diff
play first --diff
play second
sed -i 's/PowerEdge 750/PowerEdge 1750/' /tmp/settings.json
play other-model
echo '=== now 0'
smi-client tag asset
smi-client tag property
smi-client power-recovery
smi-client setting apply /tmp/backup.json > /dev/null
smi-client power-recovery
EOF

my $run = boot(script => $script, with => ['--host-root', '--timeout', '900',
					     '--add', "$tar:/job/collection.tar"]);
my (%status, %out, $to);
for (split /^/, $run->{output}) {
	if (/^=== (\S+) (\d+)/) {
		$status{$1} = $2;
		$to = \$out{$1};
	} elsif ($to) {
		$$to .= $_;
	}
}

# SMIs that write, in each part between two reads of location 0x0f01.
my @writes = (0);
for (@{$run->{smi}}) {
	my ($class, $select) = @$_{qw(class select)};

	next unless defined $class;
	push @writes, 0 if $class == 0 && hex($_->{location} // 0) == 0x0f01;
	$writes[-1]++ if $class == 1 || ($class =~ /^(11|20)$/ && $select == 1);
}
shift @writes;

sub recap
{
	my ($name, $changed) = @_;

	is($status{$name}, 0, "$name: done") or diag($out{$name} // '');
	like($out{$name} // '', qr/changed=$changed +unreachable=0 +failed=0/,
	     "$name: changed=$changed") or diag($out{$name} // '');
}

recap('check', 2);
like($out{check} // '', qr/^-Power Recovery: Last\n.*^\+Power Recovery: On\n/ms,
     'check: the difference is shown');
is($writes[0], 0, 'check: no SMI that writes');
recap('first', 2);
is($writes[1], 3, 'first: two tags and a setting are written');
recap('second', 0);
is($writes[2], 0, 'second: nothing is written');
is($status{'other-model'}, 2, 'a file of another model is refused');
like($out{'other-model'} // '', qr/another model.*--force/s, 'and it is said why');
is($out{now} // '', "FLEET-1\nRoom 7, rack 3\non\nlast\n",
   'the machine is as told, and the backup is the way back');

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# smi-client host-control check in a Xen dom0, with the real xenstored and a
# real guest (PV: a Debian kernel and an initramfs). A failure means that an
# administrator powers a host off under running guests, or waits for ever
# because a daemon of Xen has died. The guest loads the driver: one that took its
# requests there would report answers that no firmware gave.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use JSON::PP;
use Kernels;
use PowerEdge;
use Test::More;

my $missing = kernel_missing('xen');
plan skip_all => $missing if $missing;

# Xen's programs fit one version of Xen: those of its release, in a directory
# of their own.
my $poweredge = "$FindBin::Bin/../poweredge";
my @packages = qw(xen-utils-4.17 xen-utils-common xenstore-utils);
chomp(my $tools = `$poweredge/release bookworm @packages` // '');
plan skip_all => 'Xen\'s programs cannot be fetched' unless -x "$tools/usr/lib/xen-4.17/bin/xl";
my ($root, $release) = split ' ', `$poweredge/kernel xen`;
chomp(my $busybox = `$poweredge/package busybox-static`);

# The guest: it says that it is up, tries the driver, and stays.
my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/guest" or die "$dir/guest: $!";
open my $init, '>', "$dir/guest/init" or die "$dir/guest/init: $!";
print $init <<'EOF';
#!/busybox sh
/busybox mkdir -p /dev /sys
/busybox mount -t devtmpfs dev /dev
/busybox mount -t sysfs sys /sys
exec > /dev/hvc0 2>&1
echo 'the guest is up'
/busybox insmod /dcdbas.ko
cd /sys/devices/platform/dcdbas
# SMI1, ebx, BSI1, port 0xb2, code 0x17
printf '1IMS\0\0\0\0001ISB\262\0\027\0%-36s' '' > smi_data
echo 1 > smi_request
echo "the guest's request: $?"
echo 1 > host_control_on_shutdown
exec /busybox sleep 100000
EOF
close $init;
chmod 0755, "$dir/guest/init";
chomp(my $module = `$poweredge/module $release $root`);
system("cp $busybox/bin/busybox $module $dir/guest/ && cd $dir/guest && " .
       "find . | cpio -o -H newc --quiet -R 0:0 | gzip -1 > $dir/guest.gz") == 0
	or die('cannot make the guest');
# A claim that stays: the builder is stopped once it has made it.
system('gcc', '-D_GNU_SOURCE', '-shared', '-fPIC', '-O2', '-Wall', '-o', "$dir/claim.so",
       "$FindBin::Bin/claim.c") == 0 or die('cannot build claim.c');

# The name by which smi-client finds xl.
system('gcc', '-static', '-O2', '-Wall', "-DROOT=\"$tools\"",
       '-DPROGRAM="/usr/lib/xen-4.17/bin/xl"', '-o', "$dir/xl",
       "$FindBin::Bin/in_root.c") == 0 or die('cannot build in_root.c');

my $run = boot(script => "ROOT=$tools\n" . <<'EOF',
dmesg -n 1
X=/usr/lib/xen-4.17/bin
mkdir -p $ROOT/dev $ROOT/proc $ROOT/sys $ROOT/run $ROOT/tmp $ROOT/job
mount -t xenfs xenfs /proc/xen
for dir in dev proc sys job; do mount --rbind /$dir $ROOT/$dir; done
mount -t tmpfs tmp $ROOT/tmp
mount -t tmpfs run $ROOT/run
mkdir -p $ROOT/run/xen $ROOT/run/xenstored $ROOT/run/lock $ROOT/var/log/xen \
	$ROOT/var/lib/xen $ROOT/var/lib/xenstored $ROOT/var/log/xen/console
rm -rf $ROOT/var/run
ln -s ../run $ROOT/var/run
cp /job/xl /usr/sbin/xl
rm -f /etc/rc6.d/K*xendomains /etc/systemd/system/*/libvirt-guests.service \
	/etc/systemd/system/*/xendomains.service
cat > $ROOT/tmp/guest.cfg <<END
type = "pv"
name = "small"
kernel = "/job/vmlinuz"
ramdisk = "/job/guest.gz"
extra = "console=hvc0"
memory = 128
END

# check NAME [TRIES]: on a busy host xl may need longer than the client gives it,
# and "not known" is the right answer then: where one is expected, ask again.
check()
{
	name=$1
	for try in $(seq "${2:-1}"); do
		begin=$(date +%s%N)
		smi-client --json host-control check > /tmp/out 2> /tmp/err
		status=$?
		end=$(date +%s%N)
		grep -q 'did not answer in time' /tmp/out || break
	done
	echo "=== $name $status $(((end - begin) / 1000000))"
	cat /tmp/out
	# not taken for JSON
	sed 's/^/stderr: /' /tmp/err
}

# Nothing runs yet that could tell: each xl blocks or fails.
check no-daemon
echo "=== daemons 0 0"
timeout 20 chroot $ROOT $X/xenstored --pid-file /run/xenstored.pid
for i in 1 2 3 4 5 6 7 8 9 10; do
	timeout 5 chroot $ROOT xenstore-read -s / > /dev/null 2>&1 && break
	sleep 0.2
done
timeout 20 chroot $ROOT $X/xen-init-dom0
timeout 20 chroot $ROOT $X/xenconsoled --log=guest --pid-file=/run/xenconsoled.pid
check alone 8
timeout 100 xl create /tmp/guest.cfg > /tmp/create.log 2>&1
echo "=== list 0 0"
cat /tmp/create.log
timeout 20 xl list
check guest 8
mkdir -p /etc/rc6.d
touch /etc/rc6.d/K01xendomains
check stopped-by-service 8
rm /etc/rc6.d/K01xendomains
echo "=== arm 0 0"
for try in 1 2 3 4 5 6 7 8; do
	smi-client host-control arm power-cycle > /dev/null 2> /tmp/warned
	grep -q 'did not answer in time' /tmp/warned || break
done
cat /tmp/warned
smi-client host-control disarm > /dev/null
chroot $ROOT env LD_PRELOAD=/job/claim.so $X/xl create /tmp/guest.cfg 'name="second"' \
	> /dev/null 2>&1 &
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	timeout 20 xl info | grep -q 'outstanding_claims *: 0$' || break
	sleep 0.3
done
echo "=== claim 0 0"
timeout 20 xl info | grep claims
timeout 20 xl claims
check claimed 8
kill -KILL $!
wait $! 2> /dev/null
timeout 60 xl destroy second
check destroyed 8
kill -STOP "$(cat $ROOT/run/xenstored.pid)"
check stopped-xenstored
kill -KILL "$(cat $ROOT/run/xenstored.pid)"
echo "=== driver 0 0"
cat $ROOT/var/log/xen/console/guest-small.log
true
EOF
	with => [qw(--kernel xen --host-root --timeout 500 --module xenfs --module xen-evtchn
		    --module xen-gntdev --module xen-privcmd),
		 '--add', "$root/boot/vmlinuz-$release:/job/vmlinuz",
		 '--add', "$dir/xl", '--add', "$dir/guest.gz", '--add', "$dir/claim.so"]);

my (%check, $to);
for (split /^/, $run->{output}) {
	if (/^=== (\S+) (\d+) (\d+)/) {
		$check{$1} = $to = { status => $2, ms => $3, text => '', stderr => '' };
	} elsif ($to) {
		$to->{/^stderr: / ? 'stderr' : 'text'} .= $_;
	}
}

sub finding
{
	my ($name, $check) = @_;
	my $json = eval { decode_json($check{$name}{text} // '') } // {};
	my ($found) = grep { $_->{check} eq $check } @{$json->{findings} // []};

	return $found // { state => 'missing', text => $check{$name}{text} // 'no output' };
}

sub is_state
{
	my ($name, $check, $state, $why) = @_;
	my $found = finding($name, $check);

	is($found->{state}, $state, "$name: $why") or diag(explain($found));
	return $found->{text};
}

is_state('no-daemon', 'Xen guests', 'not known', 'without xenstored guests are not known');
is($check{'no-daemon'}{status}, 7, 'no-daemon: that stands in the way');
is_state('alone', 'Xen guests', 'ok', 'no guest is running');
is_state('alone', 'Xen claims', 'ok', 'no memory is claimed');
is($check{alone}{status}, 0, 'alone: nothing stands in the way');
like($check{list}{text} // '', qr/^small +\d+ +128/m, 'a guest is running');
like(is_state('guest', 'Xen guests', 'problem', 'a guest that nobody stops'),
     qr/1 running \(small\)/, 'guest: its name');
is($check{guest}{status}, 7, 'guest: stands in the way');
like(is_state('stopped-by-service', 'Xen guests', 'note', 'a service stops it'), qr/xendomains/,
     'stopped-by-service: which');
is($check{'stopped-by-service'}{status}, 0, 'stopped-by-service: not in the way');
like($check{arm}{text} // '', qr/Xen guests: 1 running \(small\)/, 'arm warns of the guest');
like($check{claim}{text} // '', qr/outstanding_claims *: *[1-9]/, 'a guest is being built');
like(is_state('claimed', 'Xen claims', 'problem', 'its claim is seen'), qr/\d+ MiB are claimed/,
     'claimed: how much');
my $said = ($check{driver}{text} // '') =~ s/\r//gr;
like($said, qr/^the guest is up$/m, 'a guest with the driver');
like($said, qr/^the guest's request: 1$/m, 'its request is refused');
is(scalar(() = $said =~ /write error: Operation not supported/g), 2,
   'and so is host control, with EOPNOTSUPP');
is_state('destroyed', 'Xen claims', 'ok', 'the claim is gone with it');
is_state('stopped-xenstored', 'Xen guests', 'not known', 'a dead xenstored is not "none"');
is($check{'stopped-xenstored'}{status}, 7, 'stopped-xenstored: stands in the way');
# Five seconds, and what a busy host adds to the start of programs (18 s were
# seen on one with five jobs for each CPU); xl itself blocks for ever.
for my $name (qw(no-daemon stopped-xenstored)) {
	cmp_ok($check{$name}{ms} // 1e9, '<', 60000, "$name: it does not wait for ever");
}
diag($run->{output}) unless Test::More->builder->is_passing;

done_testing();

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Host control, byte for byte: what each SMI type writes to which port, in which
# order and from which CPU, as QEMU's own trace of the bus has it; and firmware
# that never answers. A failure means that a model which nobody could test here
# gets other bytes than its document says, or that a shutdown hangs.
#
# Setup: build vm

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use PowerEdge;
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $pe750 = slurp("$FindBin::Bin/../poweredge/profiles/pe750");

sub machine
{
	my $type = shift;

	open my $fh, '>', "$dir/type-$type" or die "$dir/type-$type: $!";
	print $fh $pe750 =~ s/^host-control.*/host-control $type/mr;
	close $fh;
	return ('--profile', "$dir/type-$type");
}

# The one who asks for it is on the other CPU.
sub job
{
	my ($type, $verb) = @_;

	return <<"EOF";
[ \$BOOT = 2 ] && { echo the next boot; exit 0; }
cd /sys/devices/platform/dcdbas
arm 4 $type 1
cat smi_data_buf_phys_addr
report 1
taskset 2 /usr/sbin/$verb
EOF
}

# What one CPU did at these ports: "cpu 0: write 1 of 0xa0 to 0xb2"
sub bus
{
	my ($file, @ports) = @_;
	my $ports = join '|', map { sprintf '%x', $_ } @ports;
	my @access;

	open my $fh, '<', $file or return;
	while (<$fh>) {
		push @access, "cpu $2: $1 $5 of $4 at $3" if
			/^memory_region_ops_(\w+)\ cpu\ (-?\d+)\ .*
			 addr\ 0x($ports)\ value\ (0x\w+)\ size\ (\d)/x;
	}
	return @access;
}

sub write_byte { return sprintf 'cpu 0: write 1 of 0x%x at %x', reverse @_ }

# The address of the command, low byte first, by index and data port.
sub address_bytes
{
	my ($index, $data, $at, $address) = @_;

	return map { (write_byte($index, $at + $_),
		      write_byte($data, $address >> 8 * $_ & 0xff)) } 0 .. 3;
}

my %document = (
	1 => sub {
		return (address_bytes(0x72, 0x73, 0x38, shift),
			# RTC register C: as the kernel expects it
			write_byte(0x70, 0xc), write_byte(0xb3, 0xff),
			write_byte(0xb2, 0xa0));
	},
	2 => sub {
		return (address_bytes(0x70, 0x71, 0x70, shift),
			write_byte(0x70, 0xc), write_byte(0xb0, 0xa0));
	},
	3 => sub {
		return (address_bytes(0x70, 0x71, 0x70, shift),
			write_byte(0x70, 0xc), write_byte(0xb2, 0xa0));
	},
);
my %smi_port = (1 => 0xb2, 2 => 0xb0, 3 => 0xb2);

for my $type (1 .. 3) {
	subtest "type $type, firmware does not answer" => sub {
		my $trace = "$dir/trace-$type";
		my $run = boot(script => job($type, 'reboot'),
			       with => [machine($type), '--firmware', 'silent', '--timeout', 300,
					'--qemu', "-trace memory_region_ops_*,file=$trace"]);

		like($run->{output}, qr/^the next boot$/m, 'the next boot comes');
		my ($asked, $gave_up) = $run->{console} =~
			/\[\s*([\d.]+)\]\ [^\n]*asking\ firmware\ for\ power\ cycle,
			 \ SMI\ type\ $type.*
			 \[\s*([\d.]+)\]\ [^\n]*firmware\ did\ not\ answer\ within\ 3000\ ms,
			 \ going\ on\ without\ power\ cycle/sx;
		ok($gave_up, 'the kernel log says so');
		my $took = ($gave_up // 0) - ($asked // 0);
		ok($took >= 2.9 && $took < 15, "after a bounded time: $took s");

		my @hc = grep { $_->{kind} eq 'host-control' } @{$run->{smi}};
		is(scalar @hc, 1, 'firmware was asked once');
		is($hc[0]{result}, 'silent', 'and did not answer');

		my ($address) = $run->{output} =~ /^(\w+)$/m;
		my @want = $document{$type}->(hex $address);
		my $smi = $want[-1];
		my @bus = grep { !/: read/ }
			bus($trace, 0x70 .. 0x73, 0xb0, 0xb2, 0xb3);
		my @at = grep { $bus[$_] eq $smi } 0 .. $#bus;
		is(scalar @at, 1, 'one SMI on the bus');
		is_deeply([@bus[$at[0] - $#want .. $at[0]]], \@want,
			  'before it the bytes of the document, on CPU 0');
		my @port = bus($trace, $smi_port{$type});
		my ($n) = grep { $port[$_] eq $smi } 0 .. $#port;
		like($port[$n + 1], qr/^cpu 0: read 1 /,
		     'behind it one byte is read there');
	};
}

# Type 3 is in shutdown.t.
for my $type (1, 2) {
	subtest "type $type, firmware answers" => sub {
		my $run = boot(script => job($type, 'poweroff'),
			       with => [machine($type)]);

		like($run->{output}, qr/^the next boot$/m,
		     'the machine went off, and on again');
		my @hc = grep { $_->{kind} eq 'host-control' } @{$run->{smi}};
		is("@{$hc[0]}{qw(type action result)}",
		   "$type power-cycle accepted", 'firmware took the command');
		like($run->{console}, qr/firmware answered to power cycle/,
		     'the kernel log says so');
		is((grep { $_->{kind} eq 'post' } @{$run->{smi}})[1]{cause},
		   'power-cycle', 'and did it');
	};
}

# A wrong type is of no effect, and costs no more than the time out.
subtest 'type 1 on a machine of type 3' => sub {
	my $run = boot(script => job(1, 'reboot'), with => [machine(3)]);

	like($run->{output}, qr/^the next boot$/m, 'the next boot comes');
	like($run->{console}, qr/firmware did not answer within 3000 ms/,
	     'the kernel log says why');
	is((grep { $_->{kind} eq 'post' } @{$run->{smi}})[1]{cause}, 'reset',
	   'by an ordinary restart');
};

done_testing;

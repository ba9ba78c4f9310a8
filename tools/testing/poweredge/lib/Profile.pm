# SPDX-License-Identifier: GPL-2.0-only
#
# Profiles: takes one, and fills in a Machine with what it says.
#
# A profile is lines of a keyword and values; "#" starts a comment:
#
#   bios, system, chassis TEXT   fields of types 0, 1, 3, in QEMU's words
#   oem-string TEXT              type 11
#   system-id ID [MAJOR.MINOR]   type 208, and the version of Dell's SMBIOS in
#                                it; from 2 on, buffers to fill say their length
#   tables NAME                  all structures and CMOS from a real machine's
#                                tables (Record.pm), instead of all others
#   calling-interface PORT CODE  type 218
#   classes BITS                 type 218, the map of classes
#   token ID LOCATION VALUE [*], ...
#                                type 218; * is the value at the first start
#   choices ID=VALUE...          type 218; choices of one setting, each at a
#                                location of its own, which is its ID; the
#                                first one is made at the first start
#   string-token ID LENGTH       type 218; location 0: a text of that length
#   setting LOCATION VALUE [FLAG...]
#                                the value at the first start and more:
#                                read-only, stuck, cause, count, power-off,
#                                one-way (changes once), bcd, no-bounds (reads
#                                tell none), range=MIN-MAX
#   fill COUNT                   so many more tokens, four to a location
#   cmos-range CHECK START END CHECKINDEX [PORT]
#                                type 212, ports 0x70 and 0x71, or PORT and next
#   cmos-token ID INDEX AND OR, ...   tokens of the range before it
#   cmos INDEX VALUE...          bytes at the first start
#   host-control TYPE            the SMI type that the firmware takes
#   product NAME                 what the firmware calls itself
#   service-tag, asset-tag, property-tag TEXT
#   asset-tag-cmos INDEX         the asset tag is in CMOS, ten bytes and their sum
#   password-length MIN MAX
#   password-characters ascii|scan-codes
#   password-rules LETTERS DIGITS SPECIALS REPEATS    0: any number of repeats
#   password-selects SELECT...   the calls that there are, of 0 to 5
#   password user|admin|owner TEXT    as typed
#   lockout COUNT                wrong passwords until none is right (3); 0: never
#   bad WAY                      firmware that is wrong: see README.md

package Profile;

use strict;
use warnings;
use RealTables qw(real_tables);
use Record qw(record_read);

# A structure has at most 255 bytes: 11, then 39 tokens, then the end.
use constant TOKENS => 39;

my %flag = ('read-only' => 1, stuck => 2, cause => 4, count => 8,
	    'power-off' => 16, 'one-way' => 32, bcd => 64,
	    'no-bounds' => 128);
my %class = (user => 0, admin => 1, owner => 2);

sub number { my $n = shift; return $n =~ /^0/ ? oct $n : int $n }
sub numbers { return map { number($_) } @_ }

sub add_setting
{
	my ($m, $p, $location, $value, @flags) = @_;
	my $s = $m->location(number($location));

	$s->{value} = number($value);
	for (@flags) {
		if (/^range=(\w+)-(\w+)$/) {
			@$s{qw(min max)} = numbers($1, $2);
		} else {
			$s->{flags} |= $flag{$_} // die "flag $_?\n";
		}
	}
}

sub add_token
{
	my ($m, $p, $id, $location, $value, $first) = @_;
	my @token = numbers($id, $location, $value);
	my $s = $m->location(@token[1, 2]);

	$s->{value} = $token[2] if ($first // '') eq '*';
	push @{$p->{token}}, \@token;
}

sub add_choices
{
	my ($m, $p, @choice) = @_;

	@choice = map { [numbers(split /=/)] } @choice;
	$m->choices(@choice);
	push @{$p->{token}}, map { [@$_[0, 0, 1]] } @choice;
}

sub add_system_id
{
	my ($m, $p, $id, $version) = @_;
	my ($major, $minor) = split /\./, $version // '1.3';

	$m->{smbios_major} = $major;
	# an id of 8 bits is the byte, a wider one the word behind it
	$m->structure(208, pack 'CCCCv', $major, $minor, 0xfe, 0, number($id));
}

sub fill
{
	my ($m, $p, $count) = @_;

	add_token($m, $p, 0x5000 + $_, 0x5000 + $_ - $_ % 4, $_ % 4)
		for 0 .. $count - 1;
}

sub add_range
{
	my ($m, $p, @check) = @_;

	@check = numbers(@check);
	my $port = @check > 4 ? pop @check : 0x70;
	push @{$p->{range}}, { check => \@check, token => [], port => $port };
	$m->{bank2} = 1 if $port == 0x72;
	# as far as there is anything to check
	push @{$m->{check}}, \@check if $port == 0x70 && $check[2] > $check[1];
}

sub set_password
{
	my ($m, $p, $rest) = @_;
	my ($class, $text) = split ' ', $rest, 2;

	$m->{password}[$class{$class} // die "which password?\n"] = $text;
}

# keyword => what it does with the machine, the profile and the values
my %values = (
	token => \&add_token,
	setting => \&add_setting,
	choices => \&add_choices,
	'string-token' => sub {
		push @{$_[1]{token}}, [number($_[2]), 0, number($_[3])];
	},
	fill => \&fill,
	'cmos-range' => \&add_range,
	'cmos-token' => sub {
		my ($m, $p, @token) = @_;
		push @{$p->{range}[-1]{token}}, [numbers(@token)];
	},
	cmos => sub {
		my ($m, $p, $index, @value) = @_;
		$m->{cmos}{number($index) + $_} = number($value[$_])
			for 0 .. $#value;
	},
	'calling-interface' => sub {
		@{$_[0]}{qw(port code)} = numbers(@_[2, 3])
	},
	classes => sub { $_[0]{classes} = number($_[2]) },
	'host-control' => sub { $_[0]{host_control} = number($_[2]) },
	'asset-tag-cmos' => sub { $_[0]{asset_tag_cmos} = number($_[2]) },
	'password-length' => sub {
		@{$_[0]{password_rules}}{qw(min max)} = @_[2, 3];
	},
	'password-characters' => sub {
		$_[0]{password_rules}{ascii} = $_[2] eq 'ascii';
	},
	'password-rules' => sub {
		@{$_[0]{password_rules}}{qw(letters digits specials repeats)} =
			@_[2 .. 5];
	},
	'password-selects' => sub {
		$_[0]{password_rules}{selects} = [@_[2 .. $#_]];
	},
	lockout => sub { $_[0]{lockout} = $_[2] },
	bad => sub { $_[0]{bad} = $_[2] },
	'system-id' => \&add_system_id,
	tables => sub { $_[1]{record} = "$_[1]{data}/$_[2]" },
);

# The same for those that take the rest of the line as it is.
my %line = (
	bios => sub { push @{$_[0]{qemu}}, '-smbios', "type=0,$_[2]" },
	system => sub {
		push @{$_[0]{qemu}}, '-smbios', "type=1,$_[2]";
		$_[0]{text}{product} = $1 if $_[2] =~ /product=([^,]+)/;
	},
	password => \&set_password,
	chassis => sub { push @{$_[0]{qemu}}, '-smbios', "type=3,$_[2]" },
	'oem-string' => sub { push @{$_[0]{oem_string}}, $_[2] },
);

# Types 218 and 212, of the profile's own tokens.
sub add_tokens
{
	my ($m, $p) = @_;

	# a calling interface without tokens has the structure all the same
	for (my $first = $m->{port};
	     @{$p->{token}} || $first; $first = 0) {
		my @some = splice @{$p->{token}}, 0, TOKENS;
		$m->structure(218, pack('vCV', @$m{qw(port code classes)}) .
			      join '', map { pack 'vvv', @$_ }
				   @some, [0xffff, 0, 0]);
	}
	for my $range (@{$p->{range}}) {
		$m->structure(212, pack('vvC4', $range->{port}, $range->{port} + 1,
					 @{$range->{check}}) .
			      join '', map { pack 'vCCC', @$_ }
				   @{$range->{token}}, [0xffff, 0, 0, 0]);
	}
}

# Words that a real machine's tables stand for.
my @of_tables = qw(bios system chassis oem-string system-id calling-interface
		   classes token fill cmos-range cmos-token);

# The tables come last: the profile's own texts and settings go before theirs.
sub add_record
{
	my ($m, $p) = @_;
	my ($word) = grep { $p->{seen}{$_} } @of_tables;

	die "$p->{record} has the tables; no \"$word\" beside them\n" if $word;
	real_tables($m, record_read($p->{record},
				    sub { push @{$m->{note}}, $_[0] }));
}

# read_profile($machine, FILE, where "tables" are looked for, RECORD): RECORD
# is a real machine's tables, as "tables" in the profile; may be undef.
sub read_profile
{
	my ($m, $name, $data, $record) = @_;
	my %p = (token => [], range => [], data => $data, record => $record);

	open my $file, '<', $name or die "$name: $!\n";
	while (<$file>) {
		s/(^|\s)#.*//;
		next unless my ($word, $rest) = /^(\S+)\s+(.*?)\s*$/;

		$p{seen}{$word} = 1;
		if ($values{$word}) {
			eval {
				$values{$word}->($m, \%p, split)
					for split /,\s*/, $rest;
				1;
			} or die "$name:$.: $@";
		} elsif ($line{$word}) {
			$line{$word}->($m, \%p, $rest);
		} elsif (exists $m->{text}{$word}) {
			$m->{text}{$word} = $rest;
		} else {
			die "$name:$.: what is $word?\n";
		}
	}
	close $file;
	add_tokens($m, \%p);
	add_record($m, \%p) if $p{record};
}

1;

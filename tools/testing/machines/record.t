#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# What people have of a real machine, read into tables: every form gives the
# same bytes, and what is damaged is told with file and line. A failure means
# that the emulated machine would not be the real one, or that the owner of a
# record cannot tell why it is refused.
#
# Setup: check

use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::Bin/../poweredge/lib";
use Machine ();
use RealTables qw(real_tables);
use Smbios qw(entry_make entry_parse structure structures);
use Test::More;

my $record = "$FindBin::Bin/../poweredge/record";
my $data = $ENV{DCDBAS_DATA} // "$FindBin::Bin/../../../../shared/data/poweredge";
my $dir = tempdir(CLEANUP => 1);

plan skip_all => 'package dmidecode is missing' unless -x '/usr/sbin/dmidecode';

sub spew
{
	my ($name, $bytes) = @_;

	open my $out, '>:raw', "$dir/$name" or die "$dir/$name: $!\n";
	print $out $bytes;
	close $out;
	return "$dir/$name";
}

sub slurp
{
	my $in;

	open $in, '<:raw', $_[0] or return undef;
	local $/;
	return scalar <$in>;
}

# What record makes of a path: table, entry, cmos, what it says, its status.
sub convert
{
	my $from = shift;
	my $out = tempdir(DIR => $dir);
	my $said = qx($record '$from' $out 2>&1 >/dev/null);

	return { status => $? >> 8, said => $said, dir => $out,
		 table => slurp("$out/DMI"), cmos => slurp("$out/cmos.dat"),
		 entry => slurp("$out/smbios_entry_point") };
}

# Entry point and table in one file, as dmidecode dumps and reads them.
sub dump_bin
{
	my ($entry, $table) = @_;

	return $entry . "\0" x (32 - length $entry) . $table;
}

sub dmidecode
{
	my ($file, @options) = @_;

	return scalar qx(dmidecode @options --from-dump '$file');
}

sub refused
{
	my ($name, $from, $why) = @_;
	my $r = convert($from);

	is($r->{status}, 1, "$name is refused");
	like($r->{said}, $why, "$name: the reason");
	unlike($r->{said}, qr/ at \S+ line \d+/, "$name: no trace of the program");
}

# ---- a machine of our own ----------------------------------------------------

my @all = (
	structure(0, 0, pack('CCvCCa10CCCCv', 1, 2, 0xf000, 3, 0xff,
			     "\x90\xda\x8b\x3f\0\0\0\0\x03\x0d", 2, 15, 255, 255,
			     32), 'Dell Inc.', '2.15.1', '06/15/2022'),
	structure(1, 0x100, pack('CCCCa16CCC', 1, 2, 0, 0, "\0" x 16, 6, 3, 0),
		  'Dell Inc. ', 'PowerEdge R740   ', 'SKU=0715;Name=R740'),
	structure(2, 0x200, pack('CCCCCCCvCCv', 1, 2, 3, 0, 0, 9, 0, 0x300, 10, 1,
				 0x400), 'Dell Inc.', '0F9N89', 'A00'),
	structure(3, 0x300, pack('CCCCCCCCCVCCCCC', 1, 0x97, 0, 0, 0, 3, 3, 3, 2,
				 0x12345678, 2, 2, 0, 0, 0), 'Dell Inc.'),
	structure(126, 0x900, "\0" x 9),
	structure(11, 0xb00, "\3", 'Dell System', '5[0000]', '14[1]'),
	structure(208, 0xd000, pack('CCCCvC6', 3, 1, 0xfe, 0, 0x715, 1, 2, 3, 4,
				    5, 6), '20130801', 'two words'),
	structure(218, 0xda00, pack('vCVv3', 0xb2, 0x17, 0x3000e03,
				    0xffff, 0, 0)),
	structure(218, 0xda01, pack('vCVv6', 0xb2, 0x17, 0x3000e03,
				    0xa1, 0xa1, 0, 0xffff, 0, 0)),
	structure(127, 0xfe00, ''),
);
# What the text of dmidecode does not have.
my @without = grep { ord != 126 } @all;
my $table = join '', @without;
my %entry = map { $_ => entry_make({ kind => $_, version => [3, 2, 0],
				     address => 32 }, $table) } qw(SM SM3 DMI);

sub sysfs
{
	my ($entry, $bytes) = @_;
	my $sysfs = tempdir(DIR => $dir);

	$sysfs =~ s{.*/}{};
	spew("$sysfs/smbios_entry_point", $entry) if defined $entry;
	spew("$sysfs/DMI", $bytes);
	return "$dir/$sysfs";
}

subtest 'every_form_gives_the_same_table' => sub {
	for my $kind (sort keys %entry) {
		my $bin = spew("$kind.bin", dump_bin($entry{$kind}, $table));
		my $r = convert($bin);

		is($r->{table}, $table, "$kind, a dump: the table");
		is($r->{entry}, $entry{$kind}, "$kind, a dump: the entry point");
		is($r->{said}, '', "$kind: nothing to say");
		is(convert(sysfs($entry{$kind}, $table))->{table}, $table,
		   "$kind, as in sysfs");
		next if $kind eq 'DMI';
		for (['text', ''], ['text with -u', '-u']) {
			my ($name, $option) = @$_;
			my $text = dmidecode($bin, $option);

			like($text, qr/Handle 0xDA01/, "dmidecode reads $kind");
			$r = convert(spew("$kind.txt", $text));
			is(unpack('H*', $r->{table} // ''), unpack('H*', $table),
			   "$kind, $name: the table");
			is(entry_parse($r->{entry})->{kind}, $kind,
			   "$kind, $name: its kind of entry point");
			is_deeply([@{entry_parse($r->{entry})->{version}}[0, 1]],
				  [3, 2], "$kind, $name: its version");
		}
	}
	is(convert(spew('alone', $table))->{table}, $table, 'a table alone');
};

subtest 'dumps_of_libsmbios_have_cmos' => sub {
	mkdir "$dir/libsmbios";
	spew('libsmbios/smbios.dat', dump_bin($entry{SM}, $table));
	spew('libsmbios/cmos.dat', "\x5a" x 0x7080);
	my $r = convert("$dir/libsmbios");

	is($r->{table}, $table, 'the table');
	is($r->{cmos}, "\x5a" x 0x7080, 'CMOS');
};

my $text = dmidecode("$dir/SM3.bin");

subtest 'spacing_does_not_matter' => sub {
	my %form = (
		'CR LF' => $text =~ s/\n/\r\n/gr,
		'a byte order mark' => "\xef\xbb\xbf$text",
		'blanks for tabs' => $text =~ s/\t/    /gr,
		'no empty lines' => $text =~ s/\n\n/\n/gr,
		'many empty lines' => $text =~ s/\n/\n\n\n/gr,
		'a line before all' => "root\@host:~# dmidecode\n$text",
		'no blanks before a line' => $text =~ s/^[ \t]+//gmr,
		'remarks of dmidecode' => $text . "\nWrong DMI structures count: " .
			"10 announced, only 9 decoded.\n",
		'no last line feed' => $text =~ s/\n+\z//r,
		'the form of version 2.6' => $text =~ s/^(Handle 0x\w+),? /$1\n\t/gmr
			=~ s/ bytes$/ bytes./gmr,
		'small hexadecimal' =>
			$text =~ s/^(\t\t(?:[0-9A-F]{2} ?)+)$/lc $1/gemr,
	);

	for my $name (sort keys %form) {
		my $r = convert(spew('form.txt', $form{$name}));

		is(unpack('H*', $r->{table} // $r->{said}), unpack('H*', $table),
		   $name);
	}
};

subtest 'what_the_text_lacks_is_told' => sub {
	my $r = convert(spew('cut.txt', $text =~ s/^Handle 0xD000.*?\n\n//msr));

	like($r->{said}, qr/no type 208: the version of Dell's SMBIOS is not known/,
	     'type 208');
	is($r->{status}, 0, 'and is no error');
	$r = convert(spew('cut.txt', $text =~ s/^Handle 0xDA.*?\n\n//gmsr));
	like($r->{said}, qr/no type 218: no calling interface/, 'type 218');
	$r = convert(spew('cut.txt', $text =~ s/^SMBIOS 3.*\n//mr));
	like($r->{said}, qr/no version of SMBIOS; taken as 2\.8/, 'the version');
	$r = convert(spew('more.txt', $text =~
		s/^Handle 0x0B00/Handle 0x0400, DMI type 4, 48 bytes\nProcessor\n\n$&/mr));
	like($r->{said}, qr/do(?:es)? not have their bytes: types 4$/m,
	     'types that it cannot give back');
	is($r->{table}, $table, 'and the others are there');
	$r = convert(spew('count.txt', dmidecode("$dir/SM.bin") =~
		s/^Handle 0x0B00.*?\n\n//msr));
	like($r->{said}, qr/9 structures were there, 8 are: the text is not whole/,
	     'a structure that is missing');
	$r = convert(spew('word.txt', $text =~ s/Power Switch/Magic/r));
	like($r->{said}, qr/word\.txt:\d+: Wake-up Type: what is "Magic"\?/,
	     'a word that means nothing');
};

subtest 'removed_values_are_not_there' => sub {
	my $r = convert(spew('removed.txt', $text =~ s/(Version: ).*/$1--/gr));
	my ($bios) = structures($r->{table});

	is(ord substr($bios->{body}, 5, 1), 0, 'no string');
	unlike($r->{table}, qr/--/, 'and no mark');
	# linux-hardware.org puts a hash over a line, and over the next one, too
	$r = convert(spew('hash.txt', $text =~
		s/Boot-up State: Safe/380AD15AAB729CF25C4397C21C466ACE/r));
	is($r->{status}, 0, 'a line that is not there any more');
};

subtest 'damaged_texts_are_refused_with_file_and_line' => sub {
	my ($before) = $text =~ /\A(.*?)Handle 0xDA01/s;
	my $line = ($before =~ tr/\n//) + 4;

	refused('a structure with too few bytes',
		spew('few.txt', $text =~ s/(Handle 0xDA01.*?A1 00).*?$/$1/msr),
		qr/few\.txt:\d+: type 218 has 23 bytes, and \d+ are here$/m);
	refused('a text cut in a structure',
		spew('end.txt', $text =~ s/(Handle 0xDA01.*?DA 17).*\z/$1/msr),
		qr/end\.txt:\d+: type 218 has 23 bytes, and 2 are here$/m);
	refused('a text cut behind "Header and Data"',
		spew('head.txt', $text =~ s/(Handle 0xDA01.*?Data:).*\z/$1/msr),
		qr/head\.txt:\d+: type 218 has 23 bytes, and 0 are here$/m);
	refused('a text cut before "Header and Data"',
		spew('none.txt', $text =~ s/(Handle 0xDA01.*?Type\n).*\z/$1/msr),
		qr/none\.txt:\d+: type 218 without "Header and Data"/);
	refused('a text cut in the line of the handle',
		spew('handle.txt', $text =~ s/(Handle 0xDA01).*\z/$1/msr),
		qr/handle\.txt:\d+: handle 0xDA01 has no type and length/);
	refused('bytes of another type',
		spew('type.txt', $text =~ s/DA 17 01 DA/D9 17 01 DA/r),
		qr/type\.txt:\d+: the bytes are of type 217, length 23, handle 0xDA01, not 218/);
	refused('a length that is none',
		spew('length.txt', $text =~ s/type 218, 23 bytes/type 218, 3 bytes/r),
		qr/length\.txt:\d+: type 218 of 3 bytes/);
	refused('a text of something else', spew('other.txt', "hello\nworld\n"),
		qr/other\.txt: .*neither tables nor the text of dmidecode/);
	refused('dmidecode without a structure',
		spew('empty.txt', "# dmidecode 3.4\n/dev/mem: Permission denied\n"),
		qr/empty\.txt: no structure \("Handle 0x\.\.\.\."\) in this text/);
	refused('no system information',
		spew('one.txt', $text =~ s/^Handle 0x0100.*?\n\n//msr),
		qr/one\.txt: no type 1 \(System Information\)/);
	refused('nothing at all', spew('nothing', ''), qr/nothing: empty/);
	refused('what is not there', "$dir/missing", qr/missing: No such file/);
	mkdir "$dir/bare";
	refused('an empty directory', "$dir/bare",
		qr/bare: neither DMI and smbios_entry_point nor smbios\.dat/);

	my $r = convert("$dir/few.txt");
	my ($told) = $r->{said} =~ /few\.txt:(\d+):/;
	cmp_ok(abs($told - $line), '<=', 1, 'the line is where it is');
};

subtest 'damaged_tables_stay_as_they_are' => sub {
	my $r = convert(sysfs($entry{SM}, $table . "\xaa" x 100));
	is($r->{table}, $table, 'bytes behind the end are left out');
	like($r->{said}, qr/100 bytes behind the end/, 'and told');

	my $short = substr $table, 0, -20;
	$r = convert(sysfs($entry{SM}, $short));
	is($r->{table}, $short, 'a table that is cut');
	like($r->{said}, qr/20 bytes of the table are missing/, 'told');
	like($r->{said}, qr/offset 0x[0-9a-f]+: .*; left as it is/, 'and where');
	is(entry_parse($r->{entry})->{length}, length $short,
	   'its entry point has the length that is there');

	$r = convert(sysfs($entry{SM3} =~ s/(.{12})..../$1 . pack 'V', 0x10000/sre,
			   $table));
	is($r->{table}, $table, '_SM3_: the length is a bound');
	unlike($r->{said}, qr/missing/, '_SM3_: and nothing is missing');

	$r = convert(sysfs($entry{SM} =~ s/(.{4})./$1\xff/sr, $table));
	like($r->{said}, qr/the sum of the entry point is wrong/, 'a wrong sum');
	is(substr($r->{entry}, 4, 1), "\xff", 'is left as it is');

	my $utf8 = $table =~ s/two words/tw\xc3\xb6 w\xc3\xb6rt/r;
	is(convert(sysfs(entry_make({ kind => 'SM', version => [2, 7] }, $utf8),
			 $utf8))->{table}, $utf8, 'UTF-8');
	refused('a length of 0', sysfs($entry{SM}, "\1\0" . $table),
		qr/offset 0x0: no header of a structure; nothing before it/);
	refused('no entry point', sysfs('x' x 31, $table), qr/no entry point/);
};

# What the firmware is told of a machine with these tokens.
sub machine_of
{
	my $m = Machine->new;

	real_tables($m, { entry => '', answers => [], table => join '',
			  structure(1, 1, pack('CCCC', 1, 2, 0, 0), 'Dell Inc.', 'X'),
			  structure(218, 2, pack('vCVv*', 0xb0, 0x17, 3, @_)) });
	return $m;
}

subtest 'one_choice_of_each_setting_is_made' => sub {
	my $m = machine_of(0xa1, 0xa1, 0, 0xa2, 0xa2, 2, 0xa3, 0xa3, 1);
	my %settings = map { $_ => 1 } values %{$m->{setting}};

	is(keys %settings, 1, 'choices at locations of their own: one setting');
	is_deeply($m->{only}, { 0xa1 => 0, 0xa2 => 2, 0xa3 => 1 },
		  'and each takes its value alone');
	is($m->{setting}{0xa2}{value}, 0, 'the first one is made');

	$m = machine_of(0xa1, 0x40, 5, 0xa2, 0x40, 6);
	is($m->{setting}{0x40}{value}, 5, 'choices of one location: the first one');

	$m = machine_of(0xa1, 0xa1, 1, 0xa2, 0xa2, 1);
	is_deeply([map { $m->{setting}{$_}{value} } 0xa1, 0xa2], [1, 0],
		  'choices of one value: the first one, and not the other');

	$m = machine_of(0xc000, 0, 12, 0x2b, 0x2b, 0xffff);
	is_deeply([keys %{$m->{setting}}], [0x2b], 'location 0 is none');
	is($m->{setting}{0x2b}{max}, 0xffff, 'a number may be any');
	is_deeply([@$m{qw(port code)}], [0xb2, 0x17], 'QEMU\'s port');
	is_deeply($m->{note}, ['port 0xb0 of type 218 is 0xb2 here'], 'is told');
};

# ---- real ones ------------------------------------------------------------------

my %back = map { $_ => 1 } 0 .. 3, 11;

# Sections of types that come back, with what was removed at the source made
# equal to what is not there.
sub sections
{
	my $all = shift;
	my %section;

	for (grep { /^Handle/ } split /^(?=Handle 0x)/m, $all) {
		my ($name, $type) = /\A(Handle 0x\w+, DMI type (\d+))/;

		next unless $back{$type} || $type > 126;
		s/: --$/: Not Specified/gm;
		s/^\tUUID: .*\n//m;
		# a hash in place of a removed line and of the one below
		s/^\t[0-9A-F]{32}$/\tBoot-up State: Unknown/m;
		# before version 3.3
		s/(ROM Size: )(\d+) kB/$1 . $2 \/ 1024 . ' MB'/e;
		$section{$name} = s/\s+\z//r;
	}
	return \%section;
}

SKIP: {
	my @texts = glob "$data/../dmi/*.txt";

	skip "no records beside $data", 1 unless @texts;
	for my $file (@texts) {
		my ($name) = $file =~ m{([^/]+)\.txt$};
		my $r = convert($file);
		my $entry = entry_make({ %{entry_parse($r->{entry})}, address => 32 },
				       $r->{table});
		my $bin = spew('real.bin', dump_bin($entry, $r->{table}));

		is_deeply(sections(dmidecode($bin)), sections(slurp($file)),
			  "$name: dmidecode says the same of it");
	}
}

done_testing;

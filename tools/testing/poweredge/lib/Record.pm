# SPDX-License-Identifier: GPL-2.0-only
#
# What is known of a real machine, in any of the forms that people have it:
#
#   a directory   DMI and smbios_entry_point (/sys/firmware/dmi/tables), or
#                 smbios.dat and cmos.dat (libsmbios)
#   a file        entry point and table ("dmidecode --dump-bin", smbios.dat),
#                 a table alone, the text of dmidecode, or a report of
#                 "smi-client report"
#
# Tables go through as they are, damaged ones too.

package Record;

use strict;
use warnings;
use Exporter 'import';
use Record::Dmidecode qw(dmidecode_read is_dmidecode);
use Record::Report qw(is_report report_read);
use Smbios qw(entry_make entry_parse structures strings_of);

our @EXPORT_OK = qw(record_read record_summary record_write);

# A table starts here in a file that has the entry point, too.
use constant TABLE_OFFSET => 32;
use constant LARGEST_FILE => 4 << 20;

sub slurp
{
	my $file = shift;

	open my $in, '<:raw', $file or die "$file: $!\n";
	die "$file: not a file\n" if -d $in;
	read($in, my $bytes, LARGEST_FILE + 1) // die "$file: $!\n";
	die "$file: more than " . LARGEST_FILE . " bytes\n"
		if length $bytes > LARGEST_FILE;
	return $bytes;
}

# An entry point is as it is; a table is cut where the entry point ends it, as
# an operating system would never see the rest.
sub with_entry
{
	my ($file, $entry, $table, $note) = @_;
	my $found = entry_parse($entry) or
		die "$file: no entry point (_SM_, _SM3_ or _DMI_)\n";
	my $much = length($table) - $found->{length};
	my $problem;

	die "$file: no table\n" unless length $table;
	$note->("$file: the sum of the entry point is wrong")
		unless $found->{sum_ok};
	if ($much > 0) {
		$note->("$file: $much bytes behind the end of the table are left out");
		$table = substr $table, 0, $found->{length};
	}
	# The length of _SM3_ is a bound, what the kernel shows is the table.
	$note->("$file: " . -$much . ' bytes of the table are missing')
		if $much < 0 && $found->{kind} ne 'SM3';
	my @all = structures($table, \$problem);
	die "$file: $problem; nothing before it\n" if $problem && !@all;
	$note->("$file: $problem; left as it is") if $problem;
	$note->("$file: $found->{count} structures were there, " . @all . ' are')
		if defined $found->{count} && $found->{count} != @all;
	return { kind => $found->{kind}, version => $found->{version},
		 address => $found->{address}, table => $table,
		 entry => $much < 0 ? undef : substr $entry, 0, $found->{size} };
}

sub read_table_alone
{
	my ($file, $bytes, $note) = @_;
	my $problem;

	structures($bytes, \$problem) && !$problem or
		die "$file: " . ($problem // 'no structure') .
		    "; neither tables nor the text of dmidecode\n";
	$note->("$file: no entry point; taken as SMBIOS 2.8");
	return { kind => 'SM', version => [2, 8], table => $bytes };
}

sub read_report
{
	my ($file, $bytes, $note) = @_;
	my $report = report_read($file, $bytes);

	return { %{with_entry($file, $report->{entry}, $report->{table}, $note)},
		 cmos_bytes => $report->{cmos_bytes},
		 answers => $report->{answers} };
}

sub read_file
{
	my ($file, $note) = @_;
	my $bytes = slurp($file);

	die "$file: empty\n" unless length $bytes;
	return with_entry($file, $bytes, substr($bytes, TABLE_OFFSET), $note)
		if length $bytes > TABLE_OFFSET && entry_parse($bytes);
	return read_report($file, $bytes, $note) if is_report($bytes);
	return dmidecode_read($file, $bytes, $note) if is_dmidecode($bytes);
	return read_table_alone($file, $bytes, $note);
}

sub read_directory
{
	my ($dir, $note) = @_;
	my $record;

	if (-e "$dir/DMI") {
		$record = -e "$dir/smbios_entry_point" ?
			with_entry($dir, slurp("$dir/smbios_entry_point"),
				   slurp("$dir/DMI"), $note) :
			read_table_alone("$dir/DMI", slurp("$dir/DMI"), $note);
	} elsif (-e "$dir/smbios.dat") {
		$record = read_file("$dir/smbios.dat", $note);
	} else {
		die "$dir: neither DMI and smbios_entry_point nor smbios.dat\n";
	}
	$record->{cmos} = slurp("$dir/cmos.dat") if -e "$dir/cmos.dat";
	return $record;
}

# record_read(PATH, NOTE): {table, entry, cmos}, bytes; cmos is undef where
# nothing is known of it. Of a report also cmos_bytes, {port << 8 | index =>
# byte}, and answers (Record/Report.pm). NOTE is called with what a reader should know. What
# is no record ends with die, and a sentence that names file and line.
sub record_read
{
	my ($path, $note) = @_;
	my $record = -d $path ? read_directory($path, $note) :
		     -e $path ? read_file($path, $note) :
		     die "$path: $!\n";
	my %count;

	$record->{entry} //= entry_make($record, $record->{table});
	$count{$_->{type}}++ for structures($record->{table});
	die "$path: no type 1 (System Information)\n" unless $count{1};
	$note->("$path: no type 218: no calling interface") unless $count{218};
	$note->("$path: no type 208: the version of Dell's SMBIOS is not known")
		unless $count{208};
	return $record;
}

# record_write(RECORD, DIRECTORY): the form that smi-client --tables reads.
sub record_write
{
	my ($record, $dir) = @_;
	my %file = (DMI => $record->{table}, 'smbios_entry_point' => $record->{entry},
		    'cmos.dat' => $record->{cmos});

	-d $dir or mkdir $dir or die "$dir: $!\n";
	for (sort keys %file) {
		unlink "$dir/$_" if -e "$dir/$_";
		next unless defined $file{$_};
		open my $out, '>:raw', "$dir/$_" or die "$dir/$_: $!\n";
		print $out $file{$_};
		close $out or die "$dir/$_: $!\n";
	}
}

# One line: who made what.
sub record_summary
{
	my $record = shift;
	my ($system) = grep { $_->{type} == 1 } structures($record->{table});
	my @strings = ('', strings_of($system));

	return join ' ', map { $strings[$_] // '' }
		map { ord substr $system->{body} . "\0\0\0\0", $_, 1 } 4, 5;
}

1;

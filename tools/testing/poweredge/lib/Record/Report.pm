# SPDX-License-Identifier: GPL-2.0-only
#
# A report of "smi-client report" (Documentation/report.rst): tables, CMOS, and
# the answers to calls.

package Record::Report;

use strict;
use warnings;
use Exporter 'import';
use JSON::PP;

our @EXPORT_OK = qw(is_report report_read);

sub is_report { return $_[0] =~ /\A(?:\xef\xbb\xbf)?\s*\{/ }

sub is_number
{
	my ($n, $max) = @_;

	return defined $n && !ref $n && $n =~ /\A\d{1,10}\z/ && $n <= $max;
}

sub bytes
{
	my ($where, $hex) = @_;

	die "$where is no string of hexadecimal digits\n"
		if !defined $hex || ref $hex || $hex !~ /\A(?:[0-9a-fA-F]{2})*\z/;
	return pack 'H*', $hex;
}

sub numbers
{
	my ($where, $list) = @_;

	die "$where has to be four numbers of 32 bits\n"
		if ref $list ne 'ARRAY' || @$list != 4 ||
		   grep { !is_number($_, 0xffffffff) } @$list;
	return [@$list];
}

# One call that has an answer.
sub call
{
	my ($where, $call) = @_;
	my ($class, $select) = @$call{qw(class select)};
	my $buffer = $call->{buffer};

	die "$where: class and select have to be numbers of 16 bits\n"
		unless is_number($class, 0xffff) && is_number($select, 0xffff);
	my $answer = { class => $class, select => $select, argument => 0,
		       header => 0, bytes => '',
		       args => numbers("$where.args", $call->{args}),
		       results => numbers("$where.results", $call->{results}) };
	return $answer unless $buffer;
	die "$where.buffer has to be an object\n" if ref $buffer ne 'HASH';
	die "$where.buffer.argument has to be 1 to 4\n"
		unless is_number($buffer->{argument}, 4) && $buffer->{argument};
	@$answer{qw(argument header)} = ($buffer->{argument},
					 $buffer->{header} ? 1 : 0);
	$answer->{bytes} = bytes("$where.buffer.bytes", $buffer->{bytes});
	return $answer;
}

sub list
{
	my ($where, $list) = @_;

	die "$where has to be a list\n" if ref $list ne 'ARRAY';
	return map { ["$where\[$_]", $list->[$_]] } 0 .. $#$list;
}

# CMOS: port and index -> byte.
sub cmos
{
	my ($file, $report) = @_;
	my %cmos;

	for (list("$file: cmos", $report->{cmos} // [])) {
		my ($where, $byte) = @$_;

		die "$where needs port, index and value\n"
			if ref $byte ne 'HASH' ||
			   !is_number($byte->{port}, 0xffff) ||
			   !is_number($byte->{index}, 0xff) ||
			   !is_number($byte->{value}, 0xff);
		$cmos{$byte->{port} << 8 | $byte->{index}} = $byte->{value};
	}
	return \%cmos;
}

# report_read(FILE, TEXT): {entry, table, cmos_bytes, answers}; dies with FILE
# and the place.
sub report_read
{
	my ($file, $text) = @_;
	my $report = eval { JSON::PP->new->utf8->decode($text =~ s/\A\xef\xbb\xbf//r) };
	my @answers;

	if (!$report) {
		my ($why) = $@ =~ /^(.*?)(?:, at character| at \S+ line)/s;

		die "$file: no JSON: $why\n";
	}
	die "$file: not a report of smi-client (\"report\", \"schema\": 1)\n"
		if ($report->{report} // '') ne 'smi-client' ||
		   ($report->{schema} // 0) ne '1';
	my $tables = $report->{tables};
	die "$file: tables has to be an object\n" if ref $tables ne 'HASH';
	for (list("$file: calls", $report->{calls} // [])) {
		my ($where, $call) = @$_;

		die "$where has to be an object\n" if ref $call ne 'HASH';
		# null: could not be made
		push @answers, call($where, $call) if defined $call->{results};
	}
	return { entry => bytes("$file: tables.entry_point", $tables->{entry_point}),
		 table => join('', map { bytes(@$_) } list("$file: tables.dmi",
							   $tables->{dmi})),
		 cmos_bytes => cmos($file, $report), answers => \@answers };
}

1;

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# What jobs of the tests share; PowerEdge.pm puts it in front of each.

# t NAME COMMAND...: what a command says and returns, for transcript() of
# PowerEdge.pm to find by that name.
t()
{
	local name=$1
	shift
	"$@" > /tmp/out 2> /tmp/err
	echo "=== $name $?"
	cat /tmp/out
	echo "--- $name"
	cat /tmp/err
}

# Until syslogd has written what was logged before to a file.
log_is_complete()
{
	logger 'the end'
	until grep -q 'the end' "$1"; do
		usleep 100000
	done
}

# arm ACTION SMI-TYPE ON-SHUTDOWN: host control, by the driver's files.
arm()
{
	local file

	for file in action smi_type on_shutdown; do
		echo "$1" > /sys/devices/platform/dcdbas/host_control_$file
		shift
	done
}

armed()
{
	cat /sys/devices/platform/dcdbas/host_control_*
}

# port NUMBER [BYTE]: read an I/O port, or write a byte to it.
port()
{
	if [ $# = 2 ]; then
		# shellcheck disable=SC2059 # the byte is an octal escape
		printf "\\$(printf %o "$2")" |
			dd of=/dev/port bs=1 seek=$(($1)) conv=notrunc 2> /dev/null
	else
		dd if=/dev/port bs=1 skip=$(($1)) count=1 2> /dev/null |
			od -An -tx1 | tr -d ' '
	fi
}

# cmos FIRST LAST: these bytes of CMOS in hexadecimal, past any client;
# cmos_write FIRST BYTE...: write some.
cmos()
{
	local i=$(($1))

	while [ $i -le $(($2)) ]; do
		port 0x70 $i
		port 0x71
		i=$((i + 1))
	done | tr -d '\n'
	echo
}

cmos_write()
{
	local i=$(($1)) byte

	shift
	for byte; do
		port 0x70 $i
		port 0x71 "$byte"
		i=$((i + 1))
	done
}

# bad WAY: what the firmware of a machine started with --bad switch does wrong
# from here on; without WAY nothing.
bad()
{
	local number=0 way

	for way in nothing no-answer late random overflow header no-effect forgets \
		   wrong-key unfilled no-status; do
		[ "$way" != "${1:-nothing}" ] || port 0xb3 $((0xd0 + number))
		number=$((number + 1))
	done
}

# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
#
# Each way in which firmware can be wrong, one after the other, on a machine
# started with --bad switch; between them firmware as it should be. Prints what
# firmware_calls does, each name with the way in front. Takes two boots.

DCDBAS=/sys/devices/platform/dcdbas

# calls WAY LINE...: with the firmware wrong in this way; node_calls: through
# the device node.
calls()
{
	way=$1
	shift
	bad "$way"
	for line; do
		echo "$line"
	done | ./firmware_calls $by | sed "s/^/$way: /"
	bad
}

node_calls()
{
	by=node
	calls "$@"
	by=''
}

# The driver goes and comes back, and a call is answered right.
good()
{
	echo dcdbas > $DCDBAS/driver/unbind
	echo dcdbas > /sys/bus/platform/drivers/dcdbas/bind
	echo "read 0 0 0x6a 0 0 0" | ./firmware_calls | sed "s/^/after $way: /"
}

milliseconds()
{
	read -r uptime _ < /proc/uptime
	echo "${uptime%.*}${uptime#*.}0"
}

read='0 0 0x6a 0 0 0'
zeros=$(printf '%0200d' 0)
by=''
secret='0x132e121f 0x03021412'

if [ "$BOOT" = 1 ]; then
	calls no-answer "read $read $zeros"
	good
	start=$(milliseconds)
	calls late "read $read" "read $read" "read $read"
	echo "late: took $(($(milliseconds) - start))"
	good
	calls random "read $read" "tag 20 0 @ 0 0 0 $zeros" "asset 11 0 0 0 0 0"
	node_calls random "node-tag 20 0 @ 0 0 0 $zeros"
	good
	calls nothing "read $read $zeros"
	before=$(cat $DCDBAS/smi_data_buf_size)
	calls overflow "read $read $zeros"
	echo "overflow: size $before $(cat $DCDBAS/smi_data_buf_size)"
	node_calls overflow "node-read $read $zeros" "node-bare $read" \
		"node-tag 20 0 @ 0 0 0 $zeros"
	good
	calls header "read $read" "read-again $read"
	node_calls header "node-read $read" "node-tag 20 0 @ 0 0 0 $zeros"
	good
	calls no-effect 'write 1 0 0x6a 2 0 0' "read $read" \
		'tag 11 1 0x21212121 0 0 0' 'read-tag 11 0 0 0 0 0' \
		"install 10 2 0 0 $secret" 'installed 10 0 1 0 0 0'
	good
	echo "install 10 2 0 0 $secret" | ./firmware_calls
	calls wrong-key "verify 10 1 $secret 0 0" 'write 1 0 0x6a 2 key 0'
	calls nothing "verify 10 1 $secret 0 0" 'write 1 0 0x6a 1 key 0' \
		"remove 10 2 $secret 0 0"
	good
	calls unfilled 'properties 10 3 0 0 0 0' "read $read"
	good
	calls forgets 'write 1 0 0x6a 2 0 0' "read $read"
	bad no-status
	arm 4 3 1
	report 0
	reboot
	sleep 60
else
	calls nothing "read $read"
	bad
fi

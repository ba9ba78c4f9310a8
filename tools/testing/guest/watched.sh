# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Part of a job that runs under the debug kernel. checks_are_on says whether
# that kernel would notice anything, no_reports whether it has; in between comes
# what is to be watched. Both print TAP. What the kernel writes to its log is
# looked at outside the guest.

debug=/sys/kernel/debug
count=0

# say TEXT, about the command before it
say() {
	if [ $? = 0 ]; then verdict=ok; else verdict='not ok'; fi
	count=$((count + 1))
	echo "$verdict $count - $1"
}

plan() {
	echo "1..$count"
	count=0
}

lockdep_watches() {
	grep -q '^ debug_locks: *1' /proc/lockdep_stats
}

dma_debug_watches() {
	grep -qx N $debug/dma-api/disabled &&
		grep -qx 0 $debug/dma-api/error_count
}

tell_kmemleak() {
	echo "$1" >$debug/kmemleak
}

checks_are_on() {
	# There is no KASAN for 32 bits.
	for option in $([ "$(uname -m)" != x86_64 ] || echo KASAN) UBSAN PROVE_LOCKING DEBUG_ATOMIC_SLEEP DEBUG_PREEMPT \
		      DEBUG_KMEMLEAK DMA_API_DEBUG DEBUG_OBJECTS FAILSLAB \
		      FAIL_PAGE_ALLOC; do
		zcat /proc/config.gz | grep -qx "CONFIG_$option=y"
		say "this kernel has $option"
	done
	lockdep_watches
	say 'lockdep watches'
	tell_kmemleak clear
	say 'kmemleak watches'
	dma_debug_watches
	say 'DMA mappings are watched'
	plan
}

# kmemleak reports what is 5 seconds old and not found in two scans.
no_reports() {
	sleep 6
	tell_kmemleak scan && tell_kmemleak scan
	say 'kmemleak still watches'
	! grep . $debug/kmemleak | sed 's/^/# /' | grep .
	say 'no memory is leaked'
	lockdep_watches
	say 'lockdep still watches'
	dma_debug_watches
	say 'DMA mappings are still watched, and all are right'
	# bad page (KASAN), oops, warning, lock-up
	taint=$(cat /proc/sys/kernel/tainted)
	[ $((taint & (1 << 5 | 1 << 7 | 1 << 9 | 1 << 14))) = 0 ]
	say "the kernel has not seen a mistake (taint $taint)"
	plan
}

# Every allocation that a program asks to fail, fails, whatever its size, and
# makes no noise of its own; with a probability in per cent also those of the
# tasks that said so.
let_allocations_fail() {
	for kind in failslab fail_page_alloc; do
		echo N >$debug/$kind/ignore-gfp-wait
		echo 0 >$debug/$kind/verbose
		echo Y >$debug/$kind/task-filter
		echo -1 >$debug/$kind/times
		echo "${1-0}" >$debug/$kind/probability
	done
	echo 0 >$debug/fail_page_alloc/min-order
}

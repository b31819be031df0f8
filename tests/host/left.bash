# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What a run that was signalled has left, for signals.bats and tests/odd-moments.

# left RESULTS: commands of processes that go on, by what their environment says.
left() {
	grep -lzsx "RESULTS=$1" /proc/[0-9]*/environ | cut -d/ -f3 |
		while read -r pid; do
			[[ $pid == "$$" || $pid == "$BASHPID" || ! -r /proc/$pid/cmdline ]] ||
				tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" || true
		done
}

# interrupted_run RESULTS CACHE SIGNAL DELAY AGAIN: `make bench` in a session of its own,
# whose group gets SIGNAL after DELAY, and once more 2 ms later if AGAIN. Says what is amiss
# when it has ended. A shell has what it starts with & ignore INT, so that is undone.
interrupted_run() {
	local results=$1 cache=$2 signal=$3 run dir i alive=''

	RESULTS=$results CACHE=$cache env --default-signal=INT setsid make -s bench >"$results.log" 2>&1 </dev/null 3>&- &
	run=$!
	sleep "$4"
	grep -q '^done in' "$results.log" || alive=yes
	kill -s "$signal" -- "-$run" 2>/dev/null || true
	if (($5)); then
		sleep 0.002
		kill -s "$signal" -- "-$run" 2>/dev/null || true
	fi
	wait "$run" 2>/dev/null || true
	for ((i = 0; i < 40; i++)); do
		[[ -n $(left "$results") ]] || break
		sleep 0.1
	done
	[[ -z $alive ]] || ! grep -q '^done in' "$results.log" || echo "$signal did not end it"
	[[ -z $(left "$results") ]] || echo "orphans: $(left "$results")"
	flock -n "$cache/lock" true || echo 'the lock is held'
	for dir in "$results"/*.partial; do
		[[ $signal == KILL || ! -e $dir ]] || echo "left: $dir"
	done
	for dir in "$results"/*-tcg; do
		[[ ! -e $dir || -s $dir/results.jsonl ]] || echo "not whole: $dir"
	done
}

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/bench.sh
# Measures the cases of MATRIX and leaves $RESULTS/<UTC time>-<backend>/. It is
# called *.partial until everything in it is whole; a run that fails leaves
# *.failed. Variables: `make help`. Exit: 0, 1, the code of the boot that failed
# (scripts/boot.sh), or 15: all was measured, but a strategy is not what its name says.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
own_run "$@"
# shellcheck source=scripts/console.sh
. "$top/scripts/console.sh"
# shellcheck source=scripts/perf.sh
. "$top/scripts/perf.sh"
# shellcheck source=scripts/frequency.sh
. "$top/scripts/frequency.sh"
# shellcheck source=scripts/arms.sh
. "$top/scripts/arms.sh"
cd "$top"

one_boot=15
results_kilobytes=50000	# records, consoles and pictures

make_plan() {
	local name kernel cpus

	# shellcheck disable=SC2046 # names
	[[ $backend == host ]] || plan_kernels $(kernels)
	plan programs 40 programs-bench
	while read -r name kernel cpus _; do
		plan "measure on $kernel, $cpus CPUs ($name)" \
			$(($(last_duration "boot-$kernel-$cpus" $one_boot) / at_once + 1))
	done < <(arms)
	plan results 3 results
}

build_all() {
	local kernel

	lock_cache
	for kernel in $(kernels); do
		[[ $backend == host ]] && break
		step
		vmlinux[$kernel]=$(scripts/kernel.sh "$kernel") || exit
	done
	step
	initrd=$(scripts/user.sh bench) || exit
	labstat=$CACHE/tools/labstat
	run_logged labstat labstat 10 build_tools all
	unlock_cache
}

# Nested KVM that was only supposed to work is tried with the real kernel.
prove_kvm() {
	local first said

	first=$(kernels | head -n 1)
	said=$(scripts/backend.sh prove "${vmlinux[$first]}" "$initrd" "$CACHE/probe" 2>&1) &&
		return
	# shellcheck disable=SC2153 # BACKEND comes from lib.sh
	[[ $BACKEND == auto ]] ||
		die "BACKEND=kvm: KVM does not work inside a KVM guest here (${said#error: }); use BACKEND=tcg"
	say "back end: tcg, because KVM does not work inside a KVM guest here"
	backend=tcg at_once=$JOBS
	check_perf "$PERF" "$backend"
	check_tune "$backend"
}

# Where records say they were made.
record_backend() {
	if [[ $backend == tcg ]]; then echo tcg-counted; else echo "$backend"; fi
}

run_job() { # KERNEL CPUS DIR
	local mode=counted watch=()

	exec 2>"$3/error"	# with_beats() gives it a shell of its own
	[[ $backend == tcg ]] || mode=parallel
	[[ $backend != tcg || $1 != *-events* ]] || watch=(--witness "$CACHE/tools/libwitness.so")
	if [[ $backend == host ]]; then
		scripts/host.sh --job "$3/job" --out "$3"
		return
	fi
	scripts/boot.sh --kernel "${vmlinux[$1]}" --initrd "$initrd" --cpus "$2" \
		--mode "$mode" --backend "$backend" --perf "$PERF" "${watch[@]}" \
		--job "$3/job" --out "$3" || return
	[[ -n ${watch[*]} ]] || return 0
	"$labstat" witness "$3/result" "$3/regions" >"$3/seen" || return
	cat "$3/seen" >>"$3/result"
}

measure() { # NAME KERNEL CPUS SEED CASES: one boot; its exit code and message go to files
	local out=$dir/$1 kernel=$2 cpus=$3 start=$SECONDS status=0
	local -x SEED=$4

	mkdir -p "$out"
	grep -P "^$5\t$cpus\t" <<<"$cases" |
		scripts/job.sh bench "$(record_backend)" >"$out/job"
	# shellcheck disable=SC2317 # called by with_beats
	still_there() {
		say "    $kernel, $cpus CPUs: $(minutes $((SECONDS - start))) elapsed, at work: $(at_work "$out/console.log")"
	}
	with_beats still_there run_job "$kernel" "$cpus" "$out" || status=$?
	((status)) || save_duration "boot-$kernel-$cpus" $((SECONDS - start))
	echo "$status" >"$out/exit"
}

# Counted boots don't disturb each other: as many at a time as there are JOBS.
measure_all() {
	local name arm out said

	arms >"$dir/order"
	while read -ra arm; do
		while (($(jobs -rp | wc -l) >= at_once)); do
			wait -n || true
		done
		step
		set -m	# a process group of its own, to be ended as a whole
		measure "${arm[@]}" &
		set +m
	done < <(arms)
	wait
	while read -r name _; do
		out=$dir/$name
		(($(cat "$out/exit") == 0)) && continue
		tail -n 8 "$out/console.log" 2>/dev/null | sed 's/^/    /' >&2 || true
		said=$(<"$out/error")
		say "${said//"$dir"/"${dir%.partial}.failed"}"
		exit "$(cat "$out/exit")"
	done < <(arms)
}

# The records of one boot, with its number.
records() { # NAME NUMBER
	sed "s/^{/{\"boot\":$2,/" "$dir/$1/result"
}

# One of each: the boots' files put together in the order of the matrix.
collect_boot() { # NUMBER
	local name kernel cpus out image

	while read -r name kernel cpus _; do
		out=$dir/$name
		records "$name" "$1" >>"$dir/results.jsonl"
		if [[ $backend == host ]]; then
			cp "$out"/{console.log,version} "$dir/"
			cp "$out/config" "$dir/config-$kernel"
			cp "$out/made-from" "$dir/made-from-$kernel"
			continue
		fi
		{ echo "=== $kernel, $cpus CPUs: $name ==="; cat "$out/console.log"; } >>"$dir/console.log"
		{ echo "# $kernel, $cpus CPUs: $name/qemu-cmd"; cat "$out/qemu-cmd"; } >>"$dir/qemu-cmd"
		image=${vmlinux[$kernel]%/*}
		cp "$image/config" "$dir/config-$kernel"
		cp "$image/version" "$dir/version"
		cp "$image/made-from" "$dir/made-from-$kernel"
	done < <(round "$1")
}

# Controls are no results: their kernels and seeds are not what the run is of.
collect_control() { # NUMBER
	local name kernel

	while read -r name kernel _; do
		records "$name" "$1" >>"$dir/layout.jsonl"
		cp "${vmlinux[$kernel]%/*}/config" "$dir/$name/"
	done < <(control "$1")
}

collect() {
	local n

	for ((n = 1; n <= BOOTS; n++)); do collect_boot "$n"; done
	for ((n = 1; n <= nr_controls; n++)); do collect_control "$n"; done
	scripts/fingerprint.sh "$dir" "$(record_backend)"
	scripts/commit.sh "$dir"
}

publish() {
	rm -f "$dir/running"
	mv "$dir" "${dir%.partial}"
}

# What was measured is kept, whatever becomes of its report.
leave() { # STATUS
	say_if_full RESULTS "$RESULTS"
	say_if_full CACHE "$CACHE"
	jobs -p | sed 's/^/-/' | xargs -r kill -- 2>/dev/null
	if [[ -n $measured && -d $dir ]]; then
		publish
		say "error: all was measured, but its report failed; mend that, then make report RUN=${dir%.partial}"
	elif [[ -d $dir ]]; then
		mv "$dir" "${dir%.partial}.failed"
		say "nothing was measured; what there is of it: ${dir%.partial}.failed"
	fi
	exit $(($1 ? $1 : 1))
}

# open_results: the folder of this run, which is locked as long as it lives. What a run
# has left that was killed is named as it would have named it.
open_results() {
	local other

	for other in "$RESULTS"/*.partial; do
		[[ -f $other/running ]] || continue
		flock -n "$other/running" true || continue
		mv "$other" "${other%.partial}.failed"
		say "an earlier run was killed; what there is of it: ${other%.partial}.failed"
	done
	at_end leave
	until dir=$RESULTS/$(date -u +%Y%m%dT%H%M%SZ)-$backend.partial; mkdir "$dir" 2>/dev/null; do
		[[ -d $dir ]] || { trap - EXIT; die "$dir can't be made; RESULTS=DIR elsewhere"; }
		sleep 0.5	# one that began in the same second
	done
	exec {running}>"$dir/running"
	flock "$running"
}

make_report() {
	"$labstat" csv "$dir"
	scripts/plot.sh "$dir"
	"$labstat" report "$dir"
}

cases=$(scripts/cases.sh) || exit
read_seeds
((DRYRUN)) || scripts/setup.sh bench
backend=$(scripts/backend.sh choose) || exit
check_perf "$PERF" "$backend"
check_tune "$backend"
if [[ $backend == host ]]; then
	cases=$(scripts/host.sh --cases <<<"$cases") || exit
fi
check_arms "$backend"
check_writable RESULTS "$RESULTS"
check_writable CACHE "$CACHE"
at_once=1
[[ $backend != tcg ]] || at_once=$JOBS
make_plan
if ((DRYRUN)); then
	echo "back end $backend, matrix $MATRIX, seed $SEED, cache $CACHE"
	print_plan
	printf '    %s\n' "${cases//$'\n'/$'\n'    }"
	exit
fi

need_space "$RESULTS" "$results_kilobytes"
declare -A vmlinux
build_all
[[ $backend != kvm ]] || prove_kvm

dir='' measured=''
open_results
tune_while $$
measure_all
step
collect
odd=0
"$labstat" check "$dir/results.jsonl" >/dev/null || odd=$?
((odd == 0 || odd == 2)) || exit 1
((!nr_controls)) || "$labstat" floors "$dir"
measured=yes
make_report
trap '' INT TERM HUP
publish
trap - EXIT
end_step
say "done in $(minutes "$SECONDS"): ${dir%.partial}/report.html"
((!odd)) || exit 15

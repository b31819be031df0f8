#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/bench.sh
# Measures the cases of MATRIX and leaves $RESULTS/<UTC time>-<backend>/. It is
# called *.partial until everything in it is whole; a run that fails leaves
# *.failed. Variables: `make help`. Exit: 0, 1, or the code of the boot that
# failed (scripts/boot.sh).
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/console.sh
. "$top/scripts/console.sh"
# shellcheck source=scripts/perf.sh
. "$top/scripts/perf.sh"
cd "$top"

one_boot=15

# Each boot of the cases: kernel<tab>cpus.
boots() { cut -f1,2 <<<"$cases" | uniq; }
kernels() { cut -f1 <<<"$cases" | awk '!seen[$0]++'; }

make_plan() {
	local kernel cpus

	# shellcheck disable=SC2046 # names
	[[ $backend == host ]] || plan_kernels $(kernels)
	plan programs 40 programs-bench
	while read -r kernel cpus; do
		plan "measure on $kernel, $cpus CPUs" \
			$(($(last_duration "boot-$kernel-$cpus" $one_boot) / at_once + 1))
	done < <(boots)
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
	run_logged labstat labstat 10 make -C tools OUT="$CACHE/tools"
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
}

# Where records say they were made.
record_backend() {
	if [[ $backend == tcg ]]; then echo tcg-counted; else echo "$backend"; fi
}

run_job() { # KERNEL CPUS DIR
	local mode=counted

	[[ $backend == tcg ]] || mode=parallel
	if [[ $backend == host ]]; then
		scripts/host.sh --job "$3/job" --out "$3"
	else
		scripts/boot.sh --kernel "${vmlinux[$1]}" --initrd "$initrd" --cpus "$2" \
			--mode "$mode" --backend "$backend" --perf "$PERF" \
			--job "$3/job" --out "$3"
	fi 2>"$3/error"
}

measure() { # KERNEL CPUS: one boot; its exit code and message go to files
	local kernel=$1 cpus=$2 out=$dir/boot-$1-$2 start=$SECONDS status=0

	mkdir -p "$out"
	grep -P "^$kernel\t$cpus\t" <<<"$cases" |
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
	local kernel cpus

	while read -r kernel cpus; do
		while (($(jobs -rp | wc -l) >= at_once)); do
			wait -n || true
		done
		step
		set -m	# a process group of its own, to be ended as a whole
		measure "$kernel" "$cpus" &
		set +m
	done < <(boots)
	wait
	while read -r kernel cpus; do
		local out=$dir/boot-$kernel-$cpus
		(($(cat "$out/exit") == 0)) && continue
		tail -n 8 "$out/console.log" 2>/dev/null | sed 's/^/    /' >&2 || true
		sed "s|$dir|${dir%.partial}.failed|g" "$out/error" >&2
		exit "$(cat "$out/exit")"
	done < <(boots)
}

# One of each: the boots' files put together in the order of the matrix.
collect() {
	local kernel cpus out image

	while read -r kernel cpus; do
		out=$dir/boot-$kernel-$cpus
		cat "$out/result" >>"$dir/results.jsonl"
		if [[ $backend == host ]]; then
			cp "$out"/{console.log,version} "$dir/"
			cp "$out/config" "$dir/config-$kernel"
			cp "$out/made-from" "$dir/made-from-$kernel"
			continue
		fi
		{ echo "=== $kernel, $cpus CPUs ==="; cat "$out/console.log"; } >>"$dir/console.log"
		{ echo "# $kernel, $cpus CPUs: boot-$kernel-$cpus/qemu-cmd"; cat "$out/qemu-cmd"; } >>"$dir/qemu-cmd"
		image=${vmlinux[$kernel]%/*}
		cp "$image/config" "$dir/config-$kernel"
		cp "$image/version" "$dir/version"
		cp "$image/made-from" "$dir/made-from-$kernel"
	done < <(boots)
	scripts/fingerprint.sh "$dir" "$(record_backend)"
}

leave() {
	local status=$?

	trap - EXIT
	jobs -p | sed 's/^/-/' | xargs -r kill -- 2>/dev/null || true
	[[ ! -d $dir ]] || mv "$dir" "${dir%.partial}.failed"
	((status)) || status=1
	say "nothing was measured; what there is of it: ${dir%.partial}.failed"
	exit "$status"
}

cases=$(scripts/cases.sh) || exit
((DRYRUN)) || scripts/setup.sh bench
backend=$(scripts/backend.sh choose) || exit
check_perf "$PERF" "$backend"
if [[ $backend == host ]]; then
	cases=$(scripts/host.sh --cases <<<"$cases") || exit
fi
at_once=1
[[ $backend != tcg ]] || at_once=$JOBS
make_plan
if ((DRYRUN)); then
	echo "back end $backend, matrix $MATRIX, seed $SEED, cache $CACHE"
	print_plan
	printf '    %s\n' "${cases//$'\n'/$'\n'    }"
	exit
fi

declare -A vmlinux
build_all
[[ $backend != kvm ]] || prove_kvm

mkdir -p "$RESULTS" 2>/dev/null || die "$RESULTS can't be made; RESULTS=DIR elsewhere"
dir=$RESULTS/$(date -u +%Y%m%dT%H%M%SZ)-$backend.partial
mkdir "$dir" || die "$dir can't be made; RESULTS=DIR elsewhere"
trap leave EXIT
measure_all
step
collect
"$labstat" check "$dir/results.jsonl" >/dev/null
"$labstat" summary "$dir"
scripts/plot.sh "$dir"
trap - EXIT
mv "$dir" "${dir%.partial}"
end_step
say "done in $(minutes "$SECONDS"): ${dir%.partial}"

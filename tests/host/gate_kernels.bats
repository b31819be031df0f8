#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2030,SC2031,SC2154 # variables of bats and of worse.bash
# The gate on real boots: it must not mind another seed or layout of the same kernel,
# and must name what was made worse on purpose (regressions/); what only a kernel that
# counts can tell is in events_kernels.bats. Builds kernels, from a copy of this
# repository in the cache that is in use; `make test-gate` only.

load helper
load worse
# shellcheck source=scripts/collect.sh
. "$BATS_TEST_DIRNAME/../../scripts/collect.sh"

layouts=(32 64 128 256 0)	# 0 last: what follows begins with it
seeds=('1,2,3,4,5' '6,7,8,9,10')
baseline_seeds=21,22,23,24,25	# not those that are judged by the floor they give

setup_file() {
	lab_once
	export MATRIX=smoke KERNELS=all
}

setup() { lab_of_test; }

# layout N: the kernel whose functions are aligned so.
layout() {
	sed -i "s/LAYOUT=.*/LAYOUT=$1/" kernel-patches/configs/layout.config
	scripts/kernel.sh all-layout
}

# boot_once RUN BOOT VMLINUX SEED
boot_once() {
	local dir=$runs/$1/$2

	mkdir -p "$dir"
	scripts/job.sh bench "$2" "$runs/$1/plan.jsonl" >"$dir/job"
	scripts/boot.sh --kernel "$3" --initrd "$INITRD" --seed "$4" --job "$dir/job" --out "$dir"
}

# measure NAME VMLINUX SEEDS [VMLINUX]: a run, and with the second kernel its controls.
measure() {
	local dir=$runs/$1 boot control seed kernel

	[[ ! -f $dir/results.jsonl ]] || return 0
	mkdir -p "$dir"
	SEEDS=$3 FLOORS=$((0${4:+1})) make_plan tcg >"$dir/plan.jsonl"
	while read -r boot control seed; do
		kernel=$2
		[[ $control != layout ]] || kernel=$4
		while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n; done
		boot_once "$1" "$boot" "$kernel" "$seed" 3>&- &
	done < <(scripts/plan.pl list boot,control,seed <"$dir/plan.jsonl")
	wait
	collect_boots "$dir" < <(scripts/plan.pl list boot,image,cpus,control <"$dir/plan.jsonl")
	write_fingerprint "$dir"
}

# The run that others are held against, with its floors.
measure_baseline() {
	[[ ! -f $runs/baseline/floors.json ]] || return 0
	measure baseline "$(layout 0)" "$baseline_seeds" "$(layout 64)"
	scripts/labstat.sh floors "$runs/baseline"
}

# busy COMMAND...: while the host has other work.
busy() {
	local pids=()

	for _ in 1 2 3; do
		sha256sum /dev/zero 3>&- &
		pids+=($!)
	done
	disown "${pids[@]}"
	"$@"
	kill "${pids[@]}"
}

@test "layouts are different images, in the code of KVM too" {
	for value in "${layouts[@]}"; do
		vmlinux=$(layout "$value")
		nm "$vmlinux" | grep -w kvm_gmem_read_page
		objcopy -O binary -j .text "$vmlinux" "$BATS_TEST_TMPDIR/text"
		sha256sum <"$BATS_TEST_TMPDIR/text" >>"$BATS_TEST_TMPDIR/texts"
	done
	[ "$(sort -u "$BATS_TEST_TMPDIR/texts" | wc -l)" -eq "${#layouts[@]}" ]
}

@test "A/A: 100 pairs of runs that differ in layout, seeds and load raise no alarm" {
	measure_baseline
	made=(baseline)
	for value in "${layouts[@]}"; do
		vmlinux=$(layout "$value")
		measure "$value-quiet" "$vmlinux" "${seeds[0]}"
		busy measure "$value-busy" "$vmlinux" "${seeds[1]}"
		made+=("$value"-{quiet,busy})
	done
	for run in "${made[@]:1}"; do cp "$runs/baseline/floors.json" "$runs/$run/"; done
	pairs=0 alarms=0
	for a in "${made[@]}"; do
		for b in "${made[@]:1}"; do
			[[ $a != "$b" ]] || continue
			gate "$a" "$b"
			((++pairs))
			((status == 0)) || echo "alarm $((++alarms)): $a and $b"
		done
	done
	[ "$pairs" -eq 100 ]
	[ "$alarms" -eq 0 ]
}

# names PATCH CASE...: with it the gate fails, and names each CASE.
names() {
	local vmlinux case

	measure_baseline
	make_worse "$1"
	vmlinux=$(layout 0)
	measure "$1" "$vmlinux" "$baseline_seeds"
	gate baseline "$1"
	[ "$status" -eq 1 ]
	for case in "${@:2}"; do
		grep -q "^regressed  *$case" <<<"$output" || return
	done
}

# spares PATTERN: nothing that matches was named.
spares() { ! grep -qE "^regressed .*($1)" <<<"$output"; }

@test "a flush that became a broadcast is named, and other strategies are not" {
	names broadcast 'access percpu_ptemap .*read' 'access percpu_ptemap .*write'
	spares 'noflush|direct|hva|vmap|sync_flush|batched_flush'
}

@test "50 instructions more on the path of reads are named, and writes are not" {
	names read-50-instructions 'access noflush .*read' 'access percpu_ptemap .*read' \
		'access direct .*read'
	spares 'access.* write|activate|deactivate'
}

@test "a folio lock that is held longer is named" {
	names lock-held 'access percpu_ptemap .*read' 'access percpu_ptemap .*write'
}

@test "a second local invalidation is named" {
	names invlpg 'access percpu_ptemap .*read' 'access percpu_ptemap .*write'
	spares 'noflush|direct|hva|vmap|sync_flush|batched_flush'
}

#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2030,SC2031,SC2154 # variables of bats and of worse.bash
# The gate on real boots: it must not mind another seed or layout of the same kernel,
# and must name what was made worse on purpose (regressions/); what only a kernel that
# counts can tell is in events_kernels.bats. Builds kernels, from a copy of this
# repository in the cache that is in use; `make test-gate` only.

load helper
load worse

layouts=(32 64 128 256 0)	# 0 last: what follows begins with it
seeds=(1 2 3 4)
control_seeds=(11 12 13)	# not those that are judged by the floor they give

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

# measure NAME VMLINUX SEED: a run.
measure() {
	local dir=$runs/$1

	[[ ! -f $dir/results.jsonl ]] || return 0
	mkdir -p "$dir"
	SEED=$3 make_plan tcg >"$dir/plan.jsonl"
	scripts/job.sh bench boot-all-2 "$dir/plan.jsonl" >"$dir/job"
	scripts/boot.sh --kernel "$2" --initrd "$INITRD" --seed "$3" --job "$dir/job" --out "$dir"
	write_fingerprint "$dir"
	mv "$dir/result" "$dir/results.jsonl"
}

# in_background COMMAND...: as many at a time as there are CPUs.
in_background() {
	while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n; done
	"$@" 3>&- &
}

wait_all() {
	local pid

	for pid in $(jobs -rp); do wait "$pid"; done
}

# The run that others are held against, with its floors.
measure_baseline() {
	local vmlinux seed n=0

	[[ ! -f $runs/baseline/floors.json ]] || return 0
	vmlinux=$(layout 0)
	for seed in "${control_seeds[@]}"; do
		in_background measure "control-$seed" "$vmlinux" "$seed"
	done
	in_background measure control-layout "$(layout 64)" "${control_seeds[0]}"
	wait_all
	cp -r "$runs/control-${control_seeds[0]}" "$runs/baseline"
	for seed in "${control_seeds[@]:1}" layout; do
		sed "s/^{/{\"boot\":$((++n)),/" "$runs/control-$seed/results.jsonl"
	done >"$runs/baseline/layout.jsonl"
	planned "$runs/baseline"
	scripts/labstat.sh floors "$runs/baseline"
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

@test "A/A: 20 pairs of runs that differ in layout and seed raise no alarm" {
	measure_baseline
	for value in "${layouts[@]}"; do
		vmlinux=$(layout "$value")
		for seed in "${seeds[@]}"; do
			in_background measure "$value-$seed" "$vmlinux" "$seed"
		done
	done
	wait_all
	alarms=0
	for ((i = 0; i < 20; i++)); do
		a=${layouts[i % 5]}-${seeds[i % 4]}
		b=${layouts[(i + 1) % 5]}-${seeds[(i + 1) % 4]}
		cp "$runs/baseline/floors.json" "$runs/$a/"
		gate "$a" "$b"
		((status == 0)) || echo "alarm $((++alarms)): $a and $b"
	done
	[ "$alarms" -eq 0 ]
}

# names PATCH CASE...: with it the gate fails, and names each CASE.
names() {
	local vmlinux case

	measure_baseline
	make_worse "$1"
	vmlinux=$(layout 0)
	measure "$1" "$vmlinux" "${control_seeds[0]}"
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

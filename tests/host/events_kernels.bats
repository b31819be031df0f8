#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2030,SC2031,SC2154 # variables of bats and of worse.bash
# What the counting pass says, on real boots: kernels that don't do what they count are
# refused; what it counts is the same with another seed or layout; and of a strategy that
# does not do what its name says the gate names what rose. Builds kernels; `make test-gate`
# only.

load helper
load worse

setup_file() {
	local strategy

	lab_once
	make -s -C tools OUT="$BATS_FILE_TMPDIR/tools" >&2
	for strategy in noflush sync_flush batched_flush percpu_ptemap vmap; do
		printf 'all-events 2 %s\n' "gmem_rw_latency -s $strategy -l 8 -n 50" \
			"gpc_churn -s $strategy -o cycle -n 200"
	done >bench/cases/counted
	# How often this needs the strategy depends on who is first: nothing to refuse it by.
	echo 'all-events 2 gpc_churn -s percpu_ptemap -o cycle_reads -v 2 -C other -n 50' \
		>>bench/cases/counted
}

setup() { lab_of_test; }

# count NAME VMLINUX [SEED]: a run, of which $status and $output are as of `make bench`.
count() {
	local dir=$runs/$1

	mkdir -p "$dir"
	MATRIX=counted SEED=${3:-1} make_plan tcg >"$dir/plan.jsonl"
	scripts/job.sh bench boot-all-events-2 "$dir/plan.jsonl" >"$dir/job"
	run scripts/boot.sh --kernel "$2" --initrd "$INITRD" --seed "${3:-1}" \
		--witness "$BATS_FILE_TMPDIR/tools/libwitness.so" --job "$dir/job" --out "$dir"
	write_fingerprint "$dir"
	cp "$dir/result" "$dir/results.jsonl"
	((status)) || run "$BATS_FILE_TMPDIR/tools/labstat" witness "$dir/result" "$dir/regions"
	echo "$status: ${output:0:1000}"
}

# count_worse PATCH: a run of the kernel with it.
count_worse() {
	local vmlinux

	make_worse "$1"
	vmlinux=$(scripts/kernel.sh all-events)
	count "$1" "$vmlinux"
}

count_baseline() {
	local vmlinux

	[[ ! -f $runs/baseline/results.jsonl ]] || return 0
	vmlinux=$(scripts/kernel.sh all-events)
	count baseline "$vmlinux"
	[ "$status" -eq 0 ]
}

# disbelieved NAME [REASON]: strategies whose counts were refused in that run.
disbelieved() {
	perl -MJSON::PP -ne 'BEGIN { $why = shift } my $r = decode_json($_);
		print "$r->{dimensions}{strategy}\n" if ($r->{na} // "") =~ /$why/' \
		"${2:-^(expected events|cross-check|witness): }" "$runs/$1/result" | sort -u
}

@test "a kernel that does what it counts is believed" {
	count_baseline
	[ -z "$(disbelieved baseline)" ]
}

@test "a strategy that there is no rule for says that it was not held against one" {
	cp docs/example/local_flush.c strategies/
	sed -i '/^endchoice/e cat docs/example/Kconfig' strategies/Kconfig
	printf 'all-events 2 gmem_rw_latency -s %s -o read -l 8 -n 50\n' local_flush noflush \
		>bench/cases/counted
	vmlinux=$(scripts/kernel.sh all-events)
	count no-rule "$vmlinux"
	[ "$status" -eq 0 ]
	[ "$(disbelieved no-rule '^no rule for this strategy: expected events not checked$')" = local_flush ]
	run "$BATS_FILE_TMPDIR/tools/labstat" report "$runs/no-rule"
	grep -q 'no rule for this strategy: expected events not checked: 1 cases of .*expected_events (local_flush)' \
		"$runs/no-rule/report.md"
}

@test "counts are the same with another seed and with another layout" {
	count_baseline
	vmlinux=$(scripts/kernel.sh all-events)
	count seed "$vmlinux" 2
	[ "$status" -eq 0 ]
	gate baseline seed
	[ "$status" -eq 0 ]
	gate seed baseline
	[ "$status" -eq 0 ]
	vmlinux=$(scripts/kernel.sh all-events-layout)
	count layout "$vmlinux" 3
	[ "$status" -eq 0 ]
	gate baseline layout
	[ "$status" -eq 0 ]
	gate layout baseline
	[ "$status" -eq 0 ]
}

@test "an INVLPG that is counted and not executed is refused by the witness" {
	count_worse invlpg-not-executed
	[ "$status" -ne 0 ]
	[[ $output == *"INVLPG announced in region"*" 0 executed"* ]]
	# Nothing inside the kernel can know.
	[ -z "$(disbelieved invlpg-not-executed)" ]
}

@test "an interrupt that is sent and not announced is refused by the witness" {
	count_worse ipi-not-announced
	[ "$status" -ne 0 ]
	[[ $output == *"50 to 50 ICR stores announced in region"*", 100 executed"* ]]
	[ -z "$(disbelieved ipi-not-announced)" ]
}

@test "a broadcast that is sent twice is not what the strategy does, and is named" {
	count_baseline
	count_worse broadcast-twice
	[ "$status" -eq 0 ]
	[ "$(disbelieved broadcast-twice '^expected events: 100 broadcasts, not 50$')" = sync_flush ]
	[ "$(disbelieved broadcast-twice)" = sync_flush ]
	gate baseline broadcast-twice
	[ "$status" -eq 1 ]
	grep -qE '^regressed .*broadcasts sync_flush .*read .* 1  *2  *\+1 ' <<<"$output"
}

@test "a strategy that leaves pages in the direct map is not what its name says" {
	count_baseline
	count_worse direct-instead
	[ "$status" -eq 0 ]
	[ "$(disbelieved direct-instead '^expected events: the page is in the direct map after call 1 of ')" = percpu_ptemap ]
	[ "$(disbelieved direct-instead)" = percpu_ptemap ]
	# It does less than it must, which is no rise.
	gate baseline direct-instead
	[ "$status" -eq 2 ]
	grep -q "^can't judge .*pte_writes percpu_ptemap .*read" <<<"$output"
}

@test "a page that is in the direct map only between two accesses is found there" {
	count_worse direct-between
	[ "$status" -eq 0 ]
	[ "$(disbelieved direct-between '^expected events: the page is in the direct map after call [0-9]+ of 50$')" = noflush ]
	[ "$(disbelieved direct-between)" = noflush ]
}

@test "a page table entry written twice is named by the gate, with each count" {
	count_baseline
	count_worse pte-write
	[ "$status" -eq 0 ]
	[ "$(disbelieved pte-write '^expected events: 150 page table writes, not 100$')" = percpu_ptemap ]
	gate baseline pte-write
	[ "$status" -eq 1 ]
	named=$(grep '^regressed' <<<"$output")
	grep -qE 'pte_writes percpu_ptemap .*read .* 2  *3  *\+1 ' <<<"$named"
	grep -qE 'pte_writes percpu_ptemap .*write .* 2  *3  *\+1 ' <<<"$named"
	grep -q 'pte_writes percpu_ptemap .*cycle_reads' <<<"$named"
	[ "$(grep -vc 'pte_writes percpu_ptemap' <<<"$named")" -eq 0 ]
	grep -q 'n/a: expected events: 150 page table writes, not 100' <<<"$output"
}

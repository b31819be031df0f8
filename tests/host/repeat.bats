#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# A run repeats: `make bench` as it is, of a tiny matrix, with a kernel that is there.
# LAB_VMLINUX and LAB_INITRD: set by scripts/test.sh.

load helper

setup() {
	[[ -f ${LAB_VMLINUX:-} && -f ${LAB_INITRD:-} ]] ||
		skip "no lab kernel: run through make test"
	make_lab
	stand_in dpkg-query <<<'echo installed'
	cp -r "$repo/tools" .
	cp "$repo/instruments/kvm_lab.h" instruments/
	cp -r "$repo/bench/lib" bench/
	printf '#!/bin/bash\necho "$LAB_VMLINUX"\n' >scripts/kernel.sh
	printf '#!/bin/bash\necho "$LAB_INITRD"\n' >scripts/guest-programs.sh
	printf '#!/bin/bash\n' >scripts/plot.sh
	touch bench/gmem_rw_latency.c
	unset REPEAT
	echo 'direct 2 gmem_rw_latency -s direct -l 8,4096 -o read -n 5000' >bench/cases/default
}

bench() { # NAME VARIABLE...
	env BACKEND=tcg RESULTS="$PWD/runs" "${@:2}" make bench
	mv runs/*-tcg "$1"
}

@test "the same images give the same results.jsonl, byte for byte; another seed does not" {
	bench first
	bench second
	[ "$(wc -l <first/results.jsonl)" -eq 4 ]
	cmp first/results.jsonl second/results.jsonl
	cmp first/console.log second/console.log
	bench other SEED=2
	run cmp first/results.jsonl other/results.jsonl
	[ "$status" -eq 1 ]
	sed -i '1s/:1,/:2,/' second/results.jsonl
	run cmp first/results.jsonl second/results.jsonl
	[ "$status" -eq 1 ]
}

@test "a boot is made twice; one that differs then fails the run, which is not published" {
	bench run
	grep -qE '^[0-9a-f]{64} boot-direct-2 2$' run/digests
	grep -qx -- '- 1 of 1 boots were made twice, with the same bytes' run/report.md
	bench once REPEAT=none
	grep -qE ' boot-direct-2 1$' once/digests
	cmp run/results.jsonl once/results.jsonl
	# shellcheck disable=SC2016 # the stand-in's
	sed -i 's|^classify_boot|echo changed >>"$out/result"; &|' scripts/boot.sh
	run bench other
	[[ $output =~ error:\ repetition\ 1\ of\ boot-direct-2\ diverged,\ at\ result,\ line\ [0-9]+ ]]
	[[ $output == *"Error 16"* ]]
	no_results
}

@test "boots with one seed are the same under emulation but for their number" {
	bench run BOOTS=2 SEEDS=1,2
	grep '^{"case":"000001",' run/results.jsonl >first
	grep '^{"case":"000002",' run/results.jsonl | sed 's/"case":"000002"/"case":"000001"/' >second
	cmp first second
	grep '^{"case":"000003",' run/results.jsonl | sed 's/"case":"000003"/"case":"000001"/' >third
	run cmp first third
	[ "$status" -eq 1 ]
	grep -q '"gmem_rw_latency/access,direct,isolated": [0-9.]*' run/floors.json
	grep -qx 'No seed and no layout moves a figure.' run/report.md
}

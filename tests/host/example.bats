#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of helper.bash
# The part "A strategy" of docs/how-to-add.md, done in a copy of the repository: what it says
# to type is typed, and the example is built, measured and held to what it declares. The
# kernel is a few files, since it starts as one that `make test` has built.
# LAB_VMLINUX_noflush_test, LAB_INITRD: set by scripts/test.sh.

load helper

kernel=local_flush-test

setup_file() {
	local repo

	repo=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	mkdir "$BATS_FILE_TMPDIR/copy"
	(cd "$repo" && cp -a Makefile scripts strategies instruments kernel-patches bench \
		guest tests tools docs .ci "$BATS_FILE_TMPDIR/copy")
	cd "$BATS_FILE_TMPDIR/copy" || return
	in_chapter 1 | bash -e
}

setup() {
	cd "$BATS_FILE_TMPDIR/copy" || return
	unset CACHE_LOCKED KSRC LINUX KERNELS VARIANTS MATRIX TESTS KERNEL BACKEND DRYRUN SEED
	export RESULTS=$BATS_TEST_TMPDIR/results
}

built() { [[ -f ${LAB_VMLINUX_noflush_test:-} ]] || skip "no kernel noflush-test: run through make test"; }

@test "it is listed, and its kernel is planned" {
	run bash -ec "$(in_chapter 2)"
	echo "$output"
	[ "$status" -eq 0 ]
	grep -qx '  local_flush' <<<"$output"
	grep -q 'measure on local_flush, 2 CPUs' <<<"$output"
	run make bench DRYRUN=1 VARIANTS=local_flush_other
	refused local_flush_other
}

@test "each command of the later chapters has a plan" {
	for chapter in 3 4; do
		while IFS= read -r command; do
			DRYRUN=1 run bash -ec "$command"
			echo "$output"
			[ "$status" -eq 0 ]
		done < <(in_chapter "$chapter")
	done
}

@test "it builds and is measured" {
	built
	echo "$kernel 2 gmem_rw_latency -l 8 -n 200" >bench/cases/example
	make bench MATRIX=example BACKEND=tcg 2>&1
	grep '"metric":"access"' "$RESULTS"/*-tcg/results.jsonl | perl -MJSON::PP -ne '
		my $r = decode_json($_);
		$r->{dimensions}{strategy} eq "local_flush" && @{$r->{values}} == 200 or die $_;
		$ops{$r->{dimensions}{op}} = 1;
		END { join(" ", sort keys %ops) eq "read write" or die }'
}

boot() { # PROGRAM ARGUMENTS: in a boot of its own; exit code of boot.sh
	local vmlinux

	vmlinux=$(scripts/kernel.sh "$kernel" 2>/dev/null) || return
	echo "/bin/$*" >"$BATS_TEST_TMPDIR/job"
	scripts/boot.sh --kernel "$vmlinux" --initrd "$LAB_INITRD" --cpus 4 --mode parallel \
		--job "$BATS_TEST_TMPDIR/job" --out "$BATS_TEST_TMPDIR/boot" || {
		status=$?
		grep 'not ok\|Expected' "$BATS_TEST_TMPDIR/boot/console.log" >&2
		return "$status"
	}
}

@test "it keeps what all strategies promise, and what it declares" {
	built
	boot strategy_contract
	boot oracle -f oracle
}

@test "control: the same strategy is caught if it declares less" {
	built
	sed -i '/\.elsewhere = true,/d' strategies/local_flush.c
	run boot oracle -f oracle
	cp docs/example/local_flush.c strategies/
	echo "$output"
	[ "$status" -eq 11 ]
	grep -q 'not ok.*leaves_the_page_only_to_those_that_are_declared' <<<"$output"
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # variables of bats
# For the tests of the runner: a small copy of the repository with a cache of
# its own, commands that are put in the place of real ones, and checks.

repo=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# A copy of the runner in the current folder, with one strategy, one program and
# a kernel source of two files.
make_lab() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir -p lab/{bench/cases,strategies,instruments,kernel-patches/{configs,6.12/lab}}
	cp -r "$repo"/{Makefile,scripts,guest} lab/
	cd lab || return
	echo 'config KVM_GMEM_STRATEGY_DIRECT' >strategies/Kconfig
	printf '%s\n' 'direct_exposure' '#define KVM_GMEM_STRATEGY direct' \
		'#include "strategy-define.h"' >strategies/direct.c
	touch strategies/strategy-ops.h
	echo 'int main(void) { return 0; }' >bench/prog.c
	echo 'direct 2 prog' >bench/cases/default
	echo 'CONFIG_A=y' >kernel-patches/configs/base.config
	echo '# CONFIG_B is not set' >kernel-patches/configs/lab.config
	touch kernel-patches/6.12/series kernel-patches/6.12/lab/series
	export CACHE=$BATS_TEST_TMPDIR/cache RESULTS=$BATS_TEST_TMPDIR/results
	unset CACHE_LOCKED KSRC LINUX MATRIX KERNELS SEED BACKEND SETUP TESTS DRYRUN
	unset KERNEL STRESS_SECONDS TIMEOUT PERF BOOTS SEEDS FLOORS EVENTS TUNE SHARD RUNS
	export REPEAT=none	# boots that are made up can't be made twice
}

make_kernel_source() {
	mkdir -p ../src/linux-source-6.12/virt/kvm
	touch ../src/linux-source-6.12/virt/kvm/Makefile.kvm
	printf 'one\ntwo\nthree\n' >../src/linux-source-6.12/file
	printf 'other\n' >../src/linux-source-6.12/untouched
	export KSRC=$BATS_TEST_TMPDIR/linux-source-6.12.tar.xz
	tar -C ../src -cJf "$KSRC" linux-source-6.12
}

# stand_in NAME <<'...': a command of that name that comes before the real one.
stand_in() {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	{ echo '#!/bin/bash'; cat; } >"$BATS_TEST_TMPDIR/bin/$1"
	chmod +x "$BATS_TEST_TMPDIR/bin/$1"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

# refused TEXT...: the last run failed with one line that has each TEXT.
refused() {
	echo "$output"
	[ "$status" -ne 0 ]
	[ "$(grep -c '^error: ' <<<"$output")" -eq 1 ]
	for text; do
		grep -qF -- "$text" <<<"$(grep '^error: ' <<<"$output")" || return 1
	done
}

# in_chapter NUMBER: the commands of that chapter of docs/how-to-add.md.
in_chapter() { sed -n "/^### $1\./,/^##/s/^    //p" docs/how-to-add.md; }

# planned DIR: a plan for the records of a made-up run that have none.
planned() { "$BATS_TEST_DIRNAME/planned.pl" "$1"; }

# make_plan BACKEND: the plan of the lab in the current folder.
make_plan() { bash -c '. scripts/lib.sh && exec scripts/plan.pl make "$1"' - "$1"; }

# plan_list FIELD,... [FIELD=VALUE...]: of that plan.
plan_list() { make_plan auto | scripts/plan.pl list "$@"; }

# Nothing that looks like a finished run.
no_results() {
	local dir

	for dir in "$RESULTS"/*; do
		[[ ! -e $dir || $dir == *.partial || $dir == *.failed ]] || return 1
	done
}

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # variables of bats
# For tests with kernels that were made worse on purpose (regressions/): each test gets
# a copy of this repository, whose kernels are built in the cache that is in use.

# lab_once: the copy that those of the tests are made from; the current folder. No patch
# touches the programs: they are built from what stays, for the cache notes their paths.
lab_once() {
	unset SEEDS FLOORS BOOTS KERNELS VARIANTS RUN TOLERANCES REPORTS DRYRUN
	export SETUP=no
	INITRD=$("$BATS_TEST_DIRNAME/../../scripts/guest-programs.sh" bench)
	export INITRD
	mkdir "$BATS_FILE_TMPDIR/lab"
	tar -C "$BATS_TEST_DIRNAME/../.." --exclude=./.git --exclude=./results -cf - . |
		tar -C "$BATS_FILE_TMPDIR/lab" -xf -
	cd "$BATS_FILE_TMPDIR/lab" || return
}

# What a test changes in its copy, the next one doesn't see.
lab_of_test() {
	cp -r "$BATS_FILE_TMPDIR/lab" "$BATS_TEST_TMPDIR/"
	runs=$BATS_FILE_TMPDIR/runs
	mkdir -p "$runs"
	cd "$BATS_TEST_TMPDIR/lab" || return
}

# make_worse PATCH: in the copy.
make_worse() {
	local patch=$BATS_TEST_DIRNAME/regressions/$1.patch

	if grep -q '^+++ b/strategies/' "$patch"; then
		patch -p1 -s <"$patch"
	else
		cp "$patch" kernel-patches/6.12/lab/9999-worse.patch
		echo 9999-worse.patch >>kernel-patches/6.12/lab/series
	fi
}

# write_fingerprint DIR: one for all runs, for in what these differ the gate must not
# mind.
write_fingerprint() {
	cat >"$1/fingerprint.json" <<-'END'
		{ "backend": "tcg-counted", "kernel": "6.12", "config": { "all": "same" },
		  "compiler": "cc", "seeds": [1], "qemu": "7.2", "machine": "-M q35" }
	END
}

gate() { # BASELINE RUN
	run env BASELINE="$runs/$1" RUN="$runs/$2" scripts/gate.sh
	grep -E "^(regressed|can't judge|gate:|error:|labstat:)" <<<"$output" || true
}

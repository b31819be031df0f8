# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# For the tests of whole runs.

# make_bootable_lab: as make_lab. What builds and boots is a stand-in: a "boot" runs the job
# on this machine and ends as $BOOT_EXIT says.
make_bootable_lab() {
	make_lab
	stand_in dpkg-query <<<'echo installed'
	mkdir -p tools tests/guest "$CACHE/images/k" "$BATS_TEST_TMPDIR/programs"
	touch "$CACHE/images/k/vmlinux"
	echo CONFIG_A=y >"$CACHE/images/k/config"
	echo 6.12.1 >"$CACHE/images/k/version"
	echo sources >"$CACHE/images/k/build-inputs"
	real_labstat=$BATS_FILE_TMPDIR/tools/labstat
	[[ -x $real_labstat ]] || make -s -C "$repo/tools" OUT="${real_labstat%/*}" "$real_labstat"
	labstat <<<'[[ $1 != check ]] || exit "${CHECK_EXIT:-0}"'
	printf 'all tests:\n\tcp %s/bin/labstat $(OUT)/\n' "$BATS_TEST_TMPDIR" >tools/Makefile
	mkdir -p "$CACHE/tools"
	replace kernel.sh <<<'echo "$CACHE/images/k/vmlinux"'
	replace guest-programs.sh <<<'echo "$CACHE/images/initrd"'
	replace kernel-tree.sh <<<'echo "$CACHE"'
	replace plot.sh <<<'true'
	replace boot.sh <<-'END'
		while (($#)); do
			case $1 in --job) job=$2 ;; --out) out=$2 ;; --timeout) limit=$2 ;; esac
			shift
		done
		cd "$out"
		echo "${limit:-}" >limit
		echo 'exec qemu-system-x86_64 -M q35 -smp 2 \' >qemu-cmd
		echo 'gmem-lab: init' >console.log
		: >records
		BIN=$BATS_TEST_TMPDIR/programs RESULT=$PWD/records sh "$job" 3>>records 4>result >>console.log 2>&1 || BOOT_EXIT=11
		rm records
		((!${BOOT_EXIT:-0})) || echo "error: ended so; see $PWD/console.log" >&2
		exit "${BOOT_EXIT:-0}"
	END
	program prog <<<'echo "{\"args\":\"$*\"}" >>"$RESULT"'
	echo 'direct 2,4 prog -x' >bench/cases/default
	echo 'direct 2 prog -y' >>bench/cases/default
}

# labstat <<<...: one that does that, after the real one's fingerprint.
labstat() {
	{
		echo "[[ \$1 != fingerprint ]] || exec '$real_labstat' \"\$@\""
		cat
	} | stand_in labstat
}

replace() { # SCRIPT <<<...
	{ echo '#!/bin/bash'; cat; } >"scripts/$1"
	chmod +x "scripts/$1"
}

program() { # NAME <<<...
	{ echo '#!/bin/sh'; cat; } >"$BATS_TEST_TMPDIR/programs/$1"
	chmod +x "$BATS_TEST_TMPDIR/programs/$1"
}

run_dir() { ls -d "$RESULTS"/*"$1"; }

# commit_lab: makes it a repository of git.
commit_lab() {
	export GIT_CONFIG_GLOBAL=$BATS_TEST_TMPDIR/gitconfig
	git config --global user.name lab
	git config --global user.email lab@localhost
	git init -q . && git add -Af . && git commit -qm lab
}

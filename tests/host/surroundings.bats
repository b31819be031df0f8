#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # code for stand-ins; variables of helper.bash
# A whole run where the user's settings are odd, HOME does not answer, or the kernel
# refuses what it refuses in a container. LAB_VMLINUX and LAB_INITRD: set by
# scripts/test.sh.

load helper

setup() {
	make_lab
	stand_in dpkg-query <<<'echo installed'
	stand_in labstat <<<'exit 0'
	mkdir tools
	printf 'all:\n\tcp %s/bin/labstat $(OUT)/\n' "$BATS_TEST_TMPDIR" >tools/Makefile
	replace plot.sh <<<'exit 0'
	export BACKEND=tcg
}

replace() { # SCRIPT <<<...
	{ echo '#!/bin/bash'; cat; } >"scripts/$1"
	chmod +x "scripts/$1"
}

# A boot that takes no time.
no_boot() {
	mkdir -p "$CACHE/images/k"
	touch "$CACHE/images/k/"{config,version,build-inputs,vmlinux}
	echo CONFIG_A=y >"$CACHE/images/k/config"
	replace kernel.sh <<<'echo "$CACHE/images/k/vmlinux"'
	replace guest-programs.sh <<<'echo "$CACHE/images/initrd"'
	replace boot.sh <<-'END'
		while (($#)); do
			case $1 in --out) out=$2 ;; esac
			shift
		done
		echo 'exec qemu-system-x86_64 -smp 2 \' >"$out/qemu-cmd"
		echo '{"a":1}' | tee "$out/result" >"$out/console.log"
	END
}

@test "a HOME that answers nobody is not asked where CACHE and RESULTS are elsewhere" {
	no_boot
	git init -q . && git add -A && git -c user.name=a -c user.email=b commit -qm lab
	export HOME=$BATS_TEST_TMPDIR/home
	mkdir "$HOME"
	mkfifo "$HOME"/{.gitconfig,.bashrc,.profile,.gnuplot}	# whoever opens one waits for ever
	touch -d '1 day ago' "$HOME"
	was=$(stat -c %y "$HOME")
	timeout 30 make -s bench
	[ "$(stat -c %y "$HOME")" = "$was" ]
	grep -qE "^[0-9a-f]{40}\$" "$RESULTS"/*-tcg/commit
	mkdir run
	cp "$repo"/results/published/{figures.csv,frontier.tsv} run/
	timeout 30 "$repo/scripts/plot.sh" run
	[ -s run/frontier-1.svg ]
}

@test "what the user has set for git, tar, perl and bash changes nothing" {
	make_kernel_source
	git init -q . && git add -A && git -c user.name=a -c user.email=b commit -qm lab
	echo changed >>bench/prog.c
	mkdir ../plain ../odd ../home
	scripts/commit.sh ../plain
	plain=$(CACHE=$CACHE-2 scripts/kernel-tree.sh patched)
	export HOME=$BATS_TEST_TMPDIR/home TAR_OPTIONS='--exclude=untouched' GLOBIGNORE='*'
	export POSIXLY_CORRECT=1 PERL5OPT=-Mnothing BASH_ENV=$HOME/env GIT_CONFIG_COUNT=1
	export GIT_CONFIG_KEY_0=diff.mnemonicPrefix GIT_CONFIG_VALUE_0=true
	printf '[diff]\n\tnoprefix = true\n' >"$HOME/.gitconfig"
	echo exit >"$BASH_ENV"
	/bin/bash -p scripts/commit.sh ../odd
	odd=$(/bin/bash -p scripts/kernel-tree.sh patched)
	cmp ../plain/diff.patch ../odd/diff.patch
	diff -r "$plain/linux" "$odd/linux"
	make bench DRYRUN=1 | grep -q 'measure on direct'
}

@test "a run in a container that has neither /dev/kvm nor namespaces, mounts, perf or tracing" {
	[[ -f ${LAB_VMLINUX:-} && -f ${LAB_INITRD:-} ]] ||
		skip "no lab kernel: run through make test"
	gcc -o as-docker "$BATS_TEST_DIRNAME/as-docker.c"
	replace kernel.sh <<<'echo "$LAB_VMLINUX"'
	replace guest-programs.sh <<<'echo "$LAB_INITRD"'
	echo 'direct 2 gmem_rw_latency -s direct -l 8 -n 50' >bench/cases/default
	touch bench/gmem_rw_latency.c
	make -s -C "$repo/tools" OUT="$CACHE/tools" "$CACHE/tools/libsteady.so"
	./as-docker make -s bench
	[ "$(wc -l <"$(echo "$RESULTS"/*-tcg)/results.jsonl")" -ge 1 ]
	stand_in qemu-system-x86_64 <<<'unshare -U true 2>&1; exit 1'	# one that needs what there is not
	run ./as-docker make -s bench
	[ "$status" -ne 0 ]
	grep -q 'Operation not permitted' "$RESULTS"/*.failed/boot-direct-2/qemu.log
}

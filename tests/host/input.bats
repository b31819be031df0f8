#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for stand-ins; variables of helper.bash
# Bad input: one line that names cause and remedy, and no results.

load helper

setup() { make_lab; }
teardown() { no_results; }

@test "a variable of a wrong value is refused" {
	run make bench SEED=abc
	refused SEED=abc 'not a number' SEED=1
	run make bench JOBS=0
	refused JOBS=0 'above 0'
	run make bench TIMEOUT=-1
	refused TIMEOUT=-1
	run make test SETUP=maybe
	refused SETUP=maybe 'yes, no'
	run make bench DRYRUN=2
	refused DRYRUN=2
	run make bench BOOTS=0
	refused BOOTS=0 'above 0'
	for value in one '1,,2,' 1-3; do
		run make bench SEEDS="$value"
		refused "SEEDS=$value" 'not numbers' SEEDS=1,2,3
	done
	run make stress STRESS_SECONDS=0
	refused STRESS_SECONDS=0 'above 0'
	run make stress STRESS_SECONDS=long
	refused STRESS_SECONDS=long
}

@test "an unknown back end is refused, and the known ones named" {
	run make bench BACKEND=xen
	refused BACKEND=xen 'auto or one of scripts/backend/: host kvm tcg'
}

@test "an unknown flavour of test kernels is refused, and the known ones named" {
	for value in fast plain,debug ../debug; do
		run make test KERNEL="$value"
		refused "KERNEL=$value" 'plain, debug'
	done
}

@test "an unknown matrix is refused, and the known ones named" {
	run make bench MATRIX=nope
	refused MATRIX=nope 'bench/cases/ has: default'
	run make bench MATRIX=../default
	refused MATRIX=../default
}

@test "an unknown strategy in a matrix is refused, and the known ones named" {
	echo 'magic 2 prog' >bench/cases/default
	run make bench
	refused 'unknown kernel magic' 'stock all direct'
}

@test "an unknown fragment of a kernel is refused, and the known ones named" {
	run scripts/config.sh direct-fast
	refused 'unknown kernel direct-fast' base.config
}

@test "an unknown program, bad CPUs and a short line in a matrix are refused" {
	echo 'direct 2 nothing' >bench/cases/default
	run make bench
	refused bench/cases/default:1 'unknown program nothing' prog.c
	echo 'direct two prog' >bench/cases/default
	run make bench
	refused bench/cases/default:1 "'two'"
	echo 'direct 2' >bench/cases/default
	run make bench
	refused bench/cases/default:1 'kernel cpus program'
	: >bench/cases/default
	run make bench
	refused 'has no cases'
	echo CONFIG_NR_CPUS=64 >>kernel-patches/configs/base.config
	echo 'direct 2,65 prog' >bench/cases/default
	run make bench
	refused bench/cases/default:1 '65 CPUs' CONFIG_NR_CPUS=64
	echo 'direct 2,64 prog' >bench/cases/default
	make_plan auto
}

@test "what the environment says to make, kbuild and gcc is not taken" {
	names='LLVM LD W M CPATH GCC_EXEC_PREFIX KBUILD_CFLAGS KCONFIG_CONFIG HOSTCFLAGS MAKEFLAGS'
	for name in $names; do
		run grep "^$name=" <(env "$name=W" bash -c '. scripts/lib.sh; env')
		[ "$status" -eq 1 ]
	done
	[ "$(make LLVM=odd -f <(printf 'x:\n\t@bash -c ". scripts/lib.sh; env"\n') x | grep -c odd)" -eq 0 ]
}

@test "a case in the kernel all is of each strategy, or of the one that it names" {
	printf 'all 2 prog\nall 2 prog -s hva -l 8\n' >bench/cases/default
	[ "$(plan_list program,arguments | tr '\t' ' ' | paste -sd,)" = 'prog -s direct,prog -s hva -l 8' ]
}

@test "the plan says of each case of which class its kernel is, and of which strategy it is" {
	touch kernel-patches/configs/{events,oracle,test}.config
	printf '%s 2 prog -s hva\n' stock all direct direct-test all-events all-oracle >bench/cases/default
	echo 'direct 2 prog -x' >>bench/cases/default
	[ "$(plan_list kernel,class | tr '\t' =  | xargs)" = 'stock=stock all=all direct=pure direct-test=pure all-events=events all-oracle=oracle' ]
	[ "$(plan_list strategy kernel=direct | xargs)" = 'hva direct' ]
	[ "$(make_plan tcg | wc -l)" -eq 8 ]
	[[ "$(make_plan tcg | head -n 1)" == '{"plan":1,'*'"backend":"tcg-counted"'*'"cases":7}' ]]
}

@test "the back end host has the cases of the running kernel, once each, on its CPUs" {
	printf '#!/bin/bash\necho direct\necho 6\n' >scripts/backend.sh
	printf 'direct 2,4 prog -x\nstock 2 prog\n' >bench/cases/default
	[ "$(make_plan host | scripts/plan.pl list id,boot,cpus,arguments | xargs)" = '000001 boot-direct-6 6 -x' ]
	echo 'stock 2 prog' >bench/cases/default
	run make_plan host
	refused BACKEND=host 'running kernel, direct' MATRIX
}

@test "KERNELS that the matrix has not are refused" {
	run make bench KERNELS=noflush
	refused KERNELS=noflush 'no kernel noflush'
}

@test "an unknown test program is refused" {
	run make test TESTS=nothing
	refused TESTS=nothing 'make list'
}

@test "a results folder and a cache that can't be written are found before the build, and by a dry run" {
	stand_in dpkg-query <<<'echo installed'
	for dry in 0 1; do
		for name in RESULTS CACHE; do
			run env "$name=/proc/nothing" make bench BACKEND=tcg DRYRUN="$dry"
			refused "$name=/proc/nothing"
			run env "$name=/dev/null/x" make bench BACKEND=tcg DRYRUN="$dry"
			refused "$name=/dev/null/x"
		done
	done
	[ ! -e "$CACHE" ]
	[ ! -e "$RESULTS" ]
}

@test "results have no room: found before the build" {
	stand_in dpkg-query <<<'echo installed'
	stand_in df <<<'echo head; [[ $* != *results* ]] || echo "x x x 1000 x x"; echo "x x x 9999999 x x"'
	run make bench BACKEND=tcg
	refused "$RESULTS has 0 MB free" RESULTS=DIR
	[ ! -e "$CACHE/log" ]
}

@test "one name of several that no test has is refused" {
	mkdir -p tests/guest
	: >guest/selftests
	echo '/* gmem-lab-test: kernels=direct-test mode=parallel cpus=2 */' >tests/guest/a.c
	run make test TESTS=a,nothing
	refused TESTS=a,nothing 'as nothing'
	run make test KERNELS=direct-test,nothing
	refused KERNELS=direct-test,nothing 'on nothing'
}

@test "KERNELS that no test runs on are refused, and those that some do named" {
	mkdir -p tests/guest
	: >guest/selftests
	echo '/* gmem-lab-test: kernels=direct-test mode=parallel cpus=2 */' >tests/guest/a.c
	run make test KERNELS=noflush-test
	refused KERNELS=noflush-test direct-test
	run make test KERNEL=debug KERNELS=direct-test
	refused KERNELS=direct-test KERNEL=debug direct-test-debug
}

@test "KERNEL=kcsan runs the programs that say so, other kernels those that say that" {
	mkdir -p tests/guest
	echo 'guest_memfd_test kernels=direct-test mode=parallel cpus=2' >guest/selftests
	echo '/* gmem-lab-test: kernels=direct-test mode=parallel cpus=2 */' >tests/guest/a.c
	echo '/* gmem-lab-kcsan: kernels=stock-test mode=parallel cpus=4 */' >tests/guest/b.c
	make test KERNEL=kcsan DRYRUN=1 >plan
	grep -q 'boot stock-test-kcsan parallel 4 CPUs' plan
	run grep -q direct plan
	[ "$status" -ne 0 ]
	DRYRUN=1 scripts/test.sh guest >plan
	grep -q 'boot direct-test parallel 2 CPUs' plan
	run grep -q stock plan
	[ "$status" -ne 0 ]
}

@test "a test program that does not say where it runs is refused" {
	mkdir -p tests/guest
	echo '/* where? */' >tests/guest/new.c
	run make test
	refused tests/guest/new.c 'gmem-lab-test:'
}

@test "several boots, and controls, are refused where they mean nothing" {
	replace_backend() { printf '#!/bin/bash\necho %s\n' "$1" >scripts/backend.sh; }
	stand_in dpkg-query <<<'echo installed'
	replace_backend host
	run make bench BOOTS=2
	refused BOOTS=2 BACKEND=host
	replace_backend kvm
	run make bench SEEDS=1,2
	refused SEEDS 'repeat exactly' BACKEND=tcg BOOTS=5
	run make bench FLOORS=1
	refused FLOORS BACKEND=tcg
	run make bench SEEDS=1,2,01
	refused SEEDS=1,2,01 'there twice'
}

@test "BACKEND=host is refused where the kernel has no lab ioctl" {
	stand_in dpkg-query <<<'echo installed'
	run make bench BACKEND=host
	refused BACKEND=host BACKEND=tcg
}

@test "BACKEND=kvm is refused where it can't work, and why is said" {
	grep -qwE 'svm|vmx' /proc/cpuinfo && skip "this CPU has svm or vmx"
	stand_in dpkg-query <<<'echo installed'
	run make bench BACKEND=kvm
	refused BACKEND=kvm 'neither svm nor vmx' BACKEND=tcg
}

@test "without hardware virtualisation the back end is tcg" {
	grep -qwE 'svm|vmx' /proc/cpuinfo && skip "this CPU has svm or vmx"
	run scripts/backend.sh choose
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = tcg ]
}

@test "a full disk is noticed before anything is built" {
	make_kernel_source
	stand_in df <<<'echo head; echo "x x x 1000 x x"'
	run scripts/kernel-tree.sh patched
	refused 'free' CACHE=DIR
	run compgen -G "$CACHE/*/patched/linux"
	[ "$status" -ne 0 ]
}

@test "a cache or a results folder that can't be made is refused" {
	make_kernel_source
	run env CACHE=/proc/nothing scripts/kernel-tree.sh patched
	refused /proc/nothing CACHE=DIR
}

@test "a kernel source that is not there is refused" {
	run env KSRC=/nowhere.tar.xz scripts/kernel-tree.sh patched
	refused /nowhere.tar.xz linux-source-6.12
	run env LINUX=/tmp scripts/kernel-tree.sh patched
	refused LINUX=/tmp 'no kernel tree'
}

@test "a kernel version without patches is refused, and those with named" {
	make_kernel_source
	mv "$KSRC" "${KSRC/6.12/6.99}"
	run env KSRC="${KSRC/6.12/6.99}" scripts/kernel-tree.sh patched
	refused 'no patches for kernel 6.99' 6.12
}

@test "the dry run prints a plan and does nothing" {
	echo 'direct 2,4 prog -x' >bench/cases/default
	run make bench DRYRUN=1
	echo "$output"
	[ "$status" -eq 0 ]
	grep -q 'kernel direct' <<<"$output"
	[ "$(grep -c 'measure on direct' <<<"$output")" -eq 2 ]
	[ ! -e "$CACHE" ]
	[ ! -e "$RESULTS" ]
}

@test "help names each verb and each variable with its default" {
	run make help
	[ "$status" -eq 0 ]
	while read -r verb; do
		grep -q "^  $verb " <<<"$output"
	done < <(sed -n 's/^\([a-z-]*\):.*/\1/p' Makefile)
	while read -r name _; do
		[ "$name" = '#' ] || grep -A1 "^  $name " <<<"$output" | grep -q default:
	done <scripts/variables.tsv
}

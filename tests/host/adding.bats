#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for perl; variables of helper.bash
# What docs/how-to-add.md adds, added to a copy of the repository by the page's own text:
# which files it touches, and that it works. example.bats boots the strategy.
# LAB_INITRD: set by scripts/test.sh. Programs are compiled as for that one.

load helper

copy=$BATS_FILE_TMPDIR/copy built=$BATS_FILE_TMPDIR/built

setup_file() {
	mkdir "$copy" "$built"
	cd "$repo" && cp -a Makefile scripts strategies instruments kernel-patches bench guest \
		tests tools docs "$copy" && cd "$copy" || return
	unset KSRC LINUX KERNELS VARIANTS MATRIX
	export GIT_CONFIG_GLOBAL=/dev/null
	git init -q .
	commit
	git tag clean
}

# What the last test changed is newer than what was built of it.
setup() {
	cd "$copy" || return
	git reset -q --hard clean
	git clean -fdq
}

commit() {
	git add -A
	git -c user.name=lab -c user.email=lab@localhost commit -qm step
}

# find_tree: the kernel tree of which the programs in LAB_INITRD were built.
find_tree() {
	local made

	[[ -f ${LAB_INITRD:-} ]] || skip "no programs are built: run through make test"
	made=$(grep -lxF "$LAB_INITRD" "${LAB_INITRD%/images/*}"/*/patched/user/test.image)
	tree=${made%/user/*}/linux headers=${made%/*}/headers/usr/include
	call=$(compgen -G "$tree/build-*/virt/kvm/lab/.call.o.cmd" | head -n 1)
}

# patch_of PART NUMBER: a patch of the page.
patch_of() {
	awk -v part="## $1" -v number="$2" '
		/^## / { inside = $0 == part }
		/^```$/ { on = 0 }
		on
		inside && /^```diff$/ { on = ++patch == number }' docs/how-to-add.md
}

# touched FILE...: the working tree differs from its commit in these and no others.
touched() { diff <(printf '%s\n' "$@" | sort) <(git status --porcelain -uall | cut -c4- | sort); }

# bench PROGRAM ARGUMENT...: built from the copy, and run.
bench() {
	make -s -f guest/programs.mk TREE="$tree" HEADERS="$headers" OUT="$built" WERROR=-Werror \
		-j2 "$built/bin/bench/$1" && "$built/bin/bench/$1" "${@:2}"
}

# compile_call: instruments/call.c, as the kernel's build last did it.
compile_call() {
	local command

	command=$(sed -nE '1{s/^savedcmd_[^ ]* := //; s/ -Wp,-MMD,[^ ]*//; s/ -c -o .*//p}' "$call")
	mkdir -p "$BATS_TEST_TMPDIR/kvm"
	cp -rT instruments "$BATS_TEST_TMPDIR/kvm/lab"
	cp -rT strategies "$BATS_TEST_TMPDIR/kvm/gmem_strategies"
	cp "$tree/virt/kvm/kvm_mm.h" "$BATS_TEST_TMPDIR/kvm"
	(cd "${call%/virt/*}" &&
		eval "$command -Werror -c -o /dev/null $BATS_TEST_TMPDIR/kvm/lab/call.c")
}

labstat() {
	make -s -C tools OUT="$built/tools" CFLAGS= -j2 "$built/tools/labstat" &&
		"$built/tools/labstat" "$@"
}

# has_operation PATH NAME: what bench printed lists it.
has_operation() { grep -qE "^Operations on path $1:.* $2( |$)" <<<"$output"; }

@test "a strategy is one file and one entry of Kconfig" {
	in_chapter 1 | bash -e
	touched strategies/Kconfig strategies/local_flush.c
	[ "$(git diff --numstat strategies/Kconfig | cut -f2)" -eq 0 ]
	[ "$(git diff | grep -c '^+config ')" -eq 1 ]
	[ "$(grep -c . strategies/local_flush.c)" -lt 70 ]
	scripts/check-strategies.sh strategies
	make list | grep -qx '  local_flush'
}

@test "control: a strategy without its entry is refused" {
	in_chapter 1 | grep ^cp | bash -e
	touched strategies/local_flush.c
	run scripts/check-strategies.sh strategies
	refused KVM_GMEM_STRATEGY_LOCAL_FLUSH
}

@test "an operation is an entry of its bench" {
	find_tree
	run bench gmem_rw_latency -h
	has_operation isolated write
	[[ $output != *vcpu_read* ]]
	patch_of "An operation" 1 | git apply
	touched bench/gmem_rw_latency.c
	run bench gmem_rw_latency -h
	echo "$output"
	has_operation isolated vcpu_read
}

@test "an operation with another KVM function is three files" {
	find_tree
	patch_of "An operation" 2 | git apply
	touched bench/gmem_hot_paths.c instruments/{call.c,kvm_lab.h}
	compile_call
	run bench gmem_hot_paths -h
	echo "$output"
	has_operation isolated visible
}

@test "control: an operation without its number does not compile" {
	find_tree
	compile_call
	patch_of "An operation" 2 | git apply --exclude=instruments/kvm_lab.h
	run compile_call
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *KVM_LAB_OP_VISIBLE* ]]
	run bench gmem_hot_paths -h
	[ "$status" -ne 0 ]
	[[ $output == *KVM_LAB_OP_VISIBLE* ]]
}

# A run in which each strategy has the new metric.
make_run() {
	mkdir "$BATS_TEST_TMPDIR/run"
	"$BATS_TEST_DIRNAME/made-run.pl" "$BATS_TEST_TMPDIR/run" counted
	perl -MJSON::PP -i -ne 'print;
		my $r = decode_json($_);
		my $d = $r->{dimensions};
		next if "@$r{qw(bench metric)} @$d{qw(kernel op len cpus vcpus)}" ne
			"gmem_rw_latency access all read 8 2 1";
		delete $r->{case};
		@$r{qw(bench metric)} = ("gmem_hot_paths", "lookup");
		$d->{op} = "visible";
		print JSON::PP->new->canonical->encode($r), "\n"' "$BATS_TEST_TMPDIR/run/results.jsonl"
	planned "$BATS_TEST_TMPDIR/run"
}

@test "a metric is a row and its bench: it is checked and reported" {
	patch_of "An operation" 2 | git apply
	commit
	make_run
	run labstat check "$BATS_TEST_TMPDIR/run"
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"gmem_hot_paths has no 'lookup'" ]]
	patch_of "A metric" 1 | git apply
	touched bench/{gmem_hot_paths.c,lib/schema.c}
	labstat check "$BATS_TEST_TMPDIR/run"
	labstat report "$BATS_TEST_TMPDIR/run"
	grep -qF '| sync_flush | 3.74x | lookup: visible of 8 bytes | 2814 | insns |' \
		"$BATS_TEST_TMPDIR/run/report.md"
	grep -qxF '#### gmem_hot_paths: lookup, path isolated' "$BATS_TEST_TMPDIR/run/report.md"
}

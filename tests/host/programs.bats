#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of helper.bash
# guest/programs.mk, with a stand-in for the selftests of a kernel tree.

load helper

setup() {
	kvm=$BATS_TEST_TMPDIR/linux/tools/testing/selftests/kvm
	mkdir -p "$kvm"
	cat >"$kvm/Makefile" <<-'END'
		LIBKVM_OBJS := $(OUTPUT)/lib/one.o $(OUTPUT)/lib/two.o
		$(OUTPUT)/%:; mkdir -p $(@D); gcc -x c -c -o $@ /dev/null
	END
}

make_programs() { # TARGET: prints what was made in kvm/
	make -s -C "$repo" -f guest/programs.mk TREE="$BATS_TEST_TMPDIR/linux" \
		OUT="$BATS_TEST_TMPDIR/out" HEADERS=none "$1" >&2
	(cd "$BATS_TEST_TMPDIR/out/kvm" && find . -type f | sort | xargs)
}

@test "a benchmark has the selftests' library built, and none of them" {
	[ "$(make_programs "$BATS_TEST_TMPDIR/out/obj/libkvm.a")" = "./lib/one.o ./lib/two.o" ]
}

@test "tests have all selftests that are listed" {
	made=$(make_programs selftests)
	while read -r name _; do
		[[ $name == \#* ]] || grep -qwF "./$name" <<<"$made"
	done <"$repo/guest/selftests"
}

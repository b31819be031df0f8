#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2154 # code for a stand-in; variables of helper.bash
# Clones that share a cache: each is built from its own files, however old they are.

load helper

setup() {
	export CACHE=$BATS_TEST_TMPDIR/cache
	for clone in one two; do
		mkdir -p "$BATS_TEST_TMPDIR/$clone/tools"
		cp -r "$repo/scripts" "$BATS_TEST_TMPDIR/$clone/"
		cat >"$BATS_TEST_TMPDIR/$clone/tools/Makefile" <<-'END'
			$(OUT)/program: $(OUT)/file.o; cp $< $@
			$(OUT)/file.o: file.c; gcc -c -o $@ $<
		END
		echo "const char clone[] = \"clone $clone\";" >"$BATS_TEST_TMPDIR/$clone/tools/file.c"
	done
	touch -d '1 day ago' "$BATS_TEST_TMPDIR/two/tools/file.c"
}

build() { # CLONE
	bash -c 'top=$1; . "$top/scripts/lib.sh"; build_tools "$CACHE/tools/program"' - \
		"$BATS_TEST_TMPDIR/$1"
}

@test "a clone whose files are older than what another one built is built itself" {
	build one
	build two
	grep -qa "clone two" "$CACHE/tools/program"
}

@test "a clone in the place of another is built itself" {
	build two
	rm -r "$BATS_TEST_TMPDIR/two"
	cp -rp "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
	touch -d '1 day ago' "$BATS_TEST_TMPDIR/two/tools/file.c"
	build two
	grep -qa "clone one" "$CACHE/tools/program"
}

@test "what a clone has built it does not build again" {
	build one
	sleep 0.1	# times may be as coarse as a tick
	touch "$BATS_TEST_TMPDIR/mark"
	sleep 0.1
	build one
	[ "$BATS_TEST_TMPDIR/mark" -nt "$CACHE/tools/file.o" ]
}

@test "a source that has moved since its object was built is no error" {
	out=$BATS_TEST_TMPDIR/out
	make -s -C "$repo/tools" OUT="$out" "$out/error.o"
	sed -i 's|[^ ]*/error\.c|gone/error.c|' "$out/error.d"
	grep -q gone/error.c "$out/error.d"
	make -s -C "$repo/tools" OUT="$out" "$out/error.o"
	run grep gone/error.c "$out/error.d"
	[ "$status" -eq 1 ]
}

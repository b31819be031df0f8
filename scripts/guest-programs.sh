#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/guest-programs.sh bench|test
# Builds the static programs that run inside a kernel, packs them with busybox
# and guest/init, and prints the path of the initramfs: $CACHE/images/*.cpio.
# They are built against the patched tree, whatever kernel they run on. Those
# for a benchmark hold no tests: what is packed moves the figures.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
own_run "$@"

[[ ${1:-} == bench || ${1:-} == test ]] || usage "$0"
cd "$top"

lock_cache
dir=$(scripts/kernel-tree.sh patched) || exit
user=$dir/user
mkdir -p "$user"

# What the initramfs depends on.
inputs() {
	cat "$dir/build-inputs"
	find bench guest tests scripts/{guest-programs,initramfs}.sh -type f ! -path 'bench/cases/*' \
		! -path 'tests/host/*' ! -path 'tests/unit/*' |
		sort | xargs sha256sum
	sha256sum "$(command -v busybox)"
	compiler_version
}

up_to_date() {
	local image hash

	[[ -f $user/$1.inputs && $(inputs) == "$(cat "$user/$1.inputs")" ]] || return
	image=$(cat "$user/$1.image" 2>/dev/null) || return
	[[ -f $image ]] || return
	hash=${image##*-}
	has_hash "$image" "${hash%.cpio}" && return
	say "$image is damaged; making it again"
	return 1
}

# Warnings are errors in tests only: a newer compiler must not stop a benchmark.
build_programs() { # bench|test
	local quiet=(-s) werror=

	((V == 0)) || quiet=()
	# Not by -C: see kernel.sh.
	(cd "$dir/linux" && make "${quiet[@]}" O="$user/headers" -j"$JOBS" HOSTCC="$CC" headers)
	[[ $1 != test ]] || werror=-Werror
	disown_objects "$user"
	mend_objects "$user"
	make "${quiet[@]}" -f guest/programs.mk WERROR="$werror" -j"$JOBS" CC="$CC" \
		TREE="$dir/linux" HEADERS="$user/headers/usr/include" OUT="$user" "$1"
}

if ! up_to_date "$1"; then
	run_logged "user-$1" "user-$1" 40 build_programs "$1"
	scripts/initramfs.sh "$1" "$user" >"$user/$1.image"
	inputs >"$user/$1.inputs"
fi
cat "$user/$1.image"

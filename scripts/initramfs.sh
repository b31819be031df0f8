#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/initramfs.sh bench|test USERDIR
# Packs busybox, guest/init and the programs of USERDIR/bin (bench: only the
# benchmarks) and prints the path of the initramfs. Equal contents make an equal
# file: every figure depends on its layout.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

images_kept=12

[[ $# == 2 && ($1 == bench || $1 == test) ]] || usage "$0"
kind=$1 user=$2
stage=$user/stage-$kind

busybox=$(command -v busybox) || die "no busybox; install busybox-static"
if readelf -lW "$busybox" | grep -q INTERP; then
	die "$busybox is not static; install busybox-static"
fi

rm -rf "$stage"
mkdir -p "$stage"
cp "$busybox" "$stage/busybox"
cp "$top/guest/init" "$stage/init"
shopt -s nullglob
folders=(bench)
[[ $kind == bench ]] || folders+=(tests selftests)
for folder in "${folders[@]}"; do
	for program in "$user/bin/$folder"/*; do
		strip -o "$stage/${program##*/}" "$program"
	done
done

list() {
	local path name

	for name in bin dev proc sys tmp; do
		echo "dir /$name 0755 0 0"
	done
	echo "nod /dev/console 0600 0 0 c 5 1"
	echo "slink /bin/sh busybox 0777 0 0"
	for path in "$stage"/*; do
		name=${path##*/}
		if [[ $name == init ]]; then
			echo "file /init $path 0755 0 0"
		else
			echo "file /bin/$name $path 0755 0 0"
		fi
	done
}

pack=$user/gen_init_cpio
source=$(dirname "$user")/linux/usr/gen_init_cpio.c
[[ $pack -nt $source ]] || $CC -O2 -o "$pack" "$source"
list >"$user/$kind.list"
"$pack" -t 0 "$user/$kind.list" >"$user/$kind.cpio"

image=$CACHE/images/$kind-$(short_hash <"$user/$kind.cpio").cpio
mkdir -p "$CACHE/images"
mv "$user/$kind.cpio" "$image"
find "$CACHE/images" -maxdepth 1 -name '*.cpio' -printf '%T@ %p\n' | sort -rn |
	tail -n +$((images_kept + 1)) | cut -d' ' -f2- | xargs -r -d '\n' rm -f
echo "$image"

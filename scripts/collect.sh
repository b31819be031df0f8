# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What boots left becomes the files of their run. Sourced by bench.sh and merge.sh.

# collect_boots DIR <BOOTS: lines "boot image cpus control" of the plan, in its order.
# Controls are no results: their kernels and seeds are not what the run is of. The file
# digests has of each boot one hash of all that it wrote, and how often it was made.
collect_boots() {
	local boot image cpus control out

	while read -r boot image cpus control; do
		out=$1/$boot
		if [[ $control != none ]]; then
			cat "$out/result" >>"$1/layout.jsonl"
			continue
		fi
		cat "$out/result" >>"$1/results.jsonl"
		[[ ! -f $out/seen ]] || cat "$out/seen" >>"$1/results.jsonl"
		{ echo "=== $image, $cpus CPUs: $boot ==="; cat "$out/console.log"; } >>"$1/console.log"
		[[ -f $out/qemu-cmd ]] || continue
		echo "$(cat "$out"/{result,console.log,kernel.log} | sha256sum | cut -d ' ' -f 1)" \
			"$boot" "$(cat "$out/times" 2>/dev/null || echo 1)" >>"$1/digests"
		{ echo "# $image, $cpus CPUs: $boot/qemu-cmd"; cat "$out/qemu-cmd"; } >>"$1/qemu-cmd"
	done
}

# has_floors DIR: are there seeds or controls to see how far its figures move?
has_floors() {
	local seeds

	[[ ! -f $1/layout.jsonl ]] || return 0
	mapfile -t seeds < <(scripts/plan.pl list seed <"$1/plan.jsonl")
	((${#seeds[@]} > 1))
}

# sums DIR: of all files of a share but `share`, which has them, so that it is seen if one
# was cut short on its way.
sums() {
	(cd "$1" && find . -type f ! -name share ! -name running | sort | xargs -d '\n' sha256sum)
}

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/fingerprint.sh DIR
# Writes to the run's folder DIR what its figures depend on, fingerprint.json. Reads
# DIR/plan.jsonl, DIR/config-*, DIR/build-inputs-*, DIR/version and the job and qemu-cmd of
# its boots. Emulated figures depend on no property of the host.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/frequency.sh
. "$top/scripts/frequency.sh"

(($# == 1)) || usage "$0"
dir=$1

# name=value pairs to a JSON object; a.b=value goes into object a.
to_json() {
	perl -MJSON::PP -e '
		my %object;
		while (<STDIN>) {
			chomp;
			my ($name, $value) = split /=/, $_, 2;
			$value = $value + 0 if $name eq "seed";
			my ($outer, $inner) = split /\./, $name, 2;
			if (defined $inner) { $object{$outer}{$inner} = $value }
			else { $object{$name} = $value }
		}
		print JSON::PP->new->canonical->pretty->encode(\%object)'
}

# The options alone: a .config also tells of tools that do not matter here, such
# as Rust's, and the compiler is told apart.
config_hash() {
	sed -nE '/_VERSION(_TEXT)?=|^CONFIG_RUSTC_/d; /^CONFIG_/p' "$1" | short_hash
}

# What ran earlier in a boot shifts what comes later, so its cases count as a whole.
# They are the same in each of several boots of a kernel (boot-*.NUMBER), but for their ids.
boots() {
	local job name hash

	for job in "$dir"/boot-*/job; do
		name=${job%/job}
		name=${name##*/boot-}
		hash=$(sed 's/ --case=[0-9]*//' "$job" | short_hash) || exit
		echo "cases.${name%.*}=$hash"
	done
}

emulated() {
	local config kernel hash

	echo "backend=$backend"
	echo "kernel=$(cat "$dir/version")"
	for config in "$dir"/config-*; do
		kernel=${config##*/config-}
		hash=$(config_hash "$config") || exit
		echo "config.$kernel=$hash"
		echo "series.$kernel=$(sed -n 's/^patches //p' "$dir/build-inputs-$kernel")"
	done
	echo "compiler=$(compiler_version)"
	echo "seed=$("$top/scripts/plan.pl" list seed control=none <"$dir/plan.jsonl")"
	[[ $PERF == none ]] || echo "perturbed=perf $PERF"
	[[ $backend != host ]] || return 0
	echo "qemu=$(qemu-system-x86_64 --version | head -n 1)"
	echo "machine=$(sed -n 's/^exec qemu-system-x86_64 \(.*\) \\$/\1/p' \
		"$dir"/boot-*/qemu-cmd | sed 's/ -smp [0-9]*//' | sort -u)"
}

hardware() {
	local file

	echo "cpu=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
	echo "microcode=$(sed -n 's/^microcode[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
	for file in /sys/devices/system/cpu/vulnerabilities/*; do
		[[ -r $file ]] && echo "mitigations.${file##*/}=$(cat "$file")"
	done
	frequency_policy
}

backend=$("$top/scripts/plan.pl" list backend <"$dir/plan.jsonl") || exit
{
	emulated
	boots
	[[ $backend == tcg-* ]] || hardware
} | to_json >"$dir/fingerprint.json"

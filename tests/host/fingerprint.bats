#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of bats and of helper.bash
# What the figures of a run depend on, gathered by labstat from its files.

load helper

setup_file() {
	export CACHE=$BATS_FILE_TMPDIR/cache SETUP=no
	"$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
}

# The published run, what can be read of it, with one boot of each kernel.
setup() {
	cd "$repo/results/published" || return
	run=$BATS_TEST_TMPDIR/'a [run]*'
	mkdir "$run"
	cp --parents plan.jsonl version config-* build-inputs-* boot-*/{job,qemu-cmd} "$run/"
	rm -r "$run"/boot-*.[0-9]
	mkdir "$run/control-direct-4.1"
	echo 'run other' >"$run/control-direct-4.1/job"
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' 'compiler=cc (Debian 12.2.0-14+deb12u1) 12.2.0' \
		'qemu=QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)' >facts
}

fingerprint() { "$CACHE/tools/labstat" fingerprint "$run" <facts; }

# field NAME [NAME]: of the fingerprint.
field() {
	perl -MJSON::PP -e 'local $/; my $f = decode_json(<STDIN>);
		$f = $f->{$_} for @ARGV; print $f // "none", "\n"' "$@" <"$run/fingerprint.json"
}

refused_with() {
	run fingerprint
	echo "$output"
	[ "$status" -eq 3 ]
	grep -qxF "labstat: $BATS_TEST_TMPDIR/a [run]*: $1" <<<"$output"
	[ ! -e "$run/fingerprint.json" ]
}

# changes FIELD NAME COMMAND...: does that, and that alone?
changes() {
	local before

	fingerprint
	before=$(<"$run/fingerprint.json")
	(cd "$run" && "${@:3}")
	fingerprint
	diff <(echo "$before") "$run/fingerprint.json" >differ || true
	[ "$(grep -c '^>' differ)" -eq 1 ]
	grep -q "\"$2\"" differ
	[ "$(field "$1" "$2")" != none ]
}

leaves_it() { # COMMAND...
	fingerprint
	cp "$run/fingerprint.json" before
	(cd "$run" && "$@")
	fingerprint
	cmp before "$run/fingerprint.json"
}

@test "the published run has the fingerprint that it was published with, and its baseline" {
	fingerprint
	for file in "$run" "$repo/results/published"; do
		perl -MJSON::PP -e 'local $/; print JSON::PP->new->canonical->encode(decode_json(<STDIN>))' \
			<"$file/fingerprint.json"
		echo
	done >both
	[ "$(uniq both | wc -l)" -eq 1 ]
	[ -d "$repo/results/baseline/$("$CACHE/tools/labstat" name "$run")" ]
}

@test "an option, a case, a patch and a machine change it" {
	changes config direct sed -i s/CONFIG_SMP=y/CONFIG_SMP=n/ config-direct
	changes cases direct-4 sed -i 's/-l 8/-l 9/' boot-direct-4/job
	changes series direct sed -i 's/^patches .*/patches other/' build-inputs-direct
	(cd "$run" && sed -i 's/-m 2048/-m 4096/' boot-*/qemu-cmd)
	fingerprint
	[[ $(field machine) == *'-m 4096'* && $(field machine) != *-smp* ]]
}

@test "tools that don't matter, ids of cases and controls leave it as it is" {
	leaves_it sed -i 's/^CONFIG_RUSTC_.*/CONFIG_RUSTC_LLVM_VERSION=1/; s/^CONFIG_GCC_VERSION=.*/CONFIG_GCC_VERSION=1/' config-direct
	leaves_it sed -i 's/ --case=[0-9]*/ --case=999999/' boot-direct-4/job
	leaves_it sed -i 's/run/run away/' control-direct-4.1/job
	mkdir "$run/boot-direct-4.2"
	leaves_it cp boot-direct-4/job boot-direct-4.2/
}

@test "what only the machine can say is taken from stdin" {
	printf '%s\n' 'cpu=A=B C' mitigations.retbleed=Vulnerable frequency.boost=0 >>facts
	fingerprint
	[ "$(field cpu)" = 'A=B C' ]
	[ "$(field mitigations retbleed)" = Vulnerable ]
	[ "$(field frequency boost)" = 0 ]
	echo nonsense >>facts
	rm "$run/fingerprint.json"
	refused_with "'nonsense' is no name=value"
}

@test "a run under perf is marked, and is no baseline" {
	sed -i '1s/"perf":"none"/"perf":"stat"/' "$run/plan.jsonl"
	fingerprint
	[ "$(field perturbed)" = 'perf stat' ]
	run "$CACHE/tools/labstat" name "$run"
	[ "$status" -eq 3 ]
	[[ $output == *'made under perf stat'*PERF=none ]]
}

@test "files that are empty, missing or say two things are refused" {
	: >"$run/config-direct"
	refused_with 'config-direct: is empty, or cut short'
	cp "$repo/results/published/config-direct" "$run/"
	sed -i 's/-m 2048/-m 4096/' "$run/boot-direct-4/qemu-cmd"
	run fingerprint
	[ "$status" -eq 3 ]
	[[ $output == *': machine: is '*'-m 2048'*' and '*'-m 4096'* ]]
	cp "$repo/results/published/boot-direct-4/qemu-cmd" "$run/boot-direct-4/"
	mkdir "$run/boot-direct-4.2"
	echo 'run other' >"$run/boot-direct-4.2/job"
	run fingerprint
	[ "$status" -eq 3 ]
	[[ $output == *": direct-4: is '"* ]]
	rm "$run/plan.jsonl"
	refused_with './plan.jsonl: No such file or directory'
}

#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # variables of bats and of helper.bash
# What a kernel counted must be what the emulator executed; labstat compares the two.

load helper

setup_file() {
	export CACHE=$BATS_FILE_TMPDIR/cache SETUP=no
	"$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
}

record() { # REGION INVLPG ICR_LEAST ICR_MOST CALLS
	printf '{"schema":1,"bench":"gmem_rw_latency","dimensions":{"strategy":"s%s","path":"isolated","op":"read","len":8,"placement":"aligned","cpus":2,"vcpus":1,"contention":"none","kernel":"events","backend":"tcg-counted"},"metric":"local_invalidations","unit":"events","kind":"exact","instrumented":true,"values":[1],"witness":{"region":%s,"invlpg":%s,"icr_least":%s,"icr_most":%s,"calls":%s}}\n' "$1" "$@"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	{ record 1 50 25 25 50; record 2 0 10 12 50; } >results
	printf 'region 1 invlpg 50 icr 25 insns 1000 250\nregion 2 invlpg 0 icr 11 insns 500 0\n' >regions
}

witness() { run "$CACHE/tools/labstat" witness results regions; }

refused() {
	witness
	echo "$output"
	[ "$status" -eq 3 ]
	grep -qxF "labstat: results: $1" <<<"$output"
}

@test "what agrees passes, and tells what each CPU executed for a call" {
	witness
	[ "$status" -eq 0 ]
	[ "$(grep -c '"metric":"cpu_insns"' <<<"$output")" -eq 4 ]
	grep -q '"strategy":"s1".*"cpu":0.*"values":\[20\.0\]' <<<"$output"
	grep -q '"strategy":"s1".*"cpu":1.*"values":\[5\.0\]' <<<"$output"
	echo "$output" >seen
	"$CACHE/tools/labstat" witness seen regions
}

@test "an INVLPG that was announced and not executed is refused, and one too many" {
	sed -i 's/invlpg 50/invlpg 49/' regions
	refused 'line 1: witness: 50 INVLPG announced in region 1, 49 executed'
	sed -i 's/invlpg 49/invlpg 51/' regions
	refused 'line 1: witness: 50 INVLPG announced in region 1, 51 executed'
}

@test "an interrupt that was announced and not sent is refused, and one too many" {
	sed -i 's/icr 25/icr 24/' regions
	refused 'line 1: witness: 25 to 25 ICR stores announced in region 1, 24 executed'
	sed -i 's/icr 24/icr 26/' regions
	refused 'line 1: witness: 25 to 25 ICR stores announced in region 1, 26 executed'
	sed -i 's/icr 26/icr 25/; s/icr 11/icr 13/' regions
	refused 'line 2: witness: 10 to 12 ICR stores announced in region 2, 13 executed'
}

@test "a record that doesn't say what the witness must have seen is refused" {
	sed -i '2s/"icr_most":12,//' results
	refused 'line 2: witness: icr_most: missing'
}

@test "a region that the witness never saw is refused" {
	sed -i 2d regions
	refused 'line 2: witness: saw no region 2'
	rm regions
	witness
	[ "$status" -eq 3 ]
}

#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # code for stand-ins; variables of helper.bash
# Shares of a run, and what `make merge` makes of them. The boots are stand-ins (boots.bash),
# the judge of what they left is the real one.

load helper
load boots

setup_file() {
	CACHE=$BATS_FILE_TMPDIR/cache SETUP=no "$BATS_TEST_DIRNAME/../../scripts/labstat.sh" -h
}

# A program leaves a record of the case that it is told of, and or what $RECORDS says.
setup() {
	make_bootable_lab
	cp "$BATS_FILE_TMPDIR/cache/tools/labstat" "$BATS_TEST_TMPDIR/bin/"
	program prog <<-'END'
		id=${1#--case=}
		for option; do :; done
		record() {
			echo "{\"schema\":1,\"case\":\"$1\",\"bench\":\"gmem_rw_latency\",\"metric\":\"access\",\"unit\":\"insns\",\"kind\":\"exact\",\"values\":[7,7],\"dimensions\":{\"strategy\":\"direct\",\"path\":\"isolated\",\"op\":\"read\",\"len\":8,\"cpus\":2,\"vcpus\":1,\"contention\":\"none\",\"kernel\":\"pure\",\"backend\":\"tcg-counted\",\"option\":\"$option\"}}" >>"$RESULT"
		}
		eval "${RECORDS:-record $id}"
	END
	printf '%s\n' 'direct 2 prog -x' 'direct 4 prog -y' 'direct 2 prog -v' 'other 8 prog -z' >bench/cases/default
	echo 'config KVM_GMEM_STRATEGY_OTHER' >>strategies/Kconfig
}

# shares N VARIABLE...: makes the run of the variables in N shares, in $RESULTS.
shares() {
	local n

	for ((n = 1; n <= $1; n++)); do
		env BACKEND=tcg SHARD="$n/$1" "${@:2}" scripts/bench.sh
	done
	share=$(run_dir .share-1-of-"$1")
}

# merged SHARES: gives a run that is, byte for byte, the one in $whole.
merged() {
	local file

	RUNS=$1 run scripts/merge.sh
	echo "$output"
	[ "$status" -eq 0 ]
	for file in results.jsonl layout.jsonl floors.json plan.jsonl fingerprint.json console.log \
		qemu-cmd config-other commit; do
		cmp "$whole/$file" "$(run_dir -tcg)/$file"
	done
}

@test "merge: all shares of a run are the run that one machine gives, byte for byte" {
	whole=$BATS_TEST_TMPDIR/whole
	BACKEND=tcg SEEDS=7,9 FLOORS=1 BOOTS=2 scripts/bench.sh
	mv "$(run_dir -tcg)" "$whole"
	shares 3 SEEDS=7,9 FLOORS=1 BOOTS=2
	[ "$(head -qn 1 "$RESULTS"/*/share | xargs)" = '1/3 2/3 3/3' ]
	[ "$(cd "$share" && echo *-direct-2*)" = \
		"$(echo {boot,layout,seed}-direct-2{,.2} boot-direct-2.{3,4} | tr ' ' '\n' | sort | xargs)" ]
	merged "$(echo "$RESULTS"/*.share-{3,1,2}-of-3)"
	rm -r "$(run_dir -tcg)"
	mv "$RESULTS" "$BATS_TEST_TMPDIR/a folder"
	merged "$BATS_TEST_TMPDIR/a folder"
	[ "$(cd "$RESULTS" && echo *)" = "$(basename "$(run_dir -tcg)")" ]
}

# not_merged SHARES TEXT...: they are refused in a line with each text, and leave no run.
not_merged() {
	local file

	RUNS=$1 run scripts/merge.sh
	refused "${@:2}"
	[ "$status" -eq 3 ]
	[ -z "$(compgen -G "$RESULTS/*-tcg")" ]
}

@test "merge: shares that are missing, doubled, or of different runs are refused" {
	shares 2
	other=$(run_dir .share-2-of-2)
	not_merged "$share" 'share 2/2 is missing; make it with SHARD=2/2'
	not_merged "$share $other $share" "share 1/2 is there twice: $share and $share"
	not_merged "$share $RESULTS" "$RESULTS is no share of a run"
	not_merged "$share $RESULTS/none" "$RESULTS/none is no share of a run"
	not_merged "$CACHE" "RUNS=$CACHE: no shares"
	not_merged '' "make merge RUNS='"
	elsewhere=$BATS_TEST_TMPDIR/elsewhere
	SHARD=3/3 RESULTS=$elsewhere-1 BACKEND=tcg scripts/bench.sh
	not_merged "$share $(echo "$elsewhere"-1/*)" 'is share 3/3, but' 'one of 2'
	SHARD=2/2 SEED=3 RESULTS=$elsewhere-2 BACKEND=tcg scripts/bench.sh
	not_merged "$share $(echo "$elsewhere"-2/*)" "$share and" 'are shares of different plans'
	touch docs
	SHARD=2/2 RESULTS=$elsewhere-3 BACKEND=tcg scripts/bench.sh
	not_merged "$share $(echo "$elsewhere"-3/*)" "$share and" 'are of different commits'
}

# seal SHARE: as if it had been made as it is now.
seal() {
	bash -c '. scripts/lib.sh; . scripts/collect.sh; { head -n 1 "$1/share"; sums "$1"; } >sealed' - "$1"
	mv sealed "$1/share"
}

# change FILE COMMAND...: of the second share, as if it had been made so.
change() {
	rm -rf "$other"
	cp -r made "$other"
	"${@:2}" "$other/$1"
	seal "$other"
}

@test "merge: a share that was cut short or changed, or of another environment, is refused" {
	sed -i s/other/direct/ bench/cases/default
	shares 2 SEED=7 FLOORS=1
	other=$(run_dir .share-2-of-2)
	cp -r "$other" made
	(cd made && find . -type f -size +0) >files
	[ "$(wc -l <files)" -gt 15 ]
	while read -r file; do
		truncate -s -1 "$other/$file"
		not_merged "$share $other" "$other was cut short or changed, see ./"
		[[ $file == ./share ]] || grep -qF "see $file in it" <<<"$output"
		cp "made/$file" "$other/$file"
	done <files
	echo >"$other/boot-more"
	not_merged "$share $other" 'see ./boot-more in it'
	rm "$other"/boot-*/result "$other/boot-more"
	not_merged "$share $other" 'see ./boot-direct-8/result in it'
	change fingerprint.json sed -i 's/"compiler": "/&x/'
	not_merged "$share $other" "$other: compiler is x"
	change config-direct sed -i s/=y/=m/
	not_merged "$share $other" "$other/config-direct is another one"
	change boot-direct-8/result sed -i s/000004/000099/
	not_merged "$share $other" "merged/results.jsonl:4: case: 000099 is not in plan.jsonl"
	change boot-direct-8/result sed -i p
	not_merged "$share $other" "merged/results.jsonl:5: dimensions: as in line 4"
	change boot-direct-8/result truncate -s 0
	not_merged "$share $other" "merged: 1 planned cases have no record, first 000004"
}

@test "merge: a plan of a version that it can't read is refused" {
	shares 1
	sed -i 's/"plan":1/"plan":9/' "$share/whole-plan.jsonl"
	seal "$share"
	not_merged "$share" "merged/plan.jsonl:1: plan: version 9 is unknown, this reads 1"
}

@test "bench: a share has the records of its own cases, one of each" {
	while read -r records said; do
		SHARD=1/2 BACKEND=tcg RECORDS=${records//,/ } run scripts/bench.sh
		grep '^labstat: ' <<<"$output" | grep -qF "$said"
		[ "$status" -eq 1 ]
		[ -z "$(compgen -G "$RESULTS/*.share-*")" ]
	done <<-'END'
		record,000099 case: 000099 is not in plan.jsonl
		record,000004 case: 000004 is not in plan.jsonl
		record,$id;record,$id dimensions: as in line 1, metric access
		true empty: no records
	END
}

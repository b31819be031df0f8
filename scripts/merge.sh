#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make merge RUNS='SHARE...'
# Makes of all shares of a run (make bench SHARD=1/2 and so on), wherever they were made,
# the run that one machine would have given, results/<UTC time>-tcg. Counted figures are
# the same on any host, so it is that byte for byte; shares of different plans, commits or
# environments are refused. Exit: 0; 15 as of `make bench`; 3 bad input.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
# shellcheck source=scripts/collect.sh
. "$top/scripts/collect.sh"
cd "$top"

# check_shares: are they those of one run, each once? Sets `shares`, by number.
check_shares() {
	local run share all number first=${runs[0]}

	for run in "${runs[@]}"; do
		[[ -f $run/share && -f $run/plan.jsonl ]] ||
			die "RUNS: $run is no share of a run; make such with SHARD=1/2, SHARD=2/2"
		share=$(<"$run/share")
		all=${all:-${share#*/}}
		[[ ${share#*/} == "$all" ]] ||
			die "RUNS: $run is share $share, and $first is $(<"$first/share")"
		cmp -s "$first/plan.jsonl" "$run/plan.jsonl" ||
			die "RUNS: $first and $run are shares of different plans"
		cmp -s <(cat "$first"/{commit,diff.patch}) <(cat "$run"/{commit,diff.patch}) ||
			die "RUNS: $first and $run are of different commits"
		number=${share%/*}
		[[ -z ${shares[number]:-} ]] ||
			die "RUNS: share $share is there twice: ${shares[number]} and $run"
		shares[number]=$run
	done
	for ((number = 1; number <= all; number++)); do
		[[ -n ${shares[number]:-} ]] ||
			die "RUNS: share $number/$all is missing; make it with SHARD=$number/$all"
	done
}

# take_share RUN: its boots, if all are there and are what its records were made of.
take_share() {
	local boot again=$work_dir/${1##*/} file

	mkdir "$again"
	scripts/plan.pl share "$(<"$1/share")" <"$1/plan.jsonl" >"$again/plan.jsonl"
	while read -r boot; do
		[[ -f $1/$boot/result && -f $1/$boot/console.log ]] ||
			die "$1: is cut short: it has no whole $boot"
		cp -r "$1/$boot" "$again/"
	done < <(scripts/plan.pl list boot <"$again/plan.jsonl")
	collect_boots "$again" < <(scripts/plan.pl list boot,image,cpus,control <"$again/plan.jsonl")
	for file in results.jsonl layout.jsonl; do
		[[ -f $1/$file || -f $again/$file ]] || continue
		cmp -s "$1/$file" "$again/$file" ||
			die "$1/$file: is not what its boots gave; fetch that share again"
	done
	cp -r "$again"/{boot,control}-* "$dir/" 2>/dev/null || true
	for file in "$1"/{config,build-inputs}-*; do
		[[ ! -f $dir/${file##*/} ]] || cmp -s "$file" "$dir/${file##*/}" ||
			die "RUNS: $file is another one than in the shares before it"
		cp "$file" "$dir/"
	done
}

# Objects, such as the kernels' configurations, have a part in each share; all else must
# be the same.
join_fingerprints() { # SHARE...
	perl -MJSON::PP -e '
		my %all;
		for my $dir (@ARGV) {
			local (@ARGV, $/) = "$dir/fingerprint.json";
			my $one = decode_json(<>);
			for my $name (keys %$one) {
				if (ref $one->{$name}) {
					%{$all{$name}} = (%{$all{$name} // {}}, %{$one->{$name}});
					next;
				}
				$all{$name} //= $one->{$name};
				next if $all{$name} eq $one->{$name};
				print STDERR "error: $dir: $name is $one->{$name}, in other shares $all{$name}; make it where that is the same\n";
				exit 3;
			}
		}
		print JSON::PP->new->canonical->pretty->encode(\%all)' "$@"
}

read -ra runs <<<"${RUNS//,/ }"
((${#runs[@]})) || die "name all shares of a run: make merge RUNS='results/ONE results/OTHER'"
declare -a shares
check_shares
make_work_dir
dir=$work_dir/merged
mkdir "$dir"
cp "${runs[0]}"/{plan.jsonl,commit,diff.patch,version} "$dir/"
for run in "${shares[@]}"; do take_share "$run"; done
join_fingerprints "${shares[@]}" >"$dir/fingerprint.json" || exit
collect_boots "$dir" < <(scripts/plan.pl list boot,image,cpus,control <"$dir/plan.jsonl")
odd=0
scripts/labstat.sh check "$dir" || odd=$?
((odd == 0 || odd == 2)) || exit "$DIE_CODE"
[[ ! -f $dir/layout.jsonl ]] || scripts/labstat.sh floors "$dir"
RUN=$RESULTS/$(date -u +%Y%m%dT%H%M%SZ)-tcg
[[ ! -e $RUN ]] || die "$RUN is there already; try again"
mkdir -p "$RESULTS" 2>/dev/null || die "RESULTS=$RESULTS can't be made; RESULTS=DIR elsewhere"
mv "$dir" "$RUN"
scripts/report.sh
((!odd)) || exit 15

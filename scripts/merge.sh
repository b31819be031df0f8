#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make merge RUNS='SHARE...', or the folder that has them
# Makes of all shares of a run (make bench SHARD=1/2 and so on) the run that one machine
# would have given, results/<UTC time>-tcg. Counted figures are the same on any host, so it
# is that byte for byte. Exit: 0; 15 as of `make bench`; 3 bad input.
set -euo pipefail
shopt -s nullglob
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
# shellcheck source=scripts/collect.sh
. "$top/scripts/collect.sh"
cd "$top"

# check_share RUN: is it a share, and as it was made? Sets `share`, such as 2/8.
check_share() {
	local changed

	share=$(head -n 1 "$1/share" 2>/dev/null) || true
	[[ $share =~ ^[1-9][0-9]*/[1-9][0-9]*$ ]] ||
		die "RUNS: $1 is no share of a run; make such with SHARD=1/2, SHARD=2/2"
	changed=$(diff <(tail -n +2 "$1/share") <(sums "$1") | sed -n 's/^[<>] [^ ]* *//p') || true
	[[ -z $changed ]] ||
		die "RUNS: $1 was cut short or changed, see ${changed%%$'\n'*} in it; fetch that share again"
}

# check_shares: are they those of one run, each once? Sets `shares`, by number.
check_shares() {
	local run share number all='' first=${runs[0]}

	for run in "${runs[@]}"; do
		check_share "$run"
		all=${all:-${share#*/}} number=${share%/*}
		[[ ${share#*/} == "$all" ]] ||
			die "RUNS: $run is share $share, but $first one of $all"
		cmp -s "$first/whole-plan.jsonl" "$run/whole-plan.jsonl" ||
			die "RUNS: $first and $run are shares of different plans"
		cmp -s <(cat "$first"/{commit,diff.patch}) <(cat "$run"/{commit,diff.patch}) ||
			die "RUNS: $first and $run are of different commits"
		[[ -z ${shares[number]:-} ]] ||
			die "RUNS: share $share is there twice: ${shares[number]} and $run"
		shares[number]=$run
	done
	for ((number = 1; number <= all; number++)); do
		[[ -n ${shares[number]:-} ]] ||
			die "RUNS: share $number/$all is missing; make it with SHARD=$number/$all"
	done
}

take_share() { # RUN
	local file

	find "$1" -maxdepth 1 -regex '.*/\(boot\|seed\|layout\)-.*' -exec cp -r {} "$dir/" \;
	for file in "$1"/{config,build-inputs}-*; do
		[[ ! -f $dir/${file##*/} ]] || cmp -s "$file" "$dir/${file##*/}" ||
			die "RUNS: $file is another one than in the shares before it"
		cp "$file" "$dir/"
	done
}

# Objects, such as the kernels' configurations, have a part in each share, and so has the
# list of seeds; all else must be the same.
join_fingerprints() { # SHARE...
	perl -MJSON::PP -e '
		my %all;
		for my $dir (@ARGV) {
			local (@ARGV, $/) = "$dir/fingerprint.json";
			my $one = decode_json(<>);
			for my $name (keys %$one) {
				if (ref $one->{$name} eq "ARRAY") {
					my %seen;
					@{$all{$name}} = grep { !$seen{$_}++ } @{$all{$name} // []}, @{$one->{$name}};
					next;
				}
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
		print JSON::PP->new->canonical->indent->indent_length(1)->space_after->encode(\%all)' "$@"
}

read -ra runs <<<"${RUNS//,/ }"
[[ ! -d $RUNS || -f $RUNS/share ]] || runs=("$RUNS"/*.share-*)
((${#runs[@]})) || die "RUNS=$RUNS: no shares; name all of a run, make merge RUNS='results/ONE results/OTHER'"
declare -a shares
check_shares
mkdir -p "$RESULTS" 2>/dev/null || die "RESULTS=$RESULTS can't be made; RESULTS=DIR elsewhere"
TMPDIR=$RESULTS make_work_dir	# beside the run, which so appears as a whole
dir=$work_dir/merged
mkdir "$dir"
cp "${runs[0]}"/{commit,diff.patch,version} "$dir/"
cp "${runs[0]}/whole-plan.jsonl" "$dir/plan.jsonl"
for run in "${shares[@]}"; do take_share "$run"; done
join_fingerprints "${shares[@]}" >"$dir/fingerprint.json" || exit
collect_boots "$dir" < <(scripts/plan.pl list boot,image,cpus,control <"$dir/plan.jsonl")
odd=0
said=$(scripts/labstat.sh check "$dir" 2>&1) || odd=$?
said=${said//"$dir"/merged}
((odd == 0 || odd == 2)) || die "${said#labstat: }"
[[ -z $said ]] || say "$said"
! has_floors "$dir" || scripts/labstat.sh floors "$dir"
RUN=$RESULTS/$(date -u +%Y%m%dT%H%M%SZ)-tcg
[[ ! -e $RUN ]] || die "$RUN is there already; try again"
mv "$dir" "$RUN"
scripts/judge.sh report
((!odd)) || exit 15

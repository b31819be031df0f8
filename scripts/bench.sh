#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/bench.sh
# Measures the cases of MATRIX and leaves $RESULTS/<UTC time>-<backend>/. It is
# called *.partial until everything in it is whole; a run that fails leaves
# *.failed. Variables: `make help`. Exit: 0, 1, the code of the boot that failed
# (scripts/boot.sh), 16: a boot that was repeated differed, or 15: all was measured, but a
# strategy is not what its name says.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
own_run "$@"
# shellcheck source=scripts/console.sh
. "$top/scripts/console.sh"
# shellcheck source=scripts/perf.sh
. "$top/scripts/perf.sh"
# shellcheck source=scripts/collect.sh
. "$top/scripts/collect.sh"
# shellcheck source=scripts/frequency.sh
. "$top/scripts/frequency.sh"
cd "$top"

one_boot=15
results_kilobytes=50000	# records, consoles and pictures

# planned FIELD,... [FIELD=VALUE...]: of the plan's lines.
planned() { scripts/plan.pl list "$@" <<<"$plan"; }

images() { planned image; }

plan_boots() { # [IMAGE=...]
	local name image cpus

	while read -r name image cpus; do
		plan "measure on $image, $cpus CPUs ($name)" \
			$(($(last_duration "boot-$image-$cpus" $one_boot) / at_once + 1))
	done < <(planned boot,image,cpus "$@")
}

make_steps() {
	local image

	plan programs 40 programs-bench
	if [[ -n $builds_between ]]; then
		for image in $(images); do
			plan_kernels "$image"
			plan_boots "image=$image"
		done
	else
		# shellcheck disable=SC2046 # names
		[[ -z $boots ]] || plan_kernels $(images)
		plan_boots
	fi
	plan results 3 results
}

build_programs() {
	lock_cache
	step
	initrd=$(scripts/guest-programs.sh bench) || exit
	labstat=$CACHE/tools/labstat
	run_logged labstat labstat 5 build_tools -j"$JOBS" all
	unlock_cache
}

build_kernels() { # IMAGE...
	local image

	lock_cache
	for image; do
		step
		vmlinux[$image]=$(scripts/kernel.sh "$image") || exit
	done
	unlock_cache
}

# choose_backend NAME: what it is, and the plan for it; refuses what it can't do.
choose_backend() {
	backend=$1
	# shellcheck source=scripts/backend/tcg.sh
	. "$top/scripts/backend/$backend.sh"
	check_perf
	check_tune
	whole_plan=$(scripts/plan.pl make "$backend") || exit
	plan=$whole_plan
	# Where instructions are counted nothing that goes on beside or before moves a figure,
	# so what a kernel can tell is measured before the next is built. A clock needs the
	# machine for itself, and boots that take turns.
	at_once=${counts:+$JOBS}
	at_once=${at_once:-1} builds_between=$counts
}

# A back end that was only supposed to work is tried with the real kernel.
prove_backend() {
	local all said

	all=$(images)
	said=$(scripts/backend.sh "$backend" prove "${vmlinux[${all%%$'\n'*}]}" "$initrd" "$CACHE/probe" 2>&1) &&
		return
	# shellcheck disable=SC2153 # BACKEND comes from lib.sh
	[[ $BACKEND == auto ]] ||
		die "BACKEND=$BACKEND: it does not work in the kernel that it boots (${said#error: }); use BACKEND=tcg"
	say "back end: tcg, because $backend does not work in the kernel that it boots"
	choose_backend tcg
	builds_between=
}

run_job() { # IMAGE CPUS CLASS DIR
	local mode=parallel watch=()

	exec 2>"$4/error"	# with_beats() gives it a shell of its own
	if [[ -z $boots ]]; then
		scripts/backend.sh "$backend" run_here "$4"
		return
	fi
	[[ -z $counts ]] || mode=counted
	[[ -z $counts || $3 != events ]] || watch=(--witness "$CACHE/tools/libwitness.so")
	scripts/boot.sh --kernel "${vmlinux[$1]}" --initrd "$initrd" --cpus "$2" \
		--mode "$mode" --backend "$backend" --perf "$PERF" "${watch[@]}" \
		--job "$4/job" --out "$4" || return
	[[ -z ${watch[*]} ]] || "$labstat" witness "$4/result" "$4/regions" >"$4/seen" || return
	[[ -n ${repeated[${4##*/}]:-} ]] || return 0
	scripts/repeat.sh "$4" && echo 2 >"$4/times"
}

# choose_repeated: the boots that are made twice, to see that the host moves nothing.
choose_repeated() {
	local boot

	[[ -n $counts && $REPEAT != none ]] || return 0
	while read -r boot; do
		repeated[$boot]=yes
		[[ $REPEAT == all ]] || break
	done < <(scripts/plan.pl list boot control=none <<<"$whole_plan")
}

measure() { # NAME IMAGE CPUS CLASS SEED: one boot; its exit code and message go to files
	local out=$dir/$1 image=$2 cpus=$3 class=$4 start=$SECONDS status=0
	local -x SEED=$5

	mkdir -p "$out"
	scripts/job.sh bench "$1" "$dir/plan.jsonl" >"$out/job"
	# shellcheck disable=SC2317 # called by with_beats
	still_there() {
		say "    $image, $cpus CPUs: $(minutes $((SECONDS - start))) elapsed, at work: $(at_work "$out/console.log")"
	}
	with_beats still_there run_job "$image" "$cpus" "$class" "$out" || status=$?
	((status)) || save_duration "boot-$image-$cpus" $((SECONDS - start))
	echo "$status" >"$out/exit"
}

# Counted boots don't disturb each other: as many at a time as there are JOBS.
start_boots() { # [IMAGE=...]
	local boot

	while read -ra boot; do
		while (($(jobs -rp | wc -l) >= at_once)); do
			wait -n || true
		done
		step
		set -m	# a process group of its own, to be ended as a whole
		measure "${boot[@]}" &
		set +m
		started+=("${boot[0]}")
	done < <(planned boot,image,cpus,class,seed "$@")
}

# finish_boots: waits for those that were started; the first that failed ends the run.
finish_boots() {
	local name out said

	wait
	for name in "${started[@]}"; do
		out=$dir/$name
		(($(cat "$out/exit") == 0)) && continue
		tail -n 8 "$out/console.log" 2>/dev/null | sed 's/^/    /' >&2 || true
		said=$(<"$out/error")
		say "${said//"$dir"/"${dir%.partial}.failed"}"
		exit "$(cat "$out/exit")"
	done
	started=()
}

# The boots of one kernel go on while the next is built, unless JOBS=1. The first strategy
# that can be compared is told of before the rest is built.
build_and_measure() {
	local image booted=()

	for image in $(images); do
		build_kernels "$image"
		finish_boots
		((${#booted[@]} != 2)) || tell_so_far "${booted[@]}"
		start_boots "image=$image"
		booted+=("$image")
		((at_once > 1)) || finish_boots
	done
	finish_boots
}

tell_so_far() { # IMAGE...
	[[ -n $SHARD ]] || (report_so_far "$@") ||
		say "what is measured so far can't be told; the run goes on"
}

report_so_far() { # IMAGE...: in a folder of its own, of boots that are those of the run
	local early=$dir/so-far image boot lines=''

	mkdir "$early"
	for image; do lines+=$(planned boot,image,cpus,control "image=$image")$'\n'; done
	while read -r boot _; do
		[[ -z $boot ]] || ln -s "../$boot" "$early/"
	done <<<"$lines"
	echo "$plan" >"$early/plan.jsonl"
	dir=$early
	collect "${lines%$'\n'}"
	say "so far, of $*:"
	make_report >&2 || return
	say "with pictures, until the whole run is there: $early/report.html"
}

# keep_kernel NAME IMAGE CONTROL: what its figures depend on.
keep_kernel() {
	local image

	if [[ -z $boots ]]; then
		cp "$dir/$1/version" "$dir/"
		cp "$dir/$1/config" "$dir/config-$2"
		cp "$dir/$1/build-inputs" "$dir/build-inputs-$2"
		return
	fi
	image=${vmlinux[$2]%/*}
	if [[ $3 != none ]]; then
		cp "$image/config" "$dir/$1/"
		return
	fi
	cp "$image/config" "$dir/config-$2"
	cp "$image/version" "$dir/version"
	cp "$image/build-inputs" "$dir/build-inputs-$2"
}

# Lines NAME=VALUE: what figures depend on, and no file of the run says.
machine_facts() {
	echo "compiler=$(compiler_version)"
	[[ -z $boots ]] || echo "qemu=$(qemu-system-x86_64 --version | head -n 1)"
	[[ -n $counts ]] || hardware_facts
}

collect() { # BOOTS: lines "boot image cpus control"
	local name image control facts

	collect_boots "$dir" <<<"$1"
	while read -r name image _ control; do
		keep_kernel "$name" "$image" "$control"
	done <<<"$1"
	facts=$(machine_facts)
	"$labstat" fingerprint "$dir" <<<"$facts"
	scripts/commit.sh "$dir"
}

publish() {
	rm -rf "$dir/running" "$dir/so-far"
	mv "$dir" "${dir%.partial}$share"
}

# What was measured is kept, whatever becomes of its report.
leave() { # STATUS
	say_if_full RESULTS "$RESULTS"
	say_if_full CACHE "$CACHE"
	jobs -p | sed 's/^/-/' | xargs -r kill -- 2>/dev/null
	if [[ -n $measured && -d $dir ]]; then
		publish
		say "error: all was measured, but its report failed; mend that, then make report RUN=${dir%.partial}"
	elif [[ -d $dir ]]; then
		mv "$dir" "${dir%.partial}.failed"
		say "not all was measured; what there is of it: ${dir%.partial}.failed"
	fi
	exit $(($1 ? $1 : 1))
}

# open_results: the folder of this run, which is locked as long as it lives. What a run
# has left that was killed is named as it would have named it.
open_results() {
	local other

	for other in "$RESULTS"/*.partial; do
		[[ -f $other/running ]] || continue
		flock -n "$other/running" true || continue
		mv "$other" "${other%.partial}.failed"
		say "an earlier run was killed; what there is of it: ${other%.partial}.failed"
	done
	at_end leave
	until dir=$RESULTS/$(date -u +%Y%m%dT%H%M%SZ)-$backend.partial; mkdir "$dir" 2>/dev/null; do
		[[ -d $dir ]] || { trap - EXIT; die "$dir can't be made; RESULTS=DIR elsewhere"; }
		sleep 0.5	# one that began in the same second
	done
	exec {running}>"$dir/running"
	flock "$running"
}

make_report() {
	"$labstat" csv "$dir" && scripts/plot.sh "$dir" && "$labstat" report "$dir"
}

# shellcheck disable=SC2153 # BACKEND comes from lib.sh
[[ $BACKEND == auto || -f scripts/backend/$BACKEND.sh ]] ||
	die "BACKEND=$BACKEND: no such back end; give auto or one of scripts/backend/: $(basename -s .sh scripts/backend/*.sh | xargs)"
# A bare machine has no JSON::PP, without which there is no plan.
((DRYRUN)) || perl -MJSON::PP -e 1 2>/dev/null || scripts/setup.sh bench
plan=$(scripts/plan.pl make auto) || exit
((DRYRUN)) || scripts/setup.sh bench
chosen=$(scripts/backend.sh choose) || exit
choose_backend "$chosen"
share=${SHARD:+.share-${SHARD/\//-of-}}
[[ -z $SHARD ]] || plan=$(scripts/plan.pl share "$SHARD" <<<"$plan") || exit
check_writable RESULTS "$RESULTS"
check_writable CACHE "$CACHE"
make_steps
if ((DRYRUN)); then
	echo "back end $backend, matrix $MATRIX, cache $CACHE"
	print_plan
	scripts/plan.pl show <<<"$plan"
	exit
fi

need_space "$RESULTS" "$results_kilobytes"
declare -A vmlinux repeated
choose_repeated
build_programs
if [[ -z $builds_between && -n $boots ]]; then
	# shellcheck disable=SC2046 # names
	build_kernels $(images)
	! declare -F prove >/dev/null || prove_backend
fi

dir='' measured='' started=()
open_results
echo "$plan" >"$dir/plan.jsonl"
[[ -z $SHARD ]] || echo "$whole_plan" >"$dir/whole-plan.jsonl"
tune_while $$
if [[ -n $builds_between ]]; then build_and_measure; else start_boots; finish_boots; fi
step
collect "$(planned boot,image,cpus,control)"
odd=0
"$labstat" check "$dir" >/dev/null || odd=$?
((odd == 0 || odd == 2)) || exit 1
if [[ -n $SHARD ]]; then
	{ echo "$SHARD"; sums "$dir"; } >"$dir/share"
	publish
	trap - EXIT
	end_step
	say "share $SHARD: ${dir%.partial}$share; make merge RUNS='...' when all are there"
	exit
fi
! has_floors "$dir" || "$labstat" floors "$dir"
measured=yes
make_report
trap '' INT TERM HUP
publish
trap - EXIT
end_step
say "done in $(minutes "$SECONDS"): ${dir%.partial}/report.html"
((!odd)) || exit 15

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Long work: estimates from the last time, a plan of steps, commands with a log
# and a sign of life. Sourced by lib.sh.

minutes() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# --- durations: what a piece of work took the last time, in seconds ---------

last_duration() { # NAME DEFAULT
	local file=$CACHE/durations/$1

	if [[ -f $file && $(<"$file") =~ ^[0-9]{1,6}$ ]]; then cat "$file"; else echo "$2"; fi
}

save_duration() { # NAME SECONDS
	mkdir -p "$CACHE/durations"
	echo "$2" >"$CACHE/durations/$1"
}

# --- steps: a plan of named pieces of work with estimates -------------------

plan_names=() plan_seconds=() plan_keys=() plan_done=0 step_start=0

# plan NAME SECONDS [KEY]: with a KEY, SECONDS is only the first guess: what the
# step took is noted for the next time.
plan() {
	plan_names+=("$1")
	plan_keys+=("${3:-}")
	if [[ -n ${3:-} ]]; then
		plan_seconds+=("$(last_duration "$3" "$2")")
	else
		plan_seconds+=("$2")
	fi
}

# Fragments of KERNEL that nearly every file depends on, unlike those of instruments.
wide_fragments() { # KERNEL
	local fragments=${1#"${1%%-*}"} narrow

	for narrow in events oracle layout; do fragments=${fragments/-$narrow/}; done
	echo "$fragments"
}

# kernel_work KERNEL [PLANNED...]: what there is to do: `update` of one that was
# built, `seeded` by one that differs in few files, built or PLANNED, or all `new`.
kernel_work() {
	local fragments other

	fragments=$(wide_fragments "$1")

	if compgen -G "${CACHE:?}/*/*/linux/build-$1/lab-image" >/dev/null; then
		echo update
		return
	fi
	for other in "${@:2}" $(compgen -G "$CACHE/*/*/linux/build-*/lab-image" |
		sed 's|.*/build-\(.*\)/lab-image|\1|'); do
		if [[ $(wide_fragments "$other") == "$fragments" ]]; then
			echo seeded
			return
		fi
	done
	echo new
}

# First guesses in seconds; kernel_work says of what. One that is new is ten minutes of
# CPU time, which the cores share; of others most is linking, which one core does.
cores=$(nproc)
((JOBS >= cores)) || cores=$JOBS
# shellcheck disable=SC2034 # also for kernel.sh
declare -A kernel_seconds=([new]=$((600 / cores + 10)) [seeded]=30 [update]=30)

planned_kernels=()	# one that comes later may be made of these

plan_kernels() { # KERNEL...
	local kernel work

	for kernel; do
		work=$(kernel_work "$kernel" "${planned_kernels[@]}")
		if [[ $work == update ]]; then
			plan "kernel $kernel" 3
		else
			plan "kernel $kernel ($work)" \
				"$(last_duration "kernel-$work" "${kernel_seconds[$work]}")"
		fi
		planned_kernels+=("$kernel")
	done
}

print_plan() {
	local i

	for i in "${!plan_names[@]}"; do
		printf '%2d. %-52s about %s\n' $((i + 1)) "${plan_names[i]}" \
			"$(minutes "${plan_seconds[i]}")"
	done
}

# end_step: notes how long the step took that ends now.
end_step() {
	local key=

	((!plan_done)) || key=${plan_keys[plan_done - 1]}
	[[ -z $key ]] || save_duration "$key" $((SECONDS - step_start))
}

# step: ends a step and announces the next of the plan.
step() {
	local i left=0

	end_step
	for ((i = plan_done; i < ${#plan_names[@]}; i++)); do
		((left += plan_seconds[i])) || true
	done
	say "[$((plan_done + 1))/${#plan_names[@]}] ${plan_names[plan_done]} ($(minutes "$SECONDS") elapsed, about $(minutes "$left") left)"
	((++plan_done))
	step_start=$SECONDS
}

# with_beats SAYER COMMAND...: runs COMMAND, whose stdout nobody may want, and
# calls SAYER now and then meanwhile: every 30 s, or four times before TIMEOUT.
# Returns COMMAND's exit code.
with_beats() {
	local sayer=$1 every=$((TIMEOUT / 4)) alive pid status=0

	shift
	((every <= 30)) || every=30
	((every)) || every=1
	exec {alive}< <("$@")
	pid=$!
	while :; do
		read -rt "$every" -u "$alive" && continue
		(($? > 128)) || break	# its end of the pipe is closed: it has ended
		"$sayer"
	done
	exec {alive}<&-
	wait "$pid" || status=$?
	return "$status"
}

# show_end LOG: the errors in it and its last lines; with parallel jobs the cause
# is seldom at the end.
show_end() {
	{
		grep -anE '(error|Error|undefined reference)\b.*' "$1" | head -n 5 || true
		echo ...
		tail -n 12 "$1"
	} | cut -c1-200 | sed 's/^/    /' >&2
}

# run_logged NAME KIND SECONDS COMMAND...: runs a long command with its output in
# $CACHE/log/NAME.log, a line of progress every 20 s, and its end on failure.
# The estimate is what the last one of that KIND took, or else SECONDS.
run_logged() {
	local name=$1 kind=$2 guess log=$CACHE/log/$1.log start=$SECONDS pid beat=0

	guess=$(last_duration "$2" "$3")
	shift 3
	mkdir -p "$CACHE/log"
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	trap 'kill "$pid" 2>/dev/null; exit 143' TERM
	while kill -0 "$pid" 2>/dev/null; do
		# What ends at once is not waited for.
		if ((++beat > 10)); then sleep 0.2; else sleep 0.02; fi
		((beat % 100)) ||
			say "    $name: $(minutes $((SECONDS - start))) elapsed, usually $(minutes "$guess"); $(wc -l <"$log") lines in $log"
	done
	trap - TERM
	if wait "$pid"; then
		save_duration "$kind" $((SECONDS - start))
		return 0
	fi
	show_end "$log"
	say_if_full CACHE "$CACHE"
	die "$name failed; the full log is $log"
}

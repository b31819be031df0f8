# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Where the test programs run, as they say themselves: tests/guest/*.c in a line
#   /* gmem-lab-test: kernels=K[,K] mode=counted|parallel cpus=N [timeout=SEC] */
# where K is a kernel, or stands for several (scripts/config.sh --expand), and SEC
# may end in +STRESS_SECONDS; and the kernel's selftests in guest/selftests. With
# KERNEL=kcsan only those run that say where in a line `gmem-lab-kcsan:`. In a
# kernel that can switch (`all`) our programs run with each strategy in turn, or only
# with S if K is all...@S. Sourced.

# A kernel that checks itself is so much slower.
declare -A slowness=([plain]=1 [debug]=5 [kcsan]=10)

slowness_of() { echo "${slowness[${1##*-}]:-1}"; } # KERNEL

# test_plan FLAVOUR: a line for each run of a program; all kernels are of that
# flavour, one of the values of KERNEL:
# kernel mode cpus program[@strategy] seconds [selftest]
test_plan() {
	local flavour=$1
	local file name where tag=gmem-lab-test

	[[ $flavour != kcsan ]] || tag=gmem-lab-kcsan

	for file in "${top:?}"/tests/guest/*.c; do
		[[ -f $file ]] || continue
		name=$(basename "$file" .c)
		where=$(sed -n "s|^/\* $tag: \(.*\) \*/\$|\1|p" "$file")
		[[ -n $where ]] || ! grep -q '^/\* gmem-lab-[a-z]*: ' "$file" || continue
		place "$name" "$where" '' ||
			die "${file#"$top"/}: no line /* gmem-lab-test: kernels=K,K mode=counted|parallel cpus=N */; add it at its top"
	done
	[[ $flavour != kcsan ]] || return 0
	while read -r name where; do
		[[ -n $name && $name != \#* ]] || continue
		place "${name##*/}" "$where" selftest ||
			die "guest/selftests: $name: needs kernels=K,K mode=counted|parallel cpus=N"
	done <"$top/guest/selftests"
}

# Strategies to run a program with in KERNEL[@STRATEGY]; nothing: the kernel's own.
switched_to() { # KERNEL KIND
	case $1 in
	*@*) echo "@${1#*@}" ;;
	all | all-*) [[ $2 == selftest ]] || "$top/scripts/config.sh" --switched | sed 's/^/@/' ;;
	esac
}

# Of a kernel that is wrong on purpose there is only the plain one.
is_busted() { # KERNEL
	grep -qx -- "${1%%-*}" < <("$top/scripts/config.sh" --busted)
}

place() { # PROGRAM WHERE KIND
	local word kernel seconds strategy strategies
	local pattern='^kernels=([a-z0-9_,@-]+) mode=(counted|parallel) cpus=([0-9]+)( timeout=([0-9]+)([+]STRESS_SECONDS)?)?$'

	[[ $2 =~ $pattern ]] || return
	seconds=$((${BASH_REMATCH[5]:-120} * slowness[$flavour]))
	[[ -z ${BASH_REMATCH[6]} ]] || ((seconds += STRESS_SECONDS))
	for word in ${BASH_REMATCH[1]//,/ }; do
		mapfile -t strategies < <(switched_to "$word" "$3")
		for kernel in $("$top/scripts/config.sh" --expand "${word%@*}"); do
			if [[ $flavour != plain ]]; then
				is_busted "$kernel" && continue
				kernel+=-$flavour
			fi
			for strategy in "${strategies[@]:-}"; do
				echo "$kernel ${BASH_REMATCH[2]} ${BASH_REMATCH[3]} $1$strategy $seconds $3"
			done
		done
	done
}

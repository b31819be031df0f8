#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/cases.sh
# Prints the cases of bench/cases/$MATRIX, checked, one boot's cases together:
# kernel<tab>cpus<tab>program and its arguments. KERNELS= selects kernels; of the
# kernels that `flag` stands for only VARIANTS are taken. A case in the kernel
# `all` is one for each strategy that it can switch to, and one for `direct`. A tree
# given as LINUX that has the series gives no kernel without it: its cases are left
# out, unless KERNELS asks for them.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/series.sh
. "$top/scripts/series.sh"

file=$top/bench/cases/$MATRIX
[[ -f $file ]] ||
	die "MATRIX=$MATRIX: no such matrix; bench/cases/ has: $(cd "$top/bench/cases" && echo *)"

wanted() { # KERNEL
	if [[ -n $KERNELS ]]; then
		[[ " ${KERNELS//,/ } " == *" $1 "* ]]
	else
		[[ -z $without_stock || ${1%%-*} != stock ]]
	fi
}

check_case() { # LINE-NUMBER KERNEL CPUS PROGRAM
	local where="bench/cases/$MATRIX:$1" options most one

	[[ -n $4 ]] || die "$where: needs: kernel cpus program arguments"
	[[ $3 =~ ^[1-9][0-9]*(,[1-9][0-9]*)*$ ]] ||
		die "$where: '$3' is not a number of CPUs, nor a list such as 2,4,16"
	[[ -f $top/bench/$4.c ]] ||
		die "$where: unknown program $4; bench/ has: $(cd "$top/bench" && echo *.c)"
	options=$("$top/scripts/config.sh" "$2") || exit
	most=$(sed -n 's/^CONFIG_NR_CPUS=//p' <<<"$options")
	for one in ${3//,/ }; do
		((one <= ${most:-one})) ||
			die "$where: $one CPUs are more than kernel $2 can have, CONFIG_NR_CPUS=$most; name fewer"
	done
}

# The kernels that a word of the matrix stands for.
expand() { # KERNEL
	local kernel

	for kernel in $("$top/scripts/config.sh" --expand "$1"); do
		[[ $1 == flag* && $VARIANTS != all && " ${VARIANTS//,/ } " != *" ${kernel%%-*} "* ]] ||
			echo "$kernel"
	done
}

# What each case in that kernel is preceded by.
strategies_in() { # KERNEL ARGUMENTS
	if [[ ${1%%-*} == all && " $2" != *' -s '* ]]; then
		{ echo direct; "$top/scripts/config.sh" --switched; } | sed 's/^/ -s /'
	else
		echo
	fi
}

all_cases() {
	local number=0 kernel cpus program arguments one strategy

	while read -r kernel cpus program arguments; do
		((++number))
		[[ -n $kernel && $kernel != \#* ]] || continue
		for kernel in $(expand "$kernel"); do
			check_case "$number" "$kernel" "$cpus" "$program"
			wanted "$kernel" || continue
			for one in ${cpus//,/ }; do
				while IFS= read -r strategy; do
					printf '%s\t%s\t%s\n' "$kernel" "$one" \
						"$program$strategy${arguments:+ $arguments}"
				done < <(strategies_in "$kernel" "$arguments")
			done
		done
	done <"$file"
}

check_variants() {
	local variant known

	known=$(echo all && "$top/scripts/config.sh" --switched)
	for variant in ${VARIANTS//,/ }; do
		grep -qx -- "$variant" <<<"$known" ||
			die "VARIANTS=$VARIANTS: no strategy $variant has a kernel of its own; use some of: ${known//$'\n'/ }"
	done
}

without_stock=
if [[ -n $LINUX ]]; then
	check_source
	if has_series; then
		without_stock=yes
		! grep -q '^stock' "$file" ||
			say "LINUX=$LINUX has the series: no stock kernel, its cases are left out"
	fi
fi
! grep -q '^flag' "$file" || check_variants
cases=$(all_cases)
for kernel in ${KERNELS//,/ }; do
	grep -q "^$kernel	" <<<"$cases" ||
		die "KERNELS=$KERNELS: matrix $MATRIX has no kernel $kernel; \`make list\` shows those it has"
done
[[ -n $cases ]] || die "bench/cases/$MATRIX has no cases; add a line: kernel cpus program arguments"

# Stable: groups in the order of their first case, cases in theirs.
awk -F'\t' '{ group = $1 FS $2
	if (!(group in first)) first[group] = NR
	printf "%09d\t%09d\t%s\n", first[group], NR, $0 }' <<<"$cases" |
	sort | cut -f3-

# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # variables of the script that sources this
# The arms of a run: each is one boot of one kernel with its cases. Sourced by
# bench.sh, which sets `cases`. An arm is a line "FOLDER KERNEL CPUS SEED CASES": the
# kernel whose cases they are, which a control lies differently from.
#
# BOOTS of each are replicates, in boot-*. Every other round goes backwards, so that
# what drifts while a run lasts is no difference between kernels.
# The controls, in control-*, are the same cases with other seeds and in kernels that
# only lie differently in memory: how far a figure moves for no reason.

layout=layout	# the fragment of a kernel that lies differently

# The seeds: the first is that of the run, the others are controls. Floors are of prices,
# which kernels that watch have none of; but what they count is tried with seeds that are
# asked for by name.
read_seeds() {
	# shellcheck disable=SC2153 # SEEDS comes from lib.sh
	read -ra seeds <<<"${SEEDS//,/ }"
	((${#seeds[@]})) || seeds=("$SEED")
	SEED=${seeds[0]}
	uncontrolled='-oracle$'
	if ((FLOORS && ${#seeds[@]} == 1)); then
		seeds+=($((SEED + 1)) $((SEED + 2)))
		uncontrolled='-(events|oracle)$'
	fi
	nr_controls=$((${#seeds[@]} - 1 + FLOORS))
}

# Each boot of the cases: kernel cpus.
boots() { cut -f1,2 <<<"$cases" | uniq | tr '\t' ' '; }

# Numbered, as layout.jsonl numbers them.
control() { # NUMBER
	local suffix='' seed=$SEED without=$uncontrolled

	if (($1 < ${#seeds[@]})); then
		seed=${seeds[$1]}
	else
		suffix=-$layout
		without='-(events|oracle)$'
	fi
	boots | awk -v n="$1" -v seed="$seed" -v suffix="$suffix" \
		-v without="$without" '$1 !~ without { print "control-" $1 "-" $2 "." n, $1 suffix, $2, seed, $1 }'
}

# The first has a folder without number.
round() { # NUMBER
	boots | awk -v n="$1" -v seed="$SEED" \
		'{ print "boot-" $1 "-" $2 (n > 1 ? "." n : ""), $1, $2, seed, $1 }'
}

# In the order in which they are booted.
arms() {
	local n

	for ((n = 1; n <= BOOTS; n++)); do
		if ((n % 2)); then round "$n"; else round "$n" | tac; fi
	done
	for ((n = 1; n <= nr_controls; n++)); do control "$n"; done
}

kernels() { arms | cut -d' ' -f2 | awk '!seen[$0]++'; }

# What a back end can't do.
check_arms() { # BACKEND
	((BOOTS == 1)) || [[ $1 != host ]] ||
		die "BOOTS=$BOOTS: BACKEND=host boots nothing; take BOOTS=1"
	((nr_controls == 0)) || [[ $1 == tcg ]] ||
		die "FLOORS and SEEDS are for figures that repeat exactly; take BACKEND=tcg, or BOOTS=5 or more"
}

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/backend.sh choose                  print the back end that BACKEND says
#        scripts/backend.sh NAME FUNCTION ARGUMENT...  call a function of back end NAME
# Back end NAME is a row of bench/lib/schema.c and scripts/backend/NAME.sh, which scripts
# source and plan.pl reads:
#   records         what its records call it
#   boots           yes: kernels are built, and booted by scripts/boot.sh; no value: one
#                   runs, running_kernel() tells its strategy and how many CPUs there are,
#                   and run_here() runs the job of a folder
#   counts          yes: figures are counts, which depend neither on the machine nor on what
#                   else it does; so boots go side by side, seeds and shares mean something,
#                   and perf and TUNE do not
#   perf_of_guests  yes: perf can record what runs inside QEMU, too
#   why_not()       says why it can't be used here; silent if it looks usable
#   remedy          what can be done about that
#   prove()         tries it with a kernel, where looks deceive
#   machine_in()    adds to what QEMU (machine) and the kernel (append) are told, by mode
# auto takes kvm where it looks usable, else tcg.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/console.sh
. "$top/scripts/console.sh"
# shellcheck source=scripts/perf.sh
. "$top/scripts/perf.sh"

choose() {
	local why remedy=''

	# shellcheck source=scripts/backend/kvm.sh
	. "$top/scripts/backend/${BACKEND/#auto/kvm}.sh"
	why=$(why_not)
	if [[ $BACKEND == auto ]]; then
		say "back end: ${why:+tcg, because }${why:-kvm}"
		if [[ -n $why ]]; then echo tcg; else echo kvm; fi
	else
		[[ -z $why ]] || die "BACKEND=$BACKEND: $why; ${remedy}use BACKEND=tcg"
		echo "$BACKEND"
	fi
}

make_work_dir
if [[ $# == 1 && $1 == choose ]]; then
	choose
else
	[[ $# -ge 2 && -f $top/scripts/backend/$1.sh ]] || usage "$0"
	# shellcheck source=scripts/backend/kvm.sh
	. "$top/scripts/backend/$1.sh"
	"${@:2}"
fi

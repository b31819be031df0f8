#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: git bisect run LAB/scripts/bisect.sh
# Gates the kernel tree that it is run in, with the variables of `make gate`. Exit, as
# git wants it: 0 good; 1 bad; 125 can't be told, it does not build, run or compare;
# 255 there is nothing to compare with, which ends the bisection.
set -euo pipefail
LINUX=${LINUX:-$PWD}
unset RUN
# shellcheck disable=SC2034 # of lib.sh
DIE_CODE=255
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top"

[[ -f $BASELINE/results.jsonl || -n $(compgen -G "$BASELINE/*/results.jsonl") ]] ||
	die "BASELINE=$BASELINE: no such baseline; measure a good commit, RESULTS=DIR $top/scripts/bench.sh, and give BASELINE=DIR"
status=0
scripts/gate.sh || status=$?
((status <= 1)) || status=125
exit "$status"

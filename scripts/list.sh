#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/list.sh
# Prints what can be built, measured and tested.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/test-plan.sh
. "$top/scripts/test-plan.sh"
cd "$top"

echo "Kernels: stock, all (of them, switched at run time) and these strategies; append a fragment of kernel-patches/configs/, as in noflush-test"
scripts/config.sh --list | sed 's/^/  /'
for matrix in bench/cases/*; do
	[[ -f $matrix ]] || continue
	echo "Cases of MATRIX=${matrix##*/}: kernel, CPUs, program"
	MATRIX=${matrix##*/} scripts/plan.pl make auto |
		scripts/plan.pl list kernel,cpus,program,arguments control=none | sed 's/^/  /'
done
echo "Tests: kernel, mode, CPUs, program"
test_plan plain | cut -d' ' -f1-4 | sed 's/^/  /'

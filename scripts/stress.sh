#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/stress.sh
# Random operations (tests/guest/stress.c) on each kernel, for STRESS_SECONDS (600),
# on debug kernels unless KERNEL= says otherwise. SEED= is where they start,
# KERNELS= selects kernels. Ends as scripts/test.sh does.
set -euo pipefail
export STRESS_SECONDS=${STRESS_SECONDS:-600} KERNEL=${KERNEL:-debug} TESTS=stress
exec "$(dirname "$0")/test.sh" guest

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Usage: RESULTS=DIR docs/ci/shares/slurm.sh SHARES
# Slurm: measures the shares of a run as a job array, waits, and puts them together. The
# lab and RESULTS, a new folder, are on a file system that all nodes have; CACHE is one of
# each node. Takes the variables of `make bench`, such as SETUP=no if the nodes' packages
# are not yours to install. Exit: of the worst share, or of scripts/merge.sh.
set -euo pipefail
cd "$(dirname "$0")/../../.."
export BACKEND=tcg RESULTS=${RESULTS:-}

die() { # STATUS MESSAGE
	echo "error: $2" >&2
	exit "$1"
}

DRYRUN=1 SHARD=${1:-}/${1:-} scripts/bench.sh >/dev/null
mkdir "$RESULTS" 2>/dev/null ||
	die 1 "RESULTS=$RESULTS: can't be made, or is there already; name a new folder that all nodes have"
# By itself sbatch writes what a job prints to the lab, and so changes it.
# shellcheck disable=SC2016 # for the nodes to expand
sbatch --wait --job-name=gmem-share --array="1-$1" --cpus-per-task=2 --mem=4G --time=2:00:00 \
	--output=/dev/null --wrap='exec >"$RESULTS/share-$SLURM_ARRAY_TASK_ID.log" 2>&1
		SHARD=$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT scripts/bench.sh' ||
	die $? "not all shares were measured, see $RESULTS/share-*.log"
RUNS=$RESULTS srun --job-name=gmem-merge --cpus-per-task=2 scripts/merge.sh </dev/null

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Usage: docs/ci/shares/slurm.sh SHARES
# Slurm: measures the shares of a run as a job array, puts them together, and waits. Call
# it in the lab, on a file system that all nodes have, with the variables of `make bench`
# in the environment: BACKEND=tcg, RESULTS a new folder there, CACHE one of each node,
# SETUP=no if the nodes' packages are not yours to install.
set -euo pipefail

# shellcheck disable=SC2016 # for the nodes to expand
array=$(sbatch --parsable --job-name=gmem-share --array="1-$1" --cpus-per-task=2 --mem=4G --time=2:00:00 \
	--wrap='SHARD=$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT scripts/bench.sh')
# shellcheck disable=SC2016
sbatch --wait --job-name=gmem-merge --dependency="afterok:$array" --kill-on-invalid-dep=yes \
	--wrap='RUNS=$(echo "$RESULTS"/*.share-*) scripts/merge.sh'

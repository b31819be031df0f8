#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/help.sh
# Prints the verbs of the Makefile and the variables of scripts/variables.tsv.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "Verbs: make VERB [VARIABLE=value]..."
sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile |
	while IFS=$'\t' read -r verb meaning; do
		printf '  %-12s %s\n' "$verb" "$meaning"
	done
echo
echo "Variables, with their defaults:"
grep -v '^#' scripts/variables.tsv | tr '\t' '\037' |
	while IFS=$'\037' read -r name default check meaning; do
		[[ $check != *'|'* ]] || meaning="$meaning (${check//|/, })"
		printf '  %-14s %s\n  %-14s default: %s\n' "$name" "$meaning" '' "${default:-none}"
	done

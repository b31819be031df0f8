#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: make report RUN=DIR
# Writes to the stored run DIR what it found, from its records alone: CSV files, pictures,
# report.md, and report.html, which needs no other file. Prints the report's first section.
# Measures nothing. Exit: 0; 3 bad input, or output that can't be written.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"
cd "$top"

check_run
"$top/scripts/setup.sh" report || exit "$DIE_CODE"
scripts/labstat.sh csv "$RUN"
scripts/plot.sh "$RUN"
scripts/labstat.sh report "$RUN"
say "report: $RUN/report.html"

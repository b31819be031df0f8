#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/labstat.sh VERB ARGUMENT...
# Runs labstat, built before if need be. Exit: its code; 3 if it can't be built.
set -euo pipefail
# shellcheck source=scripts/judged.sh
. "$(dirname "$0")/judged.sh"

"$top/scripts/setup.sh" judge || exit "$DIE_CODE"
lock_cache
mkdir -p "$CACHE/log"
build_tools "$CACHE/tools/labstat" >"$CACHE/log/labstat.log" 2>&1 ||
	die "labstat does not build; see $CACHE/log/labstat.log"
unlock_cache
exec "$CACHE/tools/labstat" "$@"

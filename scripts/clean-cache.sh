#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/clean-cache.sh
# Deletes what the lab keeps in CACHE: only folders that it made itself.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

[[ -f $CACHE/lock ]] || die "CACHE=$CACHE is no cache of the lab; name the right one"
lock_cache
rm -rf "$CACHE"/{images,log,durations,tools,test,probe} "$CACHE"/{linux,tree}-*
say "deleted the contents of $CACHE"

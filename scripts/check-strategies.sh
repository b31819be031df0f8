#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/check-strategies.sh FOLDER
# Refuses a strategy of FOLDER that lacks an operation, its exposure, its name or its
# entry of the choice in FOLDER/Kconfig, and an entry that has no file: what the
# kernel's build leaves out in silence, or says of in many lines.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

(($# == 1)) || usage "$0"
folder=$1
show=${folder#"$top"/}

operations() {
	sed -nE 's/^KVM_GMEM_STRATEGY_OP\(\w+, (\w+),.*/\1/p' "${strategies:?}/strategy-ops.h"
}

# Entries of the choice; a folder that has none adds to that of another.
entries() {
	sed -n '/^endchoice/q; s/^config KVM_GMEM_STRATEGY_//p' "$folder/Kconfig"
}

check_file() { # FILE
	local name=${1##*/} op

	name=${name%.c}
	grep -qx -- "${name^^}" <<<"$known" ||
		die "$show/$name.c: $show/Kconfig has no entry KVM_GMEM_STRATEGY_${name^^}; add one before endchoice"
	grep -qE "^#define KVM_GMEM_STRATEGY $name$" "$1" ||
		die "$show/$name.c: no line '#define KVM_GMEM_STRATEGY $name'; add it before strategy-define.h, with the file's name"
	for op in $operations; do
		grep -qE "\b${name}_$op\(" "$1" ||
			die "$show/$name.c: no ${name}_$op(); write each operation of strategy-ops.h: ${operations//$'\n'/ }"
	done
	grep -qE "\b${name}_exposure\b" "$1" ||
		die "$show/$name.c: no ${name}_exposure; declare what it leaves exposed, see struct kvm_gmem_exposure in strategy.h"
}

known=$(entries)
operations=$(operations)
for file in "$folder"/*.c; do
	! grep -q '^#include ".*strategy-define.h"' "$file" || check_file "$file"
done
for name in $known; do
	name=${name,,}
	[[ $name == all || -f $folder/$name.c ]] ||
		die "$show/Kconfig: KVM_GMEM_STRATEGY_${name^^} has no $show/$name.c; write it, or drop the entry"
done

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/config.sh VARIANT          print its merged options
#        scripts/config.sh VARIANT CONFIG   ... and check that CONFIG has them all
#        scripts/config.sh --list           print the strategies, one a line
#        scripts/config.sh --switched       print those that the kernel `all` can switch to
#        scripts/config.sh --busted         print those of tests/busted/, which are in
#          no other list: tests name their kernels
#        scripts/config.sh --expand KERNEL  print the variants that KERNEL stands for:
#          `every` or `flag` in place of a strategy are all of them, or those that
#          serve files with KVM_GMEM_NO_DIRECT_MAP
#        scripts/config.sh --patched        print `yes` if the tree given as LINUX has the
#          series; then it gives no kernel `stock`
# A variant is STRATEGY[-FRAGMENT...]: kernel-patches/configs/{base,lab}.config,
# the strategy's own symbol, then each FRAGMENT.config; the last line wins. The
# strategy `all` is every one that serves such files, `stock` is no series at all.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

configs=$top/kernel-patches/configs

# What a kernel without the series can't have; the rest of a fragment it gets.
needs_series='/^CONFIG_KVM_LAB_PAUSE=/d'

strategies_of() { # FOLDER
	sed -n 's/^config KVM_GMEM_STRATEGY_//p' "$1/Kconfig" 2>/dev/null |
		tr '[:upper:]' '[:lower:]' | grep -vx all
}

strategies() { strategies_of "${strategies:?}"; }
busted_strategies() { strategies_of "$top/tests/busted" || true; }

# Those that serve a file without direct map.
flag_strategies() {
	awk '/^config KVM_GMEM_STRATEGY_/ { name = tolower(substr($2, 19)) }
		/select KVM_GMEM_NO_DIRECT_MAP/ && name != "all" { print name }' \
		"$strategies/Kconfig"
}

expand_kernel() { # KERNEL
	case $1 in
	every | every-*) strategies | sed "s/\$/${1#every}/" ;;
	flag | flag-*) flag_strategies | sed "s/\$/${1#flag}/" ;;
	*) echo "$1" ;;
	esac
}

# Each option as "SYMBOL=VALUE<tab>FRAGMENT", only the one that wins.
merged_options() {
	local strategy=${1%%-*} fragment rest=() drop=''

	grep -qx -- "$strategy" < <(printf '%s\n' stock all && strategies && busted_strategies) ||
		die "unknown kernel $1: there is no strategy $strategy; use one of: stock all $(strategies | xargs)"
	[[ $strategy != stock ]] || drop=$needs_series
	[[ $1 == *-* ]] && IFS=- read -ra rest <<<"${1#*-}"
	for fragment in base lab strategy "${rest[@]}"; do
		if [[ $fragment == strategy ]]; then
			[[ $strategy == stock ]] ||
				echo "CONFIG_KVM_GMEM_STRATEGY_${strategy^^}=y"$'\tstrategies/Kconfig'
			continue
		fi
		[[ -f $configs/$fragment.config ]] ||
			die "unknown kernel $1: there is no fragment $fragment; kernel-patches/configs/ has: $(cd "$configs" && echo *.config)"
		sed -nE "$drop; s|^# (CONFIG_\w+) is not set\$|\1=n|; s|^(CONFIG_\w+=.*)|\1\t$fragment.config|p" \
			"$configs/$fragment.config"
	done | tac | awk -F= '!seen[$1]++' | tac
}

check_options() { # VARIANT CONFIG
	local option fragment symbol wrong=0

	while IFS=$'\t' read -r option fragment; do
		symbol=${option%%=*}
		if [[ $option == *=n ]]; then
			! grep -q "^$symbol=" "$2" && continue
		else
			grep -qxF -- "$option" "$2" && continue
		fi
		say "error: kernel $1: $fragment asks for $option, the final .config has $(grep -E "^(# )?${symbol}[= ]" "$2" || echo 'no such option')"
		wrong=1
	done < <(merged_options "$1")
	return "$wrong"
}

case ${1:-} in
--list) strategies ;;
--switched) flag_strategies ;;
--busted) busted_strategies ;;
--expand) expand_kernel "${2:?}" ;;
--patched)
	# shellcheck source=scripts/series.sh
	. "$top/scripts/series.sh"
	check_source
	! has_series || echo yes
	;;
"" | -*) usage "$0" ;;
*)
	options=$(merged_options "$1") || exit
	if (($# == 1)); then
		cut -f1 <<<"$options"
	else
		check_options "$1" "$2"
	fi
	;;
esac

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/lint.sh             check everything, TAP on stdout
#        scripts/lint.sh TOOL FILE   check one file, one result without number
# TOOL: shellcheck, checkpatch (C and patches), clang-format. The last two are
# the kernel's: its checkpatch.pl --strict and its .clang-format.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top"

shell_files() {
	ls scripts/*.sh scripts/backend/*.sh guest/init .ci/run tests/odd-* tests/host/*.bats tests/host/*.bash 2>/dev/null || true
}

c_files() {
	find strategies instruments bench tools tests guest docs -name '*.[ch]' | sort
}

patches() { find kernel-patches -name '*.patch' | sort; }

checks() {
	shell_files | sed 's/^/shellcheck /'
	patches | sed 's/^/checkpatch /'
	c_files | sed 's/^/checkpatch /'
	c_files | sed 's/^/clang-format /'
}

# FILE_PATH_CHANGES asks for a line in MAINTAINERS, which a lab has no part in.
run_tool() { # TOOL FILE
	# Lists that generate declarations (strategy-ops.h), and macros that are functions,
	# are neither expressions nor statements, and open lines are what clang-format makes
	# of a long call.
	local ignore=FILE_PATH_CHANGES,OPEN_ENDED_LINE,COMPLEX_MACRO,TRAILING_SEMICOLON
	ignore+=,MULTISTATEMENT_MACRO_USE_DO_WHILE,MACRO_ARG_UNUSED,MACRO_ARG_REUSE
	# A line that says where a program runs can't be broken.
	ignore+=,MACRO_ARG_PRECEDENCE,MACRO_WITH_FLOW_CONTROL,LONG_LINE_COMMENT
	# libxml2's names.
	[[ $2 != tools/page/* && $2 != tools/gate/* ]] || ignore+=,CAMELCASE
	local options=(--no-tree --strict --quiet --terse --show-types --no-summary
		--no-signoff --ignore "$ignore")

	case $1 in
	shellcheck) shellcheck -x "$2" ;;
	checkpatch)
		# On stdin, or it takes a patch that git knows for a source file;
		# from elsewhere, as it leaves a file where git works.
		if [[ $2 == *.patch ]]; then
			(cd "$LINT_TREE" && scripts/checkpatch.pl "${options[@]}" -) <"$2"
		else
			(cd "$LINT_TREE" && scripts/checkpatch.pl "${options[@]}" -f "$top/$2")
		fi
		;;
	clang-format)
		clang-format --dry-run -Werror --style="file:$LINT_TREE/.clang-format" "$2"
		;;
	esac
}

# One write, small enough to stay whole between those of other processes.
check_one() { # TOOL FILE
	local said result=ok

	said=$(run_tool "$@" 2>&1) || result='not ok'
	if [[ $result == ok ]]; then
		printf '%s - %s %s\n' "$result" "$1" "$2"
	else
		said="# ${said//$'\n'/$'\n'# }"
		printf '%s - %s %s\n%s\n' "$result" "$1" "$2" "${said:0:3000}"
	fi
}

if (($#)); then
	(($# == 2)) || usage "$0"
	check_one "$@"
	exit
fi
LINT_TREE=$(scripts/kernel-tree.sh patched)/linux || exit
export LINT_TREE
checks | xargs -P "$JOBS" -L 1 scripts/lint.sh | awk '
	/^(not )?ok - / { sub(/ok -/, "ok " ++n " -"); if (/^not/) bad = 1 }
	{ print }
	END { print "1.." n + 0; exit bad }'

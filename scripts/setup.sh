#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/setup.sh judge|report|bench|perf|test
# Installs the Debian packages of scripts/packages that are missing, by apt, as
# root or with sudo. With SETUP=no it only names them and fails. Tries the compiler.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

wanted() { # PURPOSE
	awk -v purpose="$1" 'BEGIN {
		wants["judge"] = 1
		if (purpose != "judge") wants["report"] = 1
		if (purpose == "test" || purpose == "perf") wants["bench"] = 1
		wants[purpose] = 1
	}
	$1 in wants { print $2 }' \
		"$top/scripts/packages"
}

# The kernel's package is not needed where the source comes from elsewhere.
is_missing() { # PACKAGE
	[[ $1 == linux-source-* ]] && { [[ -n $LINUX || -f $KSRC ]] && return 1; }
	[[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) != installed ]]
}

apt_get() {
	${sudo:+"$sudo"} env DEBIAN_FRONTEND=noninteractive apt-get "$@" </dev/null
}

# A new machine has no package lists, an old one stale ones: either way the first
# attempt fails and one update cures it.
install_packages() {
	command -v apt-get >/dev/null ||
		die "no apt-get here; install the equivalents of $* and use SETUP=no"
	((EUID == 0)) || sudo=$(command -v sudo) ||
		die "neither root nor sudo, can't install $*; have them installed and use SETUP=no"
	say "will install (apt-get install): $*"
	if ! apt_get install -y --no-install-recommends "$@" >"$log" 2>&1; then
		say "updating the package lists first (apt-get update)"
		apt_get update >"$log" 2>&1 || true
		apt_get install -y --no-install-recommends "$@" >>"$log" 2>&1 ||
			install_failed "$@"
	fi
	say "installed; log: $log"
}

install_failed() {
	show_end "$log"
	die "apt-get could not install $*; the full log is $log"
}

# try_compiler: clang is no gcc, and a wrapper may fail where what it wraps does not, when
# it compiles if not when it links.
try_compiler() {
	local said

	make_work_dir
	cat >"$work_dir/try.c" <<-'END'
		#ifdef __clang__
		#error it is clang, and lab kernels are built with gcc
		#endif
		int main(void) { return 0; }
	END
	# shellcheck disable=SC2086 # words
	said=$( (cd "$work_dir" && env $CC -c try.c && env $CC -o try try.o) 2>&1) ||
		die "CC=$CC compiles nothing: ${said%%$'\n'*}; mend that, or name another gcc, CC=COMMAND"
	[[ -n $(compiler_version) ]] ||
		die "CC=$CC says no version of a gcc; name another one, CC=COMMAND"
}

[[ ${1:-} =~ ^(judge|report|bench|perf|test)$ ]] || usage "$0"

# Elsewhere than on Debian nobody can tell what is missing by name.
if ! command -v dpkg-query >/dev/null; then
	[[ $SETUP == no ]] && exit 0
	die "no dpkg here; install the equivalents of scripts/packages by hand and use SETUP=no"
fi

sudo=
missing=()
for package in $(wanted "$1"); do
	! is_missing "$package" || missing+=("$package")
done
if ((${#missing[@]})); then
	[[ $SETUP == yes ]] ||
		die "missing packages; run: apt-get install ${missing[*]} (or leave out SETUP=no)"
	mkdir -p "$CACHE/log"
	log=$CACHE/log/setup.log
	install_packages "${missing[@]}"
fi
[[ $1 == judge || $1 == report ]] || try_compiler

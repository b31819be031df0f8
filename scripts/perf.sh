# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Runs under perf (PERF=stat or record), whose data stay beside the results of the
# boot. Sourced by bench.sh, boot.sh and host.sh.

# under_perf KIND BACKEND DIR COMMAND...: runs COMMAND, under perf unless KIND is
# none, and returns its exit code. What runs inside a machine is recorded too.
under_perf() {
	local kind=$1 backend=$2 dir=$3 with=()

	shift 3
	case $kind-$backend in
	none-*) ;;
	stat-*) with=(perf stat -o "$dir/perf.txt" --) ;;
	record-kvm) with=(perf kvm --host --guest -o "$dir/perf.data" record --) ;;
	record-*) with=(perf record -o "$dir/perf.data" --) ;;
	esac
	"${with[@]}" "$@"
}

# check_perf KIND BACKEND: refuses what perf could not do, before anything is built.
check_perf() {
	local dir said works=yes

	[[ $1 != none ]] || return 0
	[[ $2 != tcg ]] ||
		die "PERF=$1: on back end tcg perf sees QEMU at work, not the kernel that is measured; use BACKEND=kvm or host, or PERF=none"
	((DRYRUN)) || "${top:?}/scripts/setup.sh" perf
	command -v perf >/dev/null || die "PERF=$1: no perf; install linux-perf"
	dir=$(mktemp -d)
	said=$(under_perf "$1" "$2" "$dir" true 2>&1) || works=''
	rm -rf "$dir"
	[[ -n $works ]] ||
		die "PERF=$1: perf does not work here (${said%%$'\n'*}); PERF=none"
}

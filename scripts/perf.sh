# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Runs under perf (PERF=stat or record), whose data stay beside the results of the
# boot. Sourced by bench.sh, boot.sh and backend.sh, which know the back end.

# under_perf KIND DIR COMMAND...: runs COMMAND, under perf unless KIND is none, and
# returns its exit code.
under_perf() {
	local data=$2/perf with=()

	case $1${perf_of_guests:+-guests} in
	stat*) with=(perf stat -o "$data.txt" --) ;;
	record-guests) with=(perf kvm --host --guest -o "$data.data" record --) ;;
	record) with=(perf record -o "$data.data" --) ;;
	esac
	"${with[@]}" "${@:3}"
}

# check_perf: refuses what perf could not do, before anything is built.
check_perf() {
	local dir said works=yes

	[[ $PERF != none ]] || return 0
	[[ -z ${counts:-} ]] ||
		die "PERF=$PERF: on back end ${backend:?} perf sees QEMU at work, not the kernel that is measured; use BACKEND=kvm or host, or PERF=none"
	((DRYRUN)) || "${top:?}/scripts/setup.sh" perf
	command -v perf >/dev/null || die "PERF=$PERF: no perf; install linux-perf"
	dir=$(mktemp -d)
	said=$(under_perf "$PERF" "$dir" true 2>&1) || works=''
	rm -rf "$dir"
	[[ -n $works ]] ||
		die "PERF=$PERF: perf does not work here (${said%%$'\n'*}); PERF=none"
}

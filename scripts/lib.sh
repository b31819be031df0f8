# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every script shares: variables and their checks, messages, the cache's
# lock, and scripts/steps.sh. Source it first.

unset CDPATH
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Whatever the caller's make, git and environment say must not reach a kernel build, nor
# what says which commit it is; nor do settings in HOME, which may be slow storage.
unset "${!GIT_@}" TAR_OPTIONS XZ_OPT RSYNC_OLD_ARGS PERL5OPT POSIXLY_CORRECT GLOBIGNORE BASH_ENV
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES ARCH CROSS_COMPILE O M W C HOSTCC LD AR LLVM \
	"${!KBUILD_@}" "${!KCONFIG_@}" KCFLAGS KAFLAGS KCPPFLAGS HOSTCFLAGS HOSTLDFLAGS CFLAGS \
	CPPFLAGS LDFLAGS CPATH C_INCLUDE_PATH LIBRARY_PATH COMPILER_PATH GCC_EXEC_PREFIX
export LC_ALL=C

# Exit codes of a boot and so of a run; 1 is any other error.
# shellcheck disable=SC2034 # used by the scripts that source this file
readonly E_BOOT=10 E_JOB=11 E_KERNEL=12 E_TIMEOUT=13 E_QEMU=14 E_DIVERGED=16

say() { printf '%s\n' "$*" >&2; }

# die [-N] MESSAGE: one line that names cause and remedy; exit code N, or
# $DIE_CODE where a script has set it, or 1.
die() {
	local code=${DIE_CODE:-1}

	if [[ $1 =~ ^-[0-9]+$ ]]; then
		code=${1#-}
		shift
	fi
	say "error: $*"
	exit "$code"
}

# usage FILE: the block of comments after `Usage:` at the top of a script.
usage() {
	sed -n '/^# Usage:/,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$1" >&2
	exit "${2:-1}"
}

check_value() { # NAME VALUE CHECK
	local problem="$1=$2:" pattern

	case $3 in
	path) pattern='[^[:cntrl:]]*' ;;
	plain-path) pattern='[^][:cntrl:][:blank:]"'"'"'\\$`&|;<>(){}*?!#%,:^=]*' ;;
	number) pattern='[0-9]{1,9}' ;;
	positive) pattern='[1-9][0-9]{0,8}' ;;
	name) pattern='[A-Za-z0-9_-]+' ;;
	compiler) pattern='(/[/A-Za-z0-9_.+@-]+|[A-Za-z0-9_][A-Za-z0-9_.+-]*)( +[A-Za-z0-9_/][/A-Za-z0-9_.+@-]*)?' ;;
	numbers) pattern='([0-9]{1,9}([, ]+[0-9]{1,9})*)?' ;;
	names) pattern='[A-Za-z0-9_, -]*' ;;
	share) pattern='([1-9][0-9]{0,3}/[1-9][0-9]{0,3})?' ;;
	events) pattern='[A-Za-z0-9_:.,-]*' ;;
	*) pattern="($3)" ;;
	esac
	[[ $2 =~ ^$pattern$ ]] && return
	case $3 in
	path) die "$1=$(printf %q "$2"): has control characters; name another path" ;;
	plain-path) die "$problem a kernel build can't take blanks, quotes, or any of \$\`&|;<>()[]{}*?!#%,:^= in a path; name another one, $1=DIR" ;;
	number) die "$problem not a number; give a whole number such as $1=1" ;;
	numbers) die "$problem not numbers; give a list such as $1=1,2,3" ;;
	positive) die "$problem not a whole number above 0; give one such as $1=2" ;;
	compiler) die "$problem no compiler without options; give a name or a full path, also after ccache's, $1='ccache gcc'" ;;
	share) die "$problem no share; give one such as $1=2/8" ;;
	events) die "$problem no list of events; give names or codes with commas between, $1=cycles,r1c2" ;;
	name | names) die "$problem not a name; \`make list\` shows the names" ;;
	*) die "$problem unknown value; give one of ${3//|/, }" ;;
	esac
}

load_variables() {
	local name default check

	while IFS=$'\x1f' read -r name default check _; do
		[[ $name == \#* ]] && continue
		default=${default/#\~\/.cache/"${XDG_CACHE_HOME:-$HOME/.cache}"}
		[[ $default == nproc ]] && default=$(nproc)
		[[ -n ${!name:-} ]] || printf -v "$name" %s "$default"
		check_value "$name" "${!name}" "$check"
		export "${name?}"
	done < <(tr '\t' '\037' <"$top/scripts/variables.tsv")
	[[ $RESULTS == /* ]] || RESULTS=$top/$RESULTS
	[[ $CACHE == /* ]] || CACHE=$PWD/$CACHE
	[[ -z $LINUX || $LINUX == /* ]] || LINUX=$PWD/$LINUX
	[[ $KSRC == /* ]] || KSRC=$PWD/$KSRC
}

# check_places: what no variable of the table says. gcc and the kernel's scripts write
# to TMPDIR.
check_places() {
	check_value REPOSITORY "$top" path
	[[ -n ${TMPDIR:-} ]] || return 0
	check_value TMPDIR "$TMPDIR" plain-path
	[[ -d $TMPDIR && -w $TMPDIR ]] ||
		die "TMPDIR=$TMPDIR: is no folder that can be written; make it, or name another one"
}

# A cron job may have no HOME.
: "${HOME:=$(unset HOME && echo ~)}"
load_variables
check_places

# The lab's strategies, unless a tree of the user's own brings some.
strategies=$top/strategies
# shellcheck disable=SC2034 # used by the scripts that source this file
[[ -z $LINUX || ! -d $LINUX/virt/kvm/gmem_strategies ]] ||
	strategies=$LINUX/virt/kvm/gmem_strategies

# own_run "$@": from here on whatever this script starts ends with it, be it killed
# (scripts/reap.sh). Starts the script again, as only that marks its own subshells; one
# that another script of the lab has started belongs to the run of that.
own_run() {
	# Without a handler bash goes on where what it waits for has taken an interrupt.
	trap 'exit 130' INT
	[[ -z ${LAB_RUN:-} ]] || return 0
	LAB_RUN=$$.$EPOCHREALTIME
	setsid "$top/scripts/reap.sh" "$$" "$LAB_RUN" </dev/null >/dev/null 2>&1 3>&- &
	LAB_RUN=$LAB_RUN exec "$0" "$@"
}

# at_end COMMAND: the last that this script does, undisturbed, whatever ends it but KILL;
# $1 is the exit code. bash itself forgets the handler of EXIT if a signal comes twice.
at_end() {
	# shellcheck disable=SC2034 # end_with reads it
	last_command=$1
	trap 'end_with $?' EXIT
	trap 'end_with 129' HUP
	trap 'end_with 130' INT
	trap 'end_with 143' TERM
}

end_with() { # STATUS
	trap '' INT TERM HUP
	trap - EXIT
	set +e
	"$last_command" "$1"
	exit "$1"
}

# make_work_dir: a folder for this script alone, $work_dir, which goes when it ends.
make_work_dir() {
	work_dir=$(mktemp -d)
	at_end drop_work_dir
}

drop_work_dir() { rm -rf "$work_dir"; }

# Hash of what is read on stdin, short enough for a name. That of nothing says only
# that what should have been read was not found.
short_hash() {
	local sum

	sum=$(sha256sum)
	[[ $sum != e3b0c44298fc1c149afbf4c8996fb924* ]] ||
		die "there was nothing to hash; what should have been read is empty or gone"
	echo "${sum:0:12}"
}

# need_space DIR KILOBYTES: refuse before long work, not in the middle of it.
need_space() {
	local have name=CACHE

	[[ $1 != "$RESULTS"* ]] || name=RESULTS
	mkdir -p "$1" 2>/dev/null ||
		die "$1 can't be made; give a directory that can be written, $name=DIR"
	have=$(df -Pk "$1" | awk 'NR == 2 { print $4 }')
	((have >= $2)) ||
		die "$1 has $((have / 1024)) MB free and this needs $(($2 / 1024)); free some, or $name=DIR elsewhere"
}

# say_if_full NAME DIR: what nobody says whose output was cut.
say_if_full() {
	local have

	have=$(df -Pk "$2" 2>/dev/null | awk 'NR == 2 { print $4 }')
	((${have:-1024} >= 1024)) ||
		say "error: $1=$2 is full; free some room, or $1=DIR elsewhere"
}

# check_writable NAME DIR: can something be made there? Makes nothing.
check_writable() {
	local place=$2

	while [[ ! -e $place ]]; do place=$(dirname "$place"); done
	[[ -d $place && -w $place && ! $place =~ ^/(proc|sys)(/|$) ]] ||
		die "$1=$2 can't be made or written to; $1=DIR elsewhere"
}

# lock_cache: until this process ends, no other run builds in the cache.
lock_cache() {
	[[ ${CACHE_LOCKED:-} == "$CACHE" ]] && return
	mkdir -p "$CACHE" 2>/dev/null ||
		die "$CACHE can't be made; give a directory that can be written, CACHE=DIR"
	exec {cache_lock}>"$CACHE/lock"
	if ! flock -n "$cache_lock"; then
		say "waiting for another run that is building in $CACHE"
		flock "$cache_lock"
	fi
	export CACHE_LOCKED=$CACHE
}

unlock_cache() {
	[[ -n ${cache_lock:-} ]] || return 0
	exec {cache_lock}>&-
	unset cache_lock CACHE_LOCKED
}

# compiler_version: what CC says of itself, by whatever name it was called.
compiler_version() { $CC --version | sed -n '1s/^[^ ]* (/cc (/p'; }

# disown_objects DIR: delete objects that were built from another clone, or by another
# compiler. make goes by times, and those of another's files say nothing.
disown_objects() {
	local of

	of="$top $(stat -c '%d:%i %w' "$top") $(compiler_version)"
	[[ $(cat "$1/built-from" 2>/dev/null) == "$of" ]] && return
	mkdir -p "$1"
	find "$1" -name '*.[od]' -delete
	echo "$of" >"$1/built-from"
}

# has_hash FILE HASH: is FILE what its name says?
has_hash() { [[ -s $1 && $(short_hash <"$1") == "$2" ]]; }

# mend_objects DIR: delete what was built there and is not whole.
mend_objects() {
	local damaged

	damaged=$("$top/scripts/damaged.pl" "$1")
	[[ -n $damaged ]] || return 0
	say "$(wc -l <<<"$damaged") damaged files in $1, such as ${damaged%%$'\n'*}; building them again"
	xargs -d '\n' rm -f <<<"$damaged"
}

# build_tools TARGET...: of tools/, in $CACHE/tools.
build_tools() {
	disown_objects "$CACHE/tools"
	mend_objects "$CACHE/tools"
	make -C "$top/tools" OUT="$CACHE/tools" "$@"
}

# shellcheck source=scripts/steps.sh
. "$top/scripts/steps.sh"

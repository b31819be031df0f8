#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/job.sh bench BOOT PLAN          the cases of that boot
#        scripts/job.sh test <PROGRAMS           lines: program[@strategy] seconds [selftest]
#        scripts/job.sh mutant NUMBER <PROGRAMS  lines: program[@strategy] seconds
# Prints the job that a booted kernel runs (guest/init). It depends on nothing
# but its input: a time or a path of the host in it would move the figures.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# By full path: KVM's selftests load their own binary, by the name it was called.
bench_job() { # BOOT PLAN
	local backend class id seed program arguments marks=

	backend=$("$top/scripts/plan.pl" list backend <"$2") || exit
	[[ $PERF == none ]] || marks=' -i yes'
	[[ -z $EVENTS ]] || marks+=" -e $EVENTS"
	cat <<-'END'
		failed=0
		run() {
			echo "gmem-lab: $*"
			"${BIN:-/bin}/$@" || { echo "gmem-lab: exit code $?"; failed=1; }
			cat "$RESULT" >&4
			: >"$RESULT"
		}
	END
	while IFS=$'\t' read -r id class seed program arguments; do
		echo "run $program --case=$id -b $backend -k $class -r $seed$marks${arguments:+ $arguments}"
	done < <("$top/scripts/plan.pl" list id,class,seed,program,arguments "boot=$1" <"$2")
	cat <<-'END'
		[ $failed = 0 ]
	END
}

# Each program's output goes to the host between two marks. A selftest of the
# kernel prints no TAP: its exit code becomes the one result, 4 is a skip.
test_job() {
	# shellcheck disable=SC2153 # SEED comes from lib.sh
	echo "export SEED=$SEED STRESS_SECONDS=$STRESS_SECONDS"
	cat <<-'END'
		run() { # PROGRAM[@STRATEGY] SECONDS [selftest]
			STRATEGY=${1#"${1%@*}"}
			export STRATEGY="${STRATEGY#@}"
			echo "gmem-lab: $1"
			{
				echo "@begin $1"
				if [ "$3" = selftest ]; then selftest "$@"; else program "$@"; fi
				printf '\n@end %s\n' "$?"
			} >>"$RESULT"
			cat "$RESULT" >&4
			: >"$RESULT"
		}
		program() { timeout -s KILL "$2" "${BIN:-/bin}/${1%@*}" 2>&1; }
		selftest() {
			program "$@" >/tmp/output
			code=$?
			echo 1..1
			sed 's/^/# /' /tmp/output
			case $code in
			0) echo "ok 1 - $1" ;;
			4) echo "ok 1 - $1 # SKIP $(tail -n 1 /tmp/output)" ;;
			*) echo "not ok 1 - $1: exit code $code" ;;
			esac
		}
	END
	while read -r line; do
		echo "run $line"
	done
}

# With a mutant switched on, up to the first program that notices. What the program kunit
# shows ran when the kernel booted, without the mutant: it is run anew.
mutant_job() { # NUMBER
	echo "mutant=$1"
	cat <<-'END'
		debug=/sys/kernel/debug
		end() {
			echo "$1" >&4
			cat $debug/kvm_lab/mutant /tmp/output >&4
			exit 0
		}
		try() { # PROGRAM[@STRATEGY] SECONDS
			STRATEGY=${1#"${1%@*}"}
			export STRATEGY="${STRATEGY#@}"
			echo "gmem-lab: $1"
			[ "${1%@*}" != kunit ] || rerun
			timeout -s KILL "$2" "${BIN:-/bin}/${1%@*}" >/tmp/output 2>&1
			code=$?
			said=$(grep '^not ok' /tmp/output | head -n 1)
			[ -z "$said" ] || end "killed $1 ${said#not ok }"
			[ $code = 0 ] || [ $code = 4 ] || end "killed $1 exit code $code"
		}
		rerun() {
			for suite in $debug/kunit/*/run; do
				echo run >"$suite"
			done
		}
		export SEED=1 STRESS_SECONDS=1
		echo $mutant >$debug/kvm_lab/mutant || exit
	END
	sed 's/^/try /'
	echo 'end survived'
}

case ${1:-} in
bench) bench_job "${2:?}" "${3:?}" ;;
test) test_job ;;
mutant) mutant_job "${2:?}" ;;
*) usage "$0" ;;
esac

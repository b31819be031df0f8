# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # scripts/backend.sh says who reads what
# QEMU emulates the machine and counts its instructions.

records=tcg-counted
boots=yes
counts=yes
perf_of_guests=

why_not() { :; }

# One instruction is one nanosecond and one TSC tick: calibrations would only
# spin, so the kernel is told what they would find (1 GHz, HZ=250). QEMU's buffer for
# translated code ends turns when it is full; its size follows the host's memory unless it
# is said.
machine_in() { # MODE
	if [[ $1 == counted ]]; then
		machine+=(-accel "tcg,thread=single,tb-size=512" -icount "shift=0,sleep=off,align=off"
			-rtc "clock=vm,base=2026-01-01")
		append+=(tsc=reliable lpj=4000000 lapic_timer_period=4000000)
	else
		machine+=(-accel "tcg,thread=multi")
		# A CPU may have to wait for one of the host's for longer than the usual 21.
		append+=(rcupdate.rcu_cpu_stall_timeout=120)
	fi
	machine+=(-cpu "EPYC-Rome,+svm,+npt")
}

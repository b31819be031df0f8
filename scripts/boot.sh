#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/boot.sh --kernel VMLINUX --initrd FILE --job FILE --out DIR
#          [--cpus N] [--mode counted|parallel] [--seed N] [--timeout SEC]
#          [--backend tcg|kvm] [--perf none|stat|record] [--witness PLUGIN]
# Boots a kernel once and runs the shell script JOB in it. DIR gets qemu-cmd
# (a script that repeats this boot), job, console.log, kernel.log: what of that the
# kernel said, and result: what the job wrote to its fd 3; with PLUGIN, tools/witness/, also regions: what that saw.
# Exit: 0 the job passed; 10 the kernel did not boot; 11 the job failed;
#       12 the kernel reported a BUG, WARNING or the like, but for data races, which
#       scripts/kcsan.pl judges; 13 time-out;
#       14 QEMU could not start.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/console.sh
. "$top/scripts/console.sh"
# shellcheck source=scripts/perf.sh
. "$top/scripts/perf.sh"

# shellcheck disable=SC2153 # SEED and TIMEOUT come from lib.sh
seed=$SEED timeout=$TIMEOUT
kernel='' initrd='' job='' out='' witness='' cpus=2 mode=counted backend=tcg perf=none
while (($#)); do
	case $1 in
	--kernel | --initrd | --job | --out | --cpus | --mode | --seed | --timeout | \
		--backend | --perf | --witness)
		(($# > 1)) || die "$1 needs a value"
		printf -v "${1#--}" %s "$2"
		shift 2
		;;
	*) usage "$0" ;;
	esac
done
check_value cpus "$cpus" positive
check_value mode "$mode" 'counted|parallel'
check_value seed "$seed" number
check_value timeout "$timeout" positive
# shellcheck source=scripts/backend/tcg.sh
[[ ! -f $top/scripts/backend/$backend.sh ]] || . "$top/scripts/backend/$backend.sh"
[[ -n ${boots:-} ]] || die "backend=$backend: none of scripts/backend/ that boots a kernel; give tcg or kvm"
check_value perf "$perf" 'none|stat|record'
for file in "$kernel" "$initrd" "$job"; do
	[[ -r $file ]] || die "--kernel, --initrd and --job must be readable files, '$file' is not"
done
[[ -n $out ]] || usage "$0"

# panic=-1 with -no-reboot ends QEMU at once; loglevel=5 shows warnings. The second port
# is no terminal: the kernel alone writes there, as it has but one console on a ttyS. What
# programs put into its log is told by the facility, which the format shows.
append=(console=ttyS0 "earlycon=uart8250,io,0x2f8,115200" keep_bootcon
	console_msg_format=syslog loglevel=5 panic=-1 oops=panic no_timer_check
	qemu_fw_cfg.ioport=12@0x510:0:1:4)	# where ACPI would say it is
machine=(-M "q35,smm=off,vmport=off,sata=off,smbus=off" -nodefaults -nographic
	-no-reboot -m 2048 -smp "$cpus" -bios qboot.rom)

machine_in "$mode"

# Arguments as a shell would read them back; plain ones stay as they are.
quoted() {
	local word words=() escaped="'\\\\''"

	for word; do
		[[ $word =~ ^[A-Za-z0-9_./=,:+-]+$ ]] || word="'${word//\'/$escaped}'"
		words+=("$word")
	done
	printf %s "${words[*]}"
}

# Without the library a counted boot depends on how fast this machine is.
steady=''
if [[ -n ${counts:-} && $mode == counted ]]; then
	steady=$CACHE/tools/libsteady.so
	[[ -f $steady ]] || build_tools "$steady" >&2 || die "$steady does not build"
fi

# The emulator counts instructions all the same, however it is watched.
watched=''
if [[ -n $witness ]]; then
	[[ -n $counts && -r $witness ]] || die "--witness needs the back end tcg and a plugin that can be read"
	# shellcheck disable=SC2016 # the script's own OUT
	watched="-plugin $(quoted "$(realpath "$witness")"),out=\"\${OUT:-.}/regions\" "
fi

# The command as a script: files of the boot are relative to it, OUT= sends
# what a repetition writes elsewhere.
write_command() {
	cat <<-END
		#!/bin/sh
		# SPDX-License-Identifier: GPL-2.0
		cd "\$(dirname "\$0")" || exit
		${steady:+export LD_PRELOAD=$steady}
		exec qemu-system-x86_64 $(quoted "${machine[@]}") \\
			$watched-seed $seed \\
			-kernel $(quoted "$(realpath "$kernel")") \\
			-initrd $(quoted "$(realpath "$initrd")") \\
			-append "${append[*]}" \\
			-fw_cfg name=opt/gmem-lab/job,file=job \\
			-device isa-debug-exit,iobase=0xf4,iosize=4 \\
			-device virtio-serial-pci,ioeventfd=off \\
			-chardev file,id=result,path="\${OUT:-.}/result" \\
			-device virtserialport,chardev=result,name=result \\
			-chardev file,id=console,path="\${OUT:-.}/console.log" \\
			-serial chardev:console \\
			-chardev file,id=kernel,path="\${OUT:-.}/kernel.log" \\
			-serial chardev:kernel
	END
}

mkdir -p "$out"
rm -f "$out"/{console.log,kernel.log,result,qemu.log}
[[ $job -ef $out/job ]] || cp "$job" "$out/job"
write_command >"$out/qemu-cmd"
status=0
under_perf "$perf" "$out" timeout --foreground -k 5 "$timeout" \
	sh "$out/qemu-cmd" >"$out/qemu.log" 2>&1 </dev/null || status=$?
! grep -qs 'LD_PRELOAD cannot be preloaded' "$out/qemu.log" ||
	die "-$E_QEMU" "$steady can't be loaded; remove it, and it is built again"
classify_boot "$out" "$status" "$timeout"

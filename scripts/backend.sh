#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Usage: scripts/backend.sh choose                     print tcg, kvm or host
#        scripts/backend.sh prove VMLINUX INITRD DIR   does nested KVM work there?
# BACKEND says which; auto takes kvm where it looks usable, else tcg. `prove`
# boots a lab kernel under kvm and uses KVM inside it: nothing less tells.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

make_work_dir

# A machine whose firmware only reports success through isa-debug-exit.
probe_vm() {
	local bios=$work_dir/bios status=0

	truncate -s 65520 "$bios"
	# mov $16, %al; out %al, $0xf4; hlt; padding to the end of 64 KB
	printf '\xb0\x10\xe6\xf4\xf4\0\0\0\0\0\0\0\0\0\0\0' >>"$bios"
	timeout 10 qemu-system-x86_64 -accel kvm -M q35 -nodefaults -nographic \
		-no-reboot -bios "$bios" \
		-device isa-debug-exit,iobase=0xf4,iosize=4 >/dev/null 2>&1 </dev/null ||
		status=$?
	((status == 33))
}

# Says why kvm is not usable here; silent if it looks usable.
why_not_kvm() {
	local nested

	if ! grep -qwE 'svm|vmx' /proc/cpuinfo; then
		echo "this CPU shows neither svm nor vmx"
	elif [[ ! -w /dev/kvm ]]; then
		echo "/dev/kvm can't be opened for writing"
	else
		nested=$(cat /sys/module/kvm_{amd,intel}/parameters/nested 2>/dev/null || true)
		if [[ $nested != [1Y] ]]; then
			echo "nested virtualisation is off (module parameter nested=1)"
		elif ! probe_vm; then
			echo "a probe machine does not run under -accel kvm"
		fi
	fi
}

# Says why this machine is no lab kernel; silent if it is one.
why_not_host() {
	local said

	$CC -I"$top/instruments" -o "$work_dir/lab-info" "$top/guest/lab-info.c" 2>"$work_dir/cc.log" ||
		{ echo "its lab ioctl can't be tried: $(head -n 1 "$work_dir/cc.log")"; return; }
	said=$("$work_dir/lab-info" 2>&1) || echo "${said#lab-info: }"
}

choose() {
	local why

	case $BACKEND in
	auto)
		why=$(why_not_kvm)
		say "back end: ${why:+tcg, because }${why:-kvm}"
		if [[ -n $why ]]; then echo tcg; else echo kvm; fi
		;;
	kvm)
		why=$(why_not_kvm)
		[[ -z $why ]] || die "BACKEND=kvm: $why; use BACKEND=tcg"
		echo kvm
		;;
	host)
		why=$(why_not_host)
		[[ -z $why ]] ||
			die "BACKEND=host: $why; boot a kernel that scripts/kernel.sh built, or use BACKEND=tcg"
		echo host
		;;
	tcg) echo tcg ;;
	esac
}

case ${1:-} in
choose) choose ;;
prove)
	(($# == 4)) || usage "$0"
	echo /bin/lab-info >"$work_dir/job"
	"$top/scripts/boot.sh" --kernel "$2" --initrd "$3" --job "$work_dir/job" \
		--out "$4" --mode parallel --backend kvm --timeout 60
	;;
*) usage "$0" ;;
esac

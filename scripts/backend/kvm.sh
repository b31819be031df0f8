# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # scripts/backend.sh says who reads what
# QEMU on the CPU of this machine, with nested virtualisation.

records=kvm
boots=yes
counts=
perf_of_guests=yes

# A machine whose firmware only reports success through isa-debug-exit.
probe_vm() {
	local bios=${work_dir:?}/bios status=0

	truncate -s 65520 "$bios"
	# mov $16, %al; out %al, $0xf4; hlt; padding to the end of 64 KB
	printf '\xb0\x10\xe6\xf4\xf4\0\0\0\0\0\0\0\0\0\0\0' >>"$bios"
	timeout 10 qemu-system-x86_64 -accel kvm -M q35 -nodefaults -nographic \
		-no-reboot -bios "$bios" \
		-device isa-debug-exit,iobase=0xf4,iosize=4 >/dev/null 2>&1 </dev/null ||
		status=$?
	((status == 33))
}

why_not() {
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

# Only KVM that was used inside a guest is known to work there.
prove() { # VMLINUX INITRD DIR
	mkdir -p "$3"
	echo /bin/lab-info >"$3/job"
	"${top:?}/scripts/boot.sh" --kernel "$1" --initrd "$2" --job "$3/job" \
		--out "$3" --mode parallel --backend kvm --timeout 60
}

machine_in() { machine+=(-accel kvm -cpu host); } # MODE

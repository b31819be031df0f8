// SPDX-License-Identifier: GPL-2.0
/*
 * Says whether the running kernel is a lab kernel: prints the strategy it was
 * built with ("stock" without the series) and exits 0, else one line on stderr
 * and exit code 1.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "kvm_lab.h"

int main(void)
{
	struct kvm_lab_info info = {};
	int kvm, vm, vcpu;

	kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (kvm < 0)
		err(1, "/dev/kvm can't be opened");
	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	if (vm < 0)
		err(1, "no virtual machine can be made");
	vcpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	if (vcpu < 0)
		err(1, "no vCPU can be made");
	if (ioctl(vcpu, KVM_LAB_GET_INFO, &info))
		err(1, "this is no lab kernel: KVM_LAB_GET_INFO");
	if (info.version != KVM_LAB_VERSION)
		errx(1,
		     "the kernel's lab ioctl has version %u, these programs %u",
		     info.version, KVM_LAB_VERSION);
	puts(info.strategy[0] ? info.strategy : "stock");
	return 0;
}

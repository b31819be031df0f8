// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"
#include "processor.h"
#include "ucall_common.h"

#include "clock.h"
#include "guest.h"

static u64 timed_write(const struct guest_write *write)
{
	u64 start = clock_ticks();

	if (write->msr)
		wrmsr(write->msr, write->value);
	return clock_ticks() - start;
}

void guest_code(u64 area_gva)
{
	struct guest_area *area = (void *)area_gva;
	u64 *sample;

	for (;;) {
		sample = area->samples;
		for (u32 i = 0; i < area->calls; i++)
			for (u32 k = 0; k < area->nr_writes; k++)
				*sample++ = timed_write(&area->writes[k]);
		GUEST_UCALL_NONE();
	}
}

struct guest_area *guest_area_create(struct kvm_vm *vm, struct kvm_vcpu *vcpu)
{
	vm_vaddr_t gva = vm_vaddr_alloc(vm, sizeof(struct guest_area),
					KVM_UTIL_MIN_VADDR);

	vcpu_args_set(vcpu, 1, gva);
	return addr_gva2hva(vm, gva);
}

/* True if the guest stopped where its program stops, not at an exception. */
static bool guest_stopped(struct kvm_vcpu *vcpu)
{
	struct ucall ucall;

	return vcpu->run->exit_reason == KVM_EXIT_IO &&
	       get_ucall(vcpu, &ucall) == UCALL_NONE;
}

int guest_run(struct kvm_vcpu *vcpu, struct guest_area *area,
	      const struct guest_write *writes, unsigned int nr_writes,
	      u32 calls, u64 *samples)
{
	size_t nr_samples;

	memcpy(area->writes, writes, nr_writes * sizeof(*writes));
	area->nr_writes = nr_writes;
	for (; calls; calls -= area->calls) {
		area->calls = min_t(u32, calls, KVM_LAB_MAX_BATCH);
		if (_vcpu_run(vcpu) || !guest_stopped(vcpu))
			return -EIO;
		if (!samples)
			continue;
		nr_samples = area->calls * nr_writes;
		memcpy(samples, area->samples, nr_samples * sizeof(*samples));
		samples += nr_samples;
	}
	return 0;
}

// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"
#include "processor.h"
#include "ucall_common.h"

#include "clock.h"
#include "guest.h"

#define LOOPS_A_PAUSE 1024

static u64 timed_write(const struct guest_write *write)
{
	u64 start = clock_ticks();

	if (write->msr)
		wrmsr(write->msr, write->value);
	return clock_ticks() - start;
}

static u64 timed_touch(u8 *page)
{
	u64 start = clock_ticks();

	WRITE_ONCE(*page, 1);
	return clock_ticks() - start;
}

static void write_msrs(struct guest_area *area)
{
	u64 *sample = area->samples;

	for (u32 i = 0; i < area->calls; i++)
		for (u32 k = 0; k < area->nr_writes; k++)
			*sample++ = timed_write(&area->writes[k]);
}

static void touch_pages(struct guest_area *area)
{
	u8 *page = (void *)area->page;

	for (u32 i = 0; i < area->calls; i++, page += area->stride)
		area->samples[i] = timed_touch(page);
}

/*
 * With a PAUSE so rare that no CPU takes it for a wait and makes the guest exit. An
 * emulator whose CPUs take turns ends one at a PAUSE, else only when the next timer is
 * due: several who never pause would leave no turn to the rest of the machine.
 */
static void spin(struct guest_area *area)
{
	u64 last = clock_ticks(), now;

	while (!READ_ONCE(area->stop)) {
		now = clock_ticks();
		if (now - last > READ_ONCE(area->gap))
			WRITE_ONCE(area->gap, now - last);
		last = now;
		WRITE_ONCE(area->loops, area->loops + 1);
		if (!(area->loops % LOOPS_A_PAUSE))
			cpu_relax();
	}
}

void guest_code(u64 area_gva)
{
	struct guest_area *area = (void *)area_gva;

	for (;;) {
		if (area->spins)
			spin(area);
		else if (area->nr_writes)
			write_msrs(area);
		else
			touch_pages(area);
		GUEST_UCALL_NONE();
	}
}

struct guest_area *guest_area_create(struct kvm_vm *vm, struct kvm_vcpu *vcpu)
{
	vm_vaddr_t gva = vm_vaddr_alloc(vm, sizeof(struct guest_area),
					KVM_UTIL_MIN_VADDR);
	struct guest_area *area = addr_gva2hva(vm, gva);

	vcpu_args_set(vcpu, 1, gva);
	area->gva = gva;
	return area;
}

/* True if the guest stopped where its program stops, not at an exception. */
static bool guest_stopped(struct kvm_vcpu *vcpu)
{
	struct ucall ucall;

	return vcpu->run->exit_reason == KVM_EXIT_IO &&
	       get_ucall(vcpu, &ucall) == UCALL_NONE;
}

static int guest_resume(struct kvm_vcpu *vcpu)
{
	return _vcpu_run(vcpu) || !guest_stopped(vcpu) ? -EIO : 0;
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
		if (guest_resume(vcpu))
			return -EIO;
		if (!samples)
			continue;
		nr_samples = area->calls * nr_writes;
		memcpy(samples, area->samples, nr_samples * sizeof(*samples));
		samples += nr_samples;
	}
	return 0;
}

int guest_touch(struct kvm_vcpu *vcpu, struct guest_area *area, u64 gva,
		u32 stride, u32 calls, u64 *samples)
{
	area->nr_writes = 0;
	area->stride = stride;
	for (; calls; calls -= area->calls) {
		area->page = gva;
		area->calls = min_t(u32, calls, KVM_LAB_MAX_BATCH);
		if (guest_resume(vcpu))
			return -EIO;
		memcpy(samples, area->samples, area->calls * sizeof(*samples));
		samples += area->calls;
		gva += (u64)area->calls * stride;
	}
	return 0;
}

int guest_spin(struct kvm_vcpu *vcpu, struct guest_area *area)
{
	int ret;

	area->spins = 1;
	ret = guest_resume(vcpu);
	area->spins = 0;
	return ret;
}

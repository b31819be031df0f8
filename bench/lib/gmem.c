// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"
#include "processor.h"

#include "die.h"
#include "gmem.h"
#include "guest.h"

#define GMEM_GPA BIT_ULL(32)
#define GMEM_SLOT 10
#define GMEM_SIZE ((u64)BENCH_MAX_VCPUS * GMEM_VCPU_SIZE)

static const char *const strategy_direct = "direct";
static const char *const strategy_hva = "hva";

static void require_kvm(void)
{
	int fd = open(KVM_DEV_PATH, O_RDWR);

	if (fd < 0)
		die("%s: %s: no KVM here", KVM_DEV_PATH, strerror(errno));
	close(fd);
	if (!(kvm_check_cap(KVM_CAP_VM_TYPES) & BIT(KVM_X86_SW_PROTECTED_VM)))
		die("kernel without CONFIG_KVM_SW_PROTECTED_VM=y");
}

bool gmem_is_private(const struct gmem_vm *g)
{
	return strcmp(g->strategy, strategy_hva);
}

/* Guest_memfd flags for the strategy, once it is known to be possible. */
static u64 choose_strategy(struct gmem_vm *g, const char *wanted)
{
	const char *own = g->info.strategy;

	g->strategy = wanted ? wanted : own[0] ? own : strategy_hva;
	if (!gmem_is_private(g))
		return 0;
	if (!own[0])
		die("strategy %s: kernel without the series, take -s hva",
		    g->strategy);
	if (!strcmp(g->strategy, strategy_direct))
		return 0;
	if (strcmp(g->strategy, own))
		die("strategy %s: not in this kernel (own: %s), see -h",
		    g->strategy, own);
	if (!vm_check_cap(g->vm, KVM_CAP_GMEM_NO_DIRECT_MAP))
		die("strategy %s: kernel without KVM_GMEM_NO_DIRECT_MAP",
		    g->strategy);
	return KVM_GMEM_NO_DIRECT_MAP;
}

/*
 * One slot of one size for every case, its last page always populated: the
 * depth of the page cache's tree moves the cost of the lookup.
 */
static void add_memory(struct gmem_vm *g, u64 flags)
{
	bool private = gmem_is_private(g);
	int fd = -1, ret;
	u8 byte = 0;

	if (private) {
		fd = __vm_create_guest_memfd(g->vm, GMEM_SIZE, flags);
		if (fd < 0)
			die("KVM_CREATE_GUEST_MEMFD, flags %#lx: %s", flags,
			    strerror(errno));
	}
	vm_mem_add(g->vm, VM_MEM_SRC_ANONYMOUS, GMEM_GPA, GMEM_SLOT,
		   GMEM_SIZE / g->vm->page_size,
		   private ? KVM_MEM_GUEST_MEMFD : 0, fd, 0);
	if (private) {
		vm_mem_set_private(g->vm, GMEM_GPA, GMEM_SIZE);
		close(fd);
	}
	ret = lab_write(g->vcpus[0], GMEM_GPA + GMEM_SIZE - 1, &byte, 1);
	if (ret)
		die("strategy %s: the first write to guest memory: %s",
		    g->strategy, strerror(-ret));
}

static void check_gpa(const struct gmem_vm *g, const struct bench_params *p)
{
	const struct userspace_mem_region *own = memslot2region(g->vm, 0);

	if (p->gpa % g->vm->page_size)
		die("gpa %#lx: not aligned to a page", p->gpa);
	if (gmem_is_private(g) && p->gpa < own->region.memory_size)
		die("gpa %#lx: not private: the guest's code is there", p->gpa);
	if (p->gpa < GMEM_GPA || p->gpa - GMEM_GPA > GMEM_SIZE ||
	    gmem_gpa(p, p->vcpus) > GMEM_GPA + GMEM_SIZE)
		die("gpa %#lx, %u vCPUs: out of range %#llx to %#llx", p->gpa,
		    p->vcpus, GMEM_GPA, GMEM_GPA + GMEM_SIZE - 1);
}

void gmem_vm_create(struct gmem_vm *g, const struct bench_params *p)
{
	const struct vm_shape shape = {
		.mode = VM_MODE_DEFAULT,
		.type = KVM_X86_SW_PROTECTED_VM,
	};

	/* The guest is loaded from this file; found by PATH it has no path. */
	program_invocation_name = "/proc/self/exe";

	require_kvm();
	g->vm = __vm_create_with_vcpus(shape, p->vcpus,
				       p->vcpus * guest_area_pages(),
				       guest_code, g->vcpus);
	lab_info(g->vcpus[0], &g->info);
	add_memory(g, choose_strategy(g, p->strategy));
	check_gpa(g, p);
}

u64 gmem_gpa(const struct bench_params *p, unsigned int index)
{
	if (p->contention == BENCH_CONTENTION_SAME)
		index = 0;
	return p->gpa + (u64)index * GMEM_VCPU_SIZE;
}

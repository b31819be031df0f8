// SPDX-License-Identifier: GPL-2.0
#include <linux/sizes.h>

#include "kvm_util.h"
#include "processor.h"

#include "die.h"
#include "gmem.h"
#include "guest.h"

#define GMEM_GPA BIT_ULL(32)
#define GMEM_SLOT 10

/* The longest access, across a page boundary, and no page shared. */
#define GMEM_ACCESS_SIZE (2 * KVM_LAB_MAX_LEN)

/*
 * The slot of a bench that populates: pages of which 2M mappings can be found,
 * and of some whose mapping is split although no vCPU uses them.
 */
#define GMEM_POPULATE_SIZE SZ_256M
#define GMEM_SPARE_SIZE SZ_4M

/* Page tables of a guest that maps the slot by 2M pages. */
#define GMEM_GUEST_TABLES 8

#define GMEM_CLEAR "/sys/module/kvm/parameters/gmem_clear"

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

bool gmem_is_zapped(const struct gmem_vm *g)
{
	return gmem_is_private(g) && strcmp(g->strategy, strategy_direct);
}

void gmem_set_clear(bool clear)
{
	FILE *file;

	if (access(GMEM_CLEAR, F_OK))
		return;
	file = fopen(GMEM_CLEAR, "w");
	if (!file || fputc(clear ? 'Y' : 'N', file) == EOF || fclose(file))
		die(GMEM_CLEAR ": %s", strerror(errno));
}

struct exposure gmem_exposure(void)
{
	struct exposure e;
	int ret = exposure_read(&e);

	if (ret)
		die("what the strategy declares: %s", strerror(-ret));
	return e;
}

bool gmem_shares(const struct gmem_vm *g)
{
	return !gmem_is_zapped(g) || gmem_exposure().shares;
}

/* Where there are several strategies, make @wanted the one in force. */
static void switch_strategy(struct gmem_vm *g, const char *wanted)
{
	if (!strcmp(wanted, g->info.strategy))
		return;
	if (strategy_switch(wanted))
		die("strategy %s: not in this kernel (in force: %s), see -h",
		    wanted, g->info.strategy);
	lab_info(g->vcpus[0], &g->info);
}

/* Guest_memfd flags for the strategy, once it is known to be possible. */
static u64 choose_strategy(struct gmem_vm *g, const char *wanted)
{
	const char *own = g->info.strategy;

	if (!own[0] && (!wanted || strcmp(wanted, strategy_hva)))
		die("strategy %s: kernel without the series, take -s hva",
		    wanted ? wanted : "auto");
	g->strategy = wanted ? wanted : own;
	if (!gmem_is_private(g))
		return 0;
	if (!strcmp(g->strategy, strategy_direct))
		return 0;
	switch_strategy(g, g->strategy);
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
		fd = __vm_create_guest_memfd(g->vm, g->size, flags);
		if (fd < 0)
			die("KVM_CREATE_GUEST_MEMFD, flags %#lx: %s", flags,
			    strerror(errno));
	}
	vm_mem_add(g->vm, VM_MEM_SRC_ANONYMOUS, GMEM_GPA, GMEM_SLOT,
		   g->size / g->vm->page_size,
		   private ? KVM_MEM_GUEST_MEMFD : 0, fd, 0);
	if (private) {
		vm_mem_set_private(g->vm, GMEM_GPA, g->size);
		close(fd);
	}
	ret = lab_write(g->vcpus[0], GMEM_GPA + g->size - 1, &byte, 1);
	if (ret)
		die("strategy %s: the first write to guest memory: %s",
		    g->strategy, strerror(-ret));
}

static void check_gpa(const struct gmem_vm *g)
{
	const struct bench_params *p = g->p;
	const struct userspace_mem_region *own = memslot2region(g->vm, 0);

	if (p->gpa % g->vm->page_size)
		die("gpa %#lx: not aligned to a page", p->gpa);
	if (gmem_is_private(g) && p->gpa < own->region.memory_size)
		die("gpa %#lx: not private: the guest's code is there", p->gpa);
	if (p->gpa < GMEM_GPA || p->gpa - GMEM_GPA > g->size ||
	    gmem_spare_gpa(g) + g->spare_size > GMEM_GPA + g->size)
		die("gpa %#lx, %u vCPUs: out of range %#llx to %#llx", p->gpa,
		    p->vcpus, GMEM_GPA, GMEM_GPA + g->size - 1);
}

/* The same for every case of a bench, unless one needs more. */
static void choose_access_size(struct gmem_vm *g)
{
	g->vcpu_size = GMEM_ACCESS_SIZE;
	g->size = BENCH_MAX_VCPUS * g->vcpu_size;
}

/* Each vCPU populates as many pages as it warms up with and is timed on. */
static void choose_populate_size(struct gmem_vm *g, u32 max_len)
{
	const struct bench_params *p = g->p;
	u64 pages = sysconf(_SC_AVPHYS_PAGES), needed;
	u64 calls = (u64)p->warmup + p->iterations;

	g->vcpu_size = align_up(calls * BENCH_PAGE_SIZE, SZ_2M) + 2 * max_len;
	g->spare_size = GMEM_SPARE_SIZE;
	needed = p->vcpus * g->vcpu_size + g->spare_size;
	if (needed > pages / 2 * BENCH_PAGE_SIZE)
		die("%u vCPUs with %lu pages each: more than half of the free memory",
		    p->vcpus, g->vcpu_size / BENCH_PAGE_SIZE);
	g->size = max_t(u64, GMEM_POPULATE_SIZE, needed);
}

static void map_for_guest(const struct gmem_vm *g)
{
	u64 end = align_up(gmem_spare_gpa(g), SZ_2M);
	u64 start = align_down(g->p->gpa, SZ_2M);

	virt_map_level(g->vm, start, start, end - start, PG_LEVEL_2M);
}

void gmem_vm_create(struct gmem_vm *g, const struct bench_params *p)
{
	/* An ordinary memslot is measured where it is used: in an ordinary VM. */
	const bool ordinary = p->strategy && !strcmp(p->strategy, strategy_hva);
	const struct vm_shape shape = {
		.mode = VM_MODE_DEFAULT,
		.type = ordinary ? VM_TYPE_DEFAULT : KVM_X86_SW_PROTECTED_VM,
	};
	u64 extra = p->vcpus * guest_area_pages(), flags;

	/* The guest is loaded from this file; found by PATH it has no path. */
	program_invocation_name = "/proc/self/exe";

	require_kvm();
	g->p = p;
	if (p->bench->populates)
		choose_populate_size(g, p->bench->max_len);
	else
		choose_access_size(g);
	g->vm = __vm_create_with_vcpus(
		shape, p->vcpus,
		extra + (p->bench->populates ? GMEM_GUEST_TABLES : 0),
		guest_code, g->vcpus);
	lab_info(g->vcpus[0], &g->info);
	flags = choose_strategy(g, p->strategy);
	if (p->bench->populates && !gmem_is_private(g))
		die("strategy %s: %s measures nothing but guest_memfd",
		    g->strategy, p->bench->name);
	add_memory(g, flags);
	check_gpa(g);
	if (p->bench->populates)
		map_for_guest(g);
}

u64 gmem_gpa(const struct gmem_vm *g, unsigned int index)
{
	if (g->p->contention == BENCH_CONTENTION_SAME)
		index = 0;
	return g->p->gpa + index * g->vcpu_size;
}

u64 gmem_spare_gpa(const struct gmem_vm *g)
{
	return g->p->gpa + g->p->vcpus * g->vcpu_size;
}

u64 gmem_spare_pages(const struct gmem_vm *g)
{
	u64 end = GMEM_GPA + g->size;

	return (end - gmem_spare_gpa(g)) / BENCH_PAGE_SIZE - 1;
}

static int change_file(const struct gmem_vm *g, int mode, u64 gpa, u64 pages)
{
	int fd = memslot2region(g->vm, GMEM_SLOT)->region.guest_memfd;

	if (fallocate(fd, mode | FALLOC_FL_KEEP_SIZE, gpa - GMEM_GPA,
		      pages * BENCH_PAGE_SIZE))
		return -errno;
	return 0;
}

int gmem_allocate(const struct gmem_vm *g, u64 gpa, u64 pages)
{
	return change_file(g, 0, gpa, pages);
}

int gmem_free(const struct gmem_vm *g, u64 gpa, u64 pages)
{
	return change_file(g, FALLOC_FL_PUNCH_HOLE, gpa, pages);
}

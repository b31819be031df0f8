// SPDX-License-Identifier: GPL-2.0
/*
 * What it costs that a page becomes guest memory: for a guest that touches it,
 * by KVM_PRE_FAULT_MEMORY, and alone, under kvm_write_guest(); what it costs to
 * give it back; and, apart, the first page out of a 2M direct-map mapping.
 */
#include "kvm_util.h"

#include "clock.h"
#include "op_steps.h"
#include "population.h"

#define NR_SPLITS 16
#define WRITE_LEN 8
#define SEARCH_PAGES 512 /* pages to look for an unsplit mapping in */

/* One ioctl a call, as each call has a page of its own. */
static int lab_call_one(struct contender *c, u32 op, u64 gpa, u64 *sample)
{
	const struct kvm_lab_call call = {
		.op = op,
		.gpa = gpa,
		.len = WRITE_LEN,
		.iterations = 1,
		.samples = (uintptr_t)sample,
	};

	return lab_call(c->vcpu, &call, 1);
}

static int overhead_lab_one(struct contender *c, const struct bench_cell *cell,
			    u32 calls, u64 *samples)
{
	int ret = 0;

	for (; !ret && calls; calls--)
		ret = lab_call_one(c, KVM_LAB_OP_NOP, c->gpa, samples++);
	return ret;
}

static int run_write(struct contender *c, const struct bench_cell *cell,
		     u32 calls, u64 *samples)
{
	int ret = 0;

	for (; !ret && calls; calls--)
		ret = lab_call_one(c, KVM_LAB_OP_WRITE, population_next(c, 1),
				   samples++);
	return ret;
}

static int run_fault(struct contender *c, const struct bench_cell *cell,
		     u32 calls, u64 *samples)
{
	u64 gva = population_next(c, calls);

	return guest_touch(c->vcpu, c->area, gva, BENCH_PAGE_SIZE, calls,
			   samples);
}

static int run_prefault(struct contender *c, const struct bench_cell *cell,
			u32 calls, u64 *samples)
{
	u64 gpa, start;
	int ret = 0;

	for (u32 i = 0; !ret && i < calls; i++) {
		gpa = population_next(c, cell->pages);
		start = clock_ticks();
		ret = population_prefault(c->vcpu, gpa, cell->pages);
		samples[i] = clock_ticks() - start;
	}
	return ret;
}

static int run_free(struct contender *c, const struct bench_cell *cell,
		    u32 calls, u64 *samples)
{
	u64 gpa, start;
	int ret = 0;

	for (u32 i = 0; !ret && i < calls; i++) {
		gpa = population_next(c, cell->pages);
		start = clock_ticks();
		ret = gmem_free(c->all->g, gpa, cell->pages);
		samples[i] = clock_ticks() - start;
	}
	return ret;
}

static int prepare_empty(struct contender *c, const struct bench_cell *cell)
{
	return population_empty(c);
}

/* Whatever flush is pending comes before a page leaves: the last one goes. */
static int make_up(struct contender *c, const struct bench_cell *cell)
{
	u64 last = c->gpa + (c->next_page - 1) * BENCH_PAGE_SIZE;

	return gmem_free(c->all->g, last, 1);
}

static int verify_populated(struct contender *c, const struct bench_cell *cell)
{
	return population_check(c, c->next_page - 1);
}

/* Mapped into the guest, as in real life, and each page frame is noted. */
static int prepare_full(struct contender *c, const struct bench_cell *cell)
{
	u32 pages = (cell->warmup + cell->calls) * cell->pages;
	int ret = population_empty(c);
	u64 gpa = c->gpa;

	if (!ret)
		ret = population_prefault(c->vcpu, c->gpa, pages);
	if (!ret)
		ret = population_check(c, pages);
	if (ret && ret != -EAGAIN)
		return ret;
	for (u32 i = 0; i < pages; i++, gpa += BENCH_PAGE_SIZE)
		c->notes[i] = lab_page(c->vcpu, gpa).pfn;
	return 0;
}

static int verify_free(struct contender *c, const struct bench_cell *cell)
{
	struct kvm_lab_page page;

	for (u32 i = 0; i < c->next_page; i++) {
		page = lab_page(c->vcpu, c->gpa + i * BENCH_PAGE_SIZE);
		if (page.state & KVM_LAB_PAGE_POPULATED)
			return -EEXIST;
		page = lab_page_of_pfn(c->vcpu, c->notes[i]);
		if (!(page.state & KVM_LAB_PAGE_PRESENT))
			return -EFAULT;
	}
	return 0;
}

/* Is @page the first to be found in a 2M mapping? @nr were found before. */
static bool is_new_mapping(struct contender *c, u32 nr,
			   const struct kvm_lab_page *page)
{
	if (page->level != 2)
		return false;
	for (u32 i = 0; i < nr; i++)
		if (lab_page(c->vcpu, c->notes[i]).pfn >> 9 == page->pfn >> 9)
			return false;
	return true;
}

/* Looks through @pages allocated pages. Returns how many were found by then. */
static u32 note_mappings(struct contender *c, u64 gpa, u64 pages, u32 nr,
			 u32 wanted)
{
	struct kvm_lab_page page;

	for (; pages && nr < wanted; pages--, gpa += BENCH_PAGE_SIZE) {
		page = lab_page(c->vcpu, gpa);
		if (is_new_mapping(c, nr, &page))
			c->notes[nr++] = gpa;
	}
	return nr;
}

/*
 * Allocates pages, which takes none out of the direct map, until some are found
 * that lie each in a 2M mapping of its own.
 */
static int prepare_unsplit(struct contender *c, const struct bench_cell *cell)
{
	const struct gmem_vm *g = c->all->g;
	u64 gpa = gmem_spare_gpa(g), left = gmem_spare_pages(g), pages;
	u32 nr = 0;
	int ret = 0;

	for (; !ret && left && nr < cell->calls; left -= pages) {
		pages = min_t(u64, left, SEARCH_PAGES);
		ret = gmem_allocate(g, gpa, pages);
		if (!ret)
			nr = note_mappings(c, gpa, pages, nr, cell->calls);
		gpa += pages * BENCH_PAGE_SIZE;
	}
	if (!ret && nr < cell->calls)
		fprintf(stderr, "only %u of %u pages in 2M mappings found\n",
			nr, cell->calls);
	return ret || nr == cell->calls ? ret : -ENOSPC;
}

static int run_split(struct contender *c, const struct bench_cell *cell,
		     u32 calls, u64 *samples)
{
	int ret = 0;

	for (u32 i = 0; !ret && i < calls; i++)
		ret = lab_call_one(c, KVM_LAB_OP_WRITE, c->notes[i],
				   &samples[i]);
	return ret;
}

static int verify_split(struct contender *c, const struct bench_cell *cell)
{
	const struct gmem_vm *g = c->all->g;
	struct kvm_lab_page page;

	for (u32 i = 0; i < cell->calls; i++) {
		page = lab_page(c->vcpu, c->notes[i]);
		if (page.level != 1 || page.state & KVM_LAB_PAGE_PRESENT)
			return -EFAULT;
	}
	return gmem_free(g, gmem_spare_gpa(g), gmem_spare_pages(g));
}

static const struct bench_op ops[] = {
	{
		/* Before the others, which leave less to be split. */
		.name = "split",
		.samples = { { .metric = "split" } },
		.fixed_len = BENCH_PAGE_SIZE,
		.fixed_calls = NR_SPLITS,
		.only_zapped = true,
		.prepare = prepare_unsplit,
		.run = run_split,
		.overhead = overhead_lab_one,
		.verify = verify_split,
	},
	{
		.name = "write",
		.work = { .take_outs = 1, .copies = 1 },
		.samples = { { .metric = "populate" } },
		.fixed_len = BENCH_PAGE_SIZE,
		.prepare = prepare_empty,
		.run = run_write,
		.overhead = overhead_lab_one,
		.make_up = make_up,
		.verify = verify_populated,
	},
	{
		.name = "fault",
		.path = BENCH_PATH_ABI,
		.work = { .take_outs = 1 },
		.samples = { { .metric = "populate" } },
		.fixed_len = BENCH_PAGE_SIZE,
		.prepare = prepare_empty,
		.run = run_fault,
		.overhead = overhead_guest_touch,
		.make_up = make_up,
		.verify = verify_populated,
	},
	{
		.name = "prefault",
		.path = BENCH_PATH_ABI,
		.work = { .take_outs = 1 },
		.samples = { { .metric = "populate" } },
		.prepare = prepare_empty,
		.run = run_prefault,
		.overhead = overhead_vmm,
		.make_up = make_up,
		.verify = verify_populated,
	},
	{
		.name = "free",
		.path = BENCH_PATH_ABI,
		.work = { .give_backs = 1 },
		.samples = { { .metric = "free" } },
		.prepare = prepare_full,
		.run = run_free,
		.overhead = overhead_vmm,
		.verify = verify_free,
	},
	{
		.name = "free_uncleared",
		.path = BENCH_PATH_ABI,
		.work = { .give_backs = 1 },
		.samples = { { .metric = "free" } },
		.only_zapped = true,
		.uncleared = true,
		.prepare = prepare_full,
		.run = run_free,
		.overhead = overhead_vmm,
		.verify = verify_free,
	},
};

const struct bench bench = {
	.name = "gmem_populate",
	.about = "Measures how pages enter a guest_memfd and leave it.\n"
		 "-n and -w count pages: a call for 512 pages counts 512.",
	.default_lens = "4096,131072,2097152",
	.max_len = 512 * BENCH_PAGE_SIZE,
	.populates = true,
	.ops = ops,
	.nr_ops = ARRAY_SIZE(ops),
};

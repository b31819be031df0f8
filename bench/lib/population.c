// SPDX-License-Identifier: GPL-2.0
#include "kvm_util.h"

#include "die.h"
#include "population.h"

#define SPARE_PAGES 8192

static u32 nr_pages(const struct contender *c)
{
	return c->all->g->vcpu_size / BENCH_PAGE_SIZE;
}

int population_prefault(struct kvm_vcpu *vcpu, u64 gpa, u64 pages)
{
	struct kvm_pre_fault_memory range = {
		.gpa = gpa,
		.size = pages * BENCH_PAGE_SIZE,
	};

	while (range.size)
		if (__vcpu_ioctl(vcpu, KVM_PRE_FAULT_MEMORY, &range))
			return -errno;
	return 0;
}

/* Splits the mappings of allocated pages, at one write each. */
static int split_mappings(struct contenders *cs, u64 gpa, u64 pages)
{
	struct kvm_vcpu *vcpu = cs->list[0].vcpu;
	struct kvm_lab_page page;
	const u8 byte = 0;
	int ret = 0;

	for (; !ret && pages; pages--, gpa += BENCH_PAGE_SIZE) {
		page = lab_page(vcpu, gpa);
		if (page.level > 1)
			ret = lab_write(vcpu, gpa, &byte, sizeof(byte));
		if (!ret)
			ret = split_map_note(&cs->split, page.pfn);
	}
	return ret;
}

/* So many pages more than are used, as the allocator keeps no order. */
static int rehearse_spare(struct contenders *cs, u64 gpa, u64 pages)
{
	int ret = gmem_allocate(cs->g, gpa, pages);

	if (!ret && gmem_is_zapped(cs->g))
		ret = split_mappings(cs, gpa, pages);
	return ret;
}

/* All pages at once, so that no page frame comes twice. */
static int rehearse(struct contenders *cs)
{
	u64 spare = gmem_spare_gpa(cs->g);
	u64 spare_pages = min_t(u64, gmem_spare_pages(cs->g), SPARE_PAGES);
	struct contender *first = &cs->list[0];
	u32 pages = nr_pages(first);
	int ret = 0;

	for (unsigned int i = 0; !ret && i < cs->nr; i++) {
		ret = population_prefault(first->vcpu, cs->list[i].gpa, pages);
		if (!ret)
			ret = population_check(&cs->list[i], pages);
		if (ret == -EAGAIN)
			ret = 0;
	}
	if (!ret)
		ret = rehearse_spare(cs, spare, spare_pages);
	if (!ret)
		ret = gmem_free(cs->g, first->gpa, cs->nr * pages);
	cs->rehearsed = true;
	return ret ? ret : gmem_free(cs->g, spare, spare_pages);
}

int population_empty(struct contender *c)
{
	int ret = c->all->rehearsed ? 0 : rehearse(c->all);

	c->next_page = 0;
	return ret ? ret : gmem_free(c->all->g, c->gpa, nr_pages(c));
}

u64 population_next(struct contender *c, u32 pages)
{
	u64 gpa = c->gpa + c->next_page * BENCH_PAGE_SIZE;

	c->next_page += pages;
	return gpa;
}

static void require_state(struct contender *c, const struct kvm_lab_page *page)
{
	const u32 wanted = KVM_LAB_PAGE_POPULATED | KVM_LAB_PAGE_PREPARED;
	bool zapped = gmem_is_zapped(c->all->g);

	if ((page->state & wanted) != wanted)
		die("gpa %#llx: not populated", page->gpa);
	if (!(page->state & KVM_LAB_PAGE_PRESENT) != zapped)
		die("gpa %#llx: %s the direct map, strategy %s", page->gpa,
		    zapped ? "still in" : "not in", c->all->g->strategy);
	if (zapped && page->level != 1)
		die("gpa %#llx: out of the direct map at level %u", page->gpa,
		    page->level);
}

/* Once split, a mapping stays so: whether it was is known from earlier checks. */
int population_check(struct contender *c, u32 pages)
{
	struct split_map *split = &c->all->split;
	struct kvm_lab_page page;
	int ret = 0;

	for (u32 i = 0; i < pages; i++) {
		page = lab_page(c->vcpu, c->gpa + i * BENCH_PAGE_SIZE);
		require_state(c, &page);
		if (page.level > 1 || split_map_has(split, page.pfn))
			continue;
		if (split_map_note(split, page.pfn))
			return -ENOMEM;
		ret = -EAGAIN;
	}
	return ret;
}

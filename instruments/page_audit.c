// SPDX-License-Identifier: GPL-2.0
/*
 * Which pages have ever been in a guest_memfd, and what has become of them.
 *
 * kvm_lab/page_audit in debugfs:
 *	read		counts, a "name number" on each line, then the first pages
 *			that are not as they should be
 *	write "forget"	count from here on
 *
 * A page that has left its file must look like one that was never in any: free
 * or someone else's, and with the attributes of its neighbour.
 */
#include <linux/bitmap.h>
#include <linux/debugfs.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/uaccess.h>
#include <trace/events/filemap.h>

#include "lab.h"

#define LAB_MAX_BLAMED 8

/* All but what the CPU writes in an entry that has it not. */
#define LAB_ATTRIBUTES                                                  \
	(_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_NX | _PAGE_PWT | \
	 _PAGE_PCD | _PAGE_GLOBAL | _PAGE_DIRTY)

static unsigned long *lab_ever_owned; /* by pfn */
static unsigned long *lab_owned; /* those that are not forgotten */
static unsigned long lab_never_owned; /* pfn of an ordinary page */

enum lab_fate {
	LAB_OWNED, /* all that were counted */
	LAB_IN_FILE, /* still in a guest_memfd */
	LAB_POISONED, /* by memory failure: stays out of the direct map */
	LAB_UNLIKE, /* left its file, but differs from its neighbour */
	LAB_LEAKED, /* left its file, but was never freed */
	LAB_NR_FATES,
};

static const char *const lab_fates[] = { "owned", "in_file", "poisoned",
					 "unlike", "leaked" };

struct lab_walk {
	struct seq_file *m;
	unsigned long neighbour; /* the last page that was never owned */
	unsigned long count[LAB_NR_FATES];
	struct {
		unsigned long pfn;
		unsigned long neighbour;
		enum lab_fate fate;
	} blamed[LAB_MAX_BLAMED];
	unsigned int nr_blamed;
};

static void lab_note_folio(void *unused, struct folio *folio)
{
	if (!mapping_inaccessible(folio->mapping))
		return;
	set_bit(folio_pfn(folio), lab_ever_owned);
	set_bit(folio_pfn(folio), lab_owned);
}

static unsigned long lab_pte_flags(unsigned long pfn)
{
	unsigned int level;
	pte_t *pte = lookup_address((unsigned long)pfn_to_kaddr(pfn), &level);

	return pte ? pte_flags(*pte) : 0;
}

static void lab_blame(struct lab_walk *walk, unsigned long pfn,
		      enum lab_fate fate)
{
	walk->count[fate]++;
	if (walk->nr_blamed == LAB_MAX_BLAMED)
		return;
	walk->blamed[walk->nr_blamed].pfn = pfn;
	walk->blamed[walk->nr_blamed].neighbour = walk->neighbour;
	walk->blamed[walk->nr_blamed++].fate = fate;
}

/*
 * Only a guest_memfd has an inaccessible mapping. Inodes are freed after a grace
 * period, so one that was found may be looked at.
 */
static bool lab_in_file(struct folio *folio)
{
	struct address_space *mapping;

	guard(rcu)();
	mapping = folio_mapping(folio);
	return mapping && mapping_inaccessible(mapping);
}

/*
 * What truncation takes from a file stays on the LRU until it is freed; nothing
 * else is there without being in a file or anonymous.
 */
static bool lab_leaked(struct folio *folio)
{
	return folio_test_lru(folio) && !READ_ONCE(folio->mapping);
}

/* Returns true if the page has left its file, poisoned ones aside. */
static bool lab_left_file(struct lab_walk *walk, unsigned long pfn)
{
	struct folio *folio = page_folio(pfn_to_page(pfn));
	bool in_file, leaked;

	if (PageHWPoison(pfn_to_page(pfn))) {
		walk->count[LAB_POISONED]++;
		return false;
	}
	if (!folio_try_get(folio))
		return true;

	in_file = lab_in_file(folio);
	leaked = lab_leaked(folio);
	folio_put(folio);
	if (in_file)
		walk->count[LAB_IN_FILE]++;
	else if (leaked)
		lab_blame(walk, pfn, LAB_LEAKED);
	return !in_file;
}

/* Reserved pages, such as the kernel's text, have attributes of their own. */
static bool lab_is_neighbour(unsigned long pfn)
{
	return !test_bit(pfn, lab_ever_owned) && pfn_valid(pfn) &&
	       !PageReserved(pfn_to_page(pfn));
}

static void lab_walk_pfn(struct lab_walk *walk, unsigned long pfn)
{
	unsigned long differs;

	if (lab_is_neighbour(pfn - 1))
		walk->neighbour = pfn - 1;

	walk->count[LAB_OWNED]++;
	if (!lab_left_file(walk, pfn))
		return;

	differs = lab_pte_flags(pfn) ^ lab_pte_flags(walk->neighbour);
	if (differs & LAB_ATTRIBUTES)
		lab_blame(walk, pfn, LAB_UNLIKE);
}

static void lab_show_walk(struct lab_walk *walk)
{
	unsigned int i;

	for (i = 0; i < LAB_NR_FATES; i++)
		seq_printf(walk->m, "%s %lu\n", lab_fates[i], walk->count[i]);
	for (i = 0; i < walk->nr_blamed; i++)
		seq_printf(walk->m, "%s pfn %#lx: %#lx, neighbour %#lx: %#lx\n",
			   lab_fates[walk->blamed[i].fate], walk->blamed[i].pfn,
			   lab_pte_flags(walk->blamed[i].pfn),
			   walk->blamed[i].neighbour,
			   lab_pte_flags(walk->blamed[i].neighbour));
}

static int lab_page_audit_show(struct seq_file *m, void *unused)
{
	struct lab_walk walk = { .m = m, .neighbour = lab_never_owned };
	unsigned long pfn;

	/* What was just added to a file waits in a batch, with a reference. */
	lru_add_drain_all();

	for_each_set_bit(pfn, lab_owned, max_pfn) {
		lab_walk_pfn(&walk, pfn);
		cond_resched();
	}
	lab_show_walk(&walk);
	return 0;
}

static ssize_t lab_page_audit_write(struct file *file, const char __user *ubuf,
				    size_t count, loff_t *pos)
{
	char word[8];

	if (count < 6 || count > 7 || copy_from_user(word, ubuf, count))
		return -EINVAL;
	word[count] = 0;
	if (strcmp(strim(word), "forget"))
		return -EINVAL;

	bitmap_zero(lab_owned, max_pfn);
	return count;
}

DEFINE_SHOW_STORE_ATTRIBUTE(lab_page_audit);

/**
 * kvm_lab_page_audit_init - begin to note which pages are in a guest_memfd
 * @dir: the lab's folder in debugfs
 *
 * Without memory for it there is no file.
 */
void kvm_lab_page_audit_init(struct dentry *dir)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	lab_owned = kvcalloc(BITS_TO_LONGS(max_pfn), sizeof(long), GFP_KERNEL);
	lab_ever_owned =
		kvcalloc(BITS_TO_LONGS(max_pfn), sizeof(long), GFP_KERNEL);
	if (!page || !lab_owned || !lab_ever_owned)
		return;

	lab_never_owned = PHYS_PFN(__pa(page));
	if (!register_trace_mm_filemap_add_to_page_cache(lab_note_folio, NULL))
		debugfs_create_file("page_audit", 0600, dir, NULL,
				    &lab_page_audit_fops);
}

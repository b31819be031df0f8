/* SPDX-License-Identifier: GPL-2.0 */
/* A page that looks to a strategy like one of a guest_memfd. */
#ifndef KUNIT_PAGE_H
#define KUNIT_PAGE_H

#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

static inline void page_put(void *page)
{
	struct folio *folio = page_folio((struct page *)page);

	folio->private = NULL;
	folio_unlock(folio);
	__free_page(page);
}

/* Locked, in the direct map, freed with the test. */
static inline struct folio *page_get(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL | __GFP_ZERO);

	KUNIT_ASSERT_NOT_NULL(test, page);
	folio_lock(page_folio(page));
	page_folio(page)->private = NULL;
	KUNIT_ASSERT_EQ(test, 0,
			kunit_add_action_or_reset(test, page_put, page));
	return page_folio(page);
}

#endif /* KUNIT_PAGE_H */

// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "kvm_lab.h"
#include "expected_events.h"

/* Events for each time that the strategy does something. */
struct per_work {
	unsigned int copy;
	unsigned int pin;
	unsigned int shared_pin;
	unsigned int take_out;
	unsigned int give_back;
};

/* strategies/clear_folio.c, which takes the mapping away again. */
#define CLEAR_PTE_WRITES 2
#define CLEAR_INVALIDATIONS 1

/* Broadcasts are exact, or one for so many as a batch has, or up to the kernel. */
enum when { NEVER, EACH, BATCHED, LAZILY };

static const struct rule {
	const char *strategy;
	struct per_work pte_writes;
	unsigned int local; /* invalidations of a copy, but for a broadcast's */
	enum when copy;
	enum when pin;
	enum when take_out;
} rules[] = {
	{ .strategy = "hva" },
	{ .strategy = "direct" },
	{ .strategy = "noflush", .pte_writes = { 2, 2, 0, 1, 1 } },
	{ .strategy = "sync_flush",
	  .pte_writes = { 2, 2, 0, 1, 1 },
	  .copy = EACH,
	  .pin = EACH,
	  .take_out = EACH },
	{ .strategy = "batched_flush",
	  .pte_writes = { 2, 2, 0, 1, 1 },
	  .copy = BATCHED,
	  .pin = BATCHED,
	  .take_out = BATCHED },
	{ .strategy = "percpu_ptemap",
	  .pte_writes = { 2, 2, 0, 1, 1 },
	  .local = 1,
	  .pin = BATCHED,
	  .take_out = EACH },
	{ .strategy = "vmap",
	  .pte_writes = { 2, 2, 2, 1, 1 },
	  .copy = LAZILY,
	  .pin = LAZILY },
};

static const struct rule *find_rule(const char *strategy)
{
	for (size_t i = 0; i < ARRAY_LENGTH(rules); i++)
		if (!strcmp(rules[i].strategy, strategy))
			return &rules[i];
	return NULL;
}

bool expected_events_known(const char *strategy)
{
	return find_rule(strategy);
}

struct range {
	u64 least;
	u64 most;
};

static void add_broadcasts(struct range *range, enum when when, u64 times,
			   u64 *batched)
{
	switch (when) {
	case NEVER:
		break;
	case EACH:
		range->least += times;
		range->most += times;
		break;
	case BATCHED:
		*batched += times;
		break;
	case LAZILY:
		range->most += times;
		break;
	}
}

static struct range expected_broadcasts(const struct expected_events *t,
					const struct rule *rule)
{
	const struct expected_work *work = &t->work;
	struct range range = {};
	u64 batched = 0, full;

	add_broadcasts(&range, rule->copy, work->copies, &batched);
	add_broadcasts(&range, rule->pin, work->pins, &batched);
	if (rule->pte_writes.shared_pin)
		add_broadcasts(&range, rule->pin, work->shared_pins, &batched);
	add_broadcasts(&range, rule->take_out, work->take_outs, &batched);
	if (!batched)
		return range;

	/* The batch may have been nearly full before, and pages may go early. */
	full = batched / t->batch_pages;
	range.least += full;
	range.most += full + 1 + t->overdue + work->give_backs;
	return range;
}

static int outside(const char *what, u64 seen, struct range range, char *why,
		   size_t size)
{
	if (seen >= range.least && seen <= range.most)
		return 0;
	if (range.least == range.most)
		snprintf(why, size, "%lu %s, not %lu", seen, what, range.least);
	else
		snprintf(why, size, "%lu %s, not %lu to %lu", seen, what,
			 range.least, range.most);
	return -1;
}

static u64 expected_pte_writes(const struct expected_work *work,
			       const struct per_work *each)
{
	return work->copies * each->copy + work->pins * each->pin +
	       work->shared_pins * each->shared_pin +
	       work->take_outs * each->take_out +
	       work->give_backs * each->give_back +
	       work->clears * CLEAR_PTE_WRITES;
}

int expected_events_check(const struct expected_events *t, const u64 *events,
			  char *why, size_t size)
{
	const struct rule *rule = find_rule(t->strategy);
	u64 writes, local;

	writes = expected_pte_writes(&t->work, &rule->pte_writes);
	if (outside("broadcasts", events[KVM_LAB_EVENT_BROADCASTS],
		    expected_broadcasts(t, rule), why, size) ||
	    outside("page table writes", events[KVM_LAB_EVENT_PTE_WRITES],
		    (struct range){ writes, writes }, why, size))
		return -1;

	/* Those that each CPU makes for a broadcast come on top. */
	local = t->work.copies * rule->local +
		t->work.clears * CLEAR_INVALIDATIONS +
		events[KVM_LAB_EVENT_RANGE_PAGES] * t->cpus;
	return outside("invalidations",
		       events[KVM_LAB_EVENT_LOCAL_INVALIDATIONS],
		       (struct range){ local, local }, why, size);
}

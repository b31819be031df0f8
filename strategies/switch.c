// SPDX-License-Identifier: GPL-2.0
/*
 * Several strategies in one kernel, and a switch between them while VMs run.
 *
 * The switch decides how pages are reached and flushed from now on, never whether
 * a page is out of the direct map. Each mapping is undone by the strategy that made
 * it: @map says which, and a page that caches share stays with the strategy of the
 * first one until the last has let go.
 *
 * Calls go through static calls while @active is set. A switch clears it, so that
 * calls go through the table, waits until nobody is on the way to a static call, and
 * only then gives those new targets. On the way is who has looked at @active and not
 * yet entered the strategy; nothing sleeps there, so synchronize_rcu_tasks() is what
 * waits for them, however long a strategy may sleep once it was entered.
 */
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/static_call.h>
#include <linux/string.h>

#include "strategy.h"

#define SWITCH_MAX 16

static struct kvm_gmem_strategy *switch_strategies[SWITCH_MAX];
static unsigned int switch_nr;

static DEFINE_MUTEX(switch_lock);
static struct kvm_gmem_strategy *switch_active; /* NULL while it changes */
static struct kvm_gmem_strategy *switch_next; /* what it is or will be */

#define KVM_GMEM_STRATEGY_OP(ret, op, params, args) \
	DEFINE_STATIC_CALL_NULL(kvm_gmem_##op,      \
				*(((struct kvm_gmem_strategy *)0)->op));
#include "strategy-ops.h"

static struct kvm_gmem_strategy *switch_current(void)
{
	/* Pairs with the release in switch_to(). */
	struct kvm_gmem_strategy *strategy = smp_load_acquire(&switch_active);

	return likely(strategy) ? strategy : READ_ONCE(switch_next);
}

/* Nothing may sleep between the look at @switch_active and the static call. */
#define switch_call(op, strategy, ...)                     \
	(likely((strategy) == READ_ONCE(switch_active)) ?  \
		 static_call(kvm_gmem_##op)(__VA_ARGS__) : \
		 (strategy)->op(__VA_ARGS__))

int kvm_gmem_strategy_take_out(struct folio *folio)
{
	return switch_call(take_out, switch_current(), folio);
}

int kvm_gmem_strategy_map(struct folio *folio, struct kvm_gmem_map *map)
{
	map->strategy = switch_current();
	return switch_call(map, map->strategy, folio, map);
}

int kvm_gmem_strategy_unmap(struct folio *folio, struct kvm_gmem_map *map)
{
	return switch_call(unmap, map->strategy, folio, map);
}

int kvm_gmem_strategy_pin(struct folio *folio, struct kvm_gmem_map *map)
{
	u64 owner = kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_OWNER);

	if (kvm_gmem_folio_get(folio, KVM_GMEM_FOLIO_PINS)) {
		map->strategy = switch_strategies[owner];
	} else {
		map->strategy = switch_current();
		kvm_gmem_folio_set(folio, KVM_GMEM_FOLIO_OWNER,
				   map->strategy->index);
	}
	return switch_call(pin, map->strategy, folio, map);
}

void kvm_gmem_strategy_unpin(struct folio *folio, struct kvm_gmem_map *map)
{
	switch_call(unpin, map->strategy, folio, map);
}

/* Of all: a page may have been reached by one, and wait for another. */
void kvm_gmem_strategy_drain(void)
{
	unsigned int i;

	for (i = 0; i < switch_nr; i++)
		switch_strategies[i]->drain();
}

/**
 * kvm_gmem_strategy_current - the strategy in force
 *
 * Any context. Outdated at once if somebody switches.
 */
const struct kvm_gmem_strategy *kvm_gmem_strategy_current(void)
{
	return switch_current();
}

static void switch_to(struct kvm_gmem_strategy *strategy)
{
	lockdep_assert_held(&switch_lock);

	WRITE_ONCE(switch_next, strategy);
	WRITE_ONCE(switch_active, NULL);
	synchronize_rcu_tasks();

#define KVM_GMEM_STRATEGY_OP(ret, op, params, args) \
	static_call_update(kvm_gmem_##op, strategy->op);
#include "strategy-ops.h"

	/* Pairs with the acquire in switch_current(). */
	smp_store_release(&switch_active, strategy);
}

/**
 * kvm_gmem_strategy_select - switch to another strategy
 * @name: its name
 *
 * Sleeps. What the old one had deferred is flushed when this returns.
 *
 * Return: 0, or -EINVAL if there is no such strategy.
 */
int kvm_gmem_strategy_select(const char *name)
{
	unsigned int i;

	guard(mutex)(&switch_lock);

	for (i = 0; i < switch_nr; i++) {
		if (strcmp(switch_strategies[i]->name, name))
			continue;
		switch_to(switch_strategies[i]);
		kvm_gmem_strategy_drain();
		return 0;
	}
	return -EINVAL;
}

/**
 * kvm_gmem_strategy_show - print the names, the one in force in brackets
 * @m: where to
 */
void kvm_gmem_strategy_show(struct seq_file *m)
{
	const struct kvm_gmem_strategy *current_one = switch_current();
	unsigned int i;

	for (i = 0; i < switch_nr; i++)
		seq_printf(m,
			   switch_strategies[i] == current_one ? "[%s] " :
								 "%s ",
			   switch_strategies[i]->name);
	seq_putc(m, '\n');
}

/**
 * kvm_gmem_strategy_register - make a strategy known
 * @strategy: not known yet; stays in use for good
 *
 * Initcalls only, before there can be a VM.
 *
 * Return: 0, or -ENOSPC if there are too many.
 */
int __init kvm_gmem_strategy_register(struct kvm_gmem_strategy *strategy)
{
	if (WARN_ON_ONCE(switch_nr == SWITCH_MAX))
		return -ENOSPC;

	strategy->index = switch_nr;
	switch_strategies[switch_nr++] = strategy;
	return 0;
}

/* Begin with the one that flushes at once, as the list's later series do. */
static int __init switch_init(void)
{
	return kvm_gmem_strategy_select("sync_flush");
}
subsys_initcall(switch_init);

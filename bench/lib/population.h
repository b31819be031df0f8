/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The pages of a bench that populates: out of the file before the calls, looked
 * at after them. No figure of a page may hold the split of a 2M mapping of the
 * direct map: this is checked, not hoped for.
 */
#ifndef BENCH_POPULATION_H
#define BENCH_POPULATION_H

#include "contenders.h"

/*
 * Takes all of @c's pages out of the file. Before the first time all contenders'
 * pages are populated and freed once, and more are allocated and freed, which
 * splits the mappings of most that calls will get. Returns 0 or a negative errno.
 */
int population_empty(struct contender *c);

/* The gpa of the next @pages pages of @c that no call has had. */
u64 population_next(struct contender *c, u32 pages);

/* KVM_PRE_FAULT_MEMORY of @pages pages. Returns 0 or a negative errno. */
int population_prefault(struct kvm_vcpu *vcpu, u64 gpa, u64 pages);

/*
 * Ends the program unless each of the first @pages pages of @c is in the file,
 * prepared, and where the strategy wants it: in the direct map, or out of it and
 * mapped by a 4K entry. Returns 0, -EAGAIN if the mapping of one may have been
 * split since the last check, or another negative errno.
 */
int population_check(struct contender *c, u32 pages);

#endif /* BENCH_POPULATION_H */

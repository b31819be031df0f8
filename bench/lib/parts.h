/* SPDX-License-Identifier: GPL-2.0 */
/* Where the time of one access went, out of the stamps that it left. */
#ifndef BENCH_PARTS_H
#define BENCH_PARTS_H

#include "kvm_lab.h"
#include "schema.h"
#include "types.h"

/*
 * In TSC ticks, without the price of the stamps. No stamp tells of PART_HANDLERS, what the
 * other CPUs do.
 */
struct parts {
	double part[NR_PARTS];
	double hold[NR_HOLDS];
};

/*
 * Adds to @parts what the @nr stamps of an access of one page say, of which each cost
 * @price. Returns 0, or -EILSEQ if they are not those of such an access: some are
 * missing, too many, or out of order.
 */
int parts_add(struct parts *parts, const struct kvm_lab_stamp *stamps, u32 nr,
	      double price);

/* What one stamp cost, by those of a KVM_LAB_OP_NOP. Returns it, or -EILSEQ. */
int parts_price(const struct kvm_lab_stamp *stamps, u32 nr);

#endif /* BENCH_PARTS_H */

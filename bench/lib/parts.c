// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdbool.h>

#include "compiler.h"
#include "parts.h"

/* The part that begins where an access gets to; 0: the one before goes on. */
static const enum part begins[KVM_LAB_NR_POINTS] = {
	[KVM_LAB_POINT_FOUND] = PART_MAP,
	[KVM_LAB_POINT_MAPPED] = PART_COPY,
	[KVM_LAB_POINT_COPIED] = PART_UNMAP,
	[KVM_LAB_POINT_UNMAPPED] = PART_LEAVE,
};

/* Each point that an access of one page passes just once, in this order. */
static const enum kvm_lab_point way[] = {
	KVM_LAB_POINT_CALLED,	KVM_LAB_POINT_FOLIO_LOCKED,
	KVM_LAB_POINT_FOUND,	KVM_LAB_POINT_MAPPED,
	KVM_LAB_POINT_COPIED,	KVM_LAB_POINT_UNMAPPED,
	KVM_LAB_POINT_UNLOCKED, KVM_LAB_POINT_RETURNED,
};

static bool is_nested(u64 point)
{
	return point >= KVM_LAB_POINT_FLUSH;
}

static bool is_whole(const struct kvm_lab_stamp *stamps, u32 nr)
{
	u32 next = 0;

	for (u32 i = 0; i < nr; i++) {
		if (stamps[i].point >= KVM_LAB_NR_POINTS ||
		    (i && stamps[i].ticks < stamps[i - 1].ticks))
			return false;
		if (is_nested(stamps[i].point))
			continue;
		if (next == ARRAY_LENGTH(way) || stamps[i].point != way[next++])
			return false;
	}
	return next == ARRAY_LENGTH(way);
}

/* What lies between two stamps. */
struct gap {
	double ticks;
	enum part part;
	bool held[NR_HOLDS];
};

static void add_gap(struct parts *parts, const struct gap *gap)
{
	parts->part[gap->part] += gap->ticks;
	for (int hold = 0; hold < NR_HOLDS; hold++)
		if (gap->held[hold])
			parts->hold[hold] += gap->ticks;
}

static void pass_point(struct gap *gap, enum part *open, u64 point)
{
	if (begins[point])
		*open = begins[point];
	gap->part = point == KVM_LAB_POINT_FLUSH ? PART_FLUSH : *open;
	if (point == KVM_LAB_POINT_FOLIO_LOCKED ||
	    point == KVM_LAB_POINT_UNLOCKED)
		gap->held[HOLD_FOLIO] = point == KVM_LAB_POINT_FOLIO_LOCKED;
	if (point == KVM_LAB_POINT_CPA_LOCKED ||
	    point == KVM_LAB_POINT_CPA_UNLOCKED)
		gap->held[HOLD_CPA] = point == KVM_LAB_POINT_CPA_LOCKED;
}

int parts_add(struct parts *parts, const struct kvm_lab_stamp *stamps, u32 nr,
	      double price)
{
	enum part open = PART_FIND;
	struct gap gap = {};

	if (nr > KVM_LAB_MAX_STAMPS || !is_whole(stamps, nr))
		return -EILSEQ;

	for (u32 i = 0; i + 1 < nr; i++) {
		pass_point(&gap, &open, stamps[i].point);
		gap.ticks = stamps[i + 1].ticks - stamps[i].ticks - price;
		add_gap(parts, &gap);
	}
	return 0;
}

int parts_price(const struct kvm_lab_stamp *stamps, u32 nr)
{
	if (nr != 4 || stamps[1].point != KVM_LAB_POINT_MAPPED ||
	    stamps[2].point != KVM_LAB_POINT_COPIED)
		return -EILSEQ;
	return stamps[2].ticks - stamps[1].ticks;
}

// SPDX-License-Identifier: GPL-2.0
/* Stamps of an access become parts that sum to the whole, or are refused. */
#include <errno.h>
#include <string.h>

#include "compiler.h"
#include "fixture.h"
#include "parts.h"

#define PRICE 7

/* One that maps under the lock of the page attribute code and flushes at the end. */
static const struct kvm_lab_stamp flushing[] = {
	{ 1000, KVM_LAB_POINT_CALLED },
	{ 1107, KVM_LAB_POINT_FOLIO_LOCKED },
	{ 1117, KVM_LAB_POINT_FOUND },
	{ 1137, KVM_LAB_POINT_CPA_LOCKED },
	{ 1187, KVM_LAB_POINT_CPA_UNLOCKED },
	{ 1200, KVM_LAB_POINT_MAPPED },
	{ 1215, KVM_LAB_POINT_COPIED },
	{ 1230, KVM_LAB_POINT_FLUSH },
	{ 1930, KVM_LAB_POINT_FLUSHED },
	{ 1950, KVM_LAB_POINT_UNMAPPED },
	{ 1970, KVM_LAB_POINT_UNLOCKED },
	{ 1990, KVM_LAB_POINT_RETURNED },
};

#define NR ARRAY_LENGTH(flushing)

static void each_part_is_what_lies_between_its_stamps(void **state)
{
	struct parts parts = {};

	assert_int_equal(parts_add(&parts, flushing, NR, PRICE), 0);
	assert_float_equal(parts.part[PART_FIND], 100 + 3, 0);
	assert_float_equal(parts.part[PART_MAP], 13 + 43 + 6, 0);
	assert_float_equal(parts.part[PART_COPY], 8, 0);
	assert_float_equal(parts.part[PART_UNMAP], 8 + 13, 0);
	assert_float_equal(parts.part[PART_FLUSH], 693, 0);
	assert_float_equal(parts.part[PART_LEAVE], 13 + 13, 0);
}

static void parts_sum_to_the_whole(void **state)
{
	struct parts parts = {};
	double sum = 0;

	parts_add(&parts, flushing, NR, PRICE);
	for (int i = 0; i < NR_PARTS; i++)
		sum += parts.part[i];
	assert_float_equal(sum, 990 - (NR - 1.0) * PRICE, 0);
}

static void locks_are_held_from_stamp_to_stamp(void **state)
{
	struct parts parts = {};

	parts_add(&parts, flushing, NR, PRICE);
	assert_float_equal(parts.hold[HOLD_CPA], 43, 0);
	assert_float_equal(parts.hold[HOLD_FOLIO], 1970 - 1107 - 9 * PRICE, 0);
}

static void calls_add_up(void **state)
{
	struct parts parts = {};

	parts_add(&parts, flushing, NR, PRICE);
	parts_add(&parts, flushing, NR, PRICE);
	assert_float_equal(parts.part[PART_COPY], 16, 0);
}

/* Changes one stamp of @nr and expects that nobody takes the list for an access. */
static void refuse(u32 nr, u32 which, struct kvm_lab_stamp stamp)
{
	struct kvm_lab_stamp list[KVM_LAB_MAX_STAMPS + 1] = {};
	struct parts parts = {};

	memcpy(list, flushing, sizeof(flushing));
	list[which] = stamp;
	assert_int_equal(parts_add(&parts, list, nr, PRICE), -EILSEQ);
}

static void what_is_no_access_of_one_page_is_refused(void **state)
{
	refuse(NR - 1, 0, flushing[0]); /* does not return */
	refuse(0, 0, flushing[0]);
	refuse(NR, 0, flushing[2]); /* is not called */
	refuse(NR, 5, flushing[4]); /* never mapped */
	refuse(NR, 3, flushing[2]); /* finds two pages */
	refuse(NR, 6, (struct kvm_lab_stamp){ 1, KVM_LAB_POINT_COPIED });
	refuse(NR, 6, (struct kvm_lab_stamp){ 1215, KVM_LAB_NR_POINTS });
	refuse(KVM_LAB_MAX_STAMPS + 1, 0, flushing[0]); /* some were lost */
}

static void price_of_a_stamp_is_between_two(void **state)
{
	const struct kvm_lab_stamp nop[] = {
		{ 100, KVM_LAB_POINT_CALLED },
		{ 120, KVM_LAB_POINT_MAPPED },
		{ 120 + PRICE, KVM_LAB_POINT_COPIED },
		{ 150, KVM_LAB_POINT_RETURNED },
	};

	assert_int_equal(parts_price(nop, 4), PRICE);
	assert_int_equal(parts_price(nop, 3), -EILSEQ);
	assert_int_equal(parts_price(flushing, 4), -EILSEQ);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(each_part_is_what_lies_between_its_stamps),
		cmocka_unit_test(parts_sum_to_the_whole),
		cmocka_unit_test(locks_are_held_from_stamp_to_stamp),
		cmocka_unit_test(calls_add_up),
		cmocka_unit_test(what_is_no_access_of_one_page_is_refused),
		cmocka_unit_test(price_of_a_stamp_is_between_two),
	};

	return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/* The map of 2M ranges: what was noted is in it, and nothing else. */
#include <stdlib.h>

#include "fixture.h"
#include "split_map.h"

#define RANGE 512 /* 4K pages of 2M */

static void an_empty_map_has_nothing(void **state)
{
	const struct split_map map = {};

	assert_false(split_map_has(&map, 0));
	assert_false(split_map_has(&map, 1ul << 40));
}

static void one_page_stands_for_its_range(void **state)
{
	struct split_map map = {};

	assert_int_equal(split_map_note(&map, 9 * RANGE + 3), 0);
	assert_true(split_map_has(&map, 9 * RANGE));
	assert_true(split_map_has(&map, 10 * RANGE - 1));
	assert_false(split_map_has(&map, 9 * RANGE - 1));
	assert_false(split_map_has(&map, 10 * RANGE));
	free(map.bits);
}

static void growing_forgets_and_invents_nothing(void **state)
{
	const unsigned long ranges[] = { 0, 7, 8, 1000, 123456 };
	struct split_map map = {};
	size_t nr = 0;

	for (size_t i = 0; i < 5; i++)
		assert_int_equal(split_map_note(&map, ranges[i] * RANGE), 0);
	for (unsigned long range = 0; range < 200000; range++)
		nr += split_map_has(&map, range * RANGE);
	assert_int_equal(nr, 5);
	for (size_t i = 0; i < 5; i++)
		assert_true(split_map_has(&map, ranges[i] * RANGE));
	free(map.bits);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(one_page_stands_for_its_range),
		cmocka_unit_test(growing_forgets_and_invents_nothing),
	};

	return cmocka_run_group_tests_name("split_map", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/* The schema agrees with itself: what one row names another one has. */
#include <string.h>

#include "fixture.h"
#include "schema.h"

static void each_class_has_words_and_metrics(void **state)
{
	for (int i = 0; i < NR_LAB_CLASSES; i++) {
		assert_non_null(lab_class_words(i)->name);
		assert_non_null(lab_class_words(i)->section);
		assert_non_null(lab_class_metric(i, 0));
	}
}

static void classes_end(void **state)
{
	assert_non_null(lab_class_metric(LAB_PART, NR_PARTS - 1));
	assert_null(lab_class_metric(LAB_PART, NR_PARTS));
	assert_non_null(lab_class_metric(LAB_HOLD, NR_HOLDS - 1));
	assert_null(lab_class_metric(LAB_HOLD, NR_HOLDS));
}

static void parts_and_holds_stand_in_the_order_of_their_enum(void **state)
{
	assert_string_equal(lab_part_metric(PART_FIND), "part_find");
	assert_string_equal(lab_part_metric(PART_HANDLERS), "part_handlers");
	assert_string_equal(lab_part_metric(PART_LEAVE), "part_leave");
	assert_string_equal(lab_hold_metric(HOLD_CPA), "lock_hold_cpa");
}

static void check_metric(const struct lab_metric *metric)
{
	const char *bench = metric->bench ? metric->bench : "gpc_churn";

	assert_ptr_equal(lab_metric_find(bench, metric->name), metric);
	if (metric->unit)
		assert_non_null(lab_unit_find(metric->unit));
	if (metric->class == LAB_BULK_PRICE)
		assert_non_null(metric->beside[0]);
	for (const char *const *name = metric->beside; *name; name++)
		assert_non_null(lab_metric_find(bench, *name));
}

static void a_total_stands_in_for_its_first_metric(void **state)
{
	assert_string_equal(lab_bulk_metric("gpc_churn", "activate"),
			    "cycle_all_vcpus");
	assert_string_equal(lab_bulk_metric("gmem_hot_paths", "access"),
			    "access_all_vcpus");
	assert_null(lab_bulk_metric("gpc_churn", "access"));
	assert_null(lab_bulk_metric("gmem_populate", "split"));
}

static void what_a_metric_names_there_is(void **state)
{
	const struct lab_metric *metric;

	for (int i = 0; i < NR_LAB_CLASSES; i++)
		for (size_t nr = 0; (metric = lab_class_metric(i, nr)); nr++)
			check_metric(metric);
}

static void units_of_back_ends_there_are(void **state)
{
	const struct lab_backend *backend;
	const char *name;

	for (size_t i = 0; (name = lab_backend_name(i)); i++) {
		backend = lab_backend_find(name);
		for (size_t u = 0; u < LAB_MAX_BACKEND_UNITS; u++)
			if (backend->units[u])
				assert_non_null(
					lab_unit_find(backend->units[u]));
	}
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(each_class_has_words_and_metrics),
		cmocka_unit_test(classes_end),
		cmocka_unit_test(
			parts_and_holds_stand_in_the_order_of_their_enum),
		cmocka_unit_test(a_total_stands_in_for_its_first_metric),
		cmocka_unit_test(what_a_metric_names_there_is),
		cmocka_unit_test(units_of_back_ends_there_are),
	};

	return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}

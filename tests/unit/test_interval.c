// SPDX-License-Identifier: GPL-2.0
/* Intervals of figures: by bootstrap over boots, over controls, or none. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "statistics/interval.h"

#define MAX_BOOTS 8

/* One case with a value a boot. */
struct made {
	struct lab_record boots[MAX_BOOTS];
	json_t *dimensions;
};

static const struct lab_record *make(struct made *made, const char *kind,
				     double *values, size_t nr)
{
	memset(made, 0, sizeof(*made));
	made->dimensions =
		json_pack("{ss,ss}", "strategy", "direct", "path", "isolated");
	for (size_t i = 0; i < nr; i++) {
		made->boots[i].dimensions = made->dimensions;
		made->boots[i].bench = "gmem_rw_latency";
		made->boots[i].metric = "access";
		made->boots[i].kind = kind;
		made->boots[i].control = "seed";
		made->boots[i].values = &values[i];
		made->boots[i].nr_values = 1;
		made->boots[i].next_boot = i + 1 < nr ? &made->boots[i + 1] :
							NULL;
	}
	return made->boots;
}

static void expect_words(const struct interval *interval, const char *expected)
{
	char text[64];

	assert_string_equal(interval_text(interval, text, sizeof(text)),
			    expected);
}

/*
 * Efron and Tibshirani (1993), the treated mice of table 2.1. The bootstrap
 * distribution of their median is known: the order statistics have the probabilities
 * .010, .098, .239, .306, .239, .098, .010, so 95% lie from the second to the sixth.
 */
static void bootstraps_the_median_of_the_mice(void **state)
{
	double mice[] = { 94, 197, 16, 38, 99, 141, 23 };
	struct made made;
	struct interval interval =
		interval_of(make(&made, "sampled", mice, 7), NULL, false);

	assert_int_equal(interval.kind, INTERVAL_BOOTS);
	expect_words(&interval, "23 to 141");
	json_decref(made.dimensions);
}

static void the_same_boots_have_the_same_interval(void **state)
{
	double values[] = { 1, 5, 2, 8, 3 };
	struct made made;
	const struct lab_record *record = make(&made, "sampled", values, 5);
	struct interval one = interval_of(record, NULL, false);
	struct interval other = interval_of(record, NULL, false);

	assert_memory_equal(&one.low, &other.low, sizeof(one.low));
	assert_memory_equal(&one.high, &other.high, sizeof(one.high));
	json_decref(made.dimensions);
}

static void a_single_boot_has_none(void **state)
{
	double values[] = { 1000 };
	struct made made;
	struct interval interval =
		interval_of(make(&made, "sampled", values, 1), NULL, false);

	assert_int_equal(interval.kind, INTERVAL_NONE);
	expect_words(&interval, "-");
	json_decref(made.dimensions);
}

static void an_exact_figure_has_its_own_lowest_and_highest(void **state)
{
	double values[] = { 1000, 998 }, others[] = { 1012, 997, 1003 };
	struct made made, controls;
	const struct lab_record *record = make(&made, "exact", values, 2);
	struct interval interval;

	interval = interval_of(record, NULL, false);
	assert_int_equal(interval.kind, INTERVAL_SEEDS);
	expect_words(&interval, "998 to 1000");
	interval =
		interval_of(record, make(&controls, "exact", others, 3), false);
	expect_words(&interval, "997 to 1012");
	json_decref(made.dimensions);
	json_decref(controls.dimensions);
}

static void an_exact_figure_of_one_boot_has_none(void **state)
{
	double values[] = { 1000 };
	struct made made;
	struct interval interval =
		interval_of(make(&made, "exact", values, 1), NULL, false);

	assert_int_equal(interval.kind, INTERVAL_NONE);
	json_decref(made.dimensions);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(bootstraps_the_median_of_the_mice),
		cmocka_unit_test(the_same_boots_have_the_same_interval),
		cmocka_unit_test(a_single_boot_has_none),
		cmocka_unit_test(
			an_exact_figure_has_its_own_lowest_and_highest),
		cmocka_unit_test(an_exact_figure_of_one_boot_has_none),
	};

	return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}

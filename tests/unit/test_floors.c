// SPDX-License-Identifier: GPL-2.0
/* How far figures move with seed and layout, from a run and its controls. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "statistics/floors.h"
#include "labstat.h"

#define ACCESS_FLOOR "gmem_rw_latency/access,direct,isolated"
#define OVERHEAD_FLOOR "gmem_rw_latency/timer_overhead,direct,isolated"

#define CASE(boot, len, metric, values)                                      \
	"{\"case\":\"" boot "\",\"schema\":1,\"bench\":\"gmem_rw_latency\"," \
	"\"dimensions\":{\"path\":\"isolated\",\"contention\":\"none\","     \
	"\"kernel\":\"pure\",\"strategy\":\"direct\",\"op\":\"read\","       \
	"\"len\":" len ",\"cpus\":2,\"vcpus\":1,"                            \
	"\"backend\":\"tcg-counted\"},\"metric\":\"" metric "\",\"unit\":"   \
	"\"insns\",\"kind\":\"exact\"," values "}\n"
#define ACCESS(boot, len, values) CASE(boot, len, "access", values)
#define OVERHEAD(boot, values) CASE(boot, "8", "timer_overhead", values)

#define THREE_SEEDS(one, two, three)             \
	ACCESS("1", "8", "\"values\":[" one "]") \
	ACCESS("2", "8", "\"values\":[" two "]") \
	ACCESS("3", "8", "\"values\":[" three "]")
#define TWO_LAYOUTS(one, two)                          \
	ACCESS("layout1", "8", "\"values\":[" one "]") \
	ACCESS("layout2", "8", "\"values\":[" two "]")

#define SEEDED(seed)                                                  \
	"{\"id\":\"" seed "\",\"boot\":\"boot-" seed                  \
	"\",\"image\":\"direct\","                                    \
	"\"kernel\":\"direct\",\"class\":\"pure\",\"seed\":" seed "," \
	"\"replicate\":" seed ",\"control\":\"none\","                \
	"\"program\":\"prog\",\"arguments\":\"-x\"}\n"

static const char run[] = ACCESS("1", "8", "\"values\":[700,701,702]")
	ACCESS("1", "64", "\"values\":[800]")
		OVERHEAD("1", "\"values\":[20,20,21]");

static const char controls[] = ACCESS("seed1", "8", "\"values\":[703]")
	ACCESS("seed1", "64", "\"values\":[790]")
		OVERHEAD("seed1", "\"values\":[20]")
			ACCESS("layout1", "8", "\"values\":[699]")
				ACCESS("layout1", "64", "\"values\":[795]")
					OVERHEAD("layout1", "\"values\":[20]");

static int compute(void **state, const char *results, const char *layout,
		   struct lab_error *error)
{
	char *dir = *state;

	fixture_write(state, "results.jsonl", results);
	fixture_write(state, "layout.jsonl", layout);
	return cmd_floors(1, &dir, error);
}

static double floor_of(void **state, const char *name)
{
	struct lab_error error;
	json_t *floors, *floor;
	double value;

	assert_int_equal(floors_load(&floors, *state, &error), 0);
	floor = json_object_get(floors, name);
	value = floor ? json_number_value(floor) : -1;
	json_decref(floors);
	return value;
}

static void is_the_widest_spread_of_a_metric(void **state)
{
	struct lab_error error;

	assert_int_equal(compute(state, run, controls, &error), LABSTAT_OK);
	assert_true(floor_of(state, ACCESS_FLOOR) == 1.25);
	assert_true(floor_of(state, OVERHEAD_FLOOR) == 0);
}

/* 703 of the first control counts, not only the last. */
static void is_over_all_controls(void **state)
{
	char *narrow = replaced(controls, "790", "800"), *narrower;
	struct lab_error error;

	assert_int_equal(compute(state, run, narrow, &error), LABSTAT_OK);
	assert_true(floor_of(state, ACCESS_FLOOR) == 0.625);
	narrower = replaced(narrow, "795", "800");
	assert_int_equal(compute(state, run, narrower, &error), LABSTAT_OK);
	assert_true(fabs(floor_of(state, ACCESS_FLOOR) - 400.0 / 701) <
		    0.000001);
	free(narrower);
	free(narrow);
}

/* The figures of the run are means over seeds, and so those of a control are. */
static void is_of_means_over_the_boots_of_a_control(void **state)
{
	struct lab_error error;

	assert_int_equal(compute(state, THREE_SEEDS("700", "700", "700"),
				 TWO_LAYOUTS("707", "707"), &error),
			 LABSTAT_OK);
	assert_true(floor_of(state, ACCESS_FLOOR) == 1);
}

/* Single boots lie 18 apart; if two seeds of three did, the mean would move by 12. */
static void is_of_the_seeds_alone_without_controls(void **state)
{
	struct lab_error error;
	char *dir = *state;

	fixture_write(state, "results.jsonl", THREE_SEEDS("691", "700", "709"));
	fixture_write(state, "plan.jsonl",
		      "{\"plan\":1,\"cases\":3}\n" SEEDED("1") SEEDED("2")
			      SEEDED("3"));
	assert_int_equal(cmd_floors(1, &dir, &error), LABSTAT_OK);
	assert_true(fabs(floor_of(state, ACCESS_FLOOR) - 1200.0 / 700) <
		    0.000001);
}

/* 24 apart here, and 16, where the means are but 2 apart. */
static void is_no_less_than_what_two_odd_seeds_make(void **state)
{
	struct lab_error error;

	assert_int_equal(compute(state, THREE_SEEDS("699", "700", "701"),
				 TWO_LAYOUTS("690", "714"), &error),
			 LABSTAT_OK);
	assert_true(fabs(floor_of(state, ACCESS_FLOOR) - 1600.0 / 700) <
		    0.000001);
}

static void is_of_means_where_calls_pay_for_others(void **state)
{
	struct lab_error error;

	assert_int_equal(
		compute(state, ACCESS("1", "8", "\"values\":[100,100,100,100]"),
			ACCESS("seed1", "8", "\"values\":[100,100,100,9000]"),
			&error),
		LABSTAT_OK);
	assert_true(floor_of(state, ACCESS_FLOOR) == 2225);
}

static void is_there_for_instructions_that_are_judged_only(void **state)
{
	char *odd = replaced(run, "\"values\":[20,20,21]",
			     "\"instrumented\":true,\"values\":[20]");
	struct lab_error error;

	assert_int_equal(compute(state, odd, controls, &error), LABSTAT_OK);
	assert_true(floor_of(state, OVERHEAD_FLOOR) == -1);
	assert_true(floor_of(state, ACCESS_FLOOR) == 1.25);
	free(odd);
	odd = replaced(run, "\"timer_overhead\",\"unit\":\"insns\"",
		       "\"pte_writes\",\"unit\":\"events\"");
	assert_int_equal(compute(state, odd, controls, &error), LABSTAT_OK);
	assert_true(floor_of(state, OVERHEAD_FLOOR) == -1);
	free(odd);
	odd = replaced(run, "\"values\":[20,20,21]", "\"na\":\"no clock\"");
	assert_int_equal(compute(state, odd, controls, &error), LABSTAT_OK);
	assert_true(floor_of(state, OVERHEAD_FLOOR) == -1);
	free(odd);
}

static void refused(void **state, const char *layout, const char *why)
{
	struct lab_error error;

	assert_int_equal(compute(state, run, layout, &error), LABSTAT_FAILED);
	if (!strstr(error.text, why) || !strstr(error.text, "layout.jsonl"))
		fail_msg("'%s' is not in: %s", why, error.text);
	assert_true(floor_of(state, ACCESS_FLOOR) == -1);
}

/* A spread over fewer figures would be too narrow a floor. */
static void lacks_no_control(void **state)
{
	char *odd = replaced(controls, "\"len\":64", "\"len\":65");

	refused(state, odd, "len=64");
	free(odd);
	odd = replaced(controls, "\"values\":[795]", "\"na\":\"no clock\"");
	refused(state, odd, "len=64");
	free(odd);
	refused(state, ACCESS("seed1", "8", "\"values\":[703]"), "len=64");
	refused(state, "", "empty");
}

static void is_of_a_run_with_seeds_or_controls(void **state)
{
	struct lab_error error;
	char *dir = *state;

	fixture_write(state, "results.jsonl", run);
	assert_int_equal(cmd_floors(1, &dir, &error), LABSTAT_FAILED);
	assert_non_null(strstr(error.text, "one seed and no controls"));
	assert_int_equal(cmd_floors(0, NULL, &error), LABSTAT_FAILED);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
	const struct lab_test tests[] = {
		TEST(is_the_widest_spread_of_a_metric),
		TEST(is_over_all_controls),
		TEST(is_of_means_over_the_boots_of_a_control),
		TEST(is_of_the_seeds_alone_without_controls),
		TEST(is_no_less_than_what_two_odd_seeds_make),
		TEST(is_of_means_where_calls_pay_for_others),
		TEST(is_there_for_instructions_that_are_judged_only),
		TEST(lacks_no_control),
		TEST(is_of_a_run_with_seeds_or_controls),
	};

	return cmocka_run_group_tests_name("floors", tests, NULL, NULL);
}

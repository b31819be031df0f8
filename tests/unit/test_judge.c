// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of the gate, and how often its sampled half errs: on synthetic boots,
 * from generators with fixed seeds.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#include "compiler.h"
#include "fixture.h"
#include "gate/judge.h"

#define NR_COMPARISONS 1000
#define NR_METRICS 10
#define NR_BOOTS 8
#define LEVEL 0.01
#define LATENCY 1000.0 /* ns */
#define DEVIATION 0.03 /* of a boot, in parts of the latency */

/* One run of NR_METRICS sampled metrics beside a baseline, made up. */
struct synthetic {
	struct lab_record record;
	double a[NR_METRICS][100];
	double b[NR_METRICS][100];
	struct difference differences[NR_METRICS];
	struct judged list[NR_METRICS];
	size_t nr_boots;
};

typedef double (*boot_fn)(gsl_rng *rng);

static double normal_boot(gsl_rng *rng)
{
	return LATENCY * (1 + gsl_ran_gaussian(rng, DEVIATION));
}

/* Most boots are alike and some slow: the long tail of real machines. */
static double skewed_boot(gsl_rng *rng)
{
	return LATENCY * gsl_ran_lognormal(rng, 0, 0.2);
}

/* One boot in three runs in another, 20% slower mode. */
static double bimodal_boot(gsl_rng *rng)
{
	double mode = gsl_rng_uniform(rng) < 1 / 3.0 ? 1.2 : 1;

	return mode * normal_boot(rng);
}

static void synthetic_init(struct synthetic *s, size_t nr_boots)
{
	memset(s, 0, sizeof(*s));
	s->record.kind = "sampled";
	s->record.unit = "ns";
	s->nr_boots = nr_boots;
	for (size_t i = 0; i < NR_METRICS; i++) {
		s->differences[i] = (struct difference){
			.a = &s->record,
			.b = &s->record,
			.sampled = true,
			.boots_a = s->a[i],
			.boots_b = s->b[i],
			.nr_a = nr_boots,
			.nr_b = nr_boots,
		};
		s->list[i].d = &s->differences[i];
		s->list[i].tolerance = (struct tolerance){ 0, 0, LEVEL };
	}
}

static void set_floors(struct synthetic *s, double relative, double absolute)
{
	for (size_t i = 0; i < NR_METRICS; i++) {
		s->list[i].tolerance.relative = relative;
		s->list[i].tolerance.absolute = absolute;
	}
}

/* New boots; those of metric 0 in the run are slower by @shift. */
static void fill(struct synthetic *s, gsl_rng *rng, boot_fn boot, double shift)
{
	for (size_t i = 0; i < NR_METRICS; i++) {
		for (size_t j = 0; j < s->nr_boots; j++) {
			s->a[i][j] = boot(rng);
			s->b[i][j] = boot(rng) + (i ? 0 : shift * LATENCY);
		}
		difference_compute(&s->differences[i]);
	}
}

static size_t count(const struct synthetic *s, enum judgement result)
{
	size_t nr = 0;

	for (size_t i = 0; i < NR_METRICS; i++)
		nr += s->list[i].result == result;
	return nr;
}

/* How many of NR_COMPARISONS runs fail for a metric that did not change. */
static size_t false_alarms(boot_fn boot, unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	static struct synthetic s;
	size_t alarms = 0;

	gsl_rng_set(rng, seed);
	synthetic_init(&s, NR_BOOTS);
	for (size_t i = 0; i < NR_COMPARISONS; i++) {
		fill(&s, rng, boot, 0);
		judge(s.list, NR_METRICS);
		alarms += count(&s, JUDGED_REGRESSED) > 0;
	}
	gsl_rng_free(rng);
	print_message("# %zu false alarms in %d comparisons of %d metrics\n",
		      alarms, NR_COMPARISONS, NR_METRICS);
	return alarms;
}

/* The level holds for the test alone: all floors are at 0. */
static void normal_boots_raise_no_more_alarms_than_stated(void **state)
{
	assert_true(false_alarms(normal_boot, 1) <= LEVEL * NR_COMPARISONS);
}

static void skewed_boots_raise_no_more_alarms_than_stated(void **state)
{
	assert_true(false_alarms(skewed_boot, 2) <= LEVEL * NR_COMPARISONS);
}

static void bimodal_boots_raise_no_more_alarms_than_stated(void **state)
{
	assert_true(false_alarms(bimodal_boot, 3) <= LEVEL * NR_COMPARISONS);
}

/* Four samples of each boot, which spread less than boots do. */
static void fill_with_samples(struct synthetic *s, gsl_rng *rng)
{
	double boot_a = 0, boot_b = 0;

	for (size_t i = 0; i < NR_METRICS; i++) {
		for (size_t j = 0; j < s->nr_boots; j++) {
			if (!(j % 4)) {
				boot_a = normal_boot(rng);
				boot_b = normal_boot(rng);
			}
			s->a[i][j] = boot_a + gsl_ran_gaussian(rng, 1);
			s->b[i][j] = boot_b + gsl_ran_gaussian(rng, 1);
		}
		difference_compute(&s->differences[i]);
	}
}

/*
 * The control: samples in place of boots must raise false alarms here, or these
 * simulations could not show that boots are the right unit.
 */
static void samples_in_place_of_boots_raise_false_alarms(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	static struct synthetic s;
	size_t alarms = 0;

	gsl_rng_set(rng, 4);
	synthetic_init(&s, 8);
	for (size_t i = 0; i < 100; i++) {
		fill_with_samples(&s, rng);
		judge(s.list, NR_METRICS);
		alarms += count(&s, JUDGED_REGRESSED) > 0;
	}
	gsl_rng_free(rng);
	print_message("# %zu false alarms in 100 comparisons\n", alarms);
	assert_true(alarms >= 50);
}

/* In how many of @nr runs metric 0, slower by @shift, fails, and it alone. */
static size_t found(double shift, double relative, double absolute, size_t nr)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	static struct synthetic s;
	size_t named = 0;

	gsl_rng_set(rng, 5);
	synthetic_init(&s, NR_BOOTS);
	set_floors(&s, relative, absolute);
	for (size_t i = 0; i < nr; i++) {
		fill(&s, rng, normal_boot, shift);
		judge(s.list, NR_METRICS);
		named += s.list[0].result == JUDGED_REGRESSED &&
			 count(&s, JUDGED_REGRESSED) == 1;
	}
	gsl_rng_free(rng);
	print_message("# a rise of %g%% is named in %zu of %zu runs\n",
		      100 * shift, named, nr);
	return named;
}

/* docs/gate.md states this: 8 boots an arm that spread by 3%, 10 metrics. */
static void a_rise_of_ten_percent_is_found_and_named(void **state)
{
	assert_true(found(0.10, 0.05, 10, 1000) >= 950);
}

/* Significant, but below a floor, is no regression. */
static void a_rise_below_a_floor_passes(void **state)
{
	assert_int_equal(found(0.10, 0.20, 0, 100), 0);
	assert_int_equal(found(0.10, 0, 0.2 * LATENCY, 100), 0);
}

static void a_fall_passes(void **state)
{
	assert_int_equal(found(-0.10, 0, 0, 100), 0);
}

/* What the gate says it could see is seen in 4 of 5 attempts, more or less. */
static void what_it_says_it_could_see_it_sees(void **state)
{
	double rise = detectable_rise(DEVIATION, NR_BOOTS, NR_BOOTS,
				      LEVEL / NR_METRICS);
	size_t named = found(rise, 0, 0, 1000);

	assert_in_range(named, 700, 900);
}

static void too_few_boots_cannot_judge_and_say_how_many_would(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	static struct synthetic s;

	synthetic_init(&s, 5);
	fill(&s, rng, normal_boot, 10);
	judge(s.list, NR_METRICS);
	gsl_rng_free(rng);
	assert_int_equal(count(&s, JUDGED_CANNOT), NR_METRICS);
	assert_non_null(strstr(s.list[0].why, "5 and 5 boots see no rise"));
	assert_non_null(strstr(s.list[0].why, "at p < 0.01 over 10 tests"));
	assert_non_null(strstr(s.list[0].why, "7 each would do and see +"));
}

/* 2 / C(2n, n) < p / tests: C(10, 5) = 252, C(16, 8) = 12870, C(20, 10) = 184756. */
static void boots_needed_follow_from_the_number_of_ways(void **state)
{
	assert_int_equal(boots_needed(1, 0.01), 5);
	assert_int_equal(boots_needed(2, 0.01), 6);
	assert_int_equal(boots_needed(20, 0.01), 8);
	assert_int_equal(boots_needed(500, 0.01), 10);
	assert_int_equal(boots_needed(1, 0.5), 5);
	assert_int_equal(boots_needed(1000000, 0.01), 0);
}

/* An exact figure of one boot on each side. */
static enum judgement judge_exact(double base, double now, double relative,
				  double absolute)
{
	struct lab_record record = { .kind = "exact", .unit = "insns" };
	struct difference d = { .a = &record,
				.b = &record,
				.boots_a = &base,
				.nr_a = 1,
				.boots_b = &now,
				.nr_b = 1 };
	struct judged j = { .d = &d, .tolerance = { relative, absolute, 0 } };

	difference_compute(&d);
	judge(&j, 1);
	return j.result;
}

static void exact_figures_may_rise_to_the_larger_tolerance(void **state)
{
	assert_int_equal(judge_exact(1000, 1005, 0.005, 0), JUDGED_PASSED);
	assert_int_equal(judge_exact(1000, 1006, 0.005, 0), JUDGED_REGRESSED);
	assert_int_equal(judge_exact(1000, 1006, 0.005, 6), JUDGED_PASSED);
	assert_int_equal(judge_exact(1000, 1007, 0.005, 6), JUDGED_REGRESSED);
	assert_int_equal(judge_exact(1000, 1, 0.005, 0), JUDGED_PASSED);
}

static void counts_may_not_rise_at_all(void **state)
{
	assert_int_equal(judge_exact(0, 0, 0, 0), JUDGED_PASSED);
	assert_int_equal(judge_exact(0, 1, 0, 0), JUDGED_REGRESSED);
	assert_int_equal(judge_exact(0, 0.001, 0, 0), JUDGED_REGRESSED);
	assert_int_equal(judge_exact(2, 3, 0, 0), JUDGED_REGRESSED);
}

/* A figure that is n/a, or instrumented, on one side or both. */
static enum judgement judge_odd(const char *na_a, const char *na_b,
				bool instrumented)
{
	double value = 1;
	struct lab_record a = { .bench = "gmem_rw_latency",
				.metric = "access",
				.kind = "exact",
				.unit = "insns",
				.na = na_a };
	struct lab_record b = a;
	struct difference d = { .a = &a,
				.b = &b,
				.na = na_b ? na_b : na_a,
				.na_in_both = na_a && na_b,
				.boots_a = &value,
				.nr_a = 1,
				.boots_b = &value,
				.nr_b = 1 };
	struct judged j = { .d = &d };

	b.na = na_b;
	b.instrumented = instrumented;
	judge(&j, 1);
	return j.result;
}

/* A figure of an instrumented kernel, in both runs. */
static enum judgement judge_instrumented(const char *metric, const char *unit,
					 double base, double now)
{
	struct lab_record record = { .bench = "gmem_rw_latency",
				     .metric = metric,
				     .kind = "exact",
				     .unit = unit,
				     .instrumented = true };
	struct difference d = { .a = &record,
				.b = &record,
				.boots_a = &base,
				.nr_a = 1,
				.boots_b = &now,
				.nr_b = 1 };
	struct judged j = { .d = &d };

	difference_compute(&d);
	judge(&j, 1);
	return j.result;
}

static void na_never_passes(void **state)
{
	assert_int_equal(judge_odd(NULL, "lost", false), JUDGED_CANNOT);
	assert_int_equal(judge_odd("no PMU", NULL, false), JUDGED_NOT_GATED);
	assert_int_equal(judge_odd("no PMU", "no PMU", false),
			 JUDGED_NOT_GATED);
	assert_int_equal(judge_odd(NULL, NULL, false), JUDGED_PASSED);
}

static void prices_of_an_instrumented_kernel_are_not_gated(void **state)
{
	assert_int_equal(judge_odd(NULL, NULL, true), JUDGED_NOT_GATED);
	assert_int_equal(judge_instrumented("access", "insns", 1, 2),
			 JUDGED_NOT_GATED);
	assert_int_equal(judge_instrumented("access", "ns", 1, 2),
			 JUDGED_NOT_GATED);
	assert_int_equal(judge_instrumented("access", "cycles", 1, 2),
			 JUDGED_NOT_GATED);
}

/* Only an instrumented kernel has them. */
static void events_are_gated_all_the_same(void **state)
{
	assert_int_equal(judge_instrumented("pte_writes", "events", 2, 2),
			 JUDGED_PASSED);
	assert_int_equal(judge_instrumented("pte_writes", "events", 2, 1),
			 JUDGED_PASSED);
	assert_int_equal(judge_instrumented("pte_writes", "events", 2, 2.02),
			 JUDGED_REGRESSED);
	assert_int_equal(judge_instrumented("pte_writes", "events", 0, 1),
			 JUDGED_REGRESSED);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(normal_boots_raise_no_more_alarms_than_stated),
		cmocka_unit_test(skewed_boots_raise_no_more_alarms_than_stated),
		cmocka_unit_test(
			bimodal_boots_raise_no_more_alarms_than_stated),
		cmocka_unit_test(samples_in_place_of_boots_raise_false_alarms),
		cmocka_unit_test(a_rise_of_ten_percent_is_found_and_named),
		cmocka_unit_test(a_rise_below_a_floor_passes),
		cmocka_unit_test(a_fall_passes),
		cmocka_unit_test(what_it_says_it_could_see_it_sees),
		cmocka_unit_test(
			too_few_boots_cannot_judge_and_say_how_many_would),
		cmocka_unit_test(boots_needed_follow_from_the_number_of_ways),
		cmocka_unit_test(
			exact_figures_may_rise_to_the_larger_tolerance),
		cmocka_unit_test(counts_may_not_rise_at_all),
		cmocka_unit_test(na_never_passes),
		cmocka_unit_test(
			prices_of_an_instrumented_kernel_are_not_gated),
		cmocka_unit_test(events_are_gated_all_the_same),
	};

	return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of the gate, and how often its sampled half errs: on synthetic boots of two
 * arms that take turns, from generators with fixed seeds. With GATE_TABLE=1 it prints the
 * tables of docs/gate.md, which takes a while.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "fixture.h"
#include "gate/judge.h"

#define MOST_METRICS 300
#define MOST_BOOTS 20
#define LEVEL 0.01
#define LATENCY 1000.0 /* ns */

/* What is compared, and how often. */
struct setting {
	size_t boots;
	size_t metrics;
	double spread; /* of a boot, in parts of the latency */
	double rise; /* of metric 0 */
	double relative; /* tolerance */
	size_t comparisons;
};

/* Of the comparisons, those in which... */
struct outcome {
	size_t alarms; /* a metric fails that did not change */
	size_t found; /* metric 0 fails */
	size_t cannot; /* metric 0 can't be judged */
};

/* One run of sampled metrics beside a baseline, made up. */
static struct {
	struct lab_record record;
	double a[MOST_METRICS][MOST_BOOTS];
	double b[MOST_METRICS][MOST_BOOTS];
	struct difference differences[MOST_METRICS];
	struct judged list[MOST_METRICS];
} made;

/*
 * A boot's deviation, in spreads; @number counts the boots of both arms, @last is that of
 * the boot before.
 */
typedef double (*boot_fn)(gsl_rng *rng, size_t number, double last);

static double normal_boot(gsl_rng *rng, size_t number, double last)
{
	return gsl_ran_gaussian(rng, 1);
}

/* Most boots are alike and some slow: the long tail of real machines. */
static double skewed_boot(gsl_rng *rng, size_t number, double last)
{
	return gsl_ran_exponential(rng, 1) - 1;
}

static double heavy_boot(gsl_rng *rng, size_t number, double last)
{
	return gsl_ran_tdist(rng, 3) / sqrt(3);
}

/* One boot in three runs in another, slower mode. */
static double bimodal_boot(gsl_rng *rng, size_t number, double last)
{
	double mode = gsl_rng_uniform(rng) < 1 / 3.0 ? 1.33 : -0.67;

	return mode + gsl_ran_gaussian(rng, 0.33);
}

static double autocorrelated_boot(gsl_rng *rng, size_t number, double last)
{
	return 0.6 * last + 0.8 * gsl_ran_gaussian(rng, 1);
}

/* A third of the spread more with each boot: 1% at a spread of 3%. */
static double drifting_boot(gsl_rng *rng, size_t number, double last)
{
	return number / 3.0 + gsl_ran_gaussian(rng, 1);
}

/* The run spreads twice as far as its baseline. */
static double unequal_boot(gsl_rng *rng, size_t number, double last)
{
	return gsl_ran_gaussian(rng, number % 2 ? 2 : 1);
}

static const struct shape {
	const char *name;
	boot_fn boot;
} shapes[] = {
	{ "normal", normal_boot },
	{ "skewed", skewed_boot },
	{ "heavy", heavy_boot },
	{ "bimodal", bimodal_boot },
	{ "autocorrelated", autocorrelated_boot },
	{ "drifting", drifting_boot },
	{ "unequal", unequal_boot },
};

static void make(const struct setting *s)
{
	made.record = (struct lab_record){ .bench = "gmem_rw_latency",
					   .metric = "access",
					   .kind = "sampled",
					   .unit = "ns",
					   .seen = NAN };
	for (size_t i = 0; i < s->metrics; i++) {
		made.differences[i] = (struct difference){
			.a = &made.record,
			.b = &made.record,
			.sampled = true,
			.boots_a = made.a[i],
			.boots_b = made.b[i],
			.nr_a = s->boots,
			.nr_b = s->boots,
		};
		made.list[i].d = &made.differences[i];
		made.list[i].tolerance =
			(struct tolerance){ s->relative, 0, LEVEL };
	}
}

/* New boots: one of the baseline, one of the run, and so on. */
static void fill(const struct setting *s, gsl_rng *rng, boot_fn boot)
{
	double last;

	for (size_t i = 0; i < s->metrics; i++) {
		last = 0;
		for (size_t j = 0; j < s->boots; j++) {
			last = boot(rng, 2 * j, last);
			made.a[i][j] = LATENCY * (1 + s->spread * last);
			last = boot(rng, 2 * j + 1, last);
			made.b[i][j] = LATENCY * (1 + s->spread * last);
			made.b[i][j] += i ? 0 : s->rise * LATENCY;
		}
		difference_compute(&made.differences[i]);
	}
}

static size_t count(const struct setting *s, enum judgement result)
{
	size_t nr = 0;

	for (size_t i = 0; i < s->metrics; i++)
		nr += made.list[i].result == result;
	return nr;
}

static struct outcome simulate(const struct setting *s, boot_fn boot)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct outcome outcome = {};
	bool found;

	gsl_rng_set(rng, 1);
	make(s);
	for (size_t i = 0; i < s->comparisons; i++) {
		fill(s, rng, boot);
		judge(made.list, s->metrics);
		found = s->rise > 0 && made.list[0].result == JUDGED_REGRESSED;
		outcome.found += found;
		outcome.alarms += count(s, JUDGED_REGRESSED) > found;
		outcome.cannot += made.list[0].result == JUDGED_CANNOT;
	}
	gsl_rng_free(rng);
	return outcome;
}

/* The level holds for the test alone: nothing is allowed. */
static void no_shape_raises_more_alarms_than_stated(void **state)
{
	const struct setting s = {
		.boots = 8, .metrics = 10, .spread = 0.03, .comparisons = 300
	};
	struct outcome outcome;

	for (size_t i = 0; i < ARRAY_LENGTH(shapes); i++) {
		outcome = simulate(&s, shapes[i].boot);
		print_message("# %s: %zu false alarms in %zu comparisons\n",
			      shapes[i].name, outcome.alarms, s.comparisons);
		assert_true(outcome.alarms <= LEVEL * s.comparisons);
	}
}

/* Four samples of each boot, which spread less than boots do. */
static double sample(gsl_rng *rng, size_t number, double last)
{
	return number % 8 < 2 ? gsl_ran_gaussian(rng, 1) : last;
}

/*
 * The control: samples in place of boots must raise false alarms here, or these
 * simulations could not show that boots are the right unit.
 */
static void samples_in_place_of_boots_raise_false_alarms(void **state)
{
	const struct setting s = {
		.boots = 8, .metrics = 10, .spread = 0.03, .comparisons = 50
	};
	struct outcome outcome = simulate(&s, sample);

	print_message("# %zu false alarms in %zu comparisons\n", outcome.alarms,
		      s.comparisons);
	assert_true(outcome.alarms + outcome.cannot >= s.comparisons / 2);
}

/* docs/gate.md states this. */
static void ten_percent_are_found_among_three_hundred_metrics(void **state)
{
	const struct setting s = { .boots = 10,
				   .metrics = 300,
				   .spread = 0.03,
				   .rise = 0.10,
				   .relative = 0.02,
				   .comparisons = 20 };
	struct outcome outcome = simulate(&s, normal_boot);

	print_message("# found in %zu of %zu comparisons\n", outcome.found,
		      s.comparisons);
	assert_true(outcome.found >= 0.9 * s.comparisons);
	assert_in_range(outcome.alarms, 0, 1);
}

static const struct setting ten_metrics = { .boots = 8,
					    .metrics = 10,
					    .spread = 0.03,
					    .rise = 0.10,
					    .comparisons = 100 };

/* Significant, but below what is allowed, is no regression. */
static void a_rise_below_what_is_allowed_passes(void **state)
{
	struct setting s = ten_metrics;

	s.relative = 0.15;
	assert_int_equal(simulate(&s, normal_boot).found, 0);
	s.relative = 0.02;
	assert_true(simulate(&s, normal_boot).found >= 95);
}

static void a_fall_passes(void **state)
{
	struct setting s = ten_metrics;

	s.rise = -0.10;
	assert_in_range(simulate(&s, normal_boot).alarms, 0,
			LEVEL * s.comparisons);
}

/* What the gate says it could see is seen in 4 of 5 attempts, more or less. */
static void what_it_says_it_could_see_it_sees(void **state)
{
	struct setting s = ten_metrics;
	double detectable[100];
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	make(&s);
	for (size_t i = 0; i < ARRAY_LENGTH(detectable); i++) {
		fill(&s, rng, normal_boot);
		judge(made.list, s.metrics);
		detectable[i] = made.list[1].detectable;
	}
	gsl_rng_free(rng);
	s.rise = gsl_stats_mean(detectable, 1, ARRAY_LENGTH(detectable)) /
		 LATENCY;
	s.comparisons = 400;
	assert_in_range(simulate(&s, normal_boot).found, 280, 360);
}

/* Judges boots that spread so far once; returns what is said of metric 0. */
static const struct judged *judge_once(size_t boots, double spread,
				       double level)
{
	const struct setting s = { .boots = boots,
				   .metrics = 10,
				   .spread = spread,
				   .relative = 0.02 };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	make(&s);
	for (size_t i = 0; i < s.metrics; i++)
		made.list[i].tolerance.p = level;
	fill(&s, rng, normal_boot);
	gsl_rng_free(rng);
	judge(made.list, s.metrics);
	return &made.list[0];
}

static void too_few_boots_cannot_judge_and_say_how_many_would(void **state)
{
	const struct judged *j = judge_once(4, 0.03, LEVEL);

	assert_int_equal(j->result, JUDGED_CANNOT);
	assert_non_null(strstr(j->why, "4 and 4 boots see no rise"));
	assert_non_null(strstr(j->why, "p < 0.01; it takes 5 each at least"));
	j = judge_once(10, 0.03, 0.000001);
	assert_int_equal(j->result, JUDGED_CANNOT);
	assert_non_null(strstr(j->why, "no number of boots gives p < 1e-06"));
}

/* With as many boots as it says the same spread is judged. */
static void boots_that_see_too_little_do_not_pass(void **state)
{
	const struct judged *j = judge_once(8, 0.12, LEVEL);
	size_t boots;

	assert_int_equal(j->result, JUDGED_CANNOT);
	assert_non_null(strstr(j->why, "not the 20% that they must"));
	assert_int_equal(
		sscanf(strchr(j->why, ';'), "; %zu boots each", &boots), 1);
	assert_in_range(boots, 9, MOST_BOOTS);
	assert_int_equal(judge_once(boots + 2, 0.12, LEVEL)->result,
			 JUDGED_PASSED);
	assert_int_equal(judge_once(8, 0.03, LEVEL)->result, JUDGED_PASSED);
}

/* Where boots drift, the whole family can't be judged, and the reason is told. */
static void a_machine_that_drifts_cannot_be_judged(void **state)
{
	struct setting s = ten_metrics;

	s.comparisons = 20;
	assert_in_range(simulate(&s, drifting_boot).cannot, 17, 20);
	assert_non_null(strstr(made.list[1].why, "the machine drifts"));
}

static void print_cell(const struct setting *s, boot_fn boot)
{
	struct setting same = *s;
	struct outcome found = simulate(s, boot), outcome;
	double percent = 100.0 / s->comparisons;

	same.rise = 0;
	outcome = simulate(&same, boot);
	print_message(" %.3g / %.3g / %.3g |", percent * outcome.alarms,
		      percent * found.found, percent * outcome.cannot);
}

static size_t comparisons_of(size_t metrics)
{
	return metrics == 300 ? 20 : 300;
}

/* docs/gate.md has them: false alarms, 10% found, and what can't be judged, in percent. */
static void prints_its_tables(void **state)
{
	static const size_t boots[] = { 5, 6, 8, 10, 15, 20 };
	static const size_t metrics[] = { 1, 10, 300 };
	static const double spreads[] = { 0.01, 0.03, 0.05, 0.10 };
	struct setting s = { .rise = 0.10, .relative = 0.02 };

	if (!getenv("GATE_TABLE"))
		skip();
	for (size_t i = 0; i < ARRAY_LENGTH(spreads) * ARRAY_LENGTH(metrics);
	     i++) {
		s.spread = spreads[i / ARRAY_LENGTH(metrics)];
		s.metrics = metrics[i % ARRAY_LENGTH(metrics)];
		s.comparisons = comparisons_of(s.metrics);
		print_message("# | %g%% | %zu |", 100 * s.spread, s.metrics);
		for (size_t j = 0; j < ARRAY_LENGTH(boots); j++) {
			s.boots = boots[j];
			print_cell(&s, normal_boot);
		}
		print_message("\n");
	}
	s = (struct setting){ 0, 10, 0.03, 0.10, 0.02, 300 };
	for (size_t i = 0; i < ARRAY_LENGTH(shapes); i++) {
		print_message("# | %s |", shapes[i].name);
		for (size_t j = 0; j < ARRAY_LENGTH(boots); j++) {
			s.boots = boots[j];
			print_cell(&s, shapes[i].boot);
		}
		print_message("\n");
	}
}

static void boots_needed_follow_from_the_lowest_p(void **state)
{
	assert_int_equal(boots_needed(0.01), 5);
	assert_int_equal(boots_needed(0.001), 7);
	assert_int_equal(boots_needed(0.0001), 0);
}

/* An exact figure of one boot on each side. */
static enum judgement judge_exact(double base, double now, double relative,
				  double absolute)
{
	struct lab_record record = { .bench = "gmem_rw_latency",
				     .metric = "access",
				     .kind = "exact",
				     .unit = "insns",
				     .seen = NAN };
	struct difference d = { .a = &record,
				.b = &record,
				.boots_a = &base,
				.nr_a = 1,
				.boots_b = &now,
				.nr_b = 1 };
	struct judged j = { .d = &d, .tolerance = { relative, absolute, 0 } };

	d.tail_base = NAN;

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
				.na = na_a,
				.seen = NAN };
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
				     .seen = NAN,
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
	assert_int_equal(judge_odd(NULL, NULL, true), JUDGED_CANNOT);
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

/* An exact figure that moves by so much for no reason says nothing of what it must. */
static void nothing_is_allowed_more_than_a_tenth(void **state)
{
	assert_int_equal(judge_exact(1000, 1099, 0.10, 0), JUDGED_PASSED);
	assert_int_equal(judge_exact(1000, 1000, 0.11, 0), JUDGED_NOT_GATED);
	assert_int_equal(judge_exact(1000, 1000, 0, 110), JUDGED_NOT_GATED);
	assert_int_equal(judge_exact(1000, 1111, 0.11, 0), JUDGED_REGRESSED);
	assert_int_equal(judge_exact(1000, 2000, 4, 0), JUDGED_NOT_GATED);
}

/* Counts of a strategy that does not do what its name says; 1 call in the baseline. */
static enum judgement judge_broken(double base, double now, const char *na_a)
{
	struct lab_record a = { .bench = "gmem_rw_latency",
				.metric = "local_invalidations",
				.kind = "exact",
				.unit = "events",
				.na = na_a,
				.seen = NAN };
	struct lab_record b = a;
	struct difference d = { .a = &a,
				.b = &b,
				.na = "expected events",
				.seen = !na_a,
				.base = base,
				.now = now,
				.rise = now - base };
	struct judged j = { .d = &d };

	b.na = "expected events";
	b.seen = now;
	judge(&j, 1);
	return j.result;
}

static void less_than_it_must_is_broken(void **state)
{
	assert_int_equal(judge_broken(1, 0, NULL), JUDGED_REGRESSED);
	assert_int_equal(judge_broken(1, 2, NULL), JUDGED_REGRESSED);
	assert_int_equal(judge_broken(1, 1, NULL), JUDGED_CANNOT);
	assert_int_equal(judge_broken(0, 1, "n/a"), JUDGED_REGRESSED);
}

/* The median of 1000 calls, of which a hundredth costs @dear. */
static enum judgement judge_tail(double dear, double floor)
{
	struct lab_record record = { .bench = "gmem_rw_latency",
				     .metric = "access",
				     .kind = "exact",
				     .unit = "insns",
				     .seen = NAN };
	double base = 1000, now = 1000;
	struct difference d = { .a = &record,
				.b = &record,
				.boots_a = &base,
				.nr_a = 1,
				.boots_b = &now,
				.nr_b = 1,
				.tail_base = 1000,
				.tail_now = 990 + dear / 100 };
	struct judged j = { .d = &d, .tail_floor = floor };

	difference_compute(&d);
	judge(&j, 1);
	return j.result;
}

static void a_cost_that_few_calls_pay_is_found(void **state)
{
	assert_int_equal(judge_tail(1000, 0), JUDGED_PASSED);
	assert_int_equal(judge_tail(2900, 0), JUDGED_PASSED);
	assert_int_equal(judge_tail(3100, 0), JUDGED_REGRESSED);
	assert_int_equal(judge_tail(3100, 0.03), JUDGED_PASSED);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(no_shape_raises_more_alarms_than_stated),
		cmocka_unit_test(samples_in_place_of_boots_raise_false_alarms),
		cmocka_unit_test(
			ten_percent_are_found_among_three_hundred_metrics),
		cmocka_unit_test(a_rise_below_what_is_allowed_passes),
		cmocka_unit_test(a_fall_passes),
		cmocka_unit_test(what_it_says_it_could_see_it_sees),
		cmocka_unit_test(
			too_few_boots_cannot_judge_and_say_how_many_would),
		cmocka_unit_test(boots_that_see_too_little_do_not_pass),
		cmocka_unit_test(a_machine_that_drifts_cannot_be_judged),
		cmocka_unit_test(prints_its_tables),
		cmocka_unit_test(boots_needed_follow_from_the_lowest_p),
		cmocka_unit_test(
			exact_figures_may_rise_to_the_larger_tolerance),
		cmocka_unit_test(counts_may_not_rise_at_all),
		cmocka_unit_test(nothing_is_allowed_more_than_a_tenth),
		cmocka_unit_test(less_than_it_must_is_broken),
		cmocka_unit_test(a_cost_that_few_calls_pay_is_found),
		cmocka_unit_test(na_never_passes),
		cmocka_unit_test(
			prices_of_an_instrumented_kernel_are_not_gated),
		cmocka_unit_test(events_are_gated_all_the_same),
	};

	return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}

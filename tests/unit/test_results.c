// SPDX-License-Identifier: GPL-2.0
/* The loader: what it takes, and what it says of what it doesn't. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "records/results.h"

#define COMPOSITION "\"composition\":{\"reads\":1,\"writes\":3,\"bytes\":24}"

#define CASE_1 "\"case\":\"1\""
#define CASE_2 "\"case\":\"2\""

/* Loads @text and expects "...results.jsonl<expected>" as the error. */
static void expect_error(void **state, const char *text, const char *expected)
{
	const char *path = fixture_write(state, "results.jsonl", text);
	struct lab_error error = {};
	struct results results;
	char *wanted;

	assert_int_equal(results_load(&results, path, NULL, &error), -1);
	assert_true(asprintf(&wanted, "%s%s", path, expected) > 0);
	assert_memory_equal(error.text, wanted, strlen(wanted));
	assert_null(strchr(error.text, '\n'));
	free(wanted);
}

/* The same with one change to a valid record. */
static void expect_change(void **state, const char *from, const char *to,
			  const char *expected)
{
	char *text = replaced(RECORD, from, to);

	expect_error(state, text, expected);
	free(text);
}

static void loads_a_valid_record(void **state)
{
	const char *path = fixture_write(state, "results.jsonl", RECORD);
	struct lab_error error;
	struct results results;

	assert_int_equal(results_load(&results, path, NULL, &error), 0);
	assert_int_equal(results.nr, 1);
	assert_string_equal(results.records[0].bench, "gmem_rw_latency");
	assert_string_equal(results.records[0].metric, "access");
	assert_string_equal(record_dimension(results.records, "strategy"),
			    "direct");
	assert_int_equal(record_dimension_number(results.records, "len"), 8);
	assert_int_equal(record_dimension_number(results.records, "none"), -1);
	assert_int_equal(results.records[0].nr_values, 3);
	assert_true(results.records[0].values[2] == 3);
	results_free(&results);
}

static void takes_what_may_be_added(void **state)
{
	char *text = replaced(RECORD, "\"cpus\":2", "\"cpus\":2,\"cpu\":1");
	char *all = replaced(text, "\"values\"", COMPOSITION ",\"values\"");
	const char *path = fixture_write(state, "results.jsonl", all);
	struct lab_error error;
	struct results results;

	assert_int_equal(results_load(&results, path, NULL, &error), 0);
	results_free(&results);
	free(text);
	free(all);
}

static void refuses_a_missing_file(void **state)
{
	const char *path = fixture_path(state, "nothing");
	struct lab_error error;
	struct results results;

	assert_int_equal(results_load(&results, path, NULL, &error), -1);
	assert_non_null(strstr(error.text, "nothing: No such file"));
}

static void refuses_empty_and_truncated(void **state)
{
	expect_error(state, "", ": empty: no records");
	expect_change(state, "]}\n", "]}", ":1: truncated: ");
	expect_error(state, RECORD RECORD_HEAD, ":2: truncated: ");
	expect_change(state, "]}\n", "\n", ":1: values: not JSON: ");
	expect_error(state, "\n", ":1: not JSON: ");
}

static void refuses_what_is_no_number(void **state)
{
	expect_change(state, "[1,", "[NaN,", ":1: values: not JSON: ");
	expect_change(state, "[1,", "[1e999,", ":1: values: not JSON: ");
	expect_change(state, "[1,", "[null,", ":1: values[0]: is not a number");
	expect_change(state, "2,3]", "\"2\"]", ":1: values[1]: is not a num");
	expect_change(state, "[1,", "[-1,", ":1: values[0]: a count is neg");
	expect_change(state, "[1,2,3]", "[]", ":1: values: is empty");
}

static void refuses_what_the_schema_does_not_know(void **state)
{
	expect_change(state, "schema\":1", "schema\":2", ":1: schema: 2 is un");
	expect_change(state, "\"gmem_rw", "\"xmem_rw", ":1: bench: 'xmem_rw");
	expect_change(state, "\"access\"", "\"excess\"", ":1: metric: gmem_rw");
	expect_change(state, "insns", "hours", ":1: unit: 'hours' is unknown");
	expect_change(state, "\"access\"", "\"pte_writes\"",
		      ":1: unit: pte_writes is in events, not 'insns'");
	expect_change(state, "exact", "guessed", ":1: kind: insns are exact");
	expect_change(state, "tcg-counted", "abacus",
		      ":1: dimensions: backend: 'abacus'");
}

static void refuses_time_on_an_emulator(void **state)
{
	char *text = replaced(RECORD, "insns", "ns");
	char *sampled = replaced(text, "exact", "sampled");
	char *on_kvm = replaced(sampled, "tcg-counted", "kvm");
	char *parallel = replaced(RECORD, "tcg-counted", "tcg-parallel");
	const char *path = fixture_write(state, "results.jsonl", on_kvm);
	struct lab_error error;
	struct results results;

	assert_int_equal(results_load(&results, path, NULL, &error), 0);
	results_free(&results);
	expect_error(state, sampled, ":1: unit: ns can't be had on back end");
	expect_error(state, parallel, ":1: unit: insns can't be had on back");
	free(text);
	free(sampled);
	free(on_kvm);
	free(parallel);
}

static void refuses_edited_fields(void **state)
{
	expect_change(state, "\"unit\":\"insns\",", "", ":1: unit: missing");
	expect_change(state, "\"unit\"", "\"unti\"", ":1: unit: missing");
	expect_change(state, "\"schema\":1", "\"schema\":1,\"note\":1",
		      ":1: note: unknown field");
	expect_change(state, "\"len\":8", "\"len\":\"8\"",
		      ":1: dimensions: len: is not an integer");
	expect_change(state, "\"len\":8", "\"len\":-8",
		      ":1: dimensions: len: is negative");
	expect_change(state, "\"read\"", "\"\"",
		      ":1: dimensions: op: is empty");
	expect_change(state, "\"len\":8,", "", ":1: dimensions: len: missing");
	expect_change(state, "\"len\":8", "\"len\":8,\"new\":[1]",
		      ":1: dimensions: new: is no word or integer");
	expect_change(state, "\"len\":8", "\"len\":8,\"len\":9",
		      ":1: len: not JSON: duplicate object key");
	expect_change(state, "\"values\"", "\"composition\":{},\"values\"",
		      ":1: composition: reads: missing");
}

static void refuses_two_of_a_kind(void **state)
{
	expect_error(state, RECORD RECORD,
		     ":2: dimensions: as in line 1, metric access");
}

/* The same in another order of keys, with other values, is the same. */
static void order_of_dimensions_hides_no_duplicate(void **state)
{
	char *other = replaced(RECORD, "\"op\":\"read\",\"len\":8",
			       "\"len\":8,\"op\":\"read\"");
	char *both;

	assert_true(asprintf(&both, "%s%s", RECORD, other) > 0);
	expect_error(state, both, ":2: dimensions: as in line 1");
	free(other);
	free(both);
}

/* Writes two valid records, the second changed, and loads them. */
static void load_two(void **state, const char *from, const char *to,
		     struct results *results)
{
	char *changed = replaced(RECORD, from, to);
	char *other = replaced(changed, CASE_1, CASE_2);
	struct lab_error error;
	struct plan plan;
	char *both;

	assert_true(asprintf(&both, "%s%s", RECORD, other) > 0);
	assert_int_equal(plan_load(&plan, *state, &error), 0);
	assert_int_equal(
		results_load(results,
			     fixture_write(state, "results.jsonl", both), &plan,
			     &error),
		0);
	plan_free(&plan);
	free(changed);
	free(other);
	free(both);
}

static void boots_of_equal_dimensions_are_replicates(void **state)
{
	struct results results;

	load_two(state, CASE_1, CASE_1, &results);
	assert_false(results.records[0].replicate);
	assert_int_equal(results.records[0].boot, 1);
	assert_ptr_equal(results.records[0].next_boot, &results.records[1]);
	assert_true(results.records[1].replicate);
	assert_int_equal(results.records[1].boot, 2);
	assert_null(results.records[1].next_boot);
	results_free(&results);
}

/* Loads @text, of the plan's cases, and expects "...results.jsonl<expected>". */
static void expect_planned(void **state, const char *text, const char *expected)
{
	struct results results;
	struct lab_error error;
	struct plan plan;

	assert_int_equal(plan_load(&plan, *state, &error), 0);
	assert_int_equal(
		results_load(&results,
			     fixture_write(state, "results.jsonl", text), &plan,
			     &error),
		-1);
	if (!strstr(error.text, expected))
		fail_msg("'%s' is not in: %s", expected, error.text);
	plan_free(&plan);
}

static void refuses_a_boot_twice_and_boots_that_disagree(void **state)
{
	char *cycles = replaced(RECORD, "insns", "cycles");
	char *sampled = replaced(cycles, "exact", "sampled");
	char *on_kvm = replaced(sampled, "tcg-counted", "kvm");
	char *ns = replaced(on_kvm, "cycles", "ns");
	char *other = replaced(ns, CASE_1, CASE_2);
	char *text;

	expect_planned(state, RECORD RECORD,
		       "results.jsonl:2: dimensions: as in line 1, metric acc");
	assert_true(asprintf(&text, "%s%s", on_kvm, other) > 0);
	expect_planned(state, text,
		       "results.jsonl:2: unit: 'ns', but 'cycles' in line 1");
	free(text);
	free(cycles);
	free(sampled);
	free(on_kvm);
	free(ns);
	free(other);
}

static void refuses_records_that_nobody_planned(void **state)
{
	char *unknown = replaced(RECORD, CASE_1, "\"case\":\"17\"");
	char *without = replaced(RECORD, CASE_1 ",", "");

	expect_planned(state, unknown,
		       "results.jsonl:1: case: 17 is not in plan.jsonl");
	expect_planned(state, without, "results.jsonl:1: case: missing");
	expect_change(state, CASE_1, "\"case\":1", ":1: case: is not a string");
	free(unknown);
	free(without);
}

static void takes_a_reason_in_place_of_values(void **state)
{
	const char *path;
	char *text = replaced(RECORD, "\"values\":[1,2,3]",
			      "\"na\":\"nobody waits under tcg\"");
	char *ns = replaced(text, "\"insns\",\"kind\":\"exact\"",
			    "\"ns\",\"kind\":\"sampled\"");
	struct lab_error error;
	struct results results;

	path = fixture_write(state, "results.jsonl", ns);
	assert_int_equal(results_load(&results, path, NULL, &error), 0);
	assert_string_equal(record_na(results.records),
			    "nobody waits under tcg");
	assert_int_equal(results.records[0].nr_values, 0);
	results_free(&results);
	free(text);
	free(ns);
}

/* One boot without a figure leaves the case without: it can't be averaged. */
static void one_boot_that_is_na_makes_the_case_na(void **state)
{
	struct results results;

	load_two(state, "\"values\":[1,2,3]", "\"na\":\"why\"", &results);
	assert_string_equal(record_na(results.records), "why");
	results_free(&results);
}

static void refuses_half_an_outcome(void **state)
{
	expect_change(state, ",\"values\":[1,2,3]", "", ":1: values: missing");
	expect_change(state, "\"values\"", "\"na\":\"why\",\"values\"",
		      ":1: na: has values beside it");
	expect_change(state, "\"values\":[1,2,3]", "\"na\":\"\"",
		      ":1: na: is empty");
	expect_change(state, "\"values\":[1,2,3]", "\"na\":0",
		      ":1: na: is not a string");
}

static void knows_instrumented_records(void **state)
{
	struct results results;

	load_two(state, "\"schema\":1", "\"schema\":1,\"instrumented\":true",
		 &results);
	assert_false(results.records[0].instrumented);
	assert_true(results.records[1].instrumented);
	results_free(&results);
	expect_change(state, "{", "{\"instrumented\":1,",
		      ":1: instrumented: is not true or false");
}

static void one_dimension_apart_is_no_duplicate(void **state)
{
	char *other = replaced(RECORD, "\"len\":8", "\"len\":16");
	struct lab_error error;
	struct results results;
	const char *path;
	char *both;

	assert_true(asprintf(&both, "%s%s", RECORD, other) > 0);
	path = fixture_write(state, "results.jsonl", both);
	assert_int_equal(results_load(&results, path, NULL, &error), 0);
	assert_int_equal(results.nr, 2);
	results_free(&results);
	free(other);
	free(both);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(loads_a_valid_record),
		cmocka_unit_test(takes_what_may_be_added),
		cmocka_unit_test(refuses_a_missing_file),
		cmocka_unit_test(refuses_empty_and_truncated),
		cmocka_unit_test(refuses_what_is_no_number),
		cmocka_unit_test(refuses_what_the_schema_does_not_know),
		cmocka_unit_test(refuses_time_on_an_emulator),
		cmocka_unit_test(refuses_edited_fields),
		cmocka_unit_test(refuses_two_of_a_kind),
		cmocka_unit_test(order_of_dimensions_hides_no_duplicate),
		cmocka_unit_test(one_dimension_apart_is_no_duplicate),
		cmocka_unit_test(boots_of_equal_dimensions_are_replicates),
		cmocka_unit_test(refuses_a_boot_twice_and_boots_that_disagree),
		cmocka_unit_test(refuses_records_that_nobody_planned),
		cmocka_unit_test(takes_a_reason_in_place_of_values),
		cmocka_unit_test(one_boot_that_is_na_makes_the_case_na),
		cmocka_unit_test(refuses_half_an_outcome),
		cmocka_unit_test(knows_instrumented_records),
	};

	return cmocka_run_group_tests_name("results", tests, fixture_setup,
					   fixture_teardown);
}

// SPDX-License-Identifier: GPL-2.0
/* The plan: what it is refused for, and what was planned and has no record. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "labstat.h"
#include "records/plan.h"
#include "records/results.h"

/* Loads @text and expects "...plan.jsonl<expected>" as the error. */
static void expect_error(void **state, const char *text, const char *expected)
{
	const char *path = fixture_write(state, "plan.jsonl", text);
	struct lab_error error;
	struct plan plan;
	char *wanted;

	assert_true(asprintf(&wanted, "%s%s", path, expected) > 0);
	assert_int_equal(plan_load(&plan, *state, &error), -1);
	assert_memory_equal(error.text, wanted, strlen(wanted));
	assert_null(strchr(error.text, '\n'));
	free(wanted);
}

/* The same with one change to the fixture's plan, which it leaves as it was. */
static void expect_change(void **state, const char *from, const char *to,
			  const char *expected)
{
	char *plan = fixture_read(state, "plan.jsonl");
	char *text = replaced(plan, from, to);

	expect_error(state, text, expected);
	fixture_write(state, "plan.jsonl", plan);
	free(text);
	free(plan);
}

static void another_version_is_refused(void **state)
{
	expect_change(state, "\"plan\":1", "\"plan\":2",
		      ":1: plan: version 2 is unknown, this reads 1");
	expect_change(state, "\"plan\":1,", "", ":1: plan: its version is mis");
}

static void one_that_is_cut_short_is_refused(void **state)
{
	expect_change(
		state, "\"cases\":6", "\"cases\":7",
		":7: cut short, or put together: 7 cases are announced, 6 are there");
	expect_change(state, "\"-x\"}\n{\"id\":\"layout1\"",
		      "\"-x\"}\n{\"ix\":\"layout1\"", ":6: id: missing");
	expect_error(state, "{\"plan\":1,\"cases\":0}", ":1: truncated");
	expect_error(state, "", ":0: empty: no plan");
}

static void an_id_that_is_there_twice_is_refused(void **state)
{
	expect_change(state, "\"id\":\"2\"", "\"id\":\"1\"",
		      ":3: id: 1 is there twice");
}

static void what_is_read_of_a_case_is_there(void **state)
{
	expect_change(state, "\"replicate\":1", "\"replicate\":\"1\"",
		      ":2: replicate: missing, or no number");
	expect_change(state, "\"class\":\"pure\",", "", ":2: class: missing");
}

/* Of the cases 1, 2 and 3 the first has a record, of the controls none. */
static void cases_without_a_record_are_named(void **state)
{
	struct results results;
	struct lab_error error;
	struct plan plan;
	json_t *missing;
	char name[64];

	assert_int_equal(plan_load(&plan, *state, &error), 0);
	assert_int_equal(
		results_load(&results,
			     fixture_write(state, "results.jsonl", RECORD),
			     &plan, &error),
		0);
	missing = plan_missing(&plan, &results, false);
	assert_int_equal(json_array_size(missing), 2);
	assert_string_equal(planned_name(json_array_get(missing, 0), name,
					 sizeof(name)),
			    "2 (boot-2: prog -x)");
	json_decref(missing);
	missing = plan_missing(&plan, &results, true);
	assert_int_equal(json_array_size(missing), 3);
	json_decref(missing);
	results_free(&results);
	plan_free(&plan);
}

/* Runs `labstat check` on the fixture's directory. */
static int check(void **state, struct lab_error *error)
{
	char *dir = *state;

	return cmd_check(1, &dir, error);
}

static void a_run_is_whole_when_each_case_has_a_record(void **state)
{
	char *plan = fixture_read(state, "plan.jsonl"), *end;
	char *second = replaced(RECORD, "\"case\":\"1\"", "\"case\":\"2\"");
	struct lab_error error;
	char *both;

	fixture_write(state, "results.jsonl", RECORD);
	assert_int_equal(check(state, &error), LABSTAT_FAILED);
	assert_non_null(strstr(
		error.text,
		": 5 planned cases have no record, first 2 (boot-2: prog -x)"));
	/* A plan of only the first two cases. */
	end = strstr(plan, "{\"id\":\"3\"");
	*end = '\0';
	*strstr(plan, "6") = '2';
	fixture_write(state, "plan.jsonl", plan);
	assert_true(asprintf(&both, "%s%s", RECORD, second) > 0);
	fixture_write(state, "results.jsonl", both);
	assert_int_equal(check(state, &error), LABSTAT_OK);
	free(both);
	free(second);
	free(plan);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
	const struct lab_test tests[] = {
		TEST(another_version_is_refused),
		TEST(one_that_is_cut_short_is_refused),
		TEST(an_id_that_is_there_twice_is_refused),
		TEST(what_is_read_of_a_case_is_there),
		TEST(cases_without_a_record_are_named),
		TEST(a_run_is_whole_when_each_case_has_a_record),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}

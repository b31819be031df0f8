// SPDX-License-Identifier: GPL-2.0
/* All cases of a run, in the report and as CSV, and what is said when that can't be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "labstat.h"
#include "records/results.h"
#include "records/sections.h"

#define CELL(strategy, op, len, cpus, values)                          \
	RECORD_HEAD                                                    \
	"\"strategy\":\"" strategy "\",\"op\":\"" op "\",\"len\":" len \
	",\"cpus\":" cpus ",\"vcpus\":1,\"backend\":\"tcg-counted\"}," \
	"\"metric\":\"access\",\"unit\":\"insns\",\"kind\":\"exact\"," \
	"\"values\":[" values "]}\n"

static const char run[] = CELL("noflush", "read", "8", "2", "1600,1599,1500")
	CELL("direct", "read", "4096", "2", "2000")
		CELL("direct", "read", "8", "2", "800")
			CELL("hva", "read", "8", "2", "200,201");

/* Both verbs on the fixture's directory, their stdout out of the TAP's way. */
static int describe(void **state, struct lab_error *error)
{
	char *dir = *state;
	int copy = dup(STDOUT_FILENO);
	int ret;

	fflush(stdout);
	assert_non_null(freopen(fixture_path(state, "stdout"), "w", stdout));
	ret = cmd_csv(1, &dir, error);
	if (!ret)
		ret = cmd_report(1, &dir, error);
	fflush(stdout);
	assert_true(dup2(copy, STDOUT_FILENO) >= 0);
	close(copy);
	return ret;
}

static void write_run(void **state, const char *records)
{
	fixture_write(state, "results.jsonl", records);
}

static void expect_in(void **state, const char *name, const char *expected)
{
	char *text = fixture_read(state, name);

	if (!strstr(text, expected))
		fail_msg("'%s' is not in %s:\n%s", expected, name, text);
	free(text);
}

static void shows_medians_and_ratios_by_strategy(void **state)
{
	struct lab_error error;

	write_run(state, run);
	assert_int_equal(describe(state, &error), LABSTAT_OK);
	expect_in(state, "report.md", "| op | len | cpus | hva | direct | nof");
	expect_in(state, "report.md",
		  "| read | 8 | 2 | 200.5 (0.25x) | 800 | 1599 (2.00x) |\n");
	expect_in(state, "report.md", "| read | 4096 | 2 | n/a | 2000 | n/a |");
	expect_in(state, "report.md", "instructions (exact)");
	expect_in(
		state, "report.md",
		"all 4 cases of the run, of several boots the mean, or of what is sampled the median: 4 figures, 0 prices of time stamps, and 0 that are n/a.");
}

static const char floors[] =
	"{\"gmem_rw_latency/access,vmap,isolated\":2.42,\"gmem_populate/free,vmap,abi\":0}";

static void lists_how_far_figures_move_for_no_reason(void **state)
{
	struct lab_error error;
	char *text;

	write_run(state, run);
	assert_int_equal(describe(state, &error), LABSTAT_OK);
	expect_in(state, "report.md", "was not measured");
	fixture_write(state, "floors.json", floors);
	assert_int_equal(describe(state, &error), LABSTAT_OK);
	expect_in(state, "report.md",
		  "- gmem_rw_latency/access,vmap,isolated: 2.4%\n");
	text = fixture_read(state, "report.md");
	assert_null(strstr(text, "free,vmap,abi"));
	free(text);
	fixture_write(state, "floors.json", "{");
	assert_int_equal(describe(state, &error), LABSTAT_FAILED);
	assert_non_null(strstr(error.text, "floors.json"));
}

#define OF_BOOT(boot, values)                                 \
	"{\"case\":\"" boot "\",\"schema\":1,"                \
	"\"bench\":\"gmem_rw_latency\",\"dimensions\":{"      \
	"\"path\":\"isolated\",\"contention\":\"none\","      \
	"\"kernel\":\"pure\",\"strategy\":\"direct\","        \
	"\"op\":\"read\",\"len\":8,\"cpus\":2,\"vcpus\":1,"   \
	"\"backend\":\"tcg-counted\"},\"metric\":\"access\"," \
	"\"unit\":\"insns\",\"kind\":\"exact\"," values "}\n"

static const char boots[] = OF_BOOT("1", "\"values\":[500,500,500]")
	OF_BOOT("2", "\"values\":[800]") OF_BOOT("3", "\"values\":[806]");

static void shows_the_mean_over_boots(void **state)
{
	struct lab_error error;

	write_run(state, boots);
	assert_int_equal(describe(state, &error), LABSTAT_OK);
	expect_in(state, "report.md", "| read | 8 | 2 | 702 |\n");
	expect_in(state, "figures.csv",
		  ",pure,3,5,500,702,702,702,702,702,806,702,500,806\n");
}

static void shows_na_with_its_reason(void **state)
{
	struct lab_error error;
	char *text;

	write_run(state, OF_BOOT("1", "\"na\":\"no PMU here\""));
	assert_int_equal(describe(state, &error), LABSTAT_OK);
	expect_in(state, "report.md", "| read | 8 | 2 | n/a [1] |\n");
	expect_in(state, "report.md", "n/a [1]: no PMU here.\n");
	text = fixture_read(state, "figures.csv");
	assert_null(strstr(text, "direct"));
	free(text);
}

static void writes_every_figure(void **state)
{
	struct lab_error error;

	write_run(state, run);
	assert_int_equal(describe(state, &error), LABSTAT_OK);
	expect_in(
		state, "figures.csv",
		"bench,metric,class,against,unit,kind,backend,strategy,path,");
	expect_in(
		state, "figures.csv",
		"gmem_rw_latency,access,price,direct,insns,exact,tcg-counted,");
	expect_in(
		state, "figures.csv",
		"read,8,,2,1,none,pure,1,3,1500,1599,1566.33333,1566.33333,1599.8,1599.98,1600,1599,,\n");
}

static void names_a_bad_record(void **state)
{
	struct lab_error error;

	fixture_write(state, "results.jsonl", RECORD RECORD);
	assert_int_equal(describe(state, &error), LABSTAT_FAILED);
	assert_non_null(strstr(error.text, "results.jsonl:2: dimensions"));
}

static void names_a_directory_without_results(void **state)
{
	struct lab_error error;

	assert_int_equal(describe(state, &error), LABSTAT_FAILED);
	assert_non_null(strstr(error.text, "results.jsonl: No such file"));
}

static void names_what_it_cannot_write(void **state)
{
	struct lab_error error;

	write_run(state, run);
	assert_int_equal(mkdir(fixture_path(state, "figures.csv"), 0777), 0);
	assert_int_equal(describe(state, &error), LABSTAT_FAILED);
	assert_non_null(strstr(error.text, "figures.csv: Is a directory"));
	rmdir(fixture_path(state, "figures.csv"));
}

static void rows_are_sorted_as_numbers(void **state)
{
	const char *path =
		fixture_write(state, "results.jsonl",
			      CELL("direct", "read", "4096", "2",
				   "1") CELL("direct", "read", "64", "16", "1")
				      CELL("direct", "read", "64", "4", "1"));
	struct lab_error error;
	struct sections sections;
	struct results results;
	const struct row *rows;

	assert_int_equal(results_load(&results, path, NULL, &error), 0);
	assert_int_equal(sections_build(&sections, &results), 0);
	assert_int_equal(sections.nr, 1);
	rows = sections.list[0].rows;
	assert_int_equal(record_dimension_number(rows[0].any, "cpus"), 4);
	assert_int_equal(record_dimension_number(rows[1].any, "cpus"), 16);
	assert_int_equal(record_dimension_number(rows[2].any, "len"), 4096);
	sections_free(&sections);
	results_free(&results);
}

#define IN_A_DIRECTORY(test) \
	cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
	const struct lab_test tests[] = {
		IN_A_DIRECTORY(shows_medians_and_ratios_by_strategy),
		IN_A_DIRECTORY(lists_how_far_figures_move_for_no_reason),
		IN_A_DIRECTORY(shows_the_mean_over_boots),
		IN_A_DIRECTORY(shows_na_with_its_reason),
		IN_A_DIRECTORY(writes_every_figure),
		IN_A_DIRECTORY(names_a_bad_record),
		IN_A_DIRECTORY(names_a_directory_without_results),
		IN_A_DIRECTORY(names_what_it_cannot_write),
		IN_A_DIRECTORY(rows_are_sorted_as_numbers),
	};

	return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}

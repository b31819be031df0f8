// SPDX-License-Identifier: GPL-2.0
/* The writer of records: its lines must be what labstat reads. */
#include <errno.h>
#include <math.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "record.h"
#include "records/results.h"

static json_t *dimensions(int len)
{
	return json_pack("{ss,ss,ss,si,si,si,ss,ss,ss}", "strategy", "hva",
			 "path", "isolated", "op", "read", "len", len, "cpus",
			 2, "vcpus", 1, "contention", "none", "kernel", "pure",
			 "backend", "host");
}

static struct record_spec access_spec(int len)
{
	return (struct record_spec){
		.bench = "gmem_rw_latency",
		.metric = "access",
		.unit = "ns",
		.dimensions = dimensions(len),
		.values = json_pack("[f,i]", 0.1, 7),
	};
}

static int write_access(struct record_writer *w, int len)
{
	const struct record_spec spec = access_spec(len);

	return record_write(w, &spec);
}

static void labstat_reads_what_is_written(void **state)
{
	const struct bench_composition composition = { 1, 3, 24 };
	struct record_spec spec = access_spec(64);
	struct record_writer w;
	struct results results;
	struct lab_error error;

	spec.composition = &composition;
	assert_int_equal(record_open(&w, fixture_path(state, "out"), "000042"),
			 0);
	assert_int_equal(write_access(&w, 8), 0);
	assert_int_equal(record_write(&w, &spec), 0);
	assert_int_equal(record_close(&w), 0);
	if (results_load(&results, fixture_path(state, "out"), NULL, &error))
		fail_msg("%s", error.text);
	assert_int_equal(results.nr, 2);
	assert_string_equal(results.records[0].id, "000042");
	assert_true(results.records[0].values[0] == 0.1);
	assert_string_equal(results.records[0].kind, "sampled");
	assert_false(results.records[0].instrumented);
	assert_null(record_na(&results.records[0]));
	results_free(&results);
}

static void instrumented_and_na_are_told(void **state)
{
	struct record_spec counted = access_spec(8), none = access_spec(64);
	struct record_writer w;
	struct results results;
	struct lab_error error;

	counted.instrumented = true;
	json_decref(none.values);
	none.values = NULL;
	none.na = "no such counter";
	none.seen = json_real(2.5);
	assert_int_equal(record_open(&w, fixture_path(state, "events"), NULL),
			 0);
	assert_int_equal(record_write(&w, &counted), 0);
	assert_int_equal(record_write(&w, &none), 0);
	assert_int_equal(record_close(&w), 0);
	if (results_load(&results, fixture_path(state, "events"), NULL, &error))
		fail_msg("%s", error.text);
	assert_true(results.records[0].instrumented);
	assert_int_equal(results.records[0].nr_values, 2);
	assert_false(results.records[1].instrumented);
	assert_string_equal(record_na(&results.records[1]), "no such counter");
	assert_true(isnan(record_seen(&results.records[0])));
	assert_true(record_seen(&results.records[1]) == 2.5);
	results_free(&results);
}

/* Never both figures and a reason why there are none, nor neither. */
static void values_or_a_reason(void **state)
{
	struct record_spec both = access_spec(8), neither = access_spec(8);
	struct record_spec seen = access_spec(8);
	struct record_writer w;

	both.na = "why";
	json_decref(neither.values);
	neither.values = NULL;
	seen.seen = json_integer(3);
	assert_int_equal(record_open(&w, fixture_path(state, "out"), NULL), 0);
	assert_int_equal(record_write(&w, &both), -EINVAL);
	assert_int_equal(record_write(&w, &neither), -EINVAL);
	assert_int_equal(record_write(&w, &seen), -EINVAL);
	assert_int_equal(write_access(&w, 8), 0);
	assert_int_equal(record_close(&w), 0);
}

static void a_second_of_a_kind_is_refused(void **state)
{
	struct record_writer w;

	assert_int_equal(record_open(&w, fixture_path(state, "out"), NULL), 0);
	assert_int_equal(write_access(&w, 8), 0);
	assert_int_equal(write_access(&w, 8), -EEXIST);
	assert_int_equal(write_access(&w, 16), 0);
	assert_int_equal(record_close(&w), 0);
}

static void names_outside_the_schema_are_refused(void **state)
{
	struct record_spec metric = access_spec(8), unit = access_spec(8);
	struct record_writer w;

	metric.metric = "activate";
	unit.unit = "hours";
	assert_int_equal(record_open(&w, fixture_path(state, "out"), NULL), 0);
	assert_int_equal(record_write(&w, &metric), -EINVAL);
	assert_int_equal(record_write(&w, &unit), -EINVAL);
	assert_int_equal(record_close(&w), 0);
}

static void
a_metric_that_has_a_unit_keeps_it_where_there_are_no_prices(void **state)
{
	struct record_spec price = access_spec(8), count = access_spec(8);
	struct record_writer w;
	struct results results;
	struct lab_error error;

	price.unit = NULL;
	count.unit = NULL;
	count.metric = "waits";
	assert_int_equal(record_open(&w, fixture_path(state, "few"), NULL), 0);
	assert_int_equal(record_write(&w, &price), 0);
	assert_int_equal(record_write(&w, &count), 0);
	assert_int_equal(record_close(&w), 0);
	if (results_load(&results, fixture_path(state, "few"), NULL, &error))
		fail_msg("%s", error.text);
	assert_int_equal(results.nr, 1);
	assert_string_equal(results.records[0].unit, "waits");
	results_free(&results);
}

/* /dev/fd/N is the open file itself: the path can be gone. */
static void a_descriptor_is_not_opened_again(void **state)
{
	const char *path = fixture_path(state, "gone");
	int fd = open(path, O_RDWR | O_CREAT, 0600);
	struct record_writer w;
	char target[32];

	assert_true(fd >= 0);
	assert_int_equal(unlink(path), 0);
	snprintf(target, sizeof(target), "/dev/fd/%d", fd);
	assert_int_equal(record_open(&w, target, NULL), 0);
	assert_int_equal(write_access(&w, 8), 0);
	assert_int_equal(record_close(&w), 0);
	assert_true(lseek(fd, 0, SEEK_END) > 0);
	close(fd);
}

static void errors_are_returned(void **state)
{
	struct record_writer w;

	assert_int_equal(record_open(&w, "/nowhere/at/all", NULL), -ENOENT);
	assert_int_equal(record_open(&w, "/dev/fd/99999", NULL), -EBADF);
	assert_int_equal(record_open(&w, "/dev/full", NULL), 0);
	assert_int_equal(write_access(&w, 8), -ENOSPC);
	record_close(&w);
}

int main(void)
{
	const struct lab_test tests[] = {
		cmocka_unit_test(labstat_reads_what_is_written),
		cmocka_unit_test(instrumented_and_na_are_told),
		cmocka_unit_test(values_or_a_reason),
		cmocka_unit_test(a_second_of_a_kind_is_refused),
		cmocka_unit_test(names_outside_the_schema_are_refused),
		cmocka_unit_test(
			a_metric_that_has_a_unit_keeps_it_where_there_are_no_prices),
		cmocka_unit_test(a_descriptor_is_not_opened_again),
		cmocka_unit_test(errors_are_returned),
	};

	return cmocka_run_group_tests_name("record", tests, fixture_setup,
					   fixture_teardown);
}

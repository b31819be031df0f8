// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/fingerprint.h"
#include "labstat.h"
#include "records/metric_name.h"
#include "statistics/permutation.h"
#include "page/table.h"
#include "page/format.h"

#define TEXT_SIZE 128

/* The first run, and each other one beside it. */
struct comparison {
	struct run *runs;
	size_t nr_runs;
	struct differences *found; /* one for each run; the first is not used */
	bool forced;
};

/* A line of the table. */
struct entry {
	const struct difference *d;
	size_t run;
	double p;
};

/* Worst first: figures that were lost, then rises, then falls. */
static int compare_entries(const void *a, const void *b)
{
	const struct difference *left = ((const struct entry *)a)->d;
	const struct difference *right = ((const struct entry *)b)->d;
	double x = left->na ? INFINITY : difference_relative(left);
	double y = right->na ? INFINITY : difference_relative(right);

	if (!!left->na != !!right->na)
		return left->na ? -1 : 1;
	return (x < y) - (x > y);
}

static bool is_shown(const struct difference *d)
{
	return d->na ? !d->na_in_both : d->sampled || d->rise != 0;
}

static size_t collect(const struct comparison *c, struct entry *entries)
{
	size_t nr = 0;

	for (size_t run = 1; run < c->nr_runs; run++)
		for (size_t i = 0; i < c->found[run].nr; i++)
			if (is_shown(&c->found[run].list[i]))
				entries[nr++] = (struct entry){
					.d = &c->found[run].list[i],
					.run = run,
				};
	return nr;
}

/* The tests of one run beside the first; of other runs there are families as large. */
static void test_run(struct entry *entries, size_t nr, size_t run,
		     size_t families)
{
	struct arms *arms = calloc(nr + 1, sizeof(*arms));
	struct entry **tested = calloc(nr + 1, sizeof(*tested));
	const struct difference *d;
	size_t tests = 0;

	for (size_t i = 0; i < nr; i++) {
		d = entries[i].d;
		if (entries[i].run != run || d->na || !d->sampled)
			continue;
		tested[tests] = &entries[i];
		arms[tests++] = (struct arms){ .a = d->boots_a,
					       .nr_a = d->nr_a,
					       .b = d->boots_b,
					       .nr_b = d->nr_b };
	}
	permutation_test(arms, tests);
	for (size_t i = 0; i < tests; i++)
		tested[i]->p = fmin(1, families * arms[i].p);
	free(tested);
	free(arms);
}

static void add_columns(struct table *t, bool several)
{
	static const char *const right[] = { "A", "B", "change", "relative" };

	table_add_column(t, "case", false);
	if (several)
		table_add_column(t, "B is", false);
	for (size_t i = 0; i < 4; i++)
		table_add_column(t, right[i], true);
	table_add_column(t, "unit", false);
	table_add_column(t, "95% interval", true);
	table_add_column(t, "effect", true);
	table_add_column(t, "p", true);
}

static void add_figures(struct table *t, size_t row, size_t column,
			const struct entry *entry)
{
	const struct difference *d = entry->d;
	char text[TEXT_SIZE];

	table_set(t, row, column++, format_number(d->base, text, sizeof(text)));
	table_set(t, row, column++, format_number(d->now, text, sizeof(text)));
	table_set(t, row, column++, format_change(d->rise, text, sizeof(text)));
	table_set(t, row, column++,
		  format_percent(difference_relative(d), text, sizeof(text)));
	table_set(t, row, column++, d->a->unit);
	table_set(t, row, column++, format_interval(d, text, sizeof(text)));
	if (!d->sampled) {
		table_set(t, row, column++, "-");
		table_set(t, row, column, d->a->kind);
		return;
	}
	snprintf(text, sizeof(text), "%+.2f", d->delta);
	table_set(t, row, column++, text);
	table_set(t, row, column, format_p(entry->p, text, sizeof(text)));
}

static void add_entry(struct table *t, const struct comparison *c,
		      const struct varying *varying, const struct entry *entry)
{
	const struct difference *d = entry->d;
	size_t row = table_add_row(t), column = 0;
	char text[TEXT_SIZE];

	short_name_of_case(varying, d->a, text, sizeof(text));
	if (d->a->instrumented || d->b->instrumented)
		strncat(text, " *", sizeof(text) - strlen(text) - 1);
	table_set(t, row, column++, text);
	if (c->nr_runs > 2)
		table_set(t, row, column++, c->runs[entry->run].dir);
	if (!d->na) {
		add_figures(t, row, column, entry);
		return;
	}
	snprintf(text, sizeof(text), "n/a: %s", d->na);
	table_set(t, row, column + (record_na(d->b) ? 1 : 0), text);
}

static int print_table(const struct comparison *c, const struct entry *entries,
		       size_t nr)
{
	struct varying varying = {};
	struct table table;
	int ret = 0;

	for (size_t run = 1; !ret && run < c->nr_runs; run++)
		for (size_t i = 0; !ret && i < c->found[run].nr; i++)
			ret = varying_note(&varying, c->found[run].list[i].a);
	table_init(&table);
	add_columns(&table, c->nr_runs > 2);
	for (size_t i = 0; !ret && i < nr; i++)
		add_entry(&table, c, &varying, &entries[i]);
	if (!ret)
		ret = table_print_text(&table, stdout);
	table_free(&table);
	varying_free(&varying);
	return ret;
}

static void print_heading(const struct comparison *c, size_t nr_cases,
			  size_t nr_shown)
{
	printf("A: %s\n", c->runs[0].dir);
	for (size_t i = 1; i < c->nr_runs; i++)
		printf("B: %s\n", c->runs[i].dir);
	printf("%zu cases in both, %zu of them differ or are sampled\n\n",
	       nr_cases, nr_shown);
}

static void print_notes(void)
{
	puts("\nWorst first. Sampled: change is the Hodges-Lehmann shift over boots,\n"
	     "effect is Cliff's delta, p is of the permutation test over boots, two-sided,\n"
	     "for all of them at once (Westfall and Young). Exact figures need no test. *: instrumented.");
}

static int print(const struct comparison *c, struct lab_error *error)
{
	size_t nr_cases = 0, nr;
	struct entry *entries;
	int ret = 0;

	for (size_t run = 1; run < c->nr_runs; run++)
		nr_cases += c->found[run].nr;
	entries = calloc(nr_cases + 1, sizeof(*entries));
	if (!entries)
		return lab_fail(error, "out of memory");
	nr = collect(c, entries);
	for (size_t run = 1; run < c->nr_runs; run++)
		test_run(entries, nr, run, c->nr_runs - 1);
	qsort(entries, nr, sizeof(*entries), compare_entries);
	print_heading(c, nr_cases, nr);
	if (nr) {
		ret = print_table(c, entries, nr);
		print_notes();
	}
	free(entries);
	return ret ? lab_fail(error, "out of memory") : 0;
}

/* Refuses, or with FORCE=1 says, what makes two runs incomparable. */
static int object(struct comparison *c, const char *text,
		  struct lab_error *error)
{
	if (!c->forced)
		return lab_fail(error, "%s; FORCE=1 compares all the same",
				text);
	printf("FORCED: %s\n", text);
	return 0;
}

static int check_fingerprint(struct comparison *c, const struct run *other,
			     struct lab_error *error)
{
	char differences[384], text[512];

	if (!fingerprint_differences(c->runs[0].fingerprint, other->fingerprint,
				     differences, sizeof(differences)))
		return 0;
	snprintf(text, sizeof(text), "%s and %s have other fingerprints: %s",
		 c->runs[0].dir, other->dir, differences);
	return object(c, text, error);
}

static int check_cases(struct comparison *c, const struct run *other,
		       const struct differences *found, struct lab_error *error)
{
	char name[CASE_NAME_SIZE], text[512];
	bool in_a = found->nr_only_a;

	if (!found->nr_only_a && !found->nr_only_b)
		return 0;
	name_of_case(in_a ? found->only_a[0] : found->only_b[0], name,
		     sizeof(name));
	snprintf(
		text, sizeof(text),
		"%s and %s have other dimensions: %zu cases of the first and %zu of the second stand alone, as %s",
		c->runs[0].dir, other->dir, found->nr_only_a, found->nr_only_b,
		name);
	return object(c, text, error);
}

static int compare_with_first(struct comparison *c, size_t run,
			      struct lab_error *error)
{
	struct run *other = &c->runs[run];

	if (differences_find(&c->found[run], &c->runs[0], other, error))
		return LABSTAT_FAILED;
	if (check_fingerprint(c, other, error) ||
	    check_cases(c, other, &c->found[run], error))
		return LABSTAT_CANNOT_JUDGE;
	if (c->found[run].nr)
		return LABSTAT_OK;
	lab_fail(error, "%s and %s have no case in common", c->runs[0].dir,
		 other->dir);
	return LABSTAT_CANNOT_JUDGE;
}

static int compare_all(struct comparison *c, char **dirs, size_t nr,
		       struct lab_error *error)
{
	int ret;

	c->runs = calloc(nr, sizeof(*c->runs));
	c->found = calloc(nr, sizeof(*c->found));
	if (!c->runs || !c->found) {
		lab_fail(error, "out of memory");
		return LABSTAT_FAILED;
	}
	for (size_t i = 0; i < nr; i++) {
		if (run_load(&c->runs[i], dirs[i], error))
			return LABSTAT_FAILED;
		c->nr_runs++;
	}
	for (size_t i = 1; i < nr; i++) {
		ret = compare_with_first(c, i, error);
		if (ret)
			return ret;
	}
	return print(c, error) ? LABSTAT_FAILED : LABSTAT_OK;
}

int cmd_compare(int argc, char **argv, struct lab_error *error)
{
	struct comparison c = {};
	int ret;

	c.forced = argc && !strcmp(argv[0], "--force");
	argc -= c.forced;
	argv += c.forced;
	if (argc < 2) {
		lab_fail(error, "compare: name 2 runs or more");
		return LABSTAT_FAILED;
	}
	ret = compare_all(&c, argv, argc, error);
	for (size_t i = 0; i < c.nr_runs; i++) {
		differences_free(&c.found[i]);
		run_free(&c.runs[i]);
	}
	free(c.found);
	free(c.runs);
	return ret;
}

// SPDX-License-Identifier: GPL-2.0
/*
 * Is what is called exact the same in each boot with one seed, and how far do other seeds
 * move it?
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/figure.h"
#include "statistics/floors.h"
#include "records/metric_name.h"
#include "records/name_list.h"
#include "report/report.h"

static bool is_exact_case(const struct lab_record *record)
{
	return !record->replicate && !strcmp(record->kind, "exact") &&
	       !record_na(record);
}

/* What a tick moves much, since it is a mean of few calls, is told apart. */
enum sort { PRICES, COUNTS, WATCHED, NR_SORTS };

static const char *const sort_names[NR_SORTS] = {
	[PRICES] = "prices",
	[COUNTS] = "counts of events",
	[WATCHED] = "parts and instructions of each CPU, in kernels that watch",
};

static enum sort sort_of(const struct lab_record *record)
{
	if (record_is_of(record, LAB_COUNT))
		return COUNTS;
	return record->instrumented ? WATCHED : PRICES;
}

/* Cases of one metric, strategy and path; or of one sort. */
struct spread {
	char name[GROUP_NAME_SIZE];
	size_t nr;
	size_t nr_same; /* with one figure, whatever the seed */
	double widest; /* in percent */
};

struct spreads {
	struct spread *list; /* room for each case */
	size_t nr;
	struct spread sorts[NR_SORTS];
};

static void count(struct spread *spread, double percent)
{
	spread->nr++;
	spread->nr_same += percent == 0;
	spread->widest = fmax(spread->widest, percent);
}

static struct spread *find_spread(struct spreads *s, const char *name)
{
	for (size_t i = 0; i < s->nr; i++)
		if (!strcmp(s->list[i].name, name))
			return &s->list[i];
	snprintf(s->list[s->nr].name, GROUP_NAME_SIZE, "%s", name);
	return &s->list[s->nr++];
}

/* In percent of the figure, over single boots: of the run, and of its controls, if any. */
static double seeds_spread(const struct lab_record *record,
			   const struct lab_record *control)
{
	bool is_mean = figure_is_mean(record) ||
		       (control && figure_is_mean(control));
	double low = INFINITY, high = -INFINITY;
	double figure = figure_of(record, is_mean);

	figure_widen(record, is_mean, "layout", &low, &high);
	figure_widen(control, is_mean, "layout", &low, &high);
	return figure > 0 ? 100 * (high - low) / figure : 0;
}

static void add_case(struct spreads *s, const struct lab_record *record,
		     const struct lab_record *control)
{
	double percent = seeds_spread(record, control);
	char name[GROUP_NAME_SIZE];

	count(find_spread(s, group_name(record, name, sizeof(name))), percent);
	count(&s->sorts[sort_of(record)], percent);
}

static void find_spreads(struct spreads *s, const struct report *r)
{
	const struct results *results = &r->run->results;
	const struct lab_record *control;

	memset(s, 0, sizeof(*s));
	s->list = calloc(results->nr, sizeof(*s->list));
	if (!s->list)
		out_of_memory();
	for (size_t i = 0; i < results->nr; i++) {
		if (!is_exact_case(&results->records[i]))
			continue;
		control = controls_find(r->controls, &results->records[i]);
		if (control && record_na(control))
			control = NULL;
		if (control || results->records[i].next_boot)
			add_case(s, &results->records[i], control);
	}
}

static int widest_first(const void *a, const void *b)
{
	const struct spread *left = a, *right = b;

	if (left->widest != right->widest)
		return left->widest < right->widest ? 1 : -1;
	return strcmp(left->name, right->name);
}

static void print_spreads(struct spreads *s, struct writer *w)
{
	struct table table;
	size_t moved = 0;

	qsort(s->list, s->nr, sizeof(*s->list), widest_first);
	table_init(&table);
	table_columns(&table, "metric, strategy, path", ">cases",
		      ">that no seed moves", ">widest spread", NULL);
	for (; moved < s->nr && s->list[moved].widest > 0; moved++)
		table_row(&table, s->list[moved].name,
			  textf("%zu", s->list[moved].nr),
			  textf("%zu", s->list[moved].nr_same),
			  textf("%.3g%%", s->list[moved].widest), NULL);
	writer_fold(w, "Spread over seeds, the widest first");
	writer_table(w, &table);
	writer_text(w, "No seed moves any case of %zu others.", s->nr - moved);
	writer_fold_end(w);
}

static void say_seeds(const struct controls *controls, const struct spreads *s,
		      struct writer *w)
{
	char *seeds = name_list_text(controls->seeds);

	if (!seeds)
		out_of_memory();
	for (int sort = 0; sort < NR_SORTS; sort++)
		if (s->sorts[sort].nr)
			writer_item(
				w,
				"%zu seeds (%s), %s: %zu of %zu exact cases have one figure with all of them; the widest spread is %.3g%%",
				json_object_size(controls->seeds), seeds,
				sort_names[sort], s->sorts[sort].nr_same,
				s->sorts[sort].nr, s->sorts[sort].widest);
	free(seeds);
}

static void print_seeds(const struct report *r, struct writer *w)
{
	struct spreads spreads;

	find_spreads(&spreads, r);
	if (json_object_size(r->controls->seeds) < 2 || !spreads.nr) {
		writer_item(w,
			    "Other seeds: n/a, the run has one (SEEDS=1,2,3)");
	} else {
		say_seeds(r->controls, &spreads, w);
		print_spreads(&spreads, w);
	}
	free(spreads.list);
}

/* Boots with one seed: who is not the same in all of them? */
struct repeats {
	size_t nr_cases;
	size_t nr_same;
	size_t fewest; /* boots of a case */
	size_t most;
	json_t *differ;
};

static size_t boots_with_one_seed(const struct lab_record *record)
{
	const long seed = record->seed;
	size_t nr = 0;

	for (; record; record = record->next_boot)
		nr += record->seed == seed;
	return nr;
}

static void find_repeats(struct repeats *p, const struct results *results)
{
	const struct lab_record *record;
	char name[CASE_NAME_SIZE];
	size_t boots;

	*p = (struct repeats){ .differ = json_object() };
	for (size_t i = 0; i < results->nr; i++) {
		record = &results->records[i];
		if (!is_exact_case(record))
			continue;
		boots = boots_with_one_seed(record);
		p->fewest = !p->nr_cases || boots < p->fewest ? boots :
								p->fewest;
		p->most = boots > p->most ? boots : p->most;
		p->nr_cases++;
		if (figure_repeats(record))
			p->nr_same++;
		else
			name_list_add(p->differ,
				      name_of_case(record, name, sizeof(name)));
	}
}

/* The file is scripts/collect.sh's: a line a boot, with the times that it was made. */
static void say_repeated(const struct report *r, struct writer *w)
{
	FILE *file = fopen(textf("%s/digests", r->run->dir), "r");
	size_t boots = 0, repeated = 0;
	unsigned int times;

	if (!file)
		return;
	for (; fscanf(file, "%*s %*s %u", &times) == 1; boots++)
		repeated += times > 1;
	fclose(file);
	writer_item(w, "%zu of %zu boots were made twice, with the same bytes",
		    repeated, boots);
}

static void say_boots(const struct repeats *p, struct writer *w)
{
	const char *name;
	json_t *value;

	if (p->most < 2) {
		writer_item(w, "the figures are of one boot with each seed");
		return;
	}
	writer_item(
		w,
		"%s boots with one seed: %zu of %zu exact cases have the same values, call by call, in all of them",
		p->fewest == p->most ? textf("%zu", p->most) :
				       textf("%zu to %zu", p->fewest, p->most),
		p->nr_same, p->nr_cases);
	json_object_foreach(p->differ, name, value)
		writer_item(w, "not exact, it differs between boots: %s", name);
}

/* What is not listed does not move. */
static void print_floors(const json_t *floors, struct writer *w)
{
	const char *name;
	json_t *value;
	size_t nr = 0;

	if (!floors) {
		writer_text(
			w,
			"How far figures move for no reason was not measured (FLOORS=1).");
		return;
	}
	writer_fold(
		w,
		"Floors: how far seeds and layouts move figures, where they do");
	json_object_foreach((json_t *)floors, name, value)
	{
		if (json_number_value(value) <= 0)
			continue;
		writer_item(w, "%s: %.2g%%", name, json_number_value(value));
		nr++;
	}
	writer_fold_end(w);
	if (!nr)
		writer_text(w, "No seed and no layout moves a figure.");
}

void report_repeats(const struct report *r, struct writer *w)
{
	struct repeats repeats;

	writer_heading(w, "How exact figures repeat");
	find_repeats(&repeats, &r->run->results);
	if (repeats.nr_cases) {
		say_repeated(r, w);
		say_boots(&repeats, w);
		print_seeds(r, w);
		print_floors(r->run->floors, w);
	} else {
		writer_absent(w, "this run has no exact figures.");
	}
	json_decref(repeats.differ);
}

// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <unistd.h>

#include "labstat.h"
#include "page/new_file.h"
#include "page/text.h"
#include "report/picture.h"
#include "report/report.h"

static void (*const parts[])(const struct report *report, struct writer *w) = {
	report_summary,	   report_comparison, report_parts,   report_events,
	report_contention, report_growth,     report_samples, report_frontier,
	report_stock,	   report_switch,     report_repeats, report_cases,
	report_missing,	   report_where,
};

static int write_report(const struct report *report, struct lab_error *error)
{
	const char *backend = json_string_value(
		json_object_get(report->run->fingerprint, "backend"));
	struct writer w;

	writer_begin(&w, report->run->dir,
		     textf("KVM's access to guest_memfd, %s", backend));
	for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
		parts[i](report, &w);
	return writer_end(&w, error);
}

static const struct {
	const char *name;
	void (*draw)(const struct report *report, struct picture *picture);
} pictures[] = {
	{ "accesses.tsv", draw_accesses },
	{ "decomposition.tsv", draw_parts },
	{ "growth.tsv", draw_growth },
	{ "frontier.tsv", draw_frontier },
	{ "distributions.tsv", draw_samples },
};

#define NR_PICTURES ARRAY_LENGTH(pictures)

/* What gnuplot is to draw, in @files; @panels: how many panels each has. */
static int write_pictures(const struct report *report, struct new_file *files,
			  int *panels, struct lab_error *error)
{
	struct picture picture;

	for (size_t i = 0; i < NR_PICTURES; i++) {
		if (new_file_begin(&files[i], report->run->dir,
				   pictures[i].name, error))
			return -1;
		picture_begin(&picture, files[i].out);
		pictures[i].draw(report, &picture);
		panels[i] = picture.panel;
	}
	return 0;
}

/* A picture that has nothing to show is removed. */
static int place_data(const struct report *report, struct new_file *files,
		      const int *panels, struct lab_error *error)
{
	for (size_t i = 0; i < NR_PICTURES; i++)
		if (!panels[i])
			new_files_drop(&files[i], 1);
	if (new_files_place(files, NR_PICTURES + 1, error))
		return -1;
	for (size_t i = 0; i < NR_PICTURES; i++)
		if (!panels[i])
			unlink(textf("%s/%s", report->run->dir,
				     pictures[i].name));
	return 0;
}

static int write_data(const struct report *report, struct lab_error *error)
{
	struct new_file files[NR_PICTURES + 1] = {};
	int panels[NR_PICTURES];

	if (write_pictures(report, files, panels, error) ||
	    new_file_begin(&files[NR_PICTURES], report->run->dir, "figures.csv",
			   error)) {
		new_files_drop(files, NR_PICTURES + 1);
		return -1;
	}
	figures_write(report, files[NR_PICTURES].out);
	return place_data(report, files, panels, error);
}

static int with_run(const struct run *run,
		    int (*write)(const struct report *report,
				 struct lab_error *error),
		    struct lab_error *error)
{
	struct controls controls;
	struct report report;
	int ret;

	if (controls_load(&controls, run, error))
		return -1;
	report_gather(&report, run, &controls);
	ret = write(&report, error);
	report_free(&report);
	controls_free(&controls);
	return ret;
}

static int command(const char *verb, int argc, char **argv,
		   int (*write)(const struct report *report,
				struct lab_error *error),
		   struct lab_error *error)
{
	struct run run;
	int ret;

	if (argc != 1) {
		lab_fail(error, "%s: name one results directory", verb);
		return LABSTAT_FAILED;
	}
	if (run_load(&run, argv[0], error))
		return LABSTAT_FAILED;
	ret = with_run(&run, write, error);
	run_free(&run);
	return ret ? LABSTAT_FAILED : LABSTAT_OK;
}

int cmd_report(int argc, char **argv, struct lab_error *error)
{
	return command("report", argc, argv, write_report, error);
}

int cmd_csv(int argc, char **argv, struct lab_error *error)
{
	return command("csv", argc, argv, write_data, error);
}

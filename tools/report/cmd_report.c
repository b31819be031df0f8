// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "labstat.h"
#include "report/figures.h"
#include "report/pictures.h"
#include "report/report.h"

static int (*const parts[])(const struct report *report, struct doc *doc) = {
	report_summary,	   report_comparison, report_parts,   report_events,
	report_contention, report_growth,     report_samples, report_frontier,
	report_stock,	   report_switch,     report_repeats, report_cases,
	report_missing,	   report_where,
};

static int write_report(const struct report *report, struct lab_error *error)
{
	const char *backend = json_string_value(
		json_object_get(report->run->fingerprint, "backend"));
	char title[128];
	struct doc doc;
	int ret = 0;

	snprintf(title, sizeof(title), "KVM's access to guest_memfd, %s",
		 backend);
	if (doc_open(&doc, report->run->dir, title, error))
		return -1;
	for (size_t i = 0; !ret && i < ARRAY_LENGTH(parts); i++)
		ret = parts[i](report, &doc);
	if (doc_close(&doc, error))
		return -1;
	return ret ? lab_fail(error, "out of memory") : 0;
}

static int write_data(const struct report *report, struct lab_error *error)
{
	int ret = figures_write(report, error);

	return ret ? ret : pictures_write(report, error);
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
	ret = report_gather(&report, run, &controls);
	if (ret) {
		lab_fail(error, "out of memory");
	} else {
		ret = write(&report, error);
		report_free(&report);
	}
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

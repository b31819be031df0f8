// SPDX-License-Identifier: GPL-2.0
/* Reads the results of the lab, judges them, and never boots anything. */
#include <stdio.h>
#include <string.h>

#include "compiler.h"
#include "labstat.h"

static const struct verb {
	const char *name;
	const char *arguments;
	const char *what;
	int (*run)(int argc, char **argv, struct lab_error *error);
} verbs[] = {
	{ "check", "DIR",
	  "has each case that was planned its records, and are these what they say?",
	  cmd_check },
	{ "csv", "DIR", "write every figure, and the data of pictures, as CSV",
	  cmd_csv },
	{ "floors", "DIR",
	  "write DIR/floors.json from the run and its controls", cmd_floors },
	{ "report", "DIR",
	  "write DIR/report.md and report.html, with the pictures there are",
	  cmd_report },
	{ "compare", "[--force] RUN RUN...",
	  "differences of all runs to the first", cmd_compare },
	{ "gate", "TOLERANCES OUT BASELINE RUN",
	  "judge RUN, reports to the folder OUT", cmd_gate },
	{ "verdict", "BUNDLE", "derive the verdict of an unpacked bundle again",
	  cmd_verdict },
	{ "baseline", "DIR RUN", "which baseline in DIR is nearest to RUN?",
	  cmd_baseline },
	{ "witness", "FILE REGIONS",
	  "did the emulator execute what FILE counted? print what each CPU did",
	  cmd_witness },
	{ "fingerprint", "DIR",
	  "write DIR/fingerprint.json from the run; stdin: NAME=VALUE of the machine",
	  cmd_fingerprint },
	{ "name", "RUN", "what a baseline made of RUN is called", cmd_name },
};

static void print_help(FILE *out)
{
	fputs("Usage: labstat VERB ARGUMENTS\n\n", out);
	for (size_t i = 0; i < ARRAY_LENGTH(verbs); i++)
		fprintf(out, "  %s %s\n           %s\n", verbs[i].name,
			verbs[i].arguments, verbs[i].what);
	fputs("\nExit: 0 done or passed, 1 regressed, 2 can't judge,\n"
	      "3 bad input or no output; stderr says why.\n",
	      out);
}

int main(int argc, char **argv)
{
	struct lab_error error;
	int ret;

	if (argc == 2 &&
	    (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))) {
		print_help(stdout);
		return LABSTAT_OK;
	}
	for (size_t i = 0; argc > 1 && i < ARRAY_LENGTH(verbs); i++) {
		if (strcmp(verbs[i].name, argv[1]))
			continue;
		ret = verbs[i].run(argc - 2, argv + 2, &error);
		if (ret)
			fprintf(stderr, "labstat: %s\n", error.text);
		return ret;
	}
	if (argc > 1)
		fprintf(stderr, "labstat: unknown verb '%s', see -h\n",
			argv[1]);
	else
		print_help(stderr);
	return LABSTAT_FAILED;
}

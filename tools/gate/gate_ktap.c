// SPDX-License-Identifier: GPL-2.0
#include "gate/gate.h"
#include "records/metric_name.h"

#define TEXT_SIZE 512

/*
 * KTAP has no numbers: they stand in a diagnostic line above the result. What
 * can't be judged is not ok, for a reader that knows only two answers.
 */
static void print_case(const struct judged *j, size_t number, FILE *out)
{
	bool ok = j->result == JUDGED_PASSED || j->result == JUDGED_NOT_GATED;
	char name[CASE_NAME_SIZE], line[TEXT_SIZE];

	judged_line(j, line, sizeof(line));
	fprintf(out, "# %s%s%s\n", judgement_word(j->result),
		line[0] ? ": " : "", line);
	fprintf(out, "%s %zu %s", ok ? "ok" : "not ok", number,
		name_of_case(j->d->a, name, sizeof(name)));
	if (j->result == JUDGED_NOT_GATED)
		fprintf(out, " # SKIP %s", j->why);
	fputc('\n', out);
}

int gate_write_ktap(const struct gate *g, FILE *out)
{
	size_t number = 0;

	fprintf(out, "KTAP version 1\n1..%zu\n", g->nr + !!g->blocked[0]);
	if (g->blocked[0])
		fprintf(out, "# %s\nnot ok %zu comparable\n", g->blocked,
			++number);
	for (size_t i = 0; i < g->nr; i++)
		print_case(&g->list[i], ++number, out);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0
#include <getopt.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "compiler.h"
#include "die.h"
#include "params.h"
#include "scan.h"

static const char *const contention_names[BENCH_NR_CONTENTIONS] = {
	[BENCH_CONTENTION_NONE] = "none",
	[BENCH_CONTENTION_OTHER] = "other",
	[BENCH_CONTENTION_SAME] = "same",
	[BENCH_CONTENTION_GUEST] = "guest",
	[BENCH_CONTENTION_FOLIO_LOCK] = "folio_lock",
	[BENCH_CONTENTION_QUEUED_FLUSH] = "queued_flush",
};

/* The elements of a list are handed their params. */
static void parse_len(void *arg, const char *text)
{
	struct bench_params *p = arg;
	const struct bench *bench = p->bench;
	char digits[SCAN_MAX_WORD];
	struct bench_len len = {};
	size_t end = strlen(text) - 1;

	snprintf(digits, sizeof(digits), "%s", text);
	if (digits[end] == 'x') {
		digits[end] = '\0';
		len.crossing = true;
	}
	if (len.crossing && !bench->may_cross)
		die("length %s: %s can't cross a page", text, bench->name);
	len.bytes = scan_number("length", digits, len.crossing ? 2 : 1,
				bench->max_len);
	if (bench->populates && len.bytes % BENCH_PAGE_SIZE)
		die("length %s: %s takes whole pages", text, bench->name);
	if (p->nr_lens == BENCH_MAX_LENS)
		die("more than %d lengths", BENCH_MAX_LENS);
	p->lens[p->nr_lens++] = len;
}

/* Does any operation of the path leave the length open? */
static bool path_takes_lens(const struct bench_params *p)
{
	for (size_t i = 0; i < p->bench->nr_ops; i++)
		if (p->bench->ops[i].path == p->path &&
		    !p->bench->ops[i].fixed_len)
			return true;
	return false;
}

static void parse_lens(struct bench_params *p, const char *text)
{
	if (text != p->bench->default_lens && !path_takes_lens(p))
		die("path %s sets the length itself: drop -l",
		    lab_path_names[p->path]);
	scan_list("lengths", text, parse_len, p);
}

static void parse_op(void *arg, const char *text)
{
	struct bench_params *p = arg;
	const struct bench_op *op;
	unsigned int before = p->nr_ops;

	for (size_t i = 0; i < p->bench->nr_ops; i++) {
		op = &p->bench->ops[i];
		if (op->path != p->path ||
		    (strcmp(text, "all") && strcmp(text, op->name)))
			continue;
		if (p->nr_ops == BENCH_MAX_OPS)
			die("more than %d operations", BENCH_MAX_OPS);
		p->ops[p->nr_ops++] = op;
	}
	if (p->nr_ops == before)
		die("unknown operation '%s' on path %s", text,
		    lab_path_names[p->path]);
}

static void parse_ops(struct bench_params *p, const char *text)
{
	scan_list("operations", text, parse_op, p);
}

static void parse_path(struct bench_params *p, const char *text)
{
	p->path = scan_name("path", text, lab_path_names, BENCH_NR_PATHS);
}

static void parse_pin(void *arg, const char *text)
{
	struct bench_params *p = arg;
	u32 cpus = sysconf(_SC_NPROCESSORS_ONLN);
	u32 pin = scan_number("CPU", text, 0, UINT32_MAX);

	if (pin >= cpus)
		die("CPU %u is not online: there are %u", pin, cpus);
	for (unsigned int i = 0; i < p->nr_pins; i++)
		if (p->pins[i] == pin)
			die("CPU %u is given to two vCPUs", pin);
	if (p->nr_pins == p->vcpus)
		die("more CPUs to pin to than vCPUs (%u)", p->vcpus);
	p->pins[p->nr_pins++] = pin;
}

static void parse_pins(struct bench_params *p, const char *text)
{
	if (!strcmp(text, "none"))
		return;
	scan_list("pinning", text, parse_pin, p);
	if (p->nr_pins != p->vcpus)
		die("%u CPUs to pin to for %u vCPUs", p->nr_pins, p->vcpus);
}

static void parse_gpa(struct bench_params *p, const char *text)
{
	p->gpa = scan_number("gpa", text, 0, UINT64_MAX);
}

static void parse_backend(struct bench_params *p, const char *text)
{
	char names[128] = "";
	const char *name;

	p->backend = text ? lab_backend_find(text) : NULL;
	if (p->backend)
		return;
	for (size_t i = 0; (name = lab_backend_name(i)); i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names),
			 "%s%s", i ? ", " : "", name);
	die("%s back end '%s': give -b one of %s", text ? "unknown" : "no",
	    text ? text : "", names);
}

static void parse_unit(struct bench_params *p, const char *text)
{
	p->unit = strcmp(text, "auto") ? text : p->backend->units[0];
	if (p->unit && !lab_backend_has_unit(p->backend, p->unit))
		die("no unit '%s' on back end %s", text, p->backend->name);
}

static void parse_contention(struct bench_params *p, const char *text)
{
	enum bench_contention contention = scan_name(
		"contention", text, contention_names, BENCH_NR_CONTENTIONS);
	bool stops = bench_contention_stops(contention);
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	if (contention != BENCH_CONTENTION_NONE && p->vcpus == 1)
		die("contention %s needs -v 2 or more", text);
	if ((contention == BENCH_CONTENTION_SAME || stops) &&
	    p->bench->populates)
		die("contention %s: a page is new only once", text);
	if (stops && p->vcpus != 2)
		die("contention %s is between two vCPUs: -v 2, not %u", text,
		    p->vcpus);
	if (bench_contention_pins(contention) && p->vcpus > cpus)
		die("contention %s: %u vCPUs need as many CPUs, there are %ld",
		    text, p->vcpus, cpus);
	p->contention = contention;
}

/* Under emulation there is no counter, unless somebody wants to see just that. */
static void parse_events(struct bench_params *p, const char *text)
{
	if (!strcmp(text, "auto"))
		text = p->backend->counters ? "default,software" : "none";
	if (!lab_backend_has_unit(p->backend, "count") && strcmp(text, "none"))
		die("no events on back end %s: drop -e or give -e none",
		    p->backend->name);
	hw_events_parse(text, &p->events);
}

static void parse_instrumented(struct bench_params *p, const char *text)
{
	static const char *const answers[] = { "no", "yes" };

	p->instrumented = scan_name("answer", text, answers, 2);
}

#define FIELD(name) offsetof(struct bench_params, name)

/*
 * In the order of parsing: an option stands after those that it depends on. One without
 * a function fills the field: with a number, a u32, if it has a largest, else with a word,
 * NULL for @none. A NULL default comes from the bench, or there is none.
 */
static const struct parameter {
	char letter;
	const char *name;
	const char *value;
	const char *fallback;
	const char *what;
	void (*parse)(struct bench_params *p, const char *text);
	size_t field;
	const char *none;
	u32 least, largest;
} parameters[] = {
	{ 'I', "case", "ID", "none",
	  "its id in the plan of the run, for its records", .field = FIELD(id),
	  .none = "none" },
	{ 'b', "backend", "BACKEND", NULL, "back end that this runs on",
	  parse_backend },
	{ 'u', "unit", "UNIT", "auto", "unit; auto: the back end's first",
	  parse_unit },
	{ 'k', "kernel", "KIND", "pure", "kind of kernel, a dimension",
	  .field = FIELD(kernel), .none = "" },
	{ 's', "strategy", "STRATEGY", "auto",
	  "auto (the kernel's own), direct or hva", .field = FIELD(strategy),
	  .none = "auto" },
	{ 'p', "path", "PATH", "isolated", "isolated or abi", parse_path },
	{ 'o', "ops", "OPS", "all", "operations of the path", parse_ops },
	{ 'l', "lens", "LENS", NULL, "bytes; 8x: across a page boundary",
	  parse_lens },
	{ 'n', "iterations", "COUNT", "1000", "timed calls of each cell",
	  .field = FIELD(iterations), .least = 1,
	  .largest = BENCH_MAX_ITERATIONS },
	{ 'w', "warmup", "COUNT", "100", "calls before them, not timed",
	  .field = FIELD(warmup), .largest = BENCH_MAX_ITERATIONS },
	{ 'v', "vcpus", "COUNT", "1", "vCPUs", .field = FIELD(vcpus),
	  .least = 1, .largest = BENCH_MAX_VCPUS },
	{ 'C', "contention", "CONTENTION", "none",
	  "what the others do: none, other, same (page), guest (code), folio_lock, queued_flush",
	  parse_contention },
	{ 'c', "pin", "CPUS", "none", "CPU of each vCPU's thread", parse_pins },
	{ 'g', "gpa", "GPA", "0x100000000", "where the first vCPU's page is",
	  parse_gpa },
	{ 'e', "events", "EVENTS", "auto",
	  "count them too: default, software, none, names or codes",
	  parse_events },
	{ 'i', "instrumented", "ANSWER", "no",
	  "yes: something else watches this run; marks every record",
	  parse_instrumented },
	{ 'r', "seed", "SEED", "1", "seed of the bytes that are written",
	  .field = FIELD(seed), .largest = UINT32_MAX },
};

static const char *fallback_of(const struct parameter *parameter,
			       const struct bench *bench)
{
	return parameter->letter == 'l' ? bench->default_lens :
					  parameter->fallback;
}

static void parse_parameter(struct bench_params *p, const struct parameter *o,
			    const char *text)
{
	void *field = (char *)p + o->field;

	if (o->parse)
		o->parse(p, text);
	else if (o->largest)
		*(u32 *)field =
			scan_number(o->name, text, o->least, o->largest);
	else if (strcmp(scan_word(o->name, text), o->none))
		*(const char **)field = text;
}

/* For getopt: what it is to look for, and the texts to begin with. */
static void list_options(const struct bench *bench, char *letters,
			 struct option *options, const char **texts)
{
	letters += sprintf(letters, ":h");
	for (size_t i = 0; i < ARRAY_LENGTH(parameters); i++) {
		letters += sprintf(letters, "%c:", parameters[i].letter);
		*options++ = (struct option){ .name = parameters[i].name,
					      .has_arg = required_argument,
					      .val = parameters[i].letter };
		texts[i] = fallback_of(&parameters[i], bench);
	}
	options[0] = (struct option){ .name = "help", .val = 'h' };
	options[1] = (struct option){};
}

/* Takes the text of each option; the errors are ours, not getopt's. */
static bool collect_texts(const struct bench *bench, int argc, char **argv,
			  const char **texts)
{
	struct option options[ARRAY_LENGTH(parameters) + 2];
	char letters[2 * ARRAY_LENGTH(parameters) + 3];
	int letter, index;

	list_options(bench, letters, options, texts);
	optind = 1;
	while ((letter = getopt_long(argc, argv, letters, options, NULL)) !=
	       -1) {
		if (letter == 'h')
			return false;
		if (letter == '?' || letter == ':')
			die("option %s %s, see -h", argv[optind - 1],
			    letter == '?' ? "is unknown" : "needs a value");
		for (index = 0; parameters[index].letter != letter; index++)
			;
		texts[index] = optarg;
	}
	if (optind < argc)
		die("unexpected argument '%s', see -h", argv[optind]);
	return true;
}

bool bench_params_parse(struct bench_params *p, const struct bench *bench,
			int argc, char **argv)
{
	const char *texts[ARRAY_LENGTH(parameters)];

	*p = (struct bench_params){ .bench = bench };
	if (!collect_texts(bench, argc, argv, texts))
		return false;
	for (size_t i = 0; i < ARRAY_LENGTH(parameters); i++)
		parse_parameter(p, &parameters[i], texts[i]);
	return true;
}

static void print_ops(const struct bench *bench, enum bench_path path,
		      FILE *out)
{
	fprintf(out, "Operations on path %s:", lab_path_names[path]);
	for (size_t i = 0; i < bench->nr_ops; i++)
		if (bench->ops[i].path == path)
			fprintf(out, " %s", bench->ops[i].name);
	fputc('\n', out);
}

void bench_params_help(const struct bench *bench, FILE *out)
{
	const char *fallback;

	fprintf(out, "Usage: %s -b BACKEND [options]\n%s\n\n", bench->name,
		bench->about);
	for (size_t i = 0; i < ARRAY_LENGTH(parameters); i++) {
		fallback = fallback_of(&parameters[i], bench);
		fprintf(out, " -%c, --%-12s %-11s%s (default: %s)\n",
			parameters[i].letter, parameters[i].name,
			parameters[i].value, parameters[i].what,
			fallback ? fallback : "none, must be given");
	}
	fprintf(out, " -h, --%-12s %-11sthis help\n\n", "help", "");
	for (int path = 0; path < BENCH_NR_PATHS; path++)
		print_ops(bench, path, out);
	fputs("Records go to the file that RESULT names, else to stdout.\n",
	      out);
}

const char *bench_path_name(enum bench_path path)
{
	return lab_path_names[path];
}

const char *bench_contention_name(enum bench_contention contention)
{
	return contention_names[contention];
}

// SPDX-License-Identifier: GPL-2.0
#include <getopt.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "compiler.h"
#include "params.h"

static const char *const path_names[BENCH_NR_PATHS] = {
	[BENCH_PATH_ISOLATED] = "isolated",
	[BENCH_PATH_ABI] = "abi",
};

static const char *const contention_names[BENCH_NR_CONTENTIONS] = {
	[BENCH_CONTENTION_NONE] = "none",
	[BENCH_CONTENTION_OTHER] = "other",
	[BENCH_CONTENTION_SAME] = "same",
	[BENCH_CONTENTION_GUEST] = "guest",
	[BENCH_CONTENTION_FOLIO_LOCK] = "folio_lock",
	[BENCH_CONTENTION_QUEUED_FLUSH] = "queued_flush",
};

/* What a parser works on; it returns 0, or -1 with the error written. */
struct parse {
	struct bench_params *p;
	const struct bench *bench;
	struct bench_error *error;
};

typedef int (*parse_fn)(struct parse *parse, const char *text);

static int parse_case(struct parse *parse, const char *text)
{
	if (scan_word(parse->error, "case", text))
		return -1;
	parse->p->id = strcmp(text, "none") ? text : NULL;
	return 0;
}

static int parse_strategy(struct parse *parse, const char *text)
{
	if (scan_word(parse->error, "strategy", text))
		return -1;
	parse->p->strategy = strcmp(text, "auto") ? text : NULL;
	return 0;
}

static int parse_path(struct parse *parse, const char *text)
{
	int path = scan_name(parse->error, "path", text, path_names,
			     BENCH_NR_PATHS);

	if (path < 0)
		return -1;
	parse->p->path = path;
	return 0;
}

static int parse_len(void *arg, const char *text)
{
	struct parse *parse = arg;
	struct bench_params *p = parse->p;
	char digits[SCAN_MAX_WORD];
	struct bench_len len = {};
	size_t end = strlen(text) - 1;

	snprintf(digits, sizeof(digits), "%s", text);
	if (digits[end] == 'x') {
		digits[end] = '\0';
		len.crossing = true;
	}
	if (len.crossing && !parse->bench->may_cross)
		return refuse(parse->error, "length %s: %s can't cross a page",
			      text, parse->bench->name);
	if (scan_u32(parse->error, "length", digits, len.crossing ? 2 : 1,
		     parse->bench->max_len, &len.bytes))
		return -1;
	if (parse->bench->populates && len.bytes % BENCH_PAGE_SIZE)
		return refuse(parse->error, "length %s: %s takes whole pages",
			      text, parse->bench->name);
	if (p->nr_lens == BENCH_MAX_LENS)
		return refuse(parse->error, "more than %d lengths",
			      BENCH_MAX_LENS);
	p->lens[p->nr_lens++] = len;
	return 0;
}

/* Does any operation of the path leave the length open? */
static bool path_takes_lens(const struct parse *parse)
{
	const struct bench *bench = parse->bench;

	for (size_t i = 0; i < bench->nr_ops; i++)
		if (bench->ops[i].path == parse->p->path &&
		    !bench->ops[i].fixed_len)
			return true;
	return false;
}

static int parse_lens(struct parse *parse, const char *text)
{
	bool given = text != parse->bench->default_lens;

	if (given && !path_takes_lens(parse))
		return refuse(parse->error,
			      "path %s sets the length itself: drop -l",
			      path_names[parse->p->path]);
	return scan_list(parse->error, "lengths", text, parse_len, parse);
}

static int parse_op(void *arg, const char *text)
{
	struct parse *parse = arg;
	const struct bench *bench = parse->bench;
	struct bench_params *p = parse->p;
	bool all = !strcmp(text, "all");
	unsigned int before = p->nr_ops;

	for (size_t i = 0; i < bench->nr_ops; i++) {
		if (bench->ops[i].path != p->path ||
		    (!all && strcmp(bench->ops[i].name, text)))
			continue;
		if (p->nr_ops == BENCH_MAX_OPS)
			return refuse(parse->error, "more than %d operations",
				      BENCH_MAX_OPS);
		p->ops[p->nr_ops++] = &bench->ops[i];
	}
	if (p->nr_ops == before)
		return refuse(parse->error, "unknown operation '%s' on path %s",
			      text, path_names[p->path]);
	return 0;
}

static int parse_ops(struct parse *parse, const char *text)
{
	return scan_list(parse->error, "operations", text, parse_op, parse);
}

static int parse_iterations(struct parse *parse, const char *text)
{
	return scan_u32(parse->error, "iterations", text, 1,
			BENCH_MAX_ITERATIONS, &parse->p->iterations);
}

static int parse_warmup(struct parse *parse, const char *text)
{
	return scan_u32(parse->error, "warm-up", text, 0, BENCH_MAX_ITERATIONS,
			&parse->p->warmup);
}

static int parse_vcpus(struct parse *parse, const char *text)
{
	return scan_u32(parse->error, "vCPUs", text, 1, BENCH_MAX_VCPUS,
			&parse->p->vcpus);
}

static int parse_pin(void *arg, const char *text)
{
	struct parse *parse = arg;
	struct bench_params *p = parse->p;
	u32 cpus = sysconf(_SC_NPROCESSORS_ONLN);
	u32 pin;

	if (scan_u32(parse->error, "CPU", text, 0, UINT32_MAX, &pin))
		return -1;
	if (pin >= cpus)
		return refuse(parse->error,
			      "CPU %u is not online: there are %u", pin, cpus);
	for (unsigned int i = 0; i < p->nr_pins; i++)
		if (p->pins[i] == pin)
			return refuse(parse->error,
				      "CPU %u is given to two vCPUs", pin);
	if (p->nr_pins == p->vcpus)
		return refuse(parse->error,
			      "more CPUs to pin to than vCPUs (%u)", p->vcpus);
	p->pins[p->nr_pins++] = pin;
	return 0;
}

static int parse_pins(struct parse *parse, const char *text)
{
	struct bench_params *p = parse->p;

	if (!strcmp(text, "none"))
		return 0;
	if (scan_list(parse->error, "pinning", text, parse_pin, parse))
		return -1;
	if (p->nr_pins != p->vcpus)
		return refuse(parse->error, "%u CPUs to pin to for %u vCPUs",
			      p->nr_pins, p->vcpus);
	return 0;
}

static int parse_seed(struct parse *parse, const char *text)
{
	return scan_u32(parse->error, "seed", text, 0, UINT32_MAX,
			&parse->p->seed);
}

static int parse_gpa(struct parse *parse, const char *text)
{
	return scan_u64(parse->error, "gpa", text, 0, UINT64_MAX,
			&parse->p->gpa);
}

static int parse_backend(struct parse *parse, const char *text)
{
	char names[128] = "";
	const char *name;

	parse->p->backend = text ? lab_backend_find(text) : NULL;
	if (parse->p->backend)
		return 0;
	for (size_t i = 0; (name = lab_backend_name(i)); i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names),
			 "%s%s", i ? ", " : "", name);
	return refuse(parse->error, "%s back end '%s': give -b one of %s",
		      text ? "unknown" : "no", text ? text : "", names);
}

static int parse_unit(struct parse *parse, const char *text)
{
	struct bench_params *p = parse->p;

	if (!strcmp(text, "auto"))
		p->unit = p->backend->units[0];
	else if (lab_backend_has_unit(p->backend, text))
		p->unit = text;
	else
		return refuse(parse->error, "no unit '%s' on back end %s", text,
			      p->backend->name);
	return 0;
}

static int parse_kernel(struct parse *parse, const char *text)
{
	if (scan_word(parse->error, "kernel kind", text))
		return -1;
	parse->p->kernel = text;
	return 0;
}

static int parse_contention(struct parse *parse, const char *text)
{
	int contention = scan_name(parse->error, "contention", text,
				   contention_names, BENCH_NR_CONTENTIONS);

	if (contention < 0)
		return -1;
	if (contention != BENCH_CONTENTION_NONE && parse->p->vcpus == 1)
		return refuse(parse->error, "contention %s needs -v 2 or more",
			      text);
	if ((contention == BENCH_CONTENTION_SAME ||
	     bench_contention_stops(contention)) &&
	    parse->bench->populates)
		return refuse(parse->error,
			      "contention %s: a page is new only once", text);
	if (bench_contention_stops(contention) && parse->p->vcpus != 2)
		return refuse(
			parse->error,
			"contention %s is between two vCPUs: -v 2, not %u",
			text, parse->p->vcpus);
	if (bench_contention_pins(contention) &&
	    parse->p->vcpus > sysconf(_SC_NPROCESSORS_ONLN))
		return refuse(
			parse->error,
			"contention %s: %u vCPUs need as many CPUs, there are %ld",
			text, parse->p->vcpus, sysconf(_SC_NPROCESSORS_ONLN));
	parse->p->contention = contention;
	return 0;
}

/* Under emulation there is no counter, unless somebody wants to see just that. */
static int parse_events(struct parse *parse, const char *text)
{
	struct bench_params *p = parse->p;
	bool counts = lab_backend_has_unit(p->backend, "count");

	if (!strcmp(text, "auto"))
		text = p->backend->counters ? "default,software" : "none";
	if (!counts && strcmp(text, "none"))
		return refuse(
			parse->error,
			"no events on back end %s: drop -e or give -e none",
			p->backend->name);
	return hw_events_parse(parse->error, text, &p->events);
}

static const char *const answers[] = { "no", "yes" };

static int parse_instrumented(struct parse *parse, const char *text)
{
	int answer = scan_name(parse->error, "answer", text, answers,
			       ARRAY_LENGTH(answers));

	parse->p->instrumented = answer == 1;
	return answer < 0 ? -1 : 0;
}

/*
 * In the order of parsing: an option stands after those that it depends on.
 * A NULL default comes from the bench, or there is none.
 */
static const struct parameter {
	char letter;
	const char *name;
	const char *value;
	const char *fallback;
	parse_fn parse;
	const char *what;
} parameters[] = {
	{ 'I', "case", "ID", "none", parse_case,
	  "its id in the plan of the run, for its records" },
	{ 'b', "backend", "BACKEND", NULL, parse_backend,
	  "back end that this runs on" },
	{ 'u', "unit", "UNIT", "auto", parse_unit,
	  "unit; auto: the back end's first" },
	{ 'k', "kernel", "KIND", "pure", parse_kernel,
	  "kind of kernel, a dimension" },
	{ 's', "strategy", "STRATEGY", "auto", parse_strategy,
	  "auto (the kernel's own), direct or hva" },
	{ 'p', "path", "PATH", "isolated", parse_path, "isolated or abi" },
	{ 'o', "ops", "OPS", "all", parse_ops, "operations of the path" },
	{ 'l', "lens", "LENS", NULL, parse_lens,
	  "bytes; 8x: across a page boundary" },
	{ 'n', "iterations", "COUNT", "1000", parse_iterations,
	  "timed calls of each cell" },
	{ 'w', "warmup", "COUNT", "100", parse_warmup,
	  "calls before them, not timed" },
	{ 'v', "vcpus", "COUNT", "1", parse_vcpus, "vCPUs" },
	{ 'C', "contention", "CONTENTION", "none", parse_contention,
	  "what the others do: none, other, same (page), guest (code), folio_lock, queued_flush" },
	{ 'c', "pin", "CPUS", "none", parse_pins, "CPU of each vCPU's thread" },
	{ 'g', "gpa", "GPA", "0x100000000", parse_gpa,
	  "where the first vCPU's page is" },
	{ 'e', "events", "EVENTS", "auto", parse_events,
	  "count them too: default, software, none, names or codes" },
	{ 'i', "instrumented", "ANSWER", "no", parse_instrumented,
	  "yes: something else watches this run; marks every record" },
	{ 'r', "seed", "SEED", "1", parse_seed,
	  "seed of the bytes that are written" },
};

static const char *fallback_of(const struct parameter *parameter,
			       const struct bench *bench)
{
	return parameter->letter == 'l' ? bench->default_lens :
					  parameter->fallback;
}

/* For getopt: what it is to look for, the texts to begin with. */
static void list_options(const struct bench *bench, char *letters,
			 struct option *names, const char **texts)
{
	*letters++ = ':';
	*letters++ = 'h';
	for (size_t i = 0; i < ARRAY_LENGTH(parameters); i++) {
		*letters++ = parameters[i].letter;
		*letters++ = ':';
		names[i] = (struct option){
			.name = parameters[i].name,
			.has_arg = required_argument,
			.val = parameters[i].letter,
		};
		texts[i] = fallback_of(&parameters[i], bench);
	}
	*letters = '\0';
	names[ARRAY_LENGTH(parameters)] =
		(struct option){ .name = "help", .val = 'h' };
}

/* Takes the text of each option; the errors are ours, not getopt's. */
static enum bench_parse collect_texts(struct parse *parse, int argc,
				      char **argv, const char **texts)
{
	struct option names[ARRAY_LENGTH(parameters) + 2] = {};
	char letters[2 * ARRAY_LENGTH(parameters) + 3];
	int letter;

	list_options(parse->bench, letters, names, texts);
	optind = 1;
	while ((letter = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		if (letter == 'h')
			return BENCH_PARSE_HELP;
		if (letter == '?' || letter == ':') {
			refuse(parse->error, "option %s %s, see -h",
			       argv[optind - 1],
			       letter == '?' ? "is unknown" : "needs a value");
			return BENCH_PARSE_ERROR;
		}
		for (size_t i = 0; i < ARRAY_LENGTH(parameters); i++)
			if (parameters[i].letter == letter)
				texts[i] = optarg;
	}
	if (optind < argc) {
		refuse(parse->error, "unexpected argument '%s', see -h",
		       argv[optind]);
		return BENCH_PARSE_ERROR;
	}
	return BENCH_PARSE_OK;
}

enum bench_parse bench_params_parse(struct bench_params *p,
				    const struct bench *bench, int argc,
				    char **argv, struct bench_error *error)
{
	struct parse parse = { .p = p, .bench = bench, .error = error };
	const char *texts[ARRAY_LENGTH(parameters)];
	enum bench_parse collected;

	memset(p, 0, sizeof(*p));
	collected = collect_texts(&parse, argc, argv, texts);
	if (collected != BENCH_PARSE_OK)
		return collected;
	for (size_t i = 0; i < ARRAY_LENGTH(parameters); i++)
		if (parameters[i].parse(&parse, texts[i]))
			return BENCH_PARSE_ERROR;
	return BENCH_PARSE_OK;
}

static void print_ops(const struct bench *bench, enum bench_path path,
		      FILE *out)
{
	fprintf(out, "Operations on path %s:", path_names[path]);
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
	return path_names[path];
}

const char *bench_contention_name(enum bench_contention contention)
{
	return contention_names[contention];
}

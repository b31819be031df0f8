# SPDX-License-Identifier: GPL-2.0
# Reads access.csv and writes the gnuplot commands of a picture: the cost
# of one access against CPUs, a line a strategy, a panel for each operation and
# length. A strategy that has no kernel of its own in this run is shown as measured in
# the kernel that can switch. Reads the file twice: give its name twice.
BEGIN {
	label_gap = 0.08	# of a panel's height: a line of text
	letter = 0.0086		# of the picture's width
	log_from = 30		# highest / lowest figure that needs a log scale
	split("8 4096", lens, " ")
	split("read write", ops, " ")
}

# As in the report: the median, or the mean where calls pay for others.
function figure()
{
	return field("amortised") + 0 ? sprintf("%.0f", field("capped_mean")) : field("median")
}

NR == FNR {
	if (field("kernel") == "pure")
		pure[field("strategy")]
	next
}

field("path") == "isolated" && field("placement") != "crossing" &&
field("vcpus") == 1 && field("contention") == "none" &&
field("kernel") == (field("strategy") in pure ? "pure" : "all") {
	strategy = field("strategy")
	key = field("op") SUBSEP field("len") SUBSEP strategy
	if (!(strategy in rank)) {
		rank[strategy] = ++nr_strategies
		names[nr_strategies] = strategy
	}
	if (!(field("cpus") in cpus_seen)) {
		cpus_seen[field("cpus")]
		tics = tics (tics ? ", " : "") field("cpus")
		fewest_cpus = fewest_cpus ? min(fewest_cpus, field("cpus") + 0) : field("cpus") + 0
		most_cpus = max(most_cpus, field("cpus") + 0)
	}
	data[key] = data[key] field("cpus") " " figure() "\n"
	has[field("op"), field("len")] = 1
	if (field("cpus") >= last_cpus[key]) {
		last_cpus[key] = field("cpus") + 0
		last_value[key] = figure() + 0
	}
	note_range(field("op") SUBSEP field("len"), figure() + 0)
	label_length = max(label_length, length(label(strategy, figure())))
	unit = field("unit_words")
	backend = field("backend")
	words = $0
	sub(/^[^"]*"/, "", words)
	sub(/"$/, "", words)
}

function label(strategy, value)
{
	return sprintf("%s  %.0f", strategy, value)
}

function note_range(panel, value)
{
	if (!(panel in highest) || value > highest[panel])
		highest[panel] = value
	if (!(panel in lowest) || value < lowest[panel])
		lowest[panel] = value
}

# All panels have the same kind of scale, or they would mislead side by side.
function choose_scale(    panel)
{
	for (panel in highest)
		if (lowest[panel] <= 0)
			return
	for (panel in highest)
		if (highest[panel] > log_from * lowest[panel])
			is_log = 1
}

# The range of a panel's axis, in what its scale is linear in.
function set_range(panel)
{
	bottom = is_log ? log(lowest[panel] / 1.5) : 0
	top = is_log ? log(highest[panel] * 1.5) : highest[panel] * 1.12
	if (top <= bottom)
		top = bottom + 1
	if (is_log)
		printf "set yrange [%g:%g]\nset ytics (%s)\n", exp(bottom), exp(top),
		       log_tics(exp(bottom), exp(top))
	else
		printf "set yrange [%g:%g]\n", bottom, top
}

function height(value)
{
	return ((is_log ? log(value) : value) - bottom) / (top - bottom)
}

# A label with the last figure at the right of each line, and a thread to it.
function print_labels(panel,    n, i, key, wanted, index_of)
{
	for (i = 1; i <= nr_strategies; i++) {
		key = panel SUBSEP names[i]
		if (!(key in data))
			continue
		index_of[++n] = i
		wanted[n] = height(last_value[key])
	}
	spread_labels(wanted, n, label_gap)
	for (i = 1; i <= n; i++) {
		key = panel SUBSEP names[index_of[i]]
		printf "set label \"%s\" at graph 1.05, graph %.4f left tc rgb '%s' noenhanced\n",
		       label(names[index_of[i]], last_value[key]), wanted[i], text_colour(names[index_of[i]])
		printf "set arrow from first %d, first %.9g to graph 1.04, graph %.4f nohead lw 1 lc rgb '%s'\n",
		       last_cpus[key], last_value[key], wanted[i], colour(names[index_of[i]])
	}
}

function print_panel(op, len,    panel, i, plots)
{
	panel = op SUBSEP len
	print "unset label\nunset arrow"
	printf "set title \"%s of %d bytes\"\n", op, len
	set_range(panel)
	print_labels(panel)
	for (i = 1; i <= nr_strategies; i++) {
		if (!((panel, names[i]) in data))
			continue
		printf "$d%d << EOD\n%sEOD\n", ++nr_blocks, data[panel, names[i]]
		plots = plots (plots ? ", \\\n     " : "") \
			sprintf("$d%d with linespoints %s %s notitle", nr_blocks,
				line_style(names[i]), point_style(names[i]))
	}
	print "plot " plots
}

END {
	for (o = 1; o in ops; o++)
		for (l = 1; l in lens; l++)
			if ((ops[o], lens[l]) in has)
				panels[++nr_panels] = ops[o] SUBSEP lens[l]
	if (!nr_panels)
		exit 1
	choose_scale()
	label_width = label_length * letter + 0.02
	columns = nr_panels > 1 ? 2 : 1
	print "# size 1200,900"
	printf "set multiplot layout %d,%d", int((nr_panels + 1) / 2), columns
	printf " title \"One access of KVM to guest memory. %s: %s\"", backend, words
	printf " font ',14' margins 0.1,%.3f,0.08,0.89 spacing %.3f,0.15\n",
	       1 - label_width, label_width + 0.065
	print "set border 3\nset tics nomirror\nset grid ytics lt 1 lw 1 lc rgb '#d0d0d0'"
	printf "set logscale x 2\nset xtics (%s)\nset xlabel 'CPUs online'\n", tics
	printf "set xrange [%g:%g]\n", fewest_cpus / 1.2, most_cpus * 1.1
	if (is_log)
		print "set logscale y"
	for (p = 1; p <= nr_panels; p++) {
		split(panels[p], part, SUBSEP)
		printf "set ylabel '%s'\n", (p % columns == 1 || columns == 1) ? unit " per access" : ""
		print_panel(part[1], part[2])
	}
	print "unset multiplot"
}

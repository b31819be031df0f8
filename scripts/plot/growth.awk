# SPDX-License-Identifier: GPL-2.0
# Reads growth.csv and writes the gnuplot commands of four panels at most: points as
# measured, lines as fitted, on to four times the most CPUs where nothing was measured.
# Reads the file twice: give its name twice.
BEGIN {
	beyond = 4
	steps = 24		# of a fitted line
	label_gap = 0.075
	letter = 0.0073		# of the picture's width
	max_panels = 4
}

function case_of()
{
	return field("bench") SUBSEP field("path") SUBSEP field("metric") SUBSEP \
	       field("op") SUBSEP (field("c") == "" ? field("len") : "pages") SUBSEP \
	       field("placement") SUBSEP field("contention") SUBSEP field("over") SUBSEP \
	       (field("over") == "cpus" ? "" : field("cpus"))
}

# The lower the sooner it is shown: first what is at the top of the report.
function rank()
{
	if (field("placement") == "crossing" || field("metric") ~ /^free/)
		return 9
	if (field("metric") == "access" && field("path") == "isolated" && field("over") == "cpus")
		return field("op") == "read" ? 1 : 3
	if (field("metric") == "access_all_vcpus" && field("over") == "vcpus")
		return 2
	if (field("metric") == "populate")
		return field("path") == "isolated" ? 4 : 5
	return 8
}

# Of equal rank: the shortest, then the one that comes first.
function better(a, b)
{
	if (ranks[a] != ranks[b])
		return ranks[a] < ranks[b]
	return lens[a] < lens[b]
}

# A line through two points says nothing.
field("shown") != 1 || field("b") == "" || field("decent") != 1 { next }

NR == FNR {
	key = case_of()
	if (!(key in ranks)) {
		ranks[key] = rank()
		lens[key] = field("len") + 0
		cases[++nr_cases] = key
	}
	most_pages[key] = max(most_pages[key], field("pages") + 0)
	next
}

field("pages") == most_pages[case_of()] {
	key = case_of()
	name = field("strategy")
	x = field(field("over")) + 0
	line = key SUBSEP name
	if (!(line in data)) {
		members[key] = members[key] (members[key] ? " " : "") name
		count[key]++
	}
	data[line] = data[line] x " " field("cost") "\n"
	a[line] = field("a") + field("c") * field("pages")
	b[line] = field("b") + 0
	decent[line] = field("decent")
	if (!(key in low_x) || x < low_x[key])
		low_x[key] = x
	high_x[key] = max(high_x[key], x)
	note_range(key, field("cost") + 0)
	unit[key] = field("unit_words")
	title[key] = panel_title()
}

function note_range(key, value)
{
	highest[key] = max(highest[key], value)
	if (value > 0 && (!(key in lowest) || value < lowest[key]))
		lowest[key] = value
}

function panel_title(    text)
{
	text = field("metric") ~ /^access/ ? "" : field("metric") ": "
	text = text field("op")
	text = text (field("pages") > 1 ? " of " field("pages") " pages" : " of " field("len") " bytes")
	if (field("over") == "vcpus")
		text = text ", contention " field("contention") ", " field("cpus") " CPUs"
	if (field("path") != "isolated")
		text = text ", " field("path")
	return text
}

function label(line, name)
{
	return sprintf(b[line] > 99 ? "%s  %+.0f a %s" : "%s  %+.2g a %s", name, b[line],
		       over == "cpus" ? "CPU" : "vCPU")
}

function height(value)
{
	return (log(value) - bottom) / (top - bottom)
}

function print_labels(key, names, n,    i, line, wanted, last)
{
	last = high_x[key] * beyond
	for (i = 1; i <= n; i++) {
		line = key SUBSEP names[i]
		wanted[i] = height(max(a[line] + b[line] * last, lowest[key]))
	}
	spread_labels(wanted, n, label_gap)
	for (i = 1; i <= n; i++) {
		line = key SUBSEP names[i]
		printf "set label \"%s\" at graph 1.05, graph %.4f left tc rgb '%s' noenhanced\n",
		       label(line, names[i]), wanted[i], text_colour(names[i])
		printf "set arrow from first %g, first %.9g to graph 1.04, graph %.4f nohead lw 1 lc rgb '%s'\n",
		       last, max(a[line] + b[line] * last, lowest[key]), wanted[i], colour(names[i])
	}
}

# The fitted line, straight in the data and so a curve on scales that are not.
function print_line(key, line, block,    i, x)
{
	printf "$f%d << EOD\n", block
	for (i = 0; i <= steps; i++) {
		x = low_x[key] * exp(log(high_x[key] * beyond / low_x[key]) * i / steps)
		if (a[line] + b[line] * x > 0)
			printf "%.6g %.9g\n", x, a[line] + b[line] * x
	}
	print "EOD"
}

function print_axes(key, names, n,    i, line, x, tics)
{
	for (i = 1; i <= n; i++) {
		line = key SUBSEP names[i]
		highest[key] = max(highest[key], a[line] + b[line] * high_x[key] * beyond)
	}
	bottom = log(lowest[key] / 1.6)
	top = log(highest[key] * 1.6)
	printf "set yrange [%g:%g]\nset ytics (%s)\n", exp(bottom), exp(top),
	       log_tics(exp(bottom), exp(top))
	for (x = 1; x <= high_x[key] * beyond; x *= 2)
		if (x >= low_x[key])
			tics = tics (tics ? ", " : "") x
	printf "set xrange [%g:%g]\nset xtics (%s)\n", low_x[key] / 1.15, high_x[key] * beyond, tics
	printf "set object 1 rectangle from first %g, graph 0 to graph 1, graph 1 fc rgb '#f0f0f0' fs solid noborder behind\n",
	       high_x[key] * 1.15
	printf "set label 'only fitted' at graph 1, graph 1.035 right tc rgb '#606060' font ',11'\n"
}

function print_panel(key,    n, names, i, line, plots)
{
	n = split(members[key], names, " ")
	over = key_part(key, 8)
	print "unset label\nunset arrow\nunset object"
	printf "set title \"%s\" noenhanced\nset xlabel '%s'\n", title[key],
	       (over == "cpus" ? "CPUs online" : "vCPUs at work")
	print_axes(key, names, n)
	print_labels(key, names, n)
	for (i = 1; i <= n; i++) {
		line = key SUBSEP names[i]
		printf "$p%d << EOD\n%sEOD\n", ++nr_blocks, data[line]
		print_line(key, line, nr_blocks)
		plots = plots (plots ? ", \\\n     " : "") \
			sprintf("$f%d with lines %s notitle, $p%d with points lc rgb '%s' %s notitle",
				nr_blocks, line_style(names[i]), nr_blocks, colour(names[i]),
				point_style(names[i]))
	}
	print "plot " plots
}

function key_part(key, i,    list)
{
	split(key, list, SUBSEP)
	return list[i]
}

function sort_cases(    i, j, t)
{
	for (i = 2; i <= nr_cases; i++)
		for (j = i; j > 1 && better(cases[j], cases[j - 1]); j--) {
			t = cases[j]
			cases[j] = cases[j - 1]
			cases[j - 1] = t
		}
}

# One panel a rank, and only where there is something to compare.
function choose_panels(    i, key)
{
	for (i = 1; i <= nr_cases && nr_panels < max_panels; i++) {
		key = cases[i]
		if (count[key] < 2 || ranks[key] in taken || !(key in lowest) || low_x[key] == high_x[key])
			continue
		taken[ranks[key]]
		panels[++nr_panels] = key
	}
}

function longest_label(    i, j, n, names)
{
	for (i = 1; i <= nr_panels; i++) {
		n = split(members[panels[i]], names, " ")
		over = key_part(panels[i], 8)
		for (j = 1; j <= n; j++)
			longest = max(longest, length(label(panels[i] SUBSEP names[j], names[j])))
	}
	return longest
}

END {
	sort_cases()
	choose_panels()
	if (!nr_panels)
		exit 1
	columns = nr_panels > 1 ? 2 : 1
	rows = int((nr_panels + 1) / 2)
	label_width = longest_label() * letter + 0.02
	printf "# size 1400,%d\n", (rows > 1 ? 980 : 560)
	printf "set multiplot layout %d,%d title 'Cost against CPUs: points measured, lines fitted' font ',15'", rows, columns
	printf " margins 0.075,%.3f,%.3f,%.3f spacing %.3f,0.17\n", 1 - label_width,
	       (rows > 1 ? 0.075 : 0.13), (rows > 1 ? 0.89 : 0.82), label_width + 0.07
	print "set border 3\nset tics nomirror\nset grid ytics lt 1 lw 1 lc rgb '#d0d0d0'"
	print "set logscale x 2\nset logscale y"
	for (p = 1; p <= nr_panels; p++) {
		printf "set ylabel '%s'\n", (p % columns == 1 || columns == 1 ? unit[panels[p]] " a call" : "")
		print_panel(panels[p])
	}
	print "unset multiplot"
}

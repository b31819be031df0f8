# SPDX-License-Identifier: GPL-2.0
# Reads cdf.csv and writes the gnuplot commands of four panels at most: the part of the
# samples that took no longer, a line a strategy. Reads the file twice: give its name
# twice.
BEGIN {
	log_from = 8		# slowest / fastest that needs a log scale
	max_panels = 4
}

function case_of()
{
	return field("bench") SUBSEP field("path") SUBSEP field("metric") SUBSEP field("op") \
	       SUBSEP field("len") SUBSEP field("placement") SUBSEP field("vcpus") SUBSEP \
	       field("contention")
}

function is_access()
{
	return field("metric") == "access" && field("path") == "isolated" &&
	       field("placement") != "crossing"
}

NR == FNR {
	key = case_of()
	if (!(key in known)) {
		known[key]
		if (is_access())
			accesses[++nr_accesses] = key
		else
			others[++nr_others] = key
	}
	next
}

{
	key = case_of()
	name = field("strategy")
	line = key SUBSEP name
	value = field("value") + 0
	if (!(line in data)) {
		members[key] = members[key] (members[key] ? " " : "") name
		data[line] = sprintf("%.9g 0\n", value)
		first[line] = value
	}
	data[line] = data[line] sprintf("%.9g %.6g\n", value, field("fraction"))
	values[line, ++nr_values[line]] = value
	fractions[line, nr_values[line]] = field("fraction") + 0
	if (!(key in fastest) || value < fastest[key])
		fastest[key] = value
	# One sample in a hundred may be anything.
	if (field("fraction") <= 0.99)
		slowest[key] = max(slowest[key], value)
	unit[key] = field("unit_words")
	title[key] = sprintf("%s%s of %d bytes, %d CPUs%s",
			     (is_access() ? "" : field("metric") ": "), field("op"), field("len"),
			     field("cpus"), (field("vcpus") > 1 ? ", " field("vcpus") " vCPUs" : ""))
}

function quantile(line, wanted,    i)
{
	for (i = 1; i < nr_values[line] && fractions[line, i] < wanted; i++)
		;
	return values[line, i]
}

# From the fastest to the slowest, so that labels go up like stairs.
function sort_names(key, names, n,    i, j, t)
{
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && quantile(key SUBSEP names[j], 0.5) < \
				     quantile(key SUBSEP names[j - 1], 0.5); j--) {
			t = names[j]
			names[j] = names[j - 1]
			names[j - 1] = t
		}
}

function print_axis(key,    low, high)
{
	low = fastest[key] * 0.8
	high = max(slowest[key], low * 1.01)
	if (low > 0 && high / low > log_from) {
		high *= 6
		printf "set logscale x\nset xrange [%g:%g]\nset xtics (%s)\n", low, high, log_tics(low, high, 1)
	} else {
		high += high > low ? (high - low) * 0.35 : 1
		printf "unset logscale x\nset xrange [%g:%g]\nset xtics autofreq\n", low, high
	}
}

function print_labels(key, names, n,    i, at)
{
	for (i = 1; i <= n; i++) {
		at = n > 1 ? 0.1 + 0.8 * (i - 1) / (n - 1) : 0.5
		printf "set label \"%s\" at first %.9g, first %.3f left offset 0.8,0 tc rgb '%s' noenhanced front boxed\n",
		       names[i], quantile(key SUBSEP names[i], at), at, text_colour(names[i])
	}
}

function print_panel(key,    n, names, i, plots)
{
	n = split(members[key], names, " ")
	sort_names(key, names, n)
	print "unset label"
	printf "set title \"%s\" noenhanced\nset xlabel '%s'\n", title[key], unit[key]
	print_axis(key)
	print_labels(key, names, n)
	for (i = 1; i <= n; i++) {
		printf "$d%d << EOD\n%sEOD\n", ++nr_blocks, data[key, names[i]]
		plots = plots (plots ? ", \\\n     " : "") \
			sprintf("$d%d with steps %s notitle", nr_blocks, line_style(names[i]))
	}
	print "plot " plots
}

END {
	for (i = 1; i <= nr_accesses && nr_panels < max_panels; i++)
		panels[++nr_panels] = accesses[i]
	for (i = 1; i <= nr_others && nr_panels < max_panels; i++)
		panels[++nr_panels] = others[i]
	if (!nr_panels)
		exit 1
	columns = nr_panels > 1 ? 2 : 1
	rows = int((nr_panels + 1) / 2)
	printf "# size 1200,%d\n", (rows > 1 ? 900 : 520)
	printf "set multiplot layout %d,%d title 'Distribution of the samples, all boots together' font ',15'",
	       rows, columns
	printf " margins 0.07,0.98,%.3f,%.3f spacing 0.08,0.17\n", (rows > 1 ? 0.08 : 0.13),
	       (rows > 1 ? 0.89 : 0.82)
	print "set border 3\nset tics nomirror\nset grid ytics lt 1 lw 1 lc rgb '#d0d0d0'"
	print "set yrange [0:1]\nset ytics 0.25"
	print "set style textbox opaque noborder margins 0.3,0.1"
	for (p = 1; p <= nr_panels; p++) {
		printf "set ylabel '%s'\n", (p % columns == 1 || columns == 1 ? "part of the samples" : "")
		print_panel(panels[p])
	}
	print "unset multiplot"
}

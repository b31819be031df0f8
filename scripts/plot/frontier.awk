# SPDX-License-Identifier: GPL-2.0
# Reads frontier.csv and writes the gnuplot commands of a picture: what an access costs
# against the pages that may stay readable after it, a point a strategy where it
# declares to be, a small ring where it was seen. Who declares no bound stands in a
# hatched band at the right edge. Reads the file twice: give its name twice.
BEGIN {
	letter = 0.0088		# of the picture's width
	line_gap = 0.052	# of the panel's height
	left = 0.09
	right = 0.97
}

NR == FNR {
	highest = max(highest, field("cost") + 0)
	if (field("cost") > 0)
		lowest = lowest ? min(lowest, field("cost") + 0) : field("cost") + 0
	note_pages(field("declared_pages"))
	note_pages(field("seen_pages"))
	next
}

{
	name = field("strategy")
	names[++nr] = name
	cost[name] = field("cost") + 0
	declared[name] = field("declared_pages")
	usecs[name] = field("declared_usecs")
	seen[name] = field("seen_pages")
	unit = field("unit_words")
	what = sprintf("read of %d bytes on %d CPUs", field("len"), field("cpus"))
}

function note_pages(pages)
{
	if (pages != "" && pages != "unbounded")
		most_pages = max(most_pages, pages + 0)
}

# None is 0, one page is 1, twice as many one more; no bound is in the band.
function place(pages)
{
	if (pages == "unbounded")
		return band + 0.3
	return pages + 0 < 1 ? 0 : 1 + log(pages) / log(2)
}

function height(value)
{
	return (log(value) - bottom) / (top - bottom)
}

function label(name,    text)
{
	text = sprintf("%s  %.0f", name, cost[name])
	if (usecs[name] == "unbounded" && declared[name] != "unbounded")
		text = text ", for any time"
	else if (usecs[name] != "unbounded" && usecs[name] + 0 > 0)
		text = text sprintf(", %d us at most", usecs[name])
	return text
}

# Which side of its point there is room at, and not where another label is.
function place_labels(    i, name, x, wide, room, tries)
{
	for (i = 1; i <= nr; i++) {
		name = names[i]
		x = (place(declared[name]) + 0.6) / (band + band_width + 0.6)
		wide = (length(label(name)) + 3) * letter / (right - left)
		# Nobody's name reaches into the band who does not belong there.
		room = declared[name] == "unbounded" ? 1 : (band + 0.6) / (band + band_width + 0.6)
		side[i] = x + wide > room ? -1 : 1
		from[i] = side[i] > 0 ? x : x - wide
		to[i] = from[i] + wide
		# Above the thread to where it was seen, which comes from the left.
		up[i] = height(cost[name]) + (side[i] < 0 && seen[name] != "" ? line_gap * 0.7 : 0)
		for (tries = 0; tries < 20 && crowded(i); tries++)
			up[i] += line_gap / 4
	}
}

function crowded(i,    j)
{
	for (j = 1; j < i; j++)
		if (from[i] < to[j] && from[j] < to[i] && up[i] - up[j] < line_gap &&
		    up[j] - up[i] < line_gap)
			return 1
	return 0
}

function print_tics(    pages, list)
{
	list = "'0' 0"
	for (pages = 1; pages <= most_pages; pages *= 2)
		if (most_pages <= 64 || log(pages) / log(4) == int(log(pages) / log(4)))
			list = list sprintf(", '%d' %g", pages, place(pages))
	printf "set xtics (%s, 'no bound' %g)\n", list, band + band_width / 2
}

function print_band()
{
	printf "set object 1 rectangle from first %g, graph 0 to first %g, graph 1 fc rgb '#F2B48C' fs transparent pattern 4 border lc rgb '#D55E00' behind\n",
	       band, band + band_width
	printf "set label 'unsafe: no bound' at first %g, graph 1.035 right tc rgb '#994300'\n", band + band_width
}

function print_strategy(i,    name, x, y)
{
	name = names[i]
	x = place(declared[name])
	y = cost[name]
	printf "set label \"%s\" at graph %.4f, graph %.4f %s tc rgb '%s' noenhanced front%s\n",
	       label(name), (x + 0.6) / (band + band_width + 0.6) + side[i] * 0.016, up[i],
	       (side[i] > 0 ? "left" : "right"), text_colour(name),
	       (declared[name] == "unbounded" ? " boxed" : "")
	if (seen[name] != "" && place(seen[name]) != x)
		printf "set arrow from first %g, first %.9g to first %g, first %.9g nohead dt 3 lw 1.5 lc rgb '%s'\n",
		       place(seen[name]), y, x, y, colour(name)
}

function print_points(    i, name, plots)
{
	for (i = 1; i <= nr; i++) {
		name = names[i]
		if (seen[name] != "") {
			printf "$s%d << EOD\n%g %.9g\nEOD\n", i, place(seen[name]), cost[name]
			plots = plots sprintf("$s%d with points lc rgb '%s' pt 6 ps 1.5 lw 2.5 notitle, \\\n     ",
					      i, colour(name))
		}
		if (declared[name] == "")
			continue
		printf "$d%d << EOD\n%g %.9g\nEOD\n", i, place(declared[name]), cost[name]
		plots = plots sprintf("$d%d with points lc rgb '%s' pt %d ps %g lw 4 notitle, \\\n     ",
				      i, colour(name), point(name), (name == "noflush" ? 3 : 2.2))
	}
	sub(/, \\\n *$/, "", plots)
	print "plot " plots
}

END {
	if (!nr || !lowest)	# a log scale has no 0
		exit 1
	band = place(most_pages) + 0.7
	band_width = max(2.3, 0.3 * band)	# room for a label
	bottom = log(lowest / 1.6)
	top = log(highest * 1.8)
	print "# size 1200,640"
	printf "set title 'What an access costs, and what it leaves readable: %s' offset 0,0.8 font ',15'\n", what
	printf "set lmargin at screen %g\nset rmargin at screen %g\nset tmargin at screen 0.86\nset bmargin at screen 0.17\n", left, right
	print "set border 3\nset tics nomirror\nset grid ytics lt 1 lw 1 lc rgb '#d0d0d0'\nset logscale y"
	print "set style textbox opaque noborder margins 0.3,0.2"
	printf "set yrange [%g:%g]\nset ytics (%s)\nset ylabel '%s per access'\n", exp(bottom), exp(top),
	       log_tics(exp(bottom), exp(top)), unit
	printf "set xrange [-0.6:%g]\n", band + band_width
	print "set xlabel 'pages at most that stay readable through stale translations: as declared (large), the most seen (small ring)'"
	print_tics()
	print_band()
	place_labels()
	for (i = 1; i <= nr; i++)
		print_strategy(i)
	print_points()
}

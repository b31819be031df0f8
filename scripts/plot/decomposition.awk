# SPDX-License-Identifier: GPL-2.0
# Reads decomposition.csv and writes the gnuplot commands of stacked bars: one access at
# the most CPUs, a bar a strategy, worst first; at the left what each part costs, at the
# right its share. Reads the file twice: give its name twice.
BEGIN {
	nr_parts = split("find map copy unmap flush handlers leave residue", parts, " ")
	split("#56B4E9 #E69F00 #009E73 #CC79A7 #F0E442 #0072B2 #7F7F7F #FFFFFF", tones, " ")
	split("#000000 #000000 #FFFFFF #000000 #000000 #FFFFFF #FFFFFF #000000", inks, " ")
	letter = 2.2		# percent of a bar
}

# Of one kind: a read, alone, as short as there is.
function candidate()
{
	return field("op") == "read" && field("contention") == "none" && field("vcpus") == 1
}

NR == FNR {
	if (candidate()) {
		shortest = shortest == "" ? field("len") + 0 : min(shortest, field("len") + 0)
		most_cpus = max(most_cpus, field("cpus") + 0)
	}
	next
}

candidate() && field("len") == shortest && field("cpus") == most_cpus {
	name = field("strategy")
	names[++nr] = name
	sum[name] = field("sum") + 0
	total[name] = field("total")
	for (i = 1; i <= nr_parts; i++)
		part[name, parts[i]] = max(field(parts[i]) + 0, 0)
	reach[name] = max(sum[name], total[name] + 0)
	longest = max(longest, reach[name])
	unit = field("unit_words")
}

function sort_names(    i, j, t)
{
	for (i = 2; i <= nr; i++)
		for (j = i; j > 1 && reach[names[j]] > reach[names[j - 1]]; j--) {
			t = names[j]
			names[j] = names[j - 1]
			names[j - 1] = t
		}
}

# The left and right edge of each part of each bar, as blocks of data $left1, ...
function print_blocks(prefix, of_share,    p, i, name, at, width, scale)
{
	for (i = 1; i <= nr; i++)
		at[i] = 0
	for (p = 1; p <= nr_parts; p++) {
		printf "$%s%d << EOD\n", prefix, p
		for (i = 1; i <= nr; i++) {
			name = names[i]
			scale = of_share && reach[name] ? 100 / reach[name] : 1
			width = part[name, parts[p]] * scale
			printf "%.9g %d %.9g\n", at[i], i, at[i] + width
			if (of_share && width > letter * (length(parts[p]) + 1))
				inner = inner sprintf("set label '%s' at first %.9g, first %d center tc rgb '%s' front\n",
						      parts[p], at[i] + width / 2, i, inks[p])
			at[i] += width
		}
		print "EOD"
	}
}

function print_bars(prefix,    p, plots)
{
	for (p = 1; p <= nr_parts; p++)
		plots = plots (p > 1 ? ", \\\n     " : "") \
			sprintf("$%s%d using (($1+$3)/2):2:1:3:($2-0.36):($2+0.36) with boxxyerror fs solid 1 border lc rgb '#404040' fc rgb '%s' notitle",
				prefix, p, tones[p])
	print "plot " plots
}

function print_tics(    i, list)
{
	for (i = 1; i <= nr; i++)
		list = list (list ? ", " : "") sprintf("'%s' %d", names[i], i)
	printf "set ytics (%s) noenhanced\n", list
}

# What each colour is, in the order of an access.
function print_key(    p, left)
{
	left = 0.03
	for (p = 1; p <= nr_parts; p++) {
		printf "set object %d rectangle from screen %.4f, screen 0.872 to screen %.4f, screen 0.905 fc rgb '%s' fs solid 1 border lc rgb '#404040'\n",
		       p, left, left + 0.022, tones[p]
		printf "set label %d '%s' at screen %.4f, screen 0.8885 left\n", 100 + p, parts[p], left + 0.028
		left += 0.05 + 0.0095 * length(parts[p])
	}
}

END {
	if (!nr || !longest)	# bars of no length
		exit 1
	sort_names()
	printf "# size 1200,%d\n", 260 + 60 * nr
	print "set multiplot"
	print "set border 3\nset tics nomirror\nset style fill solid"
	printf "set label 99 'One access taken apart: read of %d bytes on %d CPUs' at screen 0.5, screen 0.955 center font ',15'\n", shortest, most_cpus
	print_key()
	printf "set yrange [%g:0.4]\n", nr + 0.6
	print_tics()
	print_blocks("cost", 0)
	print_blocks("share", 1)
	bottom = 70 / (260 + 60 * nr)
	printf "set lmargin at screen 0.14\nset rmargin at screen 0.5\nset tmargin at screen 0.84\nset bmargin at screen %.4f\n", bottom
	printf "set xrange [0:%.9g]\nset xlabel '%s'\nset xtics autofreq rotate by 0\nset xtics %s\nset grid xtics lt 1 lw 1 lc rgb '#d0d0d0'\n",
	       longest * 1.2, unit, step(longest)
	for (i = 1; i <= nr; i++)
		if (total[names[i]] != "")
			printf "set label %d '%.0f' at first %.9g, first %d left offset 0.5,0 front\n", 200 + i, total[names[i]], reach[names[i]], i
	print_bars("cost")
	for (i = 1; i <= nr; i++)
		printf "unset label %d\n", 200 + i
	for (p = 1; p <= nr_parts; p++)
		printf "unset object %d\nunset label %d\n", p, 100 + p
	print "unset label 99"
	print "set lmargin at screen 0.54\nset rmargin at screen 0.98\nset format y ''"
	print "set xrange [0:100]\nset xlabel 'percent of its own cost'\nset xtics 20"
	printf "set ytics ("
	for (i = 1; i <= nr; i++)
		printf "%s'' %d", (i > 1 ? ", " : ""), i
	print ")"
	printf "%s", inner
	print_bars("share")
	print "unset multiplot"
}

# Some four or five tics, at round numbers.
function step(high,    size)
{
	for (size = 1; high / size > 5; size *= 10)
		;
	return high / size > 2.5 ? size : high / size > 1 ? size / 2 : size / 5
}

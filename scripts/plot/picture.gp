# SPDX-License-Identifier: GPL-2.0
# Usage: gnuplot -e "name='NAME'" picture.gp
# Draws each panel of NAME.tsv as NAME-<panel>.svg and, for a dark page, NAME-<panel>-dark.svg.
# labstat has decided what is shown, in which order and how it is called; columns are read by
# name. Fields are apart by tabs, since titles have commas.
#   title, x_axis, y_axis   the latter with their scale in x: 0 linear, 1 log, 2 log to the base 2
#   line, point, large      marks at x, y; lines of one order belong together
#   end                     a label beside the panel, with a thread to x, y
#   tic, beyond, band       of the x axis: a tic, where nothing was measured, a hatched part
#   beside, above, boxed    labels at x, y, as many lines up as x2 says
#   thread                  a dotted line from x to x2
#   bar, name, total, key   x to x2 in the row of that order, its names, the legend
set datafile separator "\t"
set datafile columnheaders
data = name.".tsv"
nr = 0
stats data using (nr = nr + 1, 1) nooutput
array Panel[nr]; array Layer[nr]; array Text[nr]; array Order[nr]; array X[nr]; array Y[nr]
array X2[nr]; array Light[nr]; array Dark[nr]; array Point[nr]; array Dash[nr]; array End[nr]
row = 0
stats data using (row = row + 1, Panel[row] = column("panel"), Layer[row] = stringcolumn("layer"), \
	Text[row] = stringcolumn("text"), Order[row] = int(column("order")), X[row] = column("x"), \
	Y[row] = column("y"), X2[row] = column("x2"), Light[row] = column("light"), \
	Dark[row] = column("dark"), Point[row] = column("point"), Dash[row] = column("dash"), 1) nooutput
is(r, layer) = Panel[r] == panel && Layer[r] eq layer
here(layer) = column("panel") == panel && stringcolumn("layer") eq layer
min(a, b) = a < b ? a : b
max(a, b) = a > b ? a : b
height(y) = y_scale ? log(y / y_low) / log(y_high / y_low) : (y - y_low) / (y_high - y_low)
gap = 0.08	# between labels, of the panel's height: a line of text
letter = 8.0	# pixels

do for [panel = 1:Panel[nr]] {
	# What there is, and how far it reaches.
	lines = 0; bars = 0; ends = 0; letters = 0; shown = 0; totals = 0
	x_low = 1e300; x_high = 0; y_low = 1e300; y_high = 0
	do for [r = 1:nr] {
		if (is(r, "x_axis")) { x_scale = int(X[r]); x_name = Text[r] }
		if (is(r, "y_axis")) { y_scale = int(X[r]); y_name = Text[r] }
		if (is(r, "title")) { title = Text[r] }
		if (is(r, "line")) { lines = max(lines, Order[r]) }
		if (is(r, "line") || is(r, "point") || is(r, "large")) {
			x_low = min(x_low, X[r]); x_high = max(x_high, X[r])
			y_low = min(y_low, Y[r]); y_high = max(y_high, Y[r])
		}
		if (is(r, "bar")) { bars = max(bars, Order[r]); x_high = max(x_high, X2[r]) }
		if (is(r, "band")) { x_low = -0.6; x_high = X2[r] }
		if (is(r, "total")) { totals = 1 }
		if (is(r, "end")) { ends = ends + 1; End[ends] = r; letters = max(letters, strlen(Text[r])) }
	}
	beyond = 0
	do for [r = 1:nr] { if (is(r, "beyond")) { beyond = X[r] } }
	if (x_low <= 0 || x_high <= 0) { x_scale = 0 }
	if (y_low <= 0) { y_scale = 0 }
	if (x_scale) { x_low = x_low / 1.15; x_high = x_high * (beyond > 0 ? 1 : ends ? 1.15 : 6) }
	if (bars) {
		x_low = 0; x_high = x_high * (totals ? 1.25 : 1); y_low = bars + 0.6; y_high = 0.4
	} else {
		if (y_scale) { y_low = y_low / 1.6; y_high = y_high * 1.7 } else {
			y_low = 0; y_high = y_high > 0 ? y_high * 1.12 : 1
		}
	}
	if (x_high <= x_low) { x_high = x_low + 1 }

	# Labels at the right, lowest first, moved apart: up from the lowest, then down from the top.
	array At[ends + 1]
	do for [i = 2:ends] { do for [j = i:2:-1] { if (Y[End[j]] < Y[End[j - 1]]) {
		r = End[j]; End[j] = End[j - 1]; End[j - 1] = r
	} } }
	do for [i = 1:ends] { At[i] = height(max(Y[End[i]], y_low)); if (i > 1) { At[i] = max(At[i], At[i - 1] + gap) } }
	do for [i = ends:1:-1] { At[i] = min(At[i], i == ends ? 1 : At[i + 1] - gap) }

	left = bars ? 116.0 : 86.0
	right = ends ? 16 + letter * letters : 24.0
	wide = max(450, left + 200 + right)
	tall = bars ? 176 + 44 * bars : 350
	bottom = 56.0; top = bars ? 88.0 : 50.0
do for [theme in "light dark"] {
	light = theme eq "light"
	ink = light ? 0x1a1a1a : 0xe4e4e4
	faint = light ? 0xd0d0d0 : 0x4a4a4a
	reset
	set terminal svg dynamic size wide,tall font "DejaVu Sans,13" background rgb (light ? "#ffffff" : "#161616")
	set output name."-".panel.(light ? "" : "-dark").".svg"
	set lmargin at screen left / wide; set rmargin at screen 1 - right / wide
	set bmargin at screen bottom / tall; set tmargin at screen 1 - top / tall
	set border 3 lc rgb ink
	set style textbox opaque noborder margins 0.3,0.2
	set label title at screen 0.5, screen 1 - 15.0 / tall center noenhanced tc rgb ink font ",14"
	set xlabel x_name offset 0,0.3 noenhanced tc rgb ink
	set ylabel y_name offset 0.5,0 noenhanced tc rgb ink
	set xrange [x_low:x_high]; set yrange [y_low:y_high]
	set xtics nomirror tc rgb ink; set ytics nomirror tc rgb ink
	if (x_scale) { set logscale x; set xtics () }
	if (y_scale) { set logscale y; set ytics () }
	if (bars) { set ytics () }
	if (bars) { set grid xtics lt 1 lw 1 lc rgb faint } else { set grid ytics lt 1 lw 1 lc rgb faint }

	# Round numbers, where gnuplot has only 1, 10, 100.
	steps = y_high < 10 * y_low ? "1 2 3 4 5 6 8" : "1 2 5"
	do for [e = 0:12] { do for [s in steps] { v = real(s) * 10.0 ** e
		if (y_scale && v >= y_low && v <= y_high) { set ytics add (sprintf("%.9g", v) v) }
	} }
	steps = x_high < 10 * x_low ? "1 2 5" : "1 3"
	do for [e = 0:12] { do for [s in steps] { v = real(s) * 10.0 ** e
		if (x_scale == 1 && v >= x_low && v <= x_high) { set xtics add (sprintf("%.9g", v) v) }
	} }
	do for [e = 0:12] { v = 2.0 ** e
		if (x_scale == 2 && v >= x_low && v <= x_high) { set xtics add (sprintf("%.9g", v) v) }
	}

	array Colour[lines + 1]; array Pattern[lines + 1]
	first_tic = 1
	do for [r = 1:nr] {
		colour = light ? Light[r] : Dark[r]
		if (is(r, "line")) { Colour[Order[r]] = colour; Pattern[Order[r]] = Dash[r] }
		if (is(r, "tic")) {
			if (first_tic) { set xtics () }
			first_tic = 0
			set xtics add (Text[r] X[r]) noenhanced
		}
		if (is(r, "beyond")) {
			set object r rectangle from first X[r], graph 0 to graph 1, graph 1 behind \
				fc rgb (light ? 0xf0f0f0 : 0x2a2a2a) fs solid 1 noborder
			set label r Text[r] at graph 1, graph 1.04 right noenhanced tc rgb ink font ",11"
		}
		if (is(r, "band")) {
			set object r rectangle from first X[r], graph 0 to first X2[r], graph 1 behind \
				fc rgb colour fs transparent pattern 4 border lc rgb colour
			set label r Text[r] at graph 1, graph 1.04 right noenhanced tc rgb colour
		}
		if (is(r, "beside")) { set label r Text[r] at first X[r], first Y[r] left offset 1.2, (X2[r] < 0 ? -1 : 0) noenhanced front tc rgb colour }
		if (is(r, "above")) { set label r Text[r] at first X[r], first Y[r] right offset 1, X2[r] noenhanced front tc rgb colour }
		if (is(r, "boxed")) { set label r Text[r] at first X[r], first Y[r] left offset 1.4, 0 noenhanced front boxed tc rgb colour }
		if (is(r, "thread")) { set arrow r from first X2[r], first Y[r] to first X[r], first Y[r] nohead dt 3 lc rgb colour }
		if (is(r, "bar")) {
			set object r rectangle from first X[r], first Y[r] - 0.36 to first X2[r], first Y[r] + 0.36 \
				front fc rgb Light[r] fs solid 1 border lc rgb ink
			set label r Text[r] at first (X[r] + X2[r]) / 2, first Y[r] center noenhanced front tc rgb Dark[r]
		}
		if (is(r, "name")) { set ytics add (Text[r] Y[r]) noenhanced }
		if (is(r, "total")) { set label r Text[r] at first X[r], first Y[r] left offset 0.6, 0 front tc rgb ink }
		if (is(r, "key")) {
			key_x = 30.0 + 95 * (int(X[r]) % 4); key_y = tall - 46.0 - 20 * (int(X[r]) / 4)
			set object r rectangle from screen key_x / wide, screen key_y / tall \
				to screen (key_x + 14) / wide, screen (key_y + 14) / tall fc rgb Light[r] fs solid 1 border lc rgb ink
			set label r Text[r] at screen (key_x + 20) / wide, screen (key_y + 7) / tall left tc rgb ink
		}
	}
	do for [i = 1:ends] {
		r = End[i]
		colour = light ? Light[r] : Dark[r]
		set label r Text[r] at graph 1.07, graph At[i] left noenhanced tc rgb colour
		set arrow r from first X[r], first max(Y[r], y_low) to graph 1.05, graph At[i] nohead lw 1 lc rgb colour
	}
	plot for [i = 1:lines] data using (here("line") && column("order") == i ? column("x") : NaN):(column("y")) \
			with lines lw 2.5 lc rgb Colour[i] dt Pattern[i] notitle, \
		for [layer in "point large"] data using (here(layer) ? column("x") : NaN):(column("y")): \
			(layer eq "large" ? 1.5 : 0.8):(column("point")):(light ? column("light") : column("dark")) \
			with points lw 2 ps variable pt variable lc rgb variable notitle
	unset output
}
}

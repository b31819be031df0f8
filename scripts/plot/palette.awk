# SPDX-License-Identifier: GPL-2.0
# The look of each strategy, in the order in which labstat lists them: Okabe and
# Ito's colours, which colour-blind readers tell apart, and for print a point
# and a dash pattern each.
BEGIN {
	nr_styles = split("#000000 #0072B2 #D55E00 #009E73 #CC79A7 #E69F00 #56B4E9", colours, " ")
	split("4 7 9 5 11 13 2", points, " ")
	split("2 1 4 3 5 1 2", dashes, " ")
}

function style(i)
{
	return (i - 1) % nr_styles + 1
}

function colour(i)
{
	return colours[style(i)]
}

function line_style(i)
{
	return sprintf("lc rgb '%s' lw 2.5 dt %d pt %d ps 1.4", colour(i),
		       dashes[style(i)], points[style(i)])
}

# SPDX-License-Identifier: GPL-2.0
# The look of each strategy, the same in every picture: Okabe and Ito's colours, which
# colour-blind readers tell apart, and for print a point and a dash pattern each. noflush
# has the red one and a cross. Strategies not named here take what is left, in turn.
BEGIN {
	look("hva", "#000000", 4, 2)
	look("direct", "#009E73", 5, 3)
	look("noflush", "#D55E00", 2, 1)
	look("sync_flush", "#0072B2", 7, 1)
	look("batched_flush", "#E69F00", 11, 5)
	look("percpu_ptemap", "#56B4E9", 13, 4)
	look("vmap", "#CC79A7", 9, 2)
	split("#999999 #7F5539 #5B5BA5 #6B8E23", spare_colours, " ")
	split("6 8 10 12", spare_points, " ")
}

function look(name, its_colour, its_point, its_dash)
{
	colours[name] = its_colour
	points[name] = its_point
	dashes[name] = its_dash
}

function need_look(name,    i)
{
	if (name in colours)
		return
	i = nr_spare++ % 4 + 1
	look(name, spare_colours[i], spare_points[i], i)
}

function colour(name)
{
	need_look(name)
	return colours[name]
}

function point(name)
{
	need_look(name)
	return points[name]
}

function line_style(name)
{
	need_look(name)
	return sprintf("lc rgb '%s' lw 2.5 dt %d", colours[name], dashes[name])
}

function point_style(name)
{
	return sprintf("pt %d ps 1.4", point(name))
}

# Letters are thin, so they need a darker tone of the same colour to be read.
function text_colour(name,    i, tone, darker)
{
	tone = colour(name)
	for (i = 2; i <= 6; i += 2)
		darker = darker sprintf("%02X", 0.72 * hex(substr(tone, i, 2)))
	return "#" darker
}

function hex(text,    digits)
{
	digits = "0123456789ABCDEF"
	return 16 * (index(digits, toupper(substr(text, 1, 1))) - 1) + \
	       index(digits, toupper(substr(text, 2, 1))) - 1
}

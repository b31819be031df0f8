# SPDX-License-Identifier: GPL-2.0
# A CSV file by the names of its columns, and what every picture needs of numbers.
BEGIN { FS = "," }

FNR == 1 {
	for (i = 1; i <= NF; i++)
		column[$i] = i
	next
}

function field(name)
{
	return $(column[name])
}

function max(a, b)
{
	return a > b ? a : b
}

function min(a, b)
{
	return a < b ? a : b
}

# 1, 2, 5, 10 ... over the range of a log scale, where gnuplot has only 1 and 10.
function log_tics(low, high,    decade, list, i, steps)
{
	split("1 2 5", steps, " ")
	for (decade = 1; decade <= high; decade *= 10)
		for (i = 1; i <= 3; i++)
			if (decade * steps[i] >= low && decade * steps[i] <= high)
				list = list (list ? ", " : "") decade * steps[i]
	return list
}

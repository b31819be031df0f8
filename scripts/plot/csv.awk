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

# Round numbers over the range of a log scale, where gnuplot has only 1, 10, 100: in a
# narrow range more of them, and in a wide one of a horizontal axis fewer.
function log_tics(low, high, is_horizontal,    decade, list, i, n, steps)
{
	n = split(high / low < 10 ? "1 2 3 4 5 6 8" : \
		  is_horizontal && high / low > 60 ? "1 3" : "1 2 5", steps, " ")
	for (decade = 1; decade <= high; decade *= 10)
		for (i = 1; i <= n; i++)
			if (decade * steps[i] >= low && decade * steps[i] <= high)
				list = list (list ? ", " : "") decade * steps[i]
	return list
}

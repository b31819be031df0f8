# SPDX-License-Identifier: GPL-2.0
# Direct labels: where to put one beside the end of each line of a panel.

# Sorts wanted[1..n] into order[1..n]: indices, lowest first.
function sort_labels(wanted, order, n,    i, j, t)
{
	for (i = 1; i <= n; i++)
		order[i] = i
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && wanted[order[j]] < wanted[order[j - 1]]; j--) {
			t = order[j]
			order[j] = order[j - 1]
			order[j - 1] = t
		}
}

# Moves the heights wanted[1..n], 0 to 1 of the panel, until they are gap apart
# and none is above 1: up from the lowest, then down from the top.
function spread_labels(wanted, n, gap,    order, i, low, high)
{
	sort_labels(wanted, order, n)
	for (i = 2; i <= n; i++) {
		low = wanted[order[i - 1]] + gap
		if (wanted[order[i]] < low)
			wanted[order[i]] = low
	}
	for (i = n; i >= 1; i--) {
		high = i == n ? 1 : wanted[order[i + 1]] - gap
		if (wanted[order[i]] > high)
			wanted[order[i]] = high
	}
}

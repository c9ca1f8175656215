# The sums of a walk by product line (or, with by_account, by account and product line) in whole cents, which doubles hold
# exactly up to 9e15. Cells are split at commas: no quotes.
function cents(money) { return int(money * 100 + 0.5) }
BEGIN { FS = ","; OFS = "," }
FNR == 1 { next }
{
	k = by_account ? $1 "," $2 : $2
	items[k]++
	if ($10 != "") {
		p0 = cents($11); c0 = cents($12)
		q0[k] += $10; r0[k] += $10 * p0; m0[k] += $10 * (p0 - c0)
	}
	if ($13 != "") {
		p1 = cents($14); c1 = cents($15)
		q1[k] += $13; r1[k] += $13 * p1; m1[k] += $13 * (p1 - c1)
		if ($10 != "") {
			both0[k] += $10; both1[k] += $13
			price[k] += $13 * (p1 - p0); cost[k] += $13 * (c0 - c1)
		} else
			new[k] += $13 * (p1 - c1)
	} else
		lost[k] -= $10 * (p0 - c0)
}
END {
	for (k in items)
		printf "%s,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f\n", k, items[k], q0[k], r0[k], m0[k], q1[k], r1[k], \
		    m1[k], both0[k], both1[k], price[k], cost[k], new[k], lost[k]
}

# bats: the page for a terminal.
load ../helper
load pages

@test "the same figures, aligned, in 120 columns" {
	small
	report --format=text package.csv
	fine
	says 'Revenue USD 12.0k now, 13.9k offered (+16.0%), 13.4k expected (+11.7%), 9.8k at walk-away (-18.2%)'
	grep -qE '^Expected +13,400.00 +\+11.67 +4,600.00 +-8.00 +34.33$' <<<"$output" || show
	grep -qE '^\[below floor\] +B-1, Bolts: walk-away 8.40, floor 8.50$' <<<"$output" || show
	grep -qE '^B-1 +Current +1,000 +10.00 +10,000.00 +40.00 +25.00$' <<<"$output" || show
	grep -qE '^  H2 +Current' <<<"$output" || show
	[ "$(wc -L <<<"$output")" -le 120 ] || show
}

@test "control characters don't reach the terminal" {
	small
	sed -i "s/hold on/a$(printf '\033')[31mred/" items.csv
	"$B/negpkg-build" -q items.csv >package.csv
	report --format=text package.csv
	fine
	[[ $output != *$'\033'* ]]
	says 'a\x1b[31mred'
}

@test "the customer's page for a terminal keeps the same secrets" {
	small
	report --format=text --audience=customer package.csv
	fine
	grep -qE '^Offer +1,200 +9.50' <<<"$(sed 's/^C-2, per pc *//' <<<"$output")" || show
	for secret in 8.80 8.40 xpected alk-away loor ost 41.67 Confidential; do
		lacks "$secret"
	done
}

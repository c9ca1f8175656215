# bats: real and fictional sheets of ../shared with published figures.
load ../helper

@test "the year's sheet: margins 2,905,474 today and 3,263,316 expected" {
	needs_shared
	walk --steps=current,expected "$SHARED/year/items.csv"
	fine
	printf '%s\n' "$output" | table level start_margin end_margin | head -1 | grep -qx 'total|2905474.00|3263316.00' || show
}

@test "the year's sheet: Power Modules gain 115951.13 by volume and 118800.00 by what is new" {
	needs_shared
	walk --steps=current,expected "$SHARED/year/items.csv"
	fine
	printf '%s\n' "$output" | table product_line volume new | grep -qx 'Power Modules|115951.13|118800.00' || show
}

@test "the year's sheet: --pool=all shows unlike units: current to walk-away volume flips its sign" {
	needs_shared
	walk --steps=current,walkaway "$SHARED/year/items.csv"
	fine
	local grouped all
	grouped=$(printf '%s\n' "$output" | table level volume | head -1)
	walk --steps=current,walkaway --pool=all "$SHARED/year/items.csv"
	fine
	all=$(printf '%s\n' "$output" | table level volume | head -1)
	[[ $grouped == 'total|-'* && $all == 'total|'[0-9]* ]] || show "$grouped $all"
}

@test "the year's sheet: --fx gives what its own rates give" {
	needs_shared
	# columns 24 to 27 are the rates; no cell before them holds a quoted comma
	cut -d, -f1-23,28 "$SHARED/year/items.csv" >norates.csv
	walk --fx="$SHARED/year/fx.csv" norates.csv
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" "$SHARED/year/items.csv")
}

@test "build | walk equals walk on the year's sheet" {
	needs_shared
	run --separate-stderr bash -c '"$1/negpkg-build" "$2" | "$1/margin-walk"' - "$B" "$SHARED/year/items.csv"
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" "$SHARED/year/items.csv")
}

# agrees_with_bridge DATASET: every line and figure of its bridge.csv, to the last of six digits
agrees_with_bridge() {
	needs_shared
	local data=$SHARED/data/$1
	walk --by=product_line --steps=current,expected --places=6 "$data/items.csv"
	status_is 0
	printf '%s\n' "$output" | table level product_line start_margin price cost volume mix_within mix_across new lost end_margin |
		awk -F'|' '$1 == "product_line" { printf "%s|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f\n", $2, $3, $4, $5, $6, $7 + $8, $9, $10, $11 }' |
		sort >found
	table product_line start_margin price_effect cost_effect volume_effect mix_effect new_margin lost_margin end_margin <"$data/bridge.csv" |
		awk -F'|' '{ printf "%s|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f\n", $1, $2, $3, $4, $5, $6, $7, $8, $9 }' | sort >expected
	[ "$(wc -l <expected)" -gt 1 ]
	sed 's/|-0.000000/|0.000000/g' expected >e
	sed 's/|-0.000000/|0.000000/g' found >f
	diff f e >&2
}

@test "the real data set superstore agrees with its exact bridge" {
	agrees_with_bridge superstore
}

@test "the real data set classicmodels agrees with its exact bridge" {
	agrees_with_bridge classicmodels
}

@test "the real data set financial-sample agrees with its exact bridge" {
	agrees_with_bridge financial-sample
}

# totals_agree DATASET POOL SCOPE
totals_agree() {
	needs_shared
	local data=$SHARED/data/$1
	walk --by=product_line --steps=current,expected --places=6 --pool="$2" "$data/items.csv"
	status_is 0
	printf '%s\n' "$output" | table level start_margin price cost volume mix_within mix_across new lost end_margin |
		awk -F'|' '$1 == "total" { printf "%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f\n", $2, $3, $4, $5, $6 + $7, $8, $9, $10 }' >found
	table scope start_margin price_effect cost_effect volume_effect mix_effect new_margin lost_margin end_margin <"$data/bridge_totals.csv" |
		awk -F'|' -v scope="$3" '$1 == scope { printf "%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f|%.6f\n", $2, $3, $4, $5, $6, $7, $8, $9 }' >expected
	[ "$(wc -l <expected)" -eq 1 ]
	diff found expected >&2
}

@test "the real data sets' totals agree with the sum of their lines" {
	totals_agree superstore group sum_of_lines
	totals_agree classicmodels group sum_of_lines
	totals_agree financial-sample group sum_of_lines
}

@test "the real data sets' totals agree with all items pooled under --pool=all" {
	totals_agree superstore all pooled_all_items
	totals_agree classicmodels all pooled_all_items
	totals_agree financial-sample all pooled_all_items
}

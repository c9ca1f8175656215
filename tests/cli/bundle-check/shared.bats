# bats: the year's bundles of ../shared, and published cases of bundling.
load ../helper

# --- the year's sheet

@test "the year: the timing bundle is a sacrifice, Timing pays 50,400; the power bundle needs consent for 1,800" {
	needs_shared
	tool "$SHARED/year/bundles.csv"
	findings 'bundle-check: finding: HN-A timing for 25G: sacrifice: Timing ICs (Sam Ortiz) pays 50400.00 *OX-25G of Optical Transceivers*net price 27.00*floor price 27.50*15.19%*18%*'
	[ "$(table level bundle delta_margin verdict <<<"$output" | sed -n 's/^bundle|//p')" = 'HN-A timing for 25G|44100.00|sacrifice
HN-B power with 100G|94200.00|consent
HN-C corporate rebate|-59484.00|dilutive' ] || show
	[[ $(table level bundle reason <<<"$output" | grep '^bundle|HN-B') == *'Power Modules (Priya Nair) gives up 1800.00'* ]] || show
}

@test "the year: the corporate rebate of 59,484 is split to the cent, and each line's owner must agree" {
	needs_shared
	tool "$SHARED/year/bundles.csv"
	# of 1,148,400 and 2,976,000 and 1,823,976
	[ "$(table level bundle owner rebate verdict <<<"$output" | grep '|HN-C' | grep -v ^item)" = 'bundle|HN-C corporate rebate|Karl Brandt|59484.00|dilutive
line|HN-C corporate rebate|Tomas Ek|11484.05|consent
line|HN-C corporate rebate|Wen Li|29760.12|consent
line|HN-C corporate rebate|Priya Nair|18239.83|consent' ] || show
}

@test "the year: the package supplies what a bundle sheet leaves empty" {
	needs_shared
	"$B/negpkg-build" -q --lines="$SHARED/year/lines.csv" --overview="$SHARED/year/overview.csv" "$SHARED/year/items.csv" >package.csv
	sheet thin.csv <<-END
		bundle,account,product_line,product,bundle_volume,bundle_price
		HN-B power with 100G,Halden Networks,Power Modules,PM-48-600,7800,56.50
		HN-B power with 100G,Halden Networks,Optical Transceivers,OX-100G,27000,
	END
	tool --package=package.csv thin.csv
	fine
	# but for the attribution, which the thin sheet doesn't ask for, it is the year's own sheet
	local columns='level product_line product owner standalone_revenue standalone_margin bundle_revenue bundle_margin delta_margin net_price floor_price verdict reason'
	# shellcheck disable=SC2086 # words
	table $columns <<<"$output" >thin
	# shellcheck disable=SC2086
	"$B/bundle-check" "$SHARED/year/bundles.csv" 2>/dev/null | grep -E '^level|,HN-B' | table $columns | diff thin -
}

# --- e12: attribution

# published CASE SCOPE EFFECT: the case's value
published() {
	awk -F, -v scope="$2" -v effect="$3" '$2 == scope && $3 == effect { print $4 }' "$SHARED/cases/$1_expected.csv"
}

# e12: its items as a bundles sheet
e12() {
	awk -F, 'NR == 1 { print "bundle,product_line,product,list_price,cost,standalone_volume,standalone_price,bundle_price,competitive"; next }
		{ printf "%s,L,%s,%s,%s,%s,%s,%.4f,%s\n", $1, $2, $3, $4, $5, $3, $3 * (100 - $6) / 100, $7 }' \
		"$SHARED/cases/e12_attribution_input.csv" >e12.csv
	tool e12.csv
}

@test "e12: both bundles' totals" {
	needs_shared
	e12
	status_is 0
	local bundle
	for bundle in b1 b2; do
		[ "$(table level bundle bundle_revenue <<<"$output" | grep "^bundle|$bundle|")" = "bundle|$bundle|$(published e12_attribution $bundle bundle_total).00" ] || show
	done
}

@test "e12: soap at 2.25 and bleach at 2.60 fail against their costs; pro rata every line earns" {
	needs_shared
	e12
	status_is 0
	local scope
	for scope in b1:Soap b2:Bleach; do
		printf '%s|%.4f|fail\n' "${scope#*:}" "$(published e12_attribution $scope attributed_price)"
	done >expected
	[ "$(table product attributed_price attribution <<<"$output" | grep fail)" = "$(cat expected)" ] || show
	[ "$(grep -c '2.25\|2.6' expected)" -eq 2 ]
	[ "$(table level verdict <<<"$output" | grep -c '^item|ok')" -eq 6 ] || show
}

# --- e14: allocation

# e14 CASE BASE: its items under one price of the bundle, split by this base
e14() {
	awk -F, -v name="$1" '
		BEGIN { print "bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price" }
		$1 == name { printf "%s,L,%s,%s,%s,1,%s,\n", $1, $2, $4 == "" ? 0 : $4, $3, $3; price = $5 }
		END { printf "%s,,,,,,,%s\n", name, price }' "$SHARED/cases/e14_allocation_input.csv" >e14.csv
	tool --allocate="$2" e14.csv
	[ "$(wc -l <e14.csv)" -gt 3 ]
}

# agrees CONVENTION CASE: each item's part is as published, within the case's tolerance
agrees() {
	awk -F, -v OFS='|' -v convention="$1" -v name="$2:" '$1 == convention && index($2, name) == 1 { print substr($2, length(name) + 1), $4, $5 }' \
		"$SHARED/cases/e14_allocation_expected.csv" | sort >expected
	[ -s expected ]
	table level product bundle_revenue <<<"$output" | sed -n 's/^item|//p' | sort >found
	join -t'|' expected found >both
	[ "$(wc -l <both)" -eq "$(wc -l <expected)" ] || show
	awk -F'|' '{ gap = $2 - $4; if (gap > $3 + 1e-9 || -gap > $3 + 1e-9) bad = 1 } END { exit bad }' both || show "$(cat both)"
}

@test "e14: by standalone prices, two films" {
	needs_shared
	e14 dvd standalone
	agrees standalone dvd
	[ "$(table product bundle_revenue <<<"$output" | tail -n 2 | xargs)" = 'BegM|37.50 RCC|22.50' ] || show
}

@test "e14: by standalone prices, unit costs and units, two programs" {
	needs_shared
	e14 word standalone
	agrees standalone_price word
	e14 word cost
	agrees unit_cost word
	e14 word equal
	agrees physical word
}

@test "e14: pro rata of list prices, three services; what was 80 stays 80" {
	needs_shared
	e14 telco list
	agrees pro_rata_list telco
	[ "$(table bundle_revenue <<<"$output" | head -n 1)" = 80.00 ] || show
	[ "$(table level bundle_revenue <<<"$output" | awk -F'|' '$1 == "item" { sub(/[.]/, "", $2); sum += $2 } END { print sum }')" = 8000 ] || show
}

# --- e16: gross margin given up in one line to take bad business in another

@test "e16: Memory gives up 40,000 to take Logic below its walk-away price: a sacrifice, to the cent" {
	needs_shared
	awk -F, 'NR == 1 { print "bundle,product_line,product,standalone_volume,standalone_price,cost,floor_price,bundle_volume,bundle_price"; next }
		{ printf "e16,%s,%s,%s,%s,%s,%s,%s,%s\n", $1, $1, $2, $3, $4, $6, $7, $8 }' "$SHARED/cases/e16_bundle_sanity_input.csv" >e16.csv
	tool e16.csv
	findings '*: sacrifice: *Memory pays 40000.00 *Logic*net price 4.40*floor price 4.60*'
	local line effect
	for line in Memory Logic Analog; do
		for effect in gm_standalone gm_bundle delta; do
			published e16_bundle_sanity $line $effect
		done | xargs printf '%s|%.2f|%.2f|%.2f\n' "$line"
	done | sort >expected
	[ "$(wc -l <expected)" -eq 3 ]
	table level product_line standalone_margin bundle_margin delta_margin <<<"$output" | sed -n 's/^line|//p' | sort | diff - expected
	[ "$(table level delta_margin <<<"$output" | head -n 1)" = "$(printf 'bundle|%.2f' "$(published e16_bundle_sanity total delta)")" ] || show
	columns_are level product_line verdict <<-END
		bundle||sacrifice
		line|Analog|ok
		item|Analog|ok
		line|Logic|unacceptable
		item|Logic|unacceptable
		line|Memory|sacrifice
		item|Memory|ok
	END
}

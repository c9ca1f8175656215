# bats: share/examples/bundles.csv, one bundle of each verdict, against the workbook beside it.
load ../helper

@test "the examples are one bundle of each verdict, and two that must not be proposed" {
	tool "$EXAMPLES/bundles.csv"
	findings 'bundle-check: finding: NM-1 *: unacceptable: *' 'bundle-check: finding: TG-1 *: sacrifice: *'
	[ "$(table level verdict <<<"$output" | sed -n 's/^bundle|//p' | sort | xargs)" = 'consent dilutive ok sacrifice unacceptable' ] || show
}

@test "the examples' text and JSON are about the same five" {
	tool --format=text "$EXAMPLES/bundles.csv"
	status_is 1
	[ "$(grep -cE '^[^ ].*: (ok|consent|dilutive|unacceptable|sacrifice)$' <<<"$output")" -eq 5 ] || show
	tool --format=json "$EXAMPLES/bundles.csv"
	status_is 1
	[ "$(grep -c '"level": "bundle"' <<<"$output")" -eq 5 ] || show
}

@test "the examples' category grows in turnover and in profit" {
	tool "$EXAMPLES/bundles.csv"
	[ "$(table bundle category_turnover category_profit breakeven_rate <<<"$output" | grep '|[0-9]')" = \
		'NM-2 Oxygen service kit|66350.00|2723.60|2.9607' ] || show
}

@test "what the examples say of products is what the example package says of them" {
	"$B/negpkg-build" -q --overview="$EXAMPLES/overview.csv" --lines="$EXAMPLES/lines.csv" "$EXAMPLES/items.csv" >package.csv
	# without all that a package has
	awk -F, -v OFS=, '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 1 && $at["product"] != "" && $at["source"] != "rival" {
			# what stays the same in the bundle needs no package
			if ($at["bundle_price"] == "" || $at["bundle_volume"] == "") kept++
			$at["cost"] = $at["standalone_volume"] = $at["standalone_price"] = $at["floor_price"] = $at["floor_margin_pct"] = ""
			$at["owner"] = $at["list_price"] = ""
		}
		{ print }' "$EXAMPLES/bundles.csv" >thin.csv
	local columns='level bundle product_line product owner standalone_revenue bundle_revenue rebate delta_margin net_price floor_price attributed_price verdict'
	tool --package=package.csv thin.csv
	status_is 1
	# shellcheck disable=SC2086 # words
	table $columns <<<"$output" >thin
	# shellcheck disable=SC2086
	"$B/bundle-check" "$EXAMPLES/bundles.csv" 2>/dev/null | table $columns | diff thin - >&2
}

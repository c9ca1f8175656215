# bats: the workbook of share/examples in its three faces, and the sheets of ../shared/year.
load ../helper

@test "three faces of the examples give the same package through standard input" {
	# lines differ where a face has a total row or cells of several lines
	unsourced() { sed 's/<stdin>:[0-9]*//g'; }
	"$B/negpkg-build" <"$EXAMPLES/items.csv" | unsourced >plain
	[ "$(wc -l <plain)" -gt 80 ]
	run --separate-stderr bash -c '"$1" -q <"$2"' - "$B/negpkg-build" "$EXAMPLES/items-us.csv"
	fine
	printf '%s\n' "$output" | unsourced | cmp - plain
	run --separate-stderr bash -c '"$1" -q --decimal=, <"$2"' - "$B/negpkg-build" "$EXAMPLES/items-eu.csv"
	fine
	printf '%s\n' "$output" | unsourced | cmp - plain
}

@test "three faces of the examples give the same package, sources included" {
	"$B/negpkg-build" <"$EXAMPLES/items.csv" >plain
	run --separate-stderr bash -c '"$1" -q <"$2"' - "$B/negpkg-build" "$EXAMPLES/items-us.csv"
	printf '%s\n' "$output" | cmp - plain
	run --separate-stderr bash -c '"$1" -q --decimal=, <"$2"' - "$B/negpkg-build" "$EXAMPLES/items-eu.csv"
	printf '%s\n' "$output" | cmp - plain
}

@test "the US face has a total row: left out with a warning" {
	build "$EXAMPLES/items-us.csv"
	status_is 0
	stderr_has "*items-us.csv:*: warning: *total*"
	[[ $stderr != *error* ]]
}

@test "the European face without --decimal is refused, not misread" {
	build "$EXAMPLES/items-eu.csv"
	status_is 2
	[ -z "$output" ]
	stderr_has '*--decimal*'
}

@test "the whole workbook builds without a word" {
	build --overview="$EXAMPLES/overview.csv" --lines="$EXAMPLES/lines.csv" "$EXAMPLES/items.csv"
	fine
	[ "$(printf '%s\n' "$output" | table level | grep -c '^account$')" -eq 2 ]
	[ "$(printf '%s\n' "$output" | table level | grep -c '^line$')" -ge 4 ]
	[ "$(printf '%s\n' "$output" | table level | grep -c '^item$')" -ge 80 ]
	[ "$(printf '%s\n' "$output" | table level | grep -c '^phase$')" -ge 2 ]
}

@test "the examples show every kind of item" {
	build --overview="$EXAMPLES/overview.csv" --lines="$EXAMPLES/lines.csv" "$EXAMPLES/items.csv"
	fine
	local flag
	for flag in concession strategic new lost let-go phased; do
		printf '%s\n' "$output" | table flags | tr ';' '\n' | grep -qx $flag || show "no $flag"
	done
}

@test "the year's sheets: one package, 2905474.00 today and 3263316.00 expected" {
	needs_shared
	local y=$SHARED/year
	build --overview="$y/overview.csv" --lines="$y/lines.csv" "$y/items.csv"
	status_is 0
	printf '%s\n' "$output" | table level account current_margin expected_margin account_manager | grep ^account >found
	diff found - <<-END
		account|Halden Networks|2905474.00|3263316.00|Ines Moreau
	END
}

@test "the year's sheets: PM-48-300 is blended over its phases" {
	needs_shared
	build "$SHARED/year/items.csv"
	status_is 0
	printf '%s\n' "$output" | table level product phase expected_volume expected_price expected_cost expected_margin market_volume | grep PM-48-300 >found
	# 24000 @ 37.50 + 26400 @ 35.00 = 1824000; 24000 * 25 + 26400 * 22.80 = 1201920; over 50400
	diff found - <<-END
		item|PM-48-300||50400|36.1905|23.8476|622080.00|84000
		phase|PM-48-300|H1|24000|37.5000|25.0000|300000.00|40000
		phase|PM-48-300|H2|26400|35.0000|22.8000|322080.00|44000
	END
}

@test "the year's sheets: flags" {
	needs_shared
	build "$SHARED/year/items.csv"
	status_is 0
	flags_of() {
		printf '%s\n' "$output" | table level product flags | sed -n "s/^item|$1|//p"
	}
	[[ $(flags_of CX-1100) == *let-go* ]] || show
	[[ $(flags_of PM-48-600) == *strategic*new* ]] || show
	[[ $(flags_of OX-10G) == *lost* ]] || show
	[[ $(flags_of TX-156) == concession\;leader* ]] || show
	[[ $(flags_of PM-48-300) == *phased* ]] || show
	[[ $(flags_of TX-25) == '' ]] || show
}

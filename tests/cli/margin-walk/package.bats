# bats: a package as input, and what it must have in common with the items it was built from.
load ../helper

# an item in two phases, one without, one in EUR
phased() {
	sheet items.csv <<-END
		account,product_line,product,period,phase,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		Acme,Bolts,A,2027,H1,USD,20,10,6,1,,,,1
		Acme,Bolts,A,2027,H2,USD,,,,1,30,10,6,1
		Acme,Bolts,B,2027,,EUR,10,100,60,1.1,10,110,60,1.2
		Acme,Nuts,C,2027,,USD,10,3,1,1,15,3,1,1
	END
	"$B/negpkg-build" items.csv >package.csv
}

@test "a package walks as the items it was built from" {
	phased
	walk package.csv
	fine
	[ "$output" = "$("$B/margin-walk" items.csv)" ]
	# A blended: 80 -> 120; B: 440 -> 600
	columns_are level product_line items start_margin volume price fx new lost end_margin <<-END
		total||3|540.00|183.33|110.00|50.00|0.00|0.00|750.00
		account||3|540.00|183.33|110.00|50.00|0.00|0.00|750.00
		product_line|Bolts|2|520.00|173.33|110.00|50.00|0.00|0.00|720.00
		product_line|Nuts|1|20.00|10.00|0.00|0.00|0.00|0.00|30.00
	END
}

@test "with phase in --by a package's phase rows count, and item rows of items that have none" {
	phased
	walk --by=product_line,phase package.csv
	fine
	[ "$output" = "$("$B/margin-walk" --by=product_line,phase items.csv)" ]
	columns_are level product_line phase items new lost end_margin <<-END
		total|||4|120.00|-80.00|750.00
		product_line|Bolts||3|120.00|-80.00|720.00
		phase|Bolts||1|0.00|0.00|600.00
		phase|Bolts|H1|1|0.00|-80.00|0.00
		phase|Bolts|H2|1|120.00|0.00|120.00
		product_line|Nuts||1|0.00|0.00|30.00
		phase|Nuts||1|0.00|0.00|30.00
	END
}

@test "account and line rows of a package don't count again" {
	phased
	grep -vE '^(account|line),' package.csv >items-only.csv
	walk items-only.csv
	fine
	[ "$output" = "$("$B/margin-walk" package.csv)" ]
}

@test "a package by standard input and an items sheet are read as one table" {
	phased
	sed 's/Acme/Other/' items.csv >other.csv
	run --separate-stderr bash -c '"$1" - other.csv <package.csv' - "$B/margin-walk"
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" items.csv other.csv)
}

@test "build | walk equals walk where a sheet gives totals, and lacks a position" {
	sheet items.csv <<-END
		account,product_line,product,current_volume,current_revenue,current_cogs,current_rebate,walkaway_volume,walkaway_revenue,walkaway_cogs
		Acme,Bolts,A,3,10,7,1,7,20,13
		Acme,Bolts,B,7,10,3,,3,5,1
		Acme,Nuts,C,0,,,,9,11,5
	END
	run --separate-stderr bash -c '"$1/negpkg-build" items.csv | "$1/margin-walk" --places=9' - "$B"
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" --places=9 items.csv)
	columns_are level product_line start_margin end_margin <<-END
		total||9.000000000|17.000000000
		account||9.000000000|17.000000000
		product_line|Bolts|9.000000000|11.000000000
		product_line|Nuts|0.000000000|6.000000000
	END
}

@test "build | walk equals walk where prices are per 7 and volumes come from shares" {
	sheet items.csv <<-END
		account,product_line,product,price_per,cost_per,market_volume,current_market_volume,current_share,current_price,current_cost,expected_share,expected_price,expected_cost
		Acme,Bolts,A,7,3,1000,900,33%,10,2,37%,9.99,1.97
		Acme,Bolts,B,1000,7,55555,44444,0.123,1234.5,2,0.321,1111.1,1.97
	END
	run --separate-stderr bash -c '"$1/negpkg-build" items.csv | "$1/margin-walk" --places=9' - "$B"
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" --places=9 items.csv)
}

@test "build | walk equals walk on the examples, byte for byte" {
	run --separate-stderr bash -c '"$1/negpkg-build" "$2" | "$1/margin-walk"' - "$B" "$EXAMPLES/items.csv"
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" "$EXAMPLES/items.csv")
	run --separate-stderr bash -c '"$1/negpkg-build" "$2" | "$1/margin-walk" --by=account,phase,product --places=6 --pool=all' - "$B" "$EXAMPLES/items.csv"
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" --by=account,phase,product --places=6 --pool=all "$EXAMPLES/items.csv")
}

@test "the examples in their other faces give the same walk" {
	"$B/margin-walk" "$EXAMPLES/items.csv" >expected
	walk -q "$EXAMPLES/items-us.csv"
	fine
	printf '%s\n' "$output" | cmp - expected
	walk -q --decimal=, "$EXAMPLES/items-eu.csv"
	fine
	printf '%s\n' "$output" | cmp - expected
}

# bats: roll-ups, phases, totals, shares, currencies: the package's figures, worked out by hand from shared/formats.md.
load ../helper

two_lines() {
	sheet items.csv <<-END
		account,product_line,product,customer_part,period,market_volume,current_market_volume,target_price,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Acme,Bolts,A,C-1,2027,200,160,8,80,10,6,100,10,6
		Acme,Bolts,B,C-2,2027,250,100,16,40,20,15,50,20,15
		Acme,Nuts,C,C-3,2027,100,100,,10,500,300,20,450,300
	END
}

@test "an account row, its lines, their items, from the top down, largest revenue first" {
	two_lines
	build items.csv
	fine
	# revenue, the larger of both positions: Nuts 9000, Bolts 2000; C; A 1000 and B 1000 tie at expected
	printf '%s\n' "$output" | table level account product_line product customer_part period rank | grep -v '^item.*Bolts' >found
	diff found - <<-END
		account|Acme||||2027|1
		line|Acme|Nuts|||2027|1
		item|Acme|Nuts|C|C-3|2027|1
		line|Acme|Bolts|||2027|2
	END
}

@test "columns stand in the order of formats.md, positions that the sheet has, then its own" {
	two_lines
	build items.csv
	fine
	[ "$(headings | tr '\n' ' ')" = "level account product_line product customer_part period phase currency rank \
current_volume current_price current_cost current_share current_value_share current_revenue current_cogs current_rebate current_margin current_margin_pct \
expected_volume expected_price expected_cost expected_share expected_value_share expected_revenue expected_cogs expected_rebate expected_margin expected_margin_pct \
market_volume current_market_volume target_price target_gap_pct price_change_pct flags package_id source " ] || show
}

@test "roll-ups of volume and money" {
	two_lines
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line product expected_volume expected_revenue expected_cogs expected_rebate expected_margin expected_margin_pct | sort >found
	# A 100 @ 10-6, B 50 @ 20-15, C 20 @ 450-300
	diff found - <<-END
		account|||170|11000.00|7350.00|0.00|3650.00|33.18
		item|Bolts|A|100|1000.00|600.00|0.00|400.00|40.00
		item|Bolts|B|50|1000.00|750.00|0.00|250.00|25.00
		item|Nuts|C|20|9000.00|6000.00|0.00|3000.00|33.33
		line|Bolts||150|2000.00|1350.00|0.00|650.00|32.50
		line|Nuts||20|9000.00|6000.00|0.00|3000.00|33.33
	END
}

@test "prices and costs of roll-ups are money over volume, with at least four decimals" {
	two_lines
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line product expected_price expected_cost | sort >found
	# 2000 / 150, 1350 / 150; 11000 / 170, 7350 / 170
	diff found - <<-END
		account|||64.7059|43.2353
		item|Bolts|A|10.0000|6.0000
		item|Bolts|B|20.0000|15.0000
		item|Nuts|C|450.0000|300.0000
		line|Bolts||13.3333|9.0000
		line|Nuts||450.0000|300.0000
	END
}

@test "shares of volume and of value" {
	two_lines
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line product expected_share expected_value_share | sort >found
	# Bolts: 150 / 450; 2000 / (10 * 200 + 20 * 250); all: 170 / 550; 11000 / (7000 + 450 * 100)
	diff found - <<-END
		account|||0.3091|0.2115
		item|Bolts|A|0.5000|0.5000
		item|Bolts|B|0.2000|0.2000
		item|Nuts|C|0.2000|0.2000
		line|Bolts||0.3333|0.2857
		line|Nuts||0.2000|0.2000
	END
}

@test "shares of current count the current market" {
	two_lines
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line product current_share current_value_share | sort >found
	# Bolts: 120 / 260; 1600 / (1600 + 2000); all: 130 / 360; 6600 / (3600 + 50000)
	diff found - <<-END
		account|||0.3611|0.1231
		item|Bolts|A|0.5000|0.5000
		item|Bolts|B|0.4000|0.4000
		item|Nuts|C|0.1000|0.1000
		line|Bolts||0.4615|0.4444
		line|Nuts||0.1000|0.1000
	END
}

@test "an item without volume and market volume is left out of its line's shares" {
	two_lines
	echo 'Acme,Bolts,D,C-4,2027,,,,40,1,1,0,,' >>items.csv
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line expected_share expected_value_share | grep '^line|Bolts' >found
	diff found - <<-END
		line|Bolts|0.3333|0.2857
	END
}

@test "shares are blank where an item that counts has no market volume" {
	two_lines
	echo 'Acme,Bolts,D,C-4,2027,,,,40,1,1,40,1,1' >>items.csv
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line current_share current_value_share expected_share expected_value_share | grep '^line|Bolts' >found
	diff found - <<-END
		line|Bolts||||
	END
}

@test "an item not sold counts in shares with its market volume, at the target price in value" {
	two_lines
	echo 'Acme,Bolts,D,C-4,2027,150,,4,0,,,0,,' >>items.csv
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line expected_share expected_value_share | grep '^line|Bolts' >found
	# 150 / 600; 2000 / (7000 + 4 * 150)
	diff found - <<-END
		line|Bolts|0.2500|0.2632
	END
}

@test "an item with a market but neither price nor target leaves the value share blank" {
	two_lines
	echo 'Acme,Bolts,D,C-4,2027,150,,,0,,,0,,' >>items.csv
	build items.csv
	fine
	printf '%s\n' "$output" | table level product_line expected_share expected_value_share | grep '^line|Bolts' >found
	diff found - <<-END
		line|Bolts|0.2500|
	END
}

@test "price_change_pct is current to expected, target_gap_pct expected against the target" {
	two_lines
	build items.csv
	fine
	printf '%s\n' "$output" | table level product target_gap_pct price_change_pct | grep ^item | sort >found
	# A 10 / 8, B 20 / 16, C 450 / 500
	diff found - <<-END
		item|A|25.00|0.00
		item|B|25.00|0.00
		item|C||-10.00
	END
}

@test "an empty volume is share times market volume" {
	sheet items.csv <<-END
		product,market_volume,current_market_volume,current_share,current_price,current_cost,expected_share,expected_price,expected_cost
		A,1000,800,25%,5,3,0.3,5,3
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level current_volume current_share current_revenue expected_volume expected_share expected_revenue | grep ^item >found
	diff found - <<-END
		item|200|0.2500|1000.00|300|0.3000|1500.00
	END
}

@test "totals instead of unit figures" {
	sheet items.csv <<-END
		product,current_volume,current_revenue,current_cogs,current_rebate,expected_volume,expected_revenue,expected_cogs
		A,8,100,60,2.5,0,,
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level current_volume current_price current_cost current_revenue current_cogs current_rebate current_margin current_margin_pct expected_volume expected_revenue | grep ^item >found
	diff found - <<-END
		item|8|12.5000|7.5000|100.00|60.00|2.50|37.50|37.50|0|0.00
	END
}

@test "money totals are in full, not rounded to --places" {
	sheet items.csv <<-END
		product,price_per,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,1000,123,1.2345,0.001,1,5,3
	END
	build items.csv
	fine
	# 123 * 1.2345 / 1000; 123 * .001
	printf '%s\n' "$output" | table level current_revenue current_cogs current_margin | grep ^item >found
	diff found - <<-END
		item|0.1518435|0.123|0.0288435
	END
}

@test "item rows keep the sheet's terms: currency and price_per; account and line rows the report currency" {
	sheet items.csv <<-END
		product_line,product,currency,cost_currency,price_per,cost_per,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		Bolts,A,EUR,USD,100,10,5000,160,8,1.25,5000,150,8,1.2
		Bolts,B,USD,USD,1,1,10,100,60,1,10,100,60,1
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level product currency current_price current_cost current_revenue current_cogs current_margin | sort >found
	# A: 8000 EUR = 10000 USD, 4000 USD
	diff found - <<-END
		account||USD|2.19561|0.918164|11000.00|4600.00|6400.00
		item|A|EUR|160.0000|8.0000|8000.00|4000.00|6000.00
		item|B|USD|100.0000|60.0000|1000.00|600.00|400.00
		line||USD|2.19561|0.918164|11000.00|4600.00|6400.00
	END
}

@test "rates are written filled in from --fx" {
	sheet items.csv <<-END
		product,currency,cost_currency,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,EUR,USD,10,100,60,10,100,60
		B,USD,,10,100,60,10,100,60
	END
	printf '%s\n' currency,current,expected EUR,1.1,1.2 >fx.csv
	build --fx=fx.csv items.csv
	fine
	printf '%s\n' "$output" | table level product current_fx current_cost_fx expected_fx expected_cost_fx current_margin expected_margin | sort >found
	diff found - <<-END
		account||||||900.00|1000.00
		item|A|1.1|1|1.2|1|500.00|600.00
		item|B|1|1|1|1|400.00|400.00
		line||||||900.00|1000.00
	END
}

@test "--report-currency reports margins and sums in another" {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,EUR,10,100,60,10,100,60
		B,USD,10,100,60,10,100,60
	END
	printf '%s\n' currency,current,expected USD,0.5,0.8 >fx.csv
	build --fx=fx.csv --report-currency=EUR items.csv
	fine
	printf '%s\n' "$output" | table level product currency current_revenue current_margin expected_margin | sort >found
	diff found - <<-END
		account||EUR|1500.00|600.00|720.00
		item|A|EUR|1000.00|400.00|400.00
		item|B|USD|1000.00|200.00|320.00
		line||EUR|1500.00|600.00|720.00
	END
}

@test "an item with phases: its row, blended, and below it theirs" {
	sheet items.csv <<-END
		account,product_line,product,period,phase,market_volume,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Acme,Bolts,A,2027,H1,1000,100,10,6,100,9,6
		Acme,Bolts,A,2027,H2,1000,300,12,6,300,8,5
	END
	build items.csv
	fine
	columns_are level product period phase current_volume current_price current_cost current_revenue expected_price expected_cost expected_margin expected_share market_volume source <<-END
		account||2027||400|11.5000|6.0000|4600.00|8.2500|5.2500|1200.00|0.2000|2000|
		line||2027||400|11.5000|6.0000|4600.00|8.2500|5.2500|1200.00|0.2000|2000|
		item|A|2027||400|11.5000|6.0000|4600.00|8.2500|5.2500|1200.00|0.2000|2000|items.csv:2
		phase|A|2027|H1|100|10.0000|6.0000|1000.00|9.0000|6.0000|300.00|0.1000|1000|items.csv:2
		phase|A|2027|H2|300|12.0000|6.0000|3600.00|8.0000|5.0000|900.00|0.3000|1000|items.csv:3
	END
}

@test "items of two periods are two items, of two accounts' packages" {
	sheet items.csv <<-END
		account,product,period,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Acme,A,2027,10,5,3,10,5,3
		Acme,A,2028,10,6,3,10,6,3
	END
	build items.csv
	fine
	columns_are level product period current_revenue rank <<-END
		account||2028|60.00|1
		line||2028|60.00|1
		item|A|2028|60.00|1
		account||2027|50.00|2
		line||2027|50.00|1
		item|A|2027|50.00|1
	END
}

@test "a year figure may stand on one phase row" {
	sheet items.csv <<-END
		product,phase,market_volume,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,H1,1000,40,5,3,20,5,3
		A,H2,,,,,20,4,3
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level current_volume current_price expected_volume expected_price expected_share market_volume | grep ^item >found
	diff found - <<-END
		item|40|5.0000|40|4.5000|0.0400|1000
	END
}

@test "phases that disagree in a rate are an error" {
	sheet items.csv <<-END
		product,phase,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		A,H1,EUR,10,5,3,1.1,10,5,3,1.1
		A,H2,EUR,10,5,3,1.2,10,5,3,1.1
	END
	build --report-currency=USD items.csv
	refused 'items.csv:3: error: *items.csv:2*'
}

@test "the source is file and line of the row" {
	two_lines
	build items.csv
	fine
	printf '%s\n' "$output" | table level product source | sort >found
	diff found - <<-END
		account||
		item|A|items.csv:2
		item|B|items.csv:3
		item|C|items.csv:4
		line||
		line||
	END
}

@test "positions that a sheet hasn't got have no columns" {
	two_lines
	build items.csv
	fine
	lacks_column '^initial_'
	lacks_column '^walkaway_'
}

@test "other positions' columns pass through" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,plan_volume,plan_price
		A,10,5,3,11,6
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level plan_volume plan_price | grep ^item >found
	diff found - <<-END
		item|11|6
	END
	lacks_column '^plan_margin'
}

@test "--places sets the least decimals of money" {
	two_lines
	build --places=0 items.csv
	fine
	printf '%s\n' "$output" | table level expected_revenue expected_margin | grep ^account >found
	diff found - <<-END
		account|11000|3650
	END
}

@test "--sort-by=at-risk: expected minus walk-away margin, largest first" {
	sheet items.csv <<-END
		product,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost
		A,10,50,10,10,49,10
		B,10,20,10,10,15,10
		C,10,30,10,10,27,10
	END
	build items.csv
	fine
	columns_are product <<-END


		A
		C
		B
	END
	build --sort-by=at-risk items.csv
	fine
	columns_are product rank <<-END
		|1
		|1
		B|1
		C|2
		A|3
	END
}

@test "--sort-by a column: figures largest first, text by byte order, heading in any dress" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,sequence no
		b,10,50,10,2
		C,30,20,10,10
		a,20,60,10,9
	END
	for key in current_volume 'Current Volume' CURRENT-VOLUME; do
		build --sort-by="$key" items.csv
		fine
		columns_are product <<-END


			C
			a
			b
		END
	done
	build --sort-by=current_margin items.csv
	fine
	columns_are product <<-END


		a
		b
		C
	END
	build --sort-by=product items.csv
	fine
	columns_are product <<-END


		C
		a
		b
	END
	build --sort-by='sequence no' items.csv
	fine
	# numbers as numbers, whichever way
	printf '%s\n' "$output" | table level product | grep ^item | tr -d '\n' >found
	[[ $(cat found) == 'item|Citem|aitem|b' || $(cat found) == 'item|bitem|aitem|C' ]] || show
}

@test "--sort-by a column that isn't there is an error" {
	two_lines
	build --sort-by=nonsense items.csv
	refused '*--sort-by*nonsense*'
}

@test "lines are sorted among lines, accounts among accounts" {
	sheet items.csv <<-END
		account,product_line,product,current_volume,current_price,current_cost
		small,x,A,1,10,1
		big,y,B,1,20,1
		big,z,C,1,30,1
		big,y,D,1,25,1
	END
	build items.csv
	fine
	columns_are level account product_line product rank <<-END
		account|big|||1
		line|big|y||1
		item|big|y|D|1
		item|big|y|B|2
		line|big|z||2
		item|big|z|C|1
		account|small|||2
		line|small|x||1
		item|small|x|A|1
	END
}

@test "ties stand the same whatever the order of rows" {
	two_lines
	"$B/negpkg-build" items.csv | sed 's/items.csv:.*//' >expected
	{ head -1 items.csv; tail -n +2 items.csv | tac; } >reversed.csv
	build reversed.csv
	fine
	printf '%s\n' "$output" | sed 's/reversed.csv:.*//' | cmp - expected
}

@test "a sheet with headings only is a package of headings only" {
	two_lines
	head -1 items.csv >none.csv
	build none.csv
	fine
	[ "${#lines[@]}" -eq 1 ]
	[[ $output == level,account,* ]]
}

# --- package_id

id() {
	printf '%s\n' "$output" | table level package_id | awk -F'|' '$1 == "account" { print $2 }'
}

@test "package_id is twelve hex digits, the account's on each of its rows" {
	two_lines
	sed 's/^Acme,Nuts/Other,Nuts/' items.csv >two.csv
	build two.csv
	fine
	[ "$(id | sort -u | wc -l)" -eq 2 ]
	[ "$(id | grep -c '^[0-9a-f]*$')" -eq 2 ]
	[ "$(id | head -1 | wc -c)" -eq 13 ]
	[ "$(printf '%s\n' "$output" | table account package_id | sort -u | wc -l)" -eq 2 ]
}

@test "package_id stays under another order of rows and columns, another delimiter, other number formats, a note" {
	two_lines
	build items.csv
	local id
	id=$(id)
	{ head -1 items.csv; tail -n +2 items.csv | tac; } >other.csv
	build other.csv
	fine
	[ "$(id)" = "$id" ]
	tr , ';' <items.csv | sed 's/;450;/;450,00;/' >other.csv
	build --decimal=, other.csv
	fine
	[ "$(id)" = "$id" ]
	sed '1s/$/,note/; 2,$s/$/,changed our mind/; s/,500,/,$500.00,/' items.csv >other.csv
	build other.csv
	fine
	[ "$(id)" = "$id" ]
	awk -F, -v OFS=, '{ for (i = NF; i > 1; i--) printf "%s,", $i; print $1 }' items.csv >other.csv
	build other.csv
	fine
	[ "$(id)" = "$id" ]
	build --audience=internal --sort-by=product items.csv
	[ "$(id)" = "$id" ]
}

@test "package_id changes with any figure of any position" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,current_rebate,initial_volume,initial_price,initial_cost,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost
		A,10,5,3,1,10,6,3,12,5,3,12,4,3
	END
	build items.csv
	fine
	id >ids
	for i in 2 3 4 5 6 7 8 9 10 11 12 13 14; do
		awk -F, -v OFS=, -v i=$i 'NR == 2 { $i += 0.5 } { print }' items.csv >changed.csv
		build changed.csv
		fine
		id >>ids
	done
	[ "$(wc -l <ids)" -eq 14 ]
	[ "$(sort -u ids | wc -l)" -eq 14 ] || show "$(cat ids)"
}

@test "package_id changes with account, period, line, product and currency" {
	sheet items.csv <<-END
		account,period,product_line,product,currency,current_volume,current_price,current_cost
		Acme,2027,Bolts,A,USD,10,5,3
	END
	build items.csv
	id >ids
	for change in s/Acme/Acmf/ s/2027/2028/ s/Bolts/Bolt/ s/,A,/,B,/ s/USD/EUR/; do
		sed "2$change" items.csv >changed.csv
		build changed.csv
		fine
		id >>ids
	done
	[ "$(sort -u ids | wc -l)" -eq 6 ] || show "$(cat ids)"
}

@test "package_id of one account doesn't depend on another's" {
	two_lines
	build items.csv
	local id
	id=$(id)
	echo 'Zeta,Nuts,C,C-3,2027,100,100,,10,5,3,20,4,3' >>items.csv
	build items.csv
	fine
	id | grep -qx "$id"
}

@test "a phase that stands twice is a warning; both count" {
	sheet items.csv <<-END
		account,product_line,product,phase,current_volume,current_price,current_cost
		Acme,Bolts,A,H1,10,5,3
		Acme,Bolts,A,H1,10,5,3
	END
	build items.csv
	warned "items.csv:3: warning: this item's phase stands in line 2, too: both count"
	columns_are level current_revenue <<-END
		account|100.00
		line|100.00
		item|100.00
		phase|50.00
		phase|50.00
	END
}

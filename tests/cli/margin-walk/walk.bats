# bats: the walk itself. Expected figures are worked out by hand from shared/domain/formulas.md.
load ../helper

HEADINGS=from,to,items,start_volume,start_revenue,start_margin,start_margin_pct,volume,mix_within,mix_across,price,cost,rebate,cross,fx,new,lost,other,end_volume,end_revenue,end_margin,end_margin_pct,market_size,market_share

# Bolts: A 100 @ 10-6 -> 140 @ 9-5, B 100 @ 20-15 -> 80 @ 20-15. Nuts: C 10 @ 30-20 -> 15 @ 30-20.
bolts_and_nuts() {
	sheet items.csv <<-END
		account,product_line,region,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Acme,Bolts,North,A,100,10,6,140,9,5
		Acme,Bolts,South,B,100,20,15,80,20,15
		Acme,Nuts,North,C,10,30,20,15,30,20
	END
}

@test "one row per group and step, with sub-totals and a total, from the top down" {
	bolts_and_nuts
	walk items.csv
	fine
	# Bolts: volume = 900 * (220 - 200) / 200 = 90; mix = (4*140 + 5*80) - 900 - 90 = -30; price = -1 * 140; cost = 1 * 140
	# Nuts: volume = 100 * (15 - 10) / 10 = 50
	output_is <<-END
		level,account,product_line,$HEADINGS
		total,,,current,expected,3,210,3300.00,1000.00,30.30,140.00,-30.00,0.00,-140.00,140.00,0.00,0.00,0.00,0.00,0.00,0.00,235,3310.00,1110.00,33.53,,
		account,Acme,,current,expected,3,210,3300.00,1000.00,30.30,140.00,-30.00,0.00,-140.00,140.00,0.00,0.00,0.00,0.00,0.00,0.00,235,3310.00,1110.00,33.53,,
		product_line,Acme,Bolts,current,expected,2,200,3000.00,900.00,30.00,90.00,-30.00,0.00,-140.00,140.00,0.00,0.00,0.00,0.00,0.00,0.00,220,2860.00,960.00,33.57,,
		product_line,Acme,Nuts,current,expected,1,10,300.00,100.00,33.33,50.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,15,450.00,150.00,33.33,,
	END
}

@test "--pool=group is the default" {
	bolts_and_nuts
	walk items.csv
	local default=$output
	walk --pool=group items.csv
	fine
	[ "$output" = "$default" ]
}

@test "--pool=all pools units at every level: what that adds to mix is mix_across" {
	bolts_and_nuts
	walk --pool=all items.csv
	fine
	# all: volume = 1000 * 25 / 210 = 119.047..; pooled mix = 1110 - 1000 - 119.047.. = -9.047..; across = -9.047.. + 30
	columns_are level product_line start_margin volume mix_within mix_across price cost end_margin <<-END
		total||1000.00|119.05|-30.00|20.95|-140.00|140.00|1110.00
		account||1000.00|119.05|-30.00|20.95|-140.00|140.00|1110.00
		product_line|Bolts|900.00|90.00|-30.00|0.00|-140.00|140.00|960.00
		product_line|Nuts|100.00|50.00|0.00|0.00|0.00|0.00|150.00
	END
}

@test "--by groups by any column" {
	bolts_and_nuts
	walk --by=region items.csv
	fine
	# North: volume = 500 * 45 / 110 = 204.5454..; mix = (560 + 150) - 500 - 204.54.. = 5.4545..; South: 500 * -20 / 100
	columns_are level region items start_margin volume mix_within price cost end_margin <<-END
		total||3|1000.00|104.55|5.45|-140.00|140.00|1110.00
		region|North|2|500.00|204.55|5.45|-140.00|140.00|710.00
		region|South|1|500.00|-100.00|0.00|0.00|0.00|400.00
	END
	[ "${lines[0]}" = "level,region,$HEADINGS" ]
}

@test "--by may have columns in any order, also the product" {
	bolts_and_nuts
	walk --by=region,product items.csv
	fine
	columns_are level region product end_margin <<-END
		total|||1110.00
		region|North||710.00
		product|North|A|560.00
		product|North|C|150.00
		region|South||400.00
		product|South|B|400.00
	END
}

@test "an empty --by= is the total alone, one pool" {
	bolts_and_nuts
	walk --by= items.csv
	fine
	output_is <<-END
		level,$HEADINGS
		total,current,expected,3,210,3300.00,1000.00,30.30,119.05,-9.05,0.00,-140.00,140.00,0.00,0.00,0.00,0.00,0.00,0.00,235,3310.00,1110.00,33.53,,
	END
}

@test "--by of a column that no sheet has is a missing column" {
	bolts_and_nuts
	walk --by=continent items.csv
	refused 'items.csv:1: error: *missing*continent*'
}

@test "--by defaults to those of account and product_line that the sheet has" {
	bolts_and_nuts
	cut -d, -f1,3- items.csv >account.csv
	walk account.csv
	fine
	[ "${lines[0]}" = "level,account,$HEADINGS" ]
	cut -d, -f2- items.csv >line.csv
	walk line.csv
	fine
	[ "${lines[0]}" = "level,product_line,$HEADINGS" ]
	cut -d, -f3- items.csv >none.csv
	walk none.csv
	fine
	[ "${lines[0]}" = "level,$HEADINGS" ]
	[ "${#lines[@]}" -eq 2 ]
}

@test "a missing product_line is an empty key, and its row is there" {
	sheet items.csv <<-END
		product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		,A,10,5,3,12,5,3
		Bolts,B,10,5,3,12,5,3
	END
	walk items.csv
	fine
	columns_are level product_line end_margin <<-END
		total||48.00
		product_line||24.00
		product_line|Bolts|24.00
	END
}

@test "--measure=revenue walks revenue; cost and rebate are 0, margin columns repeat revenue" {
	bolts_and_nuts
	walk --measure=revenue items.csv
	fine
	# Bolts: volume = 3000 * 20 / 200 = 300; mix = (10*140 + 20*80) - 3000 - 300 = -300; Nuts: 300 * 5 / 10
	columns_are level product_line start_revenue start_margin volume mix_within price cost rebate end_revenue end_margin <<-END
		total||3300.00|3300.00|450.00|-300.00|-140.00|0.00|0.00|3310.00|3310.00
		account||3300.00|3300.00|450.00|-300.00|-140.00|0.00|0.00|3310.00|3310.00
		product_line|Bolts|3000.00|3000.00|300.00|-300.00|-140.00|0.00|0.00|2860.00|2860.00
		product_line|Nuts|300.00|300.00|150.00|0.00|0.00|0.00|0.00|450.00|450.00
	END
}

@test "--measure=revenue needs no costs" {
	bolts_and_nuts
	cut -d, -f1-6,8,9 items.csv >revenue.csv
	walk revenue.csv
	refused 'revenue.csv:1: error: *missing*current_cost*expected_cost*'
	walk --measure=revenue revenue.csv
	fine
	[ "$output" = "$("$B/margin-walk" --measure=revenue items.csv)" ]
}

@test "--measure=revenue doesn't take rebates off" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,current_rebate,expected_volume,expected_price,expected_cost,expected_rebate
		A,10,10,4,10,10,10,4,30
	END
	walk --measure=revenue items.csv
	fine
	columns_are start_margin rebate end_margin <<-END
		100.00|0.00|100.00
	END
}

@test "an unknown value of --measure, --pool or --sort-by is a usage error" {
	bolts_and_nuts
	walk --measure=volume items.csv
	refused '*--measure*volume*'
	walk --pool=some items.csv
	refused '*--pool*some*'
	walk --sort-by=size items.csv
	refused '*--sort-by*size*'
}

@test "rebates are an effect of their own" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,current_rebate,expected_volume,expected_price,expected_cost,expected_rebate
		A,10,10,4,10,20,10,4,60
	END
	walk items.csv
	fine
	# unit margin 10 - 4 - 1 = 5; volume = 50 * 10 / 10; rebate = -(3 - 1) * 20
	columns_are start_margin volume price cost rebate end_margin <<-END
		50.00|50.00|0.00|0.00|-40.00|60.00
	END
}

@test "new, lost: what is sold in one position only" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		kept,10,5,3,10,5,3
		new,,,,10,5,3
		new too,0,,,10,6,3
		lost,10,5,1,0,,
		lost too,10,5,2,,,
		neither,0,,,0,,
	END
	walk --by=product items.csv
	fine
	columns_are level product items start_margin volume new lost other end_margin <<-END
		total||5|90.00|0.00|50.00|-70.00|0.00|70.00
		product|kept|1|20.00|0.00|0.00|0.00|0.00|20.00
		product|lost|1|40.00|0.00|0.00|-40.00|0.00|0.00
		product|lost too|1|30.00|0.00|0.00|-30.00|0.00|0.00
		product|neither|0|0.00|0.00|0.00|0.00|0.00|0.00
		product|new|1|0.00|0.00|20.00|0.00|0.00|20.00
		product|new too|1|0.00|0.00|30.00|0.00|0.00|30.00
	END
}

@test "an item with a negative volume goes wholly to other" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,-5,10,4,5,10,4
		B,5,10,4,-1,10,4
	END
	walk --by=product items.csv
	fine
	columns_are product start_volume start_margin volume price new lost other end_volume end_margin <<-END
		|0|0.00|0.00|0.00|0.00|0.00|24.00|4|24.00
		A|-5|-30.00|0.00|0.00|0.00|0.00|60.00|5|30.00
		B|5|30.00|0.00|0.00|0.00|0.00|-36.00|-1|-6.00
	END
}

@test "an item with money at zero volume goes wholly to other" {
	sheet items.csv <<-END
		product,current_volume,current_revenue,current_cogs,expected_volume,expected_revenue,expected_cogs
		A,0,50,20,10,50,30
		B,10,50,30,0,5,0
	END
	walk --by=product items.csv
	warned 'items.csv:2: warning: current has money at zero volume: it counts as other' \
		'items.csv:3: warning: expected has money at zero volume: it counts as other'
	columns_are product start_revenue start_margin volume new lost other end_revenue end_margin <<-END
		|100.00|50.00|0.00|0.00|0.00|-25.00|55.00|25.00
		A|50.00|30.00|0.00|0.00|0.00|-10.00|50.00|20.00
		B|50.00|20.00|0.00|0.00|0.00|-15.00|5.00|5.00
	END
}

@test "totals instead of unit figures give the same walk" {
	bolts_and_nuts
	sheet totals.csv <<-END
		account,product_line,product,current_volume,current_revenue,current_cogs,expected_volume,expected_revenue,expected_cogs
		Acme,Bolts,A,100,1000,600,140,1260,700
		Acme,Bolts,B,100,2000,1500,80,1600,1200
		Acme,Nuts,C,10,300,200,15,450,300
	END
	walk totals.csv
	fine
	[ "$output" = "$("$B/margin-walk" items.csv)" ]
}

@test "a total that disagrees with its price counts, with a warning" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_revenue,current_cost,expected_volume,expected_price,expected_cost
		A,10,5,50,3,12,5,3
		B,10,5,57,3,12,5,3
	END
	walk --by= items.csv
	warned 'items.csv:3:4: warning: current_revenue: *"57" (cell D3)'
	columns_are start_revenue start_margin <<-END
		107.00|47.00
	END
}

@test "prices and costs per 1000 are read as such" {
	sheet items.csv <<-END
		product,price_per,cost_per,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,1000,100,5000,160.00,7.5,6000,150.00,7.5
	END
	walk items.csv
	fine
	# 5000 * .16 - 5000 * .075 = 425; volume = 425 * .2; price = -.01 * 6000
	columns_are start_revenue start_margin volume price end_margin <<-END
		800.00|425.00|85.00|-60.00|450.00
	END
}

@test "an empty volume is share times market volume" {
	sheet items.csv <<-END
		product,market_volume,current_market_volume,current_share,current_price,current_cost,expected_share,expected_volume,expected_price,expected_cost
		A,1000,800,25%,5,3,0.3,,5,3
	END
	walk items.csv
	fine
	columns_are start_volume start_margin volume end_volume end_margin <<-END
		200|400.00|200.00|300|600.00
	END
}

@test "cost stands in for an empty cost of any position but current" {
	sheet items.csv <<-END
		product,cost,current_volume,current_price,current_cost,expected_volume,expected_price
		A,2,10,5,3,10,5
	END
	walk items.csv
	fine
	columns_are cost end_margin <<-END
		10.00|30.00
	END
	sheet items.csv <<-END
		product,cost,current_volume,current_price,current_cost,expected_volume,expected_price
		A,2,10,5,,10,5
	END
	walk items.csv
	refused 'items.csv:2:3: error: current_volume: *cost*'
}

@test "phases of one item are blended before anything is compared" {
	sheet phases.csv <<-END
		product,phase,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,H1,20,10,6,,,
		A,H2,,,,30,10,6
	END
	walk --by=product phases.csv
	fine
	columns_are level items start_margin volume mix_within price cost new lost end_margin <<-END
		total|1|80.00|40.00|0.00|0.00|0.00|0.00|0.00|120.00
		product|1|80.00|40.00|0.00|0.00|0.00|0.00|0.00|120.00
	END
}

@test "phases may stand far apart and in several FILEs" {
	printf '%s\n' product,phase,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost >h
	{ cat h; echo A,H1,20,10,6,22,10,6; echo B,H1,5,10,6,5,10,6; } >one.csv
	{ cat h; echo B,H2,5,11,6,5,10,6; echo A,H2,20,12,6,22,10,6; } >two.csv
	{ cat one.csv; tail -n +2 two.csv; } >both.csv
	walk --by=product one.csv two.csv
	fine
	[ "$output" = "$("$B/margin-walk" --by=product both.csv)" ]
	[ "$output" = "$("$B/margin-walk" --by=product two.csv one.csv)" ]
	# A: revenue 200 + 240, 40 units at 11 -> 44 at 10
	columns_are product items start_revenue price <<-END
		|2|545.00|-49.00
		A|1|440.00|-44.00
		B|1|105.00|-5.00
	END
}

@test "with phase in --by each phase is compared with itself" {
	sheet phases.csv <<-END
		product,phase,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,H1,20,10,6,,,
		A,H2,,,,30,10,6
	END
	walk --by=phase phases.csv
	fine
	columns_are level phase items new lost end_margin <<-END
		total||2|120.00|-80.00|120.00
		phase|H1|1|0.00|-80.00|0.00
		phase|H2|1|120.00|0.00|120.00
	END
}

@test "without a phase column each row is an item of its own" {
	sheet rows.csv <<-END
		product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,20,10,6,,,
		A,,,,30,10,6
	END
	walk rows.csv
	fine
	columns_are items new lost <<-END
		2|120.00|-80.00
	END
}

@test "a group whose items differ in unit is a warning" {
	sheet items.csv <<-END
		product_line,product,unit,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Bolts,A,pc,10,5,3,12,5,3
		Wire,B,m,10,5,3,12,5,3
		Wire,C,kg,10,5,3,12,5,3
	END
	walk items.csv
	warned 'items.csv:4: warning: *unit*'
}

@test "--hide-values keeps units and group names out of that warning" {
	sheet items.csv <<-END
		product_line,product,unit,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Wire,B,SECRETUNIT,10,5,3,12,5,3
		Wire,C,kg,10,5,3,12,5,3
	END
	walk --hide-values items.csv
	warned 'items.csv:3:*warning: *unit*'
	[[ $stderr != *SECRETUNIT* ]] || show
}

@test "start plus effects is end, as printed, at every --places" {
	sheet items.csv <<-END
		product_line,product,price_per,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Bolts,A,7,100,10.123456,6.1,143,9.87,5.003
		Bolts,B,3,101,20.7,15.55,80,20.1,15.5
		Nuts,C,11,13,30.03,20.2,17,30.07,20.1
		Nuts,D,1,,,,3,1.111111,1
	END
	for places in 0 1 2 3 4 5 6 7 8 9; do
		walk --places=$places items.csv
		fine
		# to whole last digits, so that awk's arithmetic is exact
		printf '%s\n' "$output" | table start_margin volume mix_within mix_across price cost rebate cross fx new lost other end_margin |
			awk -F'|' -v places=$places '
			function units(s) { if (places && s !~ "^-?[0-9]+[.][0-9]+$") bad = 1; if (!places && s !~ /^-?[0-9]+$/) bad = 1
				if (places && length(s) - index(s, ".") != places) bad = 1
				sub(/[.]/, "", s); return s + 0 }
			{ sum = 0; for (i = 1; i < NF; i++) sum += units($i); if (sum != units($NF)) bad = 1 }
			END { exit bad || NR != 3 }' || show "doesn't foot at $places places"
	done
}

@test "--places=0 rounds half up, negatives too" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,1,2.5,0,1,0,2.5
	END
	walk --places=0 items.csv
	fine
	# floor(x + 1/2): 2.5 -> 3, -2.5 -> -2
	columns_are start_margin end_margin <<-END
		3|-2
	END
}

@test "a zero effect never receives a digit" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,1,0.4,0,1,0.8,0.4
	END
	walk --places=0 items.csv
	fine
	# .4 -> .4: nothing; price +.4, cost -.4 both print as 0
	columns_are start_margin volume mix_within mix_across price cost rebate cross fx new lost other end_margin <<-END
		0|0|0|0|0|0|0|0|0|0|0|0|0
	END
}

@test "the digit that rounding leaves goes to the largest remainder" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,10,1,0.96,10,1.03,0.93
	END
	walk --places=0 items.csv
	fine
	# .4 + .3 (price) + .3 (cost) = 1.0: start 0, end 1; of two equal remainders the first column's takes it
	columns_are start_margin price cost end_margin <<-END
		0|1|0|1
	END
}

@test "groups stand in byte order of their keys, cell by cell" {
	sheet items.csv <<-END
		account,product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		é,x,P,1,5,3,1,5,3
		b,x,P,1,5,3,1,5,3
		a!,x,P,1,5,3,1,5,3
		a,z,P,1,5,3,1,5,3
		a,Z,P,1,5,3,1,5,3
		Z,x,P,1,5,3,1,5,3
		10,x,P,1,5,3,1,5,3
		9,x,P,1,5,3,1,5,3
	END
	walk items.csv
	fine
	columns_are account product_line <<-END
		|
		10|
		10|x
		9|
		9|x
		Z|
		Z|x
		a|
		a|Z
		a|z
		a!|
		a!|x
		b|
		b|x
		é|
		é|x
	END
}

@test "group names with commas, quotes and line breaks are quoted, others aren't" {
	sheet items.csv <<-'END'
		product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		"a,b",P,1,5,3,1,5,3
		"say ""hi""",P,1,5,3,1,5,3
		"two
		lines",P,1,5,3,1,5,3
		plain words,P,1,5,3,1,5,3
	END
	walk items.csv
	fine
	[[ $output == *$'\nproduct_line,"a,b",current,'* ]] || show
	[[ $output == *$'\nproduct_line,"say ""hi""",current,'* ]] || show
	[[ $output == *$'\nproduct_line,"two\nlines",current,'* ]] || show
	[[ $output == *$'\nproduct_line,plain words,current,'* ]] || show
}

@test "the result can be read back by the tool's own reader" {
	sheet items.csv <<-'END'
		product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		"a,b","say ""hi""",1,5,3,1,5,3
	END
	walk --by=product items.csv
	fine
	columns_are product <<-'END'

		say "hi"
	END
}

@test "--sort-by=key is the default" {
	bolts_and_nuts
	walk --sort-by=key items.csv
	fine
	[ "$output" = "$("$B/margin-walk" items.csv)" ]
}

@test "--sort-by=revenue puts the largest first, --sort-by=change the largest change" {
	sheet items.csv <<-END
		product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		a,P,10,5,3,10,5,3
		b,P,10,50,30,10,50,29
		c,P,10,20,15,10,20,10
		d,P,10,30,10,10,23,10
	END
	walk --sort-by=revenue items.csv
	fine
	columns_are product_line <<-END

		b
		d
		c
		a
	END
	walk --sort-by=change items.csv
	fine
	# changes of margin: 0, 10, 50, -70
	columns_are product_line <<-END

		d
		c
		b
		a
	END
}

@test "a sheet with headings only is a walk of nothing" {
	sheet items.csv <<-END
		product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
	END
	walk items.csv
	fine
	output_is <<-END
		level,product_line,$HEADINGS
		total,,current,expected,0,0,0.00,0.00,,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0,0.00,0.00,,,
	END
}

@test "neither the order of rows nor their split over FILEs changes a byte" {
	needs_shared
	local items=$SHARED/data/superstore/items.csv
	"$B/margin-walk" "$items" >expected
	head -1 "$items" >h
	{ cat h; tail -n +2 "$items" | tac; } >reversed.csv
	{ cat h; tail -n +2 "$items" | awk 'NR % 3 == 0'; } >one.csv
	{ cat h; tail -n +2 "$items" | awk 'NR % 3 == 1'; } >two.csv
	{ cat h; tail -n +2 "$items" | awk 'NR % 3 == 2'; } >three.csv
	walk reversed.csv
	fine
	printf '%s\n' "$output" | cmp - expected
	walk two.csv three.csv one.csv
	fine
	printf '%s\n' "$output" | cmp - expected
}

# bats: --method, --measure=margin-pct and the market split. Expected figures are worked out by hand from
# shared/domain/formulas.md.
load ../helper

H=product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost

# Published case e01: unit margins 4 -> 4.5 and 2 -> 2.
memphis() {
	sheet items.csv <<-END
		product_line,$H
		Memphis,Alco,8000,20.00,16.00,7500,21.00,16.50
		Memphis,Bacco,4200,14.00,12.00,4500,13.50,11.50
	END
}

effects() {
	columns_are level start_margin volume mix_within mix_across price cost cross end_margin
}

# --- methods

@test "new-quantity: changes on the new volume, volume at the old margin" {
	memphis
	walk --method=new-quantity --places=6 items.csv
	fine
	# M0 = 32000 + 8400; volume = 40400 * -200 / 12200; mix = 4*7500 + 2*4500 - 40400 - volume
	# price = 1 * 7500 - 0.5 * 4500; cost = -0.5 * 7500 + 0.5 * 4500
	effects <<-END
		total|40400.000000|-662.295082|-737.704918|0.000000|5250.000000|-1500.000000|0.000000|42750.000000
		product_line|40400.000000|-662.295082|-737.704918|0.000000|5250.000000|-1500.000000|0.000000|42750.000000
	END
	local named=$output
	walk --places=6 items.csv
	[ "$output" = "$named" ] || show "the default is another"
}

@test "old-quantity: changes on the old volume, volume at the new margin" {
	memphis
	walk --method=old-quantity --places=6 --by= items.csv
	fine
	# volume = (4.5*8000 + 2*4200) * -200 / 12200; mix = 4.5 * -500 + 2 * 300 - volume
	# price = 1 * 8000 - 0.5 * 4200; cost = -0.5 * 8000 + 0.5 * 4200
	effects <<-END
		total|40400.000000|-727.868852|-922.131148|0.000000|5900.000000|-1900.000000|0.000000|42750.000000
	END
}

@test "three-way: changes on the old volume, volume at the old margin, and the cross term in its own column" {
	memphis
	walk --method=three-way --places=6 --by= items.csv
	fine
	# cross = (4.5 - 4) * -500 + (2 - 2) * 300
	effects <<-END
		total|40400.000000|-662.295082|-737.704918|0.000000|5900.000000|-1900.000000|-250.000000|42750.000000
	END
}

@test "symmetric: averages of both ends" {
	memphis
	walk --method=symmetric --places=6 --by= items.csv
	fine
	# price = 1 * 7750 - 0.5 * 4350; volume = (40400 + 44400) / 2 * -200 / 12200; volume + mix = 4.25 * -500 + 2 * 300
	effects <<-END
		total|40400.000000|-695.081967|-829.918033|0.000000|5575.000000|-1700.000000|0.000000|42750.000000
	END
}

@test "to cents, each method foots" {
	memphis
	# rounded down, then the missing cent to the largest remainder
	local method expected
	while IFS='|' read -r method expected; do
		walk --method="$method" --by= items.csv
		fine
		effects <<<"total|40400.00|$expected|42750.00"
	done <<-END
		new-quantity|-662.30|-737.70|0.00|5250.00|-1500.00|0.00
		old-quantity|-727.87|-922.13|0.00|5900.00|-1900.00|0.00
		three-way|-662.30|-737.70|0.00|5900.00|-1900.00|-250.00
		symmetric|-695.08|-829.92|0.00|5575.00|-1700.00|0.00
	END
}

@test "rebates in each method" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,current_rebate,expected_volume,expected_price,expected_cost,expected_rebate
		A,10,10,4,10,20,10,4,60
	END
	# unit margins 10-4-1 = 5 and 10-4-3 = 3; a rebate of 2 more on 20, 10 or 15 units
	local method expected
	while IFS='|' read -r method expected; do
		walk --method="$method" items.csv
		fine
		columns_are start_margin volume rebate cross end_margin <<<"50.00|$expected|60.00"
	done <<-END
		new-quantity|50.00|-40.00|0.00
		old-quantity|30.00|-20.00|0.00
		three-way|50.00|-20.00|-20.00
		symmetric|40.00|-30.00|0.00
	END
}

# 10 @ 5-3 -> 20 @ 6-3 EUR, at 1 -> 1.5: fx = 20 * (6 - 3) * 0.5
euros() {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		A,EUR,10,5,3,1,20,6,3,1.5
	END
}

@test "currency first: fx is the same in each method, the rest is at the old rate" {
	euros
	local method expected
	while IFS='|' read -r method expected; do
		walk --method="$method" --report-currency=USD items.csv
		fine
		columns_are start_margin volume price cross fx end_margin <<<"20.00|$expected|30.00|90.00"
	done <<-END
		new-quantity|20.00|20.00|0.00
		old-quantity|30.00|10.00|0.00
		three-way|20.00|10.00|10.00
	END
}

@test "symmetric is refused where rates differ" {
	euros
	walk --method=symmetric --report-currency=USD items.csv
	refused '*: error: --method=symmetric *rates differ*'
	# neither new nor lost items have two rates that matter; nor does a rate that stays
	sheet fine.csv <<-END
		product,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		A,EUR,10,5,3,1.2,20,6,3,1.2
		new,EUR,0,,,1.2,1,2,1,1.5
		lost,EUR,1,2,1,1.2,0,,,1.5
	END
	walk --method=symmetric --report-currency=USD fine.csv
	fine
	# volume = (2 + 3) / 2 * 10 * 1.2; price = 1 * 15 * 1.2
	columns_are start_margin volume price fx new lost end_margin <<-END
		25.20|30.00|18.00|0.00|1.50|-1.20|73.50
	END
}

@test "symmetric, ends swapped: price and cost change sign, new and lost their places" {
	sheet items.csv <<-END
		$H
		A,100,10,6,140,9,5
		B,100,20,15,80,20,15
		new,0,,,10,5,3
		lost,10,7,4,0,,
	END
	walk --method=symmetric items.csv
	fine
	# price = -1 * 120; cost = 1 * 120; volume = 900 * 20 / 200 halved, and 900 * 20 / 200 halved: 90
	columns_are start_margin volume mix_within price cost new lost end_margin <<-END
		930.00|90.00|-30.00|-120.00|120.00|20.00|-30.00|980.00
	END
	walk --method=symmetric --steps=expected,current items.csv
	fine
	columns_are start_margin price cost new lost end_margin <<-END
		980.00|120.00|-120.00|30.00|-20.00|930.00
	END
	# the split between volume and mix isn't claimed to turn, their sum is
	printf '%s\n' "$output" | table volume mix_within | awk -F'|' '{ exit !($1 + $2 == -60) }' || show
}

@test "--method and --pool=all" {
	memphis
	walk --method=three-way --pool=all --by=product --places=6 items.csv
	fine
	# the pooled mix, all of it across: each product alone has none
	effects <<-END
		total|40400.000000|-662.295082|0.000000|-737.704918|5900.000000|-1900.000000|-250.000000|42750.000000
		product|32000.000000|-2000.000000|0.000000|0.000000|8000.000000|-4000.000000|-250.000000|33750.000000
		product|8400.000000|600.000000|0.000000|0.000000|-2100.000000|2100.000000|0.000000|9000.000000
	END
}

@test "an unknown method is a usage error" {
	memphis
	local method
	for method in '' mid-price symmetri SYMMETRIC; do
		walk --method="$method" items.csv
		refused '*: error: *--method*'
	done
}

# --- market

M=product_line,product,current_market_volume,market_volume,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost

@test "market: volume is a market that grew and a share that did" {
	sheet items.csv <<-END
		$M
		L,A,1000,1100,100,10,6,120,11,6
		M,B,1000,800,100,10,6,90,10,6
	END
	walk items.csv
	fine
	# L: (1100 - 1000) * 0.1 * 4, and what is left of 4 * 20; M: -200 * 0.1 * 4, and what is left of 4 * -10
	columns_are level volume market_size market_share <<-END
		total|40.00|-40.00|80.00
		product_line|80.00|40.00|40.00
		product_line|-40.00|-80.00|40.00
	END
	walk --pool=all items.csv
	fine
	# all units: K 2000 -> 1900, Q 200 -> 210: -100 * 0.1 * 4, and what is left of 800 * 10 / 200
	columns_are level volume market_size market_share <<-END
		total|40.00|-40.00|80.00
		product_line|80.00|40.00|40.00
		product_line|-40.00|-80.00|40.00
	END
}

@test "market: a step that doesn't start at current has the same market at both ends" {
	sheet items.csv <<-END
		product,current_market_volume,market_volume,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost
		A,1000,1100,100,10,6,120,10,6,90,10,6
	END
	walk items.csv
	fine
	columns_are from volume market_size market_share <<-END
		current|80.00|40.00|40.00
		expected|-120.00|0.00|-120.00
	END
}

@test "market: blank where an item lacks it and above, with one warning" {
	sheet items.csv <<-END
		$M
		L,A,1000,1100,100,10,6,120,11,6
		M,B,1000,,100,10,6,90,10,6
		M,C,,100,10,3,2,11,3,2
		N,D,,100,10,3,2,11,3,2
	END
	walk items.csv
	warned 'items.csv:3: warning: *market*'
	columns_are level product_line market_size market_share <<-END
		total|||
		product_line|L|40.00|40.00
		product_line|M||
		product_line|N||
	END
	walk -q items.csv
	fine
}

@test "market: items that are new or lost need none" {
	sheet items.csv <<-END
		$M
		L,A,1000,1100,100,10,6,120,11,6
		L,new,,,0,,,9,3,2
		L,lost,,,9,3,2,0,,
	END
	walk --by= items.csv
	fine
	columns_are volume market_size market_share <<-END
		80.00|40.00|40.00
	END
}

@test "market: a sheet without it says nothing" {
	memphis
	walk items.csv
	fine
	columns_are market_size market_share <<-END
		|
		|
	END
}

# --- margin percent

# margins of 40 %, 25 %, none, 10 % -> 30 %, 30 %, 50 %, none; revenue 1000, 1000, -, 1000 -> 1200, 800, 500, -
points() {
	sheet items.csv <<-END
		product_line,$H
		A,a,100,10,6,120,10,7
		B,b,50,20,15,40,20,14
		C,new,0,,,10,50,25
		D,lost,10,100,90,0,,
	END
}

@test "--measure=margin-pct walks percentage points" {
	points
	walk --measure=margin-pct items.csv
	fine
	# 25 % -> 34 %: mix = (0.48 - 1/3) (40 - 25) + (0.32 - 1/3) (25 - 25); rate = 0.48 * -10 + 0.32 * 5
	# new = 0.2 (50 - 25); lost = -1/3 (10 - 25)
	output_is <<-END
		level,product_line,from,to,start_margin_pct,mix,rate,new,lost,end_margin_pct
		total,,current,expected,25.00,2.20,-3.20,5.00,5.00,34.00
		product_line,A,current,expected,40.00,0.00,-10.00,0.00,0.00,30.00
		product_line,B,current,expected,25.00,0.00,5.00,0.00,0.00,30.00
		product_line,C,current,expected,,,,,,50.00
		product_line,D,current,expected,10.00,,,,,
	END
}

@test "--measure=margin-pct averages no percentages" {
	sheet items.csv <<-END
		product_line,$H
		L,A,100,10,9,50,10,9
		M,B,1,10,5,51,10,5
	END
	walk --measure=margin-pct --by= items.csv
	fine
	# 105 of 1010 -> 305 of 1010, and neither line's own margin has moved
	columns_are start_margin_pct mix rate new lost end_margin_pct <<-END
		10.40|19.80|0.00|0.00|0.00|30.20
	END
}

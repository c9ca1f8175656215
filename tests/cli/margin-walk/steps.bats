# bats: which positions are walked: --steps, --base, --open, and what they default to.
load ../helper

# margins: current 20, initial 30, expected 24, walkaway 12
four() {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,initial_volume,initial_price,initial_cost,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost
		A,10,5,3,10,6,3,12,5,3,12,4,3
	END
}

@test "steps default to the four positions, one after the other" {
	four
	walk items.csv
	fine
	columns_are from to start_margin volume price cost end_margin <<-END
		current|initial|20.00|0.00|10.00|0.00|30.00
		initial|expected|30.00|6.00|-12.00|0.00|24.00
		expected|walkaway|24.00|0.00|-12.00|0.00|12.00
	END
}

@test "a position that the sheet lacks is left out of the default steps" {
	four
	cut -d, -f1-4,8-13 items.csv >three.csv
	walk three.csv
	fine
	columns_are from to <<-END
		current|expected
		expected|walkaway
	END
}

@test "other positions aren't walked unless asked for" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,plan_volume,plan_price,plan_cost,expected_volume,expected_price,expected_cost
		A,10,5,3,11,5,3,12,5,3
	END
	walk items.csv
	fine
	columns_are from to <<-END
		current|expected
	END
	walk --steps=current,plan,expected items.csv
	fine
	columns_are from to end_margin <<-END
		current|plan|22.00
		plan|expected|24.00
	END
}

@test "--steps in any order, also backwards" {
	four
	walk --steps=walkaway,current items.csv
	fine
	columns_are from to start_margin volume price end_margin <<-END
		walkaway|current|12.00|-2.00|10.00|20.00
	END
}

@test "positions that aren't walked may hold anything" {
	four
	sed 's/,12,4,3$/,x,y,z/' items.csv >odd.csv
	walk --steps=current,expected odd.csv
	fine
	columns_are end_margin <<-END
		24.00
	END
	walk odd.csv
	status_is 2
	[ -z "$output" ]
}

@test "--base starts every step there" {
	four
	walk --base=current items.csv
	fine
	columns_are from to start_margin volume price end_margin <<-END
		current|initial|20.00|0.00|10.00|30.00
		current|expected|20.00|4.00|0.00|24.00
		current|walkaway|20.00|4.00|-12.00|12.00
	END
	walk --base=current --steps=expected,walkaway items.csv
	fine
	columns_are from to <<-END
		current|expected
		current|walkaway
	END
}

@test "a position of --steps that the sheet lacks is a missing column" {
	four
	walk --steps=current,plan items.csv
	refused 'items.csv:1: error: *missing*plan_volume*plan_price*plan_cost*'
}

@test "one step is no walk: a usage error" {
	four
	walk --steps=current items.csv
	refused '*--steps*'
	cut -d, -f1-4 items.csv >one.csv
	walk one.csv
	refused '*--steps*'
}

@test "target_price makes no position" {
	sheet items.csv <<-END
		product,target_volume,target_price,target_cost,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,1,1,1,10,5,3,12,5,3
	END
	walk items.csv
	fine
	columns_are from to <<-END
		current|expected
	END
}

@test "--open=achieved:expected: where achieved is wholly empty, expected counts" {
	sheet items.csv <<-END
		product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,achieved_volume,achieved_price,achieved_cost
		closed,10,5,3,12,5,3,11,4,3
		open,10,5,3,12,5,3,,,
		gone,10,5,3,12,5,3,0,,
	END
	walk --steps=current,achieved items.csv --by=product
	fine
	columns_are product lost end_margin <<-END
		|-40.00|11.00
		closed|0.00|11.00
		gone|-20.00|0.00
		open|-20.00|0.00
	END
	walk --steps=current,achieved --open=achieved:expected items.csv --by=product
	fine
	columns_are product volume lost end_margin <<-END
		|6.00|-20.00|35.00
		closed|2.00|0.00|11.00
		gone|0.00|-20.00|0.00
		open|4.00|0.00|24.00
	END
}

@test "--open also where the sheet has only a cost for the open position" {
	sheet items.csv <<-END
		product,cost,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,achieved_volume,achieved_price
		open,3,10,5,3,12,5,3,,
	END
	walk --steps=current,achieved --open=achieved:expected items.csv
	fine
	columns_are end_margin <<-END
		24.00
	END
}

@test "--open without two positions is a usage error" {
	four
	walk --open=expected items.csv
	refused '*--open*'
	walk --open=expected: items.csv
	refused '*--open*'
}

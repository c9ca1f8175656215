# bats: prices and costs in several currencies.
load ../helper

# E: 10 @ 100 EUR less 60 EUR -> 10 @ 110 EUR less 60 EUR; U the same in USD
two() {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		E,EUR,10,100,60,10,110,60
		U,USD,10,100,60,10,110,60
	END
	printf '%s\n' currency,current,expected EUR,1.1,1.2 USD,1,1 >fx.csv
}

@test "--fx converts, and what rates change is fx" {
	two
	walk --fx=fx.csv --by=product items.csv
	fine
	# E: 400 * 1.1 = 440; price = 10 * 10 * 1.1 = 110; fx = 500 * (1.2 - 1.1) = 50
	columns_are product start_revenue start_margin price cost fx end_revenue end_margin <<-END
		|2100.00|840.00|210.00|0.00|50.00|2420.00|1100.00
		E|1100.00|440.00|110.00|0.00|50.00|1320.00|600.00
		U|1000.00|400.00|100.00|0.00|0.00|1100.00|500.00
	END
}

@test "the report currency needs no rate" {
	two
	printf '%s\n' currency,current,expected EUR,1.1,1.2 >fx.csv
	walk --fx=fx.csv items.csv
	fine
	columns_are end_margin <<-END
		1100.00
	END
}

@test "--report-currency reports in another" {
	two
	printf '%s\n' currency,current,expected USD,0.5,0.5 >fx.csv
	walk --fx=fx.csv --report-currency=EUR items.csv
	fine
	columns_are start_margin price fx end_margin <<-END
		600.00|150.00|0.00|750.00
	END
}

@test "rates of the sheet do as well, and come before those of --fx" {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		E,EUR,10,100,60,1.1,10,110,60,1.2
		U,USD,10,100,60,,10,110,60,
	END
	walk items.csv
	fine
	columns_are start_margin fx end_margin <<-END
		840.00|50.00|1100.00
	END
	printf '%s\n' currency,current,expected EUR,7,7 USD,1,1 >fx.csv
	walk --fx=fx.csv items.csv
	warned "items.csv:2:6: warning: current_fx: isn't the rate of --fx; the sheet's own counts (cell F2)"
	columns_are start_margin fx end_margin <<-END
		840.00|50.00|1100.00
	END
}

@test "a cost in a currency of its own goes by its own rate" {
	sheet items.csv <<-END
		product,currency,cost_currency,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		E,EUR,USD,10,100,60,10,100,60
	END
	printf '%s\n' currency,current,expected EUR,1.1,1.2 >fx.csv
	walk --fx=fx.csv --report-currency=USD items.csv
	fine
	# 1100 - 600 -> 1200 - 600
	columns_are start_margin price cost fx end_margin <<-END
		500.00|0.00|0.00|100.00|600.00
	END
}

@test "cost_fx counts where it is given, also within one currency" {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,current_fx,current_cost_fx,expected_volume,expected_price,expected_cost,expected_fx,expected_cost_fx
		E,EUR,10,100,60,1.1,1,10,100,60,1.1,1.05
	END
	walk items.csv
	fine
	# 1100 - 600 -> 1100 - 630
	columns_are start_margin fx end_margin <<-END
		500.00|-30.00|470.00
	END
}

@test "new at its end's rate, lost at its start's, neither with an fx effect" {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		N,EUR,,,,10,100,60
		L,EUR,10,100,60,,,
	END
	printf '%s\n' currency,current,expected EUR,1.1,1.2 >fx.csv
	walk --fx=fx.csv --report-currency=USD items.csv
	fine
	columns_are start_margin fx new lost end_margin <<-END
		440.00|0.00|480.00|-440.00|480.00
	END
}

@test "one currency throughout needs no rates" {
	two
	grep -v ^U items.csv >eur.csv
	walk eur.csv
	fine
	columns_are start_margin fx end_margin <<-END
		400.00|0.00|500.00
	END
}

@test "a rate that isn't a number, is 0, or stands twice is an error" {
	two
	printf '%s\n' currency,current,expected EUR,x,1.2 >fx.csv
	walk --fx=fx.csv items.csv
	refused 'fx.csv:2:2: error: current: not a number: "x" (cell B2)'
	printf '%s\n' currency,current,expected EUR,0,1.2 >fx.csv
	walk --fx=fx.csv items.csv
	refused 'fx.csv:2:2: error: current: * (cell B2)'
	printf '%s\n' currency,current,expected EUR,1,1.2 eur,1,1.2 >fx.csv
	walk --fx=fx.csv items.csv
	refused 'fx.csv:3:1: error: currency: *twice*'
}

@test "a rate that --fx lacks is missed, with both rows" {
	two
	printf '%s\n' currency,current EUR,1.1 >fx.csv
	walk --fx=fx.csv items.csv
	refused 'items.csv:2: error: currency: *EUR*items.csv:3*USD*'
}

@test "options of the fx sheet take its prefix" {
	two
	printf '%s\n' 'currency;current;expected' 'EUR;1,1;1,2' 'USD;1;1' >eu.csv
	walk --fx=eu.csv --decimal=fx:, items.csv
	fine
	[ "$output" = "$("$B/margin-walk" --fx=fx.csv items.csv)" ]
	printf '%s\n' 'Rates of October' currency,current,expected EUR,1.1,1.2 USD,1,1 >preamble.csv
	walk --fx=preamble.csv --header-row=fx:2 items.csv
	fine
	[ "$output" = "$("$B/margin-walk" --fx=fx.csv items.csv)" ]
}

@test "a --fx that isn't there is an error" {
	two
	walk --fx=nowhere.csv items.csv
	refused 'nowhere.csv: error: *No such file*'
}

@test "a report currency that the sheet's rates don't lead to is a warning" {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		E,EUR,10,100,60,1.1,10,110,60,1.2
		U,USD,10,100,60,1,10,110,60,1
	END
	walk --report-currency=CHF items.csv
	warned 'items.csv:3:6: warning: USD has a rate of 1, but CHF is reported (--report-currency?) (cell F3)'
	walk --report-currency=USD items.csv
	fine
}

# bats: --customer joins the customer's own sheet by its part numbers.
load ../helper

sheets() {
	sheet items.csv <<-END
		account,product_line,product,customer_part,market_volume,target_price,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Acme,Bolts,A,C-1,1000,9,100,10,6,100,10,6
		Acme,Bolts,B,C-2,,,100,8,6,100,8,6
	END
	printf '%s\n' customer_part,market_volume,target_price C-1,1000,9 C-2,400,7.5 >customer.csv
}

item_columns() {
	printf '%s\n' "$output" | table level product "$@" | sed -n 's/^item|//p'
}

@test "a sheet that confirms ours says nothing, and fills in what we lack" {
	sheets
	build --customer=customer.csv items.csv
	fine
	item_columns market_volume target_price target_gap_pct expected_share >found
	# 10 / 9, 8 / 7.5
	diff found - <<-END
		A|1000|9|11.11|0.1000
		B|400|7.5|6.67|0.2500
	END
}

@test "where it differs the customer's counts, with a warning" {
	sheets
	printf '%s\n' customer_part,market_volume,target_price C-1,800,9 C-2,400,7.5 >customer.csv
	build --customer=customer.csv items.csv
	warned 'items.csv:2: warning: *market_volume*customer.csv:2*'
	item_columns market_volume target_price >found
	diff found - <<-END
		A|800|9
		B|400|7.5
	END
	printf '%s\n' customer_part,market_volume,target_price C-1,1000,8.8 C-2,400,7.5 >customer.csv
	build --customer=customer.csv items.csv
	warned 'items.csv:2: warning: *target_price*customer.csv:2*'
	item_columns market_volume target_price >found
	diff found - <<-END
		A|1000|8.8
		B|400|7.5
	END
}

@test "an item that gets its volume from a share gets it of the customer's market" {
	sheets
	sed -i 's/,100,10,6,100,10,6$/,100,10,6,,10,6/; 1s/expected_volume/expected_share/; s/,100,8,6$/,0.5,8,6/; s/,,10,6$/,0.5,10,6/' items.csv
	build --customer=customer.csv items.csv
	fine
	item_columns expected_volume >found
	diff found - <<-END
		A|500
		B|200
	END
}

@test "a customer's row that matches no item is named" {
	sheets
	echo C-9,5,1 >>customer.csv
	build --customer=customer.csv items.csv
	warned 'customer.csv:4:*warning: *C-9*'
}

@test "an item whose part the customer's sheet lacks is named and kept" {
	sheets
	sed -i /C-2/d customer.csv
	build --customer=customer.csv items.csv
	warned 'items.csv:3: warning: *C-2*'
	item_columns market_volume >found
	diff found - <<-END
		A|1000
		B|
	END
}

@test "target prices per 1000 meet prices per 1" {
	sheets
	printf '%s\n' customer_part,market_volume,target_price,price_per C-1,1000,9000.00,1000 C-2,400,7500,1000 >customer.csv
	build --customer=customer.csv items.csv
	fine
	item_columns target_price >found
	diff found - <<-END
		A|9
		B|7.5
	END
}

@test "a part that stands twice is an error" {
	sheets
	echo C-1,1000,9 >>customer.csv
	build --customer=customer.csv items.csv
	refused 'customer.csv:4:1: error: customer_part: *2*'
}

@test "a sheet without customer_part, or without any figure, lacks a column" {
	sheets
	printf '%s\n' part,market_volume C-1,1 >customer.csv
	build --customer=customer.csv items.csv
	refused 'customer.csv:1: error: *missing*customer_part*'
	printf '%s\n' customer_part,need C-1,1 >customer.csv
	build --customer=customer.csv items.csv
	refused 'customer.csv:1: error: *missing*market_volume*target_price*'
}

@test "a bad cell is an error" {
	sheets
	echo 'C-3,many,1' >>customer.csv
	build --customer=customer.csv items.csv
	refused 'customer.csv:4:2: error: market_volume: not a number: "many" (cell B4)'
}

@test "--map, --header-row and --decimal with its prefix" {
	sheets
	printf '%s\n' 'Acme AS;Sourcing package' 'HN part;Need;Target price' 'C-1;1.000;9,00' 'C-2;400;7,50' >rfq.csv
	build --customer=rfq.csv --header-row=customer:2 --map=customer:customer_part='HN part' --map=customer:market_volume=Need \
		--decimal=customer:, items.csv
	fine
	item_columns market_volume target_price >found
	diff found - <<-END
		A|1000|9
		B|400|7.5
	END
}

@test "a forecast per phase goes to its phase" {
	sheet items.csv <<-END
		product,customer_part,phase,current_volume,current_price,current_cost
		A,C-1,H1,100,10,6
		A,C-1,H2,100,10,6
	END
	printf '%s\n' customer_part,phase,market_volume C-1,H1,1000 C-1,H2,3000 >customer.csv
	build --customer=customer.csv items.csv
	fine
	printf '%s\n' "$output" | table level phase market_volume | tail -3 >found
	diff found - <<-END
		item||4000
		phase|H1|1000
		phase|H2|3000
	END
}

@test "the examples join without an unmatched part" {
	build --customer="$EXAMPLES/customer.csv" "$EXAMPLES/items.csv"
	status_is 0
	[ -n "$output" ]
	[[ $stderr != *'matches no item'* && $stderr != *error* ]] || show
}

@test "--hide-values keeps parts out of the messages" {
	sheets
	sed -i /C-2/d customer.csv
	echo SECRETPART,5,1 >>customer.csv
	build --hide-values --customer=customer.csv items.csv
	status_is 0
	stderr_like 'customer.csv:3:*warning: *' 'items.csv:3:*warning: *'
	[[ $stderr != *SECRETPART* && $stderr != *C-2* ]] || show
}

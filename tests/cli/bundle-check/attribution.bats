# bats: the screens beside the margins: discount attribution, and what a retroactive rebate makes of a price.
load ../helper

# prices: product, attributed price and its judgement, from the top down
attributed_are() {
	local expected found
	expected=$(cat)
	found=$(table level product attributed_price attribution <<<"$output" | sed -n 's/^item|//p')
	[ "$found" = "$expected" ] || show "expected:" "$expected" "found:" "$found"
}

# --- the whole discount on each competitive product

@test "the whole discount of a bundle is laid on the competitive product, and compared with its cost" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		b1,L,Keys,2,5,1000,5,3.75,
		b1,L,Pencils,2,4,1000,4,3,
		b1,L,Soap,4,6,1000,6,4.5,yes
	END
	tool sheet.csv
	status_is 0
	# list 15, a quarter off: 3.75; 6 - 3.75, though soap's own price, 4.50, is above its cost
	attributed_are <<-END
		Keys||
		Pencils||
		Soap|2.2500|fail
	END
}

@test "a product that could bear the whole discount passes" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,10,100,10,9,yes
		X,L,B,4,10,100,10,9,
	END
	tool sheet.csv
	status_is 0
	attributed_are <<-END
		A|8.0000|pass
		B||
	END
}

@test "each competitive product is laid the whole discount on, over its own volume" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,10,100,10,9,yes
		X,M,B,4,10,50,10,8,yes
	END
	tool sheet.csv
	# 100 + 100, over 100 and over 50
	attributed_are <<-END
		A|8.0000|pass
		B|6.0000|pass
	END
}

@test "an attributed price of exactly the cost passes, one the least bit below fails" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,8,10,100,10,9,yes
		X,L,B,4,10,100,10,9,
		Y,L,A,8.000001,10,100,10,9,yes
		Y,L,B,4,10,100,10,9,
	END
	tool sheet.csv
	attributed_are <<-END
		A|8.0000|pass
		B||
		A|8.0000|fail
		B||
	END
}

@test "rebates, own and allocated, belong to the discount" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive,rebate
		X,L,A,4,10,100,10,10,yes,20
		X,L,B,4,10,100,10,10,,30
		X,,,,,,,,,50
	END
	tool sheet.csv
	attributed_are <<-END
		A|9.0000|pass
		B||
	END
}

@test "a price of the whole bundle is a discount on the sum of the list prices" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,10,10,9,,yes
		X,L,B,4,10,10,8,,
		X,,,,,,,150,
	END
	tool sheet.csv
	# 200 - 150 over 10
	attributed_are <<-END
		A|5.0000|pass
		B||
	END
}

@test "without a list price the standalone price counts" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,,100,10,9,yes
		X,L,B,4,12,100,10,9,
	END
	tool sheet.csv
	# 100 + 300
	attributed_are <<-END
		A|6.0000|pass
		B||
	END
}

@test "where an item of the bundle has neither, nothing can be attributed in this bundle" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_volume,bundle_price,competitive
		X,L,A,4,10,100,10,100,9,yes
		X,L,B,4,,,,100,9,
		Y,L,A,4,10,100,10,100,9,yes
		Y,L,B,4,10,,,100,9,
	END
	tool sheet.csv
	attributed_are <<-END
		A||
		B||
		A|8.0000|pass
		B||
	END
}

@test "what isn't in the bundle has no part in it" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_volume,bundle_price,competitive,affected
		X,L,A,4,10,100,10,100,9,yes,
		X,L,B,4,10,100,10,100,9,,
		X,L,C,4,10,100,10,0,1,yes,
		X,L,D,4,10,100,10,90,1,yes,yes
		X,L,E,4,,,,0,,,yes
	END
	tool sheet.csv
	attributed_are <<-END
		A|8.0000|pass
		B||
		C||
		D||
		E||
	END
}

@test "prices above list make it a premium" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,10,100,10,10,yes
		X,L,B,4,10,100,10,11,
	END
	tool sheet.csv
	attributed_are <<-END
		A|11.0000|pass
		B||
	END
}

@test "an attributed price below zero is what it is; one without an end has six decimals" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,10,3,10,9,yes
		X,L,B,4,10,100,10,9,
	END
	tool sheet.csv
	# 10 - 103 / 3
	attributed_are <<-END
		A|-24.333333|fail
		B||
	END
}

@test "it is a screen: an attribution that fails changes neither the verdict nor the exit status" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,10,3,9,9,yes
		X,L,B,4,10,100,9,9,
	END
	tool sheet.csv
	fine
	columns_are level attribution verdict reason <<-END
		bundle||ok|
		line||ok|
		item|fail|ok|
		item||ok|
	END
}

@test "the text says where attribution fails" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive
		X,L,A,4,10,3,9,9,yes
		X,L,B,4,10,100,9,9,yes
	END
	tool --format=text sheet.csv
	fine
	grep -q '^ *A .*attribution fails' <<<"$output" || show
	! grep -q '^ *B .*attribution fails' <<<"$output" || show
}

# --- a retroactive rebate

# retro PRICE THRESHOLD BEFORE AFTER CONTESTABLE: one item
retro() {
	sheet retro.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price,rebate_threshold,rebate_before_pct,rebate_after_pct,contestable_volume
		X,L,A,4,100,12,$1,$2,$3,$4,$5
	END
	tool retro.csv
}

# effective PRICE
effective() {
	[ "$(table level effective_price <<<"$output" | tail -n 1)" = "item|$1" ] || show "expected an effective price of $1"
}

@test "the effective price is what the contestable units bring the customer to pay" {
	retro 10 100 '' 10 20
	fine
	# (9 * 100 - 10 * 80) / 20
	effective 5.0000
}

@test "a rebate below the threshold counts for what isn't contestable" {
	retro 10 100 2 10 20
	fine
	# (9 * 100 - 9.8 * 80) / 20
	effective 5.8000
}

@test "an empty rebate_before_pct is 0" {
	retro 10 100 '' 10% 20
	fine
	effective 5.0000
}

@test "where all of the threshold is contestable it is the price after the rebate" {
	retro 10 100 '' 10 100
	fine
	effective 9.0000
}

@test "it may be below zero: a rival would have to pay" {
	retro 10 100 '' 10 5
	fine
	# (900 - 950) / 5
	effective -10.0000
}

@test "it has six decimals at most" {
	retro 10 100 '' 10 30
	fine
	# (900 - 700) / 30
	effective 6.666667
}

@test "it is empty where threshold, rebate or contestable volume is missing" {
	retro 10 '' '' 10 20
	fine
	effective ''
	retro 10 100 2 '' 20
	fine
	effective ''
	retro 10 100 '' 10 ''
	fine
	effective ''
}

@test "it is empty where there is no price" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,rebate_threshold,rebate_after_pct,contestable_volume
		X,L,A,1,10,5,0,,100,5,10
		X,L,B,1,10,5,,,100,5,10
		X,L,C,1,,,,,100,5,10
		X,,,,,,,45,,,
	END
	tool sheet.csv
	fine
	# B: 4.5 * (.95 * 100 - 90) / 10
	columns_are level effective_price <<-END
		bundle|
		line|
		item|
		item|2.2500
		item|
	END
}

@test "these percentages don't enter margins, net price or verdict" {
	retro 10 100 2 50 20
	fine
	columns_are level bundle_revenue rebate bundle_margin net_price effective_price verdict <<-END
		bundle|1000.00|0.00|600.00|||dilutive
		line|1000.00|0.00|600.00|||consent
		item|1000.00|0.00|600.00|10.0000|-14.2000|ok
	END
}

@test "more contestable than the threshold is an error, and so is nothing contestable" {
	retro 10 100 '' 10 101
	refused 'retro.csv:2: error: *contestable_volume*'
	retro 10 100 '' 10 0
	refused 'retro.csv:2: error: *contestable_volume*'
}

@test "a rebate percentage above 100, or below zero, is an error with its cell" {
	retro 10 100 '' 101 20
	refused 'retro.csv:2:10: error: rebate_after_pct: *: "101" (cell J2)'
	retro 10 100 -1 5 20
	refused 'retro.csv:2:9: error: rebate_before_pct: *: "-1" (cell I2)'
}

# bats: who pays for a bundle, and for what. Expected figures are worked out by hand from shared/domain/formulas.md.
load ../helper

# duo MEMORY_PRICE LOGIC_PRICE [FLOOR_PRICE [FLOOR_MARGIN_PCT]]: a bundle of two lines; the floors are Logic's.
# Alone, Memory earns 100 * (10 - 6) = 400 and Logic 50 * (5 - 4) = 50; in the bundle 100 of each are sold.
duo() {
	sheet duo.csv <<-END
		bundle,account,product_line,product,owner,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,floor_margin_pct
		Duo,Acme,Memory,M-1,Ann,6,100,10,100,$1,,
		Duo,Acme,Logic,L-1,Bo,4,50,5,100,$2,${3-},${4-}
	END
	tool duo.csv
}

# verdicts VERDICT...: of the rows from the top down
verdicts() {
	[ "$(table verdict <<<"$output" | xargs)" = "$*" ] || show "expected verdicts: $*"
}

# reason LEVEL PATTERN: of the first row of this level
reason() {
	local found
	found=$(table level reason <<<"$output" | sed -n "s/^$1|//p" | head -n 1)
	# shellcheck disable=SC2053 # a pattern
	[[ $found == $2 ]] || show "expected the $1's reason: $2" "found: $found"
}

# --- the five

@test "ok: no line pays, nothing is unacceptable; no reason" {
	duo 10 5
	fine
	columns_are level product_line delta_margin verdict reason <<-END
		bundle||50.00|ok|
		line|Logic|50.00|ok|
		item|Logic|50.00|ok|
		line|Memory|0.00|ok|
		item|Memory|0.00|ok|
	END
}

@test "consent: a line pays, nothing is unacceptable; the reason names it, its owner and how much" {
	duo 9.9 5
	fine
	columns_are level product_line delta_margin verdict <<-END
		bundle||40.00|consent
		line|Logic|50.00|ok
		item|Logic|50.00|ok
		line|Memory|-10.00|consent
		item|Memory|-10.00|ok
	END
	reason bundle 'Memory (Ann) gives up 10.00*'
	[[ $(table reason <<<"$output" | sed -n 4p) == 'gives up 10.00'* ]] || show
}

@test "dilutive: the total falls; the reason says by how much, and which lines pay" {
	duo 9 5
	fine
	columns_are level product_line delta_margin verdict <<-END
		bundle||-50.00|dilutive
		line|Logic|50.00|ok
		item|Logic|50.00|ok
		line|Memory|-100.00|consent
		item|Memory|-100.00|ok
	END
	reason bundle '*loses 50.00*Memory (Ann) gives up 100.00*'
}

@test "unacceptable: an item is, and no line pays; exit 1, the reason names it" {
	duo 10 4.5 4.6
	findings 'bundle-check: finding: Duo: unacceptable: *L-1 of Logic*net price 4.50*floor price 4.60*'
	columns_are level product_line delta_margin verdict <<-END
		bundle||0.00|unacceptable
		line|Logic|0.00|unacceptable
		item|Logic|0.00|unacceptable
		line|Memory|0.00|ok
		item|Memory|0.00|ok
	END
	reason bundle '*L-1 of Logic*net price 4.50*floor price 4.60*'
	reason item '*net price 4.50*floor price 4.60*'
}

@test "sacrifice: a line pays for an unacceptable item of another; exit 1, the reason says who, how much, for what" {
	duo 9.9 4.9 5
	findings 'bundle-check: finding: Duo: sacrifice: *Memory (Ann) pays 10.00 *L-1 of Logic*net price 4.90*floor price 5.00*'
	columns_are level product_line delta_margin verdict <<-END
		bundle||30.00|sacrifice
		line|Logic|40.00|unacceptable
		item|Logic|40.00|unacceptable
		line|Memory|-10.00|sacrifice
		item|Memory|-10.00|ok
	END
	reason bundle '*Memory (Ann) pays 10.00 *L-1 of Logic*net price 4.90*floor price 5.00*'
}

# --- what clears nothing

@test "a positive sum never clears a sacrifice" {
	duo 9.9999 400 401
	findings '*: sacrifice: *Memory (Ann) pays 0.01 *'
	columns_are level delta_margin verdict <<-END
		bundle|39549.99|sacrifice
		line|39550.00|unacceptable
		item|39550.00|unacceptable
		line|-0.01|sacrifice
		item|-0.01|ok
	END
}

@test "a sacrifice whose total falls is a sacrifice, not dilutive" {
	duo 9 4.9 5
	findings '*: sacrifice: *Memory (Ann) pays 100.00 *'
	columns_are level delta_margin verdict <<-END
		bundle|-60.00|sacrifice
		line|40.00|unacceptable
		item|40.00|unacceptable
		line|-100.00|sacrifice
		item|-100.00|ok
	END
}

@test "the only unacceptable item stands in the line that pays: unacceptable, no sacrifice" {
	duo 10 4.3 4.4
	findings '*: unacceptable: *L-1 of Logic*'
	columns_are level product_line delta_margin verdict <<-END
		bundle||-20.00|unacceptable
		line|Logic|-20.00|unacceptable
		item|Logic|-20.00|unacceptable
		line|Memory|0.00|ok
		item|Memory|0.00|ok
	END
}

# --- boundaries

@test "a net price exactly at its floor is acceptable" {
	duo 9.9 4.9 4.9
	fine
	verdicts consent ok ok consent ok
}

@test "a net price the least bit below its floor isn't" {
	duo 10 4.999999 5
	findings '*: unacceptable: *net price 4.999999*floor price 5.00*'
}

@test "a price at the floor that a rebate brings below it is unacceptable" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,floor_price,rebate
		X,L,A,1,100,5,5,0.01
	END
	tool sheet.csv
	findings '*: unacceptable: *net price 4.9999*floor price 5.00*'
}

@test "a rebate that leaves the net price exactly at its floor is acceptable" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,rebate
		X,L,A,1,3,5,3,5.10,5,0.30
	END
	tool sheet.csv
	fine
	columns_are net_price verdict <<-END
		|ok
		|ok
		5.0000|ok
	END
}

@test "a net price that has no end is compared as it is, not as it is printed" {
	# (20 - 1) / 3 = 6.3333..
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,rebate
		above,L,A,1,1,5,3,7,6.33333333,2
		below,L,A,1,1,5,3,7,6.33333334,2
	END
	tool sheet.csv
	findings '*: below: unacceptable: *'
	columns_are bundle level net_price verdict <<-END
		above|bundle||ok
		above|line||ok
		above|item|6.333333|ok
		below|bundle||unacceptable
		below|line||unacceptable
		below|item|6.333333|unacceptable
	END
}

@test "a margin exactly at its floor is acceptable" {
	# (5 - 4) / 5 = 20%
	duo 9.9 5 '' 20
	fine
	verdicts consent ok ok consent ok
}

@test "a margin the least bit below its floor isn't" {
	duo 9.9 5 '' 20.000001
	findings '*: sacrifice: *Memory (Ann) pays 10.00 *L-1 of Logic*margin*floor of 20.000001%*'
}

@test "the margin in percent is of revenue before rebates" {
	# (100 - 70 - 10) / 100 = 20%; of what is left after rebates it would be 22.22%
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,floor_margin_pct,rebate
		X,L,A,7,10,10,20,10
		Y,L,A,7,10,10,21,10
	END
	tool sheet.csv
	findings '*: Y: unacceptable: *'
	columns_are bundle level margin_pct verdict <<-END
		X|bundle|20.00|dilutive
		X|line|20.00|consent
		X|item|20.00|ok
		Y|bundle|20.00|unacceptable
		Y|line|20.00|unacceptable
		Y|item|20.00|unacceptable
	END
}

@test "a delta of exactly 0 pays for nothing" {
	# Memory: 80 * (11 - 6) = 400, as before
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price
		Duo,Memory,M-1,6,100,10,80,11,
		Duo,Logic,L-1,4,50,5,100,4.9,5
	END
	tool sheet.csv
	findings '*: unacceptable: *'
	verdicts unacceptable unacceptable unacceptable ok ok
}

@test "a total of exactly 0 isn't dilutive" {
	duo 9.5 5
	fine
	columns_are delta_margin verdict <<-END
		0.00|consent
		50.00|ok
		50.00|ok
		-50.00|consent
		-50.00|ok
	END
}

@test "an item that earns exactly nothing is unacceptable, without any floor" {
	duo 10 4
	findings '*: unacceptable: *L-1 of Logic*earns nothing*'
	columns_are bundle_margin verdict <<-END
		400.00|unacceptable
		0.00|unacceptable
		0.00|unacceptable
		400.00|ok
		400.00|ok
	END
}

@test "an item that earns the least thing is acceptable, without any floor" {
	duo 10 4.0001
	fine
	verdicts dilutive consent ok ok ok
}

@test "an item that a rebate leaves nothing earns nothing" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,rebate
		X,L,A,4,10,5,10
	END
	tool sheet.csv
	findings '*: unacceptable: *earns nothing*'
}

@test "an item at price 0 earns nothing, and its reason says no percentage" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price,floor_margin_pct
		X,L,A,4,10,5,0,18
	END
	tool sheet.csv
	findings '*: unacceptable: *earns nothing*'
	[[ $stderr != *'margin %'* ]] || show
	columns_are level margin_pct net_price <<-END
		bundle||
		line||
		item||0.0000
	END
}

@test "all that is wrong with an item is in its reason" {
	duo 10 3.9 4.5 25
	findings '*: unacceptable: *net price 3.90*floor price 4.50*-2.56%*25%*earns nothing*'
}

# --- lines and items

@test "a line is judged by its sum: what one of its items loses another may earn" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price
		Duo,Memory,M-1,6,100,10,100,9,
		Duo,Memory,M-2,6,100,10,200,9.5,
		Duo,Logic,L-1,4,50,5,100,4.9,5
	END
	tool sheet.csv
	# -100 + 300
	findings '*: unacceptable: *'
	columns_are level product_line delta_margin verdict <<-END
		bundle||240.00|unacceptable
		line|Logic|40.00|unacceptable
		item|Logic|40.00|unacceptable
		line|Memory|200.00|ok
		item|Memory|-100.00|ok
		item|Memory|300.00|ok
	END
}

@test "an item without volume in the bundle isn't judged" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price
		Duo,Memory,M-1,6,100,10,100,10,
		Duo,Logic,L-1,4,0,5,0,3,5
	END
	tool sheet.csv
	fine
	verdicts ok ok ok ok ok
}

@test "an item that leaves the bundle makes its line pay" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price
		Duo,Memory,M-1,6,100,10,0,10,12
		Duo,Logic,L-1,4,50,5,500,5,5
	END
	tool sheet.csv
	fine
	columns_are level product_line delta_margin net_price verdict <<-END
		bundle||50.00||consent
		line|Logic|450.00||ok
		item|Logic|450.00|5.0000|ok
		line|Memory|-400.00||consent
		item|Memory|-400.00||ok
	END
}

@test "two lines that pay, and both unacceptable: each pays for the other's item" {
	sheet sheet.csv <<-END
		bundle,product_line,product,owner,cost,standalone_volume,standalone_price,bundle_price,floor_price
		Duo,Memory,M-1,Ann,6,100,10,9,9.5
		Duo,Logic,L-1,Bo,4,50,5,4.5,4.6
	END
	tool sheet.csv
	status_is 1
	verdicts sacrifice sacrifice unacceptable sacrifice unacceptable
	reason bundle '*Logic (Bo) pays 25.00*'
	reason bundle '*Memory (Ann) pays 100.00*'
	reason bundle '*M-1 of Memory*net price 9.00*'
	reason bundle '*L-1 of Logic*net price 4.50*'
}

@test "a third line that doesn't pay stays ok in a sacrifice" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price,floor_price
		Trio,Analog,A-1,4,10,8,8,7
		Trio,Memory,M-1,6,100,10,9,
		Trio,Logic,L-1,4,50,5,4.5,4.6
	END
	tool sheet.csv
	findings '*: sacrifice: *'
	columns_are product_line level verdict <<-END
		|bundle|sacrifice
		Analog|line|ok
		Analog|item|ok
		Logic|line|unacceptable
		Logic|item|unacceptable
		Memory|line|sacrifice
		Memory|item|ok
	END
}

@test "a bundle of one line is dilutive or unacceptable, never a sacrifice" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price,floor_price
		less,Memory,M-1,6,100,10,9,
		less,Memory,M-2,6,100,10,10,
		bad,Memory,M-1,6,100,10,9,9.5
		bad,Memory,M-2,6,100,10,9.9,
	END
	tool sheet.csv
	findings '*: bad: unacceptable: *'
	columns_are level bundle delta_margin verdict <<-END
		bundle|bad|-110.00|unacceptable
		line|bad|-110.00|unacceptable
		item|bad|-100.00|unacceptable
		item|bad|-10.00|ok
		bundle|less|-100.00|dilutive
		line|less|-100.00|consent
		item|less|-100.00|ok
		item|less|0.00|ok
	END
}

@test "a bundle at standalone prices is ok, however much more of it is sold" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume
		X,L,A,1,10,5,10
		X,L,B,1,10,5,1000000
		X,M,C,1,0,5,7
	END
	tool sheet.csv
	fine
	verdicts ok ok ok ok ok ok
}

@test "an empty floor is no floor" {
	duo 10 4.01 n/a tbd
	fine
	verdicts dilutive consent ok ok ok
}

# --- owners

@test "a line's owner is each of its items' owners, once, in the order of the items" {
	sheet sheet.csv <<-END
		bundle,product_line,product,owner,cost,standalone_volume,standalone_price
		X,L,D,Bo,1,10,5
		X,L,A,Cy,1,10,5
		X,L,B,Ann,1,10,5
		X,L,C,Cy,1,10,5
		X,L,E,,1,10,5
	END
	tool sheet.csv
	fine
	columns_are level product owner <<-END
		bundle||
		line||Cy; Ann; Bo
		item|A|Cy
		item|B|Ann
		item|C|Cy
		item|D|Bo
		item|E|
	END
}

@test "a line without an owner that pays is named, too" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price
		X,Memory,A,1,10,5,10,4.5
		X,Logic,B,1,10,5,20,5
	END
	tool sheet.csv
	fine
	reason bundle 'Memory gives up 5.00*'
}

@test "the bundle's owner is that of its row without a product" {
	sheet sheet.csv <<-END
		bundle,product_line,product,owner,cost,standalone_volume,standalone_price,rebate
		X,L,A,Ann,1,10,5,
		X,,,Karl,,,,5
	END
	tool sheet.csv
	fine
	columns_are level owner <<-END
		bundle|Karl
		line|Ann
		item|Ann
	END
}

@test "the owner of a line's rebate isn't the bundle's" {
	sheet sheet.csv <<-END
		bundle,product_line,product,owner,cost,standalone_volume,standalone_price,rebate
		X,L,A,Ann,1,10,5,
		X,L,,Karl,,,,5
	END
	tool sheet.csv
	fine
	[ "$(table owner <<<"$output" | head -n 1)" = '' ] || show
}

# --- several bundles

@test "bundles are judged one by one; one bad one is exit 1, and each bad one is a finding" {
	duo 9.9 5
	cp duo.csv one.csv
	duo 9.9 4.9 5
	sed '1d; s/^Duo/Second/' duo.csv >>one.csv
	duo 10 4
	sed '1d; s/^Duo/Third/' duo.csv >>one.csv
	tool one.csv
	findings 'bundle-check: finding: Second: sacrifice: *' 'bundle-check: finding: Third: unacceptable: *'
	[ "$(table level bundle verdict <<<"$output" | grep ^bundle | xargs)" = 'bundle|Duo|consent bundle|Second|sacrifice bundle|Third|unacceptable' ] || show
}

@test "one bundle of two accounts is two bundles" {
	sheet sheet.csv <<-END
		bundle,account,product_line,product,cost,standalone_volume,standalone_price,bundle_price
		X,Zeta,L,A,1,10,5,4
		X,Acme,L,A,1,10,5,5
	END
	tool sheet.csv
	fine
	columns_are level bundle account delta_margin verdict <<-END
		bundle|X|Acme|0.00|ok
		line|X|Acme|0.00|ok
		item|X|Acme|0.00|ok
		bundle|X|Zeta|-10.00|dilutive
		line|X|Zeta|-10.00|consent
		item|X|Zeta|-10.00|ok
	END
}

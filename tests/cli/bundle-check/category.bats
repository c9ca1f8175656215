# bats: what the bundle does beside itself: affected and rivals' items, the customer's category, break-even, fixed costs.
load ../helper

# launch [ROW]...: a new product N, sold 100 times, that takes 20 from our own O and 30 from the rival's R
launch() {
	sheet launch.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected,source,customer_price,customer_cost,fixed_cost
		New,Snacks,N,4,0,,100,7,,,10,7,
		New,Sweets,O,3,50,6,30,,yes,,8,6,
		New,Sweets,R,,80,,50,,yes,rival,9,7,
	END
	[ $# -eq 0 ] || printf '%s\n' "$@" >>launch.csv
	tool launch.csv
}

# category_is TURNOVER PROFIT RATE: the bundle's category_turnover, category_profit and breakeven_rate
category_is() {
	[ "$(table level category_turnover category_profit breakeven_rate <<<"$output" | sed -n 's/^bundle|//p')" = "$1|$2|$3" ] ||
		show "expected $1, $2, $3"
}

# --- affected

@test "an affected item counts in its line and in the bundle, by what its volume changes" {
	launch
	fine
	columns_are level product_line product standalone_revenue standalone_margin bundle_revenue bundle_margin delta_margin verdict <<-END
		bundle|||300.00|150.00|880.00|390.00|240.00|consent
		line|Snacks||0.00|0.00|700.00|300.00|300.00|ok
		item|Snacks|N|0.00|0.00|700.00|300.00|300.00|ok
		line|Sweets||300.00|150.00|180.00|90.00|-60.00|consent
		item|Sweets|O|300.00|150.00|180.00|90.00|-60.00|affected
		item|Sweets|R|0.00|0.00|0.00|0.00|0.00|affected
	END
}

@test "a line that is cannibalised for an unacceptable item of another pays for it: a sacrifice" {
	sheet sheet.csv <<-END
		bundle,product_line,product,owner,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,affected
		New,Snacks,N,Ann,4,0,,100,7,7.5,
		New,Sweets,O,Bo,3,50,6,30,,,yes
	END
	tool sheet.csv
	findings '*: sacrifice: Sweets (Bo) pays 60.00 *N of Snacks*'
}

@test "an affected item is never unacceptable" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,floor_margin_pct,affected
		New,Snacks,N,4,0,,100,7,,,
		New,Snacks,O,3,50,6,30,2,5,90,yes
	END
	tool sheet.csv
	fine
	columns_are level delta_margin verdict <<-END
		bundle|120.00|ok
		line|120.00|ok
		item|300.00|ok
		item|-180.00|affected
	END
}

@test "an affected item may have a price of its own in the bundle, else it keeps its standalone price" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected
		New,Snacks,N,4,0,,100,7,
		New,Sweets,O,3,50,6,30,5,yes
		New,Sweets,P,3,50,6,30,,yes
	END
	tool sheet.csv
	fine
	columns_are product bundle_revenue delta_margin net_price <<-END
		|1030.00|150.00|
		|700.00|300.00|
		N|700.00|300.00|7.0000
		|330.00|-150.00|
		O|150.00|-90.00|5.0000
		P|180.00|-60.00|6.0000
	END
}

@test "an affected item whose volume stays changes nothing" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected
		New,Snacks,N,4,0,,100,7,
		New,Sweets,O,3,50,6,,,yes
	END
	tool sheet.csv
	fine
	columns_are product delta_margin <<-END
		|300.00
		|300.00
		N|300.00
		|0.00
		O|0.00
	END
}

@test "affected may be written yes, x, TRUE or 1; no and 0 are an item of the bundle" {
	local word
	for word in yes x TRUE 1; do
		printf '%s\n' bundle,product_line,product,cost,standalone_volume,standalone_price,affected X,L,A,1,10,5, "X,L,B,1,10,5,$word" >sheet.csv
		tool sheet.csv
		fine
		[ "$(table verdict <<<"$output" | tail -n 1)" = affected ] || show "$word"
	done
	for word in no 0 ''; do
		printf '%s\n' bundle,product_line,product,cost,standalone_volume,standalone_price,affected X,L,A,1,10,5, "X,L,B,1,10,5,$word" >sheet.csv
		tool sheet.csv
		fine
		[ "$(table verdict <<<"$output" | tail -n 1)" = ok ] || show "$word"
	done
}

# --- rivals

@test "a rival's item needs neither cost nor price of ours, and counts in the category only" {
	launch
	fine
	columns_are product standalone_revenue bundle_revenue rebate bundle_margin delta_margin margin_pct net_price <<-END
		|300.00|880.00|0.00|390.00|240.00|44.32|
		|0.00|700.00|0.00|300.00|300.00|42.86|
		N|0.00|700.00|0.00|300.00|300.00|42.86|7.0000
		|300.00|180.00|0.00|90.00|-60.00|50.00|
		O|300.00|180.00|0.00|90.00|-60.00|50.00|6.0000
		R|0.00|0.00|0.00|0.00|0.00||
	END
}

@test "a rival's cost, price or rebate is none of ours" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,rebate,affected,source
		X,L,A,1,10,5,10,5,,,
		X,M,R,1,10,5,8,4,,yes,rival
	END
	tool sheet.csv
	fine
	columns_are level standalone_revenue bundle_revenue rebate bundle_margin delta_margin <<-END
		bundle|50.00|50.00|0.00|40.00|0.00
		line|50.00|50.00|0.00|40.00|0.00
		item|50.00|50.00|0.00|40.00|0.00
		line|0.00|0.00|0.00|0.00|0.00
		item|0.00|0.00|0.00|0.00|0.00
	END
}

@test "rival may be written in any case" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,affected,source
		X,L,A,1,10,5,10,,
		X,M,R,1,10,5,8,yes,Rival
		X,M,S,1,10,5,8,yes,RIVAL
	END
	tool sheet.csv
	fine
	[ "$(table delta_margin <<<"$output" | head -n 1)" = 0.00 ] || show
}

@test "a rebate on a rival's item is never counted as ours" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,rebate,affected,source
		X,L,A,1,10,5,,,
		X,M,R,1,10,5,7,yes,rival
	END
	tool sheet.csv
	[ "$status" -eq 2 ] || [ "$(table rebate <<<"$output" | head -n 1)" = 0.00 ] || show
}

@test "a rival's item that isn't affected is an error" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,affected,source
		X,L,A,1,10,5,,rival
	END
	tool sheet.csv
	refused 'sheet.csv:2:8: error: source: *affected=yes*: "rival" (cell H2)'
}

@test "any other source is a note" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,affected,source
		X,L,A,1,10,5,,items.csv:18
	END
	tool sheet.csv
	fine
}

# --- the customer's category

@test "the customer's category: turnover and profit of all that it sells more or less of, rivals' included" {
	launch
	fine
	# 100 * 10 - 20 * 8 - 30 * 9; 100 * 3 - 20 * 2 - 30 * 2; 300 / (100 * 3)
	category_is 570.00 200.00 1.0000
	columns_are level category_turnover category_profit breakeven_rate <<-END
		bundle|570.00|200.00|1.0000
		line|||
		item|||
		line|||
		item|||
		item|||
	END
}

@test "the category's columns are there only where some row has a customer price" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,customer_price,customer_cost
		X,L,A,1,10,5,,n/a
	END
	tool sheet.csv
	fine
	lacks_column category
	lacks_column breakeven
	launch
	has_column category_turnover
	has_column category_profit
	has_column breakeven_rate
	[ "$(headings | tail -n 3 | xargs)" = 'category_turnover category_profit breakeven_rate' ] || show
}

@test "a bundle without customer prices is blank beside one that has them" {
	launch Other,Snacks,A,1,10,5,20,,,,,,
	fine
	columns_are level bundle category_turnover category_profit breakeven_rate <<-END
		bundle|New|570.00|200.00|1.0000
		line|New|||
		item|New|||
		line|New|||
		item|New|||
		item|New|||
		bundle|Other|||
		line|Other|||
		item|Other|||
	END
}

@test "rows without customer prices have no part in the category" {
	launch New,Snacks,S,1,10,5,20,,,,,,
	fine
	# the gain is 340, on 110 more
	category_is 570.00 200.00 1.0303
}

@test "a category that shrinks is in the reason, and leaves the verdict alone" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected,source,customer_price,customer_cost
		New,Snacks,N,4,0,,100,7,,,10,9.5
		New,Sweets,R,,200,,80,,yes,rival,9,7
	END
	tool sheet.csv
	fine
	# 1000 - 1080; 50 - 240
	category_is -80.00 -190.00 ''
	[[ $(table verdict reason <<<"$output" | head -n 1) == 'ok|'*turnover*profit* ]] || show
}

@test "a category whose turnover rises and whose profit falls says so" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected,source,customer_price,customer_cost
		New,Snacks,N,4,0,,100,7,,,10,9.5
		New,Sweets,R,,80,,50,,yes,rival,9,7
	END
	tool sheet.csv
	fine
	category_is 730.00 -10.00 ''
	[[ $(table reason <<<"$output" | head -n 1) == *profit* && $(table reason <<<"$output" | head -n 1) != *turnover* ]] || show
}

@test "a customer price without a customer cost is an error, and the other way round" {
	local cells
	for cells in "10," ",7"; do
		printf '%s\n' bundle,product_line,product,cost,standalone_volume,standalone_price,customer_price,customer_cost "X,L,A,1,10,5,$cells" >sheet.csv
		tool sheet.csv
		refused 'sheet.csv:2:*: error: *customer_price*customer_cost*'
	done
}

# --- break-even

@test "break-even: the share of what is sold more that may come from our own items before nothing is gained" {
	launch New,,,,,,,,,,,,60
	fine
	# (300 - 60) / (100 * 3)
	category_is 570.00 200.00 0.8000
}

@test "affected items' unit margins are weighted by the volume that each loses" {
	launch New,Sweets,P,1,50,7,40,,yes,,8,6,
	fine
	# (20 * 3 + 10 * 6) / 30 = 4
	category_is 490.00 180.00 0.7500
}

@test "where no affected item loses volume their unit margins count alike" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected,customer_price,customer_cost
		New,Snacks,N,4,0,,100,7,,10,7
		New,Sweets,O,3,50,6,50,,yes,8,6
		New,Sweets,P,1,1000,7,1001,,yes,8,6
	END
	tool sheet.csv
	fine
	# 300 / (100 * 4.5)
	category_is 1008.00 302.00 0.6667
}

@test "break-even may be below zero, and is rounded half up" {
	launch New,,,,,,,,,,,,300.015
	fine
	# -0.015 / 300 = -0.00005
	category_is 570.00 200.00 0.0000
	launch New,,,,,,,,,,,,300.0151
	category_is 570.00 200.00 -0.0001
}

@test "break-even is empty where no more is sold, where nothing of ours is affected, or where that earns nothing" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected,source,customer_price,customer_cost
		earns nothing,L,N,4,0,,100,7,,,10,7
		earns nothing,L,O,6,50,6,30,,yes,,8,6
		no affected,L,N,4,0,,100,7,,,10,7
		no affected,L,R,,50,6,30,,yes,rival,8,6
		no more,L,N,4,100,7,100,8,,,10,7
		no more,L,O,3,50,6,30,,yes,,8,6
	END
	tool sheet.csv
	fine
	[ "$(table level bundle breakeven_rate <<<"$output" | grep ^bundle | xargs -d'\n')" = \
		'bundle|earns nothing| bundle|no affected| bundle|no more|' ] || show
}

# --- fixed costs

@test "a fixed cost comes off the bundle's margin, and off no line's" {
	launch New,,,,,,,,,,,,60
	fine
	columns_are level product_line bundle_margin delta_margin verdict <<-END
		bundle||330.00|180.00|consent
		line|Snacks|300.00|300.00|ok
		item|Snacks|300.00|300.00|ok
		line|Sweets|90.00|-60.00|consent
		item|Sweets|90.00|-60.00|affected
		item|Sweets|0.00|0.00|affected
	END
}

@test "fixed costs add up" {
	launch New,,,,,,,,,,,,60 New,,,,,,,,,,,,40
	fine
	[ "$(table delta_margin <<<"$output" | head -n 1)" = 140.00 ] || show
}

@test "a fixed cost alone can make a bundle dilutive, though no line pays" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,fixed_cost
		X,L,A,1,10,5,
		X,,,,,,0.01
	END
	tool sheet.csv
	fine
	columns_are level delta_margin verdict <<-END
		bundle|-0.01|dilutive
		line|0.00|ok
		item|0.00|ok
	END
	[[ $(table reason <<<"$output" | head -n 1) == *'loses 0.01'* ]] || show
}

@test "a fixed cost of an item, or of a line, is an error" {
	launch New,Snacks,S,1,10,5,20,,,,,,7
	refused 'launch.csv:5:13: error: fixed_cost: *: "7" (cell M5)'
	launch New,Snacks,,,,,,,,,,,7
	refused 'launch.csv:5:*: error: *fixed_cost*'
}

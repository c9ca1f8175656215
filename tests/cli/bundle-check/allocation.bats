# bats: what is given on a whole bundle, or on a line of it, and how it is split. Worked out by hand.
load ../helper

# trio [ROW]...: three items, in the bundle with 10, 20 and 30 units. Weights, by revenue 70, 100, 120; by list 100, 120, 150;
# by standalone 80, 110, 120; by cost 30, 40, 30; by equal 10, 20, 30.
trio() {
	sheet trio.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_volume,bundle_price,rebate
		X,L,A,3,10,5,8,10,7,
		X,L,B,2,6,5,5.5,20,5,
		X,M,C,1,5,5,4,30,4,
	END
	[ $# -eq 0 ] || printf '%s\n' "$@" >>trio.csv
}

# parts PART...: of the items' rebates, from the top down
parts() {
	[ "$(table level rebate <<<"$output" | sed -n 's/^item|//p' | xargs)" = "$*" ] || show "expected rebates: $*"
}

# sum COLUMN: of the items' cells, in the last of their digits
sum() {
	table level "$1" <<<"$output" | awk -F'|' '$1 == "item" { sub(/[.]/, "", $2); sum += $2 } END { printf "%.0f\n", sum }'
}

@test "a rebate is split in proportion to revenue in the bundle, to the cent, by default" {
	trio X,,,,,,,,,10
	tool trio.csv
	fine
	# 2.4138, 3.4483, 4.1379: two cents left over, for .83 and .79
	columns_are level product_line product rebate <<-END
		bundle|||10.00
		line|L||5.86
		item|L|A|2.41
		item|L|B|3.45
		line|M||4.14
		item|M|C|4.14
	END
}

@test "--allocate=revenue is the default" {
	trio X,,,,,,,,,10
	tool trio.csv
	local default=$output
	tool --allocate=revenue trio.csv
	fine
	[ "$output" = "$default" ]
}

@test "--allocate=list" {
	trio X,,,,,,,,,10
	tool --allocate=list trio.csv
	fine
	# 2.7027, 3.2432, 4.0541: one cent, for .54 rather than .43 or .27
	parts 2.70 3.24 4.06
}

@test "--allocate=standalone" {
	trio X,,,,,,,,,10
	tool --allocate=standalone trio.csv
	fine
	# 2.5806, 3.5484, 3.8710
	parts 2.58 3.55 3.87
}

@test "--allocate=cost" {
	trio X,,,,,,,,,10
	tool --allocate=cost trio.csv
	fine
	parts 3.00 4.00 3.00
}

@test "--allocate=equal: by units" {
	trio X,,,,,,,,,10
	tool --allocate=equal trio.csv
	fine
	# 1.6667, 3.3333, 5.0000
	parts 1.67 3.33 5.00
}

@test "an unknown --allocate is a usage error" {
	trio
	tool --allocate=shapley trio.csv
	refused '*--allocate*shapley*'
}

@test "the rebate comes off the margin and the net price" {
	trio X,,,,,,,,,10
	tool --allocate=cost trio.csv
	fine
	# A: 70 - 30 - 3 = 37; 67 / 10
	columns_are level bundle_revenue rebate bundle_margin net_price <<-END
		bundle|290.00|10.00|180.00|
		line|170.00|7.00|93.00|
		item|70.00|3.00|37.00|6.7000
		item|100.00|4.00|56.00|4.8000
		line|120.00|3.00|87.00|
		item|120.00|3.00|87.00|3.9000
	END
}

@test "a rebate of a line is of this line only" {
	trio X,L,,,,,,,,10
	tool trio.csv
	fine
	# 4.1176, 5.8824
	parts 4.12 5.88 0.00
}

@test "several rebates are split one by one, and added to an item's own" {
	trio X,,,,,,,,,10 X,L,,,,,,,,10 X,,,,,,,,,0.01
	sed -i 's/^X,M,C,.*/&2.5/' trio.csv
	tool trio.csv
	fine
	# 2.41 + 4.12, 3.45 + 5.88, 4.14 + 2.50, and the one cent to the largest part
	parts 6.53 9.33 6.65
}

@test "an empty standalone price doesn't matter where nothing is split by it" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,bundle_volume,bundle_price,rebate
		X,L,A,1,10,5,
		X,L,B,1,30,5,
		X,,,,,,8
	END
	tool sheet.csv
	fine
	parts 2.00 6.00
}

# --- the last cent

@test "ties go to the first in byte order of product line and product, wherever the rows stand" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,rebate
		X,,,,,,0.02
		X,a,1,1,1,5,
		X,B,b,1,1,5,
		X,B,C,1,1,5,
	END
	tool sheet.csv
	fine
	columns_are level product_line product rebate <<-END
		bundle|||0.02
		line|B||0.02
		item|B|C|0.01
		item|B|b|0.01
		line|a||0.00
		item|a|1|0.00
	END
}

@test "a part that is exact gets no further cent" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,rebate
		X,L,A,1,2,5,
		X,L,B,1,1,5,
		X,L,C,1,1,5,
		X,,,,,,0.06
	END
	tool sheet.csv
	fine
	# 3, 1.5, 1.5
	parts 0.03 0.02 0.01
}

@test "a rebate that is written finer than the cent is split as fine" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,rebate
		W,L,A,1,1,5,
		W,L,B,1,1,5,
		W,L,C,1,1,5,
		W,,,,,,1
		X,L,A,1,1,5,
		X,L,B,1,1,5,
		X,L,C,1,1,5,
		X,,,,,,1.0000
		Y,L,A,1,1,5,
		Y,L,B,1,1,5,
		Y,L,C,1,1,5,
		Y,,,,,,1.5E-3
		Z,L,A,1,1,5,
		Z,L,B,1,1,5,
		Z,L,C,1,1,5,
		Z,,,,,,0.000000000000001
	END
	tool sheet.csv
	fine
	parts 0.34 0.33 0.33 0.3334 0.3333 0.3333 0.0005 0.0005 0.0005 0.000000000000001 0.00 0.00
}

@test "rebates are printed so that they add up, whatever --places" {
	trio X,,,,,,,,,10.00
	tool --places=0 trio.csv
	fine
	columns_are level standalone_revenue bundle_revenue rebate bundle_margin <<-END
		bundle|88|290|10|180
		line|68|170|5.86|94
		item|40|70|2.41|38
		item|28|100|3.45|57
		line|20|120|4.14|86
		item|20|120|4.14|86
	END
	tool --places=3 trio.csv
	fine
	parts 2.410 3.450 4.140
}

@test "a hundred odd items: what they get adds up to the cent" {
	{
		echo bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,rebate
		seq 100 | awk '{ printf "X,L%d,P%d,%d.%03d,%d.7,%d,%d.13,%d.01,\n", $1 % 7, $1, $1 % 3 + 1, $1 * 7 % 1000, 90 + $1 % 11, $1 * $1 % 89 + 1, 60 + $1 % 17, 50 + $1 % 13 }'
		echo X,,,,,,,,12345.67
	} >sheet.csv
	local base
	for base in revenue list standalone cost equal; do
		tool --allocate=$base sheet.csv
		fine
		[ "$(sum rebate)" = 1234567 ] || show "$base doesn't add up"
		[ "$(table rebate <<<"$output" | head -n 1)" = 12345.67 ] || show
	done
}

@test "large amounts on large volumes add up, too" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,rebate
		X,L,A,1,9999999999999,12345.678901234567891,
		X,L,B,1,7777777777777,98.765432109876543,
		X,L,C,0,3,0.010000000000001,
		X,,,,,,99999999999.99
	END
	tool --allocate=equal sheet.csv
	fine
	[ "$(sum rebate)" = 9999999999999 ] || show
	tool sheet.csv
	fine
	[ "$(sum rebate)" = 9999999999999 ] || show
}

# --- what takes part

@test "an affected item, and one without volume in the bundle, get nothing" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,affected,rebate
		X,L,A,1,10,5,10,,
		X,L,B,1,10,5,0,,
		X,L,C,1,10,5,8,yes,
		X,,,,,,,,10
	END
	tool sheet.csv
	fine
	parts 10.00 0.00 0.00
}

@test "an item's own rebate stays, even without volume" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,rebate
		X,L,A,1,10,5,10,1.25
		X,L,B,1,0,5,0,2
	END
	tool sheet.csv
	fine
	columns_are level rebate bundle_margin delta_margin net_price <<-END
		bundle|3.25|36.75|-3.25|
		line|3.25|36.75|-3.25|
		item|1.25|38.75|-1.25|4.8750
		item|2.00|-2.00|-2.00|
	END
}

@test "a rebate of 0 needs nothing to be split by" {
	trio X,,,,,,,,,0
	sed -i 's/^X,L,A,3,10,/X,L,A,3,,/' trio.csv
	tool --allocate=list trio.csv
	fine
	parts 0.00 0.00 0.00
}

# --- a price of the whole bundle

# whole [ROW]...: the trio under one price of 200
whole() {
	trio X,,,,,,,,200, "$@"
	sed -i -E 's/^(X,[A-Z],.*),[0-9]+,$/\1,,/' trio.csv
}

# revenues REVENUE...: of the items, from the top down
revenues() {
	[ "$(table level bundle_revenue <<<"$output" | sed -n 's/^item|//p' | xargs)" = "$*" ] || show "expected revenues: $*"
}

@test "a price of the whole bundle is split by standalone prices, by default" {
	whole
	tool trio.csv
	fine
	# 80, 110, 120 of 310: 51.6129, 70.9677, 77.4194
	revenues 51.61 70.97 77.42
	columns_are level bundle_revenue bundle_margin net_price <<-END
		bundle|200.00|100.00|
		line|122.58|52.58|
		item|51.61|21.61|5.1610
		item|70.97|30.97|3.5485
		line|77.42|47.42|
		item|77.42|47.42|2.580667
	END
}

@test "a price of the whole bundle by list, standalone, cost and equal" {
	whole
	tool --allocate=list trio.csv
	fine
	# 54.0541, 64.8649, 81.0811
	revenues 54.05 64.87 81.08
	tool --allocate=standalone trio.csv
	fine
	revenues 51.61 70.97 77.42
	tool --allocate=cost trio.csv
	fine
	revenues 60.00 80.00 60.00
	tool --allocate=equal trio.csv
	fine
	# 33.3333, 66.6667, 100
	revenues 33.33 66.67 100.00
}

@test "where an item has no standalone price, its list price counts for its revenue" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_volume,bundle_price
		X,L,A,0.5,10,1,8,1,
		X,L,B,0.5,2,,,1,
		X,,,,,,,,5
	END
	tool sheet.csv
	fine
	revenues 4.00 1.00
}

@test "a price of the whole bundle that is written finer than the cent is split as fine" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price
		X,L,A,0,1,5,
		X,L,B,0,2,5,
		X,,,,,,10.000
	END
	tool --places=4 sheet.csv
	fine
	revenues 3.3330 6.6670
}

@test "a price of the whole bundle and a rebate on it" {
	whole X,,,,,,,,,10
	tool --allocate=cost trio.csv
	fine
	columns_are level bundle_revenue rebate bundle_margin <<-END
		bundle|200.00|10.00|90.00
		line|140.00|7.00|63.00
		item|60.00|3.00|27.00
		item|80.00|4.00|36.00
		line|60.00|3.00|27.00
		item|60.00|3.00|27.00
	END
}

@test "under a price of the whole bundle a rebate is split by standalone prices, by default" {
	whole X,,,,,,,,,10
	tool trio.csv
	fine
	parts 2.58 3.55 3.87
}

@test "a price and a rebate may stand in one row" {
	whole
	sed -i 's/^X,,,,,,,,200,$/X,,,,,,,,200,10/' trio.csv
	tool --allocate=equal trio.csv
	fine
	revenues 33.33 66.67 100.00
	parts 1.67 3.33 5.00
}

@test "a whole bundle given away earns nothing, item by item" {
	whole
	sed -i 's/^X,,,,,,,,200,$/X,,,,,,,,0,/' trio.csv
	tool trio.csv
	status_is 1
	revenues 0.00 0.00 0.00
	columns_are level verdict <<-END
		bundle|sacrifice
		line|sacrifice
		item|unacceptable
		item|unacceptable
		line|sacrifice
		item|unacceptable
	END
}

@test "an affected item has its own price under a price of the whole bundle" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,affected
		X,L,A,1,10,5,10,,
		X,M,B,1,10,5,8,4,yes
		X,M,C,1,10,5,9,,yes
		X,,,,,,,45,
	END
	tool sheet.csv
	fine
	columns_are level product bundle_revenue <<-END
		bundle||122.00
		line||45.00
		item|A|45.00
		line||77.00
		item|B|32.00
		item|C|45.00
	END
}

# --- what can't be allocated

@test "an item without a list price can't have its part by list; both rows are named" {
	trio X,,,,,,,,,10
	sed -i 's/^X,L,B,2,6,/X,L,B,2,,/' trio.csv
	tool --allocate=list trio.csv
	refused 'trio.csv:3: error: *list_price*line 5*'
}

@test "an item without a standalone price can't have its part by standalone" {
	trio X,,,,,,,,,10
	sed -i 's/^X,L,A,3,10,5,8,/X,L,A,3,10,,,/' trio.csv
	tool --allocate=standalone trio.csv
	refused 'trio.csv:2: error: *standalone_price*line 5*'
}

@test "an item without any price can't have its part of a price of the whole bundle" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,bundle_volume,bundle_price
		X,L,A,1,10,
		X,,,,,50
	END
	tool sheet.csv
	refused 'sheet.csv:2: error: *price*line 3*'
	tool --allocate=equal sheet.csv
	fine
}

@test "an item without volume needs no price to be split by" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_volume,rebate
		X,L,A,1,7,10,5,10,
		X,L,B,1,,10,5,0,
		X,,,,,,,,5
	END
	tool --allocate=list sheet.csv
	fine
	parts 5.00 0.00
}

@test "weights that are all 0 can't split anything" {
	trio X,,,,,,,,,10
	sed -i -E 's/^X,([A-Z],[A-Z]),.,/X,\1,0,/' trio.csv
	tool --allocate=cost trio.csv
	refused 'trio.csv:5: error: nothing in the bundle to allocate this to'
}

@test "a rebate of a line that the bundle hasn't is an error" {
	trio X,N,,,,,,,,10
	tool trio.csv
	refused 'trio.csv:5: error: nothing in the bundle to allocate this to'
}

@test "a rebate or a price of a bundle without volume is an error" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,rebate
		X,L,A,1,10,5,0,,
		X,,,,,,,,10
		Y,L,A,1,10,5,0,,
	END
	tool sheet.csv
	refused 'sheet.csv:3: error: nothing in the bundle to allocate this to'
	sed -i 's/^X,,,,,,,,10/Y,,,,,,,10,/' sheet.csv
	tool sheet.csv
	refused 'sheet.csv:3: error: nothing in the bundle to allocate this to'
}

# bats: columns that are passed on: unknown ones as they are, known ones the one way their type is written.
load ../helper

H=product,current_volume,current_price,current_cost

# kept HEADINGS CELLS: those of one item
kept() {
	printf '%s\n' "$H,$1" "A,10,5,3,$2" >items.csv
	build items.csv
}

item_is() {
	local expected=$1
	shift
	local found
	found=$(printf '%s\n' "$output" | table level "$@" | grep ^item)
	[ "$found" = "item|$expected" ] || show "expected item|$expected" "found $found"
}

@test "unknown columns are kept as they are, headings too" {
	printf '%s\n' "$H,Design stage,Umlaut ü" 'A,10,5,3,"mass, production",1.234,50 %' >items.csv
	sed -i 's/,50 %$//' items.csv
	build items.csv
	fine
	printf '%s\n' "$output" | sed 's/Design stage/stage/; s/Umlaut ü/u/' | table level stage u | grep -qx 'item|mass, production|1.234' || show
	has_column 'Design stage'
	has_column 'Umlaut ü'
}

@test "ids and text are never reinterpreted: leading zeros stay" {
	kept customer_part,note,folder '000123,0012.50,1e5'
	fine
	item_is '000123|0012.50|1e5' customer_part note folder
}

@test "known amounts become plain numbers" {
	kept list_price,floor_price,alternative_price '"$1,234.50",(3.00),1.5E+3'
	fine
	item_is '1234.5|-3|1500' list_price floor_price alternative_price || item_is '1234.50|-3.00|1500' list_price floor_price alternative_price
}

@test "an amount of a kept column that can't be read is an error" {
	kept list_price much
	refused 'items.csv:2:5: error: list_price: not a number: "much" (cell E2)'
}

@test "yes and no in any dress become yes and no" {
	kept leader,strategic,qualified,alternative_qualified 'X,TRUE,n,0'
	fine
	item_is 'yes|yes|no|no' leader strategic qualified alternative_qualified
}

@test "a yes/no cell that says maybe is an error" {
	kept leader maybe
	refused 'items.csv:2:5: error: leader: *"maybe" (cell E2)'
}

@test "dates dd.mm.yyyy become ISO by what the column agrees on" {
	printf '%s\n' "$H,alternative_date" A,10,5,3,05.10.2026 B,10,4,3,14.9.2026 C,10,3,3, D,10,2,3,2026-12-31 E,10,1,3,tbd >items.csv
	build items.csv
	fine
	printf '%s\n' "$output" | table level product alternative_date | grep ^item >found
	diff found - <<-END
		item|A|2026-10-05
		item|B|2026-09-14
		item|C|
		item|D|2026-12-31
		item|E|tbd
	END
}

@test "dates m/d/yyyy become ISO by what the column agrees on" {
	printf '%s\n' "$H,alternative_date" A,10,5,3,10/5/2026 B,10,4,3,9/14/2026 >items.csv
	build items.csv
	fine
	printf '%s\n' "$output" | table level alternative_date | grep ^item >found
	diff found - <<-END
		item|2026-10-05
		item|2026-09-14
	END
}

@test "dates that all fit both orders are an error that asks for --date-format" {
	printf '%s\n' "$H,alternative_date" A,10,5,3,10/5/2026 B,10,4,3,9/4/2026 >items.csv
	build items.csv
	refused 'items.csv:2:5: error: alternative_date: *--date-format* (cell E2)'
	build --date-format=mdy items.csv
	fine
	printf '%s\n' "$output" | table alternative_date | tail -2 | tr '\n' ' ' | grep -qx '2026-10-05 2026-09-04 ' || show
	build --date-format=dmy items.csv
	fine
	printf '%s\n' "$output" | table alternative_date | tail -2 | tr '\n' ' ' | grep -qx '2026-05-10 2026-04-09 ' || show
}

@test "dates that fit different orders only are an error that asks for --date-format" {
	printf '%s\n' "$H,alternative_date" A,10,5,3,10/15/2026 B,10,4,3,14/9/2026 >items.csv
	build items.csv
	refused 'items.csv:3:5: error: alternative_date: *--date-format*"14/9/2026" (cell E3)'
}

@test "two-digit years and days that don't exist are errors" {
	kept alternative_date 14.9.26
	refused 'items.csv:2:5: error: alternative_date: *"14.9.26" (cell E2)'
	kept alternative_date 2026-02-29
	refused 'items.csv:2:5: error: alternative_date: *"2026-02-29" (cell E2)'
	kept alternative_date soon
	refused 'items.csv:2:5: error: alternative_date: *"soon" (cell E2)'
}

@test "serial dates of a spreadsheet" {
	printf '%s\n' "$H,alternative_date" A,10,5,3,46000 >items.csv
	build --date-format=serial items.csv
	fine
	# 45658 is 2025-01-01; 342 days on
	item_is 2025-12-09 alternative_date
	build --date-format=serial1904 items.csv
	fine
	item_is 2029-12-10 alternative_date
}

@test "percentages: _pct in points, _share as fractions" {
	printf '%s\n' "$H" A,10,5,3 >items.csv
	sed -i '1s/^/account,product_line,/; 2s/^/Acme,Bolts,/' items.csv
	printf '%s\n' account,product_line,floor_margin_pct,concession_pct,target_share Acme,Bolts,30%,8.5,45% >lines.csv
	build --lines=lines.csv items.csv
	fine
	printf '%s\n' "$output" | table level floor_margin_pct concession_pct target_share | grep ^line >found
	diff found - <<-END
		line|30|8.5|0.45
	END
}

@test "a _pct column whose every value lies between 0 and 1 is a warning" {
	printf '%s\n' account,product_line,$H Acme,Bolts,A,10,5,3 Acme,Nuts,A,10,5,3 >items.csv
	printf '%s\n' account,product_line,floor_margin_pct Acme,Bolts,0.3 Acme,Nuts,0.25 >lines.csv
	build --lines=lines.csv items.csv
	warned 'lines.csv*: warning: *floor_margin_pct*'
	printf '%s\n' account,product_line,floor_margin_pct Acme,Bolts,0.3 Acme,Nuts,25 >lines.csv
	build --lines=lines.csv items.csv
	fine
}

@test "a currency that isn't the row's in a kept price is an error" {
	kept currency,list_price 'USD,€9'
	refused 'items.csv:2:6: error: list_price: *currency*"€9" (cell F2)'
}

@test "what an item's phases agree in is the item's, too" {
	sheet items.csv <<-END
		product,phase,current_volume,current_price,current_cost,alternative,condition,note
		A,H1,10,5,3,Quillon,,one
		A,H2,10,5,3,Quillon,half a year,two
	END
	build items.csv
	fine
	printf '%s\n' "$output" | table level alternative condition note | tail -3 >found
	diff found - <<-END
		item|Quillon|half a year|
		phase|Quillon||one
		phase|Quillon|half a year|two
	END
}

@test "several FILEs: their own columns stand side by side" {
	printf '%s\n' "$H,colour" A,10,5,3,red >a.csv
	printf '%s\n' "$H,weight,Colour" B,10,4,3,7 | sed '2s/$/,blue/' >b.csv
	build a.csv b.csv
	fine
	printf '%s\n' "$output" | table level product colour weight source | tail -2 >found
	diff found - <<-END
		item|A|red||a.csv:2
		item|B|blue|7|b.csv:2
	END
}

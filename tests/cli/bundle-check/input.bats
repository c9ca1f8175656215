# bats: bundles sheets as they come, and how those that can't be read are refused.
load ../helper

H=bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,rebate

# with ROW...: a sheet of these rows under H, run
with() {
	printf '%s\n' "$H" "$@" >bundles.csv
	tool bundles.csv
}

# margins SHEET: what the sheet's bundle is worth, alone and bundled
margins_are() {
	[ "$(table standalone_margin bundle_margin <<<"$output" | head -n 1)" = "$1|$2" ] || show "expected margins $1 and $2"
}

# reads_as_plain OPTION...: the sheet in ./odd gives what the plain sheet below gives, silently.
reads_as_plain() {
	cat >plain <<-END
		$H
		X,L,A,3,1000,5.25,1200,5.125,4.5,
		X,M,B,2.75,20,6.5,20,6.5,,
		X,,,,,,,,,12.5
	END
	"$B/bundle-check" <plain >expected
	run --separate-stderr bash -c '"$@" <odd' - "$B/bundle-check" "$@"
	fine
	[ "$output" = "$(cat expected)" ] || show "expected: $(cat expected)"
}

# --- what a sheet needs

@test "bundle, product_line and product are needed; all that lacks is named" {
	printf '%s\n' account,cost Acme,1 >bundles.csv
	tool bundles.csv
	refused 'bundles.csv:1: error: missing column: bundle' 'bundles.csv:1: error: missing column: product_line' \
		'bundles.csv:1: error: missing column: product'
}

@test "all other columns may be absent where nothing in them is needed" {
	printf '%s\n' bundle,product_line,product,cost X,L,A,1 >bundles.csv
	tool bundles.csv
	fine
	margins_are 0.00 0.00
}

@test "a sheet without a cost column has no costs" {
	printf '%s\n' bundle,product_line,product,standalone_volume,standalone_price X,L,A,10,5 >bundles.csv
	tool bundles.csv
	refused 'bundles.csv:2: error: no cost: *: "A"'
}

@test "an empty sheet, one without rows, and one without any product are errors" {
	: >bundles.csv
	tool bundles.csv
	refused 'bundles.csv: error: *empty*'
	with
	refused 'bundle-check: error: no bundle has a product'
	with X,,,,,,,,,5
	refused 'bundle-check: error: no bundle has a product'
}

@test "a FILE that isn't there is exit status 2" {
	tool nowhere.csv
	refused 'nowhere.csv: error: No such file or directory'
}

@test "a workbook is refused as what it is" {
	printf 'PK\003\004\024\000\006\000' >bundles.xlsx
	tool bundles.xlsx
	refused 'bundles.xlsx: error: *'
}

# --- what an item needs

@test "an item without a cost is an error that names it" {
	with X,L,A,,10,5,,,, X,L,B,n/a,10,5,,,, X,L,C,0,10,5,,,,
	refused 'bundles.csv:2: error: no cost: *: "A"' 'bundles.csv:3: error: no cost: *: "B"'
}

@test "a cost of 0 is a cost" {
	with X,L,A,0,10,5,,,,
	fine
	margins_are 50.00 50.00
}

@test "a standalone volume without a standalone price is an error" {
	with X,L,A,1,10,,,5,,
	refused 'bundles.csv:2: error: *standalone_volume*standalone_price*: "A"'
}

@test "a standalone price without a volume is a volume of 0" {
	with X,L,A,1,,5,10,,,
	fine
	margins_are 0.00 40.00
}

@test "an empty bundle volume is the standalone volume, an empty bundle price the standalone price" {
	with X,L,A,1,10,5,,4,, X,L,B,1,10,5,12,,, X,L,C,1,10,5,,,,
	fine
	columns_are product bundle_revenue <<-END
		|150.00
		|150.00
		A|40.00
		B|60.00
		C|50.00
	END
}

@test "a bundle volume without any price is an error" {
	with X,L,A,1,,,10,,,
	refused 'bundles.csv:2: error: *bundle_volume*price*'
}

@test "no volume at all is an item that earns nothing and says nothing" {
	with X,L,A,1,0,5,0,4,3, X,L,B,1,,,,,,
	fine
	columns_are product bundle_revenue bundle_margin margin_pct net_price verdict <<-END
		|0.00|0.00|||ok
		|0.00|0.00|||ok
		A|0.00|0.00|||ok
		B|0.00|0.00|||ok
	END
}

@test "an empty account, line or owner is an empty key" {
	sheet bundles.csv <<-END
		bundle,account,product_line,product,owner,cost,standalone_volume,standalone_price
		X,,,A,,1,10,5
		X,,L,A,,1,10,5
	END
	tool bundles.csv
	fine
	columns_are level account product_line product <<-END
		bundle|||
		line|||
		item|||A
		line||L|
		item||L|A
	END
}

# --- cells

@test "a cell that is no number is named by line, field, column, value and cell" {
	with X,L,A,1,10,5,,,, X,L,B,1,10,5x,,,,
	refused 'bundles.csv:3:6: error: standalone_price: not a number: "5x" (cell F3)'
}

@test "every column of figures is checked" {
	local columns=cost,list_price,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,floor_margin_pct,rebate,fixed_cost,customer_price,customer_cost,rebate_threshold,rebate_before_pct,rebate_after_pct,contestable_volume
	printf '%s\n' "bundle,product_line,product,$columns" X,L,A,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x >bundles.csv
	tool bundles.csv
	status_is 2
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" -eq 16 ] || show
	local column
	for column in ${columns//,/ }; do
		stderr_has "bundles.csv:2:*: error: $column: not a number: \"x\" (cell *)"
	done
}

@test "an error value of the spreadsheet is an error in every column, texts too" {
	local columns=bundle,account,product_line,product,owner,affected,competitive,source,cost field
	for field in 1 2 3 4 5 6 7 8 9; do
		printf '%s\n' "$columns" "$(echo X,Acme,L,A,Ann,,,,1 | awk -F, -v OFS=, -v i=$field '{ $i = "#REF!" } 1')" >bundles.csv
		tool bundles.csv
		refused "bundles.csv:2:$field: error: $(cut -d, -f$field <<<"$columns"): *: \"#REF!\" (cell *)"
	done
}

@test "a row without a product is checked cell by cell, too" {
	printf '%s\n' bundle,product_line,product,affected,competitive,source,cost,standalone_volume,standalone_price,rebate \
		X,L,A,,,,1,10,5, 'X,,,#REF!,,,,,,5' >bundles.csv
	tool bundles.csv
	refused 'bundles.csv:3:4: error: affected: *: "#REF!" (cell D3)'
	sed -i 's/#REF!,,/,perhaps,/' bundles.csv
	tool bundles.csv
	refused 'bundles.csv:3:5: error: competitive: *: "perhaps" (cell E3)'
}

@test "all bad cells of a row are named, whatever their type" {
	printf '%s\n' bundle,product_line,product,owner,cost,standalone_volume,affected 'X,L,A,#N/A,x,y,perhaps' >bundles.csv
	tool bundles.csv
	refused 'bundles.csv:2:*' 'bundles.csv:2:*' 'bundles.csv:2:*' 'bundles.csv:2:*'
}

@test "a cell below zero is an error, in every column of figures" {
	local columns=cost,list_price,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,floor_margin_pct,rebate,fixed_cost,customer_price,customer_cost,rebate_threshold,rebate_before_pct,rebate_after_pct,contestable_volume
	printf '%s\n' "bundle,product_line,product,$columns" X,L,A,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1,-1 >bundles.csv
	tool bundles.csv
	status_is 2
	[ -z "$output" ]
	local column
	for column in ${columns//,/ }; do
		stderr_has "bundles.csv:2:*: error: $column: below zero: \"-1\" (cell *)"
	done
}

@test "a price in parentheses, or with its minus behind, is below zero, too" {
	with 'X,L,A,1,10,(5),,,,' X,L,B,1,10,5-,,,,
	refused 'bundles.csv:2:6: error: standalone_price: below zero: "(5)" (cell F2)' \
		'bundles.csv:3:6: error: standalone_price: below zero: "5-" (cell F3)'
}

@test "a lone - is 0, as spreadsheets print it" {
	with X,L,A,-,10,5,,,-,-
	fine
	margins_are 50.00 50.00
}

@test "a rebate below zero on a row without a product is an error" {
	with X,L,A,1,10,5,,,, X,,,,,,,,,-5
	refused 'bundles.csv:3:10: error: rebate: below zero: "-5" (cell J3)'
}

@test "money where a volume belongs, and a percentage where money does, are errors" {
	with 'X,L,A,1,$10,5,,,,' X,L,B,1%,10,5,,,,
	refused 'bundles.csv:2:5: error: standalone_volume: an amount of money*: "$10" (cell E2)' \
		'bundles.csv:3:4: error: cost: a percentage*: "1%" (cell D3)'
}

@test "percentages may carry their sign; above 100 they are errors" {
	sheet bundles.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,floor_margin_pct
		X,L,A,4,10,5,20%
		X,L,B,4,10,5,101
	END
	tool bundles.csv
	refused 'bundles.csv:3:7: error: floor_margin_pct: more than 100 per cent: "101" (cell G3)'
	sed -i '$d' bundles.csv
	tool bundles.csv
	fine
}

@test "floor margins that are all fractions are a warning" {
	sheet bundles.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,floor_margin_pct
		X,L,A,4,10,5,0.20
		X,L,B,4,10,5,0.25
	END
	tool bundles.csv
	warned 'bundles.csv:2:7: warning: floor_margin_pct: *between 0 and 1*'
}

@test "a column of percentages that are all 0 is no warning" {
	sheet bundles.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,rebate_threshold,rebate_before_pct,rebate_after_pct,contestable_volume
		X,L,A,4,10,5,100,0,5,20
	END
	tool bundles.csv
	fine
}

@test "affected and competitive are yes or no" {
	sheet bundles.csv <<-END
		bundle,product_line,product,cost,affected,competitive
		X,L,A,4,perhaps,no
		X,L,B,4,,2
	END
	tool bundles.csv
	refused 'bundles.csv:2:5: error: affected: neither yes nor no: "perhaps" (cell E2)' \
		'bundles.csv:3:6: error: competitive: neither yes nor no: "2" (cell F3)'
}

@test "a product that a spreadsheet has destroyed is a warning" {
	with X,L,1.23E+11,1,10,5,,,,
	warned 'bundles.csv:2:3: warning: product: *: "1.23E+11" (cell C2)'
}

@test "figures that don't fit are an error, never a wrong one" {
	with X,L,A,1,9000000000000,90000000000,,,,
	refused 'bundles.csv:2: error: too large a figure'
	with X,L,A,1,9000000000000,9000000000,,,, X,L,B,1,9000000000000,9000000000,,,, X,L,C,1,9000000000000,9000000000,,,,
	refused 'bundles.csv:*: error: too large a figure'
	with X,L,A,1,10000000000000,1,,,,
	refused 'bundles.csv:2:5: error: standalone_volume: too large a number: "10000000000000" (cell E2)'
}

@test "all bad cells are named, up to --max-errors" {
	{
		echo "$H"
		seq 30 | sed 's/.*/X,L,P&,x,1,1,,,,/'
	} >bundles.csv
	tool bundles.csv
	status_is 2
	[ "${#stderr_lines[@]}" -eq 21 ] || show
	tool --max-errors=2 bundles.csv
	status_is 2
	[ "${#stderr_lines[@]}" -eq 3 ] || show
}

@test "--hide-values keeps cells out of messages" {
	with X,L,SECRET,1,10,7SECRET,,,, X,L,SECRET2,,10,5,,,,
	tool --hide-values bundles.csv
	status_is 2
	[[ $stderr == *bundles.csv:2:6* && $stderr != *SECRET* ]] || show
}

# --- currencies

@test "amounts may show their currency, where all show the same" {
	with 'X,L,A,$1,10,$5.00,,,,' 'X,L,B,1,10,USD 5,,5 USD,,' 'X,,,,,,,,,$5'
	fine
	margins_are 80.00 75.00
}

@test "two currencies in one sheet are an error that names both" {
	with 'X,L,A,$1,10,$5.00,,,,' 'X,L,B,1,10,5 €,,,,'
	refused 'bundles.csv:3:6: error: standalone_price: EUR*line 2*USD*'
}

@test "two currencies in two FILEs are an error, too" {
	printf '%s\n' "$H" 'X,L,A,$1,10,$5.00,,,,' >a.csv
	printf '%s\n' "$H" 'X,L,B,€1,10,€5.00,,,,' >b.csv
	tool a.csv b.csv
	status_is 2
	[ -z "$output" ] || show
	stderr_has 'b.csv:2:4: error: cost: EUR*USD*'
}

# --- rows without a product

@test "a row without a bundle is an error" {
	with X,L,A,1,10,5,,,, ,L,B,1,10,5,,,,
	refused 'bundles.csv:3:1: error: bundle: a row without a bundle: "" (cell A3)'
}

@test "a row with neither a product nor anything to allocate is an error" {
	with X,L,A,1,10,5,,,, X,L,,,,,,,,
	refused 'bundles.csv:3:3: error: product: neither a product nor a rebate, a bundle_price or a fixed_cost: "" (cell C3)'
}

@test "a row without a product that carries an item's figures is an error" {
	with X,L,A,1,10,5,,,, X,,,1,,,,,,5 X,,,,,,,,4,5
	refused 'bundles.csv:3:4: error: cost: a row without a product*: "1" (cell D3)' \
		'bundles.csv:4:9: error: floor_price: a row without a product*: "4" (cell I4)'
}

@test "a price of the whole bundle beside prices of its products is an error" {
	with X,L,A,1,10,5,,4,, X,,,,,,,40,,
	refused 'bundles.csv:3: error: a price of the whole bundle, and prices of its products'
}

@test "a second price of the whole bundle is an error" {
	with X,L,A,1,10,5,,,, X,,,,,,,40,, X,,,,,,,40,,
	refused 'bundles.csv:4: error: a second price of the whole bundle'
}

@test "a price of a line is an error" {
	with X,L,A,1,10,5,,,, X,L,,,,,,40,,
	refused 'bundles.csv:3:*: error: *bundle_price*not of a line*'
}

@test "a rebate of a bundle that has no product is an error" {
	with X,L,A,1,10,5,,,, Y,,,,,,,,,5
	refused 'bundles.csv:3: error: no product stands in this bundle: "Y"'
}

@test "an empty account on such a row is the bundle's only account" {
	sheet bundles.csv <<-END
		bundle,account,product_line,product,cost,standalone_volume,standalone_price,rebate
		X,Acme,L,A,1,10,5,
		X,,,,,,,5
	END
	tool bundles.csv
	fine
	columns_are account rebate <<-END
		Acme|5.00
		Acme|5.00
		Acme|5.00
	END
}

@test "an empty account on such a row is an error where the bundle has several" {
	sheet bundles.csv <<-END
		bundle,account,product_line,product,cost,standalone_volume,standalone_price,rebate
		X,Acme,L,A,1,10,5,
		X,Zeta,L,A,1,10,5,
		X,,,,,,,5
	END
	tool bundles.csv
	refused 'bundles.csv:4: error: several accounts have this bundle*: "X"'
	sed -i 's/^X,,,/X,Zeta,,/' bundles.csv
	tool bundles.csv
	fine
	columns_are level account rebate <<-END
		bundle|Acme|0.00
		line|Acme|0.00
		item|Acme|0.00
		bundle|Zeta|5.00
		line|Zeta|5.00
		item|Zeta|5.00
	END
}

@test "such a row of an account that the bundle hasn't is an error" {
	sheet bundles.csv <<-END
		bundle,account,product_line,product,cost,standalone_volume,standalone_price,rebate
		X,Acme,L,A,1,10,5,
		X,Zeta,,,,,,5
	END
	tool bundles.csv
	refused 'bundles.csv:3: error: no product stands in this bundle: "X"'
}

# --- what stands twice

@test "a product that stands twice in its bundle is an error that names both rows" {
	with X,L,A,1,10,5,,,, X,M,A,1,10,5,,,, Y,L,A,1,10,5,,,, X,L,A,1,10,5,,,,
	refused 'bundles.csv:5: error: *twice*line 2: "A"'
}

@test "twice over several FILEs, too" {
	printf '%s\n' "$H" X,L,A,1,10,5,,,, >a.csv
	cp a.csv b.csv
	tool a.csv b.csv
	status_is 2
	[ -z "$output" ]
	[[ $stderr == *b.csv:2*twice* || $stderr == *a.csv:2*twice* ]] || show
}

@test "a product once in the bundle and once as affected stands twice" {
	sheet bundles.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,affected
		X,L,A,1,10,5,
		X,L,A,1,10,5,yes
	END
	tool bundles.csv
	refused 'bundles.csv:3: error: *twice*'
}

# --- sheets as they come

@test "several FILEs are one table, each with its own headings, in any order" {
	sheet a.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price
		X,L,A,1,10,5,4.5
	END
	sheet b.csv <<-END
		rebate,owner,product,cost,bundle,standalone_price,standalone_volume,product_line
		,Bo,B,2,X,6,20,M
		7,Karl,,,X,,,
	END
	tool a.csv b.csv
	fine
	local one=$output
	[ "$(table owner rebate delta_margin <<<"$output" | head -n 1)" = 'Karl|7.00|-12.00' ] || show
	tool b.csv a.csv
	fine
	[ "$output" = "$one" ] || show
	run --separate-stderr bash -c '"$1" a.csv - <b.csv' - "$B/bundle-check"
	fine
	[ "$output" = "$one" ] || show
}

@test "the order of the rows changes nothing" {
	sheet bundles.csv <<-END
		bundle,account,product_line,product,owner,cost,list_price,standalone_volume,standalone_price,bundle_price,floor_price,rebate,fixed_cost,competitive
		X,Acme,L,A,Ann,1,6,10,5,4.5,,,,yes
		X,Acme,L,B,Bo,1,6,10,5,4.9,4.8,,,
		X,Acme,M,C,Cy,1,6,10,5,,,,,yes
		X,Acme,,,Karl,,,,,,,0.01,,
		X,Acme,L,,Zoe,,,,,,,0.05,,
		X,Acme,,,,,,,,,,,3,
		Y,Acme,L,A,Ann,1,6,10,5,,,,,yes
		Y,Acme,M,B,Ann,1,6,10,5,,,,,yes
		Y,Acme,,,Ann,,,,,,90.01,,,
	END
	sed -i 's/^Y,Acme,,,Ann,,,,,,90.01,,,/Y,Acme,,,Ann,,,,,90.01,,,,/' bundles.csv
	tool bundles.csv
	local expected=$output status_expected=$status turn
	[ -n "$output" ] || show
	for turn in 3 3r 4 4r 5 7r 9 11r; do
		{ sed 1q bundles.csv; sed 1d bundles.csv | sort -t, -k"$turn"; } >mixed.csv
		tool mixed.csv
		[ "$status" -eq "$status_expected" ] || show
		[ "$output" = "$expected" ] || show "expected: $expected"
	done
}

@test "two owners of a bundle don't depend on the order of their rows" {
	sheet a.csv <<-END
		bundle,product_line,product,owner,cost,standalone_volume,standalone_price,rebate
		X,L,A,,1,10,5,
		X,,,Zoe,,,,1
		X,,,Ann,,,,1
	END
	{ sed 2q a.csv; sed -n 4p a.csv; sed -n 3p a.csv; } >b.csv
	tool a.csv
	local one=$output
	tool b.csv
	[ "$output" = "$one" ] || show "expected: $one"
}

@test "semicolons, tabs and bars are found; --decimal=, reads a European sheet" {
	sed 's/,/;/g; s/\./,/g' >odd <<-END
		$H
		X,L,A,3,1000,5.25,1200,5.125,4.5,
		X,M,B,2.75,20,6.5,20,6.5,,
		X,,,,,,,,,12.5
	END
	reads_as_plain --decimal=,
	tr ';,' '\t.' <odd >odder
	mv odder odd
	reads_as_plain
	tr '\t' '|' <odd >odder
	mv odder odd
	reads_as_plain
	reads_as_plain -d '|'
}

@test "a semicolon sheet with decimal commas, read without --decimal, is an error that says so" {
	printf '%s\n' "${H//,/;}" 'X;L;A;3,5;10;5,25;;;;' >bundles.csv
	tool bundles.csv
	status_is 2
	[ -z "$output" ]
	stderr_has 'bundles.csv:2:4: error: cost: *--decimal=,*'
}

@test "grouped digits, currency signs and ISO codes are read" {
	sheet odd <<-END
		$H
		X,L,A,\$3,"1,000",\$5.25,"1,200",5.125 USD,USD 4.5,
		X,M,B,2.75,20,6.5,20,6.5,,
		X,,,,,,,,,\$12.50
	END
	reads_as_plain
}

@test "a byte order mark, CR LF and UTF-16 are read" {
	sheet plain <<-END
		$H
		X,L,A,3,1000,5.25,1200,5.125,4.5,
		X,M,B,2.75,20,6.5,20,6.5,,
		X,,,,,,,,,12.5
	END
	{ printf '\357\273\277'; sed 's/$/\r/' plain; } >odd
	reads_as_plain
	{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE plain; } >odd
	reads_as_plain
}

@test "--header-row, --map and --fill-down, and headings as people write them" {
	sheet odd <<-END
		Bundles for the talks
		Kit,Product Line,PRODUCT,Cost,Standalone Volume,standalone-price,Bundle  Volume,Bundle Price,Floor Price,Rebate
		X,L,A,3,1000,5.25,1200,5.125,4.5,
		,M,B,2.75,20,6.5,20,6.5,,
		,,,,,,,,,12.5
	END
	reads_as_plain --header-row=2 --map=bundle=Kit --fill-down=bundle
}

@test "a short row is padded with a warning, a long one is an error" {
	with X,L,A,1,10,5
	warned 'bundles.csv:2: warning: *'
	with X,L,A,1,10,5,,,,,,5
	refused 'bundles.csv:2:*: error: *'
}

@test "a heading that stands twice is an error" {
	printf '%s\n' bundle,product_line,product,cost,cost X,L,A,1,2 >bundles.csv
	tool bundles.csv
	refused 'bundles.csv:1:*: error: *twice*'
}

@test "unknown columns are nobody's business" {
	printf '%s\n' bundle,product_line,product,cost,standalone_volume,standalone_price,note 'X,L,A,1,10,5,#1 wish' >bundles.csv
	tool bundles.csv
	fine
}

@test "trailing empty rows and columns are ignored" {
	printf '%s\n' bundle,product_line,product,cost,standalone_volume,standalone_price,, X,L,A,1,10,5,, ,,,,,,, ,,,,,,, >bundles.csv
	tool bundles.csv
	fine
	margins_are 40.00 40.00
}

@test "after an error nothing is written, and -o leaves FILE as it was" {
	with X,L,A,1,10,5,,,, X,L,B,1,10,x,,,,
	refused 'bundles.csv:3:6: error: *'
	echo before >out.csv
	tool -o out.csv bundles.csv
	refused 'bundles.csv:3:6: error: *'
	[ "$(cat out.csv)" = before ]
}

@test "an error in the sums, too, leaves nothing behind" {
	with X,L,A,1,10,5,,,, X,N,,,,,,,,5
	echo before >out.csv
	tool -o out.csv bundles.csv
	refused 'bundles.csv:3: error: *'
	[ "$(cat out.csv)" = before ]
}

@test "bad cells are exit status 2, whatever the other bundles would say" {
	with X,L,A,6,10,5,,,, Y,L,A,1,10,x,,,,
	refused 'bundles.csv:3:6: error: *'
}

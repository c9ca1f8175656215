# bats: overview and lines join the items; what matches nothing is named and kept.
load ../helper


sheets() {
	sheet items.csv <<-END
		account,product_line,product,period,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Acme,Bolts,A,2027,10,5,3,10,5,3
		Acme,Nuts,B,2027,10,6,3,10,6,3
	END
	sheet overview.csv <<-END
		account,period,account_manager,our_objectives
		Acme,2027,Ines,"Grow, ""fast"""
	END
	sheet lines.csv <<-END
		account,product_line,period,owner,strategy
		Acme,Bolts,2027,Tomas,hold
		Acme,Nuts,2027,Wen,
	END
}

@test "overview's columns stand on account rows, lines' on line rows" {
	sheets
	build --overview=overview.csv --lines=lines.csv items.csv
	fine
	columns_are level product_line product account_manager our_objectives owner strategy source <<-END
		account|||Ines|Grow, "fast"|||overview.csv:2
		line|Nuts||||Wen||lines.csv:3
		item|Nuts|B|||||items.csv:3
		line|Bolts||||Tomas|hold|lines.csv:2
		item|Bolts|A|||||items.csv:2
	END
}

@test "an overview row that matches no item is named and still in the output" {
	sheets
	echo 'Bravo,2027,Max,none' >>overview.csv
	build --overview=overview.csv items.csv
	warned 'overview.csv:3: warning: *Bravo*'
	printf '%s\n' "$output" | table level account account_manager | grep -qx 'account|Bravo|Max' || show
	printf '%s\n' "$output" | table level account account_manager | grep -qx 'account|Acme|Ines' || show
}

@test "items without an overview row are named and still in the output" {
	sheets
	echo 'Bravo,Bolts,A,2027,10,5,3,10,5,3' >>items.csv
	echo 'Bravo,Bolts,B,2027,10,5,3,10,5,3' >>items.csv
	build --overview=overview.csv items.csv
	warned 'items.csv:4: warning: *overview*Bravo*'
	printf '%s\n' "$output" | table level account product account_manager | grep -qx 'item|Bravo|A|' || show
	printf '%s\n' "$output" | table level account product account_manager | grep -qx 'account|Bravo||' || show
}

@test "a lines row that matches no item is named and still in the output" {
	sheets
	echo 'Acme,Screws,2027,Sam,later' >>lines.csv
	build --lines=lines.csv items.csv
	warned 'lines.csv:4: warning: *Acme*Screws*'
	printf '%s\n' "$output" | table level account product_line owner | grep -qx 'line|Acme|Screws|Sam' || show
}

@test "items without a lines row are named and still in the output" {
	sheets
	sed -i /Nuts/d lines.csv
	build --lines=lines.csv items.csv
	warned 'items.csv:3: warning: *lines*Acme*Nuts*'
	printf '%s\n' "$output" | table level product_line product owner | grep -qx 'line|Nuts||' || show
	printf '%s\n' "$output" | table level product_line product owner | grep -qx 'item|Nuts|B|' || show
}

@test "rows of another period match no item" {
	sheets
	sed -i 's/2027/2026/' overview.csv
	build --overview=overview.csv items.csv
	warned 'overview.csv:2: warning: *2026*' 'items.csv:2: warning: *2027*'
}

@test "a sheet without a period is about every period" {
	sheets
	echo 'Acme,Nuts,B,2028,10,6,3,10,6,3' >>items.csv
	cut -d, -f1,3- overview.csv >any.csv
	build --overview=any.csv items.csv
	fine
	printf '%s\n' "$output" | table level period account_manager | grep ^account | sort >found
	diff found - <<-END
		account|2027|Ines
		account|2028|Ines
	END
}

@test "a second overview row for one account is an error" {
	sheets
	echo 'Acme,2027,Max,else' >>overview.csv
	build --overview=overview.csv items.csv
	refused 'overview.csv:3: error: *overview.csv:2*'
}

@test "a second lines row for one line is an error" {
	sheets
	echo 'Acme,Nuts,2027,Max,else' >>lines.csv
	build --lines=lines.csv items.csv
	refused 'lines.csv:4: error: *lines.csv:3*'
}

@test "a second row about something that no item has is an error, too" {
	sheets
	printf '%s\n' 'Bravo,2027,Max,x' 'Bravo,2027,Moritz,x' >>overview.csv
	build --overview=overview.csv items.csv
	status_is 2
	[ -z "$output" ]
	stderr_has 'overview.csv:4: error: *'
}

@test "overview without an account, lines without a product_line: missing columns" {
	sheets
	cut -d, -f2- overview.csv >o.csv
	build --overview=o.csv items.csv
	refused 'o.csv:1: error: *missing*account*'
	cut -d, -f3- lines.csv >l.csv
	build --lines=l.csv items.csv
	refused 'l.csv:1: error: *missing*account*product_line*'
}

@test "aliases are for items sheets only" {
	sheets
	sed -i '1s/product_line/family/' lines.csv
	build --lines=lines.csv items.csv
	refused 'lines.csv:1: error: *missing*product_line*'
}

@test "a total row of lines is left out where it equals the sum, with a warning" {
	sheets
	sheet lines.csv <<-END
		account,product_line,period,target_revenue,target_margin
		Acme,Bolts,2027,100,20
		Acme,Nuts,2027,200,30
		,Total,,300,50
	END
	build --lines=lines.csv items.csv
	warned 'lines.csv:4: warning: *total*'
	[ "$(printf '%s\n' "$output" | table level | grep -c line)" -eq 2 ]
	sed -i 's/300,50/300,51/' lines.csv
	build --lines=lines.csv items.csv
	refused 'lines.csv:4:5: error: target_margin: *"51" (cell E4)'
}

@test "the same column in several sheets stands once, filled by level" {
	sheets
	sheet overview.csv <<-END
		account,period,target_revenue,pages,remark
		Acme,2027,1000,4,on account
	END
	sheet lines.csv <<-END
		account,product_line,period,target_revenue,pages,Remark
		Acme,Bolts,2027,300,1,on line
		Acme,Nuts,2027,700,2,
	END
	build --overview=overview.csv --lines=lines.csv items.csv
	fine
	[ "$(headings | grep -ci '^remark$')" -eq 1 ]
	[ "$(headings | grep -c '^target_revenue$')" -eq 1 ]
	columns_are level target_revenue pages remark <<-END
		account|1000|4|on account
		line|700|2|
		item|||
		line|300|1|on line
		item|||
	END
}

@test "a bad cell in overview or lines is an error" {
	sheets
	sheet overview.csv <<-END
		account,period,target_revenue
		Acme,2027,much
	END
	build --overview=overview.csv items.csv
	refused 'overview.csv:2:3: error: target_revenue: not a number: "much" (cell C2)'
}

@test "options with a sheet's prefix are about that sheet alone" {
	sheets
	{ echo 'Overview of 2027'; tr , ';' <overview.csv | sed '2s/.*/Acme;2027;Ines;Grow/' ; } >o.csv
	sed '1s/owner/who/' lines.csv >l.csv
	build --overview=o.csv --lines=l.csv --header-row=overview:2 --map=lines:owner=who items.csv
	fine
	columns_are level account_manager owner <<-END
		account|Ines|
		line||Wen
		item||
		line||Tomas
		item||
	END
}

@test "--fill-down and --date-format with a prefix" {
	sheets
	printf '%s\n' account,product_line,approved_on Acme,Bolts,3/4/2026 ,Nuts,5/6/2026 >lines.csv
	build --lines=lines.csv --fill-down=lines:account --date-format=lines:dmy items.csv
	fine
	printf '%s\n' "$output" | table level product_line approved_on | grep ^line >found
	diff found - <<-END
		line|Nuts|2026-06-05
		line|Bolts|2026-04-03
	END
}

@test "only one sheet may be standard input's, and overview may be it" {
	sheets
	run --separate-stderr bash -c '"$1" --overview=- items.csv <overview.csv' - "$B/negpkg-build"
	fine
	printf '%s\n' "$output" | table level account_manager | grep -qx 'account|Ines' || show
}

@test "--hide-values keeps accounts and parts out of the join's messages" {
	sheets
	echo 'SECRETACCOUNT,2027,Max,none' >>overview.csv
	build --hide-values --overview=overview.csv items.csv
	status_is 0
	stderr_like 'overview.csv:3: warning: *'
	[[ $stderr != *SECRETACCOUNT* ]] || show
}

# bats: what --package supplies where the bundle sheet leaves a cell empty.
load ../helper

# package: of Acme: A in two phases (blended 9.25, cost 5.25), E in EUR, F per 1000 in EUR and per 100 in CHF
package() {
	sheet items.csv <<-END
		account,product_line,product,phase,currency,cost_currency,price_per,cost_per,expected_volume,expected_price,expected_cost,expected_fx,expected_cost_fx,list_price,floor_price
		Acme,Bolts,A,H1,USD,,1,,100,10,6,,,12,9
		Acme,Bolts,A,H2,USD,,1,,300,9,5,,,12,9
		Acme,Bolts,E,,EUR,,1,,100,10,6,1.1,,12,9
		Acme,Bolts,F,,EUR,CHF,1000,100,5000,160,4,1.1,1.2,170,150
		Acme,Nuts,G,,USD,,1,,10,5,1,,,6,4
		Zeta,Bolts,A,,USD,,1,,7,20,10,,,30,15
	END
	sheet lines.csv <<-END
		account,product_line,owner,floor_margin_pct
		Acme,Bolts,Ann,30
		Acme,Nuts,Bo,20
	END
	"$B/negpkg-build" --lines=lines.csv items.csv >package.csv 2>/dev/null
}

# bundle HEADINGS ROW...
bundle() {
	printf '%s\n' "$@" >bundle.csv
	tool --package=package.csv bundle.csv
}

@test "volumes, prices and costs are the package's expected ones, where the sheet is empty" {
	package
	bundle bundle,account,product_line,product X,Acme,Nuts,G
	fine
	columns_are standalone_revenue standalone_margin bundle_revenue delta_margin net_price <<-END
		50.00|40.00|50.00|0.00|
		50.00|40.00|50.00|0.00|
		50.00|40.00|50.00|0.00|5.0000
	END
}

@test "what the sheet says wins over the package" {
	package
	bundle bundle,account,product_line,product,cost,standalone_volume,standalone_price,floor_price X,Acme,Nuts,G,2,20,6,3
	fine
	columns_are level standalone_revenue standalone_margin floor_price <<-END
		bundle|120.00|80.00|
		line|120.00|80.00|
		item|120.00|80.00|3.00
	END
}

@test "cell by cell: an empty one is filled beside one that is given" {
	package
	bundle bundle,account,product_line,product,cost,standalone_volume,standalone_price X,Acme,Nuts,G,,20,
	fine
	columns_are level standalone_revenue standalone_margin <<-END
		bundle|100.00|80.00
		line|100.00|80.00
		item|100.00|80.00
	END
}

@test "an explicit 0 is given" {
	package
	bundle bundle,account,product_line,product,cost,standalone_volume,bundle_volume X,Acme,Nuts,G,0,0,10
	fine
	columns_are level standalone_revenue bundle_revenue bundle_margin <<-END
		bundle|0.00|50.00|50.00
		line|0.00|50.00|50.00
		item|0.00|50.00|50.00
	END
}

@test "an empty bundle_volume is the package's volume, too" {
	package
	bundle bundle,account,product_line,product,bundle_volume,bundle_price X,Acme,Nuts,G,,4.5 X,Acme,Bolts,A,401,
	fine
	columns_are level product standalone_revenue bundle_revenue <<-END
		bundle||3750.00|3754.25
		line||3700.00|3709.25
		item|A|3700.00|3709.25
		line||50.00|45.00
		item|G|50.00|45.00
	END
}

@test "phases are blended: nobody does it by hand" {
	package
	bundle bundle,account,product_line,product X,Acme,Bolts,A
	fine
	# 100 * 10 + 300 * 9 = 3700; 100 * 6 + 300 * 5 = 2100
	columns_are standalone_revenue standalone_margin net_price floor_price <<-END
		3700.00|1600.00||
		3700.00|1600.00||
		3700.00|1600.00|9.2500|9.00
	END
}

@test "another currency is converted, price, list and floor, and costs at their own rate" {
	package
	bundle bundle,account,product_line,product,competitive X,Acme,Bolts,E,yes X,Acme,Bolts,F,yes
	fine
	# E: 1000 * 1.1, 600 * 1.1, 12 * 1.1, 9 * 1.1; F: 5000 at .16 * 1.1, .04 * 1.2, .17 * 1.1, .15 * 1.1
	# discount: 100 * 2.2 + 5000 * .011
	columns_are level product standalone_revenue standalone_margin net_price floor_price attributed_price <<-END
		bundle||1980.00|1080.00|||
		line||1980.00|1080.00|||
		item|E|1100.00|440.00|11.0000|9.90|10.4500
		item|F|880.00|640.00|0.1760|0.165|0.1320
	END
}

@test "prices per 1000 and costs per 100 become prices and costs of one" {
	package
	bundle bundle,account,product_line,product,bundle_volume,bundle_price X,Acme,Bolts,F,1000,0.17
	fine
	columns_are level bundle_revenue bundle_margin <<-END
		bundle|170.00|122.00
		line|170.00|122.00
		item|170.00|122.00
	END
}

@test "the owner and the floor margin are the line's" {
	package
	bundle bundle,account,product_line,product,cost,bundle_price X,Acme,Bolts,A,7,9 X,Acme,Nuts,G,,
	findings '*: unacceptable: A of Bolts *margin 22.22%*30%*'
	columns_are level owner verdict <<-END
		bundle||unacceptable
		line|Ann|unacceptable
		item|Ann|unacceptable
		line|Bo|ok
		item|Bo|ok
	END
}

@test "an owner and a floor margin of the sheet's own win" {
	package
	bundle bundle,account,product_line,product,owner,cost,bundle_price,floor_margin_pct X,Acme,Bolts,A,Cy,7,9,10 X,Acme,Bolts,E,,,,
	status_is 0
	columns_are level product owner <<-END
		bundle||
		line||Cy; Ann
		item|A|Cy
		item|E|Ann
	END
}

@test "a package's floor price makes an item unacceptable" {
	package
	bundle bundle,account,product_line,product,bundle_price X,Acme,Bolts,E,9.89
	findings '*: unacceptable: E of Bolts *net price 9.89*floor price 9.90*'
}

@test "items are matched by account, product line and product" {
	package
	bundle bundle,account,product_line,product X,Zeta,Bolts,A
	fine
	columns_are level account standalone_revenue <<-END
		bundle|Zeta|140.00
		line|Zeta|140.00
		item|Zeta|140.00
	END
	bundle bundle,account,product_line,product X,Zeta,Nuts,G
	refused 'bundle.csv:2: error: no cost*: "G"'
}

@test "an item that the package hasn't is complete in the sheet, or an error" {
	package
	bundle bundle,account,product_line,product,cost,standalone_volume,standalone_price X,Acme,Bolts,new,1,0,5 X,Acme,Bolts,A,,,
	fine
	bundle bundle,account,product_line,product,cost,standalone_volume,standalone_price X,Acme,Bolts,new,,0,5
	refused 'bundle.csv:2: error: no cost*: "new"'
}

@test "a rival's item takes nothing from the package" {
	package
	bundle bundle,account,product_line,product,affected,source X,Acme,Bolts,A,, X,Acme,Nuts,G,yes,rival
	fine
	columns_are product standalone_revenue delta_margin <<-END
		|3700.00|0.00
		|3700.00|0.00
		A|3700.00|0.00
		|0.00|0.00
		G|0.00|0.00
	END
}

@test "an affected item of ours takes its figures from the package" {
	package
	bundle bundle,account,product_line,product,bundle_volume,affected X,Acme,Bolts,A,, X,Acme,Nuts,G,5,yes
	fine
	columns_are product standalone_revenue delta_margin <<-END
		|3750.00|-20.00
		|3700.00|0.00
		A|3700.00|0.00
		|50.00|-20.00
		G|50.00|-20.00
	END
}

@test "an item of the package without expected volume has no price and no cost to give" {
	sheet items.csv <<-END
		account,product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Acme,Bolts,A,10,5,1,0,,
	END
	"$B/negpkg-build" items.csv >package.csv
	bundle bundle,account,product_line,product,bundle_volume,bundle_price X,Acme,Bolts,A,10,5
	refused 'bundle.csv:2: error: no cost*: "A"'
	bundle bundle,account,product_line,product,cost,bundle_volume,bundle_price X,Acme,Bolts,A,1,10,5
	fine
}

# --- what stands twice

# years: A in two periods, their line with two floors and owners
years() {
	sheet items.csv <<-END
		account,product_line,product,period,expected_volume,expected_price,expected_cost
		Acme,Bolts,A,2027,100,10,6
		Acme,Bolts,A,2028,120,10,6
		Acme,Bolts,B,2028,100,10,6
	END
	sheet lines.csv <<-END
		account,product_line,period,owner,floor_margin_pct
		Acme,Bolts,2027,Ann,30
		Acme,Bolts,2028,Bo,35
	END
	"$B/negpkg-build" --lines=lines.csv items.csv >package.csv
}

@test "an item that the package has in two periods is an error where it is needed" {
	years
	bundle bundle,account,product_line,product,owner,cost,floor_margin_pct X,Acme,Bolts,A,Cy,1,10 X,Acme,Bolts,B,Cy,1,10
	refused 'bundle.csv:2: error: *package.csv*more than once*: "A"'
}

@test "an item that the package has twice is no error where nothing of it is needed" {
	years
	bundle bundle,account,product_line,product,owner,cost,standalone_volume,standalone_price,floor_margin_pct X,Acme,Bolts,A,Cy,1,10,5,10
	fine
}

@test "a line that the package has in two periods is an error where its floor margin is needed" {
	years
	bundle bundle,account,product_line,product,owner,cost,standalone_volume,standalone_price,floor_margin_pct X,Acme,Bolts,A,Cy,1,10,5,
	refused 'bundle.csv:2: error: *package.csv*more than once*'
}

@test "a line that the package has in two periods says nothing about the owner" {
	years
	bundle bundle,account,product_line,product,owner,cost,standalone_volume,standalone_price,floor_margin_pct X,Acme,Bolts,A,,1,10,5,10
	[ "$status" -eq 2 ] || [ "$(table owner <<<"$output" | tail -n 1)" = '' ] || show
}

@test "one period of a package may be chosen before" {
	years
	grep -E '^level|,2028,' package.csv >one.csv
	mv one.csv package.csv
	bundle bundle,account,product_line,product X,Acme,Bolts,A
	fine
	columns_are level owner standalone_revenue <<-END
		bundle||1200.00
		line|Bo|1200.00
		item|Bo|1200.00
	END
}

# --- exactness

@test "a package's total counts, not its unit price times its volume" {
	sheet items.csv <<-END
		account,product_line,product,expected_volume,expected_revenue,expected_cogs
		Acme,Bolts,A,3,20,10
		Acme,Bolts,B,7,10,5
	END
	"$B/negpkg-build" items.csv >package.csv
	bundle bundle,account,product_line,product,bundle_price X,Acme,Bolts,A, X,Acme,Bolts,B, X,Acme,,,30
	fine
	# 30 is what both cost alone: nobody gives up anything
	columns_are level delta_margin verdict <<-END
		bundle|0.00|ok
		line|0.00|ok
		item|0.00|ok
		item|0.00|ok
	END
}

@test "a bundle at the package's prices is ok, whatever its unit prices look like" {
	sheet items.csv <<-END
		account,product_line,product,expected_volume,expected_revenue,expected_cogs
		Acme,Bolts,A,3,20,10
		Acme,Nuts,B,7,10,5
	END
	"$B/negpkg-build" items.csv >package.csv
	bundle bundle,account,product_line,product,bundle_volume X,Acme,Bolts,A, X,Acme,Nuts,B,11
	fine
	columns_are level delta_margin verdict <<-END
		bundle|2.86|ok
		line|0.00|ok
		item|0.00|ok
		line|2.86|ok
		item|2.86|ok
	END
}

# --- its sheet

@test "a package without the expected position is missing columns" {
	printf '%s\n' level,account,product_line,product item,Acme,Bolts,A >package.csv
	bundle bundle,account,product_line,product,cost,standalone_volume,standalone_price X,Acme,Bolts,A,1,10,5
	refused 'package.csv:1: error: missing column: expected_volume' 'package.csv:1: error: missing column: expected_revenue' \
		'package.csv:1: error: missing column: expected_cogs'
}

@test "an items sheet is no package" {
	package
	cp items.csv package.csv
	bundle bundle,account,product_line,product X,Acme,Bolts,A
	status_is 2
	stderr_has 'package.csv:1: error: missing column: level'
}

@test "a bad cell of the package is named" {
	package
	sed -i '/^item,Acme,Nuts,G/s/,50.00,/,5o.00,/' package.csv
	bundle bundle,account,product_line,product X,Acme,Bolts,A
	status_is 2
	[ -z "$output" ]
	stderr_has 'package.csv:*: error: expected_revenue: not a number: "5o.00" (cell *)'
}

@test "a package that isn't there is exit status 2" {
	printf '%s\n' bundle,product_line,product,cost X,Bolts,A,1 >bundle.csv
	tool --package=nowhere.csv bundle.csv
	refused 'nowhere.csv: error: No such file or directory'
}

@test "options with the prefix package: are for the package" {
	printf '%s\n' 'level;account;product_line;what;expected_volume;expected_revenue;expected_cogs' 'item;Acme;Bolts;A;10;55,5;10,0' >package.csv
	printf '%s\n' bundle,account,product_line,product,bundle_price X,Acme,Bolts,A,5.55 >bundle.csv
	tool --package=package.csv --decimal=package:, --map=package:product=what bundle.csv
	fine
	columns_are standalone_revenue delta_margin <<-END
		55.50|0.00
		55.50|0.00
		55.50|0.00
	END
}

@test "a package with semicolons whose numbers all look like 1.234 asks for --decimal" {
	printf '%s\n' 'level;account;product_line;product;expected_volume;expected_revenue;expected_cogs' 'item;Acme;Bolts;A;1.234;5.678;1.234' >package.csv
	bundle bundle,account,product_line,product X,Acme,Bolts,A
	status_is 2
	stderr_has 'package.csv:2:*: error: *--decimal*'
}

@test "a package may come through a pipe" {
	package
	printf '%s\n' bundle,account,product_line,product X,Acme,Nuts,G >bundle.csv
	run --separate-stderr bash -c '"$1/negpkg-build" -q items.csv | "$1/bundle-check" --package=- bundle.csv' - "$B"
	fine
	[ "$output" = "$("$B/bundle-check" --package=package.csv bundle.csv | sed 's/,Bo,/,,/')" ]
}

@test "a floor that differs by phase is blended by the volumes expected" {
	sheet items.csv <<-'END'
		account,product_line,product,period,phase,expected_volume,expected_price,expected_cost,floor_price
		Acme,Bolts,A,2027,H1,100,10,5,9
		Acme,Bolts,A,2027,H2,300,9,5,8
	END
	"$B/negpkg-build" -o package.csv items.csv
	sheet bundles.csv <<-'END'
		bundle,account,product_line,product,bundle_price
		X,Acme,Bolts,A,8.20
	END
	run --separate-stderr "$B/bundle-check" --package=package.csv bundles.csv
	status_is 1
	columns_are level floor_price verdict reason <<-'END'
		bundle||unacceptable|A of Bolts (net price 8.20 is below its floor price 8.25)
		line||unacceptable|A of Bolts (net price 8.20 is below its floor price 8.25)
		item|8.25|unacceptable|net price 8.20 is below its floor price 8.25
	END
}

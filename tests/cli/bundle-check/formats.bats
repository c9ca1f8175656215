# bats: what a check looks like: CSV, text, JSON, and where it goes.
load ../helper

# matches: standard output has as many lines as standard input has globs, each line matching its own.
matches() {
	local globs=() i
	mapfile -t globs
	[ "$(wc -l <<<"$output")" -eq ${#globs[@]} ] || show "expected ${#globs[@]} lines" || return 1
	mapfile -t found <<<"$output"
	for i in "${!globs[@]}"; do
		# shellcheck disable=SC2053 # a pattern
		[[ ${found[i]} == ${globs[i]} ]] || show "expected: ${globs[i]}" "found: ${found[i]}" || return 1
	done
}

# Two bundles; one is a sacrifice. UTF-8, commas and quotes in names.
kit() {
	sheet kit.csv <<-'END'
		bundle,account,product_line,product,owner,cost,list_price,standalone_volume,standalone_price,bundle_volume,bundle_price,floor_price,floor_margin_pct,rebate,competitive
		"Kit ""A""",Müller,Meßtechnik,"M, 1",Zoë,6,12,100,10,100,9.9,,30,,
		"Kit ""A""",Müller,Logic,L-1,Bo,4,6,50,5,100,4.9,5,,10,yes
		Other,Acme,Logic,L-1,Bo,4,6,50,5,60,5,5,,,
	END
}

@test "CSV: a row for each bundle, line and item, from the top down, in the columns of formats.md" {
	kit
	tool kit.csv
	status_is 1
	# attribution: 6 - (100 * 2.1 + 100 * 1.1 + 10) / 100
	matches <<-'END'
		level,bundle,account,product_line,product,owner,standalone_revenue,standalone_margin,bundle_revenue,rebate,bundle_margin,delta_margin,margin_pct,net_price,floor_price,attributed_price,effective_price,attribution,verdict,reason
		bundle,"Kit ""A""",Müller,,,,1250.00,450.00,1480.00,10.00,470.00,20.00,31.76,,,,,,sacrifice,*
		line,"Kit ""A""",Müller,Logic,,Bo,250.00,50.00,490.00,10.00,80.00,30.00,16.33,,,,,,unacceptable,*
		item,"Kit ""A""",Müller,Logic,L-1,Bo,250.00,50.00,490.00,10.00,80.00,30.00,16.33,4.8000,5.00,2.7000,,fail,unacceptable,*
		line,"Kit ""A""",Müller,Meßtechnik,,Zoë,1000.00,400.00,990.00,0.00,390.00,-10.00,39.39,,,,,,sacrifice,*
		item,"Kit ""A""",Müller,Meßtechnik,"M, 1",Zoë,1000.00,400.00,990.00,0.00,390.00,-10.00,39.39,9.9000,,,,,ok,
		bundle,Other,Acme,,,,250.00,50.00,300.00,0.00,60.00,10.00,20.00,,,,,,ok,
		line,Other,Acme,Logic,,Bo,250.00,50.00,300.00,0.00,60.00,10.00,20.00,,,,,,ok,
		item,Other,Acme,Logic,L-1,Bo,250.00,50.00,300.00,0.00,60.00,10.00,20.00,5.0000,5.00,,,,ok,
	END
}

@test "bundles, lines and items stand in byte order, whatever the order of the rows" {
	sheet sheet.csv <<-END
		bundle,account,product_line,product,cost,standalone_volume,standalone_price
		b,Acme,L,x,1,10,5
		B,Acme,m,X,1,10,5
		B,Acme,M,b,1,10,5
		a,Acme,L,X,1,10,5
		B,Acme,M,Z,1,10,5
		É,Acme,L,X,1,10,5
	END
	tool sheet.csv
	fine
	columns_are level bundle product_line product <<-END
		bundle|B||
		line|B|M|
		item|B|M|Z
		item|B|M|b
		line|B|m|
		item|B|m|X
		bundle|a||
		line|a|L|
		item|a|L|X
		bundle|b||
		line|b|L|
		item|b|L|x
		bundle|É||
		line|É|L|
		item|É|L|X
	END
}

@test "prices have four decimals at least and six at most; a floor price as many as it needs" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price,floor_price,rebate
		X,L,A,0.01,10,5,5,4,
		X,L,B,0.01,10,5,0.12345,0.1234,
		X,L,C,0.01,10,5,0.1234567,0.12,
		X,L,D,0.01,3,5,5,0.5,1
		X,L,E,0.01,10,5,0.1234565,0.123,
	END
	tool sheet.csv
	fine
	columns_are product net_price floor_price <<-END
		||
		||
		A|5.0000|4.00
		B|0.12345|0.1234
		C|0.123457|0.12
		D|4.666667|0.50
		E|0.123457|0.123
	END
}

@test "margin_pct has two decimals, rounded half up, and is empty without revenue" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price
		X,L,A,79.995,1,100
		X,L,B,79.9951,1,100
		X,L,C,1,0,5
	END
	tool sheet.csv
	fine
	columns_are level margin_pct <<-END
		bundle|20.00
		line|20.00
		item|20.01
		item|20.00
		item|
	END
}

@test "--places is for money, rounded half up, negatives too" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price
		X,L,A,0,1,2.5,0,1
		X,L,B,0,1,0.125,1,0.125
	END
	tool --places=0 sheet.csv
	fine
	columns_are level standalone_revenue bundle_revenue rebate delta_margin margin_pct net_price <<-END
		bundle|3|0|0|-2|100.00|
		line|3|0|0|-2|100.00|
		item|3|0|0|-2||
		item|0|0|0|0|100.00|0.1250
	END
	tool --places=4 sheet.csv
	fine
	columns_are level standalone_revenue bundle_revenue rebate delta_margin <<-END
		bundle|2.6250|0.1250|0.0000|-2.5000
		line|2.6250|0.1250|0.0000|-2.5000
		item|2.5000|0.0000|0.0000|-2.5000
		item|0.1250|0.1250|0.0000|0.0000
	END
}

# --- text

@test "text: a bundle's verdict and reason, and a table of who earns what" {
	kit
	sed -i 's/ß/s/; s/ü/u/; s/ë/e/' kit.csv
	tool --format=text kit.csv
	status_is 1
	matches <<-'END'
		Kit "A", Muller: sacrifice
		*Mestechnik (Zoe) pays 10.00 *L-1 of Logic*
		                     alone  bundled  rebate  change  margin %  net price  verdict
		  Logic (Bo)         50.00    80.00   10.00  +30.00     16.33             unacceptable
		    L-1              50.00    80.00   10.00  +30.00     16.33       4.80  unacceptable*
		  Mestechnik (Zoe)  400.00   390.00          -10.00     39.39             sacrifice
		    M, 1            400.00   390.00          -10.00     39.39       9.90  ok
		  total             450.00   470.00   10.00  +20.00     31.76             sacrifice

		Other, Acme: ok
		              alone  bundled  rebate  change  margin %  net price  verdict
		  Logic (Bo)  50.00    60.00          +10.00     20.00             ok
		    L-1       50.00    60.00          +10.00     20.00       5.00  ok
		  total       50.00    60.00          +10.00     20.00             ok
	END
}

@test "text: control characters of a sheet never reach the terminal" {
	printf 'bundle,account,product_line,product,owner,cost,standalone_volume,standalone_price\nX\033[31m,A\033c,L\007,P\033]0;t\007,O\033[0m,1,10,0.5\n' >sheet.csv
	tool --format=text sheet.csv
	status_is 1
	[[ $output != *$'\033'* && $output != *$'\007'* && $stderr != *$'\033'* ]] || show
}

@test "text: money is grouped, and as precise as --places says" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price
		X,L,A,1,1000000,5,4.5
	END
	tool --format=text --places=0 sheet.csv
	fine
	[[ $output == *4,000,000*3,500,000*-500,000* ]] || show
	[[ $output != *4,000,000.* ]] || show
}

@test "text: what is affected, and a bundle without an account" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,affected
		X,L,A,1,10,5,,
		X,,B,1,10,5,9,yes
	END
	tool --format=text sheet.csv
	fine
	[ "${lines[0]}" = 'X: dilutive' ] || show
	grep -q '^ *B .* affected$' <<<"$output" || show
	grep -q '^ *(no line) .* consent$' <<<"$output" || show
}

# --- JSON

@test "JSON: the same rows as objects; figures are numbers, what is empty is null" {
	kit
	tool --format=json kit.csv
	status_is 1
	[ "${lines[0]}" = '[' ]
	[ "${lines[-1]}" = ']' ]
	[ "${#lines[@]}" -eq 10 ]
	[[ ${lines[3]} == '{"level": "item", "bundle": "Kit \"A\"", "account": "Müller", "product_line": "Logic", "product": "L-1", "owner": "Bo", "standalone_revenue": 250.00, "standalone_margin": 50.00, "bundle_revenue": 490.00, "rebate": 10.00, "bundle_margin": 80.00, "delta_margin": 30.00, "margin_pct": 16.33, "net_price": 4.8000, "floor_price": 5.00, "attributed_price": 2.7000, "effective_price": null, "attribution": "fail", "verdict": "unacceptable", "reason": "'* ]] || show
	[[ ${lines[6]} == *'"owner": "", '*'"net_price": null, '*'"verdict": "ok", "reason": ""},' ]] || show
}

@test "JSON says what CSV says" {
	command -v python3 >/dev/null || skip "no python3"
	kit
	"$B/bundle-check" kit.csv >kit.out 2>/dev/null || true
	"$B/bundle-check" --format=json kit.csv >kit.json 2>/dev/null || true
	python3 - <<-'END'
		import csv, json
		rows = list(csv.DictReader(open("kit.out")))
		for row in rows:
		    assert None not in row
		same = json.load(open("kit.json"), parse_float=str, parse_int=str)
		assert rows == [{k: "" if v is None else v for k, v in o.items()} for o in same]
	END
}

@test "JSON has the category's columns where customers' prices are given" {
	sheet sheet.csv <<-END
		bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,customer_price,customer_cost
		X,L,A,1,10,5,12,9,5
		Y,L,A,1,10,5,12,,
	END
	tool --format=json sheet.csv
	fine
	[[ ${lines[1]} == *'"category_turnover": 18.00, "category_profit": 8.00, "breakeven_rate": null}'* ]] || show
	[[ ${lines[4]} == *'"category_turnover": null, "category_profit": null, "breakeven_rate": null}'* ]] || show
}

@test "an unknown --format is a usage error" {
	kit
	tool --format=svg kit.csv
	refused '*--format*svg*'
}

# --- where it goes

@test "-o writes a check that failed, too: exit 1 is about the bundles, not about the file" {
	kit
	"$B/bundle-check" kit.csv >expected 2>/dev/null || true
	tool -o out.csv kit.csv
	status_is 1
	[ -z "$output" ] || show
	stderr_like 'bundle-check: finding: *'
	cmp out.csv expected
}

@test "-o takes text and JSON, too" {
	kit
	local format
	for format in text json; do
		"$B/bundle-check" --format=$format kit.csv >expected 2>/dev/null || true
		tool --format=$format -o out kit.csv
		status_is 1
		cmp out expected
	done
}

@test "--excel is CSV for a spreadsheet" {
	kit
	run --separate-stderr bash -c '"$1" --excel kit.csv | head -c 3 | od -An -tx1 | tr -d " \n"' - "$B/bundle-check"
	[ "$output" = efbbbf ] || show
	printf '%s\n' bundle,product_line,product,owner,cost,standalone_volume,standalone_price '=X,+L,@A,-me,1,10,5' >sheet.csv
	tool --excel sheet.csv
	fine
	[[ $output == *"item,'=X,,'+L,'@A,'-me,50.00,"* ]] || show
	[[ $output == *$'\r' ]] || show
}

@test "-D and -t set the output delimiter" {
	kit
	sed -i 's/Bo/B;o/' kit.csv
	tool -D';' kit.csv
	[[ ${lines[0]} == 'level;bundle;account;'* && ${lines[2]} == *';"B;o";'* ]] || show
	tr , '\t' <<-END >kit.tsv
		bundle,product_line,product,cost,standalone_volume,standalone_price
		X,L,A,1,10,5
	END
	tool -t kit.tsv
	fine
	[[ ${lines[0]} == $'level\tbundle\taccount\t'* ]] || show
}

@test "--hide-values keeps names and figures out of the findings" {
	kit
	tool --hide-values kit.csv
	status_is 1
	[[ $stderr == *finding* && $stderr != *Kit* && $stderr != *Bo* && $stderr != *4.8* && $stderr != *10.00* ]] || show
}

@test "--quiet leaves findings and exit status alone" {
	kit
	tool kit.csv
	local loud=$output
	tool -q kit.csv
	status_is 1
	[ "$output" = "$loud" ] || show
}

@test "only bundles that failed are findings; the rest is silent" {
	kit
	grep -v '^"Kit' kit.csv >other.csv
	tool other.csv
	fine
}

@test "--columns names the columns of a bundles sheet" {
	tool --columns
	fine
	local name
	for name in bundle account product_line product owner cost list_price standalone_volume standalone_price bundle_volume \
		bundle_price floor_price floor_margin_pct rebate fixed_cost competitive affected source customer_price customer_cost \
		rebate_threshold rebate_before_pct rebate_after_pct contestable_volume; do
		table name <<<"$output" | grep -qx "$name" || show "no $name"
	done
}

@test "--help shows the tool's own options" {
	tool --help
	fine
	[[ $output == *--package=FILE*--allocate=revenue*--format=csv* ]] || show
}

# bats: --format and --long: tables for terminals, pictures, JSON, tidy rows; and options that don't go together.
load ../helper

H=product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost

# Bolts: 900 + 90 - 30 - 140 + 140 = 960. Nuts: 100 + 50 = 150.
bolts_and_nuts() {
	sheet items.csv <<-END
		product_line,$H
		Bolts,A,100,10,6,140,9,5
		Bolts,B,100,20,15,80,20,15
		Nuts,C,10,30,20,15,30,20
	END
}

# hostile NAME: a sheet with that product line, quoted
hostile() {
	printf 'product_line,%s\n"%s",A,1,5,3,2,5,3\n' "$H" "${1//\"/\"\"}" >items.csv
}

# in_columns N ARGUMENT...: run in a terminal of that width
in_columns() {
	local columns=$1
	shift
	run --separate-stderr env COLUMNS="$columns" "$B/margin-walk" "$@"
}

# The charts: what follows the table.
charts() { # what stands below the table, where there is one
	printf '%s\n' "$output" | awk 'NR == 1 && /^level / { table = 1 } !table; /^$/ { table = 0 }'
}

no_control_characters() {
	! printf '%s\n' "$output" | LC_ALL=C grep -q "[$(printf '\001-\010\013-\037\177')]" || show "control characters"
	! printf '%s\n' "$output" | LC_ALL=C grep -q "$(printf '\302[\200-\237]')" || show "8-bit control characters"
}

# --- long

@test "--long is a row for each effect" {
	bolts_and_nuts
	walk --long items.csv
	fine
	[ "${lines[0]}" = level,product_line,from,to,effect,amount ]
	[ "${#lines[@]}" -eq $((1 + 3 * 13)) ]
	columns_are level product_line from to effect amount < <(
		while IFS='|' read -r key amounts; do
			for effect in start_margin volume mix_within mix_across price cost rebate cross fx new lost other end_margin; do
				printf '%s|current|expected|%s|%s\n' "$key" $effect "${amounts%% *}"
				amounts=${amounts#* }
			done
		done <<-END | sed 's/;/|/'
			total;|1000.00 140.00 -30.00 0.00 -140.00 140.00 0.00 0.00 0.00 0.00 0.00 0.00 1110.00
			product_line;Bolts|900.00 90.00 -30.00 0.00 -140.00 140.00 0.00 0.00 0.00 0.00 0.00 0.00 960.00
			product_line;Nuts|100.00 50.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 0.00 150.00
		END
	)
}

@test "--long with --measure=revenue, --method and --format=json" {
	bolts_and_nuts
	walk --long --measure=revenue --by= items.csv
	fine
	# no group: volume = 3300 * 25 / 210; mix = 10*140 + 20*80 + 30*15 - 3300 - volume
	columns_are effect amount <<-END
		start_margin|3300.00
		volume|392.86
		mix_within|-242.86
		mix_across|0.00
		price|-140.00
		cost|0.00
		rebate|0.00
		cross|0.00
		fx|0.00
		new|0.00
		lost|0.00
		other|0.00
		end_margin|3310.00
	END
	walk --long --format=json --method=three-way --by= items.csv
	fine
	[ "${#lines[@]}" -eq 15 ]
	# -1 * 40 + 1 * 40, and 0 * -20
	[ "${lines[8]}" = '{"level": "total", "from": "current", "to": "expected", "effect": "cross", "amount": 0.00},' ] || show
}

# --- json

@test "--format=json is an array of the CSV's rows: texts quoted, figures bare, what is blank null" {
	bolts_and_nuts
	walk --format=json items.csv
	fine
	output_is <<-END
		[
		{"level": "total", "product_line": "", "from": "current", "to": "expected", "items": 3, "start_volume": 210, "start_revenue": 3300.00, "start_margin": 1000.00, "start_margin_pct": 30.30, "volume": 140.00, "mix_within": -30.00, "mix_across": 0.00, "price": -140.00, "cost": 140.00, "rebate": 0.00, "cross": 0.00, "fx": 0.00, "new": 0.00, "lost": 0.00, "other": 0.00, "end_volume": 235, "end_revenue": 3310.00, "end_margin": 1110.00, "end_margin_pct": 33.53, "market_size": null, "market_share": null},
		{"level": "product_line", "product_line": "Bolts", "from": "current", "to": "expected", "items": 2, "start_volume": 200, "start_revenue": 3000.00, "start_margin": 900.00, "start_margin_pct": 30.00, "volume": 90.00, "mix_within": -30.00, "mix_across": 0.00, "price": -140.00, "cost": 140.00, "rebate": 0.00, "cross": 0.00, "fx": 0.00, "new": 0.00, "lost": 0.00, "other": 0.00, "end_volume": 220, "end_revenue": 2860.00, "end_margin": 960.00, "end_margin_pct": 33.57, "market_size": null, "market_share": null},
		{"level": "product_line", "product_line": "Nuts", "from": "current", "to": "expected", "items": 1, "start_volume": 10, "start_revenue": 300.00, "start_margin": 100.00, "start_margin_pct": 33.33, "volume": 50.00, "mix_within": 0.00, "mix_across": 0.00, "price": 0.00, "cost": 0.00, "rebate": 0.00, "cross": 0.00, "fx": 0.00, "new": 0.00, "lost": 0.00, "other": 0.00, "end_volume": 15, "end_revenue": 450.00, "end_margin": 150.00, "end_margin_pct": 33.33, "market_size": null, "market_share": null}
		]
	END
}

@test "--format=json of percentages and of pockets" {
	sheet items.csv <<-END
		$H,plan_list,plan_cogs
		A,100,10,6,120,10,7,10,4
		new,0,,,1,2,1,,
	END
	walk --measure=margin-pct --by=product --format=json items.csv
	fine
	[ "${lines[3]}" = '{"level": "product", "product": "new", "from": "current", "to": "expected", "start_margin_pct": null, "mix": null, "rate": null, "new": null, "lost": null, "end_margin_pct": 50.00}' ] || show
	walk --waterfall=plan --by= --format=json items.csv
	fine
	[ "${lines[1]}" = '{"level": "total", "list": 10.00, "discount": 0.00, "allowance": 0.00, "invoice": 10.00, "rebate": 0.00, "freight": 0.00, "terms": 0.00, "pocket": 10.00, "cogs": 4.00, "incentive": 0.00, "margin": 6.00, "margin_pct": 60.00, "leakage": 0.00}' ] || show
}

@test "--format=json escapes hostile names" {
	local name
	while IFS= read -r name; do
		hostile "$(printf '%b' "${name%%|*}")"
		walk --format=json items.csv
		fine
		[[ ${lines[2]} == *"\"product_line\": ${name#*|}, \"from\""* ]] || show "expected ${name#*|}"
		no_control_characters
	done <<-'END'
		12" \\ pipe|"12\" \\ pipe"
		</script><script>|"<\/script><script>"
		a\nb\tc|"a\nb\tc"
		\033[2Jx|"\u001b[2Jx"
		=1+1|"=1+1"
		&amp;|"&amp;"
	END
}

# --- text

@test "--format=text aligns its columns: text to the left, figures to the right" {
	bolts_and_nuts
	walk --format=text --measure=margin-pct items.csv
	fine
	# 30.30 -> 33.53: weights 30.30, 60.61, 9.09 -> 38.07, 48.34, 13.60 %; margins of 40, 25, 33.33 -> 44.44, 25, 33.33 %
	# mix = 0.0777 * 9.70 - 0.1227 * -5.30 + 0.0450 * 3.03 = 1.54; rate = 0.3807 * 4.44 = 1.69
	output_is <<-END
		level  product_line  from     to        start_margin_pct   mix  rate   new  lost  end_margin_pct
		total                current  expected             30.30  1.54  1.69  0.00  0.00           33.53
		       Bolts         current  expected             30.00  1.61  1.96  0.00  0.00           33.57
		       Nuts          current  expected             33.33  0.00  0.00  0.00  0.00           33.33
	END
}

@test "--format=text: a chart below the table is as wide as COLUMNS at the most" {
	bolts_and_nuts
	local columns widest
	for columns in 60 80 200; do
		in_columns $columns --format=text items.csv
		fine
		# the table of two lines takes some 120 columns
		[[ $columns -lt 200 || ${lines[0]} == level\ * ]] || show
		charts | grep -qE '^current .*│█' || show "no chart"
		widest=$(charts | wc -L)
		[ "$widest" -le $columns ] || show "$widest columns in $columns"
		[ "$widest" -gt $((columns * 3 / 4)) ] || show "only $widest columns in $columns"
	done
	# a width that makes no sense is 80
	in_columns 80 --format=text items.csv
	local eighty=$output
	for columns in '' 0 -5 x; do
		in_columns "$columns" --format=text items.csv
		[ "$output" = "$eighty" ] || show "COLUMNS=$columns"
	done
}

@test "--format=text: a long name is cut in charts" {
	hostile "$(printf 'x%.0s' {1..300})"
	in_columns 60 --format=text items.csv
	fine
	[ "$(charts | wc -L)" -le 60 ] || show
}

@test "--format=text: ASCII where the locale isn't UTF-8" {
	bolts_and_nuts
	LC_ALL=C in_columns 80 --format=text items.csv
	fine
	! printf '%s\n' "$output" | LC_ALL=C grep -q "[$(printf '\200-\377')]" || show "not ASCII"
	charts | grep -qE '^current +\|=+ +1,000\.00$' || show
	charts | grep -qE '^volume +\|#+ +\+140\.00$' || show
}

@test "--format=text: negative bars end at zero, positive ones begin there" {
	bolts_and_nuts
	LC_ALL=C in_columns 80 --format=text --by= items.csv
	fine
	# no group is pooled: 119.05 and -9.05
	charts | grep -qE '^mix_within +#\| +-9\.05$' || show
	charts | grep -qE '^price +#+\| +-140\.00$' || show
	charts | grep -qE '^cost +\|#+ +\+140\.00$' || show
	# one zero line, and as long a bar for -140 as for +140
	[ "$(charts | grep '|' | sed 's/|.*//' | awk '{ print length($0) }' | sort -u | wc -l)" -eq 1 ] || show "zero moves"
	[ "$(charts | grep ^price | tr -cd '#')" = "$(charts | grep ^cost | tr -cd '#')" ] || show "unequal bars"
}

@test "--format=text: no raw control characters from hostile names" {
	local name
	for name in '\033[2J\033[HAll checks passed' '\033]52;c;eA==\007' '\302\23331mred' 'price 900\b\b\b100' 'a\nb\tc' \
		'\342\200\256evil'; do
		hostile "$(printf "$name")"
		walk --format=text items.csv
		fine
		no_control_characters
		! printf '%s\n' "$output" | grep -q "$(printf '\342\200\256')" || show "turns what is read"
		printf '%s\n' "$output" | iconv -f UTF-8 -t UTF-8 >/dev/null || show "no UTF-8"
		# a name doesn't forge lines
		[ "$(printf '%s\n' "$output" | grep -c '^gross margin from current to expected')" -eq 2 ] || show
		! printf '%s\n' "$output" | grep -q '^b' || show "a name makes a line"
	done
}

@test "--format=text of pockets" {
	sheet quotes.csv <<-END
		product,quote_list,quote_discount,quote_cogs
		A,100,10,60
	END
	in_columns 200 --waterfall=quote --format=text quotes.csv
	fine
	[[ ${lines[0]} == level\ *list\ *leakage ]] || show
	[[ ${lines[1]} == total\ *100.00\ *90.00\ *33.33\ *10.00 ]] || show
}

# --- svg

@test "--format=svg is a picture for each row, with a title, a desc, labels, and signs" {
	bolts_and_nuts
	walk --format=svg items.csv
	fine
	[[ $output == '<svg xmlns="http://www.w3.org/2000/svg" '*viewBox=* ]] || show
	[[ $output == *'<title>'*'</title>'*'<desc>'*'</desc>'* ]] || show
	[ "$(grep -o '<g role="img"' <<<"$output" | wc -l)" -eq 3 ] || show
	[[ $output == *'>mix_within</text>'* ]] || show
	[[ $output == *'>−30.00</text>'* && $output == *'>+90.00</text>'* && $output == *'>1,110.00</text>'* ]] || show
	output_lacks '<script'
}

@test "--format=svg shows a hostile name as text" {
	hostile '</text><script>alert(1)</script> & "co'"'"'"'
	walk --format=svg items.csv
	fine
	output_lacks '<script'
	output_lacks '</script'
	[[ $output == *'<title>&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&#39;&quot;</title>'* ]] || show
	hostile '" onload="alert(1)'
	walk --format=svg items.csv
	fine
	output_lacks '" onload='
	hostile "$(printf '\033[2J\302\233x')"
	walk --format=svg items.csv
	fine
	no_control_characters
}

@test "--format=svg is the same bytes twice" {
	bolts_and_nuts
	"$B/margin-walk" --format=svg items.csv >one.svg
	"$B/margin-walk" --format=svg -o two.svg items.csv
	cmp one.svg two.svg
	LC_ALL=C COLUMNS=60 "$B/margin-walk" --format=svg items.csv | cmp - one.svg
}

# --- options

@test "an unknown format is a usage error" {
	bolts_and_nuts
	walk --format=png items.csv
	refused '*: error: *--format*png*'
}

@test "options that conflict are usage errors" {
	bolts_and_nuts
	local options message
	while IFS='|' read -r options message; do
		# shellcheck disable=SC2086 # words
		walk $options items.csv
		refused "margin-walk: error: $message"
	done <<-END
		--partial --merge|--partial and --merge: *
		--waterfall=plan --partial|--waterfall *pieces*
		--waterfall=plan --merge|--waterfall *pieces*
		--waterfall=plan --format=svg|--format=svg *--waterfall*
		--long --format=text|--long *csv and json*
		--long --format=svg|--long *csv and json*
		--long --measure=margin-pct|--long *margin and revenue*
		--long --waterfall=plan|--long *margin and revenue*
		--format=svg --measure=margin-pct|--format=svg *--measure=margin-pct*
	END
}

@test "a waterfall of a package counts its items" {
	printf '%s\n' level,product,package_id,a_list,a_cogs account,,p,100,60 line,,p,100,60 item,x,p,100,60 >package.csv
	walk --waterfall=a --by= package.csv
	fine
	columns_are list margin <<-END
		100.00|40.00
	END
}

@test "a waterfall refuses what it would ignore" {
	bolts_and_nuts
	for option in --steps=current,expected --base=current --open=a:b --measure=revenue --fx=fx.csv; do
		walk --waterfall=current $option items.csv
		refused 'margin-walk: error: --waterfall is of one position: no --steps, --base, --open, --measure or --fx'
	done
}

@test "a tab behind each line of a piece does no harm" {
	bolts_and_nuts
	"$B/margin-walk" --partial items.csv | sed "s/\$/$(printf '\t')/" >piece
	walk --merge piece
	fine
	printf '%s\n' "$output" | cmp - <("$B/margin-walk" items.csv)
}

@test "--format=text: nothing of a walk is wider than the terminal" {
	bolts_and_nuts
	for columns in 60 80 200; do
		COLUMNS=$columns walk --format=text items.csv
		fine
		[ "$(printf '%s\n' "$output" | wc -L)" -le $columns ] || show "wider than $columns"
	done
}

@test "--format=svg: positions' names are whole" {
	printf '%s\n' product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost A,1,5,3,2,5,3 >items.csv
	walk --format=svg items.csv
	fine
	output_lacks '…'
}

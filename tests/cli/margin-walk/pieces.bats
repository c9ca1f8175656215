# bats: --partial and --merge: pieces print what one run prints, wherever the rows were cut, or are refused.
load ../helper

H=account,product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost

# a quotient that doesn't end, new and lost items, several groups
rows() {
	sheet items.csv <<-END
		$H
		Acme,Bolts,A,100,10,6,140,9,5
		Acme,Bolts,B,100,20,15,80,20,15
		Acme,Nuts,C,7,3,1,11,3,1
		"Müller, KG",Nuts,D,0,,,3,4,1
		"Müller, KG",Nuts,E,5,4,1,,,
		"Müller, KG",Bolts,F,3,4,1,7,5,2
	END
}

# cut FILE LINE...: cut1.csv, cut2.csv, ... with the headings and so many lines each
cut_rows() {
	local file=$1 at=2 n=0 count
	shift
	for count; do
		n=$((n + 1))
		{ sed 1q "$file"; tail -n +$at "$file" | head -n "$count"; } >cut$n.csv
		at=$((at + count))
	done
}

# pieces OPTION...: piece1.csv ... of cut1.csv ...
pieces() {
	local file
	for file in cut[0-9]*.csv; do
		"$B/margin-walk" --partial "$@" "$file" >"piece${file#cut}"
	done
}

# merges_to FILE OPTION...: all pieces give the bytes of a run over FILE
merges_to() {
	local file=$1
	shift
	walk --merge "$@" piece[0-9]*.csv
	fine
	"$B/margin-walk" "$@" "$file" | cmp - <(printf '%s\n' "$output") || show
}

@test "two pieces give the bytes of one run" {
	rows
	cut_rows items.csv 3 3
	pieces
	merges_to items.csv
	# and the figures are those of the sheet: Acme's 900, 14 and Müller's 15, 9 at the start
	columns_are level account start_margin end_margin <<-END
		total||938.00|1012.00
		account|Acme|914.00|982.00
		product_line|Acme|900.00|960.00
		product_line|Acme|14.00|22.00
		account|Müller, KG|24.00|30.00
		product_line|Müller, KG|9.00|21.00
		product_line|Müller, KG|15.00|9.00
	END
}

@test "a piece serves every method, pool, order, format and measure of margins" {
	rows
	cut_rows items.csv 1 2 3
	pieces
	local options
	for options in --method=old-quantity --method=three-way --method=symmetric --pool=all --sort-by=change --sort-by=revenue \
		--format=json --format=svg --format=text --long --places=9 --measure=margin-pct; do
		merges_to items.csv $options
	done
}

@test "pieces of --measure=revenue, of --by, --steps and --base" {
	rows
	cut_rows items.csv 2 4
	local options
	for options in --measure=revenue --by= --by=product --by=product_line,account --steps=expected,current \
		"--base=current --steps=current,expected"; do
		# shellcheck disable=SC2086 # words
		pieces $options
		# shellcheck disable=SC2086
		merges_to items.csv $options
	done
}

@test "the order of pieces, and of their lines, doesn't matter" {
	rows
	cut_rows items.csv 2 2 2
	pieces
	"$B/margin-walk" items.csv >expected
	"$B/margin-walk" --merge piece3.csv piece1.csv piece2.csv | cmp - expected
	LC_ALL=C sort piece?.csv >sorted.csv
	"$B/margin-walk" --merge sorted.csv | cmp - expected
	LC_ALL=C sort -r piece?.csv | "$B/margin-walk" --merge | cmp - expected
	cat piece?.csv | "$B/margin-walk" --merge - | cmp - expected
}

@test "pieces of pieces, any tree" {
	rows
	cut_rows items.csv 1 1 1 1 1 1
	pieces
	"$B/margin-walk" --partial piece1.csv piece4.csv >a.csv
	"$B/margin-walk" --partial piece2.csv a.csv >b.csv
	"$B/margin-walk" --partial <piece3.csv | "$B/margin-walk" --partial - piece5.csv >c.csv
	walk --merge c.csv piece6.csv b.csv
	fine
	"$B/margin-walk" items.csv | cmp - <(printf '%s\n' "$output")
	# a piece and a sheet make a piece, too
	walk --partial piece1.csv cut2.csv
	fine
}

@test "pieces that cut through an item's phases" {
	sheet items.csv <<-END
		product_line,product,phase,currency,current_volume,current_revenue,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		Bolts,A,H1,EUR,3,10,1,1.1,,,,1.2
		Bolts,A,H2,EUR,4,11,1,1.1,9,4,1,1.2
		Bolts,B,H1,EUR,,,,1.1,2,5,1,1.2
		Bolts,B,H2,EUR,,,,1.1,3,5.5,1,1.2
		Nuts,C,,EUR,7,20,1,1.1,8,3,1,1.2
	END
	cut_rows items.csv 1 2 2
	pieces --report-currency=USD
	merges_to items.csv --report-currency=USD
	# A is sold in both positions: 14 -> 27 EUR; B is new: 2 * (5 - 1) + 3 * (5.5 - 1) EUR
	columns_are level product_line items new lost end_margin <<-END
		total||3|25.80|0.00|77.40
		product_line|Bolts|2|25.80|0.00|58.20
		product_line|Nuts|1|0.00|0.00|19.20
	END
	cut_rows items.csv 3 2
	rm piece3.csv cut3.csv
	pieces --report-currency=USD --by=product_line,phase
	merges_to items.csv --report-currency=USD --by=product_line,phase
}

@test "phases that disagree are refused across pieces, too" {
	sheet items.csv <<-END
		product,phase,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx
		A,H1,EUR,3,10,1,1.1,4,10,1,1.2
		A,H2,EUR,3,10,1,1.1,4,10,1,1.3
	END
	cut_rows items.csv 1 1
	pieces --report-currency=USD
	walk --merge --report-currency=USD piece1.csv piece2.csv
	refused '*: error: *phases of one item must agree*'
}

@test "a piece without rows" {
	rows
	cut_rows items.csv 0 6 0
	pieces
	merges_to items.csv
	# nothing but such
	sed 1q items.csv >empty.csv
	"$B/margin-walk" empty.csv >expected
	"$B/margin-walk" --partial empty.csv | "$B/margin-walk" --merge | cmp - expected
}

@test "hostile names pass through pieces" {
	printf '%s\n' "$H" '"a\nb",Bolts,A,1,5,3,2,5,3' '"=1+1","x,y",B,1,5,3,2,5,3' '"a' 'b","12"" \\",C,1,5,3,2,5,3' >items.csv
	"$B/margin-walk" items.csv >expected
	"$B/margin-walk" --partial items.csv >piece.csv
	"$B/margin-walk" --merge piece.csv | cmp - expected
	# one record is one line, so that a sort may take it
	[ "$(wc -l <piece.csv)" -eq "$(grep -c '^negpkg-walk-' piece.csv)" ] || show
	LC_ALL=C sort piece.csv | "$B/margin-walk" --merge | cmp - expected
}

@test "a piece is whole numbers and names, the same bytes twice" {
	rows
	"$B/margin-walk" --partial items.csv >one.csv
	"$B/margin-walk" --partial -o two.csv items.csv
	cmp one.csv two.csv
	grep -q ',group,' one.csv
	! grep ',group,' one.csv | grep -q '[0-9]\.[0-9]'
}

# --- refused

@test "a damaged piece is exit status 2 with its line" {
	rows
	"$B/margin-walk" --partial items.csv >piece.csv
	local line
	line=$(grep -n ',group,' piece.csv | sed -n 's/:.*//; 2p')
	# a cell removed: the last, the first figure, or the kind
	sed "${line}s/,[^,]*$//" piece.csv >cut.csv
	walk --merge cut.csv
	refused "cut.csv:$line: error: *"
	sed "${line}s/,group,/,/" piece.csv >cut.csv
	walk --merge cut.csv
	refused "cut.csv:$line: error: *"
	# a cell more, a letter in a figure, none
	sed "${line}s/$/,0/" piece.csv >cut.csv
	walk --merge cut.csv
	refused "cut.csv:$line: error: *"
	sed "${line}s/[0-9]\(,[^,]*\)$/x\1/" piece.csv >cut.csv
	walk --merge cut.csv
	refused "cut.csv:$line: error: *"
	sed "${line}s/,[0-9]*\(,[^,]*\)$/,\1/" piece.csv >cut.csv
	walk --merge cut.csv
	refused "cut.csv:$line: error: *"
	# cut in the middle of its last line
	head -c -30 piece.csv >cut.csv
	walk --merge cut.csv
	refused "cut.csv:$(wc -l <piece.csv): error: *"
	# --partial is as careful
	walk --partial cut.csv
	refused "cut.csv:$(wc -l <piece.csv): error: *"
}

@test "a sheet given to --merge is refused" {
	rows
	walk --merge items.csv
	refused 'items.csv: error: not a piece*--partial*'
	"$B/margin-walk" --partial items.csv >piece.csv
	walk --merge piece.csv items.csv
	refused '*items.csv*: error: not a piece*'
	"$B/margin-walk" items.csv >walk.csv
	walk --merge walk.csv
	status_is 2
	[ -z "$output" ]
}

@test "a piece without --merge is refused" {
	rows
	"$B/margin-walk" --partial items.csv >piece.csv
	walk piece.csv
	refused 'piece.csv: error: a piece*--merge*'
	walk items.csv piece.csv
	refused 'piece.csv: error: a piece*--merge*'
	walk --waterfall=plan piece.csv
	status_is 2
	[ -z "$output" ]
}

@test "pieces of other steps, groups or measures are refused" {
	sheet items.csv <<-END
		account,product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,walkaway_volume,walkaway_price,walkaway_cost
		Acme,Bolts,A,100,10,6,140,9,5,90,9,5
	END
	local first second
	while IFS='|' read -r first second; do
		"$B/margin-walk" --partial $first items.csv >one.csv
		"$B/margin-walk" --partial $second items.csv >two.csv
		walk --merge one.csv two.csv
		refused 'two.csv:*: error: *another walk*' || show "$first, $second"
		walk --partial one.csv two.csv
		refused 'two.csv:*: error: *another walk*' || show "$first, $second"
	done <<-END
		--steps=current,expected|--steps=current,walkaway
		--steps=current,expected|--steps=expected,current
		--base=current|
		--by=account|--by=product_line
		--by=account,product_line|--by=product_line,account
		--by=|--by=account
		--measure=margin|--measure=revenue
		|--open=walkaway:expected
	END
	# nor does --merge ask for another walk than the pieces are of
	"$B/margin-walk" --partial items.csv >one.csv
	walk --merge --by=account one.csv
	refused '*: error: *'
	walk --merge --steps=current,walkaway one.csv
	refused '*: error: *'
	walk --merge --measure=revenue one.csv
	refused '*: error: *'
}

@test "--partial of a package by phase is refused" {
	sheet items.csv <<-END
		product_line,product,phase,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		Bolts,A,H1,3,10,1,4,10,1
		Bolts,A,H2,3,10,1,4,10,1
	END
	"$B/negpkg-build" items.csv >package.csv
	walk --partial --by=product_line,phase package.csv
	refused '*: error: --partial*package*phases*'
	walk --partial --by=product_line package.csv
	fine
	printf '%s\n' "$output" | "$B/margin-walk" --merge | cmp - <("$B/margin-walk" items.csv)
}

@test "mixed currencies without rates are refused, whichever piece they are in" {
	sheet items.csv <<-END
		product,currency,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost
		A,EUR,3,10,1,4,10,1
		B,CHF,3,10,1,4,10,1
	END
	cut_rows items.csv 1 1
	pieces
	walk --merge piece1.csv piece2.csv
	status_is 2
	[ -z "$output" ]
	stderr_has '*cut?.csv:2*'
}

# --- at scale

# some 150 kB in 40 groups; quotients that don't end
many_rows() {
	awk -v headings="$H" 'BEGIN {
		print headings
		for (i = 1; i <= 4000; i++)
			printf "Account %d,Line %d,P%d,%d,%.2f,%.2f,%d,%.2f,%.2f\n", i % 5, i % 8, i, i * 7 % 90, 3 + i % 11 / 7, 1 + i % 5 / 3,
			    i * 5 % 80, 3 + i % 13 / 7, 1 + i % 7 / 5
	}' >many.csv
	"$B/margin-walk" many.csv >expected
}

needs_parallel() {
	command -v parallel >/dev/null || skip "no GNU parallel on this machine"
	# it keeps notes in its user's home
	export HOME=$PWD PARALLEL_HOME=$PWD/.parallel
	mkdir -p .parallel
	touch .parallel/will-cite
}

@test "GNU parallel: --pipepart, a piece for each block" {
	needs_parallel
	many_rows
	parallel --header : --pipepart -a many.csv --block 20k "$B/margin-walk" --partial >piece.csv
	[ "$(grep -c ',walk$' piece.csv)" -gt 3 ] || show "only $(grep -c ',walk$' piece.csv) pieces"
	"$B/margin-walk" --merge piece.csv | cmp - expected
	parallel --header : --pipepart -a many.csv --block 20k "$B/margin-walk" --partial | "$B/margin-walk" --merge | cmp - expected
}

@test "GNU parallel over ssh to this host" {
	command -v ssh >/dev/null && ssh -o BatchMode=yes localhost true 2>/dev/null || skip "no ssh to localhost on this machine"
	needs_parallel
	many_rows
	parallel --header : --pipe --block 20k -S localhost "$B/margin-walk" --partial <many.csv >piece.csv
	[ "$(grep -c ',walk$' piece.csv)" -gt 3 ] || show "only $(grep -c ',walk$' piece.csv) pieces"
	"$B/margin-walk" --merge piece.csv | cmp - expected
}

@test "a streaming job: mappers, a sort, reducers, --merge" {
	many_rows
	mkdir map reduce
	sed 1d many.csv | split -l 700 - map/
	local part
	for part in map/*; do
		{ sed 1q many.csv; cat "$part"; } | "$B/margin-walk" --partial
	done | LC_ALL=C sort >sorted.csv
	split -n l/3 sorted.csv reduce/
	[ "$(ls reduce | wc -l)" -eq 3 ]
	for part in reduce/*; do
		"$B/margin-walk" --partial <"$part"
	done | "$B/margin-walk" --merge | cmp - expected
}

# bats: hostile cells in every text column: findings show them harmless, whole, and one line each.
load ../helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export LC_ALL=C # else bash reads over a delimiter behind bytes that aren't UTF-8
	needs_shared
	[ -f "$SHARED/hostile.csv" ] || skip "no hostile.csv in shared"
}

# cells COLUMN: that column of hostile.csv, each cell terminated by NUL; of values that blanks neither begin nor end
# (a cell is trimmed), that are no placeholders, and that are text: a sheet with others is refused as a whole
cells() {
	LC_ALL=C awk -v wanted="$1" '
	function flush_record(   i) {
		if (++records == 1) { for (i = 1; i <= n; i++) at[cell[i]] = i; return }
		if (cell[at["value"]] !~ /^[ \t\r\n]|[ \t\r\n]$/ && cell[at["class"]] != "invalid-utf8") printf "%s%c", cell[at[wanted]], 0
	}
	{
		s = $0 "\n"
		for (i = 1; i <= length(s); i++) {
			c = substr(s, i, 1)
			if (quoted && c == "\"" && substr(s, i + 1, 1) == "\"") { text = text c; i++ }
			else if (c == "\"") quoted = !quoted
			else if (!quoted && (c == "," || c == "\n")) {
				cell[++n] = text
				text = ""
				if (c == "\n") { flush_record(); n = 0 }
			}
			else text = text c
		}
	}' "$SHARED/hostile.csv"
}

# A sheet of them, every text column of a row holding the same, and a rule that each row breaks.
deal() {
	echo account,product_line,product,phase,owner,source,note >sheet.csv
	local cell
	COUNT=0
	while IFS= read -r -d '' cell; do
		printf '%s,%s,%s,%s,%s,%s,%s\n' "$cell" "$cell" "$cell" "$cell" "$cell" "$cell" "$cell"
		COUNT=$((COUNT + 1))
	done < <(cells csv_cell) >>sheet.csv
	[ "$COUNT" -gt 35 ]
	rule 'note IS NULL' message='<{note}> {account}'
}

# find OPTION...: findings into ./found
find_them() {
	local status=0
	"$B/negpkg-validate" -q -T ./rules.csv "$@" sheet.csv >found 2>err || status=$?
	[ "$status" -eq 1 ] || show "$(cat err)"
	[ ! -s err ]
}

# has_no PATTERN FILE: no line of it matches (of bytes)
has_no() {
	if LC_ALL=C grep -nP "$1" "$2"; then
		return 1
	fi
}

# No control characters but line ends, no C1, no bidirectional or zero-width marks, no line separators; all of it UTF-8.
is_harmless() {
	has_no '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xd8\x9c' "$1" &&
		iconv -f UTF-8 -t UTF-8 "$1" >/dev/null
}

@test "text: one line per finding, without a character that moves, hides or reorders others" {
	deal
	find_them
	is_harmless found
	[ "$(wc -l <found)" -eq "$COUNT" ]
	[ "$(grep -c '^sheet\.csv:[0-9]*:7: error: r: <.*; cell G[0-9]*; from .*)$' found)" -eq "$COUNT" ]
}

@test "text: each value as the list says a terminal shows it" {
	deal
	find_them
	local shown line
	exec 7<found
	while IFS= read -r -d '' shown; do
		IFS= read -r -u 7 line
		[[ $line == *": r: <$shown> $shown ($shown / $shown / $shown / $shown; cell G"*"; from $shown)" ]] || show "$shown" "$line"
	done < <(cells terminal_and_stderr)
}

@test "github: one command per finding, none forged" {
	deal
	find_them --format=github
	is_harmless found
	[ "$(wc -l <found)" -eq "$COUNT" ]
	[ "$(grep -c '^::error file=sheet\.csv,line=[0-9]*,col=7,title=r::' found)" -eq "$COUNT" ]
	has_no '^(?!::error)' found
	has_no '%(?!25)' found # nothing but what was escaped
}

@test "json: one record per line, strings as the list says" {
	deal
	find_them --format=json
	[ "$(wc -l <found)" -eq $((COUNT + 2)) ]
	has_no '[\x00-\x09\x0b-\x1f]' found
	iconv -f UTF-8 -t UTF-8 found >/dev/null
	local string line
	exec 7< <(sed 1d found)
	while IFS= read -r -d '' string; do
		IFS= read -r -u 7 line
		[[ $line == *"\"account\": $string, \"product_line\": $string, \"product\": $string, \"phase\": $string, \"owner\": $string, \"source\": $string, "* ]] ||
			show "$string" "$line"
	done < <(cells json_string)
}

@test "json: a parser reads it" {
	command -v python3 >/dev/null || skip "no python3"
	deal
	find_them --format=json
	python3 - "$COUNT" <<-'END'
		import json, sys
		found = json.load(open("found", encoding="utf-8"))
		assert len(found) == int(sys.argv[1])
		for f in found:
		    assert list(f) == "file line cell severity rule account product_line product phase owner source message".split()
		    assert f["file"] == "sheet.csv" and f["rule"] == "r" and isinstance(f["line"], int)
		    assert f["account"] == f["product"] == f["owner"] == f["source"] == f["phase"] == f["product_line"]
	END
}

@test "csv: what a row is about comes back byte for byte" {
	deal
	find_them --format=csv
	LC_ALL=C table account product_line product phase owner source <found >there
	LC_ALL=C table account product_line product phase owner source <sheet.csv >here
	[ -s here ]
	cmp here there
}

@test "csv: messages are one line each" {
	deal
	find_them --format=csv
	LC_ALL=C table message <found >messages
	is_harmless messages
	[ "$(wc -l <messages)" -eq "$COUNT" ]
	[ "$(grep -c '^<' messages)" -eq "$COUNT" ]
}

@test "csv for a spreadsheet: formulas are guarded as the list says, numbers spared" {
	deal
	find_them --format=csv --excel
	local guarded
	echo account >guards.csv
	while IFS= read -r -d '' guarded; do
		printf '%s\n' "$guarded"
	done < <(cells csv_cell_formula_guard) >>guards.csv
	# the BOM and CR of line ends aside
	LC_ALL=C sed '1s/^\xef\xbb\xbf//; s/\r$//' found | LC_ALL=C table account | LC_ALL=C sed 's/\r//g' >there
	LC_ALL=C table account <guards.csv | LC_ALL=C sed 's/\r//g' >here
	cmp here there
}

@test "blanks around a hostile value are trimmed, those within stay" {
	printf 'account,note\n"\r=1+1 ","  Acme  \n"\n' >sheet.csv
	rule 'note IS NULL' message='<{note}>'
	held -q sheet.csv
	status_is 1
	output_is <<<'sheet.csv:2:2: error: r: <Acme> (=1+1; cell B2)'
}

@test "hostile cells in numbers, dates and yes/no: type-errors that show them harmless" {
	local cell count=0
	{
		echo expected_price,due,leader,account
		while IFS= read -r -d '' cell; do
			printf '%s,%s,%s,%s\n' "$cell" "$cell" "$cell" "$cell"
		done < <(cells csv_cell)
	} >sheet.csv
	rule 'expected_price > 0 AND given(due) AND given(leader)' rows="account = 'nobody'"
	local format
	for format in text github; do
		find_them --format=$format
		is_harmless found
		[ "$(grep -cvE '^(sheet\.csv:[0-9]+:[0-9]+: error: type-error: |::error file=sheet\.csv,line=[0-9]+,col=[0-9]+,title=type-error::)' found)" -eq 0 ]
	done
	# every value is refused as a yes or no, and as a date
	find_them
	[ "$(grep -c 'error: leader: neither' found)" -eq "$(grep -c 'error: due: not a date' found)" ]
	[ "$(grep -c 'error: leader: neither' found)" -gt 35 ]
}

@test "hostile cells in a sheet of --sheet" {
	deal
	mv sheet.csv team.csv
	printf '%s\n' account Acme >sheet.csv
	rm rules.csv
	rule 0 message="{(SELECT group_concat(note, '|') FROM team)}"
	find_them --sheet=team=team.csv
	is_harmless found
	[ "$(wc -l <found)" -eq 1 ]
}

@test "hostile names of rules and texts of messages" {
	printf '%s\n' account Acme >sheet.csv
	local cell
	COUNT=0
	echo rule,severity,check,message >rules.csv
	while IFS= read -r -d '' cell; do
		COUNT=$((COUNT + 1))
		cell=${cell#\"}
		cell=${cell%\"}
		printf '"%s",error,0,"<%s>"\n' "$cell" "${cell//\{/{{}" >>rules.csv
	done < <(cells csv_cell)
	find_them
	is_harmless found
	[ "$(wc -l <found)" -eq "$COUNT" ]
	find_them --format=csv
	LC_ALL=C table rule <found >there
	LC_ALL=C table rule <rules.csv | cmp - there
}

@test "the value of a cell is never run: no shell, no file, no format" {
	deal
	rm -f /tmp/pwned
	find_them
	[ ! -e /tmp/pwned ]
	grep -qF '<$(touch /tmp/pwned)>' found
	grep -qF '<%s%n%1000000d>' found
	grep -qF "<'); DROP TABLE items;-->" found
}

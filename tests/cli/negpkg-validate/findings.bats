# bats: findings: their formats byte for byte, their order, where they go, what they say of a row, and the exit status.
load ../helper

# A package of one account, two lines, three items, two phases; and rules that it breaks.
deal() {
	sheet package.csv <<-'END'
		level,account,product_line,product,phase,owner,account_manager,expected_price,note,source
		account,Acme,,,,,Ann,,,
		line,Acme,Bolts,,,Bea,,,,
		item,Acme,Bolts,M8,,,,5,"two
		lines",items.csv:2
		phase,Acme,Bolts,M8,H1,,,6,,items.csv:2
		item,Acme,Bolts,M9,,Eve,,7,"a ""quote"", 100%",items.csv:3
		line,Acme,Nuts,,,Cyd,,,,
		item,Acme,Nuts,N1,,,,8,,items.csv:4
	END
	rule 'expected_price > 6' name=price message='price {expected_price} is low: {note}'
	rule "level <> 'line'" name=line severity=info message='{product_line}'
	rule "note NOT LIKE '%quote%'" name=note severity=warning message='note: {note}'
}

text() {
	cat <<-'END'
		package.csv:3:1: info: line: Bolts (Acme / Bolts; cell A3)
		package.csv:4:8: error: price: price 5 is low: two\nlines (Acme / Bolts / M8; cell H4; from items.csv:2)
		package.csv:6:8: error: price: price 6 is low: (none) (Acme / Bolts / M8 / H1; cell H5; from items.csv:2)
		package.csv:7:9: warning: note: note: a "quote", 100% (Acme / Bolts / M9; cell I6; from items.csv:3)
		package.csv:8:1: info: line: Nuts (Acme / Nuts; cell A7)
	END
}

csv() {
	cat <<-'END'
		file,line,cell,severity,rule,account,product_line,product,phase,owner,source,message
		package.csv,3,A3,info,line,Acme,Bolts,,,Bea,,Bolts
		package.csv,4,H4,error,price,Acme,Bolts,M8,,Bea,items.csv:2,price 5 is low: two\nlines
		package.csv,6,H5,error,price,Acme,Bolts,M8,H1,Bea,items.csv:2,price 6 is low: (none)
		package.csv,7,I6,warning,note,Acme,Bolts,M9,,Eve,items.csv:3,"note: a ""quote"", 100%"
		package.csv,8,A7,info,line,Acme,Nuts,,,Cyd,,Nuts
	END
}

json() {
	cat <<-'END'
		[
		{"file": "package.csv", "line": 3, "cell": "A3", "severity": "info", "rule": "line", "account": "Acme", "product_line": "Bolts", "product": "", "phase": "", "owner": "Bea", "source": "", "message": "Bolts"},
		{"file": "package.csv", "line": 4, "cell": "H4", "severity": "error", "rule": "price", "account": "Acme", "product_line": "Bolts", "product": "M8", "phase": "", "owner": "Bea", "source": "items.csv:2", "message": "price 5 is low: two\\nlines"},
		{"file": "package.csv", "line": 6, "cell": "H5", "severity": "error", "rule": "price", "account": "Acme", "product_line": "Bolts", "product": "M8", "phase": "H1", "owner": "Bea", "source": "items.csv:2", "message": "price 6 is low: (none)"},
		{"file": "package.csv", "line": 7, "cell": "I6", "severity": "warning", "rule": "note", "account": "Acme", "product_line": "Bolts", "product": "M9", "phase": "", "owner": "Eve", "source": "items.csv:3", "message": "note: a \"quote\", 100%"},
		{"file": "package.csv", "line": 8, "cell": "A7", "severity": "info", "rule": "line", "account": "Acme", "product_line": "Nuts", "product": "", "phase": "", "owner": "Cyd", "source": "", "message": "Nuts"}
		]
	END
}

github() {
	cat <<-'END'
		::notice file=package.csv,line=3,col=1,title=line::Acme / Bolts: Bolts
		::error file=package.csv,line=4,col=8,title=price::Acme / Bolts / M8: price 5 is low: two\nlines
		::error file=package.csv,line=6,col=8,title=price::Acme / Bolts / M8 / H1: price 6 is low: (none)
		::warning file=package.csv,line=7,col=9,title=note::Acme / Bolts / M9: note: a "quote", 100%25
		::notice file=package.csv,line=8,col=1,title=line::Acme / Nuts: Nuts
	END
}

SUMMARY='negpkg-validate: 2 errors, 1 warning, 2 info (template ./rules.csv, 3 rules)'

# --- formats

@test "text, the default: a line each, which editors make a link" {
	deal
	held package.csv
	status_is 1
	text | output_is
	stderr_is "$SUMMARY"
	held --format=text package.csv
	status_is 1
	text | output_is
}

@test "--format=csv" {
	deal
	"$B/negpkg-validate" -q -T ./rules.csv --format=csv package.csv >found || [ $? -eq 1 ]
	csv | cmp - found
	held --format=csv package.csv
	status_is 1
	stderr_is "$SUMMARY"
}

@test "--format=json" {
	deal
	"$B/negpkg-validate" -q -T ./rules.csv --format=json package.csv >found || [ $? -eq 1 ]
	json | cmp - found
	held --format=json package.csv
	status_is 1
	stderr_is "$SUMMARY"
}

@test "--format=github" {
	deal
	"$B/negpkg-validate" -q -T ./rules.csv --format=github package.csv >found || [ $? -eq 1 ]
	github | cmp - found
	held --format=github package.csv
	status_is 1
	stderr_is "$SUMMARY"
}

@test "an unknown format is a usage error" {
	held --format=xml package.csv
	refused '*--format*xml*'
}

@test "without findings: text and github are empty, CSV has its headings, JSON is an empty list" {
	printf 'a\nx\n' >sheet.csv
	rule 'given(a)'
	local format
	for format in text github; do
		held --format=$format sheet.csv
		silent
	done
	held --format=csv sheet.csv
	fine
	output_is <<<file,line,cell,severity,rule,account,product_line,product,phase,owner,source,message
	held --format=json sheet.csv
	fine
	output_is <<<'[]'
}

@test "findings without a line or a cell, in every format" {
	printf '\377\376a\000\n\0001' >sheet.csv
	rule 'given(a)'
	held -q --format=text sheet.csv
	output_is <<<'sheet.csv: error: encoding-error: this UTF-16 file ends within a character'
	held -q --format=csv sheet.csv
	[ "${lines[1]}" = 'sheet.csv,,,error,encoding-error,,,,,,,this UTF-16 file ends within a character' ] || show
	held -q --format=json sheet.csv
	[ "${lines[1]}" = '{"file": "sheet.csv", "line": null, "cell": "", "severity": "error", "rule": "encoding-error", "account": "", "product_line": "", "product": "", "phase": "", "owner": "", "source": "", "message": "this UTF-16 file ends within a character"}' ] || show
	held -q --format=github sheet.csv
	output_is <<<'::error file=sheet.csv,title=encoding-error::this UTF-16 file ends within a character'
}

@test "github: % and line ends of data, and what separates properties, are escaped" {
	printf 'a\n50%%\n' >'a,b:c%.csv'
	rule 0 name='"x:y,z%"' message='{a}'
	held -q --format=github 'a,b:c%.csv'
	status_is 1
	output_is <<<'::error file=a%2Cb%3Ac%25.csv,line=2,col=1,title=x%3Ay%2Cz%25::50%25'
}

@test "github: a package from a pipe annotates the sheet that it was built from" {
	rule 'expected_price > 6' rows="level = 'item'"
	run --separate-stderr bash -c 'printf "%s\n" level,account,expected_price,source item,Acme,5,items.csv:18 item,Acme,4, item,Acme,3,rival |
		"$1" -q -T ./rules.csv --format=github' - "$B/negpkg-validate"
	status_is 1
	output_is <<-'END'
		::error file=items.csv,line=18,title=r::Acme: broken
		::error file=<stdin>,line=3,col=3,title=r::Acme: broken
		::error file=<stdin>,line=4,col=3,title=r::Acme: broken
	END
}

@test "-D and -t separate CSV findings, and leave text alone" {
	deal
	held -q -D';' --format=csv package.csv
	status_is 1
	[ "${lines[1]}" = 'package.csv;3;A3;info;line;Acme;Bolts;;;Bea;;Bolts' ] || show
	[ "${lines[4]}" = 'package.csv;7;I6;warning;note;Acme;Bolts;M9;;Eve;items.csv:3;"note: a ""quote"", 100%"' ] || show
	held -q -D';' package.csv
	text | output_is
	tr , '\t' <package.csv >package.tsv
	held -q -t --format=csv package.tsv
	[[ ${lines[0]} == file$'\t'line$'\t'* ]] || show
}

@test "--excel: a byte order mark, CRLF, and no cell that runs" {
	printf 'account,product\n=1+1,-A\n+49,-5\n' >sheet.csv
	rule 0 message='{account}'
	"$B/negpkg-validate" -q -T ./rules.csv --excel --format=csv sheet.csv >found || [ $? -eq 1 ]
	printf '\xef\xbb\xbffile,line,cell,severity,rule,account,product_line,product,phase,owner,source,message\r\n' >expected
	printf "sheet.csv,2,A2,error,r,'=1+1,,'-A,,,,'=1+1\r\nsheet.csv,3,A3,error,r,+49,,-5,,,,+49\r\n" >>expected
	cmp found expected
}

# --- where a finding is

@test "the cell is of the first column that the check names" {
	printf '%s\n' a,b,c 1,2,3 >sheet.csv
	rule 'num(c) > num(b) + num(a)' name=c
	rule '1 = 2' name=none
	rule 'count(*) > 1 AND max(b) > 5' name=aggregate per=a
	held -q sheet.csv
	status_is 1
	[ "$(cut -d: -f2-3 <<<"$output" | paste -sd' ')" = '2:3 2:1 2:2' ] || show
}

@test "line and cell number part ways after a cell of several lines" {
	printf 'a,b\n"one\ntwo",1\n\nx,2\n' >sheet.csv
	rule 0 message='{b}'
	held -q sheet.csv
	output_is <<-'END'
		sheet.csv:2:1: error: r: 1 (cell A2)
		sheet.csv:5:1: error: r: 2 (cell A4)
	END
}

@test "the cell beyond column Z is AA" {
	{ seq -s, -f 'c%g' 30; seq -s, 30; } >sheet.csv
	rule 'num(c28) > 28'
	held -q sheet.csv
	output_is <<<'sheet.csv:2:28: error: r: broken (cell AB2)'
}

@test "each file's own columns" {
	printf '%s\n' a,b 1,2 >one.csv
	printf '%s\n' b,a 1,2 >two.csv
	rule 'num(a) > 5'
	held -q one.csv two.csv
	output_is <<-'END'
		one.csv:2:1: error: r: broken (cell A2)
		two.csv:2:2: error: r: broken (cell B2)
	END
}

@test "standard input is <stdin>" {
	rule 'num(a) > 5'
	run --separate-stderr bash -c 'printf "a\n1\n" | "$1" -q -T ./rules.csv' - "$B/negpkg-validate"
	status_is 1
	output_is <<<'<stdin>:2:1: error: r: broken (cell A2)'
}

@test "a file's name with control characters is shown escaped" {
	local name=$'bad\033[2J\n.csv'
	printf 'a\n1\n' >"$name"
	rule 'num(a) > 5'
	held -q "$name"
	status_is 1
	output_is <<<'bad\x1b[2J\n.csv:2:1: error: r: broken (cell A2)'
}

# --- their order

@test "findings stand in the order of files and lines, then of the template's rules" {
	printf '%s\n' a,b 1,1 2,2 >z.csv
	printf '%s\n' a,b 3,3 >a.csv
	rule 'num(b) > 5' name=zeta
	rule 'count(*) > 5' name=group per="'all'"
	rule 'num(a) > 5' name=alpha
	held -q z.csv a.csv
	[ "$(cut -d' ' -f1,3 <<<"$output" | paste -sd' ')" = 'z.csv:2:2: zeta: z.csv:2:1: group: z.csv:2:1: alpha: z.csv:3:2: zeta: z.csv:3:1: alpha: a.csv:2:2: zeta: a.csv:2:1: alpha:' ] || show
}

@test "findings of sheets of --sheet stand behind those of the FILEs, in the order of the options" {
	printf '%s\n' account Acme >sheet.csv
	printf '%s\n' attends perhaps >team.csv
	printf '%s\n' attends never >crew.csv
	rule "(SELECT count(attends) FROM team) + (SELECT count(attends) FROM crew) > 0"
	held -q --sheet=team=team.csv --sheet=crew=crew.csv sheet.csv
	status_is 1
	output_like 'sheet.csv:2:*: error: r: *' 'team.csv:2:1: error: type-error: *' 'crew.csv:2:1: error: type-error: *'
}

@test "the same run gives the same bytes" {
	deal
	held --format=csv package.csv
	local first=$output
	held --format=csv package.csv
	[ "$output" = "$first" ]
}

# --- what a row is about

# owner_of LINE: in the findings
owner_of() {
	printf '%s\n' "$output" | table line owner | sed -n "s/^$1|//p"
}

@test "in a package items and phases without an owner have their line's, the account its manager" {
	deal
	rule 0 name=every
	held -q --format=csv package.csv
	status_is 1
	printf '%s\n' "$output" | table line rule owner | grep every | diff - <(
		cat <<-'END'
			2|every|Ann
			3|every|Bea
			4|every|Bea
			6|every|Bea
			7|every|Eve
			8|every|Cyd
			9|every|Cyd
		END
	)
}

@test "a line's owner isn't handed to another line or account" {
	sheet package.csv <<-'END'
		level,account,product_line,product,owner
		account,Acme,,,
		line,Acme,Bolts,,Bea
		item,Acme,Nuts,N,
		account,Bolt,,,
		item,Bolt,Bolts,B,
	END
	rule 0
	held -q --format=csv package.csv
	printf '%s\n' "$output" | table line owner | diff - <(printf '%s\n' '2|' '3|Bea' '4|' '5|' '6|')
}

@test "a sheet that is no package: each row's own owner" {
	printf '%s\n' account,owner Acme,Ann Bolt, >sheet.csv
	rule 0
	held -q --format=csv sheet.csv
	printf '%s\n' "$output" | table line owner | diff - <(printf '%s\n' '2|Ann' '3|')
}

@test "a group's finding is about its first row" {
	printf '%s\n' account,product,owner Acme,A,Ann Acme,B,Bob >sheet.csv
	rule 'count(*) > 2' per=account
	held -q --format=csv sheet.csv
	printf '%s\n' "$output" | table line product owner | diff - <(echo '2|A|Ann')
}

@test "columns that tell what a row is about need no rule that names them, and may be called otherwise" {
	printf '%s\n' 'ACCOUNT,Product Line,Teil' Acme,Bolts,M8 >sheet.csv
	rule '1 = 2'
	held -q --map=product=Teil sheet.csv
	output_is <<<'sheet.csv:2:1: error: r: broken (Acme / Bolts / M8; cell A2)'
}

# --- --hide-values

@test "--hide-values keeps cells' contents out of messages" {
	printf '%s\n' a,expected_price 61.37,x7177 >sheet.csv
	rule 0 message='{a} of {num(a) * 2}, text stays'
	rule 'expected_price > 0'  name=q
	held --hide-values sheet.csv
	finds <<-'END'
		sheet.csv:2:2: error: type-error: expected_price: not a number (cell B2)
		sheet.csv:2:1: error: r: (hidden) of (hidden), text stays (cell A2)
	END
	local format
	for format in csv json github; do
		held --hide-values --format=$format sheet.csv
		output_lacks 61.37
		output_lacks 122
		output_lacks x7177
	done
}

# --- where findings go

@test "--findings=FILE: there, and nothing on standard output" {
	deal
	held --findings=found package.csv
	status_is 1
	[ -z "$output" ]
	stderr_is "$SUMMARY"
	text | cmp - found
	held --findings=found --format=csv package.csv
	status_is 1
	csv | cmp - found
}

@test "--findings replaces FILE whole, also where nothing is found" {
	printf 'a\nx\n' >sheet.csv
	rule 'given(a)'
	mkdir d
	echo old >d/found
	held --findings=d/found sheet.csv
	silent
	[ -f d/found ] && [ ! -s d/found ]
	[ "$(ls -A d)" = found ]
}

@test "--findings of a run that fails is untouched" {
	deal
	echo old >found
	held --findings=found nowhere.csv
	status_is 2
	[ "$(cat found)" = old ]
	echo '(' >>package.csv
	printf '%s\n' rule,severity,check,message 'r,error,(,m' >rules.csv
	held --findings=found package.csv
	status_is 2
	[ "$(cat found)" = old ]
}

@test "--findings where no file can be, and a full disk, are exit status 2" {
	deal
	held --findings=nowhere/found package.csv
	refused '*nowhere/found*No such file*'
	[ -c /dev/full ] || return 0
	held --findings=/dev/full package.csv
	refused '*/dev/full*No space left*'
}

@test "-o writes the findings, whole" {
	deal
	echo old >found
	held -o found package.csv
	status_is 1
	[ -z "$output" ]
	text | cmp - found
}

@test "a full disk is exit status 2" {
	[ -c /dev/full ] || skip "no /dev/full"
	deal
	run --separate-stderr bash -c '"$1" -q -T ./rules.csv package.csv >/dev/full' - "$B/negpkg-validate"
	refused '*: error: *No space left*'
}

@test "a reader that leaves early ends the tool silently" {
	{ echo a; seq 200000; } >sheet.csv
	rule 0 message='{a} is a number among many others of its kind'
	run --separate-stderr bash -c '"$1" -q -T ./rules.csv sheet.csv | head -1; echo "${PIPESTATUS[0]}"' - "$B/negpkg-validate"
	stderr_is
	[ "${lines[1]}" = 141 ] || [ "${lines[1]}" = 1 ] || show
}

# --- the summary

@test "the summary counts by severity and names the template" {
	printf '%s\n' a 1 2 3 >sheet.csv
	rule 'num(a) > 1'
	held sheet.csv
	stderr_is 'negpkg-validate: 1 error, 0 warnings, 0 info (template ./rules.csv, 1 rule)'
	rule 'num(a) > 2' name=w severity=warning
	rule 'num(a) > 3' name=i severity=info
	held sheet.csv
	stderr_is 'negpkg-validate: 1 error, 2 warnings, 3 info (template ./rules.csv, 3 rules)'
}

@test "--quiet leaves the summary out, and no finding" {
	deal
	held -q package.csv
	status_is 1
	text | output_is
	stderr_is
}

# --- exit status

@test "errors are exit status 1; warnings and info are not" {
	printf '%s\n' a 1 >sheet.csv
	local severity
	for severity in info warning; do
		rm -f rules.csv
		rule 0 severity=$severity
		held sheet.csv
		status_is 0
		[ "${#lines[@]}" -eq 1 ]
	done
	rule 0 name=e
	held sheet.csv
	status_is 1
}

@test "--fail-on=warning: warnings are, too; info isn't" {
	printf '%s\n' a 1 >sheet.csv
	rule 0 severity=info
	held --fail-on=warning sheet.csv
	status_is 0
	rule 0 name=w severity=warning
	held --fail-on=warning sheet.csv
	status_is 1
	held --fail-on=error sheet.csv
	status_is 0
	held --fail-on=everything sheet.csv
	refused '*--fail-on*everything*'
}

@test "--fail-on=warning counts warnings of the sheet's structure" {
	printf '%s\n' a,b 1 >sheet.csv
	rule 'given(a)'
	held sheet.csv
	status_is 0
	held --fail-on=warning sheet.csv
	status_is 1
}

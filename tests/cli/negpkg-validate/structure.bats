# bats: what is wrong with a sheet as a sheet: ragged rows, cells that aren't what their column holds, quotes, encodings,
# files that can't be read.
load ../helper

# --- rows and headings

@test "a row longer than the headings is an extra-cell" {
	printf '%s\n' account,product Acme,A Acme,B,C,D Acme,E >sheet.csv
	rule 'given(product)'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:3:3: error: extra-cell: a cell beyond the 2 headings*: "C" (cell C3)'
	stderr_is 'negpkg-validate: 1 error, 0 warnings, 0 info (template ./rules.csv, 1 rule)'
}

@test "empty cells beyond the headings, and empty rows, are none" {
	printf '%s\n' account,product Acme,A,,, ,, '" ",' '' Acme,B >sheet.csv
	rule 'given(product)'
	held sheet.csv
	silent
}

@test "a short row is a missing-cell, a warning, and its cells are empty" {
	printf '%s\n' account,product Acme,A Acme >sheet.csv
	rule 'given(product)'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:3: warning: missing-cell: 1 cells, but 2 headings*' \
		'sheet.csv:3:2: error: r: broken (Acme; cell B3)'
}

@test "a needed heading that stands twice is a duplicate-label" {
	printf '%s\n' account,product,Product Acme,A,B >sheet.csv
	rule 'given(product)'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:1:3: error: duplicate-label: this heading stands twice, also in column 2: "Product" (cell C1)'
}

@test "a heading that stands three times is two findings" {
	printf '%s\n' account,account,Account Acme,A,B >sheet.csv
	rule 'given(account)'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:1:2: error: duplicate-label: *' 'sheet.csv:1:3: error: duplicate-label: *'
}

@test "empty headings aren't twice the same" {
	printf '%s\n' account,,,product Acme,,,A >sheet.csv
	rule 'given(product)'
	held sheet.csv
	silent
}

# --- cells

@test "cells that aren't what their column holds are type-errors, all of them" {
	printf '%s\n' account,expected_price,due,leader Acme,x,soon,maybe Bolt,5,2026-11-05,yes Corp,y,2026-11-05,no >sheet.csv
	rule 'expected_price > 0 AND given(due) AND given(leader)' rows="account = 'Bolt'"
	held sheet.csv
	finds <<-'END'
		sheet.csv:2:2: error: type-error: expected_price: not a number: "x" (Acme; cell B2)
		sheet.csv:2:3: error: type-error: due: not a date (a year has four digits; --date-format knows further orders): "soon" (Acme; cell C2)
		sheet.csv:2:4: error: type-error: leader: neither yes nor no: "maybe" (Acme; cell D2)
		sheet.csv:4:2: error: type-error: expected_price: not a number: "y" (Corp; cell B4)
	END
}

@test "more than twenty type-errors are all told" {
	{ echo account,expected_price; for i in $(seq 25); do echo "A$i,x"; done; } >sheet.csv
	rule 'expected_price > 0'
	held sheet.csv
	status_is 1
	[ "${#lines[@]}" -eq 25 ] || show
	stderr_is 'negpkg-validate: 25 errors, 0 warnings, 0 info (template ./rules.csv, 1 rule)'
}

@test "error cells of a spreadsheet are type-errors where a rule reads them" {
	printf '%s\n' account,note,scratch Acme,'#REF!','#REF!' >sheet.csv
	rule 'given(note)' rows="account = 'Bolt'"
	held sheet.csv
	finds <<-'END'
		sheet.csv:2:2: error: type-error: note: an error value of the spreadsheet: "#REF!" (Acme; cell B2)
	END
}

@test "a rule doesn't see a cell that is a type-error: it is NULL" {
	printf '%s\n' account,expected_price Acme,x >sheet.csv
	rule 'expected_price > 100'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: type-error: *'
}

@test "type-errors and rules' findings stand in the order of their lines" {
	printf '%s\n' account,expected_price Acme,5 Bolt,x Corp,6 >sheet.csv
	rule 'expected_price > 10'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: r: *' 'sheet.csv:3:2: error: type-error: *' 'sheet.csv:4:2: error: r: *'
}

@test "type-errors of a sheet of --sheet name that file" {
	printf '%s\n' account Acme >sheet.csv
	printf '%s\n' person,attends Ann,perhaps >team.csv
	rule "EXISTS (SELECT 1 FROM team WHERE attends = 'yes')" rows="account = 'Nobody'"
	held --sheet=team=team.csv sheet.csv
	finds <<-'END'
		team.csv:2:2: error: type-error: attends: neither yes nor no: "perhaps" (cell B2)
	END
}

@test "an extra-cell in a sheet of --sheet is told, too" {
	printf '%s\n' account Acme >sheet.csv
	printf '%s\n' person Ann,Bob >team.csv
	rule "(SELECT count(*) FROM team) >= 0"
	held --sheet=team=team.csv sheet.csv
	status_is 1
	output_like 'team.csv:2:2: error: extra-cell: *"Bob" (cell B2)'
}

@test "--date-format that a cell doesn't follow is a type-error" {
	printf '%s\n' account,due Acme,11/25/2026 Bolt,2026-11-05 >sheet.csv
	rule 'given(due)' rows="account = 'Bolt'"
	held --date-format=dmy sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: type-error: due: not a date in the order of --date-format: "11/25/2026" (Acme; cell B2)'
}

@test "type-errors count as errors at any stage" {
	printf '%s\n' account,expected_price Acme,x >sheet.csv
	rule 'expected_price > 0' stage=closing
	held --stage=draft sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: type-error: *'
}

@test "a value that is long is cut, one with control characters escaped" {
	printf '%s\n' account,expected_price "Acme,$(printf 'x%.0s' {1..500})" >sheet.csv
	rule 'expected_price > 0'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: type-error: expected_price: not a number: "xxx*x..." (Acme; cell B2)'
	[ "${#output}" -lt 300 ]
	printf 'account,expected_price\nAcme,\033[2J5\n' >sheet.csv
	held sheet.csv
	finds <<-'END'
		sheet.csv:2:2: error: type-error: expected_price: not a number: "\x1b[2J5" (Acme; cell B2)
	END
}

# --- all of it in one run

@test "everything that is wrong is told in one run, in reading order" {
	printf '%s\n' account,expected_price,due,Due Acme,x,2026-11-05, Bolt,5 Corp,6,2026-11-05,,more Dorn,7,soon, >sheet.csv
	rule 'expected_price > 6' message='low: {expected_price}'
	rule 'given(strategy)' name=strategic severity=warning
	rule 'given(due)' name=dated severity=warning rows="account = 'Bolt'"
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:1:4: error: duplicate-label: *' \
		'sheet.csv:1: warning: missing-label: no column "strategy", which rules ask for: strategic' \
		'sheet.csv:2:2: error: type-error: expected_price: *' \
		'sheet.csv:3: warning: missing-cell: *' \
		'sheet.csv:3:2: error: r: low: 5 (Bolt; cell B3)' \
		'sheet.csv:3:3: warning: dated: broken (Bolt; cell C3)' \
		'sheet.csv:4:5: error: extra-cell: *' \
		'sheet.csv:5:3: error: type-error: due: *'
	stderr_is 'negpkg-validate: 5 errors, 3 warnings, 0 info (template ./rules.csv, 3 rules)'
}

# --- quotes and encodings

@test "an open quote is a source-error, and no rule is run on half a sheet" {
	printf '%s\n' account,product Acme,A '"Bolt,B' Corp,C >sheet.csv
	rule "product <> 'A'"
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:3: error: source-error: a quote opens here and is never closed'
	stderr_is 'negpkg-validate: 1 error, 0 warnings, 0 info (template ./rules.csv, 1 rule)'
}

@test "text after a closing quote is a source-error" {
	printf '%s\n' account,product Acme,A '"Bolt"s,B' Corp,C >sheet.csv
	rule "product <> 'A'"
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:3: error: source-error: text after the closing quote *'
}

@test "what stands above a source-error is told, too" {
	printf '%s\n' account,expected_price Acme,x Bolt,5,6 '"Corp,B' >sheet.csv
	rule 'expected_price > 0'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: type-error: *' 'sheet.csv:3:3: error: extra-cell: *' 'sheet.csv:4: error: source-error: *'
}

@test "a source-error in a sheet of --sheet stops the rules as well" {
	printf '%s\n' account Acme >sheet.csv
	printf '%s\n' person '"Ann' >team.csv
	rule "account <> 'Acme'"
	held --sheet=team=team.csv sheet.csv
	status_is 1
	output_like 'team.csv:2: error: source-error: *'
}

@test "of several files the sound ones are read although one has a source-error" {
	printf '%s\n' account,expected_price Acme,x >one.csv
	printf '%s\n' account,expected_price '"Bolt,5' >two.csv
	printf '%s\n' account,expected_price Corp,y >three.csv
	rule 'expected_price > 0'
	held one.csv two.csv three.csv
	status_is 1
	output_like 'one.csv:2:2: error: type-error: *' 'two.csv:2: error: source-error: *' 'three.csv:2:2: error: type-error: *'
}

@test "UTF-16 that breaks off is an encoding-error" {
	printf '\377\376a\000\n\0001' >sheet.csv
	rule 'given(a)'
	held sheet.csv
	finds <<-'END'
		sheet.csv: error: encoding-error: this UTF-16 file ends within a character
	END
}

@test "bytes that are no UTF-8 are an encoding-error, and what stands above is told, too" {
	printf 'account,expected_price\nAcme,x\nCaf\351,\377\n' >sheet.csv
	rule 'expected_price > 0'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:2:2: error: type-error: *' 'sheet.csv:3:1: error: encoding-error: byte 4 of this line is 0xE9, *'
}

# --- files

@test "a file that isn't there, a folder, an empty file, a workbook: exit status 2" {
	rule 'given(account)'
	held nowhere.csv
	refused 'nowhere.csv: error: No such file or directory'
	mkdir folder
	held folder
	refused 'folder: error: *folder*'
	: >empty.csv
	held empty.csv
	refused 'empty.csv: error: *empty*'
	printf '\n\n' >blank.csv
	held blank.csv
	refused 'blank.csv*: error: *'
	printf 'PK\003\004\024\000\006\000\010\000' >book.csv
	held book.csv
	refused 'book.csv: error: *in2csv*'
}

@test "every file that can't be opened is named, and no finding of the others" {
	rule "account <> 'Acme'"
	printf '%s\n' account Acme >sheet.csv
	held sheet.csv gone1.csv gone2.csv
	refused 'gone1.csv: error: *' 'gone2.csv: error: *'
}

@test "a sheet of --sheet that can't be opened is exit status 2" {
	rule "account <> 'Acme'"
	printf '%s\n' account Acme >sheet.csv
	held --sheet=team=gone.csv sheet.csv
	refused 'gone.csv: error: No such file or directory'
}

@test "a sheet with headings only passes" {
	rule 'given(account)'
	printf 'account\n' >sheet.csv
	held sheet.csv
	silent
}

@test "a closed standard input is exit status 2" {
	rule 'given(account)'
	run --separate-stderr bash -c '"$1" -T ./rules.csv <&-' - "$B/negpkg-validate"
	status_is 2
	[ -z "$output" ]
	[ -n "$stderr" ]
}

# --- one sheet in many faces

@test "the same findings whatever the sheet's face: delimiter, line ends, mark, encoding" {
	printf '%s\n' account,expected_price,note Acme,5,x 'Bolt,7,"y"' >sheet.csv
	rule 'expected_price > 6' message='{expected_price} {note}'
	held - <sheet.csv
	status_is 1
	local plain=$output face
	output_is <<-'END'
		<stdin>:2:2: error: r: 5 x (Acme; cell B2)
	END
	for face in "tr , ';'" "tr , '\t'" "tr , '|'" "sed 's/\$/\r/'" "tr '\n' '\r'" "sed '1s/^/\xef\xbb\xbf/'" 'head -c -1' \
		'sed 1s/account,expected_price/ACCOUNT,Expected-Price/' '(printf "\377\376"; iconv -f UTF-8 -t UTF-16LE)' \
		'(printf "\376\377"; iconv -f UTF-8 -t UTF-16BE)'; do
		eval "$face" <sheet.csv >face.csv
		run --separate-stderr bash -c '"$1" -T ./rules.csv <face.csv' - "$B/negpkg-validate"
		status_is 1
		[ "$output" = "$plain" ] || show "$face"
	done
}

@test "sep=; is honoured and counts as a line" {
	printf '%s\n' 'sep=;' 'account;expected_price' 'Acme;x' >sheet.csv
	rule 'expected_price > 6'
	held sheet.csv
	status_is 1
	output_like 'sheet.csv:3:2: error: type-error: expected_price: not a number: "x" (Acme; cell B*)'
}

@test "-d, --tsv, --header-row, --fill-down" {
	rule 'account IS NOT NULL' message='{product}'
	printf '%s\n' 'account^product' 'Acme^A' '^B' >sheet.csv
	held -d^ sheet.csv
	status_is 1
	output_like 'sheet.csv:3:1: error: r: B (B; cell A3)'
	held -d^ --fill-down=account sheet.csv
	silent
	printf 'account\tproduct\n\tB\n' >sheet.tsv
	held --tsv sheet.tsv
	status_is 1
	output_like 'sheet.tsv:2:1: error: r: B (B; cell A2)'
	printf '%s\n' 'a title' account,product ,B >sheet.csv
	held --header-row=2 sheet.csv
	status_is 1
	output_like 'sheet.csv:3:1: error: r: B (B; cell A3)'
}

@test "several files are one table: groups span them" {
	printf '%s\n' account,expected_volume Acme,5 >one.csv
	printf '%s\n' expected_volume,account 6,Acme 1,Bolt >two.csv
	rule 'sum(expected_volume) < 5' per=account message='{sum(expected_volume)}'
	held one.csv two.csv
	finds <<-'END'
		one.csv:2:2: error: r: 11 (Acme; cell B2)
	END
}

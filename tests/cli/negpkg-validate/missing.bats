# bats: columns and sheets that rules ask for in vain.
load ../helper

deal() {
	sheet sheet.csv <<-'END'
		account,product
		Acme,A
		Acme,B
	END
}

missing() {
	echo "sheet.csv:1: ${2:-error}: missing-label: no column \"$1\", which rules ask for: ${3:-r}"
}

# --- columns

@test "a column that a rule names and the sheet lacks is one finding, however many rows there are" {
	deal
	rule 'expected_price > 0'
	held sheet.csv
	missing expected_price | finds
}

@test "a column that several rules name is one finding, which names them all" {
	deal
	rule 'given(strategy)' name=one
	rule "given(account)" name=two
	rule 'words(strategy) > 2' name=three
	held sheet.csv
	missing strategy error 'one, three' | finds
}

@test "missing-label has the highest severity among its rules" {
	deal
	rule 'given(strategy)' name=one severity=info
	rule 'given(strategy)' name=two severity=warning
	held sheet.csv
	missing strategy warning 'one, two' | finds 0
	rule 'given(strategy)' name=three severity=error
	held sheet.csv
	missing strategy error 'one, two, three' | finds
}

@test "missing-label for rules of later stages is info" {
	deal
	rule 'given(strategy)' stage=approval
	held --stage=draft sheet.csv
	missing strategy info | finds 0
	held --stage=approval sheet.csv
	missing strategy error | finds
}

@test "--fail-on=warning counts a missing-label warning" {
	deal
	rule 'given(strategy)' severity=warning
	held --fail-on=warning sheet.csv
	missing strategy warning | finds
}

@test "several missing columns are a finding each" {
	deal
	rule 'given(owner)' rows='given(strategy)' message='{plan}' severity=warning
	held sheet.csv
	{ missing strategy warning; missing owner warning; missing plan warning; } | finds 0
}

@test "a rule that lacks a column is skipped, the others run" {
	deal
	rule "given(strategy) AND product <> 'A'" name=skipped
	rule "product <> 'A'" name=runs
	held sheet.csv
	{ missing strategy error skipped; echo 'sheet.csv:2:2: error: runs: broken (Acme / A; cell B2)'; } | finds
}

@test "a column may be missing in rows, per, check or message" {
	deal
	rule 1 name=r1 rows='here = 1'
	rule 'count(*) > 0' name=r2 per='there'
	rule 'given(where_)' name=r3
	rule 0 name=r4 message='{nowhere}'
	held sheet.csv
	{ missing here error r1; missing there error r2; missing where_ error r3; missing nowhere error r4; } | finds
}

@test "a column in quotes that is missing is named as it is written" {
	deal
	rule '"Ship Date" > 1'
	held sheet.csv
	missing 'Ship Date' | finds
}

@test "a text in double quotes is a column that is missing, not a string" {
	deal
	rule 'account = "Acme"'
	held sheet.csv
	missing Acme | finds
}

@test "a column that the check lacks is none where rows concerns nothing" {
	deal
	rule 'given(strategy)' rows="product = 'Z'"
	rule 0 name=message rows="product = 'Z'" message='{strategy}'
	held sheet.csv
	silent
	rule 'given(strategy)' name=some rows="product = 'B'"
	held sheet.csv
	missing strategy error some | finds
}

@test "a column that rows itself lacks is missing, whatever it would have chosen" {
	deal
	rule 'given(account)' rows="product = 'Z' AND strategy = 'grow'"
	held sheet.csv
	missing strategy | finds
}

@test "without rows a rule concerns the sheet, also where it has no row" {
	printf 'account,product\n' >sheet.csv
	rule 'given(strategy)'
	held sheet.csv
	missing strategy | finds
}

@test "a sheet without rows concerns no rule that has some" {
	printf 'account,product\n' >sheet.csv
	rule 'given(strategy)' rows='given(product)'
	held sheet.csv
	silent
}

@test "of several files each that lacks a column is named" {
	printf '%s\n' account,strategy Acme,grow >one.csv
	printf '%s\n' account Bolt >two.csv
	printf '%s\n' account Corp >three.csv
	rule "strategy <> 'shrink'"
	held one.csv two.csv three.csv
	finds <<-END
		two.csv:1: error: missing-label: no column "strategy", which rules ask for: r
		three.csv:1: error: missing-label: no column "strategy", which rules ask for: r
	END
}

@test "of several files the rows of those that have the column are still judged" {
	printf '%s\n' account Bolt >one.csv
	printf '%s\n' account,strategy Acme,shrink >two.csv
	rule "strategy <> 'shrink'"
	held one.csv two.csv
	finds <<-END
		one.csv:1: error: missing-label: no column "strategy", which rules ask for: r
		two.csv:2:2: error: r: broken (Acme; cell B2)
	END
}

@test "missing-label stands in the line of the headings" {
	printf '%s\n' 'Acme, confidential' '' account Acme >sheet.csv
	rule 'given(strategy)'
	held --header-row=3 sheet.csv
	finds <<-END
		sheet.csv:3: error: missing-label: no column "strategy", which rules ask for: r
	END
}

@test "a sub-select that lacks a column of its sheet names that sheet" {
	deal
	printf '%s\n' person Ann >team.csv
	rule 'EXISTS (SELECT 1 FROM team WHERE team.account = sheet.account)'
	held --sheet=team=team.csv sheet.csv
	finds <<-END
		team.csv:1: error: missing-label: no column "account", which rules ask for: r
	END
}

@test "an alias's column that is missing is looked for in the sheet whose kind has it" {
	deal
	printf '%s\n' person Ann >team.csv
	rule "EXISTS (SELECT 1 FROM team AS t WHERE t.attends = 'yes')"
	held --sheet=team=team.csv sheet.csv
	finds <<-END
		team.csv:1: error: missing-label: no column "attends", which rules ask for: r
	END
}

@test "a missing column's name is shown escaped" {
	deal
	rule $'"a\033[2Jb" = 1'
	held sheet.csv
	finds <<-'END'
		sheet.csv:1: error: missing-label: no column "a\x1b[2Jb", which rules ask for: r
	END
}

@test "missing-label in CSV has no cell and no subject" {
	deal
	rule 'given(strategy)'
	held -q --format=csv sheet.csv
	status_is 1
	output_is <<-'END'
		file,line,cell,severity,rule,account,product_line,product,phase,owner,source,message
		sheet.csv,1,,error,missing-label,,,,,,,"no column ""strategy"", which rules ask for: r"
	END
}

# --- sheets

@test "a rule on a sheet that isn't given is skipped, with a word on standard error" {
	deal
	rule '(SELECT count(*) FROM team) > 5'
	held sheet.csv
	status_is 0
	output_is </dev/null
	stderr_is 'negpkg-validate: warning: no sheet team (--sheet=team=FILE): skipped r'
}

@test "a sheet that several rules ask for is said once" {
	deal
	rule '(SELECT count(*) FROM team) > 5' name=one
	rule 'EXISTS (SELECT 1 FROM team AS t WHERE t.person = sheet.account)' name=two
	rule 'account IN (SELECT name FROM approvals)' name=three
	rule "product <> 'A'" name=four
	held sheet.csv
	status_is 1
	output_is <<-END
		sheet.csv:2:2: error: four: broken (Acme / A; cell B2)
	END
	stderr_is 'negpkg-validate: warning: no sheet team (--sheet=team=FILE): skipped one, two' \
		'negpkg-validate: warning: no sheet approvals (--sheet=approvals=FILE): skipped three' \
		'negpkg-validate: 1 error, 0 warnings, 0 info (template ./rules.csv, 4 rules)'
}

@test "--quiet keeps the word about a sheet that isn't given to itself" {
	deal
	rule '(SELECT count(*) FROM team) > 5'
	held -q sheet.csv
	silent
}

@test "a rule that lacks a sheet and a column says the sheet only" {
	deal
	rule 'given(strategy) AND (SELECT count(*) FROM team) > 5'
	held sheet.csv
	status_is 0
	stderr_like '*no sheet team*'
}

@test "a sheet given is read; its name has no case" {
	deal
	printf '%s\n' person Ann >team.csv
	rule '(SELECT count(*) FROM Team) = 1'
	held --sheet=TEAM=team.csv sheet.csv
	silent
}

@test "a sheet without rows is a sheet" {
	deal
	printf '%s\n' person >team.csv
	rule '(SELECT count(person) FROM team) > 0' per="'all'"
	held --sheet=team=team.csv sheet.csv
	status_is 1
	stderr_like '*1 error, *'
}

@test "a sheet that no rule reads does no harm" {
	deal
	printf '%s\n' person Ann >team.csv
	rule 'given(account)'
	held --sheet=team=team.csv sheet.csv
	silent
}

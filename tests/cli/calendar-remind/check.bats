# bats: --check: the list held to a template; what is found is found at the row that the milestone comes from.
load remind

# rules [ROW]...: a template of its own, beside an agenda
rules() {
	mkdir -p policy
	printf '%s\n' rule,severity,rows,check,message "$@" >policy/calendar.csv
}

check() {
	[ -f agenda.csv ] || agenda
	run --separate-stderr env NEGPKG_TEMPLATES=policy "$B/$TOOL" --today=$TODAY --agenda=agenda.csv --check "$@"
}

@test "nothing found: a heading and exit 0" {
	rules "r,error,,given(due),no day"
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	check actions.csv
	fine
	output_is <<<'file,line,cell,severity,rule,account,product_line,product,phase,owner,source,message'
}

@test "a finding stands at file and line of the row, derived milestones at their calendar's; an error is exit 1" {
	rules "late,error,milestone = 'approval',due > '2026-04-08','{account} {due}'" "own,warning,milestone = 'call',given(subject),no subject"
	sed -i "s/'{account} {due}'/{account} {due}/" policy/calendar.csv
	calendar Acme,2026,2026-04-20,,customer,Ann,ann@us.example Bolt,2026,2026-04-15,,customer,Bo,bo@us.example
	actions Acme,2026,call,x,2026-03-10,Ann,ann@us.example Acme,2026,call,,2026-03-10,Cy,cy@us.example
	check calendar.csv actions.csv
	status_is 1
	stderr_is
	columns_are file line severity rule account owner source message <<-END
		calendar.csv|3|error|late|Bolt|Bo|calendar.csv:3|Bolt 2026-04-08
		actions.csv|3|warning|own|Acme|Cy|actions.csv:3|no subject
	END
}

@test "warnings alone are exit 0" {
	rules "own,warning,,given(subject),no subject"
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	check actions.csv
	status_is 0
	columns_are rule <<<own
}

@test "standard input is named, among several FILEs" {
	rules "own,warning,,given(subject),no subject"
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	cp actions.csv more.csv
	agenda
	run --separate-stderr bash -c 'NEGPKG_TEMPLATES=policy "$@" <actions.csv' - "$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv --check more.csv -
	status_is 0
	columns_are file line source <<-END
		more.csv|2|more.csv:2
		<stdin>|2|<stdin>:2
	END
}

@test "team and holidays are tables, where they are given" {
	rules "team,error,,(SELECT count(*) FROM team) = 1,team" "day,error,,NOT EXISTS (SELECT 1 FROM holidays WHERE day = due),a holiday"
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	check actions.csv
	status_is 0
	[ "$(table rule <<<"$output")" = '' ] || show
	printf '%s\n' account,person,email,role Acme,Ann,ann@us.example,finance Acme,Bo,bo@us.example,finance >team.csv
	echo 2026-03-10 >holidays.txt
	check --team=team.csv --holidays=holidays.txt actions.csv
	status_is 1
	[ "$(table rule <<<"$output" | sort | xargs)" = 'day team' ] || show
}

@test "--format=text is for people" {
	rules "own,warning,,given(subject),no subject"
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	check --format=text actions.csv
	status_is 0
	[[ $output == *actions.csv:2*'no subject'* ]] || show
}

@test "a bad row is trouble, exit 2, and the others are checked" {
	rules "own,error,,given(subject),no subject"
	actions Acme,2026,call,,soon,Ann,ann@us.example Acme,2026,call,,2026-03-10,Ann,ann@us.example
	check actions.csv
	status_is 2
	stderr_like 'actions.csv:2:5: error: due: *'
	columns_are line <<<3
}

@test "it is what negpkg-validate says of the list" {
	cd "$BATS_TEST_TMPDIR" && agenda
	calendar Acme,2026,2026-03-12,,planned,Ann,ann@us.example Bolt,2026,2026-04-15,annual,customer,Bo,bo@us.example
	actions Acme,2026,commitment,share,2026-02-10,Ann,ann@us.example Acme,2026,call,,2026-03-10,,
	remind --list calendar.csv actions.csv
	printf '%s\n' "$output" >list.csv
	validate --today=2026-03-10 --format=csv -T calendar list.csv
	[ "$status" -le 1 ] || show
	local expected
	expected=$(table severity rule account source message <<<"$output" | sort)
	[ -n "$expected" ]
	remind --check calendar.csv actions.csv
	[ "$status" -le 1 ] || show
	[ "$(table severity rule account source message <<<"$output" | sort)" = "$expected" ] || show "$expected"
}

@test "other delimiters and --excel change the findings' looks, not what is found" {
	rules "own,warning,,given(subject),no subject"
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	check -D';' --excel actions.csv
	status_is 0
	[[ $output == *'actions.csv;2;'*';warning;own;'* ]] || show
}

@test "a template that isn't there, and one that is broken, are trouble" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	rules "own,warning,,no such thing(,no subject"
	check actions.csv
	status_is 2
	[ -z "$output" ]
	stderr_has '*policy/calendar.csv:2*: error: *'
}

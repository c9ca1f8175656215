# bats: how sheets are read: mixed, from anywhere, with rows that can't be used.
load remind

@test "a calendar has no column milestone, an actions sheet has one; several FILEs mixed" {
	calendar Acme,2026,2026-03-10,,customer,Ann,ann@us.example
	actions Acme,2026,once,,2026-03-10,Bo,bo@us.example
	printf '%s\n' due,Milestone,owner 2026-03-10,talk,Cy >more.csv
	remind more.csv calendar.csv actions.csv
	tells account milestone owner <<-END
		|talk|Cy
		Acme|negotiation|Ann
		Acme|once|Bo
	END
}

@test "standard input: no FILE, or -" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	agenda
	run --separate-stderr bash -c '"$@" <actions.csv' - "$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv
	tells milestone <<<call
	calendar Acme,2026,2026-03-11,,customer,Ann,ann@us.example
	run --separate-stderr bash -c '"$@" <actions.csv' - "$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv calendar.csv -
	status_is 0
	[ "$(table milestone <<<"$output" | grep -c 'call\|negotiation')" = 2 ] || show
	sed -i s/2026-03-10/never/ actions.csv
	run --separate-stderr bash -c '"$@" <actions.csv' - "$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv
	stderr_like '<stdin>:2:5: error: due: *"never" (cell E2)'
}

@test "bad rows are reported by file, line and field, left out, and the others are told; exit 2" {
	printf '%s\n' id,account,milestone,due,start_time,minutes,owner,recurrence,leads,side,must_win,done_on \
		1,A,call,2026-03-10,,,Ann,,,,, 2,A,call,soon,,,Ann,,,,, 3,A,call,2026-03-10,late,,Ann,,,,, '4,A,call,2026-03-10,,an hour,Ann,,,,,' \
		5,A,call,2026-03-10,,,Ann,weekly,,,, 6,A,call,2026-03-10,,,Ann,,x,,, 7,A,call,2026-03-10,,,Ann,,,both,, 8,A,call,2026-03-10,,,Ann,,,,perhaps, \
		9,A,call,2026-03-10,,,Ann,,,,,done 10,A,,2026-03-10,,,Ann,,,,, 11,A,call,2026-03-10,,-5,Ann,,,,, 12,A,call,2026-03-10,,,Ann,,,,, >actions.csv
	remind actions.csv
	status_is 2
	stderr_like 'actions.csv:3:4: error: due: *"soon" (cell D3)' 'actions.csv:4:5: error: start_time: *"late" (cell E4)' \
		'actions.csv:5:6: error: minutes: *"an hour" (cell F5)' 'actions.csv:6:8: error: recurrence: *"weekly" (cell H6)' \
		'actions.csv:7:9: error: leads: *"x" (cell I7)' 'actions.csv:8:10: error: side: *"both" (cell J8)' \
		'actions.csv:9:11: error: must_win: *"perhaps" (cell K9)' 'actions.csv:10:12: error: done_on: *"done" (cell L10)' \
		'actions.csv:11:3: error: milestone: *"" (cell C11)' 'actions.csv:12:6: error: minutes: *"-5" (cell F12)'
	columns_are key <<-END
		A//call//1/0
		A//call//12/0
	END
}

@test "all that is wrong with a row is said" {
	printf '%s\n' account,milestone,due,side,owner A,call,soon,both,Ann >actions.csv
	remind actions.csv
	status_is 2
	stderr_like 'actions.csv:2:3: error: due: *' 'actions.csv:2:4: error: side: *'
}

@test "a row that overrides and can't be read: the derived milestone stands" {
	calendar Acme,2026,2026-03-17,,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,owner Acme,2026,approval,soon,Bo >actions.csv
	remind calendar.csv actions.csv
	status_is 2
	table milestone due owner <<<"$output" | grep -qx 'approval|2026-03-10|Ann' || show
}

@test "a bad row of a calendar" {
	calendar Acme,2026,2026-03-10,,customer,Ann,ann@us.example Bolt,2026,soon,,customer,Bo,bo@us.example ,2026,2026-03-10,,customer,Cy,cy@us.example
	remind calendar.csv
	status_is 2
	stderr_like 'calendar.csv:3:3: error: negotiation_date: *"soon" (cell C3)' 'calendar.csv:4:1: error: *account*'
	[ "$(table account <<<"$output" | sort -u)" = Acme ] || show
}

@test "an unreadable FILE of several is an error; the others are told" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	: >empty.csv
	printf '%s\n' one,two 1,2 >other.csv
	local bad
	for bad in nowhere.csv empty.csv other.csv .; do
		remind "$bad" actions.csv
		status_is 2
		stderr_has "$bad*: error: *"
		columns_are milestone <<<call
		remind actions.csv "$bad"
		status_is 2
		columns_are milestone <<<call
	done
}

@test "no FILE that can be read: nothing is printed, -o stays untouched" {
	echo old >out.csv
	remind -o out.csv nowhere.csv
	refused 'nowhere.csv: error: *'
	[ "$(cat out.csv)" = old ]
	remind --format=ics nowhere.csv
	refused 'nowhere.csv: error: *'
}

@test "a sheet without rows is fine" {
	actions
	remind actions.csv
	tells_nothing
	calendar
	remind calendar.csv
	tells_nothing
}

@test "a FILE that breaks off within a quote: what stands above is told" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	printf 'Acme,2026,call,"two,2026-03-10,Ann' >>actions.csv
	remind actions.csv
	status_is 2
	stderr_has 'actions.csv:3: error: *quote*'
	columns_are milestone subject <<<'call|'
}

@test "missing columns are named" {
	printf '%s\n' milestone,owner call,Ann >actions.csv
	remind actions.csv
	refused 'actions.csv:1: error: missing*due*'
	printf '%s\n' period,negotiation_date 2026,2026-03-10 >calendar.csv
	remind calendar.csv
	refused 'calendar.csv:1: error: *account*'
	printf '%s\n' account,owner Acme,Ann >calendar.csv
	remind calendar.csv
	refused 'calendar.csv:1: error: *negotiation_date*'
}

@test "a column twice is an error, where it is used" {
	printf '%s\n' account,milestone,due,due,owner A,call,2026-03-10,2026-03-11,Ann >actions.csv
	remind actions.csv
	status_is 2
	stderr_has 'actions.csv:1:4: error: due: *twice*'
	printf '%s\n' account,milestone,due,memo,memo,owner A,call,2026-03-10,1,2,Ann >actions.csv
	remind actions.csv
	tells milestone <<<call
}

@test "headings are folded; a byte order mark, CR LF and ; are found" {
	printf '\357\273\277Account;MILESTONE;Due;Start Time;Owner\r\nAcme;call;10.03.2026;;Ann\r\nAcme;talk;31.03.2026;9:00;Ann\r\n' >actions.csv
	remind --list actions.csv
	status_is 2
	stderr_like 'actions.csv:2:3: error: ?ue: *--date-format*'
	remind --list --date-format=dmy actions.csv
	fine
	columns_are milestone due start_time <<-END
		call|2026-03-10|
		talk|2026-03-31|9:00
	END
}

@test "--map, --fill-down, --header-row and -d" {
	printf '%s\n' 'our actions' 'Kunde;Was;due;owner' 'Acme;call;2026-03-10;Ann' ';talk;2026-03-10;Ann' >actions.csv
	remind -d';' --header-row=2 --map=account=Kunde --map=milestone=Was --fill-down=account actions.csv
	tells account milestone <<-END
		Acme|call
		Acme|talk
	END
}

@test "--map that makes a calendar an actions sheet, and a column for a milestone of the agenda" {
	printf '%s\n' account,Termin,owner Acme,2026-03-10,Ann >calendar.csv
	remind --map=negotiation_date=Termin calendar.csv
	status_is 0
	table milestone <<<"$output" | grep -qx negotiation || show
}

@test "options of a sheet that isn't there are refused" {
	actions
	remind -d 'customer:;' actions.csv
	refused '*customer*'
}

@test "an error value in a cell that is used is an error of its row" {
	actions Acme,2026,call,,2026-03-10,#N/A,ann@us.example Acme,2026,call,two,2026-03-10,Ann,ann@us.example
	remind actions.csv
	status_is 2
	stderr_like 'actions.csv:2:6: error: owner: *"#N/A" (cell F2)'
	columns_are subject <<<two
}

@test "--hide-values keeps cells out of messages" {
	actions Acme,2026,secret,,2026-03-10,, Acme,2026,call,,hush,Ann,ann@us.example Acme,2026,secret,2,2026-03-10,Eve,eve@evil.example
	remind --hide-values --format=mail --from=bot@us.example actions.csv
	status_is 2
	[[ $stderr != *secret* && $stderr != *hush* && $stderr != *eve@* ]] || show
}

@test "messages about more than twenty rows are counted; all good rows are told" {
	actions
	local i
	for ((i = 0; i < 30; i++)); do
		echo "Acme,2026,call,$i,soon,Ann,ann@us.example"
		echo "Acme,2026,call,good $i,2026-03-10,Ann,ann@us.example"
	done >>actions.csv
	remind actions.csv
	status_is 2
	[ "${#stderr_lines[@]}" = 21 ] || show
	[ "${#lines[@]}" = 31 ] || show
}

# --- where it goes

@test "-o: whole where rows are bad, too, with what can be told; nothing beside it" {
	mkdir d
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example Acme,2026,call,two,soon,Ann,ann@us.example
	remind -o d/out.csv actions.csv
	refused 'actions.csv:3:5: error: *'
	[ "$(ls -A d)" = out.csv ]
	[ "$(table milestone subject <d/out.csv)" = 'call|' ]
}

@test "-o stays untouched where options are wrong or the disk is full" {
	echo old >out.csv
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	remind --since=never -o out.csv actions.csv
	refused '*--since*'
	remind --format=mail -o out.csv actions.csv
	refused '*--from*'
	remind --holidays=nowhere -o out.csv actions.csv
	refused '*nowhere*'
	[ "$(cat out.csv)" = old ]
}

@test "-o may name the input" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	remind --list actions.csv
	local expected=$output
	remind --list -o actions.csv actions.csv
	silent
	[ "$(cat actions.csv)" = "$expected" ]
}

@test "neither locale, zone nor clock changes a byte" {
	actions Acme,2026,call,,2026-03-12,Ann,ann@us.example
	calendar Acme,2026,2026-03-11,annual,customer,Ann,ann@us.example
	agenda
	"$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv --list calendar.csv actions.csv >expected
	run --separate-stderr env -i LC_ALL=de_DE.UTF-8 LANG=tr_TR.UTF-8 TZ=Pacific/Kiritimati "$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv --list calendar.csv actions.csv
	fine
	[ "$output" = "$(cat expected)" ]
}

@test "--columns names what it reads" {
	tool --columns
	fine
	local names name
	names=$(table name <<<"$output")
	for name in account period milestone subject due owner email recurrence leads done_on start_time minutes attendees side must_win kind status \
		negotiation_date approval_date package_date publish_date premeeting_date start_date date_source person role attends decides product_line \
		before days shift to repeat_overdue; do
		grep -qx "$name" <<<"$names" || show "--columns lacks $name"
	done
}

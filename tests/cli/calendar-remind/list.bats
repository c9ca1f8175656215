# bats: --list: every milestone, as an actions sheet that can be read again.
load remind

# both: a calendar and actions of many kinds, in `files`
both() {
	sheet calendar.csv <<-END
		account,period,negotiation_date,premeeting_date,recurrence,date_source,must_win,owner,email,product_line,folder,access,note
		Acme,2026,2026-04-15,2026-04-13,,customer,yes,Ann,ann@us.example,Memory,//deals/acme,all,the big one
		Bolt,2026,,,,planned,no,Bo,bo@us.example,,,,
	END
	sheet actions.csv <<-END
		id,account,period,milestone,subject,product_line,kind,side,promised_to,start_on,due,start_time,minutes,owner,email,attendees,leads,done_on,status,must_win,decision,note
		A1,Acme,2026,commitment,letter,Memory,commitment,us,customer,2026-03-01,2026-03-19,,,Sam,sam@us.example,,3,2026-03-18,sent,,,"two
		lines"
		A2,Acme,2026,commitment,share,,commitment,them,us,,2026-06-30,,,Mette,mette@acme.example,,"30,7",,,,,
		A3,Bolt,2026,call,,,,,,,2026-05-01,16:00,30,Bo,bo@us.example,"Ann; Bo",,,,x,go,
		A4,,,talk,,,meeting,,,,tbd,,,Bo,bo@us.example,,,,,,,
	END
	files=(calendar.csv actions.csv)
}

@test "its columns" {
	both
	remind --list "${files[@]}"
	fine
	[ "${lines[0]}" = id,account,period,milestone,subject,product_line,kind,side,promised_to,start_on,due,start_time,minutes,owner,email,attendees,recurrence,leads,done_on,status,must_win,decision,note,key,occurrence,derived,tentative,date_source,negotiation_date,approval_date,package_date,publish_date,premeeting_date,start_date,folder,access,source ] || show
}

@test "what it lists: rows with and without a date, those without at the end" {
	both
	listed account milestone due key source <<-END
		Acme|start|2026-03-04|Acme/2026/start///0|calendar.csv:2
		Acme|commitment|2026-03-19|Acme/2026/commitment/letter/A1/0|actions.csv:2
		Acme|package|2026-04-01|Acme/2026/package///0|calendar.csv:2
		Acme|publish|2026-04-03|Acme/2026/publish///0|calendar.csv:2
		Acme|approval|2026-04-08|Acme/2026/approval///0|calendar.csv:2
		Acme|pre-meeting|2026-04-13|Acme/2026/pre-meeting///0|calendar.csv:2
		Acme|negotiation|2026-04-15|Acme/2026/negotiation///0|calendar.csv:2
		Acme|results|2026-04-20|Acme/2026/results///0|calendar.csv:2
		Bolt|call|2026-05-01|Bolt/2026/call//A3/0|actions.csv:5
		Acme|commitment|2026-06-30|Acme/2026/commitment/share/A2/0|actions.csv:4
		|talk||//talk//A4/0|actions.csv:6
		Bolt|start||Bolt/2026/start///0|calendar.csv:3
		Bolt|package||Bolt/2026/package///0|calendar.csv:3
		Bolt|publish||Bolt/2026/publish///0|calendar.csv:3
		Bolt|approval||Bolt/2026/approval///0|calendar.csv:3
		Bolt|pre-meeting||Bolt/2026/pre-meeting///0|calendar.csv:3
		Bolt|negotiation||Bolt/2026/negotiation///0|calendar.csv:3
		Bolt|results||Bolt/2026/results///0|calendar.csv:3
	END
}

@test "what a row says is passed on; kind and status are filled in" {
	both
	remind --list actions.csv
	fine
	columns_are id subject product_line kind side promised_to start_on start_time minutes owner email attendees recurrence leads done_on status must_win decision note <<-'END'
		A1|letter|Memory|commitment|us|customer|2026-03-01|||Sam|sam@us.example|||3|2026-03-18|sent|||two\nlines
		A3|||meeting||||16:00|30|Bo|bo@us.example|Ann; Bo||28;14;7;1|||yes|go|
		A2|share||commitment|them|us||||Mette|mette@acme.example|||30;7|||||
		A4|||meeting||||||Bo|bo@us.example|||28;14;7;1|||||
	END
}

@test "columns of the negotiation, for its milestones and those of its account and period" {
	both
	remind --list "${files[@]}"
	fine
	printf '%s\n' "$output" | table milestone tentative date_source negotiation_date approval_date package_date publish_date premeeting_date start_date folder access must_win |
		grep '^approval\|^commitment\|^call\|^talk' >found
	diff - found <<-END
		commitment||customer|2026-04-15|2026-04-08|2026-04-01|2026-04-03|2026-04-13|2026-03-04|//deals/acme|all|
		approval||customer|2026-04-15|2026-04-08|2026-04-01|2026-04-03|2026-04-13|2026-03-04|//deals/acme|all|yes
		call||planned|||||||||yes
		commitment||customer|2026-04-15|2026-04-08|2026-04-01|2026-04-03|2026-04-13|2026-03-04|//deals/acme|all|
		talk|||||||||||
		approval|yes|planned|||||||||
	END
}

@test "standard input is named in source" {
	both
	agenda
	run --separate-stderr bash -c '"$@" <actions.csv' - "$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv --list
	fine
	[ "$(table source <<<"$output" | head -1)" = '<stdin>:2' ] || show
}

@test "a status that is filled in: done, tentative or nothing" {
	calendar Acme,2026,2026-04-15,,planned,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,done_on,owner Acme,2026,approval,,2026-04-01,Ann Acme,2026,call,2026-04-01,,Ann >actions.csv
	remind --list calendar.csv actions.csv
	[ "$(table milestone status <<<"$output" | grep 'approval\|call\|results' | sort | xargs)" = 'approval|done call| results|tentative' ] || show
}

# again COLUMN...: these columns of the list of `files` are those of the list of that list
again() {
	remind --list "${files[@]}"
	status_is 0
	printf '%s\n' "$output" >list.csv
	remind --list list.csv
	fine || return 1
	printf '%s\n' "$output" >again.csv
	diff <(table "$@" <list.csv) <(table "$@" <again.csv)
}

@test "the list read back is the same list, but for what the agenda derived and the calendar knew" {
	both
	again id account period milestone subject product_line kind side promised_to start_on due start_time minutes owner email attendees \
		recurrence leads done_on status must_win decision note key
}

@test "a list with occurrences, read back, keeps days, keys and what is done" {
	calendar Acme,2026,2025-04-15,annual,customer,Ann,ann@us.example
	printf '%s\n' id,account,milestone,due,recurrence,done_on,owner R1,Acme,call,2025-11-30,monthly,2026-01-31,Ann >actions.csv
	files=(calendar.csv actions.csv)
	again id milestone due status done_on key
}

@test "the list's UIDs are those of its sheets" {
	calendar Acme,2026,2025-04-15,annual,customer,Ann,ann@us.example
	printf '%s\n' id,account,period,milestone,due,recurrence,done_on,owner R1,Acme,,call,2025-11-30,monthly,2026-01-31,Ann \
		,Acme,2026,approval,2025-04-08,,2025-04-08,Ann >actions.csv
	remind --list calendar.csv actions.csv
	printf '%s\n' "$output" >list.csv
	remind --format=ics calendar.csv actions.csv
	grep ^UID <<<"$output" | sort >expected
	[ -s expected ]
	remind --format=ics list.csv
	grep ^UID <<<"$output" | sort | cmp - expected
}

@test "an occurrence is a whole number" {
	local bad
	for bad in x -1 1.5 99999999999; do
		printf '%s\n' account,milestone,due,owner,occurrence "A,call,2026-03-10,Ann,$bad" A,call,2026-03-10,Ann,2 >actions.csv
		remind actions.csv
		status_is 2
		stderr_like "actions.csv:2:5: error: occurrence: *\"$bad\" (cell E2)"
		columns_are key <<<A//call///2
	done
}

@test "what is told of a list is what is told of its sheets" {
	both
	remind --list "${files[@]}"
	printf '%s\n' "$output" >list.csv
	local day
	for day in 2026-03-02 2026-03-04 2026-03-18 2026-03-25 2026-04-01 2026-04-07; do
		on $day "${files[@]}"
		table milestone due lead owner email key <<<"$output" | sort >sheets
		on $day list.csv
		table milestone due lead owner email key <<<"$output" | sort | diff sheets - || show $day
	done
}

@test "--excel: a byte order mark, CR LF and no formulas" {
	actions '=1+1,2026,call,-2+3,2026-03-10,@Ann,ann@us.example'
	remind --list --excel actions.csv
	fine
	[ "$(head -c 3 <<<"$output" | od -An -tx1 | tr -d ' \n')" = efbbbf ]
	[[ $output == *",'=1+1,2026,call,'-2+3,"* && $output == *",'@Ann,"* ]] || show
	[[ ${lines[1]} == *$'\r' ]]
}

@test "-D and -t" {
	actions 'Acme,2026,call,a;b,2026-03-10,Ann,ann@us.example'
	remind --list -D';' actions.csv
	fine
	[[ ${lines[1]} == ';Acme;2026;call;"a;b";;task;'* ]] || show
	remind -D tab actions.csv
	fine
	[[ ${lines[1]} == $'Acme\t2026\tcall\ta;b\t2026-03-10\t'* ]] || show
}

@test "--format=text is a table for people, of all milestones" {
	both
	remind --list --format=text "${files[@]}"
	fine
	[[ ${lines[0]} == due*account*milestone*who*note* ]]
	[ "${#lines[@]}" -eq 19 ] || show
}

@test "--list, --check and --season exclude one another, and what isn't theirs" {
	both
	local options
	for options in '--list --check' '--list --season' '--check --season' '--list --format=mail --from=a@us.example' '--check --format=ics' \
		'--season --format=ics' '--list --outbox=d --from=a@us.example' '--deliver=true' '--outbox='; do
		# shellcheck disable=SC2086 # words
		remind $options "${files[@]}"
		refused '*--*'
	done
	[ ! -e d ]
}

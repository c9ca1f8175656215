# bats: who hears of what: owners, roles of the team, attendees; never the customer.
load remind

# team [ROW]...: a team of Acme's and Bolt's, with further rows
team() {
	sheet team.csv <<-END
		account,period,person,email,role,product_line,side,attends,decides
		Acme,2026,Ann,ann@us.example,account manager,,us,yes,yes
		Acme,2026,Mia,mia@us.example,Marketing Owner,Memory,us,yes,no
		Acme,2026,Lou,lou@us.example,marketing owner,Logic,,no,no
		Acme,2027,Eve,eve@us.example,executive,,us,no,yes
		Acme,,Max,max@us.example,executive,,us,no,yes
		Acme,2026,Kim,kim@acme.example,buyer,,them,yes,yes
		Acme,2026,Kai,kai@acme.example,account manager,,Customer,yes,yes
		Bolt,2026,Bea,bea@us.example,account manager,,us,yes,yes
	END
	[ $# -eq 0 ] || printf '%s\n' "$@" >>team.csv
}

# people [OPTION]... FILE...: milestones of the day and who is told of them, one line per milestone
people() {
	remind "$@"
	table status milestone owner email <<<"$output" | sed -n 's/^due|//p' | awk -F'|' '
		$1 != last { printf "%s%s:", (NR > 1 ? "\n" : ""), $1; last = $1 }
		{ printf " %s<%s>", $2, $3 }
		END { print "" }'
}

told_are() {
	local expected found
	expected=$(cat)
	found=$(people "$@")
	[ "$found" = "$expected" ] || { remind "$@"; show "expected: $expected" "found: $found"; }
}

# --- without a team

@test "without a team the row's owner is told, whatever the agenda's roles" {
	calendar Acme,2026,2026-03-10,,customer,Ann,ann@us.example
	actions Acme,2026,approval,,2026-03-10,Bo,bo@us.example Acme,2026,call,,2026-03-10,,only@us.example
	told_are calendar.csv actions.csv <<-END
		negotiation: Ann<ann@us.example>
		approval: Bo<bo@us.example>
		call: <only@us.example>
	END
}

@test "a row without owner and address has nobody: an error of its row, the others are told" {
	actions Acme,2026,call,,2026-03-10,, Acme,2026,talk,,2026-03-10,Ann,n/a
	remind actions.csv
	status_is 2
	stderr_like 'actions.csv:2: error: *call*'
	columns_are milestone owner email <<<'talk|Ann|'
}

# --- roles

@test "the agenda's roles are looked up in the team of that account and period; an empty period matches all" {
	team
	# the approval on the 10th: account manager; executive
	calendar Acme,2026,2026-03-17,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv <<<'approval: Ann<ann@us.example> Max<max@us.example>'
	calendar Acme,2027,2026-03-17,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv <<<'approval: Eve<eve@us.example> Max<max@us.example>'
	calendar Acme,,2026-03-17,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv <<<'approval: Ann<ann@us.example> Eve<eve@us.example> Max<max@us.example>'
}

@test "attends and decides are the team's columns, each person once, the customer's people left out" {
	team 'Acme,2026,Ann,ANN@us.example,section leader,,us,yes,no'
	calendar Acme,2026,2026-03-10,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv <<<'negotiation: Ann<ann@us.example> Mia<mia@us.example> Max<max@us.example>'
}

@test "people without addresses are told once by name" {
	team 'Acme,2026,Sid,,sales,,us,yes,no' 'Acme,2026,sid,,finance,,us,yes,yes'
	calendar Acme,2026,2026-03-10,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv <<<'negotiation: Ann<ann@us.example> Mia<mia@us.example> Sid<> Max<max@us.example>'
}

@test "a product line narrows, where both have one" {
	team
	printf '%s\n' account,period,product_line,milestone,due,owner,email Acme,2026,Memory,package,2026-03-10,Mia,mia@us.example >actions.csv
	told_are --team=team.csv actions.csv <<<'package: Ann<ann@us.example> Mia<mia@us.example>'
	sed -i 's/Memory/Logic/' actions.csv
	told_are --team=team.csv actions.csv <<<'package: Ann<ann@us.example> Lou<lou@us.example> Mia<mia@us.example>'
	sed -i 's/Logic//' actions.csv
	told_are --team=team.csv actions.csv <<<'package: Ann<ann@us.example> Mia<mia@us.example> Lou<lou@us.example>'
}

@test "nobody of these roles in the team: the row's owner" {
	team
	calendar Cork,2026,2026-03-17,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv <<<'approval: Zoe<zoe@us.example>'
}

@test "the role owner is the row's" {
	team
	actions Acme,2026,nudge,,2026-03-10,Zoe,zoe@us.example
	told_are --team=team.csv actions.csv <<<'nudge: Zoe<zoe@us.example>'
}

@test "the owner of an actions row is told beside the roles; the calendar's only where nobody else is" {
	team
	calendar Acme,2026,2026-03-17,,customer,Zoe,zoe@us.example
	actions Acme,2026,approval,,2026-03-10,Zoe,zoe@us.example
	told_are --team=team.csv actions.csv calendar.csv <<<'approval: Ann<ann@us.example> Max<max@us.example> Zoe<zoe@us.example>'
	actions Acme,2026,approval,,2026-03-10,Annie,Ann@US.example
	told_are --team=team.csv actions.csv calendar.csv <<<'approval: Ann<ann@us.example> Max<max@us.example>'
}

@test "how a person is reachable is no filter" {
	sed 's/$/,2020-01-01,2020-01-02/; 1s/,2020.*/,reachable_from,reachable_to/' >team.csv <<-END
		account,person,email,role
		Acme,Ann,ann@us.example,account manager
	END
	calendar Acme,2026,2026-03-17,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv <<<'approval: Ann<ann@us.example>'
}

# --- attendees

# meeting ATTENDEES [COLUMN=VALUE]: a meeting of Acme's today, owned by Zoe
meeting() {
	printf '%s\n' account,period,milestone,kind,due,owner,email,attendees "Acme,2026,talk,${2-meeting},2026-03-10,Zoe,zoe@us.example,\"$1\"" >actions.csv
}

@test "attendees of a meeting are looked up in the team, by name or address" {
	team
	meeting 'mia; LOU@us.example, Stranger;Bea;'
	told_are --team=team.csv actions.csv <<<'talk: Zoe<zoe@us.example> Mia<mia@us.example> Lou<lou@us.example>'
}

@test "attendees of a task, and attendees without a team, aren't told" {
	team
	meeting Mia task
	told_are --team=team.csv actions.csv <<<'talk: Zoe<zoe@us.example>'
	meeting Mia
	told_are actions.csv <<<'talk: Zoe<zoe@us.example>'
}

@test "the customer's people may be attendees, and are never told" {
	team
	meeting 'Kim;kai@acme.example;Mia'
	told_are --team=team.csv actions.csv <<<'talk: Zoe<zoe@us.example> Mia<mia@us.example>'
}

# --- the customer's side

# theirs [ROW]...: actions of account, period, side, owner, email
theirs() {
	printf '%s\n' account,period,milestone,due,side,owner,email "$@" >actions.csv
}

@test "what the customer has to do goes to our account manager" {
	team
	local side
	for side in them Them THEY customer theirs; do
		theirs "Acme,2026,promise,2026-03-10,$side,Kim,kim@acme.example"
		told_are --team=team.csv actions.csv <<<'promise: Ann<ann@us.example>'
	done
}

@test "without a team it goes to the owner of the account's calendar row, of the same period first" {
	theirs Acme,2026,promise,2026-03-10,them,Kim,kim@acme.example
	calendar Bolt,2026,2026-06-10,,customer,Bea,bea@us.example Acme,2025,2026-06-10,,customer,Old,old@us.example \
		Acme,2026,2026-07-10,,customer,Zoe,zoe@us.example
	told_are calendar.csv actions.csv <<<'promise: Zoe<zoe@us.example>'
	sed -i '$d' calendar.csv
	told_are calendar.csv actions.csv <<<'promise: Old<old@us.example>'
}

@test "with a team that has no account manager of the period, too" {
	team
	theirs Acme,2027,promise,2026-03-10,them,Kim,kim@acme.example
	calendar Acme,2027,2026-06-10,,customer,Zoe,zoe@us.example
	told_are --team=team.csv calendar.csv actions.csv <<<'promise: Zoe<zoe@us.example>'
}

@test "nobody to ask for it: an error of the row; nobody else hears of it" {
	team
	theirs Cork,2026,promise,2026-03-10,them,Kim,kim@acme.example Acme,2026,call,2026-03-10,us,Zoe,zoe@us.example
	calendar Acme,2026,2026-09-10,,customer,Ann,ann@us.example
	remind --team=team.csv actions.csv calendar.csv
	status_is 2
	stderr_like 'actions.csv:2: error: *account manager*'
	columns_are milestone owner <<<'call|Zoe'
	remind actions.csv calendar.csv
	status_is 2
	stderr_like 'actions.csv:2: error: *account manager*'
	output_lacks Kim
}

@test "a calendar whose owner is the customer's person is no way to them" {
	team
	theirs Acme,2027,promise,2026-03-10,them,Kim,kim@acme.example
	calendar Acme,2027,2026-09-10,,customer,Kim,Kim@acme.example
	remind --team=team.csv actions.csv calendar.csv
	status_is 2
	stderr_like 'actions.csv:2: error: *account manager*'
	output_lacks @acme.example
}

@test "the customer's people are told nothing, also where a row names them as its owner" {
	team
	actions Acme,2026,call,,2026-03-10,Kim,kim@acme.example Acme,2026,talk,,2026-03-10,Kim, Acme,2026,approval,,2026-03-10,Kim,kim@acme.example
	remind --team=team.csv actions.csv
	status_is 2
	stderr_like 'actions.csv:2: error: *call*' 'actions.csv:3: error: *talk*'
	columns_are milestone owner <<-END
		approval|Ann
		approval|Max
	END
}

@test "a side that isn't known is an error: it could be the customer's" {
	theirs Acme,2026,promise,2026-03-10,both,Kim,kim@acme.example Acme,2026,call,2026-03-10,us,Zoe,zoe@us.example
	remind actions.csv
	status_is 2
	stderr_like 'actions.csv:2:5: error: side: *"both" (cell E2)'
	columns_are milestone <<<call
}

@test "an owner without an address has the one that the team knows" {
	team
	printf '%s\n' account,period,milestone,kind,due,owner,attendees Acme,2026,talk,meeting,2026-03-10,Mia,Mia >actions.csv
	told_are --team=team.csv actions.csv <<<'talk: Mia<mia@us.example>'
}

# --- the sheet

@test "a team that can't be read whole stops the tool" {
	calendar Acme,2026,2026-03-10,,customer,Ann,ann@us.example
	echo old >out.csv
	remind --team=nowhere.csv -o out.csv calendar.csv
	refused 'nowhere.csv: error: *No such file*'
	team 'Acme,2026,Bad,bad@us.example,finance,,us,maybe,no'
	remind --team=team.csv -o out.csv calendar.csv
	refused 'team.csv:10:8: error: attends: *"maybe" (cell H10)'
	printf '%s\n' account,person,role Acme,Ann,finance >team.csv
	remind --team=team.csv -o out.csv calendar.csv
	refused 'team.csv:1: error: *email*'
	[ "$(cat out.csv)" = old ]
}

@test "a team of its own delimiter, headings, columns and merged cells" {
	printf '%s\n' 'the team' 'account;Name;email;role' 'Acme;Ann;ann@us.example;account manager' ';Max;max@us.example;executive' >team.csv
	calendar Acme,2026,2026-03-17,,customer,Zoe,zoe@us.example
	told_are -d 'team:;' --header-row=team:2 --map=team:person=Name --fill-down=team:account --team=team.csv calendar.csv \
		<<<'approval: Ann<ann@us.example> Max<max@us.example>'
}

# bats: the agenda: what it derives, what it refuses.
load remind

# with ROW...: an agenda of these rows, and a calendar with a negotiation on 2026-04-15, a Wednesday
with() {
	printf '%s\n' milestone,before,days,shift,leads,to,kind,repeat_overdue "$@" >agenda.csv
	calendar 'Acme,2026,2026-04-15,,customer,Ann,ann@us.example'
	remind --list calendar.csv
}

days() {
	columns_are milestone due
}

# --- what it derives

@test "each milestone stands its days before another, whatever the order of the agenda's rows" {
	with start,package,28,none,7,,task,1 package,approval,7,none,3,,task,1 approval,negotiation,7,none,1,,meeting,0 \
		negotiation,,0,none,1,,meeting,0 results,negotiation,-5,none,0,,task,2
	fine
	days <<-END
		start|2026-03-04
		package|2026-04-01
		approval|2026-04-08
		negotiation|2026-04-15
		results|2026-04-20
	END
}

@test "names of milestones are compared folded, and printed as the agenda writes them" {
	with 'Pre Meeting,NEGOTIATION,1,none,1,,meeting,0' 'Negotiation,,0,none,1,,meeting,0'
	fine
	days <<-END
		Pre Meeting|2026-04-14
		Negotiation|2026-04-15
	END
}

@test "shift: a day off is left earlier, later, or not at all; earlier where nothing is said" {
	# 2026-04-12 is a Sunday
	with negotiation,,0,none,1,,meeting,0 a,negotiation,3,earlier,1,,task,1 b,negotiation,3,later,1,,task,1 \
		c,negotiation,3,none,1,,task,1 d,negotiation,3,,1,,task,1
	fine
	days <<-END
		a|2026-04-10
		d|2026-04-10
		c|2026-04-12
		b|2026-04-13
		negotiation|2026-04-15
	END
}

@test "only milestone, before and days are needed" {
	printf '%s\n' days,before,milestone 0,,negotiation 7,negotiation,approval >agenda.csv
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	remind --list calendar.csv
	fine
	columns_are milestone due kind leads <<-END
		approval|2026-04-08|task|28;14;7;1
		negotiation|2026-04-15|task|28;14;7;1
	END
}

@test "a milestone without a before isn't derived: only rows have it" {
	with negotiation,,0,none,1,,meeting,0 review,,0,none,9,,meeting,0
	fine
	days <<<'negotiation|2026-04-15'
	actions Acme,2026,Review,,2026-03-19,Ann,ann@us.example
	remind actions.csv
	tells milestone lead <<<'review|9'
}

@test "another root than the negotiation may have a column of its own" {
	printf '%s\n' milestone,before,days kickoff,,0 prepare,kickoff,7 negotiation,,0 >agenda.csv
	printf '%s\n' account,kickoff_date,owner Acme,2026-04-15,Ann >calendar.csv
	remind --list calendar.csv
	fine
	columns_are milestone due derived <<-END
		prepare|2026-04-08|yes
		kickoff|2026-04-15|
		negotiation||
	END
}

# --- what it refuses

@test "a milestone before an unknown one is an error, by file and line" {
	with negotiation,,0,none,1,,meeting,0 approval,negotiaton,7,none,1,,meeting,0
	refused 'agenda.csv:3*: error: *approval*doesn'\''t have*'
}

@test "milestones in a circle are an error, by file and line" {
	with negotiation,,0,none,1,,meeting,0 a,b,1,none,1,,task,1 b,c,1,none,1,,task,1 c,a,1,none,1,,task,1
	refused 'agenda.csv:3*: error: *a *circle*'
	with a,a,1,none,1,,task,1
	refused 'agenda.csv:2*: error: *a *circle*'
}

@test "a milestone twice is an error, also where it is written otherwise" {
	with negotiation,,0,none,1,,meeting,0 pre-meeting,negotiation,1,none,1,,meeting,0 'Pre Meeting,negotiation,2,none,1,,meeting,0'
	refused 'agenda.csv:4*: error: *'
}

@test "a row without a milestone is an error" {
	with negotiation,,0,none,1,,meeting,0 ' ,negotiation,2,none,1,,meeting,0'
	refused 'agenda.csv:3:1: error: *'
}

@test "days, shift, leads, kind and repeat_overdue are checked, each by its cell" {
	with negotiation,,0,none,1,,meeting,0 a,negotiation,x,earlier,1,,task,1
	refused 'agenda.csv:3:3: error: days: *"x" (cell C3)'
	with negotiation,,0,none,1,,meeting,0 a,negotiation,99999,earlier,1,,task,1
	refused 'agenda.csv:3:3: error: days: *"99999" (cell C3)'
	with negotiation,,0,none,1,,meeting,0 a,negotiation,1,sideways,1,,task,1
	refused 'agenda.csv:3:4: error: shift: *"sideways" (cell D3)'
	with negotiation,,0,none,1,,meeting,0 a,negotiation,1,none,soon,,task,1
	refused 'agenda.csv:3:5: error: leads: *"soon" (cell E3)'
	with negotiation,,0,none,1,,meeting,0 a,negotiation,1,none,1,,party,1
	refused 'agenda.csv:3:7: error: kind: *"party" (cell G3)'
	with negotiation,,0,none,1,,meeting,0 a,negotiation,1,none,1,,task,-1
	refused 'agenda.csv:3:8: error: repeat_overdue: *"-1" (cell H3)'
}

@test "all that is wrong with an agenda is said" {
	with a,,x,earlier,1,,task,1 b,,0,never,1,,task,1
	refused 'agenda.csv:2:3: error: *' 'agenda.csv:3:4: error: *'
}

@test "a missing column is named" {
	printf '%s\n' milestone,days a,1 >agenda.csv
	actions
	remind actions.csv
	refused 'agenda.csv:1: error: *before*'
}

@test "an agenda that isn't there is an error; nothing is printed, -o stays untouched" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	echo old >out.csv
	tool --today=2026-03-10 --agenda=nowhere.csv -o out.csv actions.csv
	refused 'nowhere.csv: error: *No such file*'
	[ "$(cat out.csv)" = old ]
}

@test "an empty agenda file is an error" {
	: >agenda.csv
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	tool --today=2026-03-10 --agenda=agenda.csv actions.csv
	refused 'agenda.csv: error: *empty*'
}

@test "an agenda of its own delimiter, headings and columns" {
	printf '%s\n' 'who hears what' 'Meilenstein;before;days;to' 'negotiation;;0;owner' 'approval;negotiation;7;"owner; executive"' >agenda.csv
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	remind --list -d 'agenda:;' --header-row=agenda:2 --map=agenda:milestone=Meilenstein calendar.csv
	fine
	days <<-END
		approval|2026-04-08
		negotiation|2026-04-15
	END
}

@test "the agenda beside the templates is the default" {
	mkdir policy
	printf '%s\n' milestone,before,days negotiation,,0 toast,negotiation,2 >policy/agenda.csv
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	run --separate-stderr env NEGPKG_TEMPLATES=policy "$B/$TOOL" --today=2026-03-10 --list calendar.csv
	fine
	days <<-END
		toast|2026-04-13
		negotiation|2026-04-15
	END
}

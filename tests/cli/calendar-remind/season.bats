# bats: the load of a season: per year, quarter, person and week; who would be in two places.
load remind

# season [OPTION]... FILE...: the rows of some kind are exactly standard input
season() {
	local kind=$1 expected found
	expected=$(cat)
	shift
	remind --season "$@"
	fine || return 1
	found=$(table kind key period count <<<"$output" | grep "^$kind|" | cut -d'|' -f2-)
	[ "$found" = "$expected" ] || show "expected of $kind:" "$expected" "found:" "$found"
}

# meetings ROW...: of account, due, start_time, minutes, owner
meetings() {
	printf '%s\n' account,due,start_time,minutes,owner,milestone,kind >actions.csv
	local row
	for row; do
		echo "$row,talk $((++n)),meeting" >>actions.csv
	done
}

@test "headings, and nothing else where nothing is planned" {
	actions
	remind --season actions.csv
	status_is 0
	stderr_is
	output_is <<<kind,key,period,count
}

@test "rows are sorted by kind, period and key" {
	calendar Acme,2026,2026-04-15,,customer,Ann,a@us.example Bolt,2026,2026-04-15,,customer,Ann,a@us.example
	actions Acme,2026,call,,2026-04-15,Aaron,c@us.example
	remind --season calendar.csv actions.csv
	fine
	[ "$(table kind <<<"$output" | uniq | xargs)" = 'year quarter week overlap' ] || show
	[ "$(table kind period key <<<"$output" | grep '^quarter')" = "$(table kind period key <<<"$output" | grep '^quarter' | LC_ALL=C sort)" ] || show
}

@test "quarters count the milestones that are dated and open, by name" {
	calendar Acme,2026,2026-04-15,,customer,Ann,a@us.example
	actions Acme,2026,call,,2026-06-30,Ann,a@us.example Acme,2026,call,two,2026-07-01,Ann,a@us.example Acme,2026,call,three,tbd,Ann,a@us.example
	sed -i '1s/$/,done_on/; 2,$s/$/,/' actions.csv
	echo 'Acme,2026,call,four,2026-06-30,Ann,a@us.example,2026-06-01' >>actions.csv
	season quarter calendar.csv actions.csv <<-END
		start|2026-Q1|1
		approval|2026-Q2|1
		call|2026-Q2|1
		negotiation|2026-Q2|1
		package|2026-Q2|1
		pre-meeting|2026-Q2|1
		publish|2026-Q2|1
		results|2026-Q2|1
		call|2026-Q3|1
	END
}

@test "a fiscal year has the name of the year in which it ends" {
	actions Acme,2026,call,,2026-03-31,Ann,a@us.example Acme,2026,call,2,2026-04-01,Ann,a@us.example Acme,2026,call,3,2027-03-31,Ann,a@us.example
	season quarter --fiscal-year-start=4 actions.csv <<-END
		call|2026-Q4|1
		call|2027-Q1|1
		call|2027-Q4|1
	END
	season quarter --fiscal-year-start=01 actions.csv <<-END
		call|2026-Q1|1
		call|2026-Q2|1
		call|2027-Q1|1
	END
	season quarter --fiscal-year-start=12 actions.csv <<-END
		call|2026-Q2|2
		call|2027-Q2|1
	END
}

@test "--fiscal-year-start is a month" {
	actions
	local month
	for month in 0 13 x 4.5; do
		remind --season --fiscal-year-start=$month actions.csv
		refused '*--fiscal-year-start*'
	done
}

@test "years count negotiations, and those that must be won" {
	sheet calendar.csv <<-END
		account,period,negotiation_date,must_win,owner
		Acme,2026,2026-11-15,yes,Ann
		Bolt,2026,2026-11-16,,Ann
		Cork,2026,2027-01-15,x,Ann
	END
	season year calendar.csv <<-END
		must-win|2026|1
		negotiations|2026|2
		must-win|2027|1
		negotiations|2027|1
	END
	season year --fiscal-year-start=10 calendar.csv <<-END
		must-win|2027|2
		negotiations|2027|3
	END
}

@test "weeks are ISO's, by person, in the year that they belong to" {
	actions A,1,call,,2027-01-01,Ann,a@us.example A,1,call,2,2026-12-28,Ann,a@us.example A,1,call,3,2027-01-03,,b@us.example \
		A,1,call,4,2027-01-04,Ann,a@us.example
	season week actions.csv <<-END
		Ann|2026-W53|2
		b@us.example|2026-W53|1
		Ann|2027-W01|1
	END
}

@test "weeks count each recipient of a team" {
	sheet team.csv <<-END
		account,person,email,role,attends
		Acme,Ann,a@us.example,account manager,yes
		Acme,Bo,b@us.example,executive,yes
	END
	actions Acme,2026,negotiation,,2026-04-15,Ann,a@us.example
	season week --team=team.csv actions.csv <<-END
		Ann|2026-W16|1
		Bo|2026-W16|1
	END
}

@test "overlap: one person's meetings of different accounts on a day, where either is untimed or the times overlap" {
	meetings A,2026-04-15,,,Ann B,2026-04-15,,,Ann A,2026-04-16,10:00,60,Ann B,2026-04-16,,,Ann \
		A,2026-04-17,10:00,60,Ann B,2026-04-17,10:59,60,Ann A,2026-04-20,10:00,60,Ann B,2026-04-20,11:00,60,Ann
	season overlap actions.csv <<-END
		Ann|2026-04-15|2
		Ann|2026-04-16|2
		Ann|2026-04-17|2
	END
}

@test "no overlap: one account's untimed meetings, other people, tasks, other days, what is done" {
	meetings A,2026-04-15,,,Ann A,2026-04-15,,,Ann A,2026-04-16,,,Ann B,2026-04-16,,,Bo A,2026-04-17,,,Ann B,2026-04-20,,,Ann
	season overlap actions.csv </dev/null
	sed -i 's/,meeting$/,task/; 3,$d' actions.csv
	echo B,2026-04-15,,,Ann,talk,meeting >>actions.csv
	season overlap actions.csv </dev/null
	printf '%s\n' account,due,owner,milestone,kind,done_on A,2026-04-15,Ann,talk,meeting, B,2026-04-15,Ann,talk,meeting,2026-04-14 >actions.csv
	season overlap actions.csv </dev/null
}

@test "overlap counts the meetings that collide, not those beside them" {
	meetings A,2026-04-15,09:00,60,Ann B,2026-04-15,09:30,60,Ann C,2026-04-15,10:15,60,Ann D,2026-04-15,15:00,60,Ann
	season overlap actions.csv <<<'Ann|2026-04-15|3'
}

@test "executives: approvals of different accounts on one day" {
	sheet team.csv <<-END
		account,person,email,role
		A,Ruth,ruth@us.example,Executive
		B,Ruth,ruth@us.example,executive
		C,Ruth,ruth@us.example,finance
	END
	calendar A,1,2026-04-15,,customer,Ann,a@us.example B,1,2026-04-15,,customer,Bo,b@us.example C,1,2026-04-15,,customer,Cy,c@us.example
	season executives --team=team.csv calendar.csv <<<'Ruth|2026-04-08|2'
	season executives calendar.csv </dev/null
	sed -i 3s/2026-04-15/2026-04-16/ calendar.csv
	season executives --team=team.csv calendar.csv </dev/null
}

@test "a person that the sheets write with a formula is no formula in a spreadsheet" {
	actions A,1,call,,2026-04-15,=1+1,a@us.example
	remind --season --excel actions.csv
	[[ $output == *"'=1+1"* ]] || show
}

@test "--format=text is a table" {
	actions A,1,call,,2026-04-15,Ann,a@us.example
	remind --season --format=text actions.csv
	fine
	output_like 'kind *key *period *count' 'quarter *call *2026-Q2 *1' 'week *Ann *2026-W16 *1'
}

@test "what has nobody to tell is reported, and counted" {
	actions A,1,call,,2026-04-15,,
	remind --season actions.csv
	status_is 2
	stderr_like 'actions.csv:2: error: *'
	[ "$(table kind count <<<"$output")" = 'quarter|1' ] || show
}

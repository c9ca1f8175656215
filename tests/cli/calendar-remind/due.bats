# bats: what is told on which day: leads, due dates, overdue tasks, meetings that lapse, --since.
load remind

# one MILESTONE DUE [COLUMN=VALUE]...: an actions sheet of one row of Acme's 2026
one() {
	local headings=account,period,milestone,due,owner,email row=Acme,2026,$1,$2,Ann,ann@us.example pair
	for pair in "${@:3}"; do
		headings+=,${pair%%=*}
		row+=,\"${pair#*=}\"
	done
	printf '%s\n' "$headings" "$row" >actions.csv
}

# told FROM TO [OPTION]...: the days on which actions.csv is told, without the month's name
told() {
	days_told "$1" "$2" "${@:3}" actions.csv | cut -d'|' -f1,2 | xargs
}

# --- leads

@test "leads: the row's, else the agenda's, else --leads, else 28, 14, 7 and 1" {
	one call 2026-05-29 leads='3;0'
	[ "$(told 2026-04-20 2026-05-29)" = '2026-05-26|3 2026-05-29|0' ]
	one nudge 2026-05-29
	[ "$(told 2026-04-20 2026-05-29 --leads=9)" = '2026-05-26|3 2026-05-29|0' ]
	one call 2026-05-29
	[ "$(told 2026-04-20 2026-05-29 --leads=9,2)" = '2026-05-20|9 2026-05-27|2 2026-05-29|0' ]
	[ "$(told 2026-04-20 2026-05-29)" = '2026-05-01|28 2026-05-15|14 2026-05-22|7 2026-05-28|1 2026-05-29|0' ]
}

@test "leads are separated by ; , or blanks, in any order" {
	local leads
	for leads in '28,14' '28;14' '28 14' '14 ; 28' '28, 14;'; do
		one call 2026-05-29 leads="$leads"
		remind --list actions.csv
		[ "$(table leads <<<"$output")" = '28;14' ] || show "$leads"
		[ "$(told 2026-04-30 2026-05-16)" = '2026-05-01|28 2026-05-15|14' ]
	done
}

@test "leads of a calendar's row are of all its milestones" {
	printf '%s\n' account,negotiation_date,owner,leads Acme,2026-04-15,Ann,5 >calendar.csv
	remind --list calendar.csv
	[ "$(table leads <<<"$output" | sort -u)" = 5 ] || show
}

@test "leads that are no days are an error of their row" {
	local leads
	for leads in soon 1.5 -1 28/14 99999; do
		one call 2026-05-29 leads="$leads"
		remind actions.csv
		status_is 2
		stderr_like 'actions.csv:2:7: error: leads: *"'"$leads"'" (cell G2)'
	done
}

@test "--leads is checked, too" {
	one call 2026-05-29
	remind --leads=soon actions.csv
	refused '*--leads*soon*'
}

# --- the day and after it

@test "a task without a policy is overdue every day until it is done" {
	one call 2026-03-08
	[ "$(told 2026-03-07 2026-03-12)" = '2026-03-07|1 2026-03-08|0 2026-03-09|-1 2026-03-10|-2 2026-03-11|-3 2026-03-12|-4' ]
	one call 2026-03-08 done_on=2026-03-10
	[ -z "$(told 2026-03-07 2026-03-12)" ]
}

@test "a task is overdue every repeat_overdue days, 0: never" {
	one nudge 2026-03-08
	[ "$(told 2026-03-05 2026-03-16)" = '2026-03-05|3 2026-03-08|0 2026-03-11|-3 2026-03-14|-6' ]
	one once 2026-03-08
	[ "$(told 2026-03-05 2026-03-16)" = '2026-03-05|3 2026-03-08|0' ]
}

@test "status, days_left and lead" {
	one nudge 2026-03-13
	remind actions.csv
	tells account period milestone subject due days_left lead status owner email note key \
		<<<'Acme|2026|nudge||2026-03-13|3|3|upcoming|Ann|ann@us.example||Acme/2026/nudge///0'
	one nudge 2026-03-10
	remind actions.csv
	tells days_left lead status <<<'0|0|due'
	one nudge 2026-03-04
	remind actions.csv
	tells days_left lead status <<<'-6|-6|overdue'
}

@test "a meeting lapses after its day; what makes a meeting" {
	one call 2026-03-08 kind=meeting
	[ "$(told 2026-03-07 2026-03-12)" = '2026-03-07|1 2026-03-08|0' ]
	one call 2026-03-08 start_time=9:00
	[ "$(told 2026-03-07 2026-03-12)" = '2026-03-07|1 2026-03-08|0' ]
	one call 2026-03-08 start_time=9:00 kind=Task
	[ "$(told 2026-03-08 2026-03-09)" = '2026-03-08|0 2026-03-09|-1' ]
	one call 2026-03-08 kind=commitment
	[ "$(told 2026-03-08 2026-03-09)" = '2026-03-08|0 2026-03-09|-1' ]
	# the agenda's kind comes before a time of day
	one nudge 2026-03-08 start_time=9:00
	[ "$(told 2026-03-08 2026-03-11)" = '2026-03-08|0 2026-03-11|-3' ]
	one approval 2026-03-08
	[ "$(told 2026-03-08 2026-03-16)" = '2026-03-08|0' ]
	one approval 2026-03-08 kind=task
	remind --list actions.csv
	[ "$(table kind <<<"$output")" = task ] || show
}

@test "times of day as people write them, and what is none" {
	local time
	for time in 9:00 09:00 09:00:00 '9 am' '9:00 AM' 9am; do
		one call 2026-03-10 start_time="$time"
		remind --format=ics actions.csv
		grep -q '^DTSTART:20260310T090000' <<<"$output" || show "$time"
	done
	one call 2026-03-10 start_time='12:30 pm'
	remind --format=ics actions.csv
	grep -q '^DTSTART:20260310T123000' <<<"$output" || show
	one call 2026-03-10 start_time='12:05 am'
	remind --format=ics actions.csv
	grep -q '^DTSTART:20260310T000500' <<<"$output" || show
	for time in 24:00 9 9:5 13pm 0am noon 9:60 '9:00 x'; do
		one call 2026-03-10 start_time="$time"
		remind actions.csv
		status_is 2
		stderr_like 'actions.csv:2:7: error: start_time: *'
	done
	one call 2026-03-10 start_time=tbd
	remind actions.csv
	tells status <<<due
}

@test "a derived task is told until the day of what it prepares, not after" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	# the package, of 04-01, prepares the approval of 04-08
	[ "$(days_told 2026-04-06 2026-04-10 calendar.csv | grep package | cut -d'|' -f1,2 | xargs)" = '2026-04-06|-5 2026-04-07|-6 2026-04-08|-7' ]
	# the start, of 03-04, every 7 days until the package
	[ "$(days_told 2026-03-04 2026-04-05 calendar.csv | grep start | cut -d'|' -f1,2 | xargs)" = \
		'2026-03-04|0 2026-03-11|-7 2026-03-18|-14 2026-03-25|-21 2026-04-01|-28' ]
}

@test "results, which prepare nothing, are asked for until they are done" {
	calendar Acme,2026,2025-04-15,,customer,Ann,ann@us.example
	# due 2025-04-21, which is 324 days before
	on 2026-03-11 calendar.csv
	tells milestone due lead <<<'results|2025-04-21|-324'
	printf '%s\n' account,period,milestone,done_on,owner Acme,2026,results,2025-05-02,Ann >actions.csv
	on 2026-03-11 calendar.csv actions.csv
	tells_nothing
}

# --- nothing

@test "nothing due: a heading in csv, nothing at all in text and mail" {
	one call 2026-06-01
	remind actions.csv
	status_is 0
	stderr_is
	output_is <<<'account,period,milestone,subject,due,days_left,lead,status,owner,email,note,key'
	remind --format=text actions.csv
	silent
	remind --format=mail --from=me@us.example actions.csv
	silent
}

# --- since

@test "--since tells what has come after that day, once" {
	one call 2026-05-29
	# leads at 05-01, 05-15, 05-22 and 05-28
	on 2026-05-17 actions.csv
	tells_nothing
	on 2026-05-17 --since=2026-05-14 actions.csv
	tells days_left lead <<<'12|14'
	on 2026-05-17 --since=2026-05-15 actions.csv
	tells_nothing
	# never more than the nearest missed lead
	on 2026-05-24 --since=2026-04-01 actions.csv
	tells days_left lead <<<'5|7'
	on 2026-05-31 --since=2026-04-01 actions.csv
	tells days_left lead status <<<'-2|-2|overdue'
}

@test "--since and what isn't repeated daily" {
	one nudge 2026-03-08
	on 2026-03-10 --since=2026-03-07 actions.csv
	tells days_left lead status <<<'-2|0|overdue'
	on 2026-03-10 --since=2026-03-08 actions.csv
	tells_nothing
	one call 2026-03-08 kind=meeting
	on 2026-03-10 --since=2026-03-01 actions.csv
	tells_nothing
}

@test "runs that are days apart tell the same as daily ones, less often" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	local daily d last=2026-02-01
	daily=$(days_told 2026-02-02 2026-04-30 calendar.csv | cut -d'|' -f4 | sort -u)
	for d in 2026-02-20 2026-03-09 2026-03-31 2026-04-07 2026-04-13 2026-04-15 2026-04-30; do
		on $d --since=$last calendar.csv
		status_is 0
		table milestone <<<"$output"
		last=$d
	done | sort >seen
	[ "$(sort -u seen)" = "$daily" ] || show "$(cat seen)"
}

@test "--since is a date that isn't yet to come" {
	one call 2026-05-29
	remind --since=2026-03-11 actions.csv
	refused '*--since*2026-03-11*'
	remind --since=2026-03-10 actions.csv
	tells_nothing
	remind --since=yesterday actions.csv
	refused '*--since*yesterday*'
}

# --- order, keys, notes

@test "order: by due date, account, period; then as in the input" {
	actions B,2026,call,,2026-03-10,Ann,a@us.example A,2027,call,,2026-03-10,Ann,a@us.example A,2026,call,z,2026-03-10,Ann,a@us.example \
		A,2026,call,y,2026-03-10,Ann,a@us.example C,2026,call,,2026-03-09,Ann,a@us.example
	remind actions.csv
	tells account period subject <<-END
		C|2026|
		A|2026|z
		A|2026|y
		A|2027|
		B|2026|
	END
}

@test "a key escapes what would take it apart" {
	printf '%s\n' account,period,milestone,subject,id,due,owner '"A/B & 50%",2026,call,"two
lines",I/1,2026-03-10,Ann' >actions.csv
	remind actions.csv
	tells key <<<'A%2FB & 50%25/2026/call/two%0Alines/I%2F1/0'
}

@test "a second row with the same key gets a number, and a warning that asks for an id" {
	actions Acme,2026,call,,2026-03-10,Ann,a@us.example Acme,2026,Call,,2026-03-10,Bo,b@us.example Acme,2026,call,,2026-03-10,Cy,c@us.example
	remind actions.csv
	warned 'actions.csv:3: warning: *id*' 'actions.csv:4: warning: *id*'
	[ "$(table owner key <<<"$output" | xargs)" = 'Ann|Acme/2026/call///0 Bo|Acme/2026/Call//~2/0 Cy|Acme/2026/call//~3/0' ] || show
}

@test "a number that a row's own id looks like makes no key twice" {
	printf '%s\n' account,milestone,id,due,owner Acme,call,,2026-03-10,Ann Acme,call,,2026-03-10,Ann Acme,call,~2,2026-03-10,Ann >actions.csv
	remind actions.csv
	[ -z "$(table key <<<"$output" | sort | uniq -d)" ] || show
}

@test "a negotiation that moves keeps its keys, and is told again" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	on 2026-04-14 calendar.csv
	table milestone key <<<"$output" | grep negotiation >before
	sed -i s/2026-04-15/2026-04-16/ calendar.csv
	on 2026-04-15 calendar.csv
	table milestone key <<<"$output" | grep negotiation | cmp - before
}

@test "the note: the row's own, else a word where the day is tentative" {
	printf '%s\n' account,negotiation_date,owner,note,date_source 'A,2026-03-10,Ann,bring tea,planned' B,2026-03-10,Ann,,planned C,2026-03-10,Ann,,customer >calendar.csv
	remind calendar.csv
	[ "$(table account milestone note <<<"$output" | grep negotiation)" = 'A|negotiation|bring tea
B|negotiation|tentative
C|negotiation|' ] || show
}

# --- text

@test "text: a line per milestone, its people joined" {
	sheet team.csv <<-END
		account,person,email,role,attends
		Acme,Ann,ann@us.example,account manager,yes
		Acme,Bo,bo@us.example,executive,yes
	END
	calendar Acme,2026,2026-03-10,,planned,Ann,ann@us.example
	actions 'Acme,2026,nudge,the file,2026-03-04,Cy,cy@us.example' Acme,2026,call,,2026-03-11,,only@us.example
	remind --format=text --team=team.csv calendar.csv actions.csv
	fine
	output_like 'due *account *milestone *who *note' '2026-03-04 *6 days late *Acme 2026 *nudge: the file *Cy' \
		'2026-03-10 *today *Acme 2026 *negotiation *Ann, Bo *tentative' '2026-03-11 *in 1 day *Acme 2026 *call *only@us.example'
}

@test "text: hostile cells are shown, never obeyed" {
	printf 'account,milestone,subject,due,owner,note\n\033[2JAcme,ca\tll,"=1+1\ntwo",2026-03-10,\342\200\256Ann,\302\205\001\n' >actions.csv
	remind --format=text actions.csv
	fine
	[ "${#lines[@]}" -eq 2 ] || show
	! LC_ALL=C grep -q $'[\001-\010\013-\037\177]\|\342\200\256' <<<"$output" || show
	[[ $output == *'\x1b[2JAcme'* && $output == *'=1+1'* ]] || show
}

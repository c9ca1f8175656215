# What the tests of calendar-remind share: a day, an agenda, and columns of what is told.
load ../helper

TODAY=2026-03-10 # a Tuesday

# agenda: the usual one, as agenda.csv
agenda() {
	sheet agenda.csv <<-END
		milestone,before,days,shift,leads,to,kind,repeat_overdue
		start,package,28,earlier,7 0,account manager,task,7
		package,approval,7,earlier,14 3,account manager; marketing owner,task,1
		publish,approval,5,earlier,1,account manager; administrator,task,1
		approval,negotiation,7,earlier,14 1,account manager; executive,meeting,0
		pre-meeting,negotiation,1,none,1,attends,meeting,0
		negotiation,,0,none,14 1,attends; decides,meeting,0
		results,negotiation,-5,later,0,account manager,task,2
		nudge,,0,none,3,owner,task,3
		once,,0,none,3,owner,task,0
	END
}

# remind [OPTION]... [FILE]...: on TODAY, by agenda.csv
remind() {
	[ -f agenda.csv ] || agenda
	tool --today="$TODAY" --agenda=agenda.csv "$@"
}

# on DAY [OPTION]... [FILE]...: the same on another day
on() {
	local TODAY=$1
	shift
	remind "$@"
}

# actions [ROW]...: actions.csv, with rows of account, period, milestone, subject, due, owner, email
actions() {
	printf '%s\n' account,period,milestone,subject,due,owner,email "$@" >actions.csv
}

# calendar [ROW]...: calendar.csv, with rows of account, period, negotiation_date, recurrence, date_source, owner, email
calendar() {
	printf '%s\n' account,period,negotiation_date,recurrence,date_source,owner,email "$@" >calendar.csv
}

# listed COLUMN...: these columns of --list of the FILEs in `files` are exactly standard input.
listed() {
	remind --list "${files[@]}"
	fine && columns_are "$@"
}

# tells COLUMN...: these columns of what is told are exactly standard input, and all is well.
tells() {
	status_is 0 && stderr_is && columns_are "$@"
}

# tells_nothing: a heading and no row
tells_nothing() {
	fine && { [ "${#lines[@]}" -eq 1 ] || show "expected no row"; }
}

# days_told FROM TO [OPTION]... [FILE]...: the days of a range on which something is told, with lead and milestone
days_told() {
	local d=$1 to=$2
	shift 2
	[ -f agenda.csv ] || agenda
	while [[ ! $d > $to ]]; do
		"$B/$TOOL" --today="$d" --agenda=agenda.csv "$@" | table lead status milestone | sed "s/^/$d|/"
		d=$(date -u -d "$d + 1 day" +%F)
	done
}

# bats: dates: how they are written, which days are left out, where months and years end.
load remind

# due CELL...: an actions sheet with these cells as its column due
due() {
	local cell
	actions
	for cell; do
		echo "Acme,2026,call,,$cell,Ann,ann@us.example" >>actions.csv
	done
}

dues() {
	table due <<<"$output" | xargs
}

# --- how they are written

@test "12/17/2025 and 2/3/2025 in one column: the second could be either, an error that asks for --date-format" {
	due 12/17/2025 2/3/2025
	sed -i 's/call,,2/call,two,2/' actions.csv
	remind --list actions.csv
	status_is 2
	stderr_like 'actions.csv:3:5: error: due: *--date-format*: "2/3/2025" (cell E3)'
	[ "$(dues)" = 2025-12-17 ] || show
	remind --list --date-format=mdy actions.csv
	fine
	[ "$(dues)" = '2025-02-03 2025-12-17' ] || show
}

@test "the order of the rows doesn't matter" {
	due 2/3/2025 12/17/2025
	sed -i 's/call,,2/call,two,2/' actions.csv
	remind --list actions.csv
	status_is 2
	stderr_like 'actions.csv:2:5: error: due: *--date-format*: "2/3/2025" (cell E2)'
	[ "$(dues)" = 2025-12-17 ] || show
}

@test "rows in different orders: each row that doesn't fit the first one is reported" {
	due 12/17/2025 17/12/2025 18/12/2025
	remind --list actions.csv
	status_is 2
	stderr_like 'actions.csv:3:5: error: due: *--date-format*"17/12/2025" (cell E3)' \
		'actions.csv:4:5: error: due: *--date-format*"18/12/2025" (cell E4)'
	[ "$(dues)" = 2025-12-17 ] || show
}

@test "cells that leave no doubt need no option: day first, year first, ISO among them" {
	due 17.12.2025 2025-02-03 18.12.2025
	sed -i '3s/call,,/call,two,/; 4s/call,,/call,three,/' actions.csv
	remind --list actions.csv
	fine
	[ "$(dues)" = '2025-02-03 2025-12-17 2025-12-18' ] || show
	due 2025/12/17
	remind --list actions.csv
	fine
	[ "$(dues)" = 2025-12-17 ] || show
}

@test "columns agree on an order one by one" {
	printf '%s\n' account,milestone,due,done_on,owner Acme,call,12/17/2025,17.12.2025,Ann >actions.csv
	remind --list actions.csv
	fine
	columns_are due done_on <<<'2025-12-17|2025-12-17'
}

@test "--date-format knows serials, too; ISO cells are always read" {
	due 46000 2025-12-17
	sed -i '3s/call,,/call,two,/' actions.csv
	remind --list --date-format=serial actions.csv
	fine
	[ "$(dues)" = '2025-12-09 2025-12-17' ] || show
	remind --list actions.csv
	status_is 2
	stderr_like 'actions.csv:2:5: error: due: *"46000" (cell E2)'
}

@test "--date-format holds for a calendar's columns" {
	calendar Acme,2026,03/04/2026,,customer,Ann,ann@us.example
	remind --list calendar.csv
	status_is 2
	stderr_like 'calendar.csv:2:3: error: negotiation_date: *--date-format*'
	remind --list --date-format=dmy calendar.csv
	fine
	grep -q '|2026-04-03$' <<<"$(table milestone due <<<"$output")"
}

@test "placeholders are no date, and nobody is reminded" {
	due tbd n/a '?' ''
	sed -i '3s/call,,/call,2,/; 4s/call,,/call,3,/; 5s/call,,/call,4,/' actions.csv
	remind --list actions.csv
	fine
	columns_are subject due <<-END
		|
		2|
		3|
		4|
	END
	remind actions.csv
	tells_nothing
}

@test "days that don't exist, two-digit years and words are errors" {
	due 2026-02-29 2026-04-31 17/12/25 soon
	remind actions.csv
	status_is 2
	stderr_like 'actions.csv:2:5: *2026-02-29*' 'actions.csv:3:5: *2026-04-31*' 'actions.csv:4:5: *17/12/25*' 'actions.csv:5:5: *soon*'
}

@test "an error value is an error" {
	due '#REF!'
	remind actions.csv
	status_is 2
	stderr_like 'actions.csv:2:5: error: due: *"#REF!" (cell E2)'
}

# --- given and derived

# derived HOLIDAY...: of a negotiation on 2026-04-15, which milestones stand when
derived() {
	printf '%s\n' "$@" >holidays.txt
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	remind --list --holidays=holidays.txt calendar.csv
	fine
}

@test "a derived date leaves weekends and holidays as the agenda says" {
	derived '2026-04-08 # the approval' '' '# of the week after' 2026-04-20
	columns_are milestone due derived <<-END
		start|2026-03-03|yes
		package|2026-03-31|yes
		publish|2026-04-02|yes
		approval|2026-04-07|yes
		pre-meeting|2026-04-14|yes
		negotiation|2026-04-15|
		results|2026-04-21|yes
	END
}

@test "a holiday run of ten days is left to both sides" {
	derived 2026-04-01 2026-04-02 2026-04-03 2026-04-04 2026-04-05 2026-04-06 2026-04-07 2026-04-08 2026-04-09 2026-04-10 2026-04-20 \
		2026-04-21 2026-04-22 2026-04-23 2026-04-24 2026-04-25 2026-04-26 2026-04-27 2026-04-28 2026-04-29
	columns_are milestone due <<-END
		start|2026-02-24
		package|2026-03-24
		publish|2026-03-26
		approval|2026-03-31
		pre-meeting|2026-04-14
		negotiation|2026-04-15
		results|2026-04-30
	END
}

@test "the pre-meeting is the day before, also on a Sunday" {
	calendar Acme,2026,2026-04-13,,customer,Ann,ann@us.example
	remind --list calendar.csv
	fine
	grep -qx 'pre-meeting|2026-04-12' <<<"$(table milestone due <<<"$output")" || show
}

@test "given dates win, are never shifted, and anchor what is derived from them" {
	# the approval on a Saturday, the package on a holiday
	cat >calendar.csv <<-END
		account,period,negotiation_date,Approval Date,package_date,premeeting_date,owner
		Acme,2026,2026-04-15,2026-04-11,2026-04-03,2026-04-10,Ann
	END
	echo 2026-04-03 >holidays.txt
	remind --list --holidays=holidays.txt calendar.csv
	fine
	columns_are milestone due derived <<-END
		start|2026-03-06|yes
		package|2026-04-03|
		publish|2026-04-06|yes
		pre-meeting|2026-04-10|
		approval|2026-04-11|
		negotiation|2026-04-15|
		results|2026-04-20|yes
	END
}

@test "without the negotiation's date what is given counts, and the rest has no date" {
	cat >calendar.csv <<-END
		account,period,negotiation_date,approval_date,owner
		Acme,2026,tbd,2026-04-08,Ann
	END
	remind --list calendar.csv
	fine
	columns_are milestone due derived <<-END
		start|2026-03-04|yes
		package|2026-04-01|yes
		publish|2026-04-03|yes
		approval|2026-04-08|
		pre-meeting||
		negotiation||
		results||
	END
}

@test "a holidays file that can't be read whole stops the tool" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	remind --list --holidays=nowhere.txt calendar.csv
	refused 'nowhere.txt: error: *No such file*' || refused '*nowhere.txt: No such file*'
	printf '2026-04-08\n8.4.2026\n' >holidays.txt
	remind --list --holidays=holidays.txt calendar.csv
	refused 'holidays.txt:2:1: error: *"8.4.2026"*'
	mkdir folder
	remind --list --holidays=folder calendar.csv
	status_is 2
	[ -z "$output" ]
	[[ $stderr == *folder* ]]
}

@test "holidays: a byte order mark, CR LF, comments, blanks and no newline at the end" {
	printf '\357\273\277# of us\r\n2026-04-08 # Easter\r\n\r\n   \n  2026-04-07' >holidays.txt
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	remind --list --holidays=holidays.txt calendar.csv
	fine
	grep -qx 'approval|2026-04-06' <<<"$(table milestone due <<<"$output")" || show
}

# --- ends of months and years

@test "a leap day is a day: a negotiation on it, and leads across it" {
	calendar Acme,2028,2028-02-29,,customer,Ann,ann@us.example
	on 2028-02-28 calendar.csv
	tells milestone due days_left lead <<-END
		pre-meeting|2028-02-28|0|0
		negotiation|2028-02-29|1|1
	END
	actions Acme,2028,call,,2028-03-07,Ann,ann@us.example
	on 2028-02-29 actions.csv
	tells milestone due days_left lead <<<'call|2028-03-07|7|7'
}

@test "leads across the end of a year" {
	actions Acme,2026,call,,2026-01-04,Ann,ann@us.example
	on 2025-12-28 actions.csv
	tells due days_left lead <<<'2026-01-04|7|7'
}

@test "days across a change of clocks are days, in any zone" {
	actions Acme,2026,call,,2026-03-30,Ann,ann@us.example Acme,2026,talk,,2026-10-26,Ann,ann@us.example
	local zone
	for zone in UTC Europe/Berlin America/New_York Pacific/Apia; do
		TZ=$zone
		on 2026-03-29 actions.csv
		tells milestone days_left lead <<<'call|1|1'
		on 2026-10-25 --leads=1 actions.csv
		columns_are milestone days_left lead <<-END
			call|-209|-209
			talk|1|1
		END
	done
}

@test "--today is a date that exists" {
	actions
	on 2026-02-29 actions.csv
	refused '*--today*2026-02-29*'
	on 10.3.2026 actions.csv
	refused '*--today*'
}

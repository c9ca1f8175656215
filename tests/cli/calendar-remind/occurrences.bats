# bats: what recurs: each occurrence counted from the first, closed by done_on, tentative until the customer has said a day.
load remind

# every RECURRENCE DUE [DONE_ON]: an actions sheet of one row
every() {
	printf '%s\n' account,milestone,due,recurrence,done_on,owner "Acme,call,$2,$1,${3-},Ann" >actions.csv
}

dues() {
	table due <<<"$output" | xargs
}

# --- actions

@test "monthly from a 31st: the last of each month, never chained, through a leap year" {
	every monthly 2027-12-31
	on 2027-12-31 --list actions.csv
	fine
	[ "$(dues)" = '2027-12-31 2028-01-31 2028-02-29 2028-03-31 2028-04-30 2028-05-31 2028-06-30 2028-07-31 2028-08-31 2028-09-30 2028-10-31 2028-11-30 2028-12-31' ] || show
	[ "$(table occurrence <<<"$output" | xargs)" = '0 1 2 3 4 5 6 7 8 9 10 11 12' ] || show
}

@test "annual from a 29 February" {
	every annual 2024-02-29
	on 2028-02-29 --list actions.csv
	fine
	[ "$(dues)" = '2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29 2029-02-28' ] || show
}

@test "the words for an interval" {
	local word months
	while read -r word months; do
		every "$word" 2026-01-15
		remind --list actions.csv
		fine
		[ "$(dues)" = "$(for m in 0 $months; do date -u -d "2026-01-15 + $m months" +%F; done | xargs)" ] || show "$word"
	done <<-END
		annual 12
		Yearly 12
		semi-annual 6 12
		half-yearly 6 12
		Quarterly 3 6 9 12
		MONTHLY 1 2 3 4 5 6 7 8 9 10 11 12 13
	END
}

@test "an unknown interval is an error of its row" {
	every weekly 2026-01-15
	remind --list actions.csv
	status_is 2
	stderr_like 'actions.csv:2:4: error: recurrence: *"weekly" (cell D2)'
}

@test "occurrences are written out up to twelve months ahead, that day included" {
	every quarterly 2026-06-10
	remind --list actions.csv
	fine
	[ "$(dues)" = '2026-06-10 2026-09-10 2026-12-10 2027-03-10' ] || show
	on 2026-03-09 --list actions.csv
	fine
	[ "$(dues)" = '2026-06-10 2026-09-10 2026-12-10' ] || show
	# the first one always
	every annual 2030-06-10
	remind --list actions.csv
	fine
	[ "$(dues)" = 2030-06-10 ] || show
}

@test "done_on closes the first occurrence, early or late, and all up to that day" {
	every quarterly 2026-01-15 2026-01-10
	remind --list actions.csv
	fine
	columns_are due status done_on <<-END
		2026-01-15|done|2026-01-10
		2026-04-15||
		2026-07-15||
		2026-10-15||
		2027-01-15||
	END
	every quarterly 2026-01-15 2026-07-15
	remind --list actions.csv
	fine
	[ "$(table status <<<"$output" | tr '\n' ,)" = done,done,done,,, ] || show
}

@test "each occurrence is told, with its own key" {
	every quarterly 2026-01-15
	sed -i '1s/$/,id/; 2s/$/,Q1/' actions.csv
	on 2026-04-15 actions.csv
	columns_are due status key <<-END
		2026-01-15|overdue|Acme//call//Q1/0
		2026-04-15|due|Acme//call//Q1/1
	END
}

@test "an overdue occurrence is told until the next one is due" {
	every quarterly 2026-01-15
	on 2026-04-14 actions.csv
	columns_are due days_left status <<-END
		2026-01-15|-89|overdue
		2026-04-15|1|upcoming
	END
	on 2026-04-15 actions.csv
	columns_are due days_left status <<-END
		2026-01-15|-90|overdue
		2026-04-15|0|due
	END
	on 2026-04-16 actions.csv
	columns_are due days_left status <<<'2026-04-15|-1|overdue'
}

@test "without a date nothing recurs" {
	every monthly tbd
	remind --list actions.csv
	fine
	columns_are due occurrence <<<'|0'
}

# --- negotiations

@test "an annual negotiation has its milestones again a year later, from its first date, tentative" {
	calendar Acme,2026,2026-03-11,annual,customer,Ann,ann@us.example
	on 2026-03-11 --list calendar.csv
	fine
	columns_are milestone due occurrence derived tentative status key <<-END
		start|2026-01-28|0|yes|||Acme/2026/start///0
		package|2026-02-25|0|yes|||Acme/2026/package///0
		publish|2026-02-27|0|yes|||Acme/2026/publish///0
		approval|2026-03-04|0|yes|||Acme/2026/approval///0
		pre-meeting|2026-03-10|0|yes|||Acme/2026/pre-meeting///0
		negotiation|2026-03-11|0||||Acme/2026/negotiation///0
		results|2026-03-16|0|yes|||Acme/2026/results///0
		start|2027-01-28|1|yes|yes|tentative|Acme/2026/start///1
		package|2027-02-25|1|yes|yes|tentative|Acme/2026/package///1
		publish|2027-02-26|1|yes|yes|tentative|Acme/2026/publish///1
		approval|2027-03-04|1|yes|yes|tentative|Acme/2026/approval///1
		pre-meeting|2027-03-10|1|yes|yes|tentative|Acme/2026/pre-meeting///1
		negotiation|2027-03-11|1||yes|tentative|Acme/2026/negotiation///1
		results|2027-03-16|1|yes|yes|tentative|Acme/2026/results///1
	END
}

@test "given dates are of the first occurrence only" {
	printf '%s\n' account,negotiation_date,approval_date,recurrence,owner Acme,2026-03-11,2026-03-02,annual,Ann >calendar.csv
	on 2026-03-11 --list calendar.csv
	fine
	[ "$(table milestone due <<<"$output" | grep ^approval | xargs)" = 'approval|2026-03-02 approval|2027-03-04' ] || show
}

@test "occurrence 0 is tentative unless its day comes from the customer, whoever writes it how" {
	calendar A,2026,2026-04-15,,customer,Ann,a@us.example B,2026,2026-04-15,,Customer,Ann,a@us.example \
		C,2026,2026-04-15,,planned,Ann,a@us.example D,2026,2026-04-15,,,Ann,a@us.example
	remind --list calendar.csv
	fine
	[ "$(table account milestone tentative date_source <<<"$output" | grep negotiation | xargs)" = \
		'A|negotiation||customer B|negotiation||Customer C|negotiation|yes|planned D|negotiation|yes|' ] || show
	on 2026-04-14 calendar.csv
	[ "$(table account milestone note <<<"$output" | grep '|negotiation' | xargs)" = \
		'A|negotiation| B|negotiation| C|negotiation|tentative D|negotiation|tentative' ] || show
}

# rows ROW...: negotiation days with their occurrence, by account and period
negotiations() {
	calendar "$@"
	on 2026-03-11 --list calendar.csv
	fine
	table period milestone due occurrence <<<"$output" | sed -n 's/|negotiation//p' | xargs
}

@test "an occurrence is dropped where a later row of the account is within a quarter of the interval" {
	# 2027-03-11 - 91 days = 2026-12-10
	[ "$(negotiations Acme,2026,2026-03-11,annual,customer,Ann, Acme,2027,2026-12-10,annual,planned,Ann,)" = '2026|2026-03-11|0 2027|2026-12-10|0' ]
	[ "$(negotiations Acme,2026,2026-03-11,annual,customer,Ann, Acme,2027,2026-12-09,annual,planned,Ann,)" = \
		'2026|2026-03-11|0 2027|2026-12-09|0 2026|2027-03-11|1' ]
	[ "$(negotiations Acme,2026,2026-03-11,semi-annual,customer,Ann, Acme,2027,2026-10-26,,planned,Ann,)" = \
		'2026|2026-03-11|0 2027|2026-10-26|0 2026|2027-03-11|2' ]
	[ "$(negotiations Acme,2026,2026-03-11,semi-annual,customer,Ann, Acme,2027,2026-10-27,,planned,Ann,)" = \
		'2026|2026-03-11|0 2026|2026-09-11|1 2027|2026-10-27|0 2026|2027-03-11|2' ]
}

@test "rows of other accounts, and earlier ones, drop nothing" {
	[ "$(negotiations Acme,2026,2026-03-11,annual,customer,Ann, Bolt,2027,2027-03-11,,planned,Ann,)" = \
		'2026|2026-03-11|0 2026|2027-03-11|1 2027|2027-03-11|0' ]
	[ "$(negotiations Acme,2025,2025-03-11,annual,customer,Ann, Acme,2026,2026-03-11,annual,customer,Ann,)" = \
		'2025|2025-03-11|0 2026|2026-03-11|0 2026|2027-03-11|1' ]
}

# --- overrides

@test "an actions row of the account, period and milestone overrides the derived one, and anchors what hangs on it" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,owner,leads,note Acme,2026,Approval,2026-04-06,Bo,9,moved >actions.csv
	remind --list calendar.csv actions.csv
	fine
	columns_are milestone due owner leads note key <<-END
		start|2026-03-02|Ann|7;0||Acme/2026/start///0
		package|2026-03-30|Ann|14;3||Acme/2026/package///0
		publish|2026-04-01|Ann|1||Acme/2026/publish///0
		approval|2026-04-06|Bo|9|moved|Acme/2026/approval///0
		pre-meeting|2026-04-14|Ann|1||Acme/2026/pre-meeting///0
		negotiation|2026-04-15|Ann|14;1||Acme/2026/negotiation///0
		results|2026-04-20|Ann|0||Acme/2026/results///0
	END
}

@test "it overrides whatever the order of FILEs" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,owner Acme,2026,approval,2026-04-06,Bo >actions.csv
	remind --list actions.csv calendar.csv
	fine
	[ "$(table milestone due owner <<<"$output" | grep approval)" = 'approval|2026-04-06|Bo' ] || show
}

@test "an override without a date keeps the derived one; its done_on closes it" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,done_on,owner Acme,2026,package,,2026-03-30,Ann >actions.csv
	remind --list calendar.csv actions.csv
	fine
	[ "$(table milestone due done_on status derived <<<"$output" | grep package)" = 'package|2026-04-01|2026-03-30|done|yes' ] || show
	on 2026-04-05 calendar.csv actions.csv
	! grep -q package <<<"$output" || show
}

@test "another period, account or milestone overrides nothing" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,owner Acme,2027,approval,2026-04-06,Bo Bolt,2026,approval,2026-04-06,Bo \
		Acme,,approval,2026-04-06,Bo >actions.csv
	remind --list calendar.csv actions.csv
	fine
	[ "$(table account period milestone due <<<"$output" | grep approval | xargs)" = \
		'Acme||approval|2026-04-06 Acme|2027|approval|2026-04-06 Bolt|2026|approval|2026-04-06 Acme|2026|approval|2026-04-08' ] || show
	[ "$(table milestone due account period <<<"$output" | grep 'package')" = 'package|2026-04-01|Acme|2026' ] || show
}

@test "several overrides: all stand, the first with a date anchors" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,subject,due,owner Acme,2026,approval,undated,,Bo Acme,2026,approval,first,2026-04-06,Bo \
		Acme,2026,approval,second,2026-04-07,Cy >actions.csv
	remind --list calendar.csv actions.csv
	fine
	[ "$(table milestone due subject <<<"$output" | grep approval | xargs)" = \
		'approval|2026-04-06|undated approval|2026-04-06|first approval|2026-04-07|second' ] || show
	[ "$(table milestone due <<<"$output" | grep package)" = 'package|2026-03-30' ] || show
}

@test "an override of the negotiation moves all, the later occurrences, too" {
	calendar Acme,2026,2026-03-11,annual,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,owner Acme,2026,negotiation,2026-03-18,Bo >actions.csv
	on 2026-03-25 --list calendar.csv actions.csv
	fine
	[ "$(table milestone due owner <<<"$output" | grep negotiation | xargs)" = 'negotiation|2026-03-18|Bo negotiation|2027-03-18|Ann' ] || show
	[ "$(table milestone due <<<"$output" | grep pre-meeting | xargs)" = 'pre-meeting|2026-03-17 pre-meeting|2027-03-17' ] || show
}

@test "an override's done_on closes later occurrences due up to it, and says so in the list" {
	calendar Acme,2026,2026-01-12,annual,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,done_on,owner Acme,2026,approval,2026-01-05,2027-02-01,Ann >actions.csv
	remind --list calendar.csv actions.csv
	fine
	[ "$(table milestone due status done_on <<<"$output" | grep approval | xargs)" = \
		'approval|2026-01-05|done|2027-02-01 approval|2027-01-05|done|2027-02-01' ] || show
}

@test "an override that recurs leaves no key twice" {
	calendar Acme,2026,2026-01-12,annual,customer,Ann,ann@us.example
	printf '%s\n' account,period,milestone,due,recurrence,owner Acme,2026,approval,2026-01-05,annual,Ann >actions.csv
	remind --list calendar.csv actions.csv
	status_is 0
	[ -z "$(table key <<<"$output" | sort | uniq -d)" ] || show
}

# bats: --format=ics: what a calendar program imports.
load remind

ics() {
	remind --format=ics "$@"
	status_is 0 && stderr_is && body=$(printf '%s\n' "$output" | tr -d '\r')
}

# all NAME: the values of a property
all() {
	sed -n "s/^$1[:;]//p" <<<"$body"
}

@test "a whole calendar, CR LF at each line's end, and nothing else" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	agenda
	"$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv --format=ics actions.csv | od -c | grep -q '\\r  \\n'
	"$B/$TOOL" --today=2026-03-10 --agenda=agenda.csv --format=ics actions.csv >out.ics
	[ "$(tr -cd '\r' <out.ics | wc -c)" = "$(tr -cd '\n' <out.ics | wc -c)" ]
	ics actions.csv
	[ "$(head -3 <<<"$body" | xargs)" = 'BEGIN:VCALENDAR VERSION:2.0 PRODID:-//negpkg//calendar-remind//EN' ]
	[ "$(tail -1 <<<"$body")" = END:VCALENDAR ]
}

@test "nothing planned: nothing, since a calendar without an event is none" {
	actions
	remind --format=ics actions.csv
	silent
}

@test "it holds what --list holds with a date, whatever the day" {
	calendar Acme,2026,2026-04-15,annual,customer,Ann,ann@us.example Bolt,2026,,,customer,Ann,ann@us.example
	ics calendar.csv
	remind --list calendar.csv
	[ "$(all DTSTART | sed 's/.*://' | xargs)" = "$(table due <<<"$output" | tr -d - | xargs)" ] || show
	on 2026-03-11 --format=ics calendar.csv
	[ "$(grep -c BEGIN:VEVENT <<<"$output")" = 7 ] || show
}

@test "all-day: DTSTART is the day, DTEND the day after, the end of a year, too" {
	actions Acme,2026,call,,2026-12-31,Ann,ann@us.example
	ics actions.csv
	[ "$(all DTSTART)" = VALUE=DATE:20261231 ]
	[ "$(all DTEND)" = VALUE=DATE:20270101 ]
	[ "$(all DTSTAMP)" = 20260310T000000Z ]
}

@test "timed: from start_time, for minutes, an hour where none are given; past midnight" {
	printf '%s\n' account,milestone,due,start_time,minutes,owner A,a,2026-03-10,14:30,45,Ann A,b,2026-03-10,9:00,,Ann A,c,2026-12-31,23:30,60,Ann >actions.csv
	ics actions.csv
	[ "$(all DTSTART | xargs)" = '20260310T143000 20260310T090000 20261231T233000' ]
	[ "$(all DTEND | xargs)" = '20260310T151500 20260310T100000 20270101T003000' ]
}

@test "one alarm, of the longest lead, always before the event; none where it is done" {
	printf '%s\n' account,milestone,due,leads,start_time,done_on,owner A,a,2026-03-11,"7 1",,,Ann A,b,2026-03-12,1,,,Ann A,c,2026-03-13,0,,,Ann \
		A,d,2026-03-14,"7 1",9:00,,Ann A,e,2026-03-15,7,,2026-03-01,Ann >actions.csv
	ics actions.csv
	[ "$(all TRIGGER | head -4 | xargs)" = '-P6DT15H -PT15H -PT15H -P7D' ] || show
	[ "$(grep -c BEGIN:VALARM <<<"$body")" = 4 ]
	! all TRIGGER | grep -v '^-' || show
}

@test "no RRULE, METHOD or ORGANIZER: occurrences are written out, each with a UID" {
	printf '%s\n' id,account,milestone,due,recurrence,owner R4,,"champions' call",2026-01-31,monthly,Dora >actions.csv
	on 2026-01-01 --format=ics actions.csv
	fine
	body=$(tr -d '\r' <<<"$output")
	! grep -q '^\(RRULE\|METHOD\|ORGANIZER\|ATTENDEE\)' <<<"$body" || show
	[ "$(all DTSTART | sed 's/.*://' | xargs)" = '20260131 20260228 20260331 20260430 20260531 20260630 20260731 20260831 20260930 20261031 20261130 20261231' ] || show
	[ "$(all UID | sort -u | wc -l)" = 12 ]
}

@test "UIDs stay when a negotiation moves, whatever else stands in the sheets" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	ics calendar.csv
	all UID | sort >before
	[ "$(sort -u before | wc -l)" = 7 ]
	calendar Bolt,2026,2026-04-20,,customer,Ann,ann@us.example Acme,2026,2026-05-20,,planned,Bo,bo@us.example
	ics calendar.csv
	all UID | sort >after
	[ -z "$(comm -23 before after)" ] || show
	grep -q '@negpkg$' before
	! grep -q '2026' <<<"$(grep -o '^[^@]*[^0-9a-f@]' before)" || show
}

@test "an override keeps the UID of what it overrides" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	ics calendar.csv
	all UID | sort >before
	actions Acme,2026,approval,,2026-04-07,Bo,bo@us.example
	ics calendar.csv actions.csv
	all UID | sort | diff before -
}

@test "--sequence is every event's" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	ics calendar.csv
	[ "$(all SEQUENCE | sort -u)" = 0 ]
	ics --sequence=3 calendar.csv
	[ "$(all SEQUENCE | sort -u)" = 3 ]
	local bad
	for bad in -1 x 99999999999 ''; do
		remind --format=ics --sequence=$bad calendar.csv
		refused '*--sequence*'
	done
}

@test "meetings take time, tasks don't; tentative days say so" {
	calendar Acme,2026,2026-04-15,,planned,Ann,ann@us.example
	actions Acme,2026,once,,2026-03-11,Ann,ann@us.example
	ics calendar.csv actions.csv
	[ "$(all TRANSP | sort | uniq -c | xargs)" = '3 OPAQUE 5 TRANSPARENT' ] || show
	[ "$(all STATUS | sort | uniq -c | xargs)" = '1 CONFIRMED 7 TENTATIVE' ] || show
	[[ $body == *'Tentative: '* ]]
}

@test "cells can't break out: line breaks, commas, quotes, control characters, long and Japanese names" {
	local long japanese
	long=$(printf 'x%.0s' $(seq 300))
	japanese=$(printf '\345\225\206\350\253\207%.0s' $(seq 50))
	printf 'account,milestone,subject,due,owner,note\n"Acme\r\nEND:VEVENT\r\nX-EVIL:1","a,b;c\\d","%s",2026-03-10,"%s","\001\033[2J\177note"\n' \
		"$long" "$japanese" >actions.csv
	ics actions.csv
	! grep -q '^END:VEVENT.' <<<"$body" && ! grep -q '^X-EVIL' <<<"$body" || show
	[ "$(grep -c '^END:VEVENT$' <<<"$body")" = 1 ]
	! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' <<<"$body" || show
	[ "$(LC_ALL=C awk '{ if (length($0) > 75) print }' <<<"$body" | wc -l)" = 0 ] || show
	iconv -f UTF-8 -t UTF-8 <<<"$body" >/dev/null
	local unfolded
	unfolded=$(awk '/^ / { line = line substr($0, 2); next } { if (NR > 1) print line; line = $0 } END { print line }' <<<"$body")
	[[ $unfolded == *"a\\,b\\;c\\\\d: $long"* && $unfolded == *"$japanese"* && $unfolded == *'Acme\nEND:VEVENT\nX-EVIL:1'* ]] || show
}

@test "-o writes it" {
	actions Acme,2026,call,,2026-03-10,Ann,ann@us.example
	remind --format=ics -o out.ics actions.csv
	silent
	[ "$(head -1 out.ics)" = $'BEGIN:VCALENDAR\r' ]
}

@test "--list --format=ics is the same" {
	calendar Acme,2026,2026-04-15,,customer,Ann,ann@us.example
	ics calendar.csv
	printf '%s\n' "$body" >one
	ics --list calendar.csv
	printf '%s\n' "$body" | cmp one -
}

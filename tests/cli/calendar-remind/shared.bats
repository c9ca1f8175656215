# bats: the year of ../shared/year, told day by day.
load remind

year() {
	needs_shared
	cd "$SHARED/year" || return 1
}

# year_on DAY [OPTION]...: with the year's team, agenda and holidays
year_on() {
	run --separate-stderr "$B/$TOOL" --today="$1" --agenda=agenda.csv --holidays=holidays.txt --team=team.csv "${@:2}" calendar.csv actions.csv reviews.csv
}

@test "two reviews on one day both reach their owner" {
	year
	year_on 2025-02-11
	status_is 0
	[ "$(table subject milestone owner <<<"$output" | grep 'blue-sheet review')" = '400G line card|blue-sheet review|Ines Moreau' ] || show
	# R1 is done; open, both are told
	sed 's/^\(R1.*\),2025-02-12,$/\1,,/' reviews.csv >"$BATS_TEST_TMPDIR/reviews.csv"
	run --separate-stderr "$B/$TOOL" --today=2025-02-11 --agenda=agenda.csv --team=team.csv calendar.csv "$BATS_TEST_TMPDIR/reviews.csv"
	status_is 0
	stderr_is
	[ "$(table milestone subject owner <<<"$output" | grep 'blue-sheet')" = 'blue-sheet review|PM-48-600 design-in|Ines Moreau
blue-sheet review|400G line card|Ines Moreau' ] || show
}

@test "the customer's commitment A2 mails Ines Moreau, and nobody of the customer's" {
	year
	local day
	for day in 2026-05-31 2026-06-23 2026-06-30; do
		year_on $day --format=mail --from=reminders@corvid.example --allow-domain=halden.example
		status_is 0
		grep -q '^To: ines\.moreau@corvid\.example$' <<<"$output" || show
		grep -q 'share 60% of PM-48-300' <<<"$output" || show
		! grep -q '@halden\.example' <<<"$output" || show
		year_on $day
		[ "$(table key owner <<<"$output" | grep '/A2/' | cut -d'|' -f2)" = 'Ines Moreau' ] || show
	done
}

@test "R5 is closed by its early done_on, its next year's is told" {
	year
	year_on 2025-01-17
	! grep -q 'deliverables matrix due' <<<"$output" || show
	year_on 2026-01-16
	[ "$(table milestone due owner <<<"$output" | grep 'matrix due')" = 'deliverables matrix due|2026-01-17|Dora Quist' ] || show
}

@test "twelve champions' calls have twelve UIDs, on the last day of each month" {
	year
	year_on 2025-01-01 --format=ics
	status_is 0
	local events
	events=$(tr -d '\r' <<<"$output" | awk '/^UID/ { uid = $0 } /^DTSTART/ { start = $0 } /^SUMMARY/ { print uid, start, $0 }' | grep champions)
	[ "$(cut -d' ' -f1 <<<"$events" | sort -u | wc -l)" = 12 ] || show "$events"
	[ "$(grep -o '2025[0-9]*' <<<"$events" | xargs)" = \
		'20250131 20250228 20250331 20250430 20250531 20250630 20250731 20250831 20250930 20251031 20251130 20251231' ] || show "$events"
}

@test "the year's milestones: given dates as they are, derived ones by the agenda" {
	year
	year_on 2025-10-01 --list
	status_is 0
	[ "$(table account milestone due derived occurrence <<<"$output" | grep '^Halden.*|0$' | grep -v 'review\|commitment\|action' | cut -d'|' -f2-4)" = \
		'start|2025-10-06|
package|2025-11-21|
publish|2025-11-25|
approval|2025-12-02|
pre-meeting|2025-12-09|yes
negotiation|2025-12-10|
results|2025-12-15|yes' ] || show
	[ "$(table account milestone due derived occurrence <<<"$output" | grep '^Brightline.*|0$' | cut -d'|' -f2-4)" = \
		'start|2025-11-03|yes
package|2025-12-01|yes
publish|2025-12-03|yes
approval|2025-12-08|yes
pre-meeting|2025-12-14|yes
negotiation|2025-12-15|
results|2025-12-22|yes' ] || show
}

@test "from October to January a line for each moment of what is planned, and no negotiation unheard" {
	year
	local day=2025-10-01
	while [[ ! $day > 2026-01-31 ]]; do
		"$B/$TOOL" --today=$day --agenda=agenda.csv --holidays=holidays.txt --team=team.csv calendar.csv actions.csv reviews.csv >"$BATS_TEST_TMPDIR/$day"
		day=$(date -u -d "$day + 1 day" +%F)
	done
	cat "$BATS_TEST_TMPDIR"/20* >"$BATS_TEST_TMPDIR/all"
	run --separate-stderr cat "$BATS_TEST_TMPDIR/all"
	# upcoming and due ones, by milestone: leads and days as the agenda says
	[ "$(table account milestone status lead <<<"$output" | grep -v overdue | grep '|negotiation|' | sort -u | xargs -d'\n')" = \
		'Brightline Storage|negotiation|due|0 Brightline Storage|negotiation|upcoming|1 Brightline Storage|negotiation|upcoming|14 Halden Networks|negotiation|due|0 Halden Networks|negotiation|upcoming|1 Halden Networks|negotiation|upcoming|14 Nordwind Mobility|negotiation|due|0 Nordwind Mobility|negotiation|upcoming|1 Nordwind Mobility|negotiation|upcoming|14' ] || show
	[ "$(table status key due lead owner <<<"$output" | grep -v '^status' | sort | uniq -d)" = '' ] || show
	# a line of text each: some dozens, beside what is overdue
	[ "$(table status key due lead <<<"$output" | grep '^upcoming\|^due' | sort -u | wc -l)" -lt 100 ] || show
}

@test "the year read back from its list has the same days" {
	year
	year_on 2025-10-01 --list
	printf '%s\n' "$output" >"$BATS_TEST_TMPDIR/list.csv"
	table milestone subject due owner <"$BATS_TEST_TMPDIR/list.csv" | sort >"$BATS_TEST_TMPDIR/expected"
	run --separate-stderr "$B/$TOOL" -q --today=2025-10-01 --agenda=agenda.csv --list "$BATS_TEST_TMPDIR/list.csv"
	status_is 0
	table milestone subject due owner <<<"$output" | sort | diff "$BATS_TEST_TMPDIR/expected" -
}

@test "the season's load: the fourth quarter, must-wins, Ines Moreau's weeks" {
	year
	year_on 2025-10-01 --season
	status_is 0
	[ "$(table kind key period count <<<"$output" | grep '^year|.*|2025')" = 'year|must-win|2025|2
year|negotiations|2025|3' ] || show
	table kind key period count <<<"$output" | grep -qx 'quarter|negotiation|2025-Q4|3' || show
}
